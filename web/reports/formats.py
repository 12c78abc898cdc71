# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as text, Markdown, JSON, or one HTML file that prints and travels; `documents` has the other formats."""

import io
import json
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files

from graph.text.message import say
from web.reports.documents import docx, wikitext
from web.reports.parts import Report, columns_of, most_in_a_cell
from web.wording import formats
from web.wording.names import naming
from web.wording.shapes import SectionOfReport, ShownReport

_WIDTH = 80


def text(report: Report, language: str = "en") -> str:
    """Return the report for a terminal or a plain e-mail, 80 columns wide."""
    from rich.console import Console  # noqa: PLC0415 - for this format only

    output = io.StringIO()
    target = Console(file=output, width=_WIDTH, highlight=False, markup=False, emoji=False, color_system=None)
    title = say(report.title, language)
    target.print(title)
    target.print("=" * min(_WIDTH, len(title)))
    for section in report.sections:
        heading = say(section.title(), language)
        target.print()
        target.print(heading)
        target.print("-" * min(_WIDTH, len(heading)))
        for sentence in (*section.sentences, *section.lines):
            target.print(say(sentence, language))
        if section.shows_table and section.result is not None:
            columns = columns_of(section)
            target.print(
                formats.text_table(
                    section.result, language, columns, naming(report.snapshot, language), most=most_in_a_cell(report)
                )
            )
    return "\n".join(line.rstrip() for line in output.getvalue().splitlines()) + "\n"


def markdown(report: Report, language: str = "en") -> str:
    """Return the report as Markdown."""
    parts = [f"# {formats.escaped(say(report.title, language))}", ""]
    for section in report.sections:
        parts += [f"## {formats.escaped(say(section.title(), language))}", ""]
        for sentence in (*section.sentences, *section.lines):
            parts += [formats.escaped(say(sentence, language)), ""]
        if section.shows_table and section.result is not None:
            columns = columns_of(section)
            parts.append(
                formats.markdown_table(
                    columns, section.result, language, naming(report.snapshot, language), most=most_in_a_cell(report)
                )
            )
    return "\n".join(parts).rstrip() + "\n"


def to_json(report: Report, language: str = "en") -> str:
    """Return the shape of docs/formats.md#json."""
    sections = tuple(
        SectionOfReport(
            title=say(section.title(), language),
            sentences=tuple(say(sentence, language) for sentence in (*section.sentences, *section.lines)),
            result=section.result.to_json(language) if section.result else None,
        )
        for section in report.sections
    )
    shown = ShownReport(
        title=say(report.title, language),
        parameters=dict(report.parameters),
        sections=sections,
        revision=report.snapshot.revision,
    )
    return json.dumps(shown.json(), ensure_ascii=False, indent=2) + "\n"


def html(report: Report, language: str = "en") -> str:
    """Return one file without any request, script or foreign style."""
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415 - for this format only

    from web.wording.render import direction, sentence  # noqa: PLC0415 - see above

    style = (files("web") / "static" / "report.css").read_text(encoding="utf-8")
    shown = naming(report.snapshot, language)
    environment = Environment(loader=PackageLoader("web"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("report_file.html").render(
        report=report,
        language=language,
        direction=direction(language),
        style=style,
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        say=lambda message: say(message, language),
        sentence=lambda message: sentence(message, language, linked=False),
        columns=columns_of,
        cell=lambda column, row: formats.shown_cell(column, row, language, shown, most_in_a_cell(report)),
    )


FORMATS: dict[str, Callable[[Report, str], str]] = {
    "text": text,
    "md": markdown,
    "json": to_json,
    "html": html,
    "wikitext": wikitext,
}
"""Formats that are a text; `written` knows all."""
CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "wikitext": "text/x-wiki; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""Of the formats that a site sends as a file."""


def written(report: Report, format_: str, language: str = "en") -> str | bytes:
    """Return a report in one of the formats, or as a text document (docx)."""
    return docx(report, language) if format_ == "docx" else FORMATS[format_](report, language)
