# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing to a Neo4j store: one writer at a time, and all of a load or nothing.

Every transaction first renews the writer's lease, which locks it. A writer
that was taken for dead and is not finds out there, and writes nothing more.
"""

import time
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, LiteralString, NamedTuple
from uuid import uuid4

from graph.errors import StoreUnavailable, typed
from graph.merge.plan import revision_of
from graph.schema.links import LINK_CLASSES
from graph.schema.nodes import NODE_CLASSES, SCHEMA_VERSION
from graph.schema.packed import Packed, record_class
from graph.stores.neo4j import cypher, migrations
from graph.stores.neo4j.driver import Connection, Run
from graph.stores.neo4j.ledger import Ledger, facts, resumed, staged_text
from graph.stores.neo4j.rows import row_of
from graph.text.message import Text

DELETED = Text("neo4j-deleted", "Somebody else deleted nodes that links lead to: $1.", "Error; $1 ids")
LOAD_AGAIN = Text(
    "neo4j-load-again",
    "Nothing was changed. Retire the sources that name them, and load these again.",
    "Hint after that error",
)
TOOK_OVER = Text(
    "neo4j-took-over",
    "Another process took over writing to $1, since this one was too slow.",
    "Error; $1 an address",
)
RUN_AGAIN = Text("neo4j-run-again", "Run the same again.", "Hint after that error")
MOST_ROWS = 10_000
MOST_BYTES = 5_000_000
"""Of one statement: a server with 512 MB of heap takes both at once."""
DELETED_AT_ONCE = 20
"""Chunks that one transaction deletes."""


class Step(NamedTuple):
    """One statement with its rows; `counted` says that it has to write as many records as it was given."""

    text: LiteralString
    rows: list[Any]
    counted: bool


def steps(graph: dict[str, Packed | None]) -> Iterator[Step]:
    """Return what brings the graph to its new state, links before nodes where they go and after where they come.

    Every step may be done again. Sorted, so that writers never wait for each
    other in a circle.
    """
    put: dict[type, list[Packed]] = defaultdict(list)
    drop: dict[type, list[str]] = defaultdict(list)
    for id_ in sorted(graph):
        packed = graph[id_]
        if packed is None:
            drop[record_class(id_)].append(id_)
        else:
            put[record_class(id_)].append(packed)
    for cls in LINK_CLASSES:
        yield from _dropped(cypher.drop_links(cls), drop[cls])
    yield from _dropped(cypher.DROP_NODES, [id_ for cls in NODE_CLASSES for id_ in drop[cls]])
    for cls in NODE_CLASSES:
        for part in _parts(put[cls]):
            yield Step(cypher.put_nodes(cls), [row_of(packed) for packed in part], counted=True)
    for cls in LINK_CLASSES:
        for part in _parts(put[cls]):
            yield Step(cypher.put_links(cls), [row_of(packed) for packed in part], counted=True)


def _dropped(text: LiteralString, ids: list[str]) -> Iterator[Step]:
    for start in range(0, len(ids), MOST_ROWS):
        yield Step(text, ids[start : start + MOST_ROWS], counted=False)


def _parts(records: Iterable[Packed]) -> Iterator[list[Packed]]:
    part: list[Packed] = []
    size = 0
    for packed in records:
        part.append(packed)
        size += len(packed.data)
        if len(part) == MOST_ROWS or size > MOST_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _do(run: Run, step: Step) -> None:
    if not step.counted:
        run(step.text, ids=step.rows)
        return
    (row,) = run(step.text, rows=step.rows)
    if row["written"] != len(step.rows):
        missing = ", ".join(found["id"] for found in run(cypher.MISSING_ENDS, rows=step.rows))
        raise StoreUnavailable(DELETED(typed(missing)), LOAD_AGAIN())


class Writer:
    """The one process that may write; see `writing`."""

    def __init__(self, connection: Connection, *, lease: float, one_transaction: int) -> None:
        """Prepare to write; `take` has to follow."""
        self.address = connection.address
        self._connection = connection
        self._one_transaction = one_transaction
        self._mine = {"holder": uuid4().hex, "milliseconds": int(lease * 1000)}

    def take(self, wait: float) -> bool:
        """Take the lease as soon as it is free; say whether that was so within `wait` seconds."""
        deadline = time.monotonic() + wait
        # Looking before taking: taking would wait for the transaction that the holder is in.
        while not (
            self._connection.read(cypher.IS_FREE)[0]["is_free"]
            and self._connection.write(lambda run: run(cypher.TAKE_LEASE, **self._mine))[0]["held"]
        ):
            if time.monotonic() > deadline:
                return False
            time.sleep(_LOOK_EVERY)
        return True

    def give(self) -> None:
        """Let the next writer in; a server that is gone does that by itself when the lease runs out."""
        with suppress(StoreUnavailable):
            self._connection.write(lambda run: run(cypher.GIVE_LEASE, holder=self._mine["holder"]))

    def write(self, ledger: Ledger) -> None:
        """Store what was planned."""
        if len(ledger.graph) + ledger.statement_count > self._one_transaction:
            self._stage(ledger)
            self._apply(ledger)
        else:
            self._write_at_once(ledger)
        self._sweep(ledger)

    def finish(self) -> None:
        """Upgrade the database, and finish the load that another process began and did not finish, if there is one."""
        now = facts(self._connection)
        if now.version and now.version < SCHEMA_VERSION:
            self._upgrade(now.version)
        if now.staged:
            ledger = resumed(self._connection, now.staged)
            self._apply(ledger)
            self._sweep(ledger)

    def _upgrade(self, version: int) -> None:
        """Make a database of an earlier version one of ours; it is read as it is until then."""
        self._connection.prepare(migrations.BEFORE)

        def work(run: Run) -> None:
            self._keep(run)
            migrations.upgrade(run, version)

        self._connection.write(work)

    def _write_at_once(self, ledger: Ledger) -> None:
        def work(run: Run) -> None:
            self._keep(run)
            for step in steps(ledger.graph):
                _do(run, step)
            for rows in chunk_rows(ledger):
                run(cypher.PUT_CHUNKS, rows=rows)
            self._write_state(run, ledger)

        self._connection.write(work)

    def _stage(self, ledger: Ledger) -> None:
        """Write what the sources state now beside what they stated before, and then that it is there."""
        for source_id in ledger.touched & ledger.stored.keys():
            ledger.renew(source_id)
        for rows in chunk_rows(ledger):
            self._write_one(cypher.PUT_CHUNKS, rows=rows)
        self._write_one(cypher.PUT_LOAD, id=uuid4().hex, content=staged_text(ledger))

    def _apply(self, ledger: Ledger) -> None:
        """Bring the graph to the staged state step by step; the last transaction makes it the state."""
        for step in steps(ledger.graph):

            def work(run: Run, step: Step = step) -> None:
                self._keep(run)
                _do(run, step)

            self._connection.write(work)

        def last(run: Run) -> None:
            self._keep(run)
            self._write_state(run, ledger)

        self._connection.write(last)

    def _write_state(self, run: Run, ledger: Ledger) -> None:
        now: dict[str, Any] = {"version": SCHEMA_VERSION, "revision": revision_of(ledger.source_sums().values())}
        if ledger.waiting_changed:
            ledger.waits = uuid4().hex
            now |= {"waits": ledger.waits, "waiting": len(ledger.waiting())}
            for row in ledger.rows_of_waiting():
                run(cypher.PUT_CHUNKS, rows=[row])
        run(cypher.DROP_SOURCES, ids=sorted(ledger.touched - ledger.stored.keys()))
        run(
            cypher.PUT_SOURCES, rows=[ledger.stored[id_].row() for id_ in sorted(ledger.touched & ledger.stored.keys())]
        )
        run(cypher.PUT_FACTS, facts=now | {"stamp": uuid4().hex})
        run(cypher.DROP_LOADS)

    def _sweep(self, ledger: Ledger) -> None:
        """Delete chunks that nothing refers to any more, also those of loads that never came to be."""
        kept = [stored.load for stored in ledger.stored.values()] + ([ledger.waits] if ledger.waits else [])
        while True:
            (row,) = self._write_one(cypher.DROP_CHUNKS, kept=kept, limit=DELETED_AT_ONCE)
            if row["deleted"] < DELETED_AT_ONCE:
                return

    def _write_one(self, text: LiteralString, **parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - values of any kind
        def work(run: Run) -> list[dict[str, Any]]:
            self._keep(run)
            return run(text, **parameters)

        return self._connection.write(work)

    def _keep(self, run: Run) -> None:
        if not run(cypher.KEEP_LEASE, **self._mine)[0]["held"]:
            raise StoreUnavailable(TOOK_OVER(typed(self.address)), RUN_AGAIN())


_LOOK_EVERY = 0.1


def chunk_rows(ledger: Ledger) -> Iterator[list[dict[str, Any]]]:
    """Return the changed chunks of all sources, some at a time."""
    rows: list[dict[str, Any]] = []
    for source_id in sorted(ledger.touched & ledger.stored.keys()):
        for row in ledger.stored[source_id].rows_of_chunks():
            rows.append(row)
            if sum(len(row["data"]) for row in rows) > MOST_BYTES:
                yield rows
                rows = []
    if rows:
        yield rows


@contextmanager
def writing(writer: Writer, wait: float) -> Generator[Writer]:
    """Let nobody else write meanwhile; raises StoreUnavailable if another one stays longer than `wait` seconds."""
    if not writer.take(wait):
        message = f"Another process is writing to {writer.address}, and did not finish within {wait:g} seconds."
        raise StoreUnavailable(message, "Nothing was changed. Try again when it has finished.")
    try:
        yield writer
    finally:
        writer.give()
