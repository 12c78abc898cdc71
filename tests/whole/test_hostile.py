# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a file says and whatever an address asks: an answer of the right shape, and nothing in it runs.

`test_browser_hostile.py` opens such pages in a browser; here is every
argument of every page in every format, for which a browser would take hours.
"""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from tests.support.addresses import OF_EVERY_PAGE, arguments, pages
from tests.support.site import HOSTILE, app_of, hostile_store, small_network, store_of

LONG = "y" * 10_000
PARAMETERS = (*HOSTILE[:-1], "\x00\ud800\uffff", "%00%ff%E2%80%AE", "-1e999", "../../etc/passwd", LONG)
NEEDED = {
    "script": {"type", "src", "id"},
    "a": {"href", "class", "lang", "hreflang", "aria-label", "aria-current", "rel", "data-select"},
}
NEVER = {"img", "iframe", "object", "embed", "base", "style", "foreignobject", "animate", "set", "audio", "video"}
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Reader(HTMLParser):
    """Reads a page, and notes what no page of ours has."""

    def __init__(self) -> None:
        """Begin with nothing open."""
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.complaints: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check a tag and what it carries."""
        values = dict(attrs)
        if tag in NEVER or any(name.startswith("on") or name in {"style", "srcdoc", "formaction"} for name in values):
            self.complaints.append(f"<{tag} {attrs}>")
        if tag in NEEDED and not values.keys() <= NEEDED[tag] | {"title"}:
            self.complaints.append(f"<{tag} {attrs}>")
        if tag == "script" and values.get("type") not in {"module", "application/json"}:
            self.complaints.append(f"<script {attrs}>")
        for name in ("href", "src", "action"):
            address = values.get(name) or "/"
            if not address.startswith(("/", "#", "https://", "http://")) and (tag, address) != ("link", "data:,"):
                self.complaints.append(f"{name}={address[:60]}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check a tag that closes itself, as those of drawings do."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that what is closed is what was opened last."""
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.complaints.append(f"</{tag}> closes something else")


def html_problems(text: str) -> list[str]:
    """Return what is wrong with a page."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    ends = [] if text.rstrip().endswith("</html>") else ["the page does not end"]
    return [*reader.complaints, *ends, *(f"<{tag}> stays open" for tag in reader.open)]


def json_problems(text: str) -> list[str]:
    """Return what is wrong with data."""
    return [] if isinstance(json.loads(text), dict | list) else ["neither a list nor an object"]


def csv_problems(text: str) -> list[str]:
    """Return what is wrong with a table: rows of another length, cells that a spreadsheet would run."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    cells = (cell for row in rows for cell in row)
    run = [f"cell {cell[:40]!r}" for cell in cells if re.match(r"[=+@\t\r]|-(?![\d.])", cell)]
    return [*run, *(f"a row of {len(row)} cells" for row in rows if len(row) != len(rows[0]))]


def svg_problems(text: str) -> list[str]:
    """Return what is wrong with a drawing."""
    elements = list(ET.fromstring(text).iter())  # noqa: S314 - our own text
    names = {element.tag.rpartition("}")[2] for element in elements}
    known = {"svg", "defs", "g", "use", "title", "text", "rect", "path", "circle", "polygon"}
    return [
        *(names - known),
        *(key for one in elements for key in one.attrib if key.startswith("on") or key == "style"),
    ]


def file_problems(text: str) -> list[str]:
    """Return what is wrong with a saved file: it holds one style and three scripts, all ours, and names no address."""
    page = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    page, scripts = re.subn(r"<script(?! type=\"application/json)[^>]*>.*?</script>", "", page, flags=re.DOTALL)
    return [*html_problems(page), *([] if scripts == 2 else [f"{scripts} scripts"])]


PROBLEMS_OF: dict[str, Callable[[str], list[str]]] = {
    "html": html_problems,
    "json": json_problems,
    "csv": csv_problems,
    "svg": svg_problems,
    "file": file_problems,
}
KINDS = {"text/html": "html", "application/json": "json", "text/csv": "csv", "image/svg+xml": "svg"}


def wrong(client: FlaskClient, address: str, format_: str) -> list[str]:
    """Open an address in a format, and return what is wrong with the answer."""
    mark = "&" if "?" in address else "?"
    answer = client.get(address if format_ == "html" else f"{address}{mark}format={format_}")
    if answer.status_code not in {200, 400, 404}:
        return [f"{answer.status_code} {address[:200]} {format_}"]
    kind = KINDS[answer.mimetype or ""]
    is_file = "attachment" in answer.headers.get("Content-Disposition", "")
    # What is wrong with a question is said to people in a page, to programs as JSON.
    refusal = "json" if format_ in {"json", "csv"} else "html"
    expected = format_ if answer.status_code == 200 else refusal
    complaints = PROBLEMS_OF["file" if is_file else kind](answer.get_data(as_text=True))
    if ("file" if is_file else kind) != expected:
        complaints.append(f"{kind} instead of {format_}")
    return [f"{answer.status_code} {address[:200]} {format_}: {complaint}" for complaint in complaints]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, list[str]]:
    """Open the site of a hostile store, and list all its pages."""
    store = hostile_store()
    snapshot = store.snapshot()
    everything = [f"/entry/{urlencode({'': id_})[1:].replace('+', '%20').replace('%2F', '/')}" for id_ in snapshot.ids]
    return app_of(store, tmp_path_factory.mktemp("cache")).test_client(), [*pages(snapshot), *everything]


@pytest.mark.parametrize("format_", PROBLEMS_OF)
def test_no_name_runs_or_breaks_an_answer(hostile: tuple[FlaskClient, list[str]], format_: str) -> None:
    client, addresses = hostile
    assert len(addresses) > 150
    assert "\n".join(complaint for address in addresses for complaint in wrong(client, address, format_)) == ""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Open the site of a small network."""
    return app_of(store_of(small_network()), tmp_path_factory.mktemp("cache")).test_client()


@pytest.mark.parametrize("payload", PARAMETERS, ids=lambda payload: repr(payload[:20]))
def test_no_argument_runs_or_breaks_a_page(client: FlaskClient, payload: str) -> None:
    found: list[str] = []
    for address, given, name in arguments(store_of(small_network()).snapshot()):
        found += wrong(client, _with(address, {**given, name: payload}), "html")
    assert "\n".join(found) == ""


@pytest.mark.parametrize("format_", ["json", "csv", "svg", "file"])
def test_no_argument_runs_or_breaks_data(client: FlaskClient, format_: str) -> None:
    found: list[str] = []
    for number, (address, given, name) in enumerate(arguments(store_of(small_network()).snapshot())):
        for payload in (PARAMETERS[number % len(PARAMETERS)], HOSTILE[number % 4]):
            if name != "format":
                found += wrong(client, _with(address, {**given, name: payload}), format_)
    assert "\n".join(found) == ""


@pytest.mark.parametrize("payload", PARAMETERS, ids=lambda payload: repr(payload[:20]))
def test_no_path_runs_or_breaks_a_page(client: FlaskClient, payload: str) -> None:
    quoted = urlencode({"": payload}, errors="surrogatepass")[1:].replace("+", "%20")
    found: list[str] = []
    for start in ("/", "/entry/", "/entry/person:", "/ask/", "/assets/", "/assets/0/", "/network."):
        found += wrong(client, f"{start}{quoted}", "html")
    assert "\n".join(found) == ""


def _with(address: str, given: dict[str, object]) -> str:
    return f"{address}?{urlencode(given, doseq=True, errors='surrogatepass')}"


def test_every_argument_is_among_them() -> None:
    asked = {(address, name) for address, _, name in arguments(store_of(small_network()).snapshot())}
    assert len(asked) >= 180
    assert {("/network", name) for name in (*OF_EVERY_PAGE, "fold", "show")} <= asked
