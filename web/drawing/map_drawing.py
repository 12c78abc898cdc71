# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in view of the map with its words and looks: for the picture, for the browser, and as data.

pyvis collects nodes and edges; what leaves it passes the whitelist of drawings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.schema.nodes import NODE_CLASSES, Node
from graph.snapshot.snapshot import Snapshot
from graph.text.message import say
from web.drawing.atlas import Atlas, Disc
from web.drawing.drawing import EDGE_KEYS, NODE_KEYS, SHAPES, only
from web.drawing.map_view import Shown
from web.wording.names import called, labels_in
from web.wording.schema_words import label

KEYS = NODE_KEYS | {"x", "y"}
WIDEST = 4
CHOSEN = "chosen"
"""The role of what somebody selected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A node on the map."""

    number: int
    id: str
    name: str
    cls: type[Node]
    x: int
    y: int
    size: float
    disc: int


@dataclass(frozen=True, slots=True)
class Role:
    """What a link between two nodes is in an answer; `words` say it."""

    first: int
    second: int
    role: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """An answer on the map: the nodes and links that it names, with their roles."""

    nodes: Mapping[int, str]
    """Role by number of the node."""
    links: tuple[Role, ...] = ()
    """Between numbers of nodes."""
    marks: Mapping[int, str] = field(default_factory=dict[int, str])
    """What is written on a node: its rank."""
    columns: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    """Nodes at the left and at the right, where the answer is read across."""

    @property
    def is_answer(self) -> bool:
        """Whether there is more to it than what somebody selected."""
        return set(self.nodes.values()) != {CHOSEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDrawing:
    """The nodes in view, the most important first, the links between their positions, and the discs."""

    spots: tuple[Spot, ...]
    links: tuple[tuple[int, int, int, bool], ...]
    """First, second, how many records, whether all are wishes."""
    discs: tuple[tuple[Disc, str], ...]
    """Each with its name."""
    found: int
    links_found: int
    overlay: Overlay | None = None
    positions: Mapping[int, int] = field(default_factory=dict)
    """Position by number of the node."""

    @property
    def classes(self) -> tuple[type[Node], ...]:
        """The node classes that occur."""
        used = {spot.cls for spot in self.spots}
        return tuple(cls for cls in NODE_CLASSES if cls in used)


def map_drawing(
    snapshot: Snapshot, drawn: Atlas, shown: Shown, language: str, overlay: Overlay | None = None
) -> MapDrawing:
    """Give names and looks to what is in view."""
    labels = labels_in(snapshot, language)

    def name(number: int) -> str:
        return called(snapshot.ids[number], snapshot.names[number], language, labels)

    sizes = drawn.size

    def spot(number: int) -> Spot:
        return Spot(
            number=number,
            id=snapshot.ids[number],
            name=name(number),
            cls=snapshot.type_of(number),
            x=int(drawn.x[number]),
            y=int(drawn.y[number]),
            size=float(sizes[number]),
            disc=int(drawn.disc[number]),
        )

    numbers: list[int] = shown.nodes.tolist()
    used = {int(drawn.disc[number]) for number in numbers}
    discs = tuple((disc, name(disc.central)) for index, disc in enumerate(drawn.discs) if index in used)
    return MapDrawing(
        spots=tuple(map(spot, numbers)),
        links=tuple(sorted((a, b, count, bool(wish)) for a, b, count, wish in shown.pairs.tolist())),
        discs=discs,
        found=shown.found,
        links_found=shown.pairs_found,
        overlay=overlay,
        positions={number: position for position, number in enumerate(numbers)},
    )


def middle_of(first: Spot, second: Spot, discs: Sequence[Disc]) -> tuple[int, int] | None:
    """Return where a link between two discs bends: the middle between them, so that such links lie together."""
    if first.disc == second.disc or first.disc < 0 or second.disc < 0:
        return None
    one, other = discs[first.disc], discs[second.disc]
    return (one.x + other.x) // 2, (one.y + other.y) // 2


def map_data(drawing: MapDrawing, drawn: Atlas, language: str) -> dict[str, Any]:
    """Return what the browser needs, as columns: a third of the bytes of a list of objects."""
    from pyvis.network import Network  # noqa: PLC0415 - 0.5 s, it brings IPython

    network = Network(directed=True)
    for index, spot in enumerate(drawing.spots):
        network.add_node(
            index, label=spot.name, x=spot.x, y=spot.y, size=spot.size, shape=spot.cls.SHAPE, color=spot.cls.COLOUR
        )
    for first, second, count, is_wish in drawing.links:
        network.add_edge(first, second, width=min(WIDEST, count), dashes=is_wish)
    collected, edges, *_ = network.get_network_data()
    nodes = [only(node, KEYS) for node in collected if node["shape"] in SHAPES]
    looks = {cls.SHAPE: index for index, cls in enumerate(drawing.classes)}
    ends = [only(edge, EDGE_KEYS) for edge in edges]
    return {
        "types": [
            {"type": cls.TYPE, "label": say(label(cls)(), language), "shape": cls.SHAPE, "color": cls.COLOUR}
            for cls in drawing.classes
        ],
        "nodes": {
            "id": [spot.id for spot in drawing.spots],
            "name": [node["label"] for node in nodes],
            "type": [looks[node["shape"]] for node in nodes],
            "x": [node["x"] for node in nodes],
            "y": [node["y"] for node in nodes],
            "size": [node["size"] for node in nodes],
            "disc": [spot.disc for spot in drawing.spots],
        },
        "links": {
            "from": [edge["from"] for edge in ends],
            "to": [edge["to"] for edge in ends],
            "width": [edge["width"] for edge in ends],
            "wishes": [index for index, edge in enumerate(ends) if edge["dashes"]],
        },
        "discs": [[disc.x, disc.y, disc.radius] for disc in drawn.discs],
        "centrals": [name for _, name in drawing.discs],
        "found": drawing.found,
        "links_found": drawing.links_found,
        **({"overlay": _overlay_data(drawing)} if drawing.overlay and drawing.overlay.is_answer else {}),
    }


def _overlay_data(drawing: MapDrawing) -> dict[str, Any]:
    overlay, indices = drawing.overlay, drawing.positions
    if overlay is None:
        return {}
    return {
        "nodes": [[indices[number], role] for number, role in overlay.nodes.items() if number in indices],
        "marks": [[indices[number], mark] for number, mark in overlay.marks.items() if number in indices],
        "links": [
            [indices[link.first], indices[link.second], link.role, link.words]
            for link in overlay.links
            if link.first in indices and link.second in indices
        ],
    }
