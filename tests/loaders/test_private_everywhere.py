# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever shape of an address or a telephone number stands anywhere in what is loaded, nothing of it is kept."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import Workbook

from graph.schema.nodes import Node
from graph.stores.memory import MemoryStore
from loaders.read import read
from tests.support.private_shapes import SHAPES, Shape
from tests.support.site import app_of
from web.commands.cli import partnerships
from web.terminal import run

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f().\-‐‑–/·]{1,3}(?=\d)")
_HEADINGS = (
    "name",
    "affiliate",
    "contact for",
    "works on",
    "themes",
    "notes",
    "role",
    "country",
    "languages",
    "since",
    "odd",
)
_EXPORTS = ("json", "csv", "graphml", "gexf", "html")
_ROW = ("Ada {}", "Baobab {}", "Moon Library", "Drums", "glam", "kept", "chair", "Ghana", "en", "2017", "odd")


def planted() -> Iterator[tuple[str, str]]:
    """Yield files, each with shapes in every place that such a file has."""
    yield "people.csv", csv(_HEADINGS, (beside(number, shape) for number, shape in enumerate(SHAPES)))
    yield "more people.csv", csv(_HEADINGS, (instead(number, shape) for number, shape in enumerate(SHAPES)))
    headings = [f"contact for {shape.text}" for shape in SHAPES[::9]]
    yield "partners.csv", csv(["name", *headings], [["Sun Radio", *["Bo Probe"] * len(headings)]])
    yield (
        "contact_of.csv",
        csv(["source", "target", "note"], [[f"Cy Probe {one.text}", "Sun Radio", one.text] for one in SHAPES]),
    )
    rows = [
        {"name": f"Project {number} {one.text}", one.text: one.text, "description": one.text}
        for number, one in enumerate(SHAPES)
    ]
    yield "projects.json", json.dumps(rows)
    yield "events.jsonl", "\n".join(json.dumps(row | {"people": [row["description"], "Di Probe"]}) for row in rows)
    lines = [
        f"- Who helps {one.text}?\n- {one.text}: a partner\n- Eli Probe {one.text} (Baobab {one.text})"
        for one in SHAPES
    ]
    yield "notes.md", "# Workshop\n\n## Group 1\n\nFay Probe, Gil Probe\n\n### Questions\n\n" + "\n".join(lines)


def csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in [headings, *rows])


def beside(number: int, shape: Shape) -> list[str]:
    position = number % len(_ROW)
    name = "".join("abcdefghij"[int(one)] for one in str(number)).title()
    return [
        cell.format(f"Test{name}") + (f" {shape.text}" if index == position else "") for index, cell in enumerate(_ROW)
    ]


def instead(number: int, shape: Shape) -> list[str]:
    position = (number * 7) % len(_ROW)
    name = "".join("abcdefghij"[int(one)] for one in str(number)).title()
    return [shape.text if index == position else cell.format(f"Other{name}") for index, cell in enumerate(_ROW)]


def found_in(text: str) -> list[str]:
    """Return the needles in a text, however its digits are written and cut."""
    digits = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)
    joined = _BETWEEN_DIGITS.sub("", digits)
    return [shape.text for shape in SHAPES if shape.needle in joined or shape.text in text]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load everything once."""
    folder = tmp_path_factory.mktemp("private")
    (folder / "in").mkdir()
    for name, content in planted():
        (folder / "in" / name).write_text(content, encoding="utf-8")
    book = Workbook()
    book.remove(book.worksheets[0])
    for shape in SHAPES[::20]:
        sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", f"Group {shape.text}")[:31])
        sheet.append(["name", f"partners {shape.text}"])
        sheet.append([f"Hal Probe {shape.text}", f"Sun Radio {shape.text}"])
    book.save(folder / "in" / "groups.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        for arguments in (
            ["load", str(folder / "in"), "--source", "planted"],
            *(
                ["export", str(folder / f"out.{kind}"), "--format", kind]
                for kind in ("json", "csv", "graphml", "gexf", "html")
            ),
        ):
            patch.setattr("sys.argv", ["partnerships", "--store", f"sqlite:///{folder / 'net.db'}", *arguments])
            assert run(partnerships) == 0
    return folder


def test_there_are_two_hundred_shapes_and_all_are_found_where_they_are() -> None:
    assert len({shape.text for shape in SHAPES}) == len({shape.needle for shape in SHAPES}) == 200
    assert [shape.text for shape in SHAPES if shape.text not in found_in(shape.text)] == []


def test_no_file_that_is_written_holds_any(folder: Path) -> None:
    written = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "in"]
    assert {path.name for path in written} >= {"net.db", "person.csv", "out.json", "out.gexf"}
    texts = {path.name: path.read_bytes().decode("utf-8", "replace") for path in written}
    assert {name: held for name, text in texts.items() if (held := found_in(text))} == {}


def test_no_page_shows_any(folder: Path, tmp_path: Path) -> None:
    store = MemoryStore()
    (reading,) = read([folder / "in"], source="planted")
    # All problems, and some of the records: the whole map would take long to draw.
    store.load(reading.source, [record for record in reading.records[::20] if isinstance(record, Node)])
    client = app_of(store, tmp_path).test_client()
    snapshot = store.snapshot()
    some = [f"/entry/{quote(id_, safe='')}" for id_ in snapshot.ids[::4]]
    shown = {
        page: client.get(page).get_data(as_text=True)
        for page in ("/sources", "/sources?format=json", "/search?text=probe", *some)
    }
    assert all("</html>" in text or text.startswith(("{", "[")) for text in shown.values())
    assert {page: held for page, text in shown.items() if (held := found_in(text))} == {}
