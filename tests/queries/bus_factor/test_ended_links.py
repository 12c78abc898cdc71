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
    member_of,
    partner,
    partner_of,
    person,
    snapshot_of,
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
