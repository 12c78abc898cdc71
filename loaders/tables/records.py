# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rows of a table are records: not totals, notes, headings again, or the name of a section.

The table is read through once; what is left out is known by its line
afterwards, and so is a sample of each column.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from graph.schema.folding import fold
from loaders.cells.cell_words import GROUPS, REGIONS, begins_no_record, is_above
from loaders.cells.naming import looks_like_full_name, looks_like_organisation
from loaders.cells.places import country_code
from loaders.tables.files import Table

_SAMPLE = 3_000
_FULL_ROW = 3
_MOST = 0.6


class NoRecord(Enum):
    """Why a row is no record."""

    HEADINGS = "headings"
    NOTE = "note"
    SECTION = "section"


@dataclass(slots=True)
class Survey:
    """What a first reading of a table found: rows that are no records, and cells by column."""

    left_out: dict[int, tuple[NoRecord, str]] = field(default_factory=dict)
    columns: list[list[str]] = field(default_factory=list)
    rows: int = 0

    def take(self, row: Sequence[str]) -> None:
        """Count a record, and keep its cells if it is among the first."""
        if self.rows < _SAMPLE:
            for column, cell in zip(self.columns, row, strict=True):
                column.append(cell)
        self.rows += 1

    def filled(self, index: int) -> list[str]:
        """Return the filled cells of a column, of the first rows only."""
        return [cell for cell in self.columns[index] if cell]


def survey(table: Table) -> Survey:
    """Read a table once."""
    found = Survey(columns=[[] for _ in table.headings])
    headings = [fold(str(heading)) for heading in table.headings]
    texts = [fold(heading.text) for heading in table.headings]
    lone: dict[int, str] = {}
    last_record = full = two = 0
    for batch in table.batches():
        for line, row in zip(batch.lines, batch.rows, strict=True):
            filled = [index for index, cell in enumerate(row) if cell]
            if not filled:
                continue  # Its only cells stand beyond the last heading.
            if _repeats(row, filled, headings) or _repeats(row, filled, texts):
                found.left_out[line] = (NoRecord.HEADINGS, row[filled[0]])
            elif begins_no_record(row[filled[0]]) and (filled[0] == 0 or len(filled) == 1):
                found.left_out[line] = (NoRecord.NOTE, row[filled[0]])
            elif filled == [0] and len(row) > 1:
                lone[line] = row[0]
            else:
                found.take(row)
                last_record = line
                full += len(filled) >= _FULL_ROW
                two += len(filled) > 1
    has_full_rows = len(headings) >= _FULL_ROW and full >= _MOST * (found.rows + len(lone) / 2)
    has_pairs = two > 1 and two >= _MOST * (found.rows + len(lone) / 2)
    for line, text in lone.items():
        is_named = has_pairs and line < last_record and _names_a_section(text)
        if is_named or _is_section(text, has_full_rows=has_full_rows, is_last=line > last_record):
            found.left_out[line] = (NoRecord.SECTION, text)
        else:
            found.take([text, *[""] * (len(headings) - 1)])
    return found


def _repeats(row: Sequence[str], filled: Sequence[int], headings: Sequence[str]) -> bool:
    """Say whether a row is the headings once more."""
    if len(filled) < 2 and len(headings) > 1:
        return False
    return all(fold(row[index]) == headings[index] for index in filled)


def _names_a_section(text: str) -> bool:
    """Say whether a text is the name of a group, a region or a country."""
    words = fold(text).split()
    return bool(words) and (
        words[0] in GROUPS or not REGIONS.isdisjoint(words) or country_code(text.rstrip(":")) is not None
    )


def _is_section(text: str, *, has_full_rows: bool, is_last: bool) -> bool:
    """Say whether a row of one cell is the name of a section, or a remark.

    A region, a country or a group is one wherever it stands; any other text
    if rows have three cells and more and others follow it.
    """
    words = fold(text).split()
    if not words or is_above(text):
        return bool(is_above(text))
    if has_full_rows and _names_a_section(text):
        return True
    if len(words) > 6 or (re.search(r"[.:!]\s*$", text) and not re.search(r"\b\w\.$", text)):
        return has_full_rows or not looks_like_full_name(text.rstrip(".:! "))
    if is_last or looks_like_organisation(text):
        return False
    return has_full_rows
