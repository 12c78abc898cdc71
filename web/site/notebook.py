# SPDX-License-Identifier: GPL-3.0-or-later
"""A drawing in a notebook: the same picture as on the site, and it asks no other host for anything."""

import html
from typing import Any

from pyvis.network import Network

from graph.snapshot.snapshot import Snapshot
from web.drawing.drawing import draw as positioned
from web.drawing.ego import Ego, View, ego
from web.site.saved_file import MOST, best_connected, view_file
from web.wording.site_texts import DRAWN_ROWS

_HEIGHT = 620


class Picture(Network):
    """A pyvis network whose nodes stand where the site would draw them; a notebook shows it as it is.

    All that pyvis can do with a network works on it too. Its own way to show
    one fetches its script from another host, which is why `_repr_html_` does
    not use it.
    """

    page: str = ""

    def _repr_html_(self) -> str:
        """Return a frame that holds the whole page."""
        return f'<iframe srcdoc="{html.escape(self.page)}" width="100%" height="{_HEIGHT}" style="border:0"></iframe>'


def draw(snapshot: Snapshot, *around: str, depth: int = 1, language: str = "en") -> Picture:
    """Return a picture of what is around some nodes (ids or names), or of the best connected ones.

    `depth` is how many links away a node may be, from 1. Raises UnknownName
    with close matches.
    """
    centres = tuple(dict.fromkeys(snapshot.find(text) for text in around))
    shown: Ego = ego(snapshot, View(centres=centres, depth=depth)) if centres else best_connected(snapshot, MOST)
    drawing = positioned(snapshot, shown, language)
    picture = Picture(directed=True, notebook=True, cdn_resources="in_line")
    picture.toggle_physics(status=False)
    for dot in drawing.dots:
        look: dict[str, Any] = {"size": dot.size, "shape": dot.cls.SHAPE, "color": dot.cls.COLOUR, "title": dot.title}
        picture.add_node(dot.id, label=dot.label, x=dot.x, y=dot.y, physics=False, **look)
    for line in drawing.lines:
        ends = drawing.dots[line.first].id, drawing.dots[line.second].id
        picture.add_edge(*ends, title=line.words, width=line.width, dashes=line.is_dashed)
    heading = DRAWN_ROWS(len(drawing.dots), len(drawing.lines))
    picture.page = view_file(snapshot, shown, heading, None, language)
    return picture
