# SPDX-License-Identifier: GPL-3.0-or-later
"""What the bus factor would be if open name matches are the same people (docs/methods/bus-factor.md#open-name-matches).

A match is open if two names look alike and nobody has decided, or if somebody
is unsure. Only pairs of people who both hold something count.
"""

from dataclasses import dataclass

from graph.schema.links import Decision
from graph.schema.nodes import Person
from graph.text.message import Message, Text
from queries.algorithms.coverage import Game
from queries.algorithms.critical_set import Budget, CriticalSet, smallest
from queries.algorithms.union_find import Clusters
from queries.measures.holdings import Holdings
from queries.measures.identity.candidates import candidates, decisions
from queries.measures.wording import number

MOST_HOLDERS = 5_000
"""Above this many names are not compared (docs/methods/bus-factor.md#open-name-matches)."""

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
FROM_TO = Text("bus-factor-from-to", "$1 to $2", "An interval of whole numbers inside a bracket")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMatches:
    """How many pairs are open, and the bus factor if all are the same people; None without any pair."""

    count: int
    found: CriticalSet | None


def open_matches(holdings: Holdings, theta: float, budget: Budget) -> OpenMatches | None:
    """Join the holders who may be the same for a second bus factor; None where there are too many to compare."""
    if len(holdings.people) > MOST_HOLDERS:
        return None
    pairs = [
        (found.left, found.right)
        for found in candidates(holdings.snapshot, Person, holdings.people.tolist()).candidates
    ]
    if not pairs:
        return OpenMatches(count=0, found=None)
    clusters = Clusters(pairs, decisions(holdings.snapshot, Decision.DIFFERENT))
    game = Game.of(clusters.holders(holdings.holders), holdings.values.tolist())
    return OpenMatches(count=len(pairs), found=smallest(game, theta, budget))


def figure(found: CriticalSet, matches: OpenMatches | None) -> Message:
    """Say the bus factor, with a bracket for the open matches if there are any."""
    if matches is None or matches.found is None:
        return FIGURE(number(found))
    same = (matches.found.lower, matches.found.upper) == (found.lower, found.upper)
    text = FIGURE_ALSO if same else FIGURE_MATCHES
    joined = matches.found.upper if matches.found.exact else FROM_TO(matches.found.lower, matches.found.upper)
    return text(number(found), joined, matches.count)
