# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading files, and asking on a terminal where the reading is unsure.

Nobody is asked where there is no terminal, with `--json`, or where a mapping
says it already. What was answered is written into a mapping beside the file.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from graph.text.message import say
from loaders.cells.asks import About, Ask
from loaders.cells.reading import Reading
from loaders.read import ANSWERS_SUFFIX, Unclear, read
from loaders.tables.mapping.mapping_text import answers_text
from loaders.tables.mapping.unsure import known_answer
from web.terminal import say_lines, working, write_file

_NOTHING = "-"
_MOST = 40
_COLUMNS = 12


def read_and_ask(
    paths: Sequence[Path], options: Mapping[str, str | None], *, accept: bool, may_ask: bool
) -> tuple[Reading, ...]:
    """Return what files say, after asking about what is unsure."""
    refused: Unclear | None = None
    readings: tuple[Reading, ...] = ()
    try:
        readings = _read(paths, options, accept=accept)
        asks = [ask for reading in readings for ask in reading.asks]
    except Unclear as error:
        refused, asks = error, list(error.asks)
    if asks and may_ask and not options.get("mapping") and sys.stdin.isatty() and sys.stderr.isatty():
        source = options.get("source") or (readings[0].source.id if readings else "")
        answered = [(ask, _answer(ask)) for ask in asks[:_MOST]]
        beside = paths[0].with_name(f"{paths[0].stem or paths[0].resolve().name}{ANSWERS_SUFFIX}")
        write_file(beside, answers_text(answered, source).encode())
        say_lines(f"Your answers are in {beside}; load with --mapping {beside} to read it so again.", error=True)
        return _read_again(paths, options, answered, beside, source, accept=accept)
    if refused:
        raise refused
    return readings


def _read_again(
    paths: Sequence[Path],
    options: Mapping[str, str | None],
    answered: Sequence[tuple[Ask, str]],
    beside: Path,
    source: str,
    *,
    accept: bool,
) -> tuple[Reading, ...]:
    """Read with what was answered, and ask on: what columns are shows once rows are known, and then odd names."""
    readings = _read(paths, {**options, "mapping": str(beside)}, accept=accept)
    known = {(ask.about, ask.file, ask.sheet, ask.heading, ask.examples) for ask, _answer in answered}
    new = [
        ask
        for reading in readings
        for ask in reading.asks
        if (ask.about, ask.file, ask.sheet, ask.heading, ask.examples) not in known
    ]
    if not new:
        return readings
    more = [*answered, *((ask, _answer(ask)) for ask in new[:_MOST])]
    write_file(beside, answers_text(more, source or readings[0].source.id).encode())
    return _read_again(paths, options, more, beside, source, accept=accept)


def _read(paths: Sequence[Path], options: Mapping[str, str | None], *, accept: bool) -> tuple[Reading, ...]:
    with working("Reading") as tell:
        return read(paths, **options, accept=accept, progress=lambda name: tell(f"Reading {name}"))


def _answer(ask: Ask) -> str:
    """Ask until the answer means something; nothing is no answer about rows, and leaves a column out."""
    question = say(ask.sentence, "en")
    if ask.about is About.NAME:
        return "yes" if click.confirm(question, default=False, err=True) else "no"
    shown = ask.choices if len(ask.choices) <= _COLUMNS else (*ask.choices[:_COLUMNS], "…")
    say_lines(question, f"One of: {', '.join(shown)}; {_NOTHING} for none of them.", error=True)
    while True:
        answer = str(click.prompt("Answer", default=ask.suggestion or _NOTHING, err=True)).strip()
        if answer == _NOTHING:
            return ""
        if answer in ask.choices or (ask.about is not About.ROWS and known_answer(answer, "")):
            return answer
        say_lines(f"“{answer}” is none of: {', '.join(ask.choices)}.", error=True)
