# SPDX-License-Identifier: GPL-3.0-or-later
"""Who takes part in which project, event, group and affiliate.

These are the *shared contexts* of docs/methods/exploring.md#shared-contexts: two entries that are linked to
the same one have worked together. A context with more than 25 members says
little about any two of them and makes no pair alone.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.links import (
    LINK_CLASSES,
    NOT_COLLABORATION,
    ContactOf,
    Link,
    PartnerOf,
    SoughtFundingWith,
    WorkedWith,
)
from graph.schema.nodes import NODE_CLASSES, Affiliate, Event, Group, Node, Project
from graph.snapshot.snapshot import Snapshot
from queries.measures.link_age import date_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGE = 25
"""Members above which a context makes no pair alone (docs/methods/exploring.md#shared-contexts, a choice)."""
CONTEXTS: tuple[type[Node], ...] = (Project, Event, Group, Affiliate)
COLLABORATION: tuple[type[Link], ...] = tuple(cls for cls in LINK_CLASSES if cls not in NOT_COLLABORATION)
DIRECT: tuple[type[Link], ...] = (WorkedWith, PartnerOf, ContactOf, SoughtFundingWith)


@dataclass(frozen=True, slots=True, eq=False)
class Participations:
    """One row for each (context, member), sorted by both.

    `dates` holds the newest date key of the links behind a participation;
    `links[starts[i]:starts[i + 1]]` are these links. `sizes` is the number of
    members of its context.
    """

    context: "NDArray[np.int64]"
    member: "NDArray[np.int64]"
    dates: "NDArray[np.int32]"
    sizes: "NDArray[np.int64]"
    starts: "NDArray[np.int64]"
    links: "NDArray[np.int64]"

    def __len__(self) -> int:
        """Return the number of participations."""
        return len(self.context)

    def find(self, context: "NDArray[np.int64]", member: "NDArray[np.int64]", count: int) -> "NDArray[np.int64]":
        """Return the rows of participations that exist; `count` is the number of nodes."""
        return np.searchsorted(self.context * count + self.member, context * count + member)


def chosen_mask(snapshot: Snapshot, classes: tuple[type[Node], ...], also: int | None = None) -> "NDArray[np.bool_]":
    """Say for each node whether it is of these classes, or the one also meant."""
    mask = np.zeros(len(snapshot), dtype=bool)
    mask[snapshot.nodes_of(*classes)] = True
    if also is not None:
        mask[also] = True
    return mask


def participations(
    snapshot: Snapshot, chosen: "NDArray[np.bool_]", links: "NDArray[np.int64] | None" = None
) -> Participations:
    """Return the participations of the chosen nodes among some collaboration links, by default all.  O(m log m)."""
    numbers = snapshot.links_of(*COLLABORATION).astype(np.int64) if links is None else links
    is_context = np.isin(snapshot.node_types, [NODE_CLASSES.index(cls) for cls in CONTEXTS])
    source, target = snapshot.link_source[numbers], snapshot.link_target[numbers]
    forward, backward = chosen[source] & is_context[target], chosen[target] & is_context[source]
    member = np.concatenate([source[forward], target[backward]]).astype(np.int64)
    context = np.concatenate([target[forward], source[backward]]).astype(np.int64)
    behind = np.concatenate([numbers[forward], numbers[backward]])
    order = np.lexsort((behind, member, context))
    member, context, behind = member[order], context[order], behind[order]
    is_first = np.ones(len(behind), dtype=bool)
    is_first[1:] = (member[1:] != member[:-1]) | (context[1:] != context[:-1])
    starts = np.flatnonzero(is_first)
    context, member = context[starts], member[starts]
    dates = np.maximum.reduceat(date_keys(snapshot)[behind], starts) if len(starts) else np.empty(0, dtype=np.int32)
    sizes = np.bincount(context, minlength=len(snapshot))[context] if len(starts) else np.empty(0, dtype=np.int64)
    return Participations(context, member, dates, sizes, np.append(starts, len(behind)), behind)


def participations_around(snapshot: Snapshot, index: int, chosen: "NDArray[np.bool_]") -> Participations:
    """Return the participations in the contexts of one node only."""
    contexts = [other for other in snapshot.neighbours(index, COLLABORATION) if snapshot.type_of(other) in CONTEXTS]
    codes = [LINK_CLASSES.index(cls) for cls in COLLABORATION]
    found = [snapshot.links_at(context) for context in contexts]
    links = np.unique(np.concatenate(found)).astype(np.int64) if found else np.empty(0, dtype=np.int64)
    links = links[np.isin(snapshot.link_types[links], codes)]
    everybody = participations(snapshot, chosen, links)
    # A link between a context and one that is not the node's own brings in a stray participation.
    return _only(everybody, np.isin(everybody.context, contexts))


def _only(everybody: Participations, keep: "NDArray[np.bool_]") -> Participations:
    rows = np.flatnonzero(keep)
    counts = np.diff(everybody.starts)[rows]
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    links = [everybody.links[everybody.starts[row] : everybody.starts[row + 1]] for row in rows.tolist()]
    return Participations(
        everybody.context[rows],
        everybody.member[rows],
        everybody.dates[rows],
        everybody.sizes[rows],
        starts,
        np.concatenate(links) if links else np.empty(0, dtype=np.int64),
    )


def pairs_in(context: "NDArray[np.int64]") -> tuple["NDArray[np.int64]", "NDArray[np.int64]"]:
    """Return all two rows of one context of at most 25 members; the column is sorted.

    >>> [rows.tolist() for rows in pairs_in(np.array([3, 3, 7, 8, 8]))]
    [[0, 3], [1, 4]]
    """
    first: list[NDArray[np.int64]] = []
    second: list[NDArray[np.int64]] = []
    starts = np.flatnonzero(np.diff(context, prepend=-1))
    sizes = np.diff(starts, append=len(context))
    for size in range(2, LARGE + 1):
        rows = starts[sizes == size]
        one, other = np.triu_indices(size, 1)
        first.append((rows[:, None] + one[None, :]).ravel())
        second.append((rows[:, None] + other[None, :]).ravel())
    return np.concatenate(first), np.concatenate(second)


def direct_links(snapshot: Snapshot, chosen: "NDArray[np.bool_]") -> "NDArray[np.int64]":
    """Return the links that link two of the chosen nodes without any context."""
    numbers = snapshot.links_of(*DIRECT).astype(np.int64)
    return numbers[chosen[snapshot.link_source[numbers]] & chosen[snapshot.link_target[numbers]]]
