# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page of a network, with good arguments, and every argument that it takes."""

from collections.abc import Iterator
from urllib.parse import urlencode

from graph.schema.links import LINK_CLASSES
from graph.schema.nodes import NODE_CLASSES
from graph.snapshot.snapshot import Snapshot
from queries.framework.discovery import get_query, query_names
from queries.framework.query import Query
from tests.support.every_query import questions
from web.pages.methods import subjects
from web.pages.questions import doors

OF_EVERY_PAGE = ("limit", "offset", "uselang", "format")
OF_THE_NETWORK = ("id", "cluster", "depth", "types", "links", "country", "language", "since", "fold", "show")


def pages(snapshot: Snapshot) -> Iterator[str]:
    """Yield every page without arguments, every entry of a class once, every door and query with several."""
    yield from ("/", "/network", "/search", "/ask", "/sources", "/about")
    yield from (f"/about/{name}" for name in subjects())
    for cls in NODE_CLASSES:
        for number in snapshot.nodes_of(cls).tolist()[:1]:
            id_ = snapshot.ids[number]
            yield from (f"/entry/{_quoted(id_)}", _with("/network", id=id_, depth=2), _with("/network", cluster=id_))
    for cls in LINK_CLASSES:
        for number in snapshot.links_of(cls).tolist()[:1]:
            yield f"/entry/{_quoted(snapshot.link_id(number))}"
    for address, query in asked():
        for given in questions(snapshot, query):
            yield _with(address, **given)


def arguments(snapshot: Snapshot) -> Iterator[tuple[str, dict[str, object], str]]:
    """Yield every page with the arguments that it needs, and one argument that it takes."""
    for name in (*OF_THE_NETWORK, *OF_EVERY_PAGE):
        yield "/network", {} if name in {"id", "cluster"} else {"id": snapshot.ids[0]}, name
    for name in ("show", *OF_EVERY_PAGE):
        yield f"/entry/{_quoted(snapshot.ids[0])}", {}, name
    for address in ("/", "/sources", "/about", "/ask"):
        for name in OF_EVERY_PAGE:
            yield address, {}, name
    for name in ("text", "type", "limit"):
        yield "/search", {"text": "a"}, name
    for address, query in asked():
        needed = next(iter(questions(snapshot, query)))
        for parameter in query.parameters:
            yield address, needed, parameter.name


def asked() -> Iterator[tuple[str, Query]]:
    """Yield every address that puts a query, and the query."""
    for door in doors():
        yield door.address, get_query(door.query)
    for name in query_names():
        yield f"/ask/{name}", get_query(name)


def _quoted(id_: str) -> str:
    return urlencode({"": id_}).removeprefix("=").replace("+", "%20").replace("%2F", "/")


def _with(address: str, **given: object) -> str:
    return f"{address}?{urlencode(given, doseq=True)}" if given else address
