# SPDX-License-Identifier: GPL-3.0-or-later
"""The contact graph: through which people organisations reach each other.

Its vertices are the people, the units and the assets of a scope; a person is
joined to the units they are a member of and to the assets they hold, and
nothing else is joined (docs/methods/contact-graph.md#the-graph). `graph_of_links` makes the graph of some
link types instead, for whoever wants to ask the same of another network.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import Field

from graph.errors import BadParameter, typed
from graph.schema.links import ContactOf, Link
from graph.schema.nodes import UNITS, Node, Partner, Person
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.algorithms.plain_graph import PlainGraph
from queries.measures.holdings import Holdings, find_holdings
from queries.measures.parameters import HALF_LIFE, MIN_STRENGTH, LinkType, TypeName, link_classes, node_classes
from queries.measures.routes import Legs, legs, strong_members
from queries.measures.wording import cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

Links = Annotated[
    tuple[LinkType, ...],
    Field(description="Look at the network of exactly these link types instead of who knows which organisation."),
]
Endpoints = Annotated[
    tuple[TypeName, ...],
    Field(description="Which types of entries count in pairs; default: groups, affiliates and the relationships kept."),
]
DEFAULT_ENDPOINTS: tuple[type[Node], ...] = (*UNITS, Partner)

WORKING_VIEW = Text(
    "working-view",
    "This is a working view for coordinators. It shows where a second person would be a relief; it does not rank "
    "people by how critical they are.",
)
UNREACHED = Text(
    "contact-graph-unreached",
    "Nobody on the map knows $2 or is a member there, so {{PLURAL:$1|it is|they are}} in no pair.",
    "$1 number of organisations and groups, $2 list of them",
)
UNREACHED_MORE = Text(
    "contact-graph-unreached-more",
    "Nobody on the map knows any of $1 organisations and groups or is a member there, so they are in no pair. Among "
    "them: $2.",
    "$1 number, $2 list of the first ones",
)
INSIDE = Text(
    "contact-graph-inside",
    "Of $2 only people of {{PLURAL:$1|its|their}} own are on the map and nobody outside keeps the contact, so "
    "{{PLURAL:$1|it is|they are}} in no pair.",
    "$1 number of organisations, $2 list of them",
)
UNDATED = Text(
    "contact-graph-undated",
    "{{PLURAL:$1|One link|$1 links}} behind this {{PLURAL:$1|has|have}} no date and {{PLURAL:$1|counts|count}} as "
    "current.",
    "$1 number of links",
)
IGNORED = Text(
    "contact-graph-ignored",
    "With links, the network of exactly these links is looked at, so this would change nothing: $1.",
    "Error; $1 list of parameters; links is typed so",
)
LEAVE_OUT = Text(
    "contact-graph-leave-out", "Leave it out, or leave out links.", "Hint after that error; links is typed"
)
_WITHOUT_LINKS = {"scope": None, "half_life": HALF_LIFE, "min_strength": MIN_STRENGTH}
"""What only the contact graph looks at, and its defaults."""
_NAMED = 10


@dataclass(frozen=True, kw_only=True, eq=False)
class ContactGraph:
    """A plain graph over nodes of a snapshot, addressed by their numbers.

    `vertex`: vertex of each node, -1 where it has none. `node`: node of each
    vertex, -1 for an asset that is a pair of nodes.
    """

    snapshot: Snapshot
    graph: PlainGraph
    vertex: "NDArray[np.int64]"
    node: "NDArray[np.int64]"
    holdings: Holdings | None
    classes: tuple[type[Link], ...]

    def separated_pairs(self) -> dict[int, int]:
        """Return sep of each bridge person: pairs of endpoints without any route once they leave."""
        pairs = self.graph.separated_pairs()
        bridges = np.flatnonzero((pairs > 0) & self.graph.may_leave)
        return dict(zip(self.node[bridges].tolist(), pairs[bridges].tolist(), strict=True))

    def pairs(self) -> int:
        """Return how many pairs of endpoints have a route through people."""
        return self.graph.pairs()

    def separated_by(self, people: Iterable[int]) -> int:
        """Return how many pairs lose every route when these people leave together."""
        return self.graph.separated_by(self._vertices(people))

    def pieces_without(self, people: Iterable[int]) -> list[list[list[Name]]]:
        """Return, for each part of the network that loses a pair, its pieces once these people left.

        A piece lists its endpoints in order of id; the largest piece is first.
        """
        found = self.graph.pieces_without(self._vertices(people))
        return [[[self.name(vertex) for vertex in piece] for piece in pieces] for pieces in found]

    def unreached(self) -> list[Name]:
        """Return the endpoints that nobody is joined to."""
        return [self.name(v) for v in np.flatnonzero(self.graph.endpoints & (self.graph.degrees == 0)).tolist()]

    def name(self, vertex: int) -> Name:
        """Return what a vertex is called, for a sentence."""
        return Name(self.graph.ids[vertex], self.graph.names[vertex])

    def _vertices(self, people: Iterable[int]) -> list[int]:
        return sorted({int(self.vertex[person]) for person in people if self.vertex[person] >= 0})

    def records(self, people: Iterable[int]) -> tuple[str, ...]:
        """Return the ids of some people and of the links that join them to their neighbours."""
        found: dict[str, None] = {}
        for person in people:
            found[self.snapshot.ids[person]] = None
            found.update(dict.fromkeys(self._links_of(person)))
        return tuple(found)

    def _links_of(self, person: int) -> list[str]:
        snapshot = self.snapshot
        if self.holdings is None:
            links = snapshot.links_at(person).tolist()
            return [snapshot.link_id(n) for n in links if snapshot.link_type_of(n) in self.classes]
        members, links = self._memberships
        start, stop = np.searchsorted(members, [person, person + 1])
        memberships = sorted(links[start:stop].tolist())
        return [*map(snapshot.link_id, memberships), *self.holdings.records(self.holdings_of(person))]

    def holdings_of(self, person: int) -> list[int]:
        """Return the rows of the assets that somebody holds."""
        assert self.holdings is not None
        return self.holdings.held_by(person)

    @cached_property
    def _memberships(self) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
        """Members and contacts of units, sorted, and the links that make them one."""
        assert self.holdings is not None
        found = strong_members(self.snapshot, self.holdings.ages, self.holdings.terms.min_strength)
        known = unit_contacts(self.holdings)
        nodes, links = np.concatenate([found.node, known.node]), np.concatenate([found.link, known.link])
        order = np.argsort(nodes, kind="stable")
        return nodes[order], links[order]

    def _inside(self) -> set[str]:
        """Return the ids of the endpoints whose own people are on the map, while nobody outside is joined to them."""
        if self.holdings is None:
            return set()
        return {self.holdings.asset_id(asset) for asset in self.holdings.only_inside}

    def notes(self) -> tuple[Message, ...]:
        """Return the warnings that go with every figure built on this graph."""
        notes: list[Message] = []
        inside = self._inside()
        unreached = [name for name in self.unreached() if name.id not in inside]
        if inside:
            names = [name for name in self.unreached() if name.id in inside]
            notes.append(INSIDE(len(names), cut(names)))
        if unreached:
            more = len(unreached) > _NAMED
            notes.append((UNREACHED_MORE if more else UNREACHED)(len(unreached), unreached[:_NAMED]))
        if self.holdings is not None and self.holdings.undated_total:
            notes.append(UNDATED(self.holdings.undated_total))
        return tuple(notes)


def contact_graph(holdings: Holdings, endpoints: Sequence[type[Node]] = ()) -> ContactGraph:
    """Return the contact graph C of some holdings. O(n log n + m).

    `endpoints`: classes that count in pairs; without any, units and assets.
    """
    snapshot = holdings.snapshot
    is_pair = holdings.right >= 0
    kept = np.zeros(len(snapshot), dtype=np.bool_)
    kept[snapshot.nodes_of(Person, *UNITS)] = True
    kept[holdings.left[~is_pair]] = True
    nodes = np.flatnonzero(kept)
    vertex, node, ids, names = _vertices(snapshot, nodes, holdings, np.flatnonzero(is_pair).tolist())
    # Vertices of assets, in the order of the holdings.
    number_of = {id_: number for number, id_ in enumerate(ids)} if is_pair.any() else {}
    assets = (
        np.array([number_of[holdings.asset_id(a)] for a in range(len(holdings))])
        if number_of
        else vertex[holdings.left]
    )
    members = strong_members(snapshot, holdings.ages, holdings.terms.min_strength)
    in_unit = np.isin(members.context, snapshot.nodes_of(*UNITS))
    known = unit_contacts(holdings)
    first = np.concatenate([members.node[in_unit], known.node, holdings.person[holdings.held]])
    second = np.concatenate(
        [vertex[members.context[in_unit]], vertex[known.context], assets[holdings.asset[holdings.held]]]
    )
    people = np.isin(node, snapshot.nodes_of(Person))
    counted = np.isin(node, snapshot.nodes_of(*endpoints)) if endpoints else ~people
    graph = PlainGraph.of(ids, names, (vertex[first], second), endpoints=counted, may_leave=people)
    return ContactGraph(snapshot=snapshot, graph=graph, vertex=vertex, node=node, holdings=holdings, classes=())


def unit_contacts(holdings: Holdings) -> Legs:
    """Return who is a contact of which affiliate, strongly enough to hold it, whatever the assets are."""
    snapshot, ages = holdings.snapshot, holdings.ages
    found = legs(snapshot, ages, ContactOf)
    strong = np.round(ages.decay[found.link], 12) >= round(holdings.terms.min_strength, 12)
    keep = strong & np.isin(found.context, snapshot.nodes_of(*UNITS))
    return Legs(node=found.node[keep], context=found.context[keep], link=found.link[keep])


def _vertices(
    snapshot: Snapshot, nodes: "NDArray[np.intp]", holdings: Holdings, pairs: list[int]
) -> "tuple[NDArray[np.int64], NDArray[np.int64], Sequence[str], Sequence[str]]":
    """Return vertex by node, node by vertex, ids and names; all in order of id."""
    entries = [(snapshot.ids[node], snapshot.names[node], node) for node in nodes.tolist()]
    if pairs:
        entries = sorted([*entries, *((holdings.asset_id(a), holdings.asset_name(a), -1) for a in pairs)])
    ids, names, of = zip(*entries, strict=True) if entries else ((), (), ())
    node = np.array(of, dtype=np.int64)
    vertex = np.full(len(snapshot), -1, dtype=np.int64)
    real = np.flatnonzero(node >= 0)
    vertex[node[real]] = real
    return vertex, node, ids, names


def graph_of_links(
    snapshot: Snapshot, classes: tuple[type[Link], ...], endpoints: Sequence[type[Node]] = ()
) -> ContactGraph:
    """Return the graph of exactly these links: their ends, and all nodes that count in pairs."""
    counts = snapshot.nodes_of(*(endpoints or DEFAULT_ENDPOINTS))
    links = snapshot.links_of(*classes)
    source, target = snapshot.link_source[links], snapshot.link_target[links]
    node = np.unique(np.concatenate([counts, source, target])).astype(np.int64)
    vertex = np.full(len(snapshot), -1, dtype=np.int64)
    vertex[node] = np.arange(len(node))
    graph = PlainGraph.of(
        [snapshot.ids[number] for number in node.tolist()],
        [snapshot.names[number] for number in node.tolist()],
        (vertex[source], vertex[target]),
        endpoints=np.isin(node, counts),
        may_leave=np.isin(node, snapshot.nodes_of(Person)),
    )
    return ContactGraph(snapshot=snapshot, graph=graph, vertex=vertex, node=node, holdings=None, classes=classes)


def chosen_graph(
    snapshot: Snapshot,
    links: Sequence[str],
    endpoints: Sequence[str],
    **terms: Any,  # noqa: ANN401 - passed on to `find_holdings`
) -> ContactGraph:
    """Return the graph that the parameters of a query mean."""
    counted = node_classes(endpoints) if endpoints else ()
    ignored = [name for name, default in _WITHOUT_LINKS.items() if terms.get(name, default) != default]
    if links and ignored:
        raise BadParameter(IGNORED(typed(", ".join(ignored))), LEAVE_OUT())
    if links:
        return graph_of_links(snapshot, link_classes(links), counted)
    return contact_graph(find_holdings(snapshot, **terms), counted)
