# SPDX-License-Identifier: GPL-3.0-or-later
"""The small rules by which tables are read, each from the cells that call for it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.schema.links import InterestedIn, Link
from graph.schema.nodes import Event, Group, Node, Person
from loaders.cells.reading import Reading
from loaders.read import read
from loaders.tables.csv_rows import delimiter_of
from loaders.tables.headings import LINK_COLUMNS_OF

CELLS = {
    "person": "Ben Muster",
    "group": "Team Blue",
    "affiliate": "Wikis North",
    "partner": "Museum of Drums",
    "project": "Photo Walk",
    "event": "Summit of Drums",
    "question": "Why drums?",
    "idea": "Play together",
    "theme": "Music",
}
LINKS = """\
people: affiliate > person MEMBER_OF affiliate
people: groups > person MEMBER_OF group
people: member of > person MEMBER_OF affiliate
people: works on > person WORKED_ON project
people: contact for > person CONTACT_OF partner
people: attended > person ATTENDED event
people: asked > person ASKED question
people: proposed > person PROPOSED idea
people: interested in > person INTERESTED_IN theme interest
people: themes > person INTERESTED_IN theme interest
people: offers > person INTERESTED_IN theme offers
people: wants > person INTERESTED_IN theme wants
people: partners > person CONTACT_OF partner
people: worked with > person WORKED_WITH person
people: sought funding with > person SOUGHT_FUNDING_WITH partner
groups: members > person MEMBER_OF group
groups: part of > group PART_OF event
groups: affiliate > group PART_OF affiliate
groups: attended > group PART_OF event
groups: works on > group WORKED_ON project
groups: partners > group PARTNER_OF partner
groups: asked > group ASKED question
groups: proposed > group PROPOSED idea
groups: interested in > group INTERESTED_IN theme interest
groups: offers > group INTERESTED_IN theme offers
groups: wants > group INTERESTED_IN theme wants
groups: themes > group ABOUT theme
affiliates: contacts > person CONTACT_OF affiliate
affiliates: members > person MEMBER_OF affiliate
affiliates: partners > affiliate PARTNER_OF partner
affiliates: works on > affiliate WORKED_ON project
affiliates: attended > affiliate ATTENDED event
affiliates: funds > affiliate FUNDED project
affiliates: worked with > person WORKED_WITH affiliate
affiliates: interested in > affiliate INTERESTED_IN theme interest
affiliates: offers > affiliate INTERESTED_IN theme offers
affiliates: wants > affiliate INTERESTED_IN theme wants
affiliates: themes > affiliate ABOUT theme
affiliates: groups > group PART_OF affiliate
affiliates: affiliate > affiliate PARTNER_OF affiliate
affiliates: part of > affiliate PART_OF affiliate
affiliates: sought funding with > affiliate SOUGHT_FUNDING_WITH partner
partners: contacts > person CONTACT_OF partner
partners: members > person MEMBER_OF partner
partners: partners > partner PARTNER_OF partner
partners: works on > partner WORKED_ON project
partners: attended > partner ATTENDED event
partners: funds > partner FUNDED project
partners: worked with > person WORKED_WITH partner
partners: interested in > partner INTERESTED_IN theme interest
partners: offers > partner INTERESTED_IN theme offers
partners: wants > partner INTERESTED_IN theme wants
partners: themes > partner ABOUT theme
partners: affiliate > partner PARTNER_OF affiliate
partners: sought funding with > affiliate SOUGHT_FUNDING_WITH partner
projects: people > person WORKED_ON project
projects: lead > person WORKED_ON project lead
projects: mentors > person WORKED_ON project mentor
projects: groups > group WORKED_ON project
projects: affiliate > affiliate WORKED_ON project
projects: partners > partner WORKED_ON project
projects: funded by > partner FUNDED project
projects: part of > project PART_OF project
projects: themes > project ABOUT theme
events: people > person ATTENDED event
events: speakers > person ATTENDED event speaker
events: organised by > affiliate ATTENDED event host
events: affiliate > affiliate ATTENDED event
events: partners > partner ATTENDED event
events: groups > group PART_OF event
events: part of > event PART_OF event
events: themes > event ABOUT theme
questions: asked by > person ASKED question
questions: groups > group ASKED question
questions: themes > question ABOUT theme
ideas: proposed by > person PROPOSED idea
ideas: groups > group PROPOSED idea
ideas: answers > idea ANSWERS question
ideas: themes > idea ABOUT theme
themes: part of > theme PART_OF theme
themes: interested in > person INTERESTED_IN theme interest
themes: offers > person INTERESTED_IN theme offers
themes: wants > person INTERESTED_IN theme wants
"""
"""What the rows are: a heading > the link that a name in its column makes, and from what to what."""


def read_table(folder: Path, text: str, *, name: str = "table.csv", kind: str = "") -> Reading:
    (folder / name).write_text(text, encoding="utf-8")
    (reading,) = read([folder / name], kind=kind or None, source="net")
    return reading


def names(reading: Reading, cls: type[Node]) -> set[str]:
    return {record.name for record in reading.records if isinstance(record, cls)}


def link_text(link: Link) -> str:
    more = link.stance.value if isinstance(link, InterestedIn) else getattr(link, "role", None) or ""
    ends = (end.partition(":")[0] for end in (link.source, link.target))
    return f" {link.TYPE} ".join(ends) + f" {more}".rstrip()


@pytest.mark.parametrize("line", LINKS.splitlines())
def test_a_heading_makes_its_link_in_its_direction(tmp_path: Path, line: str) -> None:
    what, _, link = line.partition(" > ")
    kind, _, heading = what.partition(": ")
    source, _, target, *_ = link.split()
    cell = CELLS[target if source == kind.removesuffix("s").replace("people", "person") else source]
    row = "Ada Example" if kind == "people" else "Row of Reeds"
    reading = read_table(tmp_path, f"name,{heading}\n{row},{cell}\n", kind=kind)
    assert [link_text(record) for record in reading.records if isinstance(record, Link)] == [link]


def test_every_heading_of_a_link_is_tried() -> None:
    tried = {line.partition(" > ")[0] for line in LINKS.splitlines()}
    plural = {cls: "people" if cls is Person else f"{cls.TYPE.lower()}s" for cls in LINK_COLUMNS_OF}
    assert {
        f"{plural[cls]}: {column.words}"
        for cls, columns in LINK_COLUMNS_OF.items()
        for column in columns
        if column.made
    } <= tried


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("", ","),
        ("\n\n", ","),
        ("name\nAda Example\n", ","),
        ("name;country\nAda;GH\n", ";"),
        ("name\tamount\nAda\t1,5\nBen\t2,5\n", "\t"),
        ("name|groups\nAda|North, South\nBen|East\n", "|"),
        ("amount;other\n1,5;2,5\n3,5;4,5\n", ";"),
        # A row that a program put between quotation marks as a whole.
        ('"name;country"\n"Ada;GH"\n', ";"),
        ("name;note\nAda;one\nBen\n", ";"),
    ],
)
def test_a_table_is_cut_where_that_is_most_even(sample: str, delimiter: str) -> None:
    assert delimiter_of(sample) == delimiter


def test_people_written_last_name_first_in_one_cell_are_those_who_are_known(tmp_path: Path) -> None:
    cells = 'Walk,"Example, Ada, Muster, Ben"\nTalk,"Demo, Cem"\n'
    people = "name\nAda Example\nBen Muster\nCem Demo\n"
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    (tmp_path / "projects.csv").write_text(f"name,people\n{cells}", encoding="utf-8")
    (reading,) = read([tmp_path], source="net")
    worked = {
        (record.source.rpartition("/")[2], record.target.rpartition("/")[2])
        for record in reading.records
        if isinstance(record, Link)
    }
    assert worked == {("ada-example", "walk"), ("ben-muster", "walk"), ("cem-demo", "talk")}
    assert names(reading, Person) == {"Ada Example", "Ben Muster", "Cem Demo"}


def workbook(folder: Path, sheets: Mapping[str, Sequence[Sequence[object]]], hidden: tuple[int, ...] = ()) -> Reading:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for number in hidden:
            sheet.row_dimensions[number].hidden = True
    book.save(folder / "book.xlsx")
    (reading,) = read([folder / "book.xlsx"], source="net")
    return reading


@pytest.mark.parametrize(
    ("sheet", "cls"),
    [
        ("Drum Summit", Event),
        ("Summit", None),
        ("Berlin 2019", Event),
        ("Team Blue", Group),
        ("Members", None),
        ("Sheet1", None),
    ],
)
def test_a_sheet_is_named_like_the_group_or_event_whose_people_it_holds(
    tmp_path: Path, sheet: str, cls: type[Node] | None
) -> None:
    people = [["Name", "Country"], ["Ada Example", "Ghana"], ["Ben Muster", "Kenya"], ["Cem Demo", "Kenya"]]
    reading = workbook(tmp_path, {sheet: people})
    assert (names(reading, Event), names(reading, Group)) == (
        {sheet} if cls is Event else set(),
        {sheet} if cls is Group else set(),
    )
    assert names(reading, Person) == {"Ada Example", "Ben Muster", "Cem Demo"}


def test_each_hidden_row_that_holds_something_is_named_by_its_own_number(tmp_path: Path) -> None:
    people = [["Name"], ["Ada Example"], ["Gone One"], [], ["Gone Two"], ["Ben Muster"]]
    reading = workbook(tmp_path, {"People": people}, hidden=(3, 4, 5))
    said = [str(problem.text) for problem in reading.problems if "hidden" in str(problem.text)]
    assert (said, names(reading, Person)) == (
        ["2 rows from row 3 on are hidden and were left out."],
        {"Ada Example", "Ben Muster"},
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12.0, "12"), (12.5, "12.5"), (True, "true"), (1234567890123456.0, "1234567890123456"), (1e16, "1e+16")],
)
def test_a_number_is_what_a_person_would_have_typed(tmp_path: Path, value: object, shown: str) -> None:
    reading = workbook(tmp_path, {"Projects": [["Name", "Description"], ["Photo Walk", value]]})
    (project,) = (record for record in reading.records if isinstance(record, Node))
    assert project.description == shown


def test_a_note_below_a_table_is_no_row_and_a_row_of_one_cell_is(tmp_path: Path) -> None:
    reading = read_table(tmp_path, "name,country\nAda Example,GH\nBen Muster,\nNote: as of 2024,\n", kind="people")
    assert names(reading, Person) == {"Ada Example", "Ben Muster"}


@pytest.mark.parametrize(
    ("headings", "row", "found"),
    [
        # Fields alone: ids are taken as they stand.
        ("id,name,country", "person:x,Ada Example,GH", "person:x"),
        # A heading that people use makes it a table of people's words.
        ("name,country,works on", "Ada Example,GH,Photo Walk", "person:net/ada-example"),
    ],
)
def test_a_table_of_fields_keeps_its_ids(tmp_path: Path, headings: str, row: str, found: str) -> None:
    reading = read_table(tmp_path, f"{headings}\n{row}\n", kind="people")
    assert found in {record.id for record in reading.records if isinstance(record, Person)}
