# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text of Cypher that a Neo4j store sends, and texts ready to paste.

Labels, types and property names come from the schema; values travel as
parameters only. The twins of queries stand in their own modules.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, LiteralString

from graph.schema.links import LINK_CLASSES, Link
from graph.schema.nodes import NODE_CLASSES, Node


def _trusted(text: str) -> LiteralString:
    """Return text that is made of class and field names of the schema only."""
    return text  # pyright: ignore[reportReturnType] - nothing of it came from outside


STATEMENT_KEY: LiteralString = "CREATE CONSTRAINT statement_id IF NOT EXISTS FOR (n:Statement) REQUIRE n.id IS UNIQUE"


def constraints() -> list[LiteralString]:
    """Return the statements that prepare a database; running them again changes nothing.

    The unique keys are what writing looks entries up by; the indexes on names
    are for people who look for somebody in Neo4j Browser.
    """
    unique = [
        "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT source_id IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE",
        STATEMENT_KEY,
        "CREATE CONSTRAINT meta_id IF NOT EXISTS FOR (n:Meta) REQUIRE n.id IS UNIQUE",
    ]
    keys = [
        f"CREATE CONSTRAINT {cls.TYPE.lower()}_key IF NOT EXISTS FOR ()-[r:{cls.TYPE}]-() REQUIRE r.key IS UNIQUE"
        for cls in LINK_CLASSES
    ]
    names = [
        f"CREATE INDEX {cls.TYPE.lower()}_name IF NOT EXISTS FOR (n:{cls.TYPE}) ON (n.name)" for cls in NODE_CLASSES
    ]
    return [_trusted(text) for text in (*unique, *keys, *names)]


AWAIT_INDEXES: LiteralString = "CALL db.awaitIndexes(300)"

# The graph


@cache
def put_nodes(cls: type[Node]) -> LiteralString:
    """Return the statement that writes nodes of a class; rows have `id` and `properties`."""
    return _trusted(f"""
UNWIND $rows AS row
MERGE (n:Entity {{id: row.id}})
SET n:{cls.TYPE}
SET n += row.properties
RETURN count(n) AS written
""")


@cache
def put_links(cls: type[Link]) -> LiteralString:
    """Return the statement that writes links of a class between nodes that are there."""
    return _trusted(f"""
UNWIND $rows AS row
MATCH (a:Entity {{id: row.source}})
MATCH (b:Entity {{id: row.target}})
MERGE (a)-[r:{cls.TYPE} {{key: row.id}}]->(b)
SET r += row.properties
RETURN count(r) AS written
""")


MISSING_ENDS: LiteralString = """
UNWIND $rows AS row
UNWIND [row.source, row.target] AS id
OPTIONAL MATCH (n:Entity {id: id})
WITH id, n
WHERE n IS NULL
RETURN DISTINCT id AS id
ORDER BY id
LIMIT 5
"""
DROP_NODES: LiteralString = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
DETACH DELETE n
"""


@cache
def drop_links(cls: type[Link]) -> LiteralString:
    """Return the statement that deletes links of a class by key."""
    return _trusted(f"""
UNWIND $ids AS id
MATCH (:Entity)-[r:{cls.TYPE} {{key: id}}]->(:Entity)
DELETE r
""")


NODES_SHOWN: LiteralString = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN collect(properties(n)) AS properties
"""


@cache
def links_shown(cls: type[Link]) -> LiteralString:
    """Return the statement that reads links of a class by key."""
    return _trusted(f"""
UNWIND $ids AS id
MATCH (:Entity)-[r:{cls.TYPE} {{key: id}}]->(:Entity)
RETURN collect(properties(r)) AS properties
""")


# The driver spends about the same on a record whatever is in it, so few long records are read five times faster than
# many short ones. `collect` leaves nulls out, so it collects the link itself, which is taken apart afterwards.


@cache
def all_nodes(cls: type[Node]) -> LiteralString:
    """Return the statement that reads all nodes of a class in lists."""
    return _trusted(f"""
MATCH (n:Entity:{cls.TYPE})
WITH right(n.id, 2) AS bucket, collect(n) AS nodes
RETURN [n IN nodes | properties(n)] AS properties
""")


@cache
def all_links(cls: type[Link]) -> LiteralString:
    """Return the statement that reads all links of a class in lists."""
    return _trusted(f"""
MATCH (a:Entity)-[r:{cls.TYPE}]->(b:Entity)
WITH right(a.id, 2) AS bucket, collect(a.id) AS sources, collect(b.id) AS targets, collect(r) AS links
RETURN sources, targets, [r IN links | properties(r)] AS properties
""")


# What the sources state

SOURCES: LiteralString = """
MATCH (s:Source)
RETURN properties(s) AS properties
ORDER BY s.id
"""
PUT_SOURCES: LiteralString = """
UNWIND $rows AS row
MERGE (s:Source {id: row.id})
SET s += row
"""
DROP_SOURCES: LiteralString = """
UNWIND $ids AS id
MATCH (s:Source {id: id})
DELETE s
"""
CHUNKS: LiteralString = """
UNWIND $ids AS id
MATCH (s:Statement {id: id})
RETURN s.id AS id, s.data AS data
"""
PUT_CHUNKS: LiteralString = """
UNWIND $rows AS row
MERGE (s:Statement {id: row.id})
SET s += row
"""
DROP_CHUNKS: LiteralString = """
MATCH (s:Statement)
WHERE NOT s.load IN $kept
WITH s
LIMIT $limit
DELETE s
RETURN count(*) AS deleted
"""

# The state of the store

FACTS: LiteralString = """
OPTIONAL MATCH (m:Meta {id: 'schema'})
OPTIONAL MATCH (l:Load)
RETURN m.version AS version, m.revision AS revision, m.stamp AS stamp, m.secret AS secret, m.waits AS waits,
  m.waiting AS waiting, l.content AS staged
"""
HAS_OTHERS: LiteralString = "RETURN EXISTS { MATCH (:Entity) } AS others"
PUT_FACTS: LiteralString = """
MERGE (m:Meta {id: 'schema'})
SET m += $facts
"""
PUT_LOAD: LiteralString = "CREATE (:Load {id: $id, state: 'staged', content: $content})"
DROP_LOADS: LiteralString = "MATCH (l:Load) DELETE l"

# One writer at a time. The first SET takes the lock of the node, so that what is read behind it is what the holder
# before left there. The clock is the server's.

IS_FREE: LiteralString = """
OPTIONAL MATCH (m:Meta {id: 'writer'})
RETURN m.holder IS NULL OR m.expires < timestamp() AS is_free
"""
TAKE_LEASE: LiteralString = """
MERGE (m:Meta {id: 'writer'})
SET m.touched = timestamp()
WITH m
WHERE m.holder IS NULL OR m.expires < timestamp()
SET m.holder = $holder, m.expires = timestamp() + $milliseconds
RETURN count(m) AS held
"""
KEEP_LEASE: LiteralString = """
MATCH (m:Meta {id: 'writer'})
SET m.touched = timestamp()
WITH m
WHERE m.holder = $holder
SET m.expires = timestamp() + $milliseconds
RETURN count(m) AS held
"""
GIVE_LEASE: LiteralString = """
MATCH (m:Meta {id: 'writer'})
WHERE m.holder = $holder
REMOVE m.holder, m.expires
"""


def literal(value: Any) -> str:  # noqa: ANN401 - any parameter of a query
    r"""Return a value as Cypher writes it.

    >>> literal(["O'Neil", 2, None, True])
    "['O\\'Neil', 2, null, true]"
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case list() | tuple():
            return "[" + ", ".join(map(literal, value)) + "]"
        case _:
            text = str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
            return f"'{text}'"


def paste(text: str, parameters: Mapping[str, Any]) -> str:
    """Return a query with its parameters, ready to paste into Neo4j Browser or cypher-shell."""
    lines = [f":param {name} => {literal(value)};" for name, value in parameters.items() if f"${name}" in text]
    return "\n".join([*lines, text.strip() + ";"]) + "\n"
