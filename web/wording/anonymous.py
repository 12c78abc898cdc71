# SPDX-License-Identifier: GPL-3.0-or-later
"""The same network without names of people, for reports that travel.

People become "person 1", "person 2", numbered in no meaningful order. Their
ids, other names, accounts and descriptions go, and so do notes and roles at
their links, and problems of loading; every figure stays, since what a figure is built on stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import blake2b
from itertools import groupby
from typing import Any

from graph.schema.links import Link
from graph.schema.nodes import Node, Person, prefix_of, unnamed
from graph.schema.packed import Packed, pack
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name
from queries.framework.discovery import get_query
from queries.framework.result import Result

_PREFIX = prefix_of(Person)


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A network without names, and what stands for whom in it.

    `ids`: the new id of every person and link; `names`: what stands for the
    name of a person. With these an answer from the network with names loses
    them too: so its figures are the same, since names were there to compare.
    """

    snapshot: Snapshot
    ids: Mapping[str, str]
    names: Mapping[str, str]

    def taken(self, value: Any) -> Any:  # noqa: ANN401 - anything that an answer holds
        """Return a sentence, a row, a result or a part of one without names of people."""
        match value:
            case Name():
                id_ = self.ids.get(value.id, value.id)
                return value if id_ == value.id else Name(id_, _placeholder(id_))
            case Message():
                return Message(value.text, tuple(map(self.taken, value.parameters)))
            case str():
                return self.ids.get(value) or self.names.get(value) or value
            case list() | tuple():
                return type(value)(self._all_taken(value))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - as above
            case Mapping():
                return {key: self.taken(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType] - as above
            case Result():
                rows = self._in_new_order(value, [*map(self._row, value.rows)])  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType, reportUnknownArgumentType] - as above
                own = {name: self.taken(getattr(value, name)) for name in ("summary", "warnings", "parameters")}  # pyright: ignore[reportUnknownArgumentType] - as above
                return replace(value, rows=rows, **own)  # pyright: ignore[reportUnknownVariableType] - as above
            case _:
                return value

    def sentences(self, sentences: Sequence[Message]) -> tuple[Message, ...]:
        """Return sentences without names; one for each person stand in order of what stands for the person."""
        bare = [self.taken(sentence) for sentence in sentences]
        ordered: list[Message] = []
        for _, run in groupby(bare, key=self._about_person):
            same = list(run)
            ordered += sorted(same, key=_first_id) if self._about_person(same[0]) else same
        return tuple(ordered)

    def _about_person(self, sentence: Message) -> str:
        """Return the key of a sentence that begins with what stands for a person, nothing for others."""
        return sentence.text.key if _first_id(sentence).startswith(f"{_PREFIX}:") else ""

    def _all_taken(self, values: Sequence[Any]) -> list[Any]:
        """Return a list without names: those who had one stand in order of what stands for them, not of their names."""
        bare = [self.taken(value) for value in values]
        positions = [position for position, value in enumerate(values) if _id_of(value) in self.ids]
        for position, value in zip(positions, sorted((bare[one] for one in positions), key=_id_of), strict=True):
            bare[position] = value
        return bare

    def _in_new_order(self, result: Result[Any], rows: list[Any]) -> tuple[Any, ...]:
        """Return rows without names in the order that the query gives them in the network without names.

        Equal rows are in order of ids, which are made of names. What is in order of a rank, or of the id of something
        else than a person, stays; of a rank those with the same figures change places.
        """
        if not result.parameters.get("id"):
            # Whoever is asked about comes first in every row.
            rows = [*map(_turned, rows)]
        names = [column.name for column in result.columns if column.name.endswith("id") or column.name == "theme"]
        keys = [tuple(str(getattr(row, name)) for name in names) for row in rows]
        of_people = any(key[0].startswith(f"{_PREFIX}:") for key in keys if key)
        if any(column.name == "rank" for column in result.columns):
            return tuple(_equals_in_order(rows))
        if len(rows) < 2 or not of_people:
            return tuple(rows)
        again = get_query(result.query).run(self.snapshot, **self.taken(dict(result.parameters))).rows
        known = {tuple(str(getattr(row, name)) for name in names): position for position, row in enumerate(again)}
        order = sorted(range(len(rows)), key=lambda number: (known.get(keys[number], len(again)), keys[number]))
        return tuple(rows[number] for number in order)

    def _row(self, row: Any) -> Any:  # noqa: ANN401 - any Row
        """Return a row without names; a name goes by the id beside it, since two entries may have one name."""
        changes: dict[str, Any] = {}
        for item in fields(row):
            value = getattr(row, item.name)
            beside = getattr(row, f"{item.name.removesuffix('name')}id", None) if item.name.endswith("name") else None
            beside = getattr(row, "person_id", beside) if item.name == "name" else beside
            if isinstance(beside, str) and isinstance(value, str):
                changes[item.name] = _placeholder(self.ids[beside]) if beside in self.ids else value
            else:
                changes[item.name] = self.taken(value)
        return replace(row, **changes)


_OF_POSITION = frozenset({"rank", "loss_before", "loss_after"})
"""Columns that belong to a position in a list, whoever stands there."""
_DIGITS = 9


def _equals_in_order(rows: Sequence[Any]) -> Iterator[Any]:
    """Yield ranked rows; those in a row with the same figures in order of what stands for their people."""
    for _, run in groupby(rows, key=_figures):
        same = list(run)
        ids = [tuple(str(getattr(row, item.name)) for item in fields(row) if item.name.endswith("id")) for row in same]
        order = sorted(range(len(same)), key=ids.__getitem__)
        for number, row in zip(order, same, strict=True):
            own = {item.name: getattr(row, item.name) for item in fields(row) if item.name in _OF_POSITION}
            yield replace(same[number], **own)


def _figures(row: Any) -> tuple[float, ...]:  # noqa: ANN401 - any Row
    values = (getattr(row, item.name) for item in fields(row) if item.name not in _OF_POSITION)
    # Sums of the same numbers in another order differ in the last digit.
    return tuple(round(value, _DIGITS) for value in values if isinstance(value, int | float))


def _id_of(value: Any) -> str:  # noqa: ANN401 - an entry of any list
    """Return the id that an entry of a list is or names."""
    return value.id if isinstance(value, Name) else value if isinstance(value, str) else ""


def _turned(row: Any) -> Any:  # noqa: ANN401 - any Row
    """Return a row about two people with the smaller id first: which of two ids was smaller says something of names."""
    ids = str(getattr(row, "first_id", "")), str(getattr(row, "second_id", ""))
    if ids[0] <= ids[1] or not all(id_.startswith(f"{_PREFIX}:") for id_ in ids):
        return row
    pairs = [
        (item.name, item.name.replace("first_", "second_", 1)) for item in fields(row) if item.name[:6] == "first_"
    ]
    both = {one: other for pair in pairs for one, other in (pair, pair[::-1])}
    return replace(row, **{one: getattr(row, other) for one, other in both.items()})


def _first_id(sentence: Message) -> str:
    return _id_of(sentence.parameters[0]) if sentence.parameters else ""


def _placeholder(id_: str) -> str:
    return f"person {int(id_.partition(':')[2])}"


def without_names(snapshot: Snapshot) -> Snapshot:
    """Return a snapshot in which no person can be told by name or id.

    O(n + m), every record is decoded.
    """
    return unnamed_network(snapshot).snapshot


def unnamed_network(snapshot: Snapshot) -> Unnamed:
    """Return the network without names of people, and what stands for whom. O(n + m)."""
    people = [snapshot.ids[number] for number in snapshot.nodes_of(Person).tolist()]
    order = sorted(people, key=lambda id_: blake2b(f"{snapshot.revision}{id_}".encode()).digest())
    width = len(str(len(order)))
    new_id = {id_: f"{_PREFIX}:{rank:0{width}}" for rank, id_ in enumerate(order, 1)}
    nodes = (_node(snapshot.node(index), new_id) for index in range(len(snapshot)))
    roles: dict[str, str] = {}
    links = [pack(_link(snapshot.link(number), new_id, roles)) for number in range(snapshot.link_count)]
    records: dict[str, Packed] = {}
    for record in (*map(pack, nodes), *links):
        records[record.id] = record
    sources = [replace(source, first_problems=()) for source in snapshot.sources]
    bare = Snapshot.of(records.values(), sources=sources, revision=snapshot.revision)
    link_ids = {snapshot.link_id(number): link.id for number, link in enumerate(links)}
    names = {snapshot.names[snapshot.index(id_)]: _placeholder(new) for id_, new in new_id.items()}
    return Unnamed(bare, {**new_id, **link_ids}, names)


def _node(node: Node, new_id: dict[str, str]) -> Node:
    if not isinstance(node, Person):
        return replace(node, description=None)
    id_ = new_id[node.id]
    return unnamed(node, id=id_, name=_placeholder(id_), sources=node.sources)


def _link(link: Link, new_id: dict[str, str], roles: dict[str, str]) -> Link:
    changes: dict[str, Any] = {
        "source": new_id.get(link.source, link.source),
        "target": new_id.get(link.target, link.target),
        "note": None,
    }
    for name in ("role", "on", "by"):
        text = getattr(link, name, None)
        if text:
            changes[name] = roles.setdefault(text, f"{name} {len(roles) + 1}")
    return replace(link, **changes)
