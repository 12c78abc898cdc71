# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables named after a class: these rows, these records and problems."""

from pathlib import Path

from graph.schema.links import ContactOf, MemberOf, PartOf
from graph.schema.nodes import Partner, Person
from loaders.cells.reading import Reading
from loaders.read import read


def load(folder: Path, **files: str) -> Reading:
    """Write files named after their keyword and read the folder as `net`."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (reading,) = read([folder], source="net")
    return reading


def people(reading: Reading) -> set[tuple[str, str]]:
    return {(record.id, record.name) for record in reading.records if isinstance(record, Person)}


def links(reading: Reading) -> set[tuple[str, str]]:
    kinds = (MemberOf, ContactOf, PartOf)
    return {(record.source, record.target) for record in reading.records if isinstance(record, kinds)}


def said(reading: Reading) -> list[tuple[int | None, str, str]]:
    return [(problem.line, problem.field, problem.text.text.key) for problem in reading.problems]


def test_ids_come_from_prefix_item_account_bare_id_and_name_in_this_order(tmp_path: Path) -> None:
    reading = load(
        tmp_path,
        person="id,wikidata,username,name\n"
        "person:ada,Q7259,Ada,Ada\n"
        "1,Q7259,Ada,Ada\n"
        "1,,ada_L,Ada\n"
        "1,,,Ada\n"
        ",,,Zoë Müller\n",
    )
    assert people(reading) == {
        ("person:ada", "Ada"),
        ("person:Q7259", "Ada"),
        ("person:User:Ada_L", "Ada"),
        ("person:net/1", "Ada"),
        ("person:net/zoe-muller", "Zoë Müller"),
    }


def test_link_ends_are_ids_bare_ids_or_names_of_the_same_load(tmp_path: Path) -> None:
    reading = load(
        tmp_path,
        person="id,name\n7,Ada\n,Bob\n",
        group="name\nWikis\n",
        member_of="source,target\nADA,wikis\n7,group:elsewhere\nbob,Wikis\n",
    )
    assert links(reading) == {
        ("person:net/7", "group:net/wikis"),
        ("person:net/7", "group:elsewhere"),
        ("person:net/bob", "group:net/wikis"),
    }
    assert not reading.problems


def test_a_name_that_matches_nothing_makes_a_node_and_a_bare_id_waits(tmp_path: Path) -> None:
    reading = load(tmp_path, person="name\nAda\n", contact_of="source,target\nAda,Museum X\nAda,museum-y\n")
    assert links(reading) == {("person:net/ada", "partner:net/museum-x"), ("person:net/ada", "partner:net/museum-y")}
    assert [record.id for record in reading.records if isinstance(record, Partner)] == ["partner:net/museum-x"]
    assert said(reading) == [(2, "target", "problem-made-node"), (3, "target", "problem-unknown-end")]


def test_a_name_that_two_nodes_have_is_no_end(tmp_path: Path) -> None:
    reading = load(
        tmp_path, person="id,name\n1,Reda\n2,Reda\n", group="name\nWikis\n", member_of="source,target\nReda,Wikis\n"
    )
    assert not links(reading)
    assert said(reading) == [(2, "source", "problem-ambiguous-end")]


def test_the_same_name_twice_without_an_id_is_one_node_and_a_problem_with_both_lines(tmp_path: Path) -> None:
    reading = load(tmp_path, person="name\nReda\nAda\nreda\n")
    assert {id_ for id_, _ in people(reading)} == {"person:net/reda", "person:net/ada"}
    (problem,) = reading.problems
    assert problem.line == 4
    assert "lines 2 and 4" in str(problem.text)


def test_a_bad_optional_cell_costs_the_cell_and_a_bad_required_one_the_row(tmp_path: Path) -> None:
    reading = load(tmp_path, person="name,url,country\nAda,ftp://x,Ghana\n,,Ghana\nBob,,Atlantis\n")
    assert [(r.name, r.url, r.country) for r in reading.records if isinstance(r, Person)] == [
        ("Ada", None, "GH"),
        ("Bob", None, None),
    ]
    assert sorted(said(reading)) == [
        (2, "url", "problem-invalid-value"),
        (3, "name", "problem-no-name"),
        (4, "country", "problem-no-country"),
    ]


def test_lines_are_those_of_the_file_also_after_cells_of_several_lines(tmp_path: Path) -> None:
    reading = load(tmp_path, person='name,description,country\nAda,"one\r\ntwo\n\nfour",Ghana\n\nBob,,Atlantis\n')
    assert said(reading) == [(7, "country", "problem-no-country")]


def test_an_id_of_another_class_is_refused(tmp_path: Path) -> None:
    reading = load(tmp_path, person="id,name\naffiliate:x,Ada\n")
    assert not reading.records
    assert said(reading) == [(2, "id", "problem-wrong-prefix")]


def test_a_link_between_classes_that_it_cannot_tie_is_refused(tmp_path: Path) -> None:
    reading = load(tmp_path, part_of="source,target\ntheme:a,theme:b\ntheme:a,event:c\n")
    assert links(reading) == {("theme:a", "theme:b")}
    assert said(reading) == [(3, "source", "problem-wrong-ends")]
