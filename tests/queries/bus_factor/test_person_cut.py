# SPDX-License-Identifier: GPL-3.0-or-later
"""How few people keep two organisations in touch (docs/methods/contact-graph.md#person-cut)."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from graph.errors import BadParameter, UnknownName
from queries.bus_factor.person_cut import QUERY, person_cut
from tests.support.builders import contact_of, member_of, snapshot_of
from tests.support.known_graphs import AnyGraph, plain, random_graph
from tests.support.small_example import small_example


def test_small_example_hangs_on_dia_between_north_and_the_ministry() -> None:
    result = QUERY.run(small_example(), source="north", target="ministry")
    assert [(row.person_id, row.name) for row in result.rows] == [("person:dia", "Dia")]
    assert [str(sentence) for sentence in result.summary] == [
        "Only one person keeps North and Ministry in touch; a second one would be a relief.",
        "From North by way of Ana, School and Dia to Ministry.",
    ]


def test_no_route_needs_nobody_to_leave() -> None:
    result = QUERY.run(small_example(), source="north", target="radio")
    assert result.rows == ()
    assert str(result.summary[0]).startswith("No route through people leads from North to Radio today")


def test_of_equally_small_cuts_the_one_nearest_to_the_first_is_named() -> None:
    # a - ada - x - ben - b: Ada and Ben are both smallest cuts.
    chain = snapshot_of([member_of("ada", "a"), contact_of("ada", "x"), contact_of("ben", "x"), member_of("ben", "b")])
    assert [row.name for row in QUERY.run(chain, source="a", target="b").rows] == ["Ada"]
    assert [row.name for row in QUERY.run(chain, source="b", target="a").rows] == ["Ben"]


def test_routes_in_the_summary_share_no_person() -> None:
    links = [contact_of(name, key) for name in ("ada", "ben") for key in ("x", "y")]
    result = QUERY.run(snapshot_of(links), source="x", target="y")
    assert [row.name for row in result.rows] == ["Ada", "Ben"]
    assert [str(sentence) for sentence in result.summary] == [
        "2 people would have to leave before X and Y lose touch, and as many routes share no person:",
        "From X by way of Ada to Y.",
        "From X by way of Ben to Y.",
    ]


def test_every_record_behind_a_row_exists() -> None:
    snapshot = small_example()
    for row in QUERY.run(snapshot, source="library", target="ministry").rows:
        assert row.records[0] == row.person_id
        assert all(snapshot.link_number(key) >= 0 for key in row.records[1:])


def test_same_ends_and_unknown_ends_are_refused_in_words() -> None:
    with pytest.raises(BadParameter, match="same organisation"):
        QUERY.run(small_example(), source="north", target="north")
    with pytest.raises(UnknownName) as refused:
        QUERY.run(small_example(), source="libary", target="north")
    assert refused.value.close_matches[0] == ("partner:library", "Library")


@pytest.mark.parametrize("seed", range(20))
def test_flow_equals_the_brute_force_cut(seed: int) -> None:
    graph = random_graph(seed, most=11)
    graph.add_nodes_from((0, 1))
    may_leave = np.random.default_rng(seed).random(len(graph)) < 0.7
    may_leave[:2] = False
    # In a contact graph no two that stay are joined; then some cut always exists.
    graph.remove_edges_from([(a, b) for a, b in graph.edges() if not (may_leave[a] or may_leave[b])])
    cut, routes = person_cut(plain(graph, may_leave=may_leave), 0, 1)
    people = np.flatnonzero(may_leave).tolist()
    sizes = (k for k in range(len(people) + 1) for gone in combinations(people, k) if splits(graph, gone))
    assert len(cut) == len(routes) == next(sizes)
    assert splits(graph, tuple(cut))
    used = [node for route in routes for node in route if may_leave[node]]
    assert len(used) == len(set(used))
    assert all(nx.is_path(graph, route) and (route[0], route[-1]) == (0, 1) for route in routes)


def splits(graph: AnyGraph, gone: tuple[int, ...]) -> bool:
    return not nx.has_path(graph.subgraph(set(graph) - set(gone)), 0, 1)
