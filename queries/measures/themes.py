# SPDX-License-Identifier: GPL-3.0-or-later
"""Which themes a person or organisation has, how often, and how we know.

See docs/methods/interests-and-offers.md#themes-of-an-entry.

A theme counts once for each statement of interest or subject, once for each
question about it that was asked, once for each project about it that was
worked on. Broader themes are not added. *Offers* and *wants* (docs/methods/interests-and-offers.md#offers-and-wants)
are the statements that say so, and projects worked on and questions asked.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.links import About, Asked, InterestedIn, Stance, WorkedOn
from graph.schema.nodes import Affiliate, Group, Node, Partner, Person
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

ACTORS: tuple[type[Node], ...] = (Person, Group, Affiliate, Partner)
"""What `N` and `df` of docs/methods/interests-and-offers.md#likeness count: people, units and partners."""
_STATED, _OFFERED, _WANTED, _ASKED, _WORKED = range(5)
_BY_STANCE = {Stance.OFFERS: _OFFERED, Stance.WANTS: _WANTED}


@dataclass(frozen=True, slots=True, eq=False)
class _Routes:
    """How a node comes to a theme: one link, or two over a question or project (else -1)."""

    node: "Ints"
    theme: "Ints"
    kind: "Ints"
    first: "Ints"
    second: "Ints"

    def of_kind(self, *kinds: int) -> "_Routes":
        keep = np.isin(self.kind, kinds)
        return _Routes(self.node[keep], self.theme[keep], self.kind[keep], self.first[keep], self.second[keep])


@dataclass(frozen=True, eq=False)
class Themes:
    """Columns, one row a node and one of its themes, sorted by both; `count` is tf.

    `actors` is N, `df` and `idf` have an entry for every node number, of
    which those of themes mean something.
    """

    node: "Ints"
    theme: "Ints"
    count: "Ints"
    actors: int
    df: "Ints"
    idf: "Floats"
    _routes: _Routes
    _contexts: "Ints"

    def rows_of(self, node: int) -> slice:
        """Return the rows of a node."""
        start, stop = np.searchsorted(self.node, [node, node + 1])
        return slice(int(start), int(stop))

    def of(self, node: int) -> "Ints":
        """Return the themes of a node, in order of id."""
        return self.theme[self.rows_of(node)]

    @cached_property
    def weights(self) -> "Floats":
        """Return tf * idf of every row."""
        return self.count * self.idf[self.theme]

    @cached_property
    def norms(self) -> "Floats":
        """Length of the vector of every node, 0 without themes."""
        return np.sqrt(np.bincount(self.node, weights=self.weights**2, minlength=len(self.df)))

    def vector(self, node: int | None, extra: int | None = None) -> "Floats":
        """Return the weights of a node's themes, by node number; `extra` counts one theme once more."""
        vector = np.zeros(len(self.df))
        if node is not None:
            rows = self.rows_of(node)
            vector[self.theme[rows]] = self.weights[rows]
        if extra is not None:
            vector[extra] += self.idf[extra]
        return vector

    def cosines(self, vector: "Floats") -> "Floats":
        """Return idfcos of a vector with every node, 0 where either is empty. O(rows)."""
        products = np.bincount(self.node, weights=self.weights * vector[self.theme], minlength=len(self.df))
        lengths = self.norms * np.sqrt(np.sum(vector**2))
        return np.divide(products, lengths, out=np.zeros(len(self.df)), where=lengths > 0)

    def cosines_among(self, nodes: "Ints") -> "Floats":
        """Return idfcos of a few nodes with each other, as a matrix."""
        slices = [self.rows_of(node) for node in nodes.tolist()]
        rows = np.concatenate([np.arange(found.start, found.stop) for found in slices] or [np.empty(0, dtype=np.int64)])
        line = np.repeat(np.arange(len(nodes)), [found.stop - found.start for found in slices])
        themes, column = np.unique(self.theme[rows], return_inverse=True)
        vectors = np.zeros((len(nodes), len(themes)))
        vectors[line, column] = self.weights[rows]
        lengths = self.norms[nodes]
        vectors = np.divide(vectors, lengths[:, None], out=vectors, where=lengths[:, None] > 0)
        return vectors @ vectors.T

    def links(self, node: int, theme: int) -> tuple[int, ...]:
        """Return the numbers of the links that give a theme to a node, statements first."""
        return _links_of(self._routes, node, theme)

    def beside(self, node: int, theme: int, projects: AbstractSet[int]) -> bool:
        """Say whether a node has a theme in another way than through some projects."""
        routes = self._routes
        start, stop = np.searchsorted(routes.node, [node, node + 1])
        low, high = start + np.searchsorted(routes.theme[start:stop], [theme, theme + 1])
        return any(self._context_of(row) not in projects for row in range(int(low), int(high)))

    def _context_of(self, row: int) -> int:
        """Return the project over which a node comes to a theme, -1 for another way."""
        return int(self._contexts[row]) if self._routes.kind[row] == _WORKED else -1

    @cached_property
    def offers(self) -> "Statements":
        """Who offers what, said so or worked on."""
        return _statements(self._routes.of_kind(_OFFERED, _WORKED), len(self.df))

    @cached_property
    def wants(self) -> "Statements":
        """Who wants what, said so or asked about."""
        return _statements(self._routes.of_kind(_WANTED, _ASKED), len(self.df))

    @cached_property
    def stated_offers(self) -> "Statements":
        """Who said that they offer what."""
        return _statements(self._routes.of_kind(_OFFERED), len(self.df))

    @cached_property
    def stated_wants(self) -> "Statements":
        """Who said that they want what."""
        return _statements(self._routes.of_kind(_WANTED), len(self.df))


@dataclass(frozen=True, eq=False)
class Statements:
    """One row a node and a theme that it offers (or wants), sorted by both."""

    node: "Ints"
    theme: "Ints"
    size: int
    _routes: _Routes

    def of(self, node: int) -> "Ints":
        """Return the themes that a node offers or wants."""
        start, stop = np.searchsorted(self.node, [node, node + 1])
        return self.theme[start:stop]

    def links(self, node: int, theme: int) -> tuple[int, ...]:
        """Return the numbers of the links that say so."""
        return _links_of(self._routes, node, theme)

    @cached_property
    def by_theme(self) -> dict[int, list[int]]:
        """Return the nodes of each theme, sorted."""
        found: dict[int, list[int]] = {}
        for node, theme in zip(self.node.tolist(), self.theme.tolist(), strict=True):
            found.setdefault(theme, []).append(node)
        return found

    @cached_property
    def stated(self) -> "NDArray[np.bool_]":
        """Say for each node whether it offers or wants anything."""
        return np.bincount(self.node, minlength=self.size) > 0

    def has(self, node: int, theme: int) -> bool:
        """Say whether a node offers or wants a theme."""
        themes = self.of(node)
        index = int(np.searchsorted(themes, theme))
        return index < len(themes) and int(themes[index]) == theme

    def sums(self, weights: "Floats", beside: "Statements", swapped: "Floats") -> "Floats":
        """Return for each node the sum of the weights of its themes.

        A theme of `swapped` counts only where the node has it here and not in
        `beside` as well: to swap a theme for itself is no exchange.
        """
        keys, others = (of.node * self.size + of.theme for of in (self, beside))
        counted = weights[self.theme] + np.where(np.isin(keys, others), 0.0, swapped[self.theme])
        sums = np.bincount(self.node, weights=counted, minlength=self.size)
        return sums.astype(np.float64)


@per_snapshot
def themes_of(snapshot: Snapshot) -> Themes:
    """Return the themes of everything in a snapshot. O(m log m)."""
    size = max(1, len(snapshot))
    routes = _all_routes(snapshot)
    # Several roles in one project are one reason to count it.
    ends = np.where(
        routes.second < 0, routes.first + size, snapshot.link_target[routes.first] if len(routes.first) else 0
    )
    once = np.unique(np.stack([routes.node * size + routes.theme, ends]), axis=1)
    keys, counts = np.unique(once[0], return_counts=True)
    node, theme = keys // size, keys % size
    is_actor = np.isin(node, snapshot.nodes_of(*ACTORS))
    actors = len(np.unique(node[is_actor]))
    df = np.bincount(theme[is_actor], minlength=len(snapshot))
    # A theme that only projects and the like have is as rare as one that a single actor has.
    idf = np.log(1 + actors / np.maximum(df, 1))
    contexts = np.where(ends >= size, -1, ends)
    return Themes(node, theme, counts, actors, df, idf, routes, contexts)


def _all_routes(snapshot: Snapshot) -> _Routes:
    about = snapshot.links_of(About).astype(np.int64)
    interested = snapshot.links_of(InterestedIn).astype(np.int64)
    stances = [_BY_STANCE.get(Stance(value), _STATED) for value in snapshot.values(InterestedIn, "stance")]
    stated = np.concatenate([about, interested])
    parts = [
        np.stack(
            [
                snapshot.link_source[stated],
                snapshot.link_target[stated],
                np.concatenate([np.full(len(about), _STATED), np.array(stances, dtype=np.int64)]),
                stated,
                np.full(len(stated), -1),
            ]
        ),
        _through(snapshot, Asked, about, _ASKED),
        _through(snapshot, WorkedOn, about, _WORKED),
    ]
    columns = np.concatenate(parts, axis=1).astype(np.int64)
    node, theme, kind, first, second = columns
    order = np.lexsort((second, first, second >= 0, theme, node))
    return _Routes(node[order], theme[order], kind[order], first[order], second[order])


def _through(snapshot: Snapshot, cls: type[Asked | WorkedOn], about: "Ints", kind: int) -> "Ints":
    """Return the routes over a question or project, as five rows of numbers."""
    about = about[np.argsort(snapshot.link_source[about], kind="stable")]
    links = snapshot.links_of(cls).astype(np.int64)
    low, high = (
        np.searchsorted(snapshot.link_source[about], snapshot.link_target[links], side) for side in ("left", "right")
    )
    counts = high - low
    rows = np.repeat(np.arange(len(links)), counts)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    first, second = links[rows], about[np.repeat(low, counts) + within]
    return np.stack(
        [snapshot.link_source[first], snapshot.link_target[second], np.full(len(rows), kind), first, second]
    )


def _statements(routes: _Routes, size: int) -> Statements:
    node, theme = np.unique(np.stack([routes.node, routes.theme]), axis=1)
    return Statements(node, theme, size, routes)


def _links_of(routes: _Routes, node: int, theme: int) -> tuple[int, ...]:
    start, stop = np.searchsorted(routes.node, [node, node + 1])
    low, high = np.searchsorted(routes.theme[start:stop], [theme, theme + 1])
    pairs = zip(
        routes.first[start + low : start + high].tolist(),
        routes.second[start + low : start + high].tolist(),
        strict=True,
    )
    return tuple(dict.fromkeys(number for pair in pairs for number in pair if number >= 0))
