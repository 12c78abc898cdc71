# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables named after a class (`person.csv`, `member_of.csv`) to records.

Columns are field names. Node tables are read first, so that link ends may be
names of the same load; a name that matches nothing stays a waiting link.
Everything runs by column and in batches: records cost little more than
pydantic alone (docs/decisions has the figures).
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from graph.links import LINK_CLASSES, Link, PartOf, SameAs, may_link, table_name
from graph.messages import Text
from graph.schema import NODE_CLASSES, Node, Record, adapter, class_of, prefix_of
from graph.source import Problem
from graph.text import fold
from loaders.headings import field_of, known_fields
from loaders.nodes import Nodes, words_for
from loaders.private import PrivateData, is_private_heading
from loaders.reading import Place, make_record
from loaders.tables import Batch, Table
from loaders.values import Converter, closest, converter_for

CLASS_BY_TABLE: dict[str, type[Record]] = {table_name(cls): cls for cls in (*NODE_CLASSES, *LINK_CLASSES)}

UNKNOWN_HEADING = Text(
    "problem-unknown-heading",
    "The column “$1” is not known and was left out. The closest known heading is “$2”.",
    "$1 heading, $2 known heading",
)
UNKNOWN_HEADING_ALONE = Text(
    "problem-unknown-heading-alone", "The column “$1” is not known and was left out.", "$1 heading"
)
NO_HEADING = Text(
    "problem-no-heading", "A column with {{PLURAL:$1|one filled cell|filled cells}} has no heading and was left out."
)
DOUBLE_HEADING = Text(
    "problem-double-heading", "“$1” and “$2” both mean “$3”; the first is used.", "$1 and $2 headings, $3 field"
)
NO_NAME = Text("problem-no-name", "The row has no name and was left out.")
WRONG_PREFIX = Text(
    "problem-wrong-prefix", "“$1” is the id of a $2 in a table of $3; the row was left out.", "$1 id, $2 singular, $3 plural"
)
SAME_NAME_TWICE = Text(
    "problem-same-name-twice",
    "“$1” stands in lines $2 and $3 without an id, so both are taken as one. Give them different ids if they are two.",
    "$1 name, $2 and $3 lines",
)
SAME_ID_TWICE = Text("problem-same-id-twice", "The id “$1” stands in lines $2 and $3; both rows are taken as one.", "$1 id")
NO_END = Text("problem-no-end", "The row does not say its “$1” and was left out.", "$1 field")


@cache
def _many(cls: type[Record]) -> TypeAdapter[list[Record]]:
    # One call for a batch saves the cost of entering pydantic for each row.
    return TypeAdapter(list[cls])  # type: ignore[valid-type]


def class_of_table(name: str) -> type[Record] | None:
    """Return the class that a file or sheet is named after."""
    return CLASS_BY_TABLE.get(fold(name).replace(" ", "_"))


_LISTS = frozenset({"aliases", "labels"})
_IDS = frozenset({"id", "source", "target", "username"})


class Columns:
    """The columns of a table that are fields of its class."""

    def __init__(self, cls: type[Record], table: Table, problems: list[Problem]) -> None:
        """Match the headings; report those that mean nothing."""
        self.cls = cls
        self.table = table
        self.private = PrivateData()
        self._private_columns: list[int] = []
        self._nameless: list[int] = []
        self.index: dict[str, int] = {}
        self.heading: dict[str, str] = {}
        known = known_fields(cls)
        for index, heading in enumerate(map(str, table.headings)):
            field = field_of(cls, heading)
            if field in self.index:
                text = DOUBLE_HEADING(self.heading[field], heading, field)
                problems.append(table.place().problem(text, field=heading))
            elif field:
                self.index[field] = index
                self.heading[field] = heading
            elif not heading:
                self._nameless.append(index)
            elif is_private_heading(heading):
                self._private_columns.append(index)
            else:
                near = closest(heading, known)
                text = UNKNOWN_HEADING(heading, known[near]) if near else UNKNOWN_HEADING_ALONE(heading)
                problems.append(table.place().problem(text, field=heading, expected=known[near] if near else ""))
        self.converters = {field: converter_for(cls, field) for field in self.index}

    def of(self, batch: Batch, problems: list[Problem]) -> dict[str, Sequence[object]]:
        """Return the batch by field, converted; faulty cells are reported."""
        columns = list(zip(*batch.rows, strict=True))
        for index in self._private_columns:
            self.private.leave_out(str(self.table.headings[index]), columns[index])
        converted: dict[str, Sequence[object]] = {}
        for field, index in self.index.items():
            converter = self.converters[field]
            cells: Sequence[str] = columns[index]
            if not any(cells):
                continue
            if converter is None or field in _LISTS:
                cells = self.private.clean(self.heading[field], cells, ids=field in _IDS)
            if converter is None:
                converted[field] = [cell or None for cell in cells]
                continue
            converted[field] = list(map(converter.__getitem__, cells))
            if converter.faults:
                problems += self._faults(field, converter, cells, batch.lines)
        return converted

    def _faults(self, field: str, converter: Converter, cells: Sequence[str], lines: list[int]) -> Iterable[Problem]:
        for line, cell in zip(lines, cells, strict=True):
            if fault := converter.faults.get(cell):
                place = self.table.place(line)
                yield place.problem(fault.message, field=field, found=cell, expected=fault.expected)


def read_nodes(cls: type[Node], table: Table, nodes: Nodes, problems: list[Problem]) -> int:
    """Add the nodes of a table; return how many rows gave one."""
    columns = Columns(cls, table, problems)
    seen: dict[str | None, int] = {}
    before = len(nodes.records)
    for batch in table.batches(problems):
        values = columns.of(batch, problems)
        values["id"] = _node_ids(cls, values, nodes, seen, table, batch.lines, problems)
        nodes.add(_records(cls, values, batch.lines, table, problems))
    problems += columns.private.problems(table.place())
    return len(nodes.records) - before


def _node_ids(
    cls: type[Node],
    values: dict[str, Sequence[Any]],
    nodes: Nodes,
    seen: dict[str | None, int],
    table: Table,
    lines: list[int],
    problems: list[Problem],
) -> list[str | None]:
    """Return the id of each row, None where it has none that fits."""
    prefix = prefix_of(cls) + ":"
    nothing = [None] * len(lines)
    names = values.get("name", nothing)
    given = values.get("id", nothing)
    made: list[str | None] = list(given)
    if not all(id_ and id_.startswith(prefix) for id_ in given):
        rows = zip(given, values.get("wikidata", nothing), values.get("username", nothing), names, strict=True)
        for index, (bare, wikidata, username, name) in enumerate(rows):
            if bare and bare.startswith(prefix):
                continue
            other = class_of(bare) if bare and ":" in bare else None
            if other:
                text = WRONG_PREFIX(bare, other.LABEL, cls.PLURAL)
                problems.append(table.place(lines[index]).problem(text, field="id", found=bare, expected=prefix + "…"))
                made[index] = None
            else:
                made[index] = nodes.id_of(cls, bare, wikidata, username, name) or None
    if len(set(made)) < len(made) or not seen.keys().isdisjoint(made):
        for line, id_, bare, name in zip(lines, made, given, names, strict=True):
            if id_ and seen.setdefault(id_, line) != line:
                text = SAME_ID_TWICE(bare, seen[id_], line) if bare else SAME_NAME_TWICE(name, seen[id_], line)
                problems.append(table.place(line).problem(text, field="id" if bare else "name", found=bare or name))
    else:
        seen.update(zip(made, lines, strict=True))
    return made


def read_links(cls: type[Link], table: Table, nodes: Nodes, problems: list[Problem]) -> list[Record]:
    """Return the links of a table; the nodes of the load are all known."""
    columns = Columns(cls, table, problems)
    records: list[Record] = []
    for batch in table.batches(problems):
        values = columns.of(batch, problems)
        for end in ("source", "target"):
            cells = values.get(end, [None] * len(batch.lines))
            classes = cls.ENDS[end == "target"].classes
            prefixes = tuple(f"{prefix_of(one)}:" for one in classes)
            values[end] = [
                cell
                if cell and cell.startswith(prefixes)
                else _end(cls, end, cell, index, values, nodes, table.place(batch.lines[index]), problems)
                for index, cell in enumerate(cells)
            ]
        records += _records(cls, values, batch.lines, table, problems)
    problems += columns.private.problems(table.place())
    return records


def _end(
    cls: type[Link],
    end: str,
    cell: str | None,
    index: int,
    values: dict[str, Sequence[Any]],
    nodes: Nodes,
    place: Place,
    problems: list[Problem],
) -> str | None:
    """Return the id that a link's end means, None if the row is lost."""
    classes = cls.ENDS[end == "target"].classes
    if end == "target" and cls in (PartOf, SameAs):
        source = class_of(values["source"][index] or "")
        classes = tuple(one for one in classes if may_link(cls, source, one))
    if not cell:
        problems.append(place.problem(NO_END(end), field=end, expected=words_for(classes)))
        return None
    return nodes.end(classes, cell, end, place, problems)


def _records(
    cls: type[Record],
    values: dict[str, Sequence[Any]],
    lines: list[int],
    table: Table,
    problems: list[Problem],
) -> list[Any]:
    """Validate rows given by column; each faulty row is reported and repaired or lost."""
    fields = tuple(values)
    rows = [dict(zip(fields, row, strict=True)) for row in zip(*values.values(), strict=True)]
    faulty: dict[int, None] = {}
    if cls in (PartOf, SameAs):
        faulty |= dict.fromkeys(index for index, row in enumerate(rows) if not _may_link(cls, row))
    try:
        if not faulty:
            return _many(cls).validate_python(rows)
    except ValidationError as error:
        faulty |= dict.fromkeys(int(fault["loc"][0]) for fault in error.errors(include_url=False, include_context=False))
    records: list[Any] = []
    for index, row in enumerate(rows):
        if index not in faulty:
            records.append(adapter(cls).validate_python(row))
        elif _has_key(cls, row, table.place(lines[index]), problems):
            record, found = make_record(cls, row, table.place(lines[index]))
            problems += found
            records += [record] if record else []
    return records


def _has_key(cls: type[Record], row: dict[str, Any], place: Place, problems: list[Problem]) -> bool:
    """Say whether the row knows its node or ends; what is missing is reported once."""
    if issubclass(cls, Node):
        if not row["id"] and not row.get("name"):
            problems.append(place.problem(NO_NAME(), field="name"))
        return bool(row["id"])
    return bool(row["source"] and row["target"])


def _may_link(cls: type[Record], row: dict[str, Any]) -> bool:
    source, target = class_of(row["source"] or ""), class_of(row["target"] or "")
    return issubclass(cls, Link) and may_link(cls, source, target)
