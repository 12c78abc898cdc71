# SPDX-License-Identifier: GPL-3.0-or-later
"""Databases of earlier schema versions: read as they are, upgraded by whoever writes next.

In version 1 the label of statements was another word.
"""

from typing import LiteralString
from uuid import uuid4

from graph.schema.nodes import SCHEMA_VERSION
from graph.stores.neo4j import cypher
from graph.stores.neo4j.driver import Run

_CHUNKS_OF: dict[int, LiteralString] = {
    1: """
UNWIND $ids AS id
MATCH (s:Said {id: id})
RETURN s.id AS id, s.data AS data
""",
}
_UPGRADES: dict[int, tuple[LiteralString, ...]] = {
    1: ("MATCH (s:Said) SET s:Statement REMOVE s:Said",),
}
BEFORE: list[LiteralString] = [cypher.STATEMENT_KEY, cypher.AWAIT_INDEXES, "DROP CONSTRAINT said_id IF EXISTS"]
"""What cannot be in one transaction with data. A database of an earlier version is whole without it and with it."""


def is_known(version: int) -> bool:
    """Say whether this program reads databases of a version."""
    return version == SCHEMA_VERSION or version in _UPGRADES


def chunks_text(version: int | None) -> LiteralString:
    """Return the statement that reads chunks in a database of a version."""
    return _CHUNKS_OF.get(version or SCHEMA_VERSION, cypher.CHUNKS)


def upgrade(run: Run, first: int) -> None:
    """Make a database of an earlier version one of ours, in the transaction that is open."""
    for version in range(first, SCHEMA_VERSION):
        for text in _UPGRADES[version]:
            run(text)
    run(cypher.PUT_FACTS, facts={"version": SCHEMA_VERSION, "stamp": uuid4().hex})
