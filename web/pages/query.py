# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that any query has without a line of its own."""

from typing import Any

from graph.errors import BadParameter
from graph.snapshot.snapshot import Snapshot
from graph.stores.neo4j.cypher import paste
from queries.framework.discovery import get_query
from queries.framework.query import Query
from queries.framework.result import Result
from web.drawing.columns import columns_drawing
from web.drawing.drawing import Drawing, draw
from web.drawing.ego import among
from web.drawing.overlays import has_picture, overlay_of
from web.drawing.path_drawing import ways_drawing
from web.pages.base import DRAWN, Page, Route, Visit
from web.pages.forms import form_fields, settings
from web.pages.tables import ids_in, shown_table
from web.wording.render import url

_DRAWN = 60
"""Nodes that a result's drawing shows at most; it illustrates the table."""
_WAYS = "paths"
"""The query whose rows are steps one after the other; their order is what a drawing is to show."""
_FEWEST = 3
"""Nodes with a link that make a drawing worth looking at."""


def query_page(visit: Visit, name: str) -> Page:
    """Show a query with its form and, once its parameters are known, its rows."""
    query = get_query(name)
    result = answered(visit, query)
    context = query_context(visit, query, result)
    return Page(
        template="query.html",
        heading=query.title(),
        data=result.to_json(visit.language) if result and visit.format == "json" else {},
        rows=result.dicts(visit.language) if result and visit.format == "csv" else (),
        names=[column.name for column in query.columns],
        context={**context, "has_drawing": context["drawing_of_rows"] is not None},
        drawing=context["drawing_of_rows"],
        next_offset=visit.next_offset(result),
        has_data=result is not None,
        results=(result,) if result else (),
    )


def answered(visit: Visit, query: Query) -> Result[Any] | None:
    """Return the result; None where nothing was asked yet and a page can show the form instead."""
    given = visit.given
    if visit.format != "html":
        return visit.ask(query, given)
    if any(parameter.required and not given.get(parameter.name) for parameter in query.parameters):
        return None
    try:
        return visit.ask(query, given)
    except BadParameter:
        # Some queries need one of two parameters, which only they can say.
        if given:
            raise
        return None


def query_context(visit: Visit, query: Query, result: Result[Any] | None) -> dict[str, Any]:
    """Return what the template of a query needs."""
    is_drawn = visit.format in DRAWN
    fields = form_fields(visit.snapshot, query, dict(result.parameters) if result else visit.given, visit.language)
    return {
        "query": query,
        "result": result,
        "table": shown_table(visit.snapshot, result) if result and visit.format == "html" else None,
        "fields": fields,
        "settings": settings(visit.snapshot, query, result.parameters) if result else [],
        "documentation": query.documentation.split("\n>>> ")[0].strip(),
        "cypher": paste(query.cypher, result.parameters if result else {}) if query.cypher else "",
        "on_map": _address(visit, query) if result and has_picture(query.name) else "",
        "drawing_of_rows": rows_drawing(visit.snapshot, result, visit.language) if result and is_drawn else None,
    }


def _address(visit: Visit, query: Query) -> str:
    """Return the address of an answer, for the map to show it."""
    return url(f"/ask/{query.name}", **{name: visit.arguments[name] for name in visit.given})


def rows_drawing(snapshot: Snapshot, result: Result[Any], language: str) -> Drawing | None:
    """Draw the nodes that rows name, those named as parameters marked; None where few of them are linked."""
    if result.query == _WAYS:
        return ways_drawing(snapshot, result, language)
    overlay = overlay_of(snapshot, result)
    if overlay and (drawing := columns_drawing(snapshot, overlay, language)):
        return drawing
    asked = [id_ for value in result.parameters.values() for id_ in _ids(snapshot, value)]
    ids = list(dict.fromkeys([*asked, *ids_in(snapshot, result)]))[:_DRAWN]
    numbers = tuple(map(snapshot.index, ids))
    linked = {end for drawn in among(snapshot, numbers).drawn_links for end in (drawn.first, drawn.second)}
    kept = tuple(number for number in numbers if number in linked or snapshot.ids[number] in asked)
    if len(linked) < _FEWEST or len(kept) < len(numbers) / 2:
        return None
    return draw(snapshot, among(snapshot, kept, kept[: len(asked)]), language)


def _ids(snapshot: Snapshot, value: Any) -> list[str]:  # noqa: ANN401 - any parameter
    items = value if isinstance(value, list | tuple) else [value]
    return [item for item in items if isinstance(item, str) and item in snapshot]


ROUTES = (Route("/ask/<name>", query_page),)
