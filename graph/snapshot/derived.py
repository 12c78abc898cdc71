# SPDX-License-Identifier: GPL-3.0-or-later
"""What several queries derive from a snapshot, computed once for each.

A snapshot never changes, so neither does what follows from it alone. It is
kept in the snapshot and travels with it to another process, so it can be
pickled; and it must not refer to its snapshot, or neither would ever be freed.
"""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import TypeVar

from graph.snapshot.snapshot import Snapshot

ValueT = TypeVar("ValueT")


def per_snapshot(function: Callable[[Snapshot], ValueT]) -> Callable[[Snapshot], ValueT]:
    """Keep the value of a function of a snapshot for as long as the snapshot lives."""
    name = f"{function.__module__}.{function.__qualname__}"
    lock = RLock()

    @wraps(function)
    def derived(snapshot: Snapshot) -> ValueT:
        with lock:
            if name not in snapshot.derived:
                snapshot.derived[name] = function(snapshot)
            return snapshot.derived[name]

    return derived


def per_snapshot_and_day(function: Callable[[Snapshot, str | None], ValueT]) -> Callable[..., ValueT]:
    """Keep the value of a function of a snapshot and the day that counts as today: that of the last day asked for."""
    name = f"{function.__module__}.{function.__qualname__}"
    lock = RLock()

    @wraps(function)
    def derived(snapshot: Snapshot, as_of: str | None = None) -> ValueT:
        day = as_of or snapshot.as_of
        with lock:
            known = snapshot.derived.get(name)
            if known is None or known[0] != day:
                known = snapshot.derived[name] = day, function(snapshot, day)
            return known[1]

    return derived
