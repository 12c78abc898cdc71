# SPDX-License-Identifier: GPL-3.0-or-later
"""What entries are called in the reader's language; data keep ids and primary names."""

from collections import ChainMap
from collections.abc import Callable, Mapping
from types import MappingProxyType

from graph.schema.links import LINK_BY_TYPE
from graph.schema.nodes import NODE_BY_PREFIX, NODE_CLASSES, own_fields
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from graph.text.message import say, shown_name
from graph.text.say import fallbacks
from web.wording.schema_words import forward, label

NO_LABELS: Mapping[str, str] = MappingProxyType({})


def labels_in(snapshot: Snapshot, language: str) -> Mapping[str, str]:
    """Return names by id, of those entries only that have one of their own in this language."""
    known = labels_by_language(snapshot)
    return ChainMap(*(known[code] for code in fallbacks(language) if code in known))


@per_snapshot
def labels_by_language(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """Return the labels of entries: language in small letters, then id."""
    found: dict[str, dict[str, str]] = {}
    for cls in NODE_CLASSES:
        if "labels" in own_fields(cls):
            for index, labels in zip(snapshot.nodes_of(cls).tolist(), snapshot.values(cls, "labels"), strict=True):
                for language, name in (labels or {}).items():
                    found.setdefault(language.lower(), {})[snapshot.ids[index]] = name
    return found


def called(id_: str, name: str, language: str, labels: Mapping[str, str] = NO_LABELS) -> str:
    """Return what a page calls an entry: its label, the words for who asked not to be named, else its name."""
    return labels.get(id_) or shown_name(name, language)


def naming(snapshot: Snapshot, language: str = "en") -> Callable[[str], str]:
    """Return a function that turns a node's id into its name, a link's into its words."""

    def shown(text: str) -> str:
        if text in snapshot:
            return shown_name(snapshot.names[snapshot.index(text)], language)
        cls = LINK_BY_TYPE.get(text.partition(":")[0].upper())
        if cls is not None:
            return say(forward(cls)(), language)
        node = NODE_BY_PREFIX.get(text.lower())
        return say(label(node)(), language) if node is not None and text == node.TYPE else text

    return shown
