# SPDX-License-Identifier: GPL-3.0-or-later
"""Which few people, leaving together, would separate the most organisations?

The *key player problem*, negative (KPP-NEG): the k people without whom the
contact graph has the fewest joined pairs of endpoints. *Fragmentation* is the
share of pairs without a route then; today's value is not 0 if there are
organisations without contact already.

Reading it: the people of the set belong together; two people who back each
other up can matter as a pair although neither is a bridge person. It does not
say that they are about to leave, and not that they do anything wrong.

One and two people: exact. Three and more, and two in a large network: the
best of three searches by exchanging people, labelled "at least".

Complexity: k = 1 O(n + m); k = 2 O(n (n + m)); beyond, O(k (n + m)) for each
round of exchanges, at most 100.  References: How this is worked out, Contact
graph (docs/methods/contact-graph.md#key-people); Borgatti, Identifying sets of
key players in a social network, 2006.

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
from queries.algorithms.plain_graph import PlainGraph
from queries.framework.query import Query
from queries.framework.result import Result
from queries.measures.contact_graph import WORKING_VIEW, ContactGraph, Endpoints, Links, chosen_graph
from queries.measures.parameters import HALF_LIFE, MIN_STRENGTH, AsOf, HalfLife, MinStrength
from queries.measures.scope import ScopeText

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOUND = Text(
    "key-people-found",
    "If $1 left{{PLURAL:$3|| together}}, {{PLURAL:$2|one pair|$2 pairs}} of organisations would lose every route to "
    "each other. No other {{PLURAL:$3|person separates|$3 people separate}} more (exact).",
    "$1 list of people, $2 separated pairs, $3 number of people",
)
AT_LEAST = Text(
    "key-people-at-least",
    "If $1 left together, at least {{PLURAL:$2|one pair|$2 pairs}} of organisations would lose every route to each "
    "other. Some other $3 people may separate more; not all sets were tried.",
    "$1 list of people, $2 separated pairs, $3 number of people",
)
NO_LOSS = Text(
    "key-people-no-loss",
    "No {{PLURAL:$1|single person|set of $1 people}} separates any two organisations by leaving.",
    "$1 number of people",
)
NO_LOSS_FOUND = Text(
    "key-people-no-loss-found",
    "No set of $1 people was found that separates any two organisations by leaving; not all sets were tried.",
    "$1 number of people",
)
TOO_MANY = Text(
    "key-people-too-many",
    "There {{PLURAL:$1|0=is nobody|is one person|are $1 people}} on the map, so no set of $2 can be chosen.",
    "$1 people there are, $2 people asked for",
)
NO_PAIRS = Text(
    "key-people-no-pairs",
    "There are fewer than two organisations or groups, so there is no pair to separate and no fragmentation.",
)
_EXACT_WORK = 20_000_000
"""Largest people * (n + m) for which pairs of people are tried one by one: about 10 s."""
_ROUNDS = 100
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Row:
    """The set of people."""

    people: Annotated[tuple[str, ...], Field(description="Ids of the people.")]
    names: Annotated[tuple[str, ...], Field(description="Their names.")]
    fragmentation: Annotated[
        float | None, Field(description="Share of pairs of organisations without a route once they left.")
    ]
    separated_pairs: Annotated[int, Field(description="Pairs that lose every route.")]
    pieces: Annotated[int, Field(description="Parts into which their part of the network falls.")]
    exact: Annotated[bool, Field(description="Whether no other set separates more; if not, read “at least”.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the row.")]


def compute(
    snapshot: Snapshot,
    *,
    k: Annotated[int, Field(title="How many", ge=1, le=10, description="How many people.")] = 2,
    scope: ScopeText = None,
    links: Links = (),
    endpoints: Endpoints = (),
    as_of: AsOf = None,
    half_life: HalfLife = HALF_LIFE,
    min_strength: MinStrength = MIN_STRENGTH,
) -> Result[Row]:
    """Return the k people who separate the most together."""
    found = chosen_graph(
        snapshot, links, endpoints, scope=scope, as_of=as_of, half_life=half_life, min_strength=min_strength
    )
    return key_people(found, k)


def key_people(found: ContactGraph, k: int) -> Result[Row]:
    """Return the k people of a graph who separate the most together."""
    graph = found.graph
    people = int(graph.may_leave.sum())
    if people < k:
        return Result(summary=(TOO_MANY(people, k),), warnings=found.notes())
    vertices, exact = best_set(graph, k)
    separated = graph.separated_by(vertices)
    if not separated:
        none = NO_PAIRS() if fragmentation(graph, vertices) is None else (NO_LOSS if exact else NO_LOSS_FOUND)(k)
        return Result(summary=(none, WORKING_VIEW()), warnings=found.notes())
    row = Row(
        people=tuple(graph.ids[vertex] for vertex in vertices),
        names=tuple(graph.names[vertex] for vertex in vertices),
        fragmentation=fragmentation(graph, vertices),
        separated_pairs=separated,
        pieces=sum(map(len, graph.pieces_without(vertices))),
        exact=exact,
        records=found.records(found.node[vertices].tolist()),
    )
    return Result(rows=(row,), summary=(*_summary(found, row, vertices), WORKING_VIEW()), warnings=found.notes())


def _summary(found: ContactGraph, row: Row, vertices: list[int]) -> list[Message]:
    names = [found.name(vertex) for vertex in vertices]
    return [(FOUND if row.exact else AT_LEAST)(names, row.separated_pairs, len(vertices))]


def fragmentation(graph: PlainGraph, gone: list[int], denominator: int | None = None) -> float | None:
    """Return the share of pairs of endpoints without a route once some are gone.

    See docs/methods/contact-graph.md#key-people.

    The denominator is the number of endpoints unless another is given; None
    if there are fewer than two.
    """
    count = graph.endpoint_count if denominator is None else denominator
    return 1 - 2 * graph.pairs(gone) / (count * (count - 1)) if count > 1 else None


def best_set(graph: PlainGraph, k: int) -> tuple[list[int], bool]:
    """Return the k people without whom the fewest pairs are left, sorted, and whether that is proved."""
    people = np.flatnonzero(graph.may_leave)
    # Whoever is no endpoint and has one neighbour at most is on nobody's route. The first k of them stay in, since
    # links go to the smallest ids.
    idle = people[(graph.degrees[people] < _PAIR) & ~graph.endpoints[people]]
    kept = np.setdiff1d(np.arange(len(graph)), idle[k:])
    part = graph.part(kept)
    tried = np.flatnonzero(part.may_leave)
    if k == 1:
        return [int(kept[_fewest(part.pairs_left(()), tried)[1]])], True
    if k == _PAIR and len(tried) * (len(part) + part.edge_count) <= _EXACT_WORK:
        return kept[_best_pair(part, tried)].tolist(), True
    betweenness = graph.betweenness().values[kept]
    starts = [_greedy(part, tried, k), _top(betweenness, tried, k), _top(graph.degrees[kept], tried, k)]
    reached = [_exchange(part, tried, start) for start in starts]
    best = min(reached, key=lambda chosen: (part.pairs(chosen), chosen))
    return kept[best].tolist(), k == len(people)


def _best_pair(graph: PlainGraph, people: "NDArray[np.intp]") -> list[int]:
    best: tuple[int, list[int]] | None = None
    for index, first in enumerate(people[:-1].tolist()):
        left, second = _fewest(graph.pairs_left([first]), people[index + 1 :])
        if best is None or left < best[0]:
            best = left, [first, second]
    assert best is not None
    return best[1]


def _fewest(left: "NDArray[np.int64]", people: "NDArray[np.intp]") -> tuple[int, int]:
    """Return (pairs left, vertex) of the person without whom the fewest are left; the smallest id among equals."""
    index = int(np.argmin(left[people]))
    return int(left[people[index]]), int(people[index])


def _greedy(graph: PlainGraph, people: "NDArray[np.intp]", k: int) -> list[int]:
    chosen: list[int] = []
    for _ in range(k):
        chosen.append(_fewest(graph.pairs_left(chosen), np.setdiff1d(people, chosen))[1])
    return sorted(chosen)


def _top(values: "NDArray[np.float64] | NDArray[np.int64]", people: "NDArray[np.intp]", k: int) -> list[int]:
    return sorted(sorted(people.tolist(), key=lambda person: (-round(float(values[person]), 12), person))[:k])


def _exchange(graph: PlainGraph, people: "NDArray[np.intp]", start: list[int]) -> list[int]:
    """Exchange one person for another as long as fewer pairs are left."""
    chosen, left = start, graph.pairs(start)
    for _ in range(_ROUNDS):
        others = np.setdiff1d(people, chosen)
        if not len(others):
            break
        tries: list[tuple[int, int, int]] = []
        for out in chosen:
            fewest, come = _fewest(graph.pairs_left([person for person in chosen if person != out]), others)
            tries.append((fewest, out, come))
        fewest, out, come = min(tries)
        if fewest >= left:
            break
        chosen, left = sorted([come, *(person for person in chosen if person != out)]), fewest
    return chosen


CYPHER = None
QUERY = Query(
    name="key-people", title=Text("key-people-title", "Key people", "Title of the query"), compute=compute, row=Row
)
