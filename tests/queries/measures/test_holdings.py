# SPDX-License-Identifier: GPL-3.0-or-later
"""Who keeps what: strengths, holders and evidence (docs/methods/strength-and-holders.md)."""

import pytest

from graph.schema.nodes import Record
from queries.algorithms.coverage import absence_factor
from queries.measures.holdings import Holdings, find_holdings
from queries.measures.parameters import AssetKind
from tests.support.builders import (
    about,
    asked,
    attended,
    contact_of,
    event,
    funded,
    member_of,
    offers,
    partner,
    partner_of,
    person,
    project,
    snapshot_of,
    sought_funding_with,
    wants,
    worked_on,
    worked_with,
)
from tests.support.small_example import small_example

_MONTH = 30.4375


def strengths(held: Holdings) -> set[tuple[str, str, float]]:
    """Return (person, asset, strength) of every pair with a route, ids without their prefix."""
    rows = zip(held.person.tolist(), held.asset.tolist(), held.strength.tolist(), strict=True)
    return {(held.snapshot.names[p].lower(), held.asset_name(a).lower(), round(s, 4)) for p, a, s in rows}


def holders(held: Holdings) -> dict[str, list[str]]:
    """Return the names of the holders of each asset."""
    names = held.snapshot.names
    return {held.asset_name(a): [names[p] for p in of] for a, of in enumerate(held.holders)}


def of(*records: Record, as_of: str | None = "2026-01-01", kind: AssetKind = "Partner", tau: float = 0.1) -> Holdings:
    return find_holdings(snapshot_of(records, as_of=as_of), assets=kind, min_strength=tau)


def test_small_example_has_the_published_strengths() -> None:
    assert strengths(find_holdings(small_example())) == {
        ("ana", "museum", 1.0),
        ("ben", "museum", 0.4998),
        ("ana", "library", 1.0),
        ("ana", "school", 0.4),
        ("ben", "school", 0.4),
        ("dia", "school", 0.4),
        ("cem", "ministry", 0.5998),
        ("dia", "ministry", 0.25),
        ("eva", "ministry", 0.25),
        *((name, "radio", 0.05) for name in ("ana", "ben", "cem", "dia", "eva")),
    }


def test_small_example_has_the_published_holders() -> None:
    held = find_holdings(small_example())
    assert dict(zip(map(held.asset_name, range(5)), held.counts.tolist(), strict=True)) == {
        "Library": 1,
        "Ministry": 3,
        "Museum": 2,
        "Radio": 0,
        "School": 3,
    }
    assert [held.caf50(a) for a in range(5)] == [1, 1, 1, None, 2]
    assert held.undated_total == 9


@pytest.mark.parametrize(("people", "is_holder"), [(6, True), (7, False)])
def test_membership_makes_a_holder_up_to_six(people: int, *, is_holder: bool) -> None:
    held = of(partner_of("wikis", "museum"), *(member_of(f"p{n}", "wikis") for n in range(people)))
    assert bool(held.holders[0]) is is_holder


@pytest.mark.parametrize(("people", "is_holder"), [(9, True), (10, False)])
def test_project_makes_a_holder_up_to_nine(people: int, *, is_holder: bool) -> None:
    held = of(funded("museum", "show"), *(worked_on(f"p{n}", "show") for n in range(people)))
    assert bool(held.holders[0]) is is_holder


@pytest.mark.parametrize(("people", "is_holder"), [(3, True), (4, False)])
def test_event_makes_a_holder_up_to_three(people: int, *, is_holder: bool) -> None:
    held = of(attended("partner:museum", "fair"), *(attended(f"p{n}", "fair") for n in range(people)))
    assert bool(held.holders[0]) is is_holder


@pytest.mark.parametrize(
    ("link", "months", "is_holder"),
    [("contact", 79, True), ("contact", 80, False), ("funding", 67, True), ("funding", 68, False)],
)
def test_how_long_a_direct_tie_lasts(link: str, months: int, *, is_holder: bool) -> None:
    from datetime import date, timedelta  # noqa: PLC0415 - only here

    day = (date(2026, 1, 1) - timedelta(days=round(months * _MONTH))).isoformat()
    record = (
        contact_of("ada", "museum", last_contact=day)
        if link == "contact"
        else sought_funding_with("ada", "museum", since=day)
    )
    assert bool(of(record).holders[0]) is is_holder


def test_different_contexts_add_up_and_the_freshest_link_of_one_counts() -> None:
    held = of(
        worked_on("ada", "show", role="lead", until="2020-01-01"),
        worked_on("ada", "show", role="guide", until="2026-01-01"),
        worked_on("partner:museum", "show", until="2026-01-01"),
        worked_on("ada", "walk"),
        funded("museum", "walk"),
        worked_with("ada", "partner:museum"),
    )
    assert strengths(held) == {("ada", "museum", 2.6)}
    assert [round(strength, 12) for strength, _ in held.evidence(0)] == [1.0, 0.8, 0.8]
    kinds = [held.snapshot.link_type_of(number).TYPE for number in held.links(0)]
    assert sorted(kinds) == ["FUNDED", "WORKED_ON", "WORKED_ON", "WORKED_ON", "WORKED_WITH"]


def test_route_is_as_old_as_its_older_link() -> None:
    held = of(worked_on("ada", "show", until="2024-01-01"), worked_on("partner:museum", "show", until="2026-01-01"))
    assert strengths(held) == {("ada", "museum", 0.3998)}
    assert held.last_date(0) == "2024-01-01"


def test_member_of_the_asset_is_inside_and_no_holder() -> None:
    held = of(member_of("ada", "partner:museum"), member_of("ben", "partner:museum"), contact_of("ben", "museum"))
    names = held.snapshot.names
    assert holders(held) == {"Museum": ["Ben"]}
    assert [names[p] for p in held.inside(0)] == ["Ada", "Ben"]


def test_members_of_a_partner_know_nobody_through_it() -> None:
    held = of(member_of("ada", "partner:museum"), partner_of("partner:museum", "partner:library"))
    assert strengths(held) == set()


def test_without_threshold_any_route_will_do() -> None:
    old = contact_of("ada", "museum", last_contact="1950")
    assert holders(of(old)) == {"Museum": []}
    assert holders(of(old, tau=0)) == {"Museum": ["Ada"]}


def test_without_any_date_every_link_is_current() -> None:
    assert strengths(of(contact_of("ada", "museum"), as_of=None)) == {("ada", "museum", 1.0)}


def test_event_lends_its_date_to_those_who_attended() -> None:
    held = of(
        event("fair", start="2023-12", end="2024-01-01"), attended("ada", "fair"), attended("partner:museum", "fair")
    )
    assert strengths(held) == {("ada", "museum", 0.1)}
    assert held.undated_total == 0


def test_affiliates_can_be_what_is_kept() -> None:
    held = of(
        contact_of("ada", "affiliate:north"),
        member_of("ada", "south"),
        partner_of("south", "affiliate:north"),
        kind="Affiliate",
    )
    assert holders(held) == {"North": ["Ada"], "South": []}


def test_partnership_of_an_affiliate_is_kept_by_its_own_members() -> None:
    held = of(
        partner_of("north", "museum"),
        partner_of("south", "museum", kind="grant"),
        partner_of("south", "museum", kind="loan"),
        member_of("ada", "north"),
        member_of("ben", "south", until="1990"),
        contact_of("ben", "museum"),
        kind="partner-affiliate",
    )
    assert holders(held) == {"Museum – North": ["Ada"], "Museum – South": []}
    assert held.asset_id(0) == "partner:museum|affiliate:north"
    assert held.asset_records(0) == ("partner:museum", "affiliate:north")


def test_theme_of_an_affiliate_is_kept_by_members_who_offer_it() -> None:
    held = of(
        member_of("ada", "north"),
        member_of("ben", "north"),
        member_of("cem", "south"),
        offers("ada", "maps"),
        worked_on("ben", "survey"),
        about("project:survey", "maps"),
        wants("cem", "maps"),
        member_of("ben", "group:table"),
        kind="theme-affiliate",
    )
    assert holders(held) == {"Maps – North": ["Ada", "Ben"]}
    assert set(held.strength.tolist()) == {1.0}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Group", {"Table": ["Ada"]}),
        ("Project", {"Survey": ["Ada"]}),
        ("Event", {"Fair": ["Ada"]}),
        ("Question", {"Why": ["Ada"]}),
        ("Theme", {"Maps": ["Ada"], "Music": []}),
    ],
)
def test_other_things_are_kept_by_their_direct_links(kind: AssetKind, expected: dict[str, list[str]]) -> None:
    held = of(
        member_of("ada", "group:table"),
        worked_on("ada", "survey"),
        worked_on("partner:museum", "survey"),
        attended("ada", "fair"),
        asked("ada", "why"),
        asked("group:table", "why"),
        offers("ada", "maps"),
        wants("ada", "music"),
        kind=kind,
    )
    assert holders(held) == expected


def test_stand_in_is_the_next_strongest_who_may_be_named() -> None:
    held = of(
        person("ben", opted_out=True),
        contact_of("ada", "museum"),
        contact_of("ben", "museum"),
        sought_funding_with("cem", "museum", since="2015"),
        worked_on("dia", "show", until="2010"),
        funded("museum", "show"),
    )
    row = held.stand_in(0, held.snapshot.index("person:ada"))
    assert row is not None
    assert held.snapshot.ids[held.person[row]] == "person:cem"
    leaving = frozenset({held.snapshot.index("person:cem")})
    row = held.stand_in(0, held.snapshot.index("person:ada"), leaving)
    assert row is not None
    assert held.snapshot.ids[held.person[row]] == "person:dia"


def test_evidence_is_strongest_first() -> None:
    held = of(
        project("show", end="2024"), worked_on("ada", "show"), funded("museum", "show"), contact_of("ada", "museum")
    )
    assert held.records([0])[0].startswith("contact_of:")
    assert held.context(0) is None


@pytest.mark.parametrize("kind", ["Partner", "Affiliate", "Theme", "partner-affiliate", "theme-affiliate"])
def test_nothing_to_keep(kind: AssetKind) -> None:
    for records in ([], [person("ada")], [partner("museum")]):
        held = of(*records, kind=kind)
        assert strengths(held) == set()
        assert held.people.tolist() == []
        assert held.undated_total == 0


def test_absence_factor_agrees_with_chaoss() -> None:
    assert absence_factor([1000, 202, 90, 33, 332, 343, 42, 433]) == 2
    assert absence_factor([1.0] * 8) == 4
    assert absence_factor([]) is None
