# SPDX-License-Identifier: GPL-3.0-or-later
"""A drawing as SVG: what everybody sees first, prints, and keeps without scripts.

Colours are attributes, since the site's policy forbids inline style; text and
lines use `currentColor`, so that they follow light, dark and print.
"""

import math
from collections.abc import Sequence

from markupsafe import Markup

from graph.schema import Node
from web.labels import Box, kept, label_box, shortened
from web.network import Dot, Drawing

_MARGIN = 60.0
_SMALLEST = 300.0
"""Half a side of the smallest frame: three nodes are not blown up to fill the page."""
_WIDE_PIXELS, _NARROW_PIXELS = 960.0, 330.0
"""Width at which a drawing is read on a laptop and on a phone."""
_FONT_PIXELS = 13.0
_NARROW_FONT_PIXELS = 11.0
_NARROW_MOST = 12


def svg(drawing: Drawing, *, is_standalone: bool = False, title: str = "") -> Markup:
    """Return the drawing; standing alone it carries its title and only the wide labels."""
    frame = _frame(drawing.dots)
    left, top = frame.x - frame.half_width, frame.y - frame.half_height
    view_box = " ".join(f"{value:.0f}" for value in (left, top, 2 * frame.half_width, 2 * frame.half_height))
    parts = [_opening(view_box, is_standalone=is_standalone, title=title), _lines(drawing)]
    parts += [_dot(dot) for dot in drawing.dots]
    width = 2 * frame.half_width
    parts.append(_labels(drawing.dots, frame, _FONT_PIXELS * width / _WIDE_PIXELS, "wide", None))
    if not is_standalone:
        parts.append(_labels(drawing.dots, frame, _NARROW_FONT_PIXELS * width / _NARROW_PIXELS, "narrow", _NARROW_MOST))
    return Markup("").join([*parts, Markup("</svg>")])


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


def _opening(view_box: str, *, is_standalone: bool, title: str) -> Markup:
    if not is_standalone:
        return Markup('<svg class="drawing" aria-hidden="true" focusable="false" viewBox="{}">').format(view_box)
    opening = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}" font-family="sans-serif" color="#202122">')
    return opening.format(view_box) + Markup("<title>{}</title>").format(title)


def _lines(drawing: Drawing) -> Markup:
    parts = [Markup('<g class="ties" stroke="#868d93" fill="none">')]
    for line in drawing.lines:
        first, second = drawing.dots[line.first], drawing.dots[line.second]
        dashes = Markup(' stroke-dasharray="6 5"') if line.is_dashed else ""
        path = Markup('<path d="M{:.0f} {:.0f}L{:.0f} {:.0f}"{}{}/>')
        # One is the width of the whole group; a tooltip on each line would double the page for what the table says.
        width = Markup(' stroke-width="{}"').format(_n(line.width)) if line.width != 1 else ""
        parts.append(path.format(first.x, first.y, second.x, second.y, width, dashes))
    return Markup("").join([*parts, Markup("</g>")])


def _dot(dot: Dot) -> Markup:
    outline = Markup(' stroke="currentColor" stroke-width="4"') if dot.is_marked else ""
    inside = shape(dot.cls, dot.x, dot.y, dot.size)
    return Markup("<g{}><title>{}</title>{}</g>").format(outline, dot.title, inside)


def _labels(dots: Sequence[Dot], frame: Box, size: float, width: str, most: int | None) -> Markup:
    """Write the labels that fit, the marked and the most tied first, below their nodes or else above."""
    order = sorted(range(len(dots)), key=lambda number: (not dots[number].is_marked, -dots[number].size, number))
    longest = 40 if most is None else 22
    texts = [shortened(dots[number].label, longest) for number in order]
    boxes: list[tuple[Box, ...]] = []
    for number, text in zip(order, texts, strict=True):
        dot, away = dots[number], dots[number].size * 1.2 + size * 0.75
        boxes.append(tuple(label_box(dot.x, dot.y + shift, text, size) for shift in (away, -away)))
    nodes = [Box(dot.x, dot.y, dot.size, dot.size) for dot in dots]
    opening = Markup('<g class="labels {}" font-size="{}" text-anchor="middle" fill="currentColor">')
    parts = [opening.format(width, _n(size))]
    for number, box in kept(nodes, boxes, frame, most):
        weight = Markup(' font-weight="bold"') if dots[order[number]].is_marked else ""
        text = Markup('<text x="{}" y="{}"{}>{}</text>')
        parts.append(text.format(_n(box.x), _n(box.y + size * 0.35), weight, texts[number]))
    return Markup("").join([*parts, Markup("</g>")])
