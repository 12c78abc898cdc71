# SPDX-License-Identifier: GPL-3.0-or-later
"""The integer program of docs/methods/bus-factor.md#how-it-is-computed, put to HiGHS.

One variable for each person (1: leaves) and one for each set of two or more
holders (1: all of them leave); a set of one is lost with its person. Sets
that come back are positions of people; callers check them by set arithmetic.
"""

from collections.abc import Collection, Sequence
from math import ceil, inf
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OPTIMAL = 0
_INTEGRAL = 0.5


class Model:
    """People, the sets they hold together, and the value of each set."""

    def __init__(self, sets: Sequence[Sequence[int]], values: Sequence[float], people: int) -> None:
        """Lay out the matrix once; each question only changes bounds. O(sum of set sizes)."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s that `--help` does not need

        shared = [number for number, members in enumerate(sets) if len(members) > 1]
        self.people = people
        self.width = people + len(shared)
        self.values: NDArray[np.float64] = np.zeros(self.width)
        for members, value in zip(sets, values, strict=True):
            if len(members) == 1:
                self.values[members[0]] += value
        self.values[people:] = [values[number] for number in shared]
        sizes = [len(sets[number]) for number in shared]
        rows = np.arange(sum(sizes))
        sets_ = people + np.repeat(np.arange(len(shared)), sizes)
        holders = np.array([position for number in shared for position in sets[number]], dtype=np.int64)
        ones = np.ones(len(rows))
        self._order: Any = csr_array(
            (np.concatenate([ones, -ones]), (np.tile(rows, 2), np.concatenate([sets_, holders]))),
            shape=(len(rows), self.width),
        )

    def fewest(
        self, need: float, *, seconds: float | None = None, nodes: int | None = None
    ) -> tuple[tuple[int, ...] | None, int]:
        """Return (a smallest set that loses `need`, a bound from below on its size).

        The set is optimal only if the two agree; a bound of 0 is none.
        """
        cost = np.zeros(self.width)
        cost[: self.people] = 1
        result = self._solve(cost, need, seconds=seconds, nodes=nodes)
        bound = getattr(result, "mip_dual_bound", None)
        return self._chosen(result), ceil(bound - 1e-6) if bound is not None and np.isfinite(bound) else 0

    def cheapest(
        self,
        cost: Sequence[float],
        size: int,
        need: float,
        *,
        into: Collection[int] = (),
        out: Collection[int] = (),
        seconds: float | None = None,
        nodes: int | None = None,
    ) -> tuple[tuple[int, ...] | None, bool]:
        """Return (the cheapest set of this size that loses `need`, whether that is proved).

        `cost`: of each person. Some people may have to be in or out.
        """
        padded = np.zeros(self.width)
        padded[: self.people] = cost
        result = self._solve(padded, need, size, into, out, seconds=seconds, nodes=nodes)
        return self._chosen(result), result.status == _OPTIMAL

    def most_lost(
        self, size: int, *, seconds: float | None = None, nodes: int | None = None
    ) -> tuple[tuple[int, ...] | None, bool]:
        """Return (the set of this size that loses most, whether that is proved)."""
        result = self._solve(-self.values, 0.0, size, seconds=seconds, nodes=nodes)
        return self._chosen(result), result.status == _OPTIMAL

    def _solve(
        self,
        cost: "NDArray[np.float64]",
        need: float,
        size: int | None = None,
        into: Collection[int] = (),
        out: Collection[int] = (),
        *,
        seconds: float | None,
        nodes: int | None,
    ) -> Any:  # noqa: ANN401 - scipy's result is untyped
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - 0.8 s that `--help` does not need

        low: Any = np.zeros(self.width)  # scipy's stubs know single numbers only
        high: Any = np.ones(self.width)
        low[list(into)] = 1
        high[list(out)] = 0
        constraints = [
            LinearConstraint(self._order, -inf, 0),
            LinearConstraint(self.values[np.newaxis], need - 1e-9, inf),
        ]
        if size is not None:
            count = (np.arange(self.width) < self.people).astype(float)
            constraints.append(LinearConstraint(count[np.newaxis], size, size))
        whole = np.zeros(self.width)
        whole[: self.people] = 1
        options: dict[str, Any] = {"mip_rel_gap": 0}
        if seconds is not None:
            options["time_limit"] = seconds
        if nodes is not None:
            options["node_limit"] = nodes
        return milp(cost, integrality=whole, bounds=Bounds(low, high), constraints=constraints, options=options)

    def _chosen(self, result: Any) -> tuple[int, ...] | None:  # noqa: ANN401 - scipy's result is untyped
        if result.x is None:
            return None
        return tuple(np.flatnonzero(result.x[: self.people] > _INTEGRAL).tolist())
