# SPDX-License-Identifier: GPL-3.0-or-later
"""Which nodes may be one and the same, with reasons for and against (docs/methods/names.md#policy).

Nothing is joined here. The query `duplicates` shows the candidates, the bus
factor says what it would be if they were one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, cycle, pairwise, product
from typing import NamedTuple

from graph.schema.links import Decision, SameAs
from graph.schema.nodes import Node, Person
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message
from queries.algorithms.name_pairs import Words, alike
from queries.algorithms.name_similarity import likeness
from queries.measures.identity.match_evidence import Reasons
from queries.measures.identity.name_words import organisation_words, words_of

MIN_SCORE = 0.85
"""From this score on a pair of names is worth a look (docs/methods/names.md#policy)."""
MOST_OF_A_NAME = 50
"""So many of one name are compared each with each; of more, each with one other only (a choice)."""

_FEW, _SHARE = 5, 0.05
"""A word that more organisations have in their name, and more than this share of them, tells none apart (a choice)."""
_WHOLE_NAME = 2
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two nodes that may be one; `left` has the smaller id.

    `weak`: a first name alone is what they have in common. `link`: number of
    the link with an earlier decision. `links`: ids of those behind the reasons.
    """

    left: int
    right: int
    score: float
    weak: bool
    reasons_for: tuple[Message, ...]
    reasons_against: tuple[Message, ...]
    links: tuple[str, ...]
    link: int | None

    def order(self) -> tuple[bool, float, int, int]:
        """Return what candidates are sorted by: nothing against first, then score, then ids."""
        return bool(self.reasons_against), -round(self.score, 12), self.left, self.right


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates, best first.

    `not_asked`: weak pairs beyond one a person. `common`: one node of each
    name that too many have to compare them all.
    """

    candidates: tuple[Candidate, ...]
    not_asked: int
    common: tuple[int, ...]


class _Match(NamedTuple):
    """Two names of two nodes; the greatest one is the best reason to look at them."""

    strong: bool
    score: float
    plain: bool


def decisions(snapshot: Snapshot, decision: Decision) -> dict[Pair, int]:
    """Return the link numbers of earlier decisions of a kind, by pair of nodes."""
    numbers = snapshot.links_of(SameAs).tolist()
    return {
        _pair(int(snapshot.link_source[number]), int(snapshot.link_target[number])): number
        for number, value in zip(numbers, snapshot.values(SameAs, "decision"), strict=True)
        if value == decision
    }


def candidates(
    snapshot: Snapshot,
    cls: type[Node],
    nodes: Iterable[int],
    min_score: float = MIN_SCORE,
    *,
    with_different: bool = False,
) -> Found:
    """Return who of some nodes of one class may be one; those who opted out are left out.

    Pairs that somebody was unsure about stay open, whatever their score;
    those that were found to be different are left out unless asked for.
    O(W^2 + pairs that share a word's skeleton), W = different words.
    """
    forms = _forms(snapshot, cls, sorted(set(nodes) - snapshot.opted_out))
    matches = _matches(forms, min_score, is_person=cls is Person)
    different = decisions(snapshot, Decision.DIFFERENT)
    decided = decisions(snapshot, Decision.UNSURE) | (different if with_different else {})
    for left, right in decided:
        if left in forms and right in forms:
            best = max(_match(*both, is_person=cls is Person) for both in product(forms[left], forms[right]))
            matches.setdefault((left, right), best)
    reasons = Reasons(snapshot, cls)
    rows = [
        _candidate(reasons, pair, match, decided.get(pair))
        for pair, match in matches.items()
        if with_different or pair not in different
    ]
    kept = _one_weak_each(sorted(rows, key=Candidate.order))
    return Found(kept, len(rows) - len(kept), _common(forms))


def open_twins(snapshot: Snapshot, node: int) -> frozenset[int]:
    """Return the people who may be the same as a person by name or an undecided pair, unless somebody said no. O(n)."""
    people = snapshot.nodes_of(Person).tolist() if snapshot.type_of(node) is Person else []
    return frozenset(other for other in people if other != node and may_be_one(snapshot, node, other))


def may_be_one(snapshot: Snapshot, one: int, other: int) -> bool:
    """Say whether two are people who may be the same: somebody was unsure, or their whole names are alike."""
    if snapshot.type_of(one) is not Person or snapshot.type_of(other) is not Person:
        return False
    if _pair(one, other) in decisions(snapshot, Decision.UNSURE):
        return True
    names = words_of(snapshot.names[one]), words_of(snapshot.names[other])
    if min(map(len, names)) < _WHOLE_NAME or round(likeness(*names).score, 12) < MIN_SCORE:
        return False
    return _pair(one, other) not in decisions(snapshot, Decision.DIFFERENT)


def _forms(snapshot: Snapshot, cls: type[Node], nodes: Sequence[int]) -> dict[int, tuple[Words, ...]]:
    """Return the names of each node as words, sorted since order says nothing, its own name first.

    Of an organisation an alias of one word is left out: many are acronyms,
    and several organisations have the same. So are words that many of a class
    have in their name, such as "user" and "group", unless nothing else is left.
    """
    aliases = dict(zip(snapshot.nodes_of(cls).tolist(), snapshot.values(cls, "aliases"), strict=True))
    words, least = (words_of, 1) if cls is Person else (organisation_words, 2)
    forms: dict[int, tuple[Words, ...]] = {}
    for node in nodes:
        others = (words(name) for name in aliases[node] or ())
        names = (words(snapshot.names[node]), *(other for other in others if len(other) >= least))
        forms[node] = tuple(dict.fromkeys(tuple(sorted(name)) for name in names))
    return forms if cls is Person else _distinctive(forms)


def _distinctive(forms: Mapping[int, tuple[Words, ...]]) -> dict[int, tuple[Words, ...]]:
    """Return the names without the words that many of them share."""
    counts = Counter(word for of in forms.values() for word in set(of[0]))
    common = {word for word, count in counts.items() if count > max(_FEW, _SHARE * len(forms))}
    return {
        node: tuple(dict.fromkeys(tuple(word for word in name if word not in common) or name for name in of))
        for node, of in forms.items()
    }


def _by_form(forms: Mapping[int, Sequence[Words]]) -> dict[Words, list[int]]:
    found: dict[Words, list[int]] = {}
    for node, of in forms.items():
        for form in of:
            if form:
                found.setdefault(form, []).append(node)
    return found


def _common(forms: Mapping[int, Sequence[Words]]) -> tuple[int, ...]:
    return tuple(of[0] for _, of in sorted(_by_form(forms).items()) if len(of) > MOST_OF_A_NAME)


def _matches(forms: Mapping[int, Sequence[Words]], min_score: float, *, is_person: bool) -> dict[Pair, _Match]:
    by_form = _by_form(forms)
    found: dict[Pair, _Match] = {}
    names = sorted(by_form)
    same = ((name, name, pair) for name in names for pair in _among(by_form[name]))
    near = (
        (names[one], names[other], pair)
        for one, other in alike(names, min_score)
        for pair in _between(by_form[names[one]], by_form[names[other]])
    )
    for one, other, pair in chain(same, near):
        if pair[0] != pair[1]:
            match = _match(one, other, is_person=is_person)
            found[pair] = max(found.get(pair, match), match)
    return found


@lru_cache(maxsize=100_000)
def _match(one: Words, other: Words, *, is_person: bool) -> _Match:
    found = likeness(one, other)
    return _Match(not is_person or min(len(one), len(other)) > 1, found.score, not found.gendered)


def _among(nodes: Sequence[int]) -> Iterator[Pair]:
    yield from combinations(nodes, 2) if len(nodes) <= MOST_OF_A_NAME else pairwise(nodes)


def _between(some: Sequence[int], others: Sequence[int]) -> Iterator[Pair]:
    """Return pairs of nodes with two names that are alike."""
    if len(some) * len(others) <= MOST_OF_A_NAME**2:
        pairs: Iterable[Pair] = product(some, others)
    else:
        fewer, more = sorted((some, others), key=len)
        pairs = zip(cycle(fewer), more, strict=False)
    yield from (_pair(*pair) for pair in pairs)


def _pair(one: int, other: int) -> Pair:
    return min(one, other), max(one, other)


def _candidate(reasons: Reasons, pair: Pair, match: _Match, link: int | None) -> Candidate:
    reasons_for, against, links = reasons.of(*pair, gendered=not match.plain)
    return Candidate(
        left=pair[0],
        right=pair[1],
        score=match.score,
        weak=not match.strong,
        reasons_for=tuple(reasons_for),
        reasons_against=tuple(against),
        links=tuple(links),
        link=link,
    )


def _one_weak_each(rows: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Keep of the pairs with a first name alone at most one for each person; one already looked at counts."""
    rows = list(rows)
    asked = {node for row in rows if row.weak and row.link is not None for node in (row.left, row.right)}
    kept: list[Candidate] = []
    for row in rows:
        if row.weak and row.link is None:
            if row.left in asked or row.right in asked:
                continue
            asked |= {row.left, row.right}
        kept.append(row)
    return tuple(kept)
