# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables named after a class (`person.csv`, `member_of.csv`) to records.

Columns are field names. Node tables are read first, so that link ends may be
names of the same load; a name that matches nothing stays a waiting link.
"""

from collections.abc import Mapping, Sequence
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


def read_nodes(cls: type[Node], table: Table, nodes: Nodes) -> tuple[int, list[Problem]]:
    """Add the nodes of a table; return how many rows gave one, and problems."""
    columns, problems = _columns(cls, table)
    if not columns.index:
        text, fields = NO_COLUMNS(cls.PLURAL), ", ".join(own_fields(cls))
        return 0, [*problems, table.position().problem(text, expected=fields, code=ProblemCode.NOT_READ)]
    seen: dict[str | None, int] = {}
    before = len(nodes.records)
    for batch in table.batches():
        _, values, unfit = columns.of(batch)
        values["id"], unknown = node_ids(cls, values, nodes, seen=seen, table=table, lines=batch.lines)
        records, invalid = make_records(cls, values, batch.lines, table)
        nodes.add(records)
        problems += [*unfit, *unknown, *invalid]
    return len(nodes.records) - before, problems + columns.private.problems(table.position())


def _columns(cls: type[Record], table: Table) -> tuple[Columns, list[Problem]]:
    columns = Columns(cls, table, PrivateData())
    meanings, problems = match_headings(table, known_fields(cls), columns.private)
    for index, field in meanings.items():
        problems += columns.add(field, index)
    return columns, problems


def read_links(cls: type[Link], table: Table, nodes: Nodes) -> tuple[list[Record], list[Problem]]:
    """Return the links of a table, and problems; the nodes of the load are all known."""
    columns, problems = _columns(cls, table)
    if not {"source", "target"} <= columns.index.keys():
        text = NO_COLUMNS(cls.FORWARD)
        return [], [*problems, table.position().problem(text, expected="source, target", code=ProblemCode.NOT_READ)]
    records: list[Record] = []
    for batch in table.batches():
        _, values, unfit = columns.of(batch)
        problems += unfit
        for end in ("source", "target"):
            values[end], unknown = _ends(cls, end, values, nodes, table=table, lines=batch.lines)
            problems += unknown
        made, invalid = make_records(cls, values, batch.lines, table)
        records += made
        problems += invalid
    return records, problems + columns.private.problems(table.position())


def _ends(
    cls: type[Link],
    end: str,
    values: Mapping[str, Sequence[Any]],
    nodes: Nodes,
    *,
    table: Table,
    lines: Sequence[int],
) -> tuple[list[str | None], list[Problem]]:
    """Return the ids that one end of a batch of links means, None where a row is lost."""
    classes = cls.ENDS[end == "target"].classes
    prefixes = tuple(f"{prefix_of(one)}:" for one in classes)
    ids: list[str | None] = []
    problems: list[Problem] = []
    for index, cell in enumerate(values.get(end, [None] * len(lines))):
        if cell and cell.startswith(prefixes):
            ids.append(cell)
            continue
        fitting = classes
        if end == "target" and cls in (PartOf, SameAs):
            source = class_of(values["source"][index] or "")
            fitting = tuple(one for one in classes if may_link(cls, source, one))
        id_, found = _end(fitting, cell, end, nodes, table.position(lines[index]))
        ids.append(id_)
        problems += found
    return ids, problems


def _end(
    classes: Sequence[type[Node]], cell: str | None, end: str, nodes: Nodes, position: Position
) -> tuple[str | None, list[Problem]]:
    """Return the id that a link's end means, None if the row is lost."""
    if not cell:
        return None, [position.problem(NO_END(end), field=end, expected=words_for(classes))]
    if not nodes.find(classes, cell) and (made := make_named(classes[0], cell, end, nodes, position)):
        return made.id, made.problems
    return nodes.end(classes, cell, end, position)
