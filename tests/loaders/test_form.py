# SPDX-License-Identifier: GPL-3.0-or-later
"""The survey: what it asks, and that its answers come back the same from every tool in every language."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.errors import LoadError
from graph.schema.links import Link
from graph.schema.nodes import Partner, Person, Record, Theme
from graph.text.message import say
from loaders.read import read
from loaders.tables.form.how_long import since
from loaders.tables.form.questions import QUESTIONS
from tests.loaders.test_reported import shown, wanted
from tests.support.form_exports import EVERY_SHAPE, Answer, export
from web.commands.cli import partnerships

ADA: Answer = {
    "when": "2024-05-17",
    "consent": "yes",
    "name": "Ada Example",
    "username": "AdaEx",
    "affiliate": "Baobab Wikimedians",
    "country": "GH",
    "languages": ["en", "fr", "other:Akan"],
    "how_long": "7",
    "worked_affiliates": "yes",
    "which_affiliates": "Harmattan Wikimedians\nSahel Wikimedians",
    "which_projects": "Drums Online",
    "worked_partners": "yes",
    "which_partners": "Moon Library (library)\nRadio Sun (media)\nSun & Sons, Archive",
    "sought_funding": "yes",
    "funding_with": "Radio Sun; Harmattan Wikimedians",
    "expand": "yes",
    "themes_offered": ["education", "heritage", "other:Oral history"],
    "themes_wanted": ["law"],
}
BEN: Answer = {
    "when": "2023-02-20",
    "consent": "yes",
    "name": "Ben Muster",
    "how_long": "8 months",
    "worked_affiliates": "no",
    "which_partners": "Museum of Drums",
    "partner_kinds": ["museum"],
    "sought_funding": "yes",
    "expand": "no",
    "themes_wanted": ["education"],
}
REFUSED: Answer = {
    "when": "2024-05-18",
    "consent": "no",
    "name": "Cleo Demo",
    "affiliate": "Nowhere Wikimedians",
    "which_partners": "Secret Library",
    "themes_offered": ["other:Secret theme"],
}
OLD_ADA: Answer = ADA | {"when": "2020-01-25", "affiliate": "Old Wikimedians", "country": "TG"}
ANSWERS = (ADA, REFUSED, OLD_ADA, BEN)

NODES = """\
Person: Ada Example, Ben Muster
Affiliate: Baobab Wikimedians, Harmattan Wikimedians, Sahel Wikimedians
Partner: Moon Library, Radio Sun, Sun & Sons| Archive, Museum of Drums
Project: Drums Online
Theme: Culture and heritage, Education, Law and advocacy, Oral history"""
LINKS = """\
Ada Example MEMBER_OF Baobab Wikimedians
Ada Example WORKED_WITH Harmattan Wikimedians
Ada Example WORKED_WITH Sahel Wikimedians
Ada Example WORKED_ON Drums Online
Ada Example CONTACT_OF Moon Library
Ada Example CONTACT_OF Radio Sun
Ada Example CONTACT_OF Sun & Sons, Archive
Ada Example SOUGHT_FUNDING_WITH Radio Sun
Ada Example SOUGHT_FUNDING_WITH Harmattan Wikimedians
Ada Example INTERESTED_IN Education
Ada Example INTERESTED_IN Culture and heritage
Ada Example INTERESTED_IN Oral history
Ada Example INTERESTED_IN Law and advocacy
Ben Muster CONTACT_OF Museum of Drums
Ben Muster INTERESTED_IN Education"""


def people(records: tuple[Record, ...]) -> set[tuple[object, ...]]:
    return {
        (one.name, one.username, one.country, one.languages, one.involved_since, one.open_to_partners)
        for one in records
        if isinstance(one, Person)
    }


@pytest.mark.parametrize(("shape", "language"), EVERY_SHAPE)
def test_answers_come_back_from_every_tool(tmp_path: Path, shape: str, language: str) -> None:
    (reading,) = read([export(tmp_path, shape, ANSWERS, language)], source="net")
    assert shown(reading.records) == wanted(NODES, LINKS)
    assert people(reading.records) == {
        ("Ada Example", "AdaEx", "GH", ("en", "fr", "ak"), "2017", True),
        ("Ben Muster", None, None, (), "2022-06", False),
    }
    kinds = {(one.name, str(one.kind)) for one in reading.records if isinstance(one, Partner) and one.kind}
    assert kinds == {("Moon Library", "library"), ("Radio Sun", "media"), ("Museum of Drums", "museum")}
    assert {one.labels.get("ar") for one in reading.records if isinstance(one, Theme) and one.labels} == {
        "التعليم",
        "الثقافة والتراث",
        "القانون والمناصرة",
    }
    assert reading.source.as_of == "2024-05-17"
    said = [str(problem.text) for problem in reading.problems]
    assert "One answer without consent was not loaded." in said
    assert "One older answer of somebody who answered again was left out." in said
    assert any("and names nobody" in sentence for sentence in said)
    assert not re.search("Cleo|Secret|Nowhere|Old Wikimedians|Gone", repr((reading.records, said)))


def test_the_same_answers_are_the_same_records_in_every_tool(tmp_path: Path) -> None:
    readings: set[tuple[str, ...]] = set()
    for number, (shape, language) in enumerate(EVERY_SHAPE):
        folder = tmp_path / str(number)
        folder.mkdir()
        (reading,) = read([export(folder, shape, [ADA, BEN], language)], source="net")
        readings.add(tuple(sorted(map(repr, reading.records))))
    assert len(readings) == 1


def test_nobody_who_refused_is_loaded_and_all_are_counted(tmp_path: Path) -> None:
    path = export(tmp_path, "google", [REFUSED, REFUSED | {"consent": ""}], "en")
    result = CliRunner().invoke(partnerships, ["--store", f"sqlite:///{tmp_path}/net.db", "load", str(path)])
    assert isinstance(result.exception, LoadError)
    assert "2 answers without consent were not loaded." in " ".join(result.output.split())
    assert not (tmp_path / "net.db").exists()


@pytest.mark.parametrize(
    ("text", "written", "when"),
    [
        ("3", "2024-05-17", "2021"),
        ("3 years", "2024-05-17", "2021"),
        ("plus de 10 ans", "2024-05-17", "2014"),
        ("5-10", "2024-05-17", "2019"),
        ("2,5 ans", "2024-05-17", "2022"),
        ("1 month", "2024-01-31", "2023-12"),
        ("18 mois", "2024-05", "2022-11"),
        ("less than a year", "2024-05-17", "2024"),
        ("two weeks", "2024-05-17", "2024"),
        ("since 2015", "", "2015"),
        ("March 2015", "2024-05-17", "2015-03"),
        ("سنتان", "2024-05-17", "2022"),
        ("٤ سنوات", "2024-05-17", "2020"),
        ("أقل من سنة", "2024-05-17", "2024"),
        ("3 years", "", ""),
    ],
)
def test_since_when_is_worked_out_from_how_long(text: str, written: str, when: str) -> None:
    assert since(text, written) == when


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("format_", ["google", "text", "html", "csv"])
def test_every_format_asks_every_question(format_: str, language: str) -> None:
    result = CliRunner().invoke(partnerships, ["survey", "--format", format_, "--language", language])
    assert result.exit_code == 0
    assert [question.code for question in QUESTIONS if say(question.text(), language) not in result.output] == []
    assert not re.search(r"https?://", result.output)


def test_a_list_of_members_that_says_who_agreed_is_no_survey(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,affiliate,country,consent\nAda Test,Baobab,GH,yes\nBo Probe,Baobab,TG,no\n", encoding="utf-8")
    (reading,) = read([path], source="net")
    assert {one.name for one in reading.records if isinstance(one, Person)} == {"Ada Test", "Bo Probe"}


def test_links_know_nothing_of_who_did_not_answer(tmp_path: Path) -> None:
    (reading,) = read([export(tmp_path, "kobo", [BEN], "fr")], source="net")
    assert {record.source for record in reading.records if isinstance(record, Link)} == {"person:net/ben-muster"}
