# SPDX-License-Identifier: GPL-3.0-or-later
"""How what is kept shrinks as one person after the other leaves (docs/methods/what-if-and-curves.md#removal-curve).

Two curves: one in adaptive Shapley order, where always the person leaves on
whom most of the rest depends, and the mean of random orders. The first lies
below the second; how far says how unevenly holdings are spread.
"""

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from queries.algorithms.coverage import Game

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_ORDERS = 200
"""Random orders behind the mean; a choice (docs/methods/what-if-and-curves.md#removal-curve)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalCurve:
    """Share still kept after 0, 1, 2 ... people left; `order` is that of `worst`."""

    order: tuple[int, ...]
    worst: tuple[float, ...]
    random: tuple[float, ...]

    @property
    def robustness(self) -> float | None:
        """The mean of the worst curve without its start; None where nothing is held."""
        return fsum(self.worst[1:]) / (len(self.worst) - 1) if len(self.worst) > 1 else None


def removal_curve(game: Game, seed: int = 1) -> RemovalCurve:
    """Return both curves. O(orders * (people + pairs)).

    >>> curve = removal_curve(Game.of([(1,), (1, 2)]))
    >>> curve.order, curve.worst, curve.robustness
    ((1, 2), (1.0, 0.5, 0.0), 0.25)
    """
    if not game.sets:
        return RemovalCurve(order=(), worst=(), random=())
    # A need that is never met: the order goes on until nobody is left.
    order = game.removal_order(float("inf"))
    sizes = np.array([len(members) for members in game.sets])
    starts = np.cumsum(sizes) - sizes
    holders = np.array([position for members in game.sets for position in members], dtype=np.int64)

    def kept(removed: "Sequence[int] | NDArray[np.int64]") -> "NDArray[np.float64]":
        step = np.empty(len(game.people), dtype=np.int64)
        step[np.asarray(removed)] = np.arange(1, len(game.people) + 1)
        losses = np.bincount(
            np.maximum.reduceat(step[holders], starts), weights=game.values, minlength=len(game.people) + 1
        )
        return 1 - np.cumsum(losses) / game.total

    rng = np.random.default_rng(seed)
    mean = sum(kept(rng.permutation(len(game.people))) for _ in range(_ORDERS)) / _ORDERS
    return RemovalCurve(
        order=tuple(game.people[position] for position in order),
        worst=tuple(np.round(kept(order), 12).tolist()),
        random=tuple(np.round(mean, 12).tolist()),
    )
