# SPDX-License-Identifier: GPL-3.0-or-later
"""Which nodes and links a drawing shows: some nodes, and what is around them.

Only numbers of the snapshot come out; positions, words and shapes are given
elsewhere. Everything works on whole columns, so a hub costs no more.
"""

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.dates import middle_day
from graph.schema.links import LINK_CLASSES, About, InterestedIn, Link, SoughtFundingWith
from graph.schema.nodes import NODE_CLASSES, Event, Group, Node, Project
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from queries.measures.link_age import unnamed_links

if TYPE_CHECKING:
    from numpy.typing import NDArray

LIMIT = 150
MOST = 400
"""Nodes of a drawing by default and at most; what a phone can still move (docs/web.md#levels-of-detail)."""
MOST_LINKS = 400
"""Lines of a drawing at most; more are a grey cloud and 100 KB."""
MIDDLES: tuple[type[Node], ...] = (Project, Event, Group)
"""What lies between people and organisations and can be folded away."""
_LARGEST_MIDDLE = 25
"""A context of more members says little about two of them (docs/methods/exploring.md#shared-contexts)."""
WISHES: tuple[type[Link], ...] = (InterestedIn, SoughtFundingWith)
"""Links drawn dashed: wishes. An `About` that nobody confirmed is dashed too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What somebody wants to see around which nodes."""

    centres: tuple[int, ...]
    depth: int = 1
    types: tuple[type[Node], ...] = NODE_CLASSES
    links: tuple[type[Link], ...] = LINK_CLASSES
    country: str | None = None
    language: str | None = None
    since: str | None = None
    fold: bool = False
    limit: int = LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLink:
    """All links between two nodes; `through` what was folded away between them."""

    first: int
    second: int
    links: tuple[int, ...] = ()
    through: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ego:
    """The centres, then their neighbours by rank, and the links among all of them."""

    centres: tuple[int, ...]
    nodes: tuple[int, ...]
    drawn_links: tuple[DrawnLink, ...]
    found: int
    """How many neighbours there are, shown or not."""
    distance: dict[int, int] = field(default_factory=dict)
    links_left_out: int = 0

    @property
    def hidden(self) -> int:
        """How many neighbours are not shown."""
        return self.found - (len(self.nodes) - len(self.centres))


def ego(snapshot: Snapshot, view: View) -> Ego:
    """Return what is around the centres: nearest, most linked, best connected first. O(n + m)."""
    allowed = _allowed(snapshot, view)
    middles = _middles(snapshot, view, allowed) if view.fold else np.zeros(len(snapshot), dtype=bool)
    distance = _distances(snapshot, view, allowed, middles)
    neighbours = np.flatnonzero((distance > 0) & ~middles)
    neighbours = neighbours[_fits(snapshot, view, neighbours)]
    inside = np.zeros(len(snapshot), dtype=bool)
    inside[neighbours] = True
    inside[list(view.centres)] = True
    source, target = snapshot.link_source, snapshot.link_target
    among = allowed & (inside[source] | middles[source]) & (inside[target] | middles[target])
    shared = _degrees(snapshot, among)
    degrees = _all_degrees(snapshot)
    order = np.lexsort((neighbours, -degrees[neighbours], -shared[neighbours], distance[neighbours]))
    room = max(0, min(view.limit, MOST) - len(view.centres))
    chosen = (*view.centres, *neighbours[order][:room].tolist())
    drawn_links = _drawn_links(snapshot, allowed, chosen, middles)
    kept = _strongest(drawn_links, view.centres)
    return Ego(
        centres=view.centres,
        nodes=chosen,
        drawn_links=kept,
        links_left_out=len(drawn_links) - len(kept),
        found=len(neighbours),
        distance={node: int(distance[node]) for node in chosen},
    )


def among(snapshot: Snapshot, nodes: tuple[int, ...], marked: tuple[int, ...] = (), found: int | None = None) -> Ego:
    """Return just these nodes and the links among them; `found` is how many there are beside the marked ones."""
    everything = np.ones(snapshot.link_count, dtype=bool)
    drawn_links = _drawn_links(snapshot, everything, nodes, np.zeros(len(snapshot), dtype=bool))
    kept = _strongest(drawn_links, marked)
    count = len(nodes) - len(marked) if found is None else found
    return Ego(centres=marked, nodes=nodes, drawn_links=kept, found=count, links_left_out=len(drawn_links) - len(kept))


def _strongest(drawn_links: tuple[DrawnLink, ...], centres: tuple[int, ...]) -> tuple[DrawnLink, ...]:
    """Return the links of the centres and then those that rest on most records, in order of their ends."""
    ranked = sorted(
        drawn_links,
        key=lambda drawn: (
            drawn.first not in centres and drawn.second not in centres,
            -len(drawn.links) - len(drawn.through),
            drawn.first,
            drawn.second,
        ),
    )
    return tuple(sorted(ranked[:MOST_LINKS], key=lambda drawn: (drawn.first, drawn.second)))


def is_wish(snapshot: Snapshot, drawn: DrawnLink) -> bool:
    """Say whether a link is only wished for or suggested, so far."""
    if drawn.through:
        return False
    for number in drawn.links:
        cls = snapshot.link_type_of(number)
        if cls in WISHES:
            continue
        if cls is About:
            link = snapshot.link(number)
            if isinstance(link, About) and not link.confirmed:
                continue
        return False
    return True


def _codes(classes: tuple[type, ...], known: tuple[type, ...]) -> list[int]:
    return [known.index(cls) for cls in classes]


def _allowed(snapshot: Snapshot, view: View) -> "NDArray[np.bool_]":
    """Links of the chosen types that are recent enough; undated ones count as current.

    See docs/methods/README.md#dates-and-age.
    """
    if len(view.links) == len(LINK_CLASSES):
        allowed = np.ones(snapshot.link_count, dtype=bool)
    else:
        allowed = np.isin(snapshot.link_types, _codes(view.links, LINK_CLASSES))
    if view.since:
        last = snapshot.last_days
        allowed &= (last == 0) | (last >= middle_day(view.since)) | unnamed_links(snapshot)
    return allowed


def _middles(snapshot: Snapshot, view: View, allowed: "NDArray[np.bool_]") -> "NDArray[np.bool_]":
    small = _degrees(snapshot, allowed) <= _LARGEST_MIDDLE
    middles = np.isin(snapshot.node_types, _codes(MIDDLES, NODE_CLASSES)) & small
    middles[list(view.centres)] = False
    return middles


def _distances(
    snapshot: Snapshot, view: View, allowed: "NDArray[np.bool_]", middles: "NDArray[np.bool_]"
) -> "NDArray[np.int16]":
    """Return the number of steps from the centres, -1 where out of reach; a folded node is no step."""
    source, target = snapshot.link_source, snapshot.link_target
    types = np.isin(snapshot.node_types, _codes(view.types, NODE_CLASSES))
    distance = np.full(len(snapshot), -1, dtype=np.int16)
    distance[list(view.centres)] = 0

    def step(frontier: "NDArray[np.bool_]", steps: int) -> "NDArray[np.bool_]":
        touched = allowed & (frontier[source] | frontier[target])
        reached = np.zeros(len(snapshot), dtype=bool)
        reached[source[touched]] = True
        reached[target[touched]] = True
        reached &= (distance < 0) & (types | middles)
        distance[reached] = steps
        return reached

    frontier = distance == 0
    for steps in range(1, view.depth + 1):
        reached = step(frontier, steps)
        if view.fold:
            reached |= step(reached & middles, steps)
        frontier = reached & ~middles
    return distance


def _fits(snapshot: Snapshot, view: View, numbers: "NDArray[np.intp]") -> "NDArray[np.bool_]":
    """Apply the filters by country and language to nodes whose class has such a field."""
    if not (view.country or view.language):
        return np.ones(len(numbers), dtype=bool)

    def fits(number: int) -> bool:
        node = snapshot.node(number)
        country = getattr(node, "country", view.country)
        languages = getattr(node, "languages", (view.language,))
        return (not view.country or country == view.country) and (not view.language or view.language in languages)

    return np.fromiter(map(fits, numbers.tolist()), dtype=bool, count=len(numbers))


def _degrees(snapshot: Snapshot, chosen: "NDArray[np.bool_]") -> "NDArray[np.intp]":
    size = len(snapshot)
    return np.bincount(snapshot.link_source[chosen], minlength=size) + np.bincount(
        snapshot.link_target[chosen], minlength=size
    )


@per_snapshot
def _all_degrees(snapshot: Snapshot) -> "NDArray[np.intp]":
    return _degrees(snapshot, np.ones(snapshot.link_count, dtype=bool))


def _drawn_links(
    snapshot: Snapshot, allowed: "NDArray[np.bool_]", nodes: tuple[int, ...], middles: "NDArray[np.bool_]"
) -> tuple[DrawnLink, ...]:
    inside = np.zeros(len(snapshot), dtype=bool)
    inside[list(nodes)] = True
    source, target = snapshot.link_source, snapshot.link_target
    direct: dict[tuple[int, int], list[int]] = {}
    for number in np.flatnonzero(allowed & inside[source] & inside[target]).tolist():
        first, second = sorted((int(source[number]), int(target[number])))
        direct.setdefault((first, second), []).append(number)
    folded: dict[tuple[int, int], list[int]] = {}
    for middle, members in _members(snapshot, allowed, inside, middles).items():
        for pair in combinations(sorted(members), 2):
            folded.setdefault(pair, []).append(middle)
    return tuple(
        DrawnLink(first=pair[0], second=pair[1], links=tuple(direct.get(pair, ())), through=tuple(folded.get(pair, ())))
        for pair in sorted(direct.keys() | folded.keys())
    )


def _members(
    snapshot: Snapshot, allowed: "NDArray[np.bool_]", inside: "NDArray[np.bool_]", middles: "NDArray[np.bool_]"
) -> dict[int, set[int]]:
    """Return the shown nodes at each folded node."""
    source, target = snapshot.link_source, snapshot.link_target
    members: dict[int, set[int]] = {}
    for ends, others in ((source, target), (target, source)):
        for number in np.flatnonzero(allowed & middles[ends] & inside[others]).tolist():
            members.setdefault(int(ends[number]), set()).add(int(others[number]))
    return members
