# SPDX-License-Identifier: GPL-3.0-or-later
"""Countries and languages by any usual name or code, from CLDR (Babel).

Kept apart from other values because the tables behind them are built once,
at first use.
"""

import re
from functools import cache

from graph.text import fold

_LANGUAGES_OF_NAMES = ("en", "fr", "ar", "pt", "es")
# Names that people write and CLDR does not know as names, folded when used.
_MORE_COUNTRIES = {
    "UK": "GB", "U.K.": "GB", "England": "GB", "Scotland": "GB", "Wales": "GB", "Great Britain": "GB", "Northern Ireland": "GB",
    "Angleterre": "GB", "Grande-Bretagne": "GB", "United Kingdom of Great Britain and Northern Ireland": "GB", "بريطانيا": "GB",
    "USA": "US", "U.S.A.": "US", "U.S.": "US", "United States of America": "US", "America": "US", "Etats-Unis d'Amérique": "US", "أمريكا": "US",
    "Ivory Coast": "CI", "Cote d'Ivoire": "CI", "Congo": "CG", "Republic of the Congo": "CG", "Congo-Brazzaville": "CG",
    "DRC": "CD", "RDC": "CD", "DR Congo": "CD", "Democratic Republic of the Congo": "CD", "Congo-Kinshasa": "CD",
    "République démocratique du Congo": "CD", "Czech Republic": "CZ", "République tchèque": "CZ", "Holland": "NL", "The Netherlands": "NL",
    "The Gambia": "GM", "Russian Federation": "RU", "Korea": "KR", "South Korea": "KR", "Republic of Korea": "KR", "North Korea": "KP",
    "Viet Nam": "VN", "Burma": "MM", "Swaziland": "SZ", "Cape Verde": "CV", "Turkey": "TR", "Turquie": "TR", "Macedonia": "MK", "Palestine": "PS", "State of Palestine": "PS",
    "Bolivarian Republic of Venezuela": "VE", "Venezuela": "VE", "Plurinational State of Bolivia": "BO", "Islamic Republic of Iran": "IR",
    "United Republic of Tanzania": "TZ", "Syrian Arab Republic": "SY", "UAE": "AE", "Emirates": "AE", "KSA": "SA",
    "Taiwan, Province of China": "TW", "Hong Kong": "HK", "Macau": "MO", "Republic of Moldova": "MD", "East Timor": "TL", "Micronesia": "FM",
    "Lao People's Democratic Republic": "LA", "Brunei Darussalam": "BN", "Vatican": "VA", "Holy See": "VA", "México": "MX", "Brasil": "BR",
    "Deutschland": "DE", "España": "ES", "Österreich": "AT", "Schweiz": "CH", "Italia": "IT", "Burkina": "BF", "Bosnia": "BA", "Kosovo": "XK",
}  # fmt: skip
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_MORE_LANGUAGES = {
    "Farsi": "fa", "Mandarin": "zh", "Castilian": "es", "Kiswahili": "sw", "Darija": "ary", "Moroccan Arabic": "ary", "Tamazight": "ber",
    "Berber": "ber", "Amazigh": "ber", "Tunisian Arabic": "aeb", "Egyptian Arabic": "arz", "Algerian Arabic": "arq", "Twi": "tw", "Pidgin": "pcm",
    "Chichewa": "ny", "Sesotho": "st", "Setswana": "tn", "isiZulu": "zu", "isiXhosa": "xh", "Luganda": "lg", "Kinyarwanda": "rw", "Moore": "mos",
}  # fmt: skip


@cache
def _countries() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - 0.1 s that tables without countries do not need
    from babel.core import get_global  # noqa: PLC0415 - as above

    english = Locale.parse("en").territories
    # Codes such as EU, UN, EZ, QO, XA are not countries.
    codes = [code for code in english if re.fullmatch("[A-Z]{2}", code) and code not in {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}]
    names: dict[str, str] = {}
    for language in _LANGUAGES_OF_NAMES:
        territories = Locale.parse(language).territories
        for code in codes:
            if name := territories.get(code):
                names.setdefault(fold(name), code)
                names.setdefault(fold(re.sub(r"\s*\(.*?\)|\s*\[.*?\]", "", name)), code)
                names.setdefault(fold(name.replace("&", "and").replace("St.", "Saint")), code)
    names |= {fold(name): code for name, code in _MORE_COUNTRIES.items()}
    three_letters = {old: new[0] for old, new in get_global("territory_aliases").items() if len(old) == 3 and old.isalpha() and len(new) == 1}
    names |= {old.lower(): code for old, code in three_letters.items() if code in codes}
    names |= {code.lower(): code for code in codes}
    return names


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
    return names | {fold(name): code for name, code in _MORE_LANGUAGES.items()}


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
