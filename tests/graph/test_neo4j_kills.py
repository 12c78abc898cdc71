# SPDX-License-Identifier: GPL-3.0-or-later
"""Loaders and servers killed in the middle: afterwards the graph is the old one or the new one."""

import os
import random
import signal
import time

import pytest

from graph.schema.nodes import Record
from graph.schema.source import Source
from graph.snapshot.snapshot import Snapshot
from graph.stores.findings import findings
from graph.stores.memory import MemoryStore
from graph.stores.neo4j import writer
from graph.stores.neo4j.store import Neo4jStore
from tests.support.builders import group, member_of, person
from tests.support.neo4j_mortal import mortal_server
from tests.support.neo4j_server import Neo4jServer

LOADER_KILLS = 20
SERVER_KILLS = 3
PEOPLE = 400
LEASE = 0.3


def network(version: str) -> list[Record]:
    """Return people of whom half change their name, a quarter goes or comes, with their groups."""
    first = 0 if version == "old" else PEOPLE // 4
    people = [person(f"p{n}", name=f"{version if n % 2 else 'same'} {n}") for n in range(first, first + PEOPLE)]
    groups = [group(f"g{n}") for n in range(10)]
    links = [member_of(f"p{n}", f"group:g{n % 10}", note=version) for n in range(first, first + PEOPLE)]
    return [*people, *groups, *links]


def expected() -> dict[str, Snapshot]:
    """Return the two graphs that may be there, by revision."""
    found: dict[str, Snapshot] = {}
    for version in ("old", "new"):
        store = MemoryStore()
        store.load(Source(id="s"), network(version))
        found[store.revision()] = store.snapshot()
    return found


def open_(url: str, password: str) -> Neo4jStore:
    """Open the store so that every load is staged and a dead writer is soon known to be dead."""
    return Neo4jStore(url, password=password, one_transaction=0, lease=LEASE)


def load_in_child(url: str, password: str) -> int:
    """Load the new network in a process of its own; return its number."""
    child = os.fork()
    if child == 0:
        # Nothing of the test run may go on in the child, whatever happens.
        try:
            open_(url, password).load(Source(id="s"), network("new"))
        finally:
            os._exit(0)
    return child


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a load have many transactions, as one of millions of records has."""
    monkeypatch.setattr(writer, "MOST_ROWS", 40)


@pytest.mark.usefixtures("small_steps")
def test_a_loader_killed_at_any_moment_leaves_the_old_graph_or_the_new(neo4j_server: Neo4jServer) -> None:
    url, password = neo4j_server.url, neo4j_server.password
    neo4j_server.empty()
    graphs = expected()
    store = open_(url, password)
    store.load(Source(id="s"), network("old"))
    old = store.revision()
    started = time.monotonic()
    os.waitpid(load_in_child(url, password), 0)
    whole = time.monotonic() - started
    moments = random.Random(4)
    seen: set[str] = set()
    for _ in range(LOADER_KILLS):
        store.load(Source(id="s"), network("old"))
        child = load_in_child(url, password)
        time.sleep(moments.uniform(0.1, 1) * whole)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        before = store.snapshot()
        assert before.is_same(graphs[before.revision])
        time.sleep(LEASE)
        reopened = open_(url, password)
        after = reopened.snapshot()
        assert after.is_same(graphs[after.revision])
        assert findings(reopened) == []
        reopened.close()
        seen.add("nothing" if after.revision == old else "all" if before.revision != old else "finished")
    store.close()
    assert "finished" in seen, f"no kill fell into the middle: {seen}"


@pytest.mark.usefixtures("small_steps")
def test_a_server_killed_at_any_moment_comes_back_with_the_old_graph_or_the_new() -> None:
    graphs = expected()
    moments = random.Random(5)
    with mortal_server() as mortal:
        store = open_(mortal.url, mortal.password)
        store.load(Source(id="s"), network("old"))
        started = time.monotonic()
        os.waitpid(load_in_child(mortal.url, mortal.password), 0)
        whole = time.monotonic() - started
        for _ in range(SERVER_KILLS):
            store.load(Source(id="s"), network("old"))
            store.close()
            child = load_in_child(mortal.url, mortal.password)
            time.sleep(moments.uniform(0.3, 1) * whole)
            mortal.kill()
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            mortal.start()
            store = open_(mortal.url, mortal.password)
            found = store.snapshot()
            assert found.is_same(graphs[found.revision])
            assert findings(store) == []
        store.close()
