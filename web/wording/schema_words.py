# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema's own words as texts, so that they are translated like all others."""

from enum import Enum, StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

from graph.schema import links, nodes
from graph.schema.dates import PartialDate
from graph.schema.links import LINK_BY_TYPE, Link
from graph.schema.nodes import NODE_BY_PREFIX, Node
from graph.text.choices import slug
from graph.text.message import Text
from queries.framework.references import type_word
from queries.framework.result import ShownAs

YES = Text("value-yes", "yes", "Value of a field")
NO = Text("value-no", "no", "Value of a field")


@cache
def label(cls: type[Node]) -> Text:
    """Return what one entry of a class is called."""
    return type_word(cls)


@cache
def plural(cls: type[Node]) -> Text:
    """Return what several entries of a class are called."""
    return Text(f"schema-{slug(cls.TYPE)}-plural", cls.PLURAL, "Several entries of this type")


@cache
def meaning(cls: type[Node]) -> Text:
    """Return what a class is, for a glossary."""
    words = (cls.__doc__ or "").partition("\n")[0]
    return Text(f"schema-{slug(cls.TYPE)}-meaning", words, "What such an entry is, in the glossary")


@cache
def forward(cls: type[Link]) -> Text:
    """Return the words of a link from its source to its target."""
    return Text(f"schema-{slug(cls.TYPE)}-forward", cls.FORWARD, "A link; its start stands before, its end after")


@cache
def backward(cls: type[Link]) -> Text:
    """Return the words of a link from its target to its source."""
    return Text(f"schema-{slug(cls.TYPE)}-backward", cls.BACKWARD, "A link; its end stands before, its start after")


@cache
def field_word(name: str) -> Text:
    """Return the heading of a record's field."""
    return Text(f"field-{slug(name)}", name.replace("_", " ").capitalize(), "Name of a field")


@cache
def field_shown_as() -> dict[str, ShownAs]:
    """Return by its name how each field of a record is shown, where its declared type says that."""
    forms = ((PartialDate, ShownAs.DATE), (nodes.Country, ShownAs.COUNTRY), (nodes.Language, ShownAs.LANGUAGE))
    return {
        name: shown_as
        for cls in (*nodes.NODE_CLASSES, *links.LINK_CLASSES)
        for name, hint in get_type_hints(cls, include_extras=True).items()
        for declared, shown_as in forms
        if _is_made_of(hint, declared)
    }


def _is_made_of(hint: Any, declared: Any) -> bool:  # noqa: ANN401 - type annotations
    return hint == declared or any(_is_made_of(part, declared) for part in get_args(hint))


def word(value: str) -> Text:
    """Return the word for a value of a query's parameter or column that is one of a few."""
    cls = NODE_BY_PREFIX.get(value.lower())
    return label(cls) if cls else Text(f"word-{slug(value)}", value.replace("-", " "), "One of several choices")


def enumerations() -> tuple[type[Enum], ...]:
    """Return every enumeration that a field of a record may hold."""
    found = {
        name: value
        for module in (nodes, links)
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
    }
    return tuple(found[name] for name in sorted(found))


def link_words(link_type: str, is_forward: bool) -> Text:  # noqa: FBT001 - a column of a row
    """Return the words of a link's type in the direction in which it is read."""
    return (forward if is_forward else backward)(LINK_BY_TYPE[link_type])
