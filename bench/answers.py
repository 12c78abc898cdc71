# SPDX-License-Identifier: GPL-3.0-or-later
"""What answers cost beside the bare library call, and how long somebody waits for one."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter, process_time
from typing import Any

import numpy as np

from bench.network import records, snapshot
from graph.schema.links import LINK_CLASSES
from graph.schema.nodes import Affiliate, Event, Group, Node, Partner, Person, Project, Question, Theme
from graph.schema.packed import pack
from graph.snapshot.snapshot import Snapshot
from queries.algorithms.coverage import Game
from queries.algorithms.critical_set import CriticalSet, critical_set
from queries.algorithms.page_rank import ALPHA
from queries.algorithms.plain_graph import PlainGraph
from queries.framework.discovery import get_query
from queries.measures.contact_graph import contact_graph, graph_of_links
from queries.measures.holdings import find_holdings
from queries.measures.network import walk
from web.reports.report import build

Row = tuple[str, str, str]
NODES, LINKS = 100_000, 500_000
SIZE = f"{NODES // 1000}k/{LINKS // 1000}k"
MANY_PARTNERS: dict[type[Node], float] = {
    Person: 0.2, Group: 0.02, Affiliate: 0.02, Partner: 0.6, Project: 0.08, Event: 0.02, Question: 0.03, Theme: 0.03
}  # fmt: skip
"""Shares that make 1,000 people and 3,000 partners of 5,000 entries."""
ASKED = 200
"""Random people, partners or pairs of people of whom the 95th percentile is taken."""
WALKS = 20


def rows() -> Iterator[Row]:
    """Measure every row of the table of answers."""
    large = snapshot(NODES, LINKS)
    yield from _separated_pairs(large)
    yield _betweenness()
    yield _bus_factor_exact()
    yield _bus_factor(large)
    yield _walks(large)
    yield from _waiting(large)
    yield _report()


def _seconds(work: Callable[[], Any], clock: Callable[[], float] = process_time) -> float:
    started = clock()
    work()
    return clock() - started


def _best(work: Callable[[], Any], times: int = 3) -> float:
    return min(_seconds(work) for _ in range(times))


def _ratio(ours: float, bare: float) -> str:
    return f"{ours:.2f} s / {bare:.2f} s = {ours / bare:.2f}x"


def _separated_pairs(large: Snapshot) -> Iterator[Row]:
    """Compare on all links and on the contact graph; each graph is made before the clock starts."""
    graphs = {"all links": graph_of_links(large, LINK_CLASSES), "contact graph": contact_graph(find_holdings(large))}
    for name, found in graphs.items():
        graph = found.graph
        bare = _best(graph.igraph.articulation_points)
        ours = _best(lambda graph=graph: _again(graph).separated_pairs())
        yield f"separated pairs {SIZE}, {name} / articulation_points", _ratio(ours, bare), "4x"


def _again(graph: PlainGraph) -> PlainGraph:
    """Return the same graph without anything it has worked out."""
    return replace(graph)


def _betweenness() -> Row:
    """Take turns, since each takes so long that the machine may change meanwhile."""
    graph = graph_of_links(snapshot(10_000, 50_000), LINK_CLASSES).graph
    bare_graph = _again(graph).igraph
    ours, bare = [], []
    for _ in range(3):
        bare.append(_seconds(lambda: bare_graph.betweenness(directed=False)))
        ours.append(_seconds(_again(graph).betweenness))
    return "betweenness exact 10k/50k / igraph's own", _ratio(min(ours), min(bare)), "1.2x"


def _bus_factor_exact() -> Row:
    """Find the value and its set, and check by set arithmetic that it loses half."""
    holdings = find_holdings(Snapshot.of(map(pack, records(5_000, 15_000, shares=MANY_PARTNERS))))
    game = Game.of(holdings.holders)
    found: list[CriticalSet] = []
    taken = _seconds(lambda: found.extend(filter(None, [critical_set(game)])), perf_counter)
    (best,) = found
    assert game.lost([game.people.index(person) for person in best.example]) >= game.need(0.5)
    value = f"{best.upper}" if best.exact else f"{best.lower} to {best.upper}"
    people, assets = len(holdings.snapshot.nodes_of(Person)), len(holdings)
    return f"bus factor, {people:,} people, {assets:,} assets: verified set of {value}", f"{taken:.1f} s", "10 s"


def _bus_factor(large: Snapshot) -> Row:
    query = get_query("bus-factor")
    answers = []
    taken = _seconds(lambda: answers.append(query.run(large)), perf_counter)
    (row,) = answers[0].rows
    value = f"{row.upper:,}" if row.exact else f"{row.lower:,} to {row.upper:,} ({row.upper / row.lower - 1:.1%} apart)"
    return f"bus factor {SIZE}: {value}", f"{taken:.1f} s", "30 s"


def _walks(large: Snapshot) -> Row:
    """Compare whole walks with as many products by the same matrix as they took rounds."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - as elsewhere, 0.2 s

    walker = walk(large)
    graph = walker.graph
    inverse = ALPHA / np.maximum(graph.degree, 1)
    shape = (len(large), len(large))
    matrix = csr_array((inverse[graph.neighbours], graph.neighbours, graph.starts), shape=shape)
    seeds = random.Random(1).sample(large.nodes_of(Person).tolist(), WALKS)
    linked = [seed for seed in seeds if graph.degree[seed]]
    rounds = [sum(1 for _ in walker.rounds([seed])) for seed in linked]
    ours = _best(lambda: [walker.visits([seed]) for seed in linked])
    bare = _best(lambda: [_products(matrix, seed, count) for seed, count in zip(linked, rounds, strict=True)])
    work = f"personalised PageRank {SIZE}, {len(linked)} times / bare products"
    return work, _ratio(ours, bare), "1.5x"


def _products(matrix: Any, seed: int, count: int) -> None:  # noqa: ANN401 - scipy is untyped
    vector = np.zeros(matrix.shape[0])
    vector[seed] = 1.0
    for _ in range(count):
        vector = matrix @ vector


def _waiting(large: Snapshot) -> Iterator[Row]:
    """Ask about random people; the first answer, which works out what all share, has a row of its own."""
    made = random.Random(1)
    people = [large.ids[number] for number in made.sample(large.nodes_of(Person).tolist(), ASKED)]
    partners = [large.ids[number] for number in made.sample(large.nodes_of(Partner).tolist(), ASKED)]
    asked: dict[str, tuple[str, list[dict[str, Any]]]] = {
        "partners-for": ("150 ms", [{"seeker": person} for person in people]),
        "neighbours": ("50 ms", [{"id": person} for person in people]),
        "collaborators": ("50 ms", [{"id": person} for person in people]),
        "paths": (
            "50 ms",
            [{"source": one, "target": other} for one, other in zip(people, partners, strict=True)],
        ),
    }
    for name, (limit, questions) in asked.items():
        query = get_query(name)
        first = _seconds(lambda query=query, given=questions[0]: query.run(large, **given))
        times = [_seconds(lambda query=query, given=given: query.run(large, **given)) for given in questions]
        median, slow = np.quantile(times, [0.5, 0.95]) * 1000
        yield f"{name} {SIZE}: the first answer", f"{first:.1f} s", "-"
        yield f"{name} {SIZE}: p95 of {ASKED}", f"{slow:.0f} ms (median {median:.0f} ms)", limit


def _report() -> Row:
    """Build the report on a snapshot of its own, so that nothing is worked out already."""
    fresh = Snapshot.of(map(pack, records(NODES, LINKS)), revision="bench-report")
    started = process_time()
    waited = _seconds(lambda: build(fresh, "bus-factor", {}), perf_counter)
    return f"whole bus-factor report {SIZE}", f"{waited:.0f} s (CPU {process_time() - started:.0f} s)", "120 s"
