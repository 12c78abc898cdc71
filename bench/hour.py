# SPDX-License-Identifier: GPL-3.0-or-later
"""The site for an hour: steady requests, a load every minute, and Neo4j restarted twice.

`make bench ARGS=hour` takes an hour for each store; `ARGS=hour:3:sqlite` takes three minutes for one of them. Requests
come by the clock, and their times count from when they were due: a site that is slow for a moment does not make its
visitors wait with asking.
"""

import itertools
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from multiprocessing import get_context
from pathlib import Path

from bench.network import records
from bench.site import GZIP, Server, Visits, gunicorn, p95
from graph.errors import StoreUnavailable
from graph.schema.nodes import Person
from graph.schema.source import Source
from graph.stores.base import Store
from graph.stores.open import open_store
from scripts import neo4j_local
from web.settings import Settings

NODES, LINKS = 5_000, 25_000
PER_SECOND = 50
CLIENTS = 12
MINUTE = 60.0
RESTARTS = 2
NO_ANSWER = "no answer"
STORES = ("sqlite", "neo4j")


@dataclass
class Seen:
    """What the visitors of one run saw."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    def add(self, status: str, seconds: float) -> None:
        """Count one request."""
        self.times.append(seconds)
        self.statuses[status] += 1


def rows(minutes: str = "60", *stores: str) -> Iterator[tuple[str, str, str]]:
    """Measure every row, for each store."""
    unknown = [store for store in stores if store not in STORES]
    if unknown or not minutes.isdecimal() or int(minutes) < 1:
        sys.exit("Write hour, hour:MINUTES, or hour:MINUTES:sqlite, or neo4j.")
    for store in stores or STORES:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            opened = _sqlite if store == "sqlite" else _neo4j
            with opened(Path(folder)) as (settings, restart):
                yield from _hour(store, settings, int(minutes) * MINUTE, restart)


@contextmanager
def _sqlite(folder: Path) -> Generator[tuple[Settings, Callable[[], None] | None]]:
    yield Settings(store=f"sqlite:///{folder / 'site.db'}", cache=folder / "cache"), None


@contextmanager
def _neo4j(folder: Path) -> Generator[tuple[Settings, Callable[[], None] | None]]:
    server = neo4j_local.start_throw_away()
    port = int(server.url.rpartition(":")[2])

    def restart() -> None:
        nonlocal server
        neo4j_local.stop(server)
        server = neo4j_local.launch(server.home, port, server.password)

    try:
        yield Settings(store=server.url, neo4j_password=server.password, cache=folder / "cache"), restart
    finally:
        neo4j_local.end_throw_away(server)


def _hour(
    name: str, settings: Settings, seconds: float, restart: Callable[[], None] | None
) -> Iterator[tuple[str, str, str]]:
    opened = _open(settings)
    opened.load(Source(id="bench", as_of="2026-01-01"), records(NODES, LINKS))
    visits = Visits(opened.snapshot())
    opened.close()
    seen, loads = Seen(), Counter[str]()
    with gunicorn(settings) as server:
        _ask(server, visits, Seen(), 5)
        before = server.megabytes()
        end = time.monotonic() + seconds
        beside = [threading.Thread(target=_load_every_minute, args=(settings, end, loads))]
        if restart:
            beside.append(threading.Thread(target=_restart, args=(restart, seconds)))
        for thread in beside:
            thread.start()
        _ask(server, visits, seen, seconds)
        for thread in beside:
            thread.join()
        after = server.megabytes()
    what = f"{name} for {seconds / 60:.0f} min"
    wrong = {status: count for status, count in sorted(seen.statuses.items()) if status not in {"200", "503, clear"}}
    yield f"{what}, requests", f"{len(seen.times)}, {len(seen.times) / seconds:.0f}/s", f"{PER_SECOND}/s"
    yield f"{what}, errors by status", str(wrong or 0), "0"
    yield f"{what}, clear 503s", str(seen.statuses["503, clear"]), "none" if restart is None else "when it restarts"
    yield f"{what}, p95 of answers", f"{p95(seen.times) * 1000:.0f} ms", "200 ms"
    yield f"{what}, loads", ", ".join(f"{count} {how}" for how, count in sorted(loads.items())), "one a minute"
    yield f"{what}, memory at start and end", f"{before:.0f} and {after:.0f} MB", "flat"


def _open(settings: Settings) -> Store:
    return open_store(settings.store, user=settings.neo4j_user, password=settings.neo4j_password)


def _ask(server: Server, visits: Visits, seen: Seen, seconds: float) -> None:
    """Ask so often a second, whatever the answers take."""
    numbers, lock, began = itertools.count(), threading.Lock(), time.monotonic()

    def visitor() -> None:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        while True:
            with lock:
                due, address = began + next(numbers) / PER_SECOND, visits.mixed()
            # A site that does not keep up answers fewer, and the run ends all the same.
            if max(due, time.monotonic()) > began + seconds:
                return
            time.sleep(max(0.0, due - time.monotonic()))
            status = status_of(connection, address)
            with lock:
                seen.add(status, time.monotonic() - due)

    threads = [threading.Thread(target=visitor) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def status_of(connection: HTTPConnection, address: str) -> str:
    """Return how an address is answered; a clear 503 says when to come again."""
    try:
        connection.request("GET", address, headers=GZIP)
        answer = connection.getresponse()
        answer.read()
    except (OSError, HTTPException):
        connection.close()
        return NO_ANSWER
    if answer.status == 503 and answer.headers["Retry-After"]:
        return "503, clear"
    return str(answer.status)


def _load_every_minute(settings: Settings, end: float, loads: Counter[str]) -> None:
    """Load in a process of its own each time, as a coordinator would."""
    began = time.monotonic()
    for minute in itertools.count():
        due = began + minute * MINUTE
        if due >= end:
            return
        time.sleep(max(0.0, due - time.monotonic()))
        process = get_context("spawn").Process(target=_load, args=(settings, minute))
        process.start()
        process.join()
        loads["done" if process.exitcode == 0 else "refused in a sentence" if process.exitcode == 1 else "broken"] += 1


def _load(settings: Settings, minute: int) -> None:
    try:
        _open(settings).load(Source(id="more"), [Person(id="person:bench/new", name=f"Somebody of minute {minute}")])
    except StoreUnavailable as error:
        print(f"  {error}", file=sys.stderr)
        sys.exit(1)


def _restart(restart: Callable[[], None], seconds: float) -> None:
    for _ in range(RESTARTS):
        time.sleep(seconds / (RESTARTS + 1))
        restart()
