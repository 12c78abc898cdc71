# SPDX-License-Identifier: GPL-3.0-or-later
"""What one looks at, as a report to forward: the answer to any question, and what stands below it."""

from collections.abc import Sequence
from typing import Any

from graph.snapshot.snapshot import Snapshot
from queries.framework.result import Result, read_columns
from web.reports.parts import Report, Section
from web.reports.report import nameless
from web.wording.site_texts import ANSWER


def of_answers(snapshot: Snapshot, results: Sequence[Result[Any]], *, without_names: bool = False) -> Report:
    """Return a report with a section for each result, with the rows that it has; the first gives the title."""
    sections = tuple(
        Section(
            title=ANSWER if result is results[0] else result.title,
            sentences=(*result.summary, *result.warnings),
            result=result,
            columns=tuple(column.name for column in read_columns(result.columns)),
        )
        for result in results
    )
    report = Report(
        title=results[0].title(),
        snapshot=snapshot,
        sections=sections,
        parameters={**results[0].parameters, "without_names": without_names},
    )
    return nameless(report) if without_names else report
