# SPDX-License-Identifier: GPL-3.0-or-later
"""Since when, from how long and the day on which that was written.

Of a span the shortest counts: “5 to 10 years” is certain for five.
"""

import re

from graph.schema.folding import fold
from graph.text.message import Text
from loaders.cells.dates import to_date
from loaders.cells.understanding import NotUnderstood
from loaders.tables.form.columns import words_of

HOW_LONG_IS_THAT = Text("problem-form-how-long", "“$1” does not say for how many years; it is left out.", "$1 cell")
_NUMBER = re.compile(r"\d+(?:[.,٫]\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS_IN_A_YEAR = 12
_LONGEST = 80


def since(text: str, written: str) -> str:
    """Return since when, as a partial date; "" if that needs a day of writing and there is none.

    Raises NotUnderstood if the text says nothing of the kind.

    >>> [since(text, "2024-05-17") for text in ("3 years", "8 mois", "منذ 2015", "5-10 ans", "less than a year")]
    ['2021', '2023-09', '2015', '2019', '2024']
    """
    words = fold(text).split()
    if year := _YEAR.search(fold(text)):
        try:
            return to_date(text)
        except NotUnderstood:
            return year[0]
    number = _amount(text, words)
    if number is None or number > _LONGEST:
        raise NotUnderstood(HOW_LONG_IS_THAT(text), "a number of years")
    if not written:
        return ""
    if not set(words).isdisjoint(words_of("months")):
        return _months_before(written, number)
    return written[:4] if not set(words).isdisjoint(words_of("days")) else str(int(written[:4]) - number)


def _amount(text: str, words: list[str]) -> int | None:
    """Return the shortest time that a text names, in whole units."""
    numbers = [int(re.split("[.,٫]", number)[0]) for number in _NUMBER.findall(text)]
    if not set(words).isdisjoint(words_of("less")):
        return 0
    if numbers:
        return min(numbers)
    for number, kind in ((2, "two"), (1, "one")):
        if not set(words).isdisjoint(words_of(kind)):
            return number
    return None


def _months_before(written: str, number: int) -> str:
    year, month = int(written[:4]), int(written[5:7] or 1)
    total = year * _MONTHS_IN_A_YEAR + month - 1 - number
    return f"{total // _MONTHS_IN_A_YEAR}-{total % _MONTHS_IN_A_YEAR + 1:02}"
