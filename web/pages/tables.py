# SPDX-License-Identifier: GPL-3.0-or-later
"""From a result's rows to a table for people: names as links, evidence to open.

A column `x_id` beside `x_name` becomes one column of links; `records` becomes
the evidence of the row. Nothing here knows any query.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.schema.links import LINK_BY_TYPE
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.framework.result import Column, Result, ShownAs, read_columns
from web.wording import site_texts
from web.wording.schema_words import forward, word

_EVIDENCE = "records"
_MOST_EVIDENCE = 25


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as people see it; `is_number` aligns it."""

    name: str
    text: Text
    is_number: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: nodes as names, a text where it is one of a few; `id` is that of the node that it names."""

    name: str
    value: Any
    id: str = ""
    is_number: bool = False
    shown_as: ShownAs | None = None

    @property
    def is_long(self) -> bool:
        """Whether it needs a wide column: a sentence, or several entries; a name is none, even if it is translated."""
        several = isinstance(self.value, list | tuple) and len(self.value) > 1  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType] - any value of a row
        return several or (isinstance(self.value, Message) and not _is_name(self.name))


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row; `id` names the node that the drawing selects with it, `head` is the cell that names the row."""

    id: str
    head: int
    cells: tuple[Cell, ...]
    evidence: tuple["Evidence", ...]
    more_evidence: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record behind a row: its id, and in words what it says."""

    id: str
    words: Message


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A whole table."""

    headings: tuple[Heading, ...] = ()
    rows: tuple[ShownRow, ...] = ()

    @property
    def is_wordy(self) -> bool:
        """Whether any cell holds a sentence or several entries, which a narrow column makes unreadable."""
        return any(cell.is_long for row in self.rows for cell in row.cells)

    @property
    def has_evidence(self) -> bool:
        """Whether any row names records."""
        return any(row.evidence for row in self.rows)


def shown_table(snapshot: Snapshot, result: Result[Any], leave_out: Sequence[str] = ()) -> ShownTable:
    """Return the rows of a result as a table."""
    columns = [
        column
        for column in read_columns(result.columns)
        if column.name not in leave_out and _has_value(result, column.name)
    ]
    numbers = {column.name for column in columns if _is_numeric(result, column.name)}
    headings = tuple(Heading(c.name, heading(c), c.name in numbers) for c in columns)
    rows = tuple(_row(snapshot, row, columns, numbers) for row in result.rows)
    return ShownTable(headings, rows)


def ids_in(snapshot: Snapshot, result: Result[Any]) -> list[str]:
    """Return the ids of nodes that the rows name, in order of appearance."""
    found: dict[str, None] = {}
    names = [column.name for column in result.columns if column.name != _EVIDENCE]
    for row in result.rows:
        for name in names:
            value = getattr(row, name)
            for item in value if isinstance(value, list | tuple) else (value,):
                if isinstance(item, str) and item in snapshot:
                    found[item] = None
                elif isinstance(item, Name):
                    found[item.id] = None
    return list(found)


def evidence(snapshot: Snapshot, ids: Sequence[str]) -> tuple[Evidence, ...]:
    """Return records in words, the links first, as they say most."""
    links = [id_ for id_ in ids if id_ not in snapshot]
    ordered = [*links, *(id_ for id_ in ids if id_ in snapshot)]
    return tuple(_in_words(snapshot, id_) for id_ in ordered[:_MOST_EVIDENCE])


def _in_words(snapshot: Snapshot, id_: str) -> Evidence:
    if id_ in snapshot:
        return Evidence(id_, site_texts.THE_NAME(_name(snapshot, id_)))
    if id_.partition(":")[0].upper() not in LINK_BY_TYPE:
        return Evidence(id_, site_texts.THE_NAME(id_))
    number = snapshot.link_number(id_)
    source, target = (
        Name(snapshot.ids[end], snapshot.names[end])
        for end in (int(snapshot.link_source[number]), int(snapshot.link_target[number]))
    )
    return Evidence(id_, site_texts.LINK_SENTENCE(source, forward(snapshot.link_type_of(number))(), target))


def _name(snapshot: Snapshot, id_: str) -> Name:
    return Name(id_, snapshot.names[snapshot.index(id_)])


def _is_name(column: str) -> bool:
    return column == "name" or column.endswith("_name")


def _id_column(name: str) -> str:
    # A name stands beside its id: name and id, x_name and x_id, or plainly question and question_id.
    if _is_name(name):
        return f"{name.removesuffix('name')}id"
    return f"{name}_id"


def heading(column: Column) -> Text:
    """Return the heading of a column on a page, where a name stands for name and id."""
    name = column.name.removesuffix("_name") if column.name.endswith("_name") else column.name
    return replace(column, name=name).heading


def _has_value(result: Result[Any], name: str) -> bool:
    """Say whether a column is worth its room: no and 0 are values, nothing in every row is not."""
    return not result.rows or any(getattr(row, name) not in (None, "", (), []) for row in result.rows)


def _is_numeric(result: Result[Any], name: str) -> bool:
    values = [getattr(row, name) for row in result.rows if getattr(row, name) is not None]
    return bool(values) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _row(snapshot: Snapshot, row: Any, columns: Sequence[Column], numbers: set[str]) -> ShownRow:  # noqa: ANN401 - any Row
    cells = tuple(_cell(snapshot, row, column, column.name in numbers) for column in columns)
    records: Sequence[str] = getattr(row, _EVIDENCE, ())
    head = next((index for index, cell in enumerate(cells) if cell.id or _is_name(cell.name)), 0)
    first = cells[head].id if cells else ""
    return ShownRow(first, head, cells, evidence(snapshot, records), max(0, len(records) - _MOST_EVIDENCE))


def _cell(snapshot: Snapshot, row: Any, column: Column, is_number: bool) -> Cell:  # noqa: ANN401, FBT001 - any Row
    name, value = column.name, getattr(row, column.name)
    if column.choices and isinstance(value, str):
        value = word(value)
    id_ = getattr(row, _id_column(name), None)
    if name in {"person_name", "name"} and id_ is None:
        id_ = getattr(row, "person_id", None)
    if isinstance(id_, str) and (id_ in snapshot or id_ in snapshot.joined):
        return Cell(
            name, Name(id_, value) if value and isinstance(value, str) else value, id_, is_number, column.shown_as
        )
    return Cell(name, named(snapshot, value), is_number=is_number, shown_as=column.shown_as)


def named(snapshot: Snapshot, value: Any) -> Any:  # noqa: ANN401 - any value of a row or a setting
    """Return a value with names in the place of the ids of nodes."""
    if isinstance(value, str) and value in snapshot:
        return _name(snapshot, value)
    if isinstance(value, list | tuple):
        return [named(snapshot, item) for item in value]  # pyright: ignore[reportUnknownVariableType] - any value of a row
    return value
