# SPDX-License-Identifier: GPL-3.0-or-later
"""The minutes of a folder together: each file one event, and the same people in all of them.

A full name is one person in the whole source. An abbreviation or a handle is
whoever some list of the folder explains by it; a first name alone belongs to
its meeting.
"""

from dataclasses import dataclass, field

from graph.schema.folding import fold
from graph.schema.ids import scoped_id
from graph.schema.links import Attended
from graph.schema.nodes import Event, EventKind, Person, Record, prefix_of
from graph.schema.source import Problem
from graph.text.message import Message, Text
from loaders.cells.private_text import without_private
from loaders.cells.reading import Position, make_record
from loaders.notes.minutes import Attendee, Minutes
from loaders.notes.records import PRIVATE
from loaders.notes.words import event_kind, names_an_event

REST = Text(
    "minutes-rest",
    "Of these minutes only the meeting, its day and who was there were read; lines $1 to $2 were left out.",
    "$1 and $2 lines",
)
AWAY = Text(
    "minutes-away",
    "{{PLURAL:$1|One person is|$1 people are}} listed who did not attend; no link was made for them.",
    "$1 number",
)
NO_PERSON = Text("minutes-no-person", "“$1” stands among those present and is no name; it was left out.", "$1 text")
SHARED_SHORT = Text(
    "minutes-shared-short", "“$1” may be any of $2; nobody was taken for it.", "$1 abbreviation, $2 list of names"
)


@dataclass(slots=True)
class _Known:
    """Somebody in the whole folder: every way in which they are written."""

    name: str
    aliases: set[str] = field(default_factory=set)
    affiliation: str = ""


@dataclass(slots=True)
class Meetings:
    """The minutes of one source."""

    source_id: str
    minutes: list[Minutes] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    gave: dict[str, int] = field(default_factory=dict)
    _people: dict[str, _Known] = field(default_factory=dict)
    _short: dict[str, set[str]] = field(default_factory=dict)

    def finish(self) -> None:
        """Make the records of all meetings."""
        for minutes in self.minutes:
            for one in (*minutes.attendees, *minutes.away):
                self._learn(one)
        for minutes in self.minutes:
            before = len(self.records)
            self._meeting(minutes)
            self.gave[minutes.file] = len(self.records) - before

    def _learn(self, one: Attendee) -> None:
        """Remember what a list explains: the abbreviation and the handle of a full name."""
        if " " not in one.name:
            return
        known = self._people.setdefault(fold(one.name), _Known(one.name))
        known.affiliation = known.affiliation or one.organisation
        handle = f"@{one.handle}" if one.handle else ""
        known.aliases |= {alias for alias in (one.abbreviation, handle, one.name) if alias and alias != known.name}
        for short in filter(None, (one.abbreviation, handle)):
            self._short.setdefault(fold(short) if short == one.abbreviation else short.lower(), set()).add(known.name)

    def _meeting(self, minutes: Minutes) -> None:
        event = self._event(minutes)
        if not event:
            return
        for one in minutes.attendees:
            person = self._person(one, minutes, event)
            if person:
                record, problems = make_record(
                    Attended, {"source": person, "target": event, "role": one.role}, self._position(minutes, one.line)
                )
                self.problems += problems
                if isinstance(record, Attended):
                    self.records.setdefault(record.id, record)
        if minutes.away:
            self._report(minutes, AWAY(len(minutes.away)))
        for line, text in minutes.odd:
            self._report(minutes, NO_PERSON(without_private(text, digits=True)), line)
        if minutes.rest:
            self._report(minutes, REST(*minutes.rest), minutes.rest[0])
        if minutes.private:
            self._report(minutes, PRIVATE(minutes.private))

    def _event(self, minutes: Minutes) -> str | None:
        stem = minutes.file.rpartition(".")[0]
        letters = [one for one in stem if one.isalpha()]
        name = without_private(minutes.title or (stem if letters else f"{self.source_id} {minutes.date}"), digits=True)
        id_ = self._id(Event, name if minutes.dated_title else f"{name} {minutes.date}")
        if id_ in self.records:
            id_ = self._id(Event, f"{name} {minutes.date} {stem}")
        kind = event_kind(name) if names_an_event(name) else EventKind.MEET_UP
        fields = {"id": id_, "name": name, "kind": kind, "start": minutes.date}
        record, problems = make_record(Event, fields, self._position(minutes, minutes.line or None))
        self.problems += problems
        if record:
            self.records[id_] = record
        return id_ if record else None

    def _person(self, one: Attendee, minutes: Minutes, event: str) -> str | None:
        """Return the id of somebody, made if they are new; None if they may be several."""
        handle = f"@{one.handle}" if one.handle else ""
        name = one.name
        if " " not in name:
            shorts = [*([handle.lower()] if handle else []), *([fold(name)] if name else [])]
            meant = next((found for short in shorts if (found := self._short.get(short))), set[str]())
            if len(meant) > 1:
                self._report(minutes, SHARED_SHORT(name or handle, sorted(meant)), one.line)
                return None
            name = next(iter(meant), name)
        if not name:
            name = one.handle
            id_ = self._id(Person, handle)
        else:
            # A first name alone may be somebody else in the next meeting.
            id_ = self._id(Person, *((name,) if " " in name else (event.partition("/")[2], name)))
        if id_ in self.records:
            return id_
        known = self._people.get(fold(name), _Known(name, {handle} if handle else set(), one.organisation))
        fields = {
            "id": id_,
            "name": known.name,
            "aliases": tuple(sorted(known.aliases)),
            "affiliation": known.affiliation,
        }
        record, problems = make_record(Person, fields, self._position(minutes, one.line))
        self.problems += problems
        if record:
            self.records[id_] = record
        return id_ if record else None

    def _id(self, cls: type[Event | Person], *parts: str) -> str:
        return scoped_id(prefix_of(cls), self.source_id, *parts)

    def _position(self, minutes: Minutes, line: int | None) -> Position:
        return Position(file=minutes.file, line=line)

    def _report(self, minutes: Minutes, text: Message, line: int | None = None) -> None:
        self.problems.append(self._position(minutes, line).problem(text))
