# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences as key and parameters, put into words last, in the reader's language.

A `Text` is declared once, in English, beside the code that uses it; calling
it with parameters makes a `Message`. `graph/text/i18n/en.json` and `qqq.json` are
generated from the declared texts for translators; other languages are files.
The syntax is that of MediaWiki: `$1`, `{{PLURAL:$1|one|other}}`. How numbers,
dates and plurals are said is in `graph/text/say.py`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from graph.text.say import (
    apart,
    country_name,
    join,
    language_name,
    plural_form,
    show_date,
    show_number,
    show_percent,
    translated,
)

_PLURAL = re.compile(r"\{\{PLURAL:\$(\d+)\|([^{}]*)\}\}")
_PARAMETER = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Name:
    """A node's name inside a sentence; pages turn it into a link. What was typed has no id, and is no node."""

    id: str
    name: str

    def __str__(self) -> str:
        """Return the bare name, for plain text."""
        return self.name


@dataclass(frozen=True, slots=True)
class Percent:
    """A share between 0 and 1, shown as whole per cent, half up."""

    value: float


@dataclass(frozen=True, slots=True)
class Country:
    """A country inside a sentence, by its ISO 3166-1 alpha-2 code."""

    code: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language inside a sentence, by its BCP 47 tag."""

    tag: str


@dataclass(frozen=True, slots=True)
class Day:
    """A date inside a sentence, no more precise than it is: 2017, 2017-03 or 2017-03-18."""

    text: str


Parameter: TypeAlias = "str | int | float | Name | Percent | Country | Language | Day | Message | Sequence[Any] | None"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence that can be said: key, English, and a note for translators.

    >>> str(Text("met", "{{PLURAL:$1|one person|$1 people}} met $2")(2, Name("event:x", "Ada")))
    '2 people met Ada'
    """

    key: str
    english: str
    note: str = ""

    def __call__(self, *parameters: Parameter) -> "Message":
        """Fill in the parameters."""
        return Message(self, parameters)


@dataclass(frozen=True, slots=True)
class Message:
    """A text with its parameters, not yet in any language."""

    text: Text
    parameters: tuple[Parameter, ...] = ()

    def __str__(self) -> str:
        """Return the English sentence."""
        return say(self)


HIDDEN = Text("hidden-person", "a person", "Instead of the name of somebody who asked not to be named")

HIDDEN_PEOPLE = Text(
    "hidden-people",
    "{{PLURAL:$1|a person|2=two people|3=three people|4=four people|5=five people|6=six people|7=seven people|"
    "8=eight people|9=nine people|$1 people}}",
    "In a list, instead of the names of several people who asked not to be named; $1 their number, at least 2",
)


def shown_name(name: str, language: str = "en") -> str:
    """Return a name as the reader sees it: whoever asked not to be named is a person in any language."""
    return say(HIDDEN(), language) if name == HIDDEN.english else name


def gathered(items: Sequence[Any], hidden: str = HIDDEN.english) -> list[Any]:
    """Return a list in which those who are not named stand once, with their number; `hidden` is what they are called.

    >>> [str(item) for item in gathered(["a person", "Ada", "a person"])]
    ['two people', 'Ada']
    """
    unnamed = [
        position
        for position, item in enumerate(items)
        if (item.id and item.name if isinstance(item, Name) else item) == hidden
    ]
    if len(unnamed) < 2:
        return list(items)
    together = [*items]
    together[unnamed[0]] = HIDDEN_PEOPLE(len(unnamed))
    return [item for position, item in enumerate(together) if position not in unnamed[1:]]


def say(
    message: Message,
    language: str = "en",
    *,
    escape: Callable[[str], str] = str,
    name: Callable[[Name], str] | None = None,
) -> str:
    """Put a message into words.

    `escape` is applied to the text and to every parameter, `name` renders
    nodes (a page makes links of them). Parameters are filled in in one pass,
    so a `$2` inside a name stays as it is. Unknown languages never fail: the
    text falls back to English.
    """
    if language == "qqx":
        return escape(f"⧼{message.text.key}⧽")
    used, template = template_for(message.text, language)
    values = message.parameters

    def plural(match: re.Match[str]) -> str:
        value = values[int(match[1]) - 1] if int(match[1]) <= len(values) else None
        return plural_form(_count(value), match[2].split("|"), used)

    def fill(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        if index >= len(values):
            return match[0]
        before = match.string[max(0, match.start() - 2) : match.start()]
        return apart(before, _show(values[index], language, escape, name))

    return _PARAMETER.sub(fill, escape(_PLURAL.sub(plural, template)))


def template_for(text: Text, language: str) -> tuple[str, str]:
    """Return (language, template) after fallback; the language may be `en`."""
    return translated(text.key, language) or ("en", text.english)


def _count(value: Parameter) -> float:
    return value if isinstance(value, int | float) else len(value) if isinstance(value, list | tuple) else 0


def _show(value: Parameter, language: str, escape: Callable[[str], str], name: Callable[[Name], str] | None) -> str:
    match value:
        case None:
            return ""
        case Message():
            return say(value, language, escape=escape, name=name)
        case Name():
            shown = Name(value.id, shown_name(value.name, language)) if value.id else value
            return name(shown) if name else escape(shown.name)
        case Country():
            return escape(country_name(value.code, language))
        case Language():
            return escape(language_name(value.tag, language))
        case Day():
            return escape(show_date(value.text, language))
        case Percent():
            return escape(show_percent(value.value, language))
        case str():
            return escape(value)
        case int() | float():
            return escape(show_number(value, language))
        case _:
            return join([_show(item, language, escape, name) for item in gathered(value)], language)
