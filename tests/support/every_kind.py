# SPDX-License-Identifier: GPL-3.0-or-later
"""A network with every class, every kind, every type of link and every stance, whose own texts are all “Zz”."""

from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from itertools import product
from typing import Any, get_args, get_type_hints

from graph.schema.links import LINK_CLASSES, Decision, Link, SameAs, Stance, may_link
from graph.schema.nodes import NODE_CLASSES, Node, Record, prefix_of
from tests.support.builders import contact_of, member_of, person, worked_with

OWN = "Zz"
"""What every text of the network begins with, so that a reader sees which words are ours."""
_FIELDS = {"country": "GH", "region": f"{OWN} region", "languages": ("fr", "sw"), "end": "2024"}
_DATES = {"since": "2021-05", "until": "2031"}


def records() -> list[Record]:
    """Return the records."""
    nodes = [node for cls in NODE_CLASSES for node in _nodes(cls)]
    return [*nodes, *_links(nodes), *_special()]


def _nodes(cls: type[Node]) -> Iterator[Node]:
    """Give one node for each kind that a class has, and two at least."""
    kinds = [*_values(get_type_hints(cls).get("kind"))] or [None, None]
    for number, kind in enumerate(kinds):
        given: dict[str, Any] = {"kind": kind} if kind else {}
        if number % 2:
            given |= {field.name: _FIELDS[field.name] for field in fields(cls) if field.name in _FIELDS}
        yield cls(id=f"{prefix_of(cls)}:zz-{number}", name=f"{OWN}{'ab'[number % 2]}{number} {cls.TYPE[0]}x", **given)


def _values(hint: Any) -> Iterator[Enum]:
    for part in (hint, *get_args(hint)):
        if isinstance(part, type) and issubclass(part, Enum):
            yield from part


def _links(nodes: list[Node]) -> Iterator[Link]:
    """Give a link of every class between the first two of all classes that it may join, with all its choices."""
    first = {cls: [node for node in nodes if type(node) is cls][:2] for cls in NODE_CLASSES}
    for cls, source, target in product(LINK_CLASSES, NODE_CLASSES, NODE_CLASSES):
        if cls is SameAs or not may_link(cls, source, target):
            continue
        names = {field.name for field in fields(cls)}
        for one, other in product(first[source], first[target]):
            if one.id == other.id:
                continue
            base: dict[str, Any] = {"source": one.id, "target": other.id}
            base |= {"role": f"{OWN} chair"} if "role" in names else {}
            for stance in Stance if "stance" in names else (None,):
                given: dict[str, Any] = (
                    base | ({"stance": stance} if stance else {}) | (_DATES if one.id.endswith("1") else {})
                )
                yield cls(**given)


def _special() -> Iterator[Record]:
    """Give people who opted out, who left, who may be one, and a partner that only its own people know."""
    yield person("hidden", name="Hidden", opted_out=True)
    yield person("gone", name=f"{OWN}gone Px", until="2020")
    yield from (person(f"twin-{number}", name=f"{OWN}twin Px") for number in range(2))
    yield contact_of("hidden", "partner:zz-0")
    yield contact_of("twin-0", "partner:zz-1")
    yield contact_of("gone", "partner:zz-1", until="2019")
    yield worked_with("twin-0", "twin-1")
    yield from (member_of(f"twin-{number}", "partner:zz-3") for number in range(2))
    yield SameAs(source="person:twin-0", target="person:zz-0", decision=Decision.UNSURE)
    yield SameAs(source="person:gone", target="person:zz-0", decision=Decision.DIFFERENT)
