# SPDX-License-Identifier: GPL-3.0-or-later
"""Who asked not to be named is named nowhere but in what the source said: pages and reports of the sample."""

from pathlib import Path

import pytest

from graph.stores.memory import MemoryStore
from queries.framework.discovery import query_names
from tests.support.builders import member_of, person
from tests.support.site import app_of, sample_store, store_of
from web.reports.formats import FORMATS
from web.reports.report import build

NAME = "Baraka-Were"
PAGES = ("/", "/network", "/sources", "/about", "/bus-factor", "/what-if", "/gaps", "/trend", "/questions", "/matches")


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    """Load the sample; one of its people opted out."""
    return sample_store()


def test_what_the_source_said_keeps_the_name(store: MemoryStore) -> None:
    said = [repr(record) for source in store.sources() for record in store.stated(source.id)]
    assert any(NAME in text for text in said)


@pytest.mark.parametrize("format_", ["html", "json", "csv"])
def test_no_page_names_them(store: MemoryStore, tmp_path: Path, format_: str) -> None:
    client = app_of(store, tmp_path).test_client()
    snapshot = store.snapshot()
    (hidden,) = (snapshot.ids[index] for index in snapshot.opted_out)
    addresses = [*PAGES, *(f"/ask/{name}" for name in query_names()), f"/entry/{hidden}", f"/network?id={hidden}"]
    for address in addresses:
        mark = "&" if "?" in address else "?"
        assert NAME not in client.get(f"{address}{mark}format={format_}").get_data(as_text=True), address
    assert client.get(f"/search.json?text={NAME}").get_json()["rows"] == []


@pytest.mark.parametrize("format_", ["text", "md", "html", "json"])
@pytest.mark.parametrize("name", ["bus-factor", "collaboration", "partners"])
def test_no_report_names_them(store: MemoryStore, name: str, format_: str) -> None:
    report = build(store.snapshot(), name, {"theme": "Education"} if name == "partners" else {})
    assert NAME not in FORMATS[format_](report, "en")


@pytest.mark.parametrize(("others", "shown"), [(1, False), (2, True)])
def test_their_page_shows_a_year_only_if_three_people_share_it(others: int, shown: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case of the table
    people = [person(f"p{number}", involved_since="2018-03") for number in range(others)]
    hidden = person("ada", involved_since="2018-08", opted_out=True)
    store = store_of([*people, hidden, person("late", involved_since="2020"), member_of("ada", "wikis", role="Chair")])
    snapshot = store.snapshot()
    (id_,) = (snapshot.ids[index] for index in snapshot.opted_out)
    answer = app_of(store, tmp_path).test_client().get(f"/entry/{id_}.json").get_json()
    assert answer["links"] == []
    assert answer["node"].get("involved_since") == ("2018" if shown else None)
