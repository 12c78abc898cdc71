# SPDX-License-Identifier: GPL-3.0-or-later
"""One shortest route from some vertices to each of many, the smallest among equals.

Complexity: one breadth-first search, O(n + m); a route costs what its layers hold.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from queries.algorithms.adjacency import Adjacency

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


class ShortestRoutes:
    """Shortest routes from some seeds, not over certain vertices; ties go to the smaller numbers."""

    def __init__(self, graph: Adjacency, seeds: Sequence[int], avoid: frozenset[int], targets: "Ints") -> None:
        """Measure distances from the seeds until every target has one. O(m)."""
        self._graph = graph
        self.distance: Ints = np.full(len(graph), -1, dtype=np.int64)
        blocked = np.zeros(len(graph), dtype=bool)
        blocked[list(avoid - set(seeds))] = True
        frontier: Ints = np.unique(np.array(seeds, dtype=np.int64))
        steps = 0
        while len(frontier):
            self.distance[frontier] = steps
            if (self.distance[targets] >= 0).all():
                break
            ahead = np.zeros(len(graph), dtype=bool)
            ahead[graph.of_all(frontier)] = True
            frontier = np.flatnonzero(ahead & ~blocked & (self.distance < 0))
            steps += 1

    def to(self, target: int) -> list[int]:
        """Return the vertices of the shortest route, seed first; empty if there is none."""
        if self.distance[target] < 0:
            return []
        layers: list[Ints] = [np.array([target], dtype=np.int64)]
        for distance in range(int(self.distance[target]) - 1, -1, -1):
            near = np.unique(self._graph.of_all(layers[-1])).astype(np.int64)
            layers.append(near[self.distance[near] == distance])
        route = [int(layers[-1][0])]
        for layer in layers[-2::-1]:
            route.append(int(layer[np.isin(layer, self._graph.of(route[-1]))][0]))
        return route
