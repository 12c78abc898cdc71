# SPDX-License-Identifier: GPL-3.0-or-later
"""Saved pages of a wiki: tables, lists of people who signed up, and everything else as lines of notes.

A line that begins with a link to a user, or ends with a signature, names a
person with the account. The heading above says in what standing they are.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.schema.folding import fold
from loaders.cells.cell_words import EVENTS
from loaders.cells.markup import User, users_in, without_markup
from loaders.documents.document import Document, Grid

if TYPE_CHECKING:
    from mwparserfromhell.nodes import Tag
    from mwparserfromhell.wikicode import Wikicode

_HEADING = re.compile(r"(={1,6})\s*(.+?)\s*\1\s*")
_LIST = re.compile(r"[*#:;]+\s*")
_SMALL_TAGS = re.compile(r"</?(?:small|big|s|u|center|div|span)\b[^<>]*>|<ref\b[^<>]*/>", re.IGNORECASE)
# What is no text of the page, from its beginning to its end.
_BETWEEN = (("<!--", "-->"), ("<ref", "</ref>"), ("<nowiki>", "</nowiki>"))
# Categories and pictures, which are no text of the page.
_NO_TEXT = re.compile(
    r"\[\[\s*(?:category|catégorie|kategorie|categoría|categoria|تصنيف|file|image|fichier|datei|archivo|ficheiro|ملف|صورة)"
    r"\s*:[^\]]*\]\]",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}")
_TIME = re.compile(
    r"\d{1,2}:\d\d,?\s+(?:\d{1,2}\.?\s+[^\W\d]+\.?|[^\W\d]+\s+\d{1,2},?)\s+\d{4}\s*(?:\([A-Z]{3,4}\))?|~{3,5}"
)
_TALK = re.compile(
    r"[(\[](?:talk|discuter|discussion|diskussion|disc\.|نقاش|contribs|contributions|[\s•|·/])+[)\]]", re.IGNORECASE
)
_STRONG = re.compile(
    r"^[ \t]*+\{\|[ \t]*+(?:class|style|border|$)"
    r"|^[*#:]++.*(?:\[\[(?:user|utilisateur|مستخدم|benutzer|usuario):|\{\{(?:u|user|ping)\|)",
    re.IGNORECASE | re.MULTILINE,
)
_PLAIN_STANDING = frozenset(
    "participants participant list of attendees attendance signed up sign members people who is coming"
    " liste des participants participantes présents membres المشاركون الحضور teilnehmer teilnehmende".split()
)
_NOT_THERE = frozenset(
    "apologies regrets absent excused inactive former interested declined not maybe cancelled waiting remote excuses"
    " absents excuse intéresses anciens معتذرون غائبون entschuldigt".split()
)
_EDGES = " \t,;:–—-·•|/()[]'\"*#"
_MOST_WORDS = 6
_LONGEST_LINE = 20_000
_LONGEST_HEADING = 300
_MOST_NESTED = 5
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def is_wiki(text: str) -> bool:
    """Say whether a text is the source of a wiki page: it has a table, or a list with links to users."""
    return bool(_STRONG.search(text))


def read_wiki(text: str, title: str) -> Document:
    """Return the tables and lists of people of a page, and its other lines; `title` is that of the page."""
    page = _Page(title)
    for begin, end in _BETWEEN:
        text = _without(text, begin, end)
    for number, line in enumerate(page.take_tables(_SMALL_TAGS.sub("", text)), start=1):
        page.read(number, line)
    page.finish()
    return page.document


def _without(text: str, begin: str, end: str) -> str:
    """Return a text without everything between two marks; its lines stay where they are. O(length of the text)."""
    kept: list[str] = []
    at = 0
    while (start := text.find(begin, at)) >= 0 and (stop := text.find(end, start)) >= 0:
        kept += [text[at:start], "\n" * text.count("\n", start, stop)]
        at = stop + len(end)
    return "".join([*kept, text[at:]])


class _Page:
    """The pass over the lines of a page."""

    def __init__(self, title: str) -> None:
        self.document = Document()
        self.title = title.replace("_", " ")
        self.headings: list[tuple[int, str]] = []
        self.people: list[tuple[int, User, str, str, bool]] = []
        self.grids: dict[int, Grid] = {}

    def take_tables(self, text: str) -> list[str]:
        """Read the tables; return the lines of the page with empty ones in their stead."""
        lines = text.split("\n")
        for first, last in _tables(lines):
            rows = [cells for row in _rows("\n".join(lines[first:last])) if any(cells := row)]
            if len(rows) > 1:
                above, title = next(
                    ((number, text) for number, text in _headings(lines[:first])), (0, _caption(lines[first:last]))
                )
                width = max(map(len, rows))
                numbered = [(first + 1 + number, [*row, *[""] * (width - len(row))]) for number, row in enumerate(rows)]
                self.grids[first] = Grid(rows=numbered, title=title, title_line=above)
            lines[first:last] = [""] * (last - first)
        return lines

    def read(self, number: int, line: str) -> None:
        """Read a line outside tables."""
        heading = _HEADING.fullmatch(line.strip()) if len(line) < _LONGEST_HEADING else None
        if heading:
            text = without_markup(heading[2])
            if len(heading[1]) == 1 and not self.headings:
                self.title = text
            self.headings.append((number, text))
            self.document.lines.append(f"{'#' * len(heading[1])} {text}")
            return
        if len(line) > _LONGEST_LINE:  # Nobody wrote that.
            self.document.lines.append(line)
            return
        mark = _LIST.match(line)
        body = line[mark.end() :] if mark else line
        users = users_in(body)
        has_time = bool(_TIME.search(body))
        is_signed = bool(users) and has_time
        begins = bool(users) and bool(mark) and users[0].start <= _first_word(body)
        if begins or is_signed:
            user = users[0] if begins else users[-1]
            self._person(number, body, user, users, is_signed=is_signed and not begins)
            self.document.lines.append("")
            return
        text = without_markup(_TEMPLATE.sub("", _NO_TEXT.sub("", body))).strip()
        self.document.lines.append(f"- {text}" if mark and text else text)

    def _person(self, number: int, body: str, user: User, users: list[User], *, is_signed: bool) -> None:
        above, standing = self.headings[-1] if self.headings else (0, "")
        if above and not self.document.lines[above - 1].startswith("# "):
            self.document.lines[above - 1] = ""  # It is said of the people below.
        remark = ""
        if not is_signed:
            rest = body
            for other in reversed(users):
                rest = rest[: other.start] + rest[other.end :] if other.name == user.name else rest
            remark = (
                without_markup(_TALK.sub("", _TEMPLATE.sub("", _TIME.sub("", rest)))).replace("()", "").strip(_EDGES)
            )
        words = set(fold(standing).split())
        is_plain = bool(words) and words <= _PLAIN_STANDING
        is_there = not words & _NOT_THERE and (is_plain or not words or bool(words & _PLAIN_STANDING))
        self.people.append((number, user, remark, "" if is_plain else standing, is_there and not is_signed))

    def finish(self) -> None:
        """Make one table of all people, and add the others in the order of the page."""
        if self.people:
            for number, text in self.headings:
                if not _PLAIN_STANDING.isdisjoint(fold(text).split()) and self.document.lines[number - 1][:2] != "# ":
                    self.document.lines[number - 1] = ""
            event = self._event()
            headings = ["name", "username", "affiliation", "description", "attended"]
            rows: list[tuple[int, list[str]]] = [(0, headings)]
            seen: set[str] = set()
            for number, user, remark, standing, is_there in self.people:
                if user.name in seen:
                    continue
                seen.add(user.name)
                is_affiliation = 0 < len(remark.split()) <= _MOST_WORDS and not remark.endswith((".", "!", "?"))
                about = "; ".join(filter(None, (standing, "" if is_affiliation else remark)))
                name = user.label if fold(user.label) and fold(user.label) != "talk" else user.name
                rows.append(
                    (number, [name, user.name, remark if is_affiliation else "", about, event if is_there else ""])
                )
            used = [index for index in range(len(headings)) if any(row[index] for _, row in rows[1:])]
            kept = [(number, [row[index] for index in used]) for number, row in rows]
            self.document.tables.append(Grid(rows=kept, title="people"))
        self.document.tables += [self.grids[line] for line in sorted(self.grids)]

    def _event(self) -> str:
        """Return the name of the event that the page is about, "" if it is about none."""
        name = re.split(r"\s*/\s*", self.title)[0].split(":", 1)[-1].strip()
        words = fold(name).split()
        has_year = bool(re.search(r"\b(?:19|20)\d\d\b", name))
        return name if len(words) > 1 and (has_year or not EVENTS.isdisjoint(words)) else ""


def _first_word(body: str) -> int:
    """Return where the first letter or digit outside markup of emphasis stands."""
    return len(body) - len(body.lstrip(" '*:–-\"(["))


def _headings(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the headings above, the nearest first, each with its line."""
    for number in range(len(lines), 0, -1):
        is_short = lines[number - 1].startswith("=") and len(lines[number - 1]) < _LONGEST_HEADING
        if is_short and (found := _HEADING.fullmatch(lines[number - 1].strip())):
            yield number, without_markup(found[2])


def _tables(lines: list[str]) -> list[tuple[int, int]]:
    """Return where tables begin and end that stand in no other; one that does not end is text."""
    found: list[tuple[int, int]] = []
    depth = first = 0
    for number, line in enumerate(lines):
        mark = line.lstrip(" \t:*")[:2]
        if mark == "{|":
            depth, first = (depth + 1, first) if 0 < depth < _MOST_NESTED else (1, number)
        elif mark == "|}" and depth:
            depth -= 1
            if not depth:
                found.append((first, number + 1))
    return found


def _rows(table: str) -> list[list[str]]:
    """Return the cells of each row, as wikitext: what reads tables knows links and templates of users."""
    import mwparserfromhell  # noqa: PLC0415 - only pages with tables need it

    rows: list[list[str]] = []
    for tag in _tags(mwparserfromhell.parse(table.lstrip(" \t:*")), ("table",))[:1]:
        # The cells above the first line of a table are a row too.
        cells = [
            _tags(tag.contents, ("td", "th")),
            *(_tags(row.contents, ("td", "th")) for row in _tags(tag.contents, ("tr",))),
        ]
        rows += [[_BREAK.sub("\n", str(cell.contents)).strip() for cell in row] for row in cells]
    return rows


def _tags(code: "Wikicode", names: tuple[str, ...]) -> "list[Tag]":
    return code.filter_tags(matches=lambda one: one.tag in names, recursive=False)


def _caption(lines: list[str]) -> str:
    caption = next((line for line in lines if line.startswith("|+")), "")
    return without_markup(caption.removeprefix("|+").rpartition("|")[2]).strip()
