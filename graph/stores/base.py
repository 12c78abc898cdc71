# SPDX-License-Identifier: GPL-3.0-or-later
"""What every store promises, and what needs no store of its own.

The graph is a function of the set of (source, records) pairs: loading a
source again replaces what it stated, retiring it leaves what the others say,
and order never matters. `graph/merge/plan.py` decides; a store reads and writes.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from graph.errors import NO_SOURCE, SchemaError, UnknownName
from graph.schema.nodes import SCHEMA_VERSION, Record
from graph.schema.packed import from_json, to_json
from graph.schema.source import LoadReport, Source
from graph.snapshot.snapshot import Snapshot


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

    def stated(self, source_id: str) -> Iterable[Record]:
        """Return the records of a source, sorted by id, as it gave them."""
        ...

    def stated_ids(self, source_id: str) -> frozenset[str]:
        """Return the ids of the records of a source; none if there is no such source."""
        ...

    def snapshot(self) -> Snapshot:
        """Return the merged graph at the current revision."""
        ...

    def revision(self) -> str:
        """Return the digest of the whole state; equal states, equal text."""
        ...

    def secret(self) -> str:
        """Return what the ids of people who are not named are made with; made once, and in no export."""
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
        "links": [
            {**to_json(snapshot.link(number)), "id": snapshot.link_id(number)} for number in range(snapshot.link_count)
        ],
        "sources": [
            {
                "id": source.id,
                "title": source.title,
                "file": source.file,
                "sha256": source.sha256,
                "as_of": source.as_of,
                "records": [to_json(record) for record in store.stated(source.id)],
            }
            for source in store.sources()
        ],
    }


def check_version(content: dict[str, Any]) -> None:
    """Raise SchemaError for an exported state of a later version; those of all earlier ones are read."""
    version = content.get("schema_version")
    if version not in range(1, SCHEMA_VERSION + 1):
        message = f"This export has schema version {version!r}; this program reads versions 1 to {SCHEMA_VERSION}."
        raise SchemaError(message, "Use the program that wrote it or a newer one, or load the original files.")


def sources_of(content: dict[str, Any]) -> list[tuple[Source, list[Record]]]:
    """Return the (source, records) pairs of an exported state.

    Raises SchemaError for a later schema version or content that is no
    export of ours.
    """
    check_version(content)
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
