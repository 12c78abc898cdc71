# SPDX-License-Identifier: GPL-3.0-or-later
"""What the text in a cell means: countries, languages, dates, kinds, lists.

A converter remembers every text that it has seen, so that a column of
100,000 cells costs little more than its different values.
"""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from graph.schema.dates import PartialDate, check_partial_date
from graph.schema.folding import fold
from graph.schema.nodes import Country, Language, Record, Wikidata
from graph.text.message import Message, Text
from loaders.cells.places import country_code, known_countries, known_languages, language_tag
from loaders.cells.words import KINDS

SEVERAL = re.compile(r"\s*[;\n\r؛]\s*")
_SEVERAL_SHORT = re.compile(r"\s*(?:[;\n\r؛,،/&+]|\b(?:and|et)\b|\sو(?=\s))\s*")

TWO_COUNTRIES = Text(
    "problem-two-countries", "“$1” names more than one country; $2 is kept.", "$1 cell, $2 country code"
)
NO_COUNTRY = Text("problem-no-country", "“$1” is no country that is known; it is left out.", "$1 cell")
NO_LANGUAGE = Text("problem-no-language", "“$1” is no language that is known; it is left out.", "$1 cell")
NO_DATE = Text("problem-no-date", "“$1” is no date; it is left out.", "$1 cell")
NO_SUCH_DAY = Text("problem-no-such-day", "There is no such day as “$1”; it is left out.", "$1 cell")
AMBIGUOUS_DATE = Text(
    "problem-ambiguous-date",
    "“$1” may be day and month or month and day; only the year $2 is kept.",
    "$1 cell, $2 year",
)
NOT_YES_OR_NO = Text("problem-not-yes-or-no", "“$1” is neither yes nor no; it is left out.", "$1 cell")
NO_NUMBER = Text("problem-no-number", "“$1” is no amount; it is left out.", "$1 cell")
NO_KIND = Text("problem-no-kind", "“$1” is not one of the known words; it is left out.", "$1 cell")
NO_LABELS = Text(
    "problem-no-labels", "“$1” does not say its language, as “fr: musées” does; it is left out.", "$1 cell"
)


class NotUnderstood(Exception):
    """A cell that does not fit, with what may still be kept of it."""

    def __init__(self, message: Message, expected: str = "", kept: object = None) -> None:
        """Keep the sentence and the part that is understood."""
        super().__init__(str(message))
        self.message = message
        self.expected = expected
        self.kept = kept


class Converter(dict[str, Any]):
    """A text's meaning by text, worked out at first sight.

    `faults` holds the texts that did not fit.
    """

    def __init__(self, convert: Callable[[str], object], blank: object = None) -> None:
        """Take the function, and what an empty cell means."""
        super().__init__({"": blank})
        self._convert = convert
        self.faults: dict[str, NotUnderstood] = {}

    def __missing__(self, text: str) -> Any:  # noqa: ANN401 - whatever the field holds
        """Work out what a text means and remember it."""
        try:
            value = self._convert(text)
        except NotUnderstood as fault:
            self.faults[text] = fault
            value = fault.kept
        self[text] = value
        return value


def split_cell(text: str) -> list[str]:
    """Return the parts of a cell that names several things."""
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


_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]\d{1,2}:\d{2}.*)?")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ,]+\d{1,2}:\d{2}.*)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er)?[ .,-]+)?(?:(?:de|of) )?([^\W\d]+)\.?"
    r"(?:[ ,-]+(\d{1,2})(?:st|nd|rd|th)?)?[ ,.-]+(\d{4})"
)


def to_date(text: str) -> str:
    """Return a date with the precision that the cell has.

    `18/03/2017` can only be a day and a month; `03/04/2017` may be both, so
    only its year is kept, and that is said.
    """
    digits = "".join(fold(character) or character if character.isdigit() else character for character in text)
    if match := _ISO.fullmatch(digits):
        return _date(text, *match.groups())
    if match := _NUMBERS.fullmatch(digits):
        one, two, year = match.groups()
        if int(one) > 12 >= int(two) or one == two or "." in digits[:6]:
            return _date(text, year, two, one)
        if int(two) > 12 >= int(one):
            return _date(text, year, one, two)
        if int(one) > 12:
            raise NotUnderstood(NO_SUCH_DAY(text), "a date such as 2017-03-18")
        raise NotUnderstood(AMBIGUOUS_DATE(text, year), "a date such as 2017-03-18", year)
    if match := _MONTH_YEAR.fullmatch(digits):
        return _date(text, match[2], match[1])
    if (match := _WORDS.fullmatch(digits)) and (month := _months().get(fold(match[2]))):
        day = match[1] or match[3]
        return _date(text, match[4], month, day)
    if re.fullmatch(r"\d{4}", digits):
        return _date(text, digits)
    raise NotUnderstood(NO_DATE(text), "a date such as 2017, 2017-03 or 2017-03-18")


def _date(text: str, year: str, month: str | None = None, day: str | None = None) -> str:
    try:
        return check_partial_date("-".join([year, *(part.zfill(2) for part in (month, day) if part)]))
    except ValueError as error:
        raise NotUnderstood(NO_SUCH_DAY(text), "a date such as 2017-03-18") from error


@cache
def _months() -> dict[str, str]:
    """Return the numbers of the months by folded name, long and short."""
    from babel import Locale  # noqa: PLC0415 - 0.1 s that tables without such dates do not need

    months: dict[str, str] = {}
    for language in ("en", "fr", "ar", "ar_DZ", "ar_MA", "ar_LB"):
        names = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                months |= {fold(name): str(number) for number, name in names[context][width].items()}
    return months


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


def to_amount(text: str) -> float:
    """Return a sum; the last of several separators starts the decimals."""
    number = re.sub(r"[\s'’٬]", "", text).replace("٫", ".")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", number):
        number = number.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(\.\d{3}){2,}(,\d+)?|\d{1,3}(\.\d{3})+,\d+|\d+,\d+", number):
        number = number.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d+)?", number):
        raise NotUnderstood(NO_NUMBER(text), "an amount such as 1500 or 1500.50")
    return float(number)


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
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only faulty cells need it

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


def converter_for(cls: type[Record], field: str) -> Converter | None:
    """Return the converter of a field, None where a cell is taken as it is."""
    kind = field_types(cls)[field]
    simple: dict[object, Callable[[str], object]] = {
        PartialDate: to_date,
        Country: to_country,
        Language: to_language,
        Wikidata: to_wikidata,
        bool: to_boolean,
        float: to_amount,
    }
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
