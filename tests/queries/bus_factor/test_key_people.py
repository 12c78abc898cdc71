# SPDX-License-Identifier: GPL-3.0-or-later
"""Which few people separate most together: KPP-NEG (docs/methods/contact-graph.md#key-people)."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from graph.errors import BadParameter
from graph.snapshot.snapshot import EMPTY
from queries.algorithms.plain_graph import PlainGraph
from queries.bus_factor.key_people import QUERY, best_set, fragmentation
from tests.support.builders import contact_of, person, snapshot_of
from tests.support.known_graphs import AnyGraph, as_people, known, plain, random_graph
from tests.support.small_example import small_example


@pytest.mark.parametrize(
    ("k", "people", "share", "pairs", "exact"),
    [
        (1, ("person:dia",), 0.6667, 8, True),
        (2, ("person:ana", "person:ben"), 0.8571, 12, True),
        (3, ("person:ana", "person:ben", "person:dia"), 0.9524, 14, False),
    ],
)
def test_small_example_has_the_published_sets(
    k: int, people: tuple[str, ...], share: float, pairs: int, *, exact: bool
) -> None:
    (row,) = QUERY.run(small_example(), k=k).rows
    found = (row.people, round(row.fragmentation, 4), row.separated_pairs, row.exact)
    assert found == (people, share, pairs, exact)


@pytest.mark.parametrize(
    ("name", "people", "share", "exact"),
    [
        ("florentine", {"Medici"}, 0.4667, True),
        ("florentine", {"Guadagni", "Medici"}, 0.7810, True),
        ("florentine", {"Guadagni", "Medici", "Strozzi"}, 0.9143, False),
        ("karate", {"00"}, 0.3565, True),
        ("karate", {"00", "01"}, 0.4902, True),
        ("karate", {"00", "32", "33"}, 0.6435, False),
        ("kite", {"05", "06"}, 0.7111, True),
        ("kite", {"00", "05", "06"}, 0.8, False),
        ("les miserables", {"Bamatabois", "Valjean"}, 0.4737, True),
        # Fantine, Javert and Valjean reach .6244; exchanging from all three starts stops here: hence "at least".
        ("les miserables", {"Bamatabois", "Gavroche", "Valjean"}, 0.5619, False),
    ],
)
def test_known_graphs_have_their_published_sets(name: str, people: set[str], share: float, *, exact: bool) -> None:
    result = QUERY.run(as_people(name), k=len(people), links=["WORKED_WITH"], endpoints=["Person"])
    (row,) = result.rows
    assert (set(row.names), round(row.fragmentation, 4), row.exact) == (people, share, exact)
    assert ("at least" in str(result.summary[0])) is not exact


def test_the_best_three_of_les_miserables_are_better_than_what_exchanging_finds() -> None:
    graph = plain(known("les miserables"))
    three = [graph.index[name] for name in ("Fantine", "Javert", "Valjean")]
    share = fragmentation(graph, three)
    assert share is not None
    assert round(share, 4) == 0.6244


def distance_fragmentation(graph: AnyGraph, gone: set[str]) -> float:
    """Return DF as R's keyplayer computes it: n-k in the denominator, 1/infinity = 0."""
    left = graph.subgraph(set(graph) - gone)
    near = sum(1 / d for a, of in nx.all_pairs_shortest_path_length(left) for b, d in of.items() if a < b)
    return 1 - 2 * near / (len(left) * (len(left) - 1))


def test_the_other_denominator_gives_the_values_of_keyplayer() -> None:
    karate = known("karate")
    values = {("00",): 0.641540, ("33",): 0.541761, ("00", "33"): 0.683266, ("00", "32", "33"): 0.796810}
    for gone, value in values.items():
        assert round(distance_fragmentation(karate, set(gone)), 6) == value
    graph = plain(known("florentine"))
    medici = [graph.index["Medici"]]
    assert fragmentation(graph, medici, denominator=14) == pytest.approx(1 - graph.pairs(medici) / 91)


def fewest_left(graph: PlainGraph, k: int) -> tuple[int, tuple[int, ...]]:
    people = np.flatnonzero(graph.may_leave).tolist()
    return min((graph.pairs(chosen), chosen) for chosen in combinations(people, k))


@pytest.mark.parametrize("seed", range(20))
def test_one_and_two_people_equal_brute_force(seed: int) -> None:
    network = random_graph(seed, most=11)
    random = np.random.default_rng(seed)
    everybody = np.ones(len(network), dtype=np.bool_)
    endpoints = everybody if seed % 2 else random.random(len(network)) < 0.6
    may_leave = everybody if seed % 3 else ~endpoints
    graph = plain(network, endpoints, may_leave)
    for k in (1, 2):
        if may_leave.sum() >= k:
            chosen, exact = best_set(graph, k)
            assert (graph.pairs(chosen), tuple(chosen)) == fewest_left(graph, k)
            assert exact


@pytest.mark.parametrize("seed", range(20))
def test_three_people_are_as_good_as_their_label(seed: int) -> None:
    graph = plain(nx.gnm_random_graph(11, 16, seed=seed))
    chosen, exact = best_set(graph, 3)
    assert not exact
    assert len(set(chosen)) == 3
    assert graph.pairs(chosen) >= fewest_left(graph, 3)[0]


def test_a_set_of_everybody_is_exact() -> None:
    assert best_set(plain(nx.path_graph(3)), 3) == ([0, 1, 2], True)


def test_too_few_people_are_said() -> None:
    result = QUERY.run(snapshot_of([person("ada"), contact_of("ada", "x")]), k=5)
    assert (result.rows, str(result.summary[0])) == (
        (), "There is one person on the map, so no set of 5 can be chosen."
    )  # fmt: skip
    assert str(QUERY.run(EMPTY).summary[0]) == "There is nobody on the map, so no set of 2 can be chosen."


def test_without_two_organisations_there_is_no_fragmentation() -> None:
    result = QUERY.run(snapshot_of([contact_of("ada", "x")]), k=1)
    assert (result.rows, str(result.summary[0])) == (
        (),
        "There are fewer than two organisations or groups, so there is no pair to separate and no fragmentation.",
    )


def test_people_who_separate_nothing_are_not_blamed() -> None:
    links = [contact_of(name, key) for name in ("ada", "ben", "cem") for key in ("x", "y")]
    assert str(QUERY.run(snapshot_of(links), k=2).summary[0]) == (
        "No set of 2 people separates any two organisations by leaving."
    )


@pytest.mark.parametrize("k", [0, 11])
def test_k_out_of_range_is_refused(k: int) -> None:
    with pytest.raises(BadParameter):
        QUERY.run(small_example(), k=k)


def test_nobody_is_named_where_nothing_separates() -> None:
    both = [contact_of(name, asset) for name in ("ada", "ben", "cem", "dia") for asset in ("x", "y")]
    for k, said in (
        (1, "No single person separates any two organisations by leaving."),
        (2, "No set of 2 people separates any two organisations by leaving."),
        (3, "No set of 3 people was found that separates any two organisations by leaving; not all sets were tried."),
    ):
        result = QUERY.run(snapshot_of(both), k=k)
        assert (result.rows, str(result.summary[0])) == ((), said)
