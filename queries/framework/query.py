# SPDX-License-Identifier: GPL-3.0-or-later
"""What a query is.

A query module has a `Row`, a `compute(snapshot, *, ...)` that returns a
`Result`, `CYPHER`, and `QUERY = Query(...)`. A parameter is declared once, in
the signature of `compute`, and becomes a command option, a URL argument, a
form field and a line of documentation. What people call it, and a column of
`Row`, is the `title` of its `Field`.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Literal, LiteralString, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, ValidationError, create_model
from pydantic.fields import FieldInfo

from graph.errors import BadParameter
from graph.schema.ids import is_hidden
from graph.schema.nodes import NODE_CLASSES, Node
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Text
from queries.framework.parameter_errors import NOT_AROUND, SOMEBODY_ELSE, bad_parameter, unknown_parameter
from queries.framework.references import find_entry
from queries.framework.result import Column, Result, ShownAs, in_words, plain

NodeClass = type[Node]


class Ref:
    """Marks a parameter as naming a node of these classes, by id or name."""

    def __init__(self, *classes: type[Node], may_hide: bool = False) -> None:
        """Without classes, any node will do; `may_hide`: also people who asked not to be named."""
        self.classes = classes or NODE_CLASSES
        self.may_hide = may_hide


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter as commands, forms and documentation need it.

    `type` is one of text, number, whole number, yes or no; `choices` is not
    empty where only these values are allowed; `classes` where it names a node.
    """

    name: str
    type: str
    default: Any
    description: str
    required: bool = False
    repeats: bool = False
    choices: tuple[str, ...] = ()
    classes: tuple[NodeClass, ...] = ()
    may_hide: bool = False
    title: str = ""
    shown_as: ShownAs | None = None

    @property
    def label(self) -> Text:
        """What it is called in forms and lists of settings."""
        return Text(
            f"parameter-{self.name.replace('_', '-')}", self.title or in_words(self.name), "Label of a form's field"
        )


@dataclass(frozen=True, kw_only=True)
class Query:
    """A question that a user has, with everything derived from `compute`.

    `name` is the module's name with hyphens; `cypher` is a text to run in
    Neo4j Browser, None where Community cannot compute the rows; tests hold it
    to give the same rows.
    """

    name: str
    title: Text
    compute: Callable[..., Result[Any]]
    row: type
    cypher: LiteralString | None = None

    @cached_property
    def documentation(self) -> str:
        """The module's docstring: definition, how to read it, complexity, references."""
        return inspect.getdoc(inspect.getmodule(self.compute)) or ""

    @cached_property
    def question(self) -> Text:
        """The sentence that the documentation starts with."""
        words = " ".join(self.documentation.partition("\n\n")[0].split())
        return Text(f"query-{self.name}", words, "The question that a query answers, below its title")

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The fields of `Row`, in order."""
        hints = get_type_hints(self.row, include_extras=True)
        return tuple(_column(f.name, hints[f.name]) for f in fields(self.row))

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The keyword parameters of `compute`, in order."""
        hints = get_type_hints(self.compute, include_extras=True)
        signature = inspect.signature(self.compute)
        return tuple(
            _parameter(name, hints[name], declared.default)
            for name, declared in signature.parameters.items()
            if declared.kind is inspect.Parameter.KEYWORD_ONLY
        )

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 - a class made by pydantic
        hints = get_type_hints(self.compute, include_extras=True)
        wanted: dict[str, Any] = {p.name: (hints[p.name], ... if p.required else p.default) for p in self.parameters}
        config = ConfigDict(extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True)
        return create_model(self.name.replace("-", "_"), __config__=config, **wanted)

    def checked(self, snapshot: Snapshot, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return valid parameters; names of nodes become ids.

        Raises BadParameter and UnknownName, worded for a user. An empty text
        counts as not given.
        """
        values = {name.replace("-", "_"): value for name, value in given.items() if value not in ("", None, (), [])}
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values.keys() - known.keys():
            raise unknown_parameter(self.name, name, tuple(known))
        for name, value in values.items():
            if known[name].repeats and isinstance(value, str):
                values[name] = [value]
        try:
            model = self._model(**values)
        except ValidationError as error:
            raise bad_parameter(self.name, error, {p.name: p.choices for p in known.values()}) from error
        checked = {name: getattr(model, name) for name in known}
        for name, parameter in known.items():
            if parameter.classes and checked[name]:
                checked[name] = _resolve(snapshot, checked[name], parameter)
        return checked

    def run(self, snapshot: Snapshot, limit: int | None = None, **given: Any) -> Result[Any]:  # noqa: ANN401 - checked here
        """Check the parameters and compute; `limit` cuts the rows and says so."""
        checked = self.checked(snapshot, given)
        return self.finish(snapshot.revision, self.compute(snapshot, **checked), checked, limit)

    def finish(
        self, revision: str, result: Result[Any], checked: Mapping[str, Any], limit: int | None = None
    ) -> Result[Any]:
        """Put the query's own facts on a computed result."""
        return replace(
            result,
            query=self.name,
            title=self.title,
            parameters={name: plain(value) for name, value in checked.items()},
            columns=self.columns,
            revision=revision,
            total=len(result.rows),
        ).limited(limit)


def _info(hint: Any) -> FieldInfo:  # noqa: ANN401 - a type annotation
    return next((item for item in get_args(hint)[1:] if isinstance(item, FieldInfo)), FieldInfo())


def _column(name: str, hint: Any) -> Column:  # noqa: ANN401 - a type annotation
    info = _info(hint)
    return Column(
        name=name,
        description=info.description or "",
        title=info.title or "",
        choices=_choices(_base(hint)),
        shown_as=_shown_as(hint),
    )


def _shown_as(hint: Any) -> ShownAs | None:  # noqa: ANN401 - a type annotation
    return next((item for item in get_args(hint)[1:] if isinstance(item, ShownAs)), None)


def _base(hint: Any) -> Any:  # noqa: ANN401 - a type annotation
    return get_args(hint)[0] if hasattr(hint, "__metadata__") else hint


def _choices(hint: Any) -> tuple[str, ...]:  # noqa: ANN401 - a type annotation
    return tuple(str(value) for value in get_args(hint)) if get_origin(hint) is Literal else ()


def _parameter(name: str, hint: Any, default: Any) -> Parameter:  # noqa: ANN401 - a type annotation
    base = _base(hint)
    options = [option for option in get_args(base) if option is not type(None)] if _is_union(base) else [base]
    first = options[0]
    repeats = get_origin(first) in (tuple, list)
    if repeats:
        first = get_args(first)[0]
    kinds = {int: "whole number", float: "number", bool: "yes or no"}
    ref = next((item for item in get_args(hint)[1:] if isinstance(item, Ref)), None)
    required = default is inspect.Parameter.empty
    return Parameter(
        name=name,
        type=kinds.get(first, "text"),
        default=None if required else plain(default),
        description=_info(hint).description or "",
        required=required,
        repeats=repeats,
        choices=_choices(first),
        classes=ref.classes if ref else (),
        may_hide=bool(ref and ref.may_hide),
        title=_info(hint).title or "",
        shown_as=_shown_as(hint),
    )


def _is_union(hint: Any) -> bool:  # noqa: ANN401 - a type annotation
    return type(None) in get_args(hint)


def _resolve(snapshot: Snapshot, value: Any, parameter: Parameter) -> Any:  # noqa: ANN401 - text or several
    texts = [value] if isinstance(value, str) else value
    ids = [snapshot.ids[find_entry(snapshot, text, parameter.classes, parameter.name)] for text in texts]
    if not parameter.may_hide and any(map(is_hidden, ids)):
        raise BadParameter(NOT_AROUND(), SOMEBODY_ELSE())
    return ids[0] if isinstance(value, str) else tuple(dict.fromkeys(ids))
