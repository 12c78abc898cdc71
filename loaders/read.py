# SPDX-License-Identifier: GPL-3.0-or-later
"""The front door: paths to readings, whatever kind of input they hold.

One call is one source, also with several paths or a folder. Nothing is
loaded at all if a path is missing; a file of a folder that cannot be read is
a problem, a file that was named is an error.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from graph.dates import check_partial_date
from graph.errors import LoadError
from graph.links import Link
from graph.messages import Text
from graph.schema import Node, Record
from graph.source import Problem, Source
from graph.text import slug
from loaders import canonical
from loaders.nodes import Nodes
from loaders.reading import Place, Reading
from loaders.tables import SUFFIXES, Table, read_tables


def read(
    paths: Sequence[Path],
    *,
    source: str | None = None,
    as_of: str | None = None,
    kind: str | None = None,
    mapping: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[Reading, ...]:
    """Return what the files say: one reading, or one for each source of an export."""
    files = _files(paths)
    source_id = source or slug(paths[0].stem if paths[0].is_file() else paths[0].resolve().name)
    problems: list[Problem] = []
    tables: list[Table] = []
    for path in files:
        if progress:
            progress(path.name)
        tables += read_tables(path, problems)
    records, gave = _from_tables(tables, Nodes(source_id), problems)
    about = Source(id=source_id, title=source_id, file=paths[0].name, sha256=_digest(files), as_of=as_of)
    return (Reading(source=about, records=tuple(records), problems=tuple(problems), gave=gave),)


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            message = f"There is no file or folder “{path.name}”."
            raise LoadError(message, "Nothing was loaded. Check the path.")
        files += sorted(child for child in path.rglob("*") if child.is_file()) if path.is_dir() else [path]
    return files


def _from_tables(tables: list[Table], nodes: Nodes, problems: list[Problem]) -> tuple[list[Record], dict[str, int]]:
    gave = {table.file: 0 for table in tables}
    links: list[tuple[type[Link], Table]] = []
    for table in tables:
        cls = canonical.class_of_table(table.name)
        if cls and issubclass(cls, Node):
            gave[table.file] += canonical.read_nodes(cls, table, nodes, problems)
        elif cls and issubclass(cls, Link):
            links.append((cls, table))
    records: list[Record] = []
    for cls, table in links:
        found = canonical.read_links(cls, table, nodes, problems)
        gave[table.file] += len(found)
        records += found
    return [*nodes.records, *records], gave


def _digest(files: Sequence[Path]) -> str:
    digest = sha256()
    for path in sorted(files, key=lambda path: path.name):
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()
