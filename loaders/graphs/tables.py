# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairs of tables that hold a network: Gephi, Kumu, NodeXL, Neo4j, and whatever calls its columns so.

A table is one of entries or one of connections by its headings alone, so
that a file or sheet may be called anything.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from graph.schema.folding import fold
from graph.schema.source import Problem
from loaders.cells.dates import looks_like_date
from loaders.graphs.network import NAME_WORDS, TYPE_WORDS, Network
from loaders.tables.files import Table
from loaders.tables.headings import class_of_name

_ENDS = (
    ("source", "target"),
    ("from", "to"),
    ("vertex 1", "vertex 2"),
    ("start id", "end id"),
    ("source id", "target id"),
    ("source label", "target label"),
    ("cible", "source"),
    ("source", "cible"),
    ("de", "vers"),
    ("de", "a"),
    ("المصدر", "الهدف"),
    ("من", "الي"),
    ("von", "nach"),
    ("quelle", "ziel"),
    ("origen", "destino"),
    ("origem", "destino"),
)
_TARGET_FIRST = frozenset({("cible", "source")})
_ENTRY_SHEETS = frozenset(
    {"nodes", "elements", "vertices", "entities", "noeuds", "elements kumu", "عقد", "knoten", "nodos"}
)
_LOOKED_AT = 20
# `id:ID(Person)`, `:START_ID(Person)`, `since:int`
_NEO4J = re.compile(r"(?P<name>[^:]*):(?P<kind>[A-Za-z_]+)(?:\[\])?(?:\((?P<space>[^()]*)\))?(?:\{.*\})?")


class Columns(NamedTuple):
    """What the columns of such a table are; `source` is None in a table of entries."""

    headings: tuple[str, ...]
    key: int | None = None
    source: int | None = None
    target: int | None = None
    type: int | None = None
    space: str = ""
    ends: tuple[str, str] = ("", "")


def graph_columns(table: Table) -> Columns | None:
    """Return what the columns of a table of entries or connections are, None for any other table."""
    headings = [str(heading) for heading in table.headings]
    return _neo4j(headings) or _connections(headings, table) or _entries(headings, table)


def read_graph_table(table: Table, columns: Columns) -> tuple[Network, list[Problem]]:
    """Return the entries or connections of a table, and problems."""
    problems: list[Problem] = []
    network = Network(file=table.file)
    named = next((cls for name in (table.name, Path(table.file).stem) if (cls := class_of_name(name))), None)
    usual = columns.space or (named.TYPE if named else "")
    taken = {columns.key, columns.source, columns.target, columns.type}
    for batch in table.batches():
        problems += table.extra_cells(batch)
        for line, row in zip(batch.lines, batch.rows, strict=True):
            values = {columns.headings[index]: cell for index, cell in enumerate(row) if index not in taken and cell}
            type_ = row[columns.type] if columns.type is not None else ""
            if columns.source is not None and columns.target is not None:
                source, target = (
                    _scoped(row[index], space)
                    for index, space in zip((columns.source, columns.target), columns.ends, strict=True)
                )
                network.add_connection(source, target, values, table.position(line), (type_,) if type_ else ())
            else:
                key = row[columns.key] if columns.key is not None else ""
                network.add_entry(_scoped(key, columns.space), values, table.position(line), type_, usual)
    return network, problems


def _scoped(key: str, space: str) -> str:
    """Return a key inside its id space, so that `1` of people is not `1` of projects."""
    return f"{space} {key}" if space and key else key


def _neo4j(headings: Sequence[str]) -> Columns | None:
    parts = [_NEO4J.fullmatch(heading.strip()) for heading in headings]
    kinds = [part["kind"].upper() if part else "" for part in parts]
    names = tuple(
        (part["name"] or part["kind"]) if part else heading for part, heading in zip(parts, headings, strict=True)
    )

    def at(kind: str) -> int | None:
        return kinds.index(kind) if kind in kinds else None

    def space(kind: str) -> str:
        index = at(kind)
        part = parts[index] if index is not None else None
        return (part["space"] or "") if part else ""

    start, end = at("START_ID"), at("END_ID")
    if start is not None and end is not None:
        return Columns(names, source=start, target=end, type=at("TYPE"), ends=(space("START_ID"), space("END_ID")))
    if (key := at("ID")) is None:
        return None
    return Columns(names, key=key, type=at("LABEL"), space=space("ID"))


def _connections(headings: Sequence[str], table: Table) -> Columns | None:
    words = [fold(heading) for heading in headings]
    for ends in _ENDS:
        if not all(words.count(end) == 1 for end in ends):
            continue
        first, second = (words.index(end) for end in ends)
        if ends in _TARGET_FIRST:
            first, second = second, first
        # `from` and `to` beside a name are the days of an event.
        names = {*NAME_WORDS} - {"label"}
        if names.isdisjoint(words) and not _are_dates(table, (first, second)):
            return Columns(tuple(headings), source=first, target=second)
    return None


def _are_dates(table: Table, indexes: Sequence[int]) -> bool:
    batch = next(table.batches(), None)
    cells = [row[index] for row in batch.rows[:_LOOKED_AT] for index in indexes if row[index]] if batch else []
    return bool(cells) and all(looks_like_date(cell) for cell in cells)


def _entries(headings: Sequence[str], table: Table) -> Columns | None:
    words = [fold(heading) for heading in headings]
    if "vertex" in words:  # NodeXL
        return Columns(tuple(headings), key=words.index("vertex"))
    key = next((words.index(word) for word in ("id", "key") if word in words), None)
    has_type = any(word in words for word in TYPE_WORDS)
    if "label" in words and (has_type or key is not None):  # Gephi, Kumu
        return Columns(tuple(headings), key=key)
    is_named = fold(table.name) in _ENTRY_SHEETS and (has_type or key is not None)
    return Columns(tuple(headings), key=key) if is_named and not {*NAME_WORDS, "id"}.isdisjoint(words) else None
