# SPDX-License-Identifier: GPL-3.0-or-later
"""No file takes the machine: a load has so much memory and no more, and says so."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.checkout import CHECKOUT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
COMMAND = [sys.executable, "-c", "from web.commands.cli import main; main()"]


def started(folder: Path, *words: str, memory: int = 2000) -> subprocess.Popen[str]:
    settings = {"PARTNERSHIPS_STORE": f"sqlite:///{folder / 'net.db'}", "PARTNERSHIPS_LOAD_MEMORY": str(memory)}
    environment = {**os.environ, **settings, "PYTHONPATH": str(CHECKOUT)}
    return subprocess.Popen(
        [*COMMAND, *words], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, error = process.communicate(timeout=300)
    return process.returncode, " ".join(error.split())


def people(folder: Path, count: int) -> str:
    (folder / "people.csv").write_text("\n".join(["name", *(f"Person {number} Li" for number in range(count))]) + "\n")
    return "people.csv"


def stored(folder: Path) -> bytes:
    """Return everything that the store holds, whatever its tables are."""
    connection = sqlite3.connect(folder / "net.db")
    try:
        return "\n".join(connection.iterdump()).encode("utf-8", "surrogatepass")
    finally:
        connection.close()


def test_a_load_that_needs_too_much_memory_says_so_and_changes_nothing(tmp_path: Path) -> None:
    assert ended(started(tmp_path, "load", people(tmp_path, 3)))[0] == 0
    before = stored(tmp_path)
    status, error = ended(started(tmp_path, "load", people(tmp_path, 40_000), memory=20))
    assert (status, "more memory" in error, "PARTNERSHIPS_LOAD_MEMORY" in error) == (2, True, True)
    assert "Traceback" not in error
    assert stored(tmp_path) == before


def test_a_worker_that_is_ended_from_outside_is_no_silence(tmp_path: Path) -> None:
    process = started(tmp_path, "load", people(tmp_path, 40_000))
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    deadline = time.monotonic() + 60
    while not (found := children.read_text().split()) and time.monotonic() < deadline:
        time.sleep(0.02)
    # As a library does that finds no memory.
    os.kill(int(found[0]), signal.SIGABRT)
    status, error = ended(process)
    assert (status, "more memory" in error) == (2, True)


def test_who_kills_the_command_kills_its_worker(tmp_path: Path) -> None:
    process = started(tmp_path, "load", people(tmp_path, 40_000))
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not (found := children.read_text().split()):
        time.sleep(0.02)
    time.sleep(0.3)
    process.kill()
    process.communicate(timeout=60)
    deadline = time.monotonic() + 30
    while Path(f"/proc/{found[0]}/stat").exists() and time.monotonic() < deadline:
        if Path(f"/proc/{found[0]}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            break
        time.sleep(0.02)
    else:
        assert not Path(f"/proc/{found[0]}").exists()


def test_more_columns_than_any_table_has_are_refused(tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text(",".join(f"h{number}" for number in range(20_000)) + "\nAda Li\n")
    status, error = ended(started(tmp_path, "load", "wide.csv", "--kind", "people"))
    assert (status, "has 20000 columns" in error) == (2, True)
    (tmp_path / "row.csv").write_text("name,country\nAda Li,GH\n" + "x," * 200_000 + "\nBen Li,GH\n")
    status, error = ended(started(tmp_path, "load", "row.csv", "--kind", "people"))
    assert (status, "199,998 filled cells" in error) == (0, True)
