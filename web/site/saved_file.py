# SPDX-License-Identifier: GPL-3.0-or-later
"""A network in one HTML file that opens from disk and asks nobody for anything.

Script and style are inside, and its policy allows just these, by their
hashes; what is shown passes the same whitelist as on the site.
"""

import base64
from hashlib import sha256

import numpy as np

from graph.snapshot.snapshot import Snapshot
from graph.text.controls import without_controls
from graph.text.message import Message, Text
from web.drawing.drawing import draw, network_data
from web.drawing.ego import Ego, among
from web.drawing.svg import svg
from web.site.static_files import ENGINE, static_files
from web.site.templating import environment, saying
from web.wording.names import labels_in

MOST = 1000
"""Nodes of a file at most; an engine without a graphics card moves so many (docs/web.md#levels-of-detail)."""
_TITLE = Text("file-title", "Partnership network", "Heading of a saved file with the whole network")
_ALL = Text("file-all", "All {{PLURAL:$1|$1 entry|$1 entries}} are shown.", "In a saved file; $1 number")
_CUT = Text("file-cut", "Showing the $1 best connected of $2 entries.", "In a saved file; $1 shown, $2 all")


def best_connected(snapshot: Snapshot, most: int) -> Ego:
    """Return the nodes with most links, by number where these are equal, and the links among them."""
    size = len(snapshot)
    degree = np.bincount(snapshot.link_source, minlength=size) + np.bincount(snapshot.link_target, minlength=size)
    order = np.lexsort((np.arange(size), -degree))[:most]
    return among(snapshot, tuple(order.tolist()))


def network_file(snapshot: Snapshot, language: str = "en") -> str:
    """Return the best connected nodes of a network as a file."""
    size, shown = len(snapshot), best_connected(snapshot, MOST)
    count = len(shown.nodes)
    return view_file(snapshot, shown, _TITLE(), _ALL(count) if count == size else _CUT(count, size), language)


def view_file(snapshot: Snapshot, shown: Ego, heading: Message, notice: Message | None, language: str = "en") -> str:
    """Return what a drawing shows as a file."""
    files = static_files()
    style = "\n".join(files[name].content.decode() for name in ("site.css", "print.css"))
    engine, script = (_with_plain_breaks(files[name].content.decode()) for name in (ENGINE, "page.js"))
    drawing = draw(snapshot, shown, language)
    rows = [(dot.name, dot.cls) for dot in drawing.dots]
    scripts = " ".join(map(_hash, (engine, script)))
    policy = f"default-src 'none'; script-src {scripts}; style-src {_hash(style)}; img-src data:"
    text = (
        environment(files)
        .get_template("file.html")
        .render(
            **saying(language, labels_in(snapshot, language)),
            heading=heading,
            notice=notice,
            policy=policy,
            style=style,
            engine_text=engine,
            script=script,
            drawing=drawing,
            drawing_svg=svg(drawing),
            drawing_data=network_data(drawing, language),
            rows=rows,
            as_of=snapshot.as_of,
        )
    )
    # The engine has such characters too, and must stay as its hash says.
    before, _, after = text.partition(engine)
    return without_controls(before) + engine + without_controls(after)


def _with_plain_breaks(text: str) -> str:
    """Return a text as browsers read it: they make all line breaks alike and only then compare the hash."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _hash(text: str) -> str:
    # A line break right after the opening tag belongs to the text; the template writes none.
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
