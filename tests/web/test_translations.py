# SPDX-License-Identifier: GPL-3.0-or-later
"""French and Arabic say all that English says, with the same parameters and the plurals of their language."""

import json
import re
import runpy
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.snapshot.snapshot import Snapshot
from graph.text.message import Day, Message, Name, Text, say, shown_name
from graph.text.say import available_languages
from queries.framework.discovery import get_query, query_names
from tests.support.checkout import CHECKOUT
from tests.support.site import app_of, sample_store
from web.wording.formats import cell_text
from web.wording.render import value_markup

FORMS = {"fr": 2, "ar": 6}
"""How many plain forms a plural may have; French writes two, its third is said like the second."""
PLURAL = re.compile(r"\{\{PLURAL:\$(\d+)\|([^{}]*)\}\}")
PARAMETER = re.compile(r"\$\d+")
MARKUP = re.compile(r"</?[a-zA-Z]|&[a-z]+;|\{\{(?!PLURAL:)")
ENGLISH = re.compile(r"\b(the|and|of|is|are|with|would|nobody)\b", re.IGNORECASE)
ASKED: dict[str, dict[str, Any]] = {
    "common-ground": {"ids": ["Samir Haddad", "Camille Vauclair-Noël"]},
    "introductions": {"seeker": "Samir Haddad", "theme": "Education"},
    "neighbours": {"id": "Samir Haddad"},
    "partners-for": {"theme": "Education"},
    "paths": {"source": "Samir Haddad", "target": "Wikimédia Vallombre"},
    "person-cut": {"source": "Wikimédia Vallombre", "target": "Télé Pirogue"},
    "search": {"text": "wiki"},
    "what-if": {"leave": ["Samir Haddad", "Ama Korkor Dzifa"]},
}
MORE = (
    ("collaborators", {"id": "Samir Haddad"}),
    ("shared-interests", {"id": "Samir Haddad"}),
    ("partners-for", {"seeker": "Wikimédia Vallombre"}),
    ("bus-factor", {"scope": "Wikimédia Vallombre"}),
    ("what-if", {}),
)
COUNTS = (0, 1, 2, 5, 11, 100)
PAGES = (
    *("/", "/search?text=wiki", "/about", "/sources", "/network", "/network?id=Samir+Haddad", "/entry/Samir+Haddad"),
    *("/ask", "/path?source=Samir+Haddad&target=Camille+Vauclair-Noël", "/common-ground", "/partners?theme=Education"),
    *("/matches", "/bus-factor", "/what-if?leave=Samir+Haddad", "/gaps", "/trend", "/questions", "/nowhere"),
)


@cache
def texts() -> dict[str, Text]:
    return runpy.run_path(str(CHECKOUT / "docs" / "generate.py"))["texts"]()


@cache
def translated(language: str) -> dict[str, str]:
    content = json.loads((CHECKOUT / "graph" / "text" / "i18n" / f"{language}.json").read_text(encoding="utf-8"))
    return {key: text for key, text in content.items() if key != "@metadata"}


def everything() -> Iterator[tuple[str, str, str]]:
    """Return (language, key, text) of every translation."""
    return ((language, key, text) for language in FORMS for key, text in translated(language).items())


def plain_forms(forms: str) -> list[str]:
    return [form for form in forms.split("|") if not re.match(r"\d+=", form)]


def test_the_languages_are_there() -> None:
    assert set(FORMS) <= set(available_languages())


@pytest.mark.parametrize("language", FORMS)
def test_every_message_is_translated_and_none_is_left_over(language: str) -> None:
    missing = texts().keys() - translated(language).keys()
    left_over = translated(language).keys() - texts().keys()
    assert (sorted(missing), sorted(left_over)) == ([], [])


def test_every_message_is_explained_to_translators() -> None:
    assert translated("qqq").keys() == texts().keys() == translated("en").keys()


def test_translations_have_the_parameters_of_english() -> None:
    """One that only chooses between plural forms may be left out: another language may need no choice."""
    wrong = {
        (language, key): text
        for language, key, text in everything()
        if not (
            shown(texts()[key].english) <= set(PARAMETER.findall(text)) <= set(PARAMETER.findall(texts()[key].english))
        )
    }
    assert wrong == {}


def shown(text: str) -> set[str]:
    return set(PARAMETER.findall(re.sub(r"PLURAL:\$\d+", "", text)))


def test_translations_hold_no_markup_and_balanced_braces() -> None:
    wrong = [
        (language, key)
        for language, key, text in everything()
        if MARKUP.search(text) or re.search(r"[{}|]", PLURAL.sub("", text)) or not text.strip()
    ]
    assert wrong == []


def test_plurals_have_as_many_forms_as_the_language() -> None:
    """Arabic has all six, also where two are alike: whoever changes one then sees the others."""
    wrong = [
        (language, key)
        for language, key, text in everything()
        for match in PLURAL.finditer(text)
        if not 1 <= len(plain_forms(match[2])) <= FORMS[language]
        or (language == "ar" and len(plain_forms(match[2])) != FORMS["ar"])
    ]
    assert wrong == []


NEVER_NONE = {
    "bus-factor-figure-also",
    "bus-factor-figure-matches",
    "hidden-people",
    "key-people-found",
    "key-people-no-loss",
    "report-succession-all",
    "report-succession-nobody",
}
"""Sentences that are said of at least one only: “the match”, “these 3 matches”."""


def test_none_is_never_said_like_one() -> None:
    """Zero takes the form of one in French, so that form must say the number or leave zero to `0=`."""
    wrong = [
        (language, key)
        for language, key, text in everything()
        for match in PLURAL.finditer(text)
        if key not in NEVER_NONE
        and f"${match[1]}" in match[2]
        and counted(key, match[1], 0, language) == counted(key, match[1], 1, language)
    ]
    assert wrong == []


NEVER_ONE = {
    **dict.fromkeys(("assets-headline-between",), "no exact number is found of many people only"),
    **dict.fromkeys(("bridge-people-found", "bridge-people-none"), "two organisations at least"),
    **dict.fromkeys(
        ("contact-graph-unreached-more", "report-succession", "communities-found", "second-contacts-alike"),
        "two and more",
    ),
    **dict.fromkeys(("paths-none", "paths-more"), "six links, or a second way"),
    **dict.fromkeys(("key-people-at-least", "key-people-no-loss-found"), "two people and more are not always exact"),
    **dict.fromkeys(
        ("bus-factor-names-not-compared", "second-contacts-limited", "collaborators-large", "trend-latest"), "constants"
    ),
    **dict.fromkeys(("result-cut", "site-all-rows", "file-cut", "map-cut"), "cut from more"),
    "problem-mapping-no-column": "a class stands there",
}
"""Sentences that are never said of one, and why."""


def test_one_is_never_said_like_several_in_english() -> None:
    several = "people|entries|members|relationships|records|links|periods|organisations|partners|pairs|rows|questions"
    wrong = [
        key
        for key, text in texts().items()
        if key not in NEVER_ONE and re.search(rf"\b1 ({several})\b", say(text(*[1] * 9), "en"))
    ]
    assert wrong == []


def counted(key: str, parameter: str, count: int, language: str) -> str:
    counts = [count if str(number) == parameter else 3 for number in range(1, 10)]
    return say(texts()[key](*counts), language)


SAID = {
    ("en", "scope-counted-person"): "0 people|one person|2 people|5 people|11 people|100 people",
    ("fr", "scope-counted-person"): "0 personne|1 personne|2 personnes|5 personnes|11 personnes|100 personnes",
    ("ar", "scope-counted-person"): "0 شخص|شخص واحد|شخصان|5 أشخاص|11 شخصًا|100 شخص",
    ("en", "scope-counted-project"): "0 projects|one project|2 projects|5 projects|11 projects|100 projects",
    ("fr", "scope-counted-project"): "0 projet|1 projet|2 projets|5 projets|11 projets|100 projets",
    ("ar", "scope-counted-project"): "0 مشروع|مشروع واحد|مشروعان|5 مشاريع|11 مشروعًا|100 مشروع",
    ("en", "assets-partner"): "partnerships|partnership|partnerships|partnerships|partnerships|partnerships",
    ("fr", "assets-partner"): "partenariat|partenariat|partenariats|partenariats|partenariats|partenariats",
    ("ar", "assets-partner"): "شراكات|شراكة واحدة|شراكتين|شراكات|شراكة|شراكة",
    ("fr", "site-record"): "0 enregistrement|1 enregistrement|2 enregistrements|5 enregistrements|11 enregistrements|"
    "100 enregistrements",
    ("ar", "site-record"): "0 سجل|سجل واحد|سجلان|5 سجلات|11 سجلًا|100 سجل",
}


@pytest.mark.parametrize(("language", "key"), SAID)
def test_plurals_of_real_messages(language: str, key: str) -> None:
    assert "|".join(say(texts()[key](count), language) for count in COUNTS) == SAID[language, key]


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (1, "لا أحد على الخريطة حاليًا يعرف شراكة واحدة، ولا يدخل ذلك في أي رقم آخر."),
        (2, "لا أحد على الخريطة حاليًا يعرف شراكتين، ولا يدخل ذلك في أي رقم آخر."),
        (5, "لا أحد على الخريطة حاليًا يعرف 5 شراكات، ولا يدخل ذلك في أي رقم آخر."),
        (11, "لا أحد على الخريطة حاليًا يعرف 11 شراكة، ولا يدخل ذلك في أي رقم آخر."),
    ],
)
def test_arabic_leaves_the_number_out_where_the_noun_says_it(count: int, sentence: str) -> None:
    text = texts()["assets-already-orphaned"]
    assert say(text(count, texts()["assets-partner"](count)), "ar") == sentence


def test_french_keeps_its_marks_on_the_line_of_their_word() -> None:
    loose = [key for key, text in translated("fr").items() if re.search(r" [;:?!»]|« ", text)]
    assert loose == []


def test_arabic_has_arabic_marks() -> None:
    """A comma or question mark beside Arabic letters is the Arabic one."""
    foreign = [key for key, text in translated("ar").items() if re.search(r"[\u0621-\u064a\u064b-\u0652][,;?]", text)]
    assert foreign == ["parameter-bus-factor-values-help"]  # It shows what to type.


@pytest.fixture(scope="module")
def network() -> Snapshot:
    return sample_store().snapshot()


def messages_of(value: Any) -> Iterator[Message]:
    """Return every message in a value, also those inside lists."""
    if isinstance(value, Message):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from messages_of(item)


@pytest.mark.parametrize("language", FORMS)
@pytest.mark.parametrize(("name", "given"), [*((name, ASKED.get(name, {})) for name in query_names()), *MORE])
def test_every_sentence_of_every_query_is_said(
    name: str, given: dict[str, Any], language: str, network: Snapshot
) -> None:
    result = get_query(name).run(network, **given)
    cells = [getattr(row, column.name) for row in result.rows[:50] for column in result.columns]
    progress = [result.title(), *result.summary, *result.warnings, *messages_of(cells)]
    # Names are data and may be English; everything around them is ours.
    said = [say(message, language, name=lambda _: "■") for message in progress]
    assert [text for text in said if PARAMETER.search(text) or "⧼" in text or "{{" in text] == []
    assert [text for text in said if ENGLISH.search(text)] == []


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_of(sample_store(), tmp_path_factory.mktemp("cache")).test_client()


@pytest.mark.parametrize("path", PAGES)
def test_every_key_of_every_page_is_one_that_translators_see(path: str, client: FlaskClient) -> None:
    keys = re.findall("⧼([^⧽]*)⧽", client.get(f"{path}{'&' if '?' in path else '?'}uselang=qqx").text)
    assert len(keys) > 10
    assert [key for key in keys if key not in texts()] == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/entry/Samir+Haddad?uselang=fr", ["(souhait)", "5 décembre 2025", "est membre de", "Partenariats bienvenus"]),
        ("/entry/Samir+Haddad?uselang=ar", ["(رغبة)", "5 ديسمبر 2025", "من أعضاء", "ترحيب بالشراكات"]),
        ("/gaps?uselang=fr", ["genre de partenaire", "thèmes", "pays"]),
        ("/bus-factor?uselang=fr", ["Demi-vie", "Nombre de mois après lequel", "thème porté par un affilié"]),
        ("/ask?uselang=ar", ["عامل الحافلة", "كم شخصًا يكفي غيابهم لفقدان نصف الشراكات؟"]),
        ("/about?uselang=fr", ["Un partenaire au sein du mouvement."]),
    ],
)
def test_pages_say_words_of_the_schema_and_of_queries(path: str, said: list[str], client: FlaskClient) -> None:
    text = re.sub(r"</?bdi>", "", client.get(path).text)
    assert [words for words in said if words not in text] == []


def test_who_asked_not_to_be_named_is_a_person_in_every_language() -> None:
    text = Text("test-hidden", "$1")
    assert [say(text(Name("person:x", "a person")), language) for language in ("en", "fr", "ar")] == [
        "a person",
        "une personne",
        "شخص لم يرغب في ذكر اسمه",
    ]


@pytest.mark.parametrize(
    ("language", "two", "three"),
    [
        ("en", "two people, Chinwe and Ada", "Chinwe and three people"),
        ("fr", "deux personnes, Chinwe et Ada", "Chinwe et trois personnes"),
        (
            "ar",
            "شخصان لم يرغبا في ذكر اسميهما، Chinwe و\N{NO-BREAK SPACE}Ada",
            "Chinwe و\N{NO-BREAK SPACE}3 أشخاص لم يرغبوا في ذكر أسمائهم",
        ),
    ],
)
def test_several_who_are_not_named_are_counted_in_sentences_tables_and_pages(
    language: str, two: str, three: str
) -> None:
    text = Text("test-hidden", "$1")
    hidden = [Name(f"person:{number}", "a person") for number in range(3)]
    ada, chinwe = Name("person:ada", "Ada"), Name("person:chinwe", "Chinwe")
    assert say(text([hidden[0], chinwe, hidden[1], ada]), language) == two
    assert say(text([chinwe, *hidden]), language) == three
    assert say(text([hidden[0], chinwe]), language).startswith(say(text(hidden[0]), language))
    words = three.replace("\N{NO-BREAK SPACE}", " ")
    markup = re.sub(r"<[^>]*>", "", value_markup("holders", [chinwe, *hidden], language))
    assert markup.replace("\N{NO-BREAK SPACE}", " ") == words
    cell = cell_text(None, ("Chinwe", *["a person"] * 3), language, lambda name: shown_name(name, language))
    assert cell.split("; ")[1] in words


def test_dates_in_sentences_are_as_precise_as_they_are() -> None:
    text = Text("test-day", "$1")
    days = [Day("2017"), Day("2017-03"), Day("2017-03-18"), Day("last spring")]
    assert [say(text(day), "fr") for day in days] == ["2017", "mars 2017", "18 mars 2017", "last spring"]
