# SPDX-License-Identifier: GPL-3.0-or-later
"""From a file to raw tables: headings, and rows of text with their lines.

Nothing is interpreted here: every cell is text without blanks around it,
`NA` and leading zeros stay, and an empty cell is "". Rows are read in
batches and may be read again, so that a table of 200 MB is never held as a
whole (workbooks are: calamine reads them so).
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice, pairwise
from pathlib import Path

from graph.errors import LoadError
from graph.schema.folding import fold
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.encodings import encoding_of
from loaders.cells.reading import Position
from loaders.tables.csv_rows import SAMPLE_CHARACTERS, Row, csv_rows, delimiter_of
from loaders.tables.headings import any_heading
from loaders.tables.hidden import Hidden, hidden_in
from loaders.tables.workbook_size import check_sheet, check_workbook

CSV_SUFFIXES = (".csv", ".tsv", ".tab")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
LINES_SUFFIXES = (".jsonl", ".ndjson")
SUFFIXES = (*CSV_SUFFIXES, *WORKBOOK_SUFFIXES, *LINES_SUFFIXES)

_BATCH = 1_000
_SAMPLE_ROWS = 30
_MOST_COLUMNS = 16_384
_WHOLE = 2**53
"""Up to here a float is the whole number that was typed."""
"""As many as a workbook has; more are no table that people made."""

EXTRA_CELLS = Text(
    "problem-extra-cells",
    "The row has {{PLURAL:$1|one filled cell|$1 filled cells}} beyond the last heading; they are left out.",
    "$1 number of cells",
)
NOT_AN_OBJECT = Text("problem-json-line", "The line is no JSON object: $1.", "$1 what the parser says")
NESTED_VALUE = Text(
    "problem-json-nested", "“$1” holds nested data, which has no place in a table; it is left out.", "$1 key"
)
TWO_HEADING_ROWS = Text(
    "problem-two-heading-rows",
    "The headings stand in two rows (lines $1 and $2); they are read as one.",
    "$1 and $2 lines",
)
HIDDEN_SHEET = Text("problem-hidden-sheet", "The sheet is hidden and was left out.")
HIDDEN_ROWS = Text(
    "problem-hidden-rows",
    "{{PLURAL:$1|Row $2 is hidden and was|$1 rows from row $2 on are hidden and were}} left out.",
    "$1 number, $2 the first of them",
)
HIDDEN_COLUMNS = Text(
    "problem-hidden-columns",
    "{{PLURAL:$1|A column is hidden and was|$1 columns are hidden and were}} left out: $2.",
    "$1 number, $2 list of headings",
)
NO_HEADINGS = Text("problem-no-headings", "The table is empty: it has no row of headings.")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table, each as long as the headings, their lines, and by line what stands beyond the headings."""

    lines: list[int]
    rows: list[list[str]]
    beyond: list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column's heading; `part` is what a second heading row adds to it."""

    text: str
    part: str = ""

    def __str__(self) -> str:
        """Return both rows as one text."""
        return f"{self.text}: {self.part}" if self.part and self.part != self.text else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet or file: where it is, its headings, and its rows on request.

    `title` is what stands in a row of its own above the headings; a table
    that `is_part` of a sheet has others above or beside it.
    """

    file: str
    sheet: str = ""
    headings: tuple[Heading, ...]
    first_line: int
    rows: Callable[[], Iterator[Row]]
    title: str = ""
    is_part: bool = False

    @property
    def name(self) -> str:
        """What says which entries the rows are: the sheet, or the file's stem."""
        return self.sheet or Path(self.file).stem

    def position(self, line: int | None = None) -> Position:
        """Return where a row is."""
        return Position(file=self.file, sheet=self.sheet, line=line)

    def batches(self) -> Iterator[Batch]:
        """Yield the rows below the headings, blank ones left out."""
        width = len(self.headings)
        rows = ((line, row) for line, row in self.rows() if line >= self.first_line and any(row))
        while batch := list(islice(rows, _BATCH)):
            longer = [(line, list(filter(None, row[width:]))) for line, row in batch if len(row) > width]
            yield Batch(
                lines=[line for line, _ in batch],
                rows=[row if len(row) == width else row[:width] + [""] * (width - len(row)) for _, row in batch],
                beyond=[(line, cells) for line, cells in longer if cells],
            )

    def extra_cells(self, batch: Batch) -> list[Problem]:
        """Return the problems of rows that are longer than the headings."""
        return [
            self.position(line).problem(EXTRA_CELLS(len(cells)), found="; ".join(cells)) for line, cells in batch.beyond
        ]


def read_tables(path: Path) -> tuple[list[Table], list[Problem]]:
    """Return the tables of a file, one or one for each sheet, and the problems of telling them apart.

    Raises LoadError if the file as a whole cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in WORKBOOK_SUFFIXES:
        return _workbook(path)
    encoding, problems = encoding_of(path)
    tables, found = (_json_lines if suffix in LINES_SUFFIXES else _csv)(path, encoding)
    return tables, problems + found


def _csv(path: Path, encoding: str) -> tuple[list[Table], list[Problem]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(SAMPLE_CHARACTERS)
    delimiter = "\t" if path.suffix.lower() in (".tsv", ".tab") else delimiter_of(sample)

    def items() -> Iterator[Row | Problem]:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            yield from csv_rows(file, delimiter, Position(file=path.name))

    def rows() -> Iterator[Row]:
        return (item for item in items() if not isinstance(item, Problem))

    # However often its rows are read, what is wrong with them is noted once.
    problems = [item for item in items() if isinstance(item, Problem)]
    tables, found = _table(path.name, "", rows, merged=False)
    return tables, problems + found


def tables_of_rows(file: str, sheet: str, rows: list[Row], *, title: str = "") -> tuple[list[Table], list[Problem]]:
    """Return the table made of rows of cells with their lines, as inside a document; `title` stands above it."""
    tables, problems = _table(file, sheet, lambda: iter(rows), merged=False)
    return [replace(table, title=table.title or title) for table in tables], problems


def rows_of_objects(
    position: Position, objects: Iterable[tuple[int, object] | Problem]
) -> tuple[list[Table], list[Problem]]:
    """Return the table made of JSON objects, and problems, those among them too; their keys are the headings."""
    problems: list[Problem] = []
    headings: dict[str, None] = {}
    kept: list[tuple[int, dict[str, str]]] = []
    for one in objects:
        if isinstance(one, Problem):
            problems.append(one)
            continue
        line, item = one
        at = Position(file=position.file, line=line)
        if not isinstance(item, dict):
            problems.append(at.problem(NOT_AN_OBJECT(type(item).__name__), found=item, expected="{…}"))
            continue
        problems += [at.problem(NESTED_VALUE(str(key)), field=str(key)) for key in item if _is_nested(item[key])]
        cells = {str(key): _json_cell(value) for key, value in item.items()}
        headings |= dict.fromkeys(cells)
        kept.append((line, cells))
    if not headings:
        return [], [*problems, position.problem(NO_HEADINGS())]
    rows = [(line, [cells.get(heading, "") for heading in headings]) for line, cells in kept]
    table = Table(
        file=position.file,
        headings=tuple(Heading(text=heading) for heading in headings),
        first_line=1,
        rows=lambda: iter(rows),
    )
    return [table], problems


def _json_lines(path: Path, encoding: str) -> tuple[list[Table], list[Problem]]:
    def objects() -> Iterator[tuple[int, object] | Problem]:
        with path.open(encoding=encoding, errors="replace") as file:
            for line, text in enumerate(file, start=1):
                if not text.strip():
                    continue
                try:
                    yield line, json.loads(text)
                except (ValueError, RecursionError) as error:
                    at = Position(file=path.name, line=line)
                    yield at.problem(NOT_AN_OBJECT(str(error)), found=text.strip(), expected="{…}")

    return rows_of_objects(Position(file=path.name), objects())


def _is_nested(value: object) -> bool:
    """Say whether a value holds more than a cell can: an object, or a list of others."""
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict | list) for one in value))


def _json_cell(value: object) -> str:
    if _is_nested(value):
        return ""
    return "; ".join(map(_plain, value)) if isinstance(value, list) else _plain(value)


def _plain(value: object) -> str:
    """Return a typed cell as the text that a person would have typed."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < _WHOLE:
            return str(int(value))
        case datetime() if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value).strip()


def _workbook(path: Path) -> tuple[list[Table], list[Problem]]:
    from python_calamine import (  # noqa: PLC0415 - only those who load workbooks need it
        CalamineError,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    tables: list[Table] = []
    problems: list[Problem] = []
    check_workbook(path)
    hidden = hidden_in(path)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        for meta in workbook.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != SheetVisibleEnum.Visible:
                problems.append(Position(file=path.name, sheet=meta.name).problem(HIDDEN_SHEET()))
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            check_sheet(path, sheet.total_height + 1, sheet.total_width + 1)
            cells = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
            spread = _spread_merged(cells, merged)
            if gone := hidden.get(meta.name):
                problems += _hidden_problems(cells, gone, Position(file=path.name, sheet=meta.name))
                cells = _without_hidden(cells, gone)
            made, found = _table(path.name, meta.name, lambda cells=cells: enumerate(cells, start=1), merged=spread)
            tables += made
            problems += found
    except (CalamineError, OSError) as error:
        message = f"“{path.name}” is no workbook that can be read ({error})."
        raise LoadError(message, "Open it in a spreadsheet program and save it again as XLSX or CSV.") from error
    return tables, problems


def _hidden_problems(cells: list[list[str]], gone: Hidden, position: Position) -> list[Problem]:
    """Return the problems of rows and columns that are hidden and hold something."""
    rows = [line for line, row in enumerate(cells, start=1) if line in gone.rows and any(row)]
    columns = [column for column in sorted(gone.columns) if any(row[column - 1] for row in cells if column <= len(row))]
    problems = [position.problem(HIDDEN_ROWS(len(rows), rows[0]), found=rows)] if rows else []
    if columns:
        headings = [
            next(filter(None, (row[column - 1] for row in cells if column <= len(row))), "") for column in columns
        ]
        problems.append(position.problem(HIDDEN_COLUMNS(len(columns), headings)))
    return problems


def _without_hidden(cells: list[list[str]], gone: Hidden) -> list[list[str]]:
    """Return a sheet without what is hidden in it; a hidden row stays as a blank one, so that lines still count."""
    return [
        [] if line in gone.rows else [cell for column, cell in enumerate(row, start=1) if column not in gone.columns]
        for line, row in enumerate(cells, start=1)
    ]


def _spread_merged(cells: list[list[str]], merged: list[tuple[int, int, int, int]]) -> bool:
    """Write the value of each merged range into all of its cells.

    Returns whether a range is wider than one column, as above the second
    of two heading rows.
    """
    for top, left, bottom, right in merged:
        if top < len(cells) and left < len(cells[top]):
            for row in cells[top : bottom + 1]:
                row[left : right + 1] = [cells[top][left]] * len(row[left : right + 1])
    return any(right > left for _, left, _, right in merged)


def _table(
    file: str, sheet: str, rows: Callable[[], Iterator[Row]], *, merged: bool
) -> tuple[list[Table], list[Problem]]:
    """Find the headings; a table without any is a problem and no table."""
    top = list(islice(((line, row) for line, row in rows() if any(row)), _SAMPLE_ROWS))
    position = Position(file=file, sheet=sheet)
    if not top:
        return [], [position.problem(NO_HEADINGS())]
    first = _heading_row([row for _, row in top])
    line, row = top[first]
    if len(row) > _MOST_COLUMNS:
        message = f"“{file}” has {len(row)} columns, and at most {_MOST_COLUMNS} are read."
        raise LoadError(message, "Check what separates its cells, or keep the columns that matter.")
    headings = [Heading(text=text) for text in row]
    last = first
    problems: list[Problem] = []
    if first + 1 < len(top) and _is_second_heading(row, top[first + 1][1], merged=merged):
        last = first + 1
        headings = _joined(row, top[last][1])
        problems.append(position.problem(TWO_HEADING_ROWS(line, top[last][0])))
    while headings and not headings[-1].text:
        headings.pop()
    # The row after the headings starts where the reader says, which is after the last line of a cell of several lines.
    following = top[last + 1][0] if last + 1 < len(top) else top[last][0] + 1
    above = [cells[0] for _, cells in top[:first] if len(set(cells) - {""}) == 1]
    title = above[0] if above else ""
    table = Table(file=file, sheet=sheet, headings=tuple(headings), first_line=following, rows=rows, title=title)
    return [table], problems


def _heading_row(rows: list[list[str]]) -> int:
    """Return which row holds the headings: the first that is no title.

    A title fills its first cell (or one merged range) alone, above rows that
    fill several.
    """
    known = [len(any_heading().intersection(map(fold, row))) for row in rows]
    if not known[0] and max(known) > 1:
        return known.index(max(known))
    filled = [len(set(row) - {""}) for row in rows]
    if max(filled.count(count) for count in set(filled)) == filled.count(1) and filled.count(1) > 1:
        return 0
    return next((index for index, row in enumerate(rows) if filled[index] > 1 or not row[0]), 0)


def _is_second_heading(first: list[str], second: list[str], *, merged: bool) -> bool:
    """Say whether the second row only completes the first.

    Survey exports leave the cells after a question empty and put the
    choices below; workbooks merge the cells of the upper row instead.
    """
    pairs = list(zip(first, second, strict=False))
    if merged:
        doubled = any(one and one == two for one, two in pairwise(first))
        return doubled and all(below for above, below in pairs if above)
    gaps = [below for above, below in pairs if not above]
    return bool(first[0]) and not second[0] and sum(map(bool, gaps)) > len(gaps) / 2


def _joined(first: list[str], second: list[str]) -> list[Heading]:
    headings: list[Heading] = []
    above = ""
    for upper, lower in zip(first, [*second, *[""] * len(first)], strict=False):
        above = upper or above
        headings.append(Heading(text=above, part="" if lower in {above, "Response"} else lower))
    return headings
