# SPDX-License-Identifier: GPL-3.0-or-later
"""Who asked not to be named is named nowhere but in what the source said: pages and reports of the sample."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import BadParameter
from graph.schema.ids import is_hidden
from graph.schema.nodes import Record
from graph.schema.source import Source
from graph.stores.memory import MemoryStore
from graph.stores.open import open_store
from queries.framework.discovery import get_query, query_names
from tests.support.addresses import pages
from tests.support.builders import (
    about,
    asked,
    attended,
    contact_of,
    interested_in,
    member_of,
    offers,
    person,
    snapshot_of,
    theme,
    wants,
    worked_on,
    worked_with,
)
from tests.support.site import app_of, sample_store, small_network, store_of
from web.commands.export import run_export
from web.commands.store import run_show
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


HIDDEN_ID = "person:their-file/zora-quill"
DAYS = ("2013-04-17", "2014-05-18", "2012-06-19", "2015-07-20", "2011-08-21")
TELLS = {
    "name": ("Quill", "quill-account", "Quill Works"),
    "id": ("zora", "their-file/"),
    "role": ("grand warden", "lamp keeper", "first mate"),
    "note": ("met at the lake", "owes a reply"),
    "country": ("Comoros", "Comores", '"KM"', ">KM<"),
    "language": ("Esperanto", '"eo"', "espéranto"),
    "date": (*DAYS, "Apr 17", "April 17, 2013", "May 18, 2014", "June 19, 2012", "July 20, 2015", "August 21, 2011"),
}
"""What nobody may find of them."""


def with_somebody_hidden() -> list[Record]:
    """Return a network in which somebody with a marker in every field is linked in every way."""
    fields = {"country": "KM", "languages": ("eo",), "username": "quill-account", "affiliation": "Quill Works"}
    hidden = person(HIDDEN_ID, name="Zora Quill", opted_out=True, involved_since=DAYS[4], **fields)
    their = {"since": DAYS[0], "note": "met at the lake"}
    links = [
        member_of(HIDDEN_ID, "wikis", role="grand warden", **their),
        contact_of(HIDDEN_ID, "museum", role="lamp keeper", last_contact=DAYS[1], **their),
        contact_of(HIDDEN_ID, "partner:cellar", role="lamp keeper", last_contact=DAYS[1], note="owes a reply"),
        worked_on(HIDDEN_ID, "walk", role="first mate", since=DAYS[2], until=DAYS[3]),
        worked_with(HIDDEN_ID, "ada", **their),
        attended(HIDDEN_ID, "day", since=DAYS[2]),
        asked(HIDDEN_ID, "why", since=DAYS[2]),
        *(stance(HIDDEN_ID, "heritage", note="owes a reply") for stance in (interested_in, offers, wants)),
    ]
    # The oldest and the newest date are others', and the year of nobody is theirs.
    others = [worked_with("ada", "ben", since="2001-01-02"), contact_of("ben", "museum", last_contact="2025-02-03")]
    return [*small_network(), theme("heritage"), about("partner:cellar", "heritage"), hidden, *links, *others]


def everywhere(store: MemoryStore, cache: Path) -> Iterator[tuple[str, str]]:
    """Yield every answer of the site: the pages, each entry and link, what is around each, the map and its panel."""
    client, snapshot = app_of(store, cache).test_client(), store.snapshot()
    keys = [*snapshot.ids, *map(snapshot.link_id, range(snapshot.link_count))]
    addresses = [*pages(snapshot), *(f"/entry/{key}" for key in keys), "/search?text=a", "/search?text=Quill"]
    for id_ in snapshot.ids:
        around = ("/network?id=", "/network?depth=2&id=", "/map?select=", "/map?around=", "/map-panel?select=")
        addresses += [f"{address}{id_}" for address in (*around, "/ask/neighbours?depth=2&id=", "/path?source=")]
    addresses += ["/map", "/map?country=KM", "/map?language=eo", "/network?id=wikis&country=KM", "/suggest?text=quill"]
    for address in dict.fromkeys(addresses):
        for format_ in ("html", "json", "csv", "svg", "file"):
            answer = client.get(f"{address}{'&' if '?' in address else '?'}format={format_}")
            assert answer.status_code < 500, address
            yield f"{address} {format_}", answer.get_data(as_text=True)


def found_in(places: Iterator[tuple[str, str]]) -> list[tuple[str, str, str]]:
    # What an address was asked for may be said again.
    return [
        (place, kind, tell)
        for place, text in places
        for kind, tells in TELLS.items()
        for tell in tells
        if tell.lower() in text.lower()
        and tell.lower() not in place.lower()
        and not (kind == "country" and "KM" in place)
    ]


def test_nothing_of_them_is_on_any_page(tmp_path: Path) -> None:
    store = MemoryStore()
    store.load(Source(id="their-file", title="The file", file="all.csv", as_of="2025-03-04"), with_somebody_hidden())
    assert sum(map(is_hidden, store.snapshot().ids)) == 1
    assert found_in(everywhere(store, tmp_path)) == []


def test_nothing_of_them_is_in_any_export_or_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path / 'network.sqlite'}"
    store = open_store(url)
    store.load(Source(id="all", file="all.csv", as_of="2025-03-04"), with_somebody_hidden())
    snapshot = store.snapshot()
    store.close()
    texts: list[tuple[str, str]] = []
    for format_ in ("csv", "graphml", "gexf", "html"):
        run_export(url, tmp_path / format_, format_, without_names=False)
    texts += [(str(path), path.read_text(encoding="utf-8")) for path in (tmp_path / "csv").iterdir()]
    texts += [(name, (tmp_path / name).read_text(encoding="utf-8")) for name in ("graphml", "gexf", "html")]
    for name in ("bus-factor", "collaboration", "partners"):
        report = build(snapshot, name, {"theme": "heritage"} if name == "partners" else {})
        texts += [(f"{name} {format_}", write(report, "en")) for format_, write in FORMATS.items()]
    for id_ in (*snapshot.ids, *map(snapshot.link_id, range(snapshot.link_count))):
        for as_json in (False, True):
            run_show(url, id_, as_json=as_json)
            texts.append((f"show {id_}", capsys.readouterr().out))
    assert len(texts) > 90
    assert found_in(iter(texts)) == []


def test_a_link_of_theirs_keeps_its_key(tmp_path: Path) -> None:
    store = MemoryStore()
    store.load(Source(id="all"), with_somebody_hidden())
    snapshot, client = store.snapshot(), app_of(store, tmp_path).test_client()
    keys = [snapshot.link_id(n) for node in snapshot.opted_out for n in snapshot.links_at(node).tolist()]
    assert len(keys) == 9
    for key in keys:
        assert client.get(f"/entry/{key}.json").get_json()["link"]["id"] == key


def test_nothing_is_asked_about_them() -> None:
    store = MemoryStore()
    store.load(Source(id="all"), with_somebody_hidden())
    snapshot = store.snapshot()
    (hidden,) = (snapshot.ids[node] for node in snapshot.opted_out)
    needed = {
        "paths": {"target": "affiliate:wikis"},
        "common-ground": {"ids": [hidden, "affiliate:wikis"]},
        "introductions": {"target": "partner:museum"},
    }
    for name, parameter in (
        ("neighbours", "id"),
        ("collaborators", "id"),
        ("shared-interests", "id"),
        ("matches", "id"),
        ("paths", "source"),
        ("common-ground", "ids"),
        ("introductions", "seeker"),
        ("partners-for", "seeker"),
        ("questions", "asker"),
    ):
        with pytest.raises(BadParameter, match="prefers not to be named"):
            get_query(name).run(snapshot, None, **{parameter: hidden, **needed.get(name, {})})
    # What would be if everybody of a set left is no question about one of them.
    assert get_query("what-if").run(snapshot, leave=[hidden]).summary


@pytest.mark.parametrize("name", ["single-contacts", "contacts"])
def test_where_only_they_know_a_partner_that_is_said(name: str) -> None:
    records = [person("ada", opted_out=True), contact_of("ada", "museum"), contact_of("ben", "radio")]
    said = "Somebody who prefers not to be named knows Museum; ask a coordinator."
    assert [str(warning) for warning in get_query(name).run(snapshot_of(records)).warnings][:1] == [said]
    both = snapshot_of([*records, contact_of("ben", "museum")])
    assert said not in map(str, get_query(name).run(both).warnings)


def test_a_suggested_partner_that_only_they_know_says_so() -> None:
    records = [
        person("ada", opted_out=True),
        contact_of("ada", "museum"),
        about("partner:museum", "maps"),
        theme("maps"),
    ]
    (row,) = get_query("partners-for").run(snapshot_of(records), theme="maps").rows
    assert str(row.against) == "Somebody who prefers not to be named knows Museum; ask a coordinator."
