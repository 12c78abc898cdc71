# SPDX-License-Identifier: GPL-3.0-or-later
"""Which themes a person or organisation has, how often, and how we know.

See docs/methods/interests-and-offers.md#themes-of-an-entry.

A theme counts once for each statement of interest or subject, once for each
question about it that was asked, each idea about it that was proposed, and
each project about it that was worked on. Broader themes are not added.
*Offers* and *wants* (docs/methods/interests-and-offers.md#offers-and-wants)
are the statements that say so, and projects worked on and questions asked.

Who sits at a table asks through it: a question or idea of a group of g
people counts 1/g for each of them, and neither as a want nor in how rare a theme is.
"""

from collections.abc import Container
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.schema.links import About, Asked, InterestedIn, MemberOf, Proposed, Stance, WorkedOn
from graph.schema.nodes import Affiliate, Group, Node, Partner, Person
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from queries.measures.question_groups import question_groups
from queries.measures.theme_text import headings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

ACTORS: tuple[type[Node], ...] = (Person, Group, Affiliate, Partner)
"""What `N` and `df` of docs/methods/interests-and-offers.md#likeness count: people, units and partners."""
_STATED, _OFFERED, _WANTED, _ASKED, _PROPOSED, _WORKED, _TABLE = range(7)
_BY_STANCE = {Stance.OFFERS: _OFFERED, Stance.WANTS: _WANTED}


@dataclass(frozen=True, slots=True, eq=False)
class _Routes:
    """How a node comes to a theme: one link, or two over a question, idea or project (else -1).

    `member` is the membership of a group that asked, else -1; `weight` is what the way counts.
    """

    node: "Ints"
    theme: "Ints"
    kind: "Ints"
    first: "Ints"
    second: "Ints"
    member: "Ints"
    weight: "Floats"

    def of_kind(self, *kinds: int) -> "_Routes":
        keep = np.isin(self.kind, kinds)
        return self.where(keep)

    def where(self, keep: "NDArray[np.bool_] | Ints") -> "_Routes":
        """Return some of the rows."""
        ints = (self.node, self.theme, self.kind, self.first, self.second, self.member)
        node, theme, kind, first, second, member = (column[keep] for column in ints)
        return _Routes(node, theme, kind, first, second, member, self.weight[keep])


@dataclass(frozen=True, eq=False)
class Themes:
    """Columns, one row a node and one of its themes, sorted by both; `count` is tf.

    `actors` is N, `df` and `idf` have an entry for every node number, of
    which those of themes mean something.
    """

    node: "Ints"
    theme: "Ints"
    count: "Floats"
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

    def having(self, theme: int) -> "Ints":
        """Return who has a theme, in order of id."""
        return self.node[self.theme == theme]

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

    def without(self, left: Container[int]) -> dict[int, list[int]]:
        """Return the nodes of each theme that has any beside those who left, sorted."""
        there = {theme: [node for node in nodes if node not in left] for theme, nodes in self.by_theme.items()}
        return {theme: nodes for theme, nodes in there.items() if nodes}

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
    return _themes(snapshot, _routes(snapshot, snapshot.links_of(About).astype(np.int64)))


@per_snapshot
def interests_of(snapshot: Snapshot) -> Themes:
    """Return the themes of everything, headings left out and questions alike in words added.

    Questions that ask about the same (docs/methods/themes-and-languages.md#questions-that-ask-about-the-same)
    count as one theme, also before anybody confirmed it: the theme of their group, or, where it has none yet, its
    first question in place of a theme.
    """
    routes = _routes(snapshot, snapshot.links_of(About).astype(np.int64))
    routes = routes.where(~np.isin(routes.theme, headings(snapshot)))
    known = set(zip(routes.node.tolist(), routes.theme.tolist(), strict=True))
    ends = [
        (question, theme)
        for group in question_groups(snapshot)
        for theme in [group.questions[0] if group.theme is None else group.theme]
        for question in group.questions
        if (question, theme) not in known
    ]
    return _themes(snapshot, _joined(routes, _asked(snapshot, np.array(ends, dtype=np.int64).reshape(-1, 2))))


def _themes(snapshot: Snapshot, routes: _Routes) -> Themes:
    size = max(1, len(snapshot))
    # Several roles in one project are one reason to count it.
    ends = np.where(
        routes.second < 0, routes.first + size, snapshot.link_target[routes.first] if len(routes.first) else 0
    )
    is_alike = (routes.second < 0) & np.isin(routes.kind, (_ASKED, _TABLE))
    ends[is_alike] = snapshot.link_target[routes.first[is_alike]]
    keys, row_of = np.unique(np.stack([routes.node * size + routes.theme, ends]), axis=1, return_inverse=True)
    weights = np.zeros(keys.shape[1])
    np.maximum.at(weights, row_of.ravel(), routes.weight)
    pairs, row_of = np.unique(keys[0], return_inverse=True)
    counts = np.bincount(row_of, weights=weights, minlength=len(pairs)).astype(np.float64)
    node, theme = pairs // size, pairs % size
    # A table counts once, not again with everybody who sat at it.
    own = routes.where(np.isin(routes.node, snapshot.nodes_of(*ACTORS)) & (routes.kind != _TABLE))
    having = np.unique(own.node * size + own.theme)
    actors = len(np.unique(own.node))
    df = np.bincount(having % size, minlength=len(snapshot))
    # A theme that only projects and the like have is as rare as one that a single actor has.
    idf = np.log(1 + actors / np.maximum(df, 1))
    contexts = np.where(ends >= size, -1, ends)
    return Themes(node, theme, counts, actors, df, idf, routes, contexts)


def _routes(snapshot: Snapshot, about: "Ints") -> _Routes:
    interested = snapshot.links_of(InterestedIn).astype(np.int64)
    stances = [_BY_STANCE.get(Stance(value), _STATED) for value in snapshot.values(InterestedIn, "stance")]
    stated = np.concatenate([about, interested])
    kinds = np.concatenate([np.full(len(about), _STATED), np.array(stances, dtype=np.int64)])
    source, target = snapshot.link_source[stated].astype(np.int64), snapshot.link_target[stated].astype(np.int64)
    none = np.full(len(stated), -1)
    asked = _through(snapshot, snapshot.links_of(Asked).astype(np.int64), about, _ASKED)
    proposed = _through(snapshot, snapshot.links_of(Proposed).astype(np.int64), about, _PROPOSED)
    return _joined(
        _Routes(source, target, kinds, stated, none, none, np.ones(len(stated))),
        asked,
        proposed,
        _through(snapshot, snapshot.links_of(WorkedOn).astype(np.int64), about, _WORKED),
        _at_tables(snapshot, asked),
        _at_tables(snapshot, proposed),
    )


def _joined(*parts: _Routes) -> _Routes:
    ints = [(part.node, part.theme, part.kind, part.first, part.second, part.member) for part in parts]
    node, theme, kind, first, second, member = (np.concatenate(column) for column in zip(*ints, strict=True))
    joined = _Routes(node, theme, kind, first, second, member, np.concatenate([part.weight for part in parts]))
    return joined.where(
        np.lexsort((joined.second, joined.first, joined.member, joined.second >= 0, joined.theme, joined.node))
    )


def _through(snapshot: Snapshot, links: "Ints", about: "Ints", kind: int) -> _Routes:
    """Return the ways over a question, idea or project."""
    about = about[np.argsort(snapshot.link_source[about], kind="stable")]
    rows, second = _pairs(snapshot.link_target[links], snapshot.link_source[about])
    first, subjects = links[rows], about[second]
    return _Routes(
        snapshot.link_source[first].astype(np.int64),
        snapshot.link_target[subjects].astype(np.int64),
        np.full(len(rows), kind),
        first,
        subjects,
        np.full(len(rows), -1),
        np.ones(len(rows)),
    )


def _asked(snapshot: Snapshot, ends: "Ints") -> _Routes:
    """Return the ways over questions that are alike to others, by (question, what stands for the theme)."""
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    links = snapshot.links_of(Asked).astype(np.int64)
    rows, second = _pairs(snapshot.link_target[links], ends[:, 0])
    none = np.full(len(rows), -1)
    node, theme = snapshot.link_source[links[rows]].astype(np.int64), ends[second, 1]
    asked = _Routes(node, theme, np.full(len(rows), _ASKED), links[rows], none, none, np.ones(len(rows)))
    return _joined(asked, _at_tables(snapshot, asked))


def _at_tables(snapshot: Snapshot, asked: _Routes) -> _Routes:
    """Return the ways of those who sit at a table that asked or proposed; who left it no longer does."""
    members = snapshot.links_of(MemberOf).astype(np.int64)
    is_there = np.array([until is None for until in snapshot.values(MemberOf, "until")], dtype=np.bool_)
    members = members[is_there & np.isin(snapshot.link_target[members], snapshot.nodes_of(Group))]
    # Two roles at one table are one person.
    _, once = np.unique(
        np.stack([snapshot.link_target[members], snapshot.link_source[members]]), axis=1, return_index=True
    )
    members = members[once]
    table = snapshot.link_target[members]
    rows, second = _pairs(asked.node, table)
    found = asked.where(rows)
    sizes = np.bincount(table, minlength=len(snapshot))[found.node]
    person = snapshot.link_source[members[second]].astype(np.int64)
    kind = np.full(len(rows), _TABLE)
    return _Routes(person, found.theme, kind, found.first, found.second, members[second], 1 / np.maximum(sizes, 1))


def _pairs(wanted: "NDArray[np.integer[Any]]", among: "NDArray[np.integer[Any]]") -> tuple["Ints", "Ints"]:
    """Return all positions (of `wanted`, of `among`) with the same number; `among` is sorted."""
    low, high = (np.searchsorted(among, wanted, side) for side in ("left", "right"))
    counts = high - low
    rows = np.repeat(np.arange(len(wanted)), counts)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows, np.repeat(low, counts) + within


def _statements(routes: _Routes, size: int) -> Statements:
    node, theme = np.unique(np.stack([routes.node, routes.theme]), axis=1)
    return Statements(node, theme, size, routes)


def _links_of(routes: _Routes, node: int, theme: int) -> tuple[int, ...]:
    start, stop = np.searchsorted(routes.node, [node, node + 1])
    low, high = np.searchsorted(routes.theme[start:stop], [theme, theme + 1])
    columns = (routes.member, routes.first, routes.second)
    found = zip(*(column[start + low : start + high].tolist() for column in columns), strict=True)
    return tuple(dict.fromkeys(number for numbers in found for number in numbers if number >= 0))
