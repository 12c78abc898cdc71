# SPDX-License-Identifier: GPL-3.0-or-later
"""The Neo4j store beside bare loops over the same rows, on one server of its own.

Wall time, since the server does most of the work; the server has 512 MB of
heap. Every bare figure is measured in the same run, minutes apart at most.
"""

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import LiteralString

import neo4j as driver

from bench.network import records
from graph.schema.links import Link
from graph.schema.nodes import Node, Record
from graph.schema.packed import pack, record_class
from graph.schema.source import Source
from graph.snapshot.snapshot import Snapshot
from graph.stores.neo4j import cypher
from graph.stores.neo4j.rows import row_of
from graph.stores.neo4j.store import Neo4jStore
from queries.framework.discovery import get_query
from scripts import neo4j_local

NODE_COUNT, LINK_COUNT = 100_000, 500_000
BATCH = 10_000
EMPTY = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 500 ROWS"
EVERY_NODE = "MATCH (n:Entity) RETURN n.id AS id, labels(n) AS labels, properties(n) AS properties"
EVERY_LINK = """
MATCH (a:Entity)-[r]->(b:Entity)
RETURN a.id AS source, b.id AS target, type(r) AS type, properties(r) AS properties
"""


def rows() -> Iterator[tuple[str, str, str]]:
    """Measure every row of the server's table."""
    server = neo4j_local.start_throw_away()
    try:
        with driver.GraphDatabase.driver(
            server.url, auth=(server.user, server.password), telemetry_disabled=True
        ) as bare:
            yield from _rows(server, bare)
    finally:
        neo4j_local.end_throw_away(server)


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time that a piece of work takes."""
    started = perf_counter()
    work()
    return perf_counter() - started


def _rows(server: neo4j_local.Server, bare: driver.Driver) -> Iterator[tuple[str, str, str]]:
    size = f"{NODE_COUNT // 1000}k/{LINK_COUNT // 1000}k"
    store = Neo4jStore(server.url, user=server.user, password=server.password)
    # A server that has just started is slow for whoever comes first.
    _bare_load(bare, records(NODE_COUNT // 20, LINK_COUNT // 20))
    made = records(NODE_COUNT, LINK_COUNT)
    _empty(bare)
    loop = _bare_load(bare, made)
    _empty(bare)
    source = Source(id="bench", as_of="2026-01-01")
    first = seconds(lambda: store.load(source, made))
    yield f"load {size} into Neo4j / bare UNWIND loop", f"{first:.1f} s / {loop:.1f} s = {first / loop:.2f}x", "1.5x"
    again = seconds(lambda: store.load(source, made))
    yield f"load {size} again unchanged / first load", f"{again:.1f} s / {first:.1f} s = {again / first:.2f}x", "0.5x"
    ours: list[float] = []
    match: list[float] = []
    snapshots: list[Snapshot] = []
    for _ in range(2):
        ours.append(seconds(lambda: snapshots.append(store.snapshot())))
        match.append(seconds(lambda: _bare_match(bare)))
    yield (
        f"snapshot {size} from Neo4j / bare MATCH",
        f"{min(ours):.1f} s / {min(match):.1f} s = {min(ours) / min(match):.2f}x",
        "0.6x",
    )
    yield from _twin(store, snapshots[0])
    store.close()


def _empty(bare: driver.Driver) -> None:
    with bare.session(database="neo4j") as session:
        session.run(EMPTY).consume()


def _bare_load(bare: driver.Driver, made: Sequence[Record]) -> float:
    """Time writing the rows that the store writes, in batches of the same size, without any check."""
    batches = list(_batches(made))

    def loop() -> None:
        for text, batch in batches:
            bare.execute_query(text, {"rows": batch}, database_="neo4j")

    return seconds(loop)


def _batches(made: Sequence[Record]) -> Iterator[tuple[LiteralString, list[object]]]:
    by_class: dict[type[Record], list[object]] = {}
    for packed in sorted(map(pack, made)):
        by_class.setdefault(record_class(packed.id), []).append(row_of(packed))
    for cls in sorted(by_class, key=lambda cls: issubclass(cls, Link)):
        assert issubclass(cls, Link | Node)
        text = cypher.put_links(cls) if issubclass(cls, Link) else cypher.put_nodes(cls)
        for start in range(0, len(by_class[cls]), BATCH):
            yield text, by_class[cls][start : start + BATCH]


def _bare_match(bare: driver.Driver) -> None:
    with bare.session(database="neo4j") as session:
        kept = [[record.values() for record in session.run(text)] for text in (EVERY_NODE, EVERY_LINK)]
    del kept


def _twin(store: Neo4jStore, snapshot: Snapshot) -> Iterator[tuple[str, str, str]]:
    for name in ("neighbours", "collaborators"):
        query = get_query(name)
        checked = query.checked(snapshot, {"id": "person:bench/7"})
        computed = seconds(lambda: query.compute(snapshot, **checked))  # noqa: B023 - called at once
        assert query.cypher
        store.run(query.cypher, checked, snapshot.revision)
        answered = seconds(lambda: store.run(query.cypher or "", checked, snapshot.revision))  # noqa: B023 - as above
        yield (
            f"twin of {name}, one person / compute on the snapshot",
            f"{answered * 1000:.0f} ms / {computed * 1000:.0f} ms = {answered / computed:.1f}x",
            "printed",
        )
