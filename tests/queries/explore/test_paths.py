# SPDX-License-Identifier: GPL-3.0-or-later
"""How two things are connected: the shortest simple paths (docs/methods/exploring.md#paths)."""

import re
from itertools import islice, pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.errors import BadParameter, UnknownName
from graph.snapshot.snapshot import Snapshot
from queries.algorithms.adjacency import Adjacency
from queries.algorithms.simple_paths import shortest_paths
from queries.explore.paths import CYPHER, QUERY
from queries.framework.result import Result
from queries.measures.contexts import COLLABORATION
from tests.support.builders import (
    attended,
    contact_of,
    interested_in,
    member_of,
    person,
    snapshot_of,
    worked_on,
    worked_with,
)
from tests.support.known_graphs import random_graph
from tests.support.random_network import random_network
from tests.support.small_example import small_example


def routes(result: Result[Any]) -> list[list[str]]:
    """Return each path as names."""
    paths: dict[int, list[str]] = {}
    for row in result.rows:
        paths.setdefault(row.path, [row.source_name]).append(row.target_name)
    return list(paths.values())


def test_small_example_ways_from_ana_to_the_ministry() -> None:
    result = QUERY.run(small_example(), source="ana", target="ministry", k=3)
    assert routes(result) == [
        ["Ana", "Gathering", "Cem", "Ministry"],
        # The exhibition has four links, the gathering six.
        ["Ana", "Exhibition", "Dia", "South", "Ministry"],
        ["Ana", "Gathering", "Cem", "South", "Ministry"],
    ]
    assert [str(sentence) for sentence in result.summary] == [
        "The shortest way from Ana to Ministry has 3 links and leads through Gathering and Cem.",
        "2 more ways are listed; the longest has 4 links.",
    ]


def test_a_small_table_before_the_event_of_all_and_people_before_both() -> None:
    tables = [member_of(name, "group:z-table") for name in ("ada", "ben")]
    event = [attended(name, "congress") for name in ("ada", "ben", "cem", "dia")]
    snapshot = snapshot_of([*tables, *event])
    assert routes(QUERY.run(snapshot, source="ada", target="ben", k=2)) == [
        ["Ada", "Z-table", "Ben"],
        ["Ada", "Congress", "Ben"],
    ]
    through = snapshot_of([*tables, *event, worked_with("ada", "zoe"), worked_with("zoe", "ben")])
    assert routes(QUERY.run(through, source="ada", target="ben", k=1)) == [["Ada", "Zoe", "Ben"]]


def test_what_is_avoided_is_on_no_path() -> None:
    result = QUERY.run(small_example(), source="ana", target="ministry", k=1, avoid=["Gathering"])
    assert routes(result) == [["Ana", "Exhibition", "Dia", "South", "Ministry"]]


def test_a_step_says_its_direction_and_all_links_that_join_the_two() -> None:
    snapshot = snapshot_of([worked_on("ada", "x", role="lead"), worked_on("ada", "x"), worked_on("ben", "x")])
    there, back = QUERY.run(snapshot, source="ada", target="ben").rows
    assert (there.link, there.forward, len(there.records)) == ("WORKED_ON", True, 2)
    assert (back.link, back.forward, len(back.records)) == ("WORKED_ON", False, 1)


def test_interests_are_no_way() -> None:
    result = QUERY.run(snapshot_of([interested_in("ada", "t"), interested_in("ben", "t")]), source="ada", target="ben")
    assert result.rows == ()
    assert str(result.summary[0]).startswith("No way of at most 6 links leads from Ada to Ben")


def test_a_direct_tie_is_said_as_such() -> None:
    result = QUERY.run(snapshot_of([worked_with("ada", "ben")]), source="ada", target="ben")
    assert [str(sentence) for sentence in result.summary] == ["Ada and Ben are linked directly."]


def test_seven_links_are_too_many() -> None:
    chain = snapshot_of([worked_with(f"p{number}", f"p{number + 1}") for number in range(7)])
    assert len(QUERY.run(chain, source="p0", target="p6").rows) == 6
    assert QUERY.run(chain, source="p0", target="p7").rows == ()


def test_five_hundred_people_in_one_event_are_two_links_apart() -> None:
    crowd = snapshot_of([attended(f"p{number}", "congress") for number in range(500)])
    assert routes(QUERY.run(crowd, source="p1", target="p499", k=5)) == [["P1", "Congress", "P499"]]


def test_a_bottleneck_does_not_make_the_search_wander() -> None:
    # All 2,000 members hang on one affiliate; only one simple path exists.
    members = [member_of(f"p{number}", "wikis") for number in range(2000)]
    snapshot = snapshot_of([*members, contact_of("ada", "affiliate:wikis")])
    assert routes(QUERY.run(snapshot, source="ada", target="p7", k=5)) == [["Ada", "Wikis", "P7"]]


def test_bad_parameters_are_refused_in_words() -> None:
    snapshot = small_example()
    with pytest.raises(BadParameter, match="same entry"):
        QUERY.run(snapshot, source="ana", target="ana")
    with pytest.raises(BadParameter, match="cannot avoid"):
        QUERY.run(snapshot, source="ana", target="ben", avoid=["ben"])
    with pytest.raises(BadParameter):
        QUERY.run(snapshot, source="ana", target="ben", k=6)
    with pytest.raises(UnknownName):
        QUERY.run(snapshot_of([person("ada")]), source="ada", target="person:nobody")


@pytest.mark.parametrize("seed", range(20))
def test_paths_equal_those_of_enumerating_all(seed: int) -> None:
    graph = random_graph(seed)
    graph.add_nodes_from((0, 1))
    edges = np.array(list(graph.edges()), dtype=np.int32).reshape(-1, 2)
    around = Adjacency.of_edges(len(graph), edges[:, 0], edges[:, 1])
    avoid = [node for node in graph if node > 1 and (node + seed) % 5 == 0]
    every = nx.all_simple_paths(graph.subgraph(set(graph) - set(avoid)), 0, 1, cutoff=6)
    expected = sorted(every, key=lambda path: (len(path), path))[:8]
    assert list(islice(shortest_paths(around, 0, 1, limit=6, avoid=avoid), 8)) == expected


@pytest.mark.parametrize("seed", range(20))
def test_each_step_is_made_of_links_of_the_network(seed: int) -> None:
    snapshot = random_network(seed)
    ends = [id_ for id_ in snapshot.ids if id_.startswith("person:")]
    for source, target in pairwise(ends):
        for row in QUERY.run(snapshot, source=source, target=target, k=5).rows:
            links = [snapshot.link(key) for key in row.records]
            assert {frozenset((link.source, link.target)) for link in links} == {
                frozenset((row.source_id, row.target_id))
            }
            assert (links[0].TYPE, links[0].source == row.source_id) == (row.link, row.forward)


def test_twin_walks_over_the_same_link_types() -> None:
    types = {"|".join(cls.TYPE for cls in COLLABORATION)}
    assert set(re.findall(r"\[r?:([A-Z_|]+)\]", CYPHER)) == types


def test_an_empty_network_has_no_ends() -> None:
    with pytest.raises(UnknownName):
        QUERY.run(Snapshot((), ()), source="ada", target="ben")
