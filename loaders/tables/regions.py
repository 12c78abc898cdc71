# SPDX-License-Identifier: GPL-3.0-or-later
"""Several tables on one sheet, below or beside each other, each as a table of its own."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from graph.schema.folding import fold
from loaders.tables.files import Heading, Table
from loaders.tables.headings import any_heading, any_naming, name_words

_LEAST = 2
_MOST_TURNED = 60


def regions(table: Table) -> list[Table]:
    """Return the tables that one sheet holds; most hold one."""
    return [part for below in _below(table) for part in _beside(_turned(below))]


def _turned(table: Table) -> Table:
    """Return a table whose headings stand in its first column with rows for columns, any other as it is."""
    if len(any_heading().intersection(fold(str(heading)) for heading in table.headings[1:])):
        return table
    rows = [
        (line, row) for line, row in islice(table.rows(), _MOST_TURNED + 1) if line >= table.first_line and any(row)
    ]
    words = [fold(row[0]) for _line, row in rows]
    if not _LEAST <= len(rows) < _MOST_TURNED or not any_heading().issuperset(words):
        return table
    columns = [[row[index] if index < len(row) else "" for _line, row in rows] for index in range(len(table.headings))]
    headings = (table.headings[0], *(Heading(text=cell) for cell in columns[0]))
    turned = [
        (table.first_line, [str(heading), *column])
        for heading, column in zip(table.headings[1:], columns[1:], strict=True)
    ]
    return replace(table, headings=headings, rows=lambda: iter(turned))


def _beside(table: Table) -> list[Table]:
    """Cut at a column that begins another table: it names rows again, mostly behind an empty column."""
    words = [fold(str(heading)) for heading in table.headings]
    starts = [0]
    for index, word in enumerate(words[1:], start=1):
        first = words[starts[-1]]
        behind_gap = not words[index - 1] and word in any_naming() and index - starts[-1] > 1
        again = (
            word == first
            and word in name_words()
            and words[index + 1 : index + 2] == words[starts[-1] + 1 : starts[-1] + 2]
        )
        if word and (behind_gap or again):
            starts.append(index)
    if len(starts) == 1:
        return [table]
    return [_columns(table, start, end) for start, end in zip(starts, [*starts[1:], len(words)], strict=True)]


def _columns(table: Table, start: int, end: int) -> Table:
    headings = list(table.headings[start:end])
    while headings and not str(headings[-1]):
        headings.pop()
    width = len(headings)

    def rows() -> Iterator[tuple[int, list[str]]]:
        for line, row in table.rows():
            yield line, row[start : start + width]

    return replace(table, headings=tuple(headings), rows=rows)


def _below(table: Table) -> list[Table]:
    """Cut where, after a blank row, a row of headings stands."""
    own = [fold(str(heading)) for heading in table.headings]
    starts: list[tuple[int, int, list[str], str]] = []
    title, after_blank = "", False
    for line, row in table.rows():
        if line < table.first_line:
            continue
        filled = [cell for cell in row if cell]
        if not filled:
            title, after_blank = "", True
            continue
        if after_blank and _is_headings(filled) and [fold(cell) for cell in row[: len(own)]] != own:
            starts.append((line, line + 1, row, title))
            after_blank = False
        elif after_blank and len(filled) == 1 and row[0]:
            title = row[0]
        else:
            after_blank = False
    if not starts:
        return [table]
    ends = [start - bool(name) for start, _first, _row, name in starts]
    parts = [_rows(table, table.headings, table.first_line, ends[0], table.title)]
    for (_start, first, row, name), end in zip(starts, [*ends[1:], None], strict=True):
        headings = [Heading(text=cell) for cell in row]
        while headings and not headings[-1].text:
            headings.pop()
        parts.append(_rows(table, tuple(headings), first, end, name))
    return parts


def _is_headings(filled: list[str]) -> bool:
    words = [fold(cell) for cell in filled]
    known = sum(word in any_heading() for word in words)
    return len(words) >= _LEAST and known == len(words) and bool(any_naming().intersection(words))


def _rows(table: Table, headings: tuple[Heading, ...], first: int, end: int | None, title: str) -> Table:
    def rows() -> Iterator[tuple[int, list[str]]]:
        for line, row in table.rows():
            if end is not None and line >= end:
                return
            yield line, row

    return replace(table, headings=headings, first_line=first, rows=rows, title=title, is_part=True)
