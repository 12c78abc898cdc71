# SPDX-License-Identifier: GPL-3.0-or-later
"""How people come to know assets: the routes of docs/methods/strength-and-holders.md#routes, as columns.

A route leads from a person to an asset, directly or through one shared
project, unit or event. Its strength is the base of its kind, halved with
every half-life of its older link, divided by how many others share it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.links import (
    About,
    Asked,
    Attended,
    ContactOf,
    Funded,
    InterestedIn,
    Link,
    MemberOf,
    PartnerOf,
    Proposed,
    SoughtFundingWith,
    Stance,
    WorkedOn,
    WorkedWith,
)
from graph.schema.nodes import UNITS, Event, Group, Idea, Node, Person, Project, Question, Theme
from graph.snapshot.snapshot import Snapshot
from queries.measures.link_age import LinkAges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

DIRECT: tuple[tuple[type[Link], float], ...] = ((ContactOf, 1.0), (WorkedWith, 1.0), (SoughtFundingWith, 0.7))
THROUGH_PROJECT, THROUGH_UNIT, THROUGH_EVENT = 0.8, 0.5, 0.2
"""Bases of the routes; choices, not findings (docs/methods/strength-and-holders.md#routes)."""
OWN_LINK: dict[type[Node], type[Link]] = {
    Group: MemberOf,
    Project: WorkedOn,
    Event: Attended,
    Question: Asked,
    Idea: Proposed,
    Theme: InterestedIn,
}
"""For assets that are no organisation: the link that makes somebody a holder."""


_COLUMNS = ("person", "asset", "strength", "first", "second")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Routes:
    """Columns, one row a route: person, asset (node numbers), strength, its one or two links (-1: none).

    A contact that has ended is a route of strength 0.
    """

    person: "Ints"
    asset: "Ints"
    strength: "Floats"
    first: "Ints"
    second: "Ints"

    def taken(self, rows: "Ints") -> "Routes":
        """Return some rows, in the order given."""
        return Routes(**{name: getattr(self, name)[rows] for name in _COLUMNS})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Legs:
    """Columns, one row a pair of a node and a context: the freshest link that joins them.

    Sorted by context, then node.
    """

    node: "Ints"
    context: "Ints"
    link: "Ints"


def organisation_routes(snapshot: Snapshot, ages: LinkAges, wanted: "Bools") -> Routes:
    """Return all routes to the wanted organisations. O((m + routes) log m)."""
    member, worked, attended = (legs(snapshot, ages, cls) for cls in (MemberOf, WorkedOn, Attended))
    is_person = _is_of(snapshot, Person)
    parts = [_direct(snapshot, ages, cls, base, wanted) for cls, base in DIRECT]
    parts += [
        _through(ages, THROUGH_PROJECT, _of(worked, is_person), legs(snapshot, ages, WorkedOn, Funded), wanted),
        _through(ages, THROUGH_UNIT, _in(member, _is_of(snapshot, *UNITS)), _partnerships(snapshot, ages), wanted),
        _through(ages, THROUGH_EVENT, _of(attended, is_person), attended, wanted),
        _former(snapshot, ages, wanted),
    ]
    return _present(_joined(parts), ages)


def own_routes(snapshot: Snapshot, ages: LinkAges, cls: type[Node], wanted: "Bools") -> Routes:
    """Return the routes to assets of a class that is no organisation: the direct links."""
    routes = _direct(snapshot, ages, OWN_LINK[cls], 1.0, wanted, chosen=_offers(snapshot) if cls is Theme else None)
    return _present(routes, ages)


def offer_routes(snapshot: Snapshot, ages: LinkAges) -> Routes:
    """Return who offers which theme, strength 1; a stated offer before a project.

    See docs/methods/interests-and-offers.md#offers-and-wants.
    """
    everything = np.ones(len(snapshot), dtype=np.bool_)
    stated = _direct(snapshot, ages, InterestedIn, 1.0, everything, chosen=_offers(snapshot))
    themes = legs(snapshot, ages, About)
    # A project's themes: the project is the context that people and themes share.
    turned = _sorted_legs(themes.context, themes.node, themes.link)
    worked = _through(ages, 1.0, _of(legs(snapshot, ages, WorkedOn), _is_of(snapshot, Person)), turned, everything)
    routes = _present(_joined([stated, worked]), ages)
    known = np.zeros(len(routes.person), dtype=np.int64)
    known[len(stated.person) :] = 1
    order = np.lexsort((routes.second, routes.first, known, routes.person, routes.asset))
    keys = routes.asset[order] * len(snapshot) + routes.person[order]
    chosen = order[_firsts(keys)]
    return Routes(
        person=routes.person[chosen],
        asset=routes.asset[chosen],
        strength=np.ones(len(chosen)),
        first=routes.first[chosen],
        second=routes.second[chosen],
    )


def strong_members(snapshot: Snapshot, ages: LinkAges, min_strength: float) -> Legs:
    """Return who is a member of what: a link that has not decayed below the threshold.

    See docs/methods/strength-and-holders.md#members.
    """
    member = legs(snapshot, ages, MemberOf)
    strong = np.round(ages.decay[member.link], 12) >= round(min_strength, 12)
    return Legs(node=member.node[strong], context=member.context[strong], link=member.link[strong])


def legs(snapshot: Snapshot, ages: LinkAges, *classes: type[Link]) -> Legs:
    """Return the freshest link of these classes for each source and target."""
    links = ages.links_of(*classes)
    return _freshest(
        snapshot.link_source[links].astype(np.int64), snapshot.link_target[links].astype(np.int64), links, ages
    )


def expanded(keys: "Ints", wanted: "Ints") -> "tuple[Ints, Ints]":
    """Return (row of `wanted`, row of `keys`) for every equal pair; `keys` are sorted."""
    low = np.searchsorted(keys, wanted, "left")
    counts = np.searchsorted(keys, wanted, "right") - low
    rows = np.repeat(np.arange(len(wanted)), counts)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows, np.repeat(low, counts) + within


def sums_of_runs(values: "Floats", start: "Ints", count: "Ints") -> "Floats":
    """Sum runs of values; runs of three and more as `fsum`, since their order would matter."""
    if not len(start):
        return np.zeros(0)
    sums = np.add.reduceat(values, start)
    for run in np.flatnonzero(count > 2).tolist():  # the sum of two is exact in either order
        sums[run] = fsum(values[start[run] : start[run] + count[run]])
    return sums


def _direct(
    snapshot: Snapshot, ages: LinkAges, cls: type[Link], base: float, wanted: "Bools", *, chosen: "Bools | None" = None
) -> Routes:
    links = ages.links_of(cls)
    if chosen is not None:
        links = links[chosen[links]]
    is_person = _is_of(snapshot, Person)
    links = links[is_person[snapshot.link_source[links]] & wanted[snapshot.link_target[links]]]
    found = _freshest(
        snapshot.link_source[links].astype(np.int64), snapshot.link_target[links].astype(np.int64), links, ages
    )
    return Routes(
        person=found.node,
        asset=found.context,
        strength=base * ages.decay[found.link],
        first=found.link,
        second=np.full(len(found.link), -1, dtype=np.int64),
    )


def _former(snapshot: Snapshot, ages: LinkAges, wanted: "Bools") -> Routes:
    """Return contacts that are over: of no strength, but their people come first as stand-ins."""
    links = ages.ended_links_of(ContactOf)
    links = links[wanted[snapshot.link_target[links]]]
    found = _freshest(
        snapshot.link_source[links].astype(np.int64), snapshot.link_target[links].astype(np.int64), links, ages
    )
    return Routes(
        person=found.node,
        asset=found.context,
        strength=np.zeros(len(found.link)),
        first=found.link,
        second=np.full(len(found.link), -1, dtype=np.int64),
    )


def _present(routes: Routes, ages: LinkAges) -> Routes:
    """Leave out the routes of people who have left; in what they shared they go on counting."""
    return routes.taken(np.flatnonzero(~ages.left[routes.person]))


def _through(ages: LinkAges, base: float, people: Legs, assets: Legs, wanted: "Bools") -> Routes:
    assets = _of(assets, wanted)
    rows, found = expanded(people.context, assets.context)
    sharing = np.bincount(rows, minlength=len(assets.context))
    first, second = people.link[found], assets.link[rows]
    decay = np.minimum(ages.decay[first], ages.decay[second])
    return Routes(
        person=people.node[found],
        asset=assets.node[rows],
        strength=base * decay / np.maximum(1, sharing[rows] - 1),
        first=first,
        second=second,
    )


def _partnerships(snapshot: Snapshot, ages: LinkAges) -> Legs:
    """PARTNER_OF in both directions: either end may be the asset, the other the unit."""
    links = ages.links_of(PartnerOf)
    source, target = (ends[links].astype(np.int64) for ends in (snapshot.link_source, snapshot.link_target))
    return _freshest(
        np.concatenate([source, target]), np.concatenate([target, source]), np.concatenate([links, links]), ages
    )


def _freshest(nodes: "Ints", contexts: "Ints", links: "Ints", ages: LinkAges) -> Legs:
    order = np.lexsort((links, -ages.decay[links], nodes, contexts))
    keys = contexts[order] * (int(nodes.max(initial=0)) + 1) + nodes[order]
    chosen = order[_firsts(keys)]
    return Legs(node=nodes[chosen], context=contexts[chosen], link=links[chosen].astype(np.int64))


def _sorted_legs(nodes: "Ints", contexts: "Ints", links: "Ints") -> Legs:
    order = np.lexsort((links, nodes, contexts))
    return Legs(node=nodes[order], context=contexts[order], link=links[order])


def _firsts(keys: "Ints") -> "Ints":
    """Return where each run of equal keys begins."""
    changes = np.ones(len(keys), dtype=np.bool_)
    changes[1:] = keys[1:] != keys[:-1]
    return np.flatnonzero(changes)


def _of(legs_: Legs, chosen: "Bools") -> Legs:
    rows = chosen[legs_.node]
    return Legs(node=legs_.node[rows], context=legs_.context[rows], link=legs_.link[rows])


def _in(legs_: Legs, chosen: "Bools") -> Legs:
    rows = chosen[legs_.context]
    return Legs(node=legs_.node[rows], context=legs_.context[rows], link=legs_.link[rows])


def _is_of(snapshot: Snapshot, *classes: type[Node]) -> "Bools":
    mask = np.zeros(len(snapshot), dtype=np.bool_)
    mask[snapshot.nodes_of(*classes)] = True
    return mask


def _offers(snapshot: Snapshot) -> "Bools":
    """Say for every link whether it is an offer."""
    offers = np.zeros(snapshot.link_count, dtype=np.bool_)
    stances = snapshot.values(InterestedIn, "stance")
    offers[snapshot.links_of(InterestedIn)] = [stance == Stance.OFFERS for stance in stances]
    return offers


def _joined(parts: Sequence[Routes]) -> Routes:
    def column(name: str) -> "NDArray[np.generic]":
        return np.concatenate([getattr(part, name) for part in parts])

    return Routes(**{name: column(name) for name in _COLUMNS})  # pyright: ignore[reportArgumentType] - columns of one type each
