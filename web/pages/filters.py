# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters of the map and of what is around a node: what they offer, and what an address says of them."""

from typing import Any

from graph.errors import BadParameter, typed
from graph.schema.dates import check_partial_date
from graph.schema.links import LINK_BY_TYPE, LINK_CLASSES, Link
from graph.schema.nodes import NODE_BY_PREFIX, NODE_CLASSES, Node
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Text
from web.drawing.map_view import countries, languages, years
from web.pages.base import Visit
from web.wording import site_texts

NO_TYPE = Text("network-no-type", "There is no type “$1”.", "Error: a type of entry; $1 what was given")
NO_LINK = Text("network-no-link", "There is no link “$1”.", "Error: a type of link; $1 what was given")
NO_DATE = Text(
    "network-no-date", "“$1” is “$2”: $3.", "Error; $1 a parameter, $2 what was given as a date, $3 what is wrong"
)
SEE_ALL = Text("network-see-all", "Leave it empty to see all.", "Hint after that error")


def date_of(visit: Visit, name: str) -> str | None:
    """Return a partial date that an address gives; raises BadParameter."""
    text = visit.first(name)
    if not text:
        return None
    try:
        return check_partial_date(text)
    except ValueError as error:
        raise BadParameter(NO_DATE(typed(name), typed(text, 40), error.args[0]), SEE_ALL()) from error


def classes(visit: Visit, default: tuple[type[Node], ...]) -> tuple[type[Node], ...]:
    """Return the node classes that an address names, else those of the page."""
    wanted = [value.lower() for value in visit.every("types")]
    unknown = [value for value in wanted if value not in NODE_BY_PREFIX]
    if unknown:
        raise BadParameter(NO_TYPE(typed(unknown[0], 40)), site_texts.THERE_ARE(typed(", ".join(NODE_BY_PREFIX))))
    return tuple(cls for cls in NODE_CLASSES if cls.TYPE.lower() in wanted) or default


def link_classes(visit: Visit) -> tuple[type[Link], ...]:
    """Return the link classes that an address names, else all."""
    wanted = [value.upper().replace("-", "_") for value in visit.every("links")]
    unknown = [value for value in wanted if value not in LINK_BY_TYPE]
    if unknown:
        raise BadParameter(NO_LINK(typed(unknown[0], 40)), site_texts.THERE_ARE(typed(", ".join(LINK_BY_TYPE))))
    return tuple(cls for cls in LINK_CLASSES if cls.TYPE in wanted) or LINK_CLASSES


@per_snapshot
def choices(snapshot: Snapshot) -> dict[str, Any]:
    """Return what the filters offer; reading every country takes 20 ms at 100,000 entries."""
    return {
        "node_classes": [cls for cls in NODE_CLASSES if len(snapshot.nodes_of(cls))],
        "link_classes": [cls for cls in LINK_CLASSES if len(snapshot.links_of(cls))],
        "countries": list(countries(snapshot)),
        "tags": list(languages(snapshot)),
        "years": years(snapshot),
    }
