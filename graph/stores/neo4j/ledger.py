# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Neo4j store knows about its sources, and what a load will change.

Planning only reads. A plan is accepted into the ledger, so that the next
source of the same load sees it; then the store writes all of it at once.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from graph.merge.plan import Change, plan
from graph.merge.problems import from_text, to_text
from graph.schema.packed import Link, Packed, Record, digest, readable, record_class, unpack
from graph.schema.source import Source
from graph.stores.neo4j import cypher
from graph.stores.neo4j.driver import Connection
from graph.stores.neo4j.migrations import chunks_text
from graph.stores.neo4j.rows import (
    IDENTITY,
    PER_CHUNK,
    Statement,
    chunk_of,
    data_of,
    decode_chunks,
    encode_chunk,
    packed_of,
)

FETCHED_AT_ONCE = 40
"""Chunks of one question, about 10 MB."""
LOOKED_UP_AT_ONCE = 10_000


class Facts(NamedTuple):
    """The state of the store in a few values; equal before and after means that nothing changed in between."""

    version: int | None
    revision: str | None
    stamp: str | None
    secret: str | None
    waits: str | None
    waiting: int | None
    staged: str | None


def facts(connection: Connection) -> Facts:
    """Return the state of the store."""
    return Facts(**connection.read(cypher.FACTS)[0])


@dataclass(slots=True)
class StoredSource:
    """What one source states: `load` names its chunks, `kept` are those read so far, `changed` those to write."""

    source: Source
    total: str
    load: str = field(default_factory=lambda: uuid4().hex)
    chunks: int = 1
    kept: dict[int, dict[str, Statement]] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)

    def numbers(self) -> Iterator[int]:
        """Return the numbers of all chunks."""
        return iter((IDENTITY, *range(self.chunks)))

    def row(self) -> dict[str, Any]:
        """Return the properties of the source's node."""
        own = {name: getattr(self.source, name) for name in Source.__dataclass_fields__}
        own["first_problems"] = to_text(self.source.first_problems)
        return own | {"total": self.total, "load": self.load, "chunks": self.chunks}

    def rows_of_chunks(self) -> Iterator[dict[str, Any]]:
        """Return the changed chunks as rows to write."""
        for number in sorted(self.changed):
            yield {
                "id": f"{self.load}/{number}",
                "source": self.source.id,
                "load": self.load,
                "bucket": number,
                "data": encode_chunk(self.kept[number]),
            }


def stored_from(row: Mapping[str, Any]) -> StoredSource:
    """Return what the node of a source tells."""
    names = Source.__dataclass_fields__
    own = {name: value for name, value in row.items() if name in names}
    own["first_problems"] = from_text(own.get("first_problems"))
    return StoredSource(Source(**own), row["total"], row["load"], row["chunks"])


class Ledger:
    """See `graph.merge.ledger.Ledger`; with what was accepted on top of what the database has."""

    def __init__(self, connection: Connection) -> None:
        """Read the sources; all else is read when it is asked for."""
        self._connection = connection
        self.facts = facts(connection)
        self.waits = self.facts.waits
        self._waiting: dict[str, tuple[str, str]] | None = None
        self.stored = {
            row["properties"]["id"]: stored_from(row["properties"]) for row in connection.read(cypher.SOURCES)
        }
        self.touched: set[str] = set()
        self.graph: dict[str, Packed | None] = {}
        self.statement_count = 0
        self.waiting_changed = False

    # What `plan` asks

    def secret(self) -> str:
        """See `graph.merge.ledger.Ledger`."""
        return self.facts.secret or ""

    def source_sums(self) -> Mapping[str, tuple[Source, str]]:
        """See `graph.merge.ledger.Ledger`."""
        return {id_: (stored.source, stored.total) for id_, stored in self.stored.items()}

    def digests(self, source_id: str) -> Mapping[str, bytes]:
        """See `graph.merge.ledger.Ledger`."""
        return {
            id_: digest(Packed(id_, statement.a, statement.b, "", 0, 0, statement.data))
            for id_, statement in self.records(self.stored[source_id]).items()
        }

    def about(self, ids_: Collection[str]) -> Iterable[tuple[str, Packed]]:
        """See `graph.merge.ledger.Ledger`."""
        return [(stored.source.id, packed_of(id_, statement)) for stored, id_, statement in self._find(ids_)]

    def touching(self, node_ids: Collection[str]) -> set[str]:
        """See `graph.merge.ledger.Ledger`; reads all that is stated."""
        wanted = set(node_ids)
        self._fetch((stored, number) for stored in self.stored.values() for number in stored.numbers())
        return {
            id_
            for stored in self.stored.values()
            for chunk in stored.kept.values()
            for id_, statement in chunk.items()
            if statement.a in wanted or statement.b in wanted
        }

    def present(self, node_ids: Collection[str], *, besides: str | None = None) -> set[str]:
        """See `graph.merge.ledger.Ledger`."""
        return {id_ for stored, id_, _ in self._find(node_ids) if stored.source.id != besides}

    def identity_statements(self) -> Iterable[tuple[str, Packed]]:
        """See `graph.merge.ledger.Ledger`."""
        self._fetch((stored, IDENTITY) for stored in self.stored.values())
        return [
            (source_id, packed_of(id_, statement))
            for source_id, stored in self.stored.items()
            for id_, statement in stored.kept[IDENTITY].items()
        ]

    def waiting(self) -> Mapping[str, tuple[str, str]]:
        """See `graph.merge.ledger.Ledger`."""
        if self._waiting is None:
            self._waiting = read_waiting(self._connection, self.facts)
        return dict(self._waiting)

    def shown(self, graph_ids: Collection[str]) -> Mapping[str, bytes]:
        """See `graph.merge.ledger.Ledger`."""
        result = {id_: packed.data for id_ in graph_ids if (packed := self.graph.get(id_))}
        of_class: dict[type[Record], list[str]] = defaultdict(list)
        for id_ in graph_ids:
            if id_ not in self.graph:
                of_class[record_class(id_)].append(id_)
        for cls, ids in of_class.items():
            is_link = issubclass(cls, Link)
            text = cypher.links_shown(cls) if is_link else cypher.NODES_SHOWN
            for start in range(0, len(ids), LOOKED_UP_AT_ONCE):
                (row,) = self._connection.read(text, ids=ids[start : start + LOOKED_UP_AT_ONCE])
                for properties in row["properties"]:
                    result[properties["key" if is_link else "id"]] = data_of(cls, properties)
        return result

    # What was planned

    def accept(self, change: Change) -> None:
        """Let what follows see a change that is not written yet."""
        id_ = change.source_id
        if change.source is None:
            del self.stored[id_]
        else:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            # A source that comes from a backup was loaded long ago.
            source = replace(change.source, loaded_at=change.source.loaded_at or now)
            stored = self.stored.get(id_)
            if stored is None:
                stored = self.stored[id_] = StoredSource(source, "", chunks=_chunks_for(len(change.stated)))
                stored.kept = {number: {} for number in stored.numbers()}
            stored.source, stored.total = source, change.source_sum
            self._say(stored, change)
        self.touched.add(id_)
        self.statement_count += len(change.stated) + len(change.removed)
        self.graph.update({packed.id: packed for packed in change.shown})
        self.graph.update(dict.fromkeys(change.hidden))
        self._wait(change)

    def adopt(self, stored: StoredSource) -> None:
        """Take chunks that were written before the load was interrupted."""
        self.stored[stored.source.id] = stored

    def renew(self, source_id: str) -> None:
        """Give all that a source states a new place, so that the old one stays as it is until the end."""
        stored = self.stored[source_id]
        records = self.records(stored)
        stored.load, stored.chunks = uuid4().hex, _chunks_for(len(records))
        stored.kept = {number: {} for number in stored.numbers()}
        stored.changed = set(stored.numbers())
        for id_, statement in records.items():
            stored.kept[chunk_of(id_, statement.data, stored.chunks)][id_] = statement

    def records(self, stored: StoredSource) -> dict[str, Statement]:
        """Return all that a source states, by id."""
        self._fetch((stored, number) for number in stored.numbers())
        return {id_: statement for chunk in stored.kept.values() for id_, statement in chunk.items()}

    def rows_of_waiting(self) -> Iterator[dict[str, Any]]:
        """Return the links that wait as chunks to write."""
        rows = sorted(self.waiting().items())
        for number, start in enumerate(range(0, len(rows), PER_CHUNK)):
            statement = {id_: Statement(a, b, b"") for id_, (a, b) in rows[start : start + PER_CHUNK]}
            yield {
                "id": f"{self.waits}/{number}",
                "source": "",
                "load": self.waits,
                "bucket": number,
                "data": encode_chunk(statement),
            }

    def _say(self, stored: StoredSource, change: Change) -> None:
        plain = {chunk_of(packed.id, b"", stored.chunks) for packed, _ in change.stated}
        plain |= {chunk_of(id_, b"", stored.chunks) for id_ in change.removed}
        self._fetch((stored, number) for number in {IDENTITY, *plain})
        for id_ in (*change.removed, *(packed.id for packed, _ in change.stated)):
            # A person may have been in the chunk of wishes, and no longer belong there.
            for number in (chunk_of(id_, b"", stored.chunks), IDENTITY):
                if stored.kept[number].pop(id_, None):
                    stored.changed.add(number)
        for packed, _ in change.stated:
            number = chunk_of(packed.id, packed.data, stored.chunks)
            stored.kept[number][packed.id] = Statement(packed.a, packed.b, packed.data)
            stored.changed.add(number)
        if stored.source.records > 4 * PER_CHUNK * stored.chunks:
            self.renew(stored.source.id)

    def _wait(self, change: Change) -> None:
        if change.waits or change.no_longer_waits:
            now = {**self.waiting(), **change.waits}
            for id_ in change.no_longer_waits:
                del now[id_]
            self._waiting = now
            self.waiting_changed = True

    def _find(self, ids_: Collection[str]) -> Iterator[tuple[StoredSource, str, Statement]]:
        wanted = list(ids_)
        self._fetch(
            (stored, number)
            for stored in self.stored.values()
            for number in {IDENTITY, *(chunk_of(id_, b"", stored.chunks) for id_ in wanted)}
        )
        for stored in self.stored.values():
            identities = stored.kept[IDENTITY]
            for id_ in wanted:
                statement = stored.kept[chunk_of(id_, b"", stored.chunks)].get(id_) or identities.get(id_)
                if statement:
                    yield stored, id_, statement

    def _fetch(self, wanted: Iterable[tuple[StoredSource, int]]) -> None:
        missing = {f"{stored.load}/{n}": (stored, n) for stored, n in wanted if n not in stored.kept}
        for id_, chunk in read_chunks(self._connection, self.facts, list(missing)):
            stored, number = missing.pop(id_)
            stored.kept[number] = decode_chunks([chunk])
        for stored, number in missing.values():
            stored.kept[number] = {}


def _chunks_for(records: int) -> int:
    return max(1, -(-records // PER_CHUNK))


def read_chunks(connection: Connection, now: Facts, ids: list[str]) -> Iterator[tuple[str, bytes]]:
    """Return those of the chunks that are there."""
    text = chunks_text(now.version)
    for start in range(0, len(ids), FETCHED_AT_ONCE):
        for row in connection.read(text, ids=ids[start : start + FETCHED_AT_ONCE]):
            yield row["id"], row["data"]


def read_statements(connection: Connection, now: Facts, stored: StoredSource) -> dict[str, Statement]:
    """Return all that a source states, by id, in order of id."""
    chunks = read_chunks(connection, now, [f"{stored.load}/{number}" for number in stored.numbers()])
    return dict(sorted(decode_chunks(chunk for _, chunk in chunks).items()))


def read_waiting(connection: Connection, now: Facts) -> dict[str, tuple[str, str]]:
    """Return the ends of every link that waits for one of them."""
    ids = [f"{now.waits}/{number}" for number in range(-(-(now.waiting or 0) // PER_CHUNK))]
    found = decode_chunks(chunk for _, chunk in read_chunks(connection, now, ids))
    return {id_: (statement.a, statement.b) for id_, statement in found.items()}


def staged_text(ledger: Ledger) -> str:
    """Return what has to be known to finish a load that is interrupted from now on."""
    rows = {id_: ledger.stored[id_].row() if id_ in ledger.stored else None for id_ in sorted(ledger.touched)}
    return json.dumps(rows, ensure_ascii=False)


def resumed(connection: Connection, staged: str) -> Ledger:
    """Return the ledger of an interrupted load: the same plan, of which some may be written already.

    `plan` decides by what the sources stated which records a load touches, and
    only then looks at the graph; so it finds what is still to be done.
    """
    ledger = Ledger(connection)
    with readable():
        rows = json.loads(staged).items()
    for id_, row in rows:
        if row is None:
            ledger.accept(plan(ledger, id_, None))
            continue
        stored = stored_from(row)
        statements = read_statements(connection, ledger.facts, stored)
        records = [unpack(statement_id, *statement) for statement_id, statement in statements.items()]
        ledger.accept(plan(ledger, stored.source, records))
        ledger.adopt(stored)
    return ledger
