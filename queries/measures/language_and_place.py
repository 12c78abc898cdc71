# SPDX-License-Identifier: GPL-3.0-or-later
"""Which language and which place entries share: the one rule for all queries (docs/methods/partner-search.md).

Languages are compared by the first part of their tag, so fr-CA is fr. Places
are countries and regions; a region is compared as folded text, so that "West
Africa" is "west africa". A person is also where their affiliates are.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from graph.schema.folding import fold
from graph.schema.nodes import NODE_CLASSES, Affiliate, Node, own_fields
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from queries.measures.routes import Legs

Traits = Mapping[int, frozenset[str]]
"""What nodes have, by node number; a node without any is left out."""
NONE: frozenset[str] = frozenset()
_CODE = 2


def language_key(tag: str) -> str:
    """Return what a language is compared by.

    >>> [language_key(tag) for tag in ("fr", "fr-CA", "AR")]
    ['fr', 'fr', 'ar']
    """
    return tag.partition("-")[0].lower()


def region_key(name: str) -> str:
    """Return what a region is compared by."""
    return fold(name)


def is_country(place: str) -> bool:
    """Say whether a place is a country; regions are folded, so they have no capitals."""
    return len(place) == _CODE and place.isupper()


def region_name(snapshot: Snapshot, key: str) -> str:
    """Return a region as it was written, the first spelling of several."""
    return min(name for name in _field(snapshot, "region").values() if region_key(name) == key)


@per_snapshot
def languages_of(snapshot: Snapshot) -> Traits:
    """Return the languages of everything that has any. O(n)."""
    return {node: frozenset(map(language_key, tags)) for node, tags in _field(snapshot, "languages").items() if tags}


@per_snapshot
def own_places(snapshot: Snapshot) -> Traits:
    """Return the country and region that each entry itself has. O(n)."""
    found: dict[int, set[str]] = {}
    for node, code in _field(snapshot, "country").items():
        found.setdefault(node, set()).add(code)
    for node, name in _field(snapshot, "region").items():
        found.setdefault(node, set()).add(region_key(name))
    return {node: frozenset(places) for node, places in found.items()}


def places_of(snapshot: Snapshot, members: Legs) -> Traits:
    """Return the places of everything; people have those of the affiliates that they are members of, too."""
    own = own_places(snapshot)
    found = dict(own)
    affiliates = set(snapshot.nodes_of(Affiliate).tolist())
    for person, unit in zip(members.node.tolist(), members.context.tolist(), strict=True):
        if unit in affiliates and unit in own:
            found[person] = found.get(person, NONE) | own[unit]
    return found


def having(traits: Traits, wanted: Iterable[str]) -> list[int]:
    """Return the nodes that have one of some traits, sorted."""
    keys = frozenset(wanted)
    return sorted(node for node, of in traits.items() if not keys.isdisjoint(of))


def _field(snapshot: Snapshot, name: str) -> dict[int, Any]:
    """Return the values of a field of whatever class has it, where they are given."""
    classes: list[type[Node]] = [cls for cls in NODE_CLASSES if name in own_fields(cls)]
    return {
        node: value
        for cls in classes
        for node, value in zip(snapshot.nodes_of(cls).tolist(), snapshot.values(cls, name), strict=True)
        if value
    }
