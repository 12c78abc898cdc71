# SPDX-License-Identifier: GPL-3.0-or-later
"""Themes, gaps, and who works together already, by brute force; part of `Facts` that has a file of its own."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from tests.support.oracle.facts import LEAST, MAY_END, NO_WORK, Facts, kind

_SMALL = 25
_CONTEXTS = ("project", "event", "group", "affiliate")
_ACTORS = ("person", "group", "affiliate", "partner")
Pairs = set[tuple[str, str]]
"""Somebody and a theme."""


def stated(facts: Facts, stance: str) -> Pairs:
    """Return who said that they offer or want what."""
    links = facts.links("INTERESTED_IN")
    return {(link.source, link.target) for link in links if getattr(link, "stance", "") == stance}


def through(facts: Facts, type_: str) -> Pairs:
    """Return who asked about what, or worked on what."""
    themes = {(link.source, link.target) for link in facts.links("ABOUT")}
    return {(link.source, theme) for link in facts.links(type_) for what, theme in themes if link.target == what}


def offers(facts: Facts) -> Pairs:
    """Return who offers what."""
    return stated(facts, "offers") | through(facts, "WORKED_ON")


def wants(facts: Facts) -> Pairs:
    """Return who wants what."""
    return stated(facts, "wants") | through(facts, "ASKED")


def matches(facts: Facts) -> dict[str, Mapping[int, float]]:
    """Return the figures about wishes that meet offers."""
    wish, offer = wants(facts), offers(facts)
    shown = {id_ for id_ in facts.nodes if not getattr(facts.nodes[id_], "opted_out", None)}
    rows = [
        (one, other, theme)
        for (one, theme), (other, same) in product(wish, offer)
        if theme == same and one != other and {one, other} <= shown
        if not ((one, theme) in offer and (other, theme) in wish)
    ]
    said: dict[str, Mapping[int, float]] = {}
    still = [{theme for who, theme in side if not facts.has_left(who)} for side in (wish, offer)]
    unmet = still[0] - still[1]
    if unmet:
        said["matches-unmet"] = {1: len(unmet)}
    if not rows:
        return said | {"matches-nothing": {}}
    wishes = len({(one, theme) for one, _, theme in rows})
    both = sum((a, t) in stated(facts, "wants") and (b, t) in stated(facts, "offers") for a, b, t in rows)
    gains = [_gain(wish, offer, one, other) for one, other, _ in rows]
    mutual, one_sided = gains.count(True), gains.count(None)
    said["matches-found"] = {1: wishes}
    if len(rows) > wishes:
        said["matches-pairs"] = {1: len(rows)}
    if both < len(rows):
        said |= {"matches-stated": {1: float(both)}} if both else {"matches-none-stated": {}}
    for key, count in (("matches-mutual", mutual), ("matches-one-sided", one_sided)):
        if count:
            said[key] = {1: count}
    return said


def _gain(wish: Pairs, offer: Pairs, one: str, other: str) -> bool | None:
    """Say whether both gain; None if one of them wants or offers nothing at all."""

    def of(pairs: Pairs, who: str) -> set[str]:
        return {theme for somebody, theme in pairs if somebody == who}

    sides = ((one, other), (other, one))
    if not all(of(wish, a) and of(offer, b) for a, b in sides):
        return None
    gained = [of(wish, a) & of(offer, b) for a, b in sides]
    return bool(gained[0] - gained[1]) and bool(gained[1] - gained[0])


def missing(facts: Facts, partner_kinds: Iterable[str]) -> dict[str, set[str]]:
    """Return what is missing, by the kind of gap; what is nowhere at all makes no gaps."""
    wish, offer = wants(facts), offers(facts)
    partners, affiliates = facts.of("partner"), facts.of("affiliate")
    interested = {link.target for link in facts.links("INTERESTED_IN")}
    found = {"theme": set(facts.of("theme")) - interested - {theme for _, theme in wish | offer}}
    worked_on = {link.target for link in facts.links("WORKED_ON")}
    covered = {link.target for link in facts.links("ABOUT") if link.source in worked_on}
    about = {q: {link.target for link in facts.links("ABOUT") if link.source == q} for q in facts.of("question")}
    found["question"] = {q for q, themes in about.items() if themes and covered and not themes & covered}
    offered, wished = stated(facts, "offers"), wish
    themes = [{theme for _, theme in pairs} for pairs in (offered, wish, wished, offer)]
    found["offer"] = themes[0] - themes[1] if wish else set()
    found["want"] = themes[2] - themes[3] if offer else set()
    if not partners:
        return found
    joined = {end for link in facts.links("PARTNER_OF") for end in (link.source, link.target) if _joins(link)}
    found["affiliate"] = set(affiliates) - joined
    kinds = {value for id_ in partners if (value := _field(facts, id_, "kind"))}
    found["partner-kind"] = set(map(str, partner_kinds)) - set(map(str, kinds)) - {"other"} if kinds else set()
    for name, field in (("country", "country"), ("region", "region"), ("language", "languages")):
        there, here = (_values(facts, ids, field) for ids in (partners, affiliates))
        found[name] = here - there if there else set()
    return found


def _joins(link: Any) -> bool:
    return "partner" in {kind(link.source), kind(link.target)}


def _field(facts: Facts, id_: str, name: str) -> Any:
    return getattr(facts.nodes[id_], name, None)


def _values(facts: Facts, ids: Iterable[str], field: str) -> set[str]:
    values = [_field(facts, id_, field) or () for id_ in ids]
    return {one for value in values for one in ((value,) if isinstance(value, str) else value)}


def linked_to(facts: Facts, seeker: str) -> set[str]:
    """Return whom somebody works with already, and what they or a member of theirs hold."""
    links = [
        link for link in facts.links(*{link.TYPE for link in facts.everything} - set(NO_WORK)) if _lasts(facts, link)
    ]
    pairs = {(link.source, link.target) for link in links} | {(link.target, link.source) for link in links}
    direct = {other for one, other in pairs if one == seeker}
    participations = {(one, context) for one, context in pairs if kind(one) in _ACTORS and kind(context) in _CONTEXTS}
    contexts = {context for one, context in participations if one == seeker}
    small = {context for context in contexts if sum(of == context for _, of in participations) <= _SMALL}
    together = {one for one, context in participations if context in small}
    people = {seeker} | (facts.strong_members(seeker) if kind(seeker) in {"group", "affiliate"} else set())
    held = {asset for person, asset in facts.held_pairs("partner", "affiliate") if person in people}
    return (direct | together | held) - {seeker}


def _lasts(facts: Facts, link: Any) -> bool:
    return link.TYPE not in MAY_END or round(facts.decay(link), 12) >= LEAST
