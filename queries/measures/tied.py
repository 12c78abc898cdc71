# SPDX-License-Identifier: GPL-3.0-or-later
"""Who works together already: the one rule for all queries (docs/methods/partner-search.md#candidates).

Two are linked if a link of collaboration joins them, or if both take part in a
project, event, group or affiliate of at most 25 people and organisations. A
membership, contact or partnership that has ended links nobody.
"""

from typing import TYPE_CHECKING

import numpy as np

from graph.schema.nodes import UNITS
from graph.snapshot.snapshot import Snapshot
from queries.measures.contexts import COLLABORATION, LARGE, Participations, chosen_mask, participations
from queries.measures.holdings import Holdings, find_holdings
from queries.measures.link_age import LASTING, LinkAges
from queries.measures.parameters import MIN_STRENGTH, AssetKind
from queries.measures.routes import strong_members
from queries.measures.themes import ACTORS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


def lasting_links(snapshot: Snapshot, ages: LinkAges) -> "Ints":
    """Return the links of collaboration without memberships, contacts and partnerships that have ended."""
    links = snapshot.links_of(*COLLABORATION).astype(np.int64)
    over = ages.ended.copy()
    numbers = snapshot.links_of(*LASTING)
    over[numbers] |= np.round(ages.decay[numbers], 12) < round(MIN_STRENGTH, 12)
    return links[~over[links]]


def holder_counts(snapshot: Snapshot, as_of: str | None) -> "tuple[Ints, Ints]":
    """Return how many people hold each partner and affiliate, by node number, and how many of them may be named."""
    counts, named = np.zeros(len(snapshot), dtype=np.int64), np.zeros(len(snapshot), dtype=np.int64)
    for found in _holdings(snapshot, as_of):
        counts[found.left] = found.counts
        is_named = found.held & ~np.isin(found.person, list(snapshot.opted_out))
        named[found.left] = np.bincount(found.asset[is_named], minlength=len(found))
    return counts, named


def _holdings(snapshot: Snapshot, as_of: str | None) -> tuple[Holdings, ...]:
    kinds: tuple[AssetKind, ...] = ("Partner", "Affiliate")
    return tuple(find_holdings(snapshot, assets=kind, as_of=as_of) for kind in kinds)


def tied_pairs(snapshot: Snapshot, ages: LinkAges, first: "Ints", second: "Ints") -> "Bools":
    """Say of each pair whether they work together already. O(m log m + pairs)."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s that importing a query does not need

    count = max(1, len(snapshot))
    links = lasting_links(snapshot, ages)
    source, target = snapshot.link_source[links].astype(np.int64), snapshot.link_target[links].astype(np.int64)
    codes = np.minimum(first, second) * count + np.maximum(first, second)
    tied = np.isin(codes, np.minimum(source, target) * count + np.maximum(source, target))
    found = _small(snapshot, links)
    if not len(first) or not len(found[0]):
        return tied
    ones = np.ones(len(found[0]), dtype=np.int32)
    taking_part = csr_array((ones, found), shape=(count, count))
    return tied | (taking_part[first].multiply(taking_part[second]).sum(axis=1) > 0)


def tied_to(snapshot: Snapshot, node: int, as_of: str | None) -> "Ints":
    """Return whom somebody works with already, and what they or a member of theirs hold. O(m log m)."""
    ages = LinkAges(snapshot, as_of)
    links = lasting_links(snapshot, ages)
    source, target = snapshot.link_source[links], snapshot.link_target[links]
    member, context = _small(snapshot, links)
    together = member[np.isin(context, context[member == node])]
    people = [node]
    if snapshot.type_of(node) in UNITS:
        members = strong_members(snapshot, ages, MIN_STRENGTH)
        people += members.node[members.context == node].tolist()
    holdings = [of.left[of.asset[of.held & np.isin(of.person, people)]] for of in _holdings(snapshot, as_of)]
    tied = np.unique(np.concatenate([target[source == node], source[target == node], together, *holdings]))
    return tied[tied != node].astype(np.int64)


def _small(snapshot: Snapshot, links: "Ints") -> "tuple[Ints, Ints]":
    """Return (member, context) of everybody in a context that is small enough."""
    found: Participations = participations(snapshot, chosen_mask(snapshot, ACTORS), links)
    small = found.sizes <= LARGE
    return found.member[small], found.context[small]
