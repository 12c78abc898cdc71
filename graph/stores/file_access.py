# SPDX-License-Identifier: GPL-3.0-or-later
"""How a file of SQLite is opened: to write, or only to read where it cannot be written.

Write-ahead logging needs a second and a third file beside the first, even to
read. Where the folder may not be written either, SQLite is told that the
file does not change, and this module looks whether that was true.
"""

import os
from pathlib import Path
from urllib.parse import quote

Stamp = tuple[int, int, int] | None
"""What changes when a file is written: its number, size and time; None where there is none."""


def is_read_only(path: Path) -> bool:
    """Say whether there is a file that this process may read and not write, or not beside it."""
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK))


def has_log(path: Path) -> bool:
    """Say whether changes lie beside the file that are not in it yet."""
    log = path.with_name(f"{path.name}-wal")
    return log.is_file() and log.stat().st_size > 0


def is_taken_as_it_is(path: Path) -> bool:
    """Say whether the file is read without locks: nothing can be written beside it and nothing lies there."""
    return is_read_only(path) and not os.access(path.resolve().parent, os.W_OK) and not has_log(path)


def address(path: Path, *, create: bool) -> str:
    """Return what `sqlite3.connect` opens; only with `create` it makes a file that is not there."""
    mode = "mode=rwc" if create else "mode=rw"
    if is_read_only(path):
        mode = "mode=ro&immutable=1" if is_taken_as_it_is(path) else "mode=ro"
    return f"file:{quote(str(path.absolute()))}?{mode}"


def stamp(path: Path) -> Stamp:
    """Return what a file is now."""
    try:
        now = path.stat()
    except OSError:
        return None
    return now.st_ino, now.st_size, now.st_mtime_ns
