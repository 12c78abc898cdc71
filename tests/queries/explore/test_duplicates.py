# SPDX-License-Identifier: GPL-3.0-or-later
"""Candidates for one person or organisation; what happens to answers is in `test_identity_review.py`."""

from dataclasses import fields
from random import Random
from time import perf_counter
from typing import Any

import pytest

from graph.errors import BadParameter
from graph.schema.links import Decision
from graph.schema.nodes import GroupKind, PartnerKind, Record
from graph.schema.source import Source
from graph.snapshot.snapshot import EMPTY, Snapshot
from graph.stores.memory import MemoryStore
from loaders.tables.review import COLUMNS
from queries.explore.duplicates import QUERY, Row
from queries.framework.result import Result
from queries.measures.identity import candidates as candidates_module
from tests.support.builders import (
    affiliate,
    attended,
    contact_of,
    event,
    group,
    member_of,
    partner,
    person,
    same_as,
    snapshot_of,
    worked_on,
)


def ask(*records: Record, **given: Any) -> Result[Row]:
    return QUERY.run(snapshot_of(records), **given)


def pairs(result: Result[Row]) -> list[tuple[str, str]]:
    return [(row.left_id.partition(":")[2], row.right_id.partition(":")[2]) for row in result.rows]


def reasons(row: Row) -> tuple[list[str], list[str]]:
    return list(map(str, row.reasons_for)), list(map(str, row.reasons_against))


SAMIRS = person("b1", name="Samir Haddad"), person("a1", name="HADAD, Sameer")
OTHERS = person("c1", name="Chinwe Okeke-Dunu"), person("d1", name="Odile Ferrandier")


# What is found


def test_columns_are_those_of_the_review_file_and_records() -> None:
    assert tuple(field.name for field in fields(Row)) == (*COLUMNS, "records")


def test_a_pair_with_all_that_speaks_for_it() -> None:
    (row,) = ask(
        *OTHERS,
        person("a1", name="HADAD, Sameer", country="MA", languages=("ar", "fr", "en")),
        person("b1", name="Samir Haddad", country="MA", languages=("fr", "ar")),
        *(member_of(name, "north") for name in ("a1", "b1")),
        *(member_of(name, "group:teachers") for name in ("a1", "b1")),
        *(worked_on(name, "exhibition") for name in ("a1", "b1")),
        *(contact_of(name, "museum") for name in ("a1", "b1")),
    ).rows
    assert (row.left_id, row.left_name, row.right_id, row.right_name) == (
        "person:a1",
        "HADAD, Sameer",
        "person:b1",
        "Samir Haddad",
    )
    assert round(row.score, 3) == 0.975
    assert (row.weak, row.decision, row.by, row.date, row.note) == (False, None, None, None, None)
    assert reasons(row) == (
        [
            "same affiliate: North",
            "same group: Teachers",
            "same partner: Museum",
            "same project: Exhibition",
            "same country: Morocco",
            "same languages: Arabic and French",
        ],
        [],
    )
    assert row.records[:2] == ("person:a1", "person:b1")
    assert [id_.partition(":")[0] for id_ in row.records[2:]] == [
        *("member_of", "member_of", "member_of", "member_of", "contact_of", "contact_of", "worked_on", "worked_on"),
    ]


def test_what_speaks_against_it() -> None:
    (row,) = ask(
        person("a1", name="Samir Haddad", username="ExampleSamir", wikidata="Q11"),
        person("b1", name="Samira Haddad", username="ExampleSamira", wikidata="Q22"),
        group("four", kind=GroupKind.WORKSHOP_TABLE),
        *(attended(name, "indaba") for name in ("a1", "b1")),
        *(member_of(name, "group:four") for name in ("a1", "b1")),
    ).rows
    assert reasons(row) == (
        [],
        [
            "two user names: ExampleSamir and ExampleSamira",
            "two Wikidata items: Q11 and Q22",
            "the endings may tell a woman’s name from a man’s",
            "both are listed at Indaba",
            "both are listed at Four",
        ],
    )


def test_two_lists_that_name_one_each_at_a_meeting_speak_for_it() -> None:
    store = MemoryStore()
    store.load(Source(id="events"), [event("indaba")])
    for source, who in (("notes", SAMIRS[0]), ("list", SAMIRS[1])):
        store.load(Source(id=source), [who, attended(who.id, "indaba")])
    (row,) = QUERY.run(store.snapshot()).rows
    assert reasons(row) == (["same event: Indaba"], [])
    store.load(Source(id="third"), [attended(who.id, "indaba") for who in SAMIRS])
    (row,) = QUERY.run(store.snapshot()).rows
    assert reasons(row) == ([], ["both are listed at Indaba"])


def test_organisations_have_kind_and_country_as_reasons() -> None:
    rows = ask(
        partner("a", name="Museum of Drums", kind="museum", country="GH"),
        partner("b", name="Drums, Museum of", kind="museum", country="GH"),
        affiliate("c", name="Museum of Drums", kind="chapter", country="GH"),
        affiliate("d", name="Museum of Drum", kind="user group", country="TG"),
    ).rows
    assert [(row.left_id, row.right_id, *reasons(row)) for row in rows] == [
        ("partner:a", "partner:b", ["same country: Ghana", "same kind: museum"], []),
        ("affiliate:c", "affiliate:d", [], ["two countries: Ghana and Togo", "two kinds: chapter and user group"]),
    ]


def test_types_are_kept_apart_and_can_be_chosen() -> None:
    records = (*SAMIRS, partner("x", name="Radio One"), partner("y", name="Radio-One"))
    groups = group("g", name="Teachers Team"), group("h", name="Team Teachers")
    assert pairs(ask(*records, *groups)) == [("x", "y"), ("a1", "b1")]
    assert pairs(ask(*records, *groups, types=["Partner"])) == [("x", "y")]
    assert pairs(ask(*records, *groups, types="Group")) == [("g", "h")]


def test_order_is_nothing_against_first_then_score_then_ids() -> None:
    rows = ask(
        person("a", name="Amin Belkadi"), person("b", name="Amina Belkadi"),
        person("c", name="Zoë Brannock", username="One"), person("d", name="Zoe Brannock", username="Two"),
        person("e", name="J. Dumarest"), person("f", name="Jean Dumarest"),
        person("g", name="Mohamed Tazari"), person("h", name="Mohammed Tazari"),
        person("i", name="Huda Shuaib"), person("j", name="Huda Shuaib"),
        person("k", name="Ama Korkor"), person("l", name="Korkor Ama"),
    ).rows  # fmt: skip
    assert [(row.left_id[-1] + row.right_id[-1], round(row.score, 3)) for row in rows] == [
        ("ij", 1), ("kl", 1), ("gh", 0.995), ("ef", 0.85), ("cd", 1), ("ab", 0.872),
    ]  # fmt: skip
    assert [bool(row.reasons_against) for row in rows] == [False] * 4 + [True] * 2


def test_least_score() -> None:
    records = person("e", name="J. Dumarest"), person("f", name="Jean Dumarest")
    assert pairs(ask(*records, min_score=0.85)) == [("e", "f")]
    assert pairs(ask(*records, min_score=0.86)) == []
    for value in (0.5, 1.1, "high", float("nan")):
        with pytest.raises(BadParameter):
            ask(*records, min_score=value)
    with pytest.raises(BadParameter):
        ask(*records, types=["Event"])


def test_another_name_counts_too() -> None:
    records = person("a1", name="M. Fanous", aliases=("مريم فانوس",)), person("b1", name="Maryam Fanous")
    (row,) = ask(*records, min_score=0.95).rows
    assert round(row.score, 3) == 0.975


def test_first_names_alone_are_weak_and_each_person_is_asked_about_once() -> None:
    result = ask(
        *(person(f"{number}/reda", name="Reda") for number in range(1, 5)),
        person("full", name="Reda Benkirane"),
    )
    assert [(row.left_id, row.right_id, row.weak) for row in result.rows] == [
        ("person:1/reda", "person:2/reda", True),
        ("person:3/reda", "person:4/reda", True),
    ]
    assert "8 more pairs have a first name alone in common and are not asked about." in map(str, result.warnings)


def test_a_weak_pair_that_was_decided_makes_room_or_takes_it() -> None:
    reda = [person(f"r{number}", name="Reda") for number in range(3)]
    assert pairs(ask(*reda, same_as("r0", "r1", decision=Decision.DIFFERENT))) == [("r0", "r2")]
    assert pairs(ask(*reda, same_as("r1", "r2", decision=Decision.UNSURE))) == [("r1", "r2")]


def test_organisations_of_one_word_are_not_weak() -> None:
    (row,) = ask(partner("a", name="Mapeando"), partner("b", name="MAPEANDO")).rows
    assert not row.weak


def test_who_opted_out_is_no_candidate() -> None:
    store = MemoryStore()
    out = person("a1", name="Samir Haddad", opted_out=True)
    store.load(
        Source(id="one"), [out, SAMIRS[0], *(person(f"o{n}", name="A Person", opted_out=True) for n in range(2))]
    )
    result = QUERY.run(store.snapshot())
    assert result.rows == ()
    hidden = person("opted-out/1", name="Samir Haddad", opted_out=True)
    assert ask(hidden, SAMIRS[0], same_as(hidden.id, "b1", decision=Decision.UNSURE)).rows == ()


@pytest.mark.parametrize(
    "records", [(), (person("a"),), OTHERS, (person("a", name="…"), person("b", name="…")), (event("a"), event("b"))]
)
def test_nothing_looks_alike(records: tuple[Record, ...]) -> None:
    result = ask(*records)
    assert (result.rows, [str(sentence) for sentence in result.summary]) == (
        (),
        ["No two names of people or organisations look alike."],
    )


def test_sentences() -> None:
    result = ask(
        *SAMIRS,
        person("e1", name="Samira Haddad"),
        *OTHERS,
        same_as("c1", "d1", decision=Decision.DIFFERENT),
    )
    assert pairs(result) == [("a1", "b1"), ("a1", "e1"), ("b1", "e1")]
    assert list(map(str, result.summary)) == [
        "3 pairs of names may stand for the same person or organisation. Begin with HADAD, Sameer and Samir Haddad.",
        "Something speaks against one of them; it comes last.",
        (
            "To answer, save the table as CSV, write same, different or unsure into “decision” and load the file. "
            "Nothing is joined before, and retiring the file undoes it."
        ),
        "One pair was found to be different and is not asked about again.",
    ]
    assert "Load the new one under a name of its own" in str(result.warnings[-1])


# Decisions


def test_earlier_decisions_show_and_different_is_not_asked_again() -> None:
    unsure = same_as("a1", "b1", decision=Decision.UNSURE, by="Ada", date="2025-03", note="Ask Ben.")
    (row,) = ask(*SAMIRS, unsure).rows
    assert (row.decision, row.by, row.date, row.note) == ("unsure", "Ada", "2025-03", "Ask Ben.")
    assert row.records == ("person:a1", "person:b1", unsure.id)
    different = same_as("a1", "b1", decision=Decision.DIFFERENT)
    assert ask(*SAMIRS, different).rows == ()
    assert [row.decision for row in ask(*SAMIRS, different, decided=True).rows] == ["different"]


def test_an_unsure_pair_stays_open_whatever_its_score() -> None:
    records = person("a1", name="Bob Harrowgate"), person("b1", name="Robert Ashgrove")
    (row,) = ask(*records, same_as("a1", "b1", decision=Decision.UNSURE)).rows
    assert (row.score < 0.7, row.weak) == (True, False)


# Many people


def crowd(count: int, firsts: int, families: int) -> Snapshot:
    random = Random(1)

    def word() -> str:
        return "".join(random.choice("bdfghklmnrst") + random.choice("aeiou") for _ in range(random.randint(2, 4)))

    given, family = [word() for _ in range(firsts)], [word() for _ in range(families)]
    return snapshot_of(
        person(f"s/{number}", name=f"{random.choice(given)} {random.choice(family)}") for number in range(count)
    )


@pytest.mark.parametrize(("firsts", "families"), [(300, 3000), (40, 120), (2, 5000)])
def test_five_thousand_people_in_under_twenty_seconds(firsts: int, families: int) -> None:
    snapshot = crowd(5000, firsts, families)
    start = perf_counter()
    assert QUERY.run(snapshot).rows
    assert perf_counter() - start < 20


def test_a_crowd_of_one_name_is_answered_in_part_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates_module, "MOST_OF_A_NAME", 3)
    people = [person(f"p{number}", name="Jean Dumarest") for number in range(5)]
    others = [person(f"q{number}", name="Jean Dumares") for number in range(3)]
    result = ask(*people, *others)
    among = {("p0", "p1"), ("p1", "p2"), ("p2", "p3"), ("p3", "p4")}
    assert set(pairs(result)) == among | {("q0", "q1"), ("q0", "q2"), ("q1", "q2")} | {
        (f"p{number}", f"q{number % 3}") for number in range(5)
    }
    assert "are called like Jean Dumarest" in str(result.warnings[0])


def test_same_rows_whatever_the_order_of_loading() -> None:
    records = [*SAMIRS, *OTHERS, person("e", name="Samira Haddad"), contact_of("a1", "x"), contact_of("b1", "x")]
    assert ask(*records).rows == ask(*reversed(records)).rows
    assert QUERY.run(EMPTY).rows == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Acronyms, in a name of their own or inside one, and words with digits agree exactly or not at all.
        ("DCW", "DC"),
        ("Wikimedia DC", "Wikimedia DCW"),
        ("Library 100", "Library 010"),
        # Signs behind a word keep names apart.
        ("C++ Club", "C Club"),
        ("C# Club", "C++ Club"),
    ],
)
def test_acronyms_and_words_with_digits_agree_exactly(one: str, other: str) -> None:
    def found(name: str) -> int:
        records = [affiliate("one", name=one), affiliate("other", name=name)]
        return len(QUERY.run(snapshot_of(records)).rows)

    assert (found(other), found(one)) == (0, 1)


def test_people_with_numbers_for_names() -> None:
    assert QUERY.run(snapshot_of([person("one", name="a0010"), person("other", name="a0100")])).rows == ()


def test_an_organisation_is_compared_by_its_name_before_short_aliases() -> None:
    same_alias = [
        affiliate("ghana", name="Wikis of Ghana", aliases=("WG",)),
        affiliate("guinea", name="Friends in Guinea", aliases=("WG",)),
    ]
    assert QUERY.run(snapshot_of(same_alias)).rows == ()


def test_words_that_many_organisations_have_tell_none_apart() -> None:
    places = ("Ghana", "Kenya", "Malta", "Peru", "Togo", "Fiji", "Chad")
    records = [affiliate(place.lower(), name=f"Wiki Community User Group {place}") for place in places]
    assert QUERY.run(snapshot_of(records)).rows == ()
    more = [*records, affiliate("kenia", name="Wiki Community User Group Kenia")]
    assert [(row.left_name[-5:], row.right_name[-5:]) for row in QUERY.run(snapshot_of(more)).rows] == [
        ("Kenia", "Kenya")
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rob Okafor", "Robert Okafor"),
        ("Liz Mwangi", "Elizabeth Mwangi"),
        ("Pepe Salazar", "José Salazar"),
        ("Fatou Sarr", "Fatima Sarr"),
        ("أحمد بن علي", "Ahmed Ben Ali"),
        ("أحمد ابن علي", "Ahmed Bin Ali"),
        ("سالم ولد داود", "Salem Ould Daoud"),
    ],
)
def test_short_forms_of_first_names_and_particles_are_known(one: str, other: str) -> None:
    (row,) = QUERY.run(snapshot_of([person("one", name=one), person("other", name=other)])).rows
    assert row.score >= 0.85
    assert not row.weak


def test_two_short_forms_and_two_full_names_are_not_one_another() -> None:
    records = [person("one", name="Robert Okafor"), person("other", name="Roberta Okafor")]
    assert all(row.reasons_against or row.score < 0.95 for row in QUERY.run(snapshot_of(records)).rows)


@pytest.mark.parametrize(("language", "same", "two"), [("fr", "musée", "archives"), ("ar", "متحف", "أرشيف")])
def test_kinds_are_in_the_language_of_the_reader(language: str, same: str, two: str) -> None:
    museum, archive = PartnerKind.MUSEUM, PartnerKind.ARCHIVE
    records = [
        partner(key, name="House of Drums", kind=kind)
        for key, kind in zip("abc", (museum, museum, archive), strict=True)
    ]
    rows = QUERY.run(snapshot_of(records)).dicts(language)
    told = " ".join(reason for row in rows for reason in (*row["reasons_for"], *row["reasons_against"]))
    assert same in told
    assert two in told
    assert "museum" not in told
