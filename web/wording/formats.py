# SPDX-License-Identifier: GPL-3.0-or-later
"""A result as CSV, Markdown or a table on a terminal; the site's CSV too."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.text.controls import without_controls
from graph.text.message import HIDDEN, Message, gathered, say
from graph.text.say import show_number, show_percent
from queries.explore.trend import in_words
from queries.framework.result import Column, Result, ShownAs, plain, read_columns
from queries.measures.wording import MORE
from web.wording.schema_words import NO, YES, word

if TYPE_CHECKING:
    from rich.console import Group

Shown = Callable[[str], str]
_SENTENCE = 18
"""Characters in a line from which on a sentence in a narrow column is still read with ease."""
NOTHING = "–"
"""Shown where there is no value: undefined is not zero."""
_FORMULA = re.compile(r"(^|;[ ]*)(?=[=+\-@\t\r])")
"""Where a spreadsheet would find a formula: it may take a semicolon for the end of a cell."""


def csv_text(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as CSV with a heading row, also where there are no rows.

    Lists are separated by semicolons; a text that a spreadsheet would run as
    a formula gets an apostrophe in front, also after a semicolon.
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
            return _FORMULA.sub(r"\1'", without_controls(value))
        case _:
            return value


def shown_cell(
    column: Column,
    row: Any,  # noqa: ANN401 - any Row
    language: str = "en",
    shown: Shown = str,
    most: int | None = None,
) -> str:
    """Return a row's value in a column as a person reads it, one of a few values in words; `most` cuts lists."""
    value = getattr(row, column.name)
    is_word = bool(column.choices) and isinstance(value, str)
    if most is not None and isinstance(value, list | tuple):
        items: list[Any] = list(value)  # pyright: ignore[reportUnknownArgumentType] - any value of a row
        value = [*items[:most], MORE(len(items) - most)] if len(items) > most + 1 else items
    return cell_text(column.shown_as, word(str(value))() if is_word else value, language, shown)


def cell_text(shown_as: ShownAs | None, value: Any, language: str = "en", shown: Shown = str) -> str:  # noqa: ANN401 - any value of a row
    """Return a value as a person reads it in a table of text; `shown` turns ids into names."""
    match value:
        case None | "" | () | []:
            return NOTHING
        case bool():
            return say((YES if value else NO)(), language)
        case int() | float():
            return show_percent(value, language) if shown_as is ShownAs.SHARE else show_number(value, language)
        case list() | tuple():
            parts = gathered([cell_text(shown_as, item, language, shown) for item in value], say(HIDDEN(), language))
            return "; ".join(say(part, language) if isinstance(part, Message) else part for part in parts)
        case str() if shown_as is ShownAs.PERIOD:
            return period_in_words(value, language)
        case str():
            return without_controls(shown(value))
        case _:
            return str(plain(value, language))


def period_in_words(period: str, language: str) -> str:
    """Return a period as people call it.

    >>> period_in_words("2019-H2", "fr"), period_in_words("2019", "fr")
    ('2019 (2nd semestre)', '2019')
    """
    words = in_words(period)
    return words if isinstance(words, str) else say(words, language)


def markdown(result: Result[Any], language: str = "en", shown: Shown = str) -> str:
    """Return title, sentences and table as Markdown."""
    lines = [f"# {say(result.title(), language)}", ""]
    lines += [f"{escaped(say(sentence, language))}\n" for sentence in (*result.summary, *result.warnings)]
    if result.rows:
        lines.append(markdown_table(read_columns(result.columns), result, language, shown))
    return "\n".join(lines).rstrip() + "\n"


def markdown_table(
    columns: Sequence[Column],
    result: Result[Any],
    language: str = "en",
    shown: Shown = str,
    most: int | None = None,
) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| " + " | ".join(escaped(say(column.heading(), language)) for column in columns) + " |",
        "|" + " --- |" * len(columns),
    ]
    for row in result.rows:
        cells = [escaped(shown_cell(column, row, language, shown, most)) for column in columns]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    for mark in "\\`*_[]<>|":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def text_table(
    result: Result[Any],
    language: str = "en",
    columns: Sequence[Column] | None = None,
    shown: Shown = str,
    *,
    width: int = 80,
    most: int | None = None,
) -> "Group":
    """Return the rows for a terminal: side by side, or one below the other where that would squeeze them.

    With lists cut to `most` the page counts: then whichever takes fewer lines.
    """
    from rich import box  # noqa: PLC0415 - the site does not need it
    from rich.console import Console, Group  # noqa: PLC0415 - see above
    from rich.table import Table  # noqa: PLC0415 - see above
    from rich.text import Text  # noqa: PLC0415 - see above

    chosen = read_columns(result.columns) if columns is None else columns
    columns_of_text = [[shown_cell(column, row, language, shown, most) for row in result.rows] for column in chosen]
    # A column without any value says nothing and takes room from the others.
    kept = [number for number, values in enumerate(columns_of_text) if set(values) != {NOTHING}]
    chosen = [chosen[number] for number in kept]
    headings = [say(column.heading(), language) for column in chosen]
    rows = list(zip(*(columns_of_text[number] for number in kept), strict=True))
    least = [_least_width([heading, *values]) for heading, *values in zip(headings, *rows, strict=True)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, heading in zip(chosen, headings, strict=True):
        numeric = any(_is_number(getattr(row, column.name)) for row in result.rows)
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for cells in rows:
        table.add_row(*map(Text, cells))
    beside = Group(table)
    # Three characters between two columns, one at each side.
    if sum(least) + 3 * len(least) - 1 <= width:
        return beside
    below = _one_below_the_other(headings, rows)
    if most is None:
        return below
    page = Console(width=width)
    return min(below, beside, key=lambda shape: len(page.render_lines(shape)))


def _one_below_the_other(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> "Group":
    from rich.cells import cell_len  # noqa: PLC0415 - see text_table
    from rich.console import Group  # noqa: PLC0415 - see text_table
    from rich.table import Table  # noqa: PLC0415 - see text_table
    from rich.text import Text  # noqa: PLC0415 - see text_table

    blocks: list[Table | Text] = []
    for cells in rows:
        block = Table.grid(padding=(0, 2), pad_edge=False)
        block.add_column(width=max(map(cell_len, headings)))
        block.add_column(overflow="fold")
        for heading, cell in zip(headings, cells, strict=True):
            if cell != NOTHING:
                block.add_row(heading, Text(cell))
        blocks += [Text(""), block]
    return Group(*blocks)


def _least_width(texts: Sequence[str]) -> int:
    """Return how wide a column must be to be read: its longest text, a sentence a quarter of a page."""
    from rich.cells import cell_len  # noqa: PLC0415 - see text_table

    return min(_SENTENCE, max(map(cell_len, texts)))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
