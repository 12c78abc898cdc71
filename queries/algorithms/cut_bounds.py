# SPDX-License-Identifier: GPL-3.0-or-later
"""Bounds on a smallest set from both sides, by minimum cuts.

If every lost unit of value paid a price, the best set of people would be a
minimum cut, exact and fast. Trying prices gives the bound of the linear
program of docs/methods/bus-factor.md#how-it-is-computed without solving it, and two best sets, one that loses
too little and one that loses enough; the heuristic fills up between them.
Why not the linear program itself: docs/decisions/0004-bus-factor-bounds.md.

Complexity: about ten minimum cuts in a graph of people and assets.
References: Picard 1976 (maximal closure); Geoffrion 1974 (Lagrangean bound).
"""

from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from queries.algorithms.coverage import Game

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROUNDING = 1e-6


def squeeze(game: Game, need: float) -> tuple[int, tuple[int, ...]]:
    """Return (a bound from below, a set that loses the need) for the fewest people who do."""
    cut = _Cut(game)
    few, many = (), tuple(range(len(game.people)))
    bound = 0.0
    while True:
        price = (len(many) - len(few)) / (game.lost(many) - game.lost(few))
        found, value = cut.best_set(price)
        bound = max(bound, value + price * need)
        lost = game.lost(found)
        if len(found) - price * lost >= len(few) - price * game.lost(few) - _ROUNDING:
            break
        if lost >= need - _ROUNDING:
            many = found
        else:
            few = found
    rest = game.within(many, few)
    filled = [rest.people[position] for position in rest.heuristic(need - game.lost(few))]
    return max(1, ceil(bound - _ROUNDING)), tuple(sorted({*few, *filled}))


class _Cut:
    """People and sets as a flow network; only the capacities of the sets change."""

    def __init__(self, game: Game) -> None:
        import igraph  # noqa: PLC0415 - 0.1 s that `--help` does not need

        people, sets = len(game.people), len(game.sets)
        self.people, self.start, self.end = people, people + sets, people + sets + 1
        numbers = people + np.arange(sets)
        sizes = [len(members) for members in game.sets]
        holders = np.array([position for members in game.sets for position in members], dtype=np.int64)
        edges = np.concatenate(
            [
                np.column_stack([np.full(sets, self.start), numbers]),
                np.column_stack([np.repeat(numbers, sizes), holders]),
                np.column_stack([np.arange(people), np.full(people, self.end)]),
            ]
        )
        self.graph = igraph.Graph(n=people + sets + 2, edges=edges, directed=True)
        self.values: NDArray[np.float64] = np.array(game.values)
        self.inner = len(holders)
        self.total = game.total

    def best_set(self, price: float) -> tuple[tuple[int, ...], float]:
        """Return the people for whom size - price * loss is least, and that least value."""
        endless = price * self.total + 1
        capacity = np.concatenate([price * self.values, np.full(self.inner, endless), np.ones(self.people)])
        cut = self.graph.mincut(self.start, self.end, capacity=capacity.tolist())
        side = next(part for part in cut.partition if self.start in part)
        return tuple(node for node in side if node < self.people), cut.value - price * self.total
