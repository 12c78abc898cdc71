# SPDX-License-Identifier: GPL-3.0-or-later
"""SQLite files of earlier schema versions: read as they are, upgraded by the next change.

Reading changes nothing, so that a backup stays what it is, a file that may
only be read is read, and a program of the last version goes on with it. The
upgrade is a part of the transaction that writes: whoever is killed in it
leaves the file as it was.
"""

import sqlite3

from graph.errors import SchemaError, typed
from graph.schema.nodes import SCHEMA_VERSION
from graph.text.message import Text

OTHER_VERSION = Text(
    "sqlite-other-version",
    "$1 has schema version $2; this program works with $3.",
    "Error; $1 a file, $2 and $3 versions",
)
NEW_STORE = Text(
    "sqlite-new-store",
    "Use the program that wrote it or a newer one, or load your files into a new store.",
    "Hint after that error",
)
STATEMENT_INDEXES = (
    "CREATE INDEX statement_id ON statement (id)",
    "CREATE INDEX statement_a ON statement (a) WHERE a <> ''",
    "CREATE INDEX statement_b ON statement (b) WHERE b <> ''",
)
_UPGRADES: dict[int, tuple[str, ...]] = {
    1: (
        "ALTER TABLE said RENAME TO statement",
        *(f"DROP INDEX IF EXISTS said_{column}" for column in ("id", "a", "b")),
        *STATEMENT_INDEXES,
    ),
}
"""What makes a file of each version one of the next."""
_AS_NEW: dict[int, tuple[str, ...]] = {
    1: ("CREATE TEMP VIEW statement AS SELECT * FROM said",),
}
"""What lets a file of each version be read like a new one. It is not in the file and ends with the connection."""


def check_version(connection: sqlite3.Connection, name: str) -> None:
    """Raise SchemaError for a file of a version that this program does not read; `name` is that of the file."""
    version = _version_of(connection)
    if version != SCHEMA_VERSION and version not in _UPGRADES:
        raise SchemaError(OTHER_VERSION(typed(name), version, SCHEMA_VERSION), NEW_STORE())


def read_as_new(connection: sqlite3.Connection) -> None:
    """Let a transaction read a file of an earlier version like a new one."""
    for statement in _AS_NEW.get(_version_of(connection), ()):
        connection.execute(statement)


def upgrade(connection: sqlite3.Connection) -> None:
    """Make a file of an earlier version one of ours, in the transaction that is open."""
    first = _version_of(connection)
    for version in range(first, SCHEMA_VERSION):
        for statement in _UPGRADES[version]:
            connection.execute(statement)
    if first != SCHEMA_VERSION:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _version_of(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]
