# SPDX-License-Identifier: GPL-3.0-or-later
"""An answer that is read across: who acts at the left, what it is about at the right, a link for each row."""

from graph.snapshot.snapshot import Snapshot
from web.drawing.drawing import Drawing, draw
from web.drawing.ego import Ego, Tie
from web.drawing.map_drawing import Overlay

_ACROSS, _DOWN = 620.0, 60.0


def columns_drawing(snapshot: Snapshot, overlay: Overlay, language: str) -> Drawing | None:
    """Return the two columns of an answer; None where it has none."""
    left, right = overlay.columns
    if not left or not right:
        return None
    order = {number: place for place, number in enumerate(right)}
    ends = [(link.first, link.second) for link in overlay.links]

    def middle(number: int) -> float:
        reached = [order[b] for a, b in ends if a == number and b in order]
        return sum(reached) / len(reached) if reached else len(right)

    # Each at the left stands about where its links lead, so that they cross little.
    left = tuple(sorted(left, key=lambda number: (middle(number), number)))
    places = {number: (x, y) for x, column in ((0.0, left), (_ACROSS, right)) for number, y in _spread(column)}
    roles = {(link.first, link.second): link.role for link in overlay.links}
    ties = tuple(Tie(first=a, second=b) for a, b in dict.fromkeys(ends) if a in places and b in places)
    shown = Ego(centres=(), nodes=(*left, *right), ties=ties, found=len(places))
    return draw(snapshot, shown, language, places, roles)


def _spread(column: tuple[int, ...]) -> list[tuple[int, float]]:
    top = -_DOWN * (len(column) - 1) / 2
    return [(number, top + _DOWN * place) for place, number in enumerate(column)]
