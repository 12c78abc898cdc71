# SPDX-License-Identifier: GPL-3.0-or-later
"""What the command line prints and how it ends: answers, errors, progress.

Answers go to standard output, progress and warnings to standard error. One
place turns errors into exit statuses: 1 our error, 2 the user's, 3 the store.
"""

import errno
import io
import json
import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.errors import BadParameter, LoadError, PartnershipsError, SchemaError, StoreUnavailable
from graph.schema.source import Problem
from graph.text.controls import without_controls
from graph.text.message import say
from web.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from graph.stores.base import Store

_FULL = {errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT}
OUR_ERROR, USER_ERROR, STORE_ERROR = 1, 2, 3
_NARROW = 80
_SHOWN_PROBLEMS = 20
_DIGITS = 5
"""Digits from which on a number of columns is no width of a terminal."""


def console(*, error: bool = False) -> "Console":
    """Return a console; text that is piped is as wide as a terminal of 80 columns."""
    from rich.console import Console  # noqa: PLC0415 - 40 ms that `--json` does not need

    stream = sys.stderr if error else sys.stdout
    columns = os.environ.get("COLUMNS", "")
    wanted = int(columns) if columns.isascii() and columns.isdecimal() and len(columns) < _DIGITS else 0
    width = None if stream.isatty() else wanted or _NARROW

    class Piped(Console):
        def on_broken_pipe(self) -> None:
            # Rich would leave with 1; whoever closes our output early, such as `head`, has had enough.
            raise BrokenPipeError

    return Piped(file=stream, width=width, highlight=False, soft_wrap=False, markup=False, emoji=False)


def say_lines(*lines: str, error: bool = False) -> None:
    """Print lines wrapped at words."""
    target = console(error=error)
    for line in lines:
        # Names of files may hold bytes that are no UTF-8.
        target.print(without_controls(line.encode("utf-8", "backslashreplace").decode()))


def print_json(content: object) -> None:
    """Print one JSON document, readable, in any script."""
    click.echo(without_controls(json.dumps(content, ensure_ascii=False, indent=2)))


def write_or_print(text: str | bytes, output: Path | None) -> None:
    """Write a text to a file, all of it or nothing, or print it; raises BadParameter for bytes without a file."""
    if isinstance(text, bytes):
        if output is None:
            raise BadParameter("A text document cannot be printed on a terminal.", "Give --output and a file name.")
        write_file(output, text)
        say_lines(f"Wrote {output}.", error=True)
        return
    text = without_controls(text)
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    write_file(output, text.encode())
    say_lines(f"Wrote {output}.", error=True)


def write_file(path: Path, content: bytes) -> None:
    """Write a file so that a full disk or a kill leaves the old one whole.

    A link is followed. What is no regular file, such as a device or a pipe,
    is written to and never replaced.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        end = path.resolve()
        trial = end.with_name(f".{end.name}.part")
        try:
            trial.write_bytes(content)
            trial.replace(end)
        except OSError:
            trial.unlink(missing_ok=True)
            raise
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{path} cannot be written: {reason}."
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
    position = f"{problem.position}: " if problem.position else ""
    return f"  {position}{say(problem.text, language)}"


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
            return STORE_ERROR
        case SchemaError():
            return OUR_ERROR
        case _:
            return USER_ERROR


def run(command: click.Command) -> int:
    """Run the command line; no traceback ever reaches a user."""
    _print_utf8()
    try:
        result = command.main(standalone_mode=False)
        sys.stdout.flush()
    except (PartnershipsError, MemoryError) as caught:
        error = caught if isinstance(caught, PartnershipsError) else too_much()
        _lift_limit()
        say_lines(f"Error: {error.message}", *([str(error.hint)] if error.hint else []), error=True)
        return status_of(error)
    except click.ClickException as error:
        error.show()
        return USER_ERROR
    except (click.Abort, KeyboardInterrupt):
        say_lines("Stopped.", error=True)
        return 130
    except BrokenPipeError:
        # Whoever read our output, such as `head`, had enough of it.
        _print_nowhere()
        return 0
    except OSError as error:
        if error.filename is not None:
            say_lines(f"Error: {error.filename} cannot be used: {error.strerror}.", error=True)
            return USER_ERROR
        if error.errno not in _FULL:
            return _program_error(error)
        _print_nowhere()
        say_lines(f"Error: the answer cannot be printed: {error.strerror}.", error=True)
        return USER_ERROR
    except Exception as error:
        if os.environ.get("PARTNERSHIPS_DEBUG"):
            raise
        return _program_error(error)
    return result if isinstance(result, int) else 0


def _lift_limit() -> None:
    """Take a limit of memory back: the work is given up, and saying so needs some."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - not on every system

        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def too_much() -> LoadError:
    """Return the error for what needs more memory than there is, or than a load may take."""
    allowed = Settings.from_environment().load_memory
    return LoadError(
        f"This needs more memory than there is, or than the {allowed} MB that a load may take.",
        "Nothing was changed. Load it in parts, or allow more with PARTNERSHIPS_LOAD_MEMORY.",
    )


def _program_error(error: Exception) -> int:
    say_lines(
        f"This is an error of the program: {type(error).__name__}: {error}",
        "Nothing was changed by it. Run again with PARTNERSHIPS_DEBUG=1 for details, and report them.",
        error=True,
    )
    return OUR_ERROR


def _print_utf8() -> None:
    """Print UTF-8 whatever the system's encoding is, and nowhere where there is no output at all."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _print_nowhere() -> None:
    """Let what was not printed yet vanish, so that leaving does not try again."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def opened(url: str, *, create: bool = False) -> Generator["Store"]:
    """Open the store at an address, with the credentials of the environment; only loading makes a new one."""
    from graph.stores.open import open_store  # noqa: PLC0415 - numpy, which help does not need

    settings = Settings.from_environment()
    account = {"user": settings.neo4j_user, "password": settings.neo4j_password}
    with closing(open_store(url, create=create, **account)) as store:
        yield store
