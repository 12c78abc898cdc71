# SPDX-License-Identifier: GPL-3.0-or-later
"""What a table leaves open, and how it is read once somebody has said it.

An answer names a heading that is known, so an answered column is read like
any column of that heading.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from graph.schema.folding import fold
from graph.schema.nodes import Node, own_fields
from loaders.cells.asks import About, Ask
from loaders.cells.private_text import without_private
from loaders.tables.files import Heading, Table
from loaders.tables.headings import LINK_COLUMNS_OF, known_headings, wide_kinds
from loaders.tables.layout import Column, Kind
from loaders.tables.records import NoRecord, Survey, survey

_EXAMPLES = 3


def ask_rows(table: Table) -> Ask:
    """Return the question what the rows of a table are."""
    headings = tuple(_shown(str(heading)) for heading in table.headings if str(heading))
    return Ask(about=About.ROWS, file=table.file, sheet=table.sheet, examples=headings, choices=wide_kinds())


def ask_columns(cls: type[Node], table: Table, columns: Sequence[Column], found: Survey) -> Iterator[Ask]:
    """Yield a question for each filled column whose heading nothing or only a guess explains."""
    choices = (
        *(link_column.words for link_column in LINK_COLUMNS_OF[cls]),
        *(field.replace("_", " ") for field in own_fields(cls)),
    )
    for column in columns:
        cells = list(dict.fromkeys(found.filled(column.index)))
        if cells and (column.kind is Kind.UNKNOWN or column.guessed):
            yield Ask(
                about=About.COLUMN,
                file=table.file,
                sheet=table.sheet,
                heading=_shown(column.heading),
                examples=tuple(_shown(cell) for cell in cells[:_EXAMPLES]),
                suggestion=column.guessed,
                choices=tuple(dict.fromkeys(choices)),
            )


def ask_sections(cls: type[Node], table: Table, found: Survey) -> Iterator[Ask]:
    """Yield the question what the sections of a table are, if it has any: a group, a region, or another column."""
    texts = [_shown(text) for why, text in found.left_out.values() if why is NoRecord.SECTION]
    if texts:
        names = (*(link_column.words for link_column in LINK_COLUMNS_OF[cls]), *own_fields(cls))
        first = [name for name in ("groups", "region", "country", "affiliate") if name in names]
        yield Ask(
            about=About.SECTIONS,
            file=table.file,
            sheet=table.sheet,
            examples=tuple(dict.fromkeys(texts)),
            choices=tuple(dict.fromkeys((*first, *names))),
        )


def in_sections(table: Table, heading: str) -> Table:
    """Return a table in which the name of its section is a column of each row, under this heading if there is one."""
    if not heading:
        return table
    sections = {line: text for line, (why, text) in survey(table).left_out.items() if why is NoRecord.SECTION}
    width = len(table.headings)

    def rows() -> Iterator[tuple[int, list[str]]]:
        section = ""
        for line, row in table.rows():
            if line in sections:
                section = sections[line].rstrip(": ")
            elif line >= table.first_line and any(row):
                yield line, [*row[:width], *[""] * (width - len(row)), section, *row[width:]]
            else:
                yield line, row

    return replace(table, headings=(*table.headings, Heading(text=heading)), rows=rows)


def known_answer(answer: str, kind: str) -> bool:
    """Say whether a heading means something in the table of a class, or of any class where none is named."""
    classes = [cls for cls in LINK_COLUMNS_OF if not kind or kind == cls.PLURAL] or list(LINK_COLUMNS_OF)
    return any(fold(answer) in known_headings(cls) for cls in classes)


def answered(table: Table, columns: Mapping[str, str]) -> Table:
    """Return a table with its columns under the headings that somebody gave them, without those left out."""
    texts = [columns.get(_shown(str(heading))) for heading in table.headings]
    kept = [index for index, text in enumerate(texts) if text != ""]
    if len(kept) == len(texts) and not any(texts):
        return table
    headings = tuple(Heading(text=text) if (text := texts[index]) else table.headings[index] for index in kept)

    def rows() -> Iterator[tuple[int, list[str]]]:
        width = len(texts)
        for line, row in table.rows():
            full = [*row, *[""] * (width - len(row))]
            yield line, [*(full[index] for index in kept), *row[width:]]

    return replace(table, headings=headings, rows=rows)


def accepts(names: Sequence[str], *, every: bool) -> Callable[[str], bool]:
    """Return which odd names may be made: every one, or those that a mapping lists."""
    folded = set(map(fold, names))
    return lambda name: every or fold(name) in folded


def _shown(text: str) -> str:
    return without_private(text, digits=True)
