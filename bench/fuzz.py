# SPDX-License-Identifier: GPL-3.0-or-later
"""Fifty thousand files made to break a load: the slowest, and how many broke it; one line of 100 MB, and its memory."""

import resource
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.errors import LoadError
from loaders.read import read
from tests.support.fuzz import LONGEST, outcome, prepare

CASES = 50_000
_LONG_LINE = 100_000_000
_MOST_MEMORY = 1_000
_KILOBYTES = 1_000


def rows() -> Iterable[tuple[str, str, str]]:
    """Yield what was measured."""
    prepare()
    with TemporaryDirectory() as name:
        folder = Path(name)
        found = [outcome(folder, number) for number in range(CASES)]
        yield f"files of {CASES} that broke a load", str(sum(bool(one.broken) for one in found)), "0"
        yield "slowest of them", f"{max(one.seconds for one in found):.1f} s", f"{LONGEST:.0f} s"
        for ending in (".csv", ".md", ".json"):
            path = folder / f"people{ending}"
            path.write_bytes(b"name," + b"a" * _LONG_LINE)
            started = time.perf_counter()
            with suppress(LoadError):
                read([path])
            yield f"one line of 100 MB in a {ending} file", f"{time.perf_counter() - started:.1f} s", f"{LONGEST:.0f} s"
            path.unlink()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KILOBYTES
    yield "memory at most", f"{memory} MB", f"{_MOST_MEMORY} MB"
