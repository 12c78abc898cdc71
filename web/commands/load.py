# SPDX-License-Identifier: GPL-3.0-or-later
"""The command `load`, and how it tells what a load changed."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from graph.errors import LoadError
from graph.schema.links import SameAs
from graph.schema.nodes import NODE_CLASSES, class_of
from graph.schema.packed import id_of
from graph.schema.source import JOINED, LoadReport, ProblemCode, Source
from graph.stores.base import Store
from graph.stores.joining import load_joined
from graph.stores.open import is_there
from loaders.cells.reading import Reading
from web import terminal
from web.commands.asking import read_and_ask
from web.commands.inspect import print_plans, print_problems, to_look_at
from web.terminal import opened, print_json, say_lines, working
from web.wording.shapes import changes


def run_load(  # noqa: PLR0913 - one for each option
    url: str,
    paths: Sequence[Path],
    options: Mapping[str, str | None],
    *,
    dry_run: bool,
    strict: bool,
    replace_most: bool,
    join: bool,
    accept: bool,
    as_json: bool,
) -> None:
    """Load, or show what loading would change."""
    read_ = read_and_ask(paths, options, accept=accept, may_ask=not as_json)
    with working("Loading"):
        # What the rule joined is worked out anew.
        readings = [reading for reading in read_ if reading.source.id != JOINED]
        problems = [problem for reading in readings for problem in to_look_at(reading.problems)]
        if strict and problems:
            terminal.print_problems(problems)
            raise LoadError(
                f"There are {len(problems)} problems, and --strict loads nothing then.",
                "Mend them, or leave --strict out.",
            )
        _check_not_nothing(paths, readings)
        is_new = not is_there(url)
        # Showing what would change makes no store.
        with opened("memory:" if is_new and dry_run else url, create=True) as store:
            if not any(options.values()) and (known := _same_bytes(store, readings)):
                _say_known(known, store, as_json=as_json)
                return
            if not (options.get("source") or replace_most):
                _check_not_another(store, readings)
            if not dry_run:
                _check_read_to_the_end(store, readings)
            if not (dry_run or replace_most):
                _check_not_most_goes(store, readings)
            reports, joins = _loaded(store, readings, dry_run=dry_run, join=join)
    if is_new and not dry_run:
        say_lines(f"This made a new store: {url}", error=True)
    if as_json:
        shown = [changes(report).json() for report in reports]
        print_json(shown[0] if len(shown) == 1 else shown)
        return
    for reading, report in zip(readings, reports, strict=True):
        _print_report(reading, report)
        _print_joins(reading, joins)
    if dry_run:
        say_lines("This was a dry run: nothing was written.")


def _check_not_nothing(paths: Sequence[Path], readings: Sequence[Reading]) -> None:
    if any(reading.records for reading in readings):
        return
    print_problems([problem for reading in readings for problem in to_look_at(reading.problems)])
    names = ", ".join(path.name or str(path) for path in paths)
    message = f"There is nothing to load in {names}: no record was read."
    raise LoadError(message, "Nothing was changed. To forget a source, use: partnerships retire SOURCE.")


def _same_bytes(store: Store, readings: Sequence[Reading]) -> Source | None:
    """Return the source that was loaded from the same bytes under another name."""
    if len(readings) != 1 or not readings[0].source.sha256:
        return None
    source = readings[0].source
    known = [other for other in store.sources() if other.sha256 == source.sha256 and other.as_of == source.as_of]
    return None if not known or any(other.id == source.id for other in known) else known[0]


def _say_known(known: Source, store: Store, *, as_json: bool) -> None:
    if as_json:
        print_json(changes(LoadReport(source=known.id, revision=store.revision())).json())
    else:
        say_lines(
            f"This is already loaded as {known.id}, from {known.file}. Nothing was done.",
            "To load it once more as a source of its own, give it a name with --source.",
        )


def _check_read_to_the_end(store: Store, readings: Sequence[Reading]) -> None:
    """Refuse a load that takes away what was only not read."""
    known = {source.id for source in store.sources()}
    for reading in readings:
        stopped = [problem for problem in reading.problems if problem.code is ProblemCode.STOPPED]
        if not stopped or reading.source.id not in known:
            continue
        before = store.stated_ids(reading.source.id)
        gone = len(before - set(map(id_of, reading.records)))
        if gone:
            print_problems(stopped)
            message = f"Reading stopped early, and {gone} of the {len(before)} records of the source "
            raise LoadError(
                f"{message}“{reading.source.id}” would be taken away.",
                "Nothing was changed. Mend what is named above and load it again.",
            )


def _check_not_most_goes(store: Store, readings: Sequence[Reading]) -> None:
    """Ask before a load takes away more than half of what its source states."""
    known = {source.id for source in store.sources()}
    for reading in readings:
        source = reading.source
        if source.id not in known:
            continue
        before = store.stated_ids(source.id)
        gone = len(before) - len(before & set(map(id_of, reading.records)))
        if 2 * gone <= len(before):
            continue
        message = f"This would take away {gone} of the {len(before)} records of the source “{source.id}”."
        if sys.stdin.isatty() and sys.stderr.isatty() and click.confirm(f"{message} Go on?", err=True):
            continue
        raise LoadError(
            message,
            "Nothing was changed. If that is meant, add --replace; if this is another source, name it with --source.",
        )


def _check_not_another(store: Store, readings: Sequence[Reading]) -> None:
    known = {source.id: source for source in store.sources()}
    for source in (reading.source for reading in readings):
        other = known.get(source.id)
        if other and len(readings) == 1 and other.file != source.file:
            message = f"A source “{source.id}” was loaded from {other.file}, and this is {source.file}."
            raise LoadError(
                message,
                "Nothing was loaded. Give it a name of its own with --source, or replace it with --replace.",
            )


def _loaded(
    store: Store, readings: Sequence[Reading], *, dry_run: bool, join: bool
) -> tuple[list[LoadReport], list[SameAs]]:
    pairs = [(reading.source, reading.records) for reading in readings]
    if dry_run:
        reports, joins = [store.preview(*pair) for pair in pairs], list[SameAs]()
    else:
        reports, joins = load_joined(store, pairs, join=join)
    stating = [
        replace(report, problems=(*reading.problems, *report.problems))
        for reading, report in zip(readings, reports, strict=True)
    ]
    return stating, joins


def _print_joins(reading: Reading, joins: Sequence[SameAs]) -> None:
    """Say how much of a source is in other sources too, by name."""
    own = set(map(id_of, reading.records))
    both = {id_ for join in joins for id_ in (join.source, join.target) if id_ in own}
    counts = Counter(class_of(id_) for id_ in both)
    parts = [f"{count} {cls.LABEL if count == 1 else cls.PLURAL}" for cls in NODE_CLASSES if (count := counts[cls])]
    if parts:
        verb = "is also in another source and was" if len(both) == 1 else "are also in other sources and were"
        say_lines(
            f"{', '.join(parts)} {verb} joined by name. Others may be: partnerships ask duplicates.",
            "To undo one, decide “different” in a review file; to join nothing by name, add --join none.",
        )


def _print_report(reading: Reading, report: LoadReport) -> None:
    for file, count in reading.gave.items():
        say_lines(f"{file}: {count} records" if count else f"{file}: nothing")
    print_changes(report)
    print_plans(reading)
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
