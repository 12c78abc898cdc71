# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that nobody should be able to break a load with, each made from its number alone.

`tests/loaders/test_fuzz.py` reads two thousand of them, `make bench ARGS=fuzz`
fifty thousand.
"""

import io
import json
import re
import signal
import time
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

from graph.errors import LoadError
from loaders.cells.places import country_code, language_tag
from loaders.read import read
from tests.support.checkout import CHECKOUT

_TIME = re.compile(rb"\d{4}-\d\d-\d\dT[\d:]+Z")
LONGEST = 5.0
"""Seconds that a file may take at most."""
_ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1252",
    "cp1256",
    "mac_roman",
    "shift_jis",
    "cp037",
)
_STEMS = (
    "people",
    "partners",
    "member_of",
    "contact_of",
    "projects",
    "themes",
    "x",
    "identity-review",
    "notes",
    "Team Red",
)
_TABLES = (".csv", ".tsv", ".tab")
_TEXTS = (".md", ".txt", ".markdown", ".json", ".jsonl", *_TABLES)
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
_ANY = (
    *_TEXTS,
    *_WORKBOOKS,
    ".pdf",
    ".docx",
    ".graphml",
    ".gexf",
    ".html",
    ".net",
    ".vcf",
    ".yaml",
    ".toml",
    ".zip",
    "",
)
_WORDS: dict[str, list[str]] = json.loads((CHECKOUT / "tests" / "data" / "fuzz.json").read_text(encoding="utf-8"))
_CELLS, _HEADINGS, _LINES, _PIECES = (_WORDS[kind] for kind in ("cells", "headings", "lines", "pieces"))


class File(NamedTuple):
    """A file: its name and its bytes."""

    name: str
    content: bytes


class Outcome(NamedTuple):
    """What reading gave, and how long it took; `broken` says what went wrong with the program."""

    is_refused: bool
    seconds: float
    broken: str = ""


def files(number: int) -> list[File]:
    """Return the files of one case."""
    random = Random(number)
    make = random.choice(_MAKERS)
    return [make(random) for _ in range(random.choice((1, 1, 1, 2)))]


def prepare() -> None:
    """Read what is read once, so that it is not counted as the time of a file."""
    language_tag("no language")
    country_code("no country")


def outcome(folder: Path, number: int) -> Outcome:
    """Read one case."""
    made = files(number)
    paths = [folder / file.name for file in made]
    for path, file in zip(paths, made, strict=True):
        path.write_bytes(file.content)
    started = time.perf_counter()
    is_refused, broken = False, ""
    try:
        with _at_most(LONGEST):
            read(list(dict.fromkeys(paths)))
    except LoadError:
        is_refused = True
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        broken = f"case {number} ({', '.join(file.name for file in made)}): {type(error).__name__}: {error}"
    seconds = time.perf_counter() - started
    for path in set(paths):
        path.unlink()
    return Outcome(is_refused, seconds, broken)


@contextmanager
def _at_most(seconds: float) -> Generator[None]:
    """Raise TimeoutError where the program hangs."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        message = f"took more than {seconds} s"
        raise TimeoutError(message)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _name(random: Random, endings: tuple[str, ...]) -> str:
    return random.choice(_STEMS) + random.choice(endings)


def _cell(random: Random) -> str:
    if random.random() < 0.7:
        return random.choice(_CELLS)
    return "".join(
        chr(random.choice((random.randrange(32, 127), random.randrange(0x5D0, 0x700), 10, 0xFFFD)))
        for _ in range(random.randrange(12))
    )


def _cells(random: Random) -> File:
    """Return a table of cells that mean too much, cut by a delimiter, quoted or not."""
    width = random.randrange(1, 7)
    between = random.choice(",;\t|")
    rows = [[random.choice(_HEADINGS) for _ in range(width)]]
    rows += [[_cell(random) for _ in range(random.choice((width, width, width - 1, width + 2)))] for _ in range(9)]
    quote = random.choice(("", '"', '"'))
    text = "\n".join(between.join(f"{quote}{cell}{quote}" for cell in row) for row in rows)
    return File(_name(random, _TABLES), text.encode("utf-8", "surrogatepass"))


def _encoded(random: Random) -> File:
    """Return a text in some encoding, perhaps with another behind it."""
    text = "\n".join(",".join(_cell(random) for _ in range(3)) for _ in range(5))
    content = f"name,affiliate,note\nZoë Prüfung,Wikimédia,\n{text}".encode(random.choice(_ENCODINGS), "replace")
    if random.random() < 0.3:
        content += "é,ü,\n".encode(random.choice(_ENCODINGS), "replace")
    return File(_name(random, _TEXTS), content)


def _noise(random: Random) -> File:
    """Return bytes."""
    begin = random.choice(
        (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.4\n", b"<?xml version='1.0'?>", b"\xff\xfe")
    )
    return File(_name(random, _ANY), begin + random.randbytes(random.randrange(300)))


def _damaged(random: Random) -> File:
    """Return a workbook, or another good file, cut off or with bytes changed."""
    ending, content = random.choice(
        (*((ending, _workbook()) for ending in _WORKBOOKS), (".csv", _GOOD), (".md", _NOTES))
    )
    damaged = bytearray(content)
    if random.random() < 0.5:
        del damaged[random.randrange(len(damaged)) :]
    for _ in range(random.randrange(6)):
        if damaged:
            damaged[random.randrange(len(damaged))] = random.randrange(256)
    return File(random.choice(_STEMS) + ending, bytes(damaged))


def _nested(random: Random) -> File:
    """Return values inside values, deeper than anything can follow."""
    depth = random.choice((3, 60, 3_000, 40_000))
    inner = random.choice(('"Ada"', "1", '{"name": "Ada"}', ""))
    opened, closed = random.choice(
        (("[", "]"), ('{"name": ', "}"), ('[{"name": ', "}]"), ("<div>", "</div>"), ("> ", ""), ("(", ")"))
    )
    is_closed = random.random() < 0.7
    return File(_name(random, _TEXTS), (opened * depth + inner + closed * depth * is_closed).encode())


def _objects(random: Random) -> File:
    """Return JSON of odd values."""
    values = (None, True, 1e400, -1, "Ada", "", [], {}, [[1]], {"a": {"b": 1}}, ["a", None], "\ud800")
    rows = [{random.choice(_HEADINGS): random.choice(values) for _ in range(4)} for _ in range(4)]
    whole = random.choice(
        (rows, {"nodes": rows, "links": rows}, {"schema_version": 1, "sources": rows}, rows[0], [rows])
    )
    if random.random() < 0.4:
        return File(_name(random, (".jsonl", ".ndjson")), "\n".join(map(json.dumps, rows)).encode())
    return File(_name(random, (".json",)), json.dumps(whole).encode())


def _lines(random: Random) -> File:
    """Return notes of lines that do not belong together."""
    lines = [random.choice(_LINES) if random.random() < 0.6 else _cell(random) for _ in range(random.randrange(1, 25))]
    return File(_name(random, (".md", ".txt")), "\n".join(lines).encode("utf-8", "surrogatepass"))


def _long(random: Random) -> File:
    """Return a good table, or good notes, with one cell or line that goes on and on."""
    piece = random.choice(_PIECES)
    cell = (piece * random.choice((300, 3_000, 20_000)))[:20_000] + random.choice(("", "x", "!", ")"))
    if random.random() < 0.4:
        return File(
            random.choice(("notes.md", "notes.txt")),
            _NOTES + random.choice((b"- ", b"", b"# ")) + cell.encode() + b"\n",
        )
    row = ["Ada Example", "Baobab", "Moon Library", "2017", "a note", "Ghana", "en", "glam"]
    row[random.randrange(len(row))] = cell.replace('"', "")
    between = '","'
    headings = "name,affiliate,contact for,last contact,notes,country,languages,themes"
    return File("people.csv", f'{headings}\nBen Muster,,,,,,,\n"{between.join(row)}"\n'.encode())


def _bomb(random: Random) -> File:
    """Return a workbook that is small and unpacks to much, or whose XML grows, or whose parts lie."""
    entities = "".join(f'<!ENTITY l{depth} "{f"&l{depth - 1};" * 10}">' for depth in range(1, 10))
    grows = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'
        "<worksheet><sheetData>&l9;</sheetData></worksheet>"
    )
    outside = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet>&e;</worksheet>'
    far = '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    deep = "<a>" * 5_000

    def changed(part: str, content: bytes) -> bytes:
        is_sheet = part.startswith("xl/worksheets/") or random.random() < 0.2
        return random.choice((grows, outside, far, deep, "", " " * 200_000)).encode() if is_sheet else content

    content = _repacked(_workbook(), changed)
    if random.random() < 0.2:
        content = zlib.compress(content)
    return File(_name(random, (".xlsx", ".xlsx", ".ods", ".xls")), content)


_GOOD = b"name,affiliate,contact for\nAda Example,Baobab,Moon Library; Radio Sun\nBen Muster,Baobab,\n"
_NOTES = b"# Group 1\n\nAda Example (Baobab), Ben Muster\n\n## Questions\n\n- How do we find partners?\n"
_BOOK: list[bytes] = []


def _workbook() -> bytes:
    if not _BOOK:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (
            ["name", "affiliate", "since"],
            ["Ada Example", "Baobab", 2017],
            ["Ben Muster", "Harmattan", "=1/0"],
        ):
            sheet.append(row)
        written = io.BytesIO()
        book.save(written)
        _BOOK.append(_repacked(written.getvalue(), lambda _part, content: _TIME.sub(b"2017-03-18T10:00:00Z", content)))
    return _BOOK[0]


def _repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a packed file with its parts changed, and without the time of packing."""
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(ZipInfo(part), change(part, old.read(part)), ZIP_DEFLATED)
    return packed.getvalue()


_MAKERS: tuple[Callable[[Random], File], ...] = (
    *(_cells, _cells, _cells, _cells),
    *(_encoded, _noise, _damaged, _nested, _objects, _lines, _lines, _bomb, _long),
)
