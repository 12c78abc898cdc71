# SPDX-License-Identifier: GPL-3.0-or-later
"""Today is today, unless somebody says otherwise."""

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from graph.errors import BadParameter
from graph.schema.source import Source
from graph.stores.memory import MemoryStore
from graph.stores.open import open_store
from queries.framework.discovery import get_query, query_names
from tests.support.builders import about, contact_of, partner, person, snapshot_of, theme
from tests.support.every_query import questions
from tests.support.site import app_of
from web.commands.ask import run_ask
from web.reports.report import build
from web.wording.today import aged, as_of_today, today

OLD = "The newest date in the data is March 1, 2010, more than a year ago: what was recorded since is not on the map."


def test_today_is_that_of_the_clock_of_a_setting_or_of_the_data() -> None:
    assert abs((date.fromisoformat(today({}) or "") - date.today()).days) <= 1  # noqa: DTZ011 - what a user sees
    assert today({"PARTNERSHIPS_AS_OF": "2024-05"}) == "2024-05"
    assert today({"PARTNERSHIPS_AS_OF": "data"}) is None
    with pytest.raises(BadParameter, match="PARTNERSHIPS_AS_OF is “soon”"):
        today({"PARTNERSHIPS_AS_OF": "soon"})


def test_what_was_asked_for_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERSHIPS_AS_OF", "2026-11-27")
    query = get_query("bus-factor")
    assert as_of_today(query, {}) == {"as_of": "2026-11-27"}
    assert as_of_today(query, {"as-of": "2020"}) == {"as-of": "2020"}
    assert as_of_today(get_query("overview"), {}) == {}


def test_old_data_have_aged_and_a_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [contact_of("ada", "museum", last_contact="2009"), contact_of("ben", "radio", last_contact="2010-03-01")]
    monkeypatch.setenv("PARTNERSHIPS_AS_OF", "2026-11-27")
    headline = build(snapshot_of(records), "bus-factor", {}).sections[0]
    assert headline.result is not None
    assert (headline.result.rows[0].held, headline.result.parameters["as_of"]) == (0, "2026-11-27")
    assert str(headline.sentences[0]) == OLD
    monkeypatch.setenv("PARTNERSHIPS_AS_OF", "data")
    headline = build(snapshot_of(records), "bus-factor", {}).sections[0]
    assert headline.result is not None
    assert headline.result.rows[0].held == 2
    assert "newest date" not in str(headline.sentences)


def test_every_answer_says_first_and_once_that_the_data_are_old(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARTNERSHIPS_AS_OF", "2026-11-27")
    knows = [contact_of(name, "museum", last_contact="2010-03-01") for name in ("ada", "ben")]
    records = [
        *knows,
        about("partner:museum", "maps"),
        person("ada"),
        person("ben"),
        partner("museum"),
        partner("radio"),
        theme("maps"),
    ]
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    with closing(open_store(url)) as store:
        store.load(Source(id="old"), records)
        snapshot = store.snapshot()
    for name in query_names():
        needed = {"introductions": {"target": "museum"}, "partners-for": {"theme": "maps"}}
        given = next(questions(snapshot, get_query(name))) | needed.get(name, {})
        run_ask(url, name, given, format_="json")
        said = json.loads(capsys.readouterr().out)["summary"]
        assert (said[0], said.count(OLD)) == (OLD, 1), name
        run_ask(url, name, given)
        assert " ".join(capsys.readouterr().out.split()).startswith(OLD), name
    for name, options in (("bus-factor", {}), ("partners", {"theme": "maps"}), ("collaboration", {})):
        said = [str(sentence) for section in build(snapshot, name, options).sections for sentence in section.sentences]
        assert (said[0], said.count(OLD)) == (OLD, 1), name
    memory = MemoryStore()
    memory.load(Source(id="old"), records)
    client = app_of(memory, tmp_path).test_client()
    for address in ("/?", "/bus-factor?", "/ask/contacts?", "/search?text=museum&", "/partners?theme=maps&"):
        page = client.get(address).text
        said = page[page.index("sentences") :]
        assert (page.count("more than a year ago"), said.index("more than a year ago") < said.index("</li>")) == (
            1,
            True,
        )
        assert OLD in client.get(f"{address}format=json").text
    assert OLD not in client.get("/ask/contacts?as_of=2010-06&format=json").text


def test_what_a_source_gives_as_its_date_is_a_date_of_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERSHIPS_AS_OF", "2026-11-27")
    old, new = (contact_of("ada", "museum", last_contact=day) for day in ("2010-03-01", "2026-01"))
    said = [
        list(map(str, aged(snapshot_of([link], as_of)))) for link, as_of in ((old, "2012"), (old, "2026"), (new, None))
    ]
    assert said == [[OLD.replace("March 1, 2010", "July 1, 2012")], [], []]
