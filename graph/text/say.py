# SPDX-License-Identifier: GPL-3.0-or-later
"""How a language says plurals, numbers, dates and lists, and where its translations are.

It knows values only; `graph/text/message.py` makes sentences of them.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from graph.text.partial_date import parts_of

_FALLBACKS = {"arz": "ar", "ary": "ar", "frc": "fr", "pt-br": "pt"}
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_TAG = re.compile("<[^<>]*>")
_ARABIC_AND = re.compile(r"(^|\s)و$")


def translated(key: str, language: str) -> tuple[str, str] | None:
    """Return (language, template) of a text after fallback, None where only English has it."""
    for code in fallbacks(language):
        found = None if code == "en" else _translations(code).get(key)
        if found:
            return code, found
    return None


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


def plural_form(number: float, forms: Sequence[str], language: str) -> str:
    """Return the form that goes with a number; `12=a dozen` is for this number alone."""
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


def country_name(code: str, language: str = "en") -> str:
    """Return what a country is called in a language; an unknown one keeps its code."""
    return str(_locale(language).territories.get(code, code))


def show_number(value: float, language: str = "en", digits: int = 2) -> str:
    """Return a number as the language writes it; whole numbers without decimals."""
    if language == "en":
        return f"{value:,}" if isinstance(value, int) else f"{value:,.{digits}f}"
    from babel.numbers import format_decimal  # noqa: PLC0415 - see _locale

    pattern = "#,##0" if isinstance(value, int) else "#,##0." + "0" * digits
    return str(format_decimal(value, format=pattern, locale=_locale(language)))


def show_percent(share: float, language: str = "en") -> str:
    """Return a share as whole per cent, half up (docs/methods/README.md#showing-numbers)."""
    whole = int(round(share, 12) * 100 + 0.5)
    if language == "en":
        return f"{whole}%"
    from babel.numbers import format_percent  # noqa: PLC0415 - see _locale

    return str(format_percent(whole / 100, locale=_locale(language)))


def show_date(text: str, language: str = "en") -> str:
    """Return a partial date as the language writes it; what is no date stays as it is."""
    try:
        year, *rest = parts_of(text)
    except ValueError:
        return text
    if not rest:
        return text
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 - see _locale

    if len(rest) == 1:
        return str(format_skeleton("yMMMM", date(year, rest[0], 1), locale=_locale(language)))
    return str(format_date(date(year, *rest), "long", locale=_locale(language)))


def join(items: Sequence[str], language: str = "en") -> str:
    """Join words as the language does: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    comma, last_join = _JOINS.get(language.partition("-")[0], _JOINS["en"])
    # One plain join: adding markup to plain text would escape the text a second time.
    return "".join((comma.join(items[:-1]), last_join, apart(last_join, items[-1])))


_JOINS = {"en": (", ", " and "), "fr": (", ", " et "), "ar": ("، ", " و")}


def apart(before: str, item: str) -> str:
    """Return what follows `before`: the Arabic "and" is written onto its word, but not onto a digit or another script.

    The space does not break, so that the one letter never ends a line.
    """
    if not _ARABIC_AND.search(before):
        return item
    first = next(filter(str.isalnum, _TAG.sub("", item)), "و")
    is_arabic = first.isalpha() and unicodedata.name(first, "").startswith("ARABIC")
    return item if is_arabic else f"\N{NO-BREAK SPACE}{item}"
