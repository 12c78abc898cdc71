# SPDX-License-Identifier: GPL-3.0-or-later
"""Which nodes of several sources are one because they have one name: a rule, no decision of a person.

Organisations, themes, projects and events of one class with one name are one,
unless a fact or a person tells them apart. People are one if they have the
same full name and one more fact agrees. A name that one source gives to two
nodes joins nobody: that source tells them apart. The rule looks at all
sources at once, so that the order of loads never matters. O(n + m).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from graph.merge.identity import Statement, clusters_of
from graph.schema.folding import fold, with_signs
from graph.schema.links import ContactOf, Decision, Link, MemberOf, PartOf, SameAs, WorkedOn, oriented
from graph.schema.nodes import Affiliate, Event, Node, Partner, Person, Project, Theme
from graph.text.partial_date import parts_of

BY = "name"
"""Who decided, in the links that the rule makes."""
_JOINED = (Affiliate, Partner, Theme, Project, Event, Person)
_ONE_OF_EACH = ("country", "wikidata", "kind", "username")
"""Fields of which one entry has one value."""
_CONTEXTS = (MemberOf, WorkedOn, ContactOf, PartOf)
_FEWEST_WORDS = 2


@dataclass(slots=True)
class _Known:
    """What all sources say of one node, as far as the rule looks at it."""

    cls: type[Node]
    keys: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    facts: set[tuple[str, ...]] = field(default_factory=set)
    days: list[tuple[int, int]] = field(default_factory=list)


def name_key(name: str) -> str:
    """Return what two spellings of a name have in common; signs keep names apart.

    >>> name_key("C++ Club") == name_key("C# Club"), name_key("Café  Club") == name_key("cafe club")
    (False, True)
    """
    return fold(with_signs(name))


def joined_by_name(statements: Iterable[Statement]) -> list[SameAs]:
    """Return the joins of the rule, given all that all sources say, sorted by id."""
    known, links = _gathered(statements)
    _add_contexts(known, links)
    decided = [link for _, link in links if isinstance(link, SameAs)]
    apart = {frozenset((one.source, one.target)) for one in decided if one.decision is Decision.DIFFERENT}
    groups: dict[tuple[type[Node], str], list[str]] = defaultdict(list)
    for id_, one in sorted(known.items()):
        for key in one.keys:
            groups[one.cls, key].append(id_)
    joins = {link.id: link for group in groups.values() if len(group) > 1 for link in _joins(group, known, apart)}
    free = _free_of_contradiction(decided, joins.values())
    return [joins[id_] for id_ in sorted(joins) if joins[id_].source in free]


def _free_of_contradiction(decided: Iterable[SameAs], joins: Iterable[SameAs]) -> set[str]:
    """Return the ids that the rule may join: where people's decisions forbid a chain, the rule gives way."""
    pairs = {oriented(SameAs, one.source, one.target): one.decision for one in joins}
    for one in sorted(decided, key=lambda link: link.decision is Decision.DIFFERENT):
        pairs[oriented(SameAs, one.source, one.target)] = one.decision
    clusters, _ = clusters_of(pairs)
    return {id_ for cluster in clusters for id_ in cluster}


def _gathered(statements: Iterable[Statement]) -> tuple[dict[str, _Known], list[tuple[str, Link]]]:
    known: dict[str, _Known] = {}
    links: list[tuple[str, Link]] = []
    for source_id, record in statements:
        if isinstance(record, Link):
            if isinstance(record, (*_CONTEXTS, SameAs)):
                links.append((source_id, record))
        elif isinstance(record, _JOINED):
            _add(known.setdefault(record.id, _Known(type(record))), source_id, record)
    return known, links


def _add(one: _Known, source_id: str, node: Node) -> None:
    key = name_key(node.name)
    if key and not (isinstance(node, Person) and len(key.split()) < _FEWEST_WORDS):
        one.keys.add(key)
    one.sources.add(source_id)
    for name in _ONE_OF_EACH:
        if value := getattr(node, name, None):
            one.values[name].add(fold(str(value)))
    if isinstance(node, Person):
        one.facts |= {(name, value) for name in ("username", "wikidata") for value in one.values[name]}
        one.facts |= {("organisation", fold(node.affiliation))} if node.affiliation else set()
        one.facts |= {("speaks", node.country, language) for language in node.languages if node.country}
    if isinstance(node, Event | Project) and (span := _span(node)):
        one.days.append(span)


def _add_contexts(known: Mapping[str, _Known], links: Iterable[tuple[str, Link]]) -> None:
    """Note whom a person works or is with, by name, since other sources have other ids for it."""
    for _, link in links:
        person, context = known.get(link.source), known.get(link.target)
        if person and context and person.cls is Person and isinstance(link, _CONTEXTS):
            what = "organisation" if context.cls in (Affiliate, Partner) else context.cls.TYPE
            person.facts |= {(what, key) for key in context.keys}


def _joins(group: Sequence[str], known: Mapping[str, _Known], apart: set[frozenset[str]]) -> Iterable[SameAs]:
    stated = [source for id_ in group for source in known[id_].sources]
    is_apart = len(stated) != len(set(stated)) or any(
        frozenset(pair) in apart or _contradict(known[pair[0]], known[pair[1]]) for pair in combinations(group, 2)
    )
    if is_apart:
        return
    head: dict[str, str] = {}
    for left, right in combinations(group, 2):
        if known[left].cls is not Person or known[left].facts & known[right].facts:
            first = head.get(left, left)
            if head.get(right, right) != first:
                head[right] = first
                yield SameAs(source=first, target=right, decision=Decision.SAME, by=BY)


def _contradict(left: _Known, right: _Known) -> bool:
    """Say whether a fact tells two nodes apart."""
    for name in _ONE_OF_EACH:
        if left.values.get(name) and right.values.get(name) and not left.values[name] & right.values[name]:
            return True
    pairs = [(one, other) for one in left.days for other in right.days]
    return bool(pairs) and all(one[1] < other[0] or other[1] < one[0] for one, other in pairs)


def _span(node: Event | Project) -> tuple[int, int] | None:
    """Return the first and the last day on which it may have been; a project without an end goes on."""
    start, end = node.start or node.end, node.end or (node.start if isinstance(node, Event) else None)
    if not start:
        return None
    return _day(start, last=False), _day(end, last=True) if end else date.max.toordinal()


def _day(text: str, *, last: bool) -> int:
    year, *rest = parts_of(text)
    month = rest[0] if rest else (12 if last else 1)
    if len(rest) > 1:
        return date(year, month, rest[1]).toordinal()
    if not last:
        return date(year, month, 1).toordinal()
    return (date(year + month // 12, month % 12 + 1, 1) if year < date.max.year else date.max).toordinal() - 1
