# SPDX-License-Identifier: GPL-3.0-or-later
"""The command `survey`: the workshop's questions, for a form tool, on paper, or as an empty table."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from graph.text.message import Message, say
from loaders.tables.form.questions import (
    INTRODUCTION,
    NO,
    OTHER,
    QUESTIONS,
    TITLE,
    YES,
    Kind,
    Question,
)
from web.terminal import write_or_print

_ITEMS = {
    Kind.LINE: "addTextItem",
    Kind.LINES: "addParagraphTextItem",
    Kind.YES_NO: "addMultipleChoiceItem",
    Kind.CHOICES: "addCheckboxItem",
}


def run_survey(format_: str, language: str, output: Path | None) -> None:
    """Print or write the survey."""
    write_or_print(FORMATS[format_](language), output)


def choices(question: Question) -> tuple[Message, ...]:
    """Return what can be ticked, without “Other”."""
    return (YES(), NO()) if question.kind is Kind.YES_NO else tuple(choice.text for choice in question.choices)


def google(language: str) -> str:
    """Return a Google Apps Script that makes the form."""
    return "\n".join(_google(language)) + "\n"


def _google(language: str) -> Iterator[str]:
    def quoted(message: Message) -> str:
        return json.dumps(say(message, language), ensure_ascii=False)

    yield "// Paste this into a new project at script.google.com and run it once: the form is then in your Drive."
    yield "// Its answers load as they are: in the form, Responses, Download responses (.csv)."
    yield "function createSurvey() {"
    yield f"  const form = FormApp.create({quoted(TITLE())});"
    yield f"  form.setDescription({quoted(INTRODUCTION())}).setCollectEmail(false);"
    for question in QUESTIONS:
        made = f"  form.{_ITEMS[question.kind]}().setTitle({quoted(question.text())})"
        if question.help:
            made += f".setHelpText({quoted(question.help())})"
        if ticked := choices(question):
            made += f".setChoiceValues([{', '.join(map(quoted, ticked))}])"
        if question.kind is Kind.CHOICES:
            made += ".showOtherOption(true)"
        yield f"{made}.setRequired({str(question.needed).lower()});"
    yield "}"


def text(language: str) -> str:
    """Return a plain list of the questions, with the codes that tools ask for."""
    return "\n".join(_text(language)) + "\n"


def _text(language: str) -> Iterator[str]:
    yield from (say(TITLE(), language), "", say(INTRODUCTION(), language))
    for number, question in enumerate(QUESTIONS, start=1):
        yield ""
        yield f"{number}. {say(question.text(), language)} [{question.code}]"
        if question.help:
            yield f"   {say(question.help(), language)}"
        yield from (f"   ( ) {say(choice, language)}" for choice in choices(question))
        if question.kind is Kind.CHOICES:
            yield f"   ( ) {say(OTHER(), language)}: ____"


def html(language: str) -> str:
    """Return one page to print or to fill in, without script or foreign style."""
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415 - for this format only

    from web.wording.render import direction  # noqa: PLC0415 - see above

    environment = Environment(loader=PackageLoader("web"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("survey_file.html").render(
        language=language,
        direction=direction(language),
        title=TITLE(),
        introduction=INTRODUCTION(),
        other=OTHER(),
        questions=QUESTIONS,
        choices=choices,
        kinds=Kind,
        say=lambda message: say(message, language),
    )


def table(language: str) -> str:
    """Return an empty table to fill in by hand: a column for each question."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(say(question.text(), language) for question in QUESTIONS)
    return written.getvalue()


FORMATS: dict[str, Callable[[str], str]] = {"google": google, "text": text, "html": html, "csv": table}
