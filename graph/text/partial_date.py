# SPDX-License-Identifier: GPL-3.0-or-later
"""The three shapes of a date that keeps its precision: `2017`, `2017-03`, `2017-03-18`."""

import re
from datetime import date

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class NoDateError(ValueError):
    """The text has none of the three shapes."""


def parts_of(text: str) -> list[int]:
    """Return year, month and day, as far as they are given.

    Raises NoDateError for another shape, ValueError for a day that the
    calendar does not have.
    """
    match = _SHAPE.fullmatch(text)
    if not match:
        raise NoDateError(text)
    parts = [int(part) for part in match.groups() if part]
    date(*(*parts, 1, 1)[:3])
    return parts
