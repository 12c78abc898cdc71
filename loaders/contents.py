# SPDX-License-Identifier: GPL-3.0-or-later
"""What the files of one source hold: which kind each is, and its records.

Nodes of all tables are read first, then everything that refers to them, so
the order of files, sheets and columns does not matter.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from graph.errors import LoadError
from graph.schema.links import Link
from graph.schema.nodes import Node, Record
from graph.schema.source import Problem, ProblemCode
from graph.text.message import Text
from loaders.cells.encodings import read_text
from loaders.cells.plan import TablePlan
from loaders.cells.reading import Position
from loaders.tables import canonical, review, suggestions, wide
from loaders.tables.files import SUFFIXES as TABLE_SUFFIXES
from loaders.tables.files import Table, read_tables, rows_of_objects
from loaders.tables.headings import wide_kinds
from loaders.tables.mapping.mappings import Mapped, MappingFile
from loaders.tables.mentions import Mention, resolve
from loaders.tables.nodes import Nodes
from loaders.tables.regions import regions
from loaders.tables.subject import subject_of

NOTES_SUFFIXES = (".md", ".markdown", ".txt")
NOTES = "notes"
REVIEW = "identity-review"
SUGGESTIONS = "suggested-themes"

NOT_RECOGNISED = Text(
    "problem-table-not-recognised",
    "Neither the name nor the headings of this table say what its rows are; it was left out.",
)


class _Answered(NamedTuple):
    """A table that a query writes and a person fills in; its headings tell it apart."""

    words: str
    columns: tuple[str, ...]
    recognises: Callable[[Table], bool]
    read: Callable[[Table, list[Problem]], list[Record]]


_ANSWERED = {
    REVIEW: _Answered("a review file", review.COLUMNS, review.is_review, review.read_review),
    SUGGESTIONS: _Answered(
        "a table of suggested themes",
        suggestions.COLUMNS,
        suggestions.is_suggestions,
        suggestions.read_suggestions,
    ),
}


@cache
def kinds() -> tuple[str, ...]:
    """Return what `--kind` takes: names of wide and of canonical tables, notes, tables that ask for answers."""
    return (*wide_kinds(), *canonical.CLASS_BY_TABLE, NOTES, *_ANSWERED)


class Contents:
    """The records of one source, gathered file by file.

    `recognised` says whether anything was of a kind that can be loaded;
    `gave` counts records by file.
    """

    def __init__(self, source_id: str, *, kind: str | None, mapping: MappingFile | None) -> None:
        """Start with nothing read."""
        self.recognised = False
        self.has_several_notes = False
        self.gave: dict[str, int] = {}
        self._kind = kind
        self._nodes = Nodes(source_id)
        self._mapped = Mapped(mapping, self._nodes) if mapping else None
        self._mentions: list[Mention] = []
        self.plans: list[TablePlan] = []
        self._links: list[tuple[type[Link], Table]] = []
        self._others: list[Record] = []

    def ignores(self, file: str) -> bool:
        """Say whether a mapping leaves a file out on purpose."""
        return self._mapped is not None and self._mapped.ignores(file)

    def add(self, path: Path, problems: list[Problem]) -> None:
        """Read a file; LoadError if it cannot be read as a whole."""
        if path.stat().st_size == 0:
            message = f"“{path.name}” is empty."
            raise LoadError(message, "Nothing was loaded from it.")
        self.gave.setdefault(path.name, 0)
        suffix = path.suffix.lower()
        if self._kind == NOTES or suffix in NOTES_SUFFIXES:
            self._add_notes(path, problems)
        elif suffix in TABLE_SUFFIXES or suffix == ".json":
            tables = read_tables(path, problems) if suffix != ".json" else _json_tables(path, problems)
            for table in tables:
                self._add_table(table, problems)
        else:
            message = f"“{path.name}” is of a kind that cannot be loaded."
            raise LoadError(message, f"Give one of {', '.join((*TABLE_SUFFIXES, '.json', *NOTES_SUFFIXES))}.")

    def _add_notes(self, path: Path, problems: list[Problem]) -> None:
        from loaders.notes import records  # noqa: PLC0415 - tables do not need it

        if self._kind not in (None, NOTES):
            message = f"“{path.name}” is no table, so its rows cannot be {self._kind}."
            raise LoadError(message, "Leave --kind out, or save it as CSV or XLSX.")
        if path.suffix.lower() in TABLE_SUFFIXES and path.suffix.lower() not in (".csv", ".tsv", ".tab"):
            message = f"“{path.name}” is no text, so it cannot be read as notes."
            raise LoadError(message, "Leave --kind out.")
        text = read_text(path, problems)
        if self._kind is None and not records.recognises(text):
            message = f"“{path.name}” does not look like workshop notes."
            raise LoadError(message, "If it is, load it with --kind notes. A table needs the ending .csv or .xlsx.")
        records, found = records.read_notes(
            text, file=path.name, source_id=self._nodes.source_id, within=path.stem if self.has_several_notes else ""
        )
        self.recognised = True
        self.gave[path.name] += len(records)
        self._others += records
        problems += found

    def _add_table(self, table: Table, problems: list[Problem]) -> None:
        if self._mapped:
            self.gave[table.file] += self._mapped.read_nodes(table, problems)
            self.recognised |= self._mapped.applied
            return
        for kind, answered in _ANSWERED.items():
            if self._kind == kind or (self._kind is None and answered.recognises(table)):
                self._add_answered(answered, table, problems)
                return
        if cls := self._canonical_class(table):
            self._add_canonical(cls, table, problems)
            return
        for part in regions(table):
            self._add_wide(part, problems)

    def _canonical_class(self, table: Table) -> type[Record] | None:
        """Return the class whose fields the headings are, if the table is named after one."""
        names = (self._kind,) if self._kind else (table.name, Path(table.file).stem)
        # A workbook of one unnamed sheet is named by its file.
        return next(
            (cls for name in names if (cls := canonical.class_of_table(name)) and canonical.has_fields(cls, table)),
            None,
        )

    def _add_canonical(self, cls: type[Record], table: Table, problems: list[Problem]) -> None:
        before = len(problems)
        if issubclass(cls, Link):
            self._links.append((cls, table))
        elif issubclass(cls, Node):
            self.gave[table.file] += canonical.read_nodes(cls, table, self._nodes, problems)
        self.recognised |= not any(problem.code is ProblemCode.NOT_READ for problem in problems[before:])

    def _add_wide(self, table: Table, problems: list[Problem]) -> None:
        subject = subject_of(table, self._kind)
        if subject.cls is None:
            problems.append(table.position().problem(NOT_RECOGNISED(), expected=", ".join(wide_kinds())))
            return
        done = wide.read_wide(subject, table, self._nodes)
        self.gave[table.file] += done.count
        self._mentions += done.mentions
        problems += done.problems
        if done.plan:
            self.plans.append(done.plan)
        self.recognised |= not any(problem.code is ProblemCode.NOT_READ for problem in done.problems)

    def _add_answered(self, answered: _Answered, table: Table, problems: list[Problem]) -> None:
        if not answered.recognises(table):
            message = f"“{table.file}” lacks columns of {answered.words}."
            raise LoadError(message, f"Its columns are {', '.join(answered.columns)}.")
        records = answered.read(table, problems)
        self.recognised = True
        self.gave[table.file] += len(records)
        self._others += records

    def finish(self) -> tuple[list[Record], list[Problem]]:
        """Return all records, and the problems of tying them together."""
        problems: list[Problem] = []
        links: list[Record] = []
        if self._mapped:
            for table, record in self._mapped.read_links(problems):
                self.gave[table.file] += 1
                links.append(record)
            problems += self._mapped.missing_files(list(self.gave))
        for cls, table in self._links:
            found = canonical.read_links(cls, table, self._nodes, problems)
            self.gave[table.file] += len(found)
            links += found
        tied = resolve(self._mentions, self._nodes)
        for position in (*tied.links.values(), *tied.made):
            self.gave[position.file] += 1
        return [*self._nodes.records, *links, *tied.links, *self._others], [*problems, *tied.problems]


def _json_tables(path: Path, problems: list[Problem]) -> list[Table]:
    try:
        content = json.loads(read_text(path, problems))
    except (ValueError, RecursionError) as error:
        message = f"“{path.name}” is no valid JSON: {error}."
        raise LoadError(message, "Give a list of objects, or JSON lines (.jsonl).") from error
    if not isinstance(content, list):
        message = f"“{path.name}” is neither an export nor a list of objects."
        raise LoadError(message, "Give a list of objects, or JSON lines (.jsonl).")
    position = Position(file=path.name)
    return rows_of_objects(position, enumerate(content, start=1), problems)
