# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of entries and connections as fields of records, judged by heading over all of one class."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from graph.schema.folding import fold
from graph.schema.nodes import Node, Record
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.private_columns import PrivateData, is_private_heading
from loaders.cells.reading import Position
from loaders.cells.understanding import Converter
from loaders.cells.values import converter_for, field_types
from loaders.graphs.network import list_in, map_in
from loaders.tables.headings import FieldColumn, LinkColumn, known_fields, known_headings

NOT_KEPT = Text(
    "graph-not-kept",
    "{{PLURAL:$1|One attribute is|$1 attributes are}} not known and {{PLURAL:$1|was|were}} left out: $2.",
    "$1 number, $2 list of names of attributes",
)
_TEXTS = frozenset({"name", "aliases", "description", "affiliation", "note", "role"})
_DRAWING = frozenset(
    "x y z size width height color colour shape viz opacity thickness visibility fill stroke image font position key"
    " direction curved dashed selected id".split()
) | {"networkx key", "networkx id"}
"""Attributes of a drawing: where something stands and how it looks is no news about it (docs/formats.md)."""
_NOT_FIELDS = frozenset({"id", "source", "target", "name"})
_EXPONENT = re.compile(r"\d+(?:\.\d+)?[eE][+-]?\d+")
"""How programs write very large and very small numbers, and no person does."""
_LISTS = frozenset({"aliases", "labels"})


class Item(NamedTuple):
    """Something with values by heading, and where it stands."""

    values: Mapping[str, str]
    position: Position


class Filled(NamedTuple):
    """The fields of each item, the cells that name others, and what was found on the way."""

    fields: list[dict[str, Any]]
    mentions: list[list[tuple[LinkColumn, str, list[str]]]]
    problems: list[Problem]
    unknown: dict[str, None]


class _Column(NamedTuple):
    """The values under one heading that fill a field, and by number the items that have them."""

    field: str
    heading: str
    numbers: list[int]
    cells: list[str]


def fill(cls: type[Record], items: Sequence[Item], *, private: PrivateData, is_own: bool = False) -> Filled:
    """Return what the values of items of one class say; a value that does not fit is a problem.

    With `is_own` the items are an export of ours, in which the name of a field means that field.
    """
    done = Filled([{} for _ in items], [[] for _ in items], [], {})
    headings = dict.fromkeys(heading for item in items for heading in item.values)
    for heading in headings:
        numbers = [number for number, item in enumerate(items) if item.values.get(heading)]
        cells = [items[number].values[heading] for number in numbers]
        if fold(heading) in _DRAWING:
            continue
        if is_private_heading(heading):
            private.leave_out(0, heading)
            private.count([cells])
            continue
        meaning = heading if is_own and heading in field_types(cls) else _meaning(cls, heading)
        if isinstance(meaning, LinkColumn):
            # A name that is nothing known may stay in the field of that heading.
            if meaning.made is None and meaning.words in field_types(cls):
                column = _Column(meaning.words, heading, numbers, cells)
                done.problems.extend(_fill(cls, column, items, done.fields, private))
            for number, cell in zip(numbers, cells, strict=True):
                done.mentions[number].append((meaning, heading, list_in(cell) or [cell]))
        elif isinstance(meaning, str):
            column = _Column(meaning, heading, numbers, cells)
            done.problems.extend(_fill(cls, column, items, done.fields, private))
        else:
            done.unknown[heading] = None
    return done


def _meaning(cls: type[Record], heading: str) -> LinkColumn | str | None:
    word = fold(heading)
    if not issubclass(cls, Node):
        field = "strength" if word == "value" else known_fields(cls).get(word)
        return None if field in _NOT_FIELDS else field
    found = known_headings(cls).get(word)
    match found:
        case LinkColumn():
            return found
        case FieldColumn(field=field, part="") if field not in _NOT_FIELDS:
            return field
        case _:
            return None


def _fill(
    cls: type[Record], column: _Column, items: Sequence[Item], fields: Sequence[dict[str, Any]], private: PrivateData
) -> list[Problem]:
    """Set a field of the items that have a value for it; the first of two values stays."""
    problems: list[Problem] = []
    field, heading, numbers, cells = column
    kind = field_types(cls)[field]
    converter = converter_for(cls, field, cells)

    def clean(texts: Sequence[str]) -> Sequence[str]:
        is_text = converter is None or field in _LISTS
        return private.clean(heading, texts, digits=field in _TEXTS) if is_text else texts

    for number, cell in zip(numbers, cells, strict=True):
        if field in fields[number]:
            continue
        value = _value(cell, kind, converter, clean)
        if converter is not None and (error := converter.misread.get(cell)):
            position = items[number].position
            problems.append(position.problem(error.message, field=field, found=cell, expected=error.expected))
        if value is not None and value != "":
            fields[number][field] = value
    return problems


def _value(
    cell: str, kind: object, converter: Converter | None, clean: Callable[[Sequence[str]], Sequence[str]]
) -> object:
    """Return what a cell means; lists and maps of JSON are taken as they are."""
    form = getattr(kind, "__origin__", None)
    items = list_in(cell)
    if items is not None and form is tuple:
        if kind == tuple[str, ...] or converter is None:
            return tuple(filter(None, clean(items)))
        return tuple(dict.fromkeys(one for item in items for one in converter[item] or ()))
    if form is dict and (labels := map_in(cell)) is not None:
        return dict(zip(labels, clean(list(labels.values())), strict=True))
    if kind is float and _EXPONENT.fullmatch(cell):
        return float(cell)
    (text,) = clean(["; ".join(items) if items is not None else cell])
    return converter[text] if converter is not None else text


def not_kept(position: Position, unknown: Mapping[str, None]) -> list[Problem]:
    """Return the problem of attributes that have no place here, none if there is none."""
    return [position.problem(NOT_KEPT(len(unknown), list(unknown)))] if unknown else []
