# SPDX-License-Identifier: GPL-3.0-or-later
"""What a page is: a function from a visit to an answer in every format.

Each module of this folder that is a page lists its routes in ROUTES and is found by its
name, so that a new page touches no other module.
"""

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import import_module
from typing import Any

from graph.errors import BadParameter, UnknownName, typed
from graph.schema.ids import is_hidden
from graph.schema.nodes import Node
from graph.snapshot.snapshot import NO_ENTRY, Snapshot
from graph.text.message import Message, Text
from queries.framework.discovery import query_names
from queries.framework.query import Query
from queries.framework.result import Result
from web.drawing.drawing import Drawing
from web.drawing.ego import Ego
from web.drawing.overview import Overview
from web.pages.result_cache import DATA_PATIENCE, PATIENCE, Answers
from web.wording.names import called, labels_in
from web.wording.today import with_age

NO_NUMBER = Text("page-no-number", "“$1” is “$2”.", "Error; $1 a parameter, $2 what was given instead of a number")
GIVE_NUMBER = Text("page-give-number", "Give a whole number from 1 to $1.", "Hint after that error")
FORWARDED = {"report": "html", "docx": "docx", "wikitext": "wikitext"}
"""An answer as a report to forward: by the name of the format, that of the report."""
FORMATS = ("html", "json", "csv", "svg", "file", *FORWARDED)
"""`file` is one HTML file with everything in it, for pages that draw a view of the network."""
DRAWN = ("html", "svg", "file")
"""Formats that may hold a drawing."""
SHOWN_ROWS = 20
"""Rows of a table on a page; data always come whole (docs/architecture.md#queries), a drawing is that of its page."""
DATA_ROWS = 10_000
"""Rows of one answer as data; the next ones are a request further."""
_OURS = frozenset({"format", "uselang", "limit", "offset", "without_names"})
"""Arguments that every page takes; all others belong to the page."""


@dataclass(frozen=True)
class Visit:
    """What is asked for: the network as it is now, the language, the arguments."""

    snapshot: Snapshot
    language: str = "en"
    format: str = "html"
    arguments: Mapping[str, Sequence[str]] = field(default_factory=dict)
    overview: Overview | None = None
    headlines: tuple[Message, ...] | None = None
    gave: Mapping[str, Mapping[str, int]] | None = None
    answers: Answers = field(default_factory=Answers)
    is_read_only: bool = False

    def first(self, name: str, default: str = "") -> str:
        """Return an argument that is given once."""
        return next((value.strip() for value in self.arguments.get(name, ()) if value.strip()), default)

    def every(self, name: str) -> list[str]:
        """Return an argument that may be given several times, or in several lines of one field."""
        lines = (line.strip() for value in self.arguments.get(name, ()) for line in value.splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def number(self, name: str, default: int, most: int) -> int:
        """Return a whole number from 1 to `most`; raises BadParameter for anything else."""
        text = self.first(name)
        if not text:
            return default
        digits = text.lstrip("0") if text.isascii() and text.isdecimal() else ""
        if not digits or len(digits) > len(str(most)) or int(digits) > most:
            # Without separators: the number is there to be typed.
            raise BadParameter(NO_NUMBER(typed(name), typed(text, 40)), GIVE_NUMBER(str(most)))
        return int(digits)

    @cached_property
    def limit(self) -> int | None:
        """How many rows are wanted; None is all of them."""
        if not self.first("limit"):
            return DATA_ROWS if self.format in {"json", "csv"} else SHOWN_ROWS
        return self.number("limit", SHOWN_ROWS, 1_000_000)

    @cached_property
    def offset(self) -> int:
        """How many rows are left out before the first, in data."""
        return self.number("offset", 0, 100_000_000) if self.format in {"json", "csv"} else 0

    def next_offset(self, result: Result[Any] | None) -> int | None:
        """Return where the next rows of an answer begin; None where there are none."""
        end = self.offset + len(result.rows) if result else 0
        return end if result and result.rows and end < result.total else None

    @cached_property
    def given(self) -> dict[str, Any]:
        """The arguments that are meant for a query."""
        return {
            name: values[0] if len(values) == 1 and "\n" not in values[0] else self.every(name)
            for name, values in self.arguments.items()
            if name not in _OURS and any(value.strip() for value in values)
        }

    def ask(self, query: Query, given: Mapping[str, Any]) -> Result[Any]:
        """Put a query to the network of this visit; all rows on a page would be too many.

        Raises StillWorking where it would take longer than a reader or a program should wait.
        """
        patience = PATIENCE if self.format == "html" else DATA_PATIENCE
        result = self.answers.run(query, self.snapshot, given, patience)
        result = with_age(self.snapshot, result)
        if self.offset:
            result = replace(result, rows=result.rows[self.offset :])
        return result.limited(self.limit)

    def find(self, text: str) -> Node:
        """Return the node that an id or a name means; raises UnknownName."""
        return self.snapshot.node(self.snapshot.find(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer: the template with its values, and the same as data and drawing."""

    template: str
    heading: Message
    data: Any
    rows: Sequence[Mapping[str, Any]] = ()
    names: Sequence[str] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    drawing: Drawing | None = None
    shown: Ego | None = None
    results: Sequence[Result[Any]] = ()
    """What the drawing shows, for pages that can be saved as one file."""
    status: int = 200
    is_final: bool = True
    """Whether the same address gives the same page until the network changes."""
    next_offset: int | None = None
    """Where the next rows of the data begin, if there are more."""
    has_data: bool = True
    """Whether the address answers as data too; a form that waits to be filled in does not."""

    @property
    def columns(self) -> list[str]:
        """Names of the columns of the page's rows."""
        return list(self.names or (self.rows[0] if self.rows else ()))


@dataclass(frozen=True, slots=True)
class Route:
    """An address and its function."""

    rule: str
    page: Callable[..., Page]


def routes() -> list[Route]:
    """Return the routes of all page modules, by name of the module."""
    import web.pages  # noqa: PLC0415 - its path is needed

    modules = [import_module(f"web.pages.{module.name}") for module in pkgutil.iter_modules(web.pages.__path__)]
    return [route for module in modules for route in getattr(module, "ROUTES", ())]


@cache
def has_query(name: str) -> bool:
    """Say whether there is such a query, so that pages link only to what works."""
    return name in query_names()


def record_of(snapshot: Snapshot, id_: str) -> tuple[str, int]:
    """Return ("node", number) or ("link", number) of an id; raises UnknownName."""
    if id_ in snapshot:
        return "node", snapshot.index(id_)
    if id_ in snapshot.joined:
        return "node", snapshot.joined[id_]
    try:
        return "link", snapshot.link_number(id_)
    except (KeyError, UnicodeEncodeError):
        pass
    try:
        return "node", snapshot.find(id_)
    except UnknownName as error:
        raise UnknownName(NO_ENTRY, id_, error.close_matches) from error


def spoken(snapshot: Snapshot, number: int, language: str = "en") -> str:
    """Return what a form says for a node: its name where that is enough to find it again, else its id."""
    id_ = snapshot.ids[number]
    if is_hidden(id_):
        return id_
    name = called(id_, snapshot.names[number], language, labels_in(snapshot, language))
    try:
        return name if snapshot.find(name) == number else id_
    except UnknownName:
        return id_
