# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a store shows what its sources say."""

from collections.abc import Iterable

from graph.schema.source import ProblemCode
from graph.snapshot.snapshot import Snapshot
from graph.stores.base import Store
from graph.stores.memory import MemoryStore


def findings(store: Store) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return (code, message, records) of everything inconsistent in a store.

    The whole state is merged anew in memory and compared with what the store
    shows. Links that wait for an end are listed too.
    """
    snapshot = store.snapshot()
    fresh = MemoryStore(store.secret())
    reports = fresh.restore([(source, store.stated(source.id)) for source in store.sources()])
    expected = fresh.snapshot()
    found: list[tuple[str, str, tuple[str, ...]]] = []
    if snapshot.revision != expected.revision:
        found.append(("revision", "The revision does not fit what the sources state.", ()))
    if not snapshot.is_same(expected):
        different = set(_rows(snapshot)) ^ set(_rows(expected))
        records = tuple(sorted({row[0] for row in different}))
        found.append(("graph", f"{len(records)} records of the graph differ from what the sources say.", records))
    found += [("waiting", "This link waits: one of its ends is in no source.", (id_,)) for id_ in snapshot.waiting]
    for problem in {str(problem.text): problem for report in reports for problem in report.problems}.values():
        if problem.code is ProblemCode.CONTRADICTION:
            found.append(("identity", str(problem.text), ()))
    return found


def _rows(snapshot: Snapshot) -> Iterable[tuple[str, str]]:
    for index, id_ in enumerate(snapshot.ids):
        yield id_, repr(snapshot.node(index))
    for number in range(snapshot.link_count):
        yield snapshot.link_id(number), repr(snapshot.link(number))
