# SPDX-License-Identifier: GPL-3.0-or-later
"""Explore: what is around one thing or several, with filters; every state is an address."""

from typing import Any

from graph.errors import BadParameter, typed
from graph.schema.dates import check_partial_date
from graph.schema.links import LINK_BY_TYPE, LINK_CLASSES, Link
from graph.schema.nodes import NODE_BY_PREFIX, NODE_CLASSES, Node
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Name, Text
from web.drawing.drawing import draw
from web.drawing.ego import LIMIT, MOST, Ego, View, among, ego
from web.drawing.overview_svg import ACROSS, UPRIGHT, overview_svg
from web.pages.base import Page, Route, Visit, spoken
from web.wording import site_texts

NO_TYPE = Text("network-no-type", "There is no type “$1”.", "Error: a type of thing; $1 what was given")
NO_TIE = Text("network-no-tie", "There is no tie “$1”.", "Error: a type of tie; $1 what was given")
NO_SINCE = Text("network-no-since", "“since” is “$1”: $2.", "Error; $1 what was given as a date, $2 what is wrong")
SEE_ALL = Text("network-see-all", "Leave it empty to see all.", "Hint after that error")
_MOST_CENTRES = 12


def network(visit: Visit) -> Page:
    """Show the network around what is asked for, or the way in."""
    snapshot = visit.snapshot
    centres = tuple(dict.fromkeys(snapshot.find(text) for text in visit.every("id")[:_MOST_CENTRES]))
    if visit.first("cluster"):
        return _cluster(visit, snapshot.find(visit.first("cluster")))
    if not centres:
        return _start(visit)
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
            "source": snapshot.ids[tie.first],
            "target": snapshot.ids[tie.second],
            "links": list(map(snapshot.link_id, tie.links)),
            "through": [snapshot.ids[number] for number in tie.through],
        }
        for tie in shown.ties
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


def _start(visit: Visit) -> Page:
    """Show all clusters, and ask what to start with."""
    clusters = [
        {
            "id": visit.snapshot.ids[cluster.central],
            "name": visit.snapshot.names[cluster.central],
            "people": cluster.people,
            "organisations": cluster.organisations,
            "things": len(cluster.members),
        }
        for cluster in (visit.overview.clusters if visit.overview else ())
    ]
    context = {
        **choices(visit.snapshot),
        **map_context(visit),
        "view": None,
        "shown": None,
        "clusters": clusters,
        "spoken_centres": [],
    }
    data = {"clusters": clusters}
    return Page(template="network.html", heading=site_texts.NETWORK_NAV(), data=data, rows=clusters, context=context)


def map_context(visit: Visit) -> dict[str, Any]:
    """Return the two drawings of the overview; None while it is being worked out."""
    shown = visit.overview
    if shown is None or len(shown.clusters) < 2:
        return {"maps": None, "overview": shown}
    maps = [overview_svg(visit.snapshot, shown, frame, visit.language) for frame in (ACROSS, UPRIGHT)]
    return {"maps": maps, "overview": shown}


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
        types=_classes(visit, "types", NODE_BY_PREFIX, NODE_CLASSES),
        links=_link_classes(visit),
        country=visit.first("country").upper() or None,
        language=visit.first("language") or None,
        since=_date(visit.first("since")),
        fold=visit.first("fold") not in {"", "0", "no", "false"},
        limit=visit.number("show", LIMIT, MOST),
    )


def _date(text: str) -> str | None:
    if not text:
        return None
    try:
        return check_partial_date(text)
    except ValueError as error:
        raise BadParameter(NO_SINCE(typed(text, 40), error.args[0]), SEE_ALL()) from error


def _classes(
    visit: Visit, name: str, known: dict[str, type[Node]], default: tuple[type[Node], ...]
) -> tuple[type[Node], ...]:
    wanted = [value.lower() for value in visit.every(name)]
    unknown = [value for value in wanted if value not in known]
    if unknown:
        raise BadParameter(NO_TYPE(typed(unknown[0], 40)), site_texts.THERE_ARE(typed(", ".join(known))))
    return tuple(cls for cls in default if cls.TYPE.lower() in wanted) or default


def _link_classes(visit: Visit) -> tuple[type[Link], ...]:
    wanted = [value.upper().replace("-", "_") for value in visit.every("links")]
    unknown = [value for value in wanted if value not in LINK_BY_TYPE]
    if unknown:
        raise BadParameter(NO_TIE(typed(unknown[0], 40)), site_texts.THERE_ARE(typed(", ".join(LINK_BY_TYPE))))
    return tuple(cls for cls in LINK_CLASSES if cls.TYPE in wanted) or LINK_CLASSES


@per_snapshot
def choices(snapshot: Snapshot) -> dict[str, Any]:
    """Return what the filters offer; reading every country takes 20 ms at 100,000 things."""
    with_country = [cls for cls in NODE_CLASSES if "country" in cls.__dataclass_fields__]
    with_languages = [cls for cls in NODE_CLASSES if "languages" in cls.__dataclass_fields__]
    countries = {value for cls in with_country for value in snapshot.values(cls, "country") if value}
    languages = {tag for cls in with_languages for tags in snapshot.values(cls, "languages") for tag in tags or ()}
    return {
        "node_classes": [cls for cls in NODE_CLASSES if len(snapshot.nodes_of(cls))],
        "link_classes": [cls for cls in LINK_CLASSES if len(snapshot.links_of(cls))],
        "countries": sorted(countries),
        "tags": sorted(languages),
    }


def _rows(snapshot: Snapshot, shown: Ego) -> list[dict[str, Any]]:
    """Return one row for each node drawn, in the order of the drawing."""
    ties = dict.fromkeys(shown.nodes, 0)
    for tie in shown.ties:
        ties[tie.first] += 1
        ties[tie.second] += 1
    return [
        {
            "id": snapshot.ids[number],
            "name": snapshot.names[number],
            "type": snapshot.type_of(number).TYPE,
            "distance": shown.distance.get(number),
            "ties": ties[number],
        }
        for number in shown.nodes
    ]


ROUTES = (Route("/network", network),)
