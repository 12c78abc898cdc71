# SPDX-License-Identifier: GPL-3.0-or-later
"""What every template can use: words in the reader's language, addresses, shapes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.text.message import Message, Text
from queries.framework.result import ShownAs
from web.drawing.role_colours import role_colour
from web.drawing.svg import shape
from web.pages.base import has_query
from web.pages.methods import method_of
from web.pages.tables import evidence
from web.site.static_files import ENGINE, StaticFile
from web.wording import map_texts, render, schema_words, site_texts
from web.wording.names import NO_LABELS, called

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def saying(language: str, labels: Mapping[str, str] = NO_LABELS) -> dict[str, Any]:
    """Return the functions that put entries into words in one language, and the language itself.

    `labels` are the names by id that entries have in it.
    """

    def t(text: Text | Message, *parameters: Any) -> "Markup":  # noqa: ANN401 - see graph.text.message
        return render.sentence(text(*parameters) if isinstance(text, Text) else text, language, labels)

    def unlinked(message: Message) -> "Markup":
        return render.sentence(message, language, labels, linked=False)

    def plain(text: Text | Message, *parameters: Any) -> str:  # noqa: ANN401 - see graph.text.message
        return render.plain_sentence(text(*parameters) if isinstance(text, Text) else text, language, labels)

    def value(name: str, content: Any, shown_as: ShownAs | None = None) -> "Markup":  # noqa: ANN401 - a cell
        return render.value_markup(name, content, language, labels, shown_as)

    def name_link(id_: str, name: str) -> "Markup":
        return render.name_link(id_, name, language, labels)

    def name_of(id_: str, name: str) -> str:
        return called(id_, name, language, labels)

    return {
        "name_link": name_link,
        "name_of": name_of,
        "t": t,
        "unlinked": unlinked,
        "plain": plain,
        "value": value,
        "lang": language if language != "qqx" else "en",
        "dir": render.direction(language),
    }


def environment(static: Mapping[str, StaticFile]) -> "Environment":
    """Return the templates, with everything escaped and a missing value an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - see web/site/app.py

    def asset(name: str) -> str:
        return f"/assets/{static[name].digest}/{name}"

    result = Environment(
        loader=PackageLoader("web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shared: dict[str, Any] = {
        "texts": site_texts,
        "map_texts": map_texts,
        "role_colour": role_colour,
        "words": schema_words,
        "asset": asset,
        "has_asset": static.__contains__,
        "engine": ENGINE,
        "url": render.url,
        "and_id": render.and_id,
        "entry_url": render.entry_url,
        "in_words": evidence,
        "has_query": has_query,
        "method_of": method_of,
        "shape": shape,
        "link_words": schema_words.link_words,
    }
    result.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    result.globals.update(shared)  # pyright: ignore[reportCallIssue, reportArgumentType] - its own type names only the built-in ones
    return result
