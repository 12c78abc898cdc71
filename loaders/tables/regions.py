# SPDX-License-Identifier: GPL-3.0-or-later
"""Several tables on one sheet, below or beside each other, each as a table of its own."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from graph.schema.folding import fold
from graph.schema.nodes import NODE_CLASSES
from loaders.cells.words import FIELDS
from loaders.tables.files import Heading, Table
from loaders.tables.headings import known_headings, naming_words

_LEAST = 2


@cache
def _name_words() -> frozenset[str]:
    return frozenset(fold(word) for word in FIELDS["name"].all())


@cache
def _naming() -> frozenset[str]:
    """Return every heading that names the rows of some table."""
    return _name_words().union(*(naming_words(cls) for cls in NODE_CLASSES))


@cache
def _known() -> frozenset[str]:
    return frozenset(word for cls in NODE_CLASSES for word in known_headings(cls))


def regions(table: Table) -> list[Table]:
    """Return the tables that one sheet holds; most hold one."""
    return [part for below in _below(table) for part in _beside(below)]


def _beside(table: Table) -> list[Table]:
    """Cut at a column that begins another table: it names rows again, mostly behind an empty column."""
    words = [fold(str(heading)) for heading in table.headings]
    starts = [0]
    for index, word in enumerate(words[1:], start=1):
        first = words[starts[-1]]
        behind_gap = not words[index - 1] and word in _naming() and index - starts[-1] > 1
        again = (
            word == first
            and word in _name_words()
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
    known = sum(word in _known() for word in words)
    return len(words) >= _LEAST and known == len(words) and bool(_naming().intersection(words))


def _rows(table: Table, headings: tuple[Heading, ...], first: int, end: int | None, title: str) -> Table:
    def rows() -> Iterator[tuple[int, list[str]]]:
        for line, row in table.rows():
            if end is not None and line >= end:
                return
            yield line, row

    return replace(table, headings=headings, first_line=first, rows=rows, title=title, is_part=True)
