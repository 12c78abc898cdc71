# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns of private data, and private data in other columns: cut out and counted."""

import re
from collections import Counter
from collections.abc import Sequence

from graph.schema.folding import fold
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.private_text import without_private
from loaders.cells.reading import Position
from loaders.cells.words import PRIVATE

PRIVATE_CELLS = Text(
    "problem-private-cells",
    "E-mail addresses, telephone numbers or bank data were left out of “$1”, "
    "in {{PLURAL:$2|one cell|$2 cells}}; they are never stored.",
    "$1 heading, $2 number",
)
PRIVATE_COLUMN = Text(
    "problem-private-column",
    "The column “$1” was left out ({{PLURAL:$2|one filled cell|$2 filled cells}}): "
    "e-mail addresses, telephone numbers and bank data are never stored.",
    "$1 heading, $2 number",
)

_HEADINGS = frozenset(map(fold, PRIVATE.all()))
_SHORT = 4
_AT = ("@", "(at)", "[at]", " at ", "[ at", "( at")
# Every telephone and bank number has seven digits at least.
_DIGITS = re.compile(r"\d[\d \u00a0\u2009\u202f./()·\u2010-\u2013+-]{6}")


def is_private_heading(heading: str, *, is_choice: bool = False) -> bool:
    """Say whether a column's heading announces private data.

    A long heading is a question and may well speak of e-mail, and so may
    one of the choices below it.
    """
    words = fold(heading)
    if words in _HEADINGS:
        return True
    short = not is_choice and len(words.split()) <= _SHORT
    return short and any(f" {private} " in f" {words} " for private in _HEADINGS if len(private) > _SHORT)


class PrivateData:
    """Cuts private data out of columns and counts what it cut, by heading."""

    def __init__(self) -> None:
        """Start with nothing found."""
        self._cells: Counter[str] = Counter()
        self._columns: Counter[str] = Counter()
        self._left_out: dict[int, str] = {}

    def clean(self, heading: str, column: Sequence[str], *, ids: bool = False, digits: bool = False) -> Sequence[str]:
        """Return the column without private data, as it is if there is none.

        One search over the joined column is much cheaper than one per cell.
        A column of `ids` may well hold long numbers; in names and notes many
        `digits` are a telephone number.
        """
        text = "\n".join(column)
        if not any(at in text for at in _AT) and (ids or not _DIGITS.search(text)):
            return column
        cleaned = [without_private(cell, digits=digits) for cell in column]
        self._cells[heading] += sum(before != after for before, after in zip(column, cleaned, strict=True))
        return cleaned

    def cut(self, heading: str) -> None:
        """Count a cell from which somebody else cut private data."""
        self._cells[heading] += 1

    def leave_out(self, index: int, heading: str) -> None:
        """Leave a whole column out, because of its heading."""
        self._left_out[index] = heading

    def count(self, columns: Sequence[Sequence[str]]) -> None:
        """Count the filled cells of the columns that are left out."""
        for index, heading in self._left_out.items():
            self._columns[heading] += sum(map(bool, columns[index]))

    def problems(self, position: Position) -> list[Problem]:
        """Return one problem for each column in which something was left out."""
        found = [(PRIVATE_COLUMN, heading, count) for heading, count in self._columns.items() if count]
        found += [(PRIVATE_CELLS, heading, count) for heading, count in self._cells.items() if count]
        return [position.problem(text(heading, count), field=heading) for text, heading, count in found]
