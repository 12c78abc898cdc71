# SPDX-License-Identifier: GPL-3.0-or-later
"""How well a person and an organisation fit for an introduction (docs/methods/introductions.md#feasibility).

    f(p,a) = L * (0.15 + 0.85 * min(1, 3 * J)) * near * place

L: a shared language; J: shared themes; near: works closely, or keeps a
relationship together, with somebody who knows the organisation; place: a shared country or region. Starting values, no
probabilities, until accepted and declined introductions were counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.schema.links import MemberOf, WorkedOn, WorkedWith
from graph.schema.nodes import UNITS, Person, Project, Theme
from graph.text.message import Country, Language, Message, Name, Text
from queries.measures.contexts import pairs_in
from queries.measures.holdings import Holdings
from queries.measures.identity.candidates import may_be_one
from queries.measures.involvement import known_of
from queries.measures.language_and_place import is_country, languages_of, places_of
from queries.measures.people_graph import participations_of, shared_by
from queries.measures.routes import legs, strong_members
from queries.measures.themes import themes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

LEAST, THEMES, STEEPNESS = 0.15, 0.85, 3.0
FAR, ELSEWHERE = 0.4, 0.7
"""What is left of a fit without shared themes, without anybody near, from another place; choices."""

SHARED_THEMES = Text("feasibility-themes", "both care about $1", "Reason for an introduction; $1 list of themes")
SHARED_LANGUAGE = Text("feasibility-language", "both speak $1", "Reason for an introduction; $1 list of languages")
NO_LANGUAGE = Text("feasibility-no-language", "language not recorded", "Note on an introduction")
OTHER_LANGUAGE = Text("feasibility-other-language", "no shared language", "Reason against an introduction")
NEAR = Text(
    "feasibility-near",
    "works closely with $1, who knows them",
    "Reason for an introduction; $1 name of a person",
)
KEEPS = Text(
    "feasibility-keeps",
    "keeps the relationship with $2 together with $1, who knows them",
    "Reason for an introduction; $1 name of a person, $2 name of a partner that both know",
)
SHARED_PLACE = Text("feasibility-place", "both are in $1", "Reason for an introduction; $1 list of places")
OTHER_PLACE = Text("feasibility-other-place", "no shared country or region", "Reason against an introduction")


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """Columns, one row a pair: the four factors, and their product f (0 for holders, who opted out, who has left)."""

    language: "Floats"
    themes: "Floats"
    near: "Floats"
    place: "Floats"
    value: "Floats"


@dataclass(frozen=True, eq=False)
class Feasibility:
    """f of people for the assets of some holdings.

    `people`: node numbers, sorted; a *row* counts them from 0. With
    `needs_language` False, nobody is ruled out for want of a shared language.
    """

    holdings: Holdings
    needs_language: bool = True

    @cached_property
    def people(self) -> "Ints":
        """Everybody, by node number."""
        return self.holdings.snapshot.nodes_of(Person).astype(np.int64)

    def of_pairs(self, rows: "Ints", assets: "Ints") -> Factors:
        """Return f of pairs of people (rows) and assets. O(pairs * their themes, languages and places)."""
        language, place = (self._fits(kind, rows, assets) for kind in (_LANGUAGES, _PLACES))
        shared = self.shared_themes(rows, assets)
        union = self._counts(_THEMES)[0][rows] + self._counts(_THEMES)[1][assets] - shared
        overlap = np.divide(shared, union, out=np.zeros(len(rows)), where=union > 0)
        factors = (
            language.astype(np.float64) if self.needs_language else np.ones(len(rows)),
            LEAST + THEMES * np.minimum(1.0, STEEPNESS * overlap),
            np.where(self._is_in(self._near_keys, rows, assets), 1.0, FAR),
            np.where(place, 1.0, ELSEWHERE),
        )
        barred = self._is_in(self._held_keys, rows, assets) | self._not_asked[rows]
        value = factors[0] * factors[1] * factors[2] * factors[3] * ~barred
        return Factors(*factors, value=value)

    def may_be_a_holder(self, person: int, asset: int) -> bool:
        """Say whether somebody may be a holder of an asset under another name, as long as nobody said otherwise."""
        return any(may_be_one(self.holdings.snapshot, person, holder) for holder in self.holdings.holders[asset])

    def shared_themes(self, rows: "Ints", assets: "Ints") -> "Ints":
        """Return how many themes each pair shares."""
        return self._shared(_THEMES, rows, assets)

    def near_pairs(self) -> "tuple[Ints, Ints]":
        """Return (rows, assets) of all people who work closely with a holder, by asset."""
        return self._near_keys % max(1, len(self.people)), self._near_keys // max(1, len(self.people))

    def _fits(self, kind: int, rows: "Ints", assets: "Ints") -> "Bools":
        """Say of each pair whether it shares something, or one side has nothing recorded."""
        of_people, of_assets = self._counts(kind)
        return (self._shared(kind, rows, assets) > 0) | (of_people[rows] == 0) | (of_assets[assets] == 0)

    def _shared(self, kind: int, rows: "Ints", assets: "Ints") -> "Ints":
        of_people, of_assets = self._matrices[kind]
        return np.asarray(of_people[rows].multiply(of_assets[assets]).sum(axis=1)).ravel()

    def _counts(self, kind: int) -> "tuple[Ints, Ints]":
        of_people, of_assets = self._matrices[kind]
        return np.diff(of_people.indptr), np.diff(of_assets.indptr)

    def _is_in(self, keys: "Ints", rows: "Ints", assets: "Ints") -> "Bools":
        wanted = assets * len(self.people) + rows
        place = np.minimum(np.searchsorted(keys, wanted), max(0, len(keys) - 1))
        return keys[place] == wanted if len(keys) else np.zeros(len(rows), dtype=np.bool_)

    @cached_property
    def _not_asked(self) -> "Bools":
        """Who opted out, or has left."""
        return np.isin(self.people, sorted(self.holdings.snapshot.opted_out)) | self.holdings.ages.left[self.people]

    @cached_property
    def _held_keys(self) -> "Ints":
        holdings = self.holdings
        return holdings.asset[holdings.held] * len(self.people) + np.searchsorted(
            self.people, holdings.person[holdings.held]
        )

    @cached_property
    def _near_keys(self) -> "Ints":
        from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s

        count = len(self.people)
        rows, columns = self._held_keys // max(1, count), self._held_keys % max(1, count)
        holders = csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(len(self.holdings), count))
        near = (holders @ self._close).tocoo()
        return np.sort(near.row.astype(np.int64) * count + near.col)

    @cached_property
    def _traits(self) -> "_Traits":
        return _Traits(self.holdings)

    @cached_property
    def _matrices(self) -> list[tuple[Any, Any]]:
        """For themes, languages and places: who has what, as 0/1 matrices of people and of assets."""
        people = [(node,) for node in self.people.tolist()]
        assets = [self._nodes(asset) for asset in range(len(self.holdings))]
        kinds = (_THEMES, _LANGUAGES, _PLACES)
        return [(self._traits.matrix(kind, people), self._traits.matrix(kind, assets)) for kind in kinds]

    def _nodes(self, asset: int) -> tuple[int, ...]:
        return tuple(int(node) for node in (self.holdings.left[asset], self.holdings.right[asset]) if node >= 0)

    @cached_property
    def _close(self) -> Any:  # noqa: ANN401 - scipy is untyped
        """Above 0: two people worked with each other, or share something with at most 25 people.

        That is a project, group or affiliate, or a relationship that both keep.
        """
        from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s

        snapshot, ages = self.holdings.snapshot, self.holdings.ages
        together = legs(snapshot, ages, WorkedWith)
        are_people = np.isin(together.context, self.people)
        ends = [(together.node[are_people], together.context[are_people])]
        for cls, contexts in ((WorkedOn, (Project,)), (MemberOf, UNITS)):
            participations = participations_of(snapshot, ages, cls, contexts)
            one, other = pairs_in(participations.context)
            ends.append((participations.node[one], participations.node[other]))
        holdings = self.holdings
        are_held = holdings.held
        keepers = np.sort(holdings.asset[are_held] * (len(snapshot) + 1) + holdings.person[are_held])
        asset, keeper = keepers // (len(snapshot) + 1), keepers % (len(snapshot) + 1)
        one, other = pairs_in(asset)
        ends.append((keeper[one], keeper[other]))
        first, second = (np.searchsorted(self.people, np.concatenate(side)) for side in zip(*ends, strict=True))
        rows, columns = np.concatenate([first, second]), np.concatenate([second, first])
        count = len(self.people)
        return csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(count, count))

    # Reasons

    def near_holders(self, person: int, asset: int) -> list[int]:
        """Return the holders of an asset with whom a person works closely, by id."""
        row = int(np.searchsorted(self.people, person))
        close = self.people[self._close.indices[self._close.indptr[row] : self._close.indptr[row + 1]]]
        return sorted({int(node) for node in close} & set(self.holdings.holders[asset]))

    def why(self, person: int, asset: int) -> tuple[tuple[Message, ...], tuple[str, ...]]:
        """Return the reasons for and against introducing a person, and the ids of the records behind them."""
        snapshot = self.holdings.snapshot
        nodes = self._nodes(asset)
        reasons: list[Message] = []
        links: list[int] = []
        themes = sorted(self._traits.themes([person]) & self._traits.themes(nodes))
        if themes:
            reasons.append(SHARED_THEMES([Name(snapshot.ids[t], snapshot.names[t]) for t in themes]))
            of = themes_of(snapshot)
            links += [number for t in themes for node in (person, *nodes) for number in of.links(node, t)]
        holders = [holder for holder in self.near_holders(person, asset) if holder not in snapshot.opted_out]
        if holders:
            name = Name(snapshot.ids[holders[0]], snapshot.names[holders[0]])
            together = shared_by(snapshot, self.holdings.ages, person, holders[0])[:1]
            links += [number for _, _, numbers in together for number in numbers]
            reasons.append(NEAR(name) if together else KEEPS(name, *self._kept_by(person, holders[0])))
        reasons += self._common(_LANGUAGES, person, nodes, (SHARED_LANGUAGE, NO_LANGUAGE, OTHER_LANGUAGE))
        reasons += self._common(_PLACES, person, nodes, (SHARED_PLACE, None, OTHER_PLACE))
        reasons += known_of(snapshot, person, self.holdings.ages.today)
        return tuple(reasons), (snapshot.ids[person], *dict.fromkeys(map(snapshot.link_id, links)))

    def _kept_by(self, *people: int) -> list[Name]:
        """Return the first relationship that all of some people keep."""
        holdings = self.holdings
        assets = [set(holdings.asset[holdings.held & (holdings.person == person)].tolist()) for person in people]
        return [
            Name(holdings.asset_id(asset), holdings.asset_name(asset))
            for asset in sorted(set.intersection(*assets))[:1]
        ]

    def _common(
        self, kind: int, person: int, nodes: Sequence[int], texts: tuple[Text, Text | None, Text]
    ) -> Iterable[Message]:
        mine, theirs = (self._traits.named(kind, of) for of in ([person], nodes))
        shared, unknown, other = texts
        if mine & theirs:
            yield shared(_words(kind, sorted(mine & theirs)))
        elif not (mine and theirs):
            yield from (unknown(),) if unknown else ()
        else:
            yield other()


_THEMES, _LANGUAGES, _PLACES = range(3)


class _Traits:
    """Themes, languages and places of nodes; each trait has a column of its own."""

    def __init__(self, holdings: Holdings) -> None:
        self.snapshot = holdings.snapshot
        members = strong_members(self.snapshot, holdings.ages, holdings.terms.min_strength)
        self.of: list[Mapping[int, AbstractSet[Any]]] = [
            self._themes(),
            languages_of(self.snapshot),
            places_of(self.snapshot, members),
        ]
        self.columns = [
            {trait: column for column, trait in enumerate(sorted({t for traits in of.values() for t in traits}))}
            for of in self.of
        ]

    def _themes(self) -> Mapping[int, AbstractSet[Any]]:
        found: dict[int, set[Any]] = {node: {node} for node in self.snapshot.nodes_of(Theme).tolist()}
        themes = themes_of(self.snapshot)
        for node, theme in zip(themes.node.tolist(), themes.theme.tolist(), strict=True):
            found.setdefault(node, set()).add(theme)
        return found

    def themes(self, nodes: Iterable[int]) -> set[int]:
        return self.named(_THEMES, nodes)

    def named(self, kind: int, nodes: Iterable[int]) -> set[Any]:
        empty: set[Any] = set()
        return empty.union(*(self.of[kind].get(node, empty) for node in nodes))

    def matrix(self, kind: int, groups: Sequence[Sequence[int]]) -> Any:  # noqa: ANN401 - scipy is untyped
        """Return a row for each group of nodes, with a 1 for each trait that one of them has."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s

        columns = self.columns[kind]
        rows = [sorted(columns[trait] for trait in self.named(kind, nodes)) for nodes in groups]
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
        indices = np.array([column for row in rows for column in row], dtype=np.int64)
        return csr_array((np.ones(len(indices), dtype=np.int64), indices, starts), shape=(len(groups), len(columns)))


def _words(kind: int, traits: Sequence[str]) -> list[Language | Country | str]:
    """Return languages, or places: countries if any is shared, else regions."""
    if kind == _LANGUAGES:
        return [Language(tag) for tag in traits]
    countries: list[Language | Country | str] = [Country(place) for place in traits if is_country(place)]
    return countries or [place.title() for place in traits]
