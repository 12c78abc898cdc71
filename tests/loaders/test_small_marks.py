# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks that mean the cell above, sections, what is hidden in a workbook, and names that differ in signs alone."""

import struct
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from zipfile import ZipFile

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table as OdsTable
from odf.table import TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl import Workbook

from graph.schema.nodes import Partner
from loaders.cells.asks import About
from loaders.read import read
from loaders.tables.hidden import Hidden, hidden_in
from loaders.tables.mapping.mapping_text import answers_text
from tests.loaders.test_reported import shown, wanted
from tests.support.checkout import CHECKOUT


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


ROWS = (
    ("name", "secret", "affiliate"),
    ("Ada Test", "x", "Baobab"),
    ("Gone Away", "y", "Nile"),
    ("Bo Probe", "z", "Baobab"),
)


def write_xlsx(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "People & more"
    for row in ROWS:
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("Old").sheet_state = "hidden"
    book.save(path)


def write_ods(path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    old = Style(name="old", family="table")
    old.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(old)
    sheet = OdsTable(name="People & more")
    sheet.addElement(TableColumn())
    sheet.addElement(TableColumn(visibility="collapse"))
    sheet.addElement(TableColumn(numbercolumnsrepeated=2))
    for number, cells in enumerate(ROWS):
        row = TableRow(visibility="filter") if number == 2 else TableRow()
        for text in cells:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
        sheet.addElement(row)
    sheet.addElement(TableRow(visibility="collapse", numberrowsrepeated=1_000_000))
    document.spreadsheet.addElement(sheet)  # type: ignore[attr-defined] - odfpy adds it at run time
    gone = OdsTable(name="Old", stylename=old)
    gone.addElement(TableRow())
    document.spreadsheet.addElement(gone)  # type: ignore[attr-defined] - odfpy adds it at run time
    document.save(str(path))


def copy_xls(path: Path) -> None:
    """Copy the workbook that xlwt 1.3.0 wrote of the same rows."""
    copyfile(CHECKOUT / "tests" / "data" / "hidden.xls", path)


@pytest.mark.parametrize(("ending", "write"), [("xlsx", write_xlsx), ("ods", write_ods), ("xls", copy_xls)])
def test_hidden_rows_and_columns_are_left_out_and_said(
    tmp_path: Path, ending: str, write: Callable[[Path], None]
) -> None:
    write(tmp_path / f"people.{ending}")
    (reading,) = read([tmp_path / f"people.{ending}"], source="net")
    assert shown(reading.records) == wanted(
        "Person: Ada Test, Bo Probe\nAffiliate: Baobab", "Ada Test MEMBER_OF Baobab\nBo Probe MEMBER_OF Baobab"
    )
    assert {str(problem.text) for problem in reading.problems if problem.code == "noticed"} == {
        "Row 3 is hidden and was left out.",
        "A column is hidden and was left out: secret.",
        "The sheet is hidden and was left out.",
    }
    assert "Gone" not in repr(reading)


def test_hidden_rows_and_columns_of_xlsb(tmp_path: Path) -> None:
    """No library here writes XLSB, so its records are made by hand."""

    def record(kind: int, content: bytes) -> bytes:
        number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return number + bytes([len(content)]) + content

    def text(words: str) -> bytes:
        return struct.pack("<I", len(words)) + words.encode("utf-16-le")

    def row(number: int, flags: int) -> bytes:
        return record(0, struct.pack("<IIHBB", number, 0, 300, 0, flags) + bytes(5))

    sheet = b"".join(
        [
            record(129, b""),
            record(60, struct.pack("<IIIIH", 0, 0, 2048, 0, 0)),
            record(60, struct.pack("<IIIIH", 1, 2, 0, 0, 1)),
            *(row(number, 0x10 if number == 2 else 0) for number in range(4)),
            record(130, b""),
        ]
    )
    relations = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>'
    with ZipFile(tmp_path / "people.xlsb", "w") as packed:
        packed.writestr("xl/workbook.bin", record(156, struct.pack("<II", 0, 1) + text("rId1") + text("People")))
        packed.writestr("xl/_rels/workbook.bin.rels", relations)
        packed.writestr("xl/worksheets/sheet1.bin", sheet)
    assert hidden_in(tmp_path / "people.xlsb") == {"People": Hidden(rows={3}, columns={2, 3})}


@pytest.mark.parametrize("cut", [0, 8, 30, 80, 600, 1500, 5000])
def test_what_is_hidden_in_a_broken_workbook_is_for_its_reader_to_say(tmp_path: Path, cut: int) -> None:
    (tmp_path / "cut.xls").write_bytes((CHECKOUT / "tests" / "data" / "hidden.xls").read_bytes()[:cut])
    assert set(hidden_in(tmp_path / "cut.xls")) <= {"People & more"}


def test_two_names_that_differ_in_signs_alone_are_said_once(tmp_path: Path) -> None:
    text = "name,contact for\nAda Test,C.A.R.E Togo\nBo Probe,C A R E Togo\nCy Probe,C A R E Togo\n"
    said = [str(one.text) for one in load(tmp_path, text + "Di Probe,c.a.r.e TOGO\n").problems]
    assert [sentence.partition(";")[0] for sentence in said if "signs alone" in sentence] == [
        "“C A R E Togo” and “C.A.R.E Togo” differ in signs alone"
    ]
