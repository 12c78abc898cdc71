# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a CSV file, whatever its quotation marks do: a stray one never swallows other rows."""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from typing import TextIO

from graph.schema.source import Problem, ProblemCode
from graph.text.message import Text
from loaders.cells.reading import Position

OPEN_QUOTE = Text(
    "problem-open-quote",
    "A quotation mark in this row would have swallowed the rows below; it was read as an ordinary sign.",
)
LONG_CELL = Text(
    "problem-long-cell",
    "A cell here has more than $1 characters, most likely because a quotation mark is never closed. "
    "Reading stops before this row.",
    "$1 number",
)

SAMPLE_CHARACTERS = 65_536
_SAMPLE_ROWS = 30
_GUARD = re.compile(r"(^|;[ ]*)'(?=[=+\-@\t\r])")


Row = tuple[int, list[str]]
"""The cells of a row, and the line on which it starts."""


def delimiter_of(sample: str) -> str:
    """Return the character that cuts the first rows most evenly."""
    lines = sample.splitlines(keepends=True)
    if len(sample) == SAMPLE_CHARACTERS:
        lines = lines[:-1] or lines

    def evenness(delimiter: str) -> tuple[float, int]:
        try:
            rows = [row for row in islice(csv.reader(lines, delimiter=delimiter), _SAMPLE_ROWS) if row]
        except csv.Error:
            return (0.0, 0)
        widths = [len(row) for row in rows]
        if widths and max(widths) == 1:
            inner = [row[0].split(delimiter) for row in rows]
            widths = [len(row) for row in inner]
        if not widths or max(widths) == 1:
            return (0.0, 0)
        usual = max(sorted(set(widths)), key=lambda width: (widths.count(width), width))
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    return max((",", ";", "\t", "|"), key=evenness)


def csv_rows(file: TextIO, delimiter: str, position: Position) -> Iterator[Row | Problem]:
    """Yield rows, and before a row what is wrong with it.

    A quotation mark that would swallow whole rows is read as an ordinary sign.
    """
    lines = _Lines(file, delimiter)
    width = 0
    while True:
        start = lines.number + 1
        try:
            row = next(csv.reader(lines, delimiter=delimiter, skipinitialspace=True), None)
        except csv.Error:
            row = None
            if not lines.taken or not _are_rows(lines.taken, delimiter, width):
                text = LONG_CELL(csv.field_size_limit())
                yield Position(file=position.file, line=start).problem(text, code=ProblemCode.STOPPED)
                return
        taken = lines.take()
        if row is None and not taken:
            return
        if len(taken) > 1 and (row is None or lines.is_over or _swallows(taken, row, delimiter, width)):
            yield Position(file=position.file, line=start).problem(OPEN_QUOTE())
            for number, text in enumerate(taken, start=start):
                yield number, _unquoted(text, delimiter)
            continue
        cells = [cell.strip() for cell in row or []]
        if len(cells) == 1 and len(taken) == 1 and width != 1 and delimiter in cells[0]:
            # The whole row stands in quotation marks.
            inner = [cell.strip() for cell in next(csv.reader([cells[0]], delimiter=delimiter, skipinitialspace=True))]
            if not width or len(inner) == width:
                cells = inner
        width = lines.width = width or len(cells)
        yield start, [_without_guard(cell) for cell in cells]


def _without_guard(cell: str) -> str:
    """Return a cell without the apostrophes that keep spreadsheets from running it; the export puts them there."""
    return _GUARD.sub(r"\1", cell) if "'" in cell else cell


class _Lines:
    """The lines of a file one by one, and those that were taken since last asked."""

    def __init__(self, file: TextIO, delimiter: str) -> None:
        self._file = file
        self._delimiter = delimiter
        self._next: str | None = None
        self.width = 0
        self.number = 0
        self.is_over = False
        """Whether a row ended only because the file did: its quotation mark is never closed."""
        self.taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line, self._next = self._next, None
        try:
            line = next(self._file) if line is None else line
        except StopIteration:
            self.is_over = True
            raise
        self.taken.append(line)
        if '"' in line and self.width > 1 and len(self.taken) == 1:
            return self._with_marks(line)
        return line

    def _with_marks(self, line: str) -> str:
        """Return a row in which a quotation mark alone is a cell of its own: it means the cell above.

        Such a mark may as well open a cell that begins with a line break, so
        the next line has to be a row.
        """
        raw = line.rstrip("\r\n").split(self._delimiter)
        if len(raw) != self.width or not any(cell.strip() == '"' for cell in raw):
            return line
        if line.count('"') % 2 == 0 and self._cells(line) == self.width:
            return line
        self._next = next(self._file, None)
        if self._next is not None and self._next.strip():
            widths = {self._cells(self._next), len(self._next.split(self._delimiter))}
            if self.width not in widths:
                return line
        return self._delimiter.join('""""' if cell.strip() == '"' else cell for cell in raw) + "\n"

    def _cells(self, line: str) -> int:
        return len(next(csv.reader([line], delimiter=self._delimiter, skipinitialspace=True), []))

    def take(self) -> list[str]:
        """Return the lines of one row."""
        taken, self.taken = self.taken, []
        self.number += len(taken)
        return taken


def _swallows(taken: list[str], row: list[str], delimiter: str, width: int) -> bool:
    """Say whether a quotation mark joined lines that are rows of their own.

    Either it is never closed, or every line has as many cells as the
    headings, and one of them is a quotation mark alone or a row of two has
    none that closes.
    """
    if "".join(taken).count('"') % 2:
        return len(row) <= width
    if not _are_rows(taken, delimiter, width):
        return False
    return width > 2 or any('"' in _raw(text, delimiter) for text in taken)


def _are_rows(taken: list[str], delimiter: str, width: int) -> bool:
    return width > 1 and all(len(_raw(text, delimiter)) == width for text in taken if text.strip())


def _raw(text: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in text.rstrip("\r\n").split(delimiter)]


def _unquoted(text: str, delimiter: str) -> list[str]:
    """Return the cells of a line whose quotation marks mean nothing; one alone stays."""
    return [cell if cell == '"' else cell.strip('"') for cell in _raw(text, delimiter)]
