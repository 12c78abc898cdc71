# SPDX-License-Identifier: GPL-3.0-or-later
"""The first page, the search, the sources and the list of queries."""

from dataclasses import replace
from typing import Any

from graph.schema.folding import fold
from graph.schema.links import LINK_CLASSES
from graph.schema.nodes import NODE_BY_PREFIX, NODE_CLASSES, Node, Theme
from graph.schema.source import Problem
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, say
from queries.framework.discovery import get_query, query_names
from web.pages.base import Page, Route, Visit
from web.pages.map import home_map
from web.pages.query import query_context
from web.pages.questions import doors
from web.wording import site_texts
from web.wording.names import called, labels_in
from web.wording.schema_words import label
from web.wording.shapes import listed_queries, listed_source
from web.wording.today import aged

_THEMES = 200
_QUOTED = 40
"""Characters by which one knows that a sentence quotes what was found."""


def home(visit: Visit) -> Page:
    """Show the three doors and what is in the network."""
    snapshot = visit.snapshot
    if not len(snapshot):
        return Page(template="empty.html", heading=site_texts.EMPTY(), data=_counts(visit), rows=[_counts(visit)])
    by_type = [(cls, len(snapshot.nodes_of(cls))) for cls in NODE_CLASSES]
    headlines = (*aged(snapshot), *visit.headlines) if visit.headlines else visit.ask(get_query("overview"), {}).summary
    data = {**_counts(visit), "summary": [say(message, visit.language) for message in headlines]}
    context = {
        "counts": [(cls, count) for cls, count in by_type if count],
        "headlines": headlines,
        "themes": _themes(snapshot, visit.language),
        **home_map(visit),
        "sources": snapshot.sources,
        "as_of": snapshot.as_of,
    }
    rows = [{"type": cls.TYPE, "count": count} for cls, count in by_type]
    return Page(template="home.html", heading=site_texts.SITE(), data=data, rows=rows, context=context)


def _themes(snapshot: Snapshot, language: str) -> list[tuple[str, str]]:
    """Return the themes to choose from: id, and name in the order of the reader's language."""
    labels = labels_in(snapshot, language)
    numbers = snapshot.nodes_of(Theme).tolist()
    themes = [(snapshot.ids[n], called(snapshot.ids[n], snapshot.names[n], language, labels)) for n in numbers]
    return sorted(themes, key=lambda theme: (fold(theme[1]), theme))[:_THEMES]


def _counts(visit: Visit) -> dict[str, Any]:
    snapshot = visit.snapshot
    return {"nodes": len(snapshot), "links": snapshot.link_count, "sources": len(snapshot.sources)}


def search(visit: Visit) -> Page:
    """Find entries by name."""
    text = visit.first("text")
    query = get_query("search")
    if not text:
        context = query_context(visit, query, None)
        return Page(template="search.html", heading=site_texts.SEARCH(), data={"rows": []}, context=context)
    result = visit.ask(query, {"text": text, "type": visit.first("type")})
    context = query_context(visit, query, result)
    data, rows = result.to_json(visit.language), result.dicts(visit.language)
    names = [column.name for column in result.columns]
    return Page(template="search.html", heading=site_texts.SEARCH(), data=data, rows=rows, names=names, context=context)


def suggestions(visit: Visit) -> Page:
    """Find entries as the search does and name them as the reader does: what is offered while somebody types."""
    page, labels = search(visit), labels_in(visit.snapshot, visit.language)
    rows = [
        {
            "id": row["id"],
            "name": called(row["id"], row["name"], visit.language, labels),
            "type": say(label(NODE_BY_PREFIX[row["type"].lower()])(), visit.language),
        }
        for row in page.rows
    ]
    return replace(page, data={"rows": rows}, rows=rows, names=("id", "name", "type"))


def index(_visit: Visit) -> Page:
    """List all queries."""
    queries = [get_query(name) for name in query_names()]
    data = listed_queries()
    rows = [{"name": entry["name"], "title": entry["title"], "has_cypher": entry["has_cypher"]} for entry in data]
    return Page(
        template="queries.html",
        heading=site_texts.QUERIES(),
        data=data,
        rows=rows,
        context={"queries": queries, "doors": doors()},
    )


def sources(visit: Visit) -> Page:
    """Show what was loaded, and when."""
    listed = visit.snapshot.sources
    rows = [{**listed_source(source).json(), "gave": dict((visit.gave or {}).get(source.id, {}))} for source in listed]
    data = [
        {**row, "first_problems": [problem.to_json(visit.language) for problem in source.first_problems]}
        for row, source in zip(rows, listed, strict=True)
    ]
    context = {
        "sources": listed,
        "given": {source.id: _given(visit, source.id) for source in listed},
        "problems": {source.id: [_sentences(problem) for problem in source.first_problems] for source in listed},
        "has_problems": any(source.problems for source in listed),
        "are_all_kept": all(source.problems == len(source.first_problems) for source in listed),
        "waiting": len(visit.snapshot.waiting),
        "is_read_only": visit.is_read_only,
    }
    return Page(template="sources.html", heading=site_texts.LOADED(), data=data, rows=rows, context=context)


def _sentences(problem: Problem) -> tuple[str, list[Message]]:
    """Return the place of a problem and its sentences; what the first one quotes is said once."""
    sentence = str(problem.text)
    details = ((site_texts.FOUND, problem.found), (site_texts.EXPECTED, problem.expected))
    more = [text(_set_apart(value)) for text, value in details if value and value[:_QUOTED] not in sentence]
    return problem.position, [_set_apart(problem.text), *more]


def _set_apart(value: Any) -> Any:  # noqa: ANN401 - a sentence, or a parameter of one
    """Return texts of a file as names that lead nowhere: they may run the other way than the sentence around them."""
    match value:
        case Message():
            return value.text(*map(_set_apart, value.parameters))
        case str():
            return Name("", value)
        case list() | tuple():
            return [_set_apart(item) for item in value]
        case _:
            return value


def _given(visit: Visit, source_id: str) -> tuple[list[tuple[type[Node], int]], int]:
    """Return how many nodes of each class a source gave, and how many links."""
    counts = (visit.gave or {}).get(source_id, {})
    nodes = [(cls, counts[cls.TYPE]) for cls in NODE_CLASSES if cls.TYPE in counts]
    return nodes, sum(counts.get(cls.TYPE, 0) for cls in LINK_CLASSES)


ROUTES = (
    Route("/", home),
    Route("/search", search),
    Route("/suggestions", suggestions),
    Route("/ask", index),
    Route("/sources", sources),
)
