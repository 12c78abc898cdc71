# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports to forward: several results put together, in words first.

A report names people as somebody to support, never as a risk, and never ranks
them. It has three pages at most unless everything is asked for. Without names
it has the same figures: they are worked out first, and every name and id of a
person is taken away last.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graph.errors import BadParameter
from graph.snapshot.snapshot import Snapshot
from web.reports import bus_factor, others
from web.reports.formats import text
from web.reports.parts import Asker, Kind, Progress, Report
from web.reports.short import shortened
from web.wording.anonymous import unnamed_network
from web.wording.today import aged

REPORTS = {
    "bus-factor": Kind(bus_factor.build, options=("scope", "assets"), questions=8),
    "partners": Kind(others.partners, options=("theme",), questions=2),
    "collaboration": Kind(others.collaboration, options=("scope",), questions=3),
}


def build(
    snapshot: Snapshot,
    name: str,
    options: Mapping[str, Any],
    *,
    without_names: bool = False,
    everything: bool = False,
    progress: Progress = lambda _: None,
) -> Report:
    """Return a report by name: bus-factor, partners or collaboration; `everything`: no list is cut.

    Raises BadParameter for an unknown report or option, UnknownName for a
    scope or theme that nothing has.
    """
    if name not in REPORTS:
        raise BadParameter(f"There is no report “{name}”.", f"There are: {', '.join(REPORTS)}.")
    takes = REPORTS[name].options
    for option in options:
        if option not in takes:
            hint = f"It takes {' and '.join(f'--{one}' for one in takes)}."
            raise BadParameter(f"The report {name} does not take --{option}.", hint)
    asker = Asker(snapshot, options, progress)
    title, sections = REPORTS[name].build(asker)
    first, *others_ = sections
    first = replace(first, sentences=(*aged(snapshot, options), *first.sentences))
    report = Report(
        title=title,
        snapshot=snapshot,
        sections=(first, *others_),
        parameters={**options, "without_names": without_names},
    )
    if without_names:
        report = nameless(report)
    # Lists are cut last, so that without names other rows come first than with names.
    return report if everything else shortened(report, lambda short: len(text(short).splitlines()))


def nameless(report: Report) -> Report:
    """Return a report with every name and id of a person taken away; its figures stay."""
    bare = unnamed_network(report.snapshot)
    sections = tuple(
        replace(
            section,
            sentences=bare.sentences(section.sentences),
            lines=bare.sentences(section.lines),
            result=bare.taken(section.result),
        )
        for section in report.sections
    )
    return replace(report, title=bare.taken(report.title), snapshot=bare.snapshot, sections=sections)
