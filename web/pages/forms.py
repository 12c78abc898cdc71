# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a query, made from its parameters; no query has one of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.schema.nodes import NODE_BY_PREFIX
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Text
from queries.framework.query import Parameter, Query
from queries.framework.result import ShownAs
from web.pages.base import spoken
from web.pages.tables import named
from web.wording.schema_words import plural, word


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values."""

    value: str
    text: Text
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field as the template needs it; `kind` is one of choice, checks, yes-no, number, lines, node, text."""

    name: str
    label: Text
    help: Text
    kind: str
    value: str
    choices: tuple[Choice, ...]
    is_required: bool
    step: str
    type: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter that an answer rests on, in the words of the form: nodes as names, one of a few as its word."""

    name: str
    label: Text
    value: Any
    shown_as: ShownAs | None = None


def form_fields(snapshot: Snapshot, query: Query, given: Mapping[str, Any], language: str = "en") -> list[Field]:
    """Return the fields of a query's form, filled in with what was given; nodes by name where that is enough."""
    return [_field(snapshot, query, parameter, given, language) for parameter in query.parameters]


def settings(snapshot: Snapshot, query: Query, parameters: Mapping[str, Any]) -> list[Setting]:
    """Return the parameters of an answer."""
    return [
        Setting(parameter.name, parameter.label, _setting(snapshot, parameter, parameters), parameter.shown_as)
        for parameter in query.parameters
    ]


def _setting(snapshot: Snapshot, parameter: Parameter, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any parameter
    value = parameters[parameter.name]
    if not parameter.choices or value is None:
        return named(snapshot, value)
    return list(map(_choice_text, value)) if parameter.repeats else _choice_text(value)


def explanation(query: str, parameter: Parameter) -> Text:
    """Return what a parameter of a query means, as help below its field."""
    return Text(f"parameter-{query}-{_slug(parameter.name)}-help", parameter.description, "Help of a form's field")


def _slug(name: str) -> str:
    return name.replace("_", "-")


def _field(snapshot: Snapshot, query: Query, parameter: Parameter, given: Mapping[str, Any], language: str) -> Field:
    # A scope may be a node too, though its parameter takes other texts.
    values = [
        spoken(snapshot, snapshot.index(value), language) if value in snapshot else value
        for value in _values(parameter, given)
    ]
    kind = _kind(parameter)
    return Field(
        name=parameter.name,
        label=parameter.label,
        help=explanation(query.name, parameter),
        kind=kind,
        value="\n".join(values if kind != "number" else filter(_is_number, values)),
        choices=tuple(Choice(value, _choice_text(value), value in values) for value in parameter.choices),
        is_required=parameter.required,
        step="1" if parameter.type == "whole number" else "any",
        type=parameter.classes[0].TYPE if len(parameter.classes) == 1 else "",
    )


def _is_number(text: str) -> bool:
    """Say whether a field for numbers can show a text; browsers complain of any other."""
    return re.fullmatch(r"-?\d+(\.\d+)?(e[-+]?\d+)?", text, re.ASCII) is not None


def _kind(parameter: Parameter) -> str:
    if parameter.choices:
        return "checks" if parameter.repeats else "choice"
    if parameter.type == "yes or no":
        return "yes-no"
    if parameter.repeats:
        return "lines"
    if parameter.type in {"number", "whole number"}:
        return "number"
    return "node" if parameter.classes else "text"


def _values(parameter: Parameter, given: Mapping[str, Any]) -> list[str]:
    value = given.get(parameter.name, parameter.default)
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


def _choice_text(value: str) -> Text:
    cls = NODE_BY_PREFIX.get(value.lower())
    return plural(cls) if cls else word(value)
