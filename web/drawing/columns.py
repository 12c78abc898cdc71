# SPDX-License-Identifier: GPL-3.0-or-later
"""An answer that is read across: who acts at the left, what it is about at the right, a link for each row."""

from graph.snapshot.snapshot import Snapshot
from web.drawing.drawing import Drawing, draw
from web.drawing.ego import DrawnLink, Ego
from web.drawing.map_drawing import Overlay

_ACROSS, _DOWN = 620.0, 60.0


def columns_drawing(snapshot: Snapshot, overlay: Overlay, language: str) -> Drawing | None:
    """Return the two columns of an answer; None where it has none."""
    left, right = overlay.columns
    if not left or not right:
        return None
    order = {number: rank for rank, number in enumerate(right)}
    ends = [(link.first, link.second) for link in overlay.links]

    def middle(number: int) -> float:
        reached = [order[b] for a, b in ends if a == number and b in order]
        return sum(reached) / len(reached) if reached else len(right)

    # Each at the left stands about where its links lead, so that they cross little.
    left = tuple(sorted(left, key=lambda number: (middle(number), number)))
    coordinates = {number: (x, y) for x, column in ((0.0, left), (_ACROSS, right)) for number, y in _spread(column)}
    roles = {(link.first, link.second): link.role for link in overlay.links}
    drawn_links = tuple(
        DrawnLink(first=a, second=b) for a, b in dict.fromkeys(ends) if a in coordinates and b in coordinates
    )
    shown = Ego(centres=(), nodes=(*left, *right), drawn_links=drawn_links, found=len(coordinates))
    return draw(snapshot, shown, language, coordinates, roles)


def _spread(column: tuple[int, ...]) -> list[tuple[int, float]]:
    top = -_DOWN * (len(column) - 1) / 2
    return [(number, top + _DOWN * rank) for rank, number in enumerate(column)]
