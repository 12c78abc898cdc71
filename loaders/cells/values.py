# SPDX-License-Identifier: GPL-3.0-or-later
"""What the text in a cell means: countries, languages, dates, kinds, lists.

A converter remembers every text that it has seen, so that a column of
100,000 cells costs little more than its different values.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Union, get_args, get_origin, get_type_hints

from graph.schema.dates import PartialDate
from graph.schema.folding import fold
from graph.schema.nodes import Country, Language, Record, Wikidata
from graph.text.message import Text
from loaders.cells.dates import order_of, to_date, to_last_date
from loaders.cells.places import country_code, known_countries, known_languages, language_tag
from loaders.cells.understanding import Converter, NotUnderstood
from loaders.cells.words import KINDS, STRENGTHS

SEVERAL = re.compile(r"\s*[;\n\r؛]\s*")
_SEVERAL_SHORT = re.compile(r"\s*(?:[;\n\r؛,،/&+]|\b(?:and|et)\b|\sو(?=\s))\s*")

TWO_COUNTRIES = Text(
    "problem-two-countries", "“$1” names more than one country; $2 is kept.", "$1 cell, $2 country code"
)
NO_COUNTRY = Text("problem-no-country", "“$1” is no country that is known; it is left out.", "$1 cell")
NO_LANGUAGE = Text("problem-no-language", "“$1” is no language that is known; it is left out.", "$1 cell")
NOT_YES_OR_NO = Text("problem-not-yes-or-no", "“$1” is neither yes nor no; it is left out.", "$1 cell")
NO_NUMBER = Text("problem-no-number", "“$1” is no amount; it is left out.", "$1 cell")
NO_STRENGTH = Text("problem-no-strength", "“$1” does not say how strong a link is; it is left out.", "$1 cell")
NO_KIND = Text("problem-no-kind", "“$1” is not one of the known words; it is left out.", "$1 cell")
NO_LABELS = Text(
    "problem-no-labels", "“$1” does not say its language, as “fr: musées” does; it is left out.", "$1 cell"
)


def split_cell(text: str) -> list[str]:
    """Return the parts of a cell that names several entries."""
    return [part for part in SEVERAL.split(text.strip()) if part]


def to_country(text: str) -> str:
    """Return the ISO code of a country given by name or code."""
    code = country_code(text)
    if code:
        return code
    codes = [code for part in _SEVERAL_SHORT.split(text) if (code := country_code(part))]
    if codes:
        if len(set(codes)) == 1:
            return codes[0]
        raise NotUnderstood(TWO_COUNTRIES(text, codes[0]), "one country", codes[0])
    raise NotUnderstood(NO_COUNTRY(text), closest(text, known_countries()) or "a country")


def to_languages(text: str) -> tuple[str, ...]:
    """Return the tags of one or several languages."""
    if tag := language_tag(text):
        return (tag,)
    parts = [part for part in _SEVERAL_SHORT.split(text) if part]
    tags = [language_tag(part) for part in parts]
    kept = tuple(dict.fromkeys(tag for tag in tags if tag))
    if None in tags:
        unknown = parts[tags.index(None)]
        raise NotUnderstood(NO_LANGUAGE(unknown), closest(unknown, known_languages()) or "languages", kept)
    return kept


def to_language(text: str) -> str:
    """Return the tag of a language."""
    tag = language_tag(text)
    if not tag:
        raise NotUnderstood(NO_LANGUAGE(text), closest(text, known_languages()) or "a language")
    return tag


YES_WORDS = frozenset(map(fold, "yes|y|true|1|x|✓|✔|oui|o|vrai|نعم|اجل|صح".split("|"))) - {""}
NO_WORDS = frozenset(map(fold, "no|n|false|0|-|non|faux|لا|كلا".split("|"))) - {""}


TICKS = frozenset("✓✔☑✅")


def to_boolean(text: str) -> bool | None:
    """Return what a yes or no in three languages means."""
    word = fold(text)
    if word in YES_WORDS or text in TICKS:
        return True
    if word in NO_WORDS or text in {"✗", "☐", "-", "–"}:
        return False
    raise NotUnderstood(NOT_YES_OR_NO(text), "yes or no")


_MONEY = r"(?:[^\W\d_]{1,5}\.?|[$€£¥₦₵₹₽₩₪₺₱])"
_SUM = re.compile(rf"{_MONEY}?(\d[\d.,]*)|(\d[\d.,]*){_MONEY}")


def to_amount(text: str) -> float:
    """Return a sum; the last of several separators starts the decimals.

    Nobody writes a thousand as `0,500`.
    """
    number = re.sub(r"[\s'’٬_]", "", "".join(fold(one) if one.isdigit() else one for one in text)).replace("٫", ".")
    number = _without_currency(re.sub(r"[.,](?:-|–|—)+$", "", number))
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", number):
        number = number.replace(",", "")
    elif re.fullmatch(r"[1-9]\d{0,2}(\.\d{3}){2,}(,\d+)?|\d{1,3}(\.\d{3})+,\d+|\d+,\d+", number):
        number = number.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d+)?", number):
        raise NotUnderstood(NO_NUMBER(text), "an amount such as 1500 or 1500.50")
    return float(number)


def to_count(text: str) -> int:
    """Return a whole number, such as `1 200`."""
    amount = to_amount(text)
    if not amount.is_integer():
        raise NotUnderstood(NO_NUMBER(text), "a whole number such as 12")
    return int(amount)


def _without_currency(number: str) -> str:
    """Return a number without the one sign or code of a currency before or behind it."""
    match = _SUM.fullmatch(number)
    return (match[1] or match[2]) if match else number


_STRENGTHS = {fold(word): float(number) for number, words in STRENGTHS.items() for word in words}
_OF_FIVE = re.compile(r"(\d(?:[.,]\d+)?)\s*(?:/|of|sur|von|de|من)\s*5")


def to_strength(text: str) -> float:
    """Return how strong a link is: a number as it stands, or the one that a word stands for.

    >>> to_strength("strong"), to_strength("4/5"), to_strength("0.25")
    (5.0, 4.0, 0.25)
    """
    word = fold(text)
    if word in _STRENGTHS:
        return _STRENGTHS[word]
    scale = _OF_FIVE.fullmatch(text.strip())
    try:
        return to_amount(scale[1] if scale else text)
    except NotUnderstood as error:
        raise NotUnderstood(NO_STRENGTH(text), "a number such as 1 to 5, or weak or strong") from error


def to_kind(kinds: type[StrEnum]) -> Callable[[str], StrEnum]:
    """Return a converter for the words of an enumeration, and their plurals."""
    known = {fold(word): kind for kind in kinds for word in (kind, *KINDS.get(kind, []))}

    def convert(text: str) -> StrEnum:
        word = fold(text)
        kind = known.get(word) or known.get(word.removesuffix("s")) or known.get(re.sub("ies$", "y", word))
        if not kind:
            near = closest(text, known)
            raise NotUnderstood(NO_KIND(text), known[near] if near else ", ".join(kinds))
        return kind

    return convert


def to_labels(text: str) -> dict[str, str]:
    """Return names by language from `en: museums; fr: musées`."""
    labels: dict[str, str] = {}
    for part in split_cell(text):
        language, colon, label = (piece.strip() for piece in re.sub("[=：]", ":", part, count=1).partition(":"))
        tag = language_tag(language) if colon else None
        if not tag or not label:
            raise NotUnderstood(NO_LABELS(part), "en: museums; fr: musées", labels)
        labels[tag] = label
    return labels


def closest(text: str, words: Iterable[str]) -> str:
    """Return the known word that is most like the text, "" if none is near."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only cells that do not fit need it

    found = process.extractOne(fold(text), list(words), scorer=fuzz.ratio, score_cutoff=70)
    return found[0] if found else ""


@cache
def field_types(cls: type[Record]) -> dict[str, object]:
    """Return what each field of a class holds, without `None` and limits."""
    types: dict[str, object] = {}
    for name, hint in get_type_hints(cls, include_extras=True).items():
        if get_origin(hint) is not Annotated:
            continue
        inner = hint if hint in (PartialDate, Country, Language) else get_args(hint)[0]
        options = [hint_ for hint_ in get_args(inner) if hint_ is not type(None)]
        types[name] = options[0] if get_origin(inner) in (Union, UnionType) and len(options) == 1 else inner
    return types


_LAST_DAYS = frozenset({"end", "until", "last_contact"})


def converter_for(cls: type[Record], field: str, cells: Sequence[str] = ()) -> Converter | None:
    """Return the converter of a field, None where a cell is taken as it is.

    The cells of a column of dates settle which of two numbers is the day.
    """
    if field == "strength":
        return Converter(to_strength)
    kind = field_types(cls)[field]
    simple: dict[object, Callable[[str], object]] = {
        Country: to_country,
        Language: to_language,
        Wikidata: to_wikidata,
        bool: to_boolean,
        float: to_amount,
        int: to_count,
    }
    if kind == PartialDate:
        orders = order_of(cells)
        convert = to_last_date if field in _LAST_DAYS else to_date
        return Converter(lambda text: convert(text, orders))
    if kind == tuple[Language, ...]:
        return Converter(to_languages, ())
    if kind == tuple[str, ...]:
        return Converter(lambda text: tuple(split_cell(text)), ())
    if kind == dict[Language, str]:
        return Converter(to_labels, {})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Converter(to_kind(kind), _default(cls, field))
    return Converter(simple[kind]) if kind in simple else None


def _default(cls: type[Record], field: str) -> object:
    default = cls.__dataclass_fields__[field].default
    return default if isinstance(default, StrEnum) else None


_ITEM = re.compile(
    r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/|wd:|wikidata:)?(Q[1-9]\d*)", re.IGNORECASE
)


def to_wikidata(text: str) -> str:
    """Return the item number from an item or its address."""
    match = _ITEM.fullmatch(text.strip())
    return match[1].upper() if match else text
