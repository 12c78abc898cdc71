# SPDX-License-Identifier: GPL-3.0-or-later
"""Countries and languages by any usual name or code, from CLDR (Babel).

Kept apart from other values because the tables behind them are built once,
at first use.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from graph.schema.folding import fold

_LANGUAGES_OF_NAMES = ("en", "fr", "ar", "pt", "es")
# CLDR has codes for groups and tests too, which are no countries.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)


def _more(kind: str) -> dict[str, str]:
    """Return the names that CLDR does not have."""
    content = tomllib.loads((files("loaders.cells") / "places.toml").read_text(encoding="utf-8"))
    return {fold(name): code for code, names in content[kind].items() for name in names}


@cache
def _countries() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - 0.1 s that tables without countries do not need
    from babel.core import get_global  # noqa: PLC0415 - as above

    english: dict[str, str] = dict(Locale.parse("en").territories)
    codes = [code for code in english if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRIES]
    names: dict[str, str] = {}
    for language in _LANGUAGES_OF_NAMES:
        territories = Locale.parse(language).territories
        for code in codes:
            if name := territories.get(code):
                names.setdefault(fold(name), code)
                names.setdefault(fold(re.sub(r"\s*\(.*?\)|\s*\[.*?\]", "", name)), code)
                names.setdefault(fold(name.replace("&", "and").replace("St.", "Saint")), code)
    aliases: dict[str, list[str]] = get_global("territory_aliases")  # pyright: ignore[reportAssignmentType] - untyped
    three_letters = {old.lower(): new[0] for old, new in aliases.items() if len(old) == 3 and len(new) == 1}
    names |= _more("country") | {old: code for old, code in three_letters.items() if code in codes}
    return names | {code.lower(): code for code in codes}


def country_code(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a name or code."""
    word = fold(text)
    countries = _countries()
    return countries.get(word) or countries.get(word.removeprefix("the ").removeprefix("la ").removeprefix("le "))


def known_countries() -> tuple[str, ...]:
    """Return all names that are understood, folded."""
    return tuple(_countries())


@cache
def _languages() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - 0.1 s that tables without languages do not need
    from babel.localedata import locale_identifiers  # noqa: PLC0415 - as above

    names: dict[str, str] = {}
    for language in _LANGUAGES_OF_NAMES:
        for code, name in Locale.parse(language).languages.items():
            names.setdefault(fold(name), code.replace("_", "-"))
    for code in locale_identifiers():
        if len(code) < 4 and (own := Locale.parse(code).get_language_name()):
            names.setdefault(fold(own), code)
    return names | _more("language")


def language_tag(text: str) -> str | None:
    """Return the BCP 47 tag of a language given by name or tag."""
    if found := _languages().get(fold(text)):
        return found
    tag = text.strip().replace("_", "-")
    base = tag.partition("-")[0].lower()
    if _TAG.fullmatch(tag) and (base in set(_languages().values()) or len(base) == 3):
        return "-".join([base, *tag.split("-")[1:]])
    return None


def known_languages() -> tuple[str, ...]:
    """Return all names that are understood, folded."""
    return tuple(_languages())
