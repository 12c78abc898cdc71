# SPDX-License-Identifier: GPL-3.0-or-later
"""The newest snapshot that is ready, while the next one is being built.

Requests never wait for a load: they are answered from the snapshot at hand,
and a background thread replaces it when the store has a new revision.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from graph.errors import PartnershipsError, StoreUnavailable
from graph.snapshot.snapshot import Snapshot
from graph.stores.open import open_store
from graph.text.message import Text
from web.pages.result_cache import Answers
from web.settings import Settings
from web.site.preparation import Prepared, prepared, warm
from web.site.snapshot_worker import snapshots_of_worker

READING = Text("live-reading", "The network is still being read.", "Error just after the start")
SOON = Text("live-soon", "Try again in a few seconds.", "Hint after that error")
_log = logging.getLogger(__name__)
_PATIENCE = 2.5
"""Seconds a request waits for the very first snapshot; a 503 page must come within 3."""
_MOMENT = 0.3
"""Seconds that a request waits for a newer small network."""
_SMALL = 3000
"""Nodes up to which reading and preparing takes less than half a second."""


class Reader(Protocol):
    """The part of a store that the site needs."""

    def revision(self) -> str:
        """Return what changes when the state does."""
        ...

    def snapshot(self) -> Snapshot:
        """Return the whole graph."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class Live:
    """One snapshot per revision, swapped when the next one is ready."""

    def __init__(self, settings: Settings, answers: Answers, open_store: Callable[[], Reader] | None = None) -> None:
        """Open the store only when first asked; look at its revision as often as the settings say.

        `answers` keeps what is worked out for each new snapshot. `open_store`
        gives another store than that of the settings.
        """
        self._settings = settings
        self._answers = answers
        self._open = open_store or self._open_own
        self._is_own_store = open_store is None
        self._store: Reader | None = None
        self._snapshot: Snapshot | None = None
        self._prepared: tuple[str, Prepared] | None = None
        self._failure: PartnershipsError | None = None
        self.revisions = 0
        self._shown: str | None = None
        self._looked = float("-inf")
        self._builder: threading.Thread | None = None
        self._lock = threading.Lock()

    def snapshot(self) -> Snapshot:
        """Return the snapshot at hand.

        Raises StoreUnavailable, or what the store said, while there is none.
        """
        builder, at_hand = self._refresh(), self._snapshot
        if builder is not None and at_hand is None:
            builder.join(_PATIENCE)
        elif builder is not None and len(at_hand or ()) <= _SMALL and not self._failure:
            # Whoever has just loaded a file wants to see it, and a small network is there at once.
            builder.join(_MOMENT)
        if self._snapshot is not None:
            return self._snapshot
        raise self._failure or StoreUnavailable(READING(), SOON())

    def prepared(self, snapshot: Snapshot) -> Prepared | None:
        """Return what was prepared for a snapshot, None while it is being worked out."""
        ready = self._prepared
        return ready[1] if ready and ready[0] == snapshot.revision else None

    def size(self) -> tuple[int, int]:
        """Return how many nodes and links the snapshot at hand has; zeros while there is none."""
        snapshot = self._snapshot
        return (len(snapshot), snapshot.link_count) if snapshot is not None else (0, 0)

    def check(self) -> None:
        """Ask the store itself, for the readiness probe; raises what it says."""
        self.snapshot()
        self._reader().revision()

    def close(self) -> None:
        """Let go of the store, once nothing is read from it any more."""
        self.wait()
        if self._store is not None:
            self._store.close()

    def wait(self) -> None:
        """Return when no snapshot is being built any more."""
        builder = self._builder
        if builder is not None:
            builder.join()

    def _refresh(self) -> threading.Thread | None:
        """Start a look at the store if the last one is old enough; return the thread at work."""
        with self._lock:
            if self._builder is not None and self._builder.is_alive():
                return self._builder
            now = time.monotonic()
            if now - self._looked < self._settings.refresh:
                return None
            self._looked = now
            self._builder = threading.Thread(target=self._build, name="snapshot", daemon=True)
            self._builder.start()
            return self._builder

    def _open_own(self) -> Reader:
        own = self._settings
        return open_store(own.store, user=own.neo4j_user, password=own.neo4j_password, use="site", create=False)

    def _reader(self) -> Reader:
        if self._store is None:
            self._store = self._open()
        return self._store

    def _replace(self, store: Reader) -> None:
        snapshot = self._snapshot
        if snapshot is None or not self._goes_to_worker(snapshot):
            snapshot = store.snapshot()
            if self._snapshot is None:
                # Somebody is waiting for anything at all.
                self._snapshot = snapshot
        if not self._goes_to_worker(snapshot):
            warm(snapshot)
            self._show(snapshot)
            self._show(snapshot, prepared(snapshot, self._settings.cache))
        elif not self._replaced_by_worker():
            snapshot = store.snapshot()
            warm(snapshot)
            self._show(snapshot)

    def _goes_to_worker(self, snapshot: Snapshot) -> bool:
        """Say whether a network is for another process, which has to open the same store."""
        return self._is_own_store and len(snapshot) > _SMALL

    def _replaced_by_worker(self) -> bool:
        """Let another process read and prepare; say whether it came as far as the snapshot."""
        has_come = False
        try:
            for snapshot, ready in snapshots_of_worker(self._settings):
                self._show(snapshot, ready)
                has_come = True
        except EOFError:
            _log.warning("The process that reads the network ended early; there is no overview of it.")
        return has_come

    def _show(self, snapshot: Snapshot, ready: Prepared | None = None) -> None:
        if snapshot.revision != self._shown:
            self.revisions, self._shown = self.revisions + 1, snapshot.revision
        self._snapshot = snapshot
        if ready:
            self._prepared = snapshot.revision, ready
            for result in ready.results:
                self._answers.keep(snapshot, result)

    def _build(self) -> None:
        try:
            store = self._reader()
            if self._snapshot is None or store.revision() != self._snapshot.revision:
                self._replace(store)
            self._failure = None
        except PartnershipsError as error:
            _log.warning("The store cannot be read: %s", error)
            self._failure = error
