# SPDX-License-Identifier: GPL-3.0-or-later
"""Personalised PageRank against known values and a library; shortest routes."""

from datetime import date
from itertools import pairwise
from random import Random

import networkx as nx
import numpy as np
import pytest

from queries.algorithms.adjacency import Adjacency
from queries.algorithms.page_rank import Walk
from queries.algorithms.shortest_routes import ShortestRoutes
from queries.measures.link_age import LinkAges
from queries.measures.network import walk
from tests.support.builders import same_as, snapshot_of, worked_on, worked_with
from tests.support.random_network import random_network


def graph_of(edges: list[tuple[int, int]], count: int) -> Adjacency:
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    return Adjacency.of_edges(count, ends[:, 0], ends[:, 1])


def walk_of(edges: list[tuple[int, int]], count: int) -> Walk:
    return Walk(graph_of(edges, count))


def test_known_values_on_a_path() -> None:
    path = walk_of([(0, 1), (1, 2)], 3)
    assert path.visits([0]) == pytest.approx([0.583333, 0.333333, 0.083333], abs=1e-6)
    assert path.nearness([0]) == pytest.approx([0.583333, 0.235702, 0.083333], abs=1e-6)


def test_identity_decisions_do_not_count_and_parallel_links_add_up() -> None:
    records = [worked_with("a", "b"), worked_with("b", "c"), same_as("a", "c", decision="unsure")]
    assert walk(snapshot_of(records)).visits([0]) == pytest.approx([0.583333, 0.333333, 0.083333], abs=1e-6)
    roles = [worked_on("a", "x", role=role) for role in ("lead", "volunteer")]
    assert walk(snapshot_of(roles)).graph.degree.tolist() == [1, 1]
    # The walker leaves x to a twice as often as to c.
    twice = [worked_on("a", "x", role="lead"), worked_on("a", "x", role="volunteer"), worked_on("c", "x")]
    visits = walk(snapshot_of(twice)).visits([2])
    assert visits is not None
    assert visits[0] == pytest.approx(0.5 * visits[2] * 2 / 3)


def test_an_old_link_weighs_half_of_a_current_one() -> None:
    # 24 months old: 0.5 + 0.5 / 2.
    links = [worked_with("a", "b", until="2024-01-01"), worked_with("b", "c")]
    half = 2 ** -((date(2026, 1, 1) - date(2024, 1, 1)).days / 30.4375 / 24)
    visits = walk(snapshot_of(links, as_of="2026-01-01")).visits([1])
    assert visits is not None
    assert visits[0] / visits[2] == pytest.approx(0.5 + 0.5 * half)
    later = walk(snapshot_of(links, as_of="2026-01-01"), as_of="2124").visits([1])
    assert later is not None
    assert later[0] / later[2] == pytest.approx(0.5, abs=1e-9)


def test_seeds_without_links_are_dropped() -> None:
    graph = walk_of([(0, 1)], 3)
    assert graph.visits([2]) is None
    assert graph.visits([0, 2]) == pytest.approx(graph.visits([0]))
    assert walk_of([], 0).visits([]) is None


@pytest.mark.parametrize("seed", range(20))
def test_equals_networkx(seed: int) -> None:
    snapshot = random_network(seed)
    walker = walk(snapshot)
    graph = walker.graph
    if not graph.degree.any():
        return
    plain = nx.Graph()
    decay = LinkAges(snapshot).decay
    for number in range(snapshot.link_count):
        ends = int(snapshot.link_source[number]), int(snapshot.link_target[number])
        known = plain.get_edge_data(*ends, default={"weight": 0})["weight"]
        plain.add_edge(*ends, weight=known + 0.5 + 0.5 * decay[number])
    start = int(np.flatnonzero(graph.degree)[0])
    expected = nx.pagerank(plain, alpha=0.5, personalization={start: 1}, tol=1e-13, max_iter=500)
    found = walker.visits([start])
    assert found is not None
    assert {node: found[node] for node in expected} == pytest.approx(expected, abs=1e-8)


# 0 - 1 - 3, 0 - 2 - 3: two shortest routes from 0 to 3; 4 hangs on 3.
SQUARE = [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)]


def test_routes_prefer_small_ids_and_go_around() -> None:
    graph = graph_of(SQUARE, 6)
    assert ShortestRoutes(graph, [0], frozenset(), np.array([3, 4])).to(4) == [0, 1, 3, 4]
    assert ShortestRoutes(graph, [0], frozenset({1}), np.array([4])).to(4) == [0, 2, 3, 4]
    assert ShortestRoutes(graph, [0], frozenset({3}), np.array([4])).to(4) == []
    assert ShortestRoutes(graph, [0, 2], frozenset(), np.array([3])).to(3) == [2, 3]
    assert ShortestRoutes(graph, [0], frozenset(), np.array([0])).to(0) == [0]


@pytest.mark.parametrize("seed", range(20))
def test_routes_equal_brute_force(seed: int) -> None:
    random = Random(seed)
    ends = [random.sample(range(8), 2) for _ in range(random.randint(3, 14))]
    edges = [(one, other) for one, other in ends]
    plain = nx.Graph(edges)
    plain.add_nodes_from(range(8))
    found = ShortestRoutes(graph_of(edges, 8), [0], frozenset(), np.arange(8))
    for target in range(8):
        expected = min(nx.all_shortest_paths(plain, 0, target)) if nx.has_path(plain, 0, target) else []
        assert found.to(target) == expected
        assert all(plain.has_edge(*step) for step in pairwise(found.to(target)))
