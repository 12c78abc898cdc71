# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables as people have them: one row an entry, columns that name others.

Reading is in two steps: first the nodes of all tables, then the cells that
name other entries (`loaders/tables/mentions.py`), so that the order of tables
and columns does not matter. What each column is was judged before, in
`loaders/tables/layout.py`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.schema.folding import fold
from graph.schema.links import Attended, MemberOf, table_name
from graph.schema.nodes import Event, Group, Node, Person, Project, prefix_of
from graph.schema.source import Problem, ProblemCode
from graph.text.message import Text
from loaders.cells.asks import Ask
from loaders.cells.cell_words import is_above, is_nothing, tick_of
from loaders.cells.dates import order_of, to_period
from loaders.cells.markup import without_list_mark
from loaders.cells.plan import ColumnPlan, TablePlan
from loaders.cells.private_columns import PrivateData
from loaders.cells.private_text import without_private
from loaders.cells.understanding import Converter
from loaders.cells.values import converter_for
from loaders.tables.files import Batch, Table
from loaders.tables.headings import AboutLink, FieldColumn, LinkColumn
from loaders.tables.layout import Column, Kind, judge_columns
from loaders.tables.mapping.unsure import ask_columns, ask_sections
from loaders.tables.mentions import ColumnOfNames, Mention, attach, attach_end
from loaders.tables.nodes import Nodes
from loaders.tables.records import NoRecord, Survey, survey
from loaders.tables.row_names import RowNames
from loaders.tables.rows import Columns, cell_problems, heading_problems, make_records, node_ids
from loaders.tables.splitting import both_people, split_always
from loaders.tables.subject import Subject

NO_NAME_COLUMN = Text("problem-no-name-column", "No column has the names of the $1; nothing was read.", "$1 plural")
ABOUT_LINK_ALONE = Text(
    "problem-about-link-alone",
    "“$1” under “$2” says something about a link, but the row names nothing that it could belong to; it was left out.",
    "$1 cell, $2 heading",
)
NO_RECORD = Text(
    "problem-no-record",
    "“$1” is no record but a heading, a total or a remark; the row was left out.",
    "$1 first cell of the row",
)
SECTION = Text(
    "problem-section",
    "“$1” stands alone in its row and was taken for the name of a section; the row was left out. "
    "If the rows below belong to such a group or region, write it into a column of its own.",
    "$1 first cell of the row",
)
GUESSED_HEADING = Text("problem-guessed-heading", "The column “$1” was read as “$2”.", "$1 heading, $2 known heading")
NO_NAMES = Text(
    "problem-no-names", "The cells below “$1” are numbers or dates and name nothing; they were left out.", "$1 heading"
)
_SHEETS = {
    Group.TYPE: LinkColumn("groups", MemberOf, (Group,), Group),
    Event.TYPE: LinkColumn("attended", Attended, (Event,), Event),
}


@dataclass(slots=True, kw_only=True)
class Wide:
    """What a wide table gave: how many nodes, the cells that name others, what was notable, and how it was read."""

    count: int = 0
    mentions: list[Mention] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    plan: TablePlan | None = None
    asks: list[Ask] = field(default_factory=list)


def read_wide(subject: Subject, table: Table, nodes: Nodes) -> Wide:
    """Add the nodes of a table to those of the load."""
    cls = subject.cls
    assert cls is not None
    done = Wide()
    found = survey(table)
    layout = _Layout(cls, table, found)
    done.problems += layout.problems
    done.plan = layout.plan(subject)
    done.asks = [*ask_columns(cls, table, layout.judged, found), *ask_sections(cls, table, found)]
    if not layout.has_names():
        text = NO_NAME_COLUMN(cls.PLURAL)
        done.problems.append(table.position().problem(text, expected="name", code=ProblemCode.NOT_READ))
        return done
    seen: dict[str | None, int] = {}
    before = len(nodes.records)
    own_group = None
    if subject.within:
        own_group = ColumnOfNames(link_column=_SHEETS[subject.within.TYPE], heading=table.name, is_choice=True)
    for batch in layout.records.batches():
        columns, values, unfit = layout.columns.of(batch)
        layout.complete(columns, values)
        values["id"], unknown = node_ids(cls, values, nodes, seen=seen, table=table, lines=batch.lines)
        values.pop("within", None)
        records, invalid = make_records(cls, values, batch.lines, table)
        nodes.add(records)
        kept = {record.id for record in records}
        owners = [id_ if id_ in kept else None for id_ in values["id"]]
        mentions, alone = layout.mentions(batch, columns, owners)
        done.mentions += mentions
        # A row that continues the one above has its id.
        unknown = (problem for problem in unknown if problem.line not in layout.continued)
        done.problems += [*unfit, *unknown, *invalid, *alone]
        if own_group:
            done.mentions += [
                Mention(column=own_group, own_id=owner, parts=[table.name], position=table.position(line), within=None)
                for owner, line in zip(owners, batch.lines, strict=True)
                if owner
            ]
    done.problems += layout.columns.private.problems(table.position())
    done.count = len(nodes.records) - before
    return done


class _Layout:
    """What the columns of one table mean, and what was wrong or notable about them."""

    def __init__(self, cls: type[Node], table: Table, found: Survey) -> None:
        self.cls = cls
        self.table = table
        self.found = found
        self.columns = Columns(cls, table, PrivateData())
        self.judged = judge_columns(cls, table, found)
        self.link_columns: dict[int, ColumnOfNames] = {}
        self.choices: dict[int, str] = {}
        self.about_links: dict[int, tuple[AboutLink, Converter | None]] = {}
        self.name_parts: dict[str, int] = {}
        self.labels: dict[int, str] = {}
        self.continued: set[int] = set()
        self.problems = [*heading_problems(cls, table, self.judged, found), *self._row_problems()]
        for column in self.judged:
            self.problems += self._take(column)
        self.records = replace(table, rows=self._rows)
        index = self.columns.index.get("name")
        self.names = RowNames(cls, found.columns[index] if index is not None else ())

    def _take(self, column: Column) -> list[Problem]:
        """Keep what a column is for, and return what is wrong or notable about it."""
        problems: list[Problem] = []
        index, cells = column.index, self.found.filled(column.index)
        if column.guessed:
            text = GUESSED_HEADING(column.heading, column.guessed)
            problems.append(self.table.position().problem(text, field=column.heading, expected=column.guessed))
        if column.kind is Kind.PRIVATE:
            self.columns.private.leave_out(index, column.heading)
        if column.kind is Kind.LEFT_OUT and cells and not self._is_summary(column):
            problems.append(self.table.position().problem(NO_NAMES(column.heading), field=column.heading))
        match column.kind, column.meaning:
            case ((Kind.LINK | Kind.TICKS), LinkColumn() as link_column):
                self.link_columns[index] = ColumnOfNames(
                    link_column=link_column,
                    heading=column.heading,
                    file=self.table.file,
                    sheet=self.table.sheet,
                    others=column.others,
                    is_choice=column.kind is Kind.TICKS,
                )
                if column.kind is Kind.TICKS:
                    self.choices[index] = column.choice
                elif link_column.made is None:
                    problems += self.columns.add(link_column.words, index)
            case Kind.ABOUT_LINK, AboutLink() as about_link:
                self.about_links[index] = (about_link, converter_for(about_link.links[0], about_link.field, cells))
            case Kind.FIELD, FieldColumn(field="labels", part=language) if language:
                self.labels[index] = language
            case Kind.FIELD, FieldColumn(part=part) if part:
                self.name_parts.setdefault(part, index)
            case Kind.FIELD, FieldColumn() as meant:
                problems += self.columns.add(meant.field, index, cells)
            case _:
                pass
        return problems

    def _is_summary(self, column: Column) -> bool:
        """Say whether the choices of this column stand in columns of their own."""
        return any(one.kind is Kind.TICKS and one.meaning == column.meaning for one in self.judged)

    def _row_problems(self) -> Iterator[Problem]:
        """Yield a problem for each row that is no record."""
        for line, (why, text) in self.found.left_out.items():
            reason = SECTION if why is NoRecord.SECTION else NO_RECORD
            yield self.table.position(line).problem(reason(without_private(text, digits=True)), found=text)

    def plan(self, subject: Subject) -> TablePlan:
        """Return how this table is read."""
        columns = [self._column_plan(column) for column in self.judged]
        return TablePlan(
            file=self.table.file,
            sheet=self.table.sheet,
            rows=self.found.rows,
            cls=table_name(self.cls),
            plural=self.cls.PLURAL,
            because=subject.heading,
            reason=subject.reason.value,
            columns=tuple(columns),
            left_out=dict(Counter(why.value for why, _text in self.found.left_out.values())),
        )

    def _column_plan(self, column: Column) -> ColumnPlan:
        plan = ColumnPlan(heading=without_private(column.heading, digits=True), kind=column.kind.value)
        match column.meaning:
            case LinkColumn(made=made) as link_column if column.index in self.link_columns:
                cells = self.found.filled(column.index) if column.kind is Kind.TICKS else ()
                return replace(
                    plan,
                    target=table_name(link_column.link),
                    made=prefix_of(made) if made else "",
                    plural=made.PLURAL if made else "",
                    is_backward=link_column.backward,
                    fixed=link_column.fixed,
                    choice=column.choice if column.kind is Kind.TICKS else "",
                    ticks=tuple(sorted({cell for cell in cells if tick_of(cell)})),
                    counts=self.link_columns[column.index].counts,
                )
            case AboutLink() as about_link:
                return replace(plan, target=about_link.field)
            case FieldColumn() as meant:
                return replace(plan, target=meant.field, part=meant.part)
            case _:
                return plan

    def has_names(self) -> bool:
        """Say whether any column can name the rows."""
        return bool(self.name_parts or self.labels or {"name", "username"} & self.columns.index.keys())

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that are records, each complete: cells that mean the one above, rows that continue one."""
        naming = {self.columns.index.get("name"), self.columns.index.get("username"), *self.name_parts.values()} - {
            None
        }
        name = self.columns.index.get("name") if self.cls is Person and not self.name_parts else None
        above: list[str] = []
        width = len(self.table.headings)
        for line, cells in self.table.rows():
            if line in self.found.left_out:
                continue
            row = cells
            if above and line >= self.table.first_line and any(cells):
                row = [
                    over if cell and over and self._means_above(index, cell) else cell
                    for index, (cell, over) in enumerate(zip(cells, [*above, *[""] * len(cells)], strict=False))
                ]
                if any(
                    above[index] for index in naming if index is not None and index < len(above)
                ) and self._continues(row, naming):
                    self.continued.add(line)
                    row = [
                        above[index] if index in naming and index < len(above) else cell
                        for index, cell in enumerate(row)
                    ]
            if line >= self.table.first_line and any(row):
                above = [*row[:width], *[""] * (width - len(row))]
            people = (
                both_people(without_list_mark(row[name])) if name is not None and name < len(row) and row[name] else []
            )
            for person in people:
                yield line, [*row[:name], person, *row[name + 1 :]]  # type: ignore[operator] - a number where there are people
            if not people:
                yield line, row

    def _means_above(self, index: int, cell: str) -> bool:
        if not is_above(cell):
            return False
        return index in self.link_columns or index in self.about_links or not fold(cell)

    def _continues(self, row: Sequence[str], naming: set[int | None]) -> bool:
        """Say whether a row without a name adds links to the row above."""
        if not naming or any(row[index] for index in naming if index is not None and index < len(row)):
            return False
        filled = {index for index, cell in enumerate(row) if cell}
        return bool(filled & self.link_columns.keys()) and filled <= self.link_columns.keys() | self.about_links.keys()

    def complete(self, columns: Sequence[Sequence[str]], values: dict[str, Any]) -> None:
        """Put names together from their parts, and find the group that scopes a first name."""
        if self.name_parts:
            self._join_parts(columns, values)
        if self.labels:
            labels = [
                {language: row[index] for index, language in self.labels.items() if row[index]}
                for row in zip(*columns, strict=True)
            ]
            values["labels"] = labels
            first = (next(iter(label.values()), None) for label in labels)
            names = values.get("name", [None] * len(labels))
            values["name"] = [name or label for name, label in zip(names, first, strict=True)]
        self.names.clean(values, len(columns[0]))
        self._ends(columns, values)
        if self.cls is Person:
            values["name"] = _first_filled(values.get("name"), values.get("username"), len(columns[0]))
            group = self._group_column()
            if group is not None:
                values["within"] = [_only_name(cell) for cell in columns[group]]

    def _join_parts(self, columns: Sequence[Sequence[str]], values: dict[str, Any]) -> None:
        parts = [
            self.columns.private.clean("name", columns[self.name_parts[part]], digits=True)
            for part in sorted(self.name_parts)
        ]
        names = list(values.get("name", [None] * len(columns[0])))
        if "name" in values and len(parts) == 1:
            # `nom` beside `prénom` is the family name.
            parts = [parts[0], [name or "" for name in names]] if "first" in self.name_parts else [names, parts[0]]
            names = [None] * len(names)
        joined = (" ".join(filter(None, row)) for row in zip(*parts, strict=True))
        values["name"] = [name or full or None for name, full in zip(names, joined, strict=True)]

    def _ends(self, columns: Sequence[Sequence[str]], values: dict[str, Any]) -> None:
        """Take the last day from a cell that names the first and the last."""
        index = self.columns.index.get("start")
        if self.cls not in (Event, Project) or index is None:
            return
        orders = order_of(self.found.filled(index))
        periods = Converter(lambda text: to_period(text, orders))
        ends = list(values.get("end", [None] * len(columns[0])))
        for row, cell in enumerate(columns[index]):
            period = periods[cell] if cell else None
            if period and not isinstance(period, str) and period.start != period.end:
                ends[row] = ends[row] or period.end
        if any(ends):
            values["end"] = ends

    def mentions(
        self, batch: Batch, columns: Sequence[Sequence[str]], owners: Sequence[str | None]
    ) -> tuple[list[Mention], list[Problem]]:
        """Return what each row says about other entries."""
        problems: list[Problem] = []
        rows: list[list[Mention]] = [[] for _ in owners]
        positions = [self.table.position(line) for line in batch.lines]
        scopes = self._scopes(columns)
        for index, column in self.link_columns.items():
            part = self.choices.get(index, "") or self.table.headings[index].part
            for row, (cell, owner) in enumerate(zip(columns[index], owners, strict=True)):
                if owner and cell and (parts := _parts(cell, part)):
                    rows[row].append(
                        Mention(column=column, own_id=owner, parts=parts, position=positions[row], within=scopes[row])
                    )
        for index, (about_link, converter) in self.about_links.items():
            cells: Sequence[str] = [
                "" if is_nothing(cell) and not fold(cell).isdigit() else cell for cell in columns[index]
            ]
            heading = str(self.table.headings[index])
            if converter:
                meant: Sequence[object] = list(map(converter.__getitem__, cells))
                problems += cell_problems(about_link.field, converter, cells, batch.lines, self.table)
            else:
                meant = cells = self.columns.private.clean(heading, cells, digits=True)
            for row, value in enumerate(meant):
                if value and owners[row] and not attach(about_link, value, rows[row]):
                    text = ABOUT_LINK_ALONE(cells[row], heading)
                    problems.append(positions[row].problem(text, field=heading, found=cells[row]))
                if value and about_link.field == "since":
                    attach_end(cells[row], rows[row], about_link)
        return [mention for row in rows for mention in row], problems

    def _scopes(self, columns: Sequence[Sequence[str]]) -> list[str | None]:
        """Return the group that scopes first names in each row, if there is just one."""
        index = self.columns.index.get("name") if self.cls is Group else self._group_column()
        if index is None or self.cls is Person:
            return [None] * len(columns[0])
        return [_only_name(cell) for cell in columns[index]]

    def _group_column(self) -> int | None:
        return next(
            (
                index
                for index, column in self.link_columns.items()
                if column.link_column.words == "groups" and index not in self.choices
            ),
            None,
        )


def _only_name(cell: str) -> str | None:
    names = split_always(cell)
    return names[0] if len(names) == 1 and not is_nothing(names[0]) else None


def _first_filled(one: Sequence[Any] | None, two: Sequence[Any] | None, length: int) -> list[Any]:
    nothing = [None] * length
    return [first or second for first, second in zip(one or nothing, two or nothing, strict=True)]


def _parts(cell: str, choice: str) -> list[str]:
    """Return what a cell names; below a choice of its own, a tick means that choice."""
    if not choice:
        return [cell]
    if fold(cell) == fold(choice):
        return [choice]
    ticked = tick_of(cell)
    if ticked is None:
        return [] if is_nothing(cell) else [cell]
    return [choice] if ticked else []
