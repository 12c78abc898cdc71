# SPDX-License-Identifier: GPL-3.0-or-later
"""Stores of earlier schema versions: read as they are, upgraded by the next change, whole whatever happens."""

import base64
import json
import multiprocessing
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest

from graph.errors import SchemaError
from graph.schema.nodes import SCHEMA_VERSION
from graph.schema.source import Source
from graph.stores import sqlite
from graph.stores.backup import restore
from graph.stores.base import Store, state
from graph.stores.findings import findings
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SQLiteStore
from loaders.read import read
from tests.support.builders import person
from tests.support.checkout import CHECKOUT
from tests.support.neo4j_server import Neo4jServer

STORES = CHECKOUT / "tests" / "data" / "stores"
NEW = Source(id="new")


def written(folder: Path, version: int) -> Path:
    """Write the store that a version wrote, which is kept as text; raising the version without one fails here."""
    path = folder / f"version{version}.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript((STORES / f"version_{version}.sql").read_text(encoding="utf-8"))
    return path


def version_of(path: Path) -> int:
    """Return the schema version of a file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def tables_of(path: Path) -> list[tuple[str]]:
    """Return what a file is made of."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()


def check_content(store: Store) -> None:
    """Fail unless a store holds what every fixture holds."""
    assert [source.loaded_at[:10] for source in store.sources()] == ["2024-05-03", "2024-05-04"]
    assert store.stated_ids("review") >= {"person:ada2", "person:cem"}
    snapshot = store.snapshot()
    assert {"Ada Mensah", "Wikimedia Example", "Museum"} < set(snapshot.names)
    assert "Cem" not in snapshot.names
    assert {code for code, _, _ in findings(store)} == {"waiting"}
    report = store.preview(Source(id="review"), [])
    assert report.retired == {"Person": 1}


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_what_every_version_wrote_is_read_as_it_is_and_upgraded_by_the_next_load(version: int, tmp_path: Path) -> None:
    path = written(tmp_path, version)
    content = path.read_bytes()
    store = SQLiteStore(path)
    check_content(store)
    assert path.read_bytes() == content, "reading changes nothing"
    before = state(store)
    store.load(NEW, [person("dan")])
    store.retire("new")
    assert version_of(path) == SCHEMA_VERSION
    assert state(store) == before
    assert state(SQLiteStore(path)) == before
    check_content(SQLiteStore(path))
    assert set(tables_of(SQLiteStore(tmp_path / "made.db").path)) - {("secret",)} <= set(tables_of(path))
    assert not [name for (name,) in tables_of(path) if name.startswith("said")]


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_a_backup_and_an_export_of_every_version_are_restored(version: int, tmp_path: Path) -> None:
    backup = written(tmp_path, version)
    content = backup.read_bytes()
    store = SQLiteStore(tmp_path / "net.db")
    restore(store, backup)
    restore(memory := MemoryStore("x"), backup)
    check_content(store)
    assert memory.revision() == store.revision()
    assert backup.read_bytes() == content
    exported = tmp_path / "state.json"
    exported.write_text(json.dumps(state(store) | {"schema_version": version}), encoding="utf-8")
    other = MemoryStore("y")
    other.restore([(reading.source, reading.records) for reading in read([exported])])
    assert other.revision() == store.revision()


def _killed_in_the_middle(path: Path) -> None:
    def die(*_: object) -> NoReturn:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    sqlite.plan = die  # after the upgrade, before it is committed
    SQLiteStore(path).load(NEW, [person("dan")])


def test_an_upgrade_that_is_killed_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, 1)
    process = multiprocessing.get_context("fork").Process(target=_killed_in_the_middle, args=(path,))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert (version_of(path), ("said",) in tables_of(path)) == (1, True)
    check_content(SQLiteStore(path))
    SQLiteStore(path).load(NEW, [person("dan")])
    assert version_of(path) == SCHEMA_VERSION


def test_a_reader_that_was_open_goes_on_when_another_process_upgrades(tmp_path: Path) -> None:
    path = written(tmp_path, 1)
    reader = SQLiteStore(path)
    statements = iter(reader.stated("notes"))
    first = next(statements)
    check_content(reader)
    rest = [first, *statements]
    SQLiteStore(path).load(NEW, [person("dan")])
    assert list(reader.stated("notes")) == rest
    reader.retire("new")
    check_content(reader)


def test_a_program_that_was_open_says_so_when_a_newer_one_upgraded(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "x.db")
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    for ask in (store.snapshot, store.revision, lambda: store.load(NEW, [])):
        with pytest.raises(SchemaError, match=rf"schema version {SCHEMA_VERSION + 1}.*or a newer one"):
            ask()


def _value(value: Any) -> Any:
    return base64.b64decode(value["bytes"]) if isinstance(value, dict) else value


def _put_version_1(server: Neo4jServer) -> None:
    """Fill an emptied database with what schema version 1 left in one."""
    content = json.loads((STORES / "neo4j_version_1.json").read_text(encoding="utf-8"))
    ask = server.driver.execute_query
    for text in (
        "DROP CONSTRAINT statement_id IF EXISTS",
        "CREATE CONSTRAINT said_id IF NOT EXISTS FOR (n:Said) REQUIRE n.id IS UNIQUE",
    ):
        ask(text, database_="neo4j")
    for node in content["nodes"]:
        properties = {name: _value(value) for name, value in node["properties"].items()}
        ask("CREATE (n:$($labels)) SET n = $p", labels=node["labels"], p=properties, database_="neo4j")
    for link in content["links"]:
        text = "MATCH (a:Entity {id: $a}), (b:Entity {id: $b}) CREATE (a)-[r:$($type)]->(b) SET r = $p"
        ask(text, a=link["a"], b=link["b"], type=link["type"], p=link["properties"], database_="neo4j")


def _stored(server: Neo4jServer) -> list[Any]:
    text = "OPTIONAL MATCH (m:Meta {id: 'schema'}) RETURN m.version, COUNT { (:Said) }, COUNT { (:Statement) }"
    (record,) = server.driver.execute_query(text, database_="neo4j").records
    shown = server.driver.execute_query("SHOW CONSTRAINTS YIELD name RETURN collect(name) AS names", database_="neo4j")
    return [*record.values(), sorted({"said_id", "statement_id"} & set(shown.records[0]["names"]))]


def test_a_database_of_version_1_is_read_and_upgraded(
    neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.stores.neo4j import migrations  # noqa: PLC0415 - the driver takes over a second
    from graph.stores.neo4j.store import Neo4jStore  # noqa: PLC0415 - see above

    neo4j_server.empty()
    _put_version_1(neo4j_server)
    store = Neo4jStore(neo4j_server.url, user=neo4j_server.user, password=neo4j_server.password)
    before = state(store)
    chunks = _stored(neo4j_server)[1]
    assert _stored(neo4j_server) == [1, chunks, 0, ["said_id"]], "reading changes nothing"
    upgrade = migrations.upgrade

    def broken(*given: Any) -> None:
        upgrade(*given)
        raise ConnectionError

    monkeypatch.setattr(migrations, "upgrade", broken)
    with pytest.raises(Exception, match="No Neo4j answers"):
        store.load(NEW, [person("dan")])
    assert _stored(neo4j_server)[:3] == [1, chunks, 0], "in one transaction"
    assert state(store) == before
    monkeypatch.undo()
    store.load(NEW, [person("dan")])
    store.retire("new")
    assert _stored(neo4j_server)[0::3] == [SCHEMA_VERSION, ["statement_id"]]
    assert _stored(neo4j_server)[1:3] == [0, chunks]
    assert state(store) == before
    check_content(store)
    neo4j_server.driver.execute_query("MATCH (m:Meta {id: 'schema'}) SET m.version = 99", database_="neo4j")
    with pytest.raises(SchemaError, match=r"schema version 99.*or a newer one"):
        Neo4jStore(neo4j_server.url, user=neo4j_server.user, password=neo4j_server.password)
    store.close()
    neo4j_server.empty()
