# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sentence on a network of every kind is French or Arabic all through: no English word, no $1, no lost plural."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.errors import PartnershipsError
from graph.schema.packed import pack
from graph.snapshot.snapshot import Snapshot
from graph.stores.memory import MemoryStore
from graph.text.message import Message, say
from queries.framework.discovery import get_query, query_names
from tests.support.every_kind import OWN, records
from tests.support.every_query import questions
from tests.support.site import app_of, store_of
from web.reports.formats import FORMATS
from web.reports.report import REPORTS, build

LANGUAGES = ("fr", "ar")
BROKEN = re.compile(r"\$\d|\{\{|\}\}|⧼|\|")
LATIN = re.compile(r"[A-Za-z][\w'-]+")
ENGLISH = re.compile(
    r"\b(the|and|of|is|are|was|were|with|would|nobody|somebody|who|which|people|person|partner|affiliate|group|project|"
    r"event|theme|museum|library|archive|university|school|government|media|company|other|member|contact|board|"
    r"wants|offers|interest|unsure|different|yes|no|whole|network|link|links|entry|entries)\b",
    re.IGNORECASE,
)
TYPED = {
    *("CSV", "JSON", "SVG", "HTML", "BF50", "CAF50", "Neo4j", "Cypher", "Python", "Shift", "Wikidata", "GH", "NGO"),
    *("same", "different", "unsure", "decision", "yes", "confirmed", "fr"),
    *("country", "region", "West", "Africa", "language", "seeker", "theme", "target", "duplicates", "français"),
    *("partnerships", "ask", "assets"),
    *query_names(),
}
"""What is typed so in every language, or is the name of a language in that language."""
FRENCH = {"contact"}
"""English words that are French as well."""
NOT_OURS = re.compile(
    rf"{OWN}\w*( [A-Za-z]+\b)?|\w+:zz-\d+|\bzz\b|«\W*\w+\W*»|\((?:theme|target|seeker)\)"
    r"|(?:country|region|language):\w+"
)
"""Names, ids and what is typed."""


def network() -> MemoryStore:
    return store_of({pack(record).id: record for record in records()}.values(), title=f"{OWN} file", as_of="2026-01-01")


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return network().snapshot()


def wrong_in(said: str, language: str) -> list[str]:
    """Return what is no French or Arabic in a text whose names are “■” or begin with “Zz”."""
    ours = NOT_OURS.sub("■", said)
    words = BROKEN.findall(ours)
    if language == "ar":
        return words + [word for word in LATIN.findall(ours) if word not in TYPED]
    return words + [word for word in ENGLISH.findall(ours) if word.lower() not in FRENCH]


@pytest.mark.parametrize(
    ("said", "language"),
    [("■ connaît the museum.", "fr"), ("$1 connaît ■.", "fr"), ("يعرف ■ museum", "ar"), ("{{PLURAL:$1|■}}", "ar")],
)
def test_what_is_left_in_english_or_unfilled_is_seen(said: str, language: str) -> None:
    assert wrong_in(said, language) != []
    assert wrong_in("■ connaît Zzb1 Px." if language == "fr" else "يعرف ■ Zzb1 Px", language) == []


def messages_of(value: Any) -> Iterator[Message]:
    if isinstance(value, Message):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:  # pyright: ignore[reportUnknownVariableType] - any value
            yield from messages_of(item)


@pytest.mark.parametrize("name", query_names())
def test_every_sentence_of_every_query(name: str, snapshot: Snapshot) -> None:
    query = get_query(name)
    told: list[Message] = [query.title(), query.question()]
    first = next(questions(snapshot, query))
    choices: list[dict[str, Any]] = [
        first | {parameter.name: [choice] if parameter.repeats else choice}
        for parameter in query.parameters
        for choice in parameter.choices
    ]
    for given in [*questions(snapshot, query), *choices, *MORE.get(name, [])]:
        try:
            result = query.run(snapshot, **given)
        except PartnershipsError as error:
            told += messages_of([error.message, error.hint])
            continue
        cells = [getattr(row, column.name) for row in result.rows for column in result.columns]
        told += [*result.summary, *result.warnings, *messages_of(cells)]
        told += [column.heading() for column in result.columns]
    for language in LANGUAGES:
        found = {text: wrong for text in said(told, language) if (wrong := wrong_in(text, language))}
        assert found == {}


MORE: dict[str, list[dict[str, Any]]] = {
    "introductions": [
        *({"seeker": "person:zz-1", "target": f"partner:zz-{number}"} for number in (0, 1, 3)),
        {"seeker": "person:twin-0", "theme": "theme:zz-0"},
        {"seeker": "affiliate:zz-0", "target": "partner:zz-2"},
    ],
    "partners-for": [{"seeker": "person:twin-0", "kind": kind} for kind in ("Partner", "Person", "Affiliate", "Event")],
    "what-if": [{"leave": ["person:zz-0", "person:zz-1", "person:twin-0"]}],
    "bus-factor": [{"scope": scope} for scope in ("country:GH", "affiliate:zz-1", "theme:zz-0", "language:fr")],
}


def said(messages: list[Message], language: str) -> set[str]:
    return {say(message, language, name=lambda _: "■") for message in messages}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "options"), [("bus-factor", {}), ("partners", {"theme": "theme:zz-0"}), ("collaboration", {})]
)
def test_every_line_of_every_report(name: str, options: dict[str, str], language: str, snapshot: Snapshot) -> None:
    assert name in REPORTS
    text = FORMATS["md"](build(snapshot, name, options), language)
    found = {line: wrong for line in text.splitlines() if (wrong := wrong_in(line.replace("|", " "), language))}
    assert found == {}


PAGES = (
    *("/", "/search?text=zz", "/about", "/sources", "/network?id=person:zz-0", "/map", "/ask", "/gaps", "/trend"),
    *("/path?source=person:zz-0&target=person:twin-0", "/common-ground?ids=person:zz-0&ids=person:zz-1", "/questions"),
    *("/partners?theme=theme:zz-0", "/partners?seeker=person:zz-0", "/matches", "/bus-factor", "/nowhere"),
    *("/what-if?leave=person:zz-0", *(f"/thing/{prefix}:zz-0" for prefix in ("person", "affiliate", "partner"))),
    *(f"/thing/{prefix}:zz-1" for prefix in ("group", "project", "event", "question", "theme")),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_of(network(), tmp_path_factory.mktemp("cache")).test_client()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_word_of_every_page(path: str, language: str, client: FlaskClient) -> None:
    html = client.get(f"{path}{'&' if '?' in path else '?'}uselang={language}").text
    # Names and what is typed are set apart; scripts, drawings for machines and addresses are no text.
    text = re.sub(r"<(script|style|code|bdi|kbd|option|title)\b[^>]*>.*?</\1>", "■", html, flags=re.DOTALL)
    text = re.sub(r'<(span|a|div|ul)[^>]* lang="(?!fr|ar)[^"]*"[^>]*>.*?</\1>', "■", text, flags=re.DOTALL)
    lines = [unescape(line).strip() for line in re.sub(r"<[^>]*>", "\n", text).splitlines()]
    found = {line: wrong for line in lines if (wrong := wrong_in(line, language))}
    assert found == {}
