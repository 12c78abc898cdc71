# SPDX-License-Identifier: GPL-3.0-or-later
"""What every store promises, and what needs no store of its own.

The graph is a function of the set of (source, records) pairs: loading a
source again replaces what it said, retiring it leaves what the others say,
and order never matters. `graph/merge/plan.py` decides; a store reads and writes.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from graph.errors import NO_SOURCE, PartnershipsError, SchemaError, UnknownName, typed
from graph.schema.nodes import SCHEMA_VERSION, Record
from graph.schema.packed import from_json, to_json
from graph.schema.source import LoadReport, Source
from graph.snapshot.snapshot import Snapshot
from graph.stores.memory import MemoryStore
from graph.text.message import Text

NO_KIND = Text("store-no-kind", "“$1” is no kind of store.", "Error; $1 the beginning of the address of a database")
KINDS = Text(
    "store-kinds",
    "Use sqlite:///FILE, neo4j://HOST, neo4j+s://HOST or bolt://HOST.",
    "Hint after that error; the addresses are typed so",
)
Progress = Callable[[str, int, int], None]
"""Called with a step's name, how much is done, and how much there is."""


class Store(Protocol):
    """A place where the graph is kept. Every load is atomic."""

    def load(self, source: Source, records: Iterable[Record]) -> LoadReport:
        """Replace what the source says; report what that changed."""
        ...

    def preview(self, source: Source, records: Iterable[Record]) -> LoadReport:
        """Return the report that `load` would give; write nothing."""
        ...

    def restore(self, pairs: Sequence[tuple[Source, Iterable[Record]]]) -> list[LoadReport]:
        """Load several sources, all of them or none."""
        ...

    def retire(self, source_id: str) -> LoadReport:
        """Forget a source. Raises UnknownName."""
        ...

    def sources(self) -> tuple[Source, ...]:
        """Return the sources, sorted by id."""
        ...

    def said(self, source_id: str) -> Iterable[Record]:
        """Return the records of a source, sorted by id, as it gave them."""
        ...

    def snapshot(self) -> Snapshot:
        """Return the merged graph at the current revision."""
        ...

    def revision(self) -> str:
        """Return the digest of the whole state; equal states, equal text."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


def known_source(store: Store, source_id: str) -> Source:
    """Return a source by id; raises UnknownName with close matches."""
    sources = {source.id: source for source in store.sources()}
    if source_id in sources:
        return sources[source_id]
    from rapidfuzz import process  # noqa: PLC0415 - only for an unknown id

    close = [match for match, _, _ in process.extract(source_id, list(sources), limit=3, score_cutoff=50)]
    raise UnknownName(NO_SOURCE, source_id, [(match, sources[match].title or match) for match in close])


def state(store: Store) -> dict[str, Any]:
    """Return the whole state in the shape of docs/formats.md#whole-state, for `export --format json`."""
    snapshot = store.snapshot()
    return {
        "schema_version": SCHEMA_VERSION,
        "nodes": [to_json(snapshot.node(index)) for index in range(len(snapshot))],
        "links": [to_json(snapshot.link(number)) for number in range(snapshot.link_count)],
        "sources": [
            {
                "id": source.id,
                "title": source.title,
                "file": source.file,
                "sha256": source.sha256,
                "as_of": source.as_of,
                "records": [to_json(record) for record in store.said(source.id)],
            }
            for source in store.sources()
        ],
    }


def sources_of(content: dict[str, Any]) -> list[tuple[Source, list[Record]]]:
    """Return the (source, records) pairs of an exported state.

    Raises SchemaError for another schema version or content that is no
    export of ours.
    """
    version = content.get("schema_version")
    if version != SCHEMA_VERSION:
        message = f"This export has schema version {version!r}; this program reads version {SCHEMA_VERSION}."
        raise SchemaError(message, "Export it again with the program that wrote it, or load the original files.")
    try:
        return [
            (
                Source(**{name: given[name] for name in ("id", "title", "file", "sha256", "as_of")}),
                [from_json(record) for record in given["records"]],
            )
            for given in content["sources"]
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"This export is damaged: {type(error).__name__} at {error}."
        raise SchemaError(message, "Export it again, or load the original files.") from error


def findings(store: Store) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return (code, message, records) of everything inconsistent in a store.

    The whole state is merged anew in memory and compared with what the store
    shows. Links that wait for an end are listed too.
    """
    snapshot = store.snapshot()
    fresh = MemoryStore()
    reports = fresh.restore([(source, store.said(source.id)) for source in store.sources()])
    expected = fresh.snapshot()
    found: list[tuple[str, str, tuple[str, ...]]] = []
    if snapshot.revision != expected.revision:
        found.append(("revision", "The revision does not fit what the sources said.", ()))
    if not snapshot.is_same(expected):
        different = set(_rows(snapshot)) ^ set(_rows(expected))
        records = tuple(sorted({row[0] for row in different}))
        found.append(("graph", f"{len(records)} records of the graph differ from what the sources say.", records))
    found += [("waiting", "This link waits: one of its ends is in no source.", (id_,)) for id_ in snapshot.waiting]
    for problem in {str(problem.text): problem for report in reports for problem in report.problems}.values():
        if problem.text.text.key == "problem-identity-contradiction":
            found.append(("identity", str(problem.text), ()))
    return found


def _rows(snapshot: Snapshot) -> Iterable[tuple[str, str]]:
    for index, id_ in enumerate(snapshot.ids):
        yield id_, repr(snapshot.node(index))
    for number in range(snapshot.link_count):
        yield snapshot.link_id(number), repr(snapshot.link(number))


def open_store(url: str, **options: Any) -> Store:  # noqa: ANN401 - credentials, for the server stores only
    """Return the store at an address: `sqlite:///file`, `memory:`, `neo4j://…`, `bolt://…`.

    Raises PartnershipsError for an address of no known kind, StoreUnavailable
    if nothing answers there.
    """
    scheme, separator, rest = url.partition(":")
    if scheme == "memory" and separator:
        return MemoryStore()
    if scheme == "sqlite" and rest.startswith("///"):
        from graph.stores.sqlite import SQLiteStore  # noqa: PLC0415 - one kind of store at a time

        return SQLiteStore(rest.removeprefix("///"))
    if scheme.removesuffix("+s").removesuffix("+ssc") in {"neo4j", "bolt"} and rest.startswith("//"):
        from graph.stores.neo4j.store import Neo4jStore  # noqa: PLC0415 - the driver takes over a second

        return Neo4jStore(url, **options)
    raise PartnershipsError(NO_KIND(typed(f"{scheme}:")), KINDS())
