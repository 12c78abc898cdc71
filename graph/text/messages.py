# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences as key and parameters, put into words last, in the reader's language.

A `Text` is declared once, in English, beside the code that uses it; calling
it with parameters makes a `Message`. `graph/text/i18n/en.json` and `qqq.json` are
generated from the declared texts for translators; other languages are files.
The syntax is that of MediaWiki: `$1`, `{{PLURAL:$1|one|other}}`.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

_FALLBACKS = {"arz": "ar", "ary": "ar", "frc": "fr", "pt-br": "pt"}
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_PLURAL = re.compile(r"\{\{PLURAL:\$(\d+)\|([^{}]*)\}\}")
_PARAMETER = re.compile(r"\$(\d+)")
_TAG = re.compile("<[^<>]*>")
_ARABIC_AND = re.compile(r"(^|\s)و$")


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


def shown_name(name: str, language: str = "en") -> str:
    """Return a name as the reader sees it: whoever asked not to be named is a person in any language."""
    return say(HIDDEN(), language) if name == HIDDEN.english else name


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
        return _plural_form(value, match[2].split("|"), used)

    def fill(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        if index >= len(values):
            return match[0]
        before = match.string[max(0, match.start() - 2) : match.start()]
        return _apart(before, _show(values[index], language, escape, name))

    return _PARAMETER.sub(fill, escape(_PLURAL.sub(plural, template)))


def template_for(text: Text, language: str) -> tuple[str, str]:
    """Return (language, template) after fallback; the language may be `en`."""
    for code in fallbacks(language):
        found = None if code == "en" else _translations(code).get(text.key)
        if found:
            return code, found
    return "en", text.english


def fallbacks(language: str) -> Iterator[str]:
    """Yield a language and those that its readers understand as well; English only for its own readers.

    >>> list(fallbacks("fr-CA"))
    ['fr-ca', 'fr']
    """
    code = language.lower()
    while code:
        yield code
        code = _FALLBACKS.get(code) or code.rpartition("-")[0]


@cache
def _translations(language: str) -> dict[str, str]:
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]+)*", language):
        return {}
    file = files("graph.text") / "i18n" / f"{language}.json"
    if not file.is_file():
        return {}
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return {key: text for key, text in content.items() if not key.startswith("@")}


@cache
def available_languages() -> tuple[str, ...]:
    """Return the languages that have messages, English first."""
    names = {
        file.name.removesuffix(".json")
        for file in (files("graph.text") / "i18n").iterdir()
        if file.name.endswith(".json")
    }
    return ("en", *sorted(names - {"en", "qqq"}))


def _plural_form(value: Parameter, forms: list[str], language: str) -> str:
    number = value if isinstance(value, int | float) else len(value) if isinstance(value, list | tuple) else 0
    plain: list[str] = []
    for form in forms:
        explicit, equals, words = form.partition("=")
        if equals and explicit.strip().isdigit():
            if int(explicit) == number:
                return words
        else:
            plain.append(form)
    if not plain:
        return ""
    return plain[min(_plural_index(number, language), len(plain) - 1)]


def _plural_index(number: float, language: str) -> int:
    if language == "en":
        return 0 if number == 1 else 1
    rule = _locale(language).plural_form
    known = [category for category in _CATEGORIES if category in rule.tags or category == "other"]
    return known.index(rule(number))


@cache
def _locale(language: str) -> Any:  # noqa: ANN401 - Babel is imported late and is untyped
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - 0.1 s that `--help` does not need

    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def language_name(tag: str, language: str = "en") -> str:
    """Return what a language is called in another; an unknown one keeps its tag.

    >>> [language_name(tag) for tag in ("fr-CA", "tw", "ast-ES", "xx")]
    ['Canadian French', 'Twi', 'Asturian', 'xx']
    """
    known = _locale(language).languages
    return str(known.get(tag.replace("-", "_")) or known.get(tag.partition("-")[0], tag))


def show_number(value: float, language: str = "en", digits: int = 2) -> str:
    """Return a number as the language writes it; whole numbers without decimals."""
    if language == "en":
        return f"{value:,}" if isinstance(value, int) else f"{value:,.{digits}f}"
    from babel.numbers import format_decimal  # noqa: PLC0415 - see _locale

    pattern = "#,##0" if isinstance(value, int) else "#,##0." + "0" * digits
    return str(format_decimal(value, format=pattern, locale=_locale(language)))


def show_percent(share: float, language: str = "en") -> str:
    """Return a share as whole per cent, half up (METHODS 1.2, rule 3)."""
    whole = int(round(share, 12) * 100 + 0.5)
    if language == "en":
        return f"{whole}%"
    from babel.numbers import format_percent  # noqa: PLC0415 - see _locale

    return str(format_percent(whole / 100, locale=_locale(language)))


def show_date(text: str, language: str = "en") -> str:
    """Return a partial date as the language writes it; what is no date stays as it is."""
    from datetime import date  # noqa: PLC0415 - used with Babel only

    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 - see _locale

    from graph.schema.dates import check_partial_date  # noqa: PLC0415 - it words its errors as messages

    try:
        parts = [int(part) for part in check_partial_date(text).split("-")]
    except ValueError:
        return text
    match parts:
        case [_]:
            return text
        case [year, month]:
            return str(format_skeleton("yMMMM", date(year, month, 1), locale=_locale(language)))
        case _:
            return str(format_date(date(*parts), "long", locale=_locale(language)))


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
            return escape(str(_locale(language).territories.get(value.code, value.code)))
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
            return join([_show(item, language, escape, name) for item in value], language)


def join(items: Sequence[str], language: str = "en") -> str:
    """Join words as the language does: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    comma, last_join = _JOINS.get(language.partition("-")[0], _JOINS["en"])
    # One plain join: adding markup to plain text would escape the text a second time.
    return "".join((comma.join(items[:-1]), last_join, _apart(last_join, items[-1])))


_JOINS = {"en": (", ", " and "), "fr": (", ", " et "), "ar": ("، ", " و")}


def _apart(before: str, item: str) -> str:
    """Return what follows `before`: the Arabic "and" is written onto its word, but not onto a digit or another script.

    The space does not break, so that the one letter never ends a line.
    """
    if not _ARABIC_AND.search(before):
        return item
    first = next(filter(str.isalnum, _TAG.sub("", item)), "و")
    is_arabic = first.isalpha() and unicodedata.name(first, "").startswith("ARABIC")
    return item if is_arabic else f"\N{NO-BREAK SPACE}{item}"
