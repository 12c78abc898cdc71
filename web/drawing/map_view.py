# SPDX-License-Identifier: GPL-3.0-or-later
"""What of the map is in view: filters, a piece of the map, and the most important of what is left.

Everything works on whole columns, so that a step at 100,000 nodes takes
milliseconds. Only numbers come out; words and looks are given elsewhere.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.schema.dates import middle_day
from graph.schema.links import LINK_CLASSES, About, Link
from graph.schema.nodes import NODE_CLASSES, Idea, Node, Question, Theme
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from queries.measures.link_age import unnamed_links
from web.drawing.atlas import Atlas
from web.drawing.ego import WISHES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Whole = NDArray[np.intp]

WHOLE = 2000
"""Nodes up to which everything is drawn at once (docs/web.md#levels-of-detail)."""
MOST_NODES, MOST_LINKS = 1500, 3000
"""Nodes and links in view of a larger network."""
IDEAS: tuple[type[Node], ...] = (Question, Idea, Theme)
"""What glues unrelated communities together and is off until somebody wants it."""
USUAL = tuple(cls for cls in NODE_CLASSES if cls not in IDEAS)


class Piece(NamedTuple):
    """A rectangle of the map."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to see of the map."""

    types: tuple[type[Node], ...] = USUAL
    links: tuple[type[Link], ...] = LINK_CLASSES
    country: str | None = None
    language: str | None = None
    since: str | None = None
    until: str | None = None
    hidden: tuple[int, ...] = ()
    only: tuple[int, ...] = ()
    """Nodes that are shown with their neighbours and nothing else; empty for all."""
    always: tuple[int, ...] = ()
    """Nodes that are shown whatever the filters say: those of an answer."""
    piece: Piece | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Nodes in order of importance, and the pairs that are linked: positions in that order, and how often."""

    nodes: "Whole"
    pairs: "NDArray[np.int64]"
    """Rows of first, second, number of links, whether all are wishes."""
    found: int
    """How many nodes there are in this piece with these filters, shown or not."""
    pairs_found: int = 0
    years: dict[str, int] = field(default_factory=dict)


def in_view(snapshot: Snapshot, drawn: Atlas, wanted: Wanted) -> Shown:
    """Return what is shown. O(n + m)."""
    allowed = _allowed(snapshot, wanted)
    fits = np.isin(snapshot.node_types, [NODE_CLASSES.index(cls) for cls in wanted.types])
    if wanted.country:
        fits &= _of(countries(snapshot), wanted.country, len(snapshot))
    if wanted.language:
        fits &= _of(languages(snapshot), wanted.language, len(snapshot))
    if wanted.only:
        fits &= _near(snapshot, allowed, wanted.only)
    if wanted.since or wanted.until or len(wanted.links) < len(LINK_CLASSES):
        fits &= _linked(snapshot, allowed, fits)
    fits[list(wanted.always)] = True
    fits[list(wanted.hidden)] = False
    if wanted.piece:
        left, top, right, bottom = wanted.piece
        inside = (drawn.x >= left) & (drawn.x <= right) & (drawn.y >= top) & (drawn.y <= bottom)
        inside[list(wanted.always)] = True
        fits &= inside
    found = drawn.order[fits[drawn.order]]
    first = np.isin(found, wanted.always)
    ranked = np.concatenate([found[first], found[~first]]) if wanted.always else found
    limit = wanted.limit or (WHOLE if len(found) <= WHOLE and len(snapshot) <= WHOLE else MOST_NODES)
    nodes = ranked[:limit]
    pairs = linked_pairs(snapshot, allowed, nodes)
    most = MOST_LINKS if len(snapshot) > WHOLE else len(pairs)
    return Shown(nodes=nodes, pairs=pairs[:most], found=len(found), pairs_found=len(pairs))


def linked_pairs(snapshot: Snapshot, allowed: "Mask", nodes: "Whole") -> "NDArray[np.int64]":
    """Return which of the nodes are linked, by their positions, the strongest and most important first."""
    position = np.full(len(snapshot), -1, dtype=np.int64)
    position[nodes] = np.arange(len(nodes))
    first, second = position[snapshot.link_source], position[snapshot.link_target]
    chosen = np.flatnonzero(allowed & (first >= 0) & (second >= 0) & (first != second))
    if not len(chosen):
        return np.zeros((0, 4), dtype=np.int64)
    ends = np.sort(np.column_stack([first[chosen], second[chosen]]), axis=1)
    keys, inverse, counts = np.unique(ends[:, 0] * len(nodes) + ends[:, 1], return_inverse=True, return_counts=True)
    certain = np.bincount(inverse, weights=~wishes(snapshot)[chosen], minlength=len(keys)) > 0
    low, high = np.divmod(keys, max(1, len(nodes)))
    pairs = np.column_stack([low, high, counts, ~certain]).astype(np.int64)
    return pairs[np.lexsort((high, low, low + high, -np.minimum(counts, 3)))]


def _allowed(snapshot: Snapshot, wanted: Wanted) -> "Mask":
    """Links of the wanted types and years; undated ones always count (docs/methods/README.md#dates-and-age)."""
    if len(wanted.links) == len(LINK_CLASSES):
        allowed = np.ones(snapshot.link_count, dtype=bool)
    else:
        allowed = np.isin(snapshot.link_types, [LINK_CLASSES.index(cls) for cls in wanted.links])
    if wanted.since:
        last = snapshot.last_days
        allowed &= (last == 0) | (last >= middle_day(wanted.since)) | unnamed_links(snapshot)
    if wanted.until:
        first = first_days(snapshot)
        allowed &= (first <= middle_day(wanted.until)) | unnamed_links(snapshot)
    return allowed


def _near(snapshot: Snapshot, allowed: "Mask", centres: tuple[int, ...]) -> "Mask":
    near = np.zeros(len(snapshot), dtype=bool)
    near[list(centres)] = True
    touched = allowed & (near[snapshot.link_source] | near[snapshot.link_target])
    near[snapshot.link_source[touched]] = True
    near[snapshot.link_target[touched]] = True
    return near


def _linked(snapshot: Snapshot, allowed: "Mask", fits: "Mask") -> "Mask":
    linked = np.zeros(len(snapshot), dtype=bool)
    both = allowed & fits[snapshot.link_source] & fits[snapshot.link_target]
    linked[snapshot.link_source[both]] = True
    linked[snapshot.link_target[both]] = True
    return linked


def _of(known: "dict[str, Whole]", value: str, size: int) -> "Mask":
    mask = np.zeros(size, dtype=bool)
    mask[known.get(value, np.zeros(0, dtype=np.intp))] = True
    return mask


@per_snapshot
def first_days(snapshot: Snapshot) -> "NDArray[np.int32]":
    """Return the day from which each link is known to be there, 0 if nobody said: its own date, else its last."""
    return np.where(snapshot.link_since > 0, snapshot.link_since, snapshot.last_days)


@per_snapshot
def wishes(snapshot: Snapshot) -> "Mask":
    """Return which links are wishes, or links that nobody confirmed; they are drawn dashed."""
    mask = np.isin(snapshot.link_types, [LINK_CLASSES.index(cls) for cls in WISHES])
    for number, is_confirmed in zip(
        snapshot.links_of(About).tolist(), snapshot.values(About, "confirmed"), strict=True
    ):
        mask[number] = not is_confirmed
    return mask


@per_snapshot
def countries(snapshot: Snapshot) -> "dict[str, Whole]":
    """Return the nodes of each country."""
    return _nodes_by(snapshot, "country")


@per_snapshot
def languages(snapshot: Snapshot) -> "dict[str, Whole]":
    """Return the nodes of each language."""
    return _nodes_by(snapshot, "languages")


def _nodes_by(snapshot: Snapshot, name: str) -> "dict[str, Whole]":
    found: dict[str, list[int]] = {}
    for cls in NODE_CLASSES:
        if name in cls.__dataclass_fields__:
            for number, value in zip(snapshot.nodes_of(cls).tolist(), snapshot.values(cls, name), strict=True):
                for one in (value,) if isinstance(value, str) else value or ():
                    found.setdefault(one, []).append(number)
    return {value: np.array(found[value], dtype=np.intp) for value in sorted(found)}


@per_snapshot
def years(snapshot: Snapshot) -> tuple[int, int] | None:
    """Return the first and the last year that any link is dated; None where none is."""
    from datetime import date  # noqa: PLC0415 - `date` would hide no name elsewhere, but is needed only here

    dated = ~unnamed_links(snapshot)
    first, last = first_days(snapshot)[dated], snapshot.last_days[dated]
    days = [int(column[column > 0].min()) for column in (first,) if (column > 0).any()]
    days += [int(max(first.max(initial=0), last.max(initial=0)))]
    return (date.fromordinal(days[0]).year, date.fromordinal(days[1]).year) if len(days) > 1 else None
