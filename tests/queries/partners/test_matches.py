# SPDX-License-Identifier: GPL-3.0-or-later
"""Wishes that meet offers, and who gains."""

from math import log
from typing import Any

import pytest

from graph.errors import UnknownName
from graph.snapshot.snapshot import EMPTY, Snapshot
from queries.measures.themes import themes_of
from queries.partners.matches import QUERY
from tests.support.builders import about, asked, interested_in, offers, person, snapshot_of, wants, worked_on
from tests.support.random_network import random_network

# ada wants maps and offers law; ben offers maps and wants law: both gain. cem offers maps and wants nothing.
# dia wants maps and offers bees, which nobody wants; eva only asked about trees, which nobody offers.
RECORDS = [
    wants("ada", "maps"),
    offers("ada", "law"),
    worked_on("ben", "atlas"),
    about("project:atlas", "maps"),
    asked("ben", "q"),
    about("q", "law"),
    offers("cem", "maps"),
    wants("dia", "maps"),
    offers("dia", "bees"),
    asked("eva", "why"),
    about("why", "trees"),
    interested_in("fay", "maps"),
]


def pairs(snapshot: Snapshot, **parameters: Any) -> list[tuple[str, str, str, bool | None]]:
    rows = QUERY.run(snapshot, **parameters).rows
    return [(row.wanter_name, row.offerer_name, row.theme, row.mutual) for row in rows]


def test_both_gain_first_then_one_sided_then_one_way() -> None:
    assert pairs(snapshot_of(RECORDS)) == [
        # Law is rarer than maps, so ben gains more from ada than she from him.
        ("Ben", "Ada", "theme:law", True),
        ("Ada", "Ben", "theme:maps", True),
        ("Ada", "Cem", "theme:maps", None),
        ("Dia", "Cem", "theme:maps", None),
        ("Dia", "Ben", "theme:maps", False),
    ]


def test_score_is_the_harmonic_mean_of_both_gains() -> None:
    # Six have a theme; maps five of them, law two.
    maps, law = log(1 + 6 / 5), log(1 + 6 / 2)
    scores = {(row.wanter_name, row.offerer_name): row.score for row in QUERY.run(snapshot_of(RECORDS)).rows}
    assert scores["Ada", "Ben"] == pytest.approx(2 * maps * law / (maps + law))
    assert scores["Ada", "Cem"] == pytest.approx(maps / 2)
    assert scores["Dia", "Ben"] == 0


def test_filters() -> None:
    assert pairs(snapshot_of(RECORDS), theme="law") == [("Ben", "Ada", "theme:law", True)]
    assert [row[:2] for row in pairs(snapshot_of(RECORDS), id="cem")] == [("Ada", "Cem"), ("Dia", "Cem")]


def test_each_side_names_the_record_that_says_so() -> None:
    snapshot = snapshot_of(RECORDS)
    links = [snapshot.link(key) for key in QUERY.run(snapshot).rows[1].records]
    assert {(link.TYPE, link.source) for link in links} == {
        ("INTERESTED_IN", "person:ada"),
        ("WORKED_ON", "person:ben"),
        ("ABOUT", "project:atlas"),
    }


def test_nobody_is_matched_with_themself_or_against_their_will() -> None:
    assert pairs(snapshot_of([wants("ada", "maps"), offers("ada", "maps")])) == []
    assert pairs(snapshot_of([wants("ada", "maps"), offers("ben", "maps"), person("ben", opted_out=True)])) == []


def test_summary() -> None:
    assert [str(text) for text in QUERY.run(snapshot_of(RECORDS)).summary] == [
        "5 wishes meet an offer. Begin with Ben, who wants to know about Law, and Ada, who offers it.",
        "In 2 of these both sides gain.",
        "In 2 of these one side did not say what it wants or offers, so its gain counts half.",
        "One theme is wanted and offered by nobody, among them Trees.",
    ]
    assert [str(text) for text in QUERY.run(EMPTY).summary] == ["No wish meets an offer here."]


def test_unknown_theme() -> None:
    with pytest.raises(UnknownName):
        QUERY.run(snapshot_of(RECORDS), theme="mapz and more")


def test_too_many_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.partners.matches.MOST_PAIRS", 3)
    result = QUERY.run(snapshot_of(RECORDS))
    assert {row.theme for row in result.rows} == {"theme:law"}
    assert str(result.warnings[0]).startswith("Not looked at, since so many want and offer it: Maps.")


@pytest.mark.parametrize("seed", range(20))
def test_equals_brute_force(seed: int) -> None:
    snapshot = random_network(seed)
    found = themes_of(snapshot)
    nodes = range(len(snapshot))
    expected = {
        (snapshot.ids[w], snapshot.ids[o], snapshot.ids[t])
        for w in nodes
        for o in nodes
        if w != o
        for t in set(found.wants.of(w).tolist()) & set(found.offers.of(o).tolist())
    }
    rows = QUERY.run(snapshot).rows
    assert {(row.wanter_id, row.offerer_id, row.theme) for row in rows} == expected
    assert len(rows) == len(expected)
