# SPDX-License-Identifier: GPL-3.0-or-later
"""Neighbours by distance, strength and type."""

from typing import Any

import pytest

from graph.errors import BadParameter, UnknownName
from queries.explore.neighbours import QUERY
from tests.support.builders import attended, contact_of, member_of, person, same_as, snapshot_of, worked_on, worked_with
from tests.support.random_network import all_links, random_network

# ada - ben twice (worked with, and over the atlas); ben knows the museum; eva was at the same camp.
#
#     ada === ben --- museum        gil (alone)
#      | \    /
#    camp  atlas
#      |
#     eva
RECORDS = [
    worked_with("ada", "ben"),
    worked_on("ada", "atlas", role="lead"),
    worked_on("ada", "atlas"),
    worked_on("ben", "atlas"),
    contact_of("ben", "museum"),
    attended("ada", "camp"),
    attended("eva", "camp"),
    person("gil"),
]


def found(**parameters: Any) -> list[tuple[str, tuple[str, ...], int, int]]:
    rows = QUERY.run(snapshot_of(RECORDS), **parameters).rows
    return [(row.id, row.via, row.distance, row.strength) for row in rows]


def test_direct_neighbours_strongest_first() -> None:
    assert found(id="Ada") == [
        ("project:atlas", ("WORKED_ON",), 1, 2),
        ("event:camp", ("ATTENDED",), 1, 1),
        ("person:ben", ("WORKED_WITH",), 1, 1),
    ]


def test_further_steps_count_the_links_of_the_last_one() -> None:
    assert found(id="museum", depth=3) == [
        ("person:ben", ("CONTACT_OF",), 1, 1),
        ("person:ada", ("WORKED_WITH",), 2, 1),
        ("project:atlas", ("WORKED_ON",), 2, 1),
        ("event:camp", ("ATTENDED",), 3, 1),
    ]


def test_types_filter_what_is_shown_and_links_what_is_followed() -> None:
    assert found(id="ada", depth=2, types=["Person"]) == [
        ("person:ben", ("WORKED_WITH",), 1, 1),
        ("person:eva", ("ATTENDED",), 2, 1),
    ]
    assert found(id="ada", depth=4, links=["worked-on"]) == [
        ("project:atlas", ("WORKED_ON",), 1, 2),
        ("person:ben", ("WORKED_ON",), 2, 1),
    ]


def test_an_open_identity_question_is_no_tie_unless_asked_for() -> None:
    snapshot = snapshot_of([same_as("ada", "adda", decision="unsure"), member_of("ada", "north")])
    assert [row.id for row in QUERY.run(snapshot, id="ada").rows] == ["affiliate:north"]
    assert [row.id for row in QUERY.run(snapshot, id="ada", links=["SAME_AS"]).rows] == ["person:adda"]


def test_alone_and_unknown_are_said() -> None:
    assert str(QUERY.run(snapshot_of(RECORDS), id="gil").summary[0]) == "Nothing that you asked for is linked to Gil."
    with pytest.raises(UnknownName):
        QUERY.run(snapshot_of(RECORDS), id="person:nobody")
    with pytest.raises(BadParameter, match="depth"):
        QUERY.run(snapshot_of(RECORDS), id="ada", depth=5)


def test_summary_names_the_closest() -> None:
    assert str(QUERY.run(snapshot_of(RECORDS), id="ada").summary[0]) == (
        "3 entries are linked to Ada within one step. Most links lead to Atlas, Camp and Ben."
    )


@pytest.mark.parametrize("seed", range(20))
def test_equals_brute_force(seed: int) -> None:
    snapshot = random_network(seed)
    links = all_links(snapshot)
    for start in snapshot.ids[:4]:
        distance = {start: 0}
        for step in range(1, 5):
            near = {
                end
                for link in links
                for end in (link.source, link.target)
                if {link.source, link.target} & distance.keys()
            }
            distance |= dict.fromkeys(near - distance.keys(), step)
        expected = []
        for id_, steps in distance.items():
            last = [
                link
                for link in links
                if id_ in (link.source, link.target)
                and distance.get(link.source, 9) + distance.get(link.target, 9) == 2 * steps - 1
            ]
            if steps:
                expected.append((id_, tuple(sorted({link.TYPE for link in last})), steps, len(last)))
        rows = QUERY.run(snapshot, id=start, depth=4).rows
        assert [(r.id, r.via, r.distance, r.strength) for r in rows] == sorted(
            expected, key=lambda row: (row[2], -row[3], row[0])
        )
