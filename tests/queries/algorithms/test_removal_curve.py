# SPDX-License-Identifier: GPL-3.0-or-later
"""How what is kept shrinks as people leave."""

import numpy as np
import pytest

from queries.algorithms.coverage import Game
from queries.algorithms.removal_curve import removal_curve
from queries.measures.holdings import find_holdings
from tests.support.small_example import small_example


def test_small_example() -> None:
    held = find_holdings(small_example())
    curve = removal_curve(Game.of(held.holders))
    assert [held.snapshot.names[person] for person in curve.order] == ["Ana", "Ben", "Dia", "Cem", "Eva"]
    assert curve.worst == (1, 0.75, 0.5, 0.25, 0.25, 0)
    assert curve.robustness == pytest.approx(0.35)


def test_random_curve_is_the_mean_of_two_hundred_seeded_orders() -> None:
    game = Game.of([(0,), (0, 1), (2, 3)])
    rng = np.random.default_rng(1)
    expected = [0.0] * 5
    for _ in range(200):
        order = rng.permutation(4).tolist()
        for left in range(5):
            expected[left] += (1 - game.lost(order[:left]) / 3) / 200
    assert removal_curve(game).random == pytest.approx(expected)
    assert removal_curve(game, seed=2).random != removal_curve(game).random


def test_nothing_held() -> None:
    curve = removal_curve(Game.of([]))
    assert (curve.order, curve.worst, curve.random, curve.robustness) == ((), (), (), None)
