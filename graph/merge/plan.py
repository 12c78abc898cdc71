# SPDX-License-Identifier: GPL-3.0-or-later
"""The graph is the union of its sources: the one rule that all stores share.

`plan` takes what a store holds (a `Ledger`) and what one source says now, and
returns what to write (a `Change`). It merges only what the load touches; a
store reads and writes and decides nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Protocol

from graph.merge.fields import masked, merge_nodes, merge_within, newest_wins, ranks
from graph.merge.identity import Identity, Statement, identity
from graph.merge.problems import first_of
from graph.schema.ids import is_hidden
from graph.schema.links import Decision, Link, SameAs, link_id, oriented
from graph.schema.nodes import NODE_BY_PREFIX, Node, Record
from graph.schema.packed import Packed, digest, encode_sources, pack, record_class, unpack, with_sources
from graph.schema.source import CONFLICT, CONTRADICTION, SELF_LINK, WAITING, LoadReport, Problem, Source


class Ledger(Protocol):
    """What a store tells about what its sources said and what it shows."""

    def source_sums(self) -> Mapping[str, tuple[Source, str]]:
        """Return each source with the sum of its record digests (hexadecimal)."""
        ...

    def digests(self, source_id: str) -> Mapping[str, bytes]:
        """Return the digest of every record of a source, by record id."""
        ...

    def about(self, ids_: Collection[str]) -> Iterable[tuple[str, Packed]]:
        """Return (source id, record) of everything said about these record ids."""
        ...

    def touching(self, node_ids: Collection[str]) -> set[str]:
        """Return the ids of the links that any source ties to these nodes."""
        ...

    def present(self, node_ids: Collection[str], *, besides: str | None = None) -> set[str]:
        """Return which of these nodes some source (other than `besides`) has."""
        ...

    def identity_statements(self) -> Iterable[tuple[str, Packed]]:
        """Return (source id, record) of every SameAs and every person with `opted_out`."""
        ...

    def waiting(self) -> Mapping[str, tuple[str, str]]:
        """Return the ends of every link that waits for one of them."""
        ...

    def shown(self, graph_ids: Collection[str]) -> Mapping[str, bytes]:
        """Return the data of those of these nodes and links that the graph has."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a store has to write for one load, all of it or nothing.

    `said` and `unsaid` are records of this one source, `shown` and `hidden`
    of the graph; both sorted by id. `source` is None when it is retired.
    """

    source_id: str
    source: Source | None
    source_sum: str
    said: Sequence[tuple[Packed, bytes]]
    unsaid: Sequence[str]
    shown: Sequence[Packed]
    hidden: Sequence[str]
    waits: Mapping[str, tuple[str, str]]
    no_longer_waits: Sequence[str]
    report: LoadReport


def revision_of(sums: Iterable[tuple[Source, str]]) -> str:
    """Return the digest of a whole state; equal states give equal text.

    Load times and problem counts are no part of it. O(sources).
    """
    total = blake2b(digest_size=16)
    for source, digest_sum in sorted(sums, key=lambda item: item[0].id):
        parts = (source.id, source.title, source.file, source.sha256, source.as_of or "", digest_sum)
        total.update("\x1f".join(parts).encode("utf-8", "surrogatepass") + b"\x1e")
    return total.hexdigest()


def plan(ledger: Ledger, source: Source | str, records: Iterable[Record] | None) -> Change:
    """Return what loading (or, with records None, retiring) a source changes.

    O(r log r) in the source's records; beyond them only what they touch is read.
    """
    return _Plan(ledger, source, records).change()


class _Plan:
    """One run of `plan`; the methods are its steps, in order."""

    def __init__(self, ledger: Ledger, source: Source | str, records: Iterable[Record] | None) -> None:
        self.ledger = ledger
        self.source = source if isinstance(source, Source) else None
        self.source_id = source.id if isinstance(source, Source) else source
        self.sums = dict(ledger.source_sums())
        self.problems: list[Problem] = []
        self.now = self._within(records or ())
        self.digests = {id_: digest(packed) for id_, packed in self.now.items()}
        self.before = ledger.digests(self.source_id) if self.source_id in self.sums else {}
        self.put = [id_ for id_, digest in self.digests.items() if self.before.get(id_) != digest]
        self.gone = [id_ for id_ in self.before if id_ not in self.now]
        old = self.sums[self.source_id][0] if self.source_id in self.sums else None
        self.old_rank = ranks(known for known, _ in self.sums.values())
        others = [known for id_, (known, _) in self.sums.items() if id_ != self.source_id]
        self.alone = not others
        self.rank = ranks([*others, self.source] if self.source else others)
        self.by_rank = {rank: id_ for id_, rank in self.rank.items()}
        self.encoded: dict[tuple[int, ...], bytes] = {}
        self.waited = ledger.waiting()
        if old and self.source and old.as_of != self.source.as_of:
            self.put = list(self.now)

    def _within(self, records: Iterable[Record]) -> dict[str, Packed]:
        """Pack the records; several of one id become one, smallest text first."""
        result: dict[str, Packed] = {}
        for record in records:
            packed = pack(record)
            known = result.setdefault(packed.id, packed)
            if known is not packed and known.data != packed.data:
                first = _unpack(known)
                merged, conflicts = merge_within(first, record)
                for name, left, right in conflicts:
                    text = CONFLICT(name, packed.id, str(left)[:200], str(right)[:200])
                    self.problems.append(Problem(text=text, field=name, found=str(right)[:200]))
                result[packed.id] = pack(merged)
        return result

    def change(self) -> Change:
        """Run the steps."""
        was, will = self._identities()
        touched = [*self.put, *self.gone]
        nodes = {id_ for id_ in touched if _is_node(id_)}
        moved = {
            id_
            for mapping in (was.shown, will.shown)
            for id_ in mapping
            if was.graph_id(id_) != will.graph_id(id_)
            or was.members_of(was.graph_id(id_)) != will.members_of(will.graph_id(id_))
        }
        nodes |= moved
        links = self._links(set(touched) - nodes, nodes, self._vanished(nodes) | moved, was, will)
        after = self._after(nodes | {m for id_ in nodes for m in will.members_of(will.graph_id(id_))} | links)
        shown: dict[str, Packed] = {}
        affected = {was.graph_id(id_) for id_ in nodes} | {will.graph_id(id_) for id_ in nodes}
        for graph_id in affected:
            group = [(rank, packed) for id_ in will.members_of(graph_id) for rank, packed in after.get(id_, ())]
            if group and will.graph_id(group[0][1].id) == graph_id:
                shown[graph_id] = self._show_node(graph_id, group)
        waits = self._show_links(links, after, was, will, affected, shown)
        return self._finish(shown, affected, links, waits, will)

    def _identities(self) -> tuple[Identity, Identity]:
        statements = [(source_id, _unpack(packed)) for source_id, packed in self.ledger.identity_statements()]
        was = identity(statements, self.old_rank.__getitem__, self.ledger.present)
        rest = [statement for statement in statements if statement[0] != self.source_id]
        mine: list[Statement] = [
            (self.source_id, _unpack(packed))
            for packed in self.now.values()
            if packed.id.startswith("same_as:") or b'"opted_out":' in packed.data
        ]
        will = identity([*rest, *mine], self.rank.__getitem__, self._present_after)
        return was, will

    def _present_after(self, node_ids: Collection[str]) -> set[str]:
        mine = {id_ for id_ in node_ids if id_ in self.now}
        missing = set(node_ids) - mine
        if self.alone or not missing:
            return mine
        return mine | self.ledger.present(missing, besides=self.source_id)

    def _vanished(self, nodes: set[str]) -> set[str]:
        before = self.ledger.present(nodes) if self.sums else set[str]()
        return before - self._present_after(before)

    def _links(self, touched: set[str], nodes: set[str], left: set[str], was: Identity, will: Identity) -> set[str]:
        """Return every link (as its sources call it) that may look different now."""
        links = touched | {id_ for id_, (a, b) in self.waited.items() if a in nodes or b in nodes}
        joined = {
            member
            for view in (was, will)
            for id_ in (self._ends_of(links) & view.shown.keys() if view.shown else ())
            for member in view.members_of(view.graph_id(id_))
        }
        around = left | joined
        if around:
            if self.sums:
                links |= self.ledger.touching(around)
            links |= {packed.id for packed in self.now.values() if packed.a in around or packed.b in around}
        return links

    def _ends_of(self, links: set[str]) -> set[str]:
        ends = {end for id_ in links if id_ in self.now for end in self.now[id_][1:3]}
        gone = [id_ for id_ in links if id_ not in self.now]
        if gone:
            ends |= {end for _, packed in self.ledger.about(gone) for end in packed[1:3]}
        return ends

    def _after(self, ids_: set[str]) -> dict[str, list[tuple[int, Packed]]]:
        """Return what all sources say about these ids after the load, by precedence."""
        after: dict[str, list[tuple[int, Packed]]] = defaultdict(list)
        mine = self.rank.get(self.source_id, 0)
        for id_ in ids_:
            if id_ in self.now:
                after[id_].append((mine, self.now[id_]))
        if not self.alone:
            for source_id, packed in self.ledger.about(ids_):
                if source_id != self.source_id:
                    after[packed.id].append((self.rank[source_id], packed))
        return after

    def _show_node(self, graph_id: str, group: list[tuple[int, Packed]]) -> Packed:
        if len(group) == 1 and group[0][1].id == graph_id:
            return with_sources(group[0][1], self._encoded(group))
        merged = merge_nodes([node for node in _records(group) if isinstance(node, Node)])
        return with_sources(pack(masked(merged, graph_id)), self._encoded(group))

    def _encoded(self, group: Iterable[tuple[int, Packed]]) -> bytes:
        key = tuple(sorted({rank for rank, _ in group}))
        if key not in self.encoded:
            self.encoded[key] = encode_sources(tuple(sorted(self.by_rank[rank] for rank in key)))
        return self.encoded[key]

    def _show_links(
        self,
        links: set[str],
        after: Mapping[str, list[tuple[int, Packed]]],
        was: Identity,
        will: Identity,
        affected: set[str],
        shown: dict[str, Packed],
    ) -> dict[str, tuple[str, str]]:
        """Add the links that the graph shows; return the ends of those that wait."""
        said = [(id_, after[id_]) for id_ in links if after.get(id_)]
        there = self._present_after({end for _, group in said for end in group[0][1][1:3]})
        waits: dict[str, tuple[str, str]] = {}
        groups: dict[str, list[tuple[int, Packed]]] = defaultdict(list)
        for id_, group in said:
            a, b = group[0][1][1:3]
            if a not in there or b not in there:
                waits[id_] = (a, b)
                continue
            groups[_graph_link_id(group[0][1], will)] += group
        affected |= groups.keys() | links
        for id_ in self._remapped(links, was):
            affected.add(id_)
        for graph_id, group in groups.items():
            packed = self._show_link(graph_id, group, will)
            if packed:
                shown[graph_id] = packed
        return waits

    def _remapped(self, links: set[str], was: Identity) -> Iterable[str]:
        """Return the ids under which the graph showed links between joined or hidden nodes."""
        if not was.shown:
            return
        for id_ in links & self.now.keys():
            yield _graph_link_id(self.now[id_], was)
        for _, packed in self.ledger.about(links):
            yield _graph_link_id(packed, was)

    def _show_link(self, graph_id: str, group: list[tuple[int, Packed]], will: Identity) -> Packed | None:
        first = group[0][1]
        a, b = will.graph_id(first.a), will.graph_id(first.b)
        if a == b:
            if first.id in self.now and not first.id.startswith("same_as:"):
                self.problems.append(Problem(text=SELF_LINK(first.a, _words(first.id), first.b)))
            return None
        if len(group) == 1 and (first.a, first.b) == (a, b):
            packed = first
        else:
            merged = newest_wins(_records(group))
            assert isinstance(merged, Link)
            ends = oriented(type(merged), a, b)
            merged = replace(merged, source=ends[0], target=ends[1])
            packed = pack(replace(merged, note=None) if is_hidden(a) or is_hidden(b) else merged)
        if graph_id.startswith("same_as:"):
            decision = _unpack(packed)
            if isinstance(decision, SameAs) and decision.decision is Decision.SAME:
                return None
        return with_sources(packed, self._encoded(group))

    def _finish(
        self,
        shown: dict[str, Packed],
        affected: set[str],
        links: set[str],
        waits: dict[str, tuple[str, str]],
        will: Identity,
    ) -> Change:
        before = self.ledger.shown(affected) if self.sums else {}
        put = [packed for id_, packed in shown.items() if before.get(id_) != packed.data]
        hidden = [id_ for id_ in before if id_ not in shown]
        still = {id_: ends for id_, ends in self.waited.items() if id_ not in links} | waits
        self._say_waiting(still)
        self._say_contradictions(will)
        written = {packed.id for packed in put}
        unchanged = Counter(
            record_class(id_).__name__
            for id_ in {self._shown_as(id_, packed, will) for id_, packed in self.now.items()}
            if id_ not in written and id_ not in still and (id_ in shown or id_ not in affected)
        )
        total = sum(int.from_bytes(digest, "big") for digest in self.digests.values()) % (1 << 128)
        source_sum = f"{total:032x}"
        sums = {id_: item for id_, item in self.sums.items() if id_ != self.source_id}
        if self.source:
            sums[self.source_id] = (self.source, source_sum)
        report = LoadReport(
            source=self.source_id,
            created=_count(packed.id for packed in put if packed.id not in before),
            updated=_count(packed.id for packed in put if packed.id in before),
            unchanged=dict(sorted(unchanged.items())),
            retired=_count(hidden),
            problems=tuple(self.problems),
            revision=revision_of(sums.values()),
        )
        return Change(
            source_id=self.source_id,
            source=self._filled_in(self.source) if self.source else None,
            source_sum=source_sum,
            said=[(self.now[id_], self.digests[id_]) for id_ in sorted(self.put)],
            unsaid=sorted(self.gone),
            shown=sorted(put),
            hidden=sorted(hidden),
            waits={id_: ends for id_, ends in waits.items() if id_ not in self.waited},
            no_longer_waits=sorted((links & self.waited.keys()) - waits.keys()),
            report=report,
        )

    def _filled_in(self, source: Source) -> Source:
        found = (*source.first_problems, *self.problems)
        return replace(source, records=len(self.now), problems=len(found), first_problems=first_of(found))

    def _shown_as(self, id_: str, packed: Packed, will: Identity) -> str:
        if not packed.a:
            return will.graph_id(id_)
        return _graph_link_id(packed, will) if will.shown else id_

    def _say_waiting(self, still: Mapping[str, tuple[str, str]]) -> None:
        mine = {id_: ends for id_, ends in still.items() if id_ in self.now}
        read = self.source.first_problems if self.source else ()
        # What reading already said of the same id, with its line, need not be said again.
        told = {value for problem in read for value in problem.text.parameters if isinstance(value, str)}
        there = self._present_after({end for ends in mine.values() for end in ends})
        for id_, (a, b) in sorted(mine.items()):
            missing = [end for end in (a, b) if end not in there]
            found = ", ".join(missing)[:200]
            if found not in told:
                self.problems.append(Problem(text=WAITING(a, _words(id_), b, missing), found=found))

    def _say_contradictions(self, will: Identity) -> None:
        if any(id_.startswith("same_as:") for id_ in self.now):
            for found in will.contradictions:
                text = CONTRADICTION(found.left, found.right, " – ".join(found.chain))
                self.problems.append(Problem(text=text))


def _words(link: str) -> str:
    cls = record_class(link)
    assert issubclass(cls, Link)
    return cls.FORWARD


def _is_node(id_: str) -> bool:
    return id_.partition(":")[0] in NODE_BY_PREFIX


def _unpack(packed: Packed) -> Record:
    return unpack(packed.id, packed.a, packed.b, packed.data)


def _records(group: Iterable[tuple[int, Packed]]) -> list[Record]:
    """Return the statements in order of precedence, ties by id."""
    return [_unpack(packed) for _, packed in sorted(group, key=lambda item: (item[0], item[1].id))]


def _graph_link_id(packed: Packed, view: Identity) -> str:
    a, b = view.graph_id(packed.a), view.graph_id(packed.b)
    if (a, b) == (packed.a, packed.b):
        return packed.id
    link = _unpack(packed)
    assert isinstance(link, Link)
    return link_id(link, *oriented(type(link), a, b))


def _count(ids_: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(record_class(id_).__name__ for id_ in ids_).items()))
