# SPDX-License-Identifier: GPL-3.0-or-later
"""Any other table, by a mapping file that says which columns make which records.

A mapping is TOML; `loaders/mappings/` holds those that are shipped, and
docs/map-a-table.md explains the language:

    ignore = ["talks.csv"]            # files left out on purpose
    [[table]]
    file = "people.csv"               # may hold * and ?
    ignore = ["lat", "lon"]           # columns left out on purpose
    [table.values.role]               # other words for the cells of a column
    "PI" = "lead"
    [[table.record]]
    type = "worked_on"                # a class, as in the name of its canonical table
    source = { person = "{person}" }  # an end: class, then id or name
    target = { project = "{title}" }
    role = "{role}"                   # a template; text without braces is constant
    split = { person = ";" }          # one record for each part of the cell
    when = { status = ["done"] }      # only rows with one of these cells
    needs = ["title"]                 # only rows in which these cells are filled
    exact = true                      # names of these nodes are the same if only case and spaces differ
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import LoadError
from graph.schema.links import Link
from graph.schema.nodes import NODE_BY_PREFIX, Node, Record, own_fields, prefix_of
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.private_columns import PRIVATE_CELLS
from loaders.cells.private_text import without_private
from loaders.cells.reading import Position, make_record
from loaders.cells.understanding import Converter
from loaders.cells.values import closest, converter_for
from loaders.tables.canonical import CLASS_BY_TABLE
from loaders.tables.files import Table
from loaders.tables.nodes import Nodes

NO_COLUMN = Text(
    "problem-mapping-no-column",
    "The mapping speaks of a column “$1”, which the table does not have; its $2 records were not made.",
    "$1 column, $2 class",
)
UNUSED_COLUMN = Text(
    "problem-mapping-unused-column",
    "The mapping neither uses nor ignores the column “$1”; it was left out.",
    "$1 column",
)
NOT_MAPPED = Text(
    "problem-mapping-no-table", "The mapping has no table for this file and does not ignore it; it was left out."
)
NO_FILE = Text("problem-mapping-no-file", "The mapping expects a file “$1”, and there is none.", "$1 file name")
NO_MAPPED_END = Text(
    "problem-mapping-no-end", "The row does not say the $1 of a link “$2”; no such link was made.", "$1 end, $2 words"
)

_COLUMN = re.compile(r"\{([^{}]*)\}")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _RecordRule(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    type: str
    split: dict[str, str] = {}
    when: dict[str, list[str]] = {}
    needs: list[str] = []
    exact: bool = False


class _TableRule(_Strict):
    file: str
    sheet: str = "*"
    ignore: list[str] = []
    values: dict[str, dict[str, str]] = {}
    record: Annotated[list[_RecordRule], Field(min_length=1)]


class MappingFile(_Strict):
    """What a mapping file says."""

    title: str = ""
    source: str = ""
    ignore: list[str] = []
    table: Annotated[list[_TableRule], Field(min_length=1)]


def shipped_mappings() -> tuple[str, ...]:
    """Return the names of the mappings that come with the program."""
    folder = files("loaders") / "mappings"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


def open_mapping(name: str) -> MappingFile:
    """Return a shipped mapping, or the one in a file; LoadError if it is none."""
    if name in shipped_mappings():
        text = (files("loaders") / "mappings" / f"{name}.toml").read_text(encoding="utf-8")
    elif Path(name).is_file():
        text = Path(name).read_text(encoding="utf-8", errors="replace")
    else:
        message = f"There is no mapping “{Path(name).name}”."
        raise LoadError(
            message, f"Shipped mappings are {', '.join(shipped_mappings())}; or give the path of a TOML file."
        )
    title = f"The mapping “{Path(name).name}”"
    try:
        mapping = MappingFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        message = f"{title} is no valid TOML: {error}."
        raise LoadError(message, "Correct that line.") from error
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        where = ".".join(map(str, detail["loc"]))
        message = f"{title} does not fit at {where}: {detail['msg']}."
        raise LoadError(message, "docs/map-a-table.md shows every part of a mapping.") from error
    for table in mapping.table:
        for rule in table.record:
            _check_rule(rule, title)
    return mapping


def _check_rule(rule: _RecordRule, title: str) -> None:
    cls = CLASS_BY_TABLE.get(rule.type)
    if cls is None:
        near = closest(rule.type, CLASS_BY_TABLE)
        message = f"{title} makes records of an unknown type “{rule.type}”."
        raise LoadError(message, f"Did you mean “{near}”?" if near else f"Types are {', '.join(CLASS_BY_TABLE)}.")
    if len(rule.split) > 1:
        message = f"{title} splits two columns for one {rule.type}."
        raise LoadError(message, "Write two records, each with one column to split.")
    for field, value in _templates(rule).items():
        nested = isinstance(value, dict)
        end = issubclass(cls, Link) and field in {"source", "target"}
        if field not in own_fields(cls):
            near = closest(field, own_fields(cls))
            message = f"{title} fills an unknown field “{field}” of {rule.type}."
            raise LoadError(message, f"Did you mean “{near}”?" if near else f"Fields are {', '.join(own_fields(cls))}.")
        if end and not (nested and len(value) == 1 and set(value) <= set(NODE_BY_PREFIX)):
            message = f"{title} must say what the {field} of {rule.type} is."
            raise LoadError(message, f'Write {field} = {{ person = "{{column}}" }}, with the class of that end.')
        if nested and not end and field != "labels":
            message = f"{title} gives the field “{field}” of {rule.type} more than one value."
            raise LoadError(message, "Only labels and the ends of links are written with braces of their own.")


def _templates(rule: _RecordRule) -> dict[str, str | dict[str, str]]:
    return {name: value if isinstance(value, dict) else str(value) for name, value in (rule.model_extra or {}).items()}


class Mapped:
    """Records made by one mapping, nodes first and links when all nodes are known."""

    def __init__(self, mapping: MappingFile, nodes: Nodes) -> None:
        """Start with nothing read."""
        self.mapping = mapping
        self.nodes = nodes
        self.applied = False
        self._seen: dict[str, Node] = {}
        self._links: list[tuple[type[Link], _Rule, Table]] = []

    def ignores(self, file: str) -> bool:
        """Say whether a file is left out on purpose."""
        return any(fnmatchcase(file, pattern) for pattern in self.mapping.ignore)

    def read_nodes(self, table: Table, problems: list[Problem]) -> int:
        """Add the nodes of a table; its links wait for `read_links`."""
        rules = [rule for rule in self.mapping.table if _fits(rule, table)]
        if not rules:
            problems.append(table.position().problem(NOT_MAPPED()))
            return 0
        before = len(self.nodes.records)
        used: set[str] = set()
        for table_rule in rules:
            used |= set(table_rule.ignore)
            for record_rule in table_rule.record:
                rule = _Rule(record_rule, table_rule.values)
                used |= rule.columns
                missing = sorted(rule.columns - set(map(str, table.headings)))
                if missing:
                    text = NO_COLUMN(missing[0], record_rule.type)
                    problems.append(table.position().problem(text, field=missing[0], expected="a column of this name"))
                    continue
                self.applied = True
                if issubclass(rule.cls, Node):
                    self.nodes.add(self._new_nodes(rule, table, problems))
                elif issubclass(rule.cls, Link):
                    self._links.append((rule.cls, rule, table))
        unused = [heading for heading in map(str, table.headings) if heading not in used]
        problems += [table.position().problem(UNUSED_COLUMN(heading), field=heading) for heading in unused]
        return len(self.nodes.records) - before

    def _new_nodes(self, rule: "_Rule", table: Table, problems: list[Problem]) -> Iterator[Node]:
        """Yield nodes; another spelling of a name that was there before is the same node."""
        cls = rule.cls
        assert issubclass(cls, Node)
        for position, fields in rule.rows(table, problems):
            wikidata, username, name = (str(fields.get(key) or "") for key in ("wikidata", "username", "name"))
            given = str(fields.get("id") or "")
            if given.startswith(f"{prefix_of(cls)}:"):
                id_ = given
            elif rule.exact and name:
                id_ = self.nodes.exact_id(cls, name)
            else:
                id_ = self.nodes.id_of(cls, given, wikidata, username, name)
            if not id_:
                continue
            record, found = make_record(cls, fields | {"id": id_}, position)
            problems += found
            known = self._seen.get(id_)
            if isinstance(record, Node) and (known is None or replace(record, name=known.name) != known):
                self._seen.setdefault(id_, record)
                yield record

    def read_links(self, problems: list[Problem]) -> list[tuple[Table, Record]]:
        """Return the links, each with the table that gave it first."""
        links: dict[Record, Table] = {}
        for cls, rule, table in self._links:
            for position, fields in rule.rows(table, problems):
                ends = {end: self._end(cls, end, rule, fields, position, problems) for end in ("source", "target")}
                if all(ends.values()):
                    record, found = make_record(cls, fields | ends, position)
                    problems += found
                    if record:
                        links.setdefault(record, table)
        return [(table, record) for record, table in links.items()]

    def _end(
        self,
        cls: type[Link],
        end: str,
        rule: "_Rule",
        fields: Mapping[str, object],
        position: Position,
        problems: list[Problem],
    ) -> str | None:
        name = str(fields.get(end) or "")
        if not name:
            problems.append(position.problem(NO_MAPPED_END(end, cls.FORWARD), field=end))
            return None
        return self.nodes.end((rule.ends[end],), name, end, position, problems)

    def missing_files(self, files_read: Sequence[str]) -> list[Problem]:
        """Return a problem for each file that the mapping expects in vain."""
        patterns = dict.fromkeys(rule.file for rule in self.mapping.table)
        missing = [pattern for pattern in patterns if not any(fnmatchcase(file, pattern) for file in files_read)]
        return [Position(file=pattern).problem(NO_FILE(pattern)) for pattern in missing]


def _fits(rule: _TableRule, table: Table) -> bool:
    return fnmatchcase(table.file, rule.file) and fnmatchcase(table.sheet, rule.sheet)


class _Rule:
    """One `[[table.record]]`, ready to be applied to rows."""

    def __init__(self, rule: _RecordRule, values: Mapping[str, Mapping[str, str]]) -> None:
        self.cls: type[Record] = CLASS_BY_TABLE[rule.type]
        self.split = rule.split
        self.when = rule.when
        self.needs = rule.needs
        self.exact = rule.exact
        self.values = values
        self.ends: dict[str, type[Node]] = {}
        self.templates: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        for field, value in _templates(rule).items():
            if isinstance(value, str):
                self.templates[field] = value
            elif field == "labels":
                self.labels = value
            else:
                ((prefix, template),) = value.items()
                self.ends[field] = NODE_BY_PREFIX[prefix]
                self.templates[field] = template
        self.columns = {
            column
            for template in (*self.templates.values(), *self.labels.values())
            for column in _COLUMN.findall(template)
        } | {*rule.split, *rule.when, *rule.needs}
        self.converters: dict[str, Converter | None] = {
            field: None if field in self.ends else converter_for(self.cls, field) for field in self.templates
        }

    def rows(self, table: Table, problems: list[Problem]) -> Iterator[tuple[Position, dict[str, object]]]:
        """Yield the fields of each record; private data are cut out and counted."""
        headings = [str(heading) for heading in table.headings]
        private: Counter[str] = Counter()
        for batch in table.batches(problems):
            for line, row in zip(batch.lines, batch.rows, strict=True):
                for cells in self._pieces(dict(zip(headings, row, strict=True))):
                    position = table.position(line)
                    yield position, self._fields(cells, position, private, problems)
        for field, count in (+private).items():
            problems.append(table.position().problem(PRIVATE_CELLS(field, count), field=field))

    def _pieces(self, cells: dict[str, str]) -> list[dict[str, str]]:
        """Return the row once, once for each part of a split cell, or not at all."""
        if not all(cells[column] for column in self.needs):
            return []
        if any(cells[column] not in wanted for column, wanted in self.when.items()):
            return []
        for column, separator in self.split.items():
            parts = [part.strip() for part in re.split(f"[{re.escape(separator)}\n]", cells[column])]
            return [cells | {column: part} for part in parts if part]
        return [cells]

    def _fields(
        self, cells: dict[str, str], position: Position, private: Counter[str], problems: list[Problem]
    ) -> dict[str, object]:
        for column, words in self.values.items():
            if column in cells:
                cells = cells | {column: words.get(cells[column], cells[column])}
        fields: dict[str, object] = {}
        for field, template in self.templates.items():
            filled = _fill(template, cells)
            text = without_private(filled)
            private[field] += text != filled
            converter = self.converters[field]
            fields[field] = converter[text] if converter else text
            if converter and (misread := converter.misread.get(text)):
                problems.append(position.problem(misread.message, field=field, found=text, expected=misread.expected))
        if self.labels:
            labels = {language: _fill(template, cells) for language, template in self.labels.items()}
            fields["labels"] = {language: label for language, label in labels.items() if label}
        return fields


def _fill(template: str, cells: Mapping[str, str]) -> str:
    """Fill in the columns; a template whose columns are all empty is empty."""
    columns = _COLUMN.findall(template)
    if columns and not any(cells[column] for column in columns):
        return ""
    return " ".join(_COLUMN.sub(lambda match: cells[match[1]], template).split())
