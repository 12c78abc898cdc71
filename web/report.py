# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports to forward: several results put together, in words first.

A report names people as somebody to support, never as a risk, and never ranks
them. Without names it is computed on a network without names, so that no
sentence, id, note or role of a person can slip through.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.errors import BadParameter
from graph.snapshot.snapshot import Snapshot
from web import report_bus_factor, report_others
from web.anonymous import without_names as anonymous
from web.console import progress, write_or_print
from web.opening import opened
from web.report_formats import FORMATS
from web.report_parts import Asker, Kind, Report, Told

REPORTS = {
    "bus-factor": Kind(report_bus_factor.build, questions=8),
    "partners": Kind(report_others.partners, questions=2),
    "collaboration": Kind(report_others.collaboration, questions=3),
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


def run_report(
    url: str,
    name: str,
    options: Mapping[str, Any],
    *,
    format_: str,
    language: str,
    output: Path | None,
    without_names: bool,
) -> None:
    """Write a report in one of its formats."""
    questions = REPORTS[name].questions if name in REPORTS else 0
    with progress("Reading the network", 1 + questions) as tell:
        with opened(url) as store:
            snapshot = store.snapshot()
        report = build(snapshot, name, options, without_names=without_names, told=tell)
        text = FORMATS[format_](report, language)
    write_or_print(text, output)
