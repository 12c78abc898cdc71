# SPDX-License-Identifier: GPL-3.0-or-later
"""The drawing of ways is read from their start to their end, with alternatives beside the shortest one."""

import math
from collections.abc import Sequence
from itertools import combinations, islice
from random import Random
from typing import Any

import networkx as nx
import pytest

from graph.snapshot.snapshot import Snapshot
from queries.framework.discovery import get_query
from tests.support.builders import contact_of, interested_in, member_of, snapshot_of, worked_on
from web.drawing.drawing import Drawing
from web.drawing.ego_layout import along
from web.drawing.path_drawing import ways_drawing

#   ada - walk - ben - museum        ada and the museum are interested in drums, which is no way;
#     \-- wikis --/                  cem knows ben and lies on no way
RECORDS = [
    worked_on("ada", "walk"),
    worked_on("ben", "walk"),
    member_of("ada", "wikis"),
    member_of("ben", "wikis"),
    contact_of("ben", "museum"),
    contact_of("cem", "museum"),
    interested_in("ada", "drums"),
    interested_in("partner:museum", "drums"),
]


def drawn(snapshot: Snapshot, limit: int | None = None, **given: Any) -> Drawing | None:
    result = get_query("paths").run(snapshot, limit, source="person:ada", target="partner:museum", **given)
    return ways_drawing(snapshot, result, "en")


def lines(drawing: Drawing) -> set[tuple[str, str]]:
    return {(drawing.dots[line.first].name, drawing.dots[line.second].name) for line in drawing.lines}


def from_left(drawing: Drawing) -> list[str]:
    return [dot.name for dot in sorted(drawing.dots, key=lambda dot: (dot.x, dot.y))]


def test_a_way_is_drawn_from_its_start_to_its_end_and_alternatives_beside_it() -> None:
    drawing = drawn(snapshot_of(RECORDS))
    assert drawing
    assert from_left(drawing) == ["Ada", "Walk", "Wikis", "Ben", "Museum"]
    assert {dot.name: dot.y for dot in drawing.dots} == {"Ada": 0, "Wikis": 0, "Ben": 0, "Museum": 0, "Walk": -110}
    assert [dot.name for dot in drawing.dots if dot.is_marked] == ["Ada", "Museum"]


def test_only_steps_are_drawn() -> None:
    drawing = drawn(snapshot_of(RECORDS))
    assert drawing
    steps = {("Ada", "Walk"), ("Ben", "Walk"), ("Ada", "Wikis"), ("Ben", "Wikis"), ("Ben", "Museum")}
    assert {frozenset(line) for line in lines(drawing)} == {frozenset(step) for step in steps}


def test_what_is_avoided_is_not_drawn() -> None:
    drawing = drawn(snapshot_of(RECORDS), avoid=["project:walk"])
    assert drawing
    assert from_left(drawing) == ["Ada", "Wikis", "Ben", "Museum"]


def test_a_way_that_a_limit_cut_short_is_not_drawn() -> None:
    drawing = drawn(snapshot_of(RECORDS), limit=5)
    assert drawing
    assert "Walk" not in from_left(drawing)


@pytest.mark.parametrize("records", [[contact_of("ada", "museum")], [*RECORDS[:4], contact_of("cem", "museum")]])
def test_no_way_and_a_direct_tie_need_no_drawing(records: Sequence[object]) -> None:
    assert drawn(snapshot_of(records)) is None  # pyright: ignore[reportArgumentType] - records


@pytest.mark.parametrize(
    ("ways", "lanes"),
    [
        ([(1, 2, 3, 9)], {1: 0, 2: 0, 3: 0, 9: 0}),
        # The straight line of a direct link stays free.
        ([(1, 9), (1, 2, 9)], {1: 0, 9: 0, 2: -1}),
        ([(1, 2, 9), (1, 3, 9), (1, 4, 9), (1, 5, 9)], {1: 0, 9: 0, 2: 0, 3: -1, 4: 1, 5: -2}),
        # 6 and 7 are far from each other, so they share a lane.
        ([(1, 2, 3, 4, 9), (1, 6, 3, 4, 9), (1, 2, 3, 7, 9)], {1: 0, 2: 0, 3: 0, 4: 0, 9: 0, 6: -1, 7: -1}),
    ],
)
def test_alternatives_stand_in_the_nearest_free_lane(ways: list[tuple[int, ...]], lanes: dict[int, int]) -> None:
    assert {node: y / 110 for node, (_, y) in along(ways).items()} == lanes


def test_many_alternatives_make_a_drawing_wider_not_only_higher() -> None:
    places = along([(1, 2, 9), (1, 3, 9), (1, 4, 9), (1, 5, 9), (1, 6, 9)])
    assert (places[1], places[9]) == ((-440, 0), (440, 0))
    assert sorted(y for _, y in places.values()) == [-220, -110, 0, 0, 0, 110, 220]


@pytest.mark.parametrize("seed", range(20))
def test_no_two_nodes_of_ways_stand_on_each_other(seed: int) -> None:
    network = nx.connected_watts_strogatz_graph(Random(seed).randint(8, 14), 3, 0.5, seed=seed)
    ways = list(islice(nx.shortest_simple_paths(network, 0, 3), 5))
    places = along(ways)
    assert min(math.dist(places[one], places[other]) for one, other in combinations(places, 2)) >= 100
    xs = [places[node][0] for node in ways[0]]
    assert xs == sorted(xs)
    assert (min(xs), max(xs)) == (places[0][0], places[3][0])
