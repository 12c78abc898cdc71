# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates and periods as people write them: the days, the precision, and what is said of the rest."""

import pytest

from loaders.cells.dates import Order, looks_like_date, order_of, to_date, to_last_date, to_period
from loaders.cells.understanding import Converter, NotUnderstood


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # ISO and its neighbours.
        ("2017", "2017", "2017"),
        ("2017.3", "2017-03", "2017-03"),
        ("2017/03/18", "2017-03-18", "2017-03-18"),
        ("20170318", "2017-03-18", "2017-03-18"),
        ("2017-03-18T10:30:00Z", "2017-03-18", "2017-03-18"),
        ("2017-03-18 9:05 pm", "2017-03-18", "2017-03-18"),
        ("10:30 2017-03-18", "2017-03-18", "2017-03-18"),
        # Words.
        ("18 March 2017", "2017-03-18", "2017-03-18"),
        ("Saturday, 18 March 2017", "2017-03-18", "2017-03-18"),
        ("samedi 18 mars 2017", "2017-03-18", "2017-03-18"),
        ("mar. 2017", "2017-03", "2017-03"),
        ("2017 March 18", "2017-03-18", "2017-03-18"),
        ("Mar 18th, 2017", "2017-03-18", "2017-03-18"),
        ("18 de marzo de 2017", "2017-03-18", "2017-03-18"),
        ("18. März 2017", "2017-03-18", "2017-03-18"),
        ("18 Mar 17", "2017-03-18", "2017-03-18"),
        ("18 Mar 98", "1998-03-18", "1998-03-18"),
        ("circa 2017", "2017", "2017"),
        ("depuis 2017", "2017", "2017"),
        # What a spreadsheet made a number of.
        ("42812", "2017-03-18", "2017-03-18"),
        ("42812.75", "2017-03-18", "2017-03-18"),
        # Periods.
        ("2017-2019", "2017", "2019"),
        ("2017/19", "2017", "2019"),
        ("2017–18", "2017", "2018"),
        ("2017-03-18/2017-03-20", "2017-03-18", "2017-03-20"),
        ("18-20 March 2017", "2017-03-18", "2017-03-20"),
        ("du 18 au 20 mars 2017", "2017-03-18", "2017-03-20"),
        ("March 18-20, 2017", "2017-03-18", "2017-03-20"),
        ("18.-20.03.2017", "2017-03-18", "2017-03-20"),
        ("28.02.-01.03.2017", "2017-02-28", "2017-03-01"),
        ("from March 2017 to May 2018", "2017-03", "2018-05"),
        ("March – May 2017", "2017-03", "2017-05"),
        ("28 Feb – 2 Mar 2017", "2017-02-28", "2017-03-02"),
        ("2017 to March 2017", "2017", "2017-03"),
    ],
)
def test_the_days_that_a_cell_names(text: str, start: str, end: str) -> None:
    assert to_period(text) == (start, end)
    assert (to_date(text), to_last_date(text)) == (start, end)


@pytest.mark.parametrize(
    ("text", "key", "kept"),
    [
        ("", "problem-no-date", None),
        ("soon", "problem-no-date", None),
        ("March", "problem-no-date", None),
        ("March 17", "problem-no-date", None),
        ("2019-2017", "problem-no-date", None),
        ("20-18 March 2017", "problem-no-date", None),
        ("31 April 2017", "problem-no-such-day", None),
        ("2017-00", "problem-no-such-day", None),
        ("13/13/2017", "problem-no-such-day", None),
        ("03/04/2017", "problem-ambiguous-date", "2017"),
        ("60000", "problem-no-date", None),
    ],
)
def test_what_is_no_date_or_may_be_two(text: str, key: str, kept: str | None) -> None:
    with pytest.raises(NotUnderstood) as error:
        to_period(text)
    assert (error.value.message.text.key, error.value.kept) == (key, kept)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("13/12/2017", "2017-12-13"),
        ("12/13/2017", "2017-12-13"),
        ("12/12/2017", "2017-12-12"),
        ("3.4.2017", "2017-04-03"),
        ("3-4-17", None),
        ("13-4-17", "2017-04-13"),
    ],
)
def test_which_of_two_numbers_is_the_day_by_itself(text: str, date: str | None) -> None:
    if date is None:
        with pytest.raises(NotUnderstood):
            to_date(text)
    else:
        assert to_date(text) == date


DAY, MONTH = Order.DAY_FIRST, Order.MONTH_FIRST


@pytest.mark.parametrize(
    ("cells", "orders"),
    [
        ([], {}),
        (["03/04/2017", "12/12/2017"], {}),
        (["13/04/2017"], dict.fromkeys("-/. ", DAY)),
        (["04/13/2017", "x"], dict.fromkeys("-/. ", MONTH)),
        (["13/04/2017", "04/13/2017"], {}),
        (["13/04/2017", "04-13-2017"], {"/": DAY, "-": MONTH}),
        (["13/04/2017", "04-13-2017", "13-04-2017"], {"/": DAY}),
    ],
)
def test_a_column_settles_which_number_is_the_day(cells: list[str], orders: dict[str, Order]) -> None:
    assert order_of(cells) == orders


def test_a_settled_column_reads_what_may_be_two() -> None:
    assert to_date("03/04/2017", {"/": DAY}) == "2017-04-03"
    assert to_date("03/04/2017", {"/": MONTH}) == "2017-03-04"
    assert to_date("03.04.2017", {".": MONTH}) == "2017-03-04"
    with pytest.raises(NotUnderstood):
        to_date("03-04-2017", {"/": DAY})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017", True),
        ("03/04/2017", True),
        ("March 2017", True),
        ("18-20 March 2017", True),
        ("42812", False),
        ("1234", False),
        ("2.5", False),
        ("March", False),
        ("Ada", False),
    ],
)
def test_what_looks_like_a_date(text: str, *, expected: bool) -> None:
    assert looks_like_date(text) is expected


def test_a_converter_works_out_each_text_once_and_keeps_what_did_not_fit() -> None:
    asked: list[str] = []

    def convert(text: str) -> str:
        asked.append(text)
        return to_date(text)

    converter = Converter(convert, "none")
    assert [converter[text] for text in ("2017", "", "soon", "2017", "03/04/2017")] == [
        "2017",
        "none",
        None,
        "2017",
        "2017",
    ]
    assert asked == ["2017", "soon", "03/04/2017"]
    assert set(converter.misread) == {"soon", "03/04/2017"}
