# SPDX-License-Identifier: GPL-3.0-or-later
"""What several queries derive from a snapshot, computed once for each.

A snapshot never changes, so neither does what follows from it alone. The
value must not refer to its snapshot, or neither would ever be freed.
"""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import TypeVar
from weakref import WeakKeyDictionary

from graph.snapshot import Snapshot

ValueT = TypeVar("ValueT")


def per_snapshot(function: Callable[[Snapshot], ValueT]) -> Callable[[Snapshot], ValueT]:
    """Keep the value of a function of a snapshot for as long as the snapshot lives."""
    kept: WeakKeyDictionary[Snapshot, ValueT] = WeakKeyDictionary()
    lock = RLock()

    @wraps(function)
    def derived(snapshot: Snapshot) -> ValueT:
        with lock:
            if snapshot not in kept:
                kept[snapshot] = function(snapshot)
            return kept[snapshot]

    return derived
