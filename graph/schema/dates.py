# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates that keep their precision: `2017`, `2017-03`, `2017-03-18`.

They are text everywhere; only here do they become days, and a year is then
its 1 July and a month its 15th (docs/methods/README.md#dates-and-age).
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from graph.text.message import Text
from graph.text.partial_date import NoDateError, parts_of

NO_DATE = Text(
    "date-expected", "expected a date such as 2017, 2017-03 or 2017-03-18", "After a parameter and what it was given"
)
NO_SUCH_DAY = Text("date-no-such-day", "there is no such day", "After a date that the calendar does not have")


def check_partial_date(text: str) -> str:
    """Return the text if it is a real date of one of the three shapes.

    Raises ValueError with a message for a user otherwise.
    """
    try:
        parts_of(text)
    except NoDateError as error:
        raise ValueError(NO_DATE()) from error
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
