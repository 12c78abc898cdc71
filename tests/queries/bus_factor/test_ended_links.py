# SPDX-License-Identifier: GPL-3.0-or-later
"""What has ended is history: it makes no holder, no member and no partnership, but the first stand-in."""

import pytest

from graph.schema.nodes import Record
from queries.bus_factor import contacts, single_contacts
from queries.framework.discovery import get_query
from queries.measures.holdings import Holdings, find_holdings
from tests.support.builders import (
    affiliate,
    contact_of,
    interested_in,
    member_of,
    offers,
    partner,
    partner_of,
    person,
    same_as,
    snapshot_of,
    wants,
    worked_on,
    worked_with,
)

TODAY = "2026-11-27"


def held_of(*records: Record, scope: str | None = None) -> Holdings:
    return find_holdings(snapshot_of(records, as_of=TODAY), scope=scope)


def holders(held: Holdings) -> dict[str, set[str]]:
    return {held.asset_name(asset): {held.snapshot.names[n] for n in of} for asset, of in enumerate(held.holders)}


@pytest.mark.parametrize(
    ("until", "ended"),
    [
        *(("2023-12", True), ("2025", True), ("2026-10", True), ("2026-11-26", True)),
        *(("2026-11-27", False), ("2026-11", False), ("2026", False), ("2027", False), (None, False)),
    ],
)
def test_a_contact_ends_when_every_day_of_its_last_date_is_over(until: str | None, ended: bool) -> None:  # noqa: FBT001 - a column
    held = held_of(contact_of("ada", "museum", until=until), contact_of("ben", "museum", last_contact="2024-05"))
    assert holders(held) == {"Museum": {"Ben"} if ended else {"Ada", "Ben"}}


def test_who_was_the_contact_comes_first_as_stand_in() -> None:
    records = [
        contact_of("ada", "museum", until="2023-12"),
        contact_of("ben", "museum", last_contact="2024-05"),
        worked_with("cem", "partner:museum", until="2011"),
    ]
    snapshot = snapshot_of(records, as_of=TODAY)
    (row,) = single_contacts.QUERY.run(snapshot).rows
    assert (row.holder_name, row.stand_in_name, str(row.stand_in_why)) == (
        "Ben",
        "Ada",
        "knew them until December 2023",
    )
    (row,) = contacts.QUERY.run(snapshot).rows
    assert (row.holders, row.count, row.stand_in_id) == (("person:ben",), 1, "person:ada")


def test_a_former_contact_may_hold_in_another_way() -> None:
    held = held_of(contact_of("ada", "museum", until="2019"), worked_with("ada", "partner:museum"))
    assert holders(held) == {"Museum": {"Ada"}}
    assert held.former_until(0) is None


def test_what_ended_is_no_holder_even_without_a_least_strength() -> None:
    snapshot = snapshot_of([contact_of("ada", "museum", until="2019")], as_of=TODAY)
    assert holders(find_holdings(snapshot, min_strength=0)) == {"Museum": set()}


def test_ended_memberships_and_partnerships_lead_nowhere() -> None:
    now = [member_of("ada", "affiliate:wikis"), partner_of("affiliate:wikis", "museum")]
    assert holders(held_of(*now)) == {"Museum": {"Ada"}}
    assert holders(held_of(member_of("ada", "affiliate:wikis", until="2025"), now[1])) == {"Museum": set()}
    over = partner_of("affiliate:wikis", "museum", until="2025")
    assert holders(held_of(now[0], over)) == {"Museum": set()}
    assert holders(held_of(*now, scope="affiliate:wikis")) == {"Museum": {"Ada"}}
    assert holders(held_of(now[0], over, scope="affiliate:wikis")) == {}


def test_who_was_a_member_does_not_thin_out_the_others() -> None:
    past = [member_of(f"p{number}", "affiliate:wikis", until="2020") for number in range(9)]
    held = held_of(affiliate("wikis"), *past, member_of("ada", "affiliate:wikis"), partner_of("affiliate:wikis", "m"))
    assert holders(held) == {"M": {"Ada"}}


def test_what_happened_once_goes_on_ageing() -> None:
    held = held_of(worked_on("ada", "show", until="2026-01"), worked_on("partner:museum", "show", until="2026-01"))
    assert holders(held) == {"Museum": {"Ada"}}


def test_who_has_left_holds_nothing_and_stands_in_for_nobody() -> None:
    records = [
        person("ada", until="2019"),
        contact_of("ada", "museum"),
        worked_with("ada", "partner:museum"),
        partner("museum"),
    ]
    held = held_of(*records)
    assert holders(held) == {"Museum": set()}
    assert held.stand_in(0, -1) is None


def test_people_of_a_partner_are_no_holders_and_yet_on_the_map() -> None:
    snapshot = snapshot_of(
        [
            contact_of("ada", "museum"),
            member_of("ben", "partner:radio"),
            member_of("cem", "partner:radio"),
            partner("library"),
        ],
        as_of=TODAY,
    )
    result = get_query("bus-factor").run(snapshot)
    (row,) = result.rows
    assert (row.held, row.already_orphaned, row.only_inside) == (1, 1, 1)
    said = [str(sentence) for sentence in result.summary]
    assert said[-2:] == [
        "1 partnership already has nobody on the map who knows it; it is in no other figure.",
        (
            "Of 1 partnership only people of its own are on the map: nobody outside keeps the contact; it is in no "
            "other figure."
        ),
    ]
    notes = [str(note) for note in get_query("bridge-people").run(snapshot).warnings]
    assert notes[:2] == [
        "Of Radio only people of its own are on the map and nobody outside keeps the contact, so it is in no pair.",
        "Nobody on the map knows Library or is a member there, so it is in no pair.",
    ]
    assert [str(note) for note in get_query("second-contacts").run(snapshot).warnings][:1] == [
        "Nobody on the map knows Library, so nobody can introduce anybody: it needs a fresh start."
    ]


def test_a_person_under_two_names_is_no_stand_in_for_themself() -> None:
    twice = [person("ada-1", name="Ada Example"), person("ada-2", name="Ada Example")]
    records = [*twice, contact_of("ada-1", "museum"), contact_of("ada-2", "museum", last_contact="2012")]
    held = held_of(*records)
    assert holders(held) == {"Museum": {"Ada Example"}}
    one = held.snapshot.index("person:ada-1")
    assert held.stand_in(0, one) is None
    # In what if, too: who may be one of those who leave takes nothing over.
    assert held.stand_in(0, -1, frozenset({one})) is None
    apart = held_of(*records, same_as("ada-1", "ada-2", decision="different"))
    assert apart.stand_in(0, apart.snapshot.index("person:ada-1")) is not None
    third = held_of(*records, contact_of("ben", "museum", last_contact="2010"))
    row = third.stand_in(0, third.snapshot.index("person:ada-1"))
    assert row is not None
    assert third.snapshot.names[int(third.person[row])] == "Ben"


def test_nobody_is_introduced_to_what_they_may_hold_or_after_they_left() -> None:
    knows = contact_of("ada-1", "museum")
    ada = person("ada-1", name="Ada Example")
    second = get_query("second-contacts")
    for other in (person("ada-2", name="Ada Example"), person("ben", until="2019")):
        assert second.run(snapshot_of([ada, knows, other], as_of=TODAY)).rows == ()
    for other in (person("ada-2", name="Cem Sample"), person("ben", until="2027")):
        (row,) = second.run(snapshot_of([ada, knows, other], as_of=TODAY)).rows
        assert row.person_id == other.id
    # Between parts: Ada alone joins the two museums, and nobody but Ada's double could take one of them over.
    parts = [knows, ada, contact_of("ada-1", "library"), contact_of("ada-2", "radio")]
    between = get_query("bridge-introductions")
    assert {row.person_id for row in between.run(snapshot_of([*parts, contact_of("cem", "library")])).rows} >= {
        "person:cem"
    }


def test_who_has_left_brokers_wants_and_offers_nothing() -> None:
    gone = person("ben", until="2019")
    links = [worked_with("ada", "ben"), worked_with("ben", "cem"), wants("ada", "maps"), offers("ben", "maps")]
    links += [member_of(name, "wikis") for name in ("ada", "ben", "cem")]
    links += [interested_in("cem", "maps")]
    here, away = (snapshot_of([*links, *more], as_of=TODAY) for more in ([], [gone]))

    def rows(name: str, *columns: str, **given: str) -> list[set[tuple[str, ...]]]:
        results = (get_query(name).run(snapshot, None, **given).dicts() for snapshot in (here, away))
        return [{tuple(row[column].partition(":")[2] for column in columns) for row in found} for found in results]

    assert rows("brokerage", "person_id") == [{("ben",)}, set()]
    assert rows("matches", "offerer_id") == [{("ben",)}, set()]
    pairs = rows("shared-interests", "first_id", "second_id", tied="show")
    assert pairs == [{("ada", "ben"), ("ada", "cem"), ("ben", "cem")}, {("ada", "cem")}]
