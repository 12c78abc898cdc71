# SPDX-License-Identifier: GPL-3.0-or-later
"""Assets and who holds them, as columns, with the records behind each claim.

What an asset, a holder and a strength are is said in METHODS 2.1 to 2.3; how
the columns come about, in `queries/measures/holders.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import TYPE_CHECKING, Literal

import numpy as np

from graph.schema.links import MemberOf
from graph.snapshot.snapshot import Snapshot
from queries.measures.last_dates import date_keys, date_text
from queries.measures.routes import Routes, legs
from queries.measures.scope import Scope
from queries.measures.ties import HALF_LIFE, Ties

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

AssetKind = Literal[
    "Partner",
    "Affiliate",
    "Group",
    "Project",
    "Event",
    "Question",
    "Theme",
    "partner-affiliate",
    "theme-affiliate",
]
MIN_STRENGTH = 0.1
"""A choice, not a finding (METHODS 2.2)."""


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
    `held`: whether the strength suffices. `values`: worth of each asset.
    `routes[route_start:route_stop]`: the routes of a pair; `membership`: the
    link by which its person belongs to a pair's right side, -1 for none.
    """

    snapshot: Snapshot
    scope: Scope
    kind: AssetKind
    ties: Ties
    terms: Terms
    left: "Ints"
    right: "Ints"
    person: "Ints"
    asset: "Ints"
    strength: "Floats"
    held: "Bools"
    values: "Floats"
    routes: Routes
    route_start: "Ints"
    route_stop: "Ints"
    membership: "Ints"

    def __len__(self) -> int:
        """Return the number of assets, orphaned ones included."""
        return len(self.left)

    # Names of assets

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
        held = np.flatnonzero(self.held)
        rows = held[np.argsort(self.person[held], kind="stable")]
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

        The strongest other holder, else the strongest who is not quite one;
        never somebody who opted out or leaves too.
        """
        unfit = self.snapshot.opted_out | leaving | {person}
        rows = [row for row in self.pairs(asset) if int(self.person[row]) not in unfit and self.strength[row] > 0]
        return min(rows, key=lambda row: (not self.held[row], *self._rank(row)), default=None)

    def _rank(self, row: int) -> tuple[float, int]:
        return -round(float(self.strength[row]), 12), int(self.person[row])

    def inside(self, asset: int) -> list[int]:
        """Return the members of the asset itself: they are on the other side."""
        return self._members_of.get(int(self.left[asset]), [])

    @cached_property
    def _members_of(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        if self.kind in {"Partner", "Affiliate", "partner-affiliate"}:
            member = legs(self.snapshot, self.ties, MemberOf)
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

    def links(self, row: int) -> tuple[int, ...]:
        """Return the link numbers behind a pair, strongest route first, each once."""
        return tuple(dict.fromkeys(number for _, numbers in self.evidence(row) for number in numbers))

    def records(self, rows: Sequence[int]) -> tuple[str, ...]:
        """Return the ids of the links behind several pairs, each once."""
        return tuple(dict.fromkeys(self.snapshot.link_id(number) for row in rows for number in self.links(row)))

    def context(self, row: int) -> int | None:
        """Return what the strongest route of a pair leads through, None for a direct tie."""
        first, *others = self.evidence(row)[0][1]
        if not others:
            return None
        shared = set(self._ends(first)) & set(self._ends(others[0]))
        return min(shared, default=None)

    def _ends(self, number: int) -> tuple[int, int]:
        return int(self.snapshot.link_source[number]), int(self.snapshot.link_target[number])

    def undated(self, rows: Sequence[int]) -> int:
        """Return how many distinct undated links the routes of these pairs have."""
        return len({number for row in rows for number in self.links(row) if self.ties.undated[number]})

    @cached_property
    def undated_total(self) -> int:
        """The distinct undated links on the routes of all holders (METHODS 1.2, rule 9)."""
        edges = np.zeros(len(self.routes.person) + 1, dtype=np.int64)
        np.add.at(edges, self.route_start[self.held], 1)
        np.add.at(edges, self.route_stop[self.held], -1)
        used = np.cumsum(edges[:-1]) > 0
        links = np.concatenate([self.routes.first[used], self.routes.second[used], self.membership[self.held]])
        links = np.unique(links[links >= 0])
        return int(self.ties.undated[links].sum())


def absence_factor(strengths: Sequence[float]) -> int | None:
    """Return the smallest k such that the k largest values are half of the sum.

    The contributor absence factor of CHAOSS; None for no values.

    >>> absence_factor([1000, 202, 90, 33, 332, 343, 42, 433])
    2
    """
    ordered = sorted(strengths, reverse=True)
    half = fsum(ordered) / 2
    return next((k for k in range(1, len(ordered) + 1) if fsum(ordered[:k]) >= half - 1e-9), None)
