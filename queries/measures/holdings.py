# SPDX-License-Identifier: GPL-3.0-or-later
"""Who keeps which relationship, how strongly, and how we know (docs/methods/strength-and-holders.md).

`find_holdings` turns a snapshot into columns: the assets of a scope, and one pair
for each person with a route to an asset. A pair is *held* from a minimum
strength on. Every bus-factor figure and the contact graph are built on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.links import MemberOf, PartnerOf
from graph.schema.nodes import UNITS, Affiliate, Node, Partner, Theme
from graph.snapshot.snapshot import Snapshot
from queries.algorithms.coverage import absence_factor
from queries.measures.identity.candidates import may_be_one
from queries.measures.involvement import open_people
from queries.measures.link_age import LinkAges, date_keys, date_text
from queries.measures.parameters import HALF_LIFE, MIN_STRENGTH, AssetKind, node_class
from queries.measures.routes import (
    Routes,
    expanded,
    legs,
    offer_routes,
    organisation_routes,
    own_routes,
    strong_members,
    sums_of_runs,
)
from queries.measures.scope import Scope, scope_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

_ORGANISATIONS: tuple[type[Node], ...] = (Partner, Affiliate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The settings that every figure is built on."""

    as_of: str | None = None
    half_life: float = HALF_LIFE
    min_strength: float = MIN_STRENGTH


@dataclass(frozen=True, kw_only=True, eq=False)
class Holdings:
    """Assets and the people with a route to them, as columns.

    `left`, `right`: node numbers of each asset, -1 where it is no pair of
    nodes. `person`, `asset`, `strength`: one row a person and asset with a
    route, sorted by asset, then person; `asset` counts the assets from 0.
    `held`: whether the strength suffices; `former`: whether a contact has ended. `values`: value of each asset.
    `routes[route_start:route_stop]`: the routes of a pair; `membership`: the
    link by which its person belongs to a pair's right side, -1 for none.
    """

    snapshot: Snapshot
    scope: Scope
    kind: AssetKind
    ages: LinkAges
    terms: Terms
    left: "Ints"
    right: "Ints"
    person: "Ints"
    asset: "Ints"
    strength: "Floats"
    held: "Bools"
    former: "Bools"
    values: "Floats"
    routes: Routes
    route_start: "Ints"
    route_stop: "Ints"
    membership: "Ints"

    def __len__(self) -> int:
        """Return the number of assets, orphaned ones included."""
        return len(self.left)

    def asset_id(self, asset: int) -> str:
        """Return an asset's id, `left|right` for a pair."""
        ids = self.snapshot.ids
        left, right = int(self.left[asset]), int(self.right[asset])
        return ids[left] if right < 0 else f"{ids[left]}|{ids[right]}"

    def asset_name(self, asset: int) -> str:
        """Return what an asset is called."""
        names = self.snapshot.names
        left, right = int(self.left[asset]), int(self.right[asset])
        return names[left] if right < 0 else f"{names[left]} – {names[right]}"

    def asset_records(self, asset: int) -> tuple[str, ...]:
        """Return the ids of the nodes that an asset is."""
        nodes = (int(self.left[asset]), int(self.right[asset]))
        return tuple(self.snapshot.ids[node] for node in nodes if node >= 0)

    # Pairs

    @cached_property
    def bounds(self) -> "Ints":
        """Where the pairs of each asset begin; one entry more than assets."""
        return np.searchsorted(self.asset, np.arange(len(self) + 1))

    def pairs(self, asset: int) -> range:
        """Return the rows of all people with a route to an asset, held or not."""
        return range(int(self.bounds[asset]), int(self.bounds[asset + 1]))

    def held_pairs(self, asset: int) -> list[int]:
        """Return the rows of an asset's holders, in order of person."""
        return [row for row in self.pairs(asset) if self.held[row]]

    def held_by(self, person: int) -> list[int]:
        """Return the rows of what somebody holds, in order of asset."""
        rows, people = self._by_holder
        start, stop = np.searchsorted(people, [person, person + 1])
        return rows[start:stop].tolist()

    @cached_property
    def _by_holder(self) -> "tuple[Ints, Ints]":
        is_held = np.flatnonzero(self.held)
        rows = is_held[np.argsort(self.person[is_held], kind="stable")]
        return rows, self.person[rows]

    @cached_property
    def holders(self) -> tuple[tuple[int, ...], ...]:
        """H(a) of each asset: node numbers, sorted."""
        people = self.person[self.held].tolist()
        stops = np.cumsum(self.counts).tolist()
        return tuple(
            tuple(people[stop - count : stop]) for stop, count in zip(stops, self.counts.tolist(), strict=True)
        )

    @cached_property
    def counts(self) -> "Ints":
        """h(a), the number of holders of each asset; 0 means already orphaned."""
        return np.bincount(self.asset[self.held], minlength=len(self))

    @cached_property
    def people(self) -> "Ints":
        """Everybody who holds at least one asset, sorted."""
        return np.unique(self.person[self.held])

    def by_strength(self, rows: Sequence[int]) -> list[int]:
        """Return pairs strongest first, equal ones by person."""
        return sorted(rows, key=lambda row: (-round(float(self.strength[row]), 12), int(self.person[row])))

    def caf50(self, asset: int) -> int | None:
        """Return how few of the strongest holders have half of an asset's strength; None without holders."""
        strengths = sorted((float(self.strength[row]) for row in self.held_pairs(asset)), reverse=True)
        return absence_factor(strengths)

    def stand_in(self, asset: int, person: int, leaving: frozenset[int] = frozenset()) -> int | None:
        """Return the pair of who could take over from a holder, None for nobody.

        The strongest other holder, else who was their contact once, else the strongest who is not quite
        one; of equals one who would like more partners. Never somebody who opted out, leaves too, or may
        be who leaves under another name.
        """
        gone = sorted(leaving | ({person} if person >= 0 else set()))
        rows = [row for row in self.pairs(asset) if self.strength[row] > 0 or self.former[row]]
        rows.sort(key=lambda row: (not self.held[row], not self.former[row], *self._rank(row)))
        unfit = self.snapshot.opted_out.union(gone)
        others = ((row, int(self.person[row])) for row in rows if int(self.person[row]) not in unfit)
        return next((row for row, one in others if not any(may_be_one(self.snapshot, one, of) for of in gone)), None)

    def _rank(self, row: int) -> tuple[float, bool, int]:
        person = int(self.person[row])
        return -round(float(self.strength[row]), 12), person not in open_people(self.snapshot), person

    def inside(self, asset: int) -> list[int]:
        """Return the members of the asset itself: they are on the other side."""
        return self._members_of.get(int(self.left[asset]), [])

    @cached_property
    def only_inside(self) -> list[int]:
        """Assets without a holder that have members on the map: their own people, nobody outside."""
        return [asset for asset in np.flatnonzero(self.counts == 0).tolist() if self.inside(asset)]

    @cached_property
    def orphans(self) -> list[int]:
        """Assets that nobody on the map knows, neither as a holder nor from inside."""
        return [asset for asset in np.flatnonzero(self.counts == 0).tolist() if not self.inside(asset)]

    @cached_property
    def _members_of(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        if self.kind in {"Partner", "Affiliate", "partner-affiliate"}:
            member = legs(self.snapshot, self.ages, MemberOf)
            for node, context in zip(member.node.tolist(), member.context.tolist(), strict=True):
                found.setdefault(context, []).append(node)
        return found

    # Evidence

    def evidence(self, row: int) -> list[tuple[float, tuple[int, ...]]]:
        """Return (contribution, link numbers) of every route of a pair, strongest first."""
        routes = self.routes
        found: list[tuple[float, tuple[int, ...]]] = []
        for route in range(int(self.route_start[row]), int(self.route_stop[row])):
            numbers = (int(routes.first[route]), int(routes.second[route]), int(self.membership[row]))
            found.append((float(routes.strength[route]), tuple(number for number in numbers if number >= 0)))
        return sorted(found, key=lambda item: (-round(item[0], 12), item[1]))

    def last_date(self, row: int) -> str | None:
        """Return the newest date of a pair's routes; a route is as old as its older link."""
        keys = date_keys(self.snapshot)
        dated = ([int(keys[number]) for number in numbers if keys[number]] for _, numbers in self.evidence(row))
        return date_text(max((min(route) for route in dated if route), default=0))

    def former_until(self, row: int) -> str | None:
        """Return until when somebody was a contact who no longer is, None for others."""
        if self.held[row] or not self.former[row]:
            return None
        keys = date_keys(self.snapshot)
        over = [numbers[0] for _, numbers in self.evidence(row) if self.ages.ended[numbers[0]]]
        return date_text(max(int(keys[number]) for number in over))

    def links(self, row: int) -> tuple[int, ...]:
        """Return the link numbers behind a pair, strongest route first, each once."""
        return tuple(dict.fromkeys(number for _, numbers in self.evidence(row) for number in numbers))

    def records(self, rows: Sequence[int]) -> tuple[str, ...]:
        """Return the ids of the links behind several pairs, each once."""
        return tuple(dict.fromkeys(self.snapshot.link_id(number) for row in rows for number in self.links(row)))

    def context(self, row: int) -> int | None:
        """Return what the strongest route of a pair leads through, None for a direct link."""
        first, *others = self.evidence(row)[0][1]
        if not others:
            return None
        shared = set(self._ends(first)) & set(self._ends(others[0]))
        return min(shared, default=None)

    def _ends(self, number: int) -> tuple[int, int]:
        return int(self.snapshot.link_source[number]), int(self.snapshot.link_target[number])

    def undated(self, rows: Sequence[int]) -> int:
        """Return how many distinct undated links the routes of these pairs have."""
        return len({number for row in rows for number in self.links(row) if self.ages.undated[number]})

    @cached_property
    def undated_total(self) -> int:
        """The distinct undated links on the routes of all holders (docs/methods/README.md#dates-and-age)."""
        edges = np.zeros(len(self.routes.person) + 1, dtype=np.int64)
        np.add.at(edges, self.route_start[self.held], 1)
        np.add.at(edges, self.route_stop[self.held], -1)
        used = np.cumsum(edges[:-1]) > 0
        links = np.concatenate([self.routes.first[used], self.routes.second[used], self.membership[self.held]])
        links = np.unique(links[links >= 0])
        return int(self.ages.undated[links].sum())


def find_holdings(
    snapshot: Snapshot,
    *,
    scope: str | None = None,
    assets: AssetKind = "Partner",
    as_of: str | None = None,
    half_life: float = HALF_LIFE,
    min_strength: float = MIN_STRENGTH,
    links: "Bools | None" = None,
) -> Holdings:
    """Return who holds what in a scope. O((m + routes) log m).

    `links`: says for every link whether it is looked at; without it all are.
    Raises UnknownName or BadParameter for a scope that is none.
    """
    ages = LinkAges(snapshot, as_of, half_life, links)
    found = scope_of(snapshot, scope, ages.ended)
    terms = Terms(as_of=as_of, half_life=half_life, min_strength=min_strength)
    if assets == "partner-affiliate":
        return _partner_affiliate(snapshot, found, ages, terms)
    if assets == "theme-affiliate":
        return _theme_affiliate(snapshot, found, ages, terms)
    cls = node_class(assets)
    nodes = snapshot.nodes_of(cls)
    nodes = nodes[found.inside[nodes]].astype(np.int64)
    routes = _routes_to(snapshot, ages, cls, nodes)
    return _of_nodes(snapshot, nodes, routes, scope=found, kind=assets, ages=ages, terms=terms)


def _routes_to(snapshot: Snapshot, ages: LinkAges, cls: type[Node], nodes: "Ints") -> Routes:
    wanted = np.zeros(len(snapshot), dtype=np.bool_)
    wanted[nodes] = True
    if cls in _ORGANISATIONS:
        return organisation_routes(snapshot, ages, wanted)
    return own_routes(snapshot, ages, cls, wanted)


def _of_nodes(
    snapshot: Snapshot, nodes: "Ints", routes: Routes, *, scope: Scope, kind: AssetKind, ages: LinkAges, terms: Terms
) -> Holdings:
    keys = routes.asset * max(1, len(snapshot)) + routes.person
    order = np.argsort(keys, kind="stable")
    routes = routes.taken(order)
    _, start, count = np.unique(keys[order], return_index=True, return_counts=True)
    strength = sums_of_runs(routes.strength, start, count)
    is_over = ages.ended[routes.first]
    former = np.maximum.reduceat(is_over, start) if len(start) else np.zeros(0, dtype=np.bool_)
    lasts = ~np.minimum.reduceat(is_over, start) if len(start) else former
    return Holdings(
        snapshot=snapshot,
        scope=scope,
        kind=kind,
        ages=ages,
        terms=terms,
        left=nodes,
        right=np.full(len(nodes), -1, dtype=np.int64),
        person=routes.person[start],
        asset=np.searchsorted(nodes, routes.asset[start]),
        strength=strength,
        held=_suffices(strength, terms) & lasts,
        former=former,
        values=np.ones(len(nodes)),
        routes=routes,
        route_start=start,
        route_stop=start + count,
        membership=np.full(len(start), -1, dtype=np.int64),
    )


def _suffices(strength: "Floats", terms: Terms) -> "Bools":
    return np.round(strength, 12) >= round(terms.min_strength, 12)


def _partner_affiliate(snapshot: Snapshot, scope: Scope, ages: LinkAges, terms: Terms) -> Holdings:
    links = ages.links_of(PartnerOf)
    ends = np.concatenate(
        [
            np.column_stack([snapshot.link_source[links], snapshot.link_target[links]]),
            np.column_stack([snapshot.link_target[links], snapshot.link_source[links]]),
        ]
    ).astype(np.int64)
    is_partner, is_unit = (np.isin(np.arange(len(snapshot)), snapshot.nodes_of(*of)) for of in ((Partner,), UNITS))
    ends = ends[is_partner[ends[:, 0]] & is_unit[ends[:, 1]]]
    ends = ends[ends[:, 1] == scope.node] if scope.cls in UNITS else ends[scope.inside[ends[:, 0]]]
    pairs = np.unique(ends, axis=0)
    partners = np.unique(pairs[:, 0])
    routes = _routes_to(snapshot, ages, Partner, partners)
    base = _of_nodes(snapshot, partners, routes, scope=scope, kind="Partner", ages=ages, terms=terms)
    return _of_pairs(base, "partner-affiliate", pairs, base.strength)


def _theme_affiliate(snapshot: Snapshot, scope: Scope, ages: LinkAges, terms: Terms) -> Holdings:
    themes = snapshot.nodes_of(Theme).astype(np.int64)
    base = _of_nodes(snapshot, themes, offer_routes(snapshot, ages), scope=scope, kind="Theme", ages=ages, terms=terms)
    strong = strong_members(snapshot, ages, terms.min_strength)
    is_affiliate = np.isin(strong.context, snapshot.nodes_of(Affiliate))
    order = np.argsort(strong.node, kind="stable")
    order = order[is_affiliate[order]]
    rows, found = expanded(strong.node[order], base.person)
    units = strong.context[order][found]
    pairs = np.unique(np.column_stack([themes[base.asset[rows]], units]), axis=0)
    if scope.cls in UNITS:
        pairs = pairs[pairs[:, 1] == scope.node]
    elif scope.cls is Theme:
        pairs = pairs[pairs[:, 0] == scope.node]
    else:
        pairs = pairs[scope.inside[pairs[:, 1]]]
    return _of_pairs(base, "theme-affiliate", pairs, np.ones(len(base.strength)))


def _of_pairs(base: Holdings, kind: AssetKind, pairs: "Ints", strength: "Floats") -> Holdings:
    """Keep of each left side's people those who are members of the right side."""
    snapshot, count = base.snapshot, max(1, len(base.snapshot))
    strong = strong_members(snapshot, base.ages, base.terms.min_strength)
    member_keys = strong.context * count + strong.node
    rows, found = expanded(base.left[base.asset], pairs[:, 0])
    keys = pairs[rows, 1] * count + base.person[found]
    positions = np.searchsorted(member_keys, keys)
    is_member = np.isin(keys, member_keys)
    rows, found, positions = rows[is_member], found[is_member], positions[is_member]
    return Holdings(
        snapshot=snapshot,
        scope=base.scope,
        kind=kind,
        ages=base.ages,
        terms=base.terms,
        left=pairs[:, 0],
        right=pairs[:, 1],
        person=base.person[found],
        asset=rows,
        strength=strength[found],
        held=base.held[found],
        former=base.former[found],
        values=np.ones(len(pairs)),
        routes=base.routes,
        route_start=base.route_start[found],
        route_stop=base.route_stop[found],
        membership=strong.link[positions],
    )
