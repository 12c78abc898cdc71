# SPDX-License-Identifier: GPL-3.0-or-later
"""A drawing as SVG: what everybody sees first, prints, and keeps without scripts.

Colours are attributes, since the site's policy forbids inline style; text and
lines use `currentColor`, so that they follow light, dark and print.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from graph.schema.nodes import Node
from graph.text.controls import without_controls
from web.drawing.drawing import Dot, Drawing
from web.drawing.label_fit import Box, kept, label_box, shortened
from web.drawing.role_colours import role_colour

_MARGIN = 60.0
_SMALLEST = 300.0
"""Half a side of the smallest frame: three nodes are not blown up to fill the page."""
_WIDE_PIXELS, _NARROW_PIXELS = 960.0, 330.0
_HIGH_PIXELS = 560.0
"""Width at which a drawing is read on a laptop and on a phone."""
_FONT_PIXELS = 13.0
_NARROW_FONT_PIXELS = 11.0
_NARROW_MOST = 12
_BOX = "box"
_INSIDE = "#202122"
"""Colour of the name inside a box, readable on its colour in light and dark (docs/web.md#shapes-and-colours)."""


def svg(drawing: Drawing, *, is_standalone: bool = False, title: str = "") -> Markup:
    """Return the drawing; standing alone it carries its title and only the wide labels.

    Lines are few long paths, and a node is a reference to its shape with its
    label inside: a third of the bytes that each by itself would take.
    """
    frame = _frame(drawing.dots)
    width = 2 * frame.half_width
    pixel = max(width / _WIDE_PIXELS, 2 * frame.half_height / _HIGH_PIXELS)
    wide = _labels(drawing.dots, frame, _FONT_PIXELS * pixel, None)
    left, top = frame.x - frame.half_width, frame.y - frame.half_height
    view_box = " ".join(f"{value:.0f}" for value in (left, top, width, 2 * frame.half_height))
    parts = [_opening(view_box, is_standalone=is_standalone, title=title), _shapes(drawing), _lines(drawing)]
    parts.append(_group("nodes", wide))
    parts += [_dot(number, dot, wide) for number, dot in enumerate(drawing.dots)]
    parts.append("</g>")
    if not is_standalone:
        narrow = _labels(drawing.dots, frame, _NARROW_FONT_PIXELS * width / _NARROW_PIXELS, _NARROW_MOST)
        parts.append(_group("narrow", narrow))
        parts += [_label(label, drawing.dots[number], 0, 0) for number, label in narrow.kept.items()]
        parts.append("</g>")
    # XML cannot hold the characters that are left out here, however they are written.
    return Markup(without_controls("".join([*parts, "</svg>"])))  # noqa: S704 - numbers of ours, and names that were escaped one by one


def shape(cls: type[Node], x: float, y: float, size: float) -> Markup:
    """Return the outline of a class's shape around a point, as large as the canvas draws it."""
    colour = cls.COLOUR
    match cls.SHAPE:
        case "dot":
            return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}"/>').format(_n(x), _n(y), _n(size), colour)
        case "square":
            corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
            return _polygon(corners, x, y, size * 0.9, colour)
        case "diamond":
            return _polygon([(0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)], x, y, size, colour)
        case "triangle":
            return _polygon([(0, -1.15), (1.1, 0.8), (-1.1, 0.8)], x, y, size, colour)
        case "triangleDown":
            return _polygon([(0, 1.15), (1.1, -0.8), (-1.1, -0.8)], x, y, size, colour)
        case "hexagon":
            return _polygon(_round(6, 0, 1.08, 1.08), x, y, size, colour)
        case "star":
            return _polygon(_round(10, -90, 1.25, 0.6), x, y, size, colour)
        case _:
            corners = [(-1.3, -0.8), (1.3, -0.8), (1.3, 0.8), (-1.3, 0.8)]
            return _polygon(corners, x, y, size, colour)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _round(corners: int, start: float, outer: float, inner: float) -> list[tuple[float, float]]:
    angles = (math.radians(start + 360 / corners * corner) for corner in range(corners))
    radii = (outer if corner % 2 == 0 else inner for corner in range(corners))
    return [(math.cos(angle) * radius, math.sin(angle) * radius) for angle, radius in zip(angles, radii, strict=True)]


def _polygon(corners: Sequence[tuple[float, float]], x: float, y: float, size: float, colour: str) -> Markup:
    points = " ".join(f"{_n(x + dx * size)},{_n(y + dy * size)}" for dx, dy in corners)
    return Markup('<polygon points="{}" fill="{}"/>').format(points, colour)


def _frame(dots: Sequence[Dot]) -> Box:
    if not dots:
        return Box(0, 0, _SMALLEST, _SMALLEST / 2)
    xs, ys = [dot.x for dot in dots], [dot.y for dot in dots]
    return Box(
        (max(xs) + min(xs)) / 2,
        (max(ys) + min(ys)) / 2,
        max(_SMALLEST * 1.4, (max(xs) - min(xs)) / 2 + 2 * _MARGIN),
        max(_SMALLEST * 0.8, (max(ys) - min(ys)) / 2 + _MARGIN),
    )


def _opening(view_box: str, *, is_standalone: bool, title: str) -> str:
    if not is_standalone:
        return f'<svg class="drawing" aria-hidden="true" focusable="false" viewBox="{view_box}">'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}" font-family="sans-serif" color="#202122">'
    return f"{opening}<title>{escape(title)}</title>"


def _shapes(drawing: Drawing) -> str:
    """Return each shape that is used once, for a node of size 10."""
    shapes = (f'<g id="shape-{cls.SHAPE}">{shape(cls, 0, 0, 10)}</g>' for cls in drawing.classes)
    return f"<defs>{''.join(shapes)}</defs>"


def _lines(drawing: Drawing) -> str:
    """Return the links, all of one look as one path; the middle of a drawing holds more ends than lines."""
    looks: dict[tuple[float, bool, str], list[tuple[int, int]]] = {}
    for line in drawing.lines:
        looks.setdefault((line.width, line.is_dashed, role_colour(line.role) or ""), []).append(
            (line.first, line.second)
        )
    parts = ['<g class="links" stroke="#868d93" fill="none">']
    for (width, is_dashed, colour), ends in sorted(looks.items()):
        # One is the width of the whole group; a tooltip on each line would double the page for what the table says.
        stroke = f' stroke-width="{_n(width)}"' if width != 1 else ""
        stroke += f' stroke="{colour}"' if colour else ""
        dashes = ' stroke-dasharray="6 5"' if is_dashed else ""
        points = (" ".join(f"{drawing.dots[end].x} {drawing.dots[end].y}" for end in trail) for trail in trails(ends))
        parts.append(f'<path d="{"".join(f"M{one}" for one in points)}"{stroke}{dashes}/>')
    return "".join([*parts, "</g>"])


def trails(lines: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return walks that go along every line once: a line that continues another needs one point instead of two.

    >>> trails([(1, 2), (2, 3), (1, 4)])
    [[1, 2, 3], [1, 4]]
    """
    open_ends: dict[int, dict[int, None]] = {}
    for first, second in lines:
        open_ends.setdefault(first, {})[second] = None
        open_ends.setdefault(second, {})[first] = None
    found: list[list[int]] = []
    # Beginning where lines are odd in number ends there too, and leaves the fewest walks.
    for start in sorted(open_ends, key=lambda end: (len(open_ends[end]) % 2 == 0, end)):
        while open_ends[start]:
            trail = [start]
            while open_ends[trail[-1]]:
                here = trail[-1]
                there = next(iter(open_ends[here]))
                del open_ends[here][there], open_ends[there][here]
                trail.append(there)
            found.append(trail)
    return found


@dataclass(frozen=True, slots=True)
class _Label:
    """A text at a place, and the half sides of the box around it, which only the name of a theme has."""

    text: str
    x: float
    y: float
    half_width: float = 0.0
    half_height: float = 0.0


@dataclass(frozen=True, slots=True)
class _Labels:
    """The labels that fit, by the position of their node, and the size of their letters."""

    size: float
    kept: dict[int, _Label]


def _labels(dots: Sequence[Dot], frame: Box, size: float, most: int | None) -> _Labels:
    """Choose the labels that fit, the marked and the most linked first: below their nodes, else above.

    The name of a theme stands inside, and widens its box.
    """
    order = sorted(range(len(dots)), key=lambda number: (not dots[number].is_marked, -dots[number].size, number))
    longest = 40 if most is None else 22
    texts = [shortened(dots[number].label, longest) for number in order]
    boxes: list[tuple[Box, ...]] = []
    for number, text in zip(order, texts, strict=True):
        dot, away = dots[number], dots[number].size * 1.2 + size * 0.75
        if dot.cls.SHAPE == _BOX:
            inside = label_box(dot.x, dot.y, text, size)
            width = max(inside.half_width + size * 0.5, dot.size * 1.3)
            boxes.append((inside._replace(half_width=width, half_height=max(size * 0.9, dot.size * 0.8)),))
        else:
            boxes.append(tuple(label_box(dot.x, dot.y + shift, text, size) for shift in (away, -away)))
    nodes = [Box(dot.x, dot.y, dot.size, dot.size) for dot in dots]
    found = {
        order[number]: _Label(texts[number], *(box if dots[order[number]].cls.SHAPE == _BOX else box[:2]))
        for number, box in kept(nodes, boxes, frame, most, order)
    }
    return _Labels(size, found)


def _group(name: str, labels: _Labels) -> str:
    return f'<g class="{name}" font-size="{_n(labels.size)}" text-anchor="middle" fill="currentColor">'


def _dot(number: int, dot: Dot, wide: _Labels) -> str:
    scale = dot.size / 10
    outline = f' stroke="currentColor" stroke-width="{_n(4 / scale)}"' if dot.is_marked else ""
    label = wide.kept.get(number)
    return (
        f'<g transform="translate({dot.x} {dot.y})"><title>{escape(dot.title)}</title>'
        f'<use href="#shape-{dot.cls.SHAPE}" transform="scale({_n(scale)})"{outline}/>'
        f"{_label(label, dot, dot.x, dot.y) if label else ''}</g>"
    )


def _label(label: _Label, dot: Dot, x: float, y: float) -> str:
    """Write a label, seen from a point; a theme's with its box behind it."""
    weight = ' font-weight="bold"' if dot.is_marked else ""
    across = f' x="{_n(label.x - x)}"' if label.x != x else ""
    box, inside = "", ""
    if label.half_height:
        outline = ' stroke="currentColor" stroke-width="4"' if dot.is_marked else ""
        corner = f'x="{_n(label.x - x - label.half_width)}" y="{_n(label.y - y - label.half_height)}"'
        sides = f'width="{_n(2 * label.half_width)}" height="{_n(2 * label.half_height)}"'
        box = f'<rect {corner} {sides} rx="5" fill="{dot.cls.COLOUR}"{outline}/>'
        inside = f' class="inside" fill="{_INSIDE}"'
    return f'{box}<text{across} y="{label.y - y:.0f}" dy=".35em"{weight}{inside}>{escape(label.text)}</text>'
