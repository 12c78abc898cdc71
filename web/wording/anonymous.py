# SPDX-License-Identifier: GPL-3.0-or-later
"""The same network without names of people, for reports that travel.

People become "person 1", "person 2", numbered in no meaningful order. Their
ids, other names, accounts and descriptions go, and so do notes and roles at
their links, and problems of loading; every figure stays, since what a figure is built on stays.
"""

from dataclasses import replace
from hashlib import blake2b
from typing import Any

from graph.schema.links import Link
from graph.schema.nodes import Node, Person, prefix_of, unnamed
from graph.schema.packed import Packed, pack
from graph.snapshot.snapshot import Snapshot

_PREFIX = prefix_of(Person)


def without_names(snapshot: Snapshot) -> Snapshot:
    """Return a snapshot in which no person can be told by name or id.

    O(n + m), every record is decoded.
    """
    people = [snapshot.ids[number] for number in snapshot.nodes_of(Person).tolist()]
    order = sorted(people, key=lambda id_: blake2b(f"{snapshot.revision}{id_}".encode()).digest())
    width = len(str(len(order)))
    new_id = {id_: f"{_PREFIX}:{place:0{width}}" for place, id_ in enumerate(order, 1)}
    nodes = (_node(snapshot.node(index), new_id) for index in range(len(snapshot)))
    roles: dict[str, str] = {}
    links = (_link(snapshot.link(number), new_id, roles) for number in range(snapshot.link_count))
    records: dict[str, Packed] = {}
    for record in (*map(pack, nodes), *map(pack, links)):
        records[record.id] = record
    sources = [replace(source, first_problems=()) for source in snapshot.sources]
    return Snapshot.of(records.values(), sources=sources, revision=snapshot.revision)


def _node(node: Node, new_id: dict[str, str]) -> Node:
    if not isinstance(node, Person):
        return replace(node, description=None)
    id_ = new_id[node.id]
    return unnamed(node, id=id_, name=f"person {int(id_.partition(':')[2])}", sources=node.sources)


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
