# SPDX-License-Identifier: GPL-3.0-or-later
"""What is worked out of a snapshot before anybody asks, because it takes too long for a request."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import PartnershipsError, UnknownName
from graph.schema.links import LINK_CLASSES
from graph.schema.nodes import NODE_CLASSES, Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message
from queries.framework.discovery import get_query, query_names
from queries.framework.result import Result
from web.drawing.ego import View, ego
from web.drawing.overview import Overview, overview
from web.pages.filters import choices
from web.wording.names import labels_by_language
from web.wording.today import as_of_today

_log = logging.getLogger(__name__)
_HEADLINES = ("overview", "bus-factor", "single-contacts")


@dataclass(frozen=True, slots=True)
class Prepared:
    """The overview, and the results whose first sentences are the headlines."""

    overview: Overview
    results: tuple[Result[Any], ...]
    gave: Mapping[str, Mapping[str, int]]
    """How many records of each type every source said."""

    @property
    def headlines(self) -> tuple[Message, ...]:
        """The first sentence of the queries that say most about a whole network."""
        return tuple(result.summary[0] for result in self.results if result.summary)


def prepared(snapshot: Snapshot, cache: Path) -> Prepared:
    """Work out what the first page shows; the layout of the overview is kept in the cache folder."""
    queries = [get_query(name) for name in _HEADLINES if name in query_names()]
    results = tuple(query.run(snapshot, **as_of_today(query, {})) for query in queries)
    return Prepared(overview(snapshot, cache), results, gave(snapshot))


def gave(snapshot: Snapshot) -> dict[str, dict[str, int]]:
    """Count what every source gave; it reads every record, so it is no work for a request."""
    found: dict[str, dict[str, int]] = {}
    for cls in (*NODE_CLASSES, *LINK_CLASSES):
        for sources in snapshot.values(cls, "sources"):
            for source in sources or ():
                counts = found.setdefault(source, {})
                counts[cls.TYPE] = counts.get(cls.TYPE, 0) + 1
    return found


def warm(snapshot: Snapshot) -> None:
    """Work out what the first requests of each kind would wait for, before anybody asks the new snapshot."""
    if not len(snapshot):
        return
    wanted: list[tuple[str, dict[str, Any]]] = [("search", {"text": snapshot.names[0]})]
    if snapshot.link_count:
        ends = (snapshot.ids[snapshot.link_source[0]], snapshot.ids[snapshot.link_target[0]])
        wanted.append(("paths", dict(zip(("source", "target"), ends, strict=True))))
    themes = snapshot.nodes_of(Theme).tolist()
    if themes:
        wanted.append(("partners-for", {"theme": snapshot.ids[themes[0]]}))
    choices(snapshot)
    labels_by_language(snapshot)
    ego(snapshot, View(centres=(0,)))
    snapshot.links_at(0)
    with suppress(UnknownName):
        snapshot.find(snapshot.names[0])
    for name, given in wanted:
        if name in query_names():
            try:
                get_query(name).run(snapshot, **as_of_today(get_query(name), given))
            except PartnershipsError as error:
                _log.info("Asking %s in advance did not work: %s", name, error)
