# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells that name other entries: what they mean once all nodes of the load are known.

A name that matches nothing makes a node of the heading's class, unless it
looks odd: then it stands in a list and nothing is made.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from graph.schema.nodes import NODE_BY_PREFIX, Node, Person, Question, Record, Theme
from graph.schema.source import Problem, ProblemCode
from graph.text.message import Text
from loaders.cells.asks import About, Ask
from loaders.cells.cell_words import is_nothing
from loaders.cells.dates import to_period
from loaders.cells.markup import plain, without_markup
from loaders.cells.naming import looks_like_name, looks_like_person, other_names, person_names
from loaders.cells.plan import Counts
from loaders.cells.private_columns import PRIVATE_CELLS
from loaders.cells.private_text import without_private
from loaders.cells.reading import Position, make_record
from loaders.cells.understanding import NotUnderstood
from loaders.tables.headings import AboutLink, LinkColumn
from loaders.tables.nodes import Nodes, is_first_name, name_key
from loaders.tables.splitting import Splitter, separators_of, split_always, split_list

MADE = Text(
    "problem-made-node",
    "“$1” is in no table of this load; a new $2 of that name was made.",
    "$1 name, $2 word for a class",
)
AMBIGUOUS = Text(
    "problem-ambiguous-mention",
    "“$1” may be any of $2; the link was left out. Write the id instead of the name.",
    "$1 name, $2 list of ids",
)
OTHER_SIGNS = Text(
    "problem-other-signs",
    "“$1” and “$2” differ in signs alone; both were taken as one. Give them ids if they are two.",
    "$1 and $2 names",
)
ODD = Text(
    "problem-odd-name",
    "“$1” looks odd as the name of a $2; nothing was made of it. --accept, or a line in a mapping, makes it.",
    "$1 cell, $2 word for a class",
)


# Separators inside links are none.
_MANY_LINKS = re.compile(r"\[\[[^\]]*\|[^\]]*\]\](?!\s*$)|<[a-zA-Z]")


@dataclass(slots=True, kw_only=True)
class ColumnOfNames:
    """A column whose cells name other entries, with everything that decides how its cells are split."""

    link_column: LinkColumn
    heading: str
    file: str = ""
    sheet: str = ""
    others: tuple[LinkColumn, ...] = ()
    is_choice: bool = False
    cells: list[str] = field(default_factory=list)
    splitter: Splitter | None = None
    private: int = 0
    counts: Counts = field(default_factory=Counts)


@dataclass(slots=True, kw_only=True)
class Mention:
    """What a cell of a row says about other entries, to be looked up later."""

    column: ColumnOfNames
    own_id: str
    parts: list[str]
    position: Position
    within: str | None
    more: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Resolved:
    """The links of cells that name others, where each stands, and where nodes had to be made."""

    links: dict[Record, Position] = field(default_factory=dict)
    made: list[Position] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    signs: dict[str, Problem] = field(default_factory=dict)
    asks: dict[Ask, None] = field(default_factory=dict)
    accepts: Callable[[str], bool] = lambda _: False


def resolve(mentions: Sequence[Mention], nodes: Nodes, accepts: Callable[[str], bool] = lambda _: False) -> Resolved:
    """Return what all mentions mean; a link that two tables say is returned once.

    The nodes made are among `nodes.records` afterwards. A name that looks odd
    is made if it is one that somebody `accepts`.
    """
    done = Resolved(accepts=accepts)
    _prepare(mentions, nodes)
    for mention in mentions:
        column = mention.column
        for part in mention.parts:
            names = [part] if column.is_choice or column.splitter is None else column.splitter.parts(part)
            if len(names) > 1:
                column.counts.separators |= separators_of(part)
            for name in names:
                _link(mention, name, nodes, done)
    done.problems += done.signs.values()
    for column in {id(mention.column): mention.column for mention in mentions}.values():
        if column.private:
            position = Position(file=column.file, sheet=column.sheet)
            done.problems.append(position.problem(PRIVATE_CELLS(column.heading, column.private), field=column.heading))
    return done


def _prepare(mentions: Sequence[Mention], nodes: Nodes) -> None:
    """Clean the parts of all cells, and give each column its splitter."""
    columns: dict[int, ColumnOfNames] = {}
    for mention in mentions:
        column = mention.column
        columns[id(column)] = column
        if column.is_choice:
            continue
        mention.parts = [
            cleaned
            for raw in mention.parts
            for part in split_always(without_markup(raw) if _MANY_LINKS.search(raw) else raw)
            if (cleaned := _without_private(column, part, nodes))
        ]
        column.cells += mention.parts
    alone = {
        (cls, name_key(part))
        for column in columns.values()
        for cls in column.link_column.others
        for part in column.cells
    }
    for column in columns.values():
        classes = column.link_column.others

        def is_known(text: str, classes: tuple[type[Node], ...] = classes) -> bool:
            names = _readings(classes, text)
            return bool(nodes.find_any(classes, names)) or any(
                (cls, name_key(name)) in alone and _is_single(name) for name in names for cls in classes
            )

        def is_whole(text: str, classes: tuple[type[Node], ...] = classes) -> bool:
            return bool(nodes.find(classes, text) or nodes.find(classes, plain(text).text))

        column.splitter = Splitter(column.link_column.made, column.cells, is_known, is_whole)


def _without_private(column: ColumnOfNames, part: str, nodes: Nodes) -> str:
    """Return a part of a cell without private data; a number may be the id of something in this load."""
    if any(nodes.find(column.link_column.others, piece) for piece in (part, *split_list(part))):
        return part
    cleaned = without_private(part, digits=True)
    column.private += cleaned != part
    return cleaned


def _is_single(name: str) -> bool:
    return len(split_list(name)) == 1


def _readings(classes: Iterable[type[Node]], text: str) -> list[str]:
    """Return the ways to read a text as a name of one of these classes."""
    shown = plain(text)
    names = person_names(shown.text) if Person in tuple(classes) else other_names(shown.text)
    return [*([f"User:{shown.username}"] if shown.username else []), *names]


def _link(mention: Mention, name: str, nodes: Nodes, done: Resolved) -> None:
    found = _other(mention, name, nodes, done)
    if not found:
        return
    link_column, other = found
    mention.column.counts.named += 1
    if other == mention.own_id and mention.column.is_choice:
        return  # The diagonal of a square table.
    ends = (other, mention.own_id) if link_column.backward else (mention.own_id, other)
    fields = {**mention.more, "source": ends[0], "target": ends[1], **dict(link_column.fixed)}
    record, problems = make_record(link_column.link, fields, mention.position)
    done.problems += problems
    if record:
        done.links.setdefault(record, mention.position)


def _other(mention: Mention, name: str, nodes: Nodes, done: Resolved) -> tuple[LinkColumn, str] | None:
    """Return the id of the entry that a name means, made if there is none, and the link to it."""
    column, position = mention.column, mention.position
    for link_column in (column.link_column, *column.others):
        for cls in link_column.others:
            found = _known(cls, name, mention, nodes)
            if len(found) > 1:
                text = AMBIGUOUS(name, found)
                done.problems.append(position.problem(text, field=column.heading, found=name, expected="an id"))
                return None
            if found:
                if known := nodes.other_signs(found[0], plain(name).text):
                    text = OTHER_SIGNS(plain(name).text, known)
                    done.signs.setdefault(str(text), position.problem(text, field=column.heading, found=name))
                return link_column, found[0]
    made = _make(mention, name, nodes, done)
    return (column.link_column, made) if made else None


def _known(cls: type[Node], name: str, mention: Mention, nodes: Nodes) -> list[str]:
    if mention.within and is_first_name(cls, name):
        return nodes.find_in_group(name, mention.within)
    return nodes.find((cls,), name) or nodes.find_any((cls,), _readings((cls,), without_private(name, digits=True)))


def _make(mention: Mention, name: str, nodes: Nodes, done: Resolved) -> str | None:
    """Return the id of a new node of this name, None if the name is nothing, private or odd."""
    column, position = mention.column, mention.position
    cls = column.link_column.made
    if cls is None:
        return None
    shown = plain(name)
    cleaned = shown.text if column.is_choice else without_private(shown.text, digits=True)
    if not column.is_choice and is_nothing(cleaned):
        column.counts.nothing += bool(cleaned)
        return None
    text = _barest(cls, cleaned)
    if not _is_plausible(cls, text, is_choice=column.is_choice) and not (text and done.accepts(text)):
        odd = ODD(text, cls.LABEL)
        done.problems.append(position.problem(odd, field=column.heading, found=text, code=ProblemCode.ODD))
        ask = Ask(
            about=About.NAME,
            file=column.file,
            sheet=column.sheet,
            heading=without_private(column.heading, digits=True),
            examples=(text,),
            word=cls.LABEL,
        )
        done.asks[ask] = None
        return None
    fields: dict[str, object] = {"name": text}
    if cls is Person and shown.username:
        fields["username"] = shown.username
        id_ = nodes.id_of(cls, username=shown.username, name=text)
    else:
        id_ = nodes.id_for(cls, text, within=mention.within)
    record, problems = make_record(cls, fields | {"id": id_}, position)
    done.problems += problems
    if not isinstance(record, Node):
        return None
    done.problems.append(
        position.problem(MADE(text, cls.LABEL), field=column.heading, found=text, code=ProblemCode.MADE)
    )
    done.made.append(position)
    column.counts.new += 1
    nodes.add([record])
    return id_


class Named(NamedTuple):
    """A node made of a name, and what is said of it."""

    id: str
    problems: list[Problem]


def make_named(cls: type[Node], text: str, heading: str, nodes: Nodes, position: Position) -> Named | None:
    """Make a node of a name that stands where an id might; None if it may be an id or looks odd."""
    name = _barest(cls, without_private(plain(text).text, digits=True))
    is_written = any(one.isupper() or (one.isalpha() and not one.islower()) for one in name)
    if not is_written or not _is_plausible(cls, name, is_choice=False):
        return None
    record, problems = make_record(cls, {"id": nodes.id_for(cls, name), "name": name}, position)
    if not isinstance(record, Node):
        return None
    nodes.add([record])
    return Named(
        record.id,
        [*problems, position.problem(MADE(name, cls.LABEL), field=heading, found=name, code=ProblemCode.MADE)],
    )


def _barest(cls: type[Node], text: str) -> str:
    """Return a name without what stands around a person's; names of entries keep their brackets."""
    if cls is Person:
        return person_names(text)[-1]
    return text if cls is Question else text.strip(' ,;:|*·•"“”„')


def _is_plausible(cls: type[Node], text: str, *, is_choice: bool) -> bool:
    """Say whether a new node may have this name."""
    if class_prefixed(text):
        return False
    if cls is Person:
        return looks_like_person(text)
    if cls is Question or is_choice:
        return bool(text)
    if cls is Theme:
        return looks_like_name(text) or (len(text) < 30 and any(one.isalpha() for one in text) and not is_nothing(text))
    return looks_like_name(text)


def class_prefixed(text: str) -> bool:
    """Say whether a text is the id of something rather than a name."""
    prefix, colon, rest = text.partition(":")
    return bool(colon and rest and " " not in text and prefix in NODE_BY_PREFIX)


def attach(about_link: AboutLink, value: object, mentions: Sequence[Mention]) -> bool:
    """Add a value to the row's links of the first class that the row has."""
    for link in about_link.links:
        those = [mention for mention in mentions if mention.column.link_column.link is link]
        if those:
            for mention in those:
                mention.more.setdefault(about_link.field, value)
            return True
    return False


def attach_end(cell: str, mentions: Sequence[Mention], about_link: AboutLink) -> None:
    """Let a period say until when, too."""
    try:
        period = to_period(cell)
    except NotUnderstood:
        return
    if period.start != period.end:
        attach(replace(about_link, field="until"), period.end, mentions)
