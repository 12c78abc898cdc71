# SPDX-License-Identifier: GPL-3.0-or-later
"""Results that were worked out already, so that nobody waits for the same answer twice."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from graph.snapshot import Snapshot
from queries.result import Query, Result

_MOST = 64
_LARGEST = 5000
"""Rows of a result that is still worth keeping; larger ones are quick to make and heavy to hold."""


class Answers:
    """The last results, by revision, query and parameters; several threads share them."""

    def __init__(self) -> None:
        """Start without any."""
        self._kept: OrderedDict[tuple[str, str, str], Result[Any]] = OrderedDict()
        self._lock = threading.Lock()

    def run(self, query: Query, snapshot: Snapshot, given: Mapping[str, Any]) -> Result[Any]:
        """Return the whole result of a query; see `Query.run` for what it raises."""
        checked = query.checked(snapshot, given)
        key = (snapshot.revision, query.name, repr(sorted(checked.items())))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        result = query.finish(snapshot.revision, query.compute(snapshot, **checked), checked)
        if snapshot.revision and result.total <= _LARGEST:
            with self._lock:
                self._kept[key] = result
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
        return result
