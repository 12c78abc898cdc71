# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, marks and private data in cells, encodings of files: this text, this meaning."""

from pathlib import Path

import pytest

from graph.errors import LoadError
from graph.schema.links import Funded, MemberOf, WorkedWith
from graph.schema.nodes import Person
from graph.schema.source import ProblemCode
from graph.text.message import Text
from loaders.cells.cell_words import begins_no_record, is_above, is_nothing, tick_of
from loaders.cells.encodings import encoding_of, read_text
from loaders.cells.markup import plain, without_list_mark, without_markup
from loaders.cells.naming import (
    last_first,
    looks_like_full_name,
    looks_like_name,
    looks_like_organisation,
    looks_like_person,
    other_names,
    person_names,
)
from loaders.cells.private_columns import is_private_heading
from loaders.cells.private_text import cleaned_sentence, without_private
from loaders.cells.reading import Position, make_record


@pytest.mark.parametrize(
    ("text", "shown", "username"),
    [
        ("[[User:Ada_Example|Ada]]", "Ada", "Ada Example"),
        ("[[Benutzer:Ada Example]]", "Ada Example", "Ada Example"),
        ("{{ping|Ada_E}}", "Ada E", "Ada E"),
        ("User:Ada_E", "Ada E", "Ada E"),
        ("[[Museum of Drums|the museum]]", "the museum", ""),
        ("[[:fr:Musée_des_tambours#Salle]]", "Musée des tambours", ""),
        ("[Museum](https://museum.example/a_(b))", "Museum", ""),
        ("[https://museum.example Museum of Drums]", "Museum of Drums", ""),
        ("<b>Ada</b><br>Ben &amp; Cem", "Ada\nBen & Cem", ""),
        ("'''Ada''' and ''Ben''", "Ada and Ben", ""),
        ("**Ada** `code` __Ben__", "Ada code Ben", ""),
        ("*Ada*", "Ada", ""),
        ('=HYPERLINK("https://x.example","Ada")', "Ada", ""),
        ('=HYPERLINK("https://x.example";"")', "https://x.example", ""),
        ("'=1+1", "=1+1", ""),
        ("'", "'", ""),
        ("https://en.wikipedia.org/wiki/Ada_Example?x=1", "Ada Example", ""),
        ("  two   gaps \n\n next ", "two gaps\nnext", ""),
        ("plain [x] & y; <3", "plain [x] & y; <3", ""),
    ],
)
def test_what_a_cell_says_without_its_markup(text: str, shown: str, username: str) -> None:
    assert plain(text) == (shown, username)
    assert without_markup(text) == (shown if not text.startswith("User:") else "User:Ada_E")


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("1. Ada", "Ada"),
        ("(12) Ada", "Ada"),
        ("3)Ada", "Ada"),
        ("• Ada", "Ada"),
        ("- Ada", "Ada"),
        ("-Ada", "-Ada"),
        ("1st Museum", "1st Museum"),
        ("2017. Ada", "2017. Ada"),
        ("1. 2. Ada", "2. Ada"),
    ],
)
def test_list_marks(text: str, bare: str) -> None:
    assert without_list_mark(text) == bare


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Example", ["Ada Example"]),
        ("Prof. Cleo Demo, PhD (Baobab)", ["Prof. Cleo Demo, PhD (Baobab)", "Cleo Demo"]),
        ("Example, Ada", ["Example, Ada", "Ada Example"]),
        ("Ada Example – chair", ["Ada Example – chair", "Ada Example"]),
        ("Ada Example: chair", ["Ada Example: chair", "Ada Example"]),
        ("Ada Example (chair", ["Ada Example (chair", "Ada Example"]),
        ("Dr", ["Dr"]),
    ],
)
def test_ways_to_read_the_name_of_a_person(text: str, names: list[str]) -> None:
    assert person_names(text) == names


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("Example, Ada", "Ada Example"),
        ("van der Berg, Jan Piet", "Jan Piet van der Berg"),
        ("Example, PhD", None),
        ("Example,", None),
        ("Example, Ada, Ben", None),
        ("One Two Three, Ada", None),
        ("Example, Ada Bea Cem Dia", None),
        ("Example, Museum", None),
        ("مثال، ليلى", "ليلى مثال"),
    ],
)
def test_last_names_first(text: str, turned: str | None) -> None:
    assert last_first(text) == turned


@pytest.mark.parametrize(
    ("text", "person", "full"),
    [
        ("Ada Example", True, True),
        ("Ada", True, False),
        ("Ada van der Berg", True, True),
        ("ada example", True, False),
        ("Jean d'Arc", True, True),
        ("A B C D E F", True, True),
        ("A B C D E F G", False, False),
        ("Ada 2", False, False),
        ("Ada @ Museum", False, False),
        ("PhD", False, False),
        ("TBD", False, False),
        ("", False, False),
        ("A" * 60, True, False),
        ("A" * 61, False, False),
    ],
)
def test_what_looks_like_a_person(text: str, *, person: bool, full: bool) -> None:
    assert (looks_like_person(text), looks_like_full_name(text)) == (person, full)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Museum of Drums", True),
        ("2017", False),
        ("March 2017", False),
        ("https://museum.example", False),
        ("we met there", False),
        ("Who pays?", False),
        ("N/A", False),
        ("!!!", False),
        ("a " * 16, True),
        ("a " * 17, False),
        ("a" * 150, True),
        ("a" * 151, False),
    ],
)
def test_what_looks_like_a_thing(text: str, *, choice: bool) -> None:
    assert looks_like_name(text) is choice


def test_names_of_things_and_words_of_organisations() -> None:
    assert other_names("Museum of Drums (Accra) – main house") == [
        "Museum of Drums (Accra) – main house",
        "Museum of Drums – main house",
        "Museum of Drums",
    ]
    assert other_names('"Museum"') == ['"Museum"', "Museum"]
    assert looks_like_organisation("Museum of Drums")
    assert not looks_like_organisation("Ada Example")


@pytest.mark.parametrize(
    ("text", "nothing", "above", "tick", "no_record"),
    [
        ("", True, False, False, False),
        ("-", True, False, False, False),
        ("TBD", True, False, None, False),
        ('"', True, True, None, False),
        ("〃", True, True, None, False),
        ("ditto", False, True, None, False),
        ("x", True, False, True, False),
        ("✓", True, False, True, False),
        ("no", True, False, False, False),
        ("maybe", False, False, None, False),
        ("Total", False, False, None, True),
        ("Total: 12", False, False, None, True),
        ("Total people", False, False, None, True),
        ("Total Museum", False, False, None, False),
        ("* as of 2017", False, False, None, True),
        ("* Ada", False, False, None, False),
        ("Updated 2017-03", False, False, None, True),
        ("Updated", False, False, None, True),
        ("Source: the web", False, False, None, True),
        ("Ada Example", False, False, None, False),
    ],
)
def test_words_that_are_no_names(text: str, *, nothing: bool, above: bool, tick: bool | None, no_record: bool) -> None:
    assert (is_nothing(text), is_above(text), tick_of(text), begins_no_record(text)) == (
        nothing,
        above,
        tick,
        no_record,
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ada <ada@example.org>", "Ada"),
        ("ada [at] example [dot] org", ""),
        ("tel: 0244 000 012", ""),
        ("Ada, phone +233 24 400 0012 (work)", "Ada, (work)"),
        ("DE89 3704 0044 0532 0130 00", ""),
        ("Ada / 030 123", "Ada / 030 123"),
        ("2019-03-18 and 2020", "2019-03-18 and 2020"),
        ("03/04/2021", "03/04/2021"),
        ("03.04.21", "03.04.21"),
        ("06 12 34 56 78", ""),
        ("  two  gaps stay ", "  two  gaps stay "),
    ],
)
def test_private_data_are_cut_out(text: str, kept: str) -> None:
    assert without_private(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ada 0244000012", "Ada"),
        ("Ada (0244 000 012)", "Ada"),
        ("Ada 244 00 01", "Ada"),
        ("Ada 244 001", "Ada 244 001"),
        ("since 2019-03-18", "since 2019-03-18"),
        ("2017-2019", "2017-2019"),
        ("2017-2019, 2021", "2017-2019, 2021"),
    ],
)
def test_numbers_in_names_and_notes_are_telephones_unless_dates(text: str, kept: str) -> None:
    assert without_private(text, digits=True) == kept


def test_a_sentence_repeats_nothing_private() -> None:
    said = Text("t", "$1 $2 $3")("ada@example.org", ["x", "Ada tel 0244 000 012"], 7)
    assert cleaned_sentence(said).parameters == ("…", ["x", "Ada"], 7)
    assert cleaned_sentence("") == ""


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("E-mail", True), ("Telefon", True), ("Adresse e-mail", True), ("Name", False), ("", False), ("Museum", False)],
)
def test_private_headings(heading: str, *, expected: bool) -> None:
    assert is_private_heading(heading) is expected


@pytest.mark.parametrize(
    ("content", "codec", "is_guess"),
    [
        ("é".encode(), "utf-8", False),
        (b"", "utf-8", False),
        ("é".encode("utf-8-sig"), "utf-8-sig", False),
        ("é".encode("utf-16"), "utf-16", False),
        ("é".encode("utf-32"), "utf-32", False),
        ("name,café\n".encode("utf-16-le"), "utf-16-le", True),
        ("name,café\n".encode("utf-16-be"), "utf-16-be", True),
        ("nom;prénom\nAda;Zoé\nHélène;François\n".encode("cp1252"), "cp1252", True),
        ("الاسم,البلد\nليلى,المغرب\n".encode("cp1256"), "cp1256", True),
    ],
)
def test_in_which_encoding_a_file_is(tmp_path: Path, content: bytes, codec: str, *, is_guess: bool) -> None:
    file = tmp_path / "f.csv"
    file.write_bytes(content)
    encoding, problems = encoding_of(file)
    assert encoding == codec
    assert [(one.file, one.expected) for one in problems] == [("f.csv", "UTF-8")] * is_guess
    assert read_text(file) == (content.decode(codec), problems)


def test_what_is_no_text_is_refused_and_what_comes_late_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_bytes(b"\0\0\1\2\3\4" * 90)
    with pytest.raises(LoadError, match=r"“f\.csv” is no text"):
        encoding_of(file)
    file.write_bytes(b"a" * (1 << 20) + "é".encode("cp1252"))
    assert encoding_of(file)[0] != "utf-8"
    file.write_bytes(b"a" * ((1 << 20) - 1) + "é".encode())
    assert encoding_of(file) == ("utf-8", [])


PLACE = Position(file="f.csv", sheet="s", line=3)


def test_a_problem_has_its_place_and_nothing_private() -> None:
    text = Text("t", "$1")("ada@example.org")
    problem = PLACE.problem(text, field="x", found="a" * 201 + "@example.org", expected="y", code=ProblemCode.WAITING)
    assert (problem.file, problem.sheet, problem.line, problem.field) == ("f.csv", "s", 3, "x")
    assert (str(problem.text), problem.found, problem.expected, problem.code) == ("…", "…", "y", ProblemCode.WAITING)
    assert PLACE.problem(text, found="b" * 300).found == "b" * 200
    assert PLACE.problem(text).code is ProblemCode.NOTICED


def test_a_field_that_does_not_fit_is_dropped_and_one_that_is_needed_costs_the_row() -> None:
    record, problems = make_record(Person, {"id": "person:a", "name": "Ada", "country": "ghana", "url": ""}, PLACE)
    assert record == Person(id="person:a", name="Ada")
    assert [(one.field, one.found, one.line) for one in problems] == [("country", "ghana", 3)]
    record, problems = make_record(Person, {"id": "person:a", "name": None}, PLACE)
    assert (record, [(one.field, one.found) for one in problems]) == (None, [("name", ""), ("name", "")])
    ends = {"source": "partner:a", "target": "project:b"}
    record, problems = make_record(Funded, {**ends, "amount": 0, "currency": "euro"}, PLACE)
    assert record == Funded(source="partner:a", target="project:b", amount=0.0)
    assert [one.field for one in problems] == ["currency"]


def test_a_link_between_the_wrong_classes_is_refused() -> None:
    record, problems = make_record(MemberOf, {"source": "person:a", "target": "project:b"}, PLACE)
    assert (record, [one.field for one in problems][:1]) == (None, ["target"])
    turned, problems = make_record(WorkedWith, {"source": "person:b", "target": "person:a"}, PLACE)
    assert (turned, problems) == (WorkedWith(source="person:b", target="person:a"), [])
