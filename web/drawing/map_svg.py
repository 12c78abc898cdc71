# SPDX-License-Identifier: GPL-3.0-or-later
"""The map as SVG: what everybody sees first, prints, and keeps without scripts.

The browser's engine draws the same places; colours are attributes of the
schema, or classes of the stylesheet for the roles of an answer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from web.drawing.atlas import BEST, NAME, Atlas
from web.drawing.label_fit import LETTER, Box, kept, label_box, shortened
from web.drawing.map_drawing import WIDEST, MapDrawing, Overlay, Spot, middle_of
from web.drawing.role_colours import role_colour
from web.drawing.svg import shape, trails

_MARGIN = 40
_WIDE_PIXELS, _NARROW_PIXELS = 700.0, 320.0
"""The shorter side of the window in which a map is read, on a laptop and on a phone."""
_NARROW_LETTER = 11.0
_WIDE_LABELS, _NARROW_LABELS = 90, 14
_TURNS, _FARTHEST = 12, 26
_BROADER = 1.12
"""Names of discs are bold, which is so much wider; it does no harm to the others."""
_TRIED = 220
"""Names that are tried at most; those of less important nodes have no chance."""


@dataclass(frozen=True, slots=True)
class Written:
    """A name at its place."""

    position: int
    text: str
    x: float
    y: float


def map_svg(drawing: MapDrawing, drawn: Atlas, *, is_standalone: bool = False, title: str = "") -> Markup:
    """Return the picture of what is in view."""
    frame = frame_of(drawing)
    left, top = frame.x - frame.half_width, frame.y - frame.half_height
    view_box = f"{left:.0f} {top:.0f} {2 * frame.half_width:.0f} {2 * frame.half_height:.0f}"
    longer = 2 * max(frame.half_width, frame.half_height)
    parts = [_opening(view_box, is_standalone=is_standalone, title=title), _shapes(drawing), _discs(drawing)]
    overlay = drawing.overlay
    parts += ['<g opacity="0.25">' if overlay else "<g>", _links(drawing, drawn), _nodes(drawing), "</g>"]
    if overlay:
        parts.append(_answer(drawing, overlay, drawn, longer / _WIDE_PIXELS))
    sizes = [("names", LETTER * longer / _WIDE_PIXELS, _WIDE_LABELS)]
    if not is_standalone:
        sizes.append(("names narrow", _NARROW_LETTER * 2 * frame.half_width / _NARROW_PIXELS, _NARROW_LABELS))
    parts += [_names(name, size, drawing, names(drawing, frame, size, most)) for name, size, most in sizes]
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - numbers of ours, and names that were escaped one by one


def frame_of(drawing: MapDrawing) -> Box:
    """Return the rectangle around everything in view."""
    if not drawing.spots:
        return Box(0, 0, 300, 200)
    lefts = [spot.x - spot.size for spot in drawing.spots] + [disc.x - disc.radius for disc, _ in drawing.discs]
    rights = [spot.x + spot.size for spot in drawing.spots] + [disc.x + disc.radius for disc, _ in drawing.discs]
    tops = [spot.y - spot.size for spot in drawing.spots] + [disc.y - disc.radius for disc, _ in drawing.discs]
    bottoms = [spot.y + spot.size for spot in drawing.spots] + [disc.y + disc.radius for disc, _ in drawing.discs]
    left, right, top, bottom = min(lefts), max(rights), min(tops), max(bottoms)
    width = max(300.0, (right - left) / 2 + 2 * _MARGIN)
    return Box((left + right) / 2, (top + bottom) / 2, width, max(200.0, (bottom - top) / 2 + _MARGIN))


def order_of_names(drawing: MapDrawing) -> list[int]:
    """Return the positions of nodes in the order in which they get their names."""
    roles = drawing.overlay.nodes if drawing.overlay else {}
    centrals = {disc.central for disc, _ in drawing.discs}
    positions = range(len(drawing.spots))
    return sorted(
        positions,
        key=lambda index: (
            drawing.spots[index].number not in roles,
            index >= BEST and drawing.spots[index].number not in centrals,
            index,
        ),
    )[:_TRIED]


def names(drawing: MapDrawing, frame: Box, size: float, most: int | None) -> list[Written]:
    """Choose the names that fit: below their nodes, else above or beside them."""
    order = order_of_names(drawing)
    texts = [shortened(drawing.spots[index].name, NAME) for index in order]
    boxes = [
        _boxes(drawing.spots[index], text, size * _BROADER, is_best=index < BEST)
        for index, text in zip(order, texts, strict=True)
    ]
    nodes = [Box(spot.x, spot.y, spot.size, spot.size) for spot in drawing.spots]
    return [Written(order[number], texts[number], box.x, box.y) for number, box in kept(nodes, boxes, frame, most)]


def _boxes(spot: Spot, text: str, size: float, *, is_best: bool) -> Sequence[Box]:
    """Return where a name may stand; that of a best connected node also further and further off, all around."""
    away = spot.size + size * 0.75
    below = label_box(spot.x, spot.y, text, size)
    beside = spot.size + size * 0.4 + below.half_width
    steps = [(0, away), (0, -away), (beside, 0), (-beside, 0), (0, away + size), (0, -away - size)]
    if is_best:
        turns = [math.pi * (2 * turn + 1) / _TURNS for turn in range(_TURNS)]
        steps += [
            (math.cos(turn) * step * size * 1.6, math.sin(turn) * step * size)
            for step in range(2, _FARTHEST)
            for turn in turns
        ]
    return [Box(spot.x + x, spot.y + y, below.half_width, below.half_height) for x, y in steps]


def _opening(view_box: str, *, is_standalone: bool, title: str) -> str:
    if not is_standalone:
        return f'<svg class="drawing atlas" aria-hidden="true" focusable="false" viewBox="{view_box}">'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}" font-family="sans-serif" color="#202122">'
    return f"{opening}<title>{escape(title)}</title>"


def _shapes(drawing: MapDrawing) -> str:
    shapes = (f'<g id="shape-{cls.TYPE}">{shape(cls, 0, 0, 10)}</g>' for cls in drawing.classes)
    return f"<defs>{''.join(shapes)}</defs>"


def _discs(drawing: MapDrawing) -> str:
    circles = (f'<circle cx="{disc.x}" cy="{disc.y}" r="{disc.radius}"/>' for disc, _ in drawing.discs)
    return f'<g class="discs" fill="currentColor" fill-opacity="0.05">{"".join(circles)}</g>'


def _links(drawing: MapDrawing, drawn: Atlas) -> str:
    """Return the links, all of one look as one path."""
    looks: dict[tuple[int, bool], list[str]] = {}
    straight: dict[tuple[int, bool], list[tuple[int, int]]] = {}
    for first, second, count, is_wish in drawing.links:
        one, other = drawing.spots[first], drawing.spots[second]
        bend = middle_of(one, other, drawn.discs)
        look = min(count, WIDEST), is_wish
        if bend:
            way = f"M{one.x} {one.y}Q{bend[0]} {bend[1]} {other.x} {other.y}"
            looks.setdefault(look, []).append(way)
        else:
            straight.setdefault(look, []).append((first, second))
    for look, ends in straight.items():
        # A line that continues another needs one point instead of two.
        walks = (" ".join(f"{drawing.spots[end].x} {drawing.spots[end].y}" for end in walk) for walk in trails(ends))
        looks.setdefault(look, []).extend(f"M{walk}" for walk in walks)
    parts = ['<g class="links" stroke="#868d93" stroke-opacity="0.6" fill="none">']
    for (width, is_wish), ways in sorted(looks.items()):
        dashes = ' stroke-dasharray="6 5"' if is_wish else ""
        parts.append(f'<path d="{"".join(ways)}" stroke-width="{1 + 0.6 * (width - 1):.1f}"{dashes}/>')
    return "".join([*parts, "</g>"])


def _answer(drawing: MapDrawing, overlay: Overlay, drawn: Atlas, pixel: float) -> str:
    """Return the links and nodes of an answer, over the dimmed map."""
    spots = {number: drawing.spots[index] for number, index in drawing.positions.items()}
    parts = ['<g class="answer" fill="none">']
    for link in overlay.links:
        if link.first not in spots or link.second not in spots:
            continue
        one, other = spots[link.first], spots[link.second]
        bend = middle_of(one, other, drawn.discs)
        way = f"Q{bend[0]} {bend[1]} {other.x} {other.y}" if bend else f"L{other.x} {other.y}"
        is_dashed = link.role.endswith("-dashed")
        dashes = f' stroke-dasharray="{6 * pixel:.0f} {5 * pixel:.0f}"' if is_dashed else ""
        colour = role_colour(link.role) or "currentColor"
        path = f'<path d="M{one.x} {one.y}{way}" stroke="{colour}" stroke-width="{2.2 * pixel:.1f}"{dashes}/>'
        parts.append(path)
    for number, role in overlay.nodes.items():
        if number in spots:
            spot = spots[number]
            scale = max(spot.size, 6 * pixel) / 10
            colour = role_colour(role) or "currentColor"
            index = f"translate({spot.x} {spot.y})scale({scale:.2f})"
            outline = f'stroke="{colour}" stroke-width="{2.5 * pixel / scale:.1f}"'
            parts.append(f'<use href="#shape-{spot.cls.TYPE}" transform="{index}" {outline}/>')
    return "".join([*parts, "</g>"])


def _nodes(drawing: MapDrawing) -> str:
    parts: list[str] = ['<g class="nodes">']
    for spot in reversed(drawing.spots):
        index = f"translate({spot.x} {spot.y})scale({spot.size / 10:.2f})"
        parts.append(f'<use href="#shape-{spot.cls.TYPE}" transform="{index}"/>')
    return "".join([*parts, "</g>"])


def _names(name: str, size: float, drawing: MapDrawing, written: Sequence[Written]) -> str:
    centrals = {disc.central for disc, _ in drawing.discs}
    parts = [f'<g class="{name}" font-size="{size:.1f}" text-anchor="middle" fill="currentColor">']
    for one in written:
        spot = drawing.spots[one.position]
        away = math.hypot(one.x - spot.x, one.y - spot.y)
        if away > spot.size + 2 * size and abs(one.x - spot.x) > 1 and abs(one.y - spot.y) > 1:
            line = f'<path d="M{spot.x} {spot.y}L{one.x:.0f} {one.y:.0f}" stroke="currentColor" stroke-width="1"/>'
            parts.append(line)
        weight = ' font-weight="bold"' if drawing.spots[one.position].number in centrals else ""
        parts.append(f'<text x="{one.x:.0f}" y="{one.y:.0f}" dy=".35em"{weight}>{escape(one.text)}</text>')
    return "".join([*parts, "</g>"])
