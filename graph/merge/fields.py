# SPDX-License-Identifier: GPL-3.0-or-later
"""What several statements about one entry amount to: pure functions on records.

Statements come in order of precedence: the newest source first, no date
counting as oldest, ties by smallest source id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from graph.schema import ids
from graph.schema.dates import middle_day
from graph.schema.merging import Merging, merged, merging_of
from graph.schema.nodes import Node, Record, own_fields, unnamed
from graph.schema.source import Source
from graph.text.message import HIDDEN


def ranks(sources: Iterable[Source]) -> dict[str, int]:
    """Return each source's place in the order of precedence, 0 for the one that wins."""
    ordered = sorted(sources, key=lambda source: source.id)
    ordered.sort(key=lambda source: (middle_day(source.as_of), source.as_of or ""), reverse=True)
    return {source.id: rank for rank, source in enumerate(ordered)}


@cache
def _fields(cls: type[Record]) -> tuple[str, ...]:
    return tuple(name for name in own_fields(cls) if name not in {"id", "source", "target"})


def is_empty(value: object) -> bool:
    """Say whether a value says nothing; False and 0 do say something."""
    return value is None or value in ("", (), {})


def newest_wins(statements: Sequence[Record]) -> Record:
    """Return one record: of each field the value that its mark in the schema asks for, empty ones left out.

    `labels` are decided language by language.
    """
    first = statements[0]
    if len(statements) == 1:
        return first
    changes: dict[str, Any] = {}
    how = merging_of(type(first))
    for name in _fields(type(first)):
        values = [value for statement in statements if not is_empty(value := getattr(statement, name))]
        if name == "labels":
            changes[name] = {language: text for value in reversed(values) for language, text in value.items()}
        elif values:
            changes[name] = merged(how[name], values)
    return replace(first, **changes)


def merge_nodes(statements: Sequence[Node]) -> Node:
    """Return one node, also of statements about several ids that are one.

    It has the smallest id and that id's name; the other names become aliases.
    """
    united = newest_wins(statements)
    assert isinstance(united, Node)
    known = sorted({statement.id for statement in statements})
    if len(known) == 1:
        return united
    names = {id_: next(node.name for node in statements if node.id == id_) for id_ in known}
    aliases = ({*united.aliases, *names.values()}) - {names[known[0]]}
    return replace(
        united, id=known[0], name=names[known[0]], aliases=tuple(sorted(aliases)), merged_ids=tuple(known[1:])
    )


def masked(node: Node, graph_id: str) -> Node:
    """Return the node as the graph shows it; of a person who opted out little is left."""
    if not ids.is_hidden(graph_id):
        return node
    return unnamed(node, id=graph_id, name=HIDDEN.english)


def merge_within(first: Record, second: Record) -> tuple[Record, list[tuple[str, Any, Any]]]:
    """Return what one source says in two records of one id, and the conflicts.

    An empty value never wins. Where the schema does not say how two values
    are merged, the smaller text wins and people have to choose: a conflict.
    """
    changes: dict[str, Any] = {}
    conflicts: list[tuple[str, Any, Any]] = []
    how = merging_of(type(first))
    for name in _fields(type(first)):
        left, right = getattr(first, name), getattr(second, name)
        if left == right or is_empty(right):
            continue
        if is_empty(left):
            changes[name] = right
        elif how[name] is not Merging.NEWEST:
            changes[name] = merged(how[name], [left, right])
        elif name == "labels":
            changes[name] = {key: min(filter(None, (left.get(key), right.get(key)))) for key in {*left, *right}}
        else:
            conflicts.append((name, *sorted((left, right), key=str)))
            changes[name] = min(left, right, key=str)
    return replace(first, **changes), conflicts
