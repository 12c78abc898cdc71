# SPDX-License-Identifier: GPL-3.0-or-later
"""Flip-chart notes as lines: what is a heading, what a list item, what text.

Only the shape of a line is judged here, in any script and with any bullet;
what the words mean is the business of `notes_outline`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from loaders.cells.private_text import without_private
from loaders.notes.words import is_question

MARKED = 6
"""Deepest level of a heading that says so itself (`#`, `==`, underlined)."""
BOLD = 7
PLAIN = 9
_LABEL_LENGTH = 300
"""Longer lines are prose; headings, labels and names are looked for in shorter ones only."""


class Kind(Enum):
    """The shape of a line."""

    HEADING = auto()
    ITEM = auto()
    TEXT = auto()


@dataclass(slots=True, kw_only=True, eq=False)
class Line:
    """One line as its writer meant it; it may have been wrapped.

    `first` and `last` count the lines of the file from 1; `gap` says that an
    empty line stands above; `ordinal` is the number of a numbered item.
    """

    first: int
    last: int
    kind: Kind
    text: str
    level: int = PLAIN
    ordinal: str = ""
    indent: int = 0
    gap: bool = False

    @property
    def is_short(self) -> bool:
        """Whether the line can be a heading, a label or a list of names."""
        return len(self.text) <= _LABEL_LENGTH


# A bullet without a space behind it is accepted where it cannot be anything else.
_BULLET = re.compile(r"(?:[-*+•·‣▪▫●○■□◆◇♦❖➢➤►▶→⇒✓✔✗∙⁃☐☑☒★☆–—―‐‑・※§>]\s+|[•‣▪●○■◆♦❖➢➤►▶✓✔∙⁃–—-](?=\w))")
_CHECKBOX = re.compile(r"\[[ xX]?\]\s+")
_LETTER_O = re.compile(r"o(?:\t|\s{2,}|\s(?=[A-Z¿]))")
_NUMBER = re.compile(
    r"(?:n[°o]\.?\s*)?(?P<open>[(\[])?(?P<ordinal>\d{1,3}(?:\.\d{1,3}){0,3}|[a-zA-Z\u0621-\u064a]|[ivxIVX]{2,4})"
    r"(?:\s?(?P<close>[.)\]:/°–-])|(?P<tight>\u20e3|\ufe0f\u20e3))(?!\d)\s*(?=[^\s])"
)
_ASKED_AS = re.compile(
    r"(?:questions?|q|pregunta|frage|سؤال|السؤال|س)\s?(?P<ordinal>\d{0,3})\s?[:.)–-]\s+", re.IGNORECASE
)
_HASHES = re.compile(r"(#{1,6})(?:\s+|(?=\w))")
_CLOSED = ".?!؟;؛:：…？！。՞"
_BRACKETS = {"(": ")", "[": "]", "（": "）"}


def read_lines(text: str) -> tuple[list[Line], int]:
    """Return the lines that say something, and how many held private data."""
    lines: list[Line] = []
    parts: list[str] = []
    gap = True
    private = 0
    for number, raw in enumerate(_physical(text), start=1):
        if not _says_something(raw):
            level = _underline(raw)
            if level and lines and not gap and lines[-1].kind is Kind.TEXT:
                lines[-1].kind, lines[-1].level, lines[-1].last = Kind.HEADING, level, number
            gap = True
            continue
        line = _shaped(raw, number, gap=gap)
        cleaned = without_private(line.text, digits=True)
        if cleaned != line.text:
            private += 1
            line.text = cleaned
        if not gap and lines and _continues(line, lines[-1], parts):
            parts.append(line.text)
            lines[-1].last = number
        else:
            _close(lines, parts)
            lines.append(line)
            parts = [line.text]
        gap = False
    _close(lines, parts)
    return [_classified(line) for line in lines if line.text], private


def _physical(text: str) -> Iterator[str]:
    return iter(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _close(lines: list[Line], parts: list[str]) -> None:
    if len(parts) > 1:
        lines[-1].text = " ".join(parts)


def _says_something(raw: str) -> bool:
    return any(map(str.isalnum, raw))


def _underline(raw: str) -> int:
    mark = raw.strip()
    if len(mark) < 3 or len(set(mark)) != 1:
        return 0
    return {"=": 1, "-": 2, "~": 3, "_": 3}.get(mark[0], 0)


def _shaped(raw: str, number: int, *, gap: bool) -> Line:
    body = raw.strip()
    line = Line(first=number, last=number, kind=Kind.TEXT, text=body, gap=gap, indent=_indent(raw))
    is_quoted = body.startswith(">")
    while body.startswith(">"):
        body = body[1:].lstrip()
    if hashes := _HASHES.match(body):
        line.kind, line.level = Kind.HEADING, len(hashes[1])
        line.text = without_emphasis(body[hashes.end() :].rstrip("# "))
        return line
    if body.startswith("=") and body.endswith("=") and _says_something(body):
        inner = body.strip("=")
        line.kind, line.level = Kind.HEADING, min(MARKED, (len(body) - len(inner)) // 2 or 1)
        line.text = without_emphasis(inner)
        return line
    text, ordinal = without_bullets(body)
    if text != body or (is_quoted and is_question(text)):
        line.kind, line.ordinal = Kind.ITEM, ordinal
    line.text = text
    return line


def _indent(raw: str) -> int:
    blank = len(raw) - len(raw.lstrip())
    return len(raw[:blank].expandtabs(4))


def without_bullets(text: str) -> tuple[str, str]:
    """Take bullets and numbers off; people stack them (`- ❖ 2. Text`).

    Returns the rest and the number, if there was one.
    """
    ordinal = ""
    for _layer in range(4):
        bullet = _BULLET.match(text) or _CHECKBOX.match(text) or _LETTER_O.match(text)
        if bullet:
            text = text[bullet.end() :]
        elif (symbol := _symbols(text)) and _says_something(text[symbol : symbol + 200]):
            text = text[symbol:].lstrip()
        elif match := _ASKED_AS.match(text):
            ordinal = match["ordinal"] or "?"
            text = text[match.end() :]
        elif not ordinal and (match := _NUMBER.match(text)) and _is_numbering(match, text):
            ordinal = match["ordinal"]
            text = text[match.end() :]
        else:
            break
    return text, ordinal


def _symbols(text: str) -> int:
    """Return the length of a bullet that is a picture or a font's private sign."""
    first = text[:1]
    if first <= "\x7f" or unicodedata.category(first) not in {"So", "Co", "No", "Sm"}:
        return 0
    length = 2 if text[1:2] == "\ufe0f" else 1
    is_single = unicodedata.category(first) in {"Co", "No"} or text[length : length + 1].isspace()
    return length if is_single else 0


def _is_numbering(match: re.Match[str], text: str) -> bool:
    ordinal, rest = match["ordinal"], text[match.end() : match.end() + _LABEL_LENGTH]
    spaced = text[match.end() - 1].isspace()
    if ordinal[0].isdigit():
        return match["close"] != ":" or spaced
    if match["open"]:
        return match["close"] in {")", "]"}
    if match["close"] == ")":
        return True
    # "A. Smith, B. Jones" are initials, "J. Doe" too; "a." and "II." count.
    is_initial = ordinal.isupper() and len(ordinal) == 1
    return match["close"] in {".", "-", "–", "/"} and spaced and (not is_initial or "?" in rest)


def without_emphasis(text: str) -> str:
    """Take `**`, `__` and `*` off a text that is wholly inside them."""
    text = text.strip()
    for mark in ("***", "**", "__", "*", "_"):
        for tail in (mark, f"{mark}:", f"{mark} :"):
            if text.startswith(mark) and text.endswith(tail) and len(text) > len(mark) + len(tail):
                inner = text[len(mark) : -len(tail)]
                if mark not in inner:
                    return inner.strip() + (":" if tail != mark else "")
    return text


def _classified(line: Line) -> Line:
    if line.kind is Kind.TEXT and line.is_short:
        inner = without_emphasis(line.text)
        is_emphasised = inner != line.text and not line.text.startswith("_")
        if is_emphasised or _is_capitals(line.text):
            line.kind, line.level = Kind.HEADING, BOLD
        line.text = inner
    elif line.kind is Kind.ITEM:
        line.text = without_emphasis(line.text)
    elif line.kind is Kind.HEADING:
        line.text = without_bullets(without_emphasis(line.text))[0]
    return line


def _is_capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) > 3 and "," not in text


def _continues(line: Line, above: Line, parts: list[str]) -> bool:
    """Say whether a line is the rest of a wrapped one above it."""
    if line.kind is not Kind.TEXT or above.kind is Kind.HEADING or line.text.startswith("**"):
        return False
    end = parts[-1]
    if line.text[:1] in _BRACKETS and line.text.endswith(_BRACKETS[line.text[0]]):
        return True
    if end.endswith((",", "،", ";")):
        return True
    if not end or end[-1] in _CLOSED or end[-1] in '")»”*':
        return False
    if above.kind is Kind.ITEM and line.indent > above.indent:
        return True
    return line.text[:1].islower() and "," not in end and "،" not in end
