# SPDX-License-Identifier: GPL-3.0-or-later
"""What speaks for a partnership: the five terms of docs/methods/partner-search.md#terms and their sum.

Each term becomes a number between 0 and 1, so that it counts as much as its
weight says. Exchange, place and recency count by rank among the candidates.
Nearness counts by its logarithm and themes by the cosine itself: ranks would
flatten the few near candidates that matter (docs/decisions/0006-partner-search.md
has what was tried).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.schema.links import MemberOf
from graph.schema.nodes import UNITS, Affiliate, Node, Partner, own_fields
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from queries.measures.contexts import COLLABORATION
from queries.measures.holdings import holdings
from queries.measures.network import walk
from queries.measures.parameters import HALF_LIFE
from queries.measures.themes import Themes, themes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

TERMS = ("network", "themes", "exchange", "place", "recency")
WEIGHTS = (0.59, 0.06, 0.20, 0.10, 0.05)
"""Of the terms, in this order (docs/decisions/0006-partner-search.md: what they were tried on)."""
_POWERS_OF_TEN = 5
"""How far the nearest candidate is from those that count as infinitely far (a choice)."""
_HALF = 0.5
_DAYS_OF_A_MONTH = 30.4375


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


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where things are and what they speak, by node number; -1 where it is not recorded."""

    country: "Ints"
    region: "Ints"
    languages: dict[str, "Ints"]
    speaks: "Bools"
    country_codes: dict[str, int]


@per_snapshot
def places(snapshot: Snapshot) -> Places:
    """Return where everything is. O(n)."""
    columns: dict[str, Ints] = {}
    codes: dict[str, dict[str, int]] = {}
    for name in ("country", "region"):
        values = columns[name] = np.full(len(snapshot), -1, dtype=np.int64)
        known = codes[name] = {}
        for cls in _classes_with(snapshot, name):
            column = snapshot.values(cls, name)
            values[snapshot.nodes_of(cls)] = [known.setdefault(v, len(known)) if v else -1 for v in column]
    languages: dict[str, set[int]] = {}
    speaks = np.zeros(len(snapshot), dtype=bool)
    for cls in _classes_with(snapshot, "languages"):
        for index, spoken in zip(snapshot.nodes_of(cls).tolist(), snapshot.values(cls, "languages"), strict=True):
            speaks[index] = bool(spoken)
            for code in spoken or ():
                languages.setdefault(code, set()).add(index)
    speakers = {code: np.array(sorted(nodes), dtype=np.int64) for code, nodes in languages.items()}
    return Places(columns["country"], columns["region"], speakers, speaks, codes["country"])


def _classes_with(snapshot: Snapshot, field: str) -> list[type[Node]]:
    classes = (snapshot.type_of(int(index)) for index in np.unique(snapshot.node_types, return_index=True)[1])
    return [cls for cls in classes if field in own_fields(cls)]


@per_snapshot
def newest_days(snapshot: Snapshot) -> "Ints":
    """Return the newest last day of any link of each node, 0 where none is dated."""
    days = np.zeros(len(snapshot), dtype=np.int64)
    for ends in (snapshot.link_source, snapshot.link_target):
        np.maximum.at(days, ends, snapshot.last_days)
    return days


@per_snapshot
def _held(snapshot: Snapshot) -> tuple["Ints", "Ints", "Ints"]:
    """Return (person, organisation) of everybody who holds one, by person, and how many hold each organisation."""
    people: list[Ints] = []
    organisations: list[Ints] = []
    for kind in ("Partner", "Affiliate"):
        found = holdings(snapshot, assets=kind)
        people.append(found.person[found.held])
        organisations.append(found.left[found.asset[found.held]])
    person, organisation = np.concatenate(people), np.concatenate(organisations)
    order = np.lexsort((organisation, person))
    return person[order], organisation[order], np.bincount(organisation, minlength=len(snapshot))


def holders_of(snapshot: Snapshot, node: int) -> int | None:
    """Return how many people hold an organisation; None for other things."""
    return int(_held(snapshot)[2][node]) if snapshot.type_of(node) in (Partner, Affiliate) else None


def tied_to(snapshot: Snapshot, seeker: int) -> "Ints":
    """Return what a seeker is tied to: by a link, or because they or a member of theirs hold it."""
    people = [seeker]
    if snapshot.type_of(seeker) in UNITS:
        people += snapshot.neighbours(seeker, [MemberOf])
    person, organisation, _ = _held(snapshot)
    held = [organisation[slice(*np.searchsorted(person, [one, one + 1]))] for one in people]
    return np.unique(np.concatenate([np.array(snapshot.neighbours(seeker, COLLABORATION), dtype=np.int64), *held]))


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
    recency: "Floats"
    one_sided: "Bools"

    def compared(self, candidates: "Ints") -> "Floats":
        """Return the terms of some candidates between 0 and 1, one row a term in the order of TERMS."""
        network = np.zeros(len(candidates)) if self.network is None else nearness(self.network[candidates])
        ranks = [rank(column[candidates]) for column in (self.exchange, self.place, self.recency)]
        return np.stack([network, self.themes[candidates], *ranks])


def terms(snapshot: Snapshot, seeker: int | None, theme: int | None, today: int) -> Terms:
    """Return all terms between a seeker or theme and everything. O(m) for the walk."""
    found = themes_of(snapshot)
    seeds = [seed for seed in (seeker, theme) if seed is not None]
    none = np.zeros(len(snapshot))
    exchange, one_sided = (none, none > 0) if seeker is None else _exchange(found, seeker)
    newest = newest_days(snapshot)
    months = np.maximum(today - newest, 0) / _DAYS_OF_A_MONTH
    return Terms(
        network=walk(snapshot).nearness(seeds),
        themes=found.cosines(found.vector(seeker, theme)),
        exchange=exchange,
        place=none if seeker is None else _place(snapshot, seeker),
        recency=np.where(newest > 0, np.exp2(-months / HALF_LIFE), 0.0),
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


def _place(snapshot: Snapshot, seeker: int) -> "Floats":
    found = places(snapshot)
    return _HALF * shares_language(found, seeker) + _HALF * shares_place(found, seeker)


def shares_language(found: Places, seeker: int) -> "Bools":
    """Say for each node whether it shares a recorded language with the seeker."""
    shared = np.zeros(len(found.speaks), dtype=bool)
    for nodes in found.languages.values():
        if (nodes == seeker).any():
            shared[nodes] = True
    return shared


def shares_place(found: Places, seeker: int) -> "Bools":
    """Say for each node whether it is in the seeker's country or region, as far as recorded."""
    shared: Any = np.zeros(len(found.speaks), dtype=bool)
    for column in (found.country, found.region):
        if column[seeker] >= 0:
            shared |= column == column[seeker]
    return shared
