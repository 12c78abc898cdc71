# SPDX-License-Identifier: GPL-3.0-or-later
"""How near everything is to some nodes, over all routes at once.

*Personalised PageRank* (also: random walk with restart) is where a walker is
found who starts at the seeds, follows a random link with probability alpha
and jumps back to a seed otherwise. Divided by the square root of the degree
it no longer prefers what everybody is tied to (METHODS 4.2).

Complexity: O(m) a round, at most 60 rounds.  References: Haveliwala 2002,
Topic-sensitive PageRank, WWW, 517-526.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.schema.links import LINK_CLASSES, SameAs
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

ALPHA = 0.5
"""Lower than the usual .85: near things count more, popular ones less (METHODS 4.3, measured)."""
_ROUNDS = 60
_CLOSE_ENOUGH = 1e-9
_TIES = tuple(cls for cls in LINK_CLASSES if cls is not SameAs)


class Walk:
    """All nodes and all links but SameAs, undirected, parallel links merged."""

    def __init__(self, count: int, source: "Ints", target: "Ints") -> None:
        """Take the ends of all links. O(m log m)."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s that only walks need

        keys = np.concatenate([source * count + target, target * count + source])
        keys = np.sort(keys[np.concatenate([source, source]) != np.concatenate([target, target])])
        # Ten times as fast as `np.unique`, which sorts no longer but hashes.
        keys = keys[np.diff(keys, prepend=-1) > 0]
        rows, columns = keys // max(1, count), (keys % max(1, count)).astype(np.int32)
        self.degree: Ints = np.bincount(rows, minlength=count)
        self.neighbours = columns
        self.starts: Ints = np.concatenate([[0], np.cumsum(self.degree)])
        inverse = np.divide(1.0, self.degree, out=np.zeros(count), where=self.degree > 0)
        # Entry (i, j) is alpha times the chance of going from j to i, so that a round is one product.
        self._step: Any = csr_array((ALPHA * inverse[columns], columns, self.starts), shape=(count, count))
        self._scale = np.sqrt(inverse)

    def of(self, node: int) -> "NDArray[np.int32]":
        """Return the neighbours of a node, sorted."""
        return self.neighbours[self.starts[node] : self.starts[node + 1]]

    def of_all(self, nodes: "Ints") -> "NDArray[np.int32]":
        """Return the neighbours of several nodes, with repetitions."""
        counts = self.degree[nodes]
        offsets = np.repeat(self.starts[nodes] - np.cumsum(counts) + counts, counts)
        return self.neighbours[offsets + np.arange(len(offsets))]

    def visits(self, seeds: Sequence[int]) -> "Floats | None":
        """Return the personalised PageRank of every node, None if no seed has a link."""
        last: Floats | None = None
        for found in self.rounds(seeds):
            last = found
        return last

    def rounds(self, seeds: Sequence[int]) -> "Iterator[Floats]":
        """Give where the walker is after each round until that hardly changes; nothing if no seed has a link."""
        linked = sorted({seed for seed in seeds if self.degree[seed]})
        if not linked:
            return
        share = 1 / len(linked)
        found = np.zeros(len(self.degree))
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
        """Return PageRank divided by the square root of the degree, None if no seed has a link.

        >>> path = Walk(3, np.array([0, 1]), np.array([1, 2]))
        >>> np.round(path.nearness([0]), 6).tolist()
        [0.583333, 0.235702, 0.083333]
        """
        found = self.visits(seeds)
        return None if found is None else found * self._scale


@per_snapshot
def walk(snapshot: Snapshot) -> Walk:
    """Return the graph on which walks go."""
    links = snapshot.links_of(*_TIES)
    return Walk(
        len(snapshot), snapshot.link_source[links].astype(np.int64), snapshot.link_target[links].astype(np.int64)
    )


class Routes:
    """Shortest routes from some seeds, not over certain nodes; ties go to the smaller ids."""

    def __init__(self, graph: Walk, seeds: Sequence[int], avoid: frozenset[int], targets: "Ints") -> None:
        """Measure distances from the seeds until every target has one. O(m)."""
        self._graph = graph
        self.distance: Ints = np.full(len(graph.degree), -1, dtype=np.int64)
        blocked = np.zeros(len(graph.degree), dtype=bool)
        blocked[list(avoid - set(seeds))] = True
        frontier: Ints = np.unique(np.array(seeds, dtype=np.int64))
        steps = 0
        while len(frontier):
            self.distance[frontier] = steps
            if (self.distance[targets] >= 0).all():
                break
            ahead = np.zeros(len(graph.degree), dtype=bool)
            ahead[graph.of_all(frontier)] = True
            frontier = np.flatnonzero(ahead & ~blocked & (self.distance < 0))
            steps += 1

    def to(self, target: int) -> list[int]:
        """Return the nodes of the shortest route, seed first; empty if there is none."""
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
