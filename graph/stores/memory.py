# SPDX-License-Identifier: GPL-3.0-or-later
"""A store in memory: for tests, for checks, and as the plainest reading of the contract."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace

from graph.errors import NO_SOURCE, UnknownName
from graph.merge.plan import Change, plan, revision_of
from graph.merge.problems import withhold_names
from graph.schema.ids import new_secret
from graph.schema.nodes import Record
from graph.schema.packed import Packed, decides_identity, digest, unpack
from graph.schema.source import LoadReport, Source
from graph.snapshot.snapshot import Snapshot


class MemoryStore:
    """Keeps everything in dictionaries; nothing survives the process."""

    def __init__(self, secret: str | None = None) -> None:
        """Start empty, with a secret of its own unless one is given."""
        self._secret = new_secret() if secret is None else secret
        self._sources: dict[str, tuple[Source, str]] = {}
        self._statements: dict[str, dict[str, Packed]] = {}
        self._graph: dict[str, Packed] = {}
        self._waiting: dict[str, tuple[str, str]] = {}

    def load(self, source: Source, records: Iterable[Record]) -> LoadReport:
        """See `Store.load`."""
        return self._write(plan(self, source, records))

    def preview(self, source: Source, records: Iterable[Record]) -> LoadReport:
        """See `Store.preview`."""
        return plan(self, source, records).report

    def restore(self, pairs: Sequence[tuple[Source, Iterable[Record]]]) -> list[LoadReport]:
        """See `Store.restore`."""
        trial = deepcopy(self)
        reports = [trial.load(source, records) for source, records in pairs]
        self.__dict__.update(trial.__dict__)
        return reports

    def retire(self, source_id: str) -> LoadReport:
        """See `Store.retire`."""
        if source_id not in self._sources:
            raise UnknownName(NO_SOURCE, source_id)
        return self._write(plan(self, source_id, None))

    def sources(self) -> tuple[Source, ...]:
        """See `Store.sources`."""
        return withhold_names(self, (source for _, (source, _) in sorted(self._sources.items())))

    def stated(self, source_id: str) -> Iterable[Record]:
        """See `Store.stated`."""
        for _, packed in sorted(self._statements.get(source_id, {}).items()):
            yield unpack(packed.id, packed.a, packed.b, packed.data)

    def stated_ids(self, source_id: str) -> frozenset[str]:
        """See `Store.stated_ids`."""
        return frozenset(self._statements.get(source_id, ()))

    def snapshot(self) -> Snapshot:
        """See `Store.snapshot`."""
        return Snapshot.of(
            self._graph.values(), sources=self.sources(), waiting=self._waiting, revision=self.revision()
        )

    def revision(self) -> str:
        """See `Store.revision`."""
        return revision_of(self._sources.values())

    def close(self) -> None:
        """Nothing to let go of."""

    def _write(self, change: Change) -> LoadReport:
        stated = self._statements.setdefault(change.source_id, {})
        stated.update({packed.id: packed for packed, _ in change.stated})
        for id_ in change.removed:
            del stated[id_]
        if change.source is None:
            del self._sources[change.source_id], self._statements[change.source_id]
        else:
            self._sources[change.source_id] = (change.source, change.source_sum)
        self._graph.update({packed.id: packed for packed in change.shown})
        for id_ in change.hidden:
            del self._graph[id_]
        self._waiting.update(change.waits)
        for id_ in change.no_longer_waits:
            del self._waiting[id_]
        return change.report

    # What `plan` asks of a store

    def secret(self) -> str:
        """See `Store.secret`."""
        return self._secret

    def source_sums(self) -> Mapping[str, tuple[Source, str]]:
        """See `Ledger.source_sums`."""
        return {id_: (replace(source), total) for id_, (source, total) in self._sources.items()}

    def digests(self, source_id: str) -> Mapping[str, bytes]:
        """See `Ledger.digests`."""
        return {id_: digest(packed) for id_, packed in self._statements[source_id].items()}

    def about(self, ids_: Collection[str]) -> Iterable[tuple[str, Packed]]:
        """See `Ledger.about`."""
        for source_id, stated in self._statements.items():
            for id_ in ids_:
                if id_ in stated:
                    yield source_id, stated[id_]

    def touching(self, node_ids: Collection[str]) -> set[str]:
        """See `Ledger.touching`."""
        return {packed.id for packed in self._all() if packed.a in node_ids or packed.b in node_ids}

    def present(self, node_ids: Collection[str], *, besides: str | None = None) -> set[str]:
        """See `Ledger.present`."""
        others = [stated for source_id, stated in self._statements.items() if source_id != besides]
        return {id_ for id_ in node_ids if any(id_ in stated for stated in others)}

    def identity_statements(self) -> Iterable[tuple[str, Packed]]:
        """See `Ledger.identity_statements`."""
        for source_id, stated in self._statements.items():
            for packed in stated.values():
                if decides_identity(packed.id, packed.data):
                    yield source_id, packed

    def waiting(self) -> Mapping[str, tuple[str, str]]:
        """See `Ledger.waiting`."""
        return dict(self._waiting)

    def shown(self, graph_ids: Collection[str]) -> Mapping[str, bytes]:
        """See `Ledger.shown`."""
        return {id_: self._graph[id_].data for id_ in graph_ids if id_ in self._graph}

    def _all(self) -> Iterable[Packed]:
        return (packed for stated in self._statements.values() for packed in stated.values())
