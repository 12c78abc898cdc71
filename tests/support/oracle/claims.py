# SPDX-License-Identifier: GPL-3.0-or-later
"""Which figures the sentences of each query must have, from `Facts` alone.

A claim is the key of a sentence and what must stand at its $1, $2 …  A query
says exactly those of its `COVERED` keys that are claimed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from math import fsum
from typing import Any

import networkx as nx

from graph.schema.nodes import PartnerKind
from queries.framework.result import Result
from tests.support.oracle import exchanges
from tests.support.oracle.facts import Facts, expected_loss, fewest, kind, middle, needed, smallest_sets

Claims = dict[str, Mapping[int, float]]
FEWEST_FOR_A_SHARE = 5
CHANCE = 0.2


def when(holds: object, key: str, figures: Mapping[int, float] | None = None) -> Claims:
    """Return a claim if something holds, else none."""
    return {key: dict(figures or {})} if holds else {}


def nothing_to_lose(facts: Facts) -> Claims:
    """Say why there is no figure."""
    count = len(facts.of("partner"))
    if not count:
        return {"scope-empty" if facts.nodes else "scope-no-nodes": {}}
    return {"assets-all-inside" if facts.inside else "assets-all-orphaned": {1: count}}


def orphaned(facts: Facts) -> Claims:
    """Count what nobody holds, where something is held."""
    inside, orphans = len(facts.inside), len(facts.orphans)
    return when(facts.held and orphans, "assets-already-orphaned", {1: orphans}) | when(
        facts.held and inside, "assets-only-inside", {1: inside}
    )


def undated(facts: Facts) -> Claims:
    """Count the links without a day behind the figures."""
    return when(facts.undated, "contact-graph-undated", {1: facts.undated})


def bus_factor(facts: Facts, _: Result[Any]) -> Claims:
    """Claim the headline and what stands beside it."""
    held = facts.held
    if not held:
        return nothing_to_lose(facts)
    count, size = len(held), fewest(held.values()) or 0
    sets = smallest_sets(held)
    core = frozenset.intersection(*sets)
    groups = [by_affiliate(facts, people) for people in held.values()]
    single = sum(len(people) == 1 for people in held.values())
    said = orphaned(facts) | undated(facts) | _figure(facts, size)
    said["assets-headline"] = {1: size, 2: len(everybody(facts)), 3: needed(count, 0.5), 4: count}
    said["bus-factor-groups"] = {1: fewest(groups) or 0}
    said |= when(len(sets) == 1, "bus-factor-only", {1: size}) | when(len(sets) > 1, "bus-factor-example")
    said |= when(len(sets) > 1 and core, "bus-factor-core", {1: len(core)})
    said |= when(len(sets) > 1 and not core, "bus-factor-no-core")
    if count >= FEWEST_FOR_A_SHARE:
        said["bus-factor-single"] = {1: single, 2: count, 4: single / count}
        losses = expected_loss(held.values()), expected_loss(groups)
        said["bus-factor-expected"] = {1: CHANCE, 2: losses[0], 3: count, 5: losses[1]}
    return said


def everybody(facts: Facts) -> frozenset[str]:
    """Return all people who hold anything."""
    return frozenset[str]().union(*facts.held.values())


def by_affiliate(facts: Facts, people: Iterable[str]) -> frozenset[str]:
    """Return the affiliates that people belong to; who has none stands for themself."""
    units = {unit: facts.strong_members(unit) for unit in facts.of("affiliate")}
    of = {person: {unit for unit, members in units.items() if person in members} for person in people}
    return frozenset(group for person, found in of.items() for group in found or {person})


def _figure(facts: Facts, size: int) -> Claims:
    """Claim the bus factor, and what it is if one name is one person."""
    alike = may_be_one(facts, everybody(facts))
    if not alike:
        return {"bus-factor-figure": {1: size}}
    # No network has both decisions, so that nothing keeps two apart who are joined through a third.
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((min(pair), max(pair)) for pair in alike)
    one = {person: min(part) for part in nx.connected_components(graph) for person in part}
    joined = fewest([{one.get(person, person) for person in of} for of in facts.held.values()]) or 0
    key = "bus-factor-figure-also" if joined == size else "bus-factor-figure-matches"
    return {key: {1: size, 2: joined, 3: len(alike)}}


def may_be_one(facts: Facts, people: Iterable[str]) -> set[frozenset[str]]:
    """Return the pairs of one name that nobody has decided on, and those of which somebody was unsure."""
    unsure, different = (_decided(facts, decision) for decision in ("unsure", "different"))
    named = sorted(person for person in people if not is_hidden(facts, person))
    return {
        pair
        for pair in map(frozenset, combinations(named, 2))
        if pair in unsure or (len({facts.nodes[person].name for person in pair}) == 1 and pair not in different)
    }


def is_hidden(facts: Facts, person: str) -> bool:
    """Say whether somebody asked not to be named."""
    return bool(getattr(facts.nodes[person], "opted_out", None))


def _decided(facts: Facts, decision: str) -> set[frozenset[str]]:
    links: list[Any] = [link for link in facts.everything if link.TYPE == "SAME_AS"]
    return {frozenset((link.source, link.target)) for link in links if link.decision == decision}


def single_contacts(facts: Facts, _: Result[Any]) -> Claims:
    """How many partners one person keeps."""
    count = len(facts.held)
    single = sum(len(people) == 1 for people in facts.held.values())
    if not count:
        return nothing_to_lose(facts)
    if not single:
        return {"single-contacts-none": {1: count}} | orphaned(facts)
    if count < FEWEST_FOR_A_SHARE:
        return {"single-contacts-found-few": {1: single, 2: count}} | orphaned(facts)
    return {"single-contacts-found": {1: single, 2: count, 4: single / count}} | orphaned(facts)


def contacts(facts: Facts, _: Result[Any]) -> Claims:
    """Who keeps how many."""
    if not facts.held:
        return nothing_to_lose(facts)
    found = {1: len(everybody(facts)), 2: len(facts.held), 3: len(facts.holders)}
    return {"contacts-found": found} | orphaned(facts) | undated(facts)


def dependence(facts: Facts, _: Result[Any]) -> Claims:
    """How much rests on one person each."""
    if not facts.held:
        return nothing_to_lose(facts)
    single = sum(len(people) == 1 for people in facts.held.values())
    return {"dependence-found": {1: len(everybody(facts)), 2: len(facts.held), 4: single}} | orphaned(facts)


def notes(facts: Facts) -> Claims:
    """Endpoints that nobody reaches."""
    unreached = [id_ for id_ in facts.endpoints if not facts.contacts.degree(id_)]
    inside = [id_ for id_ in unreached if id_ in facts.inside]
    rest = len(unreached) - len(inside)
    return (
        when(inside, "contact-graph-inside", {1: len(inside)})
        | when(0 < rest <= 10, "contact-graph-unreached", {1: rest})
        | when(rest > 10, "contact-graph-unreached-more", {1: rest})
        | undated(facts)
    )


def bridge_people(facts: Facts, _: Result[Any]) -> Claims:
    """Who alone keeps organisations together."""
    lost = [pairs for person in facts.of("person") if (pairs := facts.separated({person}))]
    endpoints = len(facts.endpoints)
    if not lost:
        return notes(facts) | (
            {"bridge-people-none": {1: endpoints}} if endpoints > 1 else {"bridge-people-nothing": {}}
        )
    reached = sum(facts.contacts.degree(id_) > 0 for id_ in facts.endpoints)
    found = {1: len(lost), 2: len(facts.of("person")), 3: reached}
    return notes(facts) | {"bridge-people-found": found, "bridge-people-first": {2: max(lost)}}


def key_people(facts: Facts, result: Result[Any]) -> Claims:
    """Claim the most that so many people separate."""
    count, people = result.parameters["k"], len(facts.of("person"))
    if people < count:
        return notes(facts) | {"key-people-too-many": {1: people, 2: count}}
    most = facts.most_separated(count)
    if most:
        return notes(facts) | {"key-people-found": {2: most, 3: count}}
    none = {"key-people-no-loss": {1: float(count)}} if len(facts.endpoints) > 1 else {"key-people-no-pairs": {}}
    return notes(facts) | none


def what_if(facts: Facts, result: Result[Any]) -> Claims:
    """Claim what is lost if some people leave."""
    leaving, held = frozenset(result.parameters["leave"]), facts.held
    if not held:
        return nothing_to_lose(facts)
    left = {asset: people - leaving for asset, people in held.items() if people - leaving}
    said = orphaned(facts) | undated(facts)
    if leaving:
        weakened = [asset for asset in left if _loses_half(facts, asset, leaving)]
        lost = {1: len(leaving), 3: len(held) - len(left), 4: len(held), 6: len(weakened)}
        pairs = facts.separated(leaving)
        said |= (
            {"what-if-leaving": lost} | when(pairs, "what-if-pieces", {1: pairs}) | when(not pairs, "what-if-no-pieces")
        )
    else:
        said["what-if-nobody"] = {1: len(held)}
    before, after = fewest(held.values()) or 0, fewest(left.values())
    said["what-if-bus-factor"] = {1: before} if after is None else {1: before, 2: after}
    single = [sum(len(people) == 1 for people in of.values()) for of in (held, left)]
    said["what-if-single"] = {1: single[0], 2: single[1], 3: len(held), 4: len(left)}
    said["what-if-expected"] = {1: CHANCE, 2: expected_loss(held.values()), 3: expected_loss(left.values())}
    return said


def _loses_half(facts: Facts, asset: str, leaving: frozenset[str]) -> bool:
    strength = {person: fsum(value for value, _ in facts.routes[person, asset]) for person in facts.held[asset]}
    gone = fsum(value for person, value in strength.items() if person in leaving)
    return bool(leaving & strength.keys()) and round(gone, 12) >= round(fsum(strength.values()) / 2, 12)


def second_contacts(facts: Facts, result: Result[Any]) -> Claims:
    """Claim what the proposed introductions change; which ones is the query's choice."""
    held = {asset: set(people) for asset, people in facts.held.items()}
    said = undated(facts) | when(facts.orphans, "second-contacts-fresh-start", {2: len(facts.orphans)})
    if not held:
        return said | nothing_to_lose(facts)
    if not result.rows:
        # Whether nobody fits, or all fit alike, is for the query to say; how many fit is not worked out here.
        alike = any(sentence.text.key == "second-contacts-alike" for sentence in result.summary)
        return said | ({"second-contacts-alike": {}} if alike else {"second-contacts-none": {1: len(held)}})
    before = sum(len(people) == 1 for people in held.values()), fewest(held.values()) or 0
    for row in result.rows:
        held[row.asset_id].add(row.person_id)
    after = sum(len(people) == 1 for people in held.values()), fewest(held.values()) or 0
    figures = {1: len(result.rows), 2: after[0], 3: before[0], 5: after[1], 6: before[1]}
    return said | {"second-contacts-found": figures}


def trend(facts: Facts, _: Result[Any]) -> Claims:
    """Compare the first and the last year."""
    spans = [(first_day(facts, link), last, link) for link in facts.everything if (last := facts.last_day(link))]
    without = len(facts.everything) - len(spans)
    said = when(without, "trend-undated", {1: without})
    first = min((first for first, _, _ in spans), default=facts.today + timedelta(1))
    if first > facts.today:
        return said | {"trend-no-dates": {}}
    years = first.year, facts.today.year
    people = [
        len({end for a, b, link in spans if a.year <= year <= b.year for end in ends(link) if kind(end) == "person"})
        for year in years
    ]
    kept = [len(in_year(facts, year).held) for year in years]
    return said | {"trend-found": {3: people[0], 4: people[1], 5: kept[0], 6: kept[1]}}


def first_day(facts: Facts, link: Any) -> date:
    """Return the first day of a dated link."""
    last = facts.last_day(link)
    assert last is not None
    return min(middle(link.since), last) if link.since else last


def ends(link: Any) -> tuple[str, str]:
    """Return both ends of a link."""
    return link.source, link.target


def in_year(facts: Facts, year: int) -> Facts:
    """Return what was known on the last day of a year."""
    day = date(year, 12, 31)
    if day >= facts.today:
        return facts

    def known(link: Any) -> bool:
        since, last = link.since and middle(link.since), facts.last_day(link)
        begins = min(since, last) if since and last else since or last
        return begins is None or begins <= day

    return replace(facts, today=day, known=known)


def overview(facts: Facts, _: Result[Any]) -> Claims:
    """Count what there is."""
    if not facts.nodes:
        return {"overview-empty": {}}
    without = sum(facts.last_day(link) is None for link in facts.everything)
    unsure = sum(link.TYPE == "SAME_AS" and getattr(link, "decision", "") == "unsure" for link in facts.everything)
    holds = {1: len(facts.nodes), 2: len(facts.everything), 3: len(facts.snapshot.sources)}
    return (
        {"overview-holds": holds}
        | when(without, "overview-undated", {1: without})
        | when(unsure, "overview-unsure", {1: unsure})
    )


def gaps(facts: Facts, _: Result[Any]) -> Claims:
    """How much is missing, by kind."""
    if not facts.nodes:
        return {"gaps-empty": {}}
    counts = {name: len(found) for name, found in exchanges.missing(facts, PartnerKind).items() if found}
    total = sum(counts.values())
    said: Claims = {f"gaps-count-{name}": {1: count} for name, count in counts.items()}
    return said | when(total, "gaps-found", {1: total})


def matches(facts: Facts, _: Result[Any]) -> Claims:
    """Wishes that meet offers."""
    return exchanges.matches(facts)


def partners_for(facts: Facts, result: Result[Any]) -> Claims:
    """How many are compared, and how many are linked already."""
    linked = exchanges.linked_to(facts, result.parameters["seeker"])
    partners = set(facts.of("partner")) - {result.parameters["seeker"]}
    free, suggested = partners - linked, any(not row.already_tied for row in result.rows)
    return (
        when(free and suggested, "partners-for-found", {2: len(free)})
        | when(free and not suggested, "partners-for-no-reason", {1: len(free)})
        | when(partners & linked, "partners-for-tied", {1: len(partners & linked)})
    )


def introductions(facts: Facts, result: Result[Any]) -> Claims:
    """Why nobody can introduce to a partner."""
    target, seeker = result.parameters["target"], result.parameters["seeker"]
    people = facts.holders[target]
    hidden = {person for person in people if is_hidden(facts, person)}
    twins = {person for person in people if frozenset((person, seeker)) in may_be_one(facts, {*people, seeker})}
    if people:
        nobody = not people - hidden - twins
        return when(nobody and hidden, "introductions-hidden-holder") | when(
            nobody and not hidden, "introductions-twin-holder"
        )
    # Who was the contact last, or that who asks has left, is no figure; the answer says it in place of this.
    if {message.text.key for message in result.summary} & {"introductions-former-holder", "introductions-left"}:
        return {}
    inside = len(facts.members(target))
    return {"introductions-only-inside": {1: inside}} if inside else {"introductions-no-holder": {}}


ASSETS = {"assets-already-orphaned", "assets-only-inside", "assets-all-orphaned", "assets-all-inside"} | {
    "scope-empty",
    "scope-no-nodes",
    "contact-graph-undated",
}
CLAIMS: dict[str, tuple[Callable[[Facts, Result[Any]], Claims], set[str]]] = {
    "bus-factor": (bus_factor, {"assets-headline"}),
    "single-contacts": (single_contacts, set()),
    "contacts": (contacts, set()),
    "dependence": (dependence, set()),
    "bridge-people": (
        bridge_people,
        {"contact-graph-inside", "contact-graph-unreached", "contact-graph-unreached-more"},
    ),
    "key-people": (key_people, {"contact-graph-inside", "contact-graph-unreached", "contact-graph-unreached-more"}),
    "what-if": (what_if, set()),
    "second-contacts": (second_contacts, set()),
    "trend": (trend, set()),
    "overview": (overview, set()),
    "gaps": (gaps, set()),
    "matches": (matches, set()),
    "partners-for": (partners_for, set()),
    "introductions": (introductions, set()),
}
"""How the claims of each query are made, and which keys of others it may say."""
NOT_CLAIMED = {
    "second-contacts-suggestion",
    "trend-latest",
    "trend-first-half",
    "trend-second-half",
    "overview-waiting",
    "bridge-people-estimated",
    "bridge-people-together",
    *(f"what-if-{part}" for part in ("piece", "no-figure", "shares", "step-in", "step-in-for")),
    "matches-too-many",
    "matches-says-wants",
    "matches-asked",
    "matches-says-offers",
    "matches-worked-on",
}
"""Sentences without a figure that depends on the network."""
