# SPDX-License-Identifier: GPL-3.0-or-later
"""The fewest people whose leaving loses a share of the value (docs/methods/bus-factor.md#headline).

Bounds first: a set from the heuristic, and minimum cuts from both sides. If
they do not meet, an integer program, solved by HiGHS. What is still not
proved is an interval, never a number that looks exact.

Complexity: NP-hard; in practice exact up to about 3,000 people and 10,000
assets, and far beyond where assets have few holders.
References: docs/methods/bus-factor.md#why-exact; Piccolo et al. 2026, arXiv:2603.07845.
"""

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from time import monotonic
from typing import Any

from queries.algorithms.coverage import TOLERANCE, Game
from queries.algorithms.cut_bounds import squeeze
from queries.algorithms.integer_program import Model

_IN_FULL_BELOW = 60
"""People up to whom ties are always decided, however long it takes (docs/methods/bus-factor.md#which-set-is-shown)."""

_BLOCK = 12
"""People decided in one solve; their weights, powers of two, stay clear of the solver's tolerance."""
_SOLVER_PAIRS = 60_000
"""Above this many pairs of people and sets HiGHS overruns its limit before its first bound.

Measured: at 150,000 pairs a limit of 10 s became 34 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How long to search: seconds for the value, seconds for its ties, or nodes of the search tree."""

    seconds: float | None = 10.0
    tie_break_seconds: float | None = 5.0
    nodes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalSet:
    """How few people it takes: between `lower` and `upper`; equal if exact.

    `example`: a set of `upper` people that loses `lost`. `is_canonical`:
    whether it is the one that the tie rules choose, else one of several.
    `core`: the people in every smallest set, None if not decided.
    """

    lower: int
    upper: int
    lost: float
    example: tuple[int, ...]
    is_canonical: bool
    core: tuple[int, ...] | None

    @property
    def exact(self) -> bool:
        """Whether the two bounds meet."""
        return self.lower == self.upper


def critical_set(game: Game, theta: float = 0.5, budget: Budget | None = None) -> CriticalSet | None:
    """Return the fewest people who lose `theta` of the value, None where nothing is held.

    With its ties: the set that the rules choose, and the core.
    """
    budget = budget or Budget()
    found = smallest(game, theta, budget)
    if found is None or not found.exact or found.is_canonical or not _is_small(game):
        return found
    best = tuple(bisect_left(game.people, person) for person in found.example)
    return _TieBreak(game, game.need(theta), found.upper, budget).decide(best)


def smallest(game: Game, theta: float = 0.5, budget: Budget | None = None) -> CriticalSet | None:
    """Return the same without deciding ties: the value and one set of people."""
    if not game.sets:
        return None
    budget = budget or Budget()
    need = game.need(theta)
    lower, best = squeeze(game, need)
    best = min(best, game.heuristic(need), key=lambda found: (len(found), found))
    if lower < len(best) and _is_small(game):
        clock = Clock(budget.seconds, budget.nodes)
        found, bound = Model(game.sets, game.values, len(game.people)).fewest(need, **clock.limits())
        if found is not None and len(found) < len(best) and game.lost(found) >= need - TOLERANCE:
            best = found
        lower = min(len(best), max(lower, bound))
    if len(best) == len(game.people):
        return _result(game, lower, best, best, is_canonical=True)
    return _result(game, lower, best)


def _is_small(game: Game) -> bool:
    return sum(map(len, game.sets)) <= _SOLVER_PAIRS


class Clock:
    """What is left of a budget, in the words of the solver."""

    def __init__(self, seconds: float | None, nodes: int | None) -> None:
        """Start now."""
        self.nodes = nodes
        self.end = None if seconds is None or nodes is not None else monotonic() + seconds

    def limits(self) -> dict[str, Any]:
        """Return the limits for the next solve."""
        if self.nodes is not None:
            return {"nodes": self.nodes}
        return {} if self.end is None else {"seconds": max(0.05, self.end - monotonic())}

    def is_over(self) -> bool:
        """Say whether the time is up."""
        return self.end is not None and monotonic() >= self.end


def _result(
    game: Game, lower: int, best: Collection[int], core: Collection[int] | None = None, *, is_canonical: bool = False
) -> CriticalSet:
    def people(positions: Collection[int]) -> tuple[int, ...]:
        return tuple(game.people[position] for position in sorted(positions))

    return CriticalSet(
        lower=lower,
        upper=len(best),
        lost=game.lost(best),
        example=people(best),
        is_canonical=is_canonical,
        core=None if core is None else people(core),
    )


class _TieBreak:
    """Which of the smallest sets to show, and who is in all of them (docs/methods/bus-factor.md#which-set-is-shown)."""

    def __init__(self, game: Game, need: float, size: int, budget: Budget) -> None:
        self.game, self.need, self.size = game, need, size
        seconds = None if len(game.people) < _IN_FULL_BELOW else budget.tie_break_seconds
        self.clock = Clock(seconds, budget.nodes)
        self.model = Model(game.sets, game.values, len(game.people))

    def decide(self, best: tuple[int, ...]) -> CriticalSet:
        core = self._core(best)
        example, is_canonical = self._example(best)
        return _result(self.game, self.size, example, core, is_canonical=is_canonical)

    def _core(self, best: tuple[int, ...]) -> tuple[int, ...] | None:
        """Look for a smallest set with fewer of the candidates until there is none."""
        candidates = frozenset(best)
        while candidates and not self.clock.is_over():
            cost = [float(position in candidates) for position in range(len(self.game.people))]
            found, is_decided = self.model.cheapest(cost, self.size, self.need, **self.clock.limits())
            if found is not None and not candidates.issubset(found) and self._loses(found, self.need):
                candidates &= frozenset(found)
            elif is_decided:
                return tuple(sorted(candidates))
            else:
                return None
        return None if candidates else ()

    def _example(self, best: tuple[int, ...]) -> tuple[tuple[int, ...], bool]:
        if self.clock.is_over():
            return best, False
        found, is_decided = self.model.most_lost(self.size, **self.clock.limits())
        if found is None or not self._loses(found, self.game.lost(best)):
            return best, False
        return self._smallest_ids(found) if is_decided else (found, False)

    def _smallest_ids(self, best: tuple[int, ...]) -> tuple[tuple[int, ...], bool]:
        """Decide who is in from the smallest id on, a few people at a time."""
        most = self.game.lost(best)
        people = range(len(self.game.people))
        for start in range(0, len(people), _BLOCK):
            block = people[start : start + _BLOCK]
            inside = [position for position in best if position < start]
            if len(inside) == self.size:
                break
            if self.clock.is_over():
                return best, False
            cost = [-(2.0 ** (block[-1] - position)) if position in block else 0.0 for position in people]
            outside = set(range(start)).difference(inside)
            found, is_decided = self.model.cheapest(
                cost, self.size, most, into=inside, out=outside, **self.clock.limits()
            )
            if found is None or not is_decided or not self._loses(found, most):
                return best, False
            best = found
        return best, True

    def _loses(self, found: Collection[int], need: float) -> bool:
        """Check by set arithmetic what the solver says within its tolerance."""
        return len(found) == self.size and self.game.lost(found) >= need - TOLERANCE
