# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates that keep their precision: `2017`, `2017-03`, `2017-03-18`.

They are text everywhere; only here do they become days, and a year is then
its 1 July and a month its 15th (METHODS 1.2, rule 8).
"""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from graph.text.messages import Text

NO_DATE = Text(
    "date-expected", "expected a date such as 2017, 2017-03 or 2017-03-18", "After a parameter and what it was given"
)
NO_SUCH_DAY = Text("date-no-such-day", "there is no such day", "After a date that the calendar does not have")
_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def check_partial_date(text: str) -> str:
    """Return the text if it is a real date of one of the three shapes.

    Raises ValueError with a message for a user otherwise.
    """
    match = _SHAPE.fullmatch(text)
    if not match:
        raise ValueError(NO_DATE())
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise ValueError(NO_SUCH_DAY()) from error
    return text


def _from_cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


PartialDate = Annotated[str, BeforeValidator(_from_cell), AfterValidator(check_partial_date)]


@lru_cache(maxsize=100_000)
def middle_day(text: str | None) -> int:
    """Return the day number that stands for a partial date, 0 for none.

    Day numbers are those of `datetime.date.toordinal`.
    """
    if not text:
        return 0
    parts = [int(part) for part in text.split("-")]
    match parts:
        case [year]:
            return date(year, 7, 1).toordinal()
        case [year, month]:
            return date(year, month, 15).toordinal()
        case _:
            return date(*parts).toordinal()


def later(first: str | None, second: str | None) -> str | None:
    """Return the later of two partial dates, either of which may be empty."""
    if not (first and second):
        return first or second
    return max(first, second, key=lambda text: (middle_day(text), text))
