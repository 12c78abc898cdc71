# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a workbook can be read at all: one far cell, or much packed into little, would fill the memory.

What reads workbooks makes room for every cell between the first and the
last, so one cell in the far corner of a sheet costs gigabytes.
"""

import re
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
                    _check_sheet(packed, part.filename, path)
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
        return  # What reads the file says it better.


def _check_sheet(packed: ZipFile, part: str, path: Path) -> None:
    rows, columns = [_LAST_ROW + 1, 0], [_LAST_COLUMN + 1, 0]
    furthest = ""
    rest = b""
    with packed.open(part) as content:
        while chunk := content.read(_CHUNK):
            text = rest + chunk
            rest = text[-_OVERLAP:]
            for letters, digits in _CELL.findall(text):
                row, column = int(digits), _number(letters)
                if row > rows[1] or column > columns[1]:
                    furthest = f"{letters.decode()}{row}"
                rows = [min(rows[0], row), max(rows[1], row)]
                columns = [min(columns[0], column), max(columns[1], column)]
    height, width = rows[1] - rows[0] + 1, columns[1] - columns[0] + 1
    if rows[1] > _LAST_ROW or columns[1] > _LAST_COLUMN or (height > 0 and height * width > _MOST_CELLS):
        message = f"“{path.name}” has a cell at {furthest}, too far from the others to be read."
        raise LoadError(message, "Delete what stands far below or to the right of the table, or save it as CSV.")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8]:
        number = number * 26 + letter - 64
    return number
