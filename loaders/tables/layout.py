# SPDX-License-Identifier: GPL-3.0-or-later
"""What each column of a wide table is, judged from its heading and all its cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from graph.schema.folding import fold
from graph.schema.links import WorkedWith
from graph.schema.nodes import Affiliate, Event, Group, Node, Partner, Person, Project, Theme
from loaders.cells.cell_words import EVENTS, GROUPS, OF_THE_ROW, is_nothing, tick_of
from loaders.cells.dates import looks_like_date
from loaders.cells.naming import looks_like_full_name, looks_like_organisation
from loaders.cells.places import language_tag
from loaders.cells.private_columns import is_private_heading
from loaders.cells.private_text import without_private
from loaders.cells.words import NAME_PARTS
from loaders.tables.files import Heading, Table
from loaders.tables.heading_words import find_heading
from loaders.tables.headings import (
    LINK_COLUMNS_OF,
    AboutLink,
    FieldColumn,
    LinkColumn,
    Meaning,
    class_of_name,
    known_headings,
    naming_words,
)
from loaders.tables.records import Survey

_PARTS = frozenset(fold(word) for words in NAME_PARTS.values() for word in words.all())
_NAME_IN = re.compile(r"(?:name|label|title|nom|libelle|titre|الاسم|اسم)\s+(?:in |en |ب)?(\S+)")
_CHOICE = re.compile(
    r"(?P<bracket>^(?P<before>[^\[\]]+?)\s*\[(?P<inside>[^\[\]]+)\]\s*$)"
    r"|(?P<path>^(?P<upper>.+)/(?P<lower>[^/]+)$)"
    r"|(?P<colon>^(?P<head>[^:]+?)\s*(?::|：|\s[-–—>|]\s|\s?\?\s)\s*(?P<rest>.+)$)"
    r"|(?P<round>^(?P<ahead>[^()]+?)\s*\((?P<in>[^()]+)\)\s*$)"
)
_MATRIX = 2
_MOSTLY = 0.6


class Kind(Enum):
    """What a column is."""

    FIELD = "field"
    LINK = "link"
    ABOUT_LINK = "about a link"
    TICKS = "ticks"
    PRIVATE = "private"
    LEFT_OUT = "left out"
    UNKNOWN = "unknown"
    NAMELESS = "without a heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column, what it is, and how that was found.

    `choice` is the one entry that a column of ticks is about, `others` are
    the links it may be if such an entry is known; `guessed` names the known
    heading that was taken for this one.
    """

    index: int
    heading: str
    kind: Kind
    meaning: Meaning | None = None
    choice: str = ""
    others: tuple[LinkColumn, ...] = ()
    guessed: str = ""


def judge_columns(cls: type[Node], table: Table, found: Survey) -> list[Column]:
    """Return what each column is, in order."""
    known = dict(known_headings(cls))
    known |= _label_columns(cls, table, known)
    known |= _name_column(cls, table, known)
    columns = [_judge(table, index, found, known) for index in range(len(table.headings))]
    return _given_names(_one_family(cls, table, found, _without_summaries(columns)))


def _label_columns(cls: type[Node], table: Table, known: dict[str, Meaning]) -> dict[str, Meaning]:
    """Return the headings of a theme table that are names in some language."""
    found: dict[str, Meaning] = {}
    for heading in table.headings if cls is Theme else ():
        word = fold(str(heading))
        match = _NAME_IN.fullmatch(word)
        tag = language_tag(match[1]) if match and word not in known else None
        if tag:
            found[word] = FieldColumn("labels", tag)
    return found


def _name_column(cls: type[Node], table: Table, known: dict[str, Meaning]) -> dict[str, Meaning]:
    """Return the heading that names the rows where no column says so plainly.

    `Partner` in a table of partners is their name, although beside a name
    it would be other partners.
    """
    words = [fold(str(heading)) for heading in table.headings]
    if any(known.get(word) == FieldColumn("name") for word in words):
        return {}
    naming = {word: word for word in naming_words(cls) if word not in _PARTS}
    for heading, word in zip(table.headings, words, strict=True):
        match = find_heading(str(heading), naming, is_link=lambda _: False, may_guess=False)
        if match:
            return {word: FieldColumn("name")}
    if words and not words[0] and len(words) > 1:
        return {"": FieldColumn("name")}
    return {}


def _is_link(meaning: Meaning) -> bool:
    return isinstance(meaning, LinkColumn)


def _judge(table: Table, index: int, found: Survey, known: dict[str, Meaning]) -> Column:
    heading = table.headings[index]
    text, cells = str(heading), found.filled(index)
    plain = Column(index=index, heading=text, kind=Kind.UNKNOWN)
    if not fold(text):
        if index == 0 and "" in known:
            return replace(plain, kind=Kind.FIELD, meaning=known[""])
        return replace(plain, kind=Kind.NAMELESS)
    if is_private_heading(heading.part or heading.text, is_choice=bool(heading.part)):
        return replace(plain, kind=Kind.PRIVATE)
    ticked = bool(cells) and all(tick_of(cell) is not None for cell in cells)
    if chosen := _choice(heading, cells, known, ticked=ticked):
        link_column, choice = chosen
        return replace(plain, kind=Kind.TICKS, meaning=_made_by_words(link_column, text), choice=choice)
    meaning, guessed = _meaning(heading, known)
    if ticked and (meaning is None or isinstance(meaning, LinkColumn)):
        # Which entries these are is decided for all such columns together; `Community call 2024` names no community.
        sure = None if guessed and _is_telling(text) else meaning
        return replace(plain, kind=Kind.TICKS, meaning=sure, choice=_choice_of_ticks(text))
    if meaning is None:
        return plain
    if isinstance(meaning, LinkColumn):
        if meaning.made and cells and _are_no_names(cells, meaning):
            return replace(plain, kind=Kind.LEFT_OUT, meaning=meaning)
        return replace(plain, kind=Kind.LINK, meaning=_made_by_words(meaning, text), guessed=guessed)
    kind = Kind.ABOUT_LINK if isinstance(meaning, AboutLink) else Kind.FIELD
    return replace(plain, kind=kind, meaning=meaning, guessed=guessed)


def _meaning(heading: Heading, known: dict[str, Meaning]) -> tuple[Meaning | None, str]:
    """Return what a heading means; of two rows the lower one counts, unless the upper one has choices."""
    above = known.get(fold(heading.text)) if heading.part else None
    if above is not None and _is_link(above):
        return above, ""
    texts = list(dict.fromkeys(filter(None, (str(heading), heading.part, heading.text))))
    for may_guess in (False, True) if not heading.part else (False,):
        for text in texts:
            if match := find_heading(text, known, is_link=_is_link, may_guess=may_guess):
                return known[match.word], match.word if match.is_guess else ""
    return None, ""


def _choice(
    heading: Heading, cells: Sequence[str], known: dict[str, Meaning], *, ticked: bool
) -> tuple[LinkColumn, str] | None:
    """Return the link and the entry of a column that is one choice: `attended: Summit`, `Themes [GLAM]`."""
    if heading.part:
        return None
    text = str(heading)
    match = _CHOICE.fullmatch(text)
    if not match or not cells:
        return None
    before = (match["before"] or match["upper"] or match["head"] or match["ahead"]).strip()
    choice = (match["inside"] or match["lower"] or match["rest"] or match["in"]).strip()
    if not ticked and any(fold(cell) != fold(choice) for cell in cells if tick_of(cell) is None):
        return None
    prefix = find_heading(before, known, is_link=_is_link)
    meaning = known[prefix.word] if prefix else None
    return (meaning, choice) if isinstance(meaning, LinkColumn) and choice else None


def _choice_of_ticks(text: str) -> str:
    """Return the name of the entry that a heading of ticks names."""
    return re.sub(r"^\s*(?:\d{1,2}[.)]|Q\d+[.:)]?)\s+|\s*[?*:]+\s*$", "", text).strip() or text


def _made_by_words(link_column: LinkColumn, text: str) -> LinkColumn:
    """Let a heading such as `Which affiliates have you worked with?` say what its cells are."""
    if link_column.link is not WorkedWith:
        return link_column
    words = f" {fold(text)} "
    for cls in (Affiliate, Partner):
        if cls in link_column.others and any(f" {word} " in words for word in naming_words(cls)):
            return replace(
                link_column, others=(cls, *(other for other in (Affiliate, Partner) if other is not cls)), made=cls
            )
    return link_column


def _are_no_names(cells: Sequence[str], link_column: LinkColumn) -> bool:
    """Say whether the cells of a link column are numbers or dates; ids look like numbers too."""
    written = [cell for cell in cells if not is_nothing(cell)]
    if not written:
        return False
    dates = sum(looks_like_date(cell) for cell in written)
    small = sum(bool(re.fullmatch(r"\d{1,3}(?:[.,]\d+)?\s*%?", cell)) for cell in written)
    return (dates == len(written) and link_column.link.TYPE != "ATTENDED") or (
        small == len(written) and len(set(written)) < len(written)
    )


def _without_summaries(columns: list[Column]) -> list[Column]:
    """Leave out a column that repeats in one cell what the choices behind it say one by one."""
    link_columns = [column.meaning for column in columns if column.kind is Kind.TICKS and column.meaning]
    heads = {
        fold(column.heading.rpartition("/")[0])
        for column in columns
        if column.kind is Kind.TICKS and "/" in column.heading
    }
    return [
        replace(column, kind=Kind.LEFT_OUT)
        if column.kind is Kind.LINK and column.meaning in link_columns and fold(column.heading) in heads
        else column
        for column in columns
    ]


def _one_family(cls: type[Node], table: Table, found: Survey, columns: list[Column]) -> list[Column]:
    """Decide what the ticked columns are that do not say so themselves: all of them are of one class."""
    bare = [
        column
        for column in columns
        if column.kind is Kind.TICKS and (column.meaning is None or column.choice == _choice_of_ticks(column.heading))
    ]
    if not bare:
        return columns
    is_admin = [fold(column.choice) in OF_THE_ROW for column in bare]
    candidates = [column for column, of_the_row in zip(bare, is_admin, strict=True) if not of_the_row]
    link_column, others = None, ()
    names = [column.choice for column in candidates]
    if len(candidates) >= _MATRIX or (candidates and _is_telling(names[0])):
        link_columns = {column.meaning for column in candidates}
        only = link_columns.pop() if len(link_columns) == 1 else None
        others = _columns_by_class(cls)
        made = _class_of_names(cls, table, names, found)
        link_column = only if isinstance(only, LinkColumn) else next((one for one in others if one.made is made), None)
    chosen = {column.index for column in candidates} if link_column else set()
    return [
        column
        if column not in bare
        else replace(column, meaning=link_column, others=others)
        if column.index in chosen
        else replace(column, kind=Kind.LEFT_OUT if column.meaning else Kind.UNKNOWN)
        for column in columns
    ]


def _is_telling(name: str) -> bool:
    """Say whether one ticked heading alone is plainly an entry: an event of some year, a named group."""
    words = fold(name).split()
    return bool(re.search(r"(?:19|20)\d\d", name)) or (len(words) > 1 and words[0] in GROUPS)


def _columns_by_class(cls: type[Node]) -> tuple[LinkColumn, ...]:
    """Return for each class the plainest link of these rows to it."""
    found: dict[type[Node], LinkColumn] = {}
    for link_column in LINK_COLUMNS_OF[cls]:
        for other in link_column.others:
            is_better = other not in found or (link_column.made is other and found[other].made is not other)
            if not link_column.fixed and is_better:
                found[other] = replace(link_column, others=(other,), made=other)
    return tuple(found.values())


def _class_of_names(cls: type[Node], table: Table, names: Sequence[str], found: Survey) -> type[Node]:
    """Return what the entries are that stand above columns of ticks."""
    rows = {fold(cell) for cell in (found.columns[0] if found.columns else ())}
    if all(fold(name) in rows for name in names):
        return Person
    words = [set(fold(name).split()) for name in names]
    most = _MOSTLY * len(names)
    if (
        sum(
            bool(re.search(r"(?:19|20)\d\d", name)) or not one.isdisjoint(EVENTS)
            for name, one in zip(names, words, strict=True)
        )
        >= most
    ):
        return Event
    if sum(not one.isdisjoint(GROUPS) for one in words) >= most:
        return Group
    if sum(looks_like_organisation(name) and "wikimedia" not in fold(name) for name in names) >= most:
        return Partner
    if sum(bool(re.search(r"wikimed|user group|usergroup|chapter", fold(name))) for name in names) >= most:
        return Affiliate
    if cls in (Event, Group, Project) and sum(map(looks_like_full_name, names)) >= most:
        return Person
    for text in (table.title, table.name):
        named = class_of_name(text) if text else None
        if named is not cls and named in (Event, Group, Project, Affiliate, Partner, Theme):
            return named
        about = set(fold(text).split())
        if about & {"attendance", "presence", "anwesenheit", "asistencia", "presenca", "attended", "الحضور"}:
            return Event
    return Theme


def _given_names(columns: list[Column]) -> list[Column]:
    """Read `Other names` beside a family name as the given names if no column says those."""
    parts = {
        column.meaning.part
        for column in columns
        if isinstance(column.meaning, FieldColumn) and column.meaning.field == "name"
    }
    if "last" not in parts or "first" in parts or "" in parts:
        return columns
    for column in columns:
        if column.meaning == FieldColumn("aliases") and fold(column.heading) in {
            "other names",
            "autres noms",
            "andere namen",
            "otros nombres",
            "outros nomes",
            "names",
        }:
            given = replace(column, meaning=FieldColumn("name", "first"))
            return [given if one is column else one for one in columns]
    return columns


def cleaned(heading: str) -> str:
    """Return a heading as it may be repeated."""
    return without_private(heading, digits=True)
