# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables as people have them: one row a thing, columns that name others.

Reading is in two steps: first the nodes of all tables, then the cells that
name other things, so that the order of tables and columns does not matter.
A name that matches nothing makes a node of the heading's class, and that is
said. What headings mean is in `loaders/tables/headings.py`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.schema.folding import fold
from graph.schema.nodes import Group, Node, Person, Record, Theme
from graph.schema.source import Problem, ProblemCode
from graph.text.message import Text
from loaders.cells.places import language_tag
from loaders.cells.private_columns import PrivateData
from loaders.cells.reading import Place, make_record
from loaders.cells.values import NO_WORDS, TICKS, YES_WORDS, Converter, converter_for, split_cell
from loaders.cells.words import NAME_PARTS
from loaders.tables.files import Batch, Table
from loaders.tables.headings import Aside, FieldColumn, Meaning, Tie, known_headings, naming_words
from loaders.tables.nodes import Nodes, is_first_name
from loaders.tables.rows import Columns, cell_faults, make_records, match_headings, node_ids

MADE = Text(
    "problem-made-node",
    "“$1” is in no table of this load; a new $2 of that name was made.",
    "$1 name, $2 word for a class",
)
NO_NAME_COLUMN = Text("problem-no-name-column", "No column has the names of the $1; nothing was read.", "$1 plural")
AMBIGUOUS = Text(
    "problem-ambiguous-mention",
    "“$1” may be any of $2; the link was left out. Write the id instead of the name.",
    "$1 name, $2 list of ids",
)
ASIDE_ALONE = Text(
    "problem-aside-alone",
    "“$1” under “$2” says something about a link, but the row names nothing that it could belong to; it was left out.",
    "$1 cell, $2 heading",
)

_PARTS = frozenset(fold(word) for words in NAME_PARTS.values() for word in words.all())
# What people write into a cell that names nothing.
_NOTHING = frozenset(
    map(fold, ("none", "n/a", "nil", "nobody", "aucun", "aucune", "néant", "personne", "لا يوجد", "لا أحد"))
)
_NAME_IN = re.compile(r"(?:name|label|title|nom|libelle|titre|الاسم|اسم)\s+(?:in |en |ب)?(\S+)")


@dataclass(frozen=True, slots=True)
class Mention:
    """What a cell of a row says about other things, to be looked up later."""

    tie: Tie
    own_id: str
    parts: list[str]
    heading: str
    place: Place
    within: str | None
    more: dict[str, object] = field(default_factory=dict)


def read_wide(cls: type[Node], table: Table, nodes: Nodes, problems: list[Problem]) -> tuple[int, list[Mention]]:
    """Add the nodes of a table; return how many, and the cells that name others."""
    layout = _Layout(cls, table, problems)
    if not layout.has_names():
        problems.append(table.place().problem(NO_NAME_COLUMN(cls.PLURAL), expected="name", code=ProblemCode.NOT_READ))
        return 0, []
    seen: dict[str | None, int] = {}
    before = len(nodes.records)
    mentions: list[Mention] = []
    for batch in table.batches(problems):
        columns, values = layout.columns.of(batch, problems)
        layout.complete(columns, values)
        values["id"] = node_ids(cls, values, nodes, seen, table, batch.lines, problems)
        values.pop("within", None)
        records = make_records(cls, values, batch.lines, table, problems)
        nodes.add(records)
        kept = {record.id for record in records}
        owners = [id_ if id_ in kept else None for id_ in values["id"]]
        mentions += layout.mentions(batch, columns, owners, problems)
    problems += layout.columns.private.problems(table.place())
    return len(nodes.records) - before, mentions


class _Layout:
    """What the columns of one table mean."""

    def __init__(self, cls: type[Node], table: Table, problems: list[Problem]) -> None:
        self.cls = cls
        self.table = table
        self.columns = Columns(cls, table, PrivateData())
        self.ties: dict[int, Tie] = {}
        self.asides: dict[int, tuple[Aside, Converter | None]] = {}
        self.name_parts: dict[str, int] = {}
        self.labels: dict[int, str] = {}
        known = dict(known_headings(cls))
        known |= self._label_columns(known) | self._name_column(known)
        for index, meaning in match_headings(table, known, self.columns.private, problems, _is_tie).items():
            match meaning:
                case Tie():
                    self.ties[index] = meaning
                    if meaning.made is None:
                        self.columns.add(meaning.words, index, problems)
                case Aside():
                    self.asides[index] = (meaning, converter_for(meaning.links[0], meaning.field))
                case FieldColumn(field="labels", part=language) if language:
                    self.labels[index] = language
                case FieldColumn(part=part) if part:
                    self.name_parts.setdefault(part, index)
                case FieldColumn():
                    self.columns.add(meaning.field, index, problems)

    def _label_columns(self, known: dict[str, Meaning]) -> dict[str, Meaning]:
        """Return the headings of a theme table that are names in some language."""
        found: dict[str, Meaning] = {}
        for heading in self.table.headings if self.cls is Theme else ():
            word = fold(str(heading))
            match = _NAME_IN.fullmatch(word)
            tag = language_tag(match[1]) if match and word not in known else None
            if tag:
                found[word] = FieldColumn("labels", tag)
        return found

    def _name_column(self, known: dict[str, Meaning]) -> dict[str, Meaning]:
        """Return the heading that names the rows where no column says so plainly.

        `Partner` above the first column of a table of partners is their
        name, although beside a name it would be other partners.
        """
        words = [fold(str(heading)) for heading in self.table.headings]
        if any(known.get(word) == FieldColumn("name") for word in words):
            return {}
        return {
            word: FieldColumn("name") for word in words[:1] if word in naming_words(self.cls) and word not in _PARTS
        }

    def has_names(self) -> bool:
        """Say whether any column can name the rows."""
        return bool(self.name_parts or self.labels or {"name", "username"} & self.columns.index.keys())

    def complete(self, columns: Sequence[Sequence[str]], values: dict[str, Sequence[Any]]) -> None:
        """Put names together from their parts, and find the group that scopes a first name."""
        if self.name_parts:
            parts = [
                self.columns.private.clean("name", columns[self.name_parts[part]]) for part in sorted(self.name_parts)
            ]
            names = list(values.get("name", [None] * len(columns[0])))
            if "name" in values and len(parts) == 1:
                # `nom` beside `prénom` is the family name.
                parts = [parts[0], [name or "" for name in names]] if "first" in self.name_parts else [names, parts[0]]
                names = [None] * len(names)
            joined = (" ".join(filter(None, row)) for row in zip(*parts, strict=True))
            values["name"] = [name or full or None for name, full in zip(names, joined, strict=True)]
        if self.labels:
            labels = [
                {language: row[index] for index, language in self.labels.items() if row[index]}
                for row in zip(*columns, strict=True)
            ]
            values["labels"] = labels
            first = (next(iter(label.values()), None) for label in labels)
            names = values.get("name", [None] * len(labels))
            values["name"] = [name or label for name, label in zip(names, first, strict=True)]
        if self.cls is Person:
            values["name"] = _first_filled(values.get("name"), values.get("username"), len(columns[0]))
            group = self._group_column()
            if group is not None:
                values["within"] = [next(iter(split_cell(cell)), None) for cell in columns[group]]

    def mentions(
        self, batch: Batch, columns: Sequence[Sequence[str]], owners: Sequence[str | None], problems: list[Problem]
    ) -> list[Mention]:
        """Return what each row says about other things."""
        rows: list[list[Mention]] = [[] for _ in owners]
        places = [self.table.place(line) for line in batch.lines]
        scopes = self._scopes(columns)
        for index, tie in self.ties.items():
            heading = self.table.headings[index]
            cells = self.columns.private.clean(str(heading), columns[index])
            for row, (cell, owner) in enumerate(zip(cells, owners, strict=True)):
                if owner and cell and (parts := _parts(cell, heading.part)):
                    rows[row].append(Mention(tie, owner, parts, str(heading), places[row], scopes[row]))
        for index, (aside, converter) in self.asides.items():
            heading = self.table.headings[index]
            cells = self.columns.private.clean(str(heading), columns[index])
            meant: Sequence[object] = list(map(converter.__getitem__, cells)) if converter else cells
            if converter:
                problems += cell_faults(aside.field, converter, cells, batch.lines, self.table)
            for row, value in enumerate(meant):
                if value and owners[row] and not _attach(aside, value, rows[row]):
                    text = ASIDE_ALONE(cells[row], str(heading))
                    problems.append(places[row].problem(text, field=str(heading), found=cells[row]))
        return [mention for row in rows for mention in row]

    def _scopes(self, columns: Sequence[Sequence[str]]) -> list[str | None]:
        """Return the group that scopes first names in each row, if there is just one."""
        index = self.columns.index.get("name") if self.cls is Group else self._group_column()
        if index is None or self.cls is Person:
            return [None] * len(columns[0])
        groups = (split_cell(cell) for cell in columns[index])
        return [names[0] if len(names) == 1 else None for names in groups]

    def _group_column(self) -> int | None:
        return next((index for index, tie in self.ties.items() if tie.words == "groups"), None)


def _is_tie(meaning: Meaning) -> bool:
    return isinstance(meaning, Tie)


def _first_filled(one: Sequence[Any] | None, two: Sequence[Any] | None, length: int) -> list[Any]:
    nothing = [None] * length
    return [first or second for first, second in zip(one or nothing, two or nothing, strict=True)]


def _parts(cell: str, choice: str) -> list[str]:
    """Return the names in a cell; below a choice of its own, a tick means that choice."""
    word = fold(cell)
    if choice:
        ticked = word in YES_WORDS or word == fold(choice) or cell in TICKS
        return [choice] if ticked else [] if word in NO_WORDS else [cell]
    if word in _NOTHING or not cell.strip("-–—?. "):
        return []
    return list(dict.fromkeys(split_cell(cell)))


def _attach(aside: Aside, value: object, mentions: Sequence[Mention]) -> bool:
    """Add a value to the row's links of the first class that the row has."""
    for link in aside.links:
        those = [mention for mention in mentions if mention.tie.link is link]
        if those:
            for mention in those:
                mention.more.setdefault(aside.field, value)
            return True
    return False


def resolve(
    mentions: Sequence[Mention], nodes: Nodes, problems: list[Problem]
) -> tuple[dict[Record, Place], list[Place]]:
    """Return the links of the cells that name others, and where nodes had to be made.

    The nodes made are among `nodes.records` afterwards. A link that two
    tables say (a person's projects, a project's people) is returned once.
    """
    links: dict[Record, Place] = {}
    made: list[Place] = []
    for mention in mentions:
        for name in mention.parts:
            before = len(nodes.records)
            other = _other(mention, name, nodes, problems)
            made += [mention.place] * (len(nodes.records) - before)
            if other:
                record, found = make_record(mention.tie.link, _fields(mention, other), mention.place)
                problems += found
                if record:
                    links.setdefault(record, mention.place)
    return links, made


def _fields(mention: Mention, other: str) -> dict[str, object]:
    ends = (other, mention.own_id) if mention.tie.backward else (mention.own_id, other)
    return {**mention.more, "source": ends[0], "target": ends[1], **dict(mention.tie.fixed)}


def _other(mention: Mention, name: str, nodes: Nodes, problems: list[Problem]) -> str | None:
    """Return the id of the thing that a name means, made if there is none."""
    tie, place = mention.tie, mention.place
    for cls in tie.others:
        in_group = mention.within if is_first_name(cls, name) else None
        found = nodes.find_in_group(name, in_group) if in_group else nodes.find((cls,), name)
        if len(found) > 1:
            text = AMBIGUOUS(name, found)
            problems.append(place.problem(text, field=mention.heading, found=name, expected="an id"))
            return None
        if found:
            return found[0]
    if tie.made is None:
        return None
    id_ = nodes.id_for(tie.made, name, within=mention.within)
    record, found_problems = make_record(tie.made, {"id": id_, "name": name}, place)
    problems += found_problems
    if not isinstance(record, Node):
        return None
    problems.append(place.problem(MADE(name, tie.made.LABEL), field=mention.heading, found=name))
    nodes.add([record])
    return id_
