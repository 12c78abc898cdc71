# SPDX-License-Identifier: GPL-3.0-or-later
"""What only a Neo4j store has: how the graph looks there, several writers, others' data."""

import json
import time
import zlib
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from typing import Any, LiteralString

import pytest

from graph.errors import SchemaError, StoreUnavailable
from graph.merge.plan import plan
from graph.schema.source import WAITING, Problem, Source
from graph.stores.base import sources_of, state
from graph.stores.findings import findings
from graph.stores.memory import MemoryStore
from graph.stores.neo4j.driver import Connection
from graph.stores.neo4j.ledger import Ledger, facts
from graph.stores.neo4j.rows import decode_chunks
from graph.stores.neo4j.store import Neo4jStore
from graph.stores.neo4j.writer import Writer, writing
from graph.stores.sqlite import SQLiteStore
from loaders.read import read
from tests.support.builders import affiliate, funded, group, member_of, partner, person, project, same_as, theme
from tests.support.checkout import CHECKOUT
from tests.support.neo4j_server import Neo4jServer

# What the server finds worth a warning is a failure, but that an empty database has no labels yet.
STRICT: dict[str, Any] = {
    "warn_notification_severity": "WARNING",
    "notifications_disabled_classifications": ["UNRECOGNIZED"],
}
Open = Callable[..., Neo4jStore]


@pytest.fixture
def new_store(neo4j_server: Neo4jServer) -> Generator[Open]:
    """Give a function that opens the emptied database, as often as it is called."""
    neo4j_server.empty()
    made: list[Neo4jStore] = []

    def make(**options: Any) -> Neo4jStore:
        given: dict[str, Any] = {"user": neo4j_server.user, "password": neo4j_server.password, **STRICT, **options}
        made.append(Neo4jStore(neo4j_server.url, **given))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def connection(neo4j_server: Neo4jServer) -> Generator[Connection]:
    """Give a connection of its own, as another process has it."""
    connection = Connection(neo4j_server.url, neo4j_server.user, neo4j_server.password, "command")
    yield connection
    connection.close()


def asked(server: Neo4jServer, text: LiteralString) -> list[list[Any]]:
    """Return the rows of a statement as another program would get them."""
    rows = server.driver.execute_query(text, database_="neo4j").records
    return [record.values() for record in rows]


def test_the_graph_is_ordinary_nodes_and_links(new_store: Open, neo4j_server: Neo4jServer) -> None:
    new_store().load(
        Source(id="a", title="A list", as_of="2024"),
        [
            person("ada", country="GH", languages=("en", "tw"), open_to_partners=False),
            theme("water", labels={"fr": "Eau", "en": "Water"}),
            partner("fund"),
            project("walk"),
            funded("fund", "walk", amount=1000.5, currency="EUR", since="2020-03"),
        ],
    )
    nodes = asked(neo4j_server, "MATCH (n:Entity) RETURN labels(n), properties(n) ORDER BY n.id")
    assert [(sorted(labels), properties) for labels, properties in nodes][2:] == [
        (["Entity", "Project"], {"id": "project:walk", "name": "Walk", "sources": ["a"]}),
        (
            ["Entity", "Theme"],
            {"id": "theme:water", "name": "Water", "labels": ["en:Water", "fr:Eau"], "sources": ["a"]},
        ),
    ]
    assert nodes[1][1] == {
        "id": "person:ada",
        "name": "Ada",
        "country": "GH",
        "languages": ["en", "tw"],
        "open_to_partners": False,
        "sources": ["a"],
    }
    ((kind, start, end, properties),) = asked(
        neo4j_server, "MATCH (a)-[r]->(b) RETURN type(r), a.name, b.name, properties(r)"
    )
    assert (kind, start, end) == ("FUNDED", "Fund", "Walk")
    assert properties == {
        "key": properties["key"],
        "amount": 1000.5,
        "currency": "EUR",
        "since": "2020-03",
        "sources": ["a"],
    }
    assert asked(neo4j_server, "MATCH (s:Source) RETURN s.id, s.title, s.as_of, s.records") == [
        ["a", "A list", "2024", 5]
    ]


def test_nothing_is_lost_from_sqlite_to_neo4j_and_back(new_store: Open, tmp_path: Path) -> None:
    server = new_store()
    first, last = (SQLiteStore(tmp_path / name, secret=server.secret()) for name in ("a.db", "b.db"))
    for part in ("network", "workshop", "identity-review.csv"):
        (reading,) = read([CHECKOUT / "loaders" / "sample" / part])
        first.load(reading.source, reading.records)
    exported = json.dumps(state(first), ensure_ascii=False)
    server.restore(sources_of(json.loads(exported)))
    assert json.dumps(state(server), ensure_ascii=False) == exported
    last.restore(sources_of(state(server)))
    assert json.dumps(state(last), ensure_ascii=False) == exported
    assert server.snapshot().is_same(first.snapshot())
    assert findings(server) == findings(first)


def test_a_value_that_is_no_longer_said_goes_and_what_others_wrote_stays(
    new_store: Open, neo4j_server: Neo4jServer
) -> None:
    store = new_store()
    store.load(Source(id="a"), [person("ada", country="GH")])
    asked(neo4j_server, "MATCH (n:Person) SET n.colour = 'red', n:Seen")
    store.load(Source(id="a"), [person("ada", username="Ada")])
    assert asked(neo4j_server, "MATCH (n:Person) RETURN n.country, n.username, n.colour, n:Seen") == [
        [None, "Ada", "red", True]
    ]
    assert findings(store) == []


def test_a_database_of_another_program_is_left_alone(new_store: Open, neo4j_server: Neo4jServer) -> None:
    asked(neo4j_server, "CREATE (:Entity {id: 'x'})")
    with pytest.raises(StoreUnavailable, match="another program"):
        new_store()
    assert asked(neo4j_server, "MATCH (n:Entity) RETURN n.id") == [["x"]]


def test_a_database_of_another_version_is_refused(new_store: Open, neo4j_server: Neo4jServer) -> None:
    new_store()
    asked(neo4j_server, "MATCH (m:Meta {id: 'schema'}) SET m.version = 99")
    with pytest.raises(SchemaError, match="version 99"):
        new_store()


def test_a_database_from_before_problems_were_kept_loses_nothing(new_store: Open, neo4j_server: Neo4jServer) -> None:
    store = new_store()
    store.load(Source(id="a"), [person("ada"), member_of("ada", "group:x")])
    (kept,) = store.sources()
    asked(neo4j_server, "MATCH (s:Source) REMOVE s.first_problems")
    again = new_store()
    assert again.sources() == (replace(kept, first_problems=()),)
    assert again.snapshot().is_same(store.snapshot())
    again.load(Source(id="a"), again.stated("a"))
    assert again.sources()[0].first_problems == kept.first_problems != ()


def test_problems_of_a_load_that_is_finished_by_another_are_kept(
    new_store: Open, neo4j_server: Neo4jServer, connection: Connection
) -> None:
    """While it is staged the problems of the loads before are shown, and none that merging them anew would find."""
    store = new_store(lease=0.05)
    store.load(Source(id="a", first_problems=(NOTICED,)), OLD)
    interrupt(connection, 3)
    writer = Writer(connection, lease=0.05, one_transaction=0)
    ledger = Ledger(connection)
    ledger.accept(plan(ledger, Source(id="b", first_problems=(NOTICED, NOTICED)), [member_of("ada", "group:x")]))
    with pytest.raises(Interrupted), writing(writer, 5):
        writer.write(ledger)
    assert facts(connection).staged
    before = [(source.id, source.problems, len(source.first_problems)) for source in store.snapshot().sources]
    time.sleep(0.06)
    after = [(source.id, source.problems, len(source.first_problems)) for source in new_store().sources()]
    assert (before, after) == ([("a", 1, 1)], [("a", 1, 1), ("b", 3, 3)])
    assert asked(neo4j_server, "MATCH (l:Load) RETURN count(l)") == [[0]]


def test_a_node_that_somebody_deleted_is_named_and_nothing_is_written(
    new_store: Open, neo4j_server: Neo4jServer
) -> None:
    store = new_store()
    store.load(Source(id="a"), [person("ada"), affiliate("w")])
    before = store.revision()
    asked(neo4j_server, "MATCH (n:Affiliate) DELETE n")
    with pytest.raises(StoreUnavailable, match="affiliate:w"):
        store.load(Source(id="b"), [person("ben"), member_of("ada", "affiliate:w")])
    assert store.revision() == before
    assert [code for code, _, _ in findings(store)] == ["graph"]


@pytest.mark.parametrize(
    "damage",
    [
        "MATCH (n:Person) SET n.name = null",
        "MATCH (n:Theme) SET n.labels = ['Eau']",
        "MATCH (s:Source) SET s.first_problems = '['",
        "MATCH (s:Statement) SET s.data = 'no bytes'",
    ],
)
def test_what_others_damaged_in_the_database_is_no_fault_of_the_program(
    new_store: Open, neo4j_server: Neo4jServer, damage: LiteralString
) -> None:
    store = new_store()
    store.load(Source(id="s"), [person("ada"), theme("water", labels={"fr": "Eau"}), member_of("ada", "group:x")])
    neo4j_server.driver.execute_query(damage, database_="neo4j")
    with pytest.raises(StoreUnavailable, match="A record in the store is damaged"):
        findings(store)


@pytest.mark.parametrize("chunk", [b"no bytes", zlib.compress(b"[["), zlib.compress(b'[["person:a"]]')])
def test_a_chunk_that_was_damaged_is_no_fault_of_the_program(chunk: bytes) -> None:
    with pytest.raises(StoreUnavailable, match="A record in the store is damaged"):
        decode_chunks([chunk])


def test_names_that_were_taken_back_are_nowhere_in_the_database(new_store: Open, neo4j_server: Neo4jServer) -> None:
    store = new_store()
    store.load(Source(id="a"), [person("ada", name="Zebedee"), group("w")])
    store.load(Source(id="a"), [group("w")])
    assert list(store.stated("a")) == [group("w")]
    said = decode_chunks(data for (data,) in asked(neo4j_server, "MATCH (s:Statement) RETURN s.data"))
    assert list(said) == ["group:w"]
    assert "Zebedee" not in str(asked(neo4j_server, "MATCH (n) WHERE NOT n:Statement RETURN properties(n)"))


def test_chunks_that_nothing_names_are_swept_away(new_store: Open, neo4j_server: Neo4jServer) -> None:
    store = new_store(one_transaction=0)
    asked(neo4j_server, "CREATE (:Statement {id: 'lost/0', load: 'lost', bucket: 0, source: 'a'})")
    store.load(Source(id="a"), [person("ada")])
    store.load(Source(id="a"), [person("ada", country="GH")])
    store.retire("a")
    assert asked(neo4j_server, "MATCH (n:Statement|Source|Load|Entity) RETURN count(n)") == [[0]]


# Several writers and readers


def test_a_second_writer_waits_and_then_says_so(new_store: Open, connection: Connection) -> None:
    store = new_store(wait=0.2)
    with writing(Writer(connection, lease=15, one_transaction=100), 5):
        with pytest.raises(StoreUnavailable, match="Another process is writing"):
            store.load(Source(id="a"), [person("ada")])
        assert store.sources() == ()
    store.load(Source(id="a"), [person("ada")])
    assert [source.id for source in store.sources()] == ["a"]


def test_a_writer_whose_lease_ran_out_writes_nothing_more(
    new_store: Open, connection: Connection, neo4j_server: Neo4jServer
) -> None:
    store = new_store()
    slow = Writer(connection, lease=15, one_transaction=100)
    assert slow.take(0)
    ledger = Ledger(connection)
    ledger.accept(plan(ledger, Source(id="a"), [person("ada")]))
    asked(neo4j_server, "MATCH (m:Meta {id: 'writer'}) SET m.expires = 0")
    store.load(Source(id="b"), [person("ben")])
    with pytest.raises(StoreUnavailable, match="took over"):
        slow.write(ledger)
    assert store.snapshot().ids == ("person:ben",)


NOTICED = Problem(text=WAITING("person:x", "knows", "partner:y", "partner:y"), file="a.csv", line=2)
OLD = [person("ada", country="GH"), person("ben"), group("w"), member_of("ada", "group:w"), member_of("ben", "group:w")]
NEW = [
    person("ada", country="FR"),
    person("cem"),
    group("w"),
    member_of("cem", "group:w"),
    same_as("ada", "cem", decision="same"),
]


class Interrupted(StoreUnavailable):
    """What a test raises in place of a server that is gone."""


def interrupt(connection: Connection, after: int) -> None:
    """Let a connection write so many transactions and no more."""
    write: Callable[..., Any] = connection.write
    done = 0

    def counted(work: Callable[..., Any]) -> Any:
        nonlocal done
        if done >= after:
            raise Interrupted("The server is gone.")
        done += 1
        return write(work)

    connection.write = counted  # pyright: ignore[reportAttributeAccessIssue] - the real one, cut short


def broken_off(connection: Connection, after: int) -> bool:
    """Stage and apply NEW until a transaction fails; say whether it did."""
    interrupt(connection, after)
    writer = Writer(connection, lease=0.05, one_transaction=0)
    try:
        with writing(writer, 5):
            ledger = Ledger(connection)
            for id_, records in (("s", NEW), ("t", [partner("x"), member_of("ben", "partner:x")])):
                ledger.accept(plan(ledger, Source(id=id_), records))
            writer.write(ledger)
    except Interrupted:
        return True
    return False


def test_a_load_that_breaks_off_anywhere_is_finished_or_never_was(
    new_store: Open, neo4j_server: Neo4jServer, connection: Connection
) -> None:
    """Readers see the state before until the last step; whoever opens the store next finishes a staged load."""
    old, new = MemoryStore(), MemoryStore()
    old.load(Source(id="s"), OLD)
    new.restore([(Source(id="s"), NEW), (Source(id="t"), [partner("x"), member_of("ben", "partner:x")])])
    write = connection.write
    seen: list[str] = []
    for after in range(100):
        neo4j_server.empty()
        store = new_store(lease=0.05)
        store.load(Source(id="s"), OLD)
        is_broken_off = broken_off(connection, after)
        connection.write = write  # pyright: ignore[reportAttributeAccessIssue] - the real one again
        if not is_broken_off:
            break
        is_staged = facts(connection).staged is not None
        before = store.snapshot()
        assert before.is_same((new if _is_done(connection, new) else old).snapshot())
        assert (store.run("RETURN 1 AS one", {}, before.revision) is None) == is_staged
        time.sleep(0.06)
        finished = new_store().snapshot()
        assert finished.is_same((new if is_staged or _is_done(connection, new) else old).snapshot())
        assert findings(store) == findings(new if finished.revision == new.revision() else old)
        seen.append("staged" if is_staged else "before")
    assert seen.count("staged") >= 5


def _is_done(connection: Connection, new: MemoryStore) -> bool:
    return facts(connection).revision == new.revision()
