# SPDX-License-Identifier: GPL-3.0-or-later
"""An answer as a file to send on: a page that prints, a text document, wikitext; with and without names."""

import io
import re
import subprocess
import sys
from pathlib import Path

import mwparserfromhell
import pytest
from docx import Document
from flask.testing import FlaskClient
from mwparserfromhell.nodes import HTMLEntity

from graph.schema.nodes import Person
from graph.stores.memory import MemoryStore
from tests.support.checkout import CHECKOUT
from tests.support.site import app_of, sample_store
from web.reports.documents import plain_wikitext

ANSWERS = (
    "/bus-factor",
    "/partners?theme=theme:network/education",
    "/gaps",
    "/changes",
    "/ask/single-contacts",
    "/trend",
)


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return sample_store()


@pytest.fixture(scope="module")
def client(store: MemoryStore, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_of(store, tmp_path_factory.mktemp("cache")).test_client()


def forwarded(client: FlaskClient, address: str, format_: str, **more: str) -> bytes:
    rest = "&".join(f"{name}={value}" for name, value in {"format": format_, **more}.items())
    answer = client.get(f"{address}{'&' if '?' in address else '?'}{rest}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return answer.get_data()


def words_of(document: bytes) -> list[str]:
    """Return the paragraphs of a text document, then the cells of its tables."""
    read = Document(io.BytesIO(document))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in read.paragraphs] + cells


@pytest.mark.parametrize("address", ANSWERS)
def test_every_format_says_what_the_page_says(client: FlaskClient, address: str) -> None:
    page = client.get(f"{address}{'&' if '?' in address else '?'}format=json").get_json()
    first = page["sections"][0]["sentences"][0] if "sections" in page else page["summary"][0]
    wikitext = mwparserfromhell.parse(forwarded(client, address, "wikitext").decode()).strip_code()
    html = re.sub(r"<[^>]*>", "", forwarded(client, address, "report").decode())
    assert first in words_of(forwarded(client, address, "docx"))
    assert first in wikitext
    assert first in html.replace("&#39;", "'").replace("&#34;", '"')


def test_rows_are_those_of_the_page(client: FlaskClient) -> None:
    rows = client.get("/ask/single-contacts?format=json").get_json()["rows"]
    words = words_of(forwarded(client, "/ask/single-contacts", "docx"))
    shown = [row for row in rows if row["asset_name"] in words]
    assert shown == rows[:20]
    assert forwarded(client, "/ask/single-contacts", "wikitext", limit="3").decode().count("|-\n") == 3


def test_what_stands_below_an_answer_comes_along(client: FlaskClient) -> None:
    headings = [line for line in forwarded(client, "/bus-factor", "wikitext").decode().splitlines() if line[:2] == "=="]
    assert headings[0] == "== Answer =="
    assert "== Second contacts ==" in headings


@pytest.mark.parametrize("format_", ["report", "docx", "wikitext"])
def test_without_names_nobody_is_named(client: FlaskClient, store: MemoryStore, format_: str) -> None:
    snapshot = store.snapshot()
    people = (number for number in snapshot.nodes_of(Person).tolist() if number not in snapshot.opted_out)
    names = {snapshot.names[number] for number in people}
    for bare, found in (("", True), ("yes", False)):
        content = forwarded(client, "/ask/single-contacts", format_, without_names=bare)
        text = " ".join(words_of(content)) if format_ == "docx" else content.decode()
        assert any(name in text for name in names) is found, [name for name in names if name in text]


def test_a_document_in_arabic_runs_from_right_to_left(client: FlaskClient) -> None:
    body = Document(io.BytesIO(forwarded(client, "/bus-factor", "docx", uselang="ar"))).element.body
    lines = body.xpath(".//w:p[w:r]")
    assert len(lines) > 20
    assert [line for line in lines if not line.xpath("./w:pPr/w:bidi")] == []
    assert [run for run in body.xpath(".//w:r[w:t]") if not run.xpath("./w:rPr/w:rtl[not(@w:val)]")] == []
    assert len(body.xpath(".//w:bidiVisual")) == len(body.xpath(".//w:tbl"))


def test_a_file_has_no_author_of_a_library(client: FlaskClient) -> None:
    about = Document(io.BytesIO(forwarded(client, "/gaps", "docx"))).core_properties
    assert (about.author, about.comments, about.title) == ("", "", "Gaps")


@pytest.mark.parametrize(
    "text", ["* no list", "[[Ada]]", "{{delete}}", "a | b", "''bold''", "<nowiki>", "~~~~", "__TOC__", "-----", "&amp;"]
)
def test_wikitext_shows_what_was_written(text: str) -> None:
    parsed = mwparserfromhell.parse(plain_wikitext(text))
    kinds = {type(node).__name__ for node in parsed.nodes}
    assert kinds <= {"Text", "HTMLEntity"}
    assert "".join(node.normalize() if isinstance(node, HTMLEntity) else str(node) for node in parsed.nodes) == text


def test_nothing_to_forward_is_said(client: FlaskClient) -> None:
    answer = client.get("/about?format=docx")
    assert (answer.status_code, "no answer here to forward" in answer.get_data(as_text=True)) == (400, True)


def test_the_page_offers_it(client: FlaskClient) -> None:
    page = client.get("/partners?theme=theme:network/education").get_data(as_text=True)
    assert '<input type="hidden" name="theme" value="theme:network/education">' in page
    assert '<option value="docx">' in page
    assert "forward-format" not in client.get("/partners").get_data(as_text=True)


def test_from_the_command_line(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from web.commands.cli import main; main()",
        "--store",
        f"sqlite:///{tmp_path}/t.db",
    ]
    subprocess.run([*command, "load", CHECKOUT / "loaders" / "sample" / "network"], check=True, capture_output=True)
    asked = [*command, "ask", "single-contacts", "--format", "docx"]
    done = subprocess.run([*asked, "--output", tmp_path / "a.docx"], check=True, capture_output=True)
    assert b"Wrote" in done.stderr
    assert words_of((tmp_path / "a.docx").read_bytes())[0] == "Single contacts"
    printed = subprocess.run(asked, check=False, capture_output=True, text=True)
    assert (printed.returncode, "Give --output" in printed.stderr) == (2, True)
    report = [*command, "report", "--format", "wikitext", "--without-names"]
    assert subprocess.run(report, check=True, capture_output=True, text=True).stdout.startswith("= ")
