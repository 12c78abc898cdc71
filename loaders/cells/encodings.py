# SPDX-License-Identifier: GPL-3.0-or-later
"""In which encoding a text file is written.

A byte order mark decides, then UTF-8 if the whole file is valid, and only
then a guess, which is reported as a problem because a guess can be wrong.
"""

import codecs
import re
from pathlib import Path

from graph.errors import LoadError
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.reading import Position

GUESSED_ENCODING = Text(
    "problem-guessed-encoding",
    "The file is not in UTF-8; it was read as $1. If letters look wrong, save it as UTF-8 and load it again.",
    "$1 name of an encoding",
)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_CLOSE = 0.02
_SIGN_INSIDE = re.compile(
    r"(?<=[^\W\d_])[^\w\s.,;:'’\-()/&+*\"|@#\\]|[^\w\s.,;:'’‘“„«»\-–—()/&+*\"|@#§¿¡\[{<•\\](?=[^\W\d_])|[ˆ˜¸ﬂﬁ¯˘˙˚˝˛ˇ]"
)
_CAPITAL_INSIDE = re.compile(r"[a-zß-öø-ÿ](?=[À-ÖØ-ÞĀ-Ž])[^\Wa-zß-öø-ÿ]")
# What spreadsheets on Windows and older Macs write in English, French, Arabic and their neighbours.
_CANDIDATES = ["cp1252", "cp1256", "mac_roman", "cp1250", "cp1251", "iso8859_6"]


def encoding_of(path: Path) -> tuple[str, list[Problem]]:
    """Return a codec for the file, and a problem if it is a guess; LoadError if the file is no text."""
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name, []
    if b"\0" not in start and _is_utf8(path):
        return "utf-8", []
    guess = _utf16(start) or _guess(start)
    if guess is None:
        message = f"“{path.name}” is no text in any encoding that can be read."
        raise LoadError(message, "Save it as CSV in UTF-8, or as XLSX.")
    return guess, [Position(file=path.name).problem(GUESSED_ENCODING(guess), expected="UTF-8")]


def read_text(path: Path) -> tuple[str, list[Problem]]:
    """Return the whole text of a file, and a problem if its encoding is a guess."""
    encoding, problems = encoding_of(path)
    return path.read_text(encoding=encoding, errors="replace"), problems


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _utf16(start: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every other byte of Latin text is zero."""
    even, odd = start[::2], start[1::2]
    for zeros, name in ((odd, "utf-16-le"), (even, "utf-16-be")):
        if zeros and zeros.count(0) > 0.4 * len(zeros) and start.count(0) < 0.6 * len(start):
            return name
    return None


def _guess(start: bytes) -> str | None:
    if b"\0" in start:
        return None
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only files that are not UTF-8 need it

    # Short texts fit several encodings equally well; then the commonest is the best guess.
    matches = list(from_bytes(start, cp_isolation=_CANDIDATES))
    least = min((match.chaos for match in matches), default=0.0)
    likely = {match.encoding for match in matches if match.chaos <= least + _CLOSE}
    if not likely:
        return None
    best = min((name for name in _CANDIDATES if name in likely), key=lambda name: _strangeness(start, name))
    text = start.decode(best, errors="replace")
    return next(name for name in _CANDIDATES if start.decode(name, errors="replace") == text)


def _strangeness(start: bytes, name: str) -> int:
    """Count the signs inside words and the capitals behind small letters: letters that make no words."""
    text = start.decode(name, errors="replace")
    return len(_SIGN_INSIDE.findall(text)) + len(_CAPITAL_INSIDE.findall(text)) + 2 * text.count("\ufffd")
