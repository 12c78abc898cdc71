# SPDX-License-Identifier: GPL-3.0-or-later
"""Who knows whom, how well, and the warmest way to somebody (docs/methods/introductions.md#people-graph).

Two people are linked by what they share: work done together, a project, a
group or affiliate, an event, a question, an idea. The smaller and the fresher it is,
the more it says; a context with more than 25 people says nothing here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.links import LINK_CLASSES, Asked, Attended, Link, MemberOf, Proposed, WorkedOn, WorkedWith
from graph.schema.nodes import UNITS, Event, Idea, Node, Person, Project, Question
from graph.snapshot.derived import per_snapshot_and_day
from graph.snapshot.snapshot import Snapshot
from queries.algorithms.adjacency import Adjacency
from queries.measures.contexts import LARGE, pairs_in
from queries.measures.link_age import LinkAges
from queries.measures.routes import Legs, legs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

WORKED_TOGETHER = 1.0
SHARED: tuple[tuple[type[Link], tuple[type[Node], ...], float], ...] = (
    (WorkedOn, (Project,), 0.8),
    (MemberOf, UNITS, 0.5),
    (Attended, (Event,), 0.2),
    (Asked, (Question,), 0.1),
    (Proposed, (Idea,), 0.1),
)
"""Contexts that two people share, and how much one alone says; choices, not findings."""
HOP = 0.15
"""Cost of any step, so that a few strong ones do not beat one good one."""
LOAD = 0.2 / 10
"""Cost of a broker for each time this answer asks them already (lambda = 0.2)."""
MOST_BROKERS = 3


@dataclass(frozen=True, slots=True, eq=False)
class PeopleGraph:
    """Who knows whom, and beside each neighbour how strong that is: 0 < s < 1 or nearly so."""

    adjacency: Adjacency
    strength: "Floats"

    def of(self, person: int) -> dict[int, float]:
        """Return who a person is linked to, and how strongly."""
        starts = self.adjacency.starts
        rows = slice(int(starts[person]), int(starts[person + 1]))
        return dict(zip(self.adjacency.of(person).tolist(), self.strength[rows].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class WarmPath:
    """People from the seeker on, and the strength of each step; the last one leads to the target."""

    people: tuple[int, ...]
    strengths: tuple[float, ...]

    @property
    def brokers(self) -> tuple[int, ...]:
        """Everybody strictly between seeker and target."""
        return self.people[1:]

    @property
    def likelihood(self) -> float:
        """Product of the strengths; no calibrated probability."""
        return float(np.prod(self.strengths))


@per_snapshot_and_day
def people_graph(snapshot: Snapshot, as_of: str | None) -> PeopleGraph:
    """Return who is linked to whom on a day; who has left is linked to nobody. O(m log m + pairs in contexts)."""
    return _graph_of(snapshot, SHARED, as_of)


@per_snapshot_and_day
def work_graph(snapshot: Snapshot, as_of: str | None) -> PeopleGraph:
    """Return who works with whom: directly, in a project or at an event, whatever they are a member of."""
    return _graph_of(snapshot, tuple(shared for shared in SHARED if shared[0] in (WorkedOn, Attended)), as_of)


def _graph_of(
    snapshot: Snapshot, kinds: tuple[tuple[type[Link], tuple[type[Node], ...], float], ...], as_of: str | None
) -> PeopleGraph:
    ages = LinkAges(snapshot, as_of)
    size = max(1, len(snapshot))
    together = legs(snapshot, ages, WorkedWith)
    is_person = _mask(snapshot, (Person,))
    keep = is_person[together.node] & is_person[together.context]
    keys = [_pair_keys(together.node[keep], together.context[keep], size)]
    weights = [WORKED_TOGETHER * ages.decay[together.link[keep]]]
    for cls, contexts, base in kinds:
        participations = participations_of(snapshot, ages, cls, contexts)
        one, other = pairs_in(participations.context)
        sharing = np.bincount(participations.context)[participations.context[one]]
        decay = np.minimum(ages.decay[participations.link[one]], ages.decay[participations.link[other]])
        keys.append(_pair_keys(participations.node[one], participations.node[other], size))
        weights.append(base * decay / np.maximum(1, sharing - 1))
    all_keys, all_weights = np.concatenate(keys), np.concatenate(weights)
    # In what they shared they go on counting, but nobody reaches anybody through them.
    present = ~(ages.left[all_keys // size] | ages.left[all_keys % size])
    all_keys, all_weights = all_keys[present], all_weights[present]
    order = np.argsort(all_keys, kind="stable")
    pairs, first = np.unique(all_keys[order], return_index=True)
    sums = np.add.reduceat(all_weights[order], first) if len(pairs) else np.zeros(0)
    strength = -np.expm1(-sums)
    left, right = pairs // size, pairs % size
    # The order in which an adjacency lists its neighbours.
    order = np.lexsort((np.concatenate([right, left]), np.concatenate([left, right])))
    adjacency = Adjacency.of_edges(len(snapshot), left, right)
    return PeopleGraph(adjacency, np.concatenate([strength, strength])[order])


def participations_of(snapshot: Snapshot, ages: LinkAges, cls: type[Link], contexts: tuple[type[Node], ...]) -> Legs:
    """Return the freshest link of every person to every context of a kind, by context."""
    found = legs(snapshot, ages, cls)
    keep = _mask(snapshot, (Person,))[found.node] & _mask(snapshot, contexts)[found.context]
    return Legs(node=found.node[keep], context=found.context[keep], link=found.link[keep])


def _pair_keys(one: "Ints", other: "Ints", size: int) -> "Ints":
    return np.minimum(one, other) * size + np.maximum(one, other)


def _mask(snapshot: Snapshot, classes: tuple[type[Node], ...]) -> "NDArray[np.bool_]":
    mask = np.zeros(len(snapshot), dtype=np.bool_)
    mask[snapshot.nodes_of(*classes)] = True
    return mask


def shared_by(
    snapshot: Snapshot, ages: LinkAges, one: int, other: int
) -> list[tuple[float, int | None, tuple[int, ...]]]:
    """Return what two people share: (what it adds, context or None for a direct link, link numbers), most first."""
    if ages.left[one] or ages.left[other]:
        return []
    mine, theirs = (_links_of(snapshot, ages, person) for person in (one, other))
    found: list[tuple[float, int | None, tuple[int, ...]]] = [
        (WORKED_TOGETHER * float(ages.decay[number]), None, (number,))
        for number in snapshot.links_at(one).tolist()
        if snapshot.link_type_of(number) is WorkedWith and snapshot.other_end(number, one) == other
    ]
    for (cls, context), (link, base) in mine.items():
        people = _people_in(snapshot, ages, cls, context) if (cls, context) in theirs else 0
        if 0 < people <= LARGE:
            second = theirs[cls, context][0]
            decay = min(float(ages.decay[link]), float(ages.decay[second]))
            found.append((base * decay / max(1, people - 1), context, (link, second)))
    return sorted(found, key=lambda item: (-round(item[0], 12), item[2]))


def _people_in(snapshot: Snapshot, ages: LinkAges, cls: type[Link], context: int) -> int:
    links = snapshot.links_at(context)
    links = links[~ages.ended[links]]
    sources = snapshot.link_source[links[snapshot.link_types[links] == LINK_CLASSES.index(cls)]]
    return len(np.intersect1d(sources, snapshot.nodes_of(Person)))


def _links_of(snapshot: Snapshot, ages: LinkAges, person: int) -> dict[tuple[type[Link], int], tuple[int, float]]:
    """Return the freshest link of a person to each context, and the base of its kind."""
    kinds = {cls: (contexts, base) for cls, contexts, base in SHARED}
    found: dict[tuple[type[Link], int], tuple[int, float]] = {}
    for number in snapshot.links_at(person).tolist():
        cls, context = snapshot.link_type_of(number), snapshot.other_end(number, person)
        if cls in kinds and snapshot.type_of(context) in kinds[cls][0] and not ages.ended[number]:
            known = found.get((cls, context))
            if known is None or ages.decay[number] > ages.decay[known[0]]:
                found[cls, context] = number, kinds[cls][1]
    return found


def warm_path(
    graph: PeopleGraph,
    seekers: Collection[int],
    last: Mapping[int, float],
    *,
    closed: Collection[int] = (),
    load: Mapping[int, int] | None = None,
) -> WarmPath | None:
    """Return the cheapest path with at most three brokers; ties: fewer steps, then the list of ids.

    `last`: who can take the last step to the target, and how strong it is.
    `closed`: who is asked by nobody. The cost from every person to the target
    is worked out step by step from the target, one array for each number of
    steps: a cheaper path of four brokers must not hide a dearer one of three.
    """
    count = len(graph.adjacency)
    penalty = np.zeros(count)
    penalty[list(load or {})] = [LOAD * times for times in (load or {}).values()]
    penalty[list(closed)] = np.inf
    costs = HOP - np.log(graph.strength)
    ahead = np.full(count, np.inf)
    for person, strength in last.items():
        ahead[person] = HOP - np.log(strength)
    layers = [ahead]
    while len(layers) <= MOST_BROKERS:
        layers.append(_one_more(graph, costs, layers[-1] + penalty))
    starts = sorted(seekers)
    options = [
        (round(float(layers[steps][start]), 12), steps, start)
        for start in starts
        for steps in range(len(layers))
        if np.isfinite(layers[steps][start])
    ]
    if not options:
        return None
    _, steps, start = min(options)
    people = [start]
    for left in range(steps, 0, -1):
        people.append(_next(graph, costs, layers[left - 1] + penalty, people[-1]))
    strengths = [graph.of(one)[other] for one, other in pairwise(people)]
    return WarmPath(tuple(people), (*strengths, last[people[-1]]))


def _one_more(graph: PeopleGraph, costs: "Floats", onward: "Floats") -> "Floats":
    """Return the cost of one step to the best neighbour and on from there."""
    found = np.full(len(onward), np.inf)
    adjacency = graph.adjacency
    linked = np.flatnonzero(adjacency.degree)
    if len(linked):
        found[linked] = np.minimum.reduceat(costs + onward[adjacency.neighbours], adjacency.starts[linked])
    return found


def _next(graph: PeopleGraph, costs: "Floats", onward: "Floats", person: int) -> int:
    """Return the neighbour over whom it is cheapest, the smallest id among equals."""
    starts, neighbours = graph.adjacency.starts, graph.adjacency.of(person)
    totals = np.round(costs[int(starts[person]) : int(starts[person + 1])] + onward[neighbours], 12)
    return int(neighbours[int(np.argmin(totals))])
