# SPDX-License-Identifier: GPL-3.0-or-later
"""The command `inspect`: how files would be read, without loading them."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph.schema.source import Problem, ProblemCode
from graph.text.message import say
from loaders.cells.plan import TablePlan, network_sentences, sentences
from loaders.cells.reading import Reading
from loaders.read import read
from loaders.tables.mapping.mapping_text import mapping_text
from web import terminal
from web.terminal import print_json, say_lines, write_or_print


def run_inspect(
    paths: Sequence[Path],
    *,
    kind: str | None,
    mapping: str | None,
    output: Path | None,
    accept: bool,
    as_json: bool,
) -> None:
    """Say how each table is read; write a mapping that reads it so."""
    readings = read(paths, kind=kind, mapping=mapping, accept=accept)
    if output:
        plans = [plan for reading in readings for plan in reading.plans]
        write_or_print(mapping_text(plans, readings[0].source.id), output)
    if as_json:
        networks = [asdict(network) for reading in readings for network in reading.networks]
        tables = [_json(plan) for reading in readings for plan in reading.plans]
        asks = [asdict(ask) | {"sentence": say(ask.sentence, "en")} for reading in readings for ask in reading.asks]
        print_json({"tables": tables, "networks": networks, "asks": asks})
        return
    for reading in readings:
        print_reading(reading)


def print_reading(reading: Reading) -> None:
    """Print a paragraph a table, then what is worth a look."""
    print_plans(reading)
    if problems := to_look_at(reading.problems):
        print_problems(problems)


def print_plans(reading: Reading) -> None:
    """Print a paragraph for each table and each network."""
    paragraphs = [*map(sentences, reading.plans), *map(network_sentences, reading.networks)]
    for paragraph in paragraphs:
        say_lines(" ".join(say(sentence, "en") for sentence in paragraph))


def to_look_at(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the problems without what the paragraphs count already."""
    return tuple(problem for problem in problems if problem.code is not ProblemCode.MADE)


def print_problems(problems: Sequence[Problem]) -> None:
    """Print what is worth a look, with its number; names that look odd in a list of their own."""
    odd = [problem for problem in problems if problem.code is ProblemCode.ODD]
    others = [problem for problem in problems if problem.code is not ProblemCode.ODD]
    if count := len(others):
        say_lines("One point to look at:" if count == 1 else f"{count} points to look at:", error=True)
        terminal.print_problems(others)
    if odd:
        say_lines("Looks odd, not made:", error=True)
        terminal.print_problems(odd)


def _json(plan: TablePlan) -> dict[str, Any]:
    shown = asdict(plan)
    for column in shown["columns"]:
        column["counts"]["separators"] = sorted(column["counts"]["separators"])
    return shown | {"paragraph": " ".join(say(sentence, "en") for sentence in sentences(plan))}
