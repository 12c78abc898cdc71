# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown of a person who asked not to be named, and of their links.

Sources say more and figures are built on it; a record that leaves the
snapshot says no more than this. Of the person only the class is left, and the
year since when they are involved where enough people share it; of a link its
type and its ends.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import MISSING, fields, replace
from functools import cache
from typing import Any

from graph.schema.ids import is_hidden
from graph.schema.links import Link
from graph.schema.nodes import Person

ENOUGH_ALIKE = 3
"""People who must share a year before it is shown of one who prefers not to be named (a choice)."""
FOR_FIGURES = frozenset({"opted_out", "until", "sources"})
"""Fields of a person on which figures are built: who has left holds nothing."""
_YEAR = 4


def shown_values(field: str, ids: Sequence[str], values: Sequence[Any]) -> tuple[Any, ...]:
    """Return a column of people without what is not shown of people who asked not to be named."""
    if not any(map(is_hidden, ids)):
        return tuple(values)
    years = shown_years(values) if field == "involved_since" else [None] * len(values)
    return tuple(year if is_hidden(id_) else value for id_, year, value in zip(ids, years, values, strict=True))


def shown_years(days: Sequence[str | None]) -> list[str | None]:
    """Return the year of each date that enough people share, None for the others.

    >>> shown_years(["2018-03", "2018", "2018-08-01", "2020", None])
    ['2018', '2018', '2018', None, None]
    """
    years = [day[:_YEAR] if day else None for day in days]
    counts = Counter(years)
    return [year if counts[year] >= ENOUGH_ALIKE else None for year in years]


def shown_person(id_: str, name: str, year: str | None) -> Person:
    """Return what is shown of a person who asked not to be named."""
    return Person(id=id_, name=name, opted_out=True, involved_since=year)


def shown_link(link: Link) -> Link:
    """Return what is shown of a link: its ends alone if one of them asked not to be named."""
    return replace(link, **_without(type(link))) if is_hidden(link.source) or is_hidden(link.target) else link


@cache
def _without(cls: type[Link]) -> dict[str, Any]:
    """Return the fields of a class that are taken off, with their defaults; who said it stays."""
    return {one.name: one.default for one in fields(cls) if one.default is not MISSING and one.name != "sources"}
