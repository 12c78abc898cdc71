# SPDX-License-Identifier: GPL-3.0-or-later
"""A result as CSV, Markdown or a table on a terminal; the site's CSV too."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.messages import say, show_number, show_percent
from queries.result import Column, Result, plain

if TYPE_CHECKING:
    from rich.table import Table

_SHARES = frozenset({"share", "single_contact_share", "theta"})
Shown = Callable[[str], str]
_WIDE = 7
"""Columns of a row that a terminal of 80 characters still shows side by side."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as CSV with a heading row, also where there are no rows.

    Lists are separated by semicolons; a text that a spreadsheet would run as
    a formula gets an apostrophe in front.
    """
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_csv_cell(row.get(name)) for name in names] for row in rows)
    return output.getvalue()


def _csv_cell(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return _csv_cell("; ".join(str(_csv_cell(item)) for item in value))
        case dict():
            return _csv_cell("; ".join(f"{key}: {item}" for key, item in value.items()))
        case str():
            return f"'{value}" if value.startswith(_FORMULA) else value
        case _:
            return value


def shown_columns(columns: Sequence[Column]) -> list[Column]:
    """Return the columns that a person reads: no record ids, no id where a name stands beside it."""
    names = {column.name for column in columns}

    def is_read(column: Column) -> bool:
        if column.name == "records":
            return False
        if column.name == "id":
            return "name" not in names
        name = column.name.removesuffix("_id")
        return name == column.name or names.isdisjoint({name, f"{name}_name"})

    return [column for column in columns if is_read(column)]


def cell_text(name: str, value: Any, language: str = "en", shown: Shown = str) -> str:  # noqa: ANN401 - any value of a row
    """Return a value as a person reads it in a table of text; `shown` turns ids into names."""
    match value:
        case None | "" | () | []:
            return "–"
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return show_percent(value, language) if name in _SHARES else show_number(value, language)
        case list() | tuple():
            return "; ".join(cell_text(name, item, language, shown) for item in value)
        case str():
            return shown(value)
        case _:
            return str(plain(value, language))


def markdown(result: Result[Any], language: str = "en", shown: Shown = str) -> str:
    """Return title, sentences and table as Markdown."""
    lines = [f"# {say(result.title(), language)}", ""]
    lines += [f"{escaped(say(sentence, language))}\n" for sentence in (*result.summary, *result.warnings)]
    if result.rows:
        lines.append(markdown_table(shown_columns(result.columns), result, language, shown))
    return "\n".join(lines).rstrip() + "\n"


def markdown_table(columns: Sequence[Column], result: Result[Any], language: str = "en", shown: Shown = str) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| " + " | ".join(escaped(say(column.heading(), language)) for column in columns) + " |",
        "|" + " --- |" * len(columns),
    ]
    for row in result.rows:
        cells = [escaped(cell_text(column.name, getattr(row, column.name), language, shown)) for column in columns]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    for mark in "\\`*_[]<>|":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def text_table(
    result: Result[Any], language: str = "en", columns: Sequence[Column] | None = None, shown: Shown = str
) -> "Table":
    """Return the rows as a table for a terminal."""
    from rich import box  # noqa: PLC0415 - the site does not need it
    from rich.table import Table  # noqa: PLC0415 - see above
    from rich.text import Text  # noqa: PLC0415 - see above

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    chosen = shown_columns(result.columns) if columns is None else columns
    if len(result.rows) == 1 and len(chosen) > _WIDE:
        # One long row reads better from top to bottom.
        for title in ("", ""):
            table.add_column(title, overflow="fold")
        for column in chosen:
            value = cell_text(column.name, getattr(result.rows[0], column.name), language, shown)
            table.add_row(say(column.heading(), language), Text(value))
        return table
    for column in chosen:
        values = [getattr(row, column.name) for row in result.rows]
        numeric = any(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
        table.add_column(say(column.heading(), language), justify="right" if numeric else "left", overflow="fold")
    for row in result.rows:
        cells = (cell_text(column.name, getattr(row, column.name), language, shown) for column in chosen)
        table.add_row(*map(Text, cells))
    return table
