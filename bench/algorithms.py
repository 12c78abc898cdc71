# SPDX-License-Identifier: GPL-3.0-or-later
"""Every algorithm beside brute force on ten times as many random graphs as in the test suite.

What is compared with what is said by the tests: each that takes nothing but
a `seed` is called with seeds 0 to 1,999. So a new comparison is in here as
soon as it is a test.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from textwrap import shorten
from time import process_time
from typing import Any

GRAPHS = 2_000
TESTS = Path(__file__).parent.parent / "tests"
_WIDTH = 62


def rows() -> Iterator[tuple[str, str, str]]:
    """Compare on all graphs; a difference is counted and its first seed told."""
    for name, compare in comparisons():
        started = process_time()
        wrong = [seed for seed in range(GRAPHS) if not _is_equal(compare, seed)]
        taken = process_time() - started
        first = f", first at seed {wrong[0]}" if wrong else ""
        measured = f"{GRAPHS - len(wrong):,} of {GRAPHS:,} equal{first} ({taken:.0f} s)"
        yield name, measured, f"{GRAPHS:,}"


def comparisons() -> Iterator[tuple[str, Callable[[int], Any]]]:
    """Give the tests that are parametrised by a seed alone, by name."""
    for file in sorted(TESTS.rglob("test_*.py")):
        if 'parametrize("seed"' not in file.read_text(encoding="utf-8"):
            continue
        module = import_module(".".join(file.relative_to(TESTS.parent).with_suffix("").parts))
        for name, function in vars(module).items():
            marks = getattr(function, "pytestmark", [])
            if [mark.args[0] for mark in marks if mark.name == "parametrize"] == ["seed"]:
                topic = file.stem.removeprefix("test_").replace("_", " ")
                title = f"{topic}: {name.removeprefix('test_').replace('_', ' ')}"
                yield shorten(title, _WIDTH, placeholder=" ..."), function


def _is_equal(compare: Callable[[int], Any], seed: int) -> bool:
    try:
        compare(seed)
    except AssertionError:
        return False
    return True
