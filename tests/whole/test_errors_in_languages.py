# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors that a visitor can meet are said in the visitor's language, and what was typed stays harmless."""

import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Annotated, Any

import pytest
from flask import abort
from flask.testing import FlaskClient
from pydantic import Field

from graph.errors import PartnershipsError, StoreUnavailable
from graph.snapshot.snapshot import Snapshot
from graph.stores.sqlite import APPLICATION_ID, SQLiteStore
from graph.text.message import Message, Text, say
from queries.framework.discovery import get_query, query_names
from queries.framework.query import Query
from queries.framework.result import Result
from tests.support.site import HOSTILE, small_network, store_of
from web.pages.result_cache import Answers, StillWorking
from web.settings import Settings
from web.site.app import create_app

LANGUAGES = ("en", "fr", "ar")
TABLE: dict[str, tuple[int, str, str, str]] = {
    "/nowhere": (404, "There is no such page", "Cette page n’existe pas", "لا وجود لهذه الصفحة"),
    "/entry/person:nobody": (
        404,
        "There is no entry called “person:nobody”.",
        "Rien ne s’appelle « person:nobody ».",
        "لا يوجد شيء باسم «person:nobody».",
    ),
    "/ask/neighbours?id=Ada+Mensa": (
        404,
        "Perhaps you mean: Ada Mensah",
        "Vouliez-vous dire : Ada Mensah",
        "Ada Mensah",
    ),
    "/ask/nothing": (
        404,
        "There is no query called “nothing”.",
        "Aucune requête ne s’appelle « nothing ».",
        "لا يوجد استعلام باسم «nothing».",
    ),
    "/ask/matches?theme=Nonsense": (
        404,
        "There is no theme called “Nonsense”. Search for a part of the name to see what there is.",
        "Aucun thème ne s’appelle « Nonsense ». Cherchez une partie du nom pour voir ce qu’il y a.",
        "لا يوجد موضوع باسم «Nonsense». ابحثوا عن جزء من الاسم لتروا ما هو موجود.",
    ),
    "/bus-factor?scope=country:Gha": (
        404,
        "There is no country called “Gha”. Perhaps you mean: country:GH",
        "Aucun pays ne s’appelle « Gha » ici. Vouliez-vous dire : country:GH",
        "لا توجد هنا دولة باسم «Gha». لعلكم تقصدون: country:GH",
    ),
    "/bus-factor?scope=person:ada": (
        400,
        "“person:ada” is a person, and a scope is one of: affiliate, group, theme, project, event.",
        "« person:ada » est une personne, alors qu’un périmètre est l’un de ces éléments",
        "«person:ada» شخص، أما النطاق فواحد من هذه العناصر",
    ),
    "/bus-factor?values=partner:museum,much": (
        400,
        "“partner:museum,much” gives no value",
        "« partner:museum,much » ne donne pas de valeur",
        "لا تعطي «partner:museum,much» قيمة",
    ),
    "/ask/neighbours?id=person:ada&depth=99": (
        400,
        "The query neighbours cannot be answered: “depth” is '99': expected at most 4.",
        "La requête neighbours ne peut pas aboutir : « depth » vaut '99', or il faut au plus 4.",
        "لا يمكن إتمام الاستعلام neighbours: قيمة «depth» هي '99'، والمطلوب 4 على الأكثر.",
    ),
    "/ask/neighbours?id=person:ada&depth=x&types=Dragon": (
        400,
        "“depth” is 'x': expected a whole number; “types” is 'Dragon': expected one of Person, Group, Affiliate,",
        "« depth » vaut 'x', or il faut un nombre entier ; « types » vaut 'Dragon', or il faut l’une de ces",
        "قيمة «depth» هي 'x'، والمطلوب عدد صحيح؛ قيمة «types» هي 'Dragon'، والمطلوب إحدى هذه القيم: Person",
    ),
    "/ask/neighbours?id=person:ada&depth=1&depth=2": (400, "a single value", "une seule valeur", "والمطلوب قيمة واحدة"),
    "/ask/neighbours?id=person:ada&colour=red": (
        400,
        "The query neighbours has no parameter “colour”. It has: id, depth, types, links.",
        "La requête neighbours n’a pas de paramètre « colour ». Elle accepte : id, depth, types, links.",
        "ليس للاستعلام neighbours معامل باسم «colour». المعاملات الممكنة: id, depth, types, links.",
    ),
    "/trend?as_of=2017-13": (400, "there is no such day", "or ce jour n’existe pas", "ولا وجود لهذا اليوم"),
    "/partners?theme=Heritage&country=Ghana": (
        400,
        "the two letters of",
        "les deux lettres d’un pays",
        "حرفا رمز الدولة",
    ),
    "/partners?kind=Group": (400, "Say who looks for", "Dites qui cherche des partenaires", "حددوا من يبحث عن شركاء"),
    "/path?source=person:ada&target=Ada+Mensah": (
        400,
        "The way starts and ends at the same entry. Choose two different ones.",
        "Le départ et l’arrivée du chemin sont le même élément. Choisissez deux éléments différents.",
        "يبدأ الطريق وينتهي عند العنصر نفسه. اختاروا عنصرين مختلفين.",
    ),
    "/path?source=person:ada&target=person:ben&avoid=person:ben": (
        400,
        "A way cannot avoid its own start or end.",
        "Un chemin ne peut pas éviter son propre départ",
        "لا يمكن لطريق أن يتجنب بدايته",
    ),
    "/ask/person-cut?source=affiliate:wikis&target=affiliate:wikis": (
        400,
        "Both ends are the same organisation.",
        "Les deux extrémités sont la même organisation.",
        "الطرفان هما المنظمة نفسها.",
    ),
    "/ask/introductions?seeker=person:ada": (400, "a target or a theme", "quel thème (theme)", "أو موضوع (theme)"),
    "/about?format=pdf": (
        400,
        "There is no format “pdf”. There are: html, json,",
        "Aucun format ne s’appelle « pdf ». Choix possibles : html, json,",
        "لا توجد صيغة باسم «pdf». الخيارات الممكنة: html, json,",
    ),
    "/about?format=svg": (
        400,
        "This page has no drawing.",
        "n’a pas de dessin. Demandez json",
        "ليس في هذه الصفحة رسم.",
    ),
    "/network?id=person:ada&types=Dragon": (400, "no type “dragon”", "Aucun type ne s’appelle « dragon »", "«dragon»"),
    "/network?id=person:ada&links=KNOWS": (400, "There is no link “KNOWS”", "Aucun type de lien", "لا يوجد نوع رابط"),
    "/network?id=person:ada&since=soon": (
        400,
        "“since” is “soon”: expected a date such as 2017, 2017-03 or 2017-03-18. Leave it empty to see all.",
        "« since » vaut « soon » : il faut une date comme 2017, 2017-03 ou 2017-03-18. Laissez le champ vide",
        "قيمة «since» هي «soon»: والمطلوب تاريخ مثل 2017 أو 2017-03 أو 2017-03-18.",
    ),
    "/search?text=a&limit=-1": (400, "from 1 to 1000000.", "un nombre entier de 1 à 1000000.", "من 1 إلى 1000000."),
    f"/search?text={'x' * 9000}": (
        400,
        "This address is too long.",
        "est trop longue. Demandez moins de choses",
        "أطول من اللازم.",
    ),
}
WRONG: tuple[Any, ...] = ("x", "-1", "1e9", "nan", "9" * 9, "9" * 5000, ["1", "2"], ["x"] * 60, ["9"] * 5, "\ud800")
ENGLISH = re.compile(r"input should|should (have|match)|error|expected|a valid", re.IGNORECASE)


def words(answer: str) -> str:
    """Return what a page says in its main part, on one line and with plain spaces."""
    main = answer.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    blocks = re.sub(r"</?(p|h1|ul|li)\b[^>]*>", " ", main)
    return " ".join(unescape(re.sub(r"</?(bdi|span|a)\b[^>]*>", "", blocks)).split())


def in_language(address: str, language: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}uselang={language}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    store = store_of(small_network())
    app = create_app(Settings(cache=tmp_path_factory.mktemp("cache"), refresh=0), lambda: store)
    app.add_url_rule("/abort/<int:code>", view_func=abort)
    app.add_url_rule("/fault", view_func=list[str]().pop)
    client = app.test_client()
    client.get("/readyz")
    app.extensions["partnerships"].wait()
    return client


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", TABLE, ids=lambda address: address[:60])
def test_pages_say_errors_in_the_language(address: str, language: str, client: FlaskClient) -> None:
    status, *told = TABLE[address]
    expected = told[LANGUAGES.index(language)]
    answer = client.get(in_language(address, language))
    assert answer.status_code == status
    assert expected in words(answer.text)
    assert language == "en" or 'lang="en"' not in answer.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("language", "message", "hint"),
    [
        ("en", "There is no entry called “Ada Mensa”.", "Did you mean: Ada Mensah (person:ada)?"),
        ("fr", "Rien ne s’appelle « Ada Mensa ».", "Vouliez-vous dire : Ada Mensah (person:ada) ?"),
        ("ar", "لا يوجد شيء باسم «Ada Mensa».", "هل تقصدون: Ada Mensah (person:ada)؟"),
    ],
)
def test_data_say_errors_in_the_language_of_the_browser(
    language: str, message: str, hint: str, client: FlaskClient
) -> None:
    client.delete_cookie("uselang")
    answer = client.get("/ask/neighbours.json?id=Ada+Mensa", headers={"Accept-Language": language})
    error = answer.get_json()["error"]
    said = [" ".join(error[part].split()) for part in ("message", "hint")]
    assert (said, error["close_matches"]) == ([message, hint], [["person:ada", "Ada Mensah"]])


def test_the_english_text_of_an_error_is_what_commands_print() -> None:
    with pytest.raises(PartnershipsError) as caught:
        get_query("neighbours").run(store_of(small_network()).snapshot(), id="Ada Mensa")
    assert str(caught.value) == "There is no entry called “Ada Mensa”. Did you mean: Ada Mensah (person:ada)?"
    assert str(PartnershipsError("This is no table.", "Save it again.")) == "This is no table. Save it again."


@pytest.mark.parametrize(
    ("method", "address", "status", "told"),
    [
        ("get", "/abort/400", 400, ("cannot be understood", "n’est pas compréhensible", "لا يمكن فهم هذا الطلب")),
        ("get", "/assets/0/site.css", 404, ("There is no such page", "Cette page n’existe", "لا وجود لهذه الصفحة")),
        ("post", "/about", 405, ("can only be read", "ne peut qu’être lue", "للقراءة فقط")),
        ("get", "/abort/413", 413, ("too much to be sent", "C’est trop pour un seul envoi", "أكبر من أن يُرسل")),
        ("get", "/fault", 500, ("wrong on our side", "de notre côté", "خطأ من جهتنا")),
    ],
)
def test_errors_of_http_are_said_in_the_language(
    method: str, address: str, status: int, told: tuple[str, ...], client: FlaskClient
) -> None:
    for language, expected in zip(LANGUAGES, told, strict=True):
        answer = client.open(in_language(address, language), method=method)
        assert (answer.status_code, expected in words(answer.text)) == (status, True), words(answer.text)
        as_data = client.open(in_language(f"{address}?format=json", language), method=method)
        assert expected in as_data.get_json()["error"]["message"]


def test_an_error_of_http_without_words_of_ours_is_marked_as_english(client: FlaskClient) -> None:
    assert '<span lang="en" dir="auto">I&#39;m a teapot</span>' in client.get("/abort/418?uselang=fr").text


def test_english_that_stands_in_for_a_language_says_so(client: FlaskClient) -> None:
    assert '<span lang="en" dir="ltr">There is no entry called' in client.get("/entry/person:nobody?uselang=de").text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("payload", HOSTILE)
@pytest.mark.parametrize(
    "address", ["/entry/", "/ask/x", "/ask/gaps?kind=", "/ask/gaps?", "/network?since=", "/?format="]
)
def test_what_was_typed_is_set_apart_and_harmless(
    address: str, payload: str, language: str, client: FlaskClient
) -> None:
    separator = "?" if "?" not in address else "&"
    typed = payload if address != "/network?since=" else f"{payload}&id=person:ada"
    answer = client.get(f"{address}{typed.replace('#', '')}{separator}uselang={language}")
    assert answer.status_code in {200, 400, 404}
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    assert re.findall(r"<(?:script|img|b)\b|\sonload=\"", main) == []
    apart = re.sub(r"<bdi>[^<]*</bdi>", "", main)
    assert "document.title" not in apart
    assert "\u202e" not in apart


@pytest.mark.parametrize("name", query_names())
def test_every_wrong_value_of_every_parameter_has_words_of_ours(name: str) -> None:
    query, snapshot = get_query(name), store_of(small_network()).snapshot()
    needed = {p.name: "person:ada" for p in query.parameters if p.required}
    told: list[Message | str] = []
    for parameter in query.parameters:
        for value in WRONG:
            try:
                query.checked(snapshot, {**needed, parameter.name: value})
            except PartnershipsError as error:
                told += [error.message, error.hint]
    said = [say(part, language) for part in told if isinstance(part, Message) for language in ("fr", "ar")]
    assert len(said) == 2 * len(told)
    assert [text for text in said if ENGLISH.search(text)] == []


# When the database does not answer, or the answer is not there yet


def _absent(folder: Path) -> Path:
    return folder / "missing" / "x.db"


def _no_database(folder: Path) -> Path:
    (folder / "x.db").write_bytes(b"no database at all, but longer than a header" * 40)
    return folder / "x.db"


def _other_program(folder: Path) -> Path:
    with closing(sqlite3.connect(folder / "x.db")) as connection:
        connection.execute("CREATE TABLE other (id)")
    return folder / "x.db"


def _other_version(folder: Path) -> Path:
    with closing(sqlite3.connect(folder / "x.db")) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 99")
    return folder / "x.db"


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (_absent, ("There is no store at", "Il n’y a pas de base à l’adresse", "لا يوجد مخزن في")),
        (_no_database, ("x.db is no SQLite file.", "x.db n’est pas un fichier SQLite.", "x.db ليس ملف SQLite.")),
        (_other_program, ("another program.", "d’un autre programme.", "قاعدة بيانات لبرنامج آخر.")),
        (_other_version, ("x.db has schema version 99", "x.db suit la version 99", "إصدار المخطط في x.db هو 99")),
    ],
)
def test_a_database_that_cannot_be_used(made: Callable[[Path], Path], told: tuple[str, ...], tmp_path: Path) -> None:
    client = create_app(Settings(store=f"sqlite:///{made(tmp_path)}", cache=tmp_path, refresh=0)).test_client()
    headings = ("The network cannot be read", "Le réseau n’est pas lisible", "لا يمكن قراءة الشبكة الآن")
    for language, heading, expected in zip(LANGUAGES, headings, told, strict=True):
        answer = client.get(f"/?uselang={language}")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert heading in words(answer.text)
        assert expected in words(answer.text)
        assert expected in client.get(f"/?format=json&uselang={language}").get_json()["error"]["message"]


def test_a_database_that_is_busy(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable) as caught:
            SQLiteStore(tmp_path / "x.db", wait=0)
    assert isinstance(caught.value.message, Message)
    assert say(caught.value.message, "fr").endswith(" écrit dans x.db et n’a pas terminé en 0 secondes.")


def test_an_address_of_no_known_kind_of_store(tmp_path: Path) -> None:
    client = create_app(Settings(store="file:x", cache=tmp_path)).test_client()
    assert "« file: » n’est pas un genre de base de données connu." in words(client.get("/?uselang=fr").text)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the query that waits."""

    value: Annotated[int, Field(description="Any number.")]


def test_an_answer_that_is_not_ready_says_so_in_the_language() -> None:
    ready = threading.Event()

    def compute(snapshot: Snapshot) -> Result[Row]:
        del snapshot
        ready.wait(30)
        return Result(rows=(Row(1),))

    query = Query(name="waiting", title=Text("test-waiting", "Waiting"), compute=compute, row=Row)
    answers, snapshot = Answers(), store_of(small_network()).snapshot()
    with pytest.raises(StillWorking) as caught:
        answers.run(query, snapshot, {}, patience=0)
    ready.set()
    said = caught.value.message, caught.value.hint
    assert [say(part, "fr") for part in said if isinstance(part, Message)] == [
        "Cette réponse est encore en cours de calcul.",
        "Rechargez cette page dans un instant.",
    ]
