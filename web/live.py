# SPDX-License-Identifier: GPL-3.0-or-later
"""The newest snapshot that is ready, while the next one is being built.

Requests never wait for a load: they are answered from the snapshot at hand,
and a background thread replaces it when the store has a new revision.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any, LiteralString, Protocol

from graph.errors import PartnershipsError, StoreUnavailable
from graph.pause import collector_paused
from graph.snapshot import Snapshot
from web.preparation import Prepared, warm
from web.twins import runner

_log = logging.getLogger(__name__)
_PATIENCE = 2.5
"""Seconds a request waits for the very first snapshot; a 503 page must come within 3."""
_TURN = 0.0005
"""Seconds of a turn while a snapshot is built; the usual 0.005 add up to 50 ms in a request."""


@contextmanager
def quick_turns() -> Generator[None]:
    """Let threads take turns ten times as often, so that requests hardly notice the one that builds."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


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

    def __init__(
        self, open_store: Callable[[], Reader], prepare: Callable[[Snapshot], Prepared | None], refresh: float
    ) -> None:
        """Open the store only when first asked; look at its revision every `refresh` seconds.

        `prepare` runs in the background on each new snapshot.
        """
        self._refresh_seconds = refresh
        self._open = open_store
        self._prepare = prepare
        self._store: Reader | None = None
        self._snapshot: Snapshot | None = None
        self._prepared: tuple[str, Prepared] | None = None
        self._failure: PartnershipsError | None = None
        self._looked = float("-inf")
        self._builder: threading.Thread | None = None
        self._lock = threading.Lock()

    def snapshot(self) -> Snapshot:
        """Return the snapshot at hand.

        Raises StoreUnavailable, or what the store said, while there is none.
        """
        builder = self._refresh()
        if self._snapshot is None and builder is not None:
            builder.join(_PATIENCE)
        if self._snapshot is not None:
            return self._snapshot
        raise self._failure or StoreUnavailable("The network is still being read.", "Try again in a few seconds.")

    def prepared(self, snapshot: Snapshot) -> Prepared | None:
        """Return what was prepared for a snapshot, None while it is being worked out."""
        ready = self._prepared
        return ready[1] if ready and ready[0] == snapshot.revision else None

    def check(self) -> None:
        """Ask the store itself, for the readiness probe; raises what it says."""
        self.snapshot()
        self._reader().revision()

    def run(self, text: LiteralString, parameters: Mapping[str, Any], revision: str) -> list[dict[str, Any]] | None:
        """Return the rows of a query's twin; None where the store runs none, or did not answer the last look."""
        return None if self._failure else runner(self._store)(text, parameters, revision)

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
            if now - self._looked < self._refresh_seconds:
                return None
            self._looked = now
            self._builder = threading.Thread(target=self._build, name="snapshot", daemon=True)
            self._builder.start()
            return self._builder

    def _reader(self) -> Reader:
        if self._store is None:
            self._store = self._open()
        return self._store

    def _replace(self, store: Reader) -> None:
        with quick_turns(), collector_paused():
            snapshot = store.snapshot()
            if self._snapshot is None:
                # Somebody is waiting for anything at all.
                self._snapshot = snapshot
            warm(snapshot)
        self._snapshot = snapshot
        prepared = self._prepare(snapshot)
        self._prepared = (snapshot.revision, prepared) if prepared else None

    def _build(self) -> None:
        try:
            store = self._reader()
            if self._snapshot is None or store.revision() != self._snapshot.revision:
                self._replace(store)
            self._failure = None
        except PartnershipsError as error:
            _log.warning("The store cannot be read: %s", error)
            self._failure = error
