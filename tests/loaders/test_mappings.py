# SPDX-License-Identifier: GPL-3.0-or-later
"""The mapping language: this mapping and these rows, these records."""

from pathlib import Path

import pytest

from graph.errors import LoadError
from graph.schema.links import Link, WorkedOn
from graph.schema.nodes import Node
from loaders.cells.reading import Reading
from loaders.read import read
from loaders.tables.mapping.mapping_file import open_mapping, shipped_mappings

MAPPING = """
source = "club"
ignore = ["minutes.csv"]

[[table]]
file = "who*.csv"
ignore = ["shoe size"]

[table.values.part]
"PI" = "lead"

[[table.record]]
type = "person"
name = "{given} {family}"
country = "{land}"
description = "Member of the club"

[[table.record]]
type = "project"
name = "{work}"
split = { work = "|" }

[[table.record]]
type = "worked_on"
source = { person = "{given} {family}" }
target = { project = "{work}" }
role = "{part}"
split = { work = "|" }
when = { state = ["done"] }
needs = ["part"]
"""


def load(folder: Path, mapping: str = MAPPING, **files: str) -> Reading:
    data = folder / "data"
    data.mkdir()
    for name, text in files.items():
        (data / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "club.toml").write_text(mapping, encoding="utf-8")
    (reading,) = read([data], mapping=str(folder / "club.toml"))
    return reading


def nodes(reading: Reading) -> set[tuple[str, str]]:
    return {(record.id, record.name) for record in reading.records if isinstance(record, Node)}


WHO = "given,family,land,work,part,state,shoe size\nAda,Lovelace,UK,Walk | Talk,PI,done,38\nBob,,,Walk,,done,\n"


def test_constants_templates_splitting_translation_and_conditions(tmp_path: Path) -> None:
    reading = load(tmp_path, who=WHO + "Eve,,,Talk,PI,open,\n", minutes="a\nb\n")
    assert nodes(reading) == {
        ("person:club/ada-lovelace", "Ada Lovelace"),
        ("person:club/bob", "Bob"),
        ("person:club/eve", "Eve"),
        ("project:club/walk", "Walk"),
        ("project:club/talk", "Talk"),
    }
    assert {(r.source, r.target, r.role) for r in reading.records if isinstance(r, WorkedOn)} == {
        ("person:club/ada-lovelace", "project:club/walk", "lead"),
        ("person:club/ada-lovelace", "project:club/talk", "lead"),
    }
    assert {getattr(r, "description", None) for r in reading.records if r.TYPE == "Person"} == {"Member of the club"}
    assert not reading.problems


def test_files_and_columns_that_a_mapping_neither_uses_nor_ignores_are_said(tmp_path: Path) -> None:
    reading = load(tmp_path, who=WHO.replace("shoe size", "hobby"), other="x\ny\n")
    assert [(p.file, p.field, p.text.text.key) for p in reading.problems] == [
        ("other.csv", "", "problem-mapping-no-table"),
        ("who.csv", "hobby", "problem-mapping-unused-column"),
    ]


def test_a_column_that_is_missing_costs_its_records_only(tmp_path: Path) -> None:
    reading = load(tmp_path, who="given,family,land\nAda,Lovelace,UK\n")
    assert nodes(reading) == {("person:club/ada-lovelace", "Ada Lovelace")}
    assert [p.text.text.key for p in reading.problems] == ["problem-mapping-no-column"] * 2


def test_an_end_that_is_empty_or_unknown_is_a_problem(tmp_path: Path) -> None:
    mapping = (
        '[[table]]\nfile = "*"\n[[table.record]]\ntype = "member_of"\n'
        'source = { person = "{a}" }\ntarget = { group = "{b}" }\n'
    )
    reading = load(tmp_path, mapping, rows="a,b\nAda,\nAda,Wikis\n")
    assert {(r.source, r.target) for r in reading.records if isinstance(r, Link)} == {
        ("person:data/ada", "group:data/wikis")
    }
    assert [(p.line, p.field, p.text.text.key) for p in reading.problems] == [
        (2, "source", "problem-unknown-end"),
        (2, "target", "problem-mapping-no-end"),
        (3, "source", "problem-unknown-end"),
        (3, "target", "problem-unknown-end"),
    ]


def test_exact_names_are_the_same_if_only_case_and_spaces_differ(tmp_path: Path) -> None:
    mapping = (
        '[[table]]\nfile = "*"\n[[table.record]]\ntype = "theme"\nname = "{t}"\nexact = true\n'
        '[[table.record]]\ntype = "about"\nsource = { project = "{p}" }\ntarget = { theme = "{t}" }\n'
        '[[table.record]]\ntype = "project"\nname = "{p}"\n'
    )
    reading = load(tmp_path, mapping, rows="p,t\nX,open source\nX,Open  Source\nY,open-source\n")
    targets = {(r.source, r.target) for r in reading.records if isinstance(r, Link)}
    assert len({target for _, target in targets}) == len(targets) == 2
    assert ("project:data/x", "theme:data/open-source") in targets


@pytest.mark.parametrize(
    ("broken", "hint"),
    [
        ("x = [", "Correct that line"),
        ('[[table]]\nfile = "a"\n', "every part of a mapping"),
        ('colour = 1\n[[table]]\nfile = "a"\n[[table.record]]\ntype = "person"\n', "every part of a mapping"),
        ('[[table]]\nfile = "a"\n[[table.record]]\ntype = "persons"\n', "“person”"),
        ('[[table]]\nfile = "a"\n[[table.record]]\ntype = "person"\nnam = "{a}"\n', "“name”"),
        ('[[table]]\nfile = "a"\n[[table.record]]\ntype = "member_of"\nsource = "{a}"\n', "class of that end"),
        ('[[table]]\nfile = "a"\n[[table.record]]\ntype = "person"\nname = { en = "{a}" }\n', "labels"),
        ('[[table]]\nfile = "a"\n[[table.record]]\ntype = "theme"\nsplit = { a = ";", b = ";" }\n', "two records"),
    ],
)
def test_a_mapping_with_a_mistake_is_an_error_that_says_where(tmp_path: Path, broken: str, hint: str) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(LoadError) as error:
        open_mapping(str(file))
    assert "broken.toml" in str(error.value.message)
    assert hint in str(error.value.hint)


def test_an_unknown_mapping_offers_the_shipped_ones() -> None:
    with pytest.raises(LoadError, match="capx_affiliates, capx_capacities, open_seeds"):
        open_mapping("open_seed")


@pytest.mark.parametrize("name", shipped_mappings())
def test_every_shipped_mapping_is_well_formed(name: str) -> None:
    assert open_mapping(name).source


def test_a_mapping_that_fits_nothing_loads_nothing(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="Nothing in “data”"):
        load(tmp_path, other="x\ny\n")
