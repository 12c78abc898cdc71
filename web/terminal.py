# SPDX-License-Identifier: GPL-3.0-or-later
"""What the command line prints and how it ends: answers, errors, progress.

Answers go to standard output, progress and warnings to standard error. One
place turns errors into exit statuses: 1 our fault, 2 the user's, 3 the store.
"""

import json
import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.errors import BadParameter, PartnershipsError, SchemaError, StoreUnavailable
from graph.schema.source import Problem
from graph.text.message import say
from web.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from graph.stores.base import Store

OUR_FAULT, USERS_FAULT, STORE_FAULT = 1, 2, 3
_NARROW = 80
_SHOWN_PROBLEMS = 20


def console(*, error: bool = False) -> "Console":
    """Return a console; text that is piped is as wide as a terminal of 80 columns."""
    from rich.console import Console  # noqa: PLC0415 - 40 ms that `--json` does not need

    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else int(os.environ.get("COLUMNS") or _NARROW)
    return Console(file=stream, width=width, highlight=False, soft_wrap=False, markup=False, emoji=False)


def say_lines(*lines: str, error: bool = False) -> None:
    """Print lines wrapped at words."""
    target = console(error=error)
    for line in lines:
        target.print(line)


def print_json(content: object) -> None:
    """Print one JSON document, readable, in any script."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def write_or_print(text: str, output: Path | None) -> None:
    """Write a text to a file, all of it or nothing, or print it."""
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    write_file(output, text.encode("utf-8", "surrogateescape"))
    say_lines(f"Wrote {output}.", error=True)


def write_file(path: Path, content: bytes) -> None:
    """Write a file so that a full disk or a kill leaves the old one whole."""
    trial = path.with_name(f".{path.name}.part")
    try:
        trial.write_bytes(content)
        trial.replace(path)
    except OSError as error:
        trial.unlink(missing_ok=True)
        message = f"{path} cannot be written: {error.strerror}."
        raise BadParameter(message, "Check that the folder exists and may be written to.") from error


@contextmanager
def working(what: str) -> Generator[Any]:
    """Show on a terminal that something is going on; the value takes new words."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with console(error=True).status(what) as status:
        yield status.update


@contextmanager
def progress(what: str, steps: int) -> Generator[Callable[[str], None]]:
    """Show on a terminal how many steps are done; the value is told the name of each further one as it begins."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import (  # noqa: PLC0415 - rich is only for people who watch
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(error=True), transient=True) as bar:
        task = bar.add_task(what, total=steps)
        yield lambda step: bar.update(task, description=step, advance=1, refresh=True)


def problem_line(problem: Problem, language: str = "en") -> str:
    """Say a problem, its place first."""
    place = f"{problem.place}: " if problem.place else ""
    return f"  {place}{say(problem.text, language)}"


def print_problems(problems: Sequence[Problem], language: str = "en") -> None:
    """List problems with their places on standard error; the rest is counted."""
    say_lines(*(problem_line(problem, language) for problem in problems[:_SHOWN_PROBLEMS]), error=True)
    if len(problems) > _SHOWN_PROBLEMS:
        more = len(problems) - _SHOWN_PROBLEMS
        say_lines(f"  … and {more} more; --json lists all of them.", error=True)


def status_of(error: PartnershipsError) -> int:
    """Return the exit status that an error stands for."""
    match error:
        case StoreUnavailable():
            return STORE_FAULT
        case SchemaError():
            return OUR_FAULT
        case _:
            return USERS_FAULT


def run(command: click.Command) -> int:
    """Run the command line; no traceback ever reaches a user."""
    try:
        result = command.main(standalone_mode=False)
    except PartnershipsError as error:
        say_lines(f"Error: {error.message}", *([str(error.hint)] if error.hint else []), error=True)
        return status_of(error)
    except click.ClickException as error:
        error.show()
        return USERS_FAULT
    except (click.Abort, KeyboardInterrupt):
        say_lines("Stopped.", error=True)
        return 130
    except BrokenPipeError:
        # Whoever read our output, such as `head`, had enough of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("PARTNERSHIPS_DEBUG"):
            raise
        say_lines(
            f"This is a fault of the program: {type(error).__name__}: {error}",
            "Nothing was changed by it. Run again with PARTNERSHIPS_DEBUG=1 for details, and report them.",
            error=True,
        )
        return OUR_FAULT
    return result if isinstance(result, int) else 0


@contextmanager
def opened(url: str, *, create: bool = False) -> Generator["Store"]:
    """Open the store at an address, with the credentials of the environment; only loading makes a new one."""
    from graph.stores.open import open_store  # noqa: PLC0415 - numpy, which help does not need

    settings = Settings.from_environment()
    account = {"user": settings.neo4j_user, "password": settings.neo4j_password}
    with closing(open_store(url, create=create, **account)) as store:
        yield store
