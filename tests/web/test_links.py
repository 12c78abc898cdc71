# SPDX-License-Identifier: GPL-3.0-or-later
"""Every link of the site of the sample leads somewhere, and says all it says in every language.

The pages are found in English; half of them are then read in French, the
other half in Arabic, since what leads where does not depend on the language.
"""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from graph.schema.links import LINK_BY_TYPE
from graph.stores.memory import MemoryStore
from tests.support.site import app_of, sample_store

_LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
_DATA = re.compile(r'<script type="application/json".*?</script>|data-selected="[^"]*"|<pre.*?</pre>', flags=re.DOTALL)
_ANCHOR = re.compile(r'\sid="([^"]*)"')
FEW = 1
"""Pages of a kind that are opened where there are hundreds alike; more take minutes."""


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return sample_store()


@pytest.fixture(scope="module")
def client(store: MemoryStore, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_of(store, tmp_path_factory.mktemp("cache")).test_client()


def kind(address: str) -> str:
    """Return what addresses of like pages share: the page, what of, the names of the arguments."""
    parts = urlsplit(address)
    what = re.sub(r"^(/entry/\w+|/assets/).*?(\.\w+)?$", r"\1\2", parts.path)
    values = {
        name: values[0].partition(":")[0] if name not in {"format", "uselang"} else values[0]
        for name, values in parse_qs(parts.query).items()
    }
    return f"{what}?{sorted(values.items())}"


def links(page: str) -> Iterator[str]:
    """Yield the addresses in a page that are this site's."""
    for found in _LINK.findall(page):
        address = unescape(found)
        if address.startswith("/"):
            yield address
        else:
            assert address.startswith(("#", "https://", "http://", "data:")), address


def opened(client: FlaskClient, most_alike: int) -> dict[str, str]:
    """Open every page that can be reached from the first; of those alike only so many. Return page by address."""
    waiting, seen, alike = deque(["/"]), {"/"}, {}
    pages: dict[str, str] = {}
    broken: list[str] = []
    while waiting:
        address = waiting.popleft()
        number = alike[kind(address)] = alike.get(kind(address), 0) + 1
        if number > most_alike:
            continue
        answer = client.get(address, headers={"Accept-Language": "en"})
        if answer.status_code != 200:
            broken.append(f"{answer.status_code} {address}")
        if answer.mimetype != "text/html" or "attachment" in answer.headers.get("Content-Disposition", ""):
            continue
        pages[address] = answer.get_data(as_text=True)
        for link in links(pages[address]):
            # The language stays the one that the browser asks for, and an anchor is on the same page.
            plain = link.partition("#")[0]
            if plain not in seen and "uselang=" not in plain:
                seen.add(plain)
                waiting.append(plain)
    assert broken == [], "\n".join(broken)
    return pages


@pytest.fixture(scope="module")
def pages(client: FlaskClient) -> dict[str, str]:
    """Open the site in English."""
    return opened(client, FEW)


def test_every_link_opens(pages: dict[str, str]) -> None:
    assert len(pages) > 100
    # A link's page, a thing's, every door and every query are among them.
    assert {address.split(":")[0] for address in pages if address.startswith("/entry/")} >= {
        f"/entry/{name}" for name in ("person", "theme", "partner", "member_of", "contact_of")
    }
    for address, page in pages.items():
        own = {*_ANCHOR.findall(page)}
        anchors = (unescape(found).partition("#") for found in _LINK.findall(page) if "#" in found)
        assert [anchor for plain, _, anchor in anchors if plain in {"", address} and anchor not in own] == [], address


@pytest.mark.parametrize(("language", "start", "step"), [("en", 0, 1), ("fr", 0, 2), ("ar", 1, 2)])
def test_no_message_is_missing(
    client: FlaskClient, pages: dict[str, str], language: str, start: int, step: int
) -> None:
    for address in list(pages)[start::step]:
        answer = client.get(address, headers={"Accept-Language": language}) if language != "en" else None
        page = answer.get_data(as_text=True) if answer else pages[address]
        assert f'<html lang="{language}"' in page, address
        assert "⧼" not in page, address
        assert "{{PLURAL" not in page, address
        assert not re.search(r"\$\d", _DATA.sub("", page)), address


def test_every_thing_and_every_tie_of_the_sample_has_a_page(client: FlaskClient, store: MemoryStore) -> None:
    snapshot = store.snapshot()
    links = [snapshot.link_id(number) for number in range(snapshot.link_count)]
    # Every link by its data, which is quick; every thing by its page.
    assert [id_ for id_ in links if client.get(f"/entry/{id_}.json").status_code != 200] == []
    assert {id_.partition(":")[0].upper() for id_ in links} <= LINK_BY_TYPE.keys()
    assert [id_ for id_ in snapshot.ids if client.get(f"/entry/{id_}").status_code != 200] == []
