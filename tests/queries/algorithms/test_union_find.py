# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures if some people were the same."""

from random import Random

import pytest

from queries.algorithms.coverage import Game
from queries.algorithms.critical_set import Budget, smallest
from queries.algorithms.union_find import Clusters


def test_joins_chains_under_the_smallest() -> None:
    clusters = Clusters([(3, 4), (1, 3), (7, 8)])
    assert [clusters.of(person) for person in (1, 3, 4, 5, 7, 8)] == [1, 1, 1, 5, 7, 7]
    assert clusters.holders([(4, 5), ()]) == [[1, 5], []]


@pytest.mark.parametrize(
    ("pairs", "different", "expected"),
    [
        ([(1, 2)], [(1, 2)], [1, 2, 3]),
        ([(1, 2), (2, 3)], [(1, 3)], [1, 1, 3]),
        ([(2, 3), (1, 2)], [(3, 1)], [1, 2, 2]),
        ([(2, 3), (2, 1)], [(3, 1)], [1, 2, 2]),
        ([(1, 2), (1, 3)], [(4, 5)], [1, 1, 1]),
    ],
)
def test_different_people_stay_apart(
    pairs: list[tuple[int, int]], different: list[tuple[int, int]], expected: list[int]
) -> None:
    clusters = Clusters(pairs, different)
    assert [clusters.of(person) for person in (1, 2, 3)] == expected


@pytest.mark.parametrize("seed", range(20))
def test_joining_never_raises_the_bus_factor(seed: int) -> None:
    random = Random(seed)
    people = range(random.randint(2, 9))
    holders = [random.sample(people, random.randint(1, 2)) for _ in range(random.randint(1, 12))]
    pairs = [tuple(random.sample(people, 2)) for _ in range(random.randint(1, 4))]
    different = [tuple(random.sample(people, 2)) for _ in range(random.randint(0, 2))]
    clusters = Clusters(pairs, different)  # pyright: ignore[reportArgumentType] - samples of two
    assert all(clusters.of(one) != clusters.of(other) for one, other in different)
    for theta in (0.25, 0.5, 1.0):
        before = smallest(Game.of(holders), theta, Budget(nodes=10_000))
        after = smallest(Game.of(clusters.holders(holders)), theta, Budget(nodes=10_000))
        assert before is not None
        assert after is not None
        assert (before.exact, after.exact) == (True, True)
        assert after.upper <= before.upper
