# SPDX-License-Identifier: GPL-3.0-or-later
"""How near everything is to some vertices, over all routes at once.

*Personalised PageRank* (also: random walk with restart) is where a walker is
found who starts at the seeds, follows a random edge with probability alpha
and jumps back to a seed otherwise. Edges may have weights: heavier ones are
followed more often. Divided by the square root of the degree, the sum of the
weights, it no longer prefers what everybody is joined to (docs/methods/partner-search.md#nearness).

Complexity: O(m) a round, at most 60 rounds.  References: Haveliwala 2002,
Topic-sensitive PageRank, WWW, 517-526.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from queries.algorithms.adjacency import Adjacency

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ALPHA = 0.5
"""Lower than the usual .85: near entries count more, popular ones less (measured).

See docs/methods/partner-search.md#evaluation.
"""
_ROUNDS = 60
_CLOSE_ENOUGH = 1e-9


class Walk:
    """A walker on a graph."""

    def __init__(self, graph: Adjacency, weights: "Floats | None" = None) -> None:
        """Work out the chance of every step, in proportion to `weights`: one beside each neighbour. O(m)."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s that only walks need

        self.graph = graph
        count = len(graph)
        along = np.ones(len(graph.neighbours)) if weights is None else weights
        # The first rows of vertices without neighbours hold those of others, so they are left out of the sums.
        linked = np.flatnonzero(graph.degree)
        strength = np.zeros(count)
        if len(linked):
            strength[linked] = np.add.reduceat(along, graph.starts[linked])
        inverse = np.divide(1.0, strength, out=np.zeros(count), where=strength > 0)
        # Entry (i, j) is alpha times the chance of going from j to i, so that a round is one product.
        chances = ALPHA * along * inverse[graph.neighbours]
        self._step: Any = csr_array((chances, graph.neighbours, graph.starts), shape=(count, count))
        self._scale = np.sqrt(inverse)

    def visits(self, seeds: Sequence[int]) -> "Floats | None":
        """Return the personalised PageRank of every vertex, None if no seed has an edge."""
        last: Floats | None = None
        for found in self.rounds(seeds):
            last = found
        return last

    def rounds(self, seeds: Sequence[int]) -> "Iterator[Floats]":
        """Give where the walker is after each round until that hardly changes; nothing if no seed has an edge."""
        linked = sorted({seed for seed in seeds if self.graph.degree[seed]})
        if not linked:
            return
        share = 1 / len(linked)
        found = np.zeros(len(self.graph))
        found[linked] = share
        for _ in range(_ROUNDS):
            following = self._step @ found
            following[linked] += (1 - ALPHA) * share
            change = float(np.abs(following - found).sum())
            found = following
            yield found
            if change < _CLOSE_ENOUGH:
                return

    def nearness(self, seeds: Sequence[int]) -> "Floats | None":
        """Return PageRank divided by the square root of the degree, None if no seed has an edge.

        >>> path = Walk(Adjacency.of_edges(3, np.array([0, 1]), np.array([1, 2])))
        >>> np.round(path.nearness([0]), 6).tolist()
        [0.583333, 0.235702, 0.083333]
        """
        found = self.visits(seeds)
        return None if found is None else found * self._scale
