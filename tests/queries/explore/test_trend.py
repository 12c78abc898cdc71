# SPDX-License-Identifier: GPL-3.0-or-later
"""How people and partnerships came and went."""

from datetime import date
from typing import Any

import pytest

from graph.errors import UnknownName
from graph.schema.nodes import Record
from graph.snapshot.snapshot import EMPTY
from queries.explore import trend
from queries.explore.trend import QUERY, periods
from queries.framework.discovery import get_query
from queries.framework.result import Result
from tests.support.builders import attended, contact_of, event, member_of, partner_of, snapshot_of
from tests.support.random_network import random_network


def ask(*records: Record, **given: Any) -> Result[trend.Row]:
    return QUERY.run(snapshot_of(records, as_of="2022-03-01"), **given)


def history() -> list[Record]:
    """Return two people who came one after the other, and one who is not dated."""
    return [
        contact_of("ada", "museum", since="2020-02", until="2021-03-01"),
        contact_of("ada", "radio", since="2020", last_contact="2020-11-01"),
        contact_of("ben", "museum", since="2021-05-01", last_contact="2022-02-01"),
        contact_of("cem", "library"),
    ]


def test_years() -> None:
    result = ask(*history())
    assert [
        (row.period, row.people, row.new, row.gone, row.held, row.bus_factor, row.single_contact_share)
        for row in result.rows
    ] == [
        # The library always, Cem keeps it; Ada keeps museum and radio, then Ben keeps the museum.
        ("2020", 1, None, None, 3, 1, 1.0),
        ("2021", 2, 1, 0, 3, 2, 1.0),
        ("2022", 1, 0, 1, 3, 2, 1.0),
    ]
    assert str(result.summary[0]) == "From 2020 to 2022: 1 and then 1 person seen, 3 and then 3 partnerships kept."
    assert list(map(str, result.warnings)) == [
        "One link has no last day: nobody is seen in a period by it, and what it keeps counts as current."
    ]
    assert all(id_.startswith("contact_of:") for row in result.rows for id_ in row.records)


def test_half_years() -> None:
    rows = ask(*history(), step="half-year").rows
    assert [(row.period, row.people, row.new, row.gone) for row in rows] == [
        ("2020-H1", 1, None, None),
        ("2020-H2", 1, 0, 0),
        ("2021-H1", 2, 1, 0),
        ("2021-H2", 1, 0, 1),
        ("2022-H1", 1, 0, 0),
    ]


def test_period_between_without_anybody() -> None:
    rows = ask(
        event("fair", start="2018-05-01"), attended("ada", "fair"), contact_of("ben", "museum", last_contact="2021")
    ).rows
    assert [(row.period, row.people, row.held, row.bus_factor) for row in rows] == [
        ("2018", 1, 0, None),
        ("2019", 0, 0, None),
        ("2020", 0, 0, None),
        ("2021", 1, 1, 1),
        ("2022", 0, 1, 1),
    ]


def test_scope_filters_what_is_kept_and_not_people() -> None:
    records = [*history(), partner_of("north", "radio", since="2020", until="2020")]
    assert [(row.people, row.held) for row in ask(*records, scope="north").rows] == [(1, 1), (2, 0), (1, 0)]


def test_only_the_latest_periods() -> None:
    result = ask(member_of("ada", "north", since="1900", until="2022"))
    assert (len(result.rows), result.rows[0].period, result.rows[-1].period) == (40, "1983", "2022")
    assert str(result.warnings[-1]) == "Only the latest 40 periods are shown."


def test_nothing_dated() -> None:
    for result in (QUERY.run(EMPTY), ask(contact_of("ada", "museum"))):
        assert result.rows == ()
        assert str(result.summary[0]).startswith("No link has a last day")
    with pytest.raises(UnknownName):
        QUERY.run(EMPTY, scope="nowhere")


def test_days_of_a_period() -> None:
    day = date(2020, 6, 30).toordinal()
    assert [(p.name, p.first, p.last) for p in periods(day, day, "half-year")] == [
        ("2020-H1", date(2020, 1, 1).toordinal(), day)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_the_last_period_says_what_the_headline_says(seed: int) -> None:
    snapshot = random_network(seed)
    rows = QUERY.run(snapshot, as_of="2024-05-01").rows
    (figures,) = get_query("bus-factor").run(snapshot, as_of="2024-05-01").rows
    if rows:
        assert (rows[-1].held, rows[-1].bus_factor, rows[-1].single_contact_share) == (
            figures.held,
            figures.bus_factor,
            figures.single_contact_share,
        )


def test_what_began_later_is_not_known_yet() -> None:
    records = [contact_of("ada", "museum", last_contact="2020-02"), contact_of("ben", "museum", since="2022")]
    rows = ask(*records, event("fair", start="2021"), attended("cem", "fair")).rows
    assert [(row.period, row.held, row.bus_factor) for row in rows] == [("2020", 1, 1), ("2021", 1, 1), ("2022", 1, 2)]
