# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that are down, silent, full, slow, or refuse us: what is said, how soon, and with which status."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from neo4j.exceptions import CypherSyntaxError

from graph.errors import PartnershipsError, StoreUnavailable
from graph.schema.source import Source
from graph.stores.neo4j.driver import Connection
from graph.stores.neo4j.store import Neo4jStore
from scripts import neo4j_local
from tests.support.builders import group, member_of, person
from tests.support.checkout import CHECKOUT
from tests.support.neo4j_mortal import Mortal, mortal_server
from tests.support.neo4j_server import Neo4jServer
from web.settings import Settings
from web.site.app import create_app

SOON = 3.0
"""Seconds within which a page or an exit must come (docs/neo4j.md#driver)."""
RECOVERED = 60.0
"""Seconds within which the site must be well again; a second on an idle machine."""


@pytest.fixture(scope="module")
def mortal() -> Generator[Mortal]:
    """Give a server that these tests may stop."""
    with mortal_server() as server:
        yield server


@pytest.fixture
def silent() -> Generator[str]:
    """Give the address of something that takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"bolt://127.0.0.1:{listening.getsockname()[1]}"


def refused(work: Callable[[], object]) -> tuple[StoreUnavailable, float]:
    """Return the error that some work ends with, and how long it took."""
    started = time.monotonic()
    with pytest.raises(StoreUnavailable) as caught:
        work()
    return caught.value, time.monotonic() - started


def test_nobody_listens() -> None:
    url = f"bolt://127.0.0.1:{neo4j_local.free_port()}"
    error, taken = refused(lambda: Neo4jStore(url, password="long-enough"))  # noqa: S106 - of nobody
    assert str(error) == f"No Neo4j answers at {url}. Check the address, and that it runs."
    assert (error.status, taken < SOON) == (503, True)


def test_somebody_listens_and_says_nothing(silent: str) -> None:
    error, taken = refused(lambda: Neo4jStore(silent, password="long-enough"))  # noqa: S106 - of nobody
    assert (str(error).partition(" at ")[0], error.status) == ("No Neo4j answers", 503)
    assert taken < SOON


@pytest.mark.parametrize("url", ["bolt://host:abc", "bolt://[host", "neo4j://:::"])
def test_no_address_at_all(url: str) -> None:
    with pytest.raises(PartnershipsError, match="is no address of a Neo4j server"):
        Neo4jStore(url)


def test_a_wrong_database(neo4j_server: Neo4jServer) -> None:
    url = f"{neo4j_server.url}/elsewhere"
    error, _ = refused(lambda: Neo4jStore(url, user=neo4j_server.user, password=neo4j_server.password))
    assert str(error.message) == f"{neo4j_server.url} has no database “elsewhere”."


def test_a_wrong_password_and_too_many_of_them(mortal: Mortal) -> None:
    wrong = "wrong-and-secret"
    said: list[str] = []
    for _ in range(5):
        error, _ = refused(lambda: Neo4jStore(mortal.url, password=wrong))
        assert error.status == 503
        said.append(str(error))
    assert wrong not in "".join(said)
    assert said[0].startswith(f"{mortal.url} refuses the user or the password. Check PARTNERSHIPS_NEO4J_USER and")
    assert "after wrong passwords" in said[-1]
    # For five seconds the server refuses the right password too.
    wait_for(lambda: Neo4jStore(mortal.url, password=mortal.password).close(), RECOVERED)


def test_the_command_line_ends_with_3_and_one_sentence(tmp_path: Path) -> None:
    url = f"bolt://127.0.0.1:{neo4j_local.free_port()}"
    code = "from web.commands.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", code, "--store", url, "sources"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(CHECKOUT), "PARTNERSHIPS_NEO4J_PASSWORD": "only-mine"},
    )
    assert (run.returncode, run.stdout) == (3, "")
    assert f"No Neo4j answers at {url}" in run.stderr.replace("\n", " ")
    assert "Traceback" not in run.stderr
    assert "only-mine" not in run.stderr


def test_all_connections_are_in_use(neo4j_server: Neo4jServer) -> None:
    connection = Connection(
        neo4j_server.url, neo4j_server.user, neo4j_server.password, "site", max_connection_pool_size=1
    )

    def holding(_: object) -> tuple[StoreUnavailable, float]:
        return refused(lambda: connection.read("RETURN 1 AS one"))

    error, taken = connection.write(holding)
    assert str(error.message) == f"All connections to {neo4j_server.url} are in use."
    assert (error.status, taken < SOON) == (503, True)
    connection.close()


def test_a_question_that_takes_too_long(neo4j_server: Neo4jServer) -> None:
    neo4j_server.empty()
    store = Neo4jStore(neo4j_server.url, user=neo4j_server.user, password=neo4j_server.password, patience=0.2)
    endless = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b) AS n"
    error, _ = refused(lambda: store.run(endless, {}, store.revision()))
    assert (str(error.message), error.status) == ("The database took too long over this.", 504)
    store.close()


def test_a_statement_that_is_too_big(mortal: Mortal) -> None:
    store = Neo4jStore(mortal.url, password=mortal.password, use="site", patience=60)
    large = "UNWIND range(1, 50000000) AS n WITH collect(toString(n)) AS texts RETURN size(texts) AS n"
    error, _ = refused(lambda: store.run(large, {}, store.revision()))
    assert (str(error.message), error.status) == (f"This was too much at once for the memory of {mortal.url}.", 503)
    store.close()


def test_a_fault_of_ours_is_not_dressed_up(neo4j_server: Neo4jServer) -> None:
    store = Neo4jStore(neo4j_server.url, user=neo4j_server.user, password=neo4j_server.password)
    with pytest.raises(CypherSyntaxError):
        store.run("RETRUN 1", {}, store.revision())
    store.close()


def wait_for(work: Callable[[], object], seconds: float) -> None:
    """Do some work again until it is no longer refused; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            work()
        except StoreUnavailable:
            assert time.monotonic() < deadline, "still refused"
            time.sleep(0.2)
        else:
            return


def well_again(client: FlaskClient, path: str) -> None:
    """Ask for a page until it comes."""

    def look() -> None:
        if client.get(path).status_code != 200:
            raise StoreUnavailable("not yet")

    wait_for(look, RECOVERED)


def test_the_site_outlives_its_server_and_recovers_by_itself(mortal: Mortal, tmp_path: Path) -> None:
    store = Neo4jStore(mortal.url, password=mortal.password)
    store.load(Source(id="a"), [person("ada"), group("w"), member_of("ada", "group:w")])
    store.close()
    app = create_app(Settings(store=mortal.url, neo4j_password=mortal.password, cache=tmp_path, refresh=0))
    client = app.test_client()
    well_again(client, "/readyz")
    mortal.stop()
    try:
        assert client.get("/healthz").status_code == 200
        # Pages come from the snapshot at hand, the database's part in them included.
        assert client.get("/entry/person:ada").status_code == 200
        assert client.get("/ask/neighbours.json?id=person:ada").status_code == 200
        started = time.monotonic()
        ready = client.get("/readyz")
        assert (ready.status_code, ready.headers["Retry-After"]) == (503, "5")
        assert time.monotonic() - started < SOON

        late = create_app(Settings(store=mortal.url, neo4j_password=mortal.password, cache=tmp_path, refresh=0))
        page = late.test_client().get("/")
        assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
        assert mortal.url in page.get_data(as_text=True)
        assert mortal.password not in page.get_data(as_text=True)
    finally:
        mortal.start()
    well_again(client, "/readyz")
    well_again(late.test_client(), "/entry/person:ada")
    app.extensions["partnerships"].close()
    late.extensions["partnerships"].close()
