# SPDX-License-Identifier: GPL-3.0-or-later
"""The shared store: a Neo4j server that several people read and write.

The merged graph is ordinary nodes and links, for Neo4j Browser and for the
twins of queries; what each source states lies beside it in compressed chunks.
A small load is one transaction. A large one is staged first and then applied
in steps, and whoever opens the store next finishes it if it was interrupted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, LiteralString, TypeVar

from graph.errors import NO_SOURCE, SchemaError, StoreUnavailable, UnknownName, typed
from graph.merge.plan import plan, revision_of
from graph.merge.problems import withhold_names
from graph.schema.ids import new_secret
from graph.schema.links import LINK_CLASSES
from graph.schema.nodes import NODE_CLASSES, SCHEMA_VERSION, Record
from graph.schema.packed import LAST_CONTACT, days_of, id_of, readable, unpack
from graph.schema.source import LoadReport, Source
from graph.snapshot.gc_pause import collector_paused
from graph.snapshot.snapshot import Snapshot
from graph.stores.memory import MemoryStore
from graph.stores.neo4j import cypher
from graph.stores.neo4j.driver import Connection, Use
from graph.stores.neo4j.ledger import Facts, Ledger, facts, read_statements, read_waiting, stored_from
from graph.stores.neo4j.migrations import is_known
from graph.stores.neo4j.rows import data_of
from graph.stores.neo4j.writer import Writer, writing
from graph.text.message import Text

OTHER_PROGRAM = Text(
    "neo4j-other-program",
    "The database at $1 holds nodes of another program, labelled Entity.",
    "Error; $1 an address; Entity is typed so",
)
GIVE_EMPTY = Text("neo4j-give-empty", "Give the address of an empty database.", "Hint after that error")
OTHER_VERSION = Text(
    "neo4j-other-version",
    "The database at $1 has schema version $2; this program works with $3.",
    "Error; $1 an address, $2 and $3 versions",
)
USE_EMPTY = Text(
    "neo4j-use-empty",
    "Use the program that wrote it or a newer one, or an empty database.",
    "Hint after that error",
)
CHANGING = Text("neo4j-changing", "The network at $1 is changing too often to be read.", "Error; $1 an address")
AFTER_LOADS = Text(
    "neo4j-after-loads", "Try again when the loads that are running have finished.", "Hint after that error"
)
T = TypeVar("T")
_PATIENCE: dict[Use, float] = {"command": 5.0, "site": 1.0}
"""Seconds for a twin. What it cannot say by then is computed, so a longer wait would only be longer."""
_TRIES = 5
"""Readings that a load disturbed before a reader gives up."""


class Neo4jStore:
    """Keeps the graph in a Neo4j database; see `Store` for the contract."""

    def __init__(
        self,
        url: str,
        *,
        user: str = "neo4j",
        password: str = "",
        use: Use = "command",
        one_transaction: int = 50_000,
        lease: float = 15.0,
        wait: float = 20.0,
        patience: float | None = None,
        **options: Any,  # noqa: ANN401 - the driver's own, for tests
    ) -> None:
        """Connect, prepare the database, finish a load that was interrupted.

        `one_transaction`: records of a load above which it is staged. `lease`:
        seconds after which a writer that gave no sign is taken for dead.
        `wait`: seconds for which a second writer waits for the first.
        `patience`: seconds that a query's twin may take. Raises
        StoreUnavailable, or SchemaError for a database of another version.
        """
        self._connection = Connection(url, user, password, use, **options)
        self._writer = partial(Writer, self._connection, one_transaction=one_transaction, lease=lease)
        self._wait = wait
        self._patience = patience or _PATIENCE[use]
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def load(self, source: Source, records: Iterable[Record]) -> LoadReport:
        """See `Store.load`."""
        return self.restore([(source, records)])[0]

    def restore(self, pairs: Sequence[tuple[Source, Iterable[Record]]]) -> list[LoadReport]:
        """See `Store.restore`."""
        reports: list[LoadReport] = []
        with collector_paused(), writing(self._writer(), self._wait) as writer:
            ledger = self._ledger(writer)
            for source, records in pairs:
                change = plan(ledger, source, records)
                ledger.accept(change)
                reports.append(change.report)
            writer.write(ledger)
        return reports

    def preview(self, source: Source, records: Iterable[Record]) -> LoadReport:
        """See `Store.preview`."""
        with collector_paused(), writing(self._writer(), self._wait) as writer:
            return plan(self._ledger(writer), source, records).report

    def retire(self, source_id: str) -> LoadReport:
        """See `Store.retire`."""
        with collector_paused(), writing(self._writer(), self._wait) as writer:
            ledger = self._ledger(writer)
            if source_id not in ledger.stored:
                known = [(id_, stored.source.title or id_) for id_, stored in sorted(ledger.stored.items())]
                raise UnknownName(NO_SOURCE, source_id, known[:3])
            change = plan(ledger, source_id, None)
            ledger.accept(change)
            writer.write(ledger)
        return change.report

    def sources(self) -> tuple[Source, ...]:
        """See `Store.sources`."""
        return self._steadily(lambda _: self._sources())

    def stated(self, source_id: str) -> Iterable[Record]:
        """See `Store.stated`."""

        def read(now: Facts) -> list[Record]:
            rows = [row["properties"] for row in self._connection.read(cypher.SOURCES)]
            stored = next((stored_from(row) for row in rows if row["id"] == source_id), None)
            return (
                [unpack(id_, *stated) for id_, stated in read_statements(self._connection, now, stored).items()]
                if stored
                else []
            )

        return iter(self._steadily(read))

    def stated_ids(self, source_id: str) -> frozenset[str]:
        """See `Store.stated_ids`."""
        return frozenset(map(id_of, self.stated(source_id)))

    def snapshot(self) -> Snapshot:
        """See `Store.snapshot`."""
        with collector_paused():
            return self._steadily(self._snapshot)

    def revision(self) -> str:
        """See `Store.revision`."""
        return facts(self._connection).revision or revision_of(())

    def run(self, text: LiteralString, parameters: Mapping[str, Any], revision: str) -> list[dict[str, Any]] | None:
        """Return the rows of a query's twin; None if the graph is not, or no longer, at this revision.

        Raises StoreUnavailable, with status 504 for a question that takes too long.
        """
        before = facts(self._connection)
        if before.staged or before.revision != revision:
            return None
        rows = self._connection.read(text, timeout=self._patience, **parameters)
        return rows if facts(self._connection) == before else None

    def secret(self) -> str:
        """See `Store.secret`."""
        return facts(self._connection).secret or ""

    def close(self) -> None:
        """Close all connections."""
        self._connection.close()

    def _prepare(self) -> None:
        now = facts(self._connection)
        if now.version is None:
            if self._connection.read(cypher.HAS_OTHERS)[0]["others"]:
                raise StoreUnavailable(OTHER_PROGRAM(typed(self._connection.address)), GIVE_EMPTY())
            self._connection.prepare([*cypher.constraints(), cypher.AWAIT_INDEXES])
            first = {"version": SCHEMA_VERSION, "revision": revision_of(()), "waiting": 0, "secret": new_secret()}
            self._connection.write(lambda run: run(cypher.PUT_FACTS, facts=first))
        elif not is_known(now.version):
            message = OTHER_VERSION(typed(self._connection.address), now.version, SCHEMA_VERSION)
            raise SchemaError(message, USE_EMPTY())
        elif now.staged:
            writer = self._writer()
            if writer.take(wait=0):
                try:
                    writer.finish()
                finally:
                    writer.give()

    def _ledger(self, writer: Writer) -> Ledger:
        writer.finish()
        return Ledger(self._connection)

    def _steadily(self, read: Callable[[Facts], T]) -> T:
        """Return what `read` reads, once nothing was stored meanwhile: the server's reads see what others commit."""
        for _ in range(_TRIES):
            before = facts(self._connection)
            found = read(before)
            if facts(self._connection) == before:
                return found
        raise StoreUnavailable(CHANGING(typed(self._connection.address)), AFTER_LOADS())

    def _sources(self) -> tuple[Source, ...]:
        ledger = Ledger(self._connection)
        return withhold_names(ledger, (stored.source for stored in ledger.stored.values()))

    def _snapshot(self, now: Facts) -> Snapshot:
        sources = self._sources()
        if now.staged:
            # The graph is on its way to the next state; what the sources stated still gives the one before.
            before = MemoryStore(now.secret or "")
            before.restore([(source, self.stated(source.id)) for source in sources])
            snapshot = before.snapshot()
            # With the problems that their own loads found; merging them here may find others.
            snapshot.sources = sources
            return snapshot
        with readable():  # whoever writes to the database may take away what a record needs
            nodes, links = self._nodes(), self._links()
        return Snapshot(
            nodes,
            links,
            sources=sources,
            waiting=read_waiting(self._connection, now),
            revision=now.revision or revision_of(()),
        )

    def _nodes(self) -> list[tuple[str, str, bytes]]:
        rows: list[tuple[str, str, bytes]] = []
        for cls in sorted(NODE_CLASSES, key=_prefix):
            found = [
                (properties["id"], properties["name"], data_of(cls, properties))
                for (listed,) in self._connection.lists(cypher.all_nodes(cls))
                for properties in listed
            ]
            rows += sorted(found, key=itemgetter(0))
        return rows

    def _links(self) -> list[tuple[str, str, str, int, int, bytes]]:
        rows: list[tuple[str, str, str, int, int, bytes]] = []
        for cls in sorted(LINK_CLASSES, key=_prefix):
            found: list[tuple[str, str, str, int, int, bytes]] = []
            for sources, targets, listed in self._connection.lists(cypher.all_links(cls)):
                for source, target, properties in zip(sources, targets, listed, strict=True):
                    days = days_of(*map(properties.get, ("since", "until", LAST_CONTACT)))
                    found.append((properties["key"], source, target, *days, data_of(cls, properties)))
            rows += sorted(found, key=itemgetter(0))
        return rows


def _prefix(cls: type[Record]) -> str:
    """Return how ids of a class begin; `part_of:` stands before `partner_of:`, though PARTNER_OF before PART_OF."""
    return f"{cls.TYPE.lower()}:"
