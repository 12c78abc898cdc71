# SPDX-License-Identifier: GPL-3.0-or-later
"""The front door: paths to readings, whatever kind of input they hold.

One call is one source, also with several paths or a folder. If a path is
missing or cannot be read nothing is loaded; a file inside a folder that
cannot be read is a problem, and the rest of the folder loads.
"""

import json
import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from graph.errors import LoadError
from graph.schema.dates import check_partial_date
from graph.schema.folding import slug
from graph.schema.nodes import Record
from graph.schema.source import Problem, ProblemCode, Source
from graph.snapshot.gc_pause import collector_paused
from graph.text.message import Text
from loaders.cells.asks import Ask
from loaders.cells.encodings import read_text
from loaders.cells.reading import Position, Reading
from loaders.cells.values import closest
from loaders.contents import Contents
from loaders.kinds import NOTES_SUFFIXES, kinds
from loaders.state import is_state, read_state
from loaders.tables.headings import wide_kinds
from loaders.tables.mapping.mapping_file import open_mapping

NOT_LOADED = Text("problem-file-not-loaded", "The file was not loaded. $1", "$1 what is wrong with it, and what to do")

# Files that tell people about a folder; they are no input.
_ABOUT_THE_FOLDER = re.compile(r"(?:readme|licen[cs]e|changelog|origin|contributing)\b.*", re.IGNORECASE)
ANSWERS_SUFFIX = ".mapping.toml"
"""What somebody answered about a file beside it; it is no input itself."""
_SOURCE_ID = re.compile(r"[^\s/:]+")
_CHUNK = 1 << 20


class Unclear(LoadError):
    """Nothing could be loaded, and an answer would change that."""

    def __init__(self, error: LoadError, asks: tuple[Ask, ...]) -> None:
        """Keep the words of an error, and what could be asked."""
        super().__init__(error.message, error.hint)
        self.asks = asks


def read(
    paths: Sequence[Path],
    *,
    source: str | None = None,
    as_of: str | None = None,
    kind: str | None = None,
    mapping: str | None = None,
    accept: bool = False,
    progress: Callable[[str], None] | None = None,
) -> tuple[Reading, ...]:
    """Return what the files say: one reading, or one for each source of an export.

    With `accept` names that look odd are made as well. Raises LoadError if nothing can be loaded.
    """
    _check_options(source, as_of, kind)
    rules = open_mapping(mapping) if mapping else None
    files = _files(paths)
    if state := _state(files, source, progress):
        return state
    source_id = source or (rules.source if rules else "") or _default_id(paths)
    contents = Contents(source_id, kind=kind, mapping=rules, accept=accept)
    with collector_paused():
        records, problems = _contents(contents, files, paths, progress)
    name = ", ".join(path.name or path.resolve().name for path in paths)
    about = Source(
        id=source_id,
        title=(rules.title if rules else "") or name,
        file=name,
        sha256=_digest(files),
        as_of=as_of or contents.as_of or None,
        first_problems=_in_order(problems, files),
    )
    return (
        Reading(
            source=about,
            records=tuple(records),
            gave=contents.gave,
            plans=tuple(contents.plans),
            networks=tuple(contents.networks),
            asks=tuple(contents.asks),
        ),
    )


def _contents(
    contents: Contents, files: Sequence[Path], paths: Sequence[Path], progress: Callable[[str], None] | None
) -> tuple[list[Record], list[Problem]]:
    """Read all files; a bad one that was named is an error, one in a folder a problem."""
    errors: list[LoadError] = []
    contents.has_several_notes = sum(path.suffix.lower() in NOTES_SUFFIXES for path in files) > 1
    for path in files:
        if contents.ignores(path.name):
            continue
        if progress:
            progress(path.name)
        try:
            contents.add(path)
        except LoadError as error:
            if path in paths:
                raise
            errors.append(error)
            contents.problems.append(Position(file=path.name).problem(NOT_LOADED(str(error)), code=ProblemCode.STOPPED))
    if not contents.recognised:
        error = _nothing(paths, errors, contents.problems)
        raise Unclear(error, tuple(contents.asks)) if contents.asks else error
    records = contents.finish()
    return records, contents.problems


def _check_options(source: str | None, as_of: str | None, kind: str | None) -> None:
    if source is not None and not _SOURCE_ID.fullmatch(source):
        message = f"“{source}” cannot be the name of a source."
        raise LoadError(message, f"Leave out blanks, “/” and “:”, as in {slug(source) or 'my-source'}.")
    if as_of is not None:
        try:
            check_partial_date(as_of)
        except ValueError as error:
            message = f"“{as_of}” is no date: {error}."
            raise LoadError(message, "Write 2017, 2017-03 or 2017-03-18.") from error
    if kind is not None and kind not in kinds():
        near = closest(kind, kinds())
        message = f"There is no kind of input “{kind}”."
        raise LoadError(message, f"Did you mean “{near}”?" if near else f"Kinds are {', '.join(kinds())}.")


def _files(paths: Sequence[Path]) -> list[Path]:
    """Return every file to be read, in an order that does not depend on the machine."""
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            message = f"There is no file or folder “{path}”."
            raise LoadError(message, "Nothing was loaded. Check the path.")
        if not path.is_dir():
            if not path.is_file():
                message = f"“{path.name}” is no file but a pipe or a device."
                raise LoadError(message, "Save what it gives in a file first.")
            files.append(path)
            continue
        inside = sorted(child for child in path.rglob("*") if child.is_file() and not _is_hidden(child, path))
        if not inside:
            message = f"The folder “{path.name or path}” is empty."
            raise LoadError(message, "Give a folder with tables or workshop notes in it.")
        files += inside
    if not files:
        message = "There is nothing to load."
        raise LoadError(message, "Give the path of a file or folder.")
    return list(dict.fromkeys(files))


def _is_hidden(file: Path, folder: Path) -> bool:
    """Say whether a file is none of the user's: hidden, a lock, or about the folder."""
    parts = file.relative_to(folder).parts
    if file.name.endswith(ANSWERS_SUFFIX) or any(part.startswith((".", "~$")) for part in parts):
        return True
    return bool(_ABOUT_THE_FOLDER.fullmatch(file.name))


def _default_id(paths: Sequence[Path]) -> str:
    names = [path.stem if path.is_file() else path.resolve().name for path in paths]
    return slug(" ".join(names)) or "source"


def _state(files: Sequence[Path], source: str | None, progress: Callable[[str], None] | None) -> tuple[Reading, ...]:
    """Return the readings of an export, () if the input is none."""
    if len(files) != 1 or files[0].suffix.lower() != ".json":
        return ()
    content = _json(files[0])
    if not is_state(content):
        return ()
    if source:
        message = f"“{files[0].name}” is an export, which brings its own sources."
        raise LoadError(message, "Leave --source out.")
    if progress:
        progress(files[0].name)
    return read_state(files[0], content)


def _json(path: Path) -> object:
    try:
        return json.loads(read_text(path)[0])
    except (ValueError, RecursionError) as error:
        message = f"“{path.name}” is no valid JSON: {error}."
        raise LoadError(message, "Give an export, a list of objects, or JSON lines (.jsonl).") from error


def _nothing(paths: Sequence[Path], errors: Sequence[LoadError], problems: Sequence[Problem]) -> LoadError:
    """Return the error for an input of which nothing could be loaded, with the first reason."""
    name = ", ".join(f"“{path.name or path}”" for path in paths)
    if errors:
        return LoadError(f"Nothing in {name} could be loaded. {errors[0].message}", errors[0].hint)
    # The last problem of a table is the one for which it was refused.
    reason = str(problems[-1].text) if problems else ""
    return LoadError(
        f"Nothing in {name} could be loaded. {reason}".strip(),
        f"Say what the rows are with --kind ({', '.join(wide_kinds())} …), or what the columns mean with --mapping.",
    )


def _digest(files: Sequence[Path]) -> str:
    digest = sha256()
    for path in sorted(files, key=lambda path: (path.name, str(path))):
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


def _in_order(problems: Sequence[Problem], files: Sequence[Path]) -> tuple[Problem, ...]:
    """Return problems in the order of files, sheets and lines, those of a whole table first."""
    order = {path.name: number for number, path in enumerate(files)}
    sheets: dict[str, int] = {}
    for problem in problems:
        sheets.setdefault(problem.sheet, len(sheets))
    return tuple(sorted(problems, key=lambda one: (order.get(one.file, len(order)), sheets[one.sheet], one.line or 0)))
