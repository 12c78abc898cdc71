# SPDX-License-Identifier: GPL-3.0-or-later
"""What flip-chart notes consist of, and how lines are told apart for it.

The pass over the lines that fills an `Outline` is in `notes_reader`.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from graph.schema.nodes import IdeaKind
from loaders.notes.lines import Kind, Line
from loaders.notes.names import Label
from loaders.notes.remarks import Kinds, Series
from loaders.notes.words import (
    asks_without_mark,
    has_year,
    is_for_the_room,
    is_further,
    is_generic,
    is_question,
    names_an_event,
    speaks_of_themes,
)

_LONGEST_THEME = 150


@dataclass(slots=True, kw_only=True)
class Block:
    """Questions that stand together, and the heading directly above them."""

    heading: Line | None
    questions: list[Line] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Table:
    """A group: who sat there and what they asked."""

    key: str
    name: str
    line: Line
    topic: str = ""
    members: list[tuple[str, Line]] = field(default_factory=list)
    remarks: list[tuple[str, Line]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ThemeList:
    """Themes that came out of an event, and its heading if it has its own."""

    event: Line | None
    themes: list[tuple[str, Line]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an unread line stands: below which heading, in whose notes, below which question that it answers."""

    heading: Line | None = None
    table: Table | None = None
    question: Line | None = None


@dataclass(slots=True)
class Idea:
    """What somebody recommends, answers or remarks; `table` is the group, None where nobody wrote down who."""

    line: Line
    kind: IdeaKind
    table: Table | None = None
    question: Line | None = None
    theme: str = ""


class Reason(Enum):
    """Why a line became no record."""

    HEADING = auto()
    ROOM = auto()
    STATEMENT = auto()


@dataclass(slots=True, kw_only=True)
class Outline:
    """The whole of the notes, line by line in one of these lists."""

    title: Line | None = None
    tables: list[Table] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    theme_lists: list[ThemeList] = field(default_factory=list)
    glued: set[Line] = field(default_factory=set)
    unbulleted: set[Line] = field(default_factory=set)
    unmarked: list[Line] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    standing: dict[Line, Standing] = field(default_factory=dict)
    polls: list[tuple[str, Line]] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)
    definitions: dict[str, Line] = field(default_factory=dict)
    kinds: list[tuple[Kinds, Line]] = field(default_factory=list)
    series: list[tuple[Series, Line]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was understood."""
        return not (self.tables or self.blocks or self.theme_lists)


def asks(text: str) -> bool:
    """Say whether a text is a question, with or without its mark."""
    return is_question(text) or asks_without_mark(text)


def runs_of(items: list[Line]) -> list[list[Line]]:
    """Cut a list at its empty lines.

    A list that goes on counting goes on; one with an empty line after each
    item is merely spaced.
    """
    runs: list[list[Line]] = []
    for item in items:
        above = runs[-1][-1] if runs else None
        counts_on = (
            above is not None
            and above.ordinal.isdecimal()
            and item.ordinal.isdecimal()
            and int(item.ordinal) == int(above.ordinal) + 1
        )
        if above is None or (item.gap and not counts_on and item.indent <= runs[-1][0].indent):
            runs.append([item])
        else:
            runs[-1].append(item)
    if len(runs) > 1 and all(len(run) == 1 for run in runs):
        return [items]
    return runs


def title_of(lines: list[Line], labels: list[Label | None]) -> Line | None:
    """Return the line that names the event, if one does."""
    first = lines[0] if lines else None
    candidates = [
        line
        for line, label in zip(lines, labels, strict=True)
        if label is None
        and line.is_short
        and (line.kind is Kind.HEADING or line is first)
        and line.kind is not Kind.ITEM
    ]
    for is_title in (has_year, names_an_event):
        for line in candidates:
            if is_title(line.text) and names_an_event(line.text) and len(line.text.split()) <= 15:
                return line
    if first is None or first.kind is not Kind.HEADING or first not in candidates or len(lines) < 2:
        return None
    is_only = sum(line.kind is Kind.HEADING and line.level <= first.level for line in lines) == 1
    is_plain = not (
        is_question(first.text) or is_for_the_room(first.text) or is_further(first.text) or is_generic(first.text)
    )
    return first if is_only and is_plain and lines[1].kind is not Kind.ITEM else None


def can_be_theme(line: Line) -> bool:
    """Say whether a line is short enough to be the name of a theme, and no heading or sentence."""
    is_sentence = line.kind is Kind.TEXT and (line.text.endswith((".", "!", ":")) or is_question(line.text))
    return line.kind is not Kind.HEADING and len(line.text) <= _LONGEST_THEME and not is_sentence


def inline_themes(line: Line) -> list[str] | None:
    """Read "Themes: trust, funding; learning"."""
    label, colon, rest = line.text.partition(":")
    if not colon or not line.is_short or not speaks_of_themes(label) or is_question(line.text):
        return None
    themes = [
        theme.strip(" .") for part in rest.replace("،", ",").replace("؛", ";").split(";") for theme in part.split(",")
    ]
    themes = [theme for theme in themes if theme]
    return themes if len(themes) > 1 else None
