# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of one entry: its facts, its links in words, and what is around it."""

from collections.abc import Iterator
from typing import Any

from graph.schema.ids import is_hidden
from graph.schema.links import Link, SameAs
from graph.schema.nodes import UNITS, Affiliate, Node, Partner, Person, Project, Record, Theme
from graph.schema.packed import to_json
from graph.schema.source import JOINED, Source
from graph.snapshot.snapshot import Snapshot
from graph.text.choices import choice
from graph.text.message import Message, Name
from web.drawing.drawing import draw
from web.drawing.ego import LIMIT, MOST, View, ego
from web.pages.base import Page, Route, Visit, has_query, record_of
from web.wording import site_texts
from web.wording.render import url
from web.wording.schema_words import backward, field_word, forward
from web.wording.shapes import shown_link, shown_node

_HIDDEN = frozenset({"type", "id", "name", "source", "target", "sources", "labels"})
_STATED_ELSEWHERE = frozenset({"since", "until", "note", "sources"})
_FOR_PEOPLE = frozenset({"record", "words", "facts"})
"""What a link's row holds for the page alone, not for its data."""
_SHOWN_LINKS = 100


def entry(visit: Visit, id_: str) -> Page:
    """Show a node or a link."""
    kind, number = record_of(visit.snapshot, id_)
    return _link_page(visit, number) if kind == "link" else _node_page(visit, number)


def facts(record: Record) -> list[tuple[str, Message, Any]]:
    """Return the fields of a record that have a value: name, heading, value."""
    shown = ((name, getattr(record, name)) for name in to_json(record) if name not in _HIDDEN)
    return [(name, field_word(name)(), value) for name, value in shown]


def sources_of(snapshot: Snapshot, record: Record) -> list[Source]:
    """Return the sources of a record; one that was retired since is left out."""
    return [source for source in snapshot.sources if source.id in record.sources]


def joined_sentence(node: Node) -> Message | None:
    """Say that a rule joined what several sources have under one name, if it did."""
    return site_texts.JOINED_BY_NAME(len(node.sources) - 1) if JOINED in node.sources else None


def _node_page(visit: Visit, number: int) -> Page:
    snapshot = visit.snapshot
    node = snapshot.node(number)
    if is_hidden(node.id):
        return page_without_name(node)
    links = list(links_of(snapshot, number))
    shown = ego(snapshot, View(centres=(number,), limit=visit.number("show", LIMIT, MOST)))
    limit = None if visit.format != "html" or visit.first("limit") else _SHOWN_LINKS
    sentence = site_texts.ENTRY_SENTENCE(len(links), shown.found)
    stating = [source for source in sources_of(snapshot, node) if source.id != JOINED]
    data = shown_node(node, {link["link"]: link["record"] for link in links}, sources_of(snapshot, node)).json()
    context = {
        "node": node,
        "cls": type(node),
        "facts": facts(node),
        "labels": getattr(node, "labels", {}),
        "links": links[:limit],
        "link_count": len(links),
        "sentence": sentence,
        "sources": stating,
        "joined": joined_sentence(node),
        "shown": shown,
        "asks": _asks(node),
        "most": MOST,
    }
    rows = [{name: value for name, value in link.items() if name not in _FOR_PEOPLE} for link in links]
    drawing = draw(snapshot, shown, visit.language)
    return Page(
        template="entry.html",
        heading=_heading(node),
        data=data,
        rows=rows,
        context=context,
        drawing=drawing,
        shown=shown,
    )


def page_without_name(node: Node) -> Page:
    """Show of a person who opted out only what enough others share with them; links would tell who it is."""
    shown = [fact for fact in facts(node) if fact[0] != "opted_out"]
    record = {"type": node.TYPE, "id": node.id, "name": node.name, **{name: value for name, _, value in shown}}
    return Page(
        template="without_name.html",
        heading=_heading(node),
        data={"node": record, "links": [], "sources": []},
        rows=[record],
        context={"cls": type(node), "facts": shown},
    )


def _asks(node: Node) -> list[tuple[Message, str]]:
    """Return the questions that make sense for such an entry, with their addresses."""
    name, cls = Name(node.id, node.name), type(node)
    offered = (
        ("partners-for", (Theme,), site_texts.ASK_PARTNERS(), url("/partners", theme=node.id)),
        ("partners-for", (*UNITS, Person), site_texts.ASK_PARTNERS_FOR(name), url("/partners", seeker=node.id)),
        (
            "introductions",
            (Person, Affiliate, Partner),
            site_texts.ASK_INTRODUCE(name),
            url("/ask/introductions", target=node.id),
        ),
        (
            "collaborators",
            (Person, *UNITS, Partner),
            site_texts.ASK_COLLABORATORS(name),
            url("/ask/collaborators", id=node.id),
        ),
        (
            "shared-interests",
            (Person, *UNITS, Partner),
            site_texts.ASK_INTERESTS(name),
            url("/ask/shared-interests", id=node.id),
        ),
        ("matches", (Person, *UNITS, Partner), site_texts.ASK_MATCHES(name), url("/matches", id=node.id)),
        ("paths", (Person, *UNITS, Partner, Project), site_texts.ASK_PATH(name), url("/path", source=node.id)),
        ("bus-factor", (*UNITS, Theme), site_texts.ASK_BUS_FACTOR(name), url("/bus-factor", scope=node.id)),
        ("what-if", (Person,), site_texts.ASK_WHAT_IF(name), url("/what-if", leave=node.id)),
    )
    return [(words, address) for query, classes, words, address in offered if cls in classes and has_query(query)]


def _heading(node: Node) -> Message:
    return site_texts.THE_NAME(Name(node.id, node.name))


def links_of(snapshot: Snapshot, number: int) -> Iterator[dict[str, Any]]:
    """Yield the links of a node, both ways, with their words: kind of link, then the other's name.

    Those of who asked not to be named would tell who it is.
    """
    if is_hidden(snapshot.ids[number]):
        return
    files = {source.id: source for source in snapshot.sources}
    rows: list[tuple[Any, dict[str, Any]]] = []
    for link_number in snapshot.links_at(number).tolist():
        link = snapshot.link(link_number)
        is_forward = int(snapshot.link_source[link_number]) == number
        other = snapshot.other_end(link_number, number)
        words = (forward if is_forward else backward)(type(link))
        details = {name: value for name, _, value in facts(link) if name not in _STATED_ELSEWHERE}
        row = {
            "link_type": link.TYPE,
            "direction": "forward" if is_forward else "backward",
            "id": snapshot.ids[other],
            "name": snapshot.names[other],
            "type": snapshot.type_of(other).TYPE,
            "since": link.since,
            "until": link.until,
            "details": [str(value) for value in details.values()],
            "note": link.note,
            "link": snapshot.link_id(link_number),
            "sources": list(link.sources),
            "files": [files[id_].title or files[id_].file or id_ for id_ in link.sources if id_ in files],
            "words": _link_words(link, words()),
            "facts": {name: value for name, value in details.items() if name != "decision"},
            "record": link,
        }
        rows.append(((int(snapshot.link_types[link_number]), not is_forward, row["name"], row["link"]), row))
    yield from (row for _, row in sorted(rows, key=lambda item: item[0]))


def _link_words(link: Link, words: Message) -> Message:
    """Say of a SameAs what was decided; "may be" would not do where somebody knows."""
    return site_texts.WITH_CHOICE(words, choice(link.decision)()) if isinstance(link, SameAs) else words


def _link_page(visit: Visit, number: int) -> Page:
    snapshot = visit.snapshot
    link = snapshot.link(number)
    ends = [snapshot.node(link.source), snapshot.node(link.target)]
    names = [Name(node.id, node.name) for node in ends]
    sentence = site_texts.LINK_SENTENCE(names[0], _link_words(link, forward(type(link))()), names[1])
    sources = sources_of(snapshot, link)
    data = shown_link(snapshot.link_id(number), link, sources).json()
    context = {"link": link, "ends": ends, "facts": facts(link), "sentence": sentence, "sources": sources}
    return Page(
        template="link.html", heading=site_texts.LINK_HEADING(), data=data, rows=[data["link"]], context=context
    )


ROUTES = (
    Route("/entry/<path:id_>", entry),
    # The address of before, since people keep links.
    Route("/thing/<path:id_>", entry),
)
