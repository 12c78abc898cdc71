# SPDX-License-Identifier: GPL-3.0-or-later
"""Which labels of a drawing fit, so that none lies on another or on a node.

`static/page.js` mirrors `kept` for the canvas. Labels that do not fit stay in
the drawing as `<title>` and in the table.
"""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

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
    return size * sum(_letter(letter) for letter in text)


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
    then takes room too. O(labels x all).
    """
    taken = [(node.x, node.y, node.half_width, node.half_height) for node in nodes]

    def is_free(box: Box, own: int) -> bool:
        x, y, width, height = box
        return not any(
            abs(x - x2) < width + w2 and abs(y - y2) < height + h2 and number != own
            for number, (x2, y2, w2, h2) in enumerate(taken)
        )

    result: list[tuple[int, Box]] = []
    for number, places in enumerate(labels):
        if most is not None and len(result) >= most:
            break
        own = owners[number] if owners else -1
        box = next((box for box in places if box.lies_in(frame) and is_free(box, own)), None)
        if box is not None:
            taken.append((box.x, box.y, box.half_width, box.half_height))
            result.append((number, box))
    return result
