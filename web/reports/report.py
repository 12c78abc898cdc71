# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports to forward: several results put together, in words first.

A report names people as somebody to support, never as a risk, and never ranks
them. Without names it is computed on a network without names, so that no
sentence, id, note or role of a person can slip through.
"""

from collections.abc import Mapping
from typing import Any

from graph.errors import BadParameter
from graph.snapshot.snapshot import Snapshot
from web.reports import bus_factor, others
from web.reports.parts import Asker, Kind, Report, Told
from web.wording.anonymous import without_names as anonymous

REPORTS = {
    "bus-factor": Kind(bus_factor.build, questions=8),
    "partners": Kind(others.partners, questions=2),
    "collaboration": Kind(others.collaboration, questions=3),
}


def build(
    snapshot: Snapshot,
    name: str,
    options: Mapping[str, Any],
    *,
    without_names: bool = False,
    told: Told = lambda _: None,
) -> Report:
    """Return a report by name: bus-factor, partners or collaboration.

    Raises BadParameter for an unknown report or option, UnknownName for a
    scope or theme that nothing has.
    """
    if name not in REPORTS:
        raise BadParameter(f"There is no report “{name}”.", f"There are: {', '.join(REPORTS)}.")
    asker = Asker(anonymous(snapshot) if without_names else snapshot, options, told)
    title, sections = REPORTS[name].build(asker)
    return Report(
        title=title,
        snapshot=asker.snapshot,
        sections=tuple(sections),
        parameters={**options, "without_names": without_names},
    )
