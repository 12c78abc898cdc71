# SPDX-License-Identifier: GPL-3.0-or-later
"""What several entries have in common."""

import pytest

from graph.errors import BadParameter, UnknownName
from graph.snapshot.snapshot import EMPTY
from queries.explore.common_ground import QUERY
from tests.support.builders import (
    attended,
    contact_of,
    interested_in,
    member_of,
    same_as,
    snapshot_of,
    worked_on,
    worked_with,
)
from tests.support.random_network import all_links, random_network

# ada and ben know the museum (ben twice) and like maps and data; cem likes data, as do two more.
RECORDS = [
    contact_of("ada", "museum"),
    contact_of("ben", "museum"),
    worked_with("ben", "partner:museum"),
    *(interested_in(name, "maps") for name in ("ada", "ben")),
    *(interested_in(name, "data") for name in ("ada", "ben", "cem", "dia", "eva")),
    *(worked_on(name, "atlas") for name in ("ada", "ben")),
    member_of("cem", "north"),
]


def found(*ids: str) -> list[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]]:
    rows = QUERY.run(snapshot_of(RECORDS), ids=ids).rows
    return [(row.id, row.chosen, row.links) for row in rows]


ADA, BEN, CEM = "person:ada", "person:ben", "person:cem"
INTERESTED = ("INTERESTED_IN",)


def test_rare_themes_first_then_by_id() -> None:
    assert found("Ben", "Ada") == [
        ("theme:maps", (ADA, BEN), (INTERESTED, INTERESTED)),
        ("theme:data", (ADA, BEN), (INTERESTED, INTERESTED)),
        ("partner:museum", (ADA, BEN), (("CONTACT_OF",), ("CONTACT_OF", "WORKED_WITH"))),
        ("project:atlas", (ADA, BEN), (("WORKED_ON",), ("WORKED_ON",))),
    ]


def test_what_joins_most_comes_before_what_is_rare() -> None:
    assert [row[:2] for row in found(CEM, BEN, ADA)][:2] == [
        ("theme:data", (ADA, BEN, CEM)),
        ("theme:maps", (ADA, BEN)),
    ]


def test_a_chosen_thing_may_itself_join_two_others() -> None:
    snapshot = snapshot_of(
        [worked_with("ada", "ben"), worked_with("ben", "cem"), same_as("ada", "cem", decision="unsure")]
    )
    rows = QUERY.run(snapshot, ids=["ada", "ben", "cem"]).rows
    assert [(row.id, row.chosen) for row in rows] == [(BEN, (ADA, CEM))]


def test_summary() -> None:
    assert str(QUERY.run(snapshot_of(RECORDS), ids=["ada", "ben"]).summary[0]) == (
        "4 entries join at least two of Ada and Ben. Start with Maps, Data and Museum."
    )
    assert str(QUERY.run(snapshot_of(RECORDS), ids=["north", "museum"]).summary[0]) == (
        "Nothing that is loaded joins any two of North and Museum."
    )


def test_the_same_thing_twice_is_said() -> None:
    result = QUERY.run(snapshot_of(RECORDS), ids=["ada", "Ada"])
    assert str(result.summary[0]) == "Choose at least two different entries; Ada alone has nothing in common."


def test_one_or_unknown_is_an_error_in_words() -> None:
    with pytest.raises(BadParameter):
        QUERY.run(snapshot_of(RECORDS), ids=["ada"])
    with pytest.raises(UnknownName):
        QUERY.run(EMPTY, ids=["ada", "ben"])


def test_a_crowd_at_one_event() -> None:
    snapshot = snapshot_of([attended(f"p{number:03}", "congress") for number in range(500)])
    rows = QUERY.run(snapshot, ids=[f"p{number:03}" for number in range(50)]).rows
    assert [(row.id, len(row.chosen)) for row in rows] == [("event:congress", 50)]


@pytest.mark.parametrize("seed", range(20))
def test_equals_brute_force(seed: int) -> None:
    snapshot = random_network(seed)
    chosen = sorted(snapshot.ids[::2])[:5]
    if len(chosen) < 2:
        return
    links = all_links(snapshot)
    expected = {}
    for node in snapshot.ids:
        types_of_links = {
            id_: tuple(sorted({link.TYPE for link in links if {link.source, link.target} == {id_, node}}))
            for id_ in chosen
            if id_ != node
        }
        types_of_links = {id_: types for id_, types in types_of_links.items() if types}
        if len(types_of_links) > 1:
            expected[node] = (tuple(types_of_links), tuple(types_of_links.values()))
    rows = QUERY.run(snapshot, ids=chosen).rows
    assert {row.id: (row.chosen, row.links) for row in rows} == expected
    assert [len(row.chosen) for row in rows] == sorted((len(row.chosen) for row in rows), reverse=True)
