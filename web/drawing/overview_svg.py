# SPDX-License-Identifier: GPL-3.0-or-later
"""The overview as SVG, once across and once upright for narrow screens; every circle is a link."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from markupsafe import Markup

from graph.snapshot.snapshot import Snapshot
from graph.text.message import Name, Text, say
from web.drawing.label_fit import Box, kept, label_box, shortened, text_width
from web.drawing.map_layout import push
from web.drawing.overview import Cluster, Overview
from web.wording.names import called, labels_in
from web.wording.render import plain_sentence, url

_AROUND = Text("overview-around", "around $1", "What a cluster is called; $1 its best connected organisation")
_CIRCLE = Text(
    "overview-circle",
    "$1: {{PLURAL:$2|one person|$2 people}}, {{PLURAL:$3|one organisation|$3 organisations}}",
    "Accessible name of a circle; $1 name of the cluster, $2 and $3 numbers",
)
_DESCRIPTION = Text(
    "overview-description",
    "{{PLURAL:$1|One cluster|$1 clusters}} and {{PLURAL:$2|the tie|the $2 strongest ties}} between them",
    "Accessible name of the overview; $1 circles, $2 ties",
)
_SHARE_COVERED = 0.09
_PADDING = 6.0
_LARGEST = 70.0


class Frame(NamedTuple):
    """Size of a drawing, its smallest circle, its letters, and how many names it may have."""

    name: str
    width: float
    height: float
    smallest: float
    font: float
    names: int | None


ACROSS = Frame("across", 900, 560, 15, 13, None)
UPRIGHT = Frame("upright", 600, 860, 23, 21, 8)


def cluster_url(snapshot: Snapshot, cluster: Cluster) -> str:
    """Return the address of a cluster's own drawing."""
    return url("/network", cluster=snapshot.ids[cluster.central])


def overview_svg(snapshot: Snapshot, shown: Overview, frame: Frame, language: str) -> Markup:
    """Return the drawing of the clusters in one of the two frames."""
    if not shown.clusters:
        return Markup()
    centres, radii = _arranged(tuple((cluster.x, cluster.y, cluster.people) for cluster in shown.clusters), frame)
    description = say(_DESCRIPTION(len(shown.clusters), len(shown.ties)), language)
    opening = Markup('<svg class="map {}" role="group" aria-label="{}" viewBox="0 0 {:.0f} {:.0f}">')
    parts = [opening.format(frame.name, description, frame.width, frame.height)]
    parts.append(_ties(shown.ties, centres))
    labels = labels_in(snapshot, language)
    names = [Name(snapshot.ids[cluster.central], snapshot.names[cluster.central]) for cluster in shown.clusters]
    texts = [shortened(called(name.id, name.name, language, labels), 34) for name in names]
    places = [
        (_inside(x, text, frame), y + radius + frame.font * 0.8)
        for (x, y), radius, text in zip(centres.tolist(), radii, texts, strict=True)
    ]
    boxes = [label_box(x, y, text, frame.font) for (x, y), text in zip(places, texts, strict=True)]
    circles = [Box(x, y, radius, radius) for (x, y), radius in zip(centres.tolist(), radii, strict=True)]
    whole = Box(frame.width / 2, frame.height / 2, frame.width / 2, frame.height / 2)
    named = dict(kept(circles, [(box,) for box in boxes], whole, frame.names))
    for number, cluster in enumerate(shown.clusters):
        label = (*places[number], texts[number]) if number in named else None
        said = _CIRCLE(_AROUND(names[number]), cluster.people, cluster.organisations)
        parts.append(
            _circle(snapshot, cluster, circles[number], plain_sentence(said, language, labels), label, frame.font)
        )
    return Markup("").join([*parts, Markup("</svg>")])


def _inside(x: float, text: str, frame: Frame) -> float:
    """Move a name sideways so that it lies in the frame."""
    half = text_width(text, frame.font) / 2 + 3
    return min(max(x, half), max(half, frame.width - half))


@lru_cache(maxsize=8)
def _arranged(
    clusters: tuple[tuple[float, float, int], ...], frame: Frame
) -> tuple["np.ndarray[tuple[int, int], np.dtype[np.float64]]", list[float]]:
    """Stretch the map to the frame, push overlapping circles apart, keep all inside; x, y and people of each.

    Kept, since it is the same for every visitor and takes 50 ms.
    """
    people = sum(max(1, count) for _, _, count in clusters)
    factor = max(2.4, math.sqrt(_SHARE_COVERED * frame.width * frame.height / (math.pi * people)))
    radii = [min(_LARGEST, max(frame.smallest, factor * math.sqrt(count))) for _, _, count in clusters]
    points = np.array([(x, y) for x, y, _ in clusters])
    margin = np.array([[max(radius + 8, frame.width * 0.1), radius + 10 + frame.font] for radius in radii])
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([frame.width, frame.height])
    extent = np.where(high > low, high - low, 1.0)
    widest = margin.max(axis=0)
    points = widest + (points - low) / extent * (room - 2 * widest)
    points = np.where(high > low, points, room / 2)
    reach = np.add.outer(np.array(radii), np.array(radii)) + _PADDING + frame.font
    np.fill_diagonal(reach, 0.0)
    for _ in range(200):
        largest = push(points, reach)
        np.clip(points, margin, room - margin, out=points)
        if largest < 1:
            break
    return np.round(points, 1).astype(np.float64), radii


def _ties(ties: Sequence[tuple[int, int, int]], centres: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> Markup:
    strongest = max((weight for _, _, weight in ties), default=1)
    parts = [Markup('<g stroke="#868d93" stroke-opacity="0.55" aria-hidden="true">')]
    for first, second, weight in ties:
        (x, y), (u, v) = centres[first].tolist(), centres[second].tolist()
        line = Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke-width="{:.1f}"/>')
        parts.append(line.format(x, y, u, v, 0.6 + 5 * weight / strongest))
    return Markup("").join([*parts, Markup("</g>")])


def _circle(
    snapshot: Snapshot,
    cluster: Cluster,
    box: Box,
    name: str,
    label: tuple[float, float, str] | None,
    font: float,
) -> Markup:
    colour = snapshot.type_of(cluster.central).COLOUR
    drawn = Markup(
        '<a href="{}" aria-label="{}"><title>{}</title>'
        '<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" fill="{}" stroke="none"/>'
    ).format(cluster_url(snapshot, cluster), name, name, box.x, box.y, box.half_width, colour)
    if label:
        text = Markup('<text x="{:.1f}" y="{:.1f}" font-size="{}" text-anchor="middle" fill="currentColor">{}</text>')
        drawn += text.format(label[0], label[1] + font * 0.35, font, label[2])
    return drawn + Markup("</a>")
