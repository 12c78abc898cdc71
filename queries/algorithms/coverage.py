# SPDX-License-Identifier: GPL-3.0-or-later
"""Who must leave together for what to be lost (docs/methods/bus-factor.md).

Assets with equal holders are merged. People stand as positions, in order of
id, so that the smallest positions are the smallest ids.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, fsum

import numpy as np

TOLERANCE = 1e-9
"""A sum of values meets a need from this much below it on (docs/methods/README.md#comparing-scores)."""


@dataclass(frozen=True, eq=False)
class Game:
    """Held assets with equal holders merged: who must leave together to lose what.

    `people`: sorted, so that positions stand for them in order of id.
    `sets`: positions of the holders, sorted by size, then positions.
    """

    people: tuple[int, ...]
    sets: tuple[tuple[int, ...], ...]
    values: tuple[float, ...]

    @classmethod
    def of(cls, holders: Iterable[Sequence[int]], values: Iterable[float] | None = None) -> "Game":
        """Take the holders of each asset; assets without any are no part of it."""
        merged: dict[tuple[int, ...], list[float]] = {}
        holders = list(holders)
        for found, value in zip(holders, values or [1.0] * len(holders), strict=True):
            if found:
                merged.setdefault(tuple(sorted(set(found))), []).append(value)
        people = tuple(sorted({person for found in merged for person in found}))
        positions = {person: position for position, person in enumerate(people)}
        sets = sorted(
            (len(found), tuple(positions[person] for person in found), fsum(merged[found])) for found in merged
        )
        return cls(people, tuple(found for _, found, _ in sets), tuple(value for _, _, value in sets))

    @cached_property
    def total(self) -> float:
        """V, the value of all held assets."""
        return fsum(self.values)

    @cached_property
    def sets_of(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the sets that each person is in."""
        found: list[list[int]] = [[] for _ in self.people]
        for number, members in enumerate(self.sets):
            for position in members:
                found[position].append(number)
        return tuple(map(tuple, found))

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """The dependence share phi of each person (docs/methods/bus-factor.md#shares); they add up to V."""
        parts: list[list[float]] = [[] for _ in self.people]
        for members, value in zip(self.sets, self.values, strict=True):
            for position in members:
                parts[position].append(value / len(members))
        return tuple(map(fsum, parts))

    def need(self, theta: float) -> float:
        """Return the value that must be lost; whole where all values are whole."""
        need = theta * self.total
        return float(ceil(need - TOLERANCE)) if all(value.is_integer() for value in self.values) else need

    def lost(self, positions: Collection[int]) -> float:
        """Return the value that is lost if these people leave."""
        leaving = frozenset(positions)
        return fsum(v for members, v in zip(self.sets, self.values, strict=True) if leaving.issuperset(members))

    def expected_loss(self, leave_chance: float) -> float:
        """Return the value lost on average if people leave independently (docs/methods/bus-factor.md#expected-loss)."""
        return fsum(value * leave_chance ** len(members) for members, value in zip(self.sets, self.values, strict=True))

    def sole_value(self) -> float:
        """Return the value that hangs on one person each."""
        return fsum(value for members, value in zip(self.sets, self.values, strict=True) if len(members) == 1)

    def removal_order(self, need: float) -> list[int]:
        """Return people in adaptive Shapley order until the need is lost.

        Always the person with the largest value per holder still there
        (docs/methods/bus-factor.md#upper-bound).
        """
        left = [len(members) for members in self.sets]
        score = np.array(self.shares)
        rounded = np.round(score, 12)
        members = [np.array(found, dtype=np.intp) for found in self.sets]
        order: list[int] = []
        lost: list[float] = []
        while len(order) < len(self.people) and (not lost or fsum(lost) < need - TOLERANCE):
            position = int(rounded.argmax())
            order.append(position)
            score[position] = rounded[position] = -np.inf
            for number in self.sets_of[position]:
                left[number] -= 1
                if not left[number]:
                    lost.append(self.values[number])
                    continue
                score[members[number]] += self.values[number] / left[number] / (left[number] + 1)
                rounded[members[number]] = np.round(score[members[number]], 12)
        return order

    def heuristic(self, need: float) -> tuple[int, ...]:
        """Return a set that meets the need, without people it can do without."""
        order = self.removal_order(need)
        kept = set(order)
        missing = [sum(position not in kept for position in members) for members in self.sets]
        lost = self.lost(kept)
        for position in order:
            loss = fsum(self.values[number] for number in self.sets_of[position] if not missing[number])
            if lost - loss >= need - TOLERANCE:
                kept.remove(position)
                lost -= loss
                for number in self.sets_of[position]:
                    missing[number] += 1
        return tuple(sorted(kept))

    def within(self, inside: Collection[int], gone: Collection[int]) -> "Game":
        """Return what is left of the game among some people once others are gone."""
        chosen, left = frozenset(inside), frozenset(gone)
        sets = [number for number, members in enumerate(self.sets) if chosen.issuperset(members)]
        return Game.of(
            ([position for position in self.sets[number] if position not in left] for number in sets),
            [self.values[number] for number in sets],
        )


def absence_factor(strengths: Sequence[float]) -> int | None:
    """Return the smallest k such that the k largest values are half of the sum.

    The contributor absence factor of CHAOSS; None for no values.

    >>> absence_factor([1000, 202, 90, 33, 332, 343, 42, 433])
    2
    """
    ordered = sorted(strengths, reverse=True)
    half = fsum(ordered) / 2
    return next((k for k in range(1, len(ordered) + 1) if fsum(ordered[:k]) >= half - 1e-9), None)
