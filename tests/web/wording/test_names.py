# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of entries in the reader's language, words of the schema, and a network without names."""

from typing import Any

from graph.schema.links import Link, MemberOf, PartnerOf
from graph.schema.nodes import Affiliate, Person
from graph.schema.packed import pack
from graph.schema.source import LoadReport, Problem, Source
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Text
from tests.support.builders import about, affiliate, member_of, person, project, snapshot_of, theme, worked_on
from web.wording.anonymous import without_names
from web.wording.names import called, labels_by_language, labels_in, naming
from web.wording.schema_words import (
    backward,
    enumerations,
    field_word,
    forward,
    label,
    link_words,
    meaning,
    plural,
    word,
)
from web.wording.shapes import Checked, Finding, changes, listed_queries, listed_source, shown_link, shown_node


def themes() -> Snapshot:
    return snapshot_of(
        [
            theme("maps", labels={"FR": "cartes", "pt-br": "mapas"}),
            theme("law", labels={"fr": "droit", "fr-ca": "droit canadien"}),
            theme("food"),
        ]
    )


def test_labels_by_language_then_by_what_stands_in_for_it() -> None:
    assert labels_by_language(themes()) == {
        "fr": {"theme:maps": "cartes", "theme:law": "droit"},
        "fr-ca": {"theme:law": "droit canadien"},
        "pt-br": {"theme:maps": "mapas"},
    }
    assert dict(labels_in(themes(), "fr")) == {"theme:maps": "cartes", "theme:law": "droit"}
    assert dict(labels_in(themes(), "fr-ca")) == {"theme:maps": "cartes", "theme:law": "droit canadien"}
    assert dict(labels_in(themes(), "sw")) == {}


def test_what_a_thing_is_called() -> None:
    labels = labels_in(themes(), "fr")
    assert called("theme:maps", "Maps", "fr", labels) == "cartes"
    assert called("theme:food", "Food", "fr", labels) == "Food"
    assert called("person:opted-out/1", "a person", "fr") == "une personne"


def test_ids_turn_into_names_and_types_into_words() -> None:
    link = worked_on("ada", "map")
    shown = naming(snapshot_of([person("ada", name="Ada L"), project("map"), link]), "fr")
    assert shown("person:ada") == "Ada L"
    assert shown(link.id) == shown("WORKED_ON") == "a travaillé sur"
    assert shown("Person") == "personne"
    assert [shown(text) for text in ("person", "Nothing", "person:x", "")] == ["person", "Nothing", "person:x", ""]


def test_words_of_the_schema() -> None:
    assert (label(Affiliate).english, plural(Person).english) == ("affiliate", "people")
    assert meaning(Affiliate).english == "A partner within the movement."
    assert (label(Person).key, plural(Person).key) == ("schema-person", "schema-person-plural")
    assert (forward(MemberOf).english, backward(MemberOf).english) == ("is a member of", "has member")
    assert link_words("MEMBER_OF", True) == forward(MemberOf)  # noqa: FBT003 - as a row has it
    assert link_words("MEMBER_OF", False) == backward(MemberOf)  # noqa: FBT003 - as a row has it
    assert forward(PartnerOf).key == "schema-partner-of-forward"
    assert field_word("open_to_partners").english == "Open to partners"
    assert word("affiliate") == label(Affiliate)
    assert (word("co-worker").english, word("co-worker").key) == ("co worker", "word-co-worker")
    names = [found.__name__ for found in enumerations()]
    assert names == sorted(names)
    assert {"Stance", "Decision", "PartnerKind"} <= set(names)
    assert "StrEnum" not in names


def progress(link: Link) -> dict[str, Any]:
    return {name: getattr(link, name, None) for name in ("role", "on", "by", "note", "since")}


def test_a_network_without_names_keeps_every_figure() -> None:
    snapshot = snapshot_of(
        [
            person("ada", name="Ada", username="Ada", aliases=("A",), country="GH", description="d", url="https://x"),
            person("ben", languages=("fr",)),
            affiliate("club", name="The Club", description="founded by Ada"),
            member_of("ada", "club", role="Ada's chair", note="secret", since="2020"),
            member_of("ben", "club", role="Ada's chair"),
            worked_on("ben", "map", role="mapper"),
        ]
    )
    bare = without_names(snapshot)
    people = {bare.node(index) for index in bare.nodes_of(Person).tolist()}
    assert {(node.id, node.name) for node in people} == {("person:1", "person 1"), ("person:2", "person 2")}
    assert {(node.country, node.languages) for node in people if isinstance(node, Person)} == {
        ("GH", ()),
        (None, ("fr",)),
    }
    assert "ada" not in repr([bare.node(index) for index in range(len(bare))]).lower()
    club = bare.node(bare.index("affiliate:club"))
    assert (club.name, club.description) == ("The Club", None)
    links = [bare.link(number) for number in range(bare.link_count)]
    assert [link.TYPE for link in links].count("MEMBER_OF") == 2
    roles = {progress(link)["role"] for link in links}
    assert len(roles) == 2
    assert all(role in {"role 1", "role 2"} for role in roles)
    assert {progress(link)["note"] for link in links} == {None}
    assert {progress(link)["since"] for link in links} == {"2020", None}
    assert (bare.revision, len(bare), bare.link_count) == (snapshot.revision, len(snapshot), snapshot.link_count)


def test_numbers_without_names_are_as_wide_as_needed_and_tell_nothing() -> None:
    people = [person(f"p{number:02}") for number in range(12)]
    bare = without_names(snapshot_of(people))
    assert sorted(bare.ids) == [f"person:{number:02}" for number in range(1, 13)]
    assert sorted(bare.names) == sorted(f"person {number}" for number in range(1, 13))
    countries = [person(f"p{number}", country=code) for number, code in enumerate(("GH", "FR", "KE", "DE", "NG"))]
    shown = without_names(snapshot_of(countries))
    order = [getattr(shown.node(index), "country", None) for index in range(5)]
    assert sorted(map(str, order)) == ["DE", "FR", "GH", "KE", "NG"]
    assert order != ["GH", "FR", "KE", "DE", "NG"]


def test_problems_of_loading_do_not_travel() -> None:
    noticed = Problem(text=Text("t", "Ada!")())
    source = Source(id="s", first_problems=(noticed,), problems=1)
    snapshot = Snapshot.of([pack(person("ada"))], sources=(source,), revision="r")
    (left,) = without_names(snapshot).sources
    assert (left.id, left.first_problems) == ("s", ())


def test_shapes_of_json() -> None:
    source = Source(id="s", title="S", file="f.csv", sha256="1", as_of="2024", loaded_at="now", records=3, problems=1)
    named = {"id": "s", "title": "S", "file": "f.csv", "as_of": "2024"}
    assert listed_source(source).json() == {**named, "sha256": "1", "loaded_at": "now", "records": 3, "problems": 1}
    link = about("question:why", "maps")
    record = {"type": "ABOUT", "id": link.id, "source": "question:why", "target": "theme:maps"}
    assert shown_link(link.id, link, [source]).json() == {"link": record, "sources": [named]}
    node = {"type": "Person", "id": "person:ada", "name": "Ada"}
    assert shown_node(person("ada"), {link.id: link}, []).json() == {"node": node, "links": [record], "sources": []}
    finding = Finding(code="c", message="m", records=("a", "b"))
    assert Checked(ok=False, findings=(finding,)).json() == {
        "ok": False,
        "findings": [{"code": "c", "message": "m", "records": ["a", "b"]}],
    }
    problem = Problem(text=Text("t", "x")(), line=2)
    report = LoadReport(source="s", created={"Person": 1}, retired={"Group": 2}, problems=(problem,), revision="r")
    assert changes(report).json() == {
        "source": "s",
        "created": {"Person": 1},
        "updated": {},
        "unchanged": {},
        "retired": {"Group": 2},
        "problems": [problem.to_json()],
        "revision": "r",
    }


def test_every_query_is_listed_with_its_parameters() -> None:
    listed = {query["name"]: query for query in listed_queries()}
    assert {"bus-factor", "partners-for", "paths"} <= set(listed)
    factor = {each["name"]: each for each in listed["bus-factor"]["parameters"]}
    assert factor["theta"]["default"] == 0.5
    assert factor["theta"]["type"] == "number"
    assert factor["theta"]["description"]
    assert listed["bus-factor"]["title"] == "Bus factor"
    assert {query["has_cypher"] for query in listed.values()} == {True, False}
