# SPDX-License-Identifier: GPL-3.0-or-later
"""Which labels of a drawing fit, so that none lies on another or on a node.

`static/page.js` mirrors `kept` for the canvas. Labels that do not fit stay in
the drawing as `<title>` and in the table.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LETTER = 13.0
"""Pixels of a name's letters on a laptop."""
_LONGEST = 40
_GAP = 2.0
_BROAD = frozenset("mwMW@%…")
"""Letters half as wide again as others; a name with several of them would touch its neighbour in DejaVu Sans."""
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Characters that turn the direction of a line, beyond the name that holds them."""


class Box(NamedTuple):
    """A rectangle, by its middle and half its sides."""

    x: float
    y: float
    half_width: float
    half_height: float

    def lies_in(self, frame: "Box") -> bool:
        """Say whether the rectangle is wholly inside another."""
        return (
            abs(self.x - frame.x) + self.half_width <= frame.half_width
            and abs(self.y - frame.y) + self.half_height <= frame.half_height
        )


def shortened(name: str, longest: int = _LONGEST) -> str:
    """Return a name as drawings show it; tables never shorten."""
    words = " ".join(name.translate(_TURNING).split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is: 0.55 of its size a letter, more for capitals and in East Asia, nothing for marks."""
    return size * _letters(text)


@lru_cache(maxsize=10_000)
def _letters(text: str) -> float:
    # A map tries each name at many places.
    return sum(map(_letter, text))


@lru_cache(maxsize=10_000)
def _letter(letter: str) -> float:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _BROAD:
        return 0.85
    return 0.7 if letter.isupper() else 0.55


def label_box(x: float, y: float, text: str, size: float) -> Box:
    """Return the rectangle that a text around a point takes."""
    return Box(x, y, text_width(text, size) / 2 + _GAP, size * 0.6)


def kept(
    nodes: Sequence[Box],
    labels: Sequence[Sequence[Box]],
    frame: Box,
    most: int | None = None,
    owners: Sequence[int] = (),
) -> list[tuple[int, Box]]:
    """Return the labels that fit, by number and place, trying them in the order given.

    Each label comes with the places where it may stand, and with its node
    where it may lie on that. All nodes take their room first; a label is kept
    at the first place where it meets nothing and lies inside the frame, and
    then takes room too. O(labels x all), a label at a time.
    """
    taken = np.array([*nodes, *[(0.0, 0.0, -np.inf, -np.inf)] * len(labels)], dtype=np.float64).reshape(-1, 4)
    count = len(nodes)

    def is_free(box: Box, own: int) -> bool:
        near = (np.abs(taken[:count, 0] - box.x) < taken[:count, 2] + box.half_width) & (
            np.abs(taken[:count, 1] - box.y) < taken[:count, 3] + box.half_height
        )
        if 0 <= own < count:
            near[own] = False
        return not near.any()

    result: list[tuple[int, Box]] = []
    for number, boxes in enumerate(labels):
        if most is not None and len(result) >= most:
            break
        own = owners[number] if owners else -1
        box = next((box for box in boxes if box.lies_in(frame) and is_free(box, own)), None)
        if box is not None:
            taken[count] = box
            count += 1
            result.append((number, box))
    return result


def push_out(
    boxes: "NDArray[np.float64]", nodes: "NDArray[np.intp]", sizes: "NDArray[np.float64]", rooms: Sequence[Box]
) -> bool:
    """Move nodes up or down out of the rooms, in place, each the shorter way; say whether any was moved."""
    has_moved = False
    for room in rooms:
        down = boxes[nodes, 1] - room.y
        reach = room.half_height + sizes[nodes]
        inside = (np.abs(boxes[nodes, 0] - room.x) < room.half_width + sizes[nodes]) & (np.abs(down) < reach)
        if inside.any():
            has_moved = True
            boxes[nodes[inside], 1] = room.y + np.where(down[inside] < 0, -1, 1) * (reach[inside] + 0.5)
    return has_moved
