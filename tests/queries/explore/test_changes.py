# SPDX-License-Identifier: GPL-3.0-or-later
"""What is new, what has ended and what has gone quiet since a day."""

from dataclasses import replace
from typing import Any

import pytest

from graph.errors import BadParameter
from graph.schema.nodes import Person, Record
from graph.snapshot.snapshot import EMPTY
from queries.explore import changes
from queries.explore.changes import QUERY
from queries.framework.result import Result
from tests.support.builders import attended, contact_of, event, member_of, partner_of, person, snapshot_of
from web.drawing.overlays import overlay_of


def ask(*records: Record, since: str | None = "2024-01-01", **given: Any) -> Result[changes.Row]:
    return QUERY.run(snapshot_of(records, as_of="2024-07-01"), since=since, **given)


def found(result: Result[changes.Row]) -> list[tuple[str, str, str, str | None]]:
    return [(row.change, row.first_name, row.second_name, row.last_date) for row in result.rows]


def history() -> list[Record]:
    """Return links of each kind; the half-life is two years."""
    return [
        contact_of("ada", "museum", since="2020", until="2024-03"),
        contact_of("ben", "museum", since="2024-03-15", last_contact="2024-06"),
        contact_of("ben", "radio", last_contact="2024-02-02"),
        contact_of("cem", "radio", last_contact="2022-03-01"),
        contact_of("cem", "library", last_contact="2019-01-01"),
        member_of("ada", "north", since="2019"),
        partner_of("north", "museum"),
        *(event("meeting", start="2024-05-04"), attended("dia", "meeting")),
    ]


def test_each_link_is_in_the_list_that_fits_it() -> None:
    result = ask(*history())
    assert found(result) == [
        ("new", "Ben", "Museum", "2024-06"),
        ("new", "Dia", "Meeting", "2024-05-04"),
        ("new", "Ben", "Radio", "2024-02-02"),
        ("ended", "Ada", "Museum", "2024-03"),
        # Half after two years, so in March 2024; in January it still counted more.
        ("quiet", "Cem", "Radio", "2022-03-01"),
    ]
    assert list(map(str, result.summary)) == ["Since January 1, 2024: 3 new links, 1 that ended, 1 that went quiet."]
    assert list(map(str, result.warnings)) == ["One link has no date, so nobody can say whether it is new."]


def test_of_one_entry_and_of_some_types() -> None:
    assert found(ask(*history(), id="museum")) == [
        ("new", "Ben", "Museum", "2024-06"),
        ("ended", "Ada", "Museum", "2024-03"),
    ]
    assert str(ask(*history(), id="museum").summary[0]) == (
        "Since January 1, 2024, of Museum: 1 new link, 1 that ended, 0 that went quiet."
    )
    assert found(ask(*history(), links=("ATTENDED",))) == [("new", "Dia", "Meeting", "2024-05-04")]


def test_another_half_life_makes_other_links_quiet() -> None:
    quiet = [row for row in found(ask(*history(), half_life=24 * 12)) if row[0] == "quiet"]
    sooner = [row for row in found(ask(*history(), since="2024-05-01", half_life=3)) if row[0] == "quiet"]
    assert (quiet, sooner) == ([], [("quiet", "Ben", "Radio", "2024-02-02")])


def test_who_left_ends_what_they_kept() -> None:
    left = replace(person("ada"), until="2024-04")
    result = ask(left, contact_of("ada", "museum", since="2020"), contact_of("ada", "radio", until="2021"))
    assert found(result) == [("ended", "Ada", "Museum", None)]


def test_what_began_and_ended_in_between_has_ended() -> None:
    assert found(ask(contact_of("ada", "museum", since="2024-02", until="2024-03"))) == [
        ("ended", "Ada", "Museum", "2024-03")
    ]


def test_nothing_of_who_is_not_named() -> None:
    unnamed = Person(id="person:ada", name="ada", opted_out=True)
    result = ask(unnamed, contact_of("ada", "museum", since="2024-03"), contact_of("ben", "museum"))
    assert (found(result), list(map(str, result.summary))) == (
        [],
        ["Nothing with a date has changed since January 1, 2024."],
    )
    assert list(map(str, result.warnings)) == ["One link has no date, so nobody can say whether it is new."]


def test_without_a_day_it_is_a_year() -> None:
    records = [contact_of("ada", "museum", since="2023-06-30"), contact_of("ben", "museum", since="2023-07-05")]
    assert found(ask(*records, since=None)) == [("new", "Ben", "Museum", None)]
    assert [row.since for row in ask(*records, since=None).rows] == ["2023-07-05"]


@pytest.mark.parametrize(("since", "words"), [("2024-07-01", "July 1, 2024"), ("2025", "2025")])
def test_a_day_that_is_not_before_today_is_refused(since: str, words: str) -> None:
    with pytest.raises(BadParameter, match=f"^{words} is not before July 1, 2024, so"):
        ask(*history(), since=since)


@pytest.mark.parametrize(
    ("since", "is_new"), [("2024", True), ("2024-02", True), ("2024-02-05", False), ("2023", True)]
)
def test_a_year_or_a_month_begins_with_its_first_day(since: str, *, is_new: bool) -> None:
    assert bool(ask(contact_of("ada", "museum", since="2024-02-02"), since=since).rows) is is_new


def test_nothing_at_all() -> None:
    assert QUERY.run(EMPTY).rows == ()


def test_the_picture_has_each_change_in_its_colour() -> None:
    snapshot = snapshot_of(history(), as_of="2024-07-01")
    picture = overlay_of(snapshot, QUERY.run(snapshot, since="2024-01-01"))
    assert picture is not None
    roles = {(snapshot.names[link.first], snapshot.names[link.second]): link.role for link in picture.links}
    assert roles == {
        ("Ben", "Museum"): "new",
        ("Dia", "Meeting"): "new",
        ("Ben", "Radio"): "new",
        ("Ada", "Museum"): "gone",
        ("Cem", "Radio"): "quiet",
    }
