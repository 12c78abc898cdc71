# SPDX-License-Identifier: GPL-3.0-or-later
"""Who could introduce us, step by step (docs/methods/introductions.md#warm-paths)."""

from itertools import combinations, pairwise, permutations
from math import exp, fsum, log
from random import Random
from typing import Any

import pytest

from graph.errors import BadParameter, UnknownName
from graph.schema.nodes import Person
from graph.snapshot.snapshot import EMPTY, Snapshot
from queries.framework.result import Result
from queries.measures.link_age import LinkAges
from queries.measures.people_graph import PeopleGraph, people_graph, shared_by, warm_path
from queries.partners.introductions import QUERY
from tests.support.builders import (
    about,
    asked,
    attended,
    contact_of,
    group,
    member_of,
    partner,
    person,
    same_as,
    snapshot_of,
    theme,
    worked_on,
    worked_with,
)
from tests.support.random_network import random_network
from tests.support.small_example import small_example


def ways(result: Result[Any]) -> list[tuple[str, ...]]:
    return [row.brokers for row in result.rows]


def sentences(result: Result[Any]) -> list[str]:
    return [str(sentence) for sentence in result.summary]


def linked(snapshot: Snapshot, one: str, other: str) -> float:
    return people_graph(snapshot).of(snapshot.index(f"person:{one}")).get(snapshot.index(f"person:{other}"), 0.0)


@pytest.mark.parametrize(
    ("records", "strength"),
    [
        ([worked_with("a", "b")], 1 - exp(-1)),
        ([worked_on("a", "x"), worked_on("b", "x")], 1 - exp(-0.8)),
        ([worked_on(name, "x") for name in ("a", "b", "c")], 1 - exp(-0.4)),
        ([member_of("a", "x"), member_of("b", "x"), attended("a", "y"), attended("b", "y")], 1 - exp(-0.7)),
        ([asked("a", "q"), asked("b", "q")], 1 - exp(-0.1)),
        ([worked_on("a", "x"), worked_on("b", "x", until="2024-01-01")], 1 - exp(-0.8 * 0.499763)),
        ([member_of(name, "x") for name in ("a", "b", *map(str, range(23)))], 1 - exp(-0.5 / 24)),
        ([member_of(name, "x") for name in ("a", "b", *map(str, range(24)))], 0.0),
    ],
    ids=["direct", "project", "three", "sum", "question", "older link", "25 people", "26 people"],
)
def test_strength_of_a_tie(records: list[object], strength: float) -> None:
    snapshot = snapshot_of(records, as_of="2026-01-01")  # pyright: ignore[reportArgumentType] - records of several kinds
    assert linked(snapshot, "a", "b") == pytest.approx(strength, abs=1e-6)
    assert linked(snapshot, "b", "a") == linked(snapshot, "a", "b")


def test_small_example_has_three_ways_to_the_ministry() -> None:
    result = QUERY.run(small_example(), seeker="ana", target="ministry")
    assert ways(result) == [("person:dia",), ("person:cem",), ("person:eva",)]
    first = result.rows[0]
    assert [str(step) for step in first.steps] == [
        "Ana knows Dia through Exhibition and Gathering.",
        "Dia knows Ministry through South.",
    ]
    assert first.likelihood == pytest.approx((1 - exp(-0.4 - 0.05)) * (1 - exp(-0.25)))
    assert sentences(result)[:2] == [
        "The warmest way from Ana to Ministry is through Dia (likely).",
        "2 other ways begin with somebody else.",
    ]


def test_a_unit_starts_from_its_members() -> None:
    assert ways(QUERY.run(small_example(), seeker="north", target="ministry", k=1)) == [("person:dia",)]


def test_whoever_knows_the_target_needs_no_introduction() -> None:
    result = QUERY.run(small_example(), seeker="ana", target="museum")
    assert (ways(result), sentences(result)) == ([()], ["Ana already knows Museum, so no introduction is needed."])
    result = QUERY.run(small_example(), seeker="north", target="library")
    assert sentences(result) == ["Ana of North already knows Library, so no introduction from outside is needed."]
    assert sentences(QUERY.run(small_example(), seeker="north", target="ben")) == ["Ben is a member of North already."]


def test_where_there_is_no_way_that_is_said() -> None:
    snapshot = snapshot_of([person("ada"), contact_of("ben", "x"), partner("y"), group("z")])
    assert sentences(QUERY.run(snapshot, seeker="ada", target="x")) == [
        "No way with at most three people in between leads from Ada to X on this map."
    ]
    assert sentences(QUERY.run(snapshot, seeker="ada", target="y")) == [
        "Nobody on the map knows Y well enough to introduce anybody, so it needs a fresh start."
    ]
    assert sentences(QUERY.run(snapshot, seeker="z", target="x")) == [
        "Z has no members on the map from whom a way could start."
    ]


def test_nobody_who_opted_out_is_asked_or_suggested() -> None:
    links = [worked_with("ada", "ben"), contact_of("ben", "x"), worked_with("ada", "cem"), contact_of("cem", "x")]
    snapshot = snapshot_of([*links, person("ben", opted_out=True)])
    assert ways(QUERY.run(snapshot, seeker="ada", target="x")) == [("person:cem",)]
    assert sentences(QUERY.run(snapshot, seeker="ada", target="person:ben")) == [
        "This person asked not to be suggested, so no way is looked for."
    ]
    assert ways(QUERY.run(snapshot, seeker="person:ben", target="person:cem")) == [("person:ada",)]


def test_four_brokers_are_too_many_even_where_they_are_cheaper() -> None:
    chain = [worked_with(f"p{number}", f"p{number + 1}") for number in range(5)]
    snapshot = snapshot_of([*chain, attended("p0", "e"), attended("p5", "e"), contact_of("p5", "x")])
    # Over the chain there are five brokers, all close; over the event one, far.
    assert ways(QUERY.run(snapshot, seeker="p0", target="x", k=1)) == [("person:p5",)]
    assert ways(QUERY.run(snapshot_of([*chain, contact_of("p3", "x")]), seeker="p0", target="x")) == [
        ("person:p1", "person:p2", "person:p3")
    ]
    assert ways(QUERY.run(snapshot_of([*chain, contact_of("p4", "x")]), seeker="p0", target="x")) == []


def test_a_theme_stands_for_the_three_best_partners() -> None:
    about_maps = [about(f"partner:{key}", "maps") for key in ("w", "x", "y", "z")]
    links = [worked_with("ada", "ben"), contact_of("ada", "w"), *(contact_of("ben", key) for key in ("x", "y", "z"))]
    result = QUERY.run(snapshot_of([*about_maps, *links]), seeker="ada", theme="maps")
    assert [(row.rank, row.target_name, row.brokers) for row in result.rows] == [
        (1, "X", ("person:ben",)),
        (2, "Y", ("person:ben",)),
        (3, "Z", ("person:ben",)),
    ]
    result = QUERY.run(snapshot_of([person("ada"), theme("maps")]), seeker="ada", theme="maps")
    assert (result.rows, bool(result.summary)) == ((), True)


def test_one_answer_does_not_send_everything_through_one_person() -> None:
    # Ben is a little closer than Cem; after the first request Cem is asked.
    links = [worked_with("ada", name) for name in ("ben", "cem")]
    links += [attended(name, "e") for name in ("ada", "ben")]
    keys = [f"k{number}" for number in range(3)]
    links += [contact_of(name, key) for name in ("ben", "cem") for key in keys]
    snapshot = snapshot_of([*links, *(about(f"partner:{key}", "maps") for key in keys)])
    load = {snapshot.index("person:ben"): 8}
    starts, last = [snapshot.index("person:ada")], {snapshot.index(f"person:{name}"): 0.5 for name in ("ben", "cem")}
    graph = people_graph(snapshot)
    chosen = [warm_path(graph, starts, last, load=used) for used in ({}, load)]
    assert [[snapshot.names[p] for p in way.brokers] for way in chosen if way] == [["Ben"], ["Cem"]]


def test_the_kind_of_the_steps_decides_the_words() -> None:
    def words(*records: Any) -> str:
        snapshot = snapshot_of([*records, contact_of("zoe", "x", last_contact="2025-06")], as_of="2026-01-01")
        return str(QUERY.run(snapshot, seeker="ada", target="x").rows[0].likelihood_words)

    members = [member_of(f"m{number}", "club") for number in range(23)]
    colleagues = [*members, member_of("ada", "club"), member_of("zoe", "club")]
    meeting = [attended("ada", "congress"), attended("zoe", "congress")]
    assert words(*colleagues) == "likely"
    assert words(*meeting) == "possible"
    # Long ago counts like a meeting; over two people is one step less likely.
    assert words(worked_with("ada", "zoe", until="2019")) == "possible"
    assert words(worked_with("ada", "ben"), worked_with("ben", "zoe")) == "possible"
    assert words(worked_with("ada", "ben"), attended("ben", "congress"), attended("zoe", "congress")) == "long shot"


def test_a_person_is_not_introduced_by_themself() -> None:
    twice = [person("ada-1", name="Ada Example"), person("ada-2", name="Ada Example")]
    links = [worked_with("seeker", "ada-1"), worked_with("ada-1", "ada-2"), contact_of("ada-2", "x")]
    snapshot = snapshot_of([*twice, *links])
    assert ways(QUERY.run(snapshot, seeker="seeker", target="person:ada-2")) == []
    assert ways(QUERY.run(snapshot, seeker="person:ada-1", target="x")) == []
    apart = snapshot_of([*twice, *links, same_as("ada-1", "ada-2", decision="different")])
    assert ways(QUERY.run(apart, seeker="seeker", target="person:ada-2")) == [("person:ada-1",)]


def test_somebody_who_prefers_not_to_be_named_is_not_nobody() -> None:
    snapshot = snapshot_of([person("ada"), person("ben", opted_out=True), contact_of("ben", "x")])
    assert sentences(QUERY.run(snapshot, seeker="ada", target="x")) == [
        "Somebody who prefers not to be named knows X; ask a coordinator."
    ]


def test_people_inside_are_on_the_map() -> None:
    inside = [member_of(name, "affiliate:east") for name in ("ben", "cem")]
    assert sentences(QUERY.run(snapshot_of([person("ada"), *inside]), seeker="ada", target="affiliate:east")) == [
        "2 of the people of East are on the map (Ben and Cem); nobody outside keeps the contact."
    ]


def test_people_inside_are_on_the_map_however_long_ago_and_with_eight_names() -> None:
    faded = [member_of("ben", "partner:museum", since="2001"), person("cem"), person("ben", opted_out=True)]
    said = QUERY.run(snapshot_of(faded, as_of="2026"), seeker="Cem", target="Museum").summary
    assert [str(text).partition(" on the map")[0] for text in said] == ["One of the people of Museum is"]
    twelve = [member_of(f"a{number:02}", "partner:museum") for number in range(12)]
    (sentence,) = QUERY.run(snapshot_of([*twelve, person("cem")]), seeker="Cem", target="Museum").summary
    assert str(sentence) == (
        "12 of the people of Museum are on the map (A00, A01, A02, A03, A04, A05, A06, A07 and 4 more); nobody outside "
        "keeps the contact."
    )


def test_who_may_be_the_seeker_is_no_stranger_and_no_introducer() -> None:
    records = [contact_of("ada", "museum"), person("eve"), same_as("ada", "eve", decision="unsure")]
    (sentence,) = QUERY.run(snapshot_of(records), seeker="Eve", target="Museum").summary
    assert str(sentence) == "Ada knows Museum, and may be the same person as Eve: decide that first (query duplicates)."


def test_bad_parameters_are_refused_in_words() -> None:
    both: dict[str, Any] = {"target": "museum", "theme": "maps"}
    for given in ({}, both):
        with pytest.raises(BadParameter, match="a target or a theme"):
            QUERY.run(snapshot_of([about("partner:museum", "maps"), person("ana")]), seeker="ana", **given)
    with pytest.raises(BadParameter, match="the same"):
        QUERY.run(small_example(), seeker="ana", target="ana")
    with pytest.raises(UnknownName):
        QUERY.run(EMPTY, seeker="ana", target="museum")


def test_every_record_behind_a_row_exists() -> None:
    snapshot = small_example()
    for row in QUERY.run(snapshot, seeker="eva", target="library").rows:
        assert row.records
        assert all(snapshot.link_number(key) >= 0 for key in row.records)


@pytest.mark.parametrize("seed", range(20))
def test_warm_paths_equal_enumeration_with_at_most_three_brokers(seed: int) -> None:
    snapshot = random_network(seed, people=8)
    graph = people_graph(snapshot)
    people = snapshot.nodes_of(Person).tolist()
    for one, other in combinations(people, 2):
        shared = fsum(value for value, _, _ in shared_by(snapshot, LinkAges(snapshot), one, other))
        assert graph.of(one).get(other, 0.0) == pytest.approx(1 - exp(-shared), abs=1e-12)
    if len(people) < 3:
        return
    random = Random(seed)
    starts = random.sample(people, random.randint(1, 2))
    closed = [p for p in people if random.random() < 0.15 and p not in starts]
    last = {p: random.choice((0.2, 0.5, 0.9)) for p in random.sample(people, 2) if p not in closed}
    load = {p: random.randint(0, 40) for p in people}
    found = warm_path(graph, starts, last, closed=closed, load=load)
    assert (found and found.people) == cheapest(graph, starts, last, [p for p in people if p not in closed], load)


def cheapest(
    graph: PeopleGraph, starts: list[int], last: dict[int, float], people: list[int], load: dict[int, int]
) -> tuple[int, ...] | None:
    found: list[tuple[float, int, tuple[int, ...]]] = []
    for start in starts:
        others = [person for person in people if person != start]
        for count in range(4):
            for path in ((start, *between) for between in permutations(others, count)):
                if path[-1] in last and all(b in graph.of(a) for a, b in pairwise(path)):
                    strengths = [*(graph.of(a)[b] for a, b in pairwise(path)), last[path[-1]]]
                    cost = fsum(0.15 - log(s) for s in strengths) + fsum(0.02 * load[p] for p in path[1:])
                    found.append((round(cost, 12), count, path))
    return min(found)[2] if found else None


def test_today_is_a_parameter() -> None:
    links = [worked_with("ada", "ben", until="2024-01-01"), contact_of("ben", "x", last_contact="2024-01-01")]
    snapshot = snapshot_of(links, as_of="2024-01-01")
    then, later = (QUERY.run(snapshot, seeker="ada", target="x", as_of=day).rows[0] for day in (None, "2026-01-01"))
    assert then.likelihood == pytest.approx((1 - exp(-1)) ** 2)
    assert later.likelihood == pytest.approx((1 - exp(-0.499763)) ** 2, abs=1e-6)
    far = QUERY.run(snapshot, seeker="ada", target="x", as_of="2044-01-01")
    assert (far.rows, sentences(far)) == (
        (),
        ["Nobody on the map knows X well enough to introduce anybody, so it needs a fresh start."],
    )


def test_who_has_left_is_asked_nothing() -> None:
    links = [worked_with("ada", "ben"), worked_with("ben", "cem"), contact_of("cem", "x"), contact_of("ben", "y")]
    snapshot = snapshot_of([*links, person("ben", until="2025-03")], as_of="2026-01-01")
    assert ways(QUERY.run(snapshot, seeker="ada", target="x", as_of="2025-02")) == [("person:ben", "person:cem")]
    assert ways(QUERY.run(snapshot, seeker="ada", target="x")) == []
    for given in ({"seeker": "ada", "target": "ben"}, {"seeker": "ben", "target": "ada"}):
        assert sentences(QUERY.run(snapshot, None, **given)) == ["Ben has left (March 2025), so no way is looked for."]
    assert sentences(QUERY.run(snapshot, seeker="ada", target="y")) == [
        "Nobody on the map knows Y well enough to introduce anybody, so it needs a fresh start."
    ]


def test_who_was_the_contact_is_said_and_is_no_way() -> None:
    links = [worked_with("ada", "ben"), contact_of("ben", "x", until="2024-05"), contact_of("cem", "x", until="2023")]
    snapshot = snapshot_of(links, as_of="2026-01-01")
    result = QUERY.run(snapshot, seeker="ada", target="x")
    assert (ways(result), sentences(result)) == (
        [],
        ["Nobody on the map knows X any more. Ben knew them until May 2024."],
    )
    hidden = snapshot_of([*links, person("ben", opted_out=True)], as_of="2026-01-01")
    assert sentences(QUERY.run(hidden, seeker="ada", target="x")) == [
        "Nobody on the map knows X any more. Cem knew them until 2023."
    ]


def test_a_membership_that_ended_is_no_context() -> None:
    links = [member_of("ada", "club"), member_of("ben", "club", until="2025"), contact_of("ben", "x")]
    snapshot = snapshot_of(links, as_of="2026-06-01")
    assert ways(QUERY.run(snapshot, seeker="ada", target="x", as_of="2025-06-01")) == [("person:ben",)]
    assert ways(QUERY.run(snapshot, seeker="ada", target="x")) == []
