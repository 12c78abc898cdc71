# SPDX-License-Identifier: GPL-3.0-or-later
"""Results that were worked out already or are being so; nobody waits for the same answer twice.

An answer that takes longer than a visitor's patience is finished in the
background, and the page or the data say so instead of keeping the visitor
waiting, so that no request takes a thread of the site for long.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from typing import Any

from graph.errors import PartnershipsError, StoreUnavailable
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Text
from queries.framework.discovery import get_query
from queries.framework.query import Query
from queries.framework.result import Result
from web.wording.today import as_of_today

WORKING = Text("answers-working", "This answer is still being worked out.", "On a page whose answer is not ready")
AGAIN = Text("answers-again", "Load this page again in a moment.", "Hint below it")
TOO_MANY = Text("answers-too-many", "Too many long answers are being worked out.", "Error: many visitors at once")
LATER = Text("answers-later", "Try again in a minute.", "Hint after that error")
PATIENCE = 2.5
"""Seconds after which a page is sent without an answer."""
DATA_PATIENCE = 5.0
"""Seconds after which a request for data is told to come again; a program minds that less than a reader."""
_SLOW = 1.0
"""Seconds from which on an answer is a slow one."""
_MOST_SLOW = 2
"""Slow answers that are worked out at once at most; a quick one never waits behind them, nor do they pile up."""
_MOST = 64
_LARGEST = 5000
"""Rows of a result of which many are kept. Of larger ones the last is kept, for whoever comes for its next rows."""
_Key = tuple[str, str, str]


class StillWorking(PartnershipsError):
    """An answer is being worked out and will be there a little later."""


def _key(snapshot: Snapshot, checked: Mapping[str, Any], query: str) -> _Key:
    return snapshot.revision, query, repr(sorted(checked.items()))


class Answers:
    """The last results, by revision, query and parameters; several threads share them."""

    def __init__(self) -> None:
        """Start without any."""
        self._kept: OrderedDict[_Key, Result[Any]] = OrderedDict()
        self._large: tuple[_Key, Result[Any]] | None = None
        self._running: dict[_Key, Future[Result[Any]]] = {}
        self._since: dict[_Key, float] = {}
        self._took: dict[str, float] = {}
        self._lock = threading.Lock()

    def run(
        self, query: Query, snapshot: Snapshot, given: Mapping[str, Any], patience: float = DATA_PATIENCE
    ) -> Result[Any]:
        """Return the whole result of a query; see `Query.run` for what it raises.

        Raises StillWorking after so many seconds of patience, and
        StoreUnavailable where too much is being worked out already.
        """
        checked = query.checked(snapshot, as_of_today(query, given))
        key = _key(snapshot, checked, query.name)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            if self._large and self._large[0] == key:
                return self._large[1]
            if self._large and self._large[0][0] != snapshot.revision:
                # Its rows may be made on demand, of a network that nobody needs any more.
                self._large = None
            running = self._running.get(key)
            if running is None:
                running = self._started(query, snapshot, checked, key)
        try:
            return running.result(patience)
        except TooLong as error:
            raise StillWorking(WORKING(), AGAIN()) from error

    def _started(self, query: Query, snapshot: Snapshot, checked: dict[str, Any], key: _Key) -> Future[Result[Any]]:
        now = time.monotonic()
        slow = self._slow(now)
        is_slow = self._is_slow(query.name) or any(name == query.name for _, name, _ in slow)
        if is_slow and len(slow) >= _MOST_SLOW:
            raise StoreUnavailable(TOO_MANY(), LATER())
        future: Future[Result[Any]] = Future()
        self._running[key] = future
        self._since[key] = now
        # Ctrl-C must not wait for an answer, so it is no thread of a pool, which would be waited for.
        threading.Thread(target=self._work, args=(future, query, snapshot, checked, key), daemon=True).start()
        return future

    def running(self) -> int:
        """Return how many answers are being worked out."""
        return len(self._running)

    def slow_running(self) -> int:
        """Return how many of them take long."""
        with self._lock:
            return len(self._slow(time.monotonic()))

    def _slow(self, now: float) -> list[_Key]:
        return [one for one, since in self._since.items() if now - since > _SLOW or self._is_slow(one[1])]

    def _is_slow(self, query: str) -> bool:
        return self._took.get(query, 0) > _SLOW

    def _work(
        self, future: Future[Result[Any]], query: Query, snapshot: Snapshot, checked: dict[str, Any], key: _Key
    ) -> None:
        try:
            result = query.finish(snapshot.revision, query.compute(snapshot, **checked), checked)
        except BaseException as error:  # noqa: BLE001 - it is raised again by whoever waits for the answer
            self._done(key, None)
            future.set_exception(error)
        else:
            self._done(key, result)
            future.set_result(result)

    def keep(self, snapshot: Snapshot, result: Result[Any]) -> None:
        """Keep a whole result that was worked out elsewhere with the usual parameters."""
        query = get_query(result.query)
        key = _key(snapshot, query.checked(snapshot, as_of_today(query, {})), query.name)
        with self._lock:
            if result.total <= _LARGEST:
                self._kept[key] = result

    def _done(self, key: _Key, result: Result[Any] | None) -> None:
        with self._lock:
            self._running.pop(key, None)
            self._took[key[1]] = time.monotonic() - self._since.pop(key)
            if result is None or not key[0]:
                return
            if result.total > _LARGEST:
                self._large = (key, result)
            else:
                self._kept[key] = result
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
