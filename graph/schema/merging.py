# SPDX-License-Identifier: GPL-3.0-or-later
"""How a field is merged where several statements differ: a mark in the annotation of the field.

A field without a mark takes the value of the newest source. Which value wins
never depends on the order in which sources were loaded.
"""

from enum import Enum
from functools import cache
from typing import Any, get_type_hints

from graph.schema.dates import middle_day

_BETWEEN = "; "


class Merging(Enum):
    """The value that stands for several, none of which is empty."""

    NEWEST = "newest"
    """What the newest source says; people must choose where one source says two things."""
    LATEST = "latest"
    """The latest date: it was still so then."""
    EARLIEST = "earliest"
    """The earliest date: it was so already then."""
    LARGEST = "largest"
    """The largest number."""
    UNION = "union"
    """All of them: lists united, texts joined."""
    ANY = "any"
    """Yes, if anybody says so."""


@cache
def merging_of(cls: type) -> dict[str, Merging]:
    """Return how each field of a record class is merged."""
    hints = get_type_hints(cls, include_extras=True)
    return {
        name: next((mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Merging)), Merging.NEWEST)
        for name, hint in hints.items()
    }


def merged(how: Merging, values: list[Any]) -> Any:  # noqa: ANN401 - values of any field
    """Return one value for several that are not empty, the newest first.

    >>> merged(Merging.LATEST, ["2018", "2024-05", "2024"]), merged(Merging.UNION, ["lead", "lead; mentor"])
    ('2024', 'lead; mentor')
    """
    if all(value == values[0] for value in values):
        return values[0]
    match how:
        case Merging.LATEST:
            return max(values, key=_day)
        case Merging.EARLIEST:
            return min(values, key=_day)
        case Merging.LARGEST:
            return max(values)
        case Merging.ANY:
            return any(values)
        case Merging.UNION if isinstance(values[0], str):
            return _BETWEEN.join(sorted({part for value in values for part in value.split(_BETWEEN)}))
        case Merging.UNION:
            return tuple(sorted({item for value in values for item in value}))
        case _:
            return values[0]


def _day(text: str) -> tuple[int, str]:
    return middle_day(text), text
