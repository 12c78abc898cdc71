# SPDX-License-Identifier: GPL-3.0-or-later
"""What the site answers: pages, data, errors, headers, caching."""

import base64
import csv
import io
import json
import re
import threading
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pydantic import Field

from graph.errors import StoreUnavailable
from graph.schema.source import CONFLICT, Problem, Source
from graph.snapshot.snapshot import Snapshot
from graph.stores.joining import load_joined
from graph.stores.memory import MemoryStore
from graph.text.message import Name, Text, say
from queries.framework.discovery import get_query, query_names
from queries.framework.query import Query
from queries.framework.result import Result
from tests.support.builders import partner, person
from tests.support.site import app_of, small_network, store_of
from web.pages.questions import doors
from web.pages.result_cache import Answers, StillWorking
from web.settings import Settings
from web.site.app import HEADERS, create_app
from web.wording.render import sentence


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the slow query below."""

    value: Annotated[int, Field(description="Any number.")]


PAGES = (
    "/",
    "/network",
    "/network?id=person:ada",
    "/ask",
    "/sources",
    "/about",
    "/search?text=museum",
    "/entry/person:ada",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Return a client of the site of the small network."""
    return app_of(store_of(small_network()), tmp_path_factory.mktemp("cache")).test_client()


def text_of(client: FlaskClient, address: str) -> str:
    """Return a page's text without markup."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_a_thing_shows_its_facts_and_its_ties_in_words(client: FlaskClient) -> None:
    shown = text_of(client, "/entry/person:ada")
    assert "Country Ghana" in shown
    assert "Museum of Drums partner is a contact for" in shown
    assert "March 2021" in shown
    assert "4 links to 4 other entries." in shown


def test_a_tie_reads_the_other_way_round_from_its_other_end(client: FlaskClient) -> None:
    assert "Ada Mensah person has as contact" in text_of(client, "/entry/partner:museum")


def test_every_tie_opens_and_names_its_source(client: FlaskClient) -> None:
    page = client.get("/entry/person:ada").get_data(as_text=True)
    links = re.findall(r'href="(/entry/contact_of:[^"]+)"', page)
    assert len(links) == 1
    shown = text_of(client, links[0])
    assert "Ada Mensah is a contact for Museum of Drums ." in shown
    assert "Our network ( January 31, 2025 )" in shown


def test_a_name_opens_its_page_and_an_unknown_one_offers_similar_names(client: FlaskClient) -> None:
    assert client.get("/entry/Ada Mensah").status_code == 200
    answer = client.get("/entry/Ada Mensa")
    assert answer.status_code == 404
    assert '<a href="/entry/person:ada"><bdi>Ada Mensah</bdi></a>' in answer.get_data(as_text=True)


def test_a_joined_id_still_opens(tmp_path: Path) -> None:
    from tests.support.builders import same_as  # noqa: PLC0415 - for this test

    records = [person("ada"), person("bea", name="Ada M."), same_as("ada", "bea", decision="same")]
    answer = app_of(store_of(records), tmp_path).test_client().get("/entry/person:bea.json")
    assert answer.get_json()["node"]["id"] == "person:ada"


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_also_data(client: FlaskClient, address: str) -> None:
    mark = "&" if "?" in address else "?"
    assert client.get(f"{address}{mark}format=json").get_json() is not None
    answer = client.get(f"{address}{mark}format=csv")
    assert answer.content_type == "text/csv; charset=utf-8"


def test_a_view_can_be_saved_as_one_file_that_needs_nothing_else(client: FlaskClient) -> None:
    answer = client.get("/network?id=person:ada&format=file")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="network.html"'
    page = answer.get_data(as_text=True)
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "Museum of Drums" in page
    assert client.get("/about?format=file").status_code == 400


def test_the_scripts_of_a_saved_file_are_those_that_its_policy_allows(client: FlaskClient) -> None:
    text = client.get("/network?id=person:ada&format=file").get_data(as_text=True)
    scripts = re.findall(r"<script(?: type=.module.)?>(.*?)</script>", text, re.DOTALL)
    digests = [base64.b64encode(sha256(script.encode()).digest()).decode() for script in scripts]
    assert [f"sha256-{digest}" in text for digest in digests] == [True, True]


def test_the_shape_of_a_thing_as_data(client: FlaskClient) -> None:
    data = client.get("/entry/partner:museum.json").get_json()
    assert data["node"]["name"] == "Museum of Drums"
    assert {link["type"] for link in data["links"]} == {"CONTACT_OF", "INTERESTED_IN"}
    assert data["sources"][0]["id"] == "network"


def test_a_query_gives_the_same_rows_as_page_json_and_csv(client: FlaskClient) -> None:
    data = client.get("/ask/neighbours.json?id=person:ada").get_json()
    expected = {"person:ben", "person:cem"}
    assert not expected & {row["id"] for row in data["rows"]}
    assert {row["id"] for row in data["rows"]} >= {"partner:museum", "project:walk", "affiliate:wikis"}
    rows = list(csv.DictReader(io.StringIO(client.get("/ask/neighbours.csv?id=person:ada").get_data(as_text=True))))
    assert [row["id"] for row in rows] == [row["id"] for row in data["rows"]]
    page = client.get("/ask/neighbours?id=person:ada").get_data(as_text=True)
    assert len(re.findall(r"<tr [^>]*data-id=", page)) == len(rows)


def test_two_that_did_the_same_did_it_once_in_words(client: FlaskClient) -> None:
    page = client.get("/common-ground?ids=person:ada&ids=person:ben").get_data(as_text=True)
    assert re.findall(r'data-label="Links"[^>]*>(.*?)</td>', page) == ["is a member of", "worked on"]


def test_languages_have_names_even_where_nothing_is_written_in_them(client: FlaskClient) -> None:
    assert "English and Twi" in text_of(client, "/entry/person:ada")


@pytest.mark.parametrize("name", query_names())
def test_every_query_has_a_page_with_a_form_and_its_definition(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/ask/{name}")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    for parameter in get_query(name).parameters:
        assert f'name="{parameter.name}"' in page
    assert "How this was worked out" in page


@pytest.mark.parametrize("door", doors(), ids=lambda door: door.address)
def test_every_door_opens_without_parameters(client: FlaskClient, door: object) -> None:
    assert client.get(door.address).status_code == 200  # pyright: ignore[reportAttributeAccessIssue] - a Door


def test_bad_parameters_are_the_visitors_fault_and_say_why(client: FlaskClient) -> None:
    answer = client.get("/ask/neighbours?id=person:ada&depth=99")
    assert answer.status_code == 400
    assert "depth" in answer.get_data(as_text=True)
    error = client.get("/ask/neighbours.json?id=person:ada&colour=red").get_json()["error"]
    assert error["status"] == 400
    assert "colour" in error["message"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing-here", 404),
        ("/ask/nothing", 404),
        ("/entry/person:nobody", 404),
        ("/entry/contact_of:é", 404),
        ("/network?id=nobody-at-all", 404),
        ("/network?id=person:ada&show=0", 400),
        ("/network?id=person:ada&types=Dragon", 400),
        ("/network?id=person:ada&since=soon", 400),
        ("/?format=pdf", 400),
        ("/about?format=svg", 400),
        ("/search?text=a&limit=-1", 400),
        (f"/search?text={'x' * 9000}", 400),
        ("/entry/a//b", 404),
    ],
)
def test_errors_are_pages_in_words(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    page = answer.get_data(as_text=True)
    assert "<h1>" in page
    assert "Traceback" not in page


@pytest.mark.parametrize(
    "address", [*PAGES, "/nothing-here", "/healthz", "/ask/search.json?text=a", "/entry/person:ada.svg"]
)
def test_every_answer_carries_the_strict_headers(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_pages_have_no_inline_script_or_style_and_name_no_other_host(client: FlaskClient) -> None:
    for address in PAGES:
        page = client.get(address).get_data(as_text=True)
        assert not re.search(r"<style|style=|<script(?! type=\"(application/json|module)\")|\son\w+=", page), address
        assert not re.search(r'(src|href)="(https?:)?//(?!museum\.example)', page), address


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/entry/person:ada")
    again = client.get("/entry/person:ada", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    other = client.get("/entry/person:ada?uselang=fr", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_pages_are_compressed_and_files_stay_for_ever(client: FlaskClient) -> None:
    answer = client.get("/about", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    file = re.search(r'href="(/assets/[^"]+site\.css)"', client.get("/").get_data(as_text=True))
    assert file
    assert client.get(file[1]).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(file[1].replace("/assets/", "/assets/0")).status_code == 404


def test_the_first_visit_fits_the_budget(client: FlaskClient) -> None:
    def size(address: str) -> int:
        return len(client.get(address, headers={"Accept-Encoding": "gzip"}).get_data())

    page = client.get("/entry/person:ada").get_data(as_text=True)
    used = set(re.findall(r'"(/assets/[^"]+)"', page))
    assert size("/entry/person:ada") + sum(map(size, used)) < 185_000


def test_an_empty_store_says_how_to_load(tmp_path: Path) -> None:
    client = app_of(MemoryStore(), tmp_path).test_client()
    assert "make demo" in text_of(client, "/")
    assert [client.get(page).status_code for page in ("/network", "/sources", "/ask", "/search?text=a")] == [200] * 4


def test_the_language_is_that_of_the_address_then_the_cookie_then_the_browser(client: FlaskClient) -> None:
    page = client.get("/about?uselang=ar").get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in page
    assert '<html lang="ar" dir="rtl">' in client.get("/about").get_data(as_text=True)
    client.delete_cookie("uselang")
    assert '<html lang="en" dir="ltr">' in client.get("/about", headers={"Accept-Language": "xx"}).get_data(
        as_text=True
    )
    assert '<html lang="en" dir="ltr">' in client.get("/about?uselang=no-such-tongue").get_data(as_text=True)
    client.delete_cookie("uselang")


def test_the_problems_of_a_source_are_listed_in_the_language_of_the_reader(tmp_path: Path) -> None:
    noticed = [
        Problem(text=CONFLICT("country", "person:<b>", "GH", "FR"), file="a.csv", sheet="S", line=line, found="<i>")
        for line in range(2, 103)
    ]
    store = store_of(small_network())
    store.load(Source(id="list", title="A list", file="a.csv", first_problems=tuple(noticed)), [])
    client = app_of(store, tmp_path).test_client()
    page = client.get("/sources?uselang=fr").get_data(as_text=True)
    shown = re.findall(r"<li>.*", page[page.index('id="problems-list"') :].partition("</ul>")[0])
    assert len(shown) == 101
    assert shown[0].startswith("<li><b><bdi>a.csv:S:2</bdi></b> <bdi>Cette source donne deux valeurs")
    assert "<bdi>person:&lt;b&gt;</bdi>" in shown[0]
    assert "<bdi>&lt;i&gt;</bdi>" in shown[0]
    assert shown[-1] == "<li>et 1 de plus</li>"
    assert "A list – 101 problems" in text_of(client, "/sources?uselang=en")
    assert "partnerships load --dry-run FILE" in page
    listed, network = client.get("/sources.json?uselang=fr").get_json()
    assert (listed["problems"], len(listed["first_problems"]), network["first_problems"]) == (101, 100, [])
    assert listed["first_problems"][0] == {
        "file": "a.csv",
        "sheet": "S",
        "line": 2,
        "field": "",
        "found": "<i>",
        "expected": "",
        "message": say(noticed[0].text, "fr"),
    }
    client.get("/sources?uselang=en")


def test_without_problems_the_page_says_so(client: FlaskClient) -> None:
    shown = text_of(client, "/sources")
    assert "Everything was understood when it was loaded." in shown
    assert "--dry-run" not in shown


class _Down:
    """A store whose server does not answer."""

    def revision(self) -> str:
        raise StoreUnavailable("The store does not answer.", "Start it.")

    def snapshot(self) -> Snapshot:
        raise StoreUnavailable("The store does not answer.", "Start it.")

    def close(self) -> None:
        """Nothing was opened."""


def test_a_store_that_is_down_gives_503_and_when_to_come_back(tmp_path: Path) -> None:
    client = create_app(Settings(cache=tmp_path), _Down).test_client()
    assert client.get("/healthz").status_code == 200
    for address in ("/", "/readyz", "/entry/person:ada?format=json"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
    assert client.get("/?format=json").get_json()["error"]["message"] == "The store does not answer."


def test_a_new_revision_is_shown_and_the_old_one_until_then(tmp_path: Path) -> None:
    store = store_of(small_network())
    app = app_of(store, tmp_path)
    client, live = app.test_client(), app.extensions["partnerships"]
    store.load(Source(id="more", title="More"), [person("zoe", name="Zoë New")])
    assert client.get("/entry/person:ada").status_code == 200
    live.wait()
    assert client.get("/entry/person:zoe").status_code == 200


def test_an_id_with_slashes_and_other_signs_has_a_page(tmp_path: Path) -> None:
    id_ = "person:a/b c?d=e#f%g.json"
    client = app_of(store_of([person(id_, name="Odd")]), tmp_path).test_client()
    assert client.get(f"/entry/{quote(id_, safe='/:')}").status_code == 200
    assert json.loads(client.get(f"/entry/{quote(id_)}.json").get_data())["node"]["id"] == id_


def test_a_list_in_a_sentence_is_escaped_once() -> None:
    names = Text("test-names", "They are $1.")([Name("person:a", "A & <b>"), "plain & <i>", Name("person:c", "C")])
    assert sentence(names, "en") == (
        'They are <a href="/entry/person:a"><bdi>A &amp; &lt;b&gt;</bdi></a>, plain &amp; &lt;i&gt; '
        'and <a href="/entry/person:c"><bdi>C</bdi></a>.'
    )


def test_a_long_answer_is_finished_in_the_background() -> None:
    ready = threading.Event()

    def compute(_snapshot: Snapshot) -> Result[Row]:
        ready.wait(10)
        return Result(rows=(Row(1),))

    query = Query(name="slow", title=Text("test-slow", "Slow"), compute=compute, row=Row)
    snapshot = store_of(small_network()).snapshot()
    answers = Answers()
    with pytest.raises(StillWorking):
        answers.run(query, snapshot, {}, patience=0.01)
    ready.set()
    assert answers.run(query, snapshot, {}).rows == (Row(1),)


def test_what_was_joined_by_name_says_so_and_leads_to_the_reason(tmp_path: Path) -> None:
    store = MemoryStore()
    given = [(Source(id=id_, file=f"{id_}.csv"), [partner(id_, name="Museum of Drums")]) for id_ in ("one", "two")]
    load_joined(store, given, join=True)
    client = app_of(store, tmp_path).test_client()
    page = client.get("/entry/partner:one").text
    assert "Joined by name from 2 sources" in page
    address = re.search(r'href="(/ask/duplicates[^"]*)">Joined', page)
    assert address
    assert "the same name in 2 sources" in client.get(address[1]).text
    load_joined(store, [(Source(id="two"), [])], join=True)
    assert "Joined by name" not in app_of(store, tmp_path).test_client().get("/entry/partner:one").text


def test_half_years_are_read_in_words(client: FlaskClient) -> None:
    for language, words in (("en", "(second half)"), ("fr", "(2nd semestre)"), ("ar", "(النصف الثاني)")):
        page = client.get(f"/trend?step=half-year&uselang={language}").get_data(as_text=True)
        assert (words in page, re.findall(r"\d-H[12]", page)) == (True, [])
