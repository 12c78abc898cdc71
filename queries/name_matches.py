# SPDX-License-Identifier: GPL-3.0-or-later
"""What the bus factor would be if open name matches are the same people (METHODS 2.10).

A match is open if somebody is unsure about it, or if two names look alike and
nobody has decided. Only pairs of people who both hold something count.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.links import Decision, SameAs
from graph.messages import Message, Text
from graph.schema import Person
from graph.snapshot import Snapshot
from queries.critical_set import Budget, CriticalSet, smallest
from queries.game import Game
from queries.holders import Holdings
from queries.joined import Clusters, Pair
from queries.wording import number

FIGURE = Text("bus-factor-figure", "The bus factor is $1.", "$1 number, or interval in words")
FIGURE_MATCHES = Text(
    "bus-factor-figure-matches",
    "The bus factor is $1 ($2 if the {{PLURAL:$3|open name match is|$3 open name matches are}} the same "
    "{{PLURAL:$3|person|people}}).",
    "$1 and $2 number, or interval in words; $3 number of pairs of names",
)
FIGURE_ALSO = Text(
    "bus-factor-figure-also",
    "The bus factor is $1 (also $2 if the {{PLURAL:$3|open name match is|$3 open name matches are}} the same "
    "{{PLURAL:$3|person|people}}).",
    "$1 and $2 number, or interval in words; $3 number of pairs of names",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMatches:
    """How many pairs are open, and the bus factor if all are the same people; None without any pair."""

    count: int
    found: CriticalSet | None


def open_matches(held: Holdings, alike: Iterable[Pair], theta: float, budget: Budget) -> OpenMatches:
    """Count the open matches among the holders and join them for a second bus factor.

    `alike`: pairs of node numbers whose names look alike, best first; what
    was decided about them is looked up here.
    """
    decided = decisions(held.snapshot)
    unsure = sorted(pair for pair, decision in decided.items() if decision == Decision.UNSURE)
    different = [pair for pair, decision in decided.items() if decision == Decision.DIFFERENT]
    asked = (pair for pair in map(_ordered, alike) if pair not in decided)
    holders = frozenset(held.people.tolist())
    pairs = [pair for pair in dict.fromkeys([*asked, *unsure]) if holders.issuperset(pair)]
    if not pairs:
        return OpenMatches(count=0, found=None)
    clusters = Clusters(pairs, different)
    game = Game.of(clusters.holders(held.holders), held.values.tolist())
    return OpenMatches(count=len(pairs), found=smallest(game, theta, budget))


def decisions(snapshot: Snapshot) -> dict[Pair, str]:
    """Return what was decided about pairs of people, smaller number first; not `same`, which has joined them."""
    people = frozenset(snapshot.nodes_of(Person).tolist())
    links = snapshot.links_of(SameAs).tolist()
    return {
        _ordered((int(snapshot.link_source[link]), int(snapshot.link_target[link]))): decision
        for link, decision in zip(links, snapshot.values(SameAs, "decision"), strict=True)
        if int(snapshot.link_source[link]) in people
    }


def figure(found: CriticalSet, matches: OpenMatches) -> Message:
    """Say the bus factor, with a bracket for the open matches if there are any."""
    if matches.found is None:
        return FIGURE(number(found))
    same = (matches.found.lower, matches.found.upper) == (found.lower, found.upper)
    text = FIGURE_ALSO if same else FIGURE_MATCHES
    return text(number(found), number(matches.found), matches.count)


def _ordered(pair: Pair) -> Pair:
    return min(pair), max(pair)
