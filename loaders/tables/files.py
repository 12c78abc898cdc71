# SPDX-License-Identifier: GPL-3.0-or-later
"""From a file to raw tables: headings, and rows of text with their lines.

Nothing is interpreted here: every cell is text without blanks around it,
`NA` and leading zeros stay, and an empty cell is "". Rows are read in
batches and may be read again, so that a table of 200 MB is never held as a
whole (workbooks are: calamine reads them so).
"""

import csv
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
from loaders.tables.csv_rows import csv_rows
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
"""As many as a workbook has; more are no table that people made."""
_SAMPLE_CHARACTERS = 65_536

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
    """Some rows of a table, each as long as the headings, and their lines."""

    lines: list[int]
    rows: list[list[str]]


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
    rows: Callable[[], Iterator[tuple[int, list[str]]]]
    title: str = ""
    is_part: bool = False

    @property
    def name(self) -> str:
        """What says which entries the rows are: the sheet, or the file's stem."""
        return self.sheet or Path(self.file).stem

    def position(self, line: int | None = None) -> Position:
        """Return where a row is."""
        return Position(file=self.file, sheet=self.sheet, line=line)

    def batches(self, problems: list[Problem] | None = None) -> Iterator[Batch]:
        """Yield the rows below the headings, blank ones left out.

        Problems of reading are added to the list if there is one; a second
        reading need not report them again.
        """
        width = len(self.headings)
        rows = (
            (line, row if len(row) == width else self._fit(line, row, problems))
            for line, row in self.rows()
            if line >= self.first_line and any(row)
        )
        while batch := list(islice(rows, _BATCH)):
            yield Batch([line for line, _ in batch], [row for _, row in batch])

    def _fit(self, line: int, row: list[str], problems: list[Problem] | None) -> list[str]:
        width = len(self.headings)
        extra = [cell for cell in row[width:] if cell]
        if extra and problems is not None:
            problems.append(self.position(line).problem(EXTRA_CELLS(len(extra)), found="; ".join(extra)))
        return row[:width] + [""] * (width - len(row))


def read_tables(path: Path, problems: list[Problem]) -> list[Table]:
    """Return the tables of a file: one, or one for each sheet.

    Raises LoadError if the file as a whole cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in WORKBOOK_SUFFIXES:
        return _workbook(path, problems)
    encoding = encoding_of(path, problems)
    if suffix in LINES_SUFFIXES:
        return _json_lines(path, encoding, problems)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        delimiter = "\t" if suffix in (".tsv", ".tab") else _delimiter(file.read(_SAMPLE_CHARACTERS))

    def rows() -> Iterator[tuple[int, list[str]]]:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            yield from csv_rows(file, delimiter, Position(file=path.name), problems if not read_before else [])
            read_before.append(True)

    read_before: list[bool] = []
    return _table(path.name, "", rows, problems, merged=False)


def tables_of_rows(
    file: str, sheet: str, rows: list[tuple[int, list[str]]], problems: list[Problem], *, title: str = ""
) -> list[Table]:
    """Return the table made of rows of cells with their lines, as inside a document; `title` stands above it."""
    found = _table(file, sheet, lambda: iter(rows), problems, merged=False)
    return [replace(table, title=table.title or title) for table in found]


def rows_of_objects(position: Position, objects: Iterable[tuple[int, object]], problems: list[Problem]) -> list[Table]:
    """Return the table made of JSON objects; their keys are the headings."""
    headings: dict[str, None] = {}
    kept: list[tuple[int, dict[str, str]]] = []
    for line, item in objects:
        if not isinstance(item, dict):
            at = Position(file=position.file, line=line)
            problems.append(at.problem(NOT_AN_OBJECT(type(item).__name__), found=item, expected="{…}"))
            continue
        cells = {str(key): _json_cell(str(key), value, position.file, line, problems) for key, value in item.items()}
        headings |= dict.fromkeys(cells)
        kept.append((line, cells))
    if not headings:
        problems.append(position.problem(NO_HEADINGS()))
        return []
    rows = [(line, [cells.get(heading, "") for heading in headings]) for line, cells in kept]
    return [
        Table(
            file=position.file,
            headings=tuple(Heading(text=heading) for heading in headings),
            first_line=1,
            rows=lambda: iter(rows),
        )
    ]


def _json_lines(path: Path, encoding: str, problems: list[Problem]) -> list[Table]:
    def objects() -> Iterator[tuple[int, object]]:
        with path.open(encoding=encoding, errors="replace") as file:
            for line, text in enumerate(file, start=1):
                if not text.strip():
                    continue
                try:
                    yield line, json.loads(text)
                except (ValueError, RecursionError) as error:
                    at = Position(file=path.name, line=line)
                    problems.append(at.problem(NOT_AN_OBJECT(str(error)), found=text.strip(), expected="{…}"))

    return rows_of_objects(Position(file=path.name), objects(), problems)


def _json_cell(key: str, value: object, file: str, line: int, problems: list[Problem]) -> str:
    match value:
        case None:
            return ""
        case list() if not any(isinstance(item, dict | list) for item in value):
            return "; ".join(_plain(item) for item in value)
        case dict() | list():
            problems.append(Position(file=file, line=line).problem(NESTED_VALUE(key), field=key))
            return ""
        case _:
            return _plain(value)


def _plain(value: object) -> str:
    """Return a typed cell as the text that a person would have typed."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value).strip()


def _workbook(path: Path, problems: list[Problem]) -> list[Table]:
    from python_calamine import (  # noqa: PLC0415 - only those who load workbooks need it
        CalamineError,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    tables: list[Table] = []
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
                cells = _without_hidden(cells, gone, Position(file=path.name, sheet=meta.name), problems)
            tables += _table(
                path.name, meta.name, lambda cells=cells: enumerate(cells, start=1), problems, merged=spread
            )
    except (CalamineError, OSError) as error:
        message = f"“{path.name}” is no workbook that can be read ({error})."
        raise LoadError(message, "Open it in a spreadsheet program and save it again as XLSX or CSV.") from error
    return tables


def _without_hidden(
    cells: list[list[str]], gone: Hidden, position: Position, problems: list[Problem]
) -> list[list[str]]:
    """Return a sheet without what is hidden in it; a hidden row stays as a blank one, so that lines still count."""
    rows = [line for line, row in enumerate(cells, start=1) if line in gone.rows and any(row)]
    columns = [column for column in sorted(gone.columns) if any(row[column - 1] for row in cells if column <= len(row))]
    if rows:
        problems.append(position.problem(HIDDEN_ROWS(len(rows), rows[0]), found=rows))
    if columns:
        headings = [
            next(filter(None, (row[column - 1] for row in cells if column <= len(row))), "") for column in columns
        ]
        problems.append(position.problem(HIDDEN_COLUMNS(len(columns), headings)))
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


def _delimiter(sample: str) -> str:
    """Return the character that cuts the first rows most evenly."""
    lines = sample.splitlines(keepends=True)
    if len(sample) == _SAMPLE_CHARACTERS:
        lines = lines[:-1] or lines

    def evenness(delimiter: str) -> tuple[float, int]:
        try:
            rows = [row for row in islice(csv.reader(lines, delimiter=delimiter), _SAMPLE_ROWS) if row]
        except csv.Error:
            return (0.0, 0)
        widths = [len(row) for row in rows]
        if widths and max(widths) == 1:
            inner = [row[0].split(delimiter) for row in rows]
            widths = [len(row) for row in inner]
        if not widths or max(widths) == 1:
            return (0.0, 0)
        usual = max(sorted(set(widths)), key=lambda width: (widths.count(width), width))
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    return max((",", ";", "\t", "|"), key=evenness)


def _table(
    file: str, sheet: str, rows: Callable[[], Iterator[tuple[int, list[str]]]], problems: list[Problem], *, merged: bool
) -> list[Table]:
    """Find the headings; a table without any is a problem and no table."""
    top = list(islice(((line, row) for line, row in rows() if any(row)), _SAMPLE_ROWS))
    position = Position(file=file, sheet=sheet)
    if not top:
        problems.append(position.problem(NO_HEADINGS()))
        return []
    first = _heading_row([row for _, row in top])
    line, row = top[first]
    if len(row) > _MOST_COLUMNS:
        message = f"“{file}” has {len(row)} columns, and at most {_MOST_COLUMNS} are read."
        raise LoadError(message, "Check what separates its cells, or keep the columns that matter.")
    headings = [Heading(text=text) for text in row]
    last = first
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
    return [Table(file=file, sheet=sheet, headings=tuple(headings), first_line=following, rows=rows, title=title)]


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
