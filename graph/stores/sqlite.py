# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded store: one SQLite file, the default on a laptop.

Write-ahead logging lets the site read while the command line loads. Each
load is one transaction, so a process killed in the middle leaves the state
before it. Every call opens its own connection, so threads need no care. A
file that may not be written is read.
"""

import sqlite3
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph.errors import NO_SOURCE, StoreUnavailable, UnknownName, typed
from graph.merge.plan import Change, plan, revision_of
from graph.merge.problems import from_text, to_text, withhold_names
from graph.schema.ids import new_secret
from graph.schema.nodes import SCHEMA_VERSION, Record
from graph.schema.packed import DECISIONS, LOAD_ANEW, PEOPLE, WISH, Packed, pack, unpack
from graph.schema.source import LoadReport, Source
from graph.snapshot.gc_pause import collector_paused
from graph.snapshot.snapshot import Snapshot
from graph.stores.file_access import Stamp, address, has_log, is_read_only, is_taken_as_it_is, stamp
from graph.stores.migrations import STATEMENT_INDEXES, check_version, read_as_new, upgrade
from graph.text.message import Text

BUSY = Text(
    "sqlite-busy",
    "Another process is writing to $1, and did not finish within $2 seconds.",
    "Error; $1 a file, $2 a number, which may have decimals",
)
AFTERWARDS = Text("sqlite-afterwards", "Nothing was changed. Try again when it has finished.", "Hint after that error")
OTHER_PROGRAM = Text("sqlite-other-program", "$1 is a database of another program.", "Error; $1 a file")
NEW_FILE = Text("sqlite-new-file", "Give the name of a new file, and the store is made there.", "Hint after an error")
NO_STORE = Text("sqlite-no-store", "There is no store at $1.", "Error; $1 a file")
CHECK_ADDRESS = Text(
    "sqlite-check-address",
    "Check the address. A new store is made by loading a file into it: partnerships load FILE.",
    "Hint after that error; partnerships load FILE is a command",
)
DAMAGED = Text("sqlite-damaged", "$1 is damaged and cannot be read.", "Error; $1 a file")
NOT_OPENED = Text("sqlite-not-opened", "$1 cannot be opened.", "Error; $1 a file")
FOLDER = Text("sqlite-folder", "Check that the folder exists and may be written to.", "Hint after that error")
NO_SQLITE = Text("sqlite-no-sqlite", "$1 is no SQLite file.", "Error; $1 a file")
DISK = Text("sqlite-disk", "$1 cannot be read or written: $2.", "Error; $1 a file, $2 the reason in English")
CHECK_DISK = Text(
    "sqlite-check-disk", "Nothing was changed. Check the disk, its free space and rights.", "Hint after that error"
)
READ_ONLY = Text("sqlite-read-only", "$1 may only be read here.", "Error; $1 a file")
OWN_STORE = Text(
    "sqlite-own-store", "Nothing was changed. Ask its owner, or use a store of your own.", "Hint after that error"
)
UNFINISHED = Text(
    "sqlite-unfinished",
    "$1 may only be read here, and its last changes lie in a file beside it that cannot be used.",
    "Error; $1 a file",
)
OPEN_ONCE = Text(
    "sqlite-open-once", "Open it once where it may be written, then copy it again.", "Hint after that error"
)
CHANGED = Text("sqlite-changed", "$1 changed while it was read.", "Error; $1 a file")
READ_AGAIN = Text("sqlite-read-again", "Try again.", "Hint after that error")
APPLICATION_ID = 0x50415254  # "PART", to know our own files

TABLES = """
CREATE TABLE source (
    id TEXT PRIMARY KEY, title TEXT, file TEXT, sha256 TEXT, as_of TEXT,
    loaded_at TEXT, records INTEGER, problems INTEGER, total TEXT
) WITHOUT ROWID;
CREATE TABLE statement (
    source_id TEXT, id TEXT, a TEXT, b TEXT, digest BLOB, data BLOB, PRIMARY KEY (source_id, id)
) WITHOUT ROWID;
CREATE TABLE node (id TEXT PRIMARY KEY, name TEXT, data BLOB) WITHOUT ROWID;
CREATE TABLE link (
    id TEXT PRIMARY KEY, source TEXT, target TEXT, since INTEGER, last INTEGER, data BLOB
) WITHOUT ROWID;
CREATE TABLE waiting (id TEXT PRIMARY KEY, a TEXT, b TEXT) WITHOUT ROWID;
CREATE TABLE secret (value TEXT);
""" + ";\n".join(STATEMENT_INDEXES)
PROBLEMS = "CREATE TABLE IF NOT EXISTS problems (source_id TEXT PRIMARY KEY, first TEXT) WITHOUT ROWID"
"""Made by the first load that writes it, since files from before it are without; whoever only reads writes nothing."""
PRAGMAS = ("synchronous = NORMAL", "cache_size = -65536", "temp_store = MEMORY")
STATE = "INSERT OR REPLACE INTO statement VALUES (?, ?, ?, ?, ?, ?)"
SHOW_NODE = "INSERT OR REPLACE INTO node VALUES (?, ?, ?)"
SHOW_LINK = "INSERT OR REPLACE INTO link VALUES (?, ?, ?, ?, ?, ?)"
NODES = "SELECT id, name, data FROM node ORDER BY id"
LINKS = "SELECT id, source, target, since, last, data FROM link ORDER BY id"
_SOURCE = "id, title, file, sha256, as_of, loaded_at, records, problems"


class SQLiteStore:
    """Keeps the graph in one file; see `Store` for the contract."""

    def __init__(self, path: str | Path, *, wait: float = 15.0, create: bool = True, secret: str = "") -> None:
        """Open the file; if there is none, make it unless `create` is False.

        `wait`: seconds for which a second writer waits for the first. `secret`:
        that of another store, for a new one which shows the same ids. Raises
        SchemaError for a file of another version, StoreUnavailable for a file
        that cannot be opened, is missing or is none of ours.
        """
        self.path = Path(path)
        self.wait = wait
        with self._connect(create=create) as connection:
            self._prepare(connection, create=create, secret=secret or new_secret())

    def load(self, source: Source, records: Iterable[Record]) -> LoadReport:
        """See `Store.load`."""
        return self.restore([(source, records)])[0]

    def restore(self, pairs: Sequence[tuple[Source, Iterable[Record]]]) -> list[LoadReport]:
        """See `Store.restore`."""
        with collector_paused(), self._transaction("IMMEDIATE") as connection:
            reports: list[LoadReport] = []
            for source, records in pairs:
                change = plan(_Ledger(connection), source, records)
                _write(connection, change)
                reports.append(change.report)
        return reports

    def preview(self, source: Source, records: Iterable[Record]) -> LoadReport:
        """See `Store.preview`."""
        with self._transaction() as connection:
            return plan(_Ledger(connection), source, records).report

    def retire(self, source_id: str) -> LoadReport:
        """See `Store.retire`."""
        with self._transaction("IMMEDIATE") as connection:
            ledger = _Ledger(connection)
            if source_id not in ledger.source_sums():
                raise UnknownName(NO_SOURCE, source_id, [(s.id, s.title or s.id) for s in _sources(connection)][:3])
            change = plan(ledger, source_id, None)
            _write(connection, change)
        return change.report

    def sources(self) -> tuple[Source, ...]:
        """See `Store.sources`."""
        with self._transaction() as connection:
            return _with_problems(connection)

    def stated(self, source_id: str) -> Iterable[Record]:
        """See `Store.stated`."""
        with self._transaction() as connection:
            rows = connection.execute(
                "SELECT id, a, b, data FROM statement WHERE source_id = ? ORDER BY id", (source_id,)
            )
            for row in rows:
                yield unpack(*row)

    def stated_ids(self, source_id: str) -> frozenset[str]:
        """See `Store.stated_ids`."""
        with self._transaction() as connection:
            return frozenset(_Ledger(connection).digests(source_id))

    def snapshot(self) -> Snapshot:
        """See `Store.snapshot`."""
        with collector_paused(), _readable(self.path), self._transaction() as connection:
            return Snapshot(
                connection.execute(NODES).fetchall(),
                connection.execute(LINKS).fetchall(),
                sources=_with_problems(connection),
                waiting=[id_ for (id_,) in connection.execute("SELECT id FROM waiting")],
                revision=revision_of(_Ledger(connection).source_sums().values()),
            )

    def revision(self) -> str:
        """See `Store.revision`."""
        with self._transaction() as connection:
            return revision_of(_Ledger(connection).source_sums().values())

    def secret(self) -> str:
        """See `Store.secret`."""
        with self._transaction() as connection:
            return _Ledger(connection).secret()

    def copy_into(self, other: "SQLiteStore") -> None:
        """Make another store what this one is, at once or not at all; both may be in use."""
        with other._connect() as there, self._connect() as here:  # noqa: SLF001 - of the same class
            here.backup(there)

    def close(self) -> None:
        """Nothing to let go of: every call closes its own connection."""

    @contextmanager
    def _connect(self, *, create: bool = False) -> Generator[sqlite3.Connection]:
        """Connect anew: a file that was deleted meanwhile is missed, and not made again by reading it."""
        if not create and not self.path.exists():
            raise StoreUnavailable(NO_STORE(typed(str(self.path))), CHECK_ADDRESS())
        with _translated(self.path, self.wait):
            before = stamp(self.path) if is_taken_as_it_is(self.path) else None
            there = address(self.path, create=create)
            connection = sqlite3.connect(there, uri=True, timeout=self.wait, isolation_level=None)
            with closing(connection):
                for pragma in PRAGMAS:
                    connection.execute(f"PRAGMA {pragma}")
                try:
                    yield connection
                except Exception:
                    self._check_unchanged(before)
                    raise
                self._check_unchanged(before)

    def _check_unchanged(self, before: Stamp) -> None:
        """Raise if a file without locks was written: what was read may be half of each, and so may an error be."""
        if before and (has_log(self.path) or stamp(self.path) != before):
            raise StoreUnavailable(CHANGED(typed(self.path.name)), READ_AGAIN())

    @contextmanager
    def _transaction(self, kind: str = "DEFERRED") -> Generator[sqlite3.Connection]:
        with self._connect() as connection:
            connection.execute(f"BEGIN {kind}")
            try:
                check_version(connection, self.path.name)
                prepare = upgrade if kind == "IMMEDIATE" else read_as_new
                prepare(connection)
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def _prepare(self, connection: sqlite3.Connection, *, create: bool, secret: str) -> None:
        if not _pragma(connection, "application_id") and not is_read_only(self.path):
            is_empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if is_empty and not create:
                raise StoreUnavailable(NO_STORE(typed(str(self.path))), CHECK_ADDRESS())
            if is_empty:
                connection.execute("PRAGMA journal_mode = WAL")  # it stays with the file
            connection.execute("BEGIN IMMEDIATE")
            # Another process may have made the tables while this one waited.
            if not _pragma(connection, "application_id"):
                if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    raise StoreUnavailable(OTHER_PROGRAM(typed(self.path.name)), NEW_FILE())
                for statement in TABLES.split(";\n"):
                    connection.execute(statement)
                connection.execute("INSERT INTO secret VALUES (?)", (secret,))
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.commit()
        if _pragma(connection, "application_id") != APPLICATION_ID:
            raise StoreUnavailable(OTHER_PROGRAM(typed(self.path.name)), NEW_FILE())
        check_version(connection, self.path.name)


@contextmanager
def _translated(path: Path, wait: float) -> Generator[None]:
    try:
        yield
    except sqlite3.Error as error:
        code, name = getattr(error, "sqlite_errorcode", 0) & 0xFF, typed(path.name)
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreUnavailable(BUSY(name, f"{wait:g}"), AFTERWARDS()) from error
        if code == sqlite3.SQLITE_CANTOPEN:
            if is_read_only(path) and has_log(path):
                raise StoreUnavailable(UNFINISHED(name), OPEN_ONCE()) from error
            raise StoreUnavailable(NOT_OPENED(typed(str(path))), FOLDER()) from error
        if code == sqlite3.SQLITE_NOTADB:
            raise StoreUnavailable(NO_SQLITE(name), NEW_FILE()) from error
        if code == sqlite3.SQLITE_READONLY:
            raise StoreUnavailable(READ_ONLY(name), OWN_STORE()) from error
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT):
            raise StoreUnavailable(DISK(name, typed(str(error))), CHECK_DISK()) from error
        if isinstance(error, sqlite3.ProgrammingError):
            raise
        # What the error says may hold a part of the data.
        raise StoreUnavailable(DAMAGED(name), LOAD_ANEW()) from error


@contextmanager
def _readable(path: Path) -> Generator[None]:
    """Take rows that cannot be decoded for a damaged file."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        raise StoreUnavailable(DAMAGED(typed(path.name)), LOAD_ANEW()) from error


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone())


def _sources(connection: sqlite3.Connection) -> tuple[Source, ...]:
    names = _SOURCE.split(", ")
    rows = connection.execute(f"SELECT {_SOURCE} FROM source ORDER BY id")  # noqa: S608 - a constant
    return tuple(Source(**dict(zip(names, row, strict=True))) for row in rows)


def _with_problems(connection: sqlite3.Connection) -> tuple[Source, ...]:
    if not _has_table(connection, "problems"):
        return _sources(connection)
    first = dict(connection.execute("SELECT source_id, first FROM problems"))
    sources = [replace(one, first_problems=from_text(first.get(one.id))) for one in _sources(connection)]
    return withhold_names(_Ledger(connection), sources)


def _write(connection: sqlite3.Connection, change: Change) -> None:
    id_ = change.source_id
    connection.executemany(
        STATE, ((id_, packed.id, packed.a, packed.b, digest, packed.data) for packed, digest in change.stated)
    )
    connection.executemany(
        "DELETE FROM statement WHERE source_id = ? AND id = ?", ((id_, gone) for gone in change.removed)
    )
    hidden = [(gone,) for gone in change.hidden]
    connection.executemany("DELETE FROM link WHERE id = ?", hidden)
    connection.executemany("DELETE FROM node WHERE id = ?", hidden)
    connection.executemany(SHOW_NODE, ((p.id, p.name, p.data) for p in change.shown if not p.a))
    connection.executemany(SHOW_LINK, ((p.id, p.a, p.b, p.since, p.last, p.data) for p in change.shown if p.a))
    connection.executemany("DELETE FROM waiting WHERE id = ?", ((gone,) for gone in change.no_longer_waits))
    connection.executemany("INSERT INTO waiting VALUES (?, ?, ?)", ((i, *ends) for i, ends in change.waits.items()))
    connection.execute("DELETE FROM source WHERE id = ?", (id_,))
    connection.execute(PROBLEMS)
    connection.execute("DELETE FROM problems WHERE source_id = ?", (id_,))
    if change.source:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        # A source that comes from a backup was loaded long ago.
        source = replace(change.source, loaded_at=change.source.loaded_at or now)
        values = [getattr(source, name) for name in _SOURCE.split(", ")]
        connection.execute("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, change.source_sum))
        if source.first_problems:
            connection.execute("INSERT INTO problems VALUES (?, ?)", (id_, to_text(source.first_problems)))


class _Ledger:
    """What `plan` asks of a store, answered inside one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (id TEXT PRIMARY KEY) WITHOUT ROWID")

    def secret(self) -> str:
        if not _has_table(self._connection, "secret"):
            return ""  # A file from before there were secrets keeps the ids that it has.
        return self._connection.execute("SELECT value FROM secret").fetchone()[0]

    def source_sums(self) -> Mapping[str, tuple[Source, str]]:
        totals = dict(self._connection.execute("SELECT id, total FROM source"))
        return {source.id: (source, totals[source.id]) for source in _sources(self._connection)}

    def digests(self, source_id: str) -> Mapping[str, bytes]:
        return dict(self._connection.execute("SELECT id, digest FROM statement WHERE source_id = ?", (source_id,)))

    def about(self, ids_: Collection[str]) -> Iterable[tuple[str, Packed]]:
        rows = self._wanted(
            "SELECT source_id, statement.id, a, b, data FROM wanted JOIN statement ON statement.id = wanted.id", ids_
        )
        return [(source_id, pack(unpack(*rest))) for source_id, *rest in rows]

    def touching(self, node_ids: Collection[str]) -> set[str]:
        text = """SELECT statement.id FROM wanted JOIN statement ON a = wanted.id AND a <> ''
            UNION SELECT statement.id FROM wanted JOIN statement ON b = wanted.id AND b <> ''"""
        return {id_ for (id_,) in self._wanted(text, node_ids)}

    def present(self, node_ids: Collection[str], *, besides: str | None = None) -> set[str]:
        text = (
            "SELECT DISTINCT statement.id FROM wanted JOIN statement ON statement.id = wanted.id AND source_id IS NOT ?"
        )
        return {id_ for (id_,) in self._wanted(text, node_ids, besides)}

    def identity_statements(self) -> Iterable[tuple[str, Packed]]:
        rows = self._connection.execute(
            """SELECT source_id, id, a, b, data FROM statement WHERE id >= ? AND id < ?
            UNION ALL SELECT source_id, id, a, b, data FROM statement WHERE id >= ? AND id < ? AND instr(data, ?)""",
            # ";" is the character after ":".
            (DECISIONS, DECISIONS[:-1] + ";", PEOPLE, PEOPLE[:-1] + ";", WISH),
        )
        return [(source_id, pack(unpack(*rest))) for source_id, *rest in rows]

    def waiting(self) -> Mapping[str, tuple[str, str]]:
        return {id_: (a, b) for id_, a, b in self._connection.execute("SELECT id, a, b FROM waiting")}

    def shown(self, graph_ids: Collection[str]) -> Mapping[str, bytes]:
        text = """SELECT node.id, data FROM wanted JOIN node ON node.id = wanted.id
            UNION ALL SELECT link.id, data FROM wanted JOIN link ON link.id = wanted.id"""
        return dict(self._wanted(text, graph_ids))

    def _wanted(self, text: str, ids_: Collection[str], *values: object) -> list[Any]:
        """Run a query that joins the ids in the table `wanted`; any number of them."""
        self._connection.execute("DELETE FROM wanted")
        self._connection.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((id_,) for id_ in ids_))
        return self._connection.execute(text, values).fetchall()
