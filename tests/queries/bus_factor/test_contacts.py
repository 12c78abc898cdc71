# SPDX-License-Identifier: GPL-3.0-or-later
"""Who knows each partner; how much rests on each person."""

import pytest

from graph.snapshot.snapshot import EMPTY
from queries.bus_factor import contacts, dependence
from tests.support.builders import contact_of, member_of, partner, person, snapshot_of, sought_funding_with
from tests.support.small_example import small_example


def test_contacts_of_the_small_example() -> None:
    result = contacts.QUERY.run(small_example())
    assert [
        (row.asset_name, row.holders, row.count, row.caf50, row.stand_in_id, row.undated) for row in result.rows
    ] == [
        ("Library", ("person:ana",), 1, 1, None, 0),
        ("Ministry", ("person:cem", "person:dia", "person:eva"), 3, 1, "person:dia", 4),
        ("Museum", ("person:ana", "person:ben"), 2, 1, "person:ben", 1),
        ("Radio", (), 0, None, "person:ana", 0),
        ("School", ("person:ana", "person:ben", "person:dia"), 3, 2, "person:ben", 4),
    ]
    assert str(result.summary[0]) == "5 people keep 4 of 5 partnerships."


def test_members_of_the_partner_are_inside() -> None:
    snapshot = snapshot_of([member_of("eva", "partner:museum"), contact_of("ada", "museum")])
    (row,) = contacts.QUERY.run(snapshot).rows
    assert (row.holders, row.inside, row.stand_in_id) == (("person:ada",), ("person:eva",), None)


def test_who_opted_out_is_no_stand_in() -> None:
    records = [person("ben", opted_out=True), contact_of("ada", "museum"), sought_funding_with("ben", "museum")]
    (row,) = contacts.QUERY.run(snapshot_of(records)).rows
    assert (row.count, row.stand_in_id) == (2, None)


def test_dependence_in_the_small_example() -> None:
    rows = dependence.QUERY.run(small_example()).rows
    assert [
        (row.name, row.held, row.sole, round(row.share * 4, 4), row.separated_pairs, row.is_bridge) for row in rows
    ] == [
        ("Ana", 3, 1, 1.8333, 5, True),
        ("Ben", 2, 0, 0.8333, 0, False),
        ("Dia", 2, 0, 0.6667, 8, True),
        ("Cem", 1, 0, 0.3333, 0, False),
        ("Eva", 1, 0, 0.3333, 0, False),
    ]
    assert sum(row.share for row in rows) == pytest.approx(1)
    assert rows[0].records[0] == "person:ana"


def test_dependence_is_a_working_view() -> None:
    said = list(map(str, dependence.QUERY.run(small_example()).summary))
    assert said[0] == "5 people keep 4 partnerships; of these, 1 rests on one person each."
    assert said[-1].startswith("This is a working view for coordinators.")


def test_nothing_to_answer() -> None:
    for query in (contacts.QUERY, dependence.QUERY):
        assert query.run(EMPTY).rows == ()
        assert [str(said) for said in query.run(EMPTY).summary] == [
            "Nothing is loaded yet, so there is nothing to count."
        ]
        lonely = query.run(snapshot_of([person("ada"), partner("museum")]))
        assert str(lonely.summary[0]).startswith("Of 1 partnership in the whole network, none has anybody")
    assert dependence.QUERY.run(snapshot_of([partner("museum")])).rows == ()
