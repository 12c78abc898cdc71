# SPDX-License-Identifier: GPL-3.0-or-later
"""One name in several sources is one entry, unless something tells them apart; in every store."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.merge.by_name import joined_by_name
from graph.schema.ids import scoped_id
from graph.schema.links import Decision, Link
from graph.schema.nodes import Event, Node, Partner, Person, Project
from graph.schema.packed import id_of
from graph.schema.source import JOINED, Source
from graph.stores.base import Store
from graph.stores.findings import findings
from graph.stores.joining import load_joined, retire_joined
from graph.stores.memory import MemoryStore
from loaders.read import read
from queries.framework.discovery import get_query
from tests.support.builders import member_of, partner, person, same_as


def museum(id_: str, **fields: object) -> Node:
    """Return a partner whose name differs in case and accents only."""
    return partner(id_, **{"name": "Musée of Drums" if id_ < "y" else "musee of  DRUMS", **fields})


def joins(*sources: Sequence[Node | Link]) -> set[tuple[str, str]]:
    """Return the pairs that the rule joins."""
    statements = [(f"s{number}", record) for number, records in enumerate(sources) for record in records]
    return {(join.source, join.target) for join in joined_by_name(statements)}


def test_one_name_is_one_organisation_in_any_order_until_its_source_goes(new_store: Callable[[], Store]) -> None:
    sources = {
        "a": [museum("x"), person("ada"), member_of("ada", "partner:x")],
        "b": [museum("y"), person("ben"), member_of("ben", "partner:y")],
        "c": [museum("z", country="GH")],
    }
    seen: set[str] = set()
    for order in permutations(sources):
        store = new_store()
        for id_ in order:
            load_joined(store, [(Source(id=id_), sources[id_])], join=True)
        snapshot = store.snapshot()
        merged = snapshot.node("partner:x")
        assert (merged.merged_ids, merged.sources) == (("partner:y", "partner:z"), ("a", "b", "c", JOINED))
        near = snapshot.neighbours(snapshot.index("partner:x"))
        assert {snapshot.ids[number] for number in near} == {"person:ada", "person:ben"}
        seen.add(store.revision())
        retire_joined(store, "b", join=True)
        assert store.snapshot().node("partner:x").merged_ids == ("partner:z",)
        retire_joined(store, "c", join=True)
        assert store.snapshot().node("partner:x").merged_ids == ()
        assert {id_of(record) for record in store.stated("a")} == {id_of(record) for record in sources["a"]}
    assert len(seen) == 1


def test_different_undoes_a_join_and_none_undoes_all(new_store: Callable[[], Store]) -> None:
    store = new_store()
    load_joined(store, [(Source(id="a"), [museum("x")]), (Source(id="b"), [museum("y")])], join=True)
    assert len(store.snapshot()) == 1
    apart = replace(same_as("ada", "ben", decision=Decision.DIFFERENT), source="partner:x", target="partner:y")
    load_joined(store, [(Source(id="review"), [apart])], join=True)
    assert len(store.snapshot()) == 2
    retire_joined(store, "review", join=True)
    assert len(store.snapshot()) == 1
    load_joined(store, [(Source(id="c"), [person("ada")])], join=False)
    assert (len(store.snapshot()), list(store.stated(JOINED))) == (3, [])


def test_what_a_person_decides_is_joined_by_no_rule(new_store: Callable[[], Store]) -> None:
    store = new_store()
    load_joined(store, [(Source(id="a"), [museum("x")]), (Source(id="b"), [museum("y")])], join=True)
    assert store.snapshot().node("partner:x").sources == ("a", "b", JOINED)
    one = replace(same_as("ada", "ben", decision=Decision.SAME), source="partner:x", target="partner:y")
    load_joined(store, [(Source(id="review"), [one])], join=True)
    assert store.snapshot().node("partner:x").sources == ("a", "b")
    assert list(findings(store)) == []
    retire_joined(store, "review", join=True)
    assert store.snapshot().node("partner:x").sources == ("a", "b", JOINED)
    assert list(findings(store)) == []


def test_what_was_joined_is_listed_with_its_reason() -> None:
    store = MemoryStore()
    people = [[person(id_, name="Ada Example", affiliation="Wikis")] for id_ in ("ada", "ada-e")]
    given = [(Source(id="a"), [museum("x"), *people[0]]), (Source(id="b"), [museum("y"), *people[1]])]
    load_joined(store, given, join=True)
    result = get_query("duplicates").run(store.snapshot())
    assert (result.rows, [str(said) for said in result.summary]) == (
        (),
        [
            "No two names of people or organisations look alike.",
            "2 entries were joined by name from several sources and are not asked about; “decided” lists them.",
        ],
    )
    rows = get_query("duplicates").run(store.snapshot(), decided=True).rows
    assert [(row.left_id, row.right_id, *map(str, row.reasons_for), row.decision, row.by) for row in rows] == [
        ("partner:x", "partner:y", "the same name in 2 sources", "same", "name"),
        (
            *("person:ada", "person:ada-e", "the same full name in 2 sources, and one more fact that agrees"),
            *("same", "name"),
        ),
    ]


TABLES = {
    "contacts": "name,affiliate,contact for\nAda Example,Baobab,Museum of Drums; Moon Library\n"
    "Chiara Esempio,Harmattan,Indigo School\n",
    "work": "name,affiliate,works on\nAda Example,Baobab,Drums Online\nBen Beispiel,Baobab,Drums Online\n",
    "board": "name,affiliate,contact for\nBen Beispiel,baobab,Museum of  drums\n",
}
HEADLINE = "If these 2 of 3 people left, at least 2 of 3 partnerships would have nobody who knows them."
ONE_TABLE = (
    "name,affiliate,contact for,works on\nAda Example,Baobab,Museum of Drums; Moon Library,Drums Online\n"
    "Ben Beispiel,Baobab,Museum of Drums,Drums Online\nChiara Esempio,Harmattan,Indigo School,\n"
)


@pytest.mark.parametrize("order", list(permutations(TABLES)))
def test_three_files_of_one_world_say_what_one_file_says(order: Sequence[str], tmp_path: Path) -> None:
    def said(tables: Sequence[tuple[str, str]]) -> list[str]:
        store = MemoryStore()
        for name, text in tables:
            path = tmp_path / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            load_joined(store, [(reading.source, reading.records) for reading in read([path])], join=True)
        found = [get_query(name).run(store.snapshot()) for name in ("bus-factor", "single-contacts", "collaborators")]
        # Who stands first of several goes by ids, which differ.
        assert str(found[0].summary[0]) == HEADLINE
        return [
            " ".join(sorted(re.findall(r"\w+", str(said).casefold()))) for result in found for said in result.summary
        ]

    assert said([(name, TABLES[name]) for name in order]) == said([("one", ONE_TABLE)])


def test_what_only_a_retired_source_told_apart_is_joined(new_store: Callable[[], Store]) -> None:
    for join, count in ((True, 1), (False, 2)):
        store = new_store()
        twice = [museum("x"), museum("y")]
        given = [("a", [museum("x")]), ("b", twice), ("c", [museum("y")])]
        load_joined(store, [(Source(id=id_), records) for id_, records in given], join=True)
        assert (len(store.snapshot()), [source.id for source in store.sources()]) == (2, ["a", "b", "c"])
        retire_joined(store, "b", join=join)
        assert len(store.snapshot()) == count


@pytest.mark.parametrize(
    ("left", "right", "is_one"),
    [
        (Partner(id="partner:a", name="X"), Partner(id="partner:b", name="x"), True),
        (Partner(id="partner:a", name="C++ Club"), Partner(id="partner:b", name="C# Club"), False),
        (Partner(id="partner:a", name="C++ Club"), Partner(id="partner:b", name="C Club"), False),
        (Partner(id="partner:a", name="R&D"), Partner(id="partner:b", name="RD"), False),
        (Partner(id="partner:a", name="X", country="GH"), Partner(id="partner:b", name="X", country="FR"), False),
        (Partner(id="partner:a", name="X", country="GH"), Partner(id="partner:b", name="X", country="GH"), True),
        (Partner(id="partner:a", name="X", wikidata="Q1"), Partner(id="partner:b", name="X", wikidata="Q2"), False),
        (Partner(id="partner:a", name="X"), Project(id="project:b", name="X"), False),
        (Event(id="event:a", name="X", start="2017"), Event(id="event:b", name="X", start="2017-03"), True),
        (Event(id="event:a", name="X", start="2017"), Event(id="event:b", name="X", start="2018-03"), False),
        (Project(id="project:a", name="X", start="2017"), Project(id="project:b", name="X", start="2019"), True),
        (Project(id="project:a", name="X", end="2017"), Project(id="project:b", name="X", start="2018"), False),
        (Person(id="person:a", name="Ada Li"), Person(id="person:b", name="Ada Li"), False),
        (Person(id="person:a", name="Ada", username="A"), Person(id="person:b", name="Ada", username="A"), False),
        (Person(id="person:a", name="Ada Li", username="A"), Person(id="person:b", name="ADA LI", username="A"), True),
        (
            Person(id="person:a", name="Ada Li", affiliation="WMGH", username="A"),
            Person(id="person:b", name="Ada Li", affiliation="wmgh", username="B"),
            False,
        ),
        (
            Person(id="person:a", name="Ada Li", country="GH", languages=("en", "fr")),
            Person(id="person:b", name="Ada Li", country="GH", languages=("fr",)),
            True,
        ),
        (
            Person(id="person:a", name="Ada Li", country="GH", languages=("en",)),
            Person(id="person:b", name="Ada Li", country="GH", languages=("fr",)),
            False,
        ),
    ],
)
def test_facts_join_and_tell_apart(left: Node, right: Node, is_one: bool) -> None:  # noqa: FBT001 - data
    assert joins([left], [right]) == ({(left.id, right.id)} if is_one else set())


def test_signs_keep_ids_apart_within_a_source() -> None:
    names = ["C++ Club", "C# Club", "C Club", "C+ Club"]
    assert len({scoped_id("affiliate", "list", name) for name in names}) == len(names)
    assert scoped_id("affiliate", "list", "C Club +") == "affiliate:list/c-club"


def test_people_are_one_by_a_shared_organisation_under_any_id() -> None:
    mine = [person("ada", name="Ada Li"), museum("x"), member_of("ada", "partner:x")]
    yours = [person("al", name="Ada Li"), museum("y"), member_of("al", "partner:y")]
    assert joins(mine, yours) == {("partner:x", "partner:y"), ("person:ada", "person:al")}


def test_a_name_that_one_source_gives_twice_joins_nobody() -> None:
    assert joins([museum("x"), museum("y")], [museum("z")]) == set()
    twice = [Partner(id="partner:a", name="X"), Partner(id="partner:b", name="X")]
    assert joins(twice, [Partner(id="partner:c", name="X")]) == set()


def test_the_rule_gives_way_to_a_chain_of_decisions() -> None:
    x, y, z = (f"partner:{letter}" for letter in "xyz")
    same = replace(same_as("a", "b", decision=Decision.SAME), source=y, target=z)
    other = replace(same_as("a", "b", decision=Decision.DIFFERENT), source=x, target=z)
    sources = [museum("x")], [museum("y")], [Partner(id=z, name="Other")]
    statements = [(f"s{number}", record) for number, records in enumerate(sources) for record in records]
    assert [(join.source, join.target) for join in joined_by_name(statements)] == [(x, y)]
    assert joined_by_name([*statements, ("review", same), ("review", other)]) == []


RECORDS = st.builds(
    Partner,
    id=st.sampled_from([f"partner:{letter}" for letter in "abcdef"]),
    name=st.sampled_from(["X", "x", "Y"]),
    country=st.sampled_from([None, None, None, "GH", "FR"]),
) | st.builds(
    lambda left, right, decision: replace(same_as("a", "b", decision=decision), source=left, target=right),
    st.sampled_from(["partner:a", "partner:b"]),
    st.sampled_from(["partner:c", "partner:d"]),
    st.sampled_from([Decision.SAME, Decision.DIFFERENT]),
)
LOADS = st.lists(st.tuples(st.sampled_from("stu"), st.none() | st.lists(RECORDS, max_size=4)), min_size=1, max_size=6)


@given(loads=LOADS)
@settings(deadline=None, max_examples=150)
def test_joins_depend_on_what_the_sources_say_alone(loads: list[tuple[str, list[Node | Link] | None]]) -> None:
    store, now = MemoryStore(""), dict[str, list[Node | Link]]()
    for source_id, records in loads:
        once = list({record.id: record for record in records or ()}.values())
        if records is not None:
            now[source_id] = once
            load_joined(store, [(Source(id=source_id), once)], join=True)
        elif now.pop(source_id, None) is not None:
            retire_joined(store, source_id, join=True)
    fresh = MemoryStore("")
    load_joined(fresh, [(Source(id=id_), now[id_]) for id_ in sorted(now, reverse=True)], join=True)
    assert store.snapshot().ids == fresh.snapshot().ids
    assert set(store.stated(JOINED)) == set(fresh.stated(JOINED))
