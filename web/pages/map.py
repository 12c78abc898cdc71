# SPDX-License-Identifier: GPL-3.0-or-later
"""The map of the whole network: everything at once, or what is in view of a large one; every state is an address."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs

from graph.errors import BadParameter, typed
from graph.schema.ids import is_hidden
from graph.text.message import Message, Text, say
from graph.text.say import show_number
from queries.framework.discovery import get_query, query_names
from queries.framework.result import Result
from web.drawing.atlas import Atlas
from web.drawing.map_drawing import CHOSEN, MapDrawing, Overlay, map_data, map_drawing
from web.drawing.map_svg import map_svg
from web.drawing.map_view import USUAL, Piece, Wanted, in_view
from web.drawing.overlays import around, overlay_of
from web.drawing.role_colours import role_colour
from web.pages.base import Page, Route, Visit
from web.pages.filters import choices, classes, date_of, link_classes
from web.pages.map_panel import panel_context
from web.pages.query import answered
from web.pages.questions import doors, parts_of
from web.wording import map_texts

NO_PIECE = Text("map-no-piece", "“box” is “$1”.", "Error: a piece of the map; $1 what was given")
NO_ANSWER = Text("map-no-answer", "There is no answer at “$1”.", "Error; $1 the address that was given")
GIVE_ANSWER = Text("map-give-answer", "Give the address of an answer, such as /bus-factor.", "Hint after that error")
GIVE_PIECE = Text("map-give-piece", "Give four numbers with commas: left, top, right, bottom.", "Hint after that error")
IN_PICTURE = frozenset({"x", "y", "size"})
"""Columns that a page leaves out, since its script can read them off the picture."""
_LISTED = 30
"""Rows of the list below the map; all of them come as data."""
_MOST_CHOSEN = 12


def map_page(visit: Visit) -> Page:
    """Show what is in view of the map."""
    drawn = visit.overview.atlas if visit.overview else None
    context = {**choices(visit.snapshot), **panel_context(visit, chosen(visit)), "map": None}
    if drawn is None:
        return Page(
            template="map.html", heading=map_texts.TITLE(), data={}, context=context, is_final=False, has_data=False
        )
    snapshot, wanted = visit.snapshot, wanted_of(visit)
    answer = answer_of(visit)
    overlay = overlay_of(snapshot, *answer.results) if answer else _expanded(visit)
    overlay = overlay or selected(visit)
    wanted = replace(wanted, always=tuple(dict.fromkeys([*chosen(visit), *(overlay.nodes if overlay else ())])))
    shown = in_view(snapshot, drawn, wanted)
    drawing = map_drawing(snapshot, drawn, shown, visit.language, overlay)
    notice = _notice(drawing)
    rows = rows_of(drawing, drawn)
    data: dict[str, Any] = {
        **map_data(drawing, drawn, visit.language),
        "notice": say(notice, visit.language),
        "list": _listed(drawing, rows, visit.language),
    }
    if visit.format == "json":
        return Page(template="map.html", heading=map_texts.TITLE(), data=data)
    context |= {
        "map": drawing,
        "notice": notice,
        "answer": answer,
        "roles": _roles(overlay) if answer and overlay else [],
        "wanted": wanted,
        "map_data": {
            **{key: part for key, part in data.items() if key != "list"},
            "nodes": {key: column for key, column in data["nodes"].items() if key not in IN_PICTURE},
        },
        "map_picture": map_svg(drawing, drawn),
        "rows": rows[:_LISTED],
        "usual": USUAL,
    }
    return Page(template="map.html", heading=map_texts.TITLE(), data=data, rows=rows, context=context)


def _roles(overlay: Overlay) -> list[tuple[tuple[str, str, bool], Text]]:
    """Return the roles that an answer has, with colour and whether dashed, for its legend."""
    used = {*overlay.nodes.values(), *(link.role for link in overlay.links)}
    return [
        ((role, role_colour(role) or "currentColor", role.endswith("-dashed")), text)
        for role, text in map_texts.ROLES.items()
        if role in used
    ]


def _notice(drawing: MapDrawing) -> Message:
    count = len(drawing.spots)
    if not count:
        return map_texts.NOTHING()
    return map_texts.CUT(count, drawing.found) if count < drawing.found else map_texts.WHOLE(count)


def home_map(visit: Visit) -> dict[str, Any]:
    """Return the picture of the whole map for the first page; None while it is being worked out."""
    shown = visit.overview
    if shown is None or shown.atlas is None or visit.format != "html":
        return {"home_map": None, "overview": shown}
    view = in_view(visit.snapshot, shown.atlas, Wanted())
    drawing = map_drawing(visit.snapshot, shown.atlas, view, visit.language)
    return {"home_map": map_svg(drawing, shown.atlas) if drawing.links else None, "overview": shown}


def rows_of(drawing: MapDrawing, drawn: Atlas) -> list[dict[str, Any]]:
    """Return a row for each node in view: those of an answer first, then the best connected.

    What is selected stays at its place, so that whoever selects in the list goes on from there.
    """
    contacts = drawn.contacts.tolist()
    spots = drawing.spots
    if drawing.overlay and not drawing.overlay.is_answer:
        index = {number: index for index, number in enumerate(drawn.order.tolist())}
        spots = sorted(spots, key=lambda spot: index[spot.number])
    return [
        {"id": spot.id, "name": spot.name, "type": spot.cls.TYPE, "contacts": contacts[spot.number]} for spot in spots
    ]


def _listed(drawing: MapDrawing, rows: list[dict[str, Any]], language: str) -> dict[str, Any]:
    """Return the list below the map for its script: places among the nodes, and contacts as they are shown."""
    indices = {spot.id: index for index, spot in enumerate(drawing.spots)}
    return {
        "node": [indices[row["id"]] for row in rows[:_LISTED]],
        "contacts": [show_number(row["contacts"], language) for row in rows[:_LISTED]],
    }


def _expanded(visit: Visit) -> Overlay | None:
    found = map(visit.snapshot.find, visit.every("around")[:_MOST_CHOSEN])
    centres = tuple(number for number in found if not is_hidden(visit.snapshot.ids[number]))
    return around(visit.snapshot, centres) if centres else None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that lies over the map: the address of its page, its heading, its results."""

    address: str
    heading: Message
    results: tuple[Result[Any], ...]


def answer_of(visit: Visit) -> Answer | None:
    """Return the answer whose address the map was given, or what is around some nodes."""
    address = visit.first("answer")
    if not address:
        return None
    path, _, arguments = address.partition("?")
    door = next((door for door in doors() if door.address == path), None)
    name = door.query if door else path.removeprefix("/ask/")
    if name not in query_names():
        raise BadParameter(NO_ANSWER(typed(address, 60)), GIVE_ANSWER())
    asked = replace(visit, arguments=parse_qs(arguments), format="html")
    result = answered(asked, get_query(name))
    parts = [part.result for part in parts_of(door, asked, asked.given) if part.result] if door and result else []
    results = (result, *parts) if result else ()
    return Answer(address, door.heading() if door else get_query(name).title(), results)


def chosen(visit: Visit) -> tuple[int, ...]:
    """Return the nodes that are selected."""
    return tuple(dict.fromkeys(visit.snapshot.find(text) for text in visit.every("select")[:_MOST_CHOSEN]))


def selected(visit: Visit) -> Overlay | None:
    """Return the selected nodes as an overlay, so that the picture shows them without scripts."""
    numbers = chosen(visit)
    return Overlay(nodes=dict.fromkeys(numbers, CHOSEN)) if numbers else None


def wanted_of(visit: Visit) -> Wanted:
    """Return what an address wants to see."""
    find = visit.snapshot.find
    return Wanted(
        types=classes(visit, USUAL),
        links=link_classes(visit),
        country=visit.first("country").upper() or None,
        language=visit.first("language") or None,
        since=date_of(visit, "since"),
        until=date_of(visit, "until"),
        hidden=tuple(map(find, visit.every("hide"))),
        only=tuple(map(find, visit.every("only"))),
        piece=_piece(visit.first("box")),
    )


def _piece(text: str) -> Piece | None:
    if not text:
        return None
    try:
        left, top, right, bottom = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadParameter(NO_PIECE(typed(text, 40)), GIVE_PIECE()) from error
    return Piece(left, top, right, bottom)


def panel(visit: Visit) -> Page:
    """Show the panel alone, for the script of the map."""
    numbers = chosen(visit)
    data = {"selected": [visit.snapshot.ids[number] for number in numbers]}
    context = panel_context(visit, numbers)
    return Page(template="map_panel.html", heading=map_texts.PANEL(), data=data, context=context, has_data=False)


ROUTES = (Route("/map", map_page), Route("/map-panel", panel))
