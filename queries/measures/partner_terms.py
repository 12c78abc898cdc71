# SPDX-License-Identifier: GPL-3.0-or-later
"""What speaks for a partnership: the four terms of docs/methods/partner-search.md#terms and their sum.

Each term becomes a number between 0 and 1, so that it counts as much as its
weight says. Exchange and place count by rank among the candidates. Nearness
counts by its logarithm and themes by the cosine itself: ranks would flatten the
few near candidates that matter (docs/decisions/0006-partner-search.md has what
was tried). Age is no term: an old link weighs less in the walk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from queries.measures.language_and_place import NONE, Traits, having, languages_of, places_of
from queries.measures.link_age import LinkAges
from queries.measures.network import walk
from queries.measures.parameters import MIN_STRENGTH
from queries.measures.routes import strong_members
from queries.measures.themes import Themes, interests_of, themes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

TERMS: tuple[str, ...] = ("network", "themes", "exchange", "place")
WEIGHTS = (0.68, 0.0, 0.21, 0.11)
"""Of the terms, in this order (docs/decisions/0006-partner-search.md: what they were tried on)."""
_POWERS_OF_TEN = 5
"""How far the nearest candidate is from those that count as infinitely far (a choice)."""
_HALF = 0.5


def rank(values: "Floats") -> "Floats":
    """Return for each value the share of the others that it beats, equal ones by half; 0 for 0.

    >>> rank(np.array([0.3, 0.1, 0.1, 0.0])).tolist()
    [1.0, 0.5, 0.5, 0.0]
    """
    if not len(values):
        return values
    rounded = np.round(values, 12)
    if len(values) == 1:
        return np.where(rounded > 0, 1.0, 0.0)
    ordered = np.sort(rounded)
    below = np.searchsorted(ordered, rounded, "left")
    equal = np.searchsorted(ordered, rounded, "right") - below
    return np.where(rounded <= 0, 0.0, (below + (equal - 1) / 2) / (len(values) - 1))


def nearness(values: "Floats") -> "Floats":
    """Return 1 for the nearest and a fifth less for every power of ten below it, down to 0.

    >>> nearness(np.array([0.2, 0.02, 2e-9, 0.0])).tolist()
    [1.0, 0.8, 0.0, 0.0]
    """
    is_near = np.round(values, 12) > 0
    share = np.divide(values, values.max(initial=0), out=np.ones(len(values)), where=is_near)
    return np.where(is_near, np.maximum(0, 1 + np.log10(share) / _POWERS_OF_TEN), 0.0)


@per_snapshot
def newest_days(snapshot: Snapshot) -> "Ints":
    """Return the newest last day of any link of each node, 0 where none is dated."""
    days = np.zeros(len(snapshot), dtype=np.int64)
    for ends in (snapshot.link_source, snapshot.link_target):
        np.maximum.at(days, ends, snapshot.last_days)
    return days


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The terms of all nodes, by node number, before they are compared among candidates.

    `network` is None where no seed has a link. `one_sided`: nodes whose
    exchange with the seeker could be judged from one side only.
    """

    network: "Floats | None"
    themes: "Floats"
    exchange: "Floats"
    place: "Floats"
    one_sided: "Bools"

    def compared(self, candidates: "Ints") -> "Floats":
        """Return the terms of some candidates between 0 and 1, one row a term in the order of TERMS."""
        network = np.zeros(len(candidates)) if self.network is None else nearness(self.network[candidates])
        ranks = [rank(column[candidates]) for column in (self.exchange, self.place)]
        return np.stack([network, self.themes[candidates], *ranks])


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Where everything is and what it speaks, on a day."""

    languages: Traits
    places: Traits

    def shares_language(self, one: int, other: int) -> bool:
        """Say whether two share a recorded language."""
        return not self.languages.get(one, NONE).isdisjoint(self.languages.get(other, NONE))

    def shares_place(self, one: int, other: int) -> bool:
        """Say whether two are in one country or region, as far as recorded."""
        return not self.places.get(one, NONE).isdisjoint(self.places.get(other, NONE))


def ground(snapshot: Snapshot, as_of: str | None) -> Ground:
    """Return languages and places; people are also where the affiliates are that they are members of. O(n + m)."""
    members = strong_members(snapshot, LinkAges(snapshot, as_of), MIN_STRENGTH)
    return Ground(languages_of(snapshot), places_of(snapshot, members))


def terms(
    snapshot: Snapshot, seeker: int | None, theme: int | None, as_of: str | None = None, where: Ground | None = None
) -> Terms:
    """Return all terms between a seeker or theme and everything. O(m) for the walk.

    The walk starts from both and passes through themes, so a link to a theme
    counts once as long as the likeness of themes has no weight of its own.
    """
    found = themes_of(snapshot)
    none = np.zeros(len(snapshot))
    start = walk(snapshot, as_of)
    network = start.nearness([seed for seed in (seeker, theme) if seed is not None])
    interests = interests_of(snapshot)
    themes = interests.cosines(interests.vector(seeker, theme))
    if seeker is None:
        return Terms(network=network, themes=themes, exchange=none, place=none, one_sided=none > 0)
    exchange, one_sided = _exchange(found, seeker)
    return Terms(
        network=network,
        themes=themes,
        exchange=exchange,
        place=_place(where or ground(snapshot, as_of), seeker, len(snapshot)),
        one_sided=one_sided,
    )


def contributions(compared: "Floats", weights: Sequence[float] = WEIGHTS) -> "Floats":
    """Return what each term adds to the score of each candidate; a column adds up to the score."""
    return compared * (np.array(weights, dtype=np.float64) / sum(weights))[:, None]


def _exchange(found: Themes, seeker: int) -> tuple["Floats", "Bools"]:
    """Return the exchange with everything, and where one side was not judged.

    See docs/methods/partner-search.md#exchange.
    """
    wanted, offered = np.zeros(len(found.df)), np.zeros(len(found.df))
    wanted[found.wants.of(seeker)] = 1
    offered[found.offers.of(seeker)] = 1
    both_ways = wanted * offered
    swapped = found.idf * both_ways
    gain = found.offers.sums(found.idf * (wanted - both_ways), found.wants, swapped)
    back = found.wants.sums(found.idf * (offered - both_ways), found.offers, swapped)
    can_gain = found.offers.stated & bool(found.wants.stated[seeker])
    can_give = found.wants.stated & bool(found.offers.stated[seeker])
    both = np.divide(2 * gain * back, gain + back, out=np.zeros(len(gain)), where=(gain > 0) & (back > 0))
    one_sided = can_gain != can_give
    return np.where(can_gain & can_give, both, np.where(one_sided, _HALF * (gain + back), 0.0)), one_sided


def _place(where: Ground, seeker: int, size: int) -> "Floats":
    found = np.zeros(size)
    for traits in (where.languages, where.places):
        found[having(traits, traits.get(seeker, NONE))] += _HALF
    return found
