# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks that mean the cell above, sections, what is hidden in a workbook, and names that differ in signs alone."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.schema.nodes import Partner
from loaders.cells.asks import About
from loaders.read import read
from loaders.tables.mapping.mapping_text import answers_text
from tests.loaders.test_reported import shown, wanted


def load(folder: Path, text: str, name: str = "people.csv"):  # noqa: ANN201 - a reading
    (folder / name).write_text(text, encoding="utf-8")
    (reading,) = read([folder / name], source="net")
    return reading


BAOBAB = "Person: Ada Test, Bo Probe, Cy Probe\nAffiliate: Baobab"
ALL_THREE = "Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Baobab\nCy Probe MEMBER_OF Baobab"


@pytest.mark.parametrize(
    "text",
    [
        'name,affiliate\nAda Test,Baobab\nBo Probe,"\nCy Probe,"\n',
        'name,affiliate\nAda Test,Baobab\nCy Probe,Baobab\nBo Probe,"\n',
        'name,affiliate,country\nAda Test,Baobab,GH\nBo Probe,",TG\nCy Probe,Baobab,GH\n',
        'name,affiliate,country\n"Ada Test","Baobab","GH"\nBo Probe,",TG\n"Cy Probe","Baobab","GH"\n',
        'name,country,affiliate\nAda Test,GH,Baobab\nBo Probe,TG,"\nCy Probe,GH,"\n',
        'name\taffiliate\nAda Test\tBaobab\nBo Probe\t"\nCy Probe\t"\n',
        'name;affiliate;country\nAda Test;Baobab;GH\nBo Probe;";"\nCy Probe;";TG\n',
    ],
)
def test_a_quotation_mark_alone_repeats_the_cell_above(tmp_path: Path, text: str) -> None:
    assert shown(load(tmp_path, text).records) == wanted(BAOBAB, ALL_THREE)


def test_a_cell_that_begins_with_a_line_break_is_one_cell(tmp_path: Path) -> None:
    reading = load(tmp_path, 'name,contact for\nAda Test,"\n- Moon Library\n- Radio Sun"\nBo Probe,Radio Sun\n')
    assert {one.name for one in reading.records if isinstance(one, Partner)} == {"Moon Library", "Radio Sun"}


@pytest.mark.parametrize(
    "text",
    [
        "name,affiliate,contact for\nGhana,,\nAda Test,Baobab,\nBo Probe,Baobab,\nCy Probe,Baobab,\n",
        "name,affiliate\nGhana,\nAda Test,Baobab\nBo Probe,Baobab\nCy Probe,Baobab\n",
    ],
)
def test_a_country_alone_in_its_row_is_no_person(tmp_path: Path, text: str) -> None:
    reading = load(tmp_path, text)
    assert shown(reading.records) == wanted(BAOBAB, ALL_THREE)
    assert any("“Ghana” stands alone" in str(problem.text) for problem in reading.problems)


@pytest.mark.parametrize(
    ("cell", "partners"),
    [
        ("Bibliothèque Lune et Musée Soleil", {"Bibliothèque Lune", "Musée Soleil"}),
        ("Moon Library and Sun Museum", {"Moon Library", "Sun Museum"}),
        ("Sun & Sons", {"Sun & Sons"}),
        ("Library and Archives Canada", {"Library and Archives Canada"}),
    ],
)
def test_and_separates_organisations_that_are_so_by_their_own_words(
    tmp_path: Path, cell: str, partners: set[str]
) -> None:
    reading = load(tmp_path, f"name,contact for\nAda Test,{cell}\n")
    assert {one.name for one in reading.records if isinstance(one, Partner)} == partners


SECTIONS = (
    "name,affiliate,role\nWest Africa,,\nAda Test,Baobab,chair\nBo Probe,Baobab,\nNorth Africa,,\nCy Probe,Nile,chair\n"
)


def test_sections_are_offered_as_a_group_or_region(tmp_path: Path) -> None:
    reading = load(tmp_path, SECTIONS)
    (ask,) = reading.asks
    assert (ask.about, ask.examples, ask.choices[0]) == (About.SECTIONS, ("West Africa", "North Africa"), "groups")
    mapping = tmp_path / "m.toml"
    mapping.write_text(answers_text([(ask, "groups")], "net"), encoding="utf-8")
    (again,) = read([tmp_path / "people.csv"], source="net", mapping=str(mapping))
    assert {link for link in shown(again.records)[1] if "Africa" in link} == {
        "Ada Test MEMBER_OF West Africa",
        "Bo Probe MEMBER_OF West Africa",
        "Cy Probe MEMBER_OF North Africa",
    }
    table = SECTIONS.replace("affiliate,role", "country,url")
    (ask,) = load(
        tmp_path, table.replace("chair", "").replace("Baobab", "GH").replace("Nile,", "EG,x"), "partners.csv"
    ).asks
    mapping.write_text(answers_text([(ask, "region")], "net"), encoding="utf-8")
    (regions,) = read([tmp_path / "partners.csv"], source="net", mapping=str(mapping))
    assert {(one.name, one.region) for one in regions.records if isinstance(one, Partner)} == {
        ("Ada Test", "West Africa"),
        ("Bo Probe", "West Africa"),
        ("Cy Probe", "North Africa"),
    }


def test_hidden_rows_and_columns_are_left_out_and_said(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "People & more"
    for row in (
        ["name", "secret", "affiliate"],
        ["Ada Test", "x", "Baobab"],
        ["Gone Away", "y", "Nile"],
        ["Bo Probe", "z", "Baobab"],
    ):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.save(tmp_path / "people.xlsx")
    (reading,) = read([tmp_path / "people.xlsx"], source="net")
    assert shown(reading.records) == wanted(
        "Person: Ada Test, Bo Probe\nAffiliate: Baobab", "Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Baobab"
    )
    assert {str(problem.text) for problem in reading.problems if problem.code == "noticed"} == {
        "Row 3 is hidden and was left out.",
        "A column is hidden and was left out: secret.",
    }
    assert "Gone" not in repr(reading)


def test_two_names_that_differ_in_signs_alone_are_said_once(tmp_path: Path) -> None:
    text = "name,contact for\nAda Test,C.A.R.E Togo\nBo Probe,C A R E Togo\nCy Probe,C A R E Togo\n"
    said = [str(one.text) for one in load(tmp_path, text + "Di Probe,c.a.r.e TOGO\n").problems]
    assert [sentence.partition(";")[0] for sentence in said if "signs alone" in sentence] == [
        "“C A R E Togo” and “C.A.R.E Togo” differ in signs alone"
    ]
