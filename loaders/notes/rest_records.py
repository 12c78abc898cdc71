# SPDX-License-Identifier: GPL-3.0-or-later
"""Polls, ideas, kinds of partner and earlier meetings of notes become records."""

from typing import Protocol

from graph.schema.links import Answers, Asked, Link, PartOf, Proposed
from graph.schema.nodes import Event, Idea, IdeaKind, Node, Question, QuestionKind, Theme
from graph.text.message import Message, Text
from loaders.notes.lines import Line
from loaders.notes.outline import Outline
from loaders.notes.remarks import Kinds, Meeting, Series, belongs_to, counted
from loaders.notes.words import language_of

PART_NOT_READ = Text(
    "notes-part-not-read", "“$1” on this line became no record: nothing says what it is.", "$1 part of a line"
)


class Records(Protocol):
    """What the records of notes are added to; groups by their key and questions by their line have ids already."""

    groups: dict[str, str]
    questions: dict[Line, str]

    def node(self, cls: type[Node], line: Line | None, id_: str, name: str, **fields: object) -> str | None:
        """Add a node once; return its id."""
        ...

    def link(self, link: Link) -> None:
        """Add a link once."""
        ...

    def scoped(self, cls: type[Node], *parts: str) -> str:
        """Return an id within the source."""
        ...

    def about(self, source: str | None, theme: str, line: Line) -> str | None:
        """Link an entry to a theme; return the theme's id."""
        ...

    def report(self, text: Message, line: Line | None = None, found: str = "") -> None:
        """Add a problem."""
        ...


def write_polls(records: Records, outline: Outline, event: str | None) -> None:
    """Let the meeting ask everybody what it asked for a show of hands."""
    for text, line in outline.polls:
        asked, hands = counted(text)
        fields = {"kind": QuestionKind.POLL, "counted": hands, "language": language_of(asked)}
        question = records.node(Question, line, records.scoped(Question, asked), asked, **fields)
        if question and event:
            records.link(Asked(source=event, target=question))


def write_ideas(records: Records, outline: Outline, event: str | None) -> None:
    """Add ideas; where nobody wrote down whose they are, the meeting proposed them."""
    for idea in outline.ideas:
        text = idea.line.text
        fields = {"kind": IdeaKind(idea.kind), "language": language_of(text)}
        id_ = records.node(Idea, idea.line, records.scoped(Idea, text), text, **fields)
        proposer = records.groups.get(idea.table.key, event) if idea.table else event
        if id_ and proposer:
            records.link(Proposed(source=proposer, target=id_))
        if id_ and idea.theme:
            records.about(id_, idea.theme, idea.line)
        if id_ and idea.question and idea.question in records.questions:
            records.link(Answers(source=id_, target=records.questions[idea.question]))


def write_kinds(records: Records, found: Kinds, line: Line, event: str | None) -> None:
    """Add the kinds of partner that a line lists as themes below that of the line."""
    whole = records.about(event, found.label, line)
    for kind in found.kinds:
        part = records.node(Theme, line, records.scoped(Theme, kind), kind)
        if part and whole and part != whole:
            records.link(PartOf(source=part, target=whole))
    for part in found.others:
        records.report(PART_NOT_READ(part), line, part)


def write_series(records: Records, found: Series, line: Line, events: list[tuple[str, str]]) -> None:
    """Add the meetings that a line lists as parts of a series, and those of the notes that it names; (id, name)."""
    whole = records.node(Event, line, records.scoped(Event, found.name), found.name)
    if whole is None:
        return
    for meeting in found.meetings:
        part = _meeting(records, meeting, line)
        within = records.scoped(Event, meeting.within) if meeting.within else whole
        if part and part != within and not _is_outside(meeting, found):
            records.link(PartOf(source=part, target=within))
        if part and meeting.within and part != whole:
            records.link(PartOf(source=part, target=whole))
    for event, name in events:
        if event != whole and belongs_to(name, found):
            records.link(PartOf(source=event, target=whole))
    for part in found.others:
        records.report(PART_NOT_READ(part), line, part)


def _is_outside(meeting: Meeting, found: Series) -> bool:
    """Say whether a meeting only held one of the series, as the conference of a track did."""
    return not belongs_to(meeting.name, found)


def _meeting(records: Records, meeting: Meeting, line: Line) -> str | None:
    fields = {"kind": meeting.kind, "place": meeting.town}
    return records.node(Event, line, records.scoped(Event, meeting.name), meeting.name, **fields)
