# SPDX-License-Identifier: GPL-3.0-or-later
"""Decisions whether two nodes are one, from `identity-review.csv`.

The file is written by the query for near-duplicate names and filled in by a
person; only rows with a decision become records (docs/methods/names.md#review-file).
"""

from graph.schema.folding import fold
from graph.schema.links import Decision, SameAs
from graph.schema.nodes import Record
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.dates import to_date
from loaders.cells.reading import make_record
from loaders.cells.understanding import Converter
from loaders.cells.values import closest, to_kind
from loaders.tables.files import Table

COLUMNS = (
    *("left_id", "left_name", "right_id", "right_name", "score", "reasons_for", "reasons_against"),
    *("weak", "decision", "by", "date", "note"),
)
_EVIDENCE = "records"
_NEEDED = frozenset({"left_id", "right_id", "decision"})

UNDECIDED = Text(
    "problem-review-undecided",
    "{{PLURAL:$1|One pair has|$1 pairs have}} no decision yet and changed nothing.",
    "$1 number",
)
UNKNOWN_COLUMN = Text("problem-review-column", "“$1” is no column of a review file; it was left out.", "$1 heading")
NOT_DECIDED = Text(
    "problem-review-decision", "“$1” is no decision; the row was left out. Write same, different or unsure.", "$1 cell"
)


def is_review(table: Table) -> bool:
    """Say whether a table has the columns of a review file."""
    return {_column(str(heading)) for heading in table.headings} >= _NEEDED


def _column(heading: str) -> str:
    return fold(heading).replace(" ", "_")


def read_review(table: Table) -> tuple[list[Record], list[Problem]]:
    """Return one SameAs record for each row with a decision, and problems."""
    problems: list[Problem] = []
    headings = [_column(str(heading)) for heading in table.headings]
    for heading, column in zip(table.headings, headings, strict=True):
        if column and column not in (*COLUMNS, _EVIDENCE):
            problems.append(
                table.position().problem(
                    UNKNOWN_COLUMN(str(heading)), field=str(heading), expected=closest(column, COLUMNS)
                )
            )
    decisions, dates = Converter(to_kind(Decision)), Converter(to_date)
    records: list[Record] = []
    undecided = 0
    for batch in table.batches():
        problems += table.extra_cells(batch)
        for line, row in zip(batch.lines, batch.rows, strict=True):
            cells = dict(zip(headings, row, strict=True))
            position = table.position(line)
            if not cells["decision"]:
                undecided += 1
                continue
            decision, date = decisions[cells["decision"]], dates[cells.get("date", "")]
            if decision is None:
                text = NOT_DECIDED(cells["decision"])
                expected = ", ".join(Decision)
                problems.append(position.problem(text, field="decision", found=cells["decision"], expected=expected))
                continue
            if misread := dates.misread.get(cells.get("date", "")):
                problems.append(
                    position.problem(misread.message, field="date", found=cells["date"], expected=misread.expected)
                )
            fields = {
                "source": cells["left_id"],
                "target": cells["right_id"],
                "decision": decision,
                "by": cells.get("by"),
                "date": date,
                "note": cells.get("note"),
            }
            record, found = make_record(SameAs, fields, position)
            problems += found
            records += [record] if record else []
    if undecided:
        problems.append(table.position().problem(UNDECIDED(undecided), field="decision"))
    return records, problems
