# SPDX-License-Identifier: GPL-3.0-or-later
"""What every loader gives back, and the one way to make a record of fields.

A loader neither opens the store nor prints: it turns a file into records and
problems, and the caller decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from graph.schema.links import Link, may_link, oriented
from graph.schema.nodes import Record, adapter, class_of
from graph.schema.source import Problem, ProblemCode, Source
from graph.text.controls import without_controls
from graph.text.message import Message, Text
from loaders.cells.asks import Ask
from loaders.cells.plan import NetworkPlan, TablePlan
from loaders.cells.private_text import cleaned_sentence

INVALID = Text("problem-invalid-value", "“$1” does not fit into $2: $3.", "$1 value, $2 field, $3 what is expected")
WRONG_ENDS = Text("problem-wrong-ends", "A link “$1” cannot run from $2 to $3.", "$1 words of the link, $2 and $3 ids")
_LOOKED_AT = 1000
"""Characters of what was found that are cleaned; more than are kept, so that no address is cut in two before that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where in the input something stands; becomes part of a problem."""

    file: str = ""
    sheet: str = ""
    line: int | None = None

    def problem(
        self,
        text: Message,
        *,
        field: str = "",
        found: object = "",
        expected: str = "",
        code: ProblemCode = ProblemCode.NOTICED,
    ) -> Problem:
        """Return a problem at this place, without private data; what was found is cut to 200 characters."""
        return Problem(
            text=cleaned_sentence(text),
            file=self.file,
            sheet=cleaned_sentence(self.sheet),
            line=self.line,
            field=cleaned_sentence(field),
            found=cleaned_sentence(str(found)[:_LOOKED_AT])[:200],
            expected=cleaned_sentence(expected),
            code=code,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that one source says; what was wrong with it stands in the source.

    `gave` counts records by file, in the order of reading; `plans` say how
    each wide table was read, `networks` each network, `asks` what a person
    could decide about it.
    """

    source: Source
    records: tuple[Record, ...] = ()
    gave: dict[str, int] = field(default_factory=dict)
    plans: tuple[TablePlan, ...] = ()
    networks: tuple[NetworkPlan, ...] = ()
    asks: tuple[Ask, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong or notable."""
        return self.source.first_problems


def _cleaned(value: object) -> object:
    """Return a text, or the texts of a list, without control characters; whatever is no text stays as it is."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value


def make_record(
    cls: type[Record], fields: Mapping[str, object], position: Position
) -> tuple[Record | None, list[Problem]]:
    """Validate fields into a record; every fault becomes a problem.

    Values that are empty (None or "") are left out. An optional field that does not fit is
    dropped and reported, a required one costs the row.
    """
    cleaned = {name: _cleaned(value) for name, value in fields.items()}
    values = {name: value for name, value in cleaned.items() if value is not None and value != ""}
    problems: list[Problem] = []
    record: Record | None = None
    for _attempt in range(2):
        try:
            record = adapter(cls).validate_python(values)
            break
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                name = str(detail["loc"][0]) if detail["loc"] else ""
                expected = detail["msg"].removeprefix("Value error, ")
                found = detail["input"] if detail["type"] != "missing" else ""
                text = INVALID(cleaned_sentence(str(found)[:_LOOKED_AT])[:200], name, expected)
                problems.append(position.problem(text, field=name, found=found, expected=expected))
                values.pop(name, None)
    if isinstance(record, Link):
        source, target = oriented(type(record), record.source, record.target)
        if not may_link(type(record), class_of(source), class_of(target)):
            problems.append(position.problem(WRONG_ENDS(record.FORWARD, source, target), field="source", found=source))
            return None, problems
    return record, problems
