# SPDX-License-Identifier: GPL-3.0-or-later
"""What the rows of a table are, and why: decided from its name, its headings and the names in it.

A column of plain names of people makes the rows people, whatever stands
beside it. Else the name of the table counts, else the one class that all
headings fit; else nobody can say, and the table is left out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import islice
from pathlib import Path

from graph.schema.folding import fold
from graph.schema.nodes import Event, Group, Node, Person
from loaders.cells.cell_words import EVENTS, GROUPS, begins_no_record, tick_of, words_of
from loaders.cells.markup import plain, without_list_mark
from loaders.cells.naming import looks_like_full_name, looks_like_organisation, looks_like_person, person_names
from loaders.cells.private_columns import is_private_heading
from loaders.cells.words import FIELDS, NAME_PARTS
from loaders.tables.files import Table
from loaders.tables.heading_words import find_heading
from loaders.tables.headings import LINK_COLUMNS_OF, LinkColumn, class_of_name, known_headings, naming_words

_LOOKED_AT = 300
_NAMING_COLUMNS = 3
_MOSTLY = 0.6
_SURVEY = 6
"""Of so many columns of a survey one may speak of people; the others are for somebody else."""
_FULL_NAME = words_of("full_name")
_PLURAL = words_of("plural_groups")
_GROUP_WORDS = range(2, 5)


class Reason(Enum):
    """Why rows are what they are."""

    ASKED = "asked"
    TABLE_NAME = "name of the table"
    PEOPLE_NAMES = "names of people"
    HEADING = "heading that names the rows"
    ONLY_FIT = "only class that fits"
    SURVEY = "answers to the survey"
    NONE = "nothing says it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The class of a table's rows (None: nobody can say), why, and the group or event that its name is."""

    cls: type[Node] | None
    reason: Reason
    heading: str = ""
    within: type[Node] | None = None


def subject_of(table: Table, kind: str | None) -> Subject:
    """Return what the rows of a table are."""
    if kind:
        return Subject(cls=class_of_name(kind), reason=Reason.ASKED)
    about = _About(table)
    if within := about.within():
        return Subject(cls=Person, reason=Reason.PEOPLE_NAMES, heading=about.name_heading, within=within)
    named = next((cls for text in _names_of(table) if (cls := class_of_name(text))), None)
    if named and about.fits_name(named):
        return Subject(cls=named, reason=Reason.TABLE_NAME)
    found = about.by_headings()
    return Subject(cls=named, reason=Reason.TABLE_NAME) if named and found.cls is None else found


def _names_of(table: Table) -> Iterable[str]:
    """Return what may say what a table is about; parts of a sheet say it themselves, if they can."""
    if table.title:
        yield table.title
    yield table.name
    yield Path(table.file).stem


@cache
def _words(kind: str) -> dict[str, str]:
    match kind:
        case "name":
            words = {fold(word) for word in FIELDS["name"].all()} - {
                fold(word) for word in FIELDS["name"].all() if _is_title(word)
            }
        case "full":
            words = {*_FULL_NAME, *(fold(word) for part in NAME_PARTS.values() for word in part.all())}
        case _:
            words = set(naming_words(next(cls for cls in LINK_COLUMNS_OF if kind == cls.TYPE)))
    return {word: word for word in words if word}


def _is_title(word: str) -> bool:
    return fold(word) in {"title", "titre", "intitule", "titel", "titulo", "العنوان", "bezeichnung"}


def _means(heading: str, kind: str) -> bool:
    return find_heading(heading, _words(kind), is_link=lambda _: False, may_guess=False) is not None


class _About:
    """What the headings and first rows of a table tell."""

    def __init__(self, table: Table) -> None:
        self.table = table
        # Of two heading rows the lower one names the column.
        self.headings = [
            heading.part
            if heading.part and any(_means(heading.part, kind) for kind in ("full", "name"))
            else str(heading)
            for heading in table.headings
        ]
        self.rows = [row for batch in islice(table.batches(), 1) for row in batch.rows[:_LOOKED_AT]]
        # A column without any cell names nothing.
        empty = [bool(self.rows) and not any(column) for column in zip(*self.rows, strict=True)]
        empty += [False] * (len(self.headings) - len(empty))
        filled = [(index, text) for index, text in enumerate(self.headings) if not empty[index]]
        # “Nombre” is a name of anything, and one of the words for first names.
        self.full = next((text for _, text in filled if _means(text, "full") and fold(text) not in _words("name")), "")
        self.bare = next((index for index, text in filled if _means(text, "name")), None)
        self.name_heading = self.full or (self.headings[self.bare] if self.bare is not None else "")

    def within(self) -> type[Node] | None:
        """Return Group or Event if the sheet or file is named like one and holds people."""
        if not (self.full or (self.bare is not None and self._holds_people(self.bare))):
            return None
        if any(_means(text, cls.TYPE) for text in self.headings for cls in (Group, Event)):
            return None
        words = fold(self.table.name).split()
        if len(words) not in _GROUP_WORDS or not _PLURAL.isdisjoint(words):
            return None
        if words[0] in GROUPS or words[-1] in GROUPS:
            return Group
        return Event if self.table.sheet and _is_event(self.table.name) else None

    def fits_name(self, named: type[Node]) -> bool:
        """Say whether the rows can be what the name of the table says."""
        if named is Person:
            return bool(self.full or self.bare is not None or self._naming(Person) == 0 or self._has_account())
        if self.full:
            return False
        if self._naming(named) is not None:
            return True
        if self.bare is None:
            return not any(self._naming(cls) is not None for cls in LINK_COLUMNS_OF) and self._first_is_blank()
        return not (self._holds_people(self.bare) and self._unknown(Person) < self._unknown(named))

    def by_headings(self) -> Subject:
        """Return what the headings and the names below them say."""
        if self.full:
            return Subject(cls=Person, reason=Reason.PEOPLE_NAMES, heading=self.full)
        index = self.bare if self.bare is not None else 0 if self._first_is_blank() else None
        if index is not None:
            people = self._holds_people(index)
            if people and (self._knows(Person) or self._has_ticks()):
                return Subject(cls=Person, reason=Reason.PEOPLE_NAMES, heading=self.headings[index])
            fits = [
                cls
                for cls in LINK_COLUMNS_OF
                if self._knows(cls) and not self._unknown(cls) and (people or cls is not Person)
            ]
            if len(fits) == 1 and not people:
                return Subject(cls=fits[0], reason=Reason.ONLY_FIT)
            return Subject(cls=None, reason=Reason.NONE)
        naming = [(column, cls) for cls in LINK_COLUMNS_OF if (column := self._naming(cls)) is not None]
        if not naming and self._has_account():
            return Subject(cls=Person, reason=Reason.HEADING)
        if not naming:
            return Subject(cls=None, reason=Reason.NONE)
        fits = [pair for pair in naming if not self._unknown(pair[1])]
        column, cls = min(fits or naming, key=lambda pair: pair[0])
        return Subject(cls=cls, reason=Reason.HEADING, heading=self.headings[column])

    def _has_account(self) -> bool:
        words = {fold(word): word for word in FIELDS["username"].all()}
        return any(find_heading(text, words, is_link=lambda _: False, may_guess=False) for text in self.headings)

    def _naming(self, cls: type[Node]) -> int | None:
        return next(
            (index for index, text in enumerate(self.headings[:_NAMING_COLUMNS]) if _means(text, cls.TYPE)), None
        )

    def _first_is_blank(self) -> bool:
        return bool(self.headings) and not fold(self.headings[0]) and len(self.headings) > 1

    def _holds_people(self, index: int) -> bool:
        """Say whether most cells of a column look like names of people and few like organisations."""
        cells = [row[index] for row in self.rows if row[index] and not begins_no_record(row[index])]
        if not cells:
            return False
        names = [person_names(plain(without_list_mark(cell)).text)[-1] for cell in cells]
        people = sum(looks_like_person(name) and not re.search(r"\d", name) for name in names)
        full = sum(looks_like_full_name(name) for name in names)
        organisations = sum(looks_like_organisation(name) for name in names)
        return people >= _MOSTLY * len(cells) and full * 3 >= len(cells) and organisations * 5 <= len(cells)

    def _has_ticks(self) -> bool:
        columns = list(zip(*self.rows, strict=True))[1:]
        ticked = [column for column in columns if any(column) and all(tick_of(cell) is not None for cell in column)]
        return len(ticked) > 1

    def _matches(self, cls: type[Node]) -> list[bool]:
        known = known_headings(cls)
        return [
            bool(find_heading(text, known, is_link=lambda meaning: isinstance(meaning, LinkColumn)))
            for index, text in enumerate(self.headings)
            if fold(text) and index != self.bare and not is_private_heading(text)
        ]

    def _unknown(self, cls: type[Node]) -> int:
        return self._matches(cls).count(False)

    def _knows(self, cls: type[Node]) -> bool:
        matches = self._matches(cls)
        return any(matches) and matches.count(True) * _SURVEY >= len(matches)


def _is_event(name: str) -> bool:
    words = fold(name).split()
    if not EVENTS.isdisjoint(words):
        return True
    return bool(re.search(r"\b(?:19|20)\d\d\b", name)) and len(words) > 1 and class_of_name(name) is None
