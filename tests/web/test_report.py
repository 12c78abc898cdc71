# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports to forward: what they say, in every format, with and without names."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from graph.schema.nodes import Person, Record
from graph.snapshot.snapshot import EMPTY, Snapshot
from graph.stores.memory import MemoryStore
from graph.text.message import Day, Message, Name, say
from loaders.read import read
from queries.framework.discovery import get_query
from tests.support.builders import (
    affiliate,
    attended,
    contact_of,
    member_of,
    partner,
    partner_of,
    person,
    snapshot_of,
    worked_on,
)
from tests.support.checkout import CHECKOUT
from tests.support.random_network import random_network
from tests.support.real_data import REAL_DATA, needs_real_data
from web.reports.formats import FORMATS
from web.reports.parts import Report, Section
from web.reports.report import REPORTS, build
from web.wording.anonymous import unnamed_network

SAMPLE = CHECKOUT / "loaders" / "sample"


@pytest.fixture(scope="module")
def sample() -> Snapshot:
    """Load the bundled sample, with its workshop and its name decisions."""
    store = MemoryStore()
    for part in ("network", "workshop", "identity-review.csv"):
        (reading,) = read([SAMPLE / part])
        store.load(reading.source, reading.records)
    return store.snapshot()


def sentences(report: Report) -> list[str]:
    """Return all sentences of a report in English."""
    return [str(sentence) for section in report.sections for sentence in (*section.sentences, *section.lines)]


def test_a_small_network_in_words() -> None:
    records = [
        partner("museum", name="Museum of Drums"),
        partner("library", name="Moon Library"),
        person("ada", name="Ada"),
        person("ben", name="Ben"),
        contact_of("ada", "museum"),
        contact_of("ben", "library"),
        contact_of("ada", "library"),
        member_of("ada", "wikis", role="Board member"),
    ]
    said = sentences(build(snapshot_of(records, as_of="2026"), "bus-factor", {}))
    assert said[0] == "If this one of 2 people left, at least 1 of 2 partnerships would have nobody who knows them."
    assert "A relief for Ada: a second contact for Museum of Drums." in said
    assert "Museum of Drums: Ada could introduce Ben." in said
    assert "One person has a role that decides (board, chair, treasurer or the like) in Wikis." in said


def test_who_decides_today_in_the_unit_that_is_named() -> None:
    records = [
        member_of("ada", "wikis", role="Treasurer", until="2020"),
        member_of("ben", "wikis", role="Treasurer"),
        member_of("cem", "wikis", role="Chair"),
        person("cem", until="2021"),
        member_of("dia", "affiliate:drums", role="Board"),
        partner_of("wikis", "museum"),
    ]
    said = sentences(build(snapshot_of(records, as_of="2026"), "bus-factor", {"scope": "Wikis"}))
    assert [sentence for sentence in said if "role that decides" in sentence] == [
        "One person has a role that decides (board, chair, treasurer or the like) in Wikis."
    ]


@pytest.mark.parametrize(
    ("name", "options"), [("bus-factor", {}), ("partners", {"theme": "Education"}), ("collaboration", {})]
)
def test_the_bar_of_progress_has_a_step_for_each_question(sample: Snapshot, name: str, options: dict[str, str]) -> None:
    progress: list[str] = []
    build(sample, name, options, progress=progress.append)
    assert len(progress) == REPORTS[name].questions


def test_whoever_waits_at_a_terminal_sees_how_far_a_report_is(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/test.db"
    command = [sys.executable, "-c", "from web.commands.cli import main; main()", "--store", store]
    subprocess.run([*command, "load", SAMPLE / "network"], check=True, capture_output=True)
    watched, terminal = pty.openpty()
    with (tmp_path / "report.txt").open("wb") as out:
        running = subprocess.Popen([*command, "report", "bus-factor"], stdout=out, stderr=terminal)
    os.close(terminal)
    shown = b""
    # The terminal is read while the report is made, since a full one makes it wait; reading ends with an error
    # once the other side is closed.
    with suppress(OSError):
        while part := os.read(watched, 65536):
            shown += part
    os.close(watched)
    assert running.wait(timeout=60) == 0
    assert "Bus factor" in (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert re.findall(r"(Reading the network|Trend|Gaps) .*?(\d/9)", shown.decode())[-1] == ("Trend", "8/9")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_setting_is_a_date_of_a_computer(sample: Snapshot, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERSHIPS_AS_OF", "2026-03-01")
    sections = build(sample, "bus-factor", {}, everything=True).sections
    said = [message for section in sections for message in (*section.sentences, *section.lines)]
    settings = [message for message in said if message.text.key == "report-setting"]
    assert any(isinstance(message.parameters[1], Day) for message in settings)
    assert [message for message in settings if re.search(r"\d{4}-\d\d", say(message, language))] == []


def test_an_empty_network_says_so() -> None:
    report = build(EMPTY, "bus-factor", {})
    assert "load" in sentences(report)[0].lower() or "nothing" in sentences(report)[0].lower()
    assert not any("every relationship" in sentence for sentence in sentences(report))
    assert all(FORMATS[name](report, "en") for name in FORMATS)


@pytest.mark.parametrize("name", ["bus-factor", "collaboration", "partners"])
def test_every_format_of_every_report(sample: Snapshot, name: str) -> None:
    report = build(sample, name, {"theme": "Education"} if name == "partners" else {})
    content = json.loads(FORMATS["json"](report, "en"))
    assert set(content) == {"title", "parameters", "sections", "revision"}
    assert {frozenset(section) for section in content["sections"]} == {frozenset({"title", "sentences", "result"})}
    html = FORMATS["html"](report, "en")
    assert html.count("<h2>") == len(report.sections)
    assert "<script" not in html
    assert "src=" not in html
    text = FORMATS["text"](report, "en")
    assert max(map(cell_len, text.splitlines())) <= 80
    assert FORMATS["md"](report, "en").startswith("# ")
    for words in ("risk", "weak point", "critical person", "blame"):
        assert words not in text.lower()


@pytest.mark.parametrize("format_", ["text", "md", "html", "json"])
def test_without_names_no_name_id_note_or_role_is_left(sample: Snapshot, format_: str) -> None:
    nodes = [sample.node(index) for index in sample.nodes_of(Person).tolist()]
    people = [node for node in nodes if isinstance(node, Person)]
    plain = build(sample, "bus-factor", {})
    report = build(sample, "bus-factor", {}, without_names=True)
    before, text = FORMATS[format_](plain, "en"), FORMATS[format_](report, "en")
    full_names = [node.name for node in people if " " in node.name and not node.opted_out and node.name in before]
    assert full_names
    assert [name for name in full_names if name in text] == []
    assert [node.id for node in people if node.id in text] == []
    assert "person " in text
    figures = [section.result.rows[0] for section in (plain.sections[0], report.sections[0]) if section.result]
    assert [(row.bus_factor, row.held, row.single_contact_share) for row in figures] == [
        (figures[0].bus_factor, figures[0].held, figures[0].single_contact_share)
    ] * 2


def test_a_scope_has_a_report_of_its_own(sample: Snapshot) -> None:
    report = build(sample, "bus-factor", {"scope": "country:GH"})
    assert str(report.title) == "Bus factor of country:GH"
    assert "partnerships" in sentences(report)[0]


def test_hostile_names_stay_text() -> None:
    bad = '<script>alert(1)</script>" onload="x'
    records = [partner("m", name=bad), person("a", name=bad), contact_of("a", "m")]
    html = FORMATS["html"](build(snapshot_of(records), "bus-factor", {}), "en")
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def figures(report: Report) -> list[list[str]]:
    """Return the numbers of every sentence, those of "person 12" left out."""
    return [
        re.findall(r"\d+", re.sub(r"[Pp]erson \d+", "", str(sentence)))
        for s in report.sections
        for sentence in (*s.sentences, *s.lines)
    ]


def test_with_and_without_names_a_report_has_the_same_figures(sample: Snapshot) -> None:
    named, bare = build(sample, "bus-factor", {}), build(sample, "bus-factor", {}, without_names=True)
    assert figures(bare) == figures(named)
    said = " ".join(sentences(bare))
    assert "if the open name match" in said or "open name matches" in said
    assert "No role that decides" not in said


def test_second_contacts_with_the_same_figures_stand_in_no_order_of_names(sample: Snapshot) -> None:
    result = get_query("second-contacts").run(sample, count=100)
    bare = unnamed_network(sample).taken(result)
    assert [(row.rank, row.loss_before, row.loss_after) for row in bare.rows] == [
        (row.rank, row.loss_before, row.loss_after) for row in result.rows
    ]
    runs = [list(run) for _, run in groupby(bare.rows, key=lambda row: (round(row.gain, 9), row.feasibility))]
    assert max(map(len, runs)) > 2
    ids = [[(row.person_id, row.asset_id) for row in run] for run in runs]
    assert ids == [*map(sorted, ids)]


@pytest.mark.parametrize("seed", range(10))
def test_the_same_in_random_networks(seed: int) -> None:
    snapshot = random_network(seed)
    named, bare = build(snapshot, "bus-factor", {}), build(snapshot, "bus-factor", {}, without_names=True)
    assert [(s.title, len(s.sentences), len(s.lines)) for s in bare.sections] == [
        (s.title, len(s.sentences), len(s.lines)) for s in named.sections
    ]
    people = {snapshot.names[n] for n in snapshot.nodes_of(Person)}
    assert bare.sections[0].result is not None
    assert not people & {name.name for s in bare.sections for name in names_in((*s.sentences, *s.lines))}


def test_without_names_nothing_stands_in_the_order_of_the_names() -> None:
    people = ["Abeba", "Bongani", "Chinwe", "Djamila", "Ebele", "Farouk", "Gudrun"]
    meeting = [attended(name, "fair", since="2025") for name in people]
    records = [*meeting, *(contact_of(name, f"of-{name}") for name in people)]
    snapshot = snapshot_of(records, as_of="2025")
    rows = [row for s in build(snapshot, "collaboration", {}, without_names=True).sections[:1] for row in rows_of(s)]
    order = [(row.first_id, row.second_id) for row in rows]
    assert (len(order), order) == (10, sorted(order))
    support = build(snapshot, "bus-factor", {}, without_names=True).sections
    said = [name.id for s in support for name in names_in(s.lines) if s.title.key == "report-support"]
    people_said = [id_ for id_ in said if id_.startswith("person:")]
    assert (len(people_said), people_said) == (7, sorted(people_said))
    for section in support:
        for message in (*section.sentences, *section.lines):
            for value in message.parameters:
                ids = [name.id for name in names_in(value) if name.id.startswith("person:")]
                assert ids == sorted(ids)
    (figures_,) = rows_of(support[0])
    assert list(figures_.example) == sorted(figures_.example)


def rows_of(section: Section) -> Sequence[Any]:
    assert section.result is not None
    return section.result.rows


def names_in(value: Any) -> list[Name]:
    if isinstance(value, Name):
        return [value]
    parts = value.parameters if isinstance(value, Message) else value if isinstance(value, (list, tuple)) else ()
    return [name for part in parts for name in names_in(part)]


# At most three pages

LINES_OF_A_PAGE = 66


def crowded() -> Snapshot:
    """Thirty people each keep a partner alone, whose name is a sentence."""
    title = "A very long title of a partner that nobody would ever read to its end"
    partners = [partner(f"x{number:02}", name=f"{title} {number:02}") for number in range(30)]
    contacts = [contact_of(f"p{number:02}", f"x{number:02}", last_contact="2025") for number in range(30)]
    decide = [member_of(f"p{number:02}", f"a{number:02}", role="Chair") for number in range(30)]
    return snapshot_of([*partners, *contacts, *decide], as_of="2026")


def test_a_report_is_at_most_three_pages_and_says_where_the_rest_is(sample: Snapshot) -> None:
    report = build(crowded(), "bus-factor", {})
    text = FORMATS["text"](report, "en")
    assert len(text.splitlines()) <= 3 * LINES_OF_A_PAGE
    french = FORMATS["text"](build(sample, "collaboration", {}), "fr")
    assert len(french.splitlines()) <= 3 * LINES_OF_A_PAGE
    assert all(len(section.lines) <= 11 for section in report.sections)
    assert [len(s.result.rows) for s in report.sections if s.shows_table and s.result and len(s.result.rows) > 10] == []
    rest = [line for line in sentences(report) if line.startswith("And ")]
    assert "And 23 more: see “Single contacts” on the site, or partnerships ask single-contacts." in rest
    whole = build(crowded(), "bus-factor", {}, everything=True)
    assert not any(line.startswith("And ") for line in sentences(whole))
    assert sum(line.startswith("A relief for ") for line in sentences(whole)) == 30


def test_how_it_developed_begins_with_today() -> None:
    contacts = [contact_of(f"p{year}", f"x{year}", last_contact=str(year)) for year in range(2001, 2021)]
    report = build(snapshot_of(contacts, as_of="2020"), "bus-factor", {})
    (periods,) = [rows_of(section) for section in report.sections if section.title.key == "report-trend"]
    assert [row.period for row in periods][:2] == sorted((row.period for row in periods), reverse=True)[:2]
    assert int(periods[0].period) - int(periods[-1].period) == len(periods) - 1 <= 9


@needs_real_data
@pytest.mark.parametrize(("folder", "mapping"), [("open_seeds", "open_seeds"), ("wikiindaba_2017", None)])
@pytest.mark.parametrize("name", ["bus-factor", "collaboration"])
def test_reports_on_real_data_are_at_most_three_pages(folder: str, mapping: str | None, name: str) -> None:
    store = MemoryStore()
    for reading in read([REAL_DATA / folder], mapping=mapping):
        store.load(reading.source, reading.records)
    text = FORMATS["text"](build(store.snapshot(), name, {}), "en")
    assert len(text.splitlines()) <= 3 * LINES_OF_A_PAGE


@pytest.mark.parametrize(
    ("records", "kind"),
    [
        ([contact_of("ada", "affiliate:wikis"), worked_on("ada", "atlas")], "links to affiliates"),
        ([worked_on("ada", "atlas"), affiliate("nobody")], "projects"),
        ([member_of("ada", "group:table")], "groups"),
    ],
)
def test_without_partners_a_report_is_about_what_the_network_has(records: list[Record], kind: str) -> None:
    said = sentences(build(snapshot_of(records), "bus-factor", {}))
    assert f"No partner is on the map, so this is about {kind}; --assets chooses something else." in said
    assert said[0].startswith("If this one of 1 person left, at least 1 of 1 ")


def test_partners_or_what_was_asked_for_come_first() -> None:
    for options, records in (({}, [partner("x")]), ({"assets": "Event"}, [])):
        said = sentences(build(snapshot_of([worked_on("ada", "atlas"), *records]), "bus-factor", options))
        assert not any("--assets" in sentence for sentence in said)
