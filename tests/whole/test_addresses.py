# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever an address asks: the site answers, or says what is wrong, and its links stay on the site."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlencode, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.support.addresses import arguments, pages
from tests.support.site import app_of, small_network, store_of

VALUES = (
    *("", " ", "\t\r\n", "0", "-0", "-1", "1e9", "1e999", "NaN", "Infinity", "٣", "１", "²", "0x1F", "1_000", "+1"),
    *("00000000119", "0" * 5000, "9" * 5000, "1" + "0" * 400, "1.", ".5", "true", "False", "null", "None", "[]", "{}"),
    *("\x00", "\x1b[31m", "\ud800", "\uffff", "\u202e", "a\x0bb", "x" * 7000, "é" * 300, "😀" * 100, "\u0301" * 500),
    *("person:", ":", "person:ada\x00", "//evil.example/", "\\\\evil.example\\", "javascript:alert(1)", "%", "%zz"),
    *(
        "../../etc/passwd",
        "?a=b#c",
        "' OR 1=1 --",
        "{{7*7}}",
        "<script>",
        "country:",
        "region:zz",
        "2024-13",
        "2024-02-30",
    ),
)
UNKNOWN = ("path", "self", "visit", "page", "template", "arguments", "name", "query", "a.b", "é", "", "changes", "text")
PATHS = (
    *(
        "/\\evil.example/x",
        "//evil.example/x",
        "///evil.example",
        "/.//evil.example/",
        "/a?b",
        "/a#b",
        "/a%b",
        "/%",
        "/;x",
    ),
    *(
        "/entry/",
        "/entry//evil.example",
        "/entry/a?b#c%d",
        "/ask/",
        "/ask/..",
        "/about/..",
        "/x.json",
        "/%00",
        "/\u202e",
    ),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Open the site of a small network."""
    return app_of(store_of(small_network()), tmp_path_factory.mktemp("cache")).test_client()


def query_of(given: dict[str, object]) -> str:
    """Return arguments as they stand in an address, also such as no text can hold."""
    return urlencode(given, doseq=True, errors="surrogatepass")


def asked() -> list[tuple[str, dict[str, object], str]]:
    """Return every address with what it needs, and each argument that it takes."""
    return list(arguments(store_of(small_network()).snapshot()))


def foreign(page: str, path: str) -> list[str]:
    """Return the links of a page that leave the site and do not say so."""
    leaving = re.findall(r'<(?:a|form|link|script)[^>]*?(?:href|src|action)="([^"]*)"(?![^>]*rel="external)', page)
    base = f"http://site.example{path}"
    # To a browser a backslash is a slash.
    hosts = {link: urlsplit(urljoin(base, link.replace("\\", "/"))).hostname for link in leaving if link != "data:,"}
    return [link for link, host in hosts.items() if host != "site.example"]


def complaints(client: FlaskClient, path: str, given: str = "") -> Iterator[str]:
    """Open an address and yield what is wrong with the answer; the path goes to the server as it is."""
    path_info = path.encode("utf-8", "surrogatepass").decode("latin-1")
    answer = client.get("/", query_string=given, environ_overrides={"PATH_INFO": path_info})
    if answer.status_code not in {200, 202, 400, 404}:
        yield f"{answer.status_code} {path}?{given[:200]}"
    if answer.mimetype == "text/html":
        yield from (f"{link[:80]} on {path}?{given[:200]}" for link in foreign(answer.text, path))


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value[:12]))
def test_every_argument_takes_every_value(client: FlaskClient, value: str) -> None:
    found = [
        complaint
        for address, given, name in asked()
        for complaint in complaints(client, unquote(address), query_of({**given, name: value}))
    ]
    assert found == []


@pytest.mark.parametrize("name", UNKNOWN)
def test_every_page_takes_an_argument_that_it_does_not_know(client: FlaskClient, name: str) -> None:
    found: list[str] = []
    for address in pages(store_of(small_network()).snapshot()):
        path, _, given = address.partition("?")
        found += complaints(client, unquote(path), f"{given}&{urlencode({name: 'x'})}")
    assert found == []


@pytest.mark.parametrize("path", PATHS)
def test_links_of_a_page_that_is_not_there_stay_on_the_site(client: FlaskClient, path: str) -> None:
    assert list(complaints(client, path)) == []
    assert list(complaints(client, path, "path=x&uselang=fr")) == []


def test_a_number_may_begin_with_noughts_and_keeps_its_bounds(client: FlaskClient) -> None:
    shown = "/network?id=person:ada&show="
    assert client.get(f"{shown}{'0' * 5000}20").status_code == 200
    assert [client.get(f"{shown}{text}").status_code for text in ("0", "00000000119999", "9" * 5000)] == [400] * 3
