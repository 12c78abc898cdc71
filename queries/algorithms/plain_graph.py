# SPDX-License-Identifier: GPL-3.0-or-later
"""An undirected simple graph, and what falls apart when somebody leaves it.

*Endpoints* are the vertices that are counted in pairs, `may_leave` those
whose leaving is asked about (docs/methods/contact-graph.md#the-graph). Vertices are numbered in order of
id. Nothing here knows what the graph was made of.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from queries.algorithms.adjacency import Adjacency

if TYPE_CHECKING:
    import igraph
    from numpy.typing import NDArray

EXACT_BETWEENNESS = 1_000_000_000
"""Largest n * m for which betweenness is exact: about 30 s (docs/methods/algorithms.md#betweenness)."""
_PIVOTS = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Betweenness:
    """Shares of shortest paths through each vertex, normalised by (n-1)(n-2)/2.

    If not `exact`, estimated from 1,000 pivots: good for bands, not decimals.
    """

    values: "NDArray[np.float64]"
    exact: bool


class Separation:
    """One depth-first search, and from it what every vertex separates.

    Vertices are in the order in which the search found them, under a root of
    its own (place 0) that joins the components. `low[i] >= parent[i]` says
    that the subtree of i hangs on its parent alone, so it is a piece of its
    own when the parent leaves. `size`, `total`: endpoints in the subtree, in
    the component. By vertex: `pairs` separated by it, `left` in the whole
    graph without it, and `piece_count`.
    """

    def __init__(self, matrix: Any, endpoints: "NDArray[np.bool_]") -> None:  # noqa: ANN401 - scipy is untyped
        """Search the graph of a symmetric CSR matrix. O(n + m)."""
        n = len(endpoints)
        order, before = _depth_first(matrix)
        preorder = np.empty(n + 1, dtype=np.int64)
        preorder[order] = np.arange(n + 1)
        self.preorder: NDArray[np.int64] = preorder[:n]
        self.parent: list[int] = preorder[before[order]].tolist()
        self.parent[0] = 0
        self.low: list[int] = _lowest_neighbour(matrix, self.preorder)[order[1:]].tolist()
        self.low.insert(0, 0)
        weight = np.concatenate([endpoints, [False]]).astype(np.int64)[order]
        self.size: list[int] = weight.tolist()
        self._accumulate()
        pieces, squares, counted = (
            np.array(column, dtype=np.int64) for column in (self.pieces, self.squares, self.apart)
        )
        self.total: NDArray[np.int64] = np.array(self._totals(), dtype=np.int64)
        self.rest: NDArray[np.int64] = self.total - weight - counted
        pairs = ((self.total - weight) ** 2 - squares - self.rest**2) // 2
        self.pairs: NDArray[np.int64] = pairs[self.preorder]
        self.piece_count: NDArray[np.int64] = (pieces + (self.rest > 0))[self.preorder]
        whole = sum(size * (size - 1) // 2 for size, up in zip(self.size[1:], self.parent[1:], strict=True) if not up)
        self.left: NDArray[np.int64] = whole - (pairs + weight * (self.total - weight))[self.preorder]

    def _accumulate(self) -> None:
        """Carry sizes and low numbers up, last found first, without recursion."""
        count = len(self.parent)
        self.apart, self.squares, self.pieces = [0] * count, [0] * count, [0] * count
        parent, low, size = self.parent, self.low, self.size
        for i in range(count - 1, 0, -1):
            up, below = parent[i], size[i]
            size[up] += below
            if low[i] >= up:
                if below:
                    self.apart[up] += below
                    self.squares[up] += below * below
                    self.pieces[up] += 1
            elif low[i] < low[up]:
                low[up] = low[i]

    def _totals(self) -> list[int]:
        totals = [0] * len(self.parent)
        for i in range(1, len(totals)):
            up = self.parent[i]
            totals[i] = totals[up] if up else self.size[i]
        return totals

    def gain(self, one: int, other: int, may_leave: "NDArray[np.bool_]") -> int:
        """Return by how much the sum of all separated pairs falls if two vertices of a component are joined.

        Whoever separates the two no longer does: the pieces they are in stay
        one. Only vertices between them in the search tree can.
        """
        left, right = int(self.preorder[one]), int(self.preorder[other])
        below_left = below_right = 0
        saved = 0
        while left != right:
            # The one found later lies lower; climb there. An end itself, without a subtree, separates nothing.
            if left > right:
                saved += self._kept(left, below_left, 0, may_leave)
                left, below_left = self.parent[left], left
            else:
                saved += self._kept(right, below_right, 0, may_leave)
                right, below_right = self.parent[right], right
        if below_left and below_right:
            saved += self._kept(left, below_left, below_right, may_leave)
        return saved

    def _kept(self, between: int, first: int, second: int, may_leave: "NDArray[np.bool_]") -> int:
        """Return the pairs that stay together at a place: from subtree first to subtree second (0: the rest)."""
        if not may_leave[self._vertex[between]]:
            return 0
        pieces = [child if child and self.low[child] >= between else 0 for child in (first, second)]
        if pieces[0] == pieces[1]:
            return 0
        sizes = [self.size[piece] if piece else int(self.rest[between]) for piece in pieces]
        return sizes[0] * sizes[1]

    @cached_property
    def _vertex(self) -> "NDArray[np.int64]":
        vertex = np.full(len(self.parent), -1, dtype=np.int64)
        vertex[self.preorder] = np.arange(len(self.preorder))
        return vertex


def _depth_first(matrix: Any) -> "tuple[NDArray[np.int32], NDArray[np.int32]]":  # noqa: ANN401 - scipy is untyped
    """Return vertices in the order of a depth-first search, and the one each was found from.

    Vertex n is a root joined to one vertex of every component.
    """
    from scipy.sparse import csgraph, csr_array  # noqa: PLC0415 - 0.2 s

    n = matrix.shape[0]
    _, labels = csgraph.connected_components(matrix, directed=False)
    _, first = np.unique(labels, return_index=True)
    indptr = np.concatenate([matrix.indptr, [matrix.indptr[-1] + len(first)]])
    indices = np.concatenate([matrix.indices, first])
    # The root has no link back; the search starts there and needs none.
    rooted = csr_array((np.ones(len(indices)), indices, indptr), shape=(n + 1, n + 1))
    order, before = csgraph.depth_first_order(rooted, n, directed=True)
    before[n] = n
    return order, before


def _lowest_neighbour(matrix: Any, preorder: "NDArray[np.int64]") -> "NDArray[np.int64]":  # noqa: ANN401 - scipy is untyped
    """Return for each vertex the place of the neighbour that was found first."""
    lowest = np.zeros(len(preorder), dtype=np.int64)
    linked = np.flatnonzero(np.diff(matrix.indptr))
    if len(linked):
        lowest[linked] = np.minimum.reduceat(preorder[matrix.indices], matrix.indptr[linked])
    return lowest


@dataclass(frozen=True, eq=False, kw_only=True)
class PlainGraph:
    """Vertices in order of id, edges between them, and two marks on each vertex."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    endpoints: "NDArray[np.bool_]"
    may_leave: "NDArray[np.bool_]"
    adjacency: Adjacency

    @classmethod
    def of(
        cls,
        ids: Sequence[str],
        names: Sequence[str],
        ends: "tuple[NDArray[Any], NDArray[Any]]",
        *,
        endpoints: "NDArray[np.bool_]",
        may_leave: "NDArray[np.bool_]",
    ) -> "PlainGraph":
        """Make the simple graph of any edges: loops, doubles and directions vanish."""
        adjacency = Adjacency.of_edges(len(ids), *ends)
        return cls(ids=tuple(ids), names=tuple(names), endpoints=endpoints, may_leave=may_leave, adjacency=adjacency)

    def __len__(self) -> int:
        """Return the number of vertices."""
        return len(self.ids)

    @cached_property
    def index(self) -> dict[str, int]:
        """Vertex by id."""
        return {id_: vertex for vertex, id_ in enumerate(self.ids)}

    @property
    def matrix(self) -> Any:  # noqa: ANN401 - scipy is untyped
        """Symmetric scipy CSR matrix of ones without a diagonal."""
        return self.adjacency.matrix

    @property
    def degrees(self) -> "NDArray[np.int64]":
        """Number of neighbours of each vertex."""
        return self.adjacency.degree

    @property
    def edge_count(self) -> int:
        """Number of edges."""
        return len(self.adjacency.neighbours) // 2

    @property
    def endpoint_count(self) -> int:
        """E of docs/methods/contact-graph.md#the-graph: endpoints without any edge are among them."""
        return int(self.endpoints.sum())

    def neighbours(self, vertex: int) -> list[int]:
        """Return the neighbours of a vertex, sorted."""
        return self.adjacency.of(vertex).tolist()

    @cached_property
    def igraph(self) -> "igraph.Graph":
        """The same graph for igraph."""
        import igraph  # noqa: PLC0415 - 0.1 s

        rows = np.repeat(np.arange(len(self)), self.degrees)
        once = rows < self.adjacency.neighbours
        edges = np.column_stack([rows[once], self.adjacency.neighbours[once]])
        return igraph.Graph(n=len(self), edges=edges, directed=False)

    def staying(self, gone: Collection[int]) -> "tuple[NDArray[np.intp], Any]":
        """Return who is left when some leave, and the matrix of these."""
        if not gone:
            return np.arange(len(self)), self.matrix
        keep = np.ones(len(self), dtype=np.bool_)
        keep[list(gone)] = False
        left = np.flatnonzero(keep)
        return left, self.matrix[left][:, left]

    def part(self, kept: "NDArray[np.intp]") -> "PlainGraph":
        """Return the graph of some vertices, sorted."""
        return PlainGraph(
            ids=tuple(self.ids[vertex] for vertex in kept.tolist()),
            names=tuple(self.names[vertex] for vertex in kept.tolist()),
            endpoints=self.endpoints[kept],
            may_leave=self.may_leave[kept],
            adjacency=Adjacency.of_matrix(self.matrix[kept][:, kept]),
        )

    def components(self, gone: Collection[int] = ()) -> "NDArray[np.int32]":
        """Return the component of every vertex once some are gone; -1 for those."""
        from scipy.sparse import csgraph  # noqa: PLC0415 - 0.2 s

        left, matrix = self.staying(gone)
        labels = np.full(len(self), -1, dtype=np.int32)
        if len(left):
            labels[left] = csgraph.connected_components(matrix, directed=False)[1]
        return labels

    def pairs(self, gone: Collection[int] = ()) -> int:
        """Return how many pairs of endpoints have a route once some are gone."""
        return _pairs(self.components(gone), self.endpoints)

    def separated_by(self, gone: Collection[int]) -> int:
        """Return how many pairs of other endpoints lose every route when these leave together."""
        others = self.endpoints.copy()
        others[list(gone)] = False
        return _pairs(self.components(), others) - self.pairs(gone)

    @cached_property
    def separation(self) -> Separation:
        """The search that knows what every single vertex separates."""
        return Separation(self.matrix, self.endpoints)

    def separated_pairs(self) -> "NDArray[np.int64]":
        """Return sep of every vertex. O(n + m) for all of them together."""
        return self.separation.pairs

    def pairs_left(self, gone: Collection[int]) -> "NDArray[np.int64]":
        """Return for every vertex how many pairs are left if it follows those who are gone; -1 for these.

        O(n + m) for all of them together.
        """
        left, matrix = self.staying(gone)
        pairs = np.full(len(self), -1, dtype=np.int64)
        pairs[left] = Separation(matrix, self.endpoints[left]).left if gone else self.separation.left
        return pairs

    def pieces_without(self, gone: Collection[int]) -> list[list[list[int]]]:
        """Return what is left of each component that loses a pair, as lists of endpoints.

        Pieces by (-endpoints, smallest id), components by their first piece.
        """
        before, after = self.components(), self.components(gone)
        whole: dict[int, dict[int, list[int]]] = {}
        touched = {int(before[vertex]) for vertex in gone}
        for vertex in np.flatnonzero(self.endpoints & (after >= 0)).tolist():
            if int(before[vertex]) in touched:
                whole.setdefault(int(before[vertex]), {}).setdefault(int(after[vertex]), []).append(vertex)
        sets = [sorted(pieces.values(), key=_by_size) for pieces in whole.values() if len(pieces) > 1]
        return sorted(sets, key=lambda pieces: _by_size(pieces[0]))

    def betweenness(self, most_work: int = EXACT_BETWEENNESS) -> Betweenness:
        """Return how often each vertex lies on shortest paths between others.

        Exact O(n m) while n m <= `most_work`; beyond that from 1,000 pivots (seed 1).
        """
        n = len(self)
        exact = n * self.edge_count <= most_work
        pairs = max(1, (n - 1) * (n - 2) / 2)
        if exact:
            values = np.array(self.igraph.betweenness(directed=False))
        else:
            pivots = np.sort(np.random.default_rng(1).choice(n, min(n, _PIVOTS), replace=False))
            # With `sources`, igraph halves an undirected sum by itself: scale by n / pivots and nothing else.
            values = np.array(self.igraph.betweenness(directed=False, sources=pivots.tolist())) * (n / len(pivots))
        return Betweenness(values / pairs, exact)


def _pairs(labels: "NDArray[np.int32]", endpoints: "NDArray[np.bool_]") -> int:
    counts = np.bincount(labels[endpoints & (labels >= 0)]).astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())


def _by_size(piece: Sequence[int]) -> tuple[int, int]:
    return -len(piece), piece[0]
