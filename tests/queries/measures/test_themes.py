# SPDX-License-Identifier: GPL-3.0-or-later
"""Themes of a node: how often, how rare, what is offered and wanted."""

from math import log, sqrt

import numpy as np
import pytest

from graph.schema.links import About, Asked, InterestedIn, MemberOf, WorkedOn
from graph.snapshot.snapshot import EMPTY, Snapshot
from queries.measures.themes import Statements, Themes, interests_of, themes_of
from tests.support.builders import (
    about,
    answers,
    asked,
    interested_in,
    member_of,
    offers,
    proposed,
    question,
    snapshot_of,
    theme,
    wants,
    worked_on,
)
from tests.support.random_network import all_links, random_network

# ada: open data three times (interest, two questions), maps once (project, in two roles). ben: maps, wanted.
RECORDS = [
    interested_in("ada", "data"),
    asked("ada", "q1"),
    asked("ada", "q2"),
    about("q1", "data"),
    about("q2", "data"),
    worked_on("ada", "atlas", role="lead"),
    worked_on("ada", "atlas"),
    about("project:atlas", "maps"),
    wants("ben", "maps"),
    offers("affiliate:north", "data"),
]


def counts(snapshot: Snapshot) -> dict[tuple[str, str], float]:
    return counted(snapshot, themes_of(snapshot))


def counted(snapshot: Snapshot, found: Themes) -> dict[tuple[str, str], float]:
    rows = zip(found.node.tolist(), found.theme.tolist(), found.count.tolist(), strict=True)
    return {(snapshot.ids[node], snapshot.ids[theme]): count for node, theme, count in rows}


def test_each_statement_question_and_project_counts_once() -> None:
    assert counts(snapshot_of(RECORDS)) == {
        ("person:ada", "theme:data"): 3,
        ("person:ada", "theme:maps"): 1,
        ("person:ben", "theme:maps"): 1,
        ("affiliate:north", "theme:data"): 1,
        ("question:q1", "theme:data"): 1,
        ("question:q2", "theme:data"): 1,
        ("project:atlas", "theme:maps"): 1,
    }


def test_an_idea_counts_as_a_question_does_but_is_no_want() -> None:
    # ben proposed an idea about data that answers a question about maps; his table of two proposed one about trust.
    snapshot = snapshot_of(
        [
            proposed("ben", "i1"),
            about("idea:i1", "data"),
            answers("i1", "q1"),
            about("q1", "maps"),
            member_of("ben", "group:table"),
            member_of("cy", "group:table"),
            proposed("group:table", "i2"),
            about("idea:i2", "trust"),
        ]
    )
    assert {key: count for key, count in counts(snapshot).items() if not key[0].startswith(("idea:", "question:"))} == {
        ("person:ben", "theme:data"): 1,
        ("person:ben", "theme:trust"): 0.5,
        ("person:cy", "theme:trust"): 0.5,
        ("group:table", "theme:trust"): 1,
    }
    assert not themes_of(snapshot).wants.by_theme
    assert not themes_of(snapshot).offers.by_theme


def test_rarity_counts_people_units_and_partners() -> None:
    snapshot = snapshot_of(RECORDS)
    found = themes_of(snapshot)
    data, maps = snapshot.index("theme:data"), snapshot.index("theme:maps")
    assert (found.actors, found.df[data], found.df[maps]) == (3, 2, 2)
    assert found.idf[data] == pytest.approx(log(1 + 3 / 2))


def test_similarity_is_the_cosine() -> None:
    snapshot = snapshot_of(RECORDS)
    found = themes_of(snapshot)
    ada, ben = snapshot.index("person:ada"), snapshot.index("person:ben")
    assert found.cosines_among(np.array([ada, ben]))[0, 1] == pytest.approx(1 / sqrt(10))
    assert found.cosines(found.vector(ada))[ben] == pytest.approx(1 / sqrt(10))
    # One more count of maps for ada: (3, 2) against (0, 1).
    assert found.cosines(found.vector(ada, snapshot.index("theme:maps")))[ben] == pytest.approx(2 / sqrt(13))


def test_offers_and_wants() -> None:
    snapshot = snapshot_of(RECORDS)
    found = themes_of(snapshot)

    def pairs(statements: Statements) -> set[tuple[str, str]]:
        return {(snapshot.names[n], snapshot.names[t]) for n, t in zip(statements.node, statements.theme, strict=True)}

    assert pairs(found.offers) == {("Ada", "Maps"), ("North", "Data")}
    assert pairs(found.wants) == {("Ada", "Data"), ("Ben", "Maps")}
    behind = found.offers.links(snapshot.index("person:ada"), snapshot.index("theme:maps"))
    assert [snapshot.link(number).TYPE for number in behind] == ["WORKED_ON", "ABOUT", "WORKED_ON"]


# Table one: ada, ben (in two roles), and gus who left; it asks about maps. Cem sits at table two, which asks nothing.
TABLES = [
    member_of("ada", "group:one"),
    member_of("ben", "group:one"),
    member_of("ben", "group:one", role="note taker"),
    member_of("gus", "group:one", until="2020"),
    member_of("cem", "group:two"),
    asked("group:one", "q1"),
    about("q1", "maps"),
]


def test_the_question_of_a_table_counts_for_its_members_as_one_shared_by_them() -> None:
    expected = {("question:q1", "theme:maps"): 1, ("group:one", "theme:maps"): 1}
    expected |= {("person:ada", "theme:maps"): 0.5, ("person:ben", "theme:maps"): 0.5}
    snapshot = snapshot_of(TABLES)
    assert counts(snapshot) == expected
    found, ada, maps = themes_of(snapshot), snapshot.index("person:ada"), snapshot.index("theme:maps")
    assert [snapshot.link(number).TYPE for number in found.links(ada, maps)] == ["MEMBER_OF", "ASKED", "ABOUT"]
    # Who asked it in person as well asked it once.
    assert counts(snapshot_of([*TABLES, asked("ada", "q1")]))["person:ada", "theme:maps"] == 1


def test_a_table_counts_once_in_how_rare_a_theme_is_and_its_members_want_nothing() -> None:
    snapshot = snapshot_of([*TABLES, interested_in("dia", "maps")])
    found, maps = themes_of(snapshot), snapshot.index("theme:maps")
    assert (found.actors, found.df[maps]) == (2, 2)
    assert [snapshot.ids[node] for node in found.wants.node.tolist()] == ["group:one"]


def test_questions_alike_in_words_count_as_a_theme_and_headings_as_none() -> None:
    heading = theme("heading", name="What do we ask?")
    cranes = [question("q1", name="Who helps cranes?"), question("q2", name="Who sees cranes?")]
    records = [heading, *cranes, *(asked(f"group:{name}", f"q{name}") for name in "12"), member_of("ada", "group:1")]
    records += [about(f"q{name}", "heading") for name in "12"]
    snapshot = snapshot_of(records)
    expected = {(f"group:{name}", "question:q1"): 1.0 for name in "12"} | {("person:ada", "question:q1"): 1.0}
    assert counted(snapshot, interests_of(snapshot)) == expected
    snapshot = snapshot_of([*records, about("q2", "birds")])
    found = counted(snapshot, interests_of(snapshot))
    assert {pair for pair in found if not pair[0].startswith("question:")} == {
        *((f"group:{name}", "theme:birds") for name in "12"),
        ("person:ada", "theme:birds"),
    }


def test_nothing_has_no_theme() -> None:
    found = themes_of(EMPTY)
    assert (len(found.node), found.actors, found.offers.by_theme) == (0, 0, {})


@pytest.mark.parametrize("seed", range(20))
def test_equals_brute_force(seed: int) -> None:
    snapshot = random_network(seed)
    links = all_links(snapshot)
    subjects = [link for link in links if isinstance(link, About)]
    reasons = {(link.source, link.target, link.id) for link in links if isinstance(link, InterestedIn | About)}
    for link in links:
        if isinstance(link, Asked | WorkedOn):
            reasons |= {(link.source, s.target, link.target) for s in subjects if s.source == link.target}
    tables: dict[str, set[str]] = {}
    for link in links:
        if isinstance(link, MemberOf) and link.target.startswith("group:") and not link.until:
            tables.setdefault(link.target, set()).add(link.source)
    expected: dict[tuple[str, str], float] = {}
    for node, about_, _ in reasons:
        expected[node, about_] = expected.get((node, about_), 0) + 1
    # Through each question the most that it counts: asked in person 1, through a table of g people 1/g.
    shared: dict[tuple[str, str, str], float] = {}
    for link in links:
        if isinstance(link, Asked):
            for person in tables.get(link.source, ()):
                for subject in subjects:
                    key = (person, subject.target, link.target)
                    if subject.source == link.target and key not in reasons:
                        shared[key] = max(shared.get(key, 0), 1 / len(tables[link.source]))
    for (node, about_, _), weight in shared.items():
        expected[node, about_] = expected.get((node, about_), 0) + weight
    assert counts(snapshot) == pytest.approx(expected)
