# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates are no telephone numbers, and no telephone number beside a name is kept."""

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from graph.schema.dates import PartialDate
from graph.schema.links import LINK_CLASSES
from graph.schema.nodes import NODE_CLASSES
from loaders.cells.private_text import without_private
from loaders.cells.values import converter_for, field_types
from loaders.read import read

_LEAP_YEAR = 2020
SPELLINGS = ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%Y/%m/%d", "%Y%m%d")
DATE_FIELDS = [
    (cls, field)
    for cls in (*NODE_CLASSES, *LINK_CLASSES)
    for field in field_types(cls)
    if field_types(cls)[field] is PartialDate
]
HEADINGS = ("last contact", "since", "until")


def days() -> list[date]:
    return [date(_LEAP_YEAR, 1, 1) + timedelta(days=number) for number in range(366)]


@pytest.mark.parametrize(("cls", "field"), DATE_FIELDS, ids=lambda one: getattr(one, "TYPE", one))
def test_every_day_of_a_year_in_five_spellings_is_that_day(cls: type, field: str) -> None:
    converter = converter_for(cls, field)
    assert converter is not None
    wrong = [
        day.strftime(spelling)
        for day, spelling in product(days(), SPELLINGS)
        if converter[day.strftime(spelling)] != day.isoformat()
    ]
    assert wrong == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_date_in_a_date_column_is_called_private(tmp_path: Path, spelling: str) -> None:
    rows = [
        f"Person {_letters(number)},Partner {_letters(number)},{day.strftime(spelling)}"
        for number, day in enumerate(days())
    ]
    for heading in HEADINGS:
        (tmp_path / "people.csv").write_text("\n".join([f"name,contact for,{heading}", *rows]), encoding="utf-8")
        (reading,) = read([tmp_path / "people.csv"])
        kept = {getattr(record, heading.replace(" ", "_"), None) for record in reading.records} - {None}
        assert kept == {day.isoformat() for day in days()}
        assert [problem for problem in reading.problems if "private" in problem.text.text.key] == []


def _letters(number: int) -> str:
    """Return a word that stands for a number without being one."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:03}").title()


NUMBERS = (
    *("0244000012", "0244 000 012", "0244-000-012", "0244.000.012", "(0244) 000 012", "0244/000012", "024-400-0012"),
    *("244000012", "244 000 012", "+233244000012", "+233 244 000 012", "+233 (0)24 400 0012", "00233244000012"),
    *("00233 244 000 012", "+33 6 12 34 56 78", "06 12 34 56 78", "0612345678", "06.12.34.56.78", "+49 30 1234567"),
    *("030/1234567", "030 123 45 67", "+1 (212) 555-0134", "212-555-0134", "(212) 555 0134", "1-212-555-0134"),
    *("+44 20 7946 0123", "020 7946 0123", "07700 900123", "+20 100 123 4567", "0100 123 4567", "٠٢٤٤٠٠٠٠١٢"),
    *("+٢٣٣ ٢٤٤ ٠٠٠ ٠١٢", "+234-803-000-0012", "0803 000 0012", "8030000012", "555 0134 99", "+212 6-12-34-56-78"),
    *("0612-345678", "+254 700 000 012", "0700000012"),
)
PLACES = ("Ada Test {}", "Ada Test, {}", "Ada Test ({})", "Ada Test - {}", "Ada Test / tel {}", "Ada Test: {}")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("position", PLACES)
def test_a_number_beside_a_name_goes_and_the_name_stays(number: str, position: str) -> None:
    assert without_private(position.format(number), digits=True).rstrip(":") == "Ada Test"


def test_there_are_forty_shapes() -> None:
    assert len(set(NUMBERS)) == 40


@pytest.mark.parametrize("number", NUMBERS)
def test_no_digit_of_a_number_is_in_a_reading(tmp_path: Path, number: str) -> None:
    (tmp_path / "people.csv").write_text(
        "name,contact for,notes,role\n"
        f'"Ada Test {number}","Sun Radio, {number}","call {number} after 2021-05-01","chair {number}"\n',
        encoding="utf-8",
    )
    notes = f"# Notes\n\nGroup 1: Bo Probe {number}, Cy Muster\n\n- Who has {number}?\n"
    (tmp_path / "notes.md").write_text(notes, encoding="utf-8")
    (reading,) = read([tmp_path])
    shown = repr(reading)
    digits = "".join(one for one in number if one.isdigit())
    assert number not in shown
    assert digits[-6:] not in shown
    names = {getattr(record, "name", "") for record in reading.records}
    assert {"Ada Test", "Sun Radio", "Bo Probe", "Cy Muster"} <= names
    assert "2021-05-01" in shown
