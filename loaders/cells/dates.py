# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates as people write them, and periods, with the precision that the cell has.

`18/03/2017` can only be a day and a month. `03/04/2017` may be both: the
other cells of its column settle that, and if they do not only its year is
kept.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import NamedTuple

from graph.schema.dates import check_partial_date
from graph.schema.folding import fold
from graph.text.message import Text
from loaders.cells.understanding import NotUnderstood

NO_DATE = Text("problem-no-date", "“$1” is no date; it is left out.", "$1 cell")
NO_SUCH_DAY = Text("problem-no-such-day", "There is no such day as “$1”; it is left out.", "$1 cell")
AMBIGUOUS_DATE = Text(
    "problem-ambiguous-date",
    "“$1” may be day and month or month and day; only the year $2 is kept.",
    "$1 cell, $2 year",
)


class Order(Enum):
    """Which of two numbers is the day."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


Orders = Mapping[str, Order]
"""Which of two numbers is the day, by what stands between them."""


class Period(NamedTuple):
    """The first and the last day that a cell names; the same text twice for a single date."""

    start: str
    end: str


_EXPECTED = "a date such as 2017, 2017-03 or 2017-03-18"
_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_NUMBERS = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_DAY_WORD = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?[ .,-]*)?(?:(?:de|of|d') ?)?(?P<month>[^\W\d]+)\.?"
    r"(?:[ ,.-]+(?P<after>\d{1,2})(?:st|nd|rd|th)?(?!\d))?(?:[ ,.-]+(?:de |del |of )?'?(?P<year>\d{4}|\d\d))?"
)
_YEAR_WORD = re.compile(r"(\d{4})[ ,.-]+([^\W\d]+)\.?(?:[ ,.-]+(\d{1,2}))?")
_TIME = re.compile(
    r"(?:[T ,]+|\b(?:at|um|a las|às|à)\s+)\d{1,2}[:h]\d{0,2}(?::\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?\s*"
    r"(?:Z|UTC|GMT|Uhr|[+-]\d{2}:?\d{2})?.*$",
    re.IGNORECASE,
)
_EARLY_TIME = re.compile(r"^\d{1,2}:\d{2}\s+")
_ABOUT = re.compile(
    r"(?:circa|ca\.?|c\.|about|approx\.?|around|since|in|early|mid|late|spring|summer|autumn|fall|winter"
    r"|vers|environ|depuis|en|début|printemps|été|automne|hiver|seit|etwa|um|desde|hacia|cerca de|منذ|حوالي|~|≈)"
    r"[ -]*((?:19|20)\d\d)\s*\??",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"^(?:from|du|de|del|von|vom|do|between|entre|من)\s+(?P<one>.+?)\s+(?:to|au|à|al|a|bis|ao|até|and|et|y|e|إلى|الى)"
    r"\s+(?P<two>.+)$|^(?P<first>.+?)\s*(?:\s(?:to|until|till|bis|au|al|ao|até|à|إلى|الى)\s|\s[-–—/]\s|[–—]|…|\.\.|(?<=[^\W\d])-(?=[^\W\d]))"
    r"\s*(?P<last>.+)$",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(\d{4}-\d{1,2}(?:-\d{1,2})?)/(\d{4}-\d{1,2}(?:-\d{1,2})?)")
_DAYS = re.compile(
    r"(?:(?:du|vom|from|del|de|do|من)\s+)?(\d{1,2})(?:st|nd|rd|th|er|\.)?"
    r"\s*(?:-|–|—|/|to|and|au|et|bis|al|ao|y|e|a|&|إلى|الى)\s*"
    r"(\d{1,2}(?:st|nd|rd|th|\.)?\s*(?:de |of )?[^\W\d].*)",
    re.IGNORECASE,
)
_NUMBER_DAYS = re.compile(
    r"(?P<day>\d{1,2})(?:[./](?P<month>\d{1,2}))?\.?\s*[-–—]\s*(?P<end>\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
_MONTH_DAYS = re.compile(
    r"([^\W\d]+\.?\s+)(\d{1,2})(?:st|nd|rd|th)?\s*(?:-|–|—|to|and|&)\s*(\d{1,2})(?:st|nd|rd|th)?"
    r"(?:,?\s+(\d{4}))?"
)
_YEARS = re.compile(r"((?:19|20)\d\d)\s*[-–—/]\s*((?:19|20)?\d\d)")
_SERIAL = re.compile(r"([2-5]\d{4})(?:\.\d+)?")
_SERIAL_START = date(1899, 12, 30)
_LAST_MONTH = 12
_SHORT_YEAR = 2


def to_date(text: str, orders: Orders | None = None) -> str:
    """Return the first day that a cell names."""
    return to_period(text, orders).start


def to_last_date(text: str, orders: Orders | None = None) -> str:
    """Return the last day that a cell names, as for a contact."""
    return to_period(text, orders).end


def to_period(text: str, orders: Orders | None = None) -> Period:
    """Return the days that a cell names; NotUnderstood if it names none."""
    plain = _plain(text)
    try:
        return _period_of(plain, text, orders)
    except NotUnderstood:
        without = _without_weekday(plain)
        if without == plain:
            raise
    return _period_of(without, text, orders)


def _period_of(plain: str, text: str, orders: Orders | None) -> Period:
    if found := _span(plain, text, orders):
        return found
    day = _day(plain, text, orders)
    return Period(day, day)


def order_of(cells: Iterable[str]) -> Orders:
    """Return which number is the day, for each separator whose cells agree on it."""
    seen: dict[str, set[Order]] = {}
    for cell in cells:
        for match in _NUMBERS.finditer(_plain(cell)):
            one, separator, two = int(match[1]), match[2], int(match[3])
            if one > _LAST_MONTH >= two:
                seen.setdefault(separator, set()).add(Order.DAY_FIRST)
            elif two > _LAST_MONTH >= one:
                seen.setdefault(separator, set()).add(Order.MONTH_FIRST)
    everywhere = set().union(*seen.values())
    known = {separator: min(orders, key=str) for separator, orders in seen.items() if len(orders) == 1}
    if len(everywhere) == 1:
        return dict.fromkeys("-/. ", min(everywhere, key=str))
    return known


def looks_like_date(text: str) -> bool:
    """Say whether a text is a date or a period, and no bare number."""
    if re.fullmatch(r"[\d.,\s]{1,6}", text) and not re.fullmatch(r"(?:19|20)\d\d", text.strip()):
        return False
    try:
        to_period(text)
    except NotUnderstood as error:
        return error.kept is not None
    return True


def _plain(text: str) -> str:
    """Return a text with European digits, without weekday and time."""
    digits = "".join(fold(one) or one if one.isdigit() else one for one in text)
    digits = " ".join(digits.replace("\u200f", "").replace("،", ",").split())
    return _TIME.sub("", _EARLY_TIME.sub("", digits)).strip(" ,")


def _without_weekday(plain: str) -> str:
    """Return a text without the day of the week in front; `mar` may be one, or a month."""
    first, _, rest = plain.partition(" ")
    if not rest or fold(first) not in _weekdays():
        return plain
    return re.sub(r"^(?:the|le|den|el|dem)\s+", "", rest.lstrip(", "), flags=re.IGNORECASE)


def _span(plain: str, text: str, orders: Orders | None) -> Period | None:
    if match := _SLASHED.fullmatch(plain):
        return _period(_day(match[1], text, orders), _day(match[2], text, orders), text)
    if match := _YEARS.fullmatch(plain):
        end = match[1][: -len(match[2])] + match[2]
        if len(match[2]) == len(match[1]) or int(match[2]) > _LAST_MONTH:
            return _period(_date(text, match[1]), _date(text, end), text)
    if match := _NUMBER_DAYS.fullmatch(plain):
        end = _day(match["end"], text, orders)
        day, month = match["day"], match["month"] or end[5:7]
        return _period(_date(text, end[:4], month, day), end, text)
    if match := _DAYS.fullmatch(plain):
        end = _word_date(match[2], text)
        if end and len(end) == len("2017-03-18"):
            return _period(_date(text, end[:4], end[5:7], match[1]), end, text)
    match = _MONTH_DAYS.fullmatch(plain)
    if match and match[4] and (end := _word_date(f"{match[1]}{match[3]}, {match[4]}", text)):
        return _period(_date(text, end[:4], end[5:7], match[2]), end, text)
    if match := _BETWEEN.fullmatch(plain):
        one, two = match["one"] or match["first"], match["two"] or match["last"]
        return _two(_plain(one), _plain(two), text, orders)
    return None


def _two(one: str, two: str, text: str, orders: Orders | None) -> Period | None:
    """Return the period between two dates; the first may leave out the year."""
    try:
        end = _day(two, text, orders)
    except NotUnderstood:
        return None
    for tried in (one, f"{one} {end[:4]}", f"{one}-{end[:4]}"):
        try:
            start = _day(tried, text, orders)
        except NotUnderstood:
            continue
        return _period(start, end, text)
    return None


def _period(start: str, end: str, text: str) -> Period:
    if end[: len(start)] < start[: len(end)]:
        raise NotUnderstood(NO_DATE(text), _EXPECTED)
    return Period(start, end)


def _day(plain: str, text: str, orders: Orders | None) -> str:
    if match := _ISO.fullmatch(plain):
        return _date(text, *match.groups())
    if match := _NUMBERS.fullmatch(plain):
        return _numbers(text, match, orders)
    if match := _MONTH_YEAR.fullmatch(plain):
        return _date(text, match[2], match[1])
    if match := _COMPACT.fullmatch(plain):
        return _date(text, *match.groups())
    if found := _word_date(plain, text):
        return found
    if re.fullmatch(r"\d{4}", plain):
        return _date(text, plain)
    if match := _SERIAL.fullmatch(plain):
        return (_SERIAL_START + timedelta(days=int(match[1]))).isoformat()
    if match := _ABOUT.fullmatch(plain):
        return _date(text, match[1])
    raise NotUnderstood(NO_DATE(text), _EXPECTED)


def _numbers(text: str, match: re.Match[str], orders: Orders | None) -> str:
    one, separator, two, year = match.groups()
    if len(year) == _SHORT_YEAR:
        year = _century(year)
    order = (orders or {}).get(separator) or (Order.DAY_FIRST if separator == "." else None)
    if int(one) > _LAST_MONTH >= int(two) or one == two:
        return _date(text, year, two, one)
    if int(two) > _LAST_MONTH >= int(one):
        return _date(text, year, one, two)
    if int(one) > _LAST_MONTH:
        raise NotUnderstood(NO_SUCH_DAY(text), "a date such as 2017-03-18")
    if order is None:
        raise NotUnderstood(AMBIGUOUS_DATE(text, year), "a date such as 2017-03-18", year)
    return _date(text, year, *((two, one) if order is Order.DAY_FIRST else (one, two)))


def _century(year: str) -> str:
    """Return a year of two digits as the last such year that is not far ahead."""
    near = datetime.now(tz=UTC).year % 100 + 5
    return f"20{year}" if int(year) <= near else f"19{year}"


def _word_date(plain: str, text: str) -> str | None:
    if (match := _YEAR_WORD.fullmatch(plain)) and (month := _months().get(fold(match[2]))):
        return _date(text, match[1], month, match[3])
    match = _DAY_WORD.fullmatch(plain)
    month = _months().get(fold(match["month"])) if match else None
    if not match or not month:
        return None
    day, year = match["day"] or match["after"], match["year"]
    if not year and match["day"]:
        # `18 Mar 17`
        year = match["after"]
    if not year or (len(year) == _SHORT_YEAR and not day):
        return None
    return _date(text, _century(year) if len(year) == _SHORT_YEAR else year, month, day)


def _date(text: str, year: str, month: str | None = None, day: str | None = None) -> str:
    try:
        return check_partial_date("-".join([year, *(part.zfill(2) for part in (month, day) if part)]))
    except ValueError as error:
        raise NotUnderstood(NO_SUCH_DAY(text), "a date such as 2017-03-18") from error


@cache
def _months() -> dict[str, str]:
    """Return the numbers of the months by folded name, long and short."""
    return {
        fold(name): str(number)
        for names in _calendar("months")
        for number, name in names.items()
        if not fold(name).isdigit()
    } | {"sept": "9", "marz": "3", "mrz": "3"}


@cache
def _weekdays() -> frozenset[str]:
    """Return the folded names of the days of the week."""
    return frozenset(fold(name) for names in _calendar("days") for name in names.values() if len(fold(name)) > 1)


def _calendar(kind: str) -> list[dict[int, str]]:
    from babel import Locale  # noqa: PLC0415 - 0.1 s that tables without such dates do not need

    found: list[dict[int, str]] = []
    for language in ("en", "fr", "ar", "ar_DZ", "ar_MA", "ar_LB", "de", "es", "pt"):
        names = getattr(Locale.parse(language), kind)
        found += [
            dict(names[context][width]) for context in ("format", "stand-alone") for width in ("wide", "abbreviated")
        ]
    return found
