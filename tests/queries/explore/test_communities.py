# SPDX-License-Identifier: GPL-3.0-or-later
"""Communities: two circles with one link between them, and what has no link."""

from itertools import combinations

import pytest

from graph.errors import BadParameter
from graph.schema.nodes import Record
from graph.snapshot.snapshot import EMPTY
from queries.explore.communities import QUERY
from tests.support.builders import attended, interested_in, member_of, partner_of, person, snapshot_of, worked_with

# Two circles of people that know each other, held together by a4 - b1; north and the museum have members in one each.
#
#     a1..a4, north, museum  ---  b1..b3, south        alone
RECORDS = [
    *(worked_with(*pair) for pair in combinations(("a1", "a2", "a3", "a4"), 2)),
    *(worked_with(*pair) for pair in combinations(("b1", "b2", "b3"), 2)),
    worked_with("a4", "b1"),
    *(member_of(name, "north") for name in ("a1", "a2", "a3", "a4")),
    *(member_of(name, "south") for name in ("b1", "b2", "b3")),
    partner_of("north", "museum"),
    interested_in("a1", "maps"),
    interested_in("b1", "law"),
    interested_in("b2", "law"),
    person("alone"),
]


def test_two_circles_are_two_communities() -> None:
    rows = QUERY.run(snapshot_of(RECORDS)).rows
    assert [(r.community, str(r.name), r.size, r.people, r.organisations, r.themes, r.central) for r in rows] == [
        (1, "around North", 6, 4, 2, ("theme:maps",), ("affiliate:north", "partner:museum")),
        (2, "around South", 4, 3, 1, ("theme:law",), ("affiliate:south",)),
    ]
    assert rows[1].records == ("affiliate:south", "person:b1", "person:b2", "person:b3")


def test_resolution_makes_them_smaller() -> None:
    assert len(QUERY.run(snapshot_of(RECORDS), resolution=10).rows) > 2
    with pytest.raises(BadParameter, match="resolution"):
        QUERY.run(snapshot_of(RECORDS), resolution=0)


def test_summary_says_who_is_left_out() -> None:
    assert [str(text) for text in QUERY.run(snapshot_of(RECORDS)).summary] == [
        "The network falls into 2 communities. The largest is around North, with 6 entries.",
        "One entry has no link of collaboration and is in no community.",
    ]


def test_the_same_answer_every_time() -> None:
    snapshot = snapshot_of(RECORDS)
    assert QUERY.run(snapshot, resolution=2).rows == QUERY.run(snapshot_of(reversed(RECORDS)), resolution=2).rows


def test_a_community_is_not_named_after_who_opted_out() -> None:
    records = [worked_with("ada", "ben"), worked_with("ada", "cem"), person("ada", opted_out=True)]
    assert str(QUERY.run(snapshot_of(records)).rows[0].name) == "around Ben"


@pytest.mark.parametrize("records", [[], [person("ada")], [attended("ada", "camp")]])
def test_without_ties_there_is_a_sentence(records: list[Record]) -> None:
    result = QUERY.run(snapshot_of(records) if records else EMPTY)
    assert not result.rows
    assert str(result.summary[0]) == "Nobody is linked to anybody here, so there is no community."
