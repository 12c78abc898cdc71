# SPDX-License-Identifier: GPL-3.0-or-later
"""Themes of a node: how often, how rare, what is offered and wanted."""

from math import log, sqrt

import numpy as np
import pytest

from graph.schema.links import About, Asked, InterestedIn, WorkedOn
from graph.snapshot.snapshot import EMPTY, Snapshot
from queries.measures.themes import Statements, themes_of
from tests.support.builders import about, asked, interested_in, offers, snapshot_of, wants, worked_on
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


def counts(snapshot: Snapshot) -> dict[tuple[str, str], int]:
    found = themes_of(snapshot)
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
    expected: dict[tuple[str, str], int] = {}
    for node, theme, _ in reasons:
        expected[node, theme] = expected.get((node, theme), 0) + 1
    assert counts(snapshot) == expected
