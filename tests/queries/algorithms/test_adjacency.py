# SPDX-License-Identifier: GPL-3.0-or-later
"""Neighbours in columns, by hand and against networkx."""

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from queries.algorithms.adjacency import Adjacency
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
