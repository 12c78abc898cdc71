# SPDX-License-Identifier: GPL-3.0-or-later
"""Explore: what is around one entry or several, with filters; every state is an address."""

from typing import Any

from graph.schema.ids import is_hidden
from graph.schema.nodes import NODE_CLASSES
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Name, Text
from web.drawing.drawing import draw
from web.drawing.ego import LIMIT, MOST, Ego, View, among, ego
from web.pages.base import Page, Route, Visit, spoken
from web.pages.entry import page_without_name
from web.pages.filters import choices, classes, date_of, link_classes
from web.pages.map import map_page
from web.wording import site_texts

_MOST_CENTRES = 12


def network(visit: Visit) -> Page:
    """Show the network around what is asked for, or the way in."""
    snapshot = visit.snapshot
    asked = [snapshot.find(text) for text in (visit.every("id") or visit.every("cluster"))[:_MOST_CENTRES]]
    # What is around who asked not to be named would tell who it is.
    centres = tuple(dict.fromkeys(number for number in asked if not is_hidden(snapshot.ids[number])))
    if asked and not centres:
        return page_without_name(snapshot.node(asked[0]))
    if visit.first("cluster"):
        return _cluster(visit, snapshot.find(visit.first("cluster")))
    if not centres:
        return map_page(visit)
    view = _view(visit, centres)
    return _page(visit, view, ego(snapshot, view), site_texts.AROUND)


def _page(visit: Visit, view: View, shown: Ego, heading: Text) -> Page:
    snapshot = visit.snapshot
    rows = _rows(snapshot, shown)
    names = [Name(snapshot.ids[number], snapshot.names[number]) for number in view.centres]
    context = {
        **choices(visit.snapshot),
        "view": view,
        "shown": shown,
        "rows": rows,
        "centres": names,
        "most": MOST,
        "spoken_centres": [spoken(snapshot, number, visit.language) for number in view.centres],
    }
    links = [
        {
            "source": snapshot.ids[drawn.first],
            "target": snapshot.ids[drawn.second],
            "links": list(map(snapshot.link_id, drawn.links)),
            "through": [snapshot.ids[number] for number in drawn.through],
        }
        for drawn in shown.drawn_links
    ]
    data = {"centres": [name.id for name in names], "found": shown.found, "nodes": rows, "links": links}
    drawing = draw(snapshot, shown, visit.language)
    return Page(
        template="network.html",
        heading=heading(names),
        data=data,
        rows=rows,
        context=context,
        drawing=drawing,
        shown=shown,
    )


def _cluster(visit: Visit, central: int) -> Page:
    """Show the best connected members of a cluster; before the clusters are known, what is around its name."""
    snapshot = visit.snapshot
    clusters = visit.overview.clusters if visit.overview else ()
    members = next((cluster.members for cluster in clusters if central in cluster.members), None)
    view = View(centres=(central,), limit=visit.number("show", LIMIT, MOST))
    if members is None:
        shown = ego(snapshot, view)
    else:
        ordered = (central, *(number for number in members if number != central))
        shown = among(snapshot, ordered[: view.limit], (central,), found=len(members) - 1)
    return _page(visit, view, shown, site_texts.CLUSTER)


def _view(visit: Visit, centres: tuple[int, ...]) -> View:
    return View(
        centres=centres,
        depth=visit.number("depth", 1, 2),
        types=classes(visit, NODE_CLASSES),
        links=link_classes(visit),
        country=visit.first("country").upper() or None,
        language=visit.first("language") or None,
        since=date_of(visit, "since"),
        fold=visit.first("fold") not in {"", "0", "no", "false"},
        limit=visit.number("show", LIMIT, MOST),
    )


def _rows(snapshot: Snapshot, shown: Ego) -> list[dict[str, Any]]:
    """Return one row for each node drawn, in the order of the drawing."""
    degrees = dict.fromkeys(shown.nodes, 0)
    for drawn in shown.drawn_links:
        degrees[drawn.first] += 1
        degrees[drawn.second] += 1
    return [
        {
            "id": snapshot.ids[number],
            "name": snapshot.names[number],
            "type": snapshot.type_of(number).TYPE,
            "distance": shown.distance.get(number),
            "links": degrees[number],
        }
        for number in shown.nodes
    ]


ROUTES = (Route("/network", network),)
