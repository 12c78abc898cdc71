# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that people really made: a clear outcome for each of them."""

from pathlib import Path

import pytest

from graph.errors import LoadError
from graph.schema.nodes import Person
from loaders.read import read
from loaders.tables.files import Table, read_tables
from tests.support.real_data import REAL_DATA, needs_real_data

MESSY = REAL_DATA / "messy"
pytestmark = needs_real_data


def table(name: str) -> tuple[Table, list[tuple[int, list[str]]], list[str]]:
    """Return a file's only table, its rows with lines, and the kinds of problems."""
    (only,), problems = read_tables(MESSY / name)
    batches = list(only.batches())
    problems += [problem for batch in batches for problem in only.extra_cells(batch)]
    rows = [pair for batch in batches for pair in zip(batch.lines, batch.rows, strict=True)]
    return only, rows, [problem.text.text.key for problem in problems]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("comma_in_quotes", [(2, ["John", "Doe", "120 any st.", "Anytown, WW", "08123"])]),
        ("empty_crlf", [(2, ["1", "", ""]), (3, ["2", "3", "4"])]),
        ("escaped_quotes", [(2, ["1", 'ha "ha" ha']), (3, ["3", "4"])]),
        ("json", [(2, ["1", '{"type": "Point", "coordinates": [102.0, 0.5]}'])]),
        ("newlines_crlf", [(2, ["1", "2", "3"]), (3, ["Once upon \na time", "5", "6"]), (5, ["7", "8", "9"])]),
        ("quotes_and_newlines", [(2, ["1", 'ha \n"ha" \nha']), (5, ["3", "4"])]),
        ("utf8", [(2, ["1", "2", "3"]), (3, ["4", "5", "ʤ"])]),
    ],
)
def test_corner_cases_of_csv(name: str, rows: list[tuple[int, list[str]]]) -> None:
    _, read_rows, problems = table(f"csv_spectrum/{name}.csv")
    assert [(line, [cell.replace("\r\n", "\n") for cell in row]) for line, row in read_rows] == rows
    assert not problems


def test_two_heading_rows_with_a_byte_order_mark() -> None:
    survey, rows, problems = table("surveymonkey_k8s_contribex_2019_two_row_header_bom.csv")
    headings = list(map(str, survey.headings))
    assert headings[0] == "Respondent ID"
    assert "Please rate any challenges to the listed steps of the contribution process: Communication" in headings
    assert problems == ["problem-two-heading-rows"]
    assert rows[0][0] == 3


def test_a_table_that_is_not_in_utf_8_with_two_heading_rows() -> None:
    survey, rows, problems = table("surveymonkey_starwars_non_utf8_two_row_header.csv")
    assert problems == ["problem-guessed-encoding", "problem-two-heading-rows"]
    assert str(survey.headings[0]) == "RespondentID"
    assert (len(rows), rows[0][1][0]) == (1186, "3292879998")


def test_the_same_rows_as_csv_and_as_a_workbook() -> None:
    _, from_csv, _ = table("donations_de.csv")
    _, from_xlsx, _ = table("donations_de.xlsx")
    assert len(from_csv) == len(from_xlsx) == 292
    for (_, one), (_, two) in zip(from_csv, from_xlsx, strict=True):
        assert [one[0], *one[2:]] == [two[0], *two[2:]]
        assert float(one[1]) == pytest.approx(float(two[1]))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("donations_de.csv", "what its rows are"),
        ("donations_de.xlsx", "what its rows are"),
        ("surveymonkey_k8s_contribex_2019_two_row_header_bom.csv", "what its rows are"),
        ("surveymonkey_starwars_non_utf8_two_row_header.csv", "what its rows are"),
        ("bad_date_kep_4355.yaml", "of a kind that cannot be loaded"),
        ("csv_spectrum/utf8.csv", "what its rows are"),
    ],
)
def test_a_file_that_says_nothing_about_the_network_is_refused_with_a_hint(name: str, says: str) -> None:
    with pytest.raises(LoadError, match=says) as error:
        read([MESSY / name])
    assert error.value.hint


def test_a_survey_read_as_people_reports_each_row_without_a_name() -> None:
    (reading,) = read([MESSY / "surveymonkey_k8s_contribex_2019_two_row_header_bom.csv"], kind="people")
    keys = [problem.text.text.key for problem in reading.problems]
    assert not reading.records
    assert keys.count("problem-no-name") == 211
    assert keys.count("problem-unknown-heading-alone") > 70


def test_a_folder_of_all_of_them_loads_what_it_can_and_reports_the_rest() -> None:
    (reading,) = read([MESSY])
    people = [record for record in reading.records if isinstance(record, Person)]
    assert [person.name for person in people if not person.username] == ["John Doe"]
    assert len(people) == 26 + 1  # The participants of the wiki page.
    silent = {path.name for path in MESSY.rglob("*") if path.is_file()} - {p.file for p in reading.problems}
    assert not silent


def test_impossible_dates_and_one_that_the_rest_of_its_column_settles(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("name,start\nA,2023-14-05\nB,31/02/2020\nC,03/04/2021\nD,soon\nE,18/03/2017\n", encoding="utf-8")
    (reading,) = read([file])
    assert [getattr(record, "start", None) for record in reading.records] == [
        None,
        None,
        "2021-04-03",
        None,
        "2017-03-18",
    ]
    assert [(p.line, p.text.text.key) for p in reading.problems] == [
        (2, "problem-no-such-day"),
        (3, "problem-no-such-day"),
        (5, "problem-no-date"),
    ]
