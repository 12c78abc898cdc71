# SPDX-License-Identifier: GPL-3.0-or-later
"""A report of at most three pages: what its lists are cut to, and where the rest is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from graph.text.message import Message, Text
from queries.measures.wording import MORE
from web.reports.parts import Report, Section

ROWS, NAMES = (10, 7, 5, 3), 10
"""The most rows of a list: the first of these with which it all fits; the most names in a sentence (choices)."""
LINES = 180
"""Lines of 80 characters in English on three pages of 66: other languages take up to a tenth more."""
REST = Text(
    "report-rest",
    "And $1 more: see “$2” on the site, or partnerships ask $3.",
    "$1 number of rows or sentences that were left out, $2 title of a query, $3 name of the query, as it is typed",
)


def shortened(report: Report, lines_of: Callable[[Report], int]) -> Report:
    """Return a report whose lists are cut, each with how many more there are and where; `lines_of` measures one."""
    short = report
    for rows in ROWS:
        sections = tuple(_section(section, rows) for section in report.sections)
        short = replace(report, sections=sections, is_short=True)
        if lines_of(short) <= LINES:
            break
    return short


def _section(section: Section, rows: int) -> Section:
    sentences: list[Message] = [_cut(sentence) for sentence in section.sentences]
    lines: list[Message] = [_cut(line) for line in section.lines[:rows]]
    result = section.result
    whole = len(section.lines) or (len(result.rows) if result and section.shows_table else 0)
    if whole > rows and result is not None:
        (lines or sentences).append(REST(whole - rows, result.title(), result.query))
    # Only what is shown is cut: of a result without a table nothing is.
    if result is not None and section.shows_table:
        result = replace(result, rows=result.rows[:rows])
    # A list in words and a table say the same twice.
    columns = () if lines else section.columns
    return replace(section, sentences=tuple(sentences), lines=tuple(lines), result=result, columns=columns)


def _cut(message: Message) -> Message:
    """Return a sentence with its lists cut."""
    return Message(message.text, tuple(map(_cut_list, message.parameters)))


def _cut_list(value: Any) -> Any:  # noqa: ANN401 - any parameter of a sentence
    match value:
        case Message():
            return _cut(value)
        case list() | tuple():
            items: Sequence[Any] = [_cut_list(item) for item in value]  # pyright: ignore[reportUnknownVariableType] - as above
            return [*items[:NAMES], MORE(len(items) - NAMES)] if len(items) > NAMES + 1 else items
        case _:
            return value
