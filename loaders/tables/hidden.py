# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows and columns that somebody hid in a workbook: they are left out, as hidden sheets are.

What reads the cells does not tell which are hidden, so the parts of the
workbook are looked through for that alone.
"""

import html
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

_CHUNK = 1 << 20
_OVERLAP = 2_000
_MOST_ABOUT = 1 << 24
_LAST_COLUMN = 16_384
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_NUMBER = re.compile(rb"\b(r|min|max)=\"(\d{1,8})\"")


_BROKEN = (
    *(BadZipFile, OSError, EOFError, KeyError, IndexError, NotImplementedError, RuntimeError, ValueError),
    *(struct.error, zlib.error),
)


@dataclass(slots=True)
class Hidden:
    """What is hidden in one sheet; both count from 1."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def hidden_in(path: Path) -> dict[str, Hidden]:
    """Return what is hidden in each sheet of a workbook (XLSX, XLSB, ODS, XLS), by the name of the sheet."""
    try:
        return {name: hidden for name, hidden in _sheets(path) if hidden.rows or hidden.columns}
    except _BROKEN:
        return {}  # What reads the file says it better.


def _sheets(path: Path) -> Iterator[tuple[str, Hidden]]:
    if not is_zipfile(path):
        with path.open("rb") as file:
            if file.read(len(_COMPOUND)) == _COMPOUND:
                yield from _of_xls(_stream(path.read_bytes(), ("Workbook", "Book")))
        return
    with ZipFile(path) as packed:
        if "content.xml" in packed.namelist():
            yield from _of_ods(packed)
        elif "xl/workbook.bin" in packed.namelist():
            yield from _of_xlsb(packed)
        else:
            for name, part in _parts(packed):
                yield name, _hidden(packed, part)


def _parts(packed: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet, and where it is packed."""
    names = set(packed.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    targets = {
        _attribute(relation, "Id"): _attribute(relation, "Target")
        for relation in _RELATION.findall(_text(packed, "xl/_rels/workbook.xml.rels"))
    }
    for sheet in _SHEET.findall(_text(packed, "xl/workbook.xml")):
        target = targets.get(_attribute(sheet, r"\w+:id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            yield html.unescape(_attribute(sheet, "name")), part


def _text(packed: ZipFile, part: str) -> str:
    with packed.open(part) as content:
        return content.read(_MOST_ABOUT).decode("utf-8", "replace")


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"\s{name}=\"([^\"]*)\"", tag)
    return match[1] if match else ""


def _hidden(packed: ZipFile, part: str) -> Hidden:
    hidden = Hidden()
    rest = b""
    with packed.open(part) as content:
        while chunk := content.read(_CHUNK):
            text = rest + chunk
            rest = text[-_OVERLAP:]
            if b"hidden=" not in text:
                continue
            hidden.rows |= {int(numbers[b"r"]) for tag in _ROW.findall(text) if b"r" in (numbers := _numbers(tag))}
            for tag in _COLUMN.findall(text):
                numbers = _numbers(tag)
                last = min(int(numbers.get(b"max", b"0")), _LAST_COLUMN)
                hidden.columns |= set(range(int(numbers.get(b"min", b"1")), last + 1))
    return hidden


def _numbers(tag: bytes) -> dict[bytes, bytes]:
    return dict(_NUMBER.findall(tag))


# ODS: one part with all tables, in which a tag may stand for many rows or columns.

_TAG = re.compile(rb"<(?:\w+:)?(table-row|table-column|table)(?=[\s/>])([^>]*)>")
_ATTRIBUTES = re.compile(rb"(?:\w+:)?(name|visibility|number-rows-repeated|number-columns-repeated)=\"([^\"]*)\"")
_MOST_REPEATED = 1 << 16
"""More rows at once are the empty ones below a table."""


def _of_ods(packed: ZipFile) -> Iterator[tuple[str, Hidden]]:
    name, hidden, row, column = "", Hidden(), 1, 1
    for tag, attributes in _tags(packed, "content.xml"):
        given = dict(_ATTRIBUTES.findall(attributes))
        is_hidden = given.get(b"visibility") in {b"collapse", b"filter"}
        if tag == b"table":
            yield name, hidden
            name, hidden, row, column = html.unescape(given.get(b"name", b"").decode("utf-8")), Hidden(), 1, 1
        elif tag == b"table-row":
            count = int(given.get(b"number-rows-repeated", b"1"))
            if is_hidden:
                hidden.rows |= set(range(row, row + min(count, _MOST_REPEATED)))
            row += count
        else:
            count = int(given.get(b"number-columns-repeated", b"1"))
            if is_hidden:
                hidden.columns |= set(range(column, column + min(count, _LAST_COLUMN)))
            column += count
    yield name, hidden


def _tags(packed: ZipFile, part: str) -> Iterator[tuple[bytes, bytes]]:
    rest = b""
    with packed.open(part) as content:
        while chunk := content.read(_CHUNK):
            text = rest + chunk
            cut = text.rfind(b"<")
            rest = text[max(0, cut) :][:_MOST_ABOUT]
            yield from _TAG.findall(text[: max(0, cut)])
    yield from _TAG.findall(rest)


# XLS: records of bytes inside a compound file (the specifications MS-CFB and MS-XLS).

_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_END_OF_CHAIN = 0xFFFF_FFFA
"""Numbers of sectors from here on are none."""
_BOF, _EOF, _BOUND_SHEET, _XLS_ROW, _XLS_COLUMNS = 0x0809, 0x000A, 0x0085, 0x0208, 0x007D
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01


def _stream(content: bytes, names: tuple[str, ...]) -> bytes:
    """Return a stream of a compound file by its name; small ones, which no workbook has, are not looked for."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    directory, more = struct.unpack_from("<I", content, 48)[0], struct.unpack_from("<I", content, 68)[0]

    def sector(number: int) -> bytes:
        return content[size * (number + 1) : size * (number + 2)]

    def numbers(part: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4]))

    lists, seen = numbers(content[76:512]), set[int]()
    while more < _END_OF_CHAIN and more not in seen:
        seen.add(more)
        *found, more = numbers(sector(more))
        lists += found
    table = [entry for number in lists if number < _END_OF_CHAIN for entry in numbers(sector(number))]

    def chain(number: int) -> bytes:
        parts: list[bytes] = []
        while number < _END_OF_CHAIN and len(parts) <= len(table):
            parts.append(sector(number))
            number = table[number]
        return b"".join(parts)

    entries = chain(directory)
    for start in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, start + 64)[0]
        if entries[start : start + max(0, length - 2)].decode("utf-16-le", "replace") in names:
            first, total = struct.unpack_from("<II", entries, start + 116)
            return chain(first)[:total]
    return b""


def _xls_records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one part of a workbook, without parts inside it such as drawings."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def _of_xls(stream: bytes) -> Iterator[tuple[str, Hidden]]:
    for kind, record in _xls_records(stream, 0):
        if kind != _BOUND_SHEET:
            continue
        (offset,), length, is_wide = struct.unpack_from("<I", record), record[6], record[7] & 1
        name = record[8 : 8 + length * (1 + is_wide)].decode("utf-16-le" if is_wide else "latin-1")
        hidden = Hidden()
        for part, cells in _xls_records(stream, offset):
            if part == _XLS_ROW and struct.unpack_from("<H", cells, 12)[0] & _ROW_HIDDEN:
                hidden.rows.add(struct.unpack_from("<H", cells)[0] + 1)
            elif part == _XLS_COLUMNS and struct.unpack_from("<H", cells, 8)[0] & _COLUMN_HIDDEN:
                first, last = struct.unpack_from("<HH", cells)
                hidden.columns |= set(range(first + 1, min(last + 1, _LAST_COLUMN) + 1))
        yield name, hidden


# XLSB: the parts of an XLSX with records of bytes in them (the specification MS-XLSB).

_SHEET_OF_BOOK, _XLSB_ROW, _XLSB_COLUMNS = 156, 0, 60
_ZERO_HEIGHT = 0x10


def _of_xlsb(packed: ZipFile) -> Iterator[tuple[str, Hidden]]:
    targets = {
        _attribute(relation, "Id"): _attribute(relation, "Target")
        for relation in _RELATION.findall(_text(packed, "xl/_rels/workbook.bin.rels"))
    }
    for kind, record in _xlsb_records(packed.read("xl/workbook.bin")):
        if kind != _SHEET_OF_BOOK:
            continue
        relation, after = _xlsb_text(record, 8)
        name, _ = _xlsb_text(record, after)
        target = targets.get(relation, "")
        hidden = Hidden()
        for part, cells in _xlsb_records(packed.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")):
            if part == _XLSB_ROW and len(cells) > 11 and cells[11] & _ZERO_HEIGHT:
                hidden.rows.add(struct.unpack_from("<I", cells)[0] + 1)
            elif part == _XLSB_COLUMNS and cells[16] & _COLUMN_HIDDEN:
                first, last = struct.unpack_from("<II", cells)
                hidden.columns |= set(range(first + 1, min(last + 1, _LAST_COLUMN) + 1))
        yield name, hidden


def _xlsb_text(record: bytes, start: int) -> tuple[str, int]:
    end = start + 4 + 2 * struct.unpack_from("<I", record, start)[0]
    return record[start + 4 : end].decode("utf-16-le"), end


def _xlsb_records(content: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start < len(content):
        kind, start = content[start], start + 1
        if kind & 0x80:
            kind, start = (kind & 0x7F) | (content[start] & 0x7F) << 7, start + 1
        length = 0
        for shift in range(0, 28, 7):
            byte, start = content[start], start + 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, content[start : start + length]
        start += length
