# SPDX-License-Identifier: GPL-3.0-or-later
"""Workshop notes, as typed from flip charts, become records.

Groups and their people, the questions they asked, the headings above them
and the themes of the workshop. Names alone never join two people: a first
name belongs to its group, a full name to the source.
"""

from dataclasses import dataclass, field
from pathlib import Path

from graph.schema.folding import fold
from graph.schema.ids import scoped_id
from graph.schema.links import About, Asked, Attended, Link, MemberOf, PartOf
from graph.schema.nodes import Event, Group, GroupKind, Node, Person, Question, Record, Theme, prefix_of
from graph.schema.source import Problem
from graph.text.message import Message, Name, Text
from loaders.cells.reading import Position, make_record
from loaders.notes.lines import Kind, Line, read_lines
from loaders.notes.outline import Block, Outline, Reason, Table
from loaders.notes.reader import outline_of
from loaders.notes.rest import reason_of
from loaders.notes.rest_records import write_ideas, write_kinds, write_polls, write_series
from loaders.notes.words import (
    date_of,
    event_kind,
    language_of,
    lists_attendance,
    split_original,
    theme_name,
    translated,
    year_of,
)

NOTHING = Text("notes-nothing", "No group, question or theme was found in these notes.")
_LINES = "$1 and $2 first and last line, $3 number of lines, $4 beginning of the text"
NOT_READ = {
    Reason.STATEMENT: Text(
        "notes-not-read",
        "{{PLURAL:$3|Line $1|Lines $1 to $2}} became no record: no question, name, theme or idea is there: “$4”.",
        _LINES,
    ),
    Reason.HEADING: Text(
        "notes-not-read-heading",
        "{{PLURAL:$3|Line $1|Lines $1 to $2}} became no record, but only {{PLURAL:$3|announces|announce}} what "
        "follows: “$4”.",
        _LINES,
    ),
    Reason.ROOM: Text(
        "notes-not-read-room",
        "{{PLURAL:$3|Line $1|Lines $1 to $2}} became no record, for the people in the room are told what to do there: "
        "“$4”.",
        _LINES,
    ),
}
NO_HEADING = Text(
    "notes-no-heading",
    "{{PLURAL:$1|One question|$1 questions}} of $2 from line $3 on, under no heading: their theme is open.",
    "$1 number, $2 group, $3 line",
)
NO_HEADING_NO_GROUP = Text(
    "notes-no-heading-no-group",
    "{{PLURAL:$1|One question|$1 questions}} from line $2 on, under no heading: their theme is open.",
    "$1 number, $2 line",
)
REMARK = Text(
    "notes-remark",
    "The remark “$1” stands among the names of $2; it was not taken for a person.",
    "$1 remark, $2 group",
)
GLUED = Text(
    "notes-glued",
    "The names at the end of this line were taken as those of the next group, $1.",
    "$1 group",
)
NO_BULLET = Text("notes-no-bullet", "“$1” has no bullet; it was taken as a question of $2.", "$1 question, $2 group")
NO_MARK = Text("notes-no-question-mark", "“$1” has no question mark; it was taken as a question.", "$1 question")
TWICE = Text(
    "notes-question-twice", "“$1” stands twice, in lines $2 and $3; it is one question.", "$1 question, $2 and $3 lines"
)
PERSON_TWICE = Text(
    "notes-person-twice",
    "“$1” is named twice, in lines $2 and $3; this is taken as one person.",
    "$1 name, $2 and $3 lines",
)
NO_NAMES = Text("notes-no-names", "There are no names for $1.", "$1 group")
PRIVATE = Text(
    "notes-private",
    "E-mail addresses, telephone numbers or bank data were left out of {{PLURAL:$1|one line|$1 lines}}; "
    "they are never stored.",
    "$1 number",
)
_TABLE_SHARE = 0.8
_SHOWN = 200
_BEGINNING = 120


def recognises(text: str) -> bool:
    """Say whether a text looks like flip-chart notes rather than a table."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()]
    for delimiter in ("\t", ";", ",", "|"):
        counts = [line.count(delimiter) for line in lines]
        usual = (
            max(set(counts), key=lambda number: (counts.count(number), number))
            if len(set(counts)) < _SHOWN and counts
            else 0
        )
        if len(lines) > 1 and usual and counts.count(usual) >= _TABLE_SHARE * len(lines):
            return False
    return not outline_of(read_lines("\n".join(lines))[0]).is_empty


def read_notes(text: str, *, file: str, source_id: str, within: str = "") -> tuple[list[Record], list[Problem]]:
    """Return the records of workshop notes, and what was not understood.

    `within` is the name of the meeting where one source holds the notes of
    several: their groups are not the same.

    Complexity: O(n), n = length of the text.
    """
    lines, private = read_lines(text)
    outline = outline_of(lines)
    notes = _Notes(file=file, source_id=source_id, within=within)
    if outline.is_empty:
        notes.report(NOTHING())
    else:
        notes.write(outline)
    notes.report_unread(lines, outline)
    if private:
        notes.report(PRIVATE(private))
    notes.problems.sort(key=lambda problem: problem.line or 0)
    return list(notes.records.values()), notes.problems


def _is_attendance(table: Table, outline: Outline) -> bool:
    """Say whether the only list of names in the notes says who was there."""
    return outline.tables == [table] and not table.blocks and lists_attendance(table.line.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asker:
    """The group behind a block: its languages and what it asked before, by line."""

    group: Name
    translated: tuple[str | None, str | None] | None
    seen: dict[str, int]


@dataclass(slots=True, kw_only=True)
class _Notes:
    """The records so far, by id, and where each came from."""

    file: str
    source_id: str
    within: str = ""
    records: dict[str, Record] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    questions: dict[Line, str] = field(default_factory=dict)

    def position(self, line: Line | None) -> Position:
        return Position(file=self.file, line=line.first if line else None)

    def report(self, text: Message, line: Line | None = None, found: str = "") -> None:
        self.problems.append(self.position(line).problem(text, found=found or (line.text if line else "")))

    def node(self, cls: type[Node], line: Line | None, id_: str, name: str, **fields: object) -> str | None:
        """Add a node once; return its id, or None if it could not be made."""
        if id_ in self.records:
            return id_
        record, problems = make_record(cls, {"id": id_, "name": name, **fields}, self.position(line))
        self.problems += problems
        if record is None:
            return None
        self.records[id_] = record
        self.lines[id_] = line.first if line else 0
        return id_

    def link(self, link: Link) -> None:
        self.records.setdefault(link.id, link)

    def scoped(self, cls: type[Node], *parts: str) -> str:
        return scoped_id(prefix_of(cls), self.source_id, *parts)

    def write(self, outline: Outline) -> None:
        self.definitions = {fold(theme): line.text for theme, line in outline.definitions.items()}
        title = outline.title
        event = self.event(
            title, theme_name(title.text) if title else self.within or self.source_id, date_of(Path(self.file).stem)
        )
        for table in outline.tables:
            if event and _is_attendance(table, outline):
                self.attendance(table, event)
            else:
                self.table(table, event, outline)
        for block in outline.blocks:
            self.block(block, event, None)
        self.rest(outline, event)
        for list_ in outline.theme_lists:
            heading = list_.event
            own = self.event(heading, theme_name(heading.text)) if heading and heading is not title else event
            for name, line in list_.themes:
                self.about(own, name, line)
        self.series(outline)
        for line in outline.unmarked:
            self.report(NO_MARK(line.text), line)

    def rest(self, outline: Outline, event: str | None) -> None:
        write_polls(self, outline, event)
        write_ideas(self, outline, event)
        for kinds, line in outline.kinds:
            write_kinds(self, kinds, line, event)

    def series(self, outline: Outline) -> None:
        events = [(id_, record.name) for id_, record in self.records.items() if isinstance(record, Event)]
        for series, line in outline.series:
            write_series(self, series, line, events)

    def event(self, line: Line | None, name: str, of_file: str | None = None) -> str | None:
        """Add an event; the name of the file may say the day that the title leaves out."""
        start = date_of(name)
        if of_file and (start is None or of_file.startswith(start)):
            start = of_file
        is_day = start is not None and start != year_of(name) and start not in name
        id_ = self.scoped(Event, f"{name} {start}" if is_day and start == of_file else name)
        return self.node(Event, line, id_, name, kind=event_kind(name), start=start)

    def attendance(self, table: Table, event: str) -> None:
        """Let everybody on the list of a meeting attend it; a first name alone belongs to that meeting."""
        for name, line in table.members:
            parts = (name,) if " " in name else (event.partition("/")[2], name)
            person = self.node(Person, line, self.scoped(Person, *parts), name)
            if person:
                self.link(Attended(source=person, target=event))

    def about(self, source: str | None, theme: str, line: Line) -> str | None:
        """Link an entry to a theme, which is made if it is new."""
        target = self.node(Theme, line, self.scoped(Theme, theme), theme, description=self.definitions.get(fold(theme)))
        if source and target:
            self.link(About(source=source, target=target, confirmed=True))
        return target

    def table(self, table: Table, event: str | None, outline: Outline) -> None:
        scope = table.key if " " in table.key else f"group {table.key}"
        scope = f"{self.within} {scope}".strip()
        group = self.node(Group, table.line, self.scoped(Group, scope), table.name, kind=GroupKind.WORKSHOP_TABLE)
        if group is None:
            return
        self.groups[table.key] = group
        if event:
            self.link(PartOf(source=group, target=event))
        name = Name(group, table.name)
        if table.line in outline.glued:
            self.report(GLUED(name), table.line)
        if not table.members:
            self.report(NO_NAMES(name), table.line)
        for person, line in table.members:
            self.member(person, line, (scope, group, event))
        for remark, line in table.remarks:
            self.report(REMARK(remark, name), line, remark)
        if table.topic:
            self.about(group, table.topic, table.line)
            self.about(event, table.topic, table.line)
        remarks = filter(None, (translated(remark) for remark, _line in table.remarks))
        asker = _Asker(group=name, translated=next(remarks, None), seen={})
        for block in table.blocks:
            self.block(block, event, asker)
            for line in block.questions:
                if line in outline.unbulleted:
                    self.report(NO_BULLET(split_original(line.text)[0], name), line)

    def member(self, name: str, line: Line, table: tuple[str, str, str | None]) -> None:
        """Put a person into the group and its meeting; a first name alone belongs to this group only."""
        scope, group, event = table
        parts = (name,) if " " in name else (scope, name)
        id_ = self.scoped(Person, *parts)
        if id_ in self.records:
            self.report(PERSON_TWICE(name, self.lines[id_], line.first), line, name)
        person = self.node(Person, line, id_, name)
        if person:
            self.link(MemberOf(source=person, target=group))
        if person and event and self.has_a_date(event):
            self.link(Attended(source=person, target=event))

    def has_a_date(self, event: str) -> bool:
        """Say whether a meeting is a certain one: “Workshop” may be any, and nobody is said to have been at that."""
        record = self.records[event]
        return isinstance(record, Event) and record.start is not None

    def block(self, block: Block, event: str | None, asker: "_Asker | None") -> None:
        first = block.questions[0]
        theme = None
        if block.heading is not None:
            theme = self.about(event, theme_name(block.heading.text), block.heading)
        elif asker:
            self.report(NO_HEADING(len(block.questions), asker.group, first.first), first)
        else:
            self.report(NO_HEADING_NO_GROUP(len(block.questions), first.first), first)
        for line in block.questions:
            question = self.question(line, asker)
            if question:
                self.questions[line] = question
            if question and theme:
                self.link(About(source=question, target=theme, confirmed=True))
            if question and asker:
                self.link(Asked(source=asker.group.id, target=question))

    def question(self, line: Line, asker: "_Asker | None") -> str | None:
        remarked, into = (asker.translated if asker else None) or (None, None)
        text, original, language = split_original(line.text, remarked)
        id_ = self.scoped(Question, text)
        seen = asker.seen if asker else self.lines
        if id_ in seen:
            self.report(TWICE(text, seen[id_], line.first), line, text)
        seen.setdefault(id_, line.first)
        return self.node(
            Question,
            line,
            id_,
            text,
            language=language_of(text) or into,
            original=original,
            original_language=language,
        )

    def report_unread(self, lines: list[Line], outline: Outline) -> None:
        """List the lines that became no record, those of a section together."""
        unread = set(outline.unread).difference(list_.event for list_ in outline.theme_lists if list_.event)
        section: list[Line] = []
        for line in lines:
            if section and (line not in unread or line.kind is Kind.HEADING):
                self._report_section(section, outline)
                section = []
            if line in unread:
                section.append(line)
        if section:
            self._report_section(section, outline)

    def _report_section(self, section: list[Line], outline: Outline) -> None:
        first, last = section[0].first, section[-1].last
        text = " / ".join(line.text for line in section[:_SHOWN])
        beginning = text if len(text) <= _BEGINNING else f"{text[:_BEGINNING].rstrip()} …"
        text_of = NOT_READ[reason_of(section, outline)]
        self.report(text_of(first, last, last - first + 1, beginning), section[0], text)
