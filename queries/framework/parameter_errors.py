# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with the parameters of a query, in words.

pydantic says it by a type of error; the words are ours, so that they are
translated. A kind that is not listed here keeps pydantic's English.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from graph.errors import BadParameter, typed
from graph.schema.nodes import COUNTRY_FORM, LANGUAGE_FORM
from graph.text.message import Message, Text

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

NOT_AROUND = Text(
    "parameter-not-around",
    "This person prefers not to be named, and nothing around them is shown.",
    "Error: a question about one of those who asked not to be named",
)
SOMEBODY_ELSE = Text("parameter-somebody-else", "Ask about somebody else.", "Hint after that error")
NO_PARAMETER = Text("parameter-no-parameter", "The query $1 has no parameter “$2”.", "$1 a query, $2 what was given")
HAS = Text("parameter-has", "It has: $1.", "Which parameters a query has; $1 their names")
HAS_NONE = Text("parameter-has-none", "It has: none.", "A query has no parameters")
CANNOT = Text("parameter-cannot", "The query $1 cannot be answered: $2.", "$1 a query, $2 what is wrong, no full stop")
SEE = Text("parameter-see", "See its list of parameters.", "Hint after an error about a query's parameters")
AND = Text("parameter-and", "$1; $2", "Two errors in the parameters of a query")
MISSING = Text("parameter-missing", "“$1” is missing", "$1 a parameter; inside a sentence")
VALUE = Text("parameter-value", "“$1” is $2: $3", "$1 a parameter, $2 what was given, $3 what was expected")
ONE_OF = Text("parameter-one-of", "expected one of $1", "After a parameter and what it was given; $1 what is possible")
ONE_VALUE = Text("parameter-one-value", "expected a single value", "After a parameter that was given several times")
CHOOSE_TWO = Text("parameter-choose-two", "Choose two different ones.", "Hint where two entries should not be the same")

_PLAIN = "After a parameter and what it was given"
_NOTE = f"{_PLAIN}; $1 a number"
_NUMBER = Text("parameter-number", "expected a number", _PLAIN)
_WHOLE = Text("parameter-whole-number", "expected a whole number", _PLAIN)
EXPECTED = {
    "bool_parsing": Text(
        "parameter-yes-no", "expected true or false", "After a parameter; true and false are typed so"
    ),
    "finite_number": _NUMBER,
    "float_parsing": _NUMBER,
    "greater_than": Text("parameter-more-than", "expected more than $1", _NOTE),
    "greater_than_equal": Text("parameter-at-least", "expected at least $1", _NOTE),
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "less_than": Text("parameter-less-than", "expected less than $1", _NOTE),
    "less_than_equal": Text("parameter-at-most", "expected at most $1", _NOTE),
    "string_too_long": Text(
        "parameter-length",
        "expected at most {{PLURAL:$1|one character|$1 characters}}",
        "After a text that is too long",
    ),
    "string_unicode": Text("parameter-unreadable", "expected text that can be read", "After what is no text"),
    "too_long": Text("parameter-most", "expected at most {{PLURAL:$1|one value|$1 values}}", "After too long a list"),
    "too_short": Text(
        "parameter-fewest", "expected at least {{PLURAL:$1|one value|$1 values}}", "After too short a list"
    ),
}
"""What was expected, by the type of pydantic's error."""
_FORMS = {
    COUNTRY_FORM: Text("parameter-country-form", "expected the two letters of a country, such as GH", _PLAIN),
    LANGUAGE_FORM: Text("parameter-language-form", "expected the code of a language, such as fr or pt-BR", _PLAIN),
}
_LIMITS = ("gt", "ge", "lt", "le", "max_length", "min_length")
"""Where pydantic keeps the limit that was not kept."""
_SHOWN, _LONGEST = 5, 80


def unknown_parameter(query: str, name: str, known: Sequence[str]) -> BadParameter:
    """Say that a query has no such parameter, and which it has."""
    hint = HAS(typed(", ".join(known))) if known else HAS_NONE()
    return BadParameter(NO_PARAMETER(typed(query), typed(name, _LONGEST)), hint)


def bad_parameter(query: str, error: ValidationError, choices: Mapping[str, Sequence[str]]) -> BadParameter:
    """Say what is wrong; `choices` are the few values of each parameter that has only these."""
    errors = [_error(found, choices) for found in error.errors(include_url=False)[:_SHOWN]]
    return BadParameter(CANNOT(typed(query), reduce(AND, errors)), SEE())


def _error(found: "ErrorDetails", choices: Mapping[str, Sequence[str]]) -> Message:
    name = str(found["loc"][0]) if found["loc"] else ""
    if found["type"] == "missing":
        return MISSING(typed(name))
    return VALUE(typed(name), typed(repr(str(found["input"])[:_LONGEST])), _expected(found, choices.get(name, ())))


def _expected(found: "ErrorDetails", choices: Sequence[str]) -> Message | str:
    kind, context = found["type"], found.get("ctx", {})
    if kind in EXPECTED:
        return EXPECTED[kind](*(_limit(context[name]) for name in _LIMITS if name in context))
    if isinstance(found["input"], list):
        return ONE_VALUE()
    if context.get("pattern") in _FORMS:
        return _FORMS[context["pattern"]]()
    if kind == "literal_error":
        return ONE_OF(typed(", ".join(choices)))
    # Checks of our own raise a ValueError that carries a message.
    own = context["error"].args[0] if kind == "value_error" else ""
    return own if isinstance(own, Message) else found["msg"].removeprefix("Value error, ")


def _limit(value: Any) -> int | str:  # noqa: ANN401 - a number of either kind
    return value if isinstance(value, int) else f"{value:g}"
