# SPDX-License-Identifier: GPL-3.0-or-later
"""From files to raw tables: encodings, delimiters, headings, workbooks."""

import json
import os
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.errors import LoadError
from graph.schema.links import MemberOf
from graph.schema.nodes import Group, Person
from graph.schema.source import Problem
from loaders.read import read
from loaders.tables.files import Table, read_tables

ROWS = [(2, ["Zoë", "Côte d’Ivoire"]), (3, ["مراد", "007"])]
TEXT = "name,country\r\nZoë,Côte d’Ivoire\r\nمراد,007\r\n"


def rows_of(table: Table) -> list[tuple[int, list[str]]]:
    return [pair for batch in table.batches() for pair in zip(batch.lines, batch.rows, strict=True)]


def tables_of(path: Path) -> tuple[list[Table], list[Problem]]:
    tables, problems = read_tables(path)
    return tables, problems + [
        problem for table in tables for batch in table.batches() for problem in table.extra_cells(batch)
    ]


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def keys(problems: list[Problem]) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.text.text.key) for problem in problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_and_without_a_mark(tmp_path: Path, encoding: str) -> None:
    (table,), problems = tables_of(written(tmp_path, "a.csv", TEXT.encode(encoding)))
    assert list(map(str, table.headings)) == ["name", "country"]
    assert rows_of(table) == ROWS
    assert not problems


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "name,city\nZoë Müller,Besançon\nJosé,Málaga\nFrançois,Orléans\n"),
        ("cp1256", "الاسم,المدينة\nمراد,تونس العاصمة\nفاطمة,الدار البيضاء\nيوسف,القاهرة\n"),
        ("utf-16-le", "name,city\nAda,London\nBob,Accra\n"),
    ],
)
def test_other_encodings_are_guessed_and_that_is_said(tmp_path: Path, encoding: str, text: str) -> None:
    (table,), problems = tables_of(written(tmp_path, "a.csv", text.encode(encoding)))
    assert [",".join(map(str, table.headings)), *(",".join(row) for _, row in rows_of(table))] == text.splitlines()
    assert keys(problems) == [(None, "problem-guessed-encoding")]


@pytest.mark.parametrize(
    ("suffix", "delimiter"), [("csv", ";"), ("csv", "\t"), ("csv", "|"), ("tsv", "\t"), ("csv", ",")]
)
def test_the_delimiter_is_found(tmp_path: Path, suffix: str, delimiter: str) -> None:
    text = f'name{delimiter}note\nAda{delimiter}"a, b"\nBob{delimiter}x\n'
    (table,), _ = tables_of(written(tmp_path, f"a.{suffix}", text.encode()))
    assert rows_of(table) == [(2, ["Ada", "a, b"]), (3, ["Bob", "x"])]


def test_every_value_stays_text(tmp_path: Path) -> None:
    (table,), _ = tables_of(written(tmp_path, "a.csv", b"a,b,c,d,e\nNA,007,1.0,nan,None\n"))
    assert rows_of(table) == [(2, ["NA", "007", "1.0", "nan", "None"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_and_blank_lines(tmp_path: Path, end: str) -> None:
    (table,), _ = tables_of(written(tmp_path, "a.csv", end.join(["a,b", "1,2", "", ",", "3,4"]).encode()))
    assert rows_of(table) == [(2, ["1", "2"]), (5, ["3", "4"])]


def test_rows_that_are_too_long_or_too_short(tmp_path: Path) -> None:
    (table,), problems = tables_of(written(tmp_path, "a.csv", b"a,b\n1\n1,2,3,4\n1,2,,\n"))
    assert rows_of(table) == [(2, ["1", ""]), (3, ["1", "2"]), (4, ["1", "2"])]
    assert keys(problems) == [(3, "problem-extra-cells")]


def test_a_title_above_the_headings_is_no_heading(tmp_path: Path) -> None:
    (table,), _ = tables_of(written(tmp_path, "a.csv", b"Our members,,\n,,\nname,country,note\nAda,Ghana,\n"))
    assert list(map(str, table.headings)) == ["name", "country", "note"]
    assert rows_of(table) == [(4, ["Ada", "Ghana", ""])]


def test_a_column_of_numbers_without_a_heading_is_no_second_heading_row(tmp_path: Path) -> None:
    (table,), problems = tables_of(written(tmp_path, "a.csv", b",name\n0,Ada\n1,Bob\n"))
    assert len(rows_of(table)) == 2
    assert not problems


def test_a_quote_that_is_never_closed_is_a_problem_at_its_line(tmp_path: Path) -> None:
    _, problems = tables_of(written(tmp_path, "a.csv", b'name,note\nAda,x\nBob,"open\nEve,y\n'))
    assert keys(problems) == [(3, "problem-open-quote")]
    # In a long table too it is noted once, however often the rows are read.
    (reading,) = read([written(tmp_path, "people.csv", b'name,note\nAda,"open\n' + b"Bob,x\n" * 2_000)])
    assert [key for _, key in keys(list(reading.problems))].count("problem-open-quote") == 1
    huge = b'name,note\nAda,x\nBob,"' + b"open\n" * 40_000
    (table,), problems = tables_of(written(tmp_path, "b.csv", huge))
    assert keys(problems) == [(3, "problem-long-cell")]
    assert rows_of(table) == [(2, ["Ada", "x"])]


def test_json_lines_are_rows_and_bad_lines_are_problems(tmp_path: Path) -> None:
    lines = ['{"name": "Ada", "languages": ["en", "fr"], "open": true}', "oops", "[1]", '{"name": 7, "x": {"y": 1}}']
    (table,), problems = tables_of(written(tmp_path, "people.jsonl", "\n".join(lines).encode()))
    assert list(map(str, table.headings)) == ["name", "languages", "open", "x"]
    assert rows_of(table) == [(1, ["Ada", "en; fr", "true", ""]), (4, ["7", "", "", ""])]
    assert sorted(keys(problems)) == [(2, "problem-json-line"), (3, "problem-json-line"), (4, "problem-json-nested")]


def test_a_json_list_is_a_table_too(tmp_path: Path) -> None:
    path = written(tmp_path, "people.json", json.dumps([{"name": "Ada", "country": "Ghana"}]).encode())
    (reading,) = read([path])
    assert [(r.name, r.country) for r in reading.records if isinstance(r, Person)] == [("Ada", "GH")]


def workbook(path: Path) -> Path:
    """Write a workbook with merged cells in headings and rows, dates and numbers.

    A1 and B1 are the upper row over "first" and "last"; C2:C3 is one group.
    """
    book = Workbook()
    people = book.active
    assert people is not None
    people.title = "People"
    for row in [["Person", None, "Group"], ["First name", "Last name", "Group"]]:
        people.append(row)
    people.append(["Ada", "Lovelace", "Wikis"])
    people.append(["Bob", "Byron", None])
    people.merge_cells("A1:B1")
    people.merge_cells("C1:C2")
    people.merge_cells("C3:C4")
    groups = book.create_sheet("Groups")
    groups.append(["name", "id", "notes"])
    groups.append(["Wikis", 7, 1.5])
    book.create_sheet("Empty")
    book.save(path)
    return path


def test_a_workbook_has_a_table_for_each_sheet_and_merged_cells_are_filled(tmp_path: Path) -> None:
    tables, problems = tables_of(workbook(tmp_path / "book.xlsx"))
    people, groups = tables
    assert [str(heading) for heading in people.headings] == ["Person: First name", "Person: Last name", "Group"]
    assert rows_of(people) == [(3, ["Ada", "Lovelace", "Wikis"]), (4, ["Bob", "Byron", "Wikis"])]
    assert rows_of(groups) == [(2, ["Wikis", "7", "1.5"])]
    assert [(p.sheet, p.text.text.key) for p in problems] == [
        ("People", "problem-two-heading-rows"),
        ("Empty", "problem-no-headings"),
    ]


def test_sheets_of_a_workbook_refer_to_each_other(tmp_path: Path) -> None:
    (reading,) = read([workbook(tmp_path / "book.xlsx")], source="net")
    assert {r.id for r in reading.records if isinstance(r, Group)} == {"group:net/7"}
    assert {r.id for r in reading.records if isinstance(r, Person)} == {
        "person:net/ada-lovelace",
        "person:net/bob-byron",
    }
    assert {r.target for r in reading.records if isinstance(r, MemberOf)} == {"group:net/7"}


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 no zip at all", b"name,country\nAda,Ghana\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600],
)
def test_a_file_posing_as_a_workbook_is_an_error_with_a_hint(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(LoadError, match="no workbook") as error:
        read_tables(written(tmp_path, "people.xlsx", content))
    assert "save it again" in str(error.value.hint)


@pytest.mark.parametrize("content", [bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(200))])
def test_a_file_that_is_no_text_is_an_error_with_a_hint(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(LoadError, match="no text in any encoding"):
        read_tables(written(tmp_path, "people.csv", content))


def test_a_cell_in_the_far_corner_and_a_workbook_that_unpacks_to_much_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"], book.active["XFD20000"] = "name", "x"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(LoadError, match="XFD20000"):
        read_tables(tmp_path / "far.xlsx")
    monkeypatch.setattr("loaders.tables.workbook_size._MOST_UNPACKED", 1_000)
    with pytest.raises(LoadError, match="once unpacked"):
        read_tables(workbook(tmp_path / "book.xlsx"))


def test_a_hidden_sheet_is_left_out_and_that_is_said(tmp_path: Path) -> None:
    book = Workbook()
    people = book.active
    assert people is not None
    people.append(["name", "affiliate"])
    people.append(["Ada Test", "Baobab"])
    hidden = book.create_sheet("Old")
    hidden.append(["name", "affiliate"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "people.xlsx")
    tables, problems = tables_of(tmp_path / "people.xlsx")
    assert [table.sheet for table in tables] == ["Sheet"]
    assert [(problem.sheet, problem.text.text.key) for problem in problems] == [("Old", "problem-hidden-sheet")]


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "people.csv")
    with pytest.raises(LoadError, match="pipe"):
        read([tmp_path / "people.csv"])


def test_a_row_whose_only_cell_is_beyond_the_headings_is_no_record(tmp_path: Path) -> None:
    (reading,) = read([written(tmp_path, "people.csv", b"name\nAda Test\n,x\n")])
    assert [record.name for record in reading.records if isinstance(record, Person)] == ["Ada Test"]
