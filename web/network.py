# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a drawing shows to positions, words and the data for the browser.

pyvis only collects nodes and edges here; what leaves it passes a whitelist of
keys and of shapes, because it hands on whatever was ever set.
"""

from dataclasses import dataclass
from typing import Any

from graph.messages import Text, say
from graph.schema import NODE_CLASSES, Node
from graph.snapshot import Snapshot
from web.ego import Ego, Tie, is_wish
from web.labels import shortened
from web.layout import around, seed_of
from web.words import backward, forward, label

NODE_KEYS = frozenset({"id", "label", "title", "x", "y", "size", "shape", "color", "font", "borderWidth"})
EDGE_KEYS = frozenset({"id", "from", "to", "title", "width", "color", "dashes"})
"""Without `arrows`: links are drawn without heads, and pyvis would put one on each."""
SHAPES = frozenset({"dot", "square", "diamond", "triangle", "triangleDown", "star", "hexagon", "box"})
STRETCH = 1.3, 0.9
"""Drawings are wider than high, and labels need the room sideways."""
_TITLE = Text("drawing-node", "$1 ($2)", "Name of a node in a drawing; $1 name, $2 type")
_TIE = Text("drawing-tie", "$1 – $2: $3", "A tie in a drawing; $1 and $2 names, $3 list of ties in words")
_THROUGH = Text("drawing-through", "together through $1", "A tie in a drawing; $1 list of projects, events, groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A node as it is drawn."""

    number: int
    id: str
    name: str
    cls: type[Node]
    x: float
    y: float
    size: float
    is_marked: bool
    title: str

    @property
    def label(self) -> str:
        """The name as the drawing writes it."""
        return shortened(self.name, 24 if self.cls.SHAPE == "box" else 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A tie as it is drawn; `first` and `second` are positions in the list of dots."""

    first: int
    second: int
    width: float
    is_dashed: bool
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Nodes and ties with positions; the first dots are the marked ones."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]

    @property
    def classes(self) -> tuple[type[Node], ...]:
        """The node classes that occur, for the legend."""
        used = {dot.cls for dot in self.dots}
        return tuple(cls for cls in NODE_CLASSES if cls in used)

    @property
    def has_dashes(self) -> bool:
        """Whether the legend must explain dashed lines."""
        return any(line.is_dashed for line in self.lines)


def draw(snapshot: Snapshot, shown: Ego, language: str) -> Drawing:
    """Give positions and words to what a drawing shows."""
    place = {number: position for position, number in enumerate(shown.nodes)}
    edges = [(place[tie.first], place[tie.second]) for tie in shown.ties if tie.first != tie.second]
    centre = 0 if len(shown.centres) == 1 else None
    seed = seed_of(snapshot.ids[shown.nodes[0]]) if shown.nodes else 0
    positions = around(len(shown.nodes), edges, centre, seed)
    degree = [0] * len(shown.nodes)
    for first, second in edges:
        degree[first] += 1
        degree[second] += 1
    marked = set(shown.centres)
    dots = tuple(
        Dot(
            number=number,
            id=snapshot.ids[number],
            name=snapshot.names[number],
            cls=snapshot.type_of(number),
            x=round(float(positions[position, 0]) * STRETCH[0], 2),
            y=round(float(positions[position, 1]) * STRETCH[1], 2),
            size=24.0 if number in marked else round(11 + min(9.0, 1.5 * degree[position] ** 0.5), 1),
            is_marked=number in marked,
            title=say(_TITLE(snapshot.names[number], label(snapshot.type_of(number))()), language),
        )
        for position, number in enumerate(shown.nodes)
    )
    lines = tuple(
        Line(
            first=place[tie.first],
            second=place[tie.second],
            width=round(1 + min(4.0, 0.8 * (len(tie.links) + len(tie.through) - 1)), 1),
            is_dashed=is_wish(snapshot, tie),
            title=_tie_words(snapshot, tie, language),
        )
        for tie in shown.ties
        if tie.first != tie.second
    )
    return Drawing(dots=dots, lines=lines)


def _tie_words(snapshot: Snapshot, tie: Tie, language: str) -> str:
    kinds = [
        (forward if int(snapshot.link_source[number]) == tie.first else backward)(snapshot.link_type_of(number))()
        for number in tie.links
    ]
    kinds += [_THROUGH([snapshot.names[number] for number in tie.through])] if tie.through else []
    unique = list(dict.fromkeys(say(kind, language) for kind in kinds))
    return say(_TIE(snapshot.names[tie.first], snapshot.names[tie.second], unique), language)


def network_data(drawing: Drawing) -> dict[str, Any]:
    """Return what the browser's engine needs, and nothing else, as plain values."""
    from pyvis.network import Network  # noqa: PLC0415 - 0.5 s, it brings IPython

    network = Network(directed=True)
    for dot in drawing.dots:
        network.add_node(
            dot.id,
            label=dot.label,
            title=dot.title,
            x=dot.x,
            y=dot.y,
            size=dot.size,
            shape=dot.cls.SHAPE,
            color=dot.cls.COLOUR,
            borderWidth=3 if dot.is_marked else 1,
        )
    for line in drawing.lines:
        ends = drawing.dots[line.first].id, drawing.dots[line.second].id
        # What is the engine's default anyway is left out: 400 times "false" is a lot on a slow line.
        special = {"width": line.width, "dashes": line.is_dashed}
        defaults = {"width": 1.0, "dashes": False}
        network.add_edge(
            *ends, title=line.title, **{key: value for key, value in special.items() if value != defaults[key]}
        )
    nodes, edges, *_ = network.get_network_data()
    return {
        "nodes": [_only(node, NODE_KEYS) for node in nodes if node["shape"] in SHAPES],
        "edges": [_only(edge, EDGE_KEYS) for edge in edges],
        "marked": [dot.id for dot in drawing.dots if dot.is_marked],
    }


def _only(attributes: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in attributes.items() if key in keys}
