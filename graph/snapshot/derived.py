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
