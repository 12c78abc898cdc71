# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading and preparing a large network in another process, at low priority.

Reading the store, the layout and the solver keep the interpreter to
themselves for seconds, and every request would wait for them. The other
process hands over a snapshot with all that first requests need, in pieces.
"""

import gc
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from typing import Any, Protocol

from graph.errors import PartnershipsError
from graph.snapshot.gc_pause import collector_paused
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.transfer import from_pieces, pieces_of
from graph.stores.open import open_store
from web.settings import Settings
from web.site.preparation import Prepared, prepared, warm

_log = logging.getLogger(__name__)
_POLITE = 10
"""How much the other process gives way to those that answer requests."""
_END = b""


class _Sender(Protocol):
    """The end of a pipe that another process holds; its class differs between systems."""

    def send_bytes(self, buf: bytes) -> None: ...

    def send(self, obj: Any) -> None: ...  # noqa: ANN401 - what is pickled


def snapshots_of_worker(settings: Settings) -> Iterator[tuple[Snapshot, Prepared | None]]:
    """Give the snapshot of the store when it is read, and again with what was prepared.

    Raises EOFError if the other process ends before it has handed over everything.
    """
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(settings, sender), name="snapshot", daemon=True)
    process.start()
    sender.close()
    try:
        with receiver:
            snapshot = _received(receiver.recv_bytes)
            yield snapshot, None
            yield snapshot, receiver.recv()
    finally:
        process.join()


def _received(receive: Callable[[], bytes]) -> Snapshot:
    with collector_paused():
        snapshot = from_pieces(iter(receive, _END))
        # It stays as it is until the next one comes. Looking through its million objects for cycles, again and again
        # in the middle of a request, would find none.
        gc.freeze()
    return snapshot


def _work(settings: Settings, sender: _Sender) -> None:
    if hasattr(os, "nice"):
        os.nice(_POLITE)
    # Whoever waited may be gone.
    with suppress(BrokenPipeError):
        try:
            account = {"user": settings.neo4j_user, "password": settings.neo4j_password}
            store = open_store(settings.store, create=False, use="site", **account)
            try:
                snapshot = store.snapshot()
            finally:
                store.close()
        except PartnershipsError as error:
            _log.warning("The store cannot be read: %s", error)
            return
        warm(snapshot)
        for piece in pieces_of(snapshot):
            sender.send_bytes(piece)
        sender.send_bytes(_END)
        sender.send(prepared(snapshot, settings.cache))
