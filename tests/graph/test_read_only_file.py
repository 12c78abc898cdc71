# SPDX-License-Identifier: GPL-3.0-or-later
"""A store that may only be read: files and folders of somebody else."""

import logging
import multiprocessing
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Generator
from contextlib import closing
from logging.handlers import QueueHandler
from pathlib import Path
from queue import SimpleQueue

import pytest

from graph.errors import StoreUnavailable
from graph.schema.source import Source
from graph.stores.open import is_read_only
from graph.stores.sqlite import SQLiteStore
from tests.support.builders import person
from web.settings import Settings
from web.site.app import create_app

NOBODY = 65534
WITHIN = 60.0
_fork = multiprocessing.get_context("fork")
_written, _reading = _fork.Event(), _fork.Event()


@pytest.fixture
def path() -> Generator[Path]:
    """Give a place for a store in a folder that others may enter, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="partnerships-test-"))
    folder.chmod(0o755)
    yield folder / "x.db"
    folder.chmod(0o755)
    shutil.rmtree(folder)


# Somebody else may not read the packages of root either: what is used is imported before the process begins.
def as_somebody_else(task: Callable[[Path], object], path: Path) -> None:
    """Do something without the rights of root, whom no file keeps out."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    task(path)


def exit_of(task: Callable[[Path], object], path: Path) -> int | None:
    """Return how a process of somebody else ends that does this."""
    process = _fork.Process(target=as_somebody_else, args=(task, path))
    process.start()
    process.join()
    return process.exitcode


def read_ada(path: Path) -> None:
    """Read a store, and fail to write to it."""
    store = SQLiteStore(path)
    assert store.snapshot().names == ("Ada",)
    assert [source.id for source in store.sources()] == ["s"]
    assert store.preview(Source(id="t"), [person("bea")]).created == {"Person": 1}
    with pytest.raises(StoreUnavailable, match=r"x\.db may only be read here"):
        store.load(Source(id="t"), [person("bea")])
    assert is_read_only(f"sqlite:///{path}")


@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o644), (0o555, 0o444), (0o777, 0o444)])
def test_a_store_that_may_only_be_read_is_read(path: Path, folder: int, file: int) -> None:
    SQLiteStore(path).load(Source(id="s"), [person("ada")])
    assert not is_read_only(f"sqlite:///{path}")
    path.chmod(file)
    path.parent.chmod(folder)
    assert exit_of(read_ada, path) == 0


def read_both(path: Path) -> None:
    """Read a store whose owner has not put everything into one file yet."""
    assert SQLiteStore(path).snapshot().names == ("Ada", "Bea")


def test_what_the_owner_wrote_last_is_read_too(path: Path) -> None:
    store = SQLiteStore(path)
    store.load(Source(id="s"), [person("ada")])
    with closing(sqlite3.connect(path)) as another:
        # While this is open, the next load stays in the file beside it.
        another.execute("SELECT count(*) FROM node").fetchall()
        store.load(Source(id="t"), [person("bea")])
        path.parent.chmod(0o555)
        assert exit_of(read_both, path) == 0


def refuse_half(path: Path) -> None:
    """Open a copy that lacks what is needed to read its last changes."""
    with pytest.raises(StoreUnavailable, match="last changes lie in a file beside it"):
        SQLiteStore(path)


def test_a_copy_whose_last_changes_cannot_be_read_is_refused(path: Path) -> None:
    store = SQLiteStore(path)
    store.load(Source(id="s"), [person("ada")])
    copy = path.parent / "copy"
    copy.mkdir()
    with closing(sqlite3.connect(path)) as another:
        another.execute("SELECT count(*) FROM node").fetchall()
        store.load(Source(id="t"), [person("bea")])
        for name in ("x.db", "x.db-wal"):
            shutil.copy(path.with_name(name), copy)
    copy.chmod(0o555)
    assert exit_of(refuse_half, copy / "x.db") == 0
    copy.chmod(0o755)


def read_slowly(path: Path) -> None:
    """Read a store while its owner writes to it."""
    records = iter(SQLiteStore(path).stated("s"))
    next(records)
    _reading.set()
    assert _written.wait(WITHIN)
    with pytest.raises(StoreUnavailable, match="changed while it was read"):
        list(records)


def test_nobody_gets_half_of_the_old_state_and_half_of_the_new(path: Path) -> None:
    store = SQLiteStore(path)
    store.load(Source(id="s"), [person("ada"), person("bea")])
    path.parent.chmod(0o555)
    reader = _fork.Process(target=as_somebody_else, args=(read_slowly, path))
    reader.start()
    assert _reading.wait(WITHIN)
    path.parent.chmod(0o755)
    store.load(Source(id="t"), [person("cem")])
    _written.set()
    reader.join()
    assert reader.exitcode == 0


def serve(path: Path) -> None:
    """Look at a store that may only be read with the site."""
    told = SimpleQueue[logging.LogRecord]()
    log = logging.getLogger("web.site.app")
    log.addHandler(QueueHandler(told))
    # This process is a copy of the one that runs the tests, where another test may have quietened the log.
    logging.disable(logging.NOTSET)
    log.disabled = False
    log.setLevel(logging.WARNING)
    app = create_app(Settings(store=f"sqlite:///{path}"))
    assert f"{path} may only be read here" in told.get_nowait().getMessage()
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    assert "may only be read here" in client.get("/sources").text


def test_the_site_serves_it_and_says_so(path: Path) -> None:
    SQLiteStore(path).load(Source(id="s"), [person("ada")])
    assert "may only be read" not in create_app(Settings(store=f"sqlite:///{path}")).test_client().get("/sources").text
    path.parent.chmod(0o555)
    assert exit_of(serve, path) == 0
