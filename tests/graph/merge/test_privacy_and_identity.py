# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is named, who is who, and what a load reports: each rule on the smallest graph that shows it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import pytest

from graph.merge.fields import masked, merge_nodes, merge_within, newest_wins, ranks
from graph.merge.identity import Contradiction, Identity, Statement, identity
from graph.merge.problems import first_of, from_text, to_text
from graph.schema.ids import hidden_id, is_hidden
from graph.schema.links import Attended, ContactOf, Decision, Link, MemberOf, SameAs, WorkedWith
from graph.schema.nodes import Node, Person, Theme
from graph.schema.source import Problem, ProblemCode, Source
from graph.stores.memory import MemoryStore
from graph.text.message import Text
from tests.support.builders import affiliate, event, group, member_of, partner, person, same_as, worked_with

Load = tuple[str, str | None, Sequence[Node | Link]]
SAME, DIFFERENT, UNSURE = Decision.SAME, Decision.DIFFERENT, Decision.UNSURE


def store_of(*loads: Load) -> MemoryStore:
    """Return a store with these sources: id, date, records."""
    store = MemoryStore("secret")
    for id_, as_of, records in loads:
        store.load(Source(id=id_, as_of=as_of), records)
    return store


def links(store: MemoryStore) -> set[tuple[str, str, str, str | None]]:
    """Return (type, source, target, note) of every link that the graph shows."""
    snapshot = store.snapshot()
    shown = [snapshot.link(number) for number in range(snapshot.link_count)]
    return {(link.TYPE, link.source, link.target, link.note) for link in shown}


def ids(store: MemoryStore) -> set[str]:
    return set(store.snapshot().ids)


HIDDEN_B = hidden_id("person", "person:b", "secret")


@pytest.mark.parametrize("who", ["a", "b"])
def test_a_link_at_either_end_of_who_is_not_named_loses_its_note(who: str) -> None:
    other = "b" if who == "a" else "a"
    link = WorkedWith(source="person:a", target="person:b", note="they met at B's house", on="maps")
    store = store_of(("s", None, [person(who, opted_out=True), person(other), link]))
    hidden = hidden_id("person", f"person:{who}", "secret")
    ends = tuple(sorted((hidden, f"person:{other}")))
    assert links(store) == {("WORKED_WITH", *ends, None)}
    plain = store_of(("s", None, [person("a"), person("b"), link]))
    assert links(plain) == {("WORKED_WITH", "person:a", "person:b", "they met at B's house")}


def test_a_note_stays_where_two_named_ones_are_joined() -> None:
    records: list[Node | Link] = [
        person("a"),
        person("b"),
        group("w"),
        MemberOf(source="person:b", target="group:w", note="n"),
    ]
    store = store_of(("s", None, records), ("r", None, [same_as("a", "b", decision=SAME)]))
    assert links(store) == {("MEMBER_OF", "person:a", "group:w", "n")}


@pytest.mark.parametrize(
    ("newer", "older", "hidden"),
    [(True, False, True), (False, True, True), (True, None, True), (None, True, True), (False, False, False)],
)
def test_any_yes_hides_whatever_is_newer(*, newer: bool | None, older: bool | None, hidden: bool) -> None:
    store = store_of(
        ("new", "2024", [person("a", opted_out=newer)]),
        ("old", "2020", [person("a", opted_out=older)]),
    )
    assert [is_hidden(id_) for id_ in ids(store)] == [hidden]


def test_a_wish_under_one_id_hides_all_that_are_joined_with_it() -> None:
    records: list[Node | Link] = [person("a"), person("b", opted_out=True), person("c")]
    decisions: list[Node | Link] = [same_as("a", "b", decision=SAME), same_as("b", "c", decision=SAME)]
    store = store_of(("s", None, records), ("r", None, decisions))
    assert ids(store) == {hidden_id("person", "person:a", "secret")}
    store.retire("r")
    assert ids(store) == {HIDDEN_B, "person:a", "person:c"}


def test_what_is_left_of_who_is_not_named() -> None:
    ada = Person(id="person:a", name="Ada", username="Ada", description="x", affiliation="y", aliases=("A",))
    assert masked(ada, "person:a") == ada
    left = masked(ada, HIDDEN_B)
    assert (left.id, left.name, left.aliases, left.description) == (HIDDEN_B, "a person", (), None)


def test_a_wish_without_the_person_hides_nobody() -> None:
    store = store_of(("s", None, [group("a"), person("b", opted_out=True)]), ("t", None, [person("c")]))
    store.retire("s")
    assert ids(store) == {"person:c"}


def test_a_same_inside_a_contradiction_is_no_link() -> None:
    decisions: list[Node | Link] = [
        same_as("a", "b", decision=SAME),
        same_as("b", "c", decision=SAME),
        same_as("a", "c", decision=DIFFERENT),
        same_as("a", "d", decision=UNSURE),
    ]
    store = store_of(("p", None, [person(name) for name in "abcd"]), ("r", None, decisions))
    assert ids(store) == {"person:a", "person:b", "person:c", "person:d"}
    # What was decided different or left unsure is shown; "same" is either done or, in a contradiction, told as one.
    assert links(store) == {
        ("SAME_AS", "person:a", "person:c", None),
        ("SAME_AS", "person:a", "person:d", None),
    }


@pytest.mark.parametrize(
    ("newer", "older", "joined"),
    [(SAME, DIFFERENT, True), (DIFFERENT, SAME, False), (UNSURE, SAME, False), (SAME, UNSURE, True)],
)
def test_the_newest_of_two_decisions_counts(newer: Decision, older: Decision, *, joined: bool) -> None:
    people: list[Node | Link] = [person("a"), person("b")]
    for loads in (("new", "2024", newer), ("old", "2020", older)), (("old", "2020", older), ("new", "2024", newer)):
        store = store_of(
            ("p", None, people), *((id_, as_of, [same_as("a", "b", decision=said)]) for id_, as_of, said in loads)
        )
        assert ids(store) == ({"person:a"} if joined else {"person:a", "person:b"})
        assert store.snapshot().link_count == (0 if joined else 1)


def test_decisions_between_classes_or_with_one_self_or_nobody_do_nothing() -> None:
    decisions: list[Node | Link] = [
        SameAs(source="person:a", target="group:g", decision=SAME),
        SameAs(source="person:a", target="person:a", decision=SAME),
        SameAs(source="person:a", target="person:gone", decision=SAME),
    ]
    store = store_of(("p", None, [person("a"), group("g")]), ("r", None, decisions))
    assert ids(store) == {"person:a", "group:g"}


def everybody(ids_: Collection[str]) -> set[str]:
    return set(ids_)


def decide(*pairs: tuple[str, str, Decision]) -> Identity:
    said: list[Statement] = [("s", SameAs(source=a, target=b, decision=how)) for a, b, how in pairs]
    return identity(said, {"s": 0}.__getitem__, everybody, "")


def test_a_contradiction_has_the_shortest_chain_and_leaves_other_groups_joined() -> None:
    a, b, c, d, e, x, y = (f"group:{letter}" for letter in "abcdexy")
    found = decide(
        (a, b, SAME), (b, c, SAME), (c, d, SAME), (a, e, SAME), (e, d, SAME), (x, y, SAME), (d, a, DIFFERENT)
    )
    assert found.contradictions == (Contradiction(a, d, (a, e, d)),)
    assert found.members == {x: (x, y)}
    assert [found.graph_id(id_) for id_ in (a, d, x, y, "group:z")] == [a, d, x, x, "group:z"]
    assert (found.members_of(x), found.members_of(a)) == ((x, y), (a,))


def test_the_precedence_of_sources() -> None:
    dated = [("d", "2024"), ("c", None), ("b", "2024-07-01"), ("a", "2024-06"), ("e", "2025")]
    found = ranks(Source(id=id_, as_of=as_of) for id_, as_of in dated)
    # The year stands for its 1 July; the more exact text of one day goes first; no date goes last.
    assert sorted(found, key=found.__getitem__) == ["e", "b", "d", "a", "c"]
    assert ranks([Source(id="b"), Source(id="a")]) == {"a": 0, "b": 1}


def test_the_newest_value_that_says_something_counts() -> None:
    new = Person(id="person:a", name="A", country="", open_to_partners=False, aliases=("X",))
    old = Person(id="person:a", name="B", country="GH", open_to_partners=True, aliases=("Y", "X"), username="u")
    united = newest_wins([new, old])
    assert united == replace(new, country="GH", aliases=("X", "Y"), username="u")
    assert newest_wins([old]) is old


def test_labels_are_decided_language_by_language() -> None:
    new, old = (
        Theme(id="theme:t", name="T", labels={"fr": "a"}),
        Theme(id="theme:t", name="T", labels={"fr": "b", "ar": "c"}),
    )
    assert getattr(newest_wins([new, old]), "labels", None) == {"fr": "a", "ar": "c"}
    united, conflicts = merge_within(new, replace(old, labels={"fr": "Z", "ar": "c"}))
    assert (getattr(united, "labels", None), conflicts) == ({"fr": "Z", "ar": "c"}, [])


def test_joined_nodes_have_the_smallest_id_its_name_and_the_others_as_aliases() -> None:
    b, a = (
        Person(id="person:b", name="Bea", country="FR"),
        Person(id="person:a", name="Ada", country="GH", aliases=("Z",)),
    )
    joined = merge_nodes([b, a, replace(b, name="Beatrix")])
    assert (joined.id, joined.name, joined.aliases, joined.merged_ids) == (
        "person:a",
        "Ada",
        ("Bea", "Z"),
        ("person:b",),
    )
    assert isinstance(joined, Person)
    assert joined.country == "FR"
    assert merge_nodes([a, replace(a, name="Adah")]).merged_ids == ()


def test_one_source_that_says_two_things() -> None:
    one = ContactOf(source="person:a", target="partner:b", role="lead", note="x", last_contact="2020")
    united, conflicts = merge_within(one, replace(one, note="b", last_contact="2019", since="2001", role=None))
    assert united == replace(one, note="b", since="2001")
    assert conflicts == [("note", "b", "x")]
    assert merge_within(one, one) == (one, [])


def test_a_load_reports_conflicts_waiting_links_and_links_to_oneself() -> None:
    store = store_of(("r", None, [same_as("a", "b", decision=SAME)]))
    records: list[Node | Link] = [
        person("a", country="GH"),
        person("a", country="FR"),
        person("b"),
        worked_with("a", "b"),
        member_of("a", "group:gone"),
    ]
    report = store.load(Source(id="s"), records)
    told = [(problem.code, problem.field, problem.found) for problem in report.problems]
    assert told == [
        (ProblemCode.CONFLICT, "country", "GH"),
        (ProblemCode.SELF_LINK, "", ""),
        (ProblemCode.WAITING, "", "group:gone"),
    ]
    assert "“person:a worked with person:b”" in str(report.problems[1].text)
    assert "“person:a is a member of group:gone”" in str(report.problems[2].text)
    assert report.created == {"Person": 1}
    assert report.unchanged == {}
    (listed,) = (source for source in store.sources() if source.id == "s")
    assert (listed.records, listed.problems) == (4, 3)
    again = store.load(Source(id="s"), records)
    assert (again.created, again.updated, again.retired) == ({}, {}, {})
    assert again.revision == report.revision


def test_a_link_that_waits_for_both_ends_names_both() -> None:
    report = store_of().load(Source(id="s"), [WorkedWith(source="person:a", target="person:b")])
    assert [problem.found for problem in report.problems] == ["person:a, person:b"]


def test_what_another_source_lacks_is_not_reported_again() -> None:
    store = store_of(("s", None, [person("a"), member_of("a", "group:gone")]))
    assert store.load(Source(id="t"), [person("b")]).problems == ()
    assert store.load(Source(id="u"), [group("gone")]).created == {"Group": 1, "MemberOf": 1}


def test_a_new_date_of_a_source_changes_who_wins() -> None:
    store = store_of(("a", "2020", [partner("x", name="Old")]), ("b", "2021", [partner("x", name="New")]))
    assert store.snapshot().names == ("New",)
    report = store.load(Source(id="a", as_of="2022"), [partner("x", name="Old")])
    assert (store.snapshot().names, report.updated) == (("Old",), {"Partner": 1})


def test_revisions_tell_states_apart_and_not_histories() -> None:
    def revision(*loads: Load) -> str:
        return store_of(*loads).revision()

    a, b = ("a", None, [person("a")]), ("b", "2024", [person("b"), person("c")])
    states = {revision(), revision(a), revision(b), revision(a, b), revision(a, (*b[:2], [person("b")]))}
    assert len(states) == 5
    assert all(len(text) == 32 for text in states)
    assert revision(a, b) == revision(b, a) == revision(b, (*a[:2], []), a)
    assert revision(("b", "2023", b[2])) != revision(b)
    assert revision(("b", "2024", [*b[2]][::-1])) == revision(b)


def test_joins_that_end_move_links_back_and_count_them() -> None:
    store = store_of(
        ("s", None, [person("a"), person("b"), affiliate("x"), member_of("b", "x")]),
        ("r", None, [same_as("a", "b", decision=SAME)]),
    )
    assert links(store) == {("MEMBER_OF", "person:a", "affiliate:x", None)}
    report = store.retire("r")
    assert (report.created, report.retired) == ({"MemberOf": 1, "Person": 1}, {"MemberOf": 1})
    assert report.updated == {"Person": 1}
    assert links(store) == {("MEMBER_OF", "person:b", "affiliate:x", None)}


def test_a_link_of_two_joined_ends_of_a_symmetric_class_turns() -> None:
    store = store_of(
        ("s", None, [person(name) for name in "abc"]),
        ("l", None, [WorkedWith(source="person:b", target="person:c", note="n")]),
        ("r", None, [same_as("a", "c", decision=SAME)]),
    )
    assert links(store) == {("WORKED_WITH", "person:a", "person:b", "n")}


def test_the_first_hundred_problems_are_kept_there_and_back() -> None:
    text = Text("test-two", "$1 and $2")
    problems = [
        Problem(text=text(number, ["x", None]), file="f", sheet="s", line=number, found="z") for number in range(101)
    ]
    kept = first_of(problems)
    assert len(kept) == 100
    assert from_text(to_text(kept)) == kept
    assert (to_text([]), from_text(""), from_text(None)) == ("", (), ())


@pytest.mark.parametrize(("length", "cut"), [(500, False), (501, True)])
def test_long_values_of_problems_are_cut(length: int, *, cut: bool) -> None:
    (kept,) = first_of([Problem(text=Text("t", "$1")("a" * length), found="b" * length)])
    assert (len(kept.found), kept.found.endswith("…")) == (500, cut)
    assert str(kept.text) == ("a" * 499 + "…" if cut else "a" * 500)


@pytest.mark.parametrize(("length", "cut"), [(50, 0), (51, 1)])
def test_long_lists_of_problems_are_cut(length: int, cut: int) -> None:
    (kept,) = first_of([Problem(text=Text("t", "$1")(list(range(length))))])
    assert kept.text.parameters[0] == [*range(50), *(["…"] * cut)]


def test_problems_withheld_by_whole_names_only() -> None:
    store = MemoryStore()
    text = Text("test-one", "Look at $1.")
    told = [text("Ada"), text("Adam"), text(["x", ["ADA!"]]), text(7), text("x")]
    problems = tuple(Problem(text=said, file="f", line=line) for line, said in enumerate(told))
    places: list[dict[str, Any]] = [{name: "see Ada"} for name in ("sheet", "field", "found", "expected")]
    elsewhere = tuple(Problem(text=text("x"), file="f", line=9, **place) for place in places)
    store.load(Source(id="s", first_problems=(*problems, *elsewhere)), [person("ada", name="Ada")])
    assert store.sources()[0].first_problems == (*problems, *elsewhere)
    store.load(Source(id="w"), [person("ada", name="Ada", opted_out=True)])
    withheld = [one.text.text.key == "problem-withheld" for one in store.sources()[0].first_problems]
    assert withheld == [True, False, True, False, False, True, True, True, True]
    assert {(one.sheet, one.field, one.found) for one in store.sources()[0].first_problems} == {("", "", "")}
    assert {one.line for one in store.sources()[0].first_problems} == {0, 1, 2, 3, 4, 9}


def test_roles_at_one_event_are_two_links_until_who_came_is_one() -> None:
    store = store_of(
        ("s", None, [person("a"), person("b"), *(Attended(source=f"person:{x}", target="event:e") for x in "ab")]),
        ("e", None, [event("e")]),
    )
    assert store.snapshot().link_count == 2
    store.load(Source(id="r"), [same_as("a", "b", decision=SAME)])
    snapshot = store.snapshot()
    assert [(snapshot.link(number).source, snapshot.link(number).sources) for number in range(snapshot.link_count)] == [
        ("person:a", ("s",))
    ]
