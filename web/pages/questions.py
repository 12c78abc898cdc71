# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages with their own address and one plain shape: sentences, drawing, table, how.

A door names the query that answers it and those shown below it with the same
parameters. It appears as soon as its query does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.errors import BadParameter
from graph.text.message import Text, say
from queries.framework.discovery import get_query
from queries.framework.query import Query
from queries.framework.result import Result
from web.drawing.columns import columns_drawing
from web.drawing.overlays import overlay_of
from web.pages.base import DRAWN, FORWARDED, Page, Route, Visit, has_query
from web.pages.extras import charts, core, leaving
from web.pages.query import answered, query_context
from web.pages.result_cache import StillWorking
from web.pages.tables import ShownTable, shown_table
from web.wording import site_texts
from web.wording.render import url
from web.wording.today import AGED


@dataclass(frozen=True, slots=True)
class Door:
    """A page: its address, its heading, its query, and what stands below."""

    address: str
    heading: Text
    query: str
    below: tuple[str, ...] = ()
    template: str = "door.html"
    more: Callable[[Visit, Result[Any] | None], dict[str, Any]] = lambda _visit, _result: {}
    """What the template needs beyond the result."""


DOORS = (
    Door("/partners", site_texts.PARTNERS_TITLE, "partners-for", ("introductions",)),
    Door("/matches", site_texts.MATCHES_TITLE, "matches"),
    Door("/common-ground", site_texts.COMMON_TITLE, "common-ground"),
    Door("/path", site_texts.PATH_TITLE, "paths", template="path.html"),
    Door(
        "/bus-factor",
        site_texts.BUS_TITLE,
        "bus-factor",
        ("single-contacts", "second-contacts", "dependence", "bridge-people"),
        template="bus_factor.html",
        more=core,
    ),
    Door("/what-if", site_texts.WHAT_IF_TITLE, "what-if", template="what_if.html", more=leaving),
    Door("/questions", site_texts.QUESTIONS_TITLE, "questions"),
    Door("/gaps", site_texts.GAPS_TITLE, "gaps"),
    Door("/changes", site_texts.CHANGES_TITLE, "changes"),
    Door("/trend", site_texts.TREND_TITLE, "trend", template="trend.html", more=charts),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A result below the main one; None while it is being worked out."""

    query: Query
    result: Result[Any] | None
    table: ShownTable


def door_page(door: Door, visit: Visit) -> Page:
    """Answer with the page of a door."""
    query = get_query(door.query)
    result = answered(visit, query)
    parts = parts_of(door, visit, visit.given) if result else []
    about = query_context(visit, query, result)
    drawing = about["drawing_of_rows"]
    if result and drawing is None and visit.format in DRAWN:
        # What stands below says it: the single threads, and who could be the second.
        below = [part.result for part in parts if part.result]
        overlay = overlay_of(visit.snapshot, *below)
        drawing = columns_drawing(visit.snapshot, overlay, visit.language) if overlay else None
        about["on_map"] = url(door.address, **{name: visit.arguments[name] for name in visit.given})
    context = {**about, "door": door, "parts": parts, **door.more(visit, result)}
    return Page(
        template=door.template,
        heading=door.heading(),
        data=_data(visit, result, parts) if visit.format == "json" else {},
        rows=result.dicts(visit.language) if result and visit.format == "csv" else (),
        names=[column.name for column in query.columns],
        context=context,
        drawing=drawing,
        is_final=all(part.result for part in parts),
        next_offset=visit.next_offset(result),
        has_data=result is not None,
        results=(result, *(part.result for part in parts if part.result)) if result else (),
    )


def parts_of(door: Door, visit: Visit, given: Mapping[str, Any]) -> list[Part]:
    """Return the results below the main one, those that can be asked with the same parameters."""
    parts: list[Part] = []
    for name in filter(has_query, door.below):
        query = get_query(name)
        known = {parameter.name for parameter in query.parameters}
        own = {key: value for key, value in given.items() if key in known}
        if any(parameter.required and parameter.name not in own for parameter in query.parameters):
            continue
        try:
            result = visit.ask(query, own)
        except StillWorking:
            if visit.format in FORWARDED:
                # A file says nothing later.
                raise
            parts.append(Part(query, None, ShownTable()))
        except BadParameter:
            # It needs more than the main question was given: a part that cannot be asked is left out.
            continue
        else:
            # That the data are old stands above, once.
            result = replace(result, summary=tuple(sentence for sentence in result.summary if sentence.text != AGED))
            table = shown_table(visit.snapshot, result) if visit.format == "html" else ShownTable()
            parts.append(Part(query, result, table))
    return parts


def _data(visit: Visit, result: Result[Any] | None, parts: list[Part]) -> dict[str, Any]:
    """Return the query's own shape, or that of a report where there are several results."""
    if result is None:
        return {}
    if not parts:
        return result.to_json(visit.language)
    results = [result, *(part.result for part in parts if part.result)]
    sections = [
        {
            "title": say(one.title(), visit.language),
            "sentences": [say(sentence, visit.language) for sentence in one.summary],
            "result": one.to_json(visit.language),
        }
        for one in results
    ]
    return {
        "title": say(result.title(), visit.language),
        "parameters": dict(result.parameters),
        "sections": sections,
        "revision": result.revision,
    }


def doors() -> tuple[Door, ...]:
    """Return the doors whose query there is."""
    return tuple(door for door in DOORS if has_query(door.query))


def _route(door: Door) -> Route:
    def page(visit: Visit) -> Page:
        return door_page(door, visit)

    page.__name__ = door.address.strip("/").replace("-", "_")
    return Route(door.address, page)


ROUTES = tuple(map(_route, DOORS))
