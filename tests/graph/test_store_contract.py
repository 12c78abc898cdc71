# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract that every store keeps, as data: given these sources, this graph."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import UnknownName
from graph.schema.links import Decision, Link, MemberOf, PartnerOf, SameAs, WorkedWith
from graph.schema.nodes import Affiliate, Node, Person
from graph.schema.source import CONFLICT, Problem, Source
from graph.snapshot.snapshot import Snapshot
from graph.stores.base import Store, sources_of, state
from graph.stores.findings import findings
from graph.stores.memory import MemoryStore
from graph.text.message import Name, Percent, Text, say
from tests.support.builders import affiliate, group, member_of, partner_of, person, same_as
from tests.support.union_oracle import State, graph_of

CHAIN = (
    "person:a and person:c are said to be different, but these decisions join them: person:a – person:b – person:c. "
    "Nothing of this chain is joined; change one of the decisions."
)
TWO_VALUES = Text(CONFLICT.key, CONFLICT.english)
INNER = Text("test-inner", "$1 and $2")
EMPTY_REVISION = MemoryStore().revision()


def rows(snapshot: Snapshot) -> set[tuple[str, str]]:
    """Return the whole graph as (id, text of the record)."""
    nodes = {(id_, repr(snapshot.node(id_))) for id_ in snapshot.ids}
    return nodes | {(snapshot.link_id(n), repr(snapshot.link(n))) for n in range(snapshot.link_count)}


def names(store: Store) -> set[tuple[str, str]]:
    """Return (id, name) of every node."""
    snapshot = store.snapshot()
    return set(zip(snapshot.ids, snapshot.names, strict=True))


def test_empty(new_store: Callable[[], Store]) -> None:
    store = new_store()
    assert (len(store.snapshot()), store.sources(), store.revision()) == (0, (), EMPTY_REVISION)


def test_replace_retire_and_count(new_store: Callable[[], Store]) -> None:
    store = new_store()
    first = store.load(Source(id="a"), [person("ada"), person("ben"), group("wikis"), member_of("ada", "group:wikis")])
    assert first.created == {"Person": 2, "Group": 1, "MemberOf": 1}
    again = store.load(Source(id="a"), [person("ada"), person("ben"), group("wikis"), member_of("ada", "group:wikis")])
    assert (again.created, again.updated, again.retired) == ({}, {}, {})
    assert again.unchanged == {"Person": 2, "Group": 1, "MemberOf": 1}
    assert again.revision == first.revision == store.revision()
    less = store.load(Source(id="a"), [person("ada", name="Ada L"), group("wikis")])
    assert (less.updated, less.retired) == ({"Person": 1}, {"MemberOf": 1, "Person": 1})
    assert names(store) == {("person:ada", "Ada L"), ("group:wikis", "Wikis")}
    assert store.retire("a").retired == {"Group": 1, "Person": 1}
    assert (store.revision(), len(store.snapshot())) == (EMPTY_REVISION, 0)
    with pytest.raises(UnknownName):
        store.retire("a")


def test_the_newest_source_wins_field_by_field(new_store: Callable[[], Store]) -> None:
    store = new_store()
    store.load(Source(id="old", as_of="2023"), [person("ada", country="GH", username="Ada", aliases=("A",))])
    store.load(Source(id="new", as_of="2024-05"), [person("ada", name="Ada L", country="FR", aliases=("B",))])
    store.load(Source(id="undated"), [person("ada", name="Zed", country="US", affiliation="x")])
    ada = store.snapshot().node("person:ada")
    assert isinstance(ada, Person)
    assert (ada.name, ada.country, ada.username, ada.affiliation) == ("Ada L", "FR", "Ada", "x")
    assert (ada.aliases, ada.sources) == (("A", "B"), ("new", "old", "undated"))
    store.load(Source(id="old", as_of="2025"), [person("ada", country="GH", username="Ada", aliases=("A",))])
    ada = store.snapshot().node("person:ada")
    assert isinstance(ada, Person)
    assert (ada.name, ada.country) == ("Ada", "GH")


def test_a_link_waits_for_its_end_in_any_order(new_store: Callable[[], Store]) -> None:
    store = new_store()
    link = member_of("ada", "group:wikis")
    report = store.load(Source(id="links"), [person("ada"), link])
    assert [p.text.text.key for p in report.problems] == ["problem-waiting-link"]
    assert (store.snapshot().link_count, store.snapshot().waiting) == (0, (link.id,))
    store.load(Source(id="groups"), [group("wikis")])
    snapshot = store.snapshot()
    assert (snapshot.link_count, snapshot.waiting, snapshot.link(0).sources) == (1, (), ("links",))
    store.retire("groups")
    assert (store.snapshot().link_count, store.snapshot().waiting) == (0, (link.id,))


def test_same_joins_and_retiring_the_decision_undoes_it(new_store: Callable[[], Store]) -> None:
    store = new_store()
    store.load(Source(id="a"), [person("ada", aliases=("A",)), group("wikis"), member_of("ada", "group:wikis")])
    store.load(Source(id="b"), [person("adah", country="GH"), member_of("adah", "group:wikis")])
    before = store.snapshot()
    store.load(Source(id="review"), [same_as("ada", "adah", decision=Decision.SAME)])
    joined = store.snapshot()
    ada = joined.node("person:ada")
    assert (ada.name, ada.aliases, ada.merged_ids, ada.sources) == ("Ada", ("A", "Adah"), ("person:adah",), ("a", "b"))
    assert [(joined.link(n).source, joined.link(n).sources) for n in range(joined.link_count)] == [
        ("person:ada", ("a", "b"))
    ]
    assert joined.ids[joined.find("person:adah")] == "person:ada"
    store.retire("review")
    assert store.snapshot().is_same(before)


def test_different_forbids_the_join_and_names_the_chain(new_store: Callable[[], Store]) -> None:
    store = new_store()
    store.load(Source(id="p"), [person("a"), person("b"), person("c")])
    store.load(Source(id="r1"), [same_as("a", "b", decision=Decision.SAME), same_as("b", "c", decision=Decision.SAME)])
    assert names(store) == {("person:a", "A")}
    report = store.load(Source(id="r2"), [same_as("a", "c", decision=Decision.DIFFERENT)])
    assert [str(p.text) for p in report.problems if "chain" in str(p.text)] == [CHAIN]
    assert names(store) == {("person:a", "A"), ("person:b", "B"), ("person:c", "C")}
    store.retire("r2")
    assert names(store) == {("person:a", "A")}


def test_who_opts_out_is_a_person_everywhere_but_in_what_the_source_said(new_store: Callable[[], Store]) -> None:
    store = new_store()
    store.load(
        Source(id="a"), [person("ada", username="AdaL"), group("w"), member_of("ada", "group:w", note="Ada wrote")]
    )
    store.load(Source(id="wishes"), [person("ada", opted_out=True)])
    shown = repr(rows(store.snapshot())).lower()
    assert "ada" not in shown
    assert store.snapshot().link_count == 1
    assert "person:ada" in repr(state(store)["sources"])
    store.retire("wishes")
    assert ("person:ada", "Ada") in names(store)


def test_one_source_contradicts_itself(new_store: Callable[[], Store]) -> None:
    store = new_store()
    records = [person("ada", country="GH"), person("ada", country="FR", username="Ada")]
    report = store.load(Source(id="a"), records)
    assert [(p.text.text.key, p.field) for p in report.problems] == [("problem-conflict-within-source", "country")]
    ada = store.snapshot().node("person:ada")
    assert isinstance(ada, Person)
    assert (ada.country, ada.username) == ("FR", "Ada")


def test_a_preview_writes_nothing(new_store: Callable[[], Store]) -> None:
    store = new_store()
    assert store.preview(Source(id="a"), [person("ada")]).created == {"Person": 1}
    assert (store.sources(), store.revision()) == ((), EMPTY_REVISION)


def test_odd_text_survives(new_store: Callable[[], Store]) -> None:
    store = new_store()
    odd = 'O\'Neil "q" \\ 😀 مريم \u202e\n{{x}} $1'
    store.load(Source(id="a", title=odd), [person("x", name=odd, description="")])
    assert (store.snapshot().names, store.sources()[0].title) == ((odd,), odd)


def noticed(number: int) -> Problem:
    """Return a problem with a sentence that is translated."""
    return Problem(
        text=TWO_VALUES("country", number, None, ["ليلى", 2]), file="a.csv", line=number, found="x", field="y"
    )


def test_the_first_problems_of_a_load_stay_with_their_source(new_store: Callable[[], Store]) -> None:
    store = new_store()
    bare = store.load(Source(id="a"), [person("ada", country="FR"), member_of("ada", "group:w")])
    before = state(store), store.snapshot()
    assert [len(source.first_problems) for source in store.sources()] == [source.problems for source in store.sources()]
    report = store.load(Source(id="a", first_problems=tuple(map(noticed, range(120)))), list(store.stated("a")))
    (source,) = store.sources()
    assert (source.problems, source.first_problems) == (121, tuple(map(noticed, range(100))))
    assert store.snapshot().sources[0].first_problems == source.first_problems
    assert [problem.text.text.key for problem in report.problems] == ["problem-waiting-link"]
    assert "deux valeurs au champ «\N{NO-BREAK SPACE}country" in say(source.first_problems[0].text, "fr")
    assert (report.revision, state(store), store.snapshot().is_same(before[1])) == (bare.revision, before[0], True)
    store.load(Source(id="a"), [person("ada"), person("ada", country="GH"), person("ada", country="FR")])
    assert [(p.field, p.found) for p in store.sources()[0].first_problems] == [("country", "GH")]
    store.load(Source(id="b", first_problems=(noticed(1),)), [])
    store.retire("a")
    assert [(source.id, source.problems) for source in store.sources()] == [("b", 1)]
    store.load(Source(id="a"), [])
    assert store.sources()[0].first_problems == ()


def test_what_reading_said_of_a_missing_end_is_said_once(new_store: Callable[[], Store]) -> None:
    store = new_store()
    unknown = Problem(text=Text("test-unknown", "There is no $1.")("group:w"), line=3)
    report = store.load(Source(id="a", first_problems=(unknown,)), [person("ada"), member_of("ada", "group:w")])
    assert (report.problems, store.sources()[0].first_problems) == ((), (unknown,))


def test_problems_are_kept_as_short_plain_values(new_store: Callable[[], Store]) -> None:
    store = new_store()
    values = Name("person:x", "Ada"), Percent(0.5), "\ud800\x00é" + "x" * 900, list(range(60)), INNER("b", 2)
    store.load(Source(id="a", first_problems=(Problem(text=Text("test-odd", "$1 $2")(*values)),)), [])
    (kept,) = store.sources()[0].first_problems
    name, share, long, numbers, inner = kept.text.parameters
    assert (name, share, str(inner)) == ("Ada", "50%", "b and 2")
    assert (long, numbers) == ("?\x00é" + "x" * 496 + "…", [*range(50), "…"])


def test_no_problem_names_who_opted_out_by_any_name(new_store: Callable[[], Store]) -> None:
    store = new_store()
    said = ["ADA L.", "person:ada", ["x", "A. Lovelace!"], "Ben", "Adam", INNER("adal", 1)]
    problems = tuple(Problem(text=TWO_VALUES(text), file="f.csv", line=n) for n, text in enumerate(said))
    found = Problem(text=TWO_VALUES("x"), file="f.csv", line=9, found="by Ada L, 2020")
    store.load(Source(id="a", first_problems=(*problems, found)), [person("ada", name="Ada L", username="AdaL")])
    store.load(Source(id="b"), [person("ada", name="A. Lovelace")])
    store.load(Source(id="wishes"), [person("ada", opted_out=True)])
    shown = store.sources()[0].first_problems
    hidden = [(one.position, one.text.text.key) for one in shown if one not in problems]
    assert hidden == [(f"f.csv:{line}", "problem-withheld") for line in (0, 1, 2, 5, 9)]
    assert store.snapshot().sources[0].first_problems == shown
    store.retire("wishes")
    assert store.sources()[0].first_problems == (*problems, found)


Steps = list[tuple[str, str | None, list[Node | Link] | None]]
PEOPLE = [f"person:{letter}" for letter in "abcd"]
ORGANISATIONS = ["affiliate:x", "affiliate:y"]
DATES = st.sampled_from([None, None, "2019", "2019-06", "2019-08-02", "2021"])
TEXTS = st.sampled_from(["", "one", "two", "يد"])


def nodes(*, often: bool = False) -> st.SearchStrategy[Node]:
    """Nodes of a few ids, so that sources speak about the same ones; often with a wish to be named or not."""
    people = st.builds(
        Person,
        id=st.sampled_from(PEOPLE),
        name=st.sampled_from(["Ada", "Ben"]),
        country=st.sampled_from([None, "GH", "FR"]),
        affiliation=TEXTS.map(lambda text: text or None),
        aliases=st.sampled_from([(), ("A",), ("A", "B")]),
        opted_out=st.sampled_from([None, False, False, True, True, True] if often else [None] * 4 + [False, True]),
        involved_since=DATES,
        until=DATES,
        languages=st.sampled_from([(), ("fr", "en"), ("ar",), ("en", "fr")]),
    )
    affiliates = st.builds(Affiliate, id=st.sampled_from(ORGANISATIONS), name=st.sampled_from(["X", "Y"]))
    return people | affiliates


def links(*, often: bool = False) -> st.SearchStrategy[Link]:
    """Links between them, some without an end, and decisions; often decisions, that contradict each other."""
    note = TEXTS.map(lambda text: text or None)
    members = st.builds(
        MemberOf,
        source=st.sampled_from(PEOPLE),
        target=st.sampled_from(ORGANISATIONS),
        role=st.sampled_from([None, "board"]),
        since=DATES,
        until=DATES,
        note=note,
    )
    links = st.builds(
        PartnerOf, source=st.sampled_from(ORGANISATIONS), target=st.sampled_from(ORGANISATIONS), note=note
    )
    together = st.builds(WorkedWith, source=st.sampled_from(PEOPLE), target=st.sampled_from(PEOPLE), note=note)
    decisions = st.builds(
        SameAs,
        source=st.sampled_from(PEOPLE),
        target=st.sampled_from(PEOPLE),
        decision=st.sampled_from([Decision.SAME, Decision.SAME, Decision.DIFFERENT, Decision.UNSURE]),
    )
    others = members | links | together
    return st.one_of(others, *[decisions] * (5 if often else 1))


def once_each(records: list[Node | Link]) -> list[Node | Link]:
    """Keep one record of an id; conflicts inside a source have a test of their own."""
    return list({record.id: record for record in records}.values())


def histories(*, often: bool) -> st.SearchStrategy[Steps]:
    """Give loads and retirements of three sources; often what makes them hard, of people who are there at first."""
    records = st.lists(nodes(often=often) | links(often=often), max_size=9).map(once_each)
    step = st.tuples(
        st.sampled_from(["s1", "s2", "s3"]),
        st.sampled_from([None, "2023", "2024-05"]),
        st.one_of(st.none(), *[records] * (1 if often else 5)),
    )
    everybody: list[Node | Link] = [person(id_) for id_ in PEOPLE]
    first: Steps = [("s0", "2022", everybody)] if often else []
    return st.lists(step, min_size=1, max_size=7).map(lambda steps: [*first, *steps])


STEPS = histories(often=False) | histories(often=True)


@pytest.mark.parametrize("new_store", ["memory", "sqlite"], indirect=True)
@given(steps=STEPS, data=st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)
def test_the_graph_is_a_function_of_its_sources(
    new_store: Callable[[], Store], steps: Steps, data: st.DataObject
) -> None:
    """Any history of loads and retirements, a fresh load in any order, and the oracle agree."""
    check_history(new_store, steps, data)


@pytest.mark.parametrize("new_store", ["neo4j", "neo4j staged"], indirect=True)
@given(steps=STEPS, data=st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_it_is_so_on_a_server(new_store: Callable[[], Store], steps: Steps, data: st.DataObject) -> None:
    """A server answers some hundred times slower than memory, so there are fewer histories."""
    check_history(new_store, steps, data)


def check_history(new_store: Callable[[], Store], steps: Steps, data: st.DataObject) -> None:
    """Compare a store after a history with the oracle and with a fresh store."""
    store = new_store()
    now: State = {}
    for source_id, as_of, records in steps:
        if records is not None:
            preview = store.preview(Source(id=source_id, as_of=as_of), records)
            report = store.load(Source(id=source_id, as_of=as_of), records)
            assert (report.created, report.retired) == (preview.created, preview.retired)
            now[source_id] = (Source(id=source_id, as_of=as_of), records)
        elif source_id in now:
            report = store.retire(source_id)
            del now[source_id]
    snapshot = store.snapshot()
    assert rows(snapshot) == graph_of(now, store.secret())
    other = MemoryStore(store.secret())
    for source, records in data.draw(st.permutations(list(now.values()))):
        other.load(source, data.draw(st.permutations(records)))
    assert snapshot.is_same(other.snapshot())
    assert [finding for finding in findings(store) if finding[0] in {"revision", "graph"}] == []


@given(steps=STEPS)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_an_export_restores_everything(new_store: Callable[[], Store], steps: Steps) -> None:
    other = new_store()
    store = MemoryStore(other.secret())
    for source_id, as_of, records in steps:
        store.load(Source(id=source_id, as_of=as_of, title="T", file="f.csv", sha256="0"), records or [])
    exported = state(store)
    other.restore(sources_of(exported))
    assert state(other) == exported
    assert other.revision() == store.revision()


def test_symmetric_links_are_one_link(new_store: Callable[[], Store]) -> None:
    store = new_store()
    store.load(Source(id="a"), [affiliate("x"), affiliate("y")])
    store.load(Source(id="b"), [PartnerOf(source="affiliate:y", target="affiliate:x")])
    store.load(Source(id="c"), [partner_of("affiliate:x", "affiliate:y")])
    snapshot = store.snapshot()
    assert [(snapshot.link(n).source, snapshot.link(n).sources) for n in range(snapshot.link_count)] == [
        ("affiliate:x", ("b", "c"))
    ]
