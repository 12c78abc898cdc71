# SPDX-License-Identifier: GPL-3.0-or-later
"""The problems of a load, kept with their source so that they can be read later.

They are no part of the state: two stores are the same whatever was noticed
while they were filled. Nobody who asked not to be named is named here either.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from graph.merge.fields import ranks
from graph.merge.identity import identity
from graph.merge.ledger import Ledger
from graph.schema.folding import fold
from graph.schema.ids import is_hidden
from graph.schema.nodes import Person
from graph.schema.packed import readable, unpacked
from graph.schema.source import Problem, ProblemCode, Source
from graph.text.message import Message, Parameter, Text, say

KEPT = 100
"""Problems of a source that are kept; whoever has more mends the first ones and loads again."""
_LONGEST = 500
_MOST_IN_A_LIST = 50
_FIELDS = ("file", "sheet", "line", "field", "found", "expected", "code")

WITHHELD = Text(
    "problem-withheld",
    "Something was noticed here, but it may name somebody who asked not to be named. The file itself shows what it is.",
    "Instead of a problem of a source; its file and line stand before it",
)


def first_of(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return those that are kept, of texts, numbers and lists only, none of them long."""
    return tuple(_plain(problem) for problem in problems[:KEPT])


def _plain(problem: Problem) -> Problem:
    values: dict[str, Any] = {name: _plain_value(getattr(problem, name)) for name in _FIELDS}
    values["code"] = problem.code
    return Problem(text=_plain_message(problem.text), **values)


def _plain_message(message: Message) -> Message:
    return _text(message.text.key, message.text.english)(*map(_plain_value, message.parameters))


def _plain_value(value: Parameter) -> Any:  # noqa: ANN401 - a parameter of a message
    match value:
        case Message():
            return _plain_message(value)
        case None | int() | float():
            return value
        case str():
            # Half of a surrogate pair, which JSON may hold, fits into no page.
            text = value.encode("utf-8", "replace").decode()
            return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        case list() | tuple():
            return [_plain_value(item) for item in value[:_MOST_IN_A_LIST]] + ["…"] * (len(value) > _MOST_IN_A_LIST)
        case _:
            return say(Text("value", "$1")(value))


def to_text(problems: Iterable[Problem]) -> str:
    """Return problems as a store writes them down; "" for none.

    The English sentence is kept with its key, so that it can still be said
    when the program no longer knows it.
    """
    rows = [[_message_to_json(one.text), *(getattr(one, name) for name in _FIELDS)] for one in problems]
    return json.dumps(rows, separators=(",", ":")) if rows else ""


def from_text(text: str | None) -> tuple[Problem, ...]:
    """Return the problems that `to_text` wrote down; raises StoreUnavailable if their store was damaged since."""
    with readable():
        return tuple(_problem_from(*row) for row in json.loads(text or "[]"))


def _problem_from(message: Any, *values: Any) -> Problem:  # noqa: ANN401 - a row of `to_text`
    fields: dict[str, Any] = dict(zip(_FIELDS, values, strict=False))  # an older program wrote no code
    code = ProblemCode(fields.get("code", ProblemCode.NOTICED))
    fields["code"] = code
    return Problem(text=_message_from_json(message), **fields)


def _message_to_json(value: Any) -> Any:  # noqa: ANN401 - a message, or a value in one
    if isinstance(value, Message):
        return {"key": value.text.key, "english": value.text.english, "with": _message_to_json(value.parameters)}
    return [_message_to_json(item) for item in value] if isinstance(value, list | tuple) else value


def _message_from_json(value: Any) -> Message:  # noqa: ANN401 - what a store holds
    return _text(value["key"], value["english"])(*map(_value_from_json, value["with"]))


def _value_from_json(value: Any) -> Any:  # noqa: ANN401 - a value in a message
    if isinstance(value, dict):
        return _message_from_json(value)
    return [_value_from_json(item) for item in value] if isinstance(value, list) else value


@cache
def _text(key: str, english: str) -> Text:
    """Return one text for all problems of a kind; the note is for translators only."""
    return Text(key, english)


def withhold_names(ledger: Ledger, sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return the sources without problems that name somebody who opted out, by whatever name or id.

    The wish may have come after the problem, and may be taken back; so it is
    heard when problems are read, not when they are kept.
    """
    listed = tuple(sources)
    if not any(source.first_problems for source in listed):
        return listed
    names = _names_of_hidden(ledger)
    if not names:
        return listed
    return tuple(
        replace(source, first_problems=tuple(_unless_named(one, names) for one in source.first_problems))
        for source in listed
    )


def _names_of_hidden(ledger: Ledger) -> frozenset[str]:
    rank = ranks(source for source, _ in ledger.source_sums().values())
    statements = [(source_id, unpacked(stated)) for source_id, stated in ledger.identity_statements()]
    shown = identity(statements, rank.__getitem__, ledger.present, ledger.secret()).shown
    hidden = {id_ for id_, graph_id in shown.items() if is_hidden(graph_id)}
    names = set(hidden)
    for _, stated in ledger.about(hidden) if hidden else ():
        person = unpacked(stated)
        if isinstance(person, Person):
            names |= {person.name, person.username or "", *person.aliases}
    return frozenset(filter(None, map(fold, names)))


def _unless_named(problem: Problem, names: frozenset[str]) -> Problem:
    stated = [*_words(problem.text), problem.sheet, problem.field, problem.found, problem.expected]
    text = f" {' | '.join(map(fold, stated))} "
    if any(f" {name} " in text for name in names):
        return Problem(text=WITHHELD(), file=problem.file, line=problem.line)
    return problem


def _words(value: Any) -> list[str]:  # noqa: ANN401 - a parameter of a message
    """Return what a sentence says beside its own words."""
    if isinstance(value, Message):
        return _words(value.parameters)
    if isinstance(value, list | tuple):
        return [word for item in value for word in _words(item)]
    return [value] if isinstance(value, str) else []
