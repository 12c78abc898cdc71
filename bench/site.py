# SPDX-License-Identifier: GPL-3.0-or-later
"""The site of a large network: bytes, server time, load, and what a new revision costs.

The figures of a page are processor time, which a busy machine does not
change; those under load are by the clock, as a visitor has them.
"""

import gzip
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import psutil
from flask.testing import FlaskClient

from bench.browser import main_thread_seconds
from bench.network import records, snapshot
from graph.schema.nodes import Person, Theme
from graph.schema.source import Source
from graph.snapshot.snapshot import Snapshot
from graph.stores.sqlite import SQLiteStore
from web.drawing.map_layout import map_layout
from web.drawing.overview import layout_graph
from web.settings import Settings
from web.site.app import create_app

ROOT = Path(__file__).parents[1]
NODES, LINKS = 100_000, 500_000
EGO = 150
CLIENTS = 4
SUSTAINED = 60
USUAL = 15
AFTER = 45
"""Seconds of the measurements under load; a new revision is read and prepared well within the last."""
GZIP = {"Accept-Encoding": "gzip"}
SHARES = {"entry": 35, "search": 25, "ego 150": 15, "path": 15, "home": 5, "partners on a theme": 5}
"""Of a hundred visits under load; every address is asked once, so nothing is answered from a cache."""


def rows() -> Iterator[tuple[str, str, str]]:
    """Measure every row of the site's table."""
    for nodes, limit in ((5_000, "1 s"), (20_000, "4 s")):
        yield _layout(snapshot(nodes, 5 * nodes), limit)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        store = SQLiteStore(Path(folder) / "site.db")
        store.load(Source(id="bench", as_of="2026-01-01"), records(NODES, LINKS))
        taken = store.snapshot()
        yield _layout(taken, "30 s")
        settings = Settings(store=f"sqlite:///{store.path}", cache=Path(folder) / "cache", refresh=3600)
        visits = Visits(taken)
        yield from _pages(settings, visits)
        with gunicorn(settings) as server:
            yield _browser(server, visits)
            yield from _loaded(server, visits, store)


def _layout(taken: Snapshot, limit: str) -> tuple[str, str, str]:
    nodes, edges = layout_graph(taken)
    started = time.process_time()
    map_layout(len(nodes), [(a, b) for a, b in edges.tolist()])
    return f"layout of {len(taken) // 1000}k nodes", f"{time.process_time() - started:.1f} s CPU", limit


class Visits:
    """Addresses of each kind, drawn from a seed, none twice."""

    def __init__(self, taken: Snapshot) -> None:
        """Find the nodes with enough around them."""
        self.random = random.Random(1)
        degree = np.bincount(taken.link_source, minlength=len(taken)) + np.bincount(
            taken.link_target, minlength=len(taken)
        )
        self.ids, self.names = taken.ids, taken.names
        self.hubs = [taken.ids[number] for number in np.argsort(-degree, kind="stable")[:5000].tolist()]
        self.people = [taken.ids[number] for number in taken.nodes_of(Person).tolist()]
        self.themes = [taken.ids[number] for number in taken.nodes_of(Theme).tolist()]
        self.count = 0

    def address(self, kind: str) -> str:
        """Return an address that was not given before."""
        self.count += 1
        pick = self.random.choice
        addresses: dict[str, Callable[[], str]] = {
            "home": lambda: "/?",
            "a step of the map": lambda: f"/map.json?box={self.piece()}&",
            "entry": lambda: f"/entry/{pick(self.ids)}?",
            "ego 150": lambda: f"/network?id={pick(self.hubs)}&depth=2&",
            "path": lambda: "/path?source={}&target={}&".format(*self.random.sample(self.people, 2)),
            "search": lambda: f"/search?text={pick(self.names).replace(' ', '+')}&",
            "partners on a theme": lambda: f"/partners?theme={pick(self.themes)}&",
        }
        return addresses[kind]()[:-1]

    def piece(self) -> str:
        """Return a piece of the map, from the whole of it to a small neighbourhood."""
        side = 24_000 / 2 ** self.random.randrange(6)
        x, y = (self.random.uniform(-12_000, 12_000 - side) for _ in range(2))
        return ",".join(str(round(edge)) for edge in (x, y, x + side, y + side))

    def mixed(self) -> str:
        """Return one of a visitor who looks around."""
        (kind,) = self.random.choices(list(SHARES), list(SHARES.values()))
        return self.address(kind)


def p95(values: Sequence[float]) -> float:
    """Return what 95 of 100 values stay under."""
    return sorted(values)[int(0.95 * len(values))]


def _pages(settings: Settings, visits: Visits) -> Iterator[tuple[str, str, str]]:
    app = create_app(settings)
    client = app.test_client()
    while client.get("/readyz").status_code != 200:
        time.sleep(0.1)
    app.extensions["partnerships"].wait()
    yield from _bytes(client, visits)
    for kind, limit in (
        *((kind, "100 ms") for kind in ("entry", "ego 150", "path", "search")),
        ("partners on a theme", "200 ms"),
        ("a step of the map", "150 ms"),
    ):
        times: list[float] = []
        for _ in range(60):
            address = visits.address(kind)
            started = time.process_time()
            status = client.get(address, headers=GZIP).status_code
            times.append(1000 * (time.process_time() - started))
            if status != 200:
                sys.exit(f"{address} answered with {status}.")
        yield f"server time of {kind}, {NODES // 1000}k/{LINKS // 1000}k, p95", f"{p95(times):.0f} ms", limit


def _bytes(client: FlaskClient, visits: Visits) -> Iterator[tuple[str, str, str]]:
    def fetched(address: str) -> tuple[int, str]:
        content = client.get(address, headers=GZIP).data
        return len(content), gzip.decompress(content).decode("utf-8", "replace")

    def first_and_again(addresses: Sequence[str]) -> tuple[float, float]:
        first = again = 0
        for address in addresses:
            size, page = fetched(address)
            assets = {*re.findall(r'"(/assets/[^"]+)"', page)}
            first = max(first, size + sum(fetched(asset)[0] for asset in assets))
            again = max(again, size)
        return first / 1000, again / 1000

    first, again = first_and_again(["/"])
    yield "first / repeat visit of home, gzip", f"{first:.1f} / {again:.1f} KB", "200 / 60 KB"
    first, again = first_and_again(["/network"])
    yield "first / repeat visit of the map, gzip", f"{first:.1f} / {again:.1f} KB", "200 / 60 KB"
    crowded: list[str] = []
    while len(crowded) < 10:
        address = visits.address("ego 150")
        if fetched(address)[1].count('<td class="go"') == EGO:
            crowded.append(address)
    first, again = first_and_again(crowded)
    yield f"first / repeat visit of an ego network of {EGO}, gzip", f"{first:.1f} / {again:.1f} KB", "185 / 12 KB"


@dataclass(frozen=True, slots=True)
class Server:
    """A gunicorn that answers, and its processes."""

    port: int
    process: psutil.Process

    def get(self, address: str, connection: HTTPConnection | None = None) -> tuple[int, bytes]:
        """Ask for an address."""
        connection = connection or HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", address, headers=GZIP)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def megabytes(self) -> float:
        """Return the memory of the processes that answer."""
        return sum(child.memory_info().rss for child in self.workers()) / 1e6

    def workers(self) -> list[psutil.Process]:
        """Return the processes that answer; what they start themselves is no part of them."""
        return self.process.children()


@contextmanager
def gunicorn(settings: Settings) -> Generator[Server]:
    """Serve on two cores as the documentation says, on a free port of this machine only."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "PARTNERSHIPS_STORE": settings.store,
        "PARTNERSHIPS_CACHE": str(settings.cache),
        "PARTNERSHIPS_NEO4J_PASSWORD": settings.neo4j_password,
    }
    command = [sys.executable, "-m", "gunicorn", "web.site.server:application()", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "4", "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    server = Server(port, psutil.Process(process.pid))
    try:
        _until_prepared(server)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def _until_prepared(server: Server) -> None:
    """Wait until every worker shows the overview: ten answers with it in a row."""
    row, deadline = 0, time.monotonic() + 120
    while row < 10:
        if time.monotonic() > deadline:
            sys.exit("The site was not ready after two minutes.")
        try:
            status, content = server.get("/")
        except OSError:
            status, content = 0, b""
        row = row + 1 if status == 200 and b'class="home-map' in gzip.decompress(content) else 0
        time.sleep(0.2)


def _browser(server: Server, visits: Visits) -> tuple[str, str, str]:
    addresses = [f"http://127.0.0.1:{server.port}{visits.address('ego 150')}" for _ in range(5)]
    seconds = main_thread_seconds(addresses)
    return f"main thread until an ego network of {EGO} is ready, median", f"{seconds:.2f} s", "0.4 s"


def _loaded(server: Server, visits: Visits, store: SQLiteStore) -> Iterator[tuple[str, str, str]]:
    _under_load(server, visits, CLIENTS, 5)
    before = server.megabytes()
    times, misread = _under_load(server, visits, CLIENTS, SUSTAINED)
    after = server.megabytes()
    measured = f"{len(times) / SUSTAINED:.0f}/s, {misread} errors, {after - before:+.0f} of {after:.0f} MB"
    yield f"sustained for {SUSTAINED} s on 2 cores, mixed pages", measured, "50/s, 0, flat"
    usual, _ = _under_load(server, visits, 1, USUAL)
    # In a process of its own, as a coordinator would: it must not keep the visitors here waiting.
    loading = threading.Timer(2, get_context("spawn").Process(target=_load_more, args=(store.path,)).start)
    loading.start()
    meanwhile, misread = _under_load(server, visits, 1, AFTER)
    loading.join()
    measured = f"{max(meanwhile):.2f} s / {p95(usual):.2f} s = {max(meanwhile) / p95(usual):.1f}x, {misread} errors"
    yield "longest request while a new revision comes / usual p95", measured, "2x"


def _load_more(path: Path) -> None:
    SQLiteStore(path).load(Source(id="more", as_of="2026-02-01"), [Person(id="person:bench/new", name="Somebody new")])


def _under_load(server: Server, visits: Visits, clients: int, seconds: float) -> tuple[list[float], int]:
    """Return the seconds of every request, and how many were not answered well."""
    times: list[float] = []
    misread: list[str] = []
    end = time.monotonic() + seconds
    lock = threading.Lock()

    def visitor() -> None:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        while time.monotonic() < end:
            with lock:
                address = visits.mixed()
            started = time.perf_counter()
            status, _ = server.get(address, connection)
            times.append(time.perf_counter() - started)
            if status != 200:
                misread.append(f"{status} {address}")

    threads = [threading.Thread(target=visitor) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in misread[:5]:
        print(f"  {error}", file=sys.stderr)
    return times, len(misread)
