# SPDX-License-Identifier: GPL-3.0-or-later
"""Graphs of the literature as plain graphs and as networks of people (docs/methods/test-values.md#known-graphs)."""

from collections.abc import Callable
from itertools import combinations
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.snapshot.snapshot import Snapshot
from queries.algorithms.plain_graph import PlainGraph
from tests.support.builders import person, snapshot_of, worked_with

AnyGraph: TypeAlias = "nx.Graph[Any]"
GRAPHS: dict[str, Callable[[], AnyGraph]] = {
    "florentine": nx.florentine_families_graph,
    "karate": nx.karate_club_graph,
    "kite": nx.krackhardt_kite_graph,
    "les miserables": nx.les_miserables_graph,
}


def known(name: str) -> AnyGraph:
    """Return a graph whose nodes are texts; numbers are padded so that they sort as numbers."""
    graph = GRAPHS[name]()
    return nx.relabel_nodes(graph, {node: node if isinstance(node, str) else f"{node:02}" for node in graph})


def plain(
    graph: AnyGraph, endpoints: NDArray[np.bool_] | None = None, may_leave: NDArray[np.bool_] | None = None
) -> PlainGraph:
    """Return a plain graph; every node is an endpoint and may leave unless told otherwise."""
    nodes = sorted(graph)
    position = {node: number for number, node in enumerate(nodes)}
    edges = np.array([(position[a], position[b]) for a, b in graph.edges()], dtype=np.int64).reshape(-1, 2)
    everybody = np.ones(len(nodes), dtype=np.bool_)
    return PlainGraph.of(
        list(map(str, nodes)),
        list(map(str, nodes)),
        (edges[:, 0], edges[:, 1]),
        endpoints=everybody if endpoints is None else endpoints,
        may_leave=everybody if may_leave is None else may_leave,
    )


def as_people(name: str) -> Snapshot:
    """Return the graph as people who worked with each other."""
    graph = known(name)
    return snapshot_of([*(person(node, name=node) for node in graph), *(worked_with(a, b) for a, b in graph.edges())])


def random_graph(seed: int, most: int = 12) -> AnyGraph:
    """Return a small random graph, often in several parts."""
    random = np.random.default_rng(seed)
    nodes = int(random.integers(1, most))
    return nx.gnm_random_graph(nodes, int(random.integers(0, 2 * nodes)), seed=seed)


def separated(graph: AnyGraph, gone: set[int], endpoints: NDArray[np.bool_]) -> int:
    """Return by brute force how many pairs of other endpoints lose every route."""
    left = graph.subgraph(set(graph) - gone)
    others = [node for node in left if endpoints[node]]
    return sum(nx.has_path(graph, a, b) and not nx.has_path(left, a, b) for a, b in combinations(others, 2))
