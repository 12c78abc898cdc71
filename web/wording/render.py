# SPDX-License-Identifier: GPL-3.0-or-later
"""How values become words and markup in the reader's language."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from graph.schema.links import LINK_BY_TYPE, Decision
from graph.schema.nodes import NODE_BY_PREFIX
from graph.text.choices import choice
from graph.text.message import Message, Name, Text, gathered, say, shown_name, template_for
from graph.text.say import join, language_name, show_date, show_number, show_percent
from queries.framework.result import ShownAs
from web.wording.formats import period_in_words
from web.wording.names import NO_LABELS, called
from web.wording.schema_words import NO, YES, field_shown_as, forward, label

_CODE = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-[a-z]{2}|-\d{3})?", re.IGNORECASE)
NOTHING = "–"
"""Shown where there is no value: undefined is not zero."""


def entry_url(id_: str) -> str:
    """Return the address of a node's or link's page; slashes and colons in ids stay readable."""
    return f"/entry/{quote(id_, safe='/:')}"


def own_path(path: str) -> str:
    """Return the path of an address on this site, quoted; one that begins like the name of a host leads to none."""
    return f"/{quote(path.lstrip('/'), safe='/:', errors='surrogatepass')}"


def url(path: str, /, **arguments: str | int | Sequence[str] | None) -> str:
    """Return an address on this site with those arguments that have a value, whatever their names are."""
    given = {name: value for name, value in arguments.items() if value not in (None, "", [], ())}
    return f"{path}?{urlencode(given, doseq=True, safe=':/')}" if given else path


def and_id(address: str, id_: str) -> str:
    """Return an address with one more id; cheaper than `url` where a page has hundreds."""
    return f"{address}{'&' if '?' in address else '?'}id={quote(id_, safe=':/')}"


def name_link(id_: str, name: str, language: str = "en", labels: Mapping[str, str] = NO_LABELS) -> Markup:
    """Return a name as a link, set apart so that its direction does not spill over."""
    return Markup('<a href="{}"><bdi>{}</bdi></a>').format(entry_url(id_), called(id_, name, language, labels))


def _escaped(text: str) -> str:
    return str(escape(text))


def plain_sentence(message: Message, language: str, labels: Mapping[str, str] = NO_LABELS) -> str:
    """Return a sentence as text without markup, for attributes and drawings."""
    return say(message, language, name=lambda name: called(name.id, name.name, language, labels))


def sentence(message: Message, language: str, labels: Mapping[str, str] = NO_LABELS, *, linked: bool = True) -> Markup:
    """Return a sentence with its names as links; English that stands in for another language says so."""

    def named(name: Name) -> str:
        # Plain text from here on: text joined to markup would be escaped a second time.
        if linked and name.id:
            return str(name_link(name.id, name.name, language, labels))
        return str(Markup("<bdi>{}</bdi>").format(called(name.id, name.name, language, labels)))

    words = Markup(say(message, language, escape=_escaped, name=named))  # noqa: S704 - `say` escaped every part
    if language == "qqx" or template_for(message.text, language)[0] == language.partition("-")[0]:
        return words
    used = template_for(message.text, language)[0]
    return Markup('<span lang="{}" dir="{}">{}</span>').format(used, direction(used), words)


@cache
def locale_of(language: str) -> Any:  # noqa: ANN401 - Babel is imported late
    """Return Babel's locale, English where it knows none."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - 0.1 s

    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale.parse("en")


def is_language(code: str) -> bool:
    """Say whether a text is the code of a language that has names for entries."""
    if code in {"en", "qqx"}:
        return True
    return bool(_CODE.fullmatch(code)) and locale_of(code).language == code.partition("-")[0].lower()


def direction(language: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if locale_of(language).character_order == "right-to-left" else "ltr"


def own_name(code: str) -> str:
    """Return what a language calls itself."""
    return str(locale_of(code).get_display_name() or code)


def country_name(code: str, language: str) -> str:
    """Return what a country is called."""
    return str(locale_of(language).territories.get(code, code))


_TEXTS: dict[ShownAs, Callable[[str, str], str]] = {
    ShownAs.COUNTRY: country_name,
    ShownAs.LANGUAGE: language_name,
    ShownAs.DATE: show_date,
    ShownAs.PERIOD: period_in_words,
}


def value_markup(
    name: str,
    value: Any,  # noqa: ANN401 - one kind of value a line
    language: str,
    labels: Mapping[str, str] = NO_LABELS,
    shown_as: ShownAs | None = None,
) -> Markup:
    """Return a field's or cell's value in words; a field of a record is shown as its type says."""
    shown_as = shown_as or field_shown_as().get(name)
    match value:
        case None | "" | () | []:
            return escape(NOTHING)
        case Name():
            return name_link(value.id, value.name, language, labels)
        case Message():
            return sentence(value, language, labels)
        case bool():
            return sentence((YES if value else NO)(), language)
        case Text() | Enum():
            return sentence((value if isinstance(value, Text) else choice(value))(), language)
        case int() | float():
            shown = show_percent(value, language) if shown_as is ShownAs.SHARE else show_number(value, language)
            return escape(shown)
        case str():
            return _text_markup(name, value, language, shown_as)
        case dict():
            parts = [Markup("{}: <bdi>{}</bdi>").format(language_name(k, language), v) for k, v in value.items()]
            return Markup("<br>").join(parts)
        case list() | tuple():
            parts = [str(value_markup(name, item, language, labels, shown_as)) for item in gathered(value)]
            if all(_is_link(item) for item in value):
                # Two that attended "attended", once.
                parts = list(dict.fromkeys(parts))
            if len(parts) > 1 and all(isinstance(item, Message) for item in value):
                # Sentences one below the other; joined with commas nobody can tell where one ends.
                return Markup("<ul>{}</ul>").format(Markup("").join(Markup(f"<li>{part}</li>") for part in parts))  # noqa: S704 - as below
            return Markup(join(parts, language))  # noqa: S704 - each part is markup
        case _:
            return escape(str(value))


def _is_link(value: Any) -> bool:  # noqa: ANN401 - any value of a row
    """Say whether a value is the type of a link, or several of them."""
    if isinstance(value, list | tuple):
        return all(map(_is_link, value))  # pyright: ignore[reportUnknownArgumentType] - any value of a row
    return isinstance(value, str) and value in LINK_BY_TYPE


def _text_markup(name: str, value: str, language: str, shown_as: ShownAs | None) -> Markup:
    in_words = _TEXTS.get(shown_as) if shown_as else None
    if in_words:
        return Markup("<bdi>{}</bdi>").format(in_words(value, language))
    if value in LINK_BY_TYPE:
        return sentence(forward(LINK_BY_TYPE[value])(), language)
    if name == "type" and value.lower() in NODE_BY_PREFIX:
        return sentence(label(NODE_BY_PREFIX[value.lower()])(), language)
    if name == "decision" and value in tuple(Decision):
        return sentence(choice(Decision(value))(), language)
    if name == "url":
        return Markup('<a href="{}" rel="external nofollow noopener"><bdi>{}</bdi></a>').format(value, value)
    if name == "wikidata":
        return Markup('<a href="https://www.wikidata.org/wiki/{}" rel="external noopener">{}</a>').format(value, value)
    return Markup("<bdi>{}</bdi>").format(shown_name(value, language))
