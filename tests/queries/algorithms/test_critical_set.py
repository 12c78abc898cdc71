# SPDX-License-Identifier: GPL-3.0-or-later
"""The fewest people who lose a share: published values, brute force, ties, bounds."""

from itertools import combinations
from math import fsum
from random import Random

import networkx as nx
import pytest

from queries.algorithms.coverage import Game, absence_factor
from queries.algorithms.critical_set import Budget, critical_set
from queries.algorithms.cut_bounds import squeeze
from queries.algorithms.integer_program import Model
from queries.measures.holdings import find_holdings
from tests.support.small_example import small_example

_THETAS = (0.1, 0.25, 0.5, 0.75, 1.0)
_BY_NODES = Budget(nodes=100_000)
"""Tests must give the same answer on a slow machine."""


def random_game(seed: int, most: int = 8) -> Game:
    """Return a small game; every third has values that are no whole numbers."""
    random = Random(seed)
    people = random.randint(1, most)
    holders = [random.sample(range(people), random.randint(0, min(4, people))) for _ in range(random.randint(1, 14))]
    values = [round(random.uniform(0.1, 3), 2) if seed % 3 == 0 else float(random.randint(1, 2)) for _ in holders]
    return Game.of(holders, values)


def brute_force(game: Game, theta: float) -> tuple[int, list[tuple[int, ...]]]:
    """Return the smallest size and all sets of that size that lose the share."""
    people = range(len(game.people))
    for size in range(1, len(game.people) + 1):
        found = [chosen for chosen in combinations(people, size) if game.lost(chosen) >= theta * game.total - 1e-9]
        if found:
            return size, found
    raise AssertionError


@pytest.mark.parametrize("seed", range(20))
def test_equals_brute_force_with_core_and_example(seed: int) -> None:
    game = random_game(seed, most=12 if seed % 10 == 0 else 8)
    for theta in _THETAS if game.sets else ():
        size, sets = brute_force(game, theta)
        found = critical_set(game, theta, _BY_NODES)
        assert found is not None
        assert (found.lower, found.upper, found.exact) == (size, size, True)
        core = set(sets[0]).intersection(*sets)
        assert found.core == tuple(game.people[position] for position in sorted(core))
        example = min(sets, key=lambda chosen: (-round(game.lost(chosen), 12), chosen))
        assert found.example == tuple(game.people[position] for position in example)
        assert found.is_canonical
        assert found.lost == pytest.approx(game.lost(example))


@pytest.mark.parametrize("seed", range(20))
def test_bounds_are_bounds_and_sets_found_lose_the_share(seed: int) -> None:
    game = random_game(seed)
    for theta in _THETAS if game.sets else ():
        size, _ = brute_force(game, theta)
        need = game.need(theta)
        lower, found = squeeze(game, need)
        assert lower <= size <= len(found)
        assert game.lost(found) >= need - 1e-9
        heuristic = game.heuristic(need)
        assert game.lost(heuristic) >= need - 1e-9
        assert len(heuristic) >= size


@pytest.mark.parametrize("seed", range(20))
def test_shares_add_up_to_the_value(seed: int) -> None:
    game = random_game(seed)
    assert fsum(game.shares) == pytest.approx(game.total)


@pytest.mark.parametrize(
    ("theta", "example"),
    [
        (0.25, ("ana",)),
        (0.5, ("ana", "ben")),
        (0.75, ("ana", "ben", "dia")),
        (1.0, ("ana", "ben", "cem", "dia", "eva")),
    ],
)
def test_small_example(theta: float, example: tuple[str, ...]) -> None:
    held = find_holdings(small_example())
    found = critical_set(Game.of(held.holders), theta, _BY_NODES)
    assert found is not None
    assert tuple(held.snapshot.ids[person].removeprefix("person:") for person in found.example) == example
    assert found.core == found.example


def davis() -> tuple[list[str], Game]:
    """Return the Southern Women, who hold the events that they attended."""
    graph = nx.davis_southern_women_graph()
    women = sorted(graph.graph["top"])
    events = sorted(graph.graph["bottom"])
    return women, Game.of([[women.index(woman) for woman in graph[event]] for event in events])


@pytest.mark.parametrize(("theta", "expected"), [(0.25, 6), (0.5, 11), (0.75, 15)])
def test_davis_southern_women(theta: float, expected: int) -> None:
    found = critical_set(davis()[1], theta, _BY_NODES)
    assert found is not None
    assert (found.lower, found.upper) == (expected, expected)


def test_davis_shares() -> None:
    women, game = davis()
    shares = dict(zip(women, game.shares, strict=True))
    assert round(shares["Nora Fayette"], 4) == 1.5917
    assert round(shares["Evelyn Jefferson"], 4) == 1.4881
    assert round(shares["Sylvia Avondale"], 4) == 1.2881


def test_nothing_held_has_no_bus_factor() -> None:
    assert critical_set(Game.of([]), 0.5) is None
    assert critical_set(Game.of([(), ()]), 0.5) is None


def test_values_count() -> None:
    game = Game.of([(1,), (2,), (3,)], [1.0, 1.0, 5.0])
    found = critical_set(game, 0.5)
    assert found is not None
    assert found.example == (3,)


def dense_game(seed: int = 7, people: int = 120) -> Game:
    """Return a game whose bounds are far apart: many holders for each asset."""
    random = Random(seed)
    return Game.of([random.sample(range(people), 12) for _ in range(90)])


def test_what_is_not_proved_is_an_interval() -> None:
    found = critical_set(dense_game(), 0.5, Budget(nodes=1))
    assert found is not None
    assert found.lower < found.upper
    assert not found.exact
    assert (found.core, found.is_canonical, len(found.example)) == (None, False, found.upper)
    assert dense_game().lost(found.example) >= dense_game().need(0.5)


def test_undecided_ties_leave_a_checked_set() -> None:
    random = Random(3)
    game = Game.of([random.sample(range(90), random.choice((1, 2, 2, 3))) for _ in range(160)])
    found = critical_set(game, 0.5, Budget(tie_break_seconds=0.0))
    assert found is not None
    assert (found.exact, found.core, found.is_canonical) == (True, None, False)
    assert found.lost >= game.need(0.5)


def test_solver_says_which_set_is_cheapest() -> None:
    game = Game.of([(0,), (1,), (2, 3)])
    model = Model(game.sets, game.values, 4)
    assert model.fewest(2.0) == ((0, 1), 2)
    assert model.cheapest([1.0, 0.0, 0.0, 0.0], 3, 2.0) == ((1, 2, 3), True)
    assert model.cheapest([0.0] * 4, 1, 2.0)[0] is None


def test_removal_order_of_the_small_example() -> None:
    held = find_holdings(small_example())
    game = Game.of(held.holders)
    names = [held.snapshot.ids[game.people[position]] for position in game.removal_order(game.total)]
    assert names == [f"person:{name}" for name in ("ana", "ben", "dia", "cem", "eva")]


def test_every_asset_needs_its_value() -> None:
    with pytest.raises(ValueError, match="longer"):
        Game.of([(1,)], [1.0, 2.0])


def test_the_heuristic_leaves_out_whom_the_share_does_not_need() -> None:
    # 0 shares five assets, so it leaves first; 1 alone holds what is exactly enough.
    game = Game.of([(0, 2), (0, 3), (0, 4), (0, 5), (0, 6), (1,)], [1, 1, 1, 1, 1, 2])
    assert game.removal_order(2.0) == [0, 1]
    assert game.heuristic(2.0) == (1,)


def test_minimum_cuts_alone_prove_what_is_held_by_one_each() -> None:
    # Three hold 10 each, twenty hold 1 each: for 35 it takes the three and any five.
    lower, found = squeeze(Game.of([(number,) for number in range(23)], [10.0] * 3 + [1.0] * 20), 35.0)
    assert (lower, len(found), found[:3]) == (8, 8, (0, 1, 2))


def test_minimum_cuts_prove_groups_that_hold_together() -> None:
    # The cheapest way to 12 is the first pair; one of the others adds nothing.
    lower, found = squeeze(Game.of([(0, 1), (2, 3, 4), (5,), (6,)], [12.0, 6.0, 1.0, 1.0]), 12.0)
    assert (lower, found) == (2, (0, 1))


@pytest.mark.parametrize(("people", "is_decided"), [(59, True), (60, False)])
def test_ties_of_small_games_are_decided_without_any_time(people: int, *, is_decided: bool) -> None:
    found = critical_set(Game.of([(number,) for number in range(people)]), 0.5, Budget(tie_break_seconds=0.0))
    assert found is not None
    assert (found.upper, found.is_canonical, found.core is not None) == (30, is_decided, is_decided)
    assert not is_decided or found.example == tuple(range(30))


def test_a_tie_of_many_people_is_shown_by_the_smallest_ids() -> None:
    found = critical_set(Game.of([(number, number + 1) for number in range(0, 58, 2)]), 0.5, _BY_NODES)
    assert found is not None
    assert (found.upper, found.example, found.core) == (30, tuple(range(30)), ())


def test_what_is_lost_together_and_what_hangs_on_one() -> None:
    game = Game.of([(1,), (1, 2), (1, 2), (2, 3), ()], [4.0, 1.0, 2.0, 3.0, 9.0])
    assert (game.people, game.total) == ((1, 2, 3), 10.0)
    assert (game.sets, game.values) == (((0,), (0, 1), (1, 2)), (4.0, 3.0, 3.0))
    assert [game.lost(gone) for gone in ([], [0], [1], [0, 1], [1, 2])] == [0, 4, 0, 7, 3]
    assert game.shares == (5.5, 3.0, 1.5)
    assert game.sole_value() == 4.0
    assert game.expected_loss(0.5) == pytest.approx(4 * 0.5 + 6 * 0.25)
    assert (game.need(0.5), game.need(0.51), Game.of([(1,)], [2.5]).need(0.5)) == (5.0, 6.0, 1.25)


def test_a_game_among_some_once_others_are_gone() -> None:
    game = Game.of([(1,), (1, 2), (2, 3), (2, 3, 4)], [1.0, 2.0, 4.0, 8.0])
    left = game.within([0, 1, 2], [0])
    # (1,) is lost already, (2, 3, 4) has somebody outside; positions stand for 2 and 3.
    assert (left.people, left.sets, left.values) == ((1, 2), ((0,), (0, 1)), (2.0, 4.0))


@pytest.mark.parametrize(
    ("strengths", "expected"),
    [([], None), ([3], 1), ([1, 1], 1), ([1, 1, 1], 2), ([4, 1, 1, 1, 1], 1), ([3, 1, 1, 1, 1], 2), ([0, 0], 1)],
)
def test_the_fewest_largest_that_are_half(strengths: list[float], expected: int | None) -> None:
    assert absence_factor(strengths) == expected
    assert absence_factor(strengths[::-1]) == expected


def test_whoever_is_left_weighs_more_as_others_leave() -> None:
    # 1 shares the first with three others and holds one alone; then each of the three has 4, and 4 has 4.1.
    game = Game.of([(0, 1, 2, 3), (1,), (4,)], [12.0, 2.0, 4.1])
    assert game.removal_order(float("inf")) == [1, 4, 0, 2, 3]
