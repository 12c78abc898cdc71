# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded store beside bare SQLite, records beside bare pydantic, start-up beside click."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time

from bench.network import records
from graph.schema.links import Link, MemberOf
from graph.schema.nodes import Node, Person, Record, adapter
from graph.schema.source import Problem, Source
from graph.stores.findings import findings
from graph.stores.sqlite import LINKS, NODES, PRAGMAS, SHOW_LINK, SHOW_NODE, STATE, TABLES, SQLiteStore
from loaders.tables.canonical import read_links, read_nodes
from loaders.tables.files import Heading, Table
from loaders.tables.nodes import Nodes

NODE_COUNT, LINK_COUNT = 100_000, 500_000
ROWS = 100_000
KILLS = 100


def rows() -> Iterator[tuple[str, str, str]]:
    """Measure every row of the store's table."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _store_rows(Path(folder))
        yield _kills(Path(folder) / "kills.db")
    yield from _validation()
    yield _help()


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that a piece of work takes."""
    started = process_time()
    work()
    return process_time() - started


def _store_rows(folder: Path) -> Iterator[tuple[str, str, str]]:
    made = records(NODE_COUNT, LINK_COUNT)
    store = SQLiteStore(folder / "ours.db")
    source = Source(id="bench")
    first = seconds(lambda: store.load(source, made))
    again = seconds(lambda: store.load(source, made))
    bare = _bare_load(store.path, folder / "bare.db")
    size = f"{NODE_COUNT // 1000}k/{LINK_COUNT // 1000}k"
    yield f"load {size} into SQLite / bare executemany", f"{first:.1f} s / {bare:.1f} s = {first / bare:.2f}x", "4x"
    yield f"load {size} again unchanged / first load", f"{again:.1f} s / {first:.1f} s = {again / first:.2f}x", "0.5x"
    ours, select = [], []
    for _ in range(3):
        ours.append(seconds(store.snapshot))
        select.append(seconds(lambda: _bare_select(store.path)))
    quotient = min(ours) / min(select)
    yield (
        f"snapshot {size} from SQLite / bare SELECT",
        f"{min(ours):.2f} s / {min(select):.2f} s = {quotient:.2f}x",
        "2x",
    )
    yield f"memory of that snapshot {size}", f"{_memory(store.path):.0f} MB", "250 MB"


def _bare_load(path: Path, target: Path) -> float:
    """Time inserting the very rows that the store holds, in its own tables."""
    connection = sqlite3.connect(path)
    statements, nodes, links = (
        connection.execute(text).fetchall() for text in ("SELECT * FROM statement ORDER BY source_id, id", NODES, LINKS)
    )
    connection.close()
    bare = sqlite3.connect(target, isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    for pragma in PRAGMAS:
        bare.execute(f"PRAGMA {pragma}")
    bare.executescript(TABLES)

    def insert() -> None:
        bare.execute("BEGIN")
        for text, content in ((STATE, statements), (SHOW_NODE, nodes), (SHOW_LINK, links)):
            bare.executemany(text, content)
        bare.commit()

    taken = seconds(insert)
    bare.close()
    return taken


def _bare_select(path: Path) -> None:
    connection = sqlite3.connect(path)
    kept = [connection.execute(text).fetchall() for text in (NODES, LINKS)]
    connection.close()
    del kept


def _memory(path: Path) -> float:
    """Return by how much a process grows by holding the snapshot, in megabytes."""
    code = """
import ctypes, gc, os, sys
from graph.stores.sqlite import SQLiteStore
def resident():
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
store = SQLiteStore(sys.argv[1])
before = resident()
snapshot = store.snapshot()
print(resident() - before)
"""
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _kills(path: Path) -> tuple[str, str, str]:
    """Kill a loading process at moments spread over its whole run."""
    old, new = ([*_renamed("old")], [*_renamed("new")])
    store = SQLiteStore(path)
    started = perf_counter()
    before = store.load(Source(id="s"), old).revision
    duration = perf_counter() - started
    after = store.preview(Source(id="s"), new).revision
    whole = 0
    for number in range(KILLS):
        child = os.fork()
        if child == 0:
            SQLiteStore(path).load(Source(id="s"), new)
            os._exit(0)
        deadline = perf_counter() + duration * number / KILLS
        while perf_counter() < deadline:
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        reopened = SQLiteStore(path)
        whole += reopened.revision() in {before, after} and not findings(reopened)
        if reopened.revision() == after:
            reopened.load(Source(id="s"), old)
    return f"kill -9 during a load, {KILLS} times: state whole afterwards", f"{whole} of {KILLS}", f"{KILLS}"


def _renamed(version: str) -> Iterator[Record]:
    for number in range(3_000):
        yield Person(id=f"person:bench/{number}", name=f"{version} {number}")


def _validation() -> Iterator[tuple[str, str, str]]:
    """Compare making records of table rows with validating ready dictionaries by pydantic alone."""
    people = [[f"person:bench/{n}", f"Name {n}", "GH", "2020-01", "a community"] for n in range(ROWS)]
    bare_ids = [[str(n), *row[1:]] for n, row in enumerate(people)]
    members = [[f"person:bench/{n}", f"group:bench/{n % 900}", "board", "2020-01"] for n in range(ROWS)]
    person = ("id", "name", "country", "involved_since", "affiliation")
    cases = (
        ("person.csv", Person, person, people),
        ("person.csv, bare ids to be made", Person, person, bare_ids),
        ("member_of.csv", MemberOf, ("source", "target", "role", "since"), members),
    )
    for name, cls, names, cells in cases:
        work = f"validate {ROWS:,} rows of {name} / pydantic alone"
        yield work, _against_pydantic(name, cls, names, cells), "1.5x"


def _against_pydantic(name: str, cls: type[Record], names: tuple[str, ...], cells: list[list[str]]) -> str:
    headings = tuple(Heading(text=text) for text in names)
    table = Table(file=name, headings=headings, first_line=2, rows=lambda: iter(enumerate(cells, 2)))
    validate = adapter(cls).validate_python
    ready = [dict(zip(names, [_prefixed(row[0]), *row[1:]], strict=True)) for row in cells]
    bare = min(seconds(lambda: [validate(row) for row in ready]) for _ in range(3))
    ours = min(seconds(lambda: _read(cls, table)) for _ in range(3))
    assert not _read(cls, table)
    return f"{ours:.2f} s / {bare:.2f} s = {ours / bare:.2f}x"


def _prefixed(id_: str) -> str:
    return id_ if ":" in id_ else f"person:bench/{id_}"


def _read(cls: type[Record], table: Table) -> list[Problem]:
    nodes = Nodes("bench")
    if issubclass(cls, Node):
        return read_nodes(cls, table, nodes)[1]
    assert issubclass(cls, Link)
    return read_links(cls, table, nodes)[1]


def _help() -> tuple[str, str, str]:
    def start(code: str) -> float:
        times = []
        for _ in range(5):
            started = perf_counter()
            subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, check=True)
            times.append(perf_counter() - started)
        return min(times)

    ours, bare = start("from web.commands.cli import main; main()"), start("import click")
    return "partnerships --help - import click", f"{ours:.2f} s - {bare:.2f} s = {ours - bare:.2f} s", "0.2 s"
