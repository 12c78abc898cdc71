# SPDX-License-Identifier: GPL-3.0-or-later
"""Without whom would organisations lose every route to each other?

A *bridge person* separates at least one pair of endpoints by leaving: an
*articulation point* or *cut node* of the contact graph. The number of
*separated pairs* says how much hangs on them.

Reading it: each row is somebody to support, for example with a second person
who gets to know the same partners. It says nothing about how good anybody's
work is, and contacts that nobody wrote down would change it. Betweenness (how
often somebody lies on a shortest route) is a detail: it says who is asked to
pass on what they know, and nothing about whether others could.

Complexity: separated pairs O(n + m); betweenness O(n m) up to n m = 1e9, and
beyond that 1,000 pivots, shown as bands.  References: How this is worked out,
Contact graph (docs/methods/contact-graph.md#bridge-people); Hopcroft and
Tarjan, Algorithm 447, 1973; Freeman, A set of measures of centrality based on
betweenness, 1977.

>>> from graph.snapshot.snapshot import EMPTY
>>> QUERY.run(EMPTY).rows
()
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Text
from queries.algorithms.plain_graph import EXACT_BETWEENNESS
from queries.framework.query import Query
from queries.framework.result import Result
from queries.measures.contact_graph import WORKING_VIEW, ContactGraph, Endpoints, Links, chosen_graph
from queries.measures.parameters import HALF_LIFE, MIN_STRENGTH, AsOf, HalfLife, MinStrength
from queries.measures.scope import ScopeText

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOUND = Text(
    "bridge-people-found",
    "{{PLURAL:$1|One person is|$1 people are}} the only route between organisations that would otherwise lose touch "
    "(of {{PLURAL:$2|one person|$2 people}} on the map; $3 organisations and groups are reached by somebody).",
    "$1 bridge people, $2 people, $3 endpoints that somebody is joined to",
)
FIRST = Text(
    "bridge-people-first",
    "A second person beside $1 would help most: without them, {{PLURAL:$2|one pair|$2 pairs}} would lose every route, "
    "and these would be on their own: $3.",
    "$1 person, $2 separated pairs, $3 list of the pieces that come off",
)
TOGETHER = Text("bridge-people-together", "$1 (together)", "$1 list of organisations that stay joined to each other")
NOBODY = Text(
    "bridge-people-none",
    "No single person is the only route between any two of the $1 organisations and groups on the map.",
    "$1 endpoints",
)
NOTHING = Text(
    "bridge-people-nothing",
    "There are fewer than two organisations or groups to be joined, so there is nothing to separate.",
)
BAND = Text("bridge-people-band", "top $1", "A rank that is only roughly known; $1 is 10 or 50")
ESTIMATED = Text(
    "bridge-people-estimated",
    "The network is large, so betweenness was estimated from 1,000 starting points (seed 1) and is given as bands of "
    "places.",
)
_BANDS = (10, 50)
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A bridge person."""

    person_id: Annotated[str, Field(description="Id of the person.")]
    name: Annotated[str, Field(description="Their name.")]
    separated_pairs: Annotated[int, Field(description="Pairs of organisations without any route once they leave.")]
    pieces: Annotated[int, Field(description="Parts into which their part of the network would fall.")]
    betweenness: Annotated[
        float | None,
        Field(description="Share of shortest routes that pass through them, 0 to 1; empty where only estimated."),
    ]
    betweenness_rank: Annotated[
        int | Message | None, Field(description="Rank by betweenness among all people, or a band of ranks.")
    ]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the row.")]


def compute(
    snapshot: Snapshot,
    *,
    scope: ScopeText = None,
    links: Links = (),
    endpoints: Endpoints = (),
    as_of: AsOf = None,
    half_life: HalfLife = HALF_LIFE,
    min_strength: MinStrength = MIN_STRENGTH,
) -> Result[Row]:
    """Return the bridge people, most separated pairs first."""
    found = chosen_graph(
        snapshot, links, endpoints, scope=scope, as_of=as_of, half_life=half_life, min_strength=min_strength
    )
    return bridge_people(found)


def bridge_people(found: ContactGraph, most_work: int = EXACT_BETWEENNESS) -> Result[Row]:
    """Return the bridge people of a graph; betweenness is exact while n m <= `most_work`."""
    graph = found.graph
    pairs = found.separated_pairs()
    if not pairs:
        summary = NOBODY(graph.endpoint_count) if graph.endpoint_count > 1 else NOTHING()
        return Result(summary=(summary,), warnings=found.notes())
    betweenness = graph.betweenness(most_work)
    ranks = _ranks(betweenness.values, graph.may_leave)
    rows: list[Row] = []
    for person, separated in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        vertex = int(found.vertex[person])
        rank = int(ranks[vertex])
        rows.append(
            Row(
                person_id=found.snapshot.ids[person],
                name=found.snapshot.names[person],
                separated_pairs=separated,
                pieces=int(graph.separation.piece_count[vertex]),
                betweenness=float(betweenness.values[vertex]) if betweenness.exact else None,
                betweenness_rank=rank if betweenness.exact else _band(rank),
                records=found.records([person]),
            )
        )
    people = int(graph.may_leave.sum())
    reached = int((graph.endpoints & (graph.degrees > 0)).sum())
    summary = (FOUND(len(rows), people, reached), _first(found, rows[0]), WORKING_VIEW())
    warnings = found.notes() if betweenness.exact else (*found.notes(), ESTIMATED())
    return Result(rows=tuple(rows), summary=summary, warnings=warnings)


def _first(found: ContactGraph, row: Row) -> Message:
    person = found.snapshot.index(row.person_id)
    off = [piece for pieces in found.pieces_without([person]) for piece in pieces[1:]]
    named = [piece[0] if len(piece) == 1 else TOGETHER(piece[:_NAMED]) for piece in off[:_NAMED]]
    return FIRST(found.name(int(found.vertex[person])), row.separated_pairs, named)


def _ranks(values: "NDArray[np.float64]", people: "NDArray[np.bool_]") -> "NDArray[np.int64]":
    """Return 1 + how many people have more, for every vertex."""
    rounded = np.round(values, 12)
    ordered = np.sort(rounded[people])
    return len(ordered) - np.searchsorted(ordered, rounded, "right") + 1


def _band(rank: int) -> Message | None:
    return next((BAND(top) for top in _BANDS if rank <= top), None)


CYPHER = None
QUERY = Query(
    name="bridge-people",
    title=Text("bridge-people-title", "Bridge people", "Title of the query"),
    compute=compute,
    row=Row,
)
