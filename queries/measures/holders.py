# SPDX-License-Identifier: GPL-3.0-or-later
"""Who keeps which relationship, how strongly, and how we know (METHODS 2.1 to 2.3).

`holdings` turns a snapshot into columns: the assets of a scope, and one pair
for each person with a route to an asset. A pair is *held* from a minimum
strength on. Every bus-factor figure and the contact graph are built on it.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import fsum, isfinite
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from graph.errors import BadParameter, UnknownName, typed
from graph.schema.links import PartnerOf
from graph.schema.nodes import UNITS, Affiliate, Node, Partner, Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Text
from queries.measures.held import MIN_STRENGTH, AssetKind, Holdings, Terms, absence_factor
from queries.measures.parameters import AsOf, node_class
from queries.measures.routes import Routes, expanded, offer_routes, organisation_routes, own_routes, strong_members
from queries.measures.scope import Scope, ScopeText, scope_of
from queries.measures.ties import HALF_LIFE, Ties

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

Assets = Annotated[AssetKind, Field(description="What can be lost: a type of thing, or a pair of them.")]
HalfLife = Annotated[float, Field(ge=0.1, le=1200, description="Months after which a dated link counts half.")]
MinStrength = Annotated[
    float, Field(ge=0, le=10, description="Strength from which on a person counts as holding; 0: any route.")
]
Values = Annotated[
    tuple[str, ...], Field(description="Worth of single relationships, each as “id,value”; all others are worth 1.")
]
NO_VALUE = Text(
    "values-none",
    "“$1” gives no value: expected “id,value”, and a number above 0.",
    "Error; $1 what was given as the worth of a relationship",
)
FOR_EXAMPLE = Text("values-example", "For example partner:x,3.", "Hint after that error; the example is typed so")
NOT_HERE = Text("unknown-asset", "There is no relationship in this scope called “$1”.", "$1 what was looked for")
_ORGANISATIONS: tuple[type[Node], ...] = (Partner, Affiliate)

__all__ = [
    "HALF_LIFE",
    "MIN_STRENGTH",
    "AsOf",
    "AssetKind",
    "Assets",
    "HalfLife",
    "Holdings",
    "MinStrength",
    "ScopeText",
    "Terms",
    "Values",
    "absence_factor",
    "holdings",
    "worth",
]


def holdings(
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
    found = scope_of(snapshot, scope)
    ties = Ties(snapshot, as_of, half_life, links)
    terms = Terms(as_of=as_of, half_life=half_life, min_strength=min_strength)
    if assets == "partner-affiliate":
        return _partner_affiliate(snapshot, found, ties, terms)
    if assets == "theme-affiliate":
        return _theme_affiliate(snapshot, found, ties, terms)
    cls = node_class(assets)
    nodes = snapshot.nodes_of(cls)
    nodes = nodes[found.inside[nodes]].astype(np.int64)
    routes = _routes_to(snapshot, ties, cls, nodes)
    return _of_nodes(snapshot, found, assets, ties, terms, nodes, routes)


def _routes_to(snapshot: Snapshot, ties: Ties, cls: type[Node], nodes: "Ints") -> Routes:
    wanted = np.zeros(len(snapshot), dtype=np.bool_)
    wanted[nodes] = True
    if cls in _ORGANISATIONS:
        return organisation_routes(snapshot, ties, wanted)
    return own_routes(snapshot, ties, cls, wanted)


def _of_nodes(
    snapshot: Snapshot, scope: Scope, kind: AssetKind, ties: Ties, terms: Terms, nodes: "Ints", routes: Routes
) -> Holdings:
    keys = routes.asset * max(1, len(snapshot)) + routes.person
    order = np.argsort(keys, kind="stable")
    routes = Routes(
        person=routes.person[order],
        asset=routes.asset[order],
        strength=routes.strength[order],
        first=routes.first[order],
        second=routes.second[order],
    )
    _, start, count = np.unique(keys[order], return_index=True, return_counts=True)
    strength = _sums(routes.strength, start, count)
    return Holdings(
        snapshot=snapshot,
        scope=scope,
        kind=kind,
        ties=ties,
        terms=terms,
        left=nodes,
        right=np.full(len(nodes), -1, dtype=np.int64),
        person=routes.person[start],
        asset=np.searchsorted(nodes, routes.asset[start]),
        strength=strength,
        held=_suffices(strength, terms),
        values=np.ones(len(nodes)),
        routes=routes,
        route_start=start,
        route_stop=start + count,
        membership=np.full(len(start), -1, dtype=np.int64),
    )


def _sums(values: "Floats", start: "Ints", count: "Ints") -> "Floats":
    """Sum runs of values; runs of three and more as `fsum`, since their order would matter."""
    if not len(start):
        return np.zeros(0)
    sums = np.add.reduceat(values, start)
    for run in np.flatnonzero(count > 2).tolist():  # the sum of two is exact in either order
        sums[run] = fsum(values[start[run] : start[run] + count[run]])
    return sums


def _suffices(strength: "Floats", terms: Terms) -> "Bools":
    return np.round(strength, 12) >= round(terms.min_strength, 12)


def _partner_affiliate(snapshot: Snapshot, scope: Scope, ties: Ties, terms: Terms) -> Holdings:
    links = ties.links_of(PartnerOf)
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
    base = _of_nodes(snapshot, scope, "Partner", ties, terms, partners, _routes_to(snapshot, ties, Partner, partners))
    return _of_pairs(base, "partner-affiliate", pairs, base.strength)


def _theme_affiliate(snapshot: Snapshot, scope: Scope, ties: Ties, terms: Terms) -> Holdings:
    themes = snapshot.nodes_of(Theme).astype(np.int64)
    base = _of_nodes(snapshot, scope, "Theme", ties, terms, themes, offer_routes(snapshot, ties))
    strong = strong_members(snapshot, ties, terms.min_strength)
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
    strong = strong_members(snapshot, base.ties, base.terms.min_strength)
    member_keys = strong.context * count + strong.node
    rows, found = expanded(base.left[base.asset], pairs[:, 0])
    keys = pairs[rows, 1] * count + base.person[found]
    place = np.searchsorted(member_keys, keys)
    is_member = np.isin(keys, member_keys)
    rows, found, place = rows[is_member], found[is_member], place[is_member]
    return Holdings(
        snapshot=snapshot,
        scope=base.scope,
        kind=kind,
        ties=base.ties,
        terms=base.terms,
        left=pairs[:, 0],
        right=pairs[:, 1],
        person=base.person[found],
        asset=rows,
        strength=strength[found],
        held=_suffices(strength[found], base.terms),
        values=np.ones(len(pairs)),
        routes=base.routes,
        route_start=base.route_start[found],
        route_stop=base.route_stop[found],
        membership=strong.link[place],
    )


def worth(held: Holdings, values: Sequence[str]) -> Holdings:
    """Return the same holdings, some assets of another value than 1.

    `values`: each as `id,value`. Raises BadParameter for what is no positive
    number, UnknownName for what is no asset of the scope.
    """
    place = {held.asset_id(asset): asset for asset in range(len(held))} if values else {}
    result = held.values.copy()
    for text in values:
        id_, _, number = (part.strip() for part in text.rpartition(","))
        try:
            value = float(number)
        except ValueError:
            value = 0.0
        if not (isfinite(value) and value > 0):
            raise BadParameter(NO_VALUE(typed(text, 200)), FOR_EXAMPLE())
        if id_ not in place:
            raise UnknownName(NOT_HERE, id_)
        result[place[id_]] = value
    return replace(held, values=result)
