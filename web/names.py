# SPDX-License-Identifier: GPL-3.0-or-later
"""Ids in cells become names for people to read; data keep the ids."""

from collections.abc import Callable

from graph.links import LINK_BY_TYPE
from graph.messages import say
from graph.schema import NODE_BY_PREFIX
from graph.snapshot import Snapshot
from web.words import forward, label


def naming(snapshot: Snapshot, language: str = "en") -> Callable[[str], str]:
    """Return a function that turns a node's id into its name, a link's into its words."""

    def shown(text: str) -> str:
        if text in snapshot:
            return snapshot.names[snapshot.index(text)]
        cls = LINK_BY_TYPE.get(text.partition(":")[0].upper())
        if cls is not None:
            return say(forward(cls)(), language)
        node = NODE_BY_PREFIX.get(text.lower())
        return say(label(node)(), language) if node is not None and text == node.TYPE else text

    return shown
