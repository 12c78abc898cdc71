# SPDX-License-Identifier: GPL-3.0-or-later
"""What the first page shows of a network and takes too long for a request.

For a large network another process works it out, at low priority: layout
and solver keep the interpreter to themselves for seconds, and every request
would wait for them.
"""

import logging
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from graph.errors import PartnershipsError, UnknownName
from graph.links import LINK_CLASSES
from graph.messages import Message
from graph.schema import NODE_CLASSES, Theme
from graph.snapshot import Snapshot
from graph.store import open_store
from queries.result import Result, get_query, query_names
from web.answers import Answers
from web.ego import View, ego
from web.overview import Overview, overview
from web.page_network import choices
from web.settings import Settings

_log = logging.getLogger(__name__)
_HEADLINES = ("overview", "bus-factor", "single-contacts")
_SMALL = 3000
"""Nodes up to which all of it takes less than half a second."""
_POLITE = 10
"""How much the other process gives way to those that answer requests."""


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


def preparation(settings: Settings, answers: Answers, *, is_own_store: bool) -> Callable[[Snapshot], Prepared | None]:
    """Return what prepares a snapshot; `is_own_store` where another process can open the store of the settings too."""

    def prepare(snapshot: Snapshot) -> Prepared | None:
        if len(snapshot) <= _SMALL or not is_own_store:
            return _prepared(snapshot, settings, answers)
        done = _elsewhere(settings)
        if done is None or done[0] != snapshot.revision:
            # The store has moved on meanwhile; the next look at it brings both.
            return None
        for result in done[1].results:
            answers.keep(snapshot, result)
        return done[1]

    return prepare


def _prepared(snapshot: Snapshot, settings: Settings, answers: Answers) -> Prepared:
    names = [name for name in _HEADLINES if name in query_names()]
    results = tuple(answers.run(get_query(name), snapshot, {}) for name in names)
    return Prepared(overview(snapshot, settings.cache), results, gave(snapshot))


def gave(snapshot: Snapshot) -> dict[str, dict[str, int]]:
    """Count what every source gave; it reads every record, so it is no work for a request."""
    found: dict[str, dict[str, int]] = {}
    for cls in (*NODE_CLASSES, *LINK_CLASSES):
        for sources in snapshot.values(cls, "sources"):
            for source in sources or ():
                counts = found.setdefault(source, {})
                counts[cls.TYPE] = counts.get(cls.TYPE, 0) + 1
    return found


def _elsewhere(settings: Settings) -> tuple[str, Prepared] | None:
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return pool.submit(_work, settings).result()
    except (BrokenProcessPool, PartnershipsError) as error:
        _log.warning("The overview could not be worked out: %s", error)
        return None


def _work(settings: Settings) -> tuple[str, Prepared]:
    """Read the store anew: handing the snapshot over would hold requests up as well."""
    if hasattr(os, "nice"):
        os.nice(_POLITE)
    store = open_store(settings.store, user=settings.neo4j_user, password=settings.neo4j_password, use="site")
    try:
        snapshot = store.snapshot()
    finally:
        store.close()
    return snapshot.revision, _prepared(snapshot, settings, Answers())


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
    ego(snapshot, View(centres=(0,)))
    snapshot.links_at(0)
    with suppress(UnknownName):
        snapshot.find(snapshot.names[0])
    for name, given in wanted:
        if name in query_names():
            try:
                get_query(name).run(snapshot, **given)
            except PartnershipsError as error:
                _log.info("Asking %s in advance did not work: %s", name, error)
