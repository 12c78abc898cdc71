# SPDX-License-Identifier: GPL-3.0-or-later
"""How this is worked out: the pages of docs/methods, one for each subject.

A page names the queries that it explains, so that their answers link to it.
A link to a page that the site does not serve is shown as its words alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from graph.errors import UnknownName
from graph.schema.links import LINK_CLASSES
from graph.schema.nodes import NODE_CLASSES
from graph.text.message import Name, Text
from queries.framework.discovery import get_query, query_names
from web.pages.base import Page, Route, Visit
from web.wording import site_texts

if TYPE_CHECKING:
    from markdown_it.token import Token

NO_METHOD = Text("unknown-method", "There is no page “$1” about how this is worked out.", "$1 part of an address")
_INDEX = "README"
_QUERIES = re.compile(r"Quer(?:y|ies): ((?:`[a-z-]+`(?:, )?)+)")


@dataclass(frozen=True, slots=True)
class Subject:
    """A page: its name in addresses, its title, its text without the title, and the queries that it explains."""

    name: str
    title: str
    text: str
    queries: tuple[str, ...]


@cache
def subjects() -> Mapping[str, Subject]:
    """Return all subjects by name, in the order of their index."""
    folder = _folder()
    index = (folder / f"{_INDEX}.md").read_text(encoding="utf-8")
    names = dict.fromkeys(re.findall(r"\]\(([a-z-]+)\.md\)", index))
    return {name: _subject(name, (folder / f"{name}.md").read_text(encoding="utf-8")) for name in (_INDEX, *names)}


@cache
def method_of(query: str) -> str:
    """Return the address of the page that explains a query."""
    return next((f"/about/{one.name}" for one in subjects().values() if query in one.queries), "/about")


def about(_visit: Visit) -> Page:
    """Explain the words and the queries, and list the subjects."""
    queries = list(map(get_query, query_names()))
    rows = [{"type": cls.TYPE, "word": cls.LABEL, "meaning": (cls.__doc__ or "").strip()} for cls in NODE_CLASSES]
    context = {
        "queries": queries,
        "node_classes": NODE_CLASSES,
        "link_classes": LINK_CLASSES,
        "subjects": list(subjects().values()),
    }
    return Page(template="about.html", heading=site_texts.ABOUT_NAV(), data={"words": rows}, rows=rows, context=context)


def method(_visit: Visit, page: str) -> Page:
    """Show a subject."""
    subject = subjects().get(page)
    if subject is None:
        raise UnknownName(NO_METHOD, page, [])
    data = {"name": subject.name, "title": subject.title, "queries": list(subject.queries), "text": subject.text}
    return Page(
        template="method.html",
        heading=site_texts.THE_NAME(Name("", subject.title)),
        data=data,
        rows=[data],
        context={"article": _html(page), "queries": [get_query(query) for query in subject.queries]},
    )


def _folder() -> Traversable:
    """Return where the pages are: in the package of an installed program, else in the checkout."""
    packed = files("web") / "methods"
    return packed if packed.is_dir() else Path(__file__).parents[2] / "docs" / "methods"


def _subject(name: str, text: str) -> Subject:
    heading, _, rest = text.partition("\n")
    named = [query for found in _QUERIES.findall(text) for query in re.findall(r"[a-z-]+", found)]
    return Subject(name, heading.removeprefix("# "), rest.strip(), tuple(named))


@cache
def _html(name: str) -> Markup:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - for these pages only

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(subjects()[name].text)
    rules: dict[str, Any] = parser.renderer.rules  # pyright: ignore[reportAttributeAccessIssue] - its protocol leaves it out
    # What is wider than the page scrolls by itself, with the keyboard too.
    rules["table_open"] = lambda *_: '<div class="scroll" tabindex="0"><table>\n'
    rules["table_close"] = lambda *_: "</table></div>\n"
    rules["code_block"] = _code
    rules["fence"] = _code
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following is not None:
            token.attrSet("id", _anchor(following.content))
        if token.children:
            token.children = _with_links_of_the_site(token.children)
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704 - raw HTML is off


def _code(tokens: "Sequence[Token]", index: int, *_: object) -> str:
    return str(Markup('<pre tabindex="0"><code>{}</code></pre>\n').format(escape(tokens[index].content)))


def _anchor(heading: str) -> str:
    """Return what a heading is called in an address."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _with_links_of_the_site(tokens: "Sequence[Token]") -> "list[Token]":
    kept: list[Token] = []
    is_left_out = False
    for token in tokens:
        if token.type == "link_open":
            address = _address(str(token.attrGet("href")))
            is_left_out = address is None
            token.attrSet("href", address or "")
        if not (is_left_out and token.type in {"link_open", "link_close"}):
            kept.append(token)
    return kept


def _address(target: str) -> str | None:
    path, mark, anchor = target.partition("#")
    name = path.removesuffix(".md")
    if path and name not in subjects():
        return None
    return f"/about/{name}{mark}{anchor}" if path else target


ROUTES = (Route("/about", about), Route("/about/<page>", method))
