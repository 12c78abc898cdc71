# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows and columns that somebody hid in an XLSX workbook: they are left out, as hidden sheets are.

What reads the cells does not tell which are hidden, so the parts of the
workbook are looked through for that alone.
"""

import html
import re
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


@dataclass(slots=True)
class Hidden:
    """What is hidden in one sheet; both count from 1."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def hidden_in(path: Path) -> dict[str, Hidden]:
    """Return what is hidden in each sheet of a workbook, by the name of the sheet; nothing for other kinds."""
    if not is_zipfile(path):
        return {}
    found: dict[str, Hidden] = {}
    try:
        with ZipFile(path) as packed:
            for name, part in _parts(packed):
                hidden = _hidden(packed, part)
                if hidden.rows or hidden.columns:
                    found[name] = hidden
    except (BadZipFile, OSError, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        return {}  # What reads the file says it better.
    return found


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
