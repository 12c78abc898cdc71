# SPDX-License-Identifier: GPL-3.0-or-later
"""Minutes: one meeting with its day, and who was there.

Names stand in tables, lists and lines, written in full, as `Name (ABC)`, as
`@handle`, or as the abbreviation that another meeting explains. What else
minutes say is not read, and that is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.schema.folding import fold
from loaders.cells.cell_words import is_nothing, tick_of
from loaders.cells.markup import plain
from loaders.cells.private_text import without_private
from loaders.notes.front_matter import front_matter
from loaders.notes.minutes_words import words_of
from loaders.notes.names import is_one_name, label_of, names_of
from loaders.notes.words import date_of, theme_name

_HEADING = re.compile(r"^\s*(?:(?P<hashes>#{1,6})\s*(?P<text>.+?)\s*#*|(?P<wiki>={1,6})\s*(?P<inside>.+?)\s*=+)\s*$")
_BOLD = re.compile(r"^\s*(?:\*\*|__)(?P<text>[^*_]+?)(?:\*\*|__)\s*(?P<colon>:?)\s*$")
_LABEL = re.compile(
    r"^\s*(?:[-*+•]\s+)?(?:\*\*|__)?(?P<label>[^:：|]{2,60}?)(?:\*\*|__)?\s*[:：](?!//)\s*(?:\*\*|__)?\s*(?P<rest>.*)$"
)
_ITEM = re.compile(r"^(?P<indent>\s*)(?:[-*+•·‣]|\d{1,3}[.)])\s+(?P<box>\[[ xX✓]\]\s+)?(?P<text>\S.*)$")
_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_RULE = re.compile(r"^[\s|:-]+$")
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_HANDLE = re.compile(r"(?<![\w@])@([\w][\w.-]{0,38})")
_ABBREVIATION = re.compile(r"[A-ZÀ-Ü][A-Za-zÀ-ÿ]{0,3}[A-ZÀ-Ü]|[A-ZÀ-Ü]{2,5}")
_SEPARATOR = re.compile(r"\s*[,;،؛]\s*(?![^()]*\))")
_AND = re.compile(r"\s+(?:and|et|und|y|e|و|&)\s+(?![^()]*\))")
_DASH = re.compile(r"\s+[-–—]+\s+")
_COLUMNS = ("name", "abbreviation", "handle", "organisation", "present")
_MONTHLY = 7
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody as a list of attendance writes them; any of these may be empty."""

    line: int
    name: str = ""
    abbreviation: str = ""
    handle: str = ""
    organisation: str = ""
    role: str = ""


@dataclass(slots=True, kw_only=True)
class Minutes:
    """One meeting: what it was called, its day, who was there, and what was not read."""

    file: str
    title: str
    line: int
    date: str
    attendees: list[Attendee] = field(default_factory=list)
    away: list[Attendee] = field(default_factory=list)
    odd: list[tuple[int, str]] = field(default_factory=list)
    rest: tuple[int, int] | None = None
    private: int = 0

    @property
    def dated_title(self) -> bool:
        """Say whether the title alone tells this meeting from the others."""
        return bool(self.date) and _day(self.title) == self.date


def minutes_of(text: str, file: str) -> Minutes | None:
    """Return the minutes that a text is, None if it is something else.

    They have a full date, they say who was there, and they have no groups.
    """
    if any(label and label.key for line in text[:200_000].splitlines() if (label := label_of(line.strip("# *\t=")))):
        return None
    reader = _Reader(text, file)
    reader.read()
    return reader.minutes if reader.is_announced and reader.minutes.attendees and reader.minutes.date else None


class _Reader:
    """The pass over the lines."""

    def __init__(self, text: str, file: str) -> None:
        self.matter, skipped = front_matter(text)
        self.lines = text.removeprefix("\ufeff").splitlines()
        self.start = skipped
        title, line = self._title()
        self.minutes = Minutes(file=file, title=title, line=line, date=self._date(title, file))
        self.is_announced = False
        self.read_lines: set[int] = set()

    def _title(self) -> tuple[str, int]:
        if title := self.matter.get("title"):
            return theme_name(str(title)), 1
        for number in range(self.start, min(len(self.lines), self.start + _LOOKED_AT)):
            line = self.lines[number]
            under = self.lines[number + 1].strip() if number + 1 < len(self.lines) else ""
            heading = _heading(line) or (line.strip() if under and set(under) <= {"=", "-"} and len(under) > 2 else "")
            if heading:
                return ("", 0) if _announces(heading, "present") else (theme_name(plain(heading).text), number + 1)
            if line.strip() and not _LABEL.match(line):
                return (line.strip(), number + 1) if _day(line) and len(line) < 120 else ("", 0)
        return "", 0

    def _date(self, title: str, file: str) -> str:
        """Return the day: as front matter, title, a line `Date: …`, or the name of the file says it."""
        candidates = [str(self.matter.get("date", "")), title]
        for line in self.lines[self.start : self.start + _LOOKED_AT]:
            label = _LABEL.match(line)
            if label and _announces(label["label"], "date") and _day(label["rest"]):
                candidates.append(label["rest"])
        candidates.append(Path(file).stem)
        candidates += [heading for line in self.lines[: self.start + _LOOKED_AT] if (heading := _heading(line))]
        return next((day for text in candidates if (day := _day(text))), "")

    def read(self) -> None:
        for name in _listed(self.matter):
            self.is_announced = True
            self._person(name, 1)
        number = self.start
        while number < len(self.lines):
            number = self._section(number)
        unread = [number for number in range(self.start, len(self.lines)) if self._is_unread(number)]
        if unread:
            self.minutes.rest = (unread[0] + 1, unread[-1] + 1)

    def _is_unread(self, number: int) -> bool:
        line = self.lines[number]
        if number in self.read_lines or number + 1 == self.minutes.line or not any(map(str.isalnum, line)):
            return False
        label = _LABEL.match(line)
        return not (label and _announces(label["label"], "date"))

    def _section(self, number: int) -> int:
        """Read one line, or a whole list of attendance; return the number of the next line."""
        line = self.lines[number]
        heading = _heading(line)
        label = None if heading else _LABEL.match(line)
        label_text, rest = (
            (heading.rstrip(":： "), "") if heading else (label["label"], label["rest"]) if label else ("", "")
        )
        if heading and (inside := _LABEL.match(heading)) and inside["rest"]:
            label_text, rest = inside["label"], inside["rest"]
        is_absent = _announces(label_text, "absent")
        if not label_text or not (is_absent or _announces(label_text, "present")) or number + 1 == self.minutes.line:
            return number + 1
        self.read_lines.add(number)
        here = len(self.minutes.attendees)
        if rest.strip(" *_"):
            for person in _cut(rest.strip(" *_")):
                self._person(person, number + 1)
        end = self._list(number + 1, level=_level(line), has_rest=bool(rest.strip(" *_")))
        if is_absent:
            self.minutes.away += self.minutes.attendees[here:]
            del self.minutes.attendees[here:]
        else:
            self.is_announced = True
        return end

    def _list(self, number: int, *, level: int, has_rest: bool) -> int:
        """Read the names below an announcement, up to the next heading or another label."""
        rows: list[tuple[int, list[str]]] = []
        while number < len(self.lines):
            line = self.lines[number]
            row = _ROW.match(line)
            if not row and (rows or self._ends(line, level=level, has_rest=has_rest)):
                break
            if line.strip():
                self.read_lines.add(number)
            if row and not _RULE.match(line):
                rows.append((number + 1, [plain(cell.strip()).text for cell in row[1].split("|")]))
            elif not row and not _heading(line):
                self._line(line, number + 1)
            number += 1
        if rows:
            self._table(rows)
        return number

    def _ends(self, line: str, *, level: int, has_rest: bool) -> bool:
        """Say whether a line is no longer part of a list of names."""
        if not line.strip():
            return has_rest
        if heading := _heading(line):
            return _level(line) <= level or not _announces(heading, "present")
        item = _ITEM.match(line)
        label = _LABEL.match(item["text"] if item else line)
        if label and (_announces(label["label"], "absent") or _announces(label["label"], "present")):
            return True
        return not item and (has_rest or label is not None or not self._is_name_line(line))

    def _line(self, line: str, number: int) -> None:
        """Take down the people of a line; a box that is not ticked is somebody who was not there."""
        item = _ITEM.match(line)
        if item and (item["box"] or "").startswith("[ ]"):
            return
        for person in _cut(_without_label(item["text"]) if item else line):
            self._person(person, number)

    def _is_name_line(self, line: str) -> bool:
        return len(line) < 400 and all(map(_is_somebody, _cut(line)))

    def _table(self, rows: Sequence[tuple[int, list[str]]]) -> None:
        """Read a table of attendance: with a column of ticks only who is ticked."""
        headings = [fold(cell) for cell in rows[0][1]]
        columns = {
            kind: _column(headings, kind) for kind in ("name", "abbreviation", "handle", "organisation", "present")
        }
        name = columns["name"] if columns["name"] is not None else 0
        for line, row in rows[1:]:
            cells = {
                kind: row[index] if index is not None and index < len(row) else "" for kind, index in columns.items()
            }
            ticked, is_away = columns["present"], False
            if ticked is not None and ticked != name:
                here = tick_of(cells["present"])
                is_away = here is False or (here is None and not _announces(cells["present"], "present"))
            if name < len(row) and row[name]:
                before = len(self.minutes.attendees)
                self._person(row[name], line, cells["abbreviation"], cells["handle"], cells["organisation"])
                if is_away:
                    self.minutes.away += self.minutes.attendees[before:]
                    del self.minutes.attendees[before:]

    def _person(self, text: str, line: int, abbreviation: str = "", handle: str = "", organisation: str = "") -> None:
        """Take somebody down; what is no name is said."""
        cleaned = without_private(text, digits=True)
        self.minutes.private += cleaned != text
        shown = plain(cleaned).text
        role = ""
        if not handle and (match := _HANDLE.search(shown)):
            handle = match[1]
        shown = _HANDLE.sub("", shown)
        for bracket in _BRACKET.findall(shown):
            for piece in filter(None, map(str.strip, re.split(r"[,;/]", bracket))):
                if fold(piece) in words_of("role"):
                    role = role or fold(piece)
                elif fold(piece) in words_of("remark"):
                    continue
                elif abbreviates(piece, _BRACKET.sub("", shown)):
                    abbreviation = abbreviation or piece
                else:
                    organisation = organisation or piece
        pieces = _DASH.split(_BRACKET.sub("", shown).strip(" ,;:*_`"), maxsplit=1)
        name = pieces[0].strip(" ,;:*_`.") if len(pieces[0].strip(" .")) > 1 else ""
        if len(pieces) > 1 and fold(pieces[1]) in words_of("role"):
            role = role or fold(pieces[1])
        elif len(pieces) > 1 and not organisation:
            organisation = pieces[1].strip()
        if is_nothing(name) and not handle:
            return
        if name and not (_is_person(name) or _ABBREVIATION.fullmatch(name)):
            self.minutes.odd.append((line, name))
            return
        self.minutes.attendees.append(
            Attendee(
                line=line,
                name=" ".join(name.split()),
                abbreviation=abbreviation.strip(),
                handle=handle.strip().lstrip("@"),
                organisation=organisation,
                role=role,
            )
        )


def abbreviates(short: str, name: str) -> bool:
    """Say whether a few capitals are short for a name, rather than an organisation.

    >>> abbreviates("AE", "Ada Example"), abbreviates("WMDE", "Ada Example")
    (True, False)
    """
    if not _ABBREVIATION.fullmatch(short) or not name.strip():
        return False
    letters, wanted = fold(name).replace(" ", ""), fold(short)
    position = 0
    for letter in wanted:
        position = letters.find(letter, position) + 1
        if not position:
            return False
    return letters[:1] == wanted[:1] and len(wanted) <= len(name.split()) + 2


def _day(text: str) -> str:
    """Return the full date in a text, "" if there is none."""
    day = date_of(text) or ""
    return day if len(day) > _MONTHLY else ""


def _heading(line: str) -> str:
    if match := _HEADING.match(line):
        return (match["text"] or match["inside"]).strip("* _")
    return match["text"].strip() if (match := _BOLD.match(line)) else ""


def _level(line: str) -> int:
    match = _HEADING.match(line)
    return len(match["hashes"] or match["wiki"]) if match else 9


def _announces(text: str, kind: str) -> bool:
    """Say whether a heading or label begins with one of the words, and is no sentence."""
    words = fold(re.sub(r"\([^()]*\)|\d+", " ", text))
    if not words or len(words.split()) > 5:
        return False
    return any(words == word or words.startswith(f"{word} ") or words.endswith(f" {word}") for word in words_of(kind))


def _column(headings: Sequence[str], kind: str) -> int | None:
    return next((index for index, heading in enumerate(headings) if heading in words_of(kind)), None)


def _cut(text: str) -> list[str]:
    """Return the people that a line names."""
    parts = [part for piece in _SEPARATOR.split(text) for part in _AND.split(piece)]
    return [part.strip() for part in parts if any(map(str.isalnum, part))]


def _without_label(text: str) -> str:
    """Return the people of an item: `Guest: Ada` names Ada, and so does `Ada Example: from Baobab`."""
    label = _LABEL.match(text)
    if not label:
        return text
    before, rest = label["label"].strip(), label["rest"]
    if fold(before) in words_of("role"):
        return f"{rest} ({before})"
    return before if " " in before and is_one_name(before) else rest


def _is_person(name: str) -> bool:
    return names_of(name, announced=True) is not None and len(name.split()) <= 6 and not name.endswith((".", "!", "?"))


def _is_somebody(text: str) -> bool:
    bare = _BRACKET.sub("", _HANDLE.sub("", plain(text).text)).strip()
    bare = _DASH.split(bare, maxsplit=1)[0] if bare else ""
    return bool(_HANDLE.search(text)) or bool(_ABBREVIATION.fullmatch(bare)) or is_one_name(bare)


def _listed(matter: dict[str, object]) -> Iterator[str]:
    """Yield the people whom the front matter lists."""
    for key, value in matter.items():
        if _announces(key.replace("_", " "), "present"):
            yield from (str(item) for item in value) if isinstance(value, list) else _cut(str(value))
