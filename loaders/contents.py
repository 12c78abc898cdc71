# SPDX-License-Identifier: GPL-3.0-or-later
"""What the files of one source hold: which kind each is, and its records.

Nodes of all tables are read first, then everything that refers to them, so
the order of files, sheets and columns does not matter.
"""

import json
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import LoadError
from graph.schema.links import Attended, Link
from graph.schema.nodes import Event, Node, Person, Record
from graph.schema.source import Problem, ProblemCode
from graph.text.message import Text
from loaders.cells.asks import Ask
from loaders.cells.encodings import read_text
from loaders.cells.plan import NetworkPlan, TablePlan
from loaders.cells.reading import Position
from loaders.documents.document import Document
from loaders.documents.reader import DOCUMENT_SUFFIXES, document_of_text, read_document
from loaders.graphs.json_files import is_network, read_json_network
from loaders.graphs.network import Network
from loaders.graphs.reader import Networks
from loaders.graphs.tables import graph_columns, read_graph_table
from loaders.kinds import (
    ANSWERED,
    CARD_SUFFIXES,
    NEWER,
    NOTES,
    NOTES_SUFFIXES,
    PAJEK_SUFFIXES,
    SUFFIXES,
    TABLE_SUFFIXES,
    XML_SUFFIXES,
    Answered,
)
from loaders.tables import canonical, wide
from loaders.tables.files import Table, read_tables, rows_of_objects, tables_of_rows
from loaders.tables.form.answers import read_answers
from loaders.tables.form.columns import Form, form_of
from loaders.tables.headings import class_of_name, wide_kinds
from loaders.tables.mapping import nested
from loaders.tables.mapping.mapping_file import MappingFile, ReadingRule
from loaders.tables.mapping.mappings import Mapped
from loaders.tables.mapping.unsure import accepts, answered, ask_rows, in_sections
from loaders.tables.mentions import Mention, resolve
from loaders.tables.nodes import Nodes
from loaders.tables.regions import regions
from loaders.tables.subject import Reason, Subject, subject_of

if TYPE_CHECKING:
    from loaders.notes.meetings import Meetings

NOT_RECOGNISED = Text(
    "problem-table-not-recognised",
    "Neither the name nor the headings of this table say what its rows are; it was left out.",
)


TEXT_NOT_READ = Text(
    "problem-text-not-read",
    "Only the tables were read; {{PLURAL:$1|one line|$1 lines}} of text around them name no groups, questions or "
    "themes.",
    "$1 number",
)
_LONGEST_SHEET = 60


class Contents:
    """The records of one source, gathered file by file.

    `recognised` says whether anything was of a kind that can be loaded;
    `gave` counts records by file; `problems` are what was wrong or notable so
    far; `as_of` is the newest date of the answers to a survey.
    """

    def __init__(self, source_id: str, *, kind: str | None, mapping: MappingFile | None, accept: bool = False) -> None:
        """Start with nothing read; with `accept` every name that looks odd is made."""
        self.recognised = False
        self.has_several_notes = False
        self.gave: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.as_of = ""
        self._kind = kind
        self._nodes = Nodes(source_id)
        self._mapped = Mapped(mapping, self._nodes) if mapping and mapping.table else None
        self._answers = mapping.reading if mapping else []
        self._left_out = mapping.ignore if mapping else []
        self._accepts = accepts(mapping.accept if mapping else (), every=accept)
        self.asks: list[Ask] = []
        self._mentions: list[Mention] = []
        self.plans: list[TablePlan] = []
        self.networks: list[NetworkPlan] = []
        self._networks = Networks(self._nodes, class_of_name(kind) if kind in wide_kinds() else None)
        self._links: list[tuple[type[Link], Table]] = []
        self._others: list[Record] = []
        self._meetings: Meetings | None = None

    def ignores(self, file: str) -> bool:
        """Say whether a mapping leaves a file out on purpose."""
        return any(fnmatchcase(file, pattern) for pattern in self._left_out)

    def add(self, path: Path) -> None:
        """Read a file; LoadError if it cannot be read as a whole."""
        if path.stat().st_size == 0:
            message = f"“{path.name}” is empty."
            raise LoadError(message, "Nothing was loaded from it.")
        self.gave.setdefault(path.name, 0)
        suffix = path.suffix.lower()
        if self._mapped and suffix in nested.SUFFIXES:
            self._add_nested(self._mapped, path)
        elif self._kind == NOTES or suffix in NOTES_SUFFIXES:
            self._add_notes(path)
        elif suffix in TABLE_SUFFIXES:
            self._add_tables(*read_tables(path))
        elif suffix == ".json":
            self._add_json(path)
        elif suffix in (*XML_SUFFIXES, *PAJEK_SUFFIXES):
            self._add_network(self._network(path))
        elif suffix in CARD_SUFFIXES:
            from loaders.graphs.vcard import read_vcard  # noqa: PLC0415 - tables do not need it

            self._add_tables(*read_vcard(self._text(path), path.name))
        elif suffix in nested.SUFFIXES:
            message = f"“{path.name}” is of a kind that cannot be loaded without a mapping."
            raise LoadError(message, "Give one with --mapping; docs/map-a-table.md shows how.")
        else:
            message = f"“{path.name}” is of a kind that cannot be loaded."
            newer = NEWER.get(suffix)
            raise LoadError(message, f"Save it as {newer}." if newer else f"Give one of {', '.join(SUFFIXES)}.")

    def _text(self, path: Path) -> str:
        text, problems = read_text(path)
        self.problems += problems
        return text

    def _add_nested(self, mapped: Mapped, path: Path) -> None:
        text = self._text(path) if mapped.has_rules_for(path.name) else ""
        count, problems = mapped.read_nested(path, text)
        self.gave[path.name] += count
        self.problems += problems
        self.recognised |= mapped.applied

    def _add_json(self, path: Path) -> None:
        content = _json(self._text(path), path)
        if is_network(content) and not self._mapped:
            self._add_network(read_json_network(content, path.name))
        else:
            self._add_tables(*_json_tables(path, content))

    def _add_network(self, network: Network) -> None:
        self._networks.add(network)
        self.recognised = True

    def _network(self, path: Path) -> Network:
        """Return the network of a file that holds nothing else."""
        if path.suffix.lower() in PAJEK_SUFFIXES:
            from loaders.graphs.pajek import read_pajek  # noqa: PLC0415 - tables do not need it

            return read_pajek(self._text(path), path.name)
        from loaders.graphs.xml_files import read_xml_network  # noqa: PLC0415 - as above

        return read_xml_network(path)

    def _add_tables(self, tables: Sequence[Table], problems: Sequence[Problem]) -> None:
        """Take in the tables of a file, after the problems of cutting it into tables."""
        self.problems += problems
        for table in tables:
            self._add_table(table)

    def _add_notes(self, path: Path) -> None:
        from loaders.notes import records  # noqa: PLC0415 - tables do not need it
        from loaders.notes.meetings import Meetings  # noqa: PLC0415 - as above
        from loaders.notes.minutes import minutes_of  # noqa: PLC0415 - as above

        if path.suffix.lower() in TABLE_SUFFIXES and path.suffix.lower() not in (".csv", ".tsv", ".tab"):
            message = f"“{path.name}” is no text, so it cannot be read as notes."
            raise LoadError(message, "Leave --kind out.")
        if path.suffix.lower() in DOCUMENT_SUFFIXES:
            document, problems = read_document(path)
            self.problems += problems
            whole = document.text
        else:
            # Tables of attendance are read by minutes themselves, so a plain text is given as it is.
            whole = self._text(path)
            document = Document(lines=[whole]) if self._kind == NOTES else document_of_text(whole, path)
        if self._kind in (None, NOTES) and (minutes := minutes_of(whole, path.name)):
            self._meetings = self._meetings or Meetings(self._nodes.source_id)
            self._meetings.minutes.append(minutes)
            self.recognised = True
            return
        if self._kind not in (None, NOTES) and not document.tables:
            message = f"“{path.name}” has no table, so its rows cannot be {self._kind}."
            raise LoadError(message, "Leave --kind out, or save it as CSV or XLSX.")
        present = self._add_grids(document, path) if self._kind != NOTES else dict[str, str]()
        if present and document.title and not records.recognises(document.text):
            # A meeting of which nothing is known but who was there.
            document.lines += ["", "## Present", *(f"- {name}" for name in present.values() if " " in name)]
        if self._kind != NOTES and not records.recognises(document.text):
            if not document.tables:
                message = f"“{path.name}” does not look like workshop notes."
                raise LoadError(message, "If it is, load it with --kind notes. A table needs the ending .csv or .xlsx.")
            self.problems += _unread(document, path)
            return
        records_, found = records.read_notes(
            document.text,
            file=path.name,
            source_id=self._nodes.source_id,
            within=path.stem if self.has_several_notes else "",
        )
        events = [record.id for record in records_ if isinstance(record, Event)]
        if len(events) == 1:
            known = {record for record in records_ if isinstance(record, Attended)}
            links = (Attended(source=person, target=events[0]) for person in present)
            records_ += [link for link in links if link not in known]
        self.recognised = True
        self.gave[path.name] += len(records_)
        self._others += records_
        self.problems += found

    def _add_grids(self, document: Document, path: Path) -> dict[str, str]:
        """Read the tables of a document; the line above one belongs to it.

        Returns the names of those who are said to have been present, by id.
        """
        from loaders.notes.words import lists_attendance  # noqa: PLC0415 - tables do not need it

        present: dict[str, str] = {}
        for grid in document.tables:
            before, found = len(self._nodes.records), self.gave[path.name]
            sheet = grid.title if len(grid.title) <= _LONGEST_SHEET else ""
            self._add_tables(*tables_of_rows(path.name, sheet, grid.rows, title=grid.title))
            if self.gave[path.name] == found or not grid.title_line:
                continue
            if lists_attendance(grid.title):
                made = self._nodes.records[before:]
                present |= {record.id: record.name for record in made if isinstance(record, Person)}
            if not document.lines[grid.title_line - 1].startswith("# "):
                document.lines[grid.title_line - 1] = ""
        return present

    def _add_table(self, table: Table) -> None:
        if self._mapped:
            count, problems = self._mapped.read_nodes(table)
            self.gave[table.file] += count
            self.problems += problems
            self.recognised |= self._mapped.applied
            return
        for kind, form in ANSWERED.items():
            if self._kind == kind or (self._kind is None and form.recognises(table)):
                self._add_answered(form, table)
                return
        if rule := self._rule(table):
            part = answered(in_sections(table, rule.sections), rule.columns)
            self._add_wide(subject_of(part, rule.rows or self._kind), part)
            return
        if cls := self._canonical_class(table):
            self._add_canonical(cls, table)
            return
        if columns := graph_columns(table):
            network, problems = read_graph_table(table, columns)
            self.problems += problems
            self._add_network(network)
            return
        if self._kind is None and (form := form_of(table)):
            self._add_form(form, table)
            return
        for part in regions(table):
            self._add_wide(subject_of(part, self._kind), part)

    def _rule(self, table: Table) -> ReadingRule | None:
        """Return what somebody said of a table, if anything."""
        fits = (rule for rule in self._answers if fnmatchcase(table.file, rule.file))
        return next((rule for rule in fits if fnmatchcase(table.sheet, rule.sheet)), None)

    def _add_form(self, form: Form, table: Table) -> None:
        answers = read_answers(form, table)
        self.problems += answers.problems
        self.as_of = max(self.as_of, answers.as_of)
        for cls, part in answers.tables.items():
            if next(part.rows(), None):
                self._add_wide(Subject(cls=cls, reason=Reason.SURVEY), part)
        self.recognised = True

    def _canonical_class(self, table: Table) -> type[Record] | None:
        """Return the class whose fields the headings are, if the table is named after one."""
        names = (self._kind,) if self._kind else (table.name, Path(table.file).stem)
        # A workbook of one unnamed sheet is named by its file.
        return next(
            (cls for name in names if (cls := canonical.class_of_table(name)) and canonical.has_fields(cls, table)),
            None,
        )

    def _add_canonical(self, cls: type[Record], table: Table) -> None:
        problems: list[Problem] = []
        if issubclass(cls, Link):
            self._links.append((cls, table))
        elif issubclass(cls, Node):
            count, problems = canonical.read_nodes(cls, table, self._nodes)
            self.gave[table.file] += count
        self.problems += problems
        self.recognised |= not any(problem.code is ProblemCode.NOT_READ for problem in problems)

    def _add_wide(self, subject: Subject, table: Table) -> None:
        if subject.cls is None:
            self.problems.append(table.position().problem(NOT_RECOGNISED(), expected=", ".join(wide_kinds())))
            self.asks.append(ask_rows(table))
            return
        done = wide.read_wide(subject, table, self._nodes)
        self.gave[table.file] += done.count
        self._mentions += done.mentions
        self.asks += done.asks
        self.problems += done.problems
        if done.plan and (subject.reason is not Reason.SURVEY or subject.cls is Person):
            self.plans.append(done.plan)
        self.recognised |= not any(problem.code is ProblemCode.NOT_READ for problem in done.problems)

    def _add_answered(self, answered: Answered, table: Table) -> None:
        if not answered.recognises(table):
            message = f"“{table.file}” lacks columns of {answered.words}."
            raise LoadError(message, f"Its columns are {', '.join(answered.columns)}.")
        records, problems = answered.read(table)
        self.problems += problems
        self.recognised = True
        self.gave[table.file] += len(records)
        self._others += records

    def finish(self) -> list[Record]:
        """Return all records; the problems of tying them together are among the others afterwards."""
        self.problems += self._nodes.join_accounts()
        for mention in self._mentions:
            mention.own_id = self._nodes.moved.get(mention.own_id, mention.own_id)
        links: list[Record] = []
        if self._mapped:
            mapped, problems = self._mapped.read_links()
            for table, record in mapped:
                self.gave[table.file] += 1
                links.append(record)
            self.problems += [*problems, *self._mapped.missing_files(list(self.gave))]
        networks = self._networks.finish()
        self.problems += networks.problems
        links += networks.links
        self.networks += networks.plans.values()
        self._mentions += networks.mentions
        for file, count in networks.gave.items():
            self.gave[file] = self.gave.get(file, 0) + count
        for cls, table in self._links:
            found, problems = canonical.read_links(cls, table, self._nodes)
            self.gave[table.file] += len(found)
            self.problems += problems
            links += found
        tied = resolve(self._mentions, self._nodes, self._accepts)
        self.asks += tied.asks
        for position in (*tied.links.values(), *tied.made):
            self.gave[position.file] += 1
        if self._meetings:
            self._meetings.finish()
            self.gave |= self._meetings.gave
            self._others += self._meetings.records.values()
            self.problems += self._meetings.problems
        self.problems += tied.problems
        return [*self._nodes.records, *links, *tied.links, *self._others]


def _unread(document: Document, path: Path) -> list[Problem]:
    """Return the problem of text around tables that is no notes; headings are none."""
    lines = [number for number, line in enumerate(document.lines, start=1) if line.strip(" *_=") and line[0] != "#"]
    return [Position(file=path.name, line=lines[0]).problem(TEXT_NOT_READ(len(lines)))] if lines else []


def _json(text: str, path: Path) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"“{path.name}” is no valid JSON: {error}."
        raise LoadError(message, "Give a list of objects, a network, or JSON lines (.jsonl).") from error


def _json_tables(path: Path, content: object) -> tuple[list[Table], list[Problem]]:
    if not isinstance(content, list):
        message = f"“{path.name}” is neither an export, nor a network, nor a list of objects."
        raise LoadError(message, "Give a list of objects, a network with nodes and links, or JSON lines (.jsonl).")
    position = Position(file=path.name)
    return rows_of_objects(position, enumerate(content, start=1))
