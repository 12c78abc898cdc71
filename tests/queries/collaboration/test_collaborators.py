# SPDX-License-Identifier: GPL-3.0-or-later
"""Who works with whom: contexts, direct links, large contexts, dates."""

from collections.abc import Sequence
from dataclasses import astuple
from itertools import combinations
from typing import Any

import pytest

from graph.errors import BadParameter, UnknownName
from graph.schema.links import Link
from graph.schema.nodes import Person, Record, class_of
from graph.snapshot.snapshot import EMPTY, Snapshot
from queries.collaboration.collaborators import QUERY, Row
from queries.measures.contexts import COLLABORATION, DIRECT
from tests.support.builders import (
    attended,
    event,
    member_of,
    partner_of,
    person,
    project,
    snapshot_of,
    worked_on,
    worked_with,
)
from tests.support.random_network import all_links, day, last_date, random_network

# ada and ben worked on the atlas and met at the camp; ben and cem are members of north; ada knows cem directly.
#
#     atlas - ada - camp        ada = cem
#        \    |      /
#         \  ben ---+-- north -- cem
TRIANGLE = [
    worked_on("ada", "atlas", role="lead", until="2023"),
    worked_on("ada", "atlas", until="2024-05"),
    worked_on("ben", "atlas"),
    project("atlas", end="2025-01-31"),
    attended("ada", "camp"),
    attended("ben", "camp"),
    event("camp", start="2022-06-01"),
    member_of("ben", "north"),
    member_of("cem", "north"),
    worked_with("ada", "cem", until="2020"),
]


def pairs(snapshot: Snapshot, **parameters: Any) -> list[tuple[str, str, int, tuple[str, ...], str | None]]:
    rows: Sequence[Row] = QUERY.run(snapshot, **parameters).rows
    return [(row.first_name, row.second_name, row.shared, row.through, row.last_date) for row in rows]


def test_pairs_share_contexts_and_direct_ties() -> None:
    snapshot = snapshot_of(TRIANGLE)
    direct = next(link.id for link in all_links(snapshot) if link.TYPE == "WORKED_WITH")
    assert pairs(snapshot) == [
        # Of the two who worked on the atlas, ada did so until May 2024.
        ("Ada", "Ben", 2, ("event:camp", "project:atlas"), "2024-05"),
        ("Ada", "Cem", 1, (direct,), "2020"),
        ("Ben", "Cem", 1, ("affiliate:north",), None),
    ]


def test_one_named_comes_first_in_every_pair() -> None:
    assert [row[:2] for row in pairs(snapshot_of(TRIANGLE), id="Cem")] == [("Cem", "Ada"), ("Cem", "Ben")]


def test_records_are_the_links_behind_the_pair() -> None:
    snapshot = snapshot_of(TRIANGLE)
    row = QUERY.run(snapshot).rows[0]
    links = [snapshot.link(key) for key in row.records]
    assert {(link.TYPE, link.source, link.target) for link in links} == {
        ("WORKED_ON", "person:ada", "project:atlas"),
        ("WORKED_ON", "person:ben", "project:atlas"),
        ("ATTENDED", "person:ada", "event:camp"),
        ("ATTENDED", "person:ben", "event:camp"),
    }
    assert len(row.records) == 5  # ada has two roles in the atlas


def test_affiliates_and_partners_collaborate_too() -> None:
    snapshot = snapshot_of(
        [worked_on("affiliate:north", "atlas"), worked_on("partner:museum", "atlas"), partner_of("north", "museum")]
    )
    rows = pairs(snapshot, types=["Affiliate", "Partner"])
    assert [(row[:3]) for row in rows] == [("North", "Museum", 2)]
    assert pairs(snapshot) == []
    assert [row[:3] for row in pairs(snapshot, id="north", types=["Partner"])] == [("North", "Museum", 2)]


def test_a_large_context_makes_no_pair_alone_but_counts() -> None:
    crowd = [attended(f"p{number:03}", "congress") for number in range(500)]
    snapshot = snapshot_of([*crowd, worked_with("p000", "p001")])
    result = QUERY.run(snapshot)
    assert [(row.first_id, row.second_id, row.shared) for row in result.rows] == [("person:p000", "person:p001", 2)]
    assert str(result.warnings[0]) == "Congress has more than 25 members and makes no pair alone."
    at_the_limit = snapshot_of(crowd[:25])
    assert len(QUERY.run(at_the_limit).rows) == 300
    assert not QUERY.run(snapshot_of(crowd[:26])).rows


def test_summary_says_who_and_through_what() -> None:
    snapshot = snapshot_of(TRIANGLE)
    assert [str(text) for text in QUERY.run(snapshot).summary] == [
        "3 pairs work together. Ada and Ben share most: Camp and Atlas."
    ]
    assert [str(text) for text in QUERY.run(snapshot, id="cem").summary] == [
        "Cem works with 2 others, most of all with Ada, through a direct link."
    ]


@pytest.mark.parametrize("records", [[], [person("ada")], [member_of("ada", "north")]])
def test_without_pairs_there_is_a_sentence(records: list[Record]) -> None:
    result = QUERY.run(snapshot_of(records) if records else EMPTY)
    assert not result.rows
    assert str(result.summary[0]) == "Nothing that is loaded says that any two of these work together."


def test_unknown_names_and_types_are_said() -> None:
    with pytest.raises(UnknownName) as caught:
        QUERY.run(snapshot_of(TRIANGLE), id="Adda")
    assert ("person:ada", "Ada") in caught.value.close_matches
    with pytest.raises(BadParameter):
        QUERY.run(EMPTY, types=["Theme"])


def kind_of(id_: str) -> str:
    cls = class_of(id_)
    return cls.TYPE if cls else ""


def brute_force(snapshot: Snapshot, types: tuple[str, ...], limit: int) -> list[tuple[str, str, int, str | None]]:
    actors = [id_ for id_ in snapshot.ids if kind_of(id_) in types]
    links = [link for link in all_links(snapshot) if type(link) in COLLABORATION]
    contexts = [id_ for id_ in snapshot.ids if kind_of(id_) in {"Project", "Event", "Group", "Affiliate"}]

    def between(one: str, other: str) -> list[Link]:
        return [link for link in links if {link.source, link.target} == {one, other}]

    rows = []
    for one, other in combinations(actors, 2):
        direct = [link for link in between(one, other) if type(link) in DIRECT]
        both = [c for c in contexts if between(one, c) and between(other, c)]
        small = [c for c in both if sum(bool(between(actor, c)) for actor in actors) <= limit]
        if not direct and not small:
            continue
        dates = [last_date(snapshot, link) for link in direct]
        for context in both:
            ends = [
                max(
                    (date for link in between(end, context) if (date := last_date(snapshot, link))),
                    key=day,
                    default=None,
                )
                for end in (one, other)
            ]
            dates.append(min(filter(None, ends), key=day, default=None))
        rows.append((one, other, len(direct) + len(both), max(filter(None, dates), key=day, default=None)))
    return sorted(rows, key=lambda row: (-row[2], row[:2]))


@pytest.mark.parametrize("seed", range(20))
def test_equals_brute_force(seed: int) -> None:
    snapshot = random_network(seed)
    for limit in (2, 25):
        # With 6 people no context has 26 members, so the limit is lowered as well.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("queries.measures.contexts.LARGE", limit)
            patch.setattr("queries.collaboration.collaborators.LARGE", limit)
            for types in (("Person",), ("Person", "Affiliate"), ("Affiliate", "Partner")):
                rows = QUERY.run(snapshot, types=types).rows
                expected = brute_force(snapshot, types, limit)
                assert [(r.first_id, r.second_id, r.shared, r.last_date) for r in rows] == expected


@pytest.mark.parametrize("seed", range(20))
def test_pairs_of_one_are_those_of_all_with_that_one(seed: int) -> None:
    snapshot = random_network(seed)
    rows = QUERY.run(snapshot).rows
    for index in snapshot.nodes_of(Person).tolist():
        id_ = snapshot.ids[index]
        expected = {(*sorted((r[0], r[2])), r[4:]) for r in map(astuple, rows) if id_ in (r[0], r[2])}
        mine = QUERY.run(snapshot, id=id_).rows
        assert {row.first_id for row in mine} <= {id_}
        assert {(*sorted((row[0], row[2])), row[4:]) for row in map(astuple, mine)} == expected


def test_only_rows_that_are_looked_at_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = snapshot_of([worked_on(f"p{number:02}", f"project-{number // 20}") for number in range(100)])
    made: list[int] = []
    link_id = snapshot.link_id
    monkeypatch.setattr(snapshot, "link_id", lambda number: made.append(number) or link_id(number))
    result = QUERY.run(snapshot, 3)
    assert (len(result.rows), result.total) == (3, 5 * 190)
    # Two links a row, and the first row once more for the sentence.
    assert len(made) == 2 * (3 + 1)
    everything = QUERY.run(snapshot)
    assert tuple(everything.rows[:3]) == result.rows
    assert everything.rows == tuple(everything.rows)
