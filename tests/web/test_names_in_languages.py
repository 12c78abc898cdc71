# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages call entries by their names in the reader's language; data keep the primary name."""

import html
import pickle
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.schema.nodes import Person, Record
from graph.snapshot.snapshot import Snapshot
from graph.text.message import HIDDEN, Message, Name, Text, say
from graph.text.say import join
from queries.framework.discovery import get_query
from tests.support.builders import about, asked, interested_in, member_of, offers, partner, snapshot_of, theme, wants
from tests.support.site import app_of, small_network, store_of
from web.drawing.drawing import draw
from web.drawing.ego import View, ego
from web.drawing.svg import svg
from web.pages.base import spoken
from web.pages.forms import settings
from web.pages.tables import shown_table
from web.wording.names import called, labels_by_language, labels_in
from web.wording.render import plain_sentence, sentence, value_markup

LANGUAGES = ("en", "fr", "ar")
LABELS = {"fr": "Patrimoine", "ar": "تراث"}
SAID = Text("test-said", "$1 likes $2.")


def network() -> list[Record]:
    """Return the small network with offers and wishes, and somebody who asked not to be named."""
    return [
        *small_network(),
        theme("music", name="Music", labels={"fr": "Musique"}),
        partner("drums", kind="museum"),
        Person(id="person:eve", name="Eve Hidden", opted_out=True),
        member_of("eve", "wikis"),
        interested_in("eve", "heritage"),
        asked("eve", "why"),
        offers("ada", "heritage"),
        wants("cem", "heritage"),
        about("project:walk", "heritage"),
    ]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_of(store_of(network()), tmp_path_factory.mktemp("cache")).test_client()


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return store_of(network()).snapshot()


def page(client: FlaskClient, address: str, language: str) -> str:
    """Return a page without what stays English on purpose: how it is worked out, and the network's own data."""
    answer = client.get(f"{address}{'&' if '?' in address else '?'}uselang={language}")
    assert answer.status_code == 200, address
    text = html.unescape(answer.get_data(as_text=True))
    return re.sub(r'<div class="prose" lang="en".*?</div>|<pre.*?</pre>', "", text, flags=re.DOTALL)


PAGES = (
    "/",
    "/network?id=theme:heritage",
    "/network?id=person:ada&depth=2",
    "/entry/person:ben",
    "/entry/question:why",
    "/search?text=heritage",
    "/partners?theme=theme:heritage",
    "/matches",
    "/questions",
    "/common-ground?ids=person:ada&ids=person:ben",
    "/bus-factor?scope=theme:heritage",
    "/ask/neighbours?id=theme:heritage",
    "/ask/shared-interests?tied=show",
    "/ask/suggest-themes",
    "/ask/communities",
)


@pytest.mark.parametrize(("language", "name"), LABELS.items())
@pytest.mark.parametrize("address", PAGES)
def test_a_theme_has_the_readers_name_on_every_page(
    client: FlaskClient, address: str, language: str, name: str
) -> None:
    text = page(client, address, language)
    assert ("Heritage" in text, name in text) == (False, True)


def test_the_page_of_a_theme_has_its_primary_name_among_the_facts(client: FlaskClient) -> None:
    text = page(client, "/entry/theme:heritage", "fr")
    assert "<h1><bdi>Patrimoine</bdi></h1>" in text
    assert re.findall(r"<dt>([^<]*)</dt><dd><bdi>Heritage</bdi>", text) == ["Nom"]
    assert "<dt>Nom</dt>" not in page(client, "/entry/person:ada", "fr")


@pytest.mark.parametrize("format_", ["json", "csv"])
@pytest.mark.parametrize("address", PAGES)
def test_data_keep_the_primary_name(client: FlaskClient, address: str, format_: str) -> None:
    english, french = (
        client.get(f"{address}{'&' if '?' in address else '?'}uselang={language}&format={format_}").get_data(
            as_text=True
        )
        for language in ("en", "fr")
    )
    assert "Patrimoine" not in french
    assert english.count("Heritage") == french.count("Heritage")


def test_what_is_offered_while_somebody_types_has_the_readers_names(client: FlaskClient) -> None:
    found = {
        language: client.get(f"/suggestions.json?text=herit&uselang={language}").get_json()["rows"]
        for language in ("en", "fr")
    }
    assert found == {
        "en": [{"id": "theme:heritage", "name": "Heritage", "type": "theme"}],
        "fr": [{"id": "theme:heritage", "name": "Patrimoine", "type": "thème"}],
    }
    assert client.get("/suggestions.json?text=").get_json() == {"rows": []}


def test_drawings_have_the_readers_names(snapshot: Snapshot, client: FlaskClient) -> None:
    shown = ego(snapshot, View(centres=(snapshot.index("theme:heritage"),)))
    dots = {language: draw(snapshot, shown, language).dots[0] for language in LANGUAGES}
    assert {language: (dot.label, dot.title) for language, dot in dots.items()} == {
        "en": ("Heritage", "Heritage (theme)"),
        "fr": ("Patrimoine", "Patrimoine (thème)"),
        "ar": ("تراث", "تراث (موضوع)"),
    }
    assert ">تراث</text>" in svg(draw(snapshot, shown, "ar"))
    assert "<title>Autour de Patrimoine</title>" in client.get("/network.svg?id=theme:heritage&uselang=fr").text
    saved = client.get("/network?id=theme:heritage&format=file&uselang=fr").get_data(as_text=True)
    assert ("Patrimoine" in saved, "Heritage" in saved) == (True, False)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ("Heritage", "Music")),
        ("fr", ("Patrimoine", "Musique")),
        ("fr-CA", ("Patrimoine", "Musique")),
        ("ar", ("تراث", "Music")),
        ("arz", ("تراث", "Music")),
        ("de", ("Heritage", "Music")),
        ("qqx", ("Heritage", "Music")),
    ],
)
def test_a_language_falls_back_to_one_that_its_readers_know(
    snapshot: Snapshot, language: str, names: tuple[str, str]
) -> None:
    labels = labels_in(snapshot, language)
    ids = ("theme:heritage", "theme:music")
    assert tuple(called(id_, snapshot.names[snapshot.index(id_)], language, labels) for id_ in ids) == names


def test_labels_are_few_travel_and_do_not_refer_to_their_snapshot(snapshot: Snapshot) -> None:
    labels = labels_by_language(snapshot)
    assert labels == {
        "fr": {"theme:heritage": "Patrimoine", "theme:music": "Musique"},
        "ar": {"theme:heritage": "تراث"},
    }
    assert pickle.loads(pickle.dumps(labels)) == labels  # noqa: S301 - our own
    assert labels_by_language(snapshot) is labels


def test_sentences_and_values_have_the_readers_names() -> None:
    labels = {"theme:x": "<b>Patrimoine"}
    said = SAID(Name("person:ada", "Ada"), Name("theme:x", "Heritage"))
    assert plain_sentence(said, "fr", labels) == "Ada likes <b>Patrimoine."
    assert str(sentence(said, "en", labels, linked=False)) == "<bdi>Ada</bdi> likes <bdi>&lt;b&gt;Patrimoine</bdi>."
    assert str(value_markup("theme", Name("theme:x", "Heritage"), "fr", labels)) == (
        '<a href="/entry/theme:x"><bdi>&lt;b&gt;Patrimoine</bdi></a>'
    )


def test_a_form_says_a_name_that_finds_the_thing_again(snapshot: Snapshot) -> None:
    heritage, music = snapshot.index("theme:heritage"), snapshot.index("theme:music")
    assert [spoken(snapshot, heritage, language) for language in LANGUAGES] == ["Heritage", "Patrimoine", "تراث"]
    assert spoken(snapshot, music, "ar") == "Music"
    twice = snapshot_of([theme("a", name="A", labels={"fr": "Même"}), theme("b", name="B", labels={"fr": "Même"})])
    assert [spoken(twice, number, "fr") for number in (0, 1)] == ["theme:a", "theme:b"]


HIDDEN_PAGES = (
    "/entry/affiliate:wikis",
    "/entry/question:why",
    "/entry/theme:heritage",
    "/network?id=affiliate:wikis",
    "/questions",
    "/what-if",
    "/bus-factor",
    "/ask/neighbours?id=affiliate:wikis",
    "/ask/shared-interests?tied=show",
    "/ask/key-people",
    "/ask/collaborators",
    "/ask/overview",
)


@pytest.mark.parametrize(("language", "said"), [("fr", "une personne"), ("ar", "شخص لم يرغب في ذكر اسمه")])
def test_who_asked_not_to_be_named_is_a_person_in_the_readers_language(
    client: FlaskClient, snapshot: Snapshot, language: str, said: str
) -> None:
    (hidden,) = (snapshot.ids[number] for number in snapshot.opted_out)
    links = [f"/entry/{snapshot.link_id(number)}" for number in snapshot.links_at(snapshot.index(hidden)).tolist()]
    own = [f"/entry/{hidden}", f"/network?id={hidden}", f"/what-if?leave={hidden}", *links]
    texts = {address: page(client, address, language) for address in (*HIDDEN_PAGES, *own)}
    # Nothing is asked around somebody who is not named; the page that says so is in the reader's language, too.
    for address in (
        f"/matches?id={hidden}",
        f"/ask/collaborators?id={hidden}",
        f"/path?source={hidden}&target=person:ben",
    ):
        answer = client.get(f"{address}&uselang={language}")
        assert (address, answer.status_code) == (address, 400)
        texts[address] = answer.get_data(as_text=True)
    assert [address for address, text in texts.items() if re.search(rf"\b{HIDDEN.english}\b", text)] == []
    assert [address for address in own[:2] if said not in texts[address]] == []


@pytest.mark.parametrize(
    ("language", "items", "joined"),
    [
        ("en", ["متحف", "Museum"], "متحف and Museum"),
        ("ar", ["قلم", "متحف"], "قلم ومتحف"),
        ("ar", ["قلم", "Museum"], "قلم و\u00a0Museum"),
        ("ar", ["قلم", "«Museum»"], "قلم و\u00a0«Museum»"),
        ("ar", ["قلم", "«متحف»"], "قلم و«متحف»"),
        ("ar", ["قلم", "كتاب", "12"], "قلم، كتاب و\u00a012"),
        ("ar", ["قلم", "Музей"], "قلم و\u00a0Музей"),
        ("ar", ["قلم", "<bdi><a href='/x'>Museum</a></bdi>"], "قلم و\u00a0<bdi><a href='/x'>Museum</a></bdi>"),
        ("ar", ["قلم", "<bdi><a href='/x'>متحف</a></bdi>"], "قلم و<bdi><a href='/x'>متحف</a></bdi>"),
        ("ar", ["Museum", "\u2026"], "Museum و\u2026"),
        ("ar", ["Museum"], "Museum"),
    ],
)
def test_the_arabic_and_is_not_written_onto_another_script_or_a_digit(
    language: str, items: list[str], joined: str
) -> None:
    assert join(items, language) == joined


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (Name("person:ben", "Ben"), "الصلة مباشرة بين ليلى و\u00a0Ben."),
        (Name("person:ben", "سمير"), "الصلة مباشرة بين ليلى وسمير."),
        (12, "الصلة مباشرة بين ليلى و\u00a012."),
    ],
)
def test_nor_is_it_inside_a_sentence(second: Name | int, said: str) -> None:
    text = Text("paths-direct", "$1 and $2 are linked directly.")
    assert say(text(Name("person:a", "ليلى"), second), "ar") == said


def test_an_and_that_a_name_ends_with_is_left_alone() -> None:
    assert say(Text("test-ends", "$1 $2")("كتاب و", "Museum"), "ar") == "كتاب و Museum"


def shown_settings(snapshot: Snapshot, query: str, **given: Any) -> dict[str, str]:
    """Return label and value of each setting of an answer, as a French page writes them."""
    result = get_query(query).run(snapshot, **given)
    return {
        say(setting.label(), "fr"): re.sub("<[^>]*>", "", value_markup(setting.name, setting.value, "fr", LABELS_FR))
        for setting in settings(snapshot, get_query(query), result.parameters)
    }


LABELS_FR = {"theme:heritage": "Patrimoine"}


def test_settings_are_worded_as_in_the_form(snapshot: Snapshot) -> None:
    shown = {"Genre": "pays", "Pays ou région": "–", "Langue": "–", "Date prise pour aujourd’hui": "2026-03"}
    assert shown_settings(snapshot, "gaps", kind="country", as_of="2026-03") == shown
    assert shown_settings(snapshot, "questions", theme="Heritage", language="en") == {
        "Thème": "Patrimoine",
        "Question de": "–",
        "Langue": "anglais",
        "Seulement les questions ouvertes": "non",
    }


def test_a_page_names_no_raw_setting(client: FlaskClient) -> None:
    text = page(client, "/bus-factor?scope=theme:heritage", "fr")
    used = text[text.index("Réglages utilisés") :]
    names = re.findall(r"<dt>(.*?)</dt>", used[: used.index("</dl>")])
    assert [parameter.name for parameter in get_query("bus-factor").parameters if parameter.name in names] == []
    assert "Demi-vie" in names
    assert 'name="scope" type="text" maxlength="500" value="Patrimoine"' in text


def test_a_translated_name_makes_no_wide_column(snapshot: Snapshot) -> None:
    table = shown_table(snapshot, get_query("gaps").run(snapshot, kind="partner-kind"))
    cells = {cell.name: cell for cell in table.rows[0].cells}
    assert isinstance(cells["name"].value, Message)
    assert (cells["name"].is_long, cells["missing"].is_long) == (False, True)
    assert [table.rows[0].cells[row.head].name for row in table.rows[:1]] == ["name"]


def test_gaps_are_named_in_the_readers_language(client: FlaskClient) -> None:
    assert ">bibliothèque</th>" in page(client, "/gaps?kind=partner-kind", "fr")
    assert ">مكتبة</th>" in page(client, "/gaps?kind=partner-kind", "ar")
    assert "<bdi>Musique</bdi>" in page(client, "/gaps?kind=theme", "fr")
