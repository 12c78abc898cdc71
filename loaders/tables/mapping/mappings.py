# SPDX-License-Identifier: GPL-3.0-or-later
"""Any other table, by a mapping file that says which columns make which records.

What a mapping says is in `loaders/tables/mapping/mapping_file.py`, templates
are in `templates.py`, values inside values in `nested.py`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

from graph.schema.links import Link
from graph.schema.nodes import NODE_BY_PREFIX, Node, Record, prefix_of
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.private_columns import PRIVATE_CELLS
from loaders.cells.private_text import without_private
from loaders.cells.reading import Position, make_record
from loaders.cells.understanding import Converter
from loaders.cells.values import converter_for
from loaders.tables.canonical import CLASS_BY_TABLE
from loaders.tables.files import Table
from loaders.tables.mapping.mapping_file import MappingFile, RecordRule, TableRule, templates_of
from loaders.tables.mapping.nested import parsed, table_of
from loaders.tables.mapping.templates import columns_of, fill
from loaders.tables.nodes import Nodes, name_key

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

NO_ROWS = Text("problem-mapping-no-rows", "There is nothing at “$1”, where the mapping looks for rows.", "$1 path")
SPELLINGS = Text(
    "problem-mapping-spellings",
    "“$1” is also written $2; they are kept as other names.",
    "$1 name, $2 list of names",
)

_BRACKETED = re.compile(r"^(.*?)\s*[(\[]([^()\[\]]*)[)\]]\s*$", re.DOTALL)


class Mapped:
    """Records made by one mapping, nodes first and links when all nodes are known."""

    def __init__(self, mapping: MappingFile, nodes: Nodes) -> None:
        """Start with nothing read."""
        self.mapping = mapping
        self.nodes = nodes
        self.applied = False
        self._seen: dict[str, Node] = {}
        self._spellings: dict[str, tuple[Position, dict[str, None]]] = {}
        self._links: list[tuple[type[Link], _Rule, Table]] = []

    def read_nodes(self, table: Table) -> tuple[int, list[Problem]]:
        """Add the nodes of a table, return how many, and problems; its links wait for `read_links`."""
        rules = [rule for rule in self.mapping.table if _fits(rule, table)]
        if not rules:
            return 0, [table.position().problem(NOT_MAPPED())]
        return self._apply(rules, table)

    def has_rules_for(self, file: str) -> bool:
        """Say whether any rule is about a file."""
        return any(fnmatchcase(file, rule.file) for rule in self.mapping.table)

    def read_nested(self, path: Path, text: str) -> tuple[int, list[Problem]]:
        """Add the nodes of a file of values inside values; each rule says which of them are its rows."""
        rules = [rule for rule in self.mapping.table if fnmatchcase(path.name, rule.file)]
        if not rules:
            return 0, [Position(file=path.name).problem(NOT_MAPPED())]
        content = parsed(text, path)
        count = 0
        problems: list[Problem] = []
        for rows in dict.fromkeys(rule.rows for rule in rules):
            table = table_of(content, path, rows)
            if table is None:
                problems.append(Position(file=path.name).problem(NO_ROWS(rows)))
            else:
                added, found = self._apply([rule for rule in rules if rule.rows == rows], table)
                count += added
                problems += found
        return count, problems

    def _apply(self, rules: Sequence[TableRule], table: Table) -> tuple[int, list[Problem]]:
        problems: list[Problem] = []
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
                    nodes, found = self._new_nodes(rule, table)
                    self.nodes.add(nodes)
                    problems += found
                elif issubclass(rule.cls, Link):
                    self._links.append((rule.cls, rule, table))
        # What a row stands in is there for whoever asks.
        unused = [
            heading
            for heading in map(str, table.headings)
            if heading not in used and not heading.startswith(("../", "@"))
        ]
        problems += [table.position().problem(UNUSED_COLUMN(heading), field=heading) for heading in unused]
        return len(self.nodes.records) - before, problems

    def _new_nodes(self, rule: "_Rule", table: Table) -> tuple[list[Node], list[Problem]]:
        """Return nodes; another spelling of a name that was there before is the same node."""
        cls = rule.cls
        assert issubclass(cls, Node)
        nodes: list[Node] = []
        problems: list[Problem] = []
        for row in rule.rows(table):
            if isinstance(row, Problem):
                problems.append(row)
                continue
            position, fields = row
            wikidata, username, name = (str(fields.get(key) or "") for key in ("wikidata", "username", "name"))
            given = str(fields.get("id") or "")
            if given.startswith(f"{prefix_of(cls)}:"):
                id_ = given
            elif rule.exact and name:
                id_ = self.nodes.exact_id(cls, name)
            else:
                id_ = self.nodes.id_of(cls, bare=given, wikidata=wikidata, username=username, name=name)
            if not id_:
                continue
            record, found = make_record(cls, fields | {"id": id_}, position)
            problems += found
            if not isinstance(record, Node):
                continue
            known = self._seen.setdefault(id_, record)
            if known is not record and record.name != known.name:
                record = self._other_spelling(known, record, position)
            if known is record or record != known:
                nodes.append(record)
        return nodes, problems

    def _other_spelling(self, known: Node, record: Node, position: Position) -> Node:
        """Return the node of a row under the name that it had before; another spelling is kept as another name."""
        if name_key(record.name) == name_key(known.name):
            return replace(record, name=known.name)
        _first, names = self._spellings.setdefault(known.id, (position, {}))
        names[record.name] = None
        return replace(record, name=known.name, aliases=(*record.aliases, record.name))

    def read_links(self) -> tuple[list[tuple[Table, Record]], list[Problem]]:
        """Return the links, each with the table that gave it first, and problems."""
        problems = [
            position.problem(SPELLINGS(self._seen[id_].name, list(names)), field="name")
            for id_, (position, names) in self._spellings.items()
        ]
        links: dict[Record, Table] = {}
        for cls, rule, table in self._links:
            for row in rule.rows(table):
                if isinstance(row, Problem):
                    problems.append(row)
                    continue
                position, fields = row
                ends: dict[str, str | None] = {}
                for end in ("source", "target"):
                    ends[end], found = self._end(cls, end, rule.named(end, fields), position)
                    problems += found
                if all(ends.values()):
                    own = {field: value for field, value in fields.items() if field not in rule.of_ends}
                    record, found = make_record(cls, own | ends, position)
                    problems += found
                    if record:
                        links.setdefault(record, table)
        return [(table, record) for record, table in links.items()], problems

    def _end(
        self, cls: type[Link], end: str, named: Sequence[tuple[type[Node], str]], position: Position
    ) -> tuple[str | None, list[Problem]]:
        if not named:
            return None, [position.problem(NO_MAPPED_END(end, cls.FORWARD), field=end)]
        # Where an end may be of several classes, the first of them that knows the name counts.
        for cls_, name in named:
            if self.nodes.find((cls_,), name):
                return self.nodes.end((cls_,), name, end, position)
        classes = tuple(cls_ for cls_, name in named if name == named[0][1])
        return self.nodes.end(classes, named[0][1], end, position)

    def missing_files(self, files_read: Sequence[str]) -> list[Problem]:
        """Return a problem for each file that the mapping expects in vain."""
        patterns = dict.fromkeys(rule.file for rule in self.mapping.table)
        missing = [pattern for pattern in patterns if not any(fnmatchcase(file, pattern) for file in files_read)]
        return [Position(file=pattern).problem(NO_FILE(pattern)) for pattern in missing]


def _fits(rule: TableRule, table: Table) -> bool:
    return fnmatchcase(table.file, rule.file) and fnmatchcase(table.sheet, rule.sheet)


class _Rule:
    """One `[[table.record]]`, ready to be applied to rows."""

    def __init__(self, rule: RecordRule, values: Mapping[str, Mapping[str, str]]) -> None:
        self.cls: type[Record] = CLASS_BY_TABLE[rule.type]
        self.split = rule.split
        self.pair = rule.pair
        self.when = rule.when
        self.needs = rule.needs
        self.exact = rule.exact
        self.values = values
        self.ends: dict[str, list[tuple[type[Node], str]]] = {}
        self.templates: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        for field, value in templates_of(rule).items():
            if isinstance(value, str):
                self.templates[field] = value
            elif field == "labels":
                self.labels = value
            else:
                # Each class of an end is filled like a field of its own.
                for prefix, template in value.items():
                    self.templates[f"{field} {prefix}"] = template
                    self.ends.setdefault(field, []).append((NODE_BY_PREFIX[prefix], f"{field} {prefix}"))
        self.of_ends = {name for classes in self.ends.values() for _cls, name in classes}
        self.columns = {
            column for template in (*self.templates.values(), *self.labels.values()) for column in columns_of(template)
        } | {*rule.split, *rule.pair, *rule.when, *rule.needs}
        self.columns -= {f"{column}.{side}" for column in rule.pair for side in (1, 2)}
        self.converters: dict[str, Converter | None] = {
            field: None if field in self.of_ends else converter_for(self.cls, field) for field in self.templates
        }

    def named(self, end: str, fields: Mapping[str, object]) -> list[tuple[type[Node], str]]:
        """Return what the fields of a link name at an end, by class."""
        return [(cls, name) for cls, template in self.ends[end] if (name := str(fields.get(template) or ""))]

    def rows(self, table: Table) -> Iterator[tuple[Position, dict[str, object]] | Problem]:
        """Yield the fields of each record, and between them problems; private data are cut out and counted."""
        headings = [str(heading) for heading in table.headings]
        private: Counter[str] = Counter()
        for batch in table.batches():
            yield from table.extra_cells(batch)
            for line, row in zip(batch.lines, batch.rows, strict=True):
                for cells in self._pieces(dict(zip(headings, row, strict=True))):
                    position = table.position(line)
                    fields, problems = self._fields(cells, position, private)
                    yield from problems
                    yield position, fields
        for field, count in (+private).items():
            yield table.position().problem(PRIVATE_CELLS(field, count), field=field)

    def _pieces(self, cells: dict[str, str]) -> list[dict[str, str]]:
        """Return the row once, once for each part of a split cell, or not at all."""
        if not all(cells[column] for column in self.needs):
            return []
        if any(cells[column] not in wanted for column, wanted in self.when.items()):
            return []
        for column, separator in self.split.items():
            parts = [part.strip() for part in re.split(f"[{re.escape(separator)}\n]", cells[column])]
            return [self._paired(cells | {column: part}) for part in parts if part]
        return [self._paired(cells)]

    def _paired(self, cells: dict[str, str]) -> dict[str, str]:
        """Return the cells with both sides of each pair, such as a name and a role, as cells of their own."""
        for column, between in self.pair.items():
            cell = cells[column]
            if between == "()":
                match = _BRACKETED.match(cell)
                one, two = match.groups() if match else (cell, "")
            else:
                one, _between, two = cell.partition(between)
            cells = cells | {f"{column}.1": one.strip(), f"{column}.2": two.strip()}
        return cells

    def _fields(
        self, cells: dict[str, str], position: Position, private: Counter[str]
    ) -> tuple[dict[str, object], list[Problem]]:
        problems: list[Problem] = []
        for column, words in self.values.items():
            if column in cells:
                cells = cells | {column: words.get(cells[column], cells[column])}
        fields: dict[str, object] = {}
        for field, template in self.templates.items():
            filled = fill(template, cells)
            text = without_private(filled)
            private[field] += text != filled
            converter = self.converters[field]
            fields[field] = converter[text] if converter else text
            if converter and (misread := converter.misread.get(text)):
                problems.append(position.problem(misread.message, field=field, found=text, expected=misread.expected))
        if self.labels:
            labels = {language: fill(template, cells) for language, template in self.labels.items()}
            fields["labels"] = {language: label for language, label in labels.items() if label}
        return fields, problems
