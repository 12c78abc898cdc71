# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as wikitext, and as a text document that word processors open."""

import io
import re
from typing import TYPE_CHECKING, Any

from graph.text.controls import without_controls
from graph.text.message import Message, say
from web.reports.parts import Report, columns_of, most_in_a_cell
from web.wording import formats
from web.wording.names import naming
from web.wording.render import direction

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_MARKUP = re.compile(r"[\[\]{}|<>&~]|''+|__|^[*#:;=]|(?<=^\s)[*#:;=]|-(?=-{3})")
"""Where wikitext would begin to mean something."""


def wikitext(report: Report, language: str = "en") -> str:
    """Return the report for a wiki page: headings, sentences and sortable tables."""
    lines = [f"= {plain_wikitext(say(report.title, language))} ="]
    shown = naming(report.snapshot, language)
    for section in report.sections:
        lines += ["", f"== {plain_wikitext(say(section.title(), language))} =="]
        for sentence in (*section.sentences, *section.lines):
            lines += [plain_wikitext(say(sentence, language)), ""]
        if section.shows_table and section.result is not None:
            columns = columns_of(section)
            lines.append('{| class="wikitable sortable"')
            lines += [f"! {plain_wikitext(say(column.heading(), language))}" for column in columns]
            for row in section.result.rows:
                cells = (formats.shown_cell(column, row, language, shown, most_in_a_cell(report)) for column in columns)
                lines += ["|-", *(f"| {plain_wikitext(cell)}" for cell in cells)]
            lines.append("|}")
    return "\n".join(lines).rstrip() + "\n"


def plain_wikitext(text: str) -> str:
    """Return a text that a wiki shows as it is, on one line.

    >>> plain_wikitext("* [[Ada]] | {{x}}")
    '&#42; &#91;&#91;Ada&#93;&#93; &#124; &#123;&#123;x&#125;&#125;'
    """
    line = " ".join(text.split())
    return _MARKUP.sub(lambda found: "".join(f"&#{ord(letter)};" for letter in found[0]), line)


def docx(report: Report, language: str = "en") -> bytes:
    """Return the report as a .docx file; in Arabic its lines and tables run from right to left."""
    from docx import Document  # noqa: PLC0415 - 0.1 s, for this format only
    from docx.enum.table import WD_TABLE_DIRECTION  # noqa: PLC0415 - see above

    document = Document()
    is_turned = direction(language) == "rtl"
    shown = naming(report.snapshot, language)
    title = _words(report.title, language)
    # The library's template names an author of its own.
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.title = title
    _turn(document.add_heading(title, level=1), is_turned=is_turned)
    for section in report.sections:
        _turn(document.add_heading(_words(section.title(), language), level=2), is_turned=is_turned)
        for sentence in (*section.sentences, *section.lines):
            _turn(document.add_paragraph(_words(sentence, language)), is_turned=is_turned)
        if section.shows_table and section.result is not None:
            columns = columns_of(section)
            table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
            if is_turned:
                table.table_direction = WD_TABLE_DIRECTION.RTL
            _fill(table.rows[0], [_words(column.heading(), language) for column in columns], is_turned=is_turned)
            for row in section.result.rows:
                cells = [formats.shown_cell(column, row, language, shown, most_in_a_cell(report)) for column in columns]
                _fill(table.add_row(), cells, is_turned=is_turned)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _words(message: Message, language: str) -> str:
    # XML has no room for them.
    return without_controls(say(message, language))


def _fill(row: Any, texts: list[str], *, is_turned: bool) -> None:  # noqa: ANN401 - a row of the library's table
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text
        _turn(cell.paragraphs[0], is_turned=is_turned)


def _turn(paragraph: "Paragraph", *, is_turned: bool) -> None:
    if not is_turned:
        return
    from docx.oxml import OxmlElement  # noqa: PLC0415 - see `docx`

    # The library has no name for it.
    paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run.font.rtl = True
