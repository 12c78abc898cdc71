# SPDX-License-Identifier: GPL-3.0-or-later
"""What changes if several people leave together (docs/methods/what-if-and-curves.md#what-if-these-people-leave)."""

from typing import Any

import pytest

from graph.errors import UnknownName
from graph.schema.nodes import Record
from graph.snapshot.snapshot import EMPTY
from queries.bus_factor import what_if
from queries.bus_factor.what_if import QUERY
from queries.framework.result import Result
from tests.support.builders import attended, contact_of, member_of, partner, person, snapshot_of
from tests.support.small_example import small_example


def ask(*records: Record, **given: Any) -> Result[what_if.Row]:
    return QUERY.run(snapshot_of(records), **given)


def rows(result: Result[what_if.Row]) -> list[tuple[str, str, int, int, int | None]]:
    return [(row.id, row.change, row.before, row.after, row.piece) for row in result.rows]


def sentences(result: Result[what_if.Row]) -> list[str]:
    return list(map(str, result.summary))


def test_small_example_without_ana_and_ben() -> None:
    result = QUERY.run(small_example(), leave=["ana", "person:ben"])
    assert rows(result) == [
        ("partner:library", "orphaned", 1, 0, 3),
        ("partner:museum", "orphaned", 2, 0, 4),
        ("partner:school", "weakened", 3, 1, 1),
        ("affiliate:north", "separated", 5, 0, 2),
        ("affiliate:south", "separated", 5, 2, 1),
        ("partner:ministry", "separated", 5, 2, 1),
    ]
    assert sentences(result) == [
        "If Ana and Ben left, 2 of 4 partnerships would have nobody who knows them, and 1 would be weakened.",
        (
            "12 pairs of organisations would lose every route to each other. The parts that would be left: South, "
            "Ministry and School (together), North, Library and Museum."
        ),
        "The bus factor of what is left would be 1 (today 2).",
        "1 of 2 partnerships would have one person who knows them (today 1 of 4).",
        (
            "If each person left with a chance of 20%, 0.21 partnerships of what is left would be lost on average "
            "(today 0.26)."
        ),
        "Who could step in: Dia for School.",
        "1 partnership already has nobody on the map who knows it; it is in no other figure.",
    ]
    assert result.rows[0].records[0] == "partner:library"
    assert result.rows[3].records == ("affiliate:north", "person:ana", "person:ben")


def test_nobody_leaves() -> None:
    result = QUERY.run(small_example())
    assert result.rows == ()
    assert sentences(result)[:2] == [
        "Nobody is chosen, so nothing is lost. These are today's figures for 4 partnerships.",
        "The bus factor of what is left would be 2 (today 2).",
    ]


def test_everybody_leaves() -> None:
    result = QUERY.run(small_example(), leave=["ana", "ben", "cem", "dia", "eva"])
    assert [row.change for row in result.rows[:4]] == ["orphaned"] * 4
    assert "The bus factor of what is left would be not defined (today 2)." in sentences(result)


def test_somebody_else_may_step_in_unless_they_opted_out() -> None:
    crowd = [attended(name, "fair") for name in ("ada", "bea", "cem", "dia", "partner:museum")]
    records = [*crowd, contact_of("ada", "museum"), person("bea", opted_out=True)]
    assert "Who could step in: Cem for Museum." in sentences(ask(*records, leave=["ada"]))


def test_shares_are_shown_from_five_on() -> None:
    records = [*(contact_of("ada", f"m{n}") for n in range(6)), contact_of("ben", "m0"), contact_of("cem", "m0")]
    assert "5 of 6 partnerships would have one person who knows them (today 5 of 6; 83% instead of 83%)." in sentences(
        ask(*records, leave=["ben"])
    )


def test_unknown_person_offers_close_names() -> None:
    with pytest.raises(UnknownName) as raised:
        QUERY.run(small_example(), leave=["anna"])
    assert ("person:ana", "Ana") in raised.value.close_matches


def test_nothing_to_lose() -> None:
    assert sentences(QUERY.run(EMPTY)) == ["Nothing is loaded yet, so there is nothing to count."]
    result = ask(person("ada"), partner("museum"), member_of("ada", "north"), leave=["ada"])
    assert result.rows == ()
    assert sentences(result)[0].startswith("Of 1 partnership in the whole network, none has anybody")
