# SPDX-License-Identifier: GPL-3.0-or-later
"""What one source says now, how that differs from what it said, and what then all sources say."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.merge.fields import merge_within, ranks
from graph.merge.identity import Statement
from graph.merge.ledger import Ledger
from graph.schema.nodes import Record
from graph.schema.packed import Packed, decides_identity, digest, pack, unpacked
from graph.schema.source import CONFLICT, Problem, ProblemCode, Source

Statements = list[tuple[int, Packed]]
"""What is said about one id: (rank of the source, record)."""
_SHOWN = 200
"""Characters of a value that a problem shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One source as it is given: `put` are the ids whose record is new or other, `gone` those no longer said.

    `source` is None when it is retired.
    """

    source_id: str
    source: Source | None
    records: Mapping[str, Packed]
    digests: Mapping[str, bytes]
    put: Sequence[str]
    gone: Sequence[str]
    problems: Sequence[Problem]

    @property
    def total(self) -> str:
        """The sum of the digests, hexadecimal: equal whatever the order."""
        return f"{sum(int.from_bytes(one, 'big') for one in self.digests.values()) % (1 << 128):032x}"


def incoming(ledger: Ledger, source: Source | str, records: Iterable[Record]) -> Incoming:
    """Compare what a source says with what the ledger knows of it."""
    id_ = source.id if isinstance(source, Source) else source
    given, problems = _united(records)
    digests = {record_id: digest(packed) for record_id, packed in given.items()}
    known = ledger.source_sums().get(id_)
    before = ledger.digests(id_) if known else {}
    if known and isinstance(source, Source) and known[0].as_of != source.as_of:
        put = list(given)  # what it says may now win, or no longer
    else:
        put = [record_id for record_id, value in digests.items() if before.get(record_id) != value]
    return Incoming(
        source_id=id_,
        source=source if isinstance(source, Source) else None,
        records=given,
        digests=digests,
        put=put,
        gone=[record_id for record_id in before if record_id not in given],
        problems=problems,
    )


def _united(records: Iterable[Record]) -> tuple[dict[str, Packed], list[Problem]]:
    """Pack the records; several of one id become one."""
    result: dict[str, Packed] = {}
    problems: list[Problem] = []
    for record in records:
        packed = pack(record)
        known = result.setdefault(packed.id, packed)
        if known is packed or known.data == packed.data:
            continue
        merged, conflicts = merge_within(unpacked(known), record)
        result[packed.id] = pack(merged)
        for name, left, right in conflicts:
            found = str(right)[:_SHOWN]
            text = CONFLICT(name, packed.id, str(left)[:_SHOWN], found)
            problems.append(Problem(text=text, field=name, found=found, code=ProblemCode.CONFLICT))
    return result, problems


class After:
    """What all sources say once a load is done; nothing is written for it."""

    def __init__(self, ledger: Ledger, given: Incoming) -> None:
        """Look at the ledger through what is given."""
        self._ledger = ledger
        self._given = given
        self.sums = dict(ledger.source_sums())
        self.others = [known for id_, (known, _) in self.sums.items() if id_ != given.source_id]

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """Rank of each source in order of precedence."""
        return ranks([*self.others, self._given.source] if self._given.source else self.others)

    def is_given(self, id_: str) -> bool:
        """Say whether the source that is loaded says something about this id."""
        return id_ in self._given.records

    def present(self, node_ids: Collection[str]) -> set[str]:
        """Return which of these nodes some source has."""
        mine = {id_ for id_ in node_ids if id_ in self._given.records}
        missing = set(node_ids) - mine
        if not self.others or not missing:
            return mine
        return mine | self._ledger.present(missing, besides=self._given.source_id)

    def vanished(self, node_ids: Collection[str]) -> set[str]:
        """Return which of these nodes some source had, and none has any more."""
        before = self._ledger.present(node_ids) if self.sums else set[str]()
        return before - self.present(before)

    def about(self, ids_: Collection[str]) -> Mapping[str, Statements]:
        """Return what is said about these ids."""
        after: dict[str, Statements] = defaultdict(list)
        mine = self.rank.get(self._given.source_id, 0)
        for id_ in ids_:
            if id_ in self._given.records:
                after[id_].append((mine, self._given.records[id_]))
        if self.others:
            for source_id, packed in self._ledger.about(ids_):
                if source_id != self._given.source_id:
                    after[packed.id].append((self.rank[source_id], packed))
        return after

    def touching(self, node_ids: Collection[str]) -> set[str]:
        """Return the links at these nodes that are said now, or were before."""
        links = self._ledger.touching(node_ids) if self.sums else set[str]()
        mine = self._given.records.values()
        return links | {packed.id for packed in mine if packed.a in node_ids or packed.b in node_ids}

    def identity_statements(self, before: Iterable[Statement]) -> list[Statement]:
        """Return the statements that decide identity, given those of before the load."""
        mine = self._given.records.values()
        return [
            *(statement for statement in before if statement[0] != self._given.source_id),
            *((self._given.source_id, unpacked(one)) for one in mine if decides_identity(one.id, one.data)),
        ]
