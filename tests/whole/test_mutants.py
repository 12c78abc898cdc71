# SPDX-License-Identifier: GPL-3.0-or-later
"""The mutation run itself: what tests must notice is noticed, what they cannot is told."""

import subprocess
import sys
from pathlib import Path

from scripts.mutations import mutants
from tests.support.checkout import CHECKOUT

SUMS = '''
"""Adds, if asked to."""

LEAST = 3


def total(one: int, other: int) -> int:
    return one + other


def is_much(number: int) -> bool:
    return number >= LEAST
'''
TESTS = """
from graph.small.sums import is_much, total


def test_total():
    assert total(2, 3) == 5


def test_much():
    assert is_much(9)
    assert not is_much(1)


def test_that_fails_by_itself_notices_nothing():
    is_much(2)
    assert False
"""
SURVIVORS = """
[[survivor]]
file = "graph/small/sums.py"
code = "LEAST = 3"
before = "3"
after = "4"
reason = "equivalent: for the sake of this test"
"""


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the tool on another checkout."""
    code = "import sys, pathlib, scripts.mutants as tool; sys.exit(tool.main(sys.argv[2:], pathlib.Path(sys.argv[1])))"
    command = [sys.executable, "-c", code, str(checkout), *arguments]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)


def test_broken_places_are_noticed_or_told(tmp_path: Path) -> None:
    for name, text in {
        "graph/__init__.py": "",
        "graph/small/__init__.py": "",
        "graph/small/sums.py": SUMS,
        "tests/graph/small/test_sums.py": TESTS,
        "tests/survivors.toml": SURVIVORS,
        "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["."]\naddopts = ["--import-mode=importlib"]\n',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)  # noqa: S607 - wherever it is
    found = run(tmp_path, "graph/small")
    assert found.stdout.splitlines() == [
        "graph/small: 3 of 5 noticed, 1 excused, 80%",
        "    graph/small/sums.py:4: 3 -> 4  (equivalent: for the sake of this test)",
        "    graph/small/sums.py:12: number >= LEAST -> ((number) > (LEAST))  (1 tests pass it)",
    ], found.stderr
    assert found.returncode == 1
    assert (tmp_path / "graph/small/sums.py").read_text(encoding="utf-8") == SUMS


def test_what_is_broken_and_what_is_only_said() -> None:
    text = '''
def f(a: "int > 3", b=2) -> "1":
    """Say 5 > 4."""
    assert a
    if not a and b in (1, 2):
        g(b)
    return "x" + f"{a > b}" if a is None else [c for c in b if c < 1]
'''
    assert {str(mutant).partition(": ")[2] for mutant in mutants("f.py", text)} == {
        "2 -> 3",
        "not a and b in (1, 2) -> (not (not a and b in (1, 2)))",
        "not a and b in (1, 2) -> ((not a) or (b in (1, 2)))",
        "not a -> bool(a)",
        "b in (1, 2) -> ((b) not in ((1, 2)))",
        "g(b) -> pass",
        'return "x" + f"{a > b}" if a is None else [c for c in b if c < 1] -> return None',
        "a is None -> (not (a is None))",
        "a is None -> ((a) is not (None))",
        "c < 1 -> (not (c < 1))",
        "c < 1 -> ((c) <= (1))",
        "1 -> 2",
    }
