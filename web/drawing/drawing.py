# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a drawing shows to positions, words and the data for the browser.

pyvis only collects nodes and edges here; what leaves it passes a whitelist of
keys and of shapes, because it hands on whatever was ever set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graph.schema.nodes import NODE_CLASSES, Node
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Name, Text, say
from graph.text.say import join
from web.drawing.ego import DrawnLink, Ego, is_wish
from web.drawing.ego_layout import around, seed_of
from web.drawing.label_fit import shortened
from web.drawing.role_colours import role_colour
from web.wording.map_texts import ROLES
from web.wording.names import called, labels_in
from web.wording.render import plain_sentence
from web.wording.schema_words import backward, forward, label

NODE_KEYS = frozenset({"label", "title", "size", "shape", "color", "borderWidth"})
EDGE_KEYS = frozenset({"from", "to", "title", "width", "dashes", "color"})
"""Without `arrows`: links are drawn without heads, and pyvis would put one on each."""
SHAPES = frozenset({"dot", "square", "diamond", "triangle", "triangleDown", "star", "hexagon", "box"})
STRETCH = 1.3, 0.9
"""Drawings are wider than high, and labels need the room sideways."""
NO_ROLES: Mapping[tuple[int, int], str] = MappingProxyType({})
_GRID = 5
"""Positions are this coarse, a pixel or two on a laptop: fewer different numbers are fewer bytes."""
NODE_TITLE = Text("drawing-node", "$1 ($2)", "Name of a node in a drawing; $1 name, $2 type")
LINK_TITLE = Text("drawing-link", "$1 – $2: $3", "A link in a drawing; $1 and $2 names, $3 list of links in words")
_THROUGH = Text("drawing-through", "together through $1", "A link in a drawing; $1 list of projects, events, groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A node as it is drawn."""

    number: int
    id: str
    name: str
    cls: type[Node]
    x: int
    y: int
    size: int
    is_marked: bool
    title: str

    @property
    def label(self) -> str:
        """The name as the drawing writes it."""
        return shortened(self.name, 24 if self.cls.SHAPE == "box" else 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A link as it is drawn; `first` and `second` are positions in the list of dots, `words` what links them."""

    first: int
    second: int
    width: float
    is_dashed: bool
    words: str
    role: str = ""
    """What it is in an answer, if anything (`web/drawing/overlays.py`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Nodes and links with positions; the first dots are the marked ones."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]

    @property
    def classes(self) -> tuple[type[Node], ...]:
        """The node classes that occur, for the legend."""
        used = {dot.cls for dot in self.dots}
        return tuple(cls for cls in NODE_CLASSES if cls in used)

    @property
    def indices(self) -> dict[str, int]:
        """The position of each dot by the id of its node; rows of tables name their dot by it."""
        return {dot.id: index for index, dot in enumerate(self.dots)}

    @property
    def has_dashes(self) -> bool:
        """Whether the legend must explain dashed lines."""
        return any(line.is_dashed and not line.role for line in self.lines)

    @property
    def roles(self) -> list[str]:
        """The roles that occur, for the legend."""
        used = {line.role for line in self.lines}
        return [role for role in ROLES if role in used]


def draw(
    snapshot: Snapshot,
    shown: Ego,
    language: str,
    coordinates: Mapping[int, tuple[float, float]] | None = None,
    roles: Mapping[tuple[int, int], str] = NO_ROLES,
) -> Drawing:
    """Give positions and words to what a drawing shows.

    `coordinates` are those of nodes whose order means something, `roles` say what links are in an answer.
    """
    index = {number: position for position, number in enumerate(shown.nodes)}
    edges = [(index[drawn.first], index[drawn.second]) for drawn in shown.drawn_links if drawn.first != drawn.second]
    coordinates = coordinates or _coordinates(snapshot, shown, edges)
    degree = [0] * len(shown.nodes)
    for first, second in edges:
        degree[first] += 1
        degree[second] += 1
    marked = set(shown.centres)
    labels = labels_in(snapshot, language)
    names = [called(snapshot.ids[number], snapshot.names[number], language, labels) for number in shown.nodes]
    dots = tuple(
        Dot(
            number=number,
            id=snapshot.ids[number],
            name=names[position],
            cls=snapshot.type_of(number),
            x=_GRID * round(coordinates[number][0] / _GRID),
            y=_GRID * round(coordinates[number][1] / _GRID),
            size=24 if number in marked else round(11 + min(9.0, 1.5 * degree[position] ** 0.5)),
            is_marked=number in marked,
            title=say(NODE_TITLE(names[position], label(snapshot.type_of(number))()), language),
        )
        for position, number in enumerate(shown.nodes)
    )
    lines = tuple(
        Line(
            first=index[drawn.first],
            second=index[drawn.second],
            width=_width(drawn, roles),
            is_dashed=_is_dashed(snapshot, drawn, roles),
            words=_link_words(snapshot, drawn, language, labels, roles),
            role=roles.get((drawn.first, drawn.second), ""),
        )
        for drawn in shown.drawn_links
        if drawn.first != drawn.second
    )
    return Drawing(dots=dots, lines=lines)


def _coordinates(snapshot: Snapshot, shown: Ego, edges: list[tuple[int, int]]) -> dict[int, tuple[float, float]]:
    centre = 0 if len(shown.centres) == 1 else None
    seed = seed_of(snapshot.ids[shown.nodes[0]]) if shown.nodes else 0
    positions = around(len(shown.nodes), edges, centre, seed) * STRETCH
    return {number: (x, y) for number, (x, y) in zip(shown.nodes, positions.tolist(), strict=True)}


def _width(drawn: DrawnLink, roles: Mapping[tuple[int, int], str]) -> float:
    if (drawn.first, drawn.second) in roles:
        return 2.5
    return round(1 + min(4.0, 0.8 * (len(drawn.links) + len(drawn.through) - 1)), 1)


def _is_dashed(snapshot: Snapshot, drawn: DrawnLink, roles: Mapping[tuple[int, int], str]) -> bool:
    role = roles.get((drawn.first, drawn.second))
    return role.endswith("-dashed") if role else is_wish(snapshot, drawn)


def _link_words(
    snapshot: Snapshot,
    drawn: DrawnLink,
    language: str,
    labels: Mapping[str, str],
    roles: Mapping[tuple[int, int], str] = NO_ROLES,
) -> str:
    role = roles.get((drawn.first, drawn.second))
    if role in ROLES:
        return plain_sentence(ROLES[role](), language)
    kinds = [
        (forward if int(snapshot.link_source[number]) == drawn.first else backward)(snapshot.link_type_of(number))()
        for number in drawn.links
    ]
    through = [Name(snapshot.ids[number], snapshot.names[number]) for number in drawn.through]
    kinds += [_THROUGH(through)] if through else []
    return join(list(dict.fromkeys(plain_sentence(kind, language, labels) for kind in kinds)), language)


def network_data(drawing: Drawing, language: str = "en") -> dict[str, Any]:
    """Return what the browser's engine needs, and nothing else, as plain values.

    Nodes are named by their place in the list, and what the script can put
    together is left out: ids, sentences, and the positions, which the drawing
    itself has. They were two thirds of a page with 150 nodes.
    """
    from pyvis.network import Network  # noqa: PLC0415 - 0.5 s, it brings IPython

    network = Network(directed=True)
    for index, dot in enumerate(drawing.dots):
        special: dict[str, Any] = {"borderWidth": 3} if dot.is_marked else {}
        if dot.label != dot.name:
            special["title"] = dot.title
        network.add_node(index, label=dot.label, size=dot.size, shape=dot.cls.SHAPE, color=dot.cls.COLOUR, **special)
    for line in drawing.lines:
        special = {"width": line.width, "dashes": line.is_dashed, "color": role_colour(line.role)}
        defaults = {"width": 1.0, "dashes": False, "color": None}
        network.add_edge(
            line.first,
            line.second,
            title=line.words,
            **{key: value for key, value in special.items() if value != defaults[key]},
        )
    nodes, edges, *_ = network.get_network_data()
    return {
        "nodes": [only(node, NODE_KEYS) for node in nodes if node["shape"] in SHAPES],
        "edges": _together([only(edge, EDGE_KEYS) for edge in edges]),
        "marked": [index for index, dot in enumerate(drawing.dots) if dot.is_marked],
        "types": {cls.SHAPE: say(label(cls)(), language) for cls in drawing.classes},
        "titles": {"node": say(NODE_TITLE("$1", "$2"), language), "edge": say(LINK_TITLE("$1", "$2", "$3"), language)},
    }


def _together(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return edges of one look once, with all their ends in a row: half the bytes, once compressed."""
    looks: dict[str, dict[str, Any]] = {}
    for edge in edges:
        ends = edge.pop("from"), edge.pop("to")
        looks.setdefault(repr(sorted(edge.items())), {**edge, "ends": []})["ends"].extend(ends)
    return list(looks.values())


def only(attributes: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """Return the attributes that may leave."""
    return {key: value for key, value in attributes.items() if key in keys}
