# SPDX-License-Identifier: GPL-3.0-or-later
"""A running site as who operates it sees it: its log, the numbers of requests, its figures, its end. By real HTTP."""

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from graph.schema.source import Source
from graph.stores.sqlite import SQLiteStore
from scripts import neo4j_local
from tests.support.builders import person
from tests.support.checkout import CHECKOUT
from web.settings import Settings
from web.site.app import create_app

# The site, with one page that takes a second and is larger than what a socket holds, and one with an error.
SITE = """
import sys, time
from web.site import server
made = server.create_app

def create_app(settings):
    app = made(settings)

    def slow():
        time.sleep(float(sys.argv[1]))
        return "x" * 5_000_000

    def broken():
        raise ValueError("broken here")

    app.add_url_rule("/slow", "slow", slow)
    app.add_url_rule("/broken", "broken", broken)
    return app

server.create_app = create_app
server.serve(server.Settings.from_environment())
"""
NUMBER = "abc-12345678"
Start = Callable[..., "Site"]


class Site:
    """One site in a process of its own."""

    def __init__(self, folder: Path, takes: float, **settings: str) -> None:
        """Start it and wait until it answers."""
        port = neo4j_local.free_port()
        self.address, self.log = f"http://127.0.0.1:{port}", folder / "log"
        SQLiteStore(folder / "x.db").load(Source(id="s"), [person("zora", name="Zora Example"), person("ben")])
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PARTNERSHIPS_STORE": f"sqlite:///{folder}/x.db"}
        environment |= {f"PARTNERSHIPS_{name}": value for name, value in (settings | {"PORT": str(port)}).items()}
        with self.log.open("wb") as log:
            command = [sys.executable, "-c", SITE, str(takes)]
            self.process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while not self.is_there():
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def is_there(self) -> bool:
        """Say whether it takes connections."""
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def get(self, path: str, **headers: str) -> tuple[int, Any, str]:
        """Return status, headers and text of an answer."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            with urlopen(Request(self.address + path, headers=given), timeout=30) as answer:  # noqa: S310 - our own address
                return answer.status, answer.headers, answer.read().decode()
        except HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines of its log that are JSON."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]


@pytest.fixture
def start(tmp_path: Path) -> Generator[Start]:
    """Give a function that starts a site."""
    started: list[Site] = []

    def make(takes: float = 1.0, **settings: str) -> Site:
        started.append(Site(tmp_path, takes, **settings))
        return started[-1]

    yield make
    for site in started:
        site.process.kill()
        site.process.wait(timeout=30)


def test_every_request_has_a_number_in_its_answer_its_page_and_the_log(start: Start) -> None:
    site = start(LOG="json", TRUSTED_PROXY="127.0.0.0/8")
    _, headers, _ = site.get("/entry/person:zora?secret=1", X_Request_ID=NUMBER)
    assert headers["X-Request-ID"] == NUMBER
    for odd in ("a b c d e f g h", "short", "x" * 65, 'x"},{"level":"y'):
        assert re.fullmatch("[0-9a-f]{32}", site.get("/", X_Request_ID=odd)[1]["X-Request-ID"]), odd
    status, headers, page = site.get("/broken")
    own = headers["X-Request-ID"]
    assert (status, own in page) == (500, True)
    status, headers, page = site.get("/nothing-here")
    assert (status, headers["X-Request-ID"] in page) == (404, False)
    lines = {line.get("request_id"): line for line in site.lines() if line["message"] == "answered"}
    known = {name: lines[NUMBER][name] for name in ("level", "logger", "method", "endpoint", "status")}
    assert known == {
        "level": "info",
        "logger": "web.requests",
        "method": "GET",
        "endpoint": "/entry/<path:id_>",
        "status": 200,
    }
    assert lines[NUMBER]["milliseconds"] > 0
    (failed,) = [line for line in site.lines() if "traceback" in line]
    assert (failed["request_id"], "ValueError: broken here" in failed["traceback"]) == (own, True)
    assert not {"zora", "Zora", "secret"} & set(re.findall(r"\w+", site.log.read_text(encoding="utf-8")))


def test_nobody_else_gives_a_request_its_number_and_a_terminal_is_quiet(start: Start) -> None:
    site = start()
    _, headers, _ = site.get("/", X_Request_ID=NUMBER)
    assert re.fullmatch("[0-9a-f]{32}", headers["X-Request-ID"])
    _, headers, _ = site.get("/broken")
    log = site.log.read_text(encoding="utf-8")
    assert f"ERROR web [{headers['X-Request-ID']}]: Exception on /broken [GET]" in log
    assert "answered" not in log


def test_figures_count_requests_and_name_nobody(start: Start, tmp_path: Path) -> None:
    site = start(METRICS="1", REFRESH="0")
    for path in ("/entry/person:zora", "/entry/person:ben", "/entry/person:zora.json", "/nothing/zora", "/broken"):
        site.get(path)
    SQLiteStore(tmp_path / "x.db").load(Source(id="t"), [person("cem")])
    deadline = time.monotonic() + 30
    while "Cem" not in site.get("/entry/person:cem")[2]:
        assert time.monotonic() < deadline
    status, headers, text = site.get("/metrics")
    assert (status, headers["Content-Type"].partition(";")[0]) == (200, "text/plain")
    figures = {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line[0] != "#"}
    ids = "/entry/<path:id_>"
    assert figures[f'partnerships_requests_total{{endpoint="{ids}",status="200"}}'] >= 3
    assert figures['partnerships_requests_total{endpoint="none",status="404"}'] == 1
    assert figures['partnerships_requests_total{endpoint="/broken",status="500"}'] == 1
    assert figures[f'partnerships_answer_seconds_count{{endpoint="{ids}"}}'] >= 3
    names = ("revisions_loaded", "snapshot_nodes", "snapshot_links", "answers_running", "slow_answers_running")
    assert [figures[f"partnerships_{name}"] for name in names][:3] == [2, 3, 0]
    assert {f"partnerships_{name}" for name in names} < figures.keys()
    assert not {"zora", "Zora", "ben", "cem"} & set(re.findall(r"\w+", text))
    assert site.get("/metrics", X_Forwarded_For="192.0.2.1")[0] == 404


def test_figures_are_off_unless_switched_on(tmp_path: Path) -> None:
    assert create_app(Settings(store="memory:", cache=tmp_path)).test_client().get("/metrics").status_code == 404


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_site_that_is_asked_to_end_finishes_what_runs_and_takes_nothing_new(start: Start, how: int) -> None:
    site = start(takes=4.0)
    answers: list[tuple[int, Any, str]] = []
    visitor = threading.Thread(target=lambda: answers.append(site.get("/slow")))
    visitor.start()
    time.sleep(0.7)
    site.process.send_signal(how)
    while site.is_there():
        assert visitor.is_alive()
    visitor.join(30)
    assert [(status, len(text)) for status, _, text in answers] == [(200, 5_000_000)]
    assert site.process.wait(timeout=30) == 0


def test_a_site_that_is_asked_to_end_waits_no_longer_than_it_is_told(start: Start) -> None:
    site = start(takes=30.0, STOP="1")

    def ask() -> None:
        with suppress(OSError):
            site.get("/slow")

    threading.Thread(target=ask, daemon=True).start()
    time.sleep(0.7)
    asked = time.monotonic()
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(timeout=20) == 0
    assert time.monotonic() - asked < 10
    assert "The site ends before all requests are answered, after 1 seconds." in site.log.read_text(encoding="utf-8")
