# SPDX-License-Identifier: GPL-3.0-or-later
"""No request takes the site from the others: slow answers wait apart, data come in pages."""

import re
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import pytest
from flask.testing import FlaskClient
from pydantic import Field

from graph.errors import StoreUnavailable
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Text
from queries.framework.discovery import get_query
from queries.framework.query import Query
from queries.framework.result import Result
from tests.support.builders import affiliate, member_of, person
from tests.support.site import app_of, small_network, store_of
from web.pages.result_cache import Answers, StillWorking


@dataclass(frozen=True, slots=True, kw_only=False)
class Row:
    """A number."""

    number: Annotated[int, Field(description="A number.")]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Open the site of a small network."""
    return app_of(store_of(small_network()), tmp_path_factory.mktemp("cache")).test_client()


def slow_query(name: str, ready: threading.Event) -> Query:
    """Return a query that is answered when something has happened."""

    def compute(_snapshot: Snapshot) -> Result[Row]:
        ready.wait(20)
        return Result(rows=(Row(1),))

    return Query(name=name, title=Text("test-slow", "Slow"), compute=compute, row=Row)


def test_slow_answers_do_not_keep_quick_ones_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.pages.result_cache._SLOW", 0.05)
    ready, snapshot, answers = threading.Event(), store_of(small_network()).snapshot(), Answers()
    for name in ("one", "two"):
        with pytest.raises(StillWorking):
            answers.run(slow_query(name, ready), snapshot, {}, patience=0.1)
    other = store_of([*small_network(), person("zoe")]).snapshot()
    with pytest.raises(StoreUnavailable):
        answers.run(slow_query("one", ready), other, {}, patience=0.1)
    assert answers.run(get_query("search"), snapshot, {"text": "ada"}).rows
    ready.set()
    assert answers.run(slow_query("one", ready), snapshot, {}).rows == (Row(1),)


def test_data_that_take_long_are_asked_for_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("web.pages.base.DATA_PATIENCE", 0.05)
    monkeypatch.setattr("web.pages.result_cache._LARGEST", 0)
    ready, query = threading.Event(), get_query("overview")

    def compute(snapshot: Snapshot) -> Result[Any]:
        ready.wait(20)
        return query.compute(snapshot)

    monkeypatch.setattr("web.pages.query.get_query", lambda _: replace(query, compute=compute))
    client = app_of(store_of(small_network()), tmp_path).test_client()
    answer = client.get("/ask/overview.json")
    assert (answer.status_code, answer.headers["Retry-After"], list(answer.get_json())) == (202, "5", ["error"])
    ready.set()
    for _ in range(200):
        if (answer := client.get("/ask/overview.json")).status_code == 200:
            break
    assert answer.get_json()["rows"]


def test_of_large_answers_the_last_is_kept_while_the_network_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.pages.result_cache._LARGEST", 0)
    snapshot, other = (store_of([*small_network(), person(name)]).snapshot() for name in ("yan", "zoe"))
    answers, query = Answers(), get_query("overview")
    first = answers.run(query, snapshot, {})
    assert answers.run(query, snapshot, {}) is first
    answers.run(get_query("trend"), snapshot, {})
    again = answers.run(query, snapshot, {})
    assert again is not first
    answers.run(query, other, {})
    assert answers.run(query, snapshot, {}) is not again


def test_data_come_in_pages_with_a_link_to_the_next(client: FlaskClient) -> None:
    everything = client.get("/ask/neighbours.json?id=person:ada&depth=2").get_json()["rows"]
    address, found = "/ask/neighbours.json?id=person:ada&depth=2&limit=2", []
    while address:
        answer = client.get(address)
        found += answer.get_json()["rows"]
        link = re.fullmatch(r'<(.*)>; rel="next"', answer.headers.get("Link", ""))
        address = link[1] if link else ""
    assert len(found) > 4
    assert found == everything
    assert "Link" in client.get("/ask/neighbours.csv?id=person:ada&limit=2").headers
    assert "Link" not in client.get("/ask/neighbours?id=person:ada&limit=2").headers


def test_the_page_of_who_opted_out_tells_nothing_of_them(tmp_path: Path) -> None:
    records = [
        person("ada", name="Ada Mensah", country="GH", languages=("en",), involved_since="2019-08", opted_out=True),
        affiliate("wikis", name="Wikimedia Example"),
        member_of("ada", "wikis", role="board", note="a note", since="2020"),
    ]
    years = [person(f"p{number}", involved_since="2019") for number in range(2)]
    for others, is_shown in (([], False), (years, True)):
        store = store_of([*records, *others])
        (hidden,) = [id_ for id_ in store.snapshot().ids if "opted-out" in id_]
        client = app_of(store, tmp_path).test_client()
        for format_ in ("html", "json", "csv"):
            progress = client.get(f"/entry/{hidden}?format={format_}").text
            assert ("2019" in progress) is is_shown
            for secret in ("Ada", "Wikimedia Example", "board", "a note", "2019-08", "August", "Ghana", "introduce"):
                assert secret not in progress
