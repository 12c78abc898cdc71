# SPDX-License-Identifier: GPL-3.0-or-later
"""Commits that fail: a connection that breaks in the middle, and a key that is taken already."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest

from graph.errors import SchemaError, StoreUnavailable
from graph.schema.source import Source
from graph.stores.neo4j.driver import Connection
from graph.stores.neo4j.store import Neo4jStore
from tests.support.builders import group, member_of, person
from tests.support.neo4j_server import Neo4jServer

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The message that ends a transaction, in its chunk (Bolt 5)."""
RECORDS = [person("ada"), group("w"), member_of("ada", "group:w")]


class Gate:
    """A way to a server that can be cut at the moment when a transaction is committed."""

    def __init__(self, host: str, port: int, listening: socket.socket) -> None:
        self.is_open = threading.Event()
        self.is_open.set()
        self.cuts = 0
        self.sockets: list[socket.socket] = []
        self._server = (host, port)
        self._listening = listening
        self.address = f"bolt://127.0.0.1:{listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(self._server)
                self.sockets += [client, server]
                for one, other, is_asking in ((client, server, True), (server, client, False)):
                    threading.Thread(target=self._pass_on, args=(one, other, is_asking), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket, is_asking: bool) -> None:  # noqa: FBT001 - a thread's arguments
        with suppress(OSError):
            while data := one.recv(65536):
                if is_asking and not self.is_open.is_set() and COMMIT in data:
                    self.cuts += 1
                    # Before the server hears of it: its answer must not overtake the cut.
                    one.shutdown(socket.SHUT_RDWR)
                    other.sendall(data)
                    break
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def gate_to(server: Neo4jServer) -> Generator[Gate]:
    """Open a way to a server on a free port."""
    parts = urlsplit(server.url)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        gate = Gate(parts.hostname or "127.0.0.1", parts.port or 7687, listening)
        try:
            yield gate
        finally:
            for end in gate.sockets:
                end.close()


def test_a_connection_that_breaks_in_a_commit_leaves_all_or_nothing(neo4j_server: Neo4jServer) -> None:
    neo4j_server.empty()
    with gate_to(neo4j_server) as gate:
        store = Neo4jStore(gate.address, password=neo4j_server.password, use="site", lease=2)
        gate.is_open.clear()
        with pytest.raises(StoreUnavailable) as caught:
            store.load(Source(id="a"), RECORDS)
        assert gate.cuts
        assert str(caught.value) == (
            f"The connection to {gate.address} broke while it was storing; it may have stored all or nothing. "
            "Do the same again: what is there already stays as it is."
        )
        gate.is_open.set()
        store.close()
    again = Neo4jStore(neo4j_server.url, user=neo4j_server.user, password=neo4j_server.password, wait=60)
    assert len(again.snapshot()) in {0, 2}
    again.load(Source(id="a"), RECORDS)
    assert len(again.snapshot()) == 2
    again.close()


def test_a_key_that_is_in_use_elsewhere_is_named_and_nothing_is_written(neo4j_server: Neo4jServer) -> None:
    neo4j_server.empty()
    Neo4jStore(neo4j_server.url, user=neo4j_server.user, password=neo4j_server.password).close()
    connection = Connection(neo4j_server.url, neo4j_server.user, neo4j_server.password, "command")
    with pytest.raises(SchemaError, match="A key that must be unique is already in use in the database at"):
        connection.write(lambda run: run("UNWIND [1, 2] AS twice CREATE (:Entity {id: 'person:ada'})"))
    assert connection.read("MATCH (n:Entity) RETURN count(n) AS n") == [{"n": 0}]
    connection.close()
