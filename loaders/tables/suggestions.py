# SPDX-License-Identifier: GPL-3.0-or-later
"""Themes that somebody confirmed for questions, from the table of suggestions.

The table is written by the query `suggest-themes` and filled in by a person;
only rows with a yes become records. A theme that is new is made with the first
such row, under the name that the table has then.
"""

from graph.schema.folding import fold
from graph.schema.links import About
from graph.schema.nodes import Record, Theme
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.reading import Position, make_record
from loaders.cells.values import Converter, to_boolean
from loaders.tables.files import Table

COLUMNS = ("question_id", "question", "theme_id", "theme", "is_new", "alike", "score", "confirmed")
_NEEDED = frozenset({"question_id", "theme_id", "confirmed"})

UNANSWERED = Text(
    "problem-suggestions-unanswered",
    "{{PLURAL:$1|One suggestion has|$1 suggestions have}} no answer yet and changed nothing.",
    "$1 number",
)
NOT_ANSWERED = Text(
    "problem-suggestions-answer", "“$1” is no answer; the row was left out. Write yes or no.", "$1 cell"
)
OTHER_NAME = Text(
    "problem-suggestions-name",
    "The new theme is called “$1” in a row above; the name “$2” was left out. Give both rows the same name.",
    "$1 and $2 names of a theme",
)


def is_suggestions(table: Table) -> bool:
    """Say whether a table has the columns of suggested themes."""
    return {_column(str(heading)) for heading in table.headings} >= _NEEDED


def _column(heading: str) -> str:
    return fold(heading).replace(" ", "_")


def read_suggestions(table: Table) -> tuple[list[Record], list[Problem]]:
    """Return one confirmed About record for each row with a yes, the new themes of these, and problems."""
    problems: list[Problem] = []
    headings = [_column(str(heading)) for heading in table.headings]
    answers = Converter(to_boolean)
    made: dict[str, str] = {}
    records: list[Record] = []
    unanswered = 0
    for batch in table.batches():
        problems += table.extra_cells(batch)
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
            if record and cells.get("is_new") and answers[cells["is_new"]]:
                theme, found = _new_theme(cells["theme_id"], cells.get("theme", ""), made, position)
                problems += found
                records += [theme] if theme else []
    if unanswered:
        problems.append(table.position().problem(UNANSWERED(unanswered), field="confirmed"))
    return records, problems


def _new_theme(id_: str, name: str, made: dict[str, str], position: Position) -> tuple[Record | None, list[Problem]]:
    """Return a theme that is not on the map yet, once; another name in a later row is a problem."""
    if id_ not in made:
        record, found = make_record(Theme, {"id": id_, "name": name}, position)
        made[id_] = name
        return record, found
    if name and fold(name) != fold(made[id_]):
        return None, [position.problem(OTHER_NAME(made[id_], name), field="theme", found=name, expected=made[id_])]
    return None, []
