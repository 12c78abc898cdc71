# SPDX-License-Identifier: GPL-3.0-or-later
"""The bus-factor query: its row, its sentences, and input that has no answer."""

from typing import Any

import pytest

from graph.errors import BadParameter, UnknownName
from graph.schema.nodes import Record
from graph.snapshot.snapshot import EMPTY
from queries.algorithms.coverage import Game
from queries.algorithms.critical_set import CriticalSet
from queries.bus_factor import bus_factor
from queries.bus_factor.bus_factor import QUERY, by_affiliate
from queries.framework.result import Result
from queries.measures.holdings import find_holdings
from queries.measures.wording import headline
from tests.support.builders import affiliate, attended, contact_of, member_of, partner, person, snapshot_of
from tests.support.small_example import small_example


def ask(*records: Record, **given: Any) -> Result[bus_factor.Row]:
    return QUERY.run(snapshot_of(records), **given)


def sentences(result: Result[bus_factor.Row]) -> list[str]:
    return list(map(str, result.summary))


def test_small_example() -> None:
    result = QUERY.run(small_example())
    (row,) = result.rows
    assert (row.bus_factor, row.lower, row.upper, row.exact) == (2, 2, 2, True)
    assert (row.holders, row.held, row.already_orphaned, row.undated) == (5, 4, 1, 9)
    assert row.single_contact_share == 0.25
    assert row.expected_loss == pytest.approx(0.256)
    assert row.core == row.example == ("person:ana", "person:ben")
    assert row.group_version == 1
    assert row.records[:2] == ("partner:library", "partner:museum")
    assert {id_.partition(":")[0] for id_ in row.records[2:]} == {"contact_of"}
    assert sentences(result) == [
        "If these 2 of 5 people left, at least 2 of 4 partnerships would have nobody who knows them.",
        "The bus factor is 2.",
        (
            "They are Ana and Ben; no other set is as small. One more contact for what they keep would be the greatest "
            "relief."
        ),
        (
            "Colleagues often leave together: counted by affiliate (people without one for themselves), the bus "
            "factor is 1."
        ),
        "1 partnership already has nobody on the map who knows it; it is in no other figure.",
    ]


@pytest.mark.parametrize(("theta", "expected"), [(0.25, 1), (0.5, 2), (0.75, 3), (1, 5)])
def test_other_shares(theta: float, expected: int) -> None:
    assert QUERY.run(small_example(), theta=theta).rows[0].bus_factor == expected


def test_affiliates_that_leave_as_a_whole() -> None:
    groups = Game.of(by_affiliate(find_holdings(small_example())))
    assert groups.expected_loss(0.2) == pytest.approx(0.64)


def test_person_without_affiliate_stands_for_themself() -> None:
    (row,) = ask(
        contact_of("ada", "museum"), contact_of("ben", "museum"), contact_of("cem", "radio"), member_of("ada", "north"),
        member_of("ben", "north"), member_of("ada", "south"), theta=1,
    ).rows  # fmt: skip
    assert row.group_version == 3


def test_several_smallest_sets() -> None:
    result = ask(contact_of("ada", "museum"), contact_of("ben", "radio"))
    (row,) = result.rows
    assert (row.bus_factor, row.core, row.example) == (1, (), ("person:ada",))
    assert sentences(result)[2:4] == [
        "One set of this size is Ada.",
        "There are other sets as small, and nobody is in all of them.",
    ]


def test_some_in_every_smallest_set() -> None:
    result = ask(*(contact_of("ada", f"m{n}") for n in range(3)), *(contact_of(f"p{n}", f"n{n}") for n in range(5)))
    (row,) = result.rows
    assert (row.bus_factor, row.core, row.example) == (2, ("person:ada",), ("person:ada", "person:p0"))
    assert "Every set as small has Ada in it: one more contact for what this person keeps" in sentences(result)[3]
    assert "8 of 8 partnerships have one person who knows them (100%)." in sentences(result)
    assert "If each person left with a chance of 20%, independently of the others, 1.60 of 8" in sentences(result)[5]


def test_interval_is_said_with_its_gap() -> None:
    held = find_holdings(small_example())
    found = CriticalSet(lower=1, upper=3, lost=3.0, example=(1, 2, 3), is_canonical=False, core=None)
    assert str(headline(held, found, 2.0, 4.0)) == (
        "Between 1 and 3 of 5 people would have to leave before at least 2 of 4 partnerships had nobody who knows "
        "them. The exact number was not proved in the time allowed; the gap is 2."
    )
    assert bus_factor.exactly(found) is None


@pytest.mark.parametrize(
    ("records", "given", "said"),
    [
        ([], {}, "Nothing is loaded yet"),
        ([person("ada")], {}, "There is nothing of this kind in the whole network. The network has one person."),
        ([partner("museum")], {}, "Of 1 partnership in the whole network, none has anybody on the map who knows them"),
        (
            [affiliate("north"), contact_of("ada", "radio")],
            {"scope": "north"},
            "There is nothing of this kind in North.",
        ),
    ],
)
def test_nothing_to_lose_is_said(records: list[Record], given: dict[str, Any], said: str) -> None:
    result = ask(*records, **given)
    (row,) = result.rows
    assert (row.bus_factor, row.lower, row.upper, row.exact, row.group_version) == (None, None, None, None, None)
    assert (row.single_contact_share, row.expected_loss, row.core, row.example) == (None, None, None, ())
    assert sentences(result)[0].startswith(said)


@pytest.mark.parametrize(
    "given",
    [{"theta": 0}, {"theta": 1.1}, {"theta": "half"}, {"half_life": 0}, {"min_strength": -1}, {"leave_chance": 1},
     {"assets": "Person"}, {"as_of": "yesterday"}, {"theta": float("nan")}],
)  # fmt: skip
def test_parameters_out_of_range(given: dict[str, Any]) -> None:
    with pytest.raises(BadParameter):
        QUERY.run(EMPTY, **given)


def test_who_opted_out_counts_and_is_not_named() -> None:
    hidden = person("opted-out/1", name="a person", opted_out=True)
    result = ask(hidden, contact_of("opted-out/1", "museum"))
    assert result.rows[0].bus_factor == 1
    assert "a person" in sentences(result)[2]


def test_values_shift_the_set() -> None:
    result = QUERY.run(small_example(), values=["partner:ministry, 5"])
    assert result.rows[0].example == ("person:cem", "person:dia", "person:eva")
    assert sentences(result)[0] == (
        "If these 3 of 5 people left, partnerships worth 5 of 8 would have nobody who knows them."
    )


@pytest.mark.parametrize("value", ["partner:museum,0", "partner:museum,-1", "partner:museum", "partner:museum,nan"])
def test_values_are_positive_numbers(value: str) -> None:
    with pytest.raises(BadParameter, match="gives no value"):
        QUERY.run(small_example(), values=[value])


def test_value_of_something_else() -> None:
    with pytest.raises(UnknownName):
        QUERY.run(small_example(), values=["person:ana,2"])


def test_crowd_at_one_event() -> None:
    crowd = [attended(f"p{number}", "fair") for number in range(500)]
    result = ask(*crowd, attended("partner:museum", "fair"))
    assert (result.rows[0].held, result.rows[0].already_orphaned) == (0, 1)
    (row,) = ask(*crowd, attended("partner:museum", "fair"), min_strength=0).rows
    assert (row.bus_factor, row.holders, len(row.core or ())) == (500, 500, 500)
