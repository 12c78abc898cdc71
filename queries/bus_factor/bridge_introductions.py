# SPDX-License-Identifier: GPL-3.0-or-later
"""Which introductions would spare bridge people from being the only route?

A person from one piece that would fall off without a bridge person gets to know
an organisation of another piece. The *gain* is the drop in separated pairs,
summed over all people.

Reading it: each row relieves one or several bridge people at once. How well
the two fit is no probability, and nobody was asked yet. The number of links
needed at least, until nobody is the only route, is a lower bound.

Complexity: O(20 * pairs looked at + length of the way between two in the search
tree for each pair).  References: How this is worked out, Introductions
(docs/methods/introductions.md#bridge-introductions); Eswaran and Tarjan,
Augmentation problems, 1976.

>>> from graph.snapshot.snapshot import EMPTY
>>> QUERY.run(EMPTY).rows
()
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import Field

from graph.snapshot.snapshot import Snapshot
from graph.text.message import Text
from queries.algorithms.plain_graph import PlainGraph
from queries.bus_factor.bridge_people import NOBODY, NOTHING
from queries.bus_factor.second_contacts import SUGGESTION, introducer
from queries.framework.query import Query
from queries.framework.result import Result
from queries.measures.contact_graph import ContactGraph, contact_graph
from queries.measures.feasibility import Feasibility
from queries.measures.holdings import find_holdings
from queries.measures.parameters import HALF_LIFE, MIN_STRENGTH, AsOf, HalfLife, MinStrength
from queries.measures.scope import ScopeText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

FOUND = Text(
    "bridge-introductions-found",
    "{{PLURAL:$1|One introduction|$1 introductions}} would spare people from being the only route. The first alone "
    "would spare {{PLURAL:$2|one pair|$2 pairs}} of organisations from hanging on one person.",
    "$1 number of introductions, $2 gain of the first",
)
NONE = Text(
    "bridge-introductions-none",
    "Some people are the only route between organisations, but nobody on either side fits an introduction to the "
    "other.",
)
TARGET = Text(
    "bridge-introductions-target",
    "At least {{PLURAL:$1|one new link|$1 new links}} between people and organisations would be needed until nobody is "
    "the only route (a lower bound).",
    "$1 number of links",
)
LIMITED = Text(
    "bridge-introductions-limited",
    "The network is large, so around some people only those were looked at who work closely with somebody who knows "
    "the organisation.",
)
_BRIDGES = 20
_PAIRS_EACH = 20
_MOST_PAIRS = 1_000_000
"""Pairs around one bridge person above which only near ones are looked at: about a second."""


@dataclass(frozen=True, slots=True)
class Row:
    """An introduction of a person to an organisation on the other side."""

    rank: Annotated[int, Field(description="Rank in the list; the most relief first.")]
    person_id: Annotated[str, Field(description="Id of who would get to know the organisation.")]
    person_name: Annotated[str, Field(description="Their name.")]
    endpoint_id: Annotated[str, Field(title="Organisation id", description="Id of the organisation.")]
    endpoint_name: Annotated[str, Field(title="Organisation", description="Its name.")]
    introduced_by_id: Annotated[str | None, Field(description="Id of who could introduce them; empty: a coordinator.")]
    gain: Annotated[int, Field(description="Drop in separated pairs, summed over all people.")]
    feasibility: Annotated[
        float, Field(title="How feasible", description="How well the two fit, 0 to 1; no probability.")
    ]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the row.")]


def compute(
    snapshot: Snapshot,
    *,
    count: Annotated[int, Field(title="How many", ge=1, le=100, description="How many introductions at most.")] = 10,
    scope: ScopeText = None,
    as_of: AsOf = None,
    half_life: HalfLife = HALF_LIFE,
    min_strength: MinStrength = MIN_STRENGTH,
) -> Result[Row]:
    """Return the introductions, the largest gain first."""
    holdings = find_holdings(snapshot, scope=scope, as_of=as_of, half_life=half_life, min_strength=min_strength)
    found = contact_graph(holdings)
    bridges = sorted(found.separated_pairs().items(), key=lambda item: (-item[1], item[0]))[:_BRIDGES]
    if not bridges:
        endpoints = found.graph.endpoint_count
        return Result(summary=(NOBODY(endpoints) if endpoints > 1 else NOTHING(),), warnings=found.notes())
    feasible = Feasibility(holdings)
    search = _Search(found, feasible)
    best = search.best([person for person, _ in bridges])[:count]
    rows = tuple(_rows(found, feasible, best))
    target = TARGET(fewest_new_links(found.graph))
    warnings = (*found.notes(), LIMITED()) if search.limited else found.notes()
    summary = (FOUND(len(rows), rows[0].gain), target, SUGGESTION()) if rows else (NONE(), target)
    return Result(rows=rows, summary=summary, warnings=warnings)


class _Search:
    """Pairs of a person and an asset that a bridge person keeps together."""

    def __init__(self, found: ContactGraph, feasible: Feasibility) -> None:
        self.found, self.feasible, self.limited = found, feasible, False
        holdings = feasible.holdings
        self.person_vertex = found.vertex[feasible.people]
        self.asset_vertex = found.vertex[holdings.left]

    def best(self, bridges: list[int]) -> list[tuple[int, float, int, int]]:
        """Return (gain, f, row of the person, asset), largest gain first, each pair once."""
        fits: dict[tuple[int, int], float] = {}
        for bridge in bridges:
            fits.update(self._fitting(bridge))
        graph = self.found.graph
        gains = [
            (graph.separation.gain(int(self.person_vertex[row]), int(self.asset_vertex[asset]), graph.may_leave), pair)
            for pair in fits
            for row, asset in (pair,)
        ]
        best = [(gain, fits[pair], *pair) for gain, pair in gains if gain > 0]
        return sorted(best, key=lambda item: (-item[0], -round(item[1], 12), item[2], item[3]))

    def _fitting(self, bridge: int) -> Iterator[tuple[tuple[int, int], float]]:
        """Give the 20 pairs that fit best among those in two pieces around a bridge person."""
        rows, assets = self._across(int(self.found.vertex[bridge]))
        values = np.round(self.feasible.of_pairs(rows, assets).value, 12)
        order = np.lexsort((assets, rows, -values))[:_PAIRS_EACH]
        for index in order[values[order] > 0].tolist():
            row, asset = int(rows[index]), int(assets[index])
            if not self.feasible.may_be_a_holder(int(self.feasible.people[row]), asset):
                yield (row, asset), float(values[index])

    def _across(self, vertex: int) -> "tuple[Ints, Ints]":
        graph = self.found.graph
        before, after = graph.components(), graph.components([vertex])
        inside = (before == before[vertex]) & (after >= 0)
        rows = np.flatnonzero(inside[self.person_vertex])
        assets = np.flatnonzero(inside[self.asset_vertex])
        if len(rows) * len(assets) > _MOST_PAIRS:
            self.limited = True
            rows, assets = self.feasible.near_pairs()
            keep = inside[self.person_vertex[rows]] & inside[self.asset_vertex[assets]]
            rows, assets = rows[keep], assets[keep]
        else:
            rows, assets = np.repeat(rows, len(assets)), np.tile(assets, len(rows))
        apart = after[self.person_vertex[rows]] != after[self.asset_vertex[assets]]
        return rows[apart], assets[apart]


def _rows(found: ContactGraph, feasible: Feasibility, best: list[tuple[int, float, int, int]]) -> Iterator[Row]:
    holdings, snapshot = feasible.holdings, found.snapshot
    used: Counter[int] = Counter()
    for rank, (gain, value, row, asset) in enumerate(best, 1):
        person = int(feasible.people[row])
        pair = introducer(feasible, person, asset, used)
        by = None if pair is None else int(holdings.person[pair])
        used.update([] if by is None else [by])
        _, records = feasible.why(person, asset)
        behind = () if pair is None else (snapshot.ids[int(holdings.person[pair])], *holdings.records([pair]))
        yield Row(
            rank=rank,
            person_id=snapshot.ids[person],
            person_name=snapshot.names[person],
            endpoint_id=holdings.asset_id(asset),
            endpoint_name=holdings.asset_name(asset),
            introduced_by_id=None if by is None else snapshot.ids[by],
            gain=gain,
            feasibility=value,
            records=tuple(dict.fromkeys((*holdings.asset_records(asset), *records, *behind))),
        )


def fewest_new_links(graph: PlainGraph) -> int:
    """Return a lower bound on the new links after which no person is a cut node of their component.

    Every endpoint is entered as two joined twins with the same neighbours, so
    that only people can be cut nodes. O(n + m).
    """
    import igraph  # noqa: PLC0415 - 0.1 s

    n = len(graph)
    table = graph.matrix.tocoo()
    once = table.row < table.col
    ends = np.column_stack([table.row[once], table.col[once]])
    twins = np.where(graph.endpoints[ends], ends + n, -1)
    # A person to one twin and the other; people and endpoints alternate in a contact graph, but need not.
    copies = [ends]
    for first, second in ((0, 1), (1, 0), (1, 1)):
        pair = np.column_stack([twins[:, 0] if first else ends[:, 0], twins[:, 1] if second else ends[:, 1]])
        copies.append(pair[(pair >= 0).all(axis=1)])
    own = np.flatnonzero(graph.endpoints)
    doubled = igraph.Graph(n=2 * n, edges=np.concatenate([*copies, np.column_stack([own, own + n])]), directed=False)
    return sum(fewest_new_edges(component) for component in doubled.decompose(minelements=3))


def fewest_new_edges(graph: Any) -> int:  # noqa: ANN401 - igraph is untyped
    """Return how many new edges make a graph of three nodes and more connected without cut nodes."""
    blocks, cuts = graph.biconnected_components(return_articulation_points=True)
    cut_nodes = set(cuts)
    blocks_at: Counter[int] = Counter(vertex for block in blocks for vertex in block if vertex in cut_nodes)
    alone = sum(degree == 0 for degree in graph.degree())
    ends = [sum(vertex in cut_nodes for vertex in block) for block in blocks]
    components = len(graph.connected_components())
    if components == 1 and not cut_nodes:
        return 0
    most_left = components - 1 + max(blocks_at.values(), default=1)
    return max(most_left - 1, (ends.count(1) + 1) // 2 + ends.count(0) + alone)


CYPHER = None
QUERY = Query(
    name="bridge-introductions",
    title=Text("bridge-introductions-title", "Introductions between parts", "Title of the query"),
    compute=compute,
    row=Row,
)
