# SPDX-License-Identifier: GPL-3.0-or-later
"""Where every node of a network stands on the map, how important it is, and the discs around communities.

Worked out once per revision, from the stored layout. Coordinates never change
within a revision: whatever is shown, a node stays where it is.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.nodes import Affiliate, Group, Partner
from graph.snapshot.snapshot import Snapshot
from web.drawing.label_fit import LETTER, Box, push_out, shortened, text_width
from web.drawing.map_layout import Map, push

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]

UNIT = 20
"""Units of the drawing for one of the layout, so that whole numbers are fine enough."""
_SMALLEST_DISC = 6
"""Members of a community that is worth a disc and a name."""
_MOST_DISCS = 60
_MARGIN = 0.9 * UNIT
_ROOM_FOR = 40
"""Nodes at most whose names get room of their own; the best connected and those that name a disc."""
BEST = 10
"""Nodes whose names are always written."""
NAME = 26
"""Characters of a name on the map."""
_NOMINAL = 640
"""Pixels of the longer side of a map at which the room for names is measured."""
_ROUNDS = 12
"""How often room is made; who is moved takes its own room along, into that of others."""
_SPREAD, _APART = 2000, 1.15
"""Nodes up to which those that would lie on each other are moved apart, and how far."""
_GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Disc:
    """A community as it is drawn; its best connected organisation names it."""

    central: int
    x: int
    y: int
    radius: int
    members: int


@dataclass(frozen=True, slots=True)
class Atlas:
    """Columns over all nodes of a snapshot, and the discs."""

    x: "NDArray[np.int32]"
    y: "NDArray[np.int32]"
    contacts: "NDArray[np.int32]"
    """How many other nodes each one has a link with, themes and questions left out."""
    order: "Whole"
    """All nodes, the most important first."""
    disc: "NDArray[np.int16]"
    """Number of the disc that a node lies in, -1 for none."""
    discs: tuple[Disc, ...]

    @property
    def size(self) -> "Floats":
        """Half the width of each node as it is drawn."""
        half = 6 + np.minimum(20.0, 2.4 * np.sqrt(self.contacts))
        return np.round(half, 1).astype(np.float64)


def atlas(snapshot: Snapshot, nodes: "Whole", edges: "Whole", layout: Map) -> Atlas:
    """Return the map of a whole snapshot from the layout of its nodes without themes and questions."""
    contacts = np.zeros(len(snapshot), dtype=np.int32)
    contacts[nodes] = np.bincount(edges.ravel(), minlength=len(nodes))
    coordinates = np.zeros((len(snapshot), 2))
    coordinates[nodes] = layout.positions * UNIT
    order = np.lexsort((np.arange(len(snapshot)), -contacts))
    empty = np.zeros(0, dtype=np.int32)
    drawn = Atlas(empty, empty, contacts, order, np.zeros(0, dtype=np.int16), ())
    central, _ = _discs(snapshot, nodes, contacts, layout, coordinates)
    _make_room(snapshot, coordinates, drawn, nodes, [one.central for one in central])
    discs, disc = _discs(snapshot, nodes, contacts, layout, coordinates)
    _arrange_ideas(snapshot, coordinates, nodes)
    x, y = np.round(coordinates).astype(np.int32).T
    return Atlas(x, y, contacts, order, disc, discs)


def _discs(
    snapshot: Snapshot, nodes: "Whole", contacts: "NDArray[np.int32]", layout: Map, coordinates: "Floats"
) -> tuple[tuple[Disc, ...], "NDArray[np.int16]"]:
    """Return the discs, largest first, and the disc of every node."""
    disc = np.full(len(snapshot), -1, dtype=np.int16)
    sizes = np.bincount(layout.communities)
    labels = [label for label in np.argsort(-sizes, kind="stable").tolist() if sizes[label] >= _SMALLEST_DISC]
    is_organisation = np.zeros(len(snapshot), dtype=bool)
    is_organisation[snapshot.nodes_of(Affiliate, Partner, Group)] = True
    found: list[Disc] = []
    for label in labels[:_MOST_DISCS]:
        inside = np.flatnonzero(layout.communities == label)
        members = nodes[inside]
        named = members[is_organisation[members]] if is_organisation[members].any() else members
        central = named[np.lexsort((named, -contacts[named]))[0]]
        own = coordinates[members]
        x, y = (own.min(axis=0) + own.max(axis=0)) / 2
        radius = float(np.linalg.norm(own - (x, y), axis=1).max()) + _MARGIN
        disc[members] = len(found)
        found.append(Disc(int(central), round(float(x)), round(float(y)), round(radius), len(members)))
    return tuple(found), disc


def important(drawn: Atlas, centrals: list[int]) -> list[int]:
    """Return the nodes whose names come first: the best connected, then those that name a disc."""
    best = [int(number) for number in drawn.order[:BEST] if drawn.contacts[number]]
    return list(dict.fromkeys([*best, *centrals]))[:_ROOM_FOR]


def _make_room(snapshot: Snapshot, coordinates: "Floats", drawn: Atlas, nodes: "Whole", centrals: list[int]) -> None:
    """Move nodes out of the room that the most important names need below their nodes."""
    if not len(nodes):
        return
    extent = float((coordinates[nodes].max(axis=0) - coordinates[nodes].min(axis=0)).max())
    letter = LETTER * extent / _NOMINAL
    size = drawn.size
    rooms: list[Box] = []
    for _ in range(_ROUNDS):
        rooms = []
        for number in important(drawn, centrals):
            width = text_width(shortened(snapshot.names[number], NAME), letter) / 2
            x, y = coordinates[number].tolist()
            rooms.append(Box(x, y + float(size[number]) + letter * 0.9, width, letter * 0.9))
        has_moved = push_out(coordinates, nodes, size, rooms)
        if len(nodes) <= _SPREAD:
            own = coordinates[nodes]
            push(own, np.add.outer(size[nodes], size[nodes]) * _APART * (1 - np.eye(len(nodes))))
            coordinates[nodes] = own
        elif not has_moved:
            return
    push_out(coordinates, nodes, size, rooms)


def _arrange_ideas(snapshot: Snapshot, coordinates: "Floats", nodes: "Whole") -> None:
    """Put themes and questions amid what they are linked with, each a little apart from the others."""
    is_arranged = np.zeros(len(snapshot), dtype=bool)
    is_arranged[nodes] = True
    ideas = np.flatnonzero(~is_arranged)
    sums, counts = np.zeros_like(coordinates), np.zeros(len(snapshot))
    source, target = snapshot.link_source, snapshot.link_target
    for one, other in ((source, target), (target, source)):
        chosen = ~is_arranged[one] & is_arranged[other]
        np.add.at(sums, one[chosen], coordinates[other[chosen]])
        np.add.at(counts, one[chosen], 1)
    middle = coordinates[nodes].mean(axis=0) if len(nodes) else np.zeros(2)
    for turn, number in enumerate(ideas.tolist()):
        centre = sums[number] / counts[number] if counts[number] else middle
        away = UNIT * (1.5 + math.sqrt(turn))
        coordinates[number] = centre + np.array([math.cos(turn * _GOLDEN), math.sin(turn * _GOLDEN)]) * away
