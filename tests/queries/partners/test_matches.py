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


def test_by_theme_and_in_each_stated_first_then_both_gain_then_one_sided_then_one_way() -> None:
    # Ben only worked on maps and asked about law, so what he has to do with comes after what ada, dia and cem said.
    assert pairs(snapshot_of(RECORDS)) == [
        ("Ada", "Cem", "theme:maps", None),
        ("Dia", "Cem", "theme:maps", None),
        ("Ada", "Ben", "theme:maps", True),
        ("Dia", "Ben", "theme:maps", False),
        ("Ben", "Ada", "theme:law", True),
    ]


def test_what_nobody_stated_is_marked_and_worded_so() -> None:
    told = {
        (row.wanter_name, row.offerer_name): (row.stated, str(row.wanter_how), str(row.offerer_how))
        for row in QUERY.run(snapshot_of(RECORDS)).rows
    }
    assert told["Ada", "Cem"] == (True, "wants it", "offers it")
    assert told["Ada", "Ben"] == (False, "wants it", "worked on it")
    assert told["Ben", "Ada"] == (False, "asked about it", "offers it")
    assert pairs(snapshot_of(RECORDS), stated=True) == [
        ("Ada", "Cem", "theme:maps", None),
        ("Dia", "Cem", "theme:maps", None),
    ]


def test_a_theme_swapped_for_itself_is_no_exchange() -> None:
    both = [stance(name, "maps") for name in ("ada", "ben") for stance in (wants, offers)]
    assert pairs(snapshot_of(both)) == []
    # What ada gains from ben besides is all that counts, and he gains nothing.
    more = [*both, wants("ada", "law"), offers("ben", "law")]
    assert pairs(snapshot_of(more)) == [("Ada", "Ben", "theme:law", False)]
    assert QUERY.run(snapshot_of(more)).rows[0].score == 0


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
    links = [snapshot.link(key) for key in QUERY.run(snapshot).rows[2].records]
    assert {(link.TYPE, link.source) for link in links} == {
        ("INTERESTED_IN", "person:ada"),
        ("WORKED_ON", "person:ben"),
        ("ABOUT", "project:atlas"),
    }


def test_nobody_is_matched_with_themself_or_against_their_will() -> None:
    assert pairs(snapshot_of([wants("ada", "maps"), offers("ada", "maps")])) == []
    assert pairs(snapshot_of([wants("ada", "maps"), offers("ben", "maps"), person("ben", opted_out=True)])) == []


def test_summary() -> None:
    # Ada and dia want maps, ben asked about law: three wishes, though five pairs.
    assert [str(text) for text in QUERY.run(snapshot_of(RECORDS)).summary] == [
        "3 wishes meet an offer. Begin with Ada (wants it) and Cem (offers it): Maps.",
        "They make 5 pairs of somebody who wants a theme and somebody who offers it.",
        "In 2 pairs both sides said so themselves.",
        "In 2 pairs both sides gain.",
        "In 2 pairs one side did not say what it wants or offers, so its gain counts half.",
        "One theme is wanted and offered by nobody, among them Trees.",
    ]
    inferred = [asked("ben", "q"), about("q", "maps"), worked_on("ada", "atlas"), about("project:atlas", "maps")]
    assert [str(text) for text in QUERY.run(snapshot_of(inferred)).summary[:2]] == [
        "One wish meets an offer. Begin with Ben (asked about it) and Ada (worked on it): Maps.",
        "In none of these did both sides say so themselves: wishes come from questions asked, offers from work done.",
    ]
    assert [str(text) for text in QUERY.run(EMPTY).summary] == ["No wish meets an offer here."]


def test_a_wish_or_an_offer_of_who_left_is_none() -> None:
    gone = [wants("eva", "trees"), offers("eva", "maps"), wants("ada", "maps"), person("eva", until="2020")]
    result = QUERY.run(snapshot_of(gone), as_of="2024-05-01")
    assert [str(text) for text in result.summary] == [
        "No wish meets an offer here.",
        "One theme is wanted and offered by nobody, among them Maps.",
    ]


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
        if not {t} <= set(found.offers.of(w).tolist()) & set(found.wants.of(o).tolist())
    }
    rows = QUERY.run(snapshot).rows
    assert {(row.wanter_id, row.offerer_id, row.theme) for row in rows} == expected
    assert len(rows) == len(expected)
