# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables named after a class (`person.csv`, `member_of.csv`) to records.

Columns are field names. Node tables are read first, so that link ends may be
names of the same load; a name that matches nothing stays a waiting link.
"""

from collections.abc import Sequence
from typing import Any

from graph.schema.folding import fold
from graph.schema.links import LINK_CLASSES, Link, PartOf, SameAs, may_link, table_name
from graph.schema.nodes import NODE_CLASSES, Node, Record, class_of, own_fields, prefix_of
from graph.schema.source import Problem, ProblemCode
from graph.text.message import Text
from loaders.cells.private_columns import PrivateData
from loaders.cells.reading import Position
from loaders.tables.files import Table
from loaders.tables.headings import known_fields, known_headings
from loaders.tables.mentions import make_named
from loaders.tables.nodes import Nodes, words_for
from loaders.tables.rows import Columns, make_records, match_headings, node_ids

CLASS_BY_TABLE: dict[str, type[Record]] = {table_name(cls): cls for cls in (*NODE_CLASSES, *LINK_CLASSES)}

NO_COLUMNS = Text(
    "problem-no-known-column",
    "No column is a field of $1; nothing was read.",
    "$1 plural of a class or words of a link",
)
NO_END = Text("problem-no-end", "The row does not say its “$1” and was left out.", "$1 field")


def class_of_table(name: str) -> type[Record] | None:
    """Return the class that a file or sheet is named after."""
    return CLASS_BY_TABLE.get(fold(name).replace(" ", "_"))


def has_fields(cls: type[Record], table: Table) -> bool:
    """Say whether the headings are fields of the class, so that the table is a canonical one."""
    known = known_fields(cls)
    words = [fold(str(heading)) for heading in table.headings]
    if issubclass(cls, Link):
        # “answers” is a table of links, and what many call the answers of a form.
        return not {"source", "target"}.isdisjoint(known.get(word, "") for word in words)
    return all(word in known for word in words if word) or not any(
        word in known_headings(cls) for word in words if issubclass(cls, Node) and word not in known
    )


def read_nodes(cls: type[Node], table: Table, nodes: Nodes, problems: list[Problem]) -> int:
    """Add the nodes of a table; return how many rows gave one."""
    columns = _columns(cls, table, problems)
    if not columns.index:
        problems.append(
            table.position().problem(
                NO_COLUMNS(cls.PLURAL), expected=", ".join(own_fields(cls)), code=ProblemCode.NOT_READ
            )
        )
        return 0
    seen: dict[str | None, int] = {}
    before = len(nodes.records)
    for batch in table.batches(problems):
        _, values = columns.of(batch, problems)
        values["id"] = node_ids(cls, values, nodes, seen, table, batch.lines, problems)
        nodes.add(make_records(cls, values, batch.lines, table, problems))
    problems += columns.private.problems(table.position())
    return len(nodes.records) - before


def _columns(cls: type[Record], table: Table, problems: list[Problem]) -> Columns:
    columns = Columns(cls, table, PrivateData())
    for index, field in match_headings(table, known_fields(cls), columns.private, problems).items():
        columns.add(field, index, problems)
    return columns


def read_links(cls: type[Link], table: Table, nodes: Nodes, problems: list[Problem]) -> list[Record]:
    """Return the links of a table; the nodes of the load are all known."""
    columns = _columns(cls, table, problems)
    records: list[Record] = []
    if not {"source", "target"} <= columns.index.keys():
        problems.append(
            table.position().problem(NO_COLUMNS(cls.FORWARD), expected="source, target", code=ProblemCode.NOT_READ)
        )
        return records
    for batch in table.batches(problems):
        _, values = columns.of(batch, problems)
        for end in ("source", "target"):
            cells = values.get(end, [None] * len(batch.lines))
            classes = cls.ENDS[end == "target"].classes
            prefixes = tuple(f"{prefix_of(one)}:" for one in classes)
            values[end] = [
                cell
                if cell and cell.startswith(prefixes)
                else _end(cls, end, cell, index, values, nodes, table.position(batch.lines[index]), problems)
                for index, cell in enumerate(cells)
            ]
        records += make_records(cls, values, batch.lines, table, problems)
    problems += columns.private.problems(table.position())
    return records


def _end(
    cls: type[Link],
    end: str,
    cell: str | None,
    index: int,
    values: dict[str, Sequence[Any]],
    nodes: Nodes,
    position: Position,
    problems: list[Problem],
) -> str | None:
    """Return the id that a link's end means, None if the row is lost."""
    classes = cls.ENDS[end == "target"].classes
    if end == "target" and cls in (PartOf, SameAs):
        source = class_of(values["source"][index] or "")
        classes = tuple(one for one in classes if may_link(cls, source, one))
    if not cell:
        problems.append(position.problem(NO_END(end), field=end, expected=words_for(classes)))
        return None
    if not nodes.find(classes, cell) and (made := make_named(classes[0], cell, end, nodes, position)):
        problems += made.problems
        return made.id
    return nodes.end(classes, cell, end, position, problems)
