# SPDX-License-Identifier: GPL-3.0-or-later
"""The graph is the union of its sources: the one rule that all stores share.

`plan` takes what a store holds (a `Ledger`) and what one source says now, and
returns what to write (a `Change`). It merges only what the load touches; a
store reads and writes and decides nothing. The steps: what differs, who is
who, what that touches, how it looks now, what is to be written.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from graph.merge.fields import ranks
from graph.merge.identity import Identity, identity
from graph.merge.incoming import After, Incoming, incoming
from graph.merge.ledger import Ledger
from graph.merge.problems import first_of
from graph.merge.shown import Shown, forward_words, graph_link_id, show
from graph.schema.nodes import Record, class_of
from graph.schema.packed import DECISIONS, Packed, record_class, unpacked
from graph.schema.source import CONTRADICTION, WAITING, LoadReport, Problem, ProblemCode, Source

Ends = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a store has to write for one load, all of it or nothing.

    `stated` and `removed` are records of this one source, `shown` and `hidden`
    of the graph; both sorted by id. `source` is None when it is retired.
    """

    source_id: str
    source: Source | None
    source_sum: str
    stated: Sequence[tuple[Packed, bytes]]
    removed: Sequence[str]
    shown: Sequence[Packed]
    hidden: Sequence[str]
    waits: Mapping[str, Ends]
    no_longer_waits: Sequence[str]
    report: LoadReport


@dataclass(frozen=True, slots=True)
class _Identities:
    """Who is who before and after."""

    was: Identity
    will: Identity

    def moved(self) -> set[str]:
        """Return the ids that are shown otherwise now, or together with others."""
        was, will = self.was, self.will
        return {
            id_
            for id_ in (*was.shown, *will.shown)
            if was.graph_id(id_) != will.graph_id(id_)
            or was.members_of(was.graph_id(id_)) != will.members_of(will.graph_id(id_))
            or (was.graph_id(id_) in was.by_name) != (will.graph_id(id_) in will.by_name)
        }


@dataclass(frozen=True, slots=True)
class _Touched:
    """Ids, as sources use them, of what may look different now."""

    nodes: set[str]
    links: set[str]


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
    given = incoming(ledger, source, records or ())
    after = After(ledger, given)
    identities = _identities(ledger, after)
    waited = ledger.waiting()
    touched = _touched(ledger, given, after, identities, waited)
    about = after.about(touched.nodes | _members(touched.nodes, identities.will) | touched.links)
    shown = show(touched.nodes, touched.links, about, after, was=identities.was, will=identities.will)
    affected = shown.affected | _remapped(ledger, given, touched.links, identities.was)
    return _change(ledger, given, after, identities.will, _Outcome(shown, affected, touched.links, waited))


def _identities(ledger: Ledger, after: After) -> _Identities:
    before = [(source_id, unpacked(packed)) for source_id, packed in ledger.identity_statements()]
    rank = ranks(known for known, _ in after.sums.values())
    was = identity(before, rank.__getitem__, ledger.present, ledger.secret())
    will = identity(after.identity_statements(before), after.rank.__getitem__, after.present, ledger.secret())
    return _Identities(was, will)


def _members(nodes: set[str], view: Identity) -> set[str]:
    return {member for id_ in nodes for member in view.members_of(view.graph_id(id_))}


def _touched(
    ledger: Ledger, given: Incoming, after: After, identities: _Identities, waited: Mapping[str, Ends]
) -> _Touched:
    changed = {*given.put, *given.gone}
    moved = identities.moved()
    own = {id_ for id_ in changed if class_of(id_)}
    nodes = own | moved
    links = (changed - nodes) | {id_ for id_, (a, b) in waited.items() if a in nodes or b in nodes}
    joined = {
        member
        for view in (identities.was, identities.will)
        for id_ in (_ends_of(ledger, given, links) & view.shown.keys() if view.shown else ())
        for member in view.members_of(view.graph_id(id_))
    }
    around = after.vanished(nodes) | moved | joined
    return _Touched(nodes, links | after.touching(around) if around else links)


def _ends_of(ledger: Ledger, given: Incoming, links: set[str]) -> set[str]:
    ends = {end for id_ in links if id_ in given.records for end in given.records[id_][1:3]}
    gone = [id_ for id_ in links if id_ not in given.records]
    return ends | {end for _, packed in ledger.about(gone) for end in packed[1:3]} if gone else ends


def _remapped(ledger: Ledger, given: Incoming, links: set[str], was: Identity) -> set[str]:
    """Return the ids under which the graph showed links between joined or hidden nodes."""
    if not was.shown:
        return set()
    mine = [given.records[id_] for id_ in links & given.records.keys()]
    return {graph_link_id(packed, was) for packed in (*mine, *(packed for _, packed in ledger.about(links)))}


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How the graph looks where it may have changed; `affected` are all its ids there, shown or not."""

    shown: Shown
    affected: set[str]
    links: set[str]
    waited: Mapping[str, Ends]

    @property
    def waiting(self) -> Mapping[str, Ends]:
        """Every link that waits after the load."""
        return {id_: ends for id_, ends in self.waited.items() if id_ not in self.links} | self.shown.waits


def _change(ledger: Ledger, given: Incoming, after: After, will: Identity, outcome: _Outcome) -> Change:
    shown = outcome.shown
    before = ledger.shown(outcome.affected) if after.sums else {}
    put = [packed for id_, packed in shown.records.items() if before.get(id_) != packed.data]
    hidden = [id_ for id_ in before if id_ not in shown.records]
    problems = (
        *given.problems,
        *shown.problems,
        *_waiting_problems(given, after, outcome.waiting),
        *_contradictions(given, will),
    )
    sums = {id_: item for id_, item in after.sums.items() if id_ != given.source_id}
    if given.source:
        sums[given.source_id] = (given.source, given.total)
    report = LoadReport(
        source=given.source_id,
        created=_count(packed.id for packed in put if packed.id not in before),
        updated=_count(packed.id for packed in put if packed.id in before),
        unchanged=_unchanged(given, will, outcome, {packed.id for packed in put}),
        retired=_count(hidden),
        problems=problems,
        revision=revision_of(sums.values()),
    )
    return Change(
        source_id=given.source_id,
        source=_filled_in(given.source, len(given.records), problems) if given.source else None,
        source_sum=given.total,
        stated=[(given.records[id_], given.digests[id_]) for id_ in sorted(given.put)],
        removed=sorted(given.gone),
        shown=sorted(put),
        hidden=sorted(hidden),
        waits={id_: ends for id_, ends in shown.waits.items() if id_ not in outcome.waited},
        no_longer_waits=sorted((outcome.links & outcome.waited.keys()) - shown.waits.keys()),
        report=report,
    )


def _unchanged(given: Incoming, will: Identity, outcome: _Outcome, written: set[str]) -> dict[str, int]:
    """Count what the source says and the graph showed before just so."""
    mine = {
        (graph_link_id(packed, will) if will.shown else id_) if packed.a else will.graph_id(id_)
        for id_, packed in given.records.items()
    }
    elsewhere = outcome.waiting.keys() | written
    there = outcome.shown.records
    return _count(id_ for id_ in mine if id_ not in elsewhere and (id_ in there or id_ not in outcome.affected))


def _filled_in(source: Source, records: int, problems: Sequence[Problem]) -> Source:
    found = (*source.first_problems, *problems)
    return replace(source, records=records, problems=len(found), first_problems=first_of(found))


def _waiting_problems(given: Incoming, after: After, waiting: Mapping[str, Ends]) -> Iterable[Problem]:
    mine = {id_: ends for id_, ends in waiting.items() if id_ in given.records}
    read = given.source.first_problems if given.source else ()
    # What reading already said of the same id, with its line, need not be said again.
    reported = {value for problem in read for value in problem.text.parameters if isinstance(value, str)}
    there = after.present({end for ends in mine.values() for end in ends})
    for id_, (a, b) in sorted(mine.items()):
        missing = [end for end in (a, b) if end not in there]
        found = ", ".join(missing)[:200]
        if found not in reported:
            text = WAITING(a, forward_words(id_), b, missing)
            yield Problem(text=text, found=found, code=ProblemCode.WAITING)


def _contradictions(given: Incoming, will: Identity) -> Iterable[Problem]:
    if any(id_.startswith(DECISIONS) for id_ in given.records):
        for found in will.contradictions:
            text = CONTRADICTION(found.left, found.right, " – ".join(found.chain))
            yield Problem(text=text, code=ProblemCode.CONTRADICTION)


def _count(ids_: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(record_class(id_).__name__ for id_ in ids_).items()))
