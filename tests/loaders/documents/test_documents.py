# SPDX-License-Identifier: GPL-3.0-or-later
"""One document in many formats, each written by a library for it: the same records come out of all of them."""

import io
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from docx.oxml import parse_xml
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import H, List, ListItem, P
from pypdf import PdfWriter

from graph.errors import LoadError
from loaders.cells.reading import Reading
from loaders.read import read
from tests.loaders.test_reported import shown, wanted

NOTES = (
    ("h1", "Partnerships workshop, WikiIndaba 2017"),
    ("h2", "Group 1"),
    ("p", "Ada Example, Ben Muster, Cleo Demo"),
    ("h3", "Trust"),
    ("li", "How do we build trust with museums?"),
    ("li", "Who speaks for us?"),
    ("h2", "Group 2"),
    ("p", "Dan Demo, Eve Demo"),
)
TABLE = (
    ("Name", "Affiliate", "Partners"),
    ("Ada Example", "Baobab", "Moon Library"),
    ("Fay Demo", "Baobab", "Radio Sun; Moon Library"),
)
OF_NOTES = wanted(
    "Person: Ada Example, Ben Muster, Cleo Demo, Dan Demo, Eve Demo\nGroup: Group 1, Group 2\n"
    "Event: Partnerships workshop| WikiIndaba 2017\nTheme: Trust\n"
    "Question: How do we build trust with museums?, Who speaks for us?",
    "Ada Example MEMBER_OF Group 1\nBen Muster MEMBER_OF Group 1\nCleo Demo MEMBER_OF Group 1\n"
    "Dan Demo MEMBER_OF Group 2\nEve Demo MEMBER_OF Group 2\n"
    "Group 1 PART_OF Partnerships workshop, WikiIndaba 2017\nGroup 2 PART_OF Partnerships workshop, WikiIndaba 2017\n"
    "Ada Example ATTENDED Partnerships workshop, WikiIndaba 2017\n"
    "Ben Muster ATTENDED Partnerships workshop, WikiIndaba 2017\n"
    "Cleo Demo ATTENDED Partnerships workshop, WikiIndaba 2017\n"
    "Dan Demo ATTENDED Partnerships workshop, WikiIndaba 2017\n"
    "Eve Demo ATTENDED Partnerships workshop, WikiIndaba 2017\n"
    "Partnerships workshop, WikiIndaba 2017 ABOUT Trust\n"
    "Group 1 ASKED How do we build trust with museums?\nGroup 1 ASKED Who speaks for us?\n"
    "How do we build trust with museums? ABOUT Trust\nWho speaks for us? ABOUT Trust",
)
OF_TABLE = wanted(
    "Person: Ada Example, Fay Demo\nAffiliate: Baobab\nPartner: Moon Library, Radio Sun",
    "Ada Example MEMBER_OF Baobab\nFay Demo MEMBER_OF Baobab\nAda Example CONTACT_OF Moon Library\n"
    "Fay Demo CONTACT_OF Radio Sun\nFay Demo CONTACT_OF Moon Library",
)
Lines = Sequence[tuple[str, str]]
Rows = Sequence[Sequence[str]]


def write_docx(path: Path, lines: Lines, rows: Rows, title: str = "Contacts") -> None:
    document = docx.Document()
    for kind, text in lines:
        if kind.startswith("h"):
            document.add_heading(text, int(kind[1]))
        else:
            document.add_paragraph(text, style="List Bullet" if kind == "li" else None)
    if rows:
        document.add_heading(title, 2)
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(path))


def write_odt(path: Path, lines: Lines, rows: Rows, title: str = "Contacts") -> None:
    document: Any = OpenDocumentText()  # It has no types.
    for kind, text in [*lines, *([("h2", title)] if rows else [])]:
        if kind.startswith("h"):
            document.text.addElement(H(outlinelevel=int(kind[1]), text=text))
        elif kind == "li":
            items, item = List(), ListItem()
            item.addElement(P(text=text))
            items.addElement(item)
            document.text.addElement(items)
        else:
            document.text.addElement(P(text=text))
    if rows:
        table = Table()
        for row in rows:
            line = TableRow()
            for text in row:
                cell = TableCell()
                cell.addElement(P(text=text))
                line.addElement(cell)
            table.addElement(line)
        document.text.addElement(table)
    document.save(str(path))


def write_pptx(path: Path, lines: Lines, rows: Rows, title: str = "Contacts") -> None:
    show: Any = pptx.Presentation()
    body = None
    for kind, text in lines:
        if kind in {"h1", "h2"}:
            slide = show.slides.add_slide(show.slide_layouts[0 if kind == "h1" else 1])
            slide.shapes.title.text = text
            body = slide.placeholders[1].text_frame
        else:
            assert body is not None
            body.add_paragraph().text = text
    if rows:
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = title
        table = slide.shapes.add_table(len(rows), len(rows[0]), 0, 0, 900, 900).table
        for index, row in enumerate(rows):
            for number, text in enumerate(row):
                table.cell(index, number).text = text
    show.save(str(path))


def write_html(path: Path, lines: Lines, rows: Rows, title: str = "Contacts") -> None:
    page = "".join(f"<{kind}>{text}</{kind}>" for kind, text in [*lines, *([("h2", title)] if rows else [])])
    cells = "".join("<tr>" + "".join(f"<td><p>{text}</p></td>" for text in row) + "</tr>" for row in rows)
    table = f"<table><tbody>{cells}</tbody></table>" if rows else ""
    head = "<title>Ada Lovelace, Ben Byron</title><style>p{}</style><script>Eve, Mallory</script>"
    path.write_text(f"<!DOCTYPE html><html><head>{head}</head><body>{page}{table}</body></html>", encoding="utf-8")


def write_markdown(path: Path, lines: Lines, rows: Rows, title: str = "Contacts") -> None:
    marks = {"h1": "# ", "h2": "## ", "h3": "### ", "li": "- ", "p": ""}
    text = "".join(f"{marks[kind]}{line}\n" for kind, line in lines)
    if rows:
        body = [f"| {' | '.join(row)} |" for row in rows]
        text += "\n".join([f"## {title}", "", body[0], "|" + ":-:|" * len(rows[0]), *body[1:]]) + "\n"
    path.write_text(text, encoding="utf-8")


def write_pdf(path: Path, lines: Lines, *_tables: object) -> None:
    """Write the lines of one page, a font and nothing else."""
    marks = {"li": "- "}
    body = "".join(f"0 -14 Td ({marks.get(kind, '')}{text}) Tj " for kind, text in lines).encode()
    stream = b"BT /F1 10 Tf 40 800 Td " + body + b"ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )  # fmt: skip
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    at: list[int] = []
    for number, content in enumerate(objects, start=1):
        at.append(out.tell())
        out.write(b"%d 0 obj%s endobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % one for one in at))
    out.write(b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)
    path.write_bytes(out.getvalue())


WRITERS: dict[str, Callable[..., None]] = {
    "docx": write_docx, "odt": write_odt, "pptx": write_pptx, "html": write_html, "md": write_markdown,
}  # fmt: skip


def load(path: Path, kind: str | None = None) -> Reading:
    (reading,) = read([path], source="net", kind=kind)
    return reading


def keys(reading: Reading) -> list[str]:
    return [problem.text.text.key for problem in reading.problems if problem.text.text.key != "problem-made-node"]


@pytest.mark.parametrize("ending", [*WRITERS, "pdf"])
def test_notes_are_read_from_any_document(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"notes.{ending}"
    lines = [(kind, text) for kind, text in NOTES if ending != "pptx" or kind != "h3"]
    (WRITERS | {"pdf": write_pdf})[ending](path, lines, ())
    reading = load(path)
    nodes, links = OF_NOTES
    if ending == "pptx":  # A slide has one heading.
        nodes = [node for node in nodes if node != "Theme: Trust"]
        links = {link for link in links if "Trust" not in link}
    assert shown(reading.records) == (nodes, links)


@pytest.mark.parametrize("ending", WRITERS)
def test_a_table_is_read_from_any_document(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"table.{ending}"
    WRITERS[ending](path, [("h1", "Our contacts")], TABLE)
    reading = load(path)
    assert shown(reading.records) == OF_TABLE
    assert keys(reading) == []
    assert {problem.line for problem in reading.problems} != {None}


@pytest.mark.parametrize("ending", WRITERS)
def test_notes_and_tables_of_one_document_are_one_source(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"both.{ending}"
    WRITERS[ending](path, [line for line in NOTES if line[0] != "h3"], TABLE)
    nodes, links = shown(load(path).records)
    wanted_nodes = {*OF_NOTES[0], *OF_TABLE[0]} - {"Theme: Trust"}
    assert set(nodes) == wanted_nodes
    assert links == {link for link in OF_NOTES[1] | OF_TABLE[1] if "Trust" not in link}


MINUTES = (("h1", "Steering meeting 2024-03-13"), ("p", "Present: Ada Example (Baobab), Ben Muster (Moon Library)"))
PRESENT = (("Name", "Organisation"), ("Ada Example", "Baobab"), ("Ben Muster", "Moon Library"))
OF_MINUTES = wanted(
    "Person: Ada Example, Ben Muster\nEvent: Steering meeting 2024-03-13",
    "Ada Example ATTENDED Steering meeting 2024-03-13\nBen Muster ATTENDED Steering meeting 2024-03-13",
)


@pytest.mark.parametrize("ending", WRITERS)
def test_minutes_say_who_was_there_in_a_line_or_in_a_table(tmp_path: Path, ending: str) -> None:
    line, table = tmp_path / f"line.{ending}", tmp_path / f"table.{ending}"
    WRITERS[ending](line, MINUTES, ())
    WRITERS[ending](table, MINUTES[:1], PRESENT, "Present")
    assert shown(load(line).records) == OF_MINUTES
    assert shown(load(table).records) == OF_MINUTES


def test_inserted_text_counts_and_deleted_text_does_not(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Group 1", 2)
    paragraph: Any = document.add_paragraph("Ada Example, ")
    name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1" w:author="x"'
    paragraph._p.append(parse_xml(f"<w:ins {name}><w:r><w:t>Ben Muster</w:t></w:r></w:ins>"))  # noqa: SLF001 - python-docx cannot write it
    paragraph._p.append(parse_xml(f"<w:del {name}><w:r><w:delText>, Cleo Demo</w:delText></w:r></w:del>"))  # noqa: SLF001 - python-docx cannot write it
    document.save(str(tmp_path / "x.docx"))
    assert shown(load(tmp_path / "x.docx").records)[0][1:] == [
        "Group: Group 1",
        "Person: Ada Example",
        "Person: Ben Muster",
    ]


def test_a_pad_with_line_breaks_is_read(tmp_path: Path) -> None:
    """Etherpad exports lines with breaks between them, and lists as lists."""
    body = "<strong>Group 1</strong><br>Ada Example, Ben Muster<br><ul><li>Who speaks for us?</li></ul><br>"
    (tmp_path / "pad.html").write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    nodes, _links = shown(load(tmp_path / "pad.html").records)
    assert nodes[1:] == ["Group: Group 1", "Person: Ada Example", "Person: Ben Muster", "Question: Who speaks for us?"]


def test_text_around_a_table_is_said_to_be_left_out(tmp_path: Path) -> None:
    write_docx(tmp_path / "x.docx", [("p", "This is what we know about everybody so far, more or less.")], TABLE)
    assert keys(load(tmp_path / "x.docx")) == ["problem-text-not-read"]


def test_no_address_of_a_document_is_kept(tmp_path: Path) -> None:
    lines = [("h2", "Group 1"), ("p", "Ada Example (ada@example.org), Ben Muster (+233 24 400 0012)")]
    for ending in ("docx", "odt", "html", "md"):
        path = tmp_path / f"x.{ending}"
        WRITERS[ending](path, lines, (("Name", "Notes"), ("Cleo Demo", "call 0244000012 or cleo@example.org")))
        assert not any(text in repr(load(path)) for text in ("@example", "400 0012", "24400", "44000012"))


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path) -> None:
    bomb = b"<a>" + b" " * (1 << 28) + b"</a>"
    entities = b'<!DOCTYPE a [<!ENTITY b "cccc">]><a>&b;</a>'
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "scan.pdf")
    writer.encrypt("secret")
    writer.write(tmp_path / "locked.pdf")
    (tmp_path / "no.docx").write_bytes(b"PK\x03\x04 no zip")
    (tmp_path / "no.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0" * 200)
    files = {
        zipped(tmp_path / "bomb.docx", {"word/document.xml": bomb}): "more than can be read",
        zipped(tmp_path / "bomb.odt", {"content.xml": bomb}): "more than can be read",
        zipped(tmp_path / "entities.docx", {"word/document.xml": entities}): "defines entities",
        zipped(tmp_path / "empty.pptx", {"a.xml": b"<a/>"}): "no document that can be read",
        zipped(tmp_path / "broken.odt", {"content.xml": b"<a>"}): "no valid XML",
        tmp_path / "no.docx": "no document that can be read",
        tmp_path / "old.docx": "no document that can be read",
        tmp_path / "no.pdf": "no PDF that can be read",
        tmp_path / "scan.pdf": "pictures of pages",
        tmp_path / "locked.pdf": "locked with a password",
    }
    for path, says in files.items():
        with pytest.raises(LoadError, match=says) as error:
            load(path)
        assert error.value.hint


@pytest.mark.parametrize("ending", [*WRITERS, "pdf"])
def test_a_document_that_was_damaged_gives_no_traceback(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"notes.{ending}"
    (WRITERS | {"pdf": write_pdf})[ending](path, NOTES, TABLE)
    whole = path.read_bytes()
    for length in range(1, len(whole), len(whole) // 8):
        for damaged in (whole[:length], whole[:length] + b"\x00\xff<" + whole[length + 3 :]):
            path.write_bytes(damaged)
            try:
                load(path)
            except LoadError as error:
                assert error.hint  # noqa: PT017 - it may as well be read in part


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("x.wiki", "<ref "), ("x.wiki", "<!-- "), ("x.wiki", "[[User:"), ("x.wiki", "{{"), ("x.wiki", "\n"),
        ("x.wiki", "* ( "),
        ("x.wiki", "#"), ("x.wiki", "{|\n|-\n"), ("x.md", "|-"), ("x.md", "| a |\n|---|\n"), ("x.md", "\n "),
        ("x.html", "<div>"),
        ("x.html", "<table><tr><td>"), ("x.html", "<ul><li>a"), ("x.vcf", ";"), ("x.vcf", 'A;"'), ("x.net", '"'),
        ("x.gexf", "<a>"),
    ],
)  # fmt: skip
def test_what_repeats_without_end_takes_no_time(tmp_path: Path, name: str, piece: str) -> None:
    path = tmp_path / name
    start = {"wiki": "* [[User:Ada]]\n", "vcf": "BEGIN:VCARD\nFN"}.get(name.partition(".")[2], "")
    path.write_text(start + piece * (200_000 // len(piece)), encoding="utf-8")
    begun = time.process_time()
    try:
        load(path)
    except LoadError as error:
        assert error.hint  # noqa: PT017 - or it is read
    assert time.process_time() - begun < 5
