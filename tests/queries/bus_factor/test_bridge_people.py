# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is the only route between organisations (docs/methods/contact-graph.md#bridge-people)."""

from typing import Any

import pytest

from graph.errors import BadParameter, UnknownName
from graph.schema.nodes import Record
from graph.snapshot.snapshot import EMPTY
from queries.bus_factor.bridge_people import QUERY, bridge_people
from queries.framework.result import Result
from queries.measures.contact_graph import chosen_graph
from tests.support.builders import attended, contact_of, group, member_of, partner, person, snapshot_of
from tests.support.known_graphs import as_people
from tests.support.small_example import small_example


def sentences(result: Result[Any]) -> list[str]:
    return [str(sentence) for sentence in (*result.summary, *result.warnings)]


def test_small_example_has_two_bridge_people() -> None:
    result = QUERY.run(small_example())
    assert [
        (row.person_id, row.name, row.separated_pairs, row.pieces, row.betweenness_rank) for row in result.rows
    ] == [
        ("person:dia", "Dia", 8, 2, 1),
        ("person:ana", "Ana", 5, 2, 2),
    ]
    assert sentences(result)[:2] == [
        (
            "2 people are the only route between organisations that would otherwise lose touch "
            "(of 5 people on the map; 6 organisations and groups are reached by somebody)."
        ),
        (
            "A second person beside Dia would help most: without them, 8 pairs would lose every route, "
            "and these would be on their own: South and Ministry (together)."
        ),
    ]
    assert "it does not rank people by how critical they are" in sentences(result)[2]
    assert sentences(result)[3:] == [
        "Nobody on the map knows Radio or is a member there, so it is in no pair.",
        "9 links behind this have no date and count as current.",
    ]


def test_every_record_behind_a_row_exists() -> None:
    snapshot = small_example()
    for row in QUERY.run(snapshot).rows:
        assert row.records[0] == row.person_id
        assert all(snapshot.link_number(key) >= 0 for key in row.records[1:])


def test_a_plain_graph_of_people_has_the_published_values() -> None:
    result = QUERY.run(as_people("florentine"), links=["WORKED_WITH"], endpoints=["Person"])
    assert [
        (row.name, row.separated_pairs, round(row.betweenness, 4), row.betweenness_rank) for row in result.rows
    ] == [
        ("Medici", 35, 0.522, 1),
        ("Albizzi", 13, 0.2125, 3),
        ("Guadagni", 13, 0.2546, 2),
        ("Salviati", 13, 0.1429, 4),
    ]


def test_an_isolated_family_changes_betweenness_but_not_who_bridges() -> None:
    records: list[Record] = [person("Pucci", name="Pucci")]
    with_pucci = as_people("florentine")
    records += [with_pucci.node(id_) for id_ in with_pucci.ids]
    records += [with_pucci.link(number) for number in range(with_pucci.link_count)]
    result = QUERY.run(snapshot_of(records), links=["WORKED_WITH"], endpoints=["Person"])
    assert (result.rows[0].name, round(result.rows[0].betweenness, 4)) == ("Medici", 0.4524)


def test_a_person_who_counts_is_not_in_their_own_pairs() -> None:
    snapshot = snapshot_of([contact_of("ada", "x"), contact_of("ada", "y")])
    assert QUERY.run(snapshot, endpoints=["Person", "Partner"]).rows[0].separated_pairs == 1


def test_a_large_network_gives_bands_instead_of_decimals() -> None:
    result = bridge_people(chosen_graph(small_example(), (), ()), most_work=1)
    assert {(row.betweenness, str(row.betweenness_rank)) for row in result.rows} == {(None, "top 10")}
    assert "given as bands" in sentences(result)[-1]


@pytest.mark.parametrize(
    "records",
    [[], [person("ada")], [person("ada"), partner("x")], [person("ada"), person("ben"), contact_of("ada", "x")]],
    ids=["nothing", "one person", "nobody holds", "one partner"],
)
def test_with_fewer_than_two_organisations_nothing_can_be_separated(records: list[Record]) -> None:
    result = QUERY.run(snapshot_of(records))
    assert result.rows == ()
    assert sentences(result)[0].startswith("There are fewer than two organisations")


def test_two_contacts_for_everything_leave_no_bridge_person() -> None:
    links = [contact_of(name, key) for name in ("ada", "ben") for key in ("x", "y")]
    result = QUERY.run(snapshot_of(links))
    assert (result.rows, sentences(result)[0]) == (
        (), "No single person is the only route between any two of the 2 organisations and groups on the map."
    )  # fmt: skip


def test_five_hundred_people_in_one_event_bridge_nothing() -> None:
    crowd = [attended(f"p{number}", "congress") for number in range(500)]
    result = QUERY.run(snapshot_of([*crowd, attended("partner:x", "congress"), partner("y"), group("z")]))
    assert result.rows == ()


def test_empty_store_and_unknown_names_are_answered_in_words() -> None:
    assert QUERY.run(EMPTY).rows == ()
    with pytest.raises(UnknownName):
        QUERY.run(small_example(), scope="affiliate:nort")
    with pytest.raises(BadParameter, match="expected one of"):
        QUERY.run(small_example(), links=["LIKES"])
    with pytest.raises(BadParameter):
        QUERY.run(small_example(), half_life=0)


@pytest.mark.parametrize("given", [{"scope": "country:GH"}, {"half_life": 12}, {"min_strength": 0.5}])
def test_what_links_leave_unused_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(BadParameter, match=f"would change nothing: {next(iter(given))}"):
        QUERY.run(small_example(), links=["WORKED_WITH"], limit=None, **given)
    assert QUERY.run(small_example(), links=["WORKED_WITH"], half_life=24, as_of="2026").summary


def test_somebody_who_opted_out_is_counted_and_their_name_is_what_the_snapshot_shows() -> None:
    # The store replaces name and id; a query adds nothing to that.
    hidden = person("opted-out/1", name="a person", opted_out=True)
    rows = QUERY.run(snapshot_of([hidden, contact_of(hidden.id, "x"), contact_of(hidden.id, "y")])).rows
    assert [(row.name, row.separated_pairs) for row in rows] == [("a person", 1)]


def test_who_has_left_is_a_member_of_nothing_and_separates_nobody() -> None:
    links = [member_of("ada", "affiliate:wikis"), member_of("ada", "affiliate:readers")]
    here = snapshot_of([person("ada"), *links])
    gone = snapshot_of([person("ada", until="2019"), *links])
    assert [row.name for row in QUERY.run(here, as_of="2026-11-27").rows] == ["Ada"]
    assert QUERY.run(gone, as_of="2026-11-27").rows == ()
