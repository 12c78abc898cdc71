# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates that keep their precision, and the day that stands for each."""

from datetime import date, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from graph.schema.dates import PartialDate, check_partial_date, later, middle_day

CELL: TypeAdapter[str] = TypeAdapter(PartialDate)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024", date(2024, 7, 1)),
        ("2024-02", date(2024, 2, 15)),
        ("2024-02-29", date(2024, 2, 29)),
        ("0001-01-01", date(1, 1, 1)),
    ],
)
def test_the_day_that_stands_for_a_date(text: str, day: date) -> None:
    assert date.fromordinal(middle_day(text)) == day


def test_no_date_is_before_all_dates() -> None:
    assert (middle_day(None), middle_day("")) == (0, 0)
    assert middle_day("0001-01-01") == 1


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2023", "2024", "2024"),
        ("2024", "2024-06-30", "2024"),
        ("2024", "2024-07-02", "2024-07-02"),
        ("2024-07-01", "2024", "2024-07-01"),
        ("2024-03", "2024-03-14", "2024-03"),
        (None, "2020", "2020"),
        ("2020", None, "2020"),
        ("", "2020", "2020"),
        (None, None, None),
    ],
)
def test_the_later_of_two(first: str | None, second: str | None, expected: str | None) -> None:
    assert later(first, second) == expected
    assert later(second, first) == expected


@pytest.mark.parametrize("text", ["2017", "2017-03", "2017-03-18", "2024-02-29"])
def test_dates_of_three_shapes(text: str) -> None:
    assert check_partial_date(text) == text
    assert CELL.validate_python(text) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("17", "expected a date such as 2017, 2017-03 or 2017-03-18"),
        ("2017-3", "expected a date such as 2017, 2017-03 or 2017-03-18"),
        ("2017-03-18T00:00", "expected a date such as 2017, 2017-03 or 2017-03-18"),
        ("", "expected a date such as 2017, 2017-03 or 2017-03-18"),
        ("2023-02-29", "there is no such day"),
        ("2023-13", "there is no such day"),
        ("0000", "there is no such day"),
    ],
)
def test_what_is_no_date_says_why(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_partial_date(text)


def test_a_cell_with_a_date_is_its_day() -> None:
    assert CELL.validate_python(date(2024, 5, 6)) == "2024-05-06"
    assert CELL.validate_python(datetime(2024, 5, 6, 23, 59)) == "2024-05-06"  # noqa: DTZ001 - as a spreadsheet has it
    with pytest.raises(ValidationError):
        CELL.validate_python(2024.5)
