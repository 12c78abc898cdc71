# SPDX-License-Identifier: GPL-3.0-or-later
"""Loading and retiring with the rule that one name in several sources is one entry.

What the rule joins is kept as a source of its own, so that it is seen, never
changes what another source states, and goes when it is retired. It is worked
out anew with each load, and written together with it.
"""

from collections.abc import Iterable, Iterator, Sequence

from graph.merge.by_name import joined_by_name
from graph.merge.identity import Statement
from graph.schema.links import SameAs
from graph.schema.nodes import Record
from graph.schema.source import JOINED, LoadReport, Source
from graph.stores.base import Store

Pairs = Sequence[tuple[Source, Sequence[Record]]]


def load_joined(store: Store, pairs: Pairs, *, join: bool) -> tuple[list[LoadReport], list[SameAs]]:
    """Load the sources and join what has one name; return the reports of the sources, and the joins."""
    given = [(source, records) for source, records in pairs if source.id != JOINED]
    joins = joins_with(store, given) if join else []
    is_known = any(source.id == JOINED for source in store.sources())
    rule = [(Source(id=JOINED, title="Joined by name"), joins)] if joins or is_known else []
    return store.restore([*given, *rule])[: len(given)], joins


def retire_joined(store: Store, source_id: str, *, join: bool) -> LoadReport:
    """Retire a source and what the rule joined because of it; join what only that source told apart."""
    report = store.retire(source_id)
    if source_id != JOINED:
        load_joined(store, (), join=join)
    return report


def joins_with(store: Store, pairs: Iterable[tuple[Source, Sequence[Record]]]) -> list[SameAs]:
    """Return what the rule would join once these sources are loaded."""
    given = {source.id: records for source, records in pairs}
    others = [source.id for source in store.sources() if source.id not in {*given, JOINED}]
    if len(given) + len(others) < 2:
        return []

    def statements() -> Iterator[Statement]:
        for id_, records in given.items():
            yield from ((id_, record) for record in records)
        for id_ in others:
            yield from ((id_, record) for record in store.stated(id_))

    return joined_by_name(statements())
