# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a workbook can be read at all: one far cell, or much packed into little, would fill the memory.

What reads workbooks makes room for every cell between the first corner and
the last cell, so one cell in the far corner of a sheet costs gigabytes.
"""

import re
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from graph.errors import LoadError

_MOST_CELLS = 5_000_000
_MOST_UNPACKED = 1 << 29
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_CHUNK = 1 << 20
_OVERLAP = 32
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb"<c\b[^>]{0,20}?\br=\"([A-Z]+)(\d+)\"")


def check_workbook(path: Path) -> None:
    """Raise LoadError for a workbook that cannot be read in the memory that there is."""
    if not is_zipfile(path):
        return
    try:
        with ZipFile(path) as packed:
            parts = packed.infolist()
            if (size := sum(part.file_size for part in parts)) > _MOST_UNPACKED:
                message = f"“{path.name}” holds {size >> 20} MB once unpacked, which is more than can be read."
                raise LoadError(message, "Save the tables alone, without pictures, as CSV.")
            for part in parts:
                if _SHEET.fullmatch(part.filename):
                    _check_part(packed, part.filename, path)
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error):
        return  # What reads the file says it better.


def _check_part(packed: ZipFile, part: str, path: Path) -> None:
    rows = columns = 0
    furthest = ""
    rest = b""
    with packed.open(part) as content:
        while chunk := content.read(_CHUNK):
            text = rest + chunk
            rest = text[-_OVERLAP:]
            for letters, digits in _CELL.findall(text):
                row, column = int(digits), _number(letters)
                if row > rows or column > columns:
                    furthest = f"{letters.decode()}{row}"
                rows, columns = max(rows, row), max(columns, column)
    if rows > _LAST_ROW or columns > _LAST_COLUMN or rows * columns > _MOST_CELLS:
        raise _too_far(path, furthest)


def check_sheet(path: Path, height: int, width: int) -> None:
    """Raise LoadError for a sheet, of any kind of workbook, whose last cell is too far from its first corner."""
    if height * width > _MOST_CELLS:
        raise _too_far(path, f"row {height}, column {width}")


def _too_far(path: Path, where: str) -> LoadError:
    message = f"“{path.name}” has a cell at {where}, too far from the others to be read."
    return LoadError(message, "Delete what stands far below or to the right of the table, or save it as CSV.")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8]:
        number = number * 26 + letter - 64
    return number
