# SPDX-License-Identifier: GPL-3.0-or-later
"""Themes that somebody confirmed for questions, from the table of suggestions.

The table is written by the query `suggest-themes` and filled in by a person;
only rows with a yes become records.
"""

from graph.schema.folding import fold
from graph.schema.links import About
from graph.schema.nodes import Record
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.reading import make_record
from loaders.cells.values import Converter, to_boolean
from loaders.tables.files import Table

COLUMNS = ("question_id", "question", "theme_id", "theme", "score", "confirmed")
_NEEDED = frozenset({"question_id", "theme_id", "confirmed"})

UNANSWERED = Text(
    "problem-suggestions-unanswered",
    "{{PLURAL:$1|One suggestion has|$1 suggestions have}} no answer yet and changed nothing.",
    "$1 number",
)
NOT_ANSWERED = Text(
    "problem-suggestions-answer", "“$1” is no answer; the row was left out. Write yes or no.", "$1 cell"
)


def is_suggestions(table: Table) -> bool:
    """Say whether a table has the columns of suggested themes."""
    return {_column(str(heading)) for heading in table.headings} >= _NEEDED


def _column(heading: str) -> str:
    return fold(heading).replace(" ", "_")


def read_suggestions(table: Table, problems: list[Problem]) -> list[Record]:
    """Return one confirmed About record for each row with a yes."""
    headings = [_column(str(heading)) for heading in table.headings]
    answers = Converter(to_boolean)
    records: list[Record] = []
    unanswered = 0
    for batch in table.batches(problems):
        for line, row in zip(batch.lines, batch.rows, strict=True):
            cells = dict(zip(headings, row, strict=True))
            position, answered = table.position(line), cells["confirmed"]
            if not answered:
                unanswered += 1
                continue
            answer = answers[answered]
            if answer is None:
                problems.append(
                    position.problem(NOT_ANSWERED(answered), field="confirmed", found=answered, expected="yes or no")
                )
            if not answer:
                continue
            fields = {"source": cells["question_id"], "target": cells["theme_id"], "confirmed": True}
            record, found = make_record(About, fields, position)
            problems += found
            records += [record] if record else []
    if unanswered:
        problems.append(table.position().problem(UNANSWERED(unanswered), field="confirmed"))
    return records
