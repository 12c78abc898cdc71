# SPDX-License-Identifier: GPL-3.0-or-later
"""From rows of text to validated records, by column and in batches.

Shared by canonical and wide tables. A batch is validated in one call; only
rows that do not fit are looked at one by one, so records cost little more than
pydantic alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from graph.schema.folding import fold
from graph.schema.links import Link, PartOf, SameAs, may_link
from graph.schema.nodes import Node, Record, adapter, class_of, prefix_of
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.private_columns import PrivateData, is_private_heading
from loaders.cells.reading import make_record
from loaders.cells.understanding import Converter
from loaders.cells.values import closest, converter_for
from loaders.tables.files import Batch, Heading, Table
from loaders.tables.headings import known_headings
from loaders.tables.layout import Column, Kind
from loaders.tables.nodes import Nodes
from loaders.tables.records import Survey

UNKNOWN_HEADING = Text(
    "problem-unknown-heading",
    "The column “$1” is not known and was left out. The closest known heading is “$2”.",
    "$1 heading, $2 known heading",
)
UNKNOWN_HEADING_ALONE = Text(
    "problem-unknown-heading-alone", "The column “$1” is not known and was left out.", "$1 heading"
)
NO_HEADING = Text(
    "problem-no-heading",
    "{{PLURAL:$1|Column $1 has no heading and was|Columns $1 have no heading and were}} left out.",
    "$1 numbers of the columns",
)
DOUBLE_HEADING = Text(
    "problem-double-heading", "“$1” and “$2” both mean “$3”; the first is used.", "$1 and $2 headings, $3 field"
)
NO_NAME = Text("problem-no-name", "The row has no name and was left out.")
WRONG_PREFIX = Text(
    "problem-wrong-prefix",
    "“$1” is the id of a $2 in a table of $3; the row was left out.",
    "$1 id, $2 singular, $3 plural",
)
SAME_NAME_TWICE = Text(
    "problem-same-name-twice",
    "“$1” stands in lines $2 and $3 without an id, so both are taken as one. Give them different ids if they are two.",
    "$1 name, $2 and $3 lines",
)
SAME_ID_TWICE = Text(
    "problem-same-id-twice",
    "The id “$1” stands in lines $2 and $3; both rows are taken as one.",
    "$1 id, $2 and $3 lines",
)

ROUNDED_ID = Text(
    "problem-rounded-id",
    "“$1” is a number that a spreadsheet has rounded, so it is no id; the name is used. Keep ids as text.",
    "$1 cell",
)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_LISTS = frozenset({"aliases", "labels", "languages"})
_TEXTS = frozenset({"name", "languages", "aliases", "description", "affiliation", "note", "role"})
_IDS = frozenset({"id", "source", "target", "username"})
T = TypeVar("T")


@cache
def _many(cls: type[Record]) -> TypeAdapter[list[Record]]:
    # One call for a batch saves the cost of entering pydantic for each row.
    return TypeAdapter(list[cls])  # type: ignore[valid-type] - a class known at run time


@cache
def _row_maker(fields: tuple[str, ...]) -> Callable[..., list[dict[str, Any]]]:
    """Return a function from columns to rows as dicts.

    A dict display is three times as fast as `dict(zip(...))`, which would be
    a seventh of the whole. The fields are names in our own schema, never text
    from a table.
    """
    cells = [f"cell_{number}" for number in range(len(fields))]
    row = ", ".join(f"{field!r}: {cell}" for field, cell in zip(fields, cells, strict=True))
    text = f"lambda *columns: [{{{row}}} for {', '.join(cells)}, in zip(*columns, strict=True)]"
    return eval(text)  # noqa: S307 - see above; `dataclass` makes its methods in the same way


def match_headings(table: Table, known: Mapping[str, T], private: PrivateData) -> tuple[dict[int, T], list[Problem]]:
    """Return what each column means, and a problem for those that mean nothing; of two heading rows the lower counts.

    A column of private data is left out of `private`.
    """
    meanings: dict[int, T] = {}
    nameless = [index for index, heading in enumerate(table.headings) if not fold(str(heading))]
    problems = _nameless_problems(table, nameless) if nameless else []
    for index, heading in enumerate(table.headings):
        if index in nameless:
            continue
        if is_private_heading(heading.part or heading.text, is_choice=bool(heading.part)):
            private.leave_out(index, str(heading))
        elif (meaning := _meaning(heading, known)) is not None:
            meanings[index] = meaning
        else:
            near = closest(str(heading), known)
            text = UNKNOWN_HEADING(str(heading), near) if near else UNKNOWN_HEADING_ALONE(str(heading))
            problems.append(table.position().problem(text, field=str(heading), expected=near))
    return meanings, problems


def _meaning(heading: Heading, known: Mapping[str, T]) -> T | None:
    for word in map(fold, (str(heading), heading.part, heading.text)):
        if word and word in known:
            return known[word]
    # Spaces do not count either: `lastcontact`.
    together = fold(str(heading)).replace(" ", "")
    return next((meaning for word, meaning in known.items() if word.replace(" ", "") == together), None)


def _nameless_problems(table: Table, columns: list[int]) -> list[Problem]:
    filled = {index for batch in table.batches() for row in batch.rows for index in columns if row[index]}
    text = NO_HEADING([index + 1 for index in sorted(filled)])
    return [table.position().problem(text, expected="a heading")] if filled else []


def heading_problems(cls: type[Node], table: Table, columns: Sequence[Column], found: Survey) -> Iterable[Problem]:
    """Yield a problem for each column of a wide table that means nothing."""
    nameless = [column.index for column in columns if column.kind is Kind.NAMELESS and found.filled(column.index)]
    if nameless:
        yield table.position().problem(NO_HEADING([index + 1 for index in nameless]), expected="a heading")
    for column in columns:
        if column.kind is Kind.UNKNOWN:
            near = closest(column.heading, known_headings(cls))
            text = UNKNOWN_HEADING(column.heading, near) if near else UNKNOWN_HEADING_ALONE(column.heading)
            yield table.position().problem(text, field=column.heading, expected=near)


class Columns:
    """The columns of a table that fill fields of its class."""

    def __init__(self, cls: type[Record], table: Table, private: PrivateData) -> None:
        """Start without columns."""
        self.table = table
        self.private = private
        self.index: dict[str, int] = {}
        self._cls = cls
        self._converters: dict[str, Converter | None] = {}

    def add(self, field: str, index: int, cells: Sequence[str] = ()) -> list[Problem]:
        """Let a column fill a field, converted as its cells suggest; the first of two columns stays, as a problem."""
        heading = self.heading(index)
        if field in self.index:
            text = DOUBLE_HEADING(self.heading(self.index[field]), heading, field)
            return [self.table.position().problem(text, field=heading)]
        self.index[field] = index
        self._converters[field] = converter_for(self._cls, field, cells)
        return []

    def heading(self, index: int) -> str:
        """Return the text above a column."""
        return str(self.table.headings[index])

    def of(self, batch: Batch) -> tuple[list[tuple[str, ...]], dict[str, Sequence[Any]], list[Problem]]:
        """Return the batch by column as it is, by field converted, and a problem for each cell that does not fit.

        Cells beyond the last heading are among the problems.
        """
        problems = self.table.extra_cells(batch)
        columns = list(zip(*batch.rows, strict=True))
        self.private.count(columns)
        converted: dict[str, Sequence[object]] = {}
        for field, index in self.index.items():
            cells: Sequence[str] = columns[index]
            if not any(cells):
                continue
            converter = self._converters[field]
            if converter is None or field in _LISTS:
                cells = self.private.clean(self.heading(index), cells, ids=field in _IDS, digits=field in _TEXTS)
            if converter is None:
                converted[field] = cells if all(cells) else [cell or None for cell in cells]
                continue
            converted[field] = list(map(converter.__getitem__, cells))
            if converter.misread:
                problems += cell_problems(field, converter, cells, batch.lines, self.table)
        return columns, converted, problems


def cell_problems(
    field: str, converter: Converter, cells: Sequence[str], lines: Sequence[int], table: Table
) -> Iterable[Problem]:
    """Yield a problem for each cell that its converter did not understand."""
    for line, cell in zip(lines, cells, strict=True):
        if misread := converter.misread.get(cell):
            yield table.position(line).problem(misread.message, field=field, found=cell, expected=misread.expected)


def node_ids(
    cls: type[Node],
    values: Mapping[str, Sequence[Any]],
    nodes: Nodes,
    *,
    seen: dict[str | None, int],
    table: Table,
    lines: Sequence[int],
) -> tuple[list[str | None], list[Problem]]:
    """Return the id of each row, None where it has none that fits, and why.

    `seen` holds the ids of the rows before and their lines. A column
    `within` is the scope of first names.
    """
    problems: list[Problem] = []
    prefix = prefix_of(cls) + ":"
    nothing = [None] * len(lines)
    names = values.get("name", nothing)
    given = values.get("id", nothing)
    made: list[str | None] = list(given)
    if not all(id_ and id_.startswith(prefix) for id_ in given):
        others = (values.get(key, nothing) for key in ("wikidata", "username", "within"))
        rows = zip(given, names, *others, strict=True)
        for index, (bare, name, wikidata, username, within) in enumerate(rows):
            if bare and bare.startswith(prefix):
                continue
            keys = {"wikidata": wikidata, "username": username, "name": name, "within": within}
            if bare and _SCIENTIFIC.fullmatch(bare):
                problems.append(table.position(lines[index]).problem(ROUNDED_ID(bare), field="id", found=bare))
                made[index] = nodes.id_of(cls, **keys) or None
                continue
            other = class_of(bare) if bare and ":" in bare else None
            if other:
                text = WRONG_PREFIX(bare, other.LABEL, cls.PLURAL)
                problems.append(
                    table.position(lines[index]).problem(text, field="id", found=bare, expected=prefix + "…")
                )
                made[index] = None
            else:
                made[index] = nodes.id_of(cls, bare=bare, **keys) or None
    if len(set(made)) < len(made) or not seen.keys().isdisjoint(made):
        for line, id_, bare, name in zip(lines, made, given, names, strict=True):
            if id_ and seen.setdefault(id_, line) != line:
                text = SAME_ID_TWICE(bare, seen[id_], line) if bare else SAME_NAME_TWICE(name, seen[id_], line)
                problems.append(table.position(line).problem(text, field="id" if bare else "name", found=bare or name))
    else:
        seen.update(zip(made, lines, strict=True))
    return made, problems


def make_records(
    cls: type[Record], values: Mapping[str, Sequence[Any]], lines: Sequence[int], table: Table
) -> tuple[list[Any], list[Problem]]:
    """Validate rows given by column; each row that does not fit is a problem, and repaired or lost."""
    fields = tuple(values)
    rows = _row_maker(fields)(*values.values())
    refused: set[int] = set()
    if cls in (PartOf, SameAs):
        refused = {index for index, row in enumerate(rows) if not _may_link(cls, row)}
    if not refused:
        try:
            return _many(cls).validate_python(rows), []
        except ValidationError as error:
            refused = {int(detail["loc"][0]) for detail in error.errors(include_url=False, include_context=False)}
    records: list[Any] = []
    problems: list[Problem] = []
    for index, row in enumerate(rows):
        if index not in refused:
            records.append(adapter(cls).validate_python(row))
            continue
        position = table.position(lines[index])
        if _has_key(cls, row):
            record, found = make_record(cls, row, position)
            problems += found
            records += [record] if record else []
        elif issubclass(cls, Node) and not row.get("name"):
            # Whatever else a row lacks was a problem before.
            problems.append(position.problem(NO_NAME(), field="name", expected="a name"))
    return records, problems


def _has_key(cls: type[Record], row: dict[str, Any]) -> bool:
    """Say whether the row knows its node or ends."""
    return bool(row["id"] if issubclass(cls, Node) else row["source"] and row["target"])


def _may_link(cls: type[Record], row: dict[str, Any]) -> bool:
    source, target = class_of(row["source"] or ""), class_of(row["target"] or "")
    return issubclass(cls, Link) and may_link(cls, source, target)
