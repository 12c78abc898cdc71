# SPDX-License-Identifier: GPL-3.0-or-later
"""What a query answers: rows, sentences, and what is needed to open every claim."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from graph.text.message import Message, Text, say

if TYPE_CHECKING:
    import pandas as pd

RowT = TypeVar("RowT")
CUT = Text("result-cut", "Showing the first $1 of $2 rows.", "$1 rows shown, $2 rows there are")


class ShownAs(StrEnum):
    """Marks a column or parameter whose values people read in a form of their own; stands in its `Annotated`."""

    SHARE = "share"
    DATE = "date"
    LANGUAGE = "language"
    COUNTRY = "country"
    PERIOD = "period"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a result: its name in data, what it means, and its values where they are few.

    `title`: what people call it where the name says too little; the same
    column has the same words everywhere.
    """

    name: str
    description: str
    title: str = ""
    choices: tuple[str, ...] = ()
    shown_as: ShownAs | None = None

    @property
    def heading(self) -> Text:
        """Heading for people."""
        words = self.title or in_words(self.name)
        return Text(f"column-{self.name.replace('_', '-')}", words, self.description)


def in_words(name: str) -> str:
    """Return the name of a column or parameter as a heading.

    >>> in_words("bus_factor"), in_words("stand_in_name")
    ('Bus factor', 'Stand in name')
    """
    return name.replace("_", " ").capitalize()


def read_columns(columns: Sequence[Column]) -> list[Column]:
    """Return the columns that a person reads: no records, no id where a name stands beside it.

    >>> columns = [Column(name=name, description="") for name in ("person_id", "name", "asset_id", "records")]
    >>> [column.name for column in read_columns(columns)]
    ['name', 'asset_id']
    """
    names = {column.name for column in columns}

    def is_read(name: str) -> bool:
        stem = name.removesuffix("id")
        if name == "records":
            return False
        # The person of a row may simply be called "name".
        own = {"name"} if name in {"id", "person_id"} else set[str]()
        return stem == name or names.isdisjoint({f"{stem}name", stem.removesuffix("_"), *own})

    return [column for column in columns if is_read(column.name)]


class RowsOnDemand(Sequence[RowT]):
    """Rows of which each is made when it is looked at: of a million, a page makes twenty.

    >>> rows = RowsOnDemand(range(5), lambda number: number * number)
    >>> len(rows), rows[-1], tuple(rows[3:]), rows[1:3] == (1, 4)
    (5, 16, (9, 16), True)
    """

    __slots__ = ("_make", "_numbers")

    def __init__(self, numbers: range, make: Callable[[int], RowT]) -> None:
        """Take which rows there are, and what makes one of its place."""
        self._numbers, self._make = numbers, make

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> RowT: ...
    @overload
    def __getitem__(self, index: slice) -> "RowsOnDemand[RowT]": ...
    def __getitem__(self, index: int | slice) -> "RowT | RowsOnDemand[RowT]":
        """Return a row, or some of them, which are not made yet."""
        if isinstance(index, slice):
            return RowsOnDemand(self._numbers[index], self._make)
        return self._make(self._numbers[index])

    def __iter__(self) -> Iterator[RowT]:
        """Make one after the other."""
        return map(self._make, self._numbers)

    def __eq__(self, other: object) -> bool:
        """Compare the rows themselves."""
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(one == two for one, two in zip(self, other, strict=True))
        )

    __hash__ = None  # pyright: ignore[reportAssignmentType] - rows need not be hashable


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Generic[RowT]):
    """An answer: rows, sentences, and what is needed to open every claim.

    `compute` fills in the first three fields, `Query.run` the rest. `total`
    is the number of rows before a limit cut them.
    """

    rows: Sequence[RowT] = ()
    summary: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()
    query: str = ""
    title: Text = field(default_factory=lambda: Text("", ""))
    parameters: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    revision: str = ""
    total: int = 0

    def limited(self, limit: int | None) -> "Result[RowT]":
        """Return the first rows only, and a warning that says so."""
        if limit is None or len(self.rows) <= limit:
            return self
        warning = CUT(limit, self.total)
        return replace(self, rows=tuple(self.rows[:limit]), warnings=(*self.warnings, warning))

    def dicts(self, language: str = "en") -> list[dict[str, Any]]:
        """Return the rows as plain values; messages become sentences."""
        names = [column.name for column in self.columns]
        return [{name: plain(getattr(row, name), language) for name in names} for row in self.rows]

    def to_frame(self, language: str = "en") -> "pd.DataFrame":
        """Return the rows as a pandas table with a column for each of `columns`, also without rows."""
        import pandas as pd  # noqa: PLC0415 - 1 s, which only notebooks need

        return pd.DataFrame(self.dicts(language), columns=[column.name for column in self.columns])

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the shape of docs/formats.md#json."""
        return {
            "query": self.query,
            "title": say(self.title(), language),
            "parameters": dict(self.parameters),
            "summary": [say(sentence, language) for sentence in self.summary],
            "columns": [{"name": column.name, "description": column.description} for column in self.columns],
            "rows": self.dicts(language),
            "warnings": [say(warning, language) for warning in self.warnings],
            "revision": self.revision,
        }


def plain(value: Any, language: str = "en") -> Any:  # noqa: ANN401 - any value of a row
    """Return a row's value as JSON knows it."""
    if isinstance(value, Message):
        return say(value, language)
    if isinstance(value, tuple | list):
        return [plain(item, language) for item in value]  # pyright: ignore[reportUnknownVariableType] - any value of a row
    return value
