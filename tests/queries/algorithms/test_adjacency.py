# SPDX-License-Identifier: GPL-3.0-or-later
"""Neighbours in columns, by hand and against networkx."""

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from queries.algorithms.adjacency import Adjacency
from queries.algorithms.plain_graph import PlainGraph
from queries.algorithms.shortest_routes import ShortestRoutes
from queries.algorithms.simple_paths import shortest_paths


def of(edges: list[tuple[int, int]], count: int) -> Adjacency:
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    return Adjacency.of_edges(count, ends[:, 0], ends[:, 1])


def test_loops_doubles_and_directions_vanish() -> None:
    graph = of([(2, 0), (0, 2), (1, 1), (0, 1), (0, 1), (3, 0)], 5)
    assert [graph.of(vertex).tolist() for vertex in range(5)] == [[1, 2, 3], [0], [0], [0], []]
    assert (len(graph), graph.degree.tolist()) == (5, [3, 1, 1, 1, 0])
    assert graph.matrix.toarray().tolist() == [
        [0, 1, 1, 1, 0],
        [1, 0, 0, 0, 0],
        [1, 0, 0, 0, 0],
        [1, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
    ]


def test_the_edge_between_the_first_two_is_kept() -> None:
    assert [of([(0, 1)], 2).of(vertex).tolist() for vertex in (0, 1)] == [[1], [0]]
    assert len(of([], 0)) == 0
    assert len(of([], 1)) == 1


def test_neighbours_of_several_come_with_repetitions() -> None:
    graph = of([(0, 1), (1, 2), (2, 3)], 4)
    assert graph.of_all(np.array([0, 2, 2])).tolist() == [1, 1, 3, 1, 3]
    assert graph.of_all(np.array([3, 0])).tolist() == [2, 1]
    assert graph.of_all(np.array([], dtype=np.int64)).tolist() == []


def test_a_matrix_gives_its_neighbours_in_order() -> None:
    matrix = csr_array((np.ones(4), np.array([2, 1, 0, 0]), np.array([0, 2, 3, 4])), shape=(3, 3))
    graph = Adjacency.of_matrix(matrix)
    assert [graph.of(vertex).tolist() for vertex in range(3)] == [[1, 2], [0], [0]]


def cube() -> Adjacency:
    return of([(a, a ^ bit) for a in range(8) for bit in (1, 2, 4)], 8)


def test_paths_of_a_cube_by_length_then_number() -> None:
    # 0 and 3 lie across a face: two ways of two links, four of four, more beyond.
    paths = list(shortest_paths(cube(), 0, 3, limit=4))
    assert paths[:3] == [[0, 1, 3], [0, 2, 3], [0, 1, 5, 7, 3]]
    graph = nx.Graph([(a, a ^ bit) for a in range(8) for bit in (1, 2, 4)])
    expected = sorted(nx.all_simple_paths(graph, 0, 3, cutoff=4), key=lambda path: (len(path), path))
    assert paths == expected


@pytest.mark.parametrize(
    ("limit", "avoid", "expected"),
    [
        (1, (), []),
        (2, (), [[0, 1, 3], [0, 2, 3]]),
        (3, (), [[0, 1, 3], [0, 2, 3]]),
        (2, (1,), [[0, 2, 3]]),
        (4, (1, 2), [[0, 4, 5, 7, 3], [0, 4, 6, 7, 3]]),
        (8, (1, 2, 7), []),
    ],
)
def test_paths_within_a_limit_around_others(limit: int, avoid: tuple[int, ...], expected: list[list[int]]) -> None:
    assert list(shortest_paths(cube(), 0, 3, limit=limit, avoid=avoid)) == expected


def routes(seeds: list[int], avoid: set[int], targets: list[int]) -> ShortestRoutes:
    return ShortestRoutes(cube(), seeds, frozenset(avoid), np.array(targets))


def test_the_smallest_of_equal_routes() -> None:
    found = routes([0], set(), [7, 3])
    assert (found.to(7), found.to(3), found.to(0)) == ([0, 1, 3, 7], [0, 1, 3], [0])
    assert [int(found.distance[vertex]) for vertex in (0, 1, 3, 7)] == [0, 1, 2, 3]


def test_routes_go_round_whom_they_avoid_but_start_there() -> None:
    found = routes([0], {0, 1, 3, 5}, [7])
    assert found.to(7) == [0, 2, 6, 7]
    assert routes([0], {1, 2, 4}, [7]).to(7) == []


def test_a_route_starts_at_the_nearest_seed() -> None:
    assert routes([0, 6], set(), [7]).to(7) == [6, 7]
    assert routes([5, 6], set(), [7]).to(7) == [5, 7]
    assert routes([5, 6], set(), [4]).to(4) == [5, 4]


def test_the_search_goes_no_further_than_its_targets() -> None:
    found = routes([0], set(), [1])
    assert [int(distance) for distance in found.distance] == [0, 1, 1, -1, 1, -1, -1, -1]


@pytest.mark.parametrize(("count", "is_exact"), [(1000, True), (1001, False)])
def test_large_graphs_are_measured_from_a_thousand_vertices(count: int, *, is_exact: bool) -> None:
    names = list(map(str, range(count)))
    everybody = np.ones(count, dtype=np.bool_)
    ends = np.arange(count - 1), np.arange(1, count)
    line = PlainGraph.of(names, names, ends, endpoints=everybody, may_leave=everybody)
    exact, estimate = line.betweenness(), line.betweenness(most_work=0)
    assert (exact.exact, estimate.exact) == (True, False)
    # On a line, whoever stands between i on one side and the rest on the other is on i times the rest of the routes.
    between = [i * (count - 1 - i) / ((count - 1) * (count - 2) / 2) for i in range(count)]
    assert exact.values == pytest.approx(between)
    assert bool(np.allclose(estimate.values, between)) is is_exact
    assert np.allclose(estimate.values, between, atol=0.01)


def test_work_up_to_the_limit_is_exact() -> None:
    everybody = np.ones(4, dtype=np.bool_)
    ends = np.array([0, 1, 2]), np.array([1, 2, 3])
    line = PlainGraph.of(list("abcd"), list("abcd"), ends, endpoints=everybody, may_leave=everybody)
    assert [line.betweenness(most_work=work).exact for work in (11, 12)] == [False, True]
    assert line.betweenness().values == pytest.approx([0, 2 / 3, 2 / 3, 0])
    lone = PlainGraph.of(["a"], ["a"], (ends[0][:0], ends[1][:0]), endpoints=everybody[:1], may_leave=everybody[:1])
    assert lone.betweenness().values.tolist() == [0.0]
