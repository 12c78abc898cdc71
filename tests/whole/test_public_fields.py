# SPDX-License-Identifier: GPL-3.0-or-later
"""Which field of a record may be seen where: a network with a marker in every text, looked for in every answer.

What people wrote about themselves and each other is on the page of the record
that says it, where one asks for it, and nowhere else: on no list, in no
drawing, in no saved file.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.schema.links import LINK_CLASSES, Decision, SameAs, may_link
from graph.schema.nodes import NODE_CLASSES, Record, own_fields, prefix_of
from graph.schema.source import Source
from graph.stores.memory import MemoryStore
from loaders.read import read
from tests.support.addresses import pages
from tests.support.site import app_of

TEXTS = (
    *("aliases", "description", "url", "username", "affiliation", "region", "status", "place", "original"),
    *("note", "role", "outcome", "on", "by", "currency"),
)
"""Fields with words of somebody's own."""
ELSEWHERE = {
    "aliases": {"/search", "/ask/search"},
    "original": {"/questions", "/ask/questions"},
    "region": {"/gaps", "/ask/gaps"},
    "note of a decision": {"/ask/duplicates"},
    "by of a decision": {"/ask/duplicates"},
    "sha256": {"/sources"},
}
"""Where a text may be seen beside the page of its entry and those of its links: where one asks for just that."""
SPECIAL: dict[type[Record], dict[str, Any]] = {SameAs: {"decision": Decision.UNSURE}}
PRIVATE = {
    "people.csv": [
        ["id", "name", "e-mail", "phone", "description", "shoe size"],
        ["person:ada", "Ada Mensah", "ada@private.example", "+233 30 555 0199", "Ask ada2@private.example", "sz-41"],
    ],
    "partners.csv": [
        ["id", "name", "iban", "description"],
        ["partner:drums", "Museum of Drums", "DE89 3704 0044 0532 0130 00", "Ring +233 30 555 0177"],
    ],
    "contact_of.csv": [
        ["source", "target", "note"],
        ["person:ada", "partner:drums", "mobile 030 555 0188, write to ada3@private.example"],
    ],
}
SECRETS = ("private.example", "555 01", "0532 0130", "sz-41")
FORMATS = ("html", "json", "csv", "svg", "file")


def marker(cls: type[Record], name: str) -> str:
    """Return the text that stands in a field."""
    return f"seen-{cls.TYPE}-{name}".replace("_", "-")


def marked(cls: type[Record]) -> dict[str, Any]:
    """Return the texts of a class, each with its marker."""
    texts: dict[str, Any] = {name: marker(cls, name) for name in own_fields(cls) if name in TEXTS}
    if "aliases" in texts:
        texts |= {"aliases": (marker(cls, "aliases"),), "url": f"https://elsewhere.example/{marker(cls, 'url')}"}
    return texts


def everything() -> list[Record]:
    """Return two things of every class, linked in every way there is, with a marker in every text."""
    nodes = [
        cls(id=f"{prefix_of(cls)}:{key}", name=f"{cls.LABEL} {key}", **marked(cls))
        for cls in NODE_CLASSES
        for key in ("one", "two")
    ]
    links = [
        cls(
            source=f"{prefix_of(first)}:one",
            target=f"{prefix_of(second)}:two",
            **{**SPECIAL.get(cls, {}), **marked(cls)},
        )
        for cls in LINK_CLASSES
        for first in NODE_CLASSES
        for second in NODE_CLASSES
        if may_link(cls, first, second)
    ]
    return [*nodes, *links]


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    """Load everything from one file."""
    store = MemoryStore()
    store.load(Source(id="file", title="The file", file="file.csv", sha256="seen-file-sha256"), everything())
    return store


def answers(store: MemoryStore, cache: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the place, the format and the text of every answer of a site."""
    client = app_of(store, cache).test_client()
    for address in ("/search?text=seen", *pages(store.snapshot())):
        for format_ in FORMATS:
            answer = client.get(f"{address}{'&' if '?' in address else '?'}format={format_}")
            yield re.sub(r"(?<=/entry).*|\?.*", "", address), format_, answer.get_data(as_text=True)


def test_texts_are_seen_on_the_page_of_their_record_alone(store: MemoryStore, tmp_path: Path) -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for place, format_, text in answers(store, tmp_path):
        for cls, name in re.findall(r"seen-([A-Za-z]+(?:-[A-Z]+)*)-([a-z0-9]+)", text):
            field = f"{name} of a decision" if cls == "SAME-AS" else name
            seen[field].add(f"{place} {format_}" if format_ in {"svg", "file"} else place)
    assert {name: places - {"/entry"} for name, places in seen.items() if places != {"/entry"}} == ELSEWHERE
    assert {name.partition(" ")[0] for name in seen} == {*TEXTS, "sha256"}


def test_what_is_private_in_a_table_is_in_no_answer(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    for name, rows in PRIVATE.items():
        with (tables / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    (reading,) = read([tables])
    store = MemoryStore()
    store.load(reading.source, reading.records)
    texts = [(place, text) for place, _, text in answers(store, tmp_path / "cache")]
    assert any("Ada Mensah" in text for _, text in texts)
    assert [(place, secret) for place, text in texts for secret in SECRETS if secret in text] == []
