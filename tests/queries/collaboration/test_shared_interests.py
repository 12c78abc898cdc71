# SPDX-License-Identifier: GPL-3.0-or-later
"""Who cares about the same things: weight, similarity, and whether they are linked already."""

from itertools import combinations
from math import log, sqrt
from typing import Any

import pytest

from graph.errors import UnknownName
from graph.schema.links import About, WorkedOn
from graph.schema.nodes import Record, Theme
from graph.snapshot.snapshot import EMPTY, Snapshot
from queries.collaboration.shared_interests import QUERY, Row
from queries.measures.themes import ACTORS
from tests.support.builders import (
    about,
    asked,
    interested_in,
    member_of,
    person,
    question,
    snapshot_of,
    theme,
    worked_on,
    worked_with,
)
from tests.support.random_network import random_network

# Four people with themes. Everybody has data; maps belong to ada and ben, law to ada and cem.
#
#     data: ada ben cem dia     maps: ada (asked) ben     law: ada cem
RECORDS = [
    *(interested_in(name, "data") for name in ("ada", "ben", "cem", "dia")),
    asked("ada", "q"),
    about("q", "maps"),
    interested_in("ben", "maps"),
    interested_in("ada", "law"),
    interested_in("cem", "law"),
    worked_with("ada", "cem"),
    *(worked_on(name, "atlas") for name in ("cem", "dia")),
]
COMMON, RARE = log(2), log(3)


def rows_of(snapshot: Snapshot, **parameters: Any) -> tuple[Row, ...]:
    return tuple(QUERY.run(snapshot, **parameters).rows)


def test_most_similar_rare_themes_first_whatever_is_common() -> None:
    rows = rows_of(snapshot_of(RECORDS), tied="show")
    # Ada has two rare themes and shares one with each, so they are as alike; everybody has data, so it orders nothing.
    assert [(r.first_name, r.second_name, r.themes, r.weight, r.already_tied) for r in rows] == [
        ("Ada", "Ben", ("theme:maps", "theme:data"), pytest.approx(COMMON + RARE), False),
        ("Ada", "Cem", ("theme:law", "theme:data"), pytest.approx(COMMON + RARE), True),
        ("Ada", "Dia", ("theme:data",), pytest.approx(COMMON), False),
        ("Ben", "Cem", ("theme:data",), pytest.approx(COMMON), False),
        ("Ben", "Dia", ("theme:data",), pytest.approx(COMMON), False),
        ("Cem", "Dia", ("theme:data",), pytest.approx(COMMON), True),
    ]
    expected = (COMMON**2 + RARE**2) / sqrt((COMMON**2 + 2 * RARE**2) * (COMMON**2 + RARE**2))
    assert rows[0].similarity == pytest.approx(expected)
    assert rows[0].questions == ("question:q",)


def test_a_few_of_few_come_before_a_few_of_many() -> None:
    # Fay and gus have one theme, the same; ida and jan share two of their four, which add up to more.
    few = [interested_in(name, "bees") for name in ("fay", "gus")]
    many = [interested_in(name, theme) for name in ("ida", "jan") for theme in ("clay", "iron")]
    many += [interested_in(name, f"{name}-{number}") for name in ("ida", "jan") for number in (1, 2)]
    rows = rows_of(snapshot_of([*few, *many]))
    assert [(row.first_name, len(row.themes)) for row in rows] == [("Fay", 1), ("Ida", 2)]
    assert rows[0].weight < rows[1].weight


def test_two_rare_themes_say_more_than_one() -> None:
    one = [interested_in(name, "bees") for name in ("fay", "gus")]
    two = [interested_in(name, theme) for name in ("ida", "jan") for theme in ("clay", "iron")]
    assert [row.first_name for row in rows_of(snapshot_of([*one, *two]))] == ["Ida", "Fay"]


def test_nobody_is_introduced_to_themself_or_against_their_will() -> None:
    people = [person("a", name="Ada Example"), person("b", name="Ada Exampel"), person("c", opted_out=True)]
    assert rows_of(snapshot_of([*people, *(interested_in(key, "maps") for key in "abc")])) == ()


def test_those_who_work_together_are_hidden_unless_asked_for() -> None:
    def names(**parameters: Any) -> list[tuple[str, str]]:
        return [(row.first_name, row.second_name) for row in rows_of(snapshot_of(RECORDS), **parameters)]

    assert names() == [("Ada", "Ben"), ("Ada", "Dia"), ("Ben", "Cem"), ("Ben", "Dia")]
    assert names(tied="only") == [("Ada", "Cem"), ("Cem", "Dia")]
    colleagues = [*(interested_in(name, "maps") for name in ("ada", "ben")), worked_with("ada", "ben")]
    assert [str(text) for text in QUERY.run(snapshot_of(colleagues)).summary] == [
        "The one pair that shares an interest works together already."
    ]


def test_a_theme_through_a_common_project_alone_is_not_shared() -> None:
    team = [*(worked_on(name, "atlas") for name in ("ada", "ben")), about("project:atlas", "maps")]
    assert rows_of(snapshot_of(team), tied="show") == ()
    # Both have it in another way as well; one of them alone does not make it shared.
    one = [*team, interested_in("ada", "maps")]
    assert rows_of(snapshot_of(one), tied="show") == ()
    other = [*one, worked_on("ben", "globe"), about("project:globe", "maps")]
    assert [row.themes for row in rows_of(snapshot_of(other), tied="show")] == [("theme:maps",)]


def test_people_ask_through_their_table() -> None:
    """Tables one and two ask alike; nobody said what about. Ada and Ben sit at one, Cem at two, Dia at three."""
    cranes = [question("q1", name="Who helps cranes?"), question("q2", name="Who sees cranes?")]
    tables = [*cranes, asked("group:one", "q1"), asked("group:two", "q2"), asked("group:three", "q3")]
    participations = [member_of(*pair) for pair in (("ada", "group:one"), ("ben", "group:one"), ("cem", "group:two"))]
    records = [*tables, *participations, member_of("dia", "group:three")]
    snapshot = snapshot_of(records)
    result = QUERY.run(snapshot)
    assert [(row.first_name, row.second_name, row.themes, row.questions) for row in result.rows] == [
        ("Ada", "Cem", (), ("question:q1", "question:q2")),
        ("Ben", "Cem", (), ("question:q1", "question:q2")),
    ]
    assert {link_id.partition(":")[0] for link_id in result.rows[0].records} == {"member_of", "asked"}
    assert str(result.summary[0]) == (
        "2 pairs share an interest. Ada and Cem are most alike: Who helps cranes? and Who sees cranes?."
    )
    assert str(result.summary[1]).startswith("2 of them are pairs whose questions are alike in words")
    # Once somebody said what both are about, it is a theme like any other.
    said = QUERY.run(snapshot_of([*records, about("q1", "birds"), about("q2", "birds")]))
    assert [(row.second_name, row.themes) for row in said.rows] == [("Cem", ("theme:birds",))] * 2
    assert not any("alike in words" in str(sentence) for sentence in said.summary)


def test_what_stands_over_all_questions_is_shared_by_nobody() -> None:
    heading = theme("heading", name="How can we work together?")
    questions = [question(f"q{name}", name=f"Who {name}?") for name in ("paints", "swims")]
    asking = [
        link
        for name in ("paints", "swims")
        for link in (asked(f"group:{name}", f"q{name}"), about(f"q{name}", "heading"))
    ]
    assert rows_of(snapshot_of([heading, *questions, *asking]), tied="show") == ()


def test_without_people_who_have_themes_those_who_have_are_compared() -> None:
    tables = [asked(f"group:{name}", f"q{name}") for name in ("one", "two")]
    questions = [about(f"q{name}", "trust") for name in ("one", "two")]
    rows = rows_of(snapshot_of([*tables, *questions, member_of("ada", "group:one")]))
    assert [(row.first_id, row.second_id) for row in rows] == [("group:one", "group:two")]


def test_records_are_what_each_side_said() -> None:
    snapshot = snapshot_of(RECORDS)
    links = [snapshot.link(key) for key in rows_of(snapshot)[0].records]
    assert {(link.TYPE, link.source.partition(":")[2]) for link in links} == {
        ("INTERESTED_IN", "ada"),
        ("INTERESTED_IN", "ben"),
        ("ASKED", "ada"),
        ("ABOUT", "q"),
    }


def test_of_one_and_at_least_two() -> None:
    rows = rows_of(snapshot_of(RECORDS), id="Cem", min_shared=2, tied="show")
    assert [(row.first_name, row.second_name) for row in rows] == [("Cem", "Ada")]


def test_summary_says_how_rare() -> None:
    summary = [str(text) for text in QUERY.run(snapshot_of(RECORDS)).summary]
    assert summary == [
        "4 pairs share an interest. Ada and Ben are most alike: Maps and Data.",
        "Maps is the theme of 2 of the 4 that have any.",
        "2 more pairs work together already and are not shown.",
    ]
    shown = [str(text) for text in QUERY.run(snapshot_of(RECORDS), tied="show").summary]
    assert shown[2:] == ["4 of them do not work together yet."]
    assert "Data is common: it is the theme of 4 of the 4 that have any." in [
        str(text) for text in QUERY.run(snapshot_of(RECORDS), id="dia").summary
    ]


def test_a_very_common_theme_makes_no_pair_alone() -> None:
    crowd = [interested_in(f"p{number:03}", "data") for number in range(501)]
    rare = [interested_in(f"p{number:03}", "maps") for number in (7, 8)]
    result = QUERY.run(snapshot_of([*crowd, *rare]))
    assert [(row.first_id, row.second_id, row.themes) for row in result.rows] == [
        ("person:p007", "person:p008", ("theme:maps", "theme:data"))
    ]
    assert str(result.warnings[0]) == "Data is a theme of so many that it makes no pair alone."


@pytest.mark.parametrize("records", [[], [person("ada")], [member_of("ada", "north")], [interested_in("ada", "maps")]])
def test_without_pairs_there_is_a_sentence(records: list[Record]) -> None:
    result = QUERY.run(snapshot_of(records) if records else EMPTY)
    assert not result.rows
    assert str(result.summary[0]) == "No two of these have a theme in common, as far as it was written down."


def test_unknown_name() -> None:
    with pytest.raises(UnknownName):
        QUERY.run(snapshot_of(RECORDS), id="nobody at all")


def ways(snapshot: Snapshot, node: int, theme: int, not_through: set[int]) -> bool:
    """Say whether a node has a theme, in another way than through some projects."""
    for number in snapshot.links_at(node).tolist():
        link, other = snapshot.link(number), snapshot.other_end(number, node)
        if snapshot.ids[node] != link.source or other in not_through:
            continue
        if link.TYPE in {"INTERESTED_IN", "ABOUT"} and other == theme:
            return True
        if link.TYPE in {"ASKED", "WORKED_ON"} and theme in snapshot.neighbours(other, [About]):
            return True
    return False


@pytest.mark.parametrize("seed", range(20))
def test_equals_brute_force(seed: int) -> None:
    snapshot = random_network(seed)
    of_types = {n for n in range(len(snapshot)) if snapshot.type_of(n).TYPE in {"Person", "Affiliate"}}
    everybody = {n for n in range(len(snapshot)) if snapshot.type_of(n) in ACTORS}
    themes = snapshot.nodes_of(Theme).tolist()
    having = {n: {t for t in themes if ways(snapshot, n, t, set())} for n in everybody}
    count = sum(map(bool, having.values()))
    expected = set()
    for one, other in combinations(sorted(of_types), 2):
        common = set(snapshot.neighbours(one, [WorkedOn])) & set(snapshot.neighbours(other, [WorkedOn]))
        both = {t for t in themes if all(ways(snapshot, end, t, common) for end in (one, other))}
        if both:
            df = {t: sum(t in of for of in having.values()) for t in both}
            weight = sum(log(1 + count / df[t]) for t in both)
            ordered = sorted(both, key=lambda t: (df[t], t))
            ids = tuple(snapshot.ids[t] for t in ordered)
            expected.add((round(weight, 9), snapshot.ids[one], snapshot.ids[other], ids))
    rows = rows_of(snapshot, types=["Person", "Affiliate"], tied="show")
    assert {(round(r.weight, 9), r.first_id, r.second_id, r.themes) for r in rows} == expected
    assert len(rows) == len(expected)
