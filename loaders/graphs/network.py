# SPDX-License-Identifier: GPL-3.0-or-later
"""A network as its file says it, before anybody knows what its entries are.

Values are text, as in a table; a list or map of a JSON file is the JSON
text of it, so that nothing is cut at a semicolon that belongs to a name.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from graph.schema.folding import fold
from graph.schema.source import Problem
from loaders.cells.reading import Position
from loaders.cells.words import FIELDS
from loaders.graphs.kinds import kind_of

NAME_WORDS = ("label", *dict.fromkeys(fold(word) for word in FIELDS["name"].all() if fold(word) != "label"))
_SURE_TYPES = (
    "type",
    "element type",
    "node type",
    "entry type",
    "kind of entry",
    "labels",
    "typ",
    "tipo",
    "النوع",
    "نوع",
)
TYPE_WORDS = tuple(dict.fromkeys((*_SURE_TYPES, "class", "group", *(fold(word) for word in FIELDS["kind"].all()))))
LINK_WORDS = tuple(
    dict.fromkeys(
        (
            *("relation", "connection type", "edge type", "link type", "relationship", "beziehung", "lien", "العلاقه"),
            *("relacion", "relacao", "type", "kind", "label", *(fold(word) for word in FIELDS["kind"].all()), "key"),
        )
    )
)


@dataclass(slots=True, kw_only=True)
class Entry:
    """A node as its file says it; `key` is what connections call it."""

    key: str
    position: Position
    name: str = ""
    type: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Connection:
    """An edge as its file says it."""

    source: str
    target: str
    position: Position
    types: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Network:
    """The entries and connections of one file or sheet.

    Keys mean something inside their `scope` only: the file, or "" for
    tables, of which one names what another connects.
    """

    file: str
    scope: str = ""
    entries: list[Entry] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add_entry(
        self, key: str, values: dict[str, str], position: Position, type_: str = "", usual_type: str = ""
    ) -> None:
        """Add an entry; which of its values is the name, and which the type, is found by their headings."""
        rest = {heading: value for heading, value in values.items() if value}
        name = take(rest, NAME_WORDS)
        for heading in list(rest):  # Some programs write the name or the id several times.
            if rest[heading] == key or (fold(heading) in NAME_WORDS and rest[heading] == name):
                del rest[heading]
        self.entries.append(
            Entry(
                key=key or name, position=position, name=name, type=type_ or _type_of(rest) or usual_type, values=rest
            )
        )

    def add_connection(
        self, source: str, target: str, values: dict[str, str], position: Position, types: tuple[str, ...] = ()
    ) -> None:
        """Add a connection; the words that may say its kind are found by their headings."""
        rest = {heading: value for heading, value in values.items() if value}
        by_word = {fold(heading): value for heading, value in reversed(rest.items())}
        found = [by_word[word] for word in LINK_WORDS if word in by_word]
        kinds = (*types, *found)
        self.connections.append(Connection(source=source, target=target, position=position, types=kinds, values=rest))


def take(values: dict[str, str], words: tuple[str, ...]) -> str:
    """Take the first value whose heading is one of these words, in the order of the words."""
    headings = {fold(heading): heading for heading in reversed(values)}
    found = next((headings[word] for word in words if word in headings), None)
    return values.pop(found) if found is not None else ""


def _type_of(values: dict[str, str]) -> str:
    """Take the first value that says what an entry is: a type that is known, else the one that is called so.

    Numbers are groups of a drawing and no types; they are taken away.
    """
    headings = {fold(heading): heading for heading in reversed(values)}
    for word in TYPE_WORDS:
        if word in headings and values[headings[word]].replace(".", "").isdigit():
            del values[headings.pop(word)]
    found = next((word for word in TYPE_WORDS if word in headings and kind_of(values[headings[word]])), None)
    found = found or next((word for word in _SURE_TYPES if word in headings), None)
    return values.pop(headings[found]) if found else ""


def text_of(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return a value of a JSON file as a cell: text, or JSON text of lists and maps.

    >>> text_of(3.0), text_of(["a; b"]), text_of(None)
    ('3', '["a; b"]', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case list() | dict():
            return json.dumps(value, ensure_ascii=False) if value else ""
        case _:
            return str(value).strip()


def list_in(text: str) -> list[str] | None:
    """Return the texts of a cell that is the JSON text of a list of them, None for any other cell."""
    items = _json_in(text, "[]")
    return [text_of(item) for item in items] if isinstance(items, list) else None


def map_in(text: str) -> dict[str, str] | None:
    """Return the texts of a cell that is the JSON text of a map of them, None for any other cell."""
    items = _json_in(text, "{}")
    return {str(key): text_of(item) for key, item in items.items()} if isinstance(items, dict) else None


def _json_in(text: str, ends: str) -> Any:  # noqa: ANN401 - any JSON
    if not (text.startswith(ends[0]) and text.endswith(ends[1])):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
