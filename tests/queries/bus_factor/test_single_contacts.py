# SPDX-License-Identifier: GPL-3.0-or-later
"""Which relationships one person keeps, and who could become the second."""

from typing import Any

from graph.schema.nodes import Record
from graph.snapshot.snapshot import EMPTY
from queries.bus_factor import single_contacts
from queries.bus_factor.single_contacts import QUERY
from queries.framework.result import Result
from tests.support.builders import attended, contact_of, partner, person, snapshot_of, sought_funding_with
from tests.support.small_example import small_example


def ask(*records: Record, **given: Any) -> Result[single_contacts.Row]:
    return QUERY.run(snapshot_of(records, as_of="2026-01-01"), **given)


def test_small_example() -> None:
    (row,) = QUERY.run(small_example()).rows
    assert (row.asset_id, row.holder_id, row.strength, row.last_date) == (
        "partner:library",
        "person:ana",
        1.0,
        "2026-01-01",
    )
    assert (row.stand_in_id, row.stand_in_name, row.stand_in_why) == (None, None, None)
    assert row.records[:2] == ("partner:library", "person:ana")
    assert row.records[2].startswith("contact_of:")


def test_stand_in_and_why() -> None:
    crowd = [attended(name, "fair") for name in ("ada", "bea", "cem", "dia", "partner:museum")]
    rows = ask(
        *crowd,
        contact_of("ada", "museum"),
        contact_of("ada", "radio"),
        sought_funding_with("eva", "radio", since="2010"),
    ).rows
    assert [(row.asset_name, row.stand_in_name, str(row.stand_in_why)) for row in rows] == [
        ("Museum", "Bea", "is linked to them through Fair, too loosely to count"),
        ("Radio", "Eva", "has a direct link, too old or too weak to count"),
    ]
    assert sum(id_.startswith("attended:") for id_ in rows[0].records) == 3


def test_summary_has_a_share_from_five_on() -> None:
    four = [contact_of("ada", f"m{n}") for n in range(4)]
    assert [str(said) for said in ask(*four).summary] == [
        "4 of 4 partnerships have one person who knows them. A second contact for each would be a relief."
    ]
    five = [*four, contact_of("ada", "n"), contact_of("ben", "n"), partner("orphan")]
    assert [str(said) for said in ask(*five).summary] == [
        "4 of 5 partnerships have one person who knows them (80%). A second contact for each would be a relief.",
        "1 partnership already has nobody on the map who knows it; it is in no other figure.",
    ]
    assert str(ask(contact_of("ada", "n"), contact_of("ben", "n")).summary[0]) == (
        "The only partnership has at least two people who know it."
    )


def test_other_kinds_of_things() -> None:
    (row,) = ask(attended("ada", "fair"), assets="Event").rows
    assert (row.asset_id, row.holder_id) == ("event:fair", "person:ada")


def test_nothing_to_answer() -> None:
    assert [str(said) for said in QUERY.run(EMPTY).summary] == ["Nothing is loaded yet, so there is nothing to count."]
    assert ask(person("ada"), partner("museum")).rows == ()


def test_of_equal_stand_ins_one_who_would_like_more_partners() -> None:
    """Ada is the contact; Ben and Cem each had one too long ago to count."""
    contacts = [contact_of("ada", "x"), *(contact_of(name, "x", last_contact="2010") for name in ("ben", "cem"))]
    (row,) = QUERY.run(snapshot_of(contacts, as_of="2026")).rows
    assert row.stand_in_name == "Ben"
    willing = person("cem", open_to_partners=True, involved_since="2025")
    (row,) = QUERY.run(snapshot_of([*contacts, willing], as_of="2026")).rows
    assert (row.stand_in_name, str(row.stand_in_why)) == (
        "Cem",
        "has a direct link, too old or too weak to count; would like more partners and a newcomer, involved since 2025",
    )
