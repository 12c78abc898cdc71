# SPDX-License-Identifier: GPL-3.0-or-later
"""What only a file can suffer: kills, other processes, foreign and old files."""

import multiprocessing
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter

import pytest

from graph.errors import PartnershipsError, SchemaError, StoreUnavailable
from graph.schema.nodes import SCHEMA_VERSION, Record
from graph.schema.source import Source
from graph.stores.findings import findings
from graph.stores.open import open_store
from graph.stores.sqlite import APPLICATION_ID, SQLiteStore
from tests.support.builders import member_of, person

KILLS = 20
PEOPLE = 1_000
_fork = multiprocessing.get_context("fork")


def network(version: str) -> list[Record]:
    """Return records that all differ between two versions."""
    people = [person(f"p{number}", name=f"{version} {number}") for number in range(PEOPLE)]
    return [*people, *(member_of(f"p{number}", "x", role=version) for number in range(PEOPLE))]


def load(path: Path, version: str) -> None:
    """Load in a process of its own."""
    SQLiteStore(path).load(Source(id="s"), network(version))


def test_a_killed_load_leaves_the_state_before_or_after(tmp_path: Path) -> None:
    """Killed at random moments, the store opens by itself and is never a mix."""
    store = SQLiteStore(tmp_path / "x.db")
    started = perf_counter()
    before = store.load(Source(id="s"), network("old")).revision
    duration = perf_counter() - started
    after = store.preview(Source(id="s"), network("new")).revision
    moments = random.Random(1)
    for _ in range(KILLS):
        process = _fork.Process(target=load, args=(store.path, "new"))
        process.start()
        process.join(moments.uniform(0, duration))
        process.kill()
        process.join()
        reopened = SQLiteStore(store.path)
        assert reopened.revision() in {before, after}
        versions = {name.split()[0] for name in reopened.snapshot().names}
        assert versions == {"old" if reopened.revision() == before else "new"}
        assert {code for code, _, _ in findings(reopened)} <= {"waiting"}
        if reopened.revision() == after:
            reopened.load(Source(id="s"), network("old"))


def test_one_reads_while_another_writes_and_a_second_writer_is_told(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "x.db", wait=0.1)
    revision = store.load(Source(id="s"), [person("ada")]).revision
    writer = sqlite3.connect(store.path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM node")
    assert (store.revision(), store.snapshot().names) == (revision, ("Ada",))
    with pytest.raises(StoreUnavailable, match=r"Another process is writing to x\.db"):
        store.load(Source(id="s"), [])
    writer.rollback()
    writer.close()
    assert store.load(Source(id="s"), []).retired == {"Person": 1}


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "x.db")
    processes = [_fork.Process(target=load, args=(store.path, version)) for version in ("one", "two")]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(store.snapshot()) == PEOPLE
    assert {code for code, _, _ in findings(store)} <= {"waiting"}


def test_a_foreign_file_stays_untouched(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("these are notes, not a database\n" * 100)
    with pytest.raises(StoreUnavailable, match=r"notes\.txt is no SQLite file"):
        SQLiteStore(text)
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE recipes (id)")
    connection.close()
    content = other.read_bytes()
    with pytest.raises(StoreUnavailable, match="another program"):
        SQLiteStore(other)
    assert other.read_bytes() == content
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        SQLiteStore(tmp_path / "no" / "such" / "folder.db")


def test_another_schema_version_says_what_to_do(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "x.db")
    connection = sqlite3.connect(store.path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(SchemaError, match=f"schema version {SCHEMA_VERSION + 1}.*load your files into a new store"):
        SQLiteStore(store.path)


OLD_TABLES = """
CREATE TABLE source (
    id TEXT PRIMARY KEY, title TEXT, file TEXT, sha256 TEXT, as_of TEXT,
    loaded_at TEXT, records INTEGER, problems INTEGER, total TEXT
) WITHOUT ROWID;
CREATE TABLE said (
    source_id TEXT, id TEXT, a TEXT, b TEXT, digest BLOB, data BLOB, PRIMARY KEY (source_id, id)
) WITHOUT ROWID;
CREATE TABLE node (id TEXT PRIMARY KEY, name TEXT, data BLOB) WITHOUT ROWID;
CREATE TABLE link (
    id TEXT PRIMARY KEY, source TEXT, target TEXT, since INTEGER, last INTEGER, data BLOB
) WITHOUT ROWID;
CREATE TABLE waiting (id TEXT PRIMARY KEY, a TEXT, b TEXT) WITHOUT ROWID;
"""


def test_a_file_from_before_problems_were_kept_loses_nothing(tmp_path: Path) -> None:
    """Reading leaves it as it is; the next load of a source keeps its problems."""
    new = SQLiteStore(tmp_path / "new.db")
    revision = new.load(Source(id="s", title="List"), [person("ada"), member_of("ada", "group:x")]).revision
    old = sqlite3.connect(tmp_path / "old.db")
    old.executescript(OLD_TABLES)
    old.execute("ATTACH ? AS new", (str(new.path),))
    for table in ("source", "node", "link", "waiting"):
        old.execute(f"INSERT INTO {table} SELECT * FROM new.{table}")  # noqa: S608 - names of our own tables
    old.execute("INSERT INTO said SELECT * FROM new.statement")
    old.execute(f"PRAGMA main.application_id = {APPLICATION_ID}")
    old.execute("PRAGMA main.user_version = 1")
    old.commit()
    old.close()
    content = (tmp_path / "old.db").read_bytes()
    store = SQLiteStore(tmp_path / "old.db")
    (source,) = store.sources()
    assert (source.title, source.problems, source.first_problems) == ("List", 1, ())
    assert (store.revision(), store.snapshot().is_same(new.snapshot()), findings(store)) == (
        revision,
        True,
        findings(new),
    )
    assert (tmp_path / "old.db").read_bytes() == content
    store.load(source, store.stated("s"))
    assert store.sources()[0].first_problems == new.sources()[0].first_problems != ()


def test_a_damaged_graph_is_found(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "x.db")
    store.load(Source(id="s"), [person("ada"), person("ben")])
    assert findings(store) == []
    connection = sqlite3.connect(store.path)
    connection.execute("DELETE FROM node WHERE id = 'person:ben'")
    connection.commit()
    connection.close()
    assert [(code, records) for code, _, records in findings(store)] == [("graph", ("person:ben",))]


def test_an_address_of_no_known_kind_is_refused() -> None:
    with pytest.raises(PartnershipsError, match="is no kind of store"):
        open_store("postgres://x")
    with pytest.raises(PartnershipsError, match="is no kind of store"):
        open_store("network.db")


def test_a_store_that_was_deleted_is_missed_and_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "net.db"
    with pytest.raises(StoreUnavailable, match="There is no store"):
        SQLiteStore(path, create=False)
    store = SQLiteStore(path)
    store.load(Source(id="a"), [person("ada")])
    kept = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    for file in tmp_path.iterdir():
        file.unlink()
    for ask in (store.revision, store.snapshot, store.sources):
        with pytest.raises(StoreUnavailable, match="There is no store"):
            ask()
    assert list(tmp_path.iterdir()) == []
    for name, content in kept.items():
        (tmp_path / name).write_bytes(content)
    assert store.snapshot().names == ("Ada",)


def test_a_damaged_store_says_so_without_its_data(tmp_path: Path) -> None:
    path = tmp_path / "net.db"
    store = SQLiteStore(path)
    store.load(Source(id="a"), [person("ada", name="Ada Secret")])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE node SET name = CAST(X'FF536563726574' AS TEXT)")
        connection.commit()
    with pytest.raises(StoreUnavailable, match="is damaged") as error:
        store.snapshot()
    assert "Secret" not in str(error.value)


def test_a_store_of_garbage_is_no_fault_of_the_program(tmp_path: Path) -> None:
    path = tmp_path / "net.db"
    SQLiteStore(path).load(Source(id="a"), [person(f"p{number}") for number in range(500)])
    content = bytearray(path.read_bytes())
    content[4096:] = random.Random(1).randbytes(len(content) - 4096)
    for beside in tmp_path.iterdir():
        beside.unlink()
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable):
        SQLiteStore(path, create=False).snapshot()


DAMAGES = {
    "cut off": b'{"name":"Ada Sec',
    "no object": b'["Ada Secret"]',
    "another field": b'{"name":"Ada Secret","opted_out":false,"planet":"Mars"}',
    "no list": b'{"name":"Ada Secret","opted_out":false,"languages":7}',
    "no name": b'{"opted_out":false}',
    "no UTF-8": b'{"name":"\xffSecret","opted_out":false}',
    "text": '{"name":"Ada Secret","opted_out":false}',
    "nothing": None,
}


@pytest.mark.parametrize("data", DAMAGES.values(), ids=DAMAGES)
def test_a_record_that_was_damaged_says_so_whoever_reads_it(tmp_path: Path, data: object) -> None:
    path = tmp_path / "net.db"
    store = SQLiteStore(path)
    store.load(Source(id="a"), [person("ada", name="Ada Secret", opted_out=False), person("ben")])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE node SET data = ? WHERE id = 'person:ada'", (data,))
        connection.execute("UPDATE statement SET data = ? WHERE id = 'person:ada'", (data,))
        connection.commit()
    readers: dict[str, Callable[[], object]] = {
        "graph": lambda: store.snapshot().node("person:ada"),
        "statements": lambda: list(store.stated("a")),
        "load": lambda: store.load(Source(id="b"), [person("ada", country="GH")]),
    }
    for reader in readers.values():
        with pytest.raises(StoreUnavailable, match="is damaged") as error:
            reader()
        assert "Sec" not in str(error.value)
    assert [source.id for source in store.sources()] == ["a"], "the load that failed left nothing"


@pytest.mark.parametrize("data", [b'{"opted_out":tru', b'["opted_out":1]', b'[{"opted_out":1}]'])
def test_a_damaged_record_is_found_by_whoever_reads_one_field_of_all(tmp_path: Path, data: bytes) -> None:
    store = SQLiteStore(tmp_path / "net.db")
    store.load(Source(id="a"), [person("ada", opted_out=False), person("ben")])
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE node SET data = ? WHERE id = 'person:ada'", (data,))
        connection.commit()
    with pytest.raises(StoreUnavailable, match="is damaged"):
        _ = store.snapshot().opted_out


@pytest.mark.parametrize("first", ["[", "[[1]]", "{}x", '[[{"key":"k"},"f"]]', "7"])
def test_damaged_problems_of_a_source_say_so(tmp_path: Path, first: str) -> None:
    store = SQLiteStore(tmp_path / "net.db")
    store.load(Source(id="a"), [member_of("ada", "group:x")])
    assert store.sources()[0].first_problems
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE problems SET first = ?", (first,))
        connection.commit()
    with pytest.raises(StoreUnavailable, match="is damaged"):
        store.sources()
