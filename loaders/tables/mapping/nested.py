# SPDX-License-Identifier: GPL-3.0-or-later
"""Values inside values, from JSON, YAML or TOML, as a table: a path says which of them are rows.

    rows = ""                   the whole is a row, or a list of rows
    rows = "teams.*.members.*"  every member of every team

A column is a path from its row: `name`, `contact.city`; `../name` is the name
of what the row stands in, `@key` the key or number of the row there, `.` the
row itself where it is a bare text. A list of texts is joined by `;`, and the
names of a list of objects stand in `members.*.name`, joined likewise.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from graph.errors import LoadError
from loaders.tables.files import Heading, Table

SUFFIXES = (".json", ".yaml", ".yml", ".toml")
_DEEPEST = 60
_MOST_VALUES = 500_000


@dataclass(frozen=True, slots=True)
class _Row:
    """A value that is a row, its key, and what it stands in, the nearest first."""

    value: object
    key: str
    above: tuple["_Row", ...] = ()


def parsed(text: str, path: Path) -> object:
    """Return what the text of a file holds; LoadError if it cannot be read."""
    suffix = path.suffix.lower()
    try:
        if suffix == ".toml":
            return tomllib.loads(text)
        if suffix == ".json":
            return json.loads(text)
        return _yaml(text)
    except (ValueError, RecursionError) as error:
        message = f"“{path.name}” is no valid {suffix[1:].upper()}: {error}."
        raise LoadError(message, "Mend it there, or leave the file out.") from error


def _yaml(text: str) -> object:
    from ruamel.yaml import YAML  # noqa: PLC0415 - only those who load YAML need it
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - as above

    if _depth(text) > _DEEPEST:
        message = "it nests too deeply"
        raise ValueError(message)
    try:
        documents = list(YAML(typ="safe", pure=True).load_all(text))
    except YAMLError as error:
        raise ValueError(str(error).splitlines()[0]) from error
    return documents[0] if len(documents) == 1 else documents


def _depth(text: str) -> int:
    """Return how deep the brackets of a text go; those in quotation marks count too."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def table_of(content: object, path: Path, rows: str) -> Table | None:
    """Return the rows of a file at a path, None if there is none."""
    _check_size(content, path)
    steps = [step for step in rows.split(".") if step]
    headings: dict[str, None] = {}
    found: list[tuple[int, dict[str, str]]] = []
    for line, row in enumerate(_rows(_Row(content, path.stem), steps), start=1):
        cells = dict(_cells(row))
        headings |= dict.fromkeys(cells)
        found.append((line, cells))
    if not headings:
        return None
    lines = [(line, [cells.get(heading, "") for heading in headings]) for line, cells in found]
    return Table(
        file=path.name,
        headings=tuple(Heading(text=heading) for heading in headings),
        first_line=1,
        rows=lambda: iter(lines),
    )


def _check_size(content: object, path: Path) -> None:
    """Raise LoadError for a file that is small and unfolds to very much, or without end."""
    open_: list[object] = [content]
    count = 0
    while open_:
        value = open_.pop()
        count += 1
        if count > _MOST_VALUES:
            message = f"“{path.name}” unfolds to more than {_MOST_VALUES:,} values."
            raise LoadError(message, "Give it in several files, and without anchors that repeat one another.")
        if isinstance(value, dict):
            open_ += value.values()
        elif isinstance(value, list):
            open_ += value


def _rows(here: _Row, steps: list[str]) -> Iterator[_Row]:
    if not steps:
        if isinstance(here.value, list):
            # The whole is a list of rows.
            yield from (_Row(item, str(number), here.above) for number, item in enumerate(here.value, start=1))
        else:
            yield here
        return
    step, *rest = steps
    for key, value in _inside(here.value, step):
        below = _Row(value, key, (here, *here.above))
        if rest or isinstance(value, dict) or step == "*":
            yield from [below] if not rest else _rows(below, rest)
        else:
            yield from _rows(below, [])


def _inside(value: object, step: str) -> Iterator[tuple[str, object]]:
    match value:
        case dict() if step == "*":
            yield from ((str(key), item) for key, item in value.items())
        case list() if step == "*":
            yield from ((str(number), item) for number, item in enumerate(value, start=1))
        case dict():
            yield from ((str(key), item) for key, item in value.items() if str(key) == step)
        case list():
            for item in value:
                yield from _inside(item, step)
        case _:
            return


def _cells(row: _Row) -> Iterator[tuple[str, str]]:
    """Yield the cells of a row by their path: its own, and those of what it stands in."""
    for level, here in enumerate((row, *row.above)):
        before = "../" * level
        yield f"{before}@key", here.key
        deep = _flat(here.value, "", 0) if level == 0 else _flat(here.value, "", _DEEPEST)
        yield from ((f"{before}{path or '.'}", text) for path, text in deep)


def _flat(value: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the texts in a value by their path; from `_DEEPEST` on only those directly in it."""
    match value:
        case dict():
            for key, item in value.items():
                inner = f"{path}.{key}" if path else str(key)
                if not isinstance(item, dict | list) or depth < _DEEPEST or _is_plain(item):
                    yield from _flat(item, inner, depth + 1)
        case list() if _is_plain(value):
            yield path, "; ".join(map(_text, value))
        case list():
            joined: dict[str, list[str]] = {}
            for item in value if depth < _DEEPEST else []:
                for inner, text in _flat(item, "", depth + 1):
                    joined.setdefault(inner, []).append(text)
            yield from (
                (f"{path}.*.{inner}" if inner else path, "; ".join(filter(None, texts)))
                for inner, texts in joined.items()
            )
        case _:
            yield path, _text(value)


def _is_plain(value: object) -> bool:
    return isinstance(value, list) and not any(isinstance(item, dict | list) for item in value)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case date() | time():
            return value.isoformat()
        case _:
            return str(value).strip()
