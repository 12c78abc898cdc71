# SPDX-License-Identifier: GPL-3.0-or-later
"""The command `load`, and how it tells what a load changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from graph.errors import LoadError
from graph.schema.source import LoadReport
from graph.stores.base import Store
from graph.text.message import say
from loaders.cells.plan import sentences
from loaders.cells.reading import Reading
from loaders.read import read
from web import terminal
from web.commands.inspect import print_problems, to_look_at
from web.terminal import opened, print_json, say_lines, working
from web.wording.shapes import changes


def run_load(
    url: str,
    paths: Sequence[Path],
    options: Mapping[str, str | None],
    *,
    dry_run: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Load, or show what loading would change."""
    with working("Reading") as tell:
        readings = read(paths, **options, progress=lambda name: tell(f"Reading {name}"))
        problems = [problem for reading in readings for problem in to_look_at(reading.problems)]
        if strict and problems:
            terminal.print_problems(problems)
            raise LoadError(
                f"There are {len(problems)} problems, and --strict loads nothing then.",
                "Mend them, or leave --strict out.",
            )
        tell("Loading")
        with opened(url) as store:
            if not options.get("source"):
                _check_not_another(store, readings)
            reports = _loaded(store, readings, dry_run=dry_run)
    if as_json:
        shown = [changes(report).json() for report in reports]
        print_json(shown[0] if len(shown) == 1 else shown)
        return
    for reading, report in zip(readings, reports, strict=True):
        _print_report(reading, report)
    if dry_run:
        say_lines("This was a dry run: nothing was written.")


def _check_not_another(store: Store, readings: Sequence[Reading]) -> None:
    known = {source.id: source for source in store.sources()}
    for source in (reading.source for reading in readings):
        other = known.get(source.id)
        if other and len(readings) == 1 and other.file != source.file:
            message = f"A source “{source.id}” was loaded from {other.file}, and this is {source.file}."
            raise LoadError(
                message,
                f"Nothing was loaded. Give it a name of its own with --source, or --source {source.id} to replace.",
            )


def _loaded(store: Store, readings: Sequence[Reading], *, dry_run: bool) -> list[LoadReport]:
    pairs = [(reading.source, reading.records) for reading in readings]
    reports = [store.preview(*pair) for pair in pairs] if dry_run else store.restore(pairs)
    return [
        replace(report, problems=(*reading.problems, *report.problems))
        for reading, report in zip(readings, reports, strict=True)
    ]


def _print_report(reading: Reading, report: LoadReport) -> None:
    for file, count in reading.gave.items():
        say_lines(f"{file}: {count} records" if count else f"{file}: nothing")
    print_changes(report)
    for plan in reading.plans:
        say_lines(" ".join(say(sentence, "en") for sentence in sentences(plan)))
    if problems := to_look_at(report.problems):
        print_problems(problems)


def print_changes(report: LoadReport) -> None:
    """Say in one line what a load or a retirement changed."""
    parts = [
        f"{sum(counts.values())} {word}{_kinds(counts)}"
        for word, counts in (
            ("new", report.created),
            ("changed", report.updated),
            ("unchanged", report.unchanged),
            ("gone", report.retired),
        )
        if counts
    ]
    say_lines(f"Source {report.source}: {'; '.join(parts) or 'nothing changed'}.")


def _kinds(counts: Mapping[str, int]) -> str:
    return " (" + ", ".join(f"{count} {name}" for name, count in counts.items()) + ")"
