# SPDX-License-Identifier: GPL-3.0-or-later
"""The shortest routes between two vertices that pass nothing twice.

In order of length, then of the numbers of the vertices. Only what lies
between the two is looked at: both ends search towards each other, one layer
at a time.
"""

from collections.abc import Collection, Iterator, Sequence
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from queries.algorithms.adjacency import Adjacency

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]


def shortest_paths(
    around: Adjacency, source: int, target: int, *, limit: int, avoid: Collection[int] = ()
) -> Iterator[list[int]]:
    """Give the simple paths of at most `limit` links, best first.

    After each path given, the paths not given yet fall into parts: those that
    leave it at its first node, at its second, and so on (Yen 1971, Lawler
    1972). The best of each part waits in a heap. O(k limit) searches.
    """
    waiting: list[tuple[int, list[int], int, frozenset[int]]] = []

    def look(prefix: list[int], excluded: frozenset[int]) -> None:
        rest = _first_path(
            around,
            prefix[-1],
            target,
            limit=limit - len(prefix) + 1,
            blocked={*avoid, *prefix},
            excluded=excluded,
        )
        if rest:
            path = prefix[:-1] + rest
            heappush(waiting, (len(path), path, len(prefix) - 1, excluded))

    look([source], frozenset())
    while waiting:
        _, path, left_at, excluded = heappop(waiting)
        yield path
        for step in range(left_at, len(path) - 1):
            look(path[: step + 1], frozenset({path[step + 1]}) | (excluded if step == left_at else frozenset()))


def _first_path(
    around: Adjacency, start: int, target: int, *, limit: int, blocked: Collection[int], excluded: Collection[int]
) -> list[int] | None:
    """Return the best path that enters no blocked node and whose first step leads to no excluded one."""
    closed = np.zeros(len(around), dtype=np.bool_)
    closed[list(blocked)] = True
    first = around.of(start)
    first = first[~closed[first] & ~np.isin(first, list(excluded))]
    # Layers of nodes by distance from the start, and from the target; no node is in two layers of one side.
    ahead, behind = [np.array([start], dtype=np.int32), first], [np.array([target], dtype=np.int32)]
    seen_ahead, seen_behind = closed, closed.copy()
    seen_ahead[first] = seen_behind[target] = True
    while True:
        meeting = np.intersect1d(ahead[-1], behind[-1], assume_unique=True)
        if len(meeting):
            return _smallest(around, ahead, behind, meeting)
        if len(ahead) + len(behind) - 2 >= limit:
            return None
        if around.degree[ahead[-1]].sum() <= around.degree[behind[-1]].sum():
            _expand(around, ahead, seen_ahead)
        else:
            _expand(around, behind, seen_behind)
        if not (len(ahead[-1]) and len(behind[-1])):
            return None


def _expand(around: Adjacency, layers: "list[Ints]", seen: "NDArray[np.bool_]") -> None:
    fresh = np.zeros(len(seen), dtype=np.bool_)
    fresh[around.of_all(layers[-1])] = True
    fresh &= ~seen
    seen |= fresh
    layers.append(np.flatnonzero(fresh).astype(np.int32))


def _smallest(around: Adjacency, ahead: "Sequence[Ints]", behind: "Sequence[Ints]", meeting: "Ints") -> list[int]:
    """Return the smallest path through the layers; on the way to the meeting not every node leads on."""
    leading = [meeting]
    for layer in reversed(ahead[1:-1]):
        leading.append(np.intersect1d(layer, around.of_all(leading[-1])))
    path = [int(ahead[0][0])]
    for layer in [*reversed(leading), *reversed(behind[:-1])]:
        path.append(
            int(np.intersect1d(around.of(path[-1]), layer, assume_unique=True)[0]) if len(path) > 1 else int(layer[0])
        )
    return path
