# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report is made of, and how its sections ask their queries."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Text
from queries.framework.discovery import get_query
from queries.framework.result import Column, Result
from web.wording.today import as_of_today

IN_A_CELL = 3
"""Values in a cell of a table of a report whose lists are cut (a choice)."""
Progress = Callable[[str], None]
"""Takes what is being worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, sentences, a list in words, and the table behind them."""

    title: Text
    sentences: tuple[Message, ...] = ()
    lines: tuple[Message, ...] = ()
    result: Result[Any] | None = None
    columns: tuple[str, ...] = ()

    @property
    def shows_table(self) -> bool:
        """Whether there is a table to show to people."""
        return self.result is not None and bool(self.result.rows) and bool(self.columns)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a report is built, which options it takes, and how many questions it asks at most, for a bar of progress."""

    build: "Callable[[Asker], tuple[Message, Iterator[Section]]]"
    options: tuple[str, ...]
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a rendering needs; `snapshot` turns ids into names, `is_short` that lists are cut."""

    title: Message
    snapshot: Snapshot
    sections: tuple[Section, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    is_short: bool = False


class Asker:
    """Runs queries for one report, with the options that they share."""

    def __init__(self, snapshot: Snapshot, options: Mapping[str, Any], progress: Progress) -> None:
        """Remember what to ask about and whom to tell."""
        self.snapshot = snapshot
        self.options = options
        self.progress = progress
        self.is_chosen = False
        """Whether what may be lost was chosen by what the network has."""
        self._known: dict[str, Result[Any]] = {}

    def ask(self, name: str, **given: Any) -> Result[Any]:  # noqa: ANN401 - parameters of any query
        """Answer a query; shared options go in where the query has them. The same question is asked once."""
        query = get_query(name)
        own = {parameter.name for parameter in query.parameters}
        arguments = {key: value for key, value in {**self.options, **given}.items() if key in own}
        key = f"{name} {sorted(arguments.items())}"
        if key not in self._known:
            self.progress(query.title.english)
            self._known[key] = query.run(self.snapshot, **as_of_today(query, arguments))
        return self._known[key]


def columns_of(section: Section) -> list[Column]:
    """Return the columns that a section shows, in its order."""
    if section.result is None:
        return []
    known = {column.name: column for column in section.result.columns}
    return [known[name] for name in section.columns if name in known]


def most_in_a_cell(report: Report) -> int | None:
    """Return how many values of a list a cell shows; None is all of them."""
    return IN_A_CELL if report.is_short else None
