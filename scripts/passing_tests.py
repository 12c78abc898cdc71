# SPDX-License-Identifier: GPL-3.0-or-later
"""Which tests pass which line, for `scripts/mutants.py`.

One run of each test file near a folder, kept until the folder or that file
changes. Near are the files of the mirrored folder of `tests/` and those
that import from the folder.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage
from hypothesis import settings

from scripts.in_child import Child, wait_for_one
from scripts.mutations import Mutant

_NOT_RUN = (
    "tests/graph/test_neo4j",
    "tests/queries/test_twins",
    "tests/web/browser",
    "tests/web/test_links",
    "tests/whole/test_packaging",
    "tests/whole/test_mutants",
)
"""Tests that need a server or a browser, or crawl the whole site."""
_DOORS = {"loaders": "loaders.read"}
"""Through which module the tests of a package mostly come to its folders."""
SLOW = 4.0
"""Seconds of the processor from which a test is left out."""
MOST_SECONDS = 20.0
"""What the tests of one mutant may take together: the nearest and fastest come first."""
_COVERED = ("graph", "loaders", "queries", "web", "bench", "scripts")


@dataclass(frozen=True, slots=True)
class Passing:
    """The tests near a folder: what each takes, and which lines of which file it passes; "" stands for imports."""

    folder: str
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict[str, dict[int, set[str]]])

    @classmethod
    def of(cls, trees: Sequence[Path], cache: Path, part: str) -> "Passing":
        """Run the test files near a folder in the trees, unless that was done before."""
        folder = part.rpartition("/")[0] if part.endswith(".py") else part
        cache.mkdir(parents=True, exist_ok=True)
        shared = _digest(trees[0], ["tests/support", "tests/conftest.py", "tests/data"])
        kept = {file: cache / f"{_digest(trees[0], [file], shared)}.json" for file in _near(trees[0], folder)}
        code = _code(trees[0])
        waiting = [file for file, path in kept.items() if not _is_still_so(path, code, folder)]
        free, running = list(trees), dict[Child, Path]()
        while waiting or running:
            while waiting and free:
                tree, file = free.pop(), waiting.pop()
                running[Child.of(_watch, tree, file, kept[file])] = tree
            free.append(running.pop(wait_for_one(running)))
        passing = cls(folder)
        for file, path in kept.items():
            if _is_still_so(path, code, folder):
                passing._take(json.loads(path.read_text(encoding="utf-8")))
            else:
                print(f"{file} is left out: it cannot be run, or takes too long", file=sys.stderr)
        return passing

    def _take(self, watched: dict[str, Any]) -> None:
        self.seconds.update(watched["seconds"])
        for file, lines in watched["lines"].items():
            for line, tests in lines.items():
                self.lines.setdefault(file, {}).setdefault(int(line), set()).update(tests)

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Return the tests that pass a mutant's line, nearest and fastest first; all of a file for what it imports."""
        lines = self.lines.get(mutant.file, {})
        before = max((line for line in lines if line <= mutant.line), default=0)
        found = set().union(*lines.values()) if mutant.at_import else lines.get(before, set())
        chosen: list[str] = []
        left = MOST_SECONDS
        for test in sorted(found & self.seconds.keys(), key=self._distance):
            left -= self.seconds[test]
            if left >= 0:
                chosen.append(test)
        return chosen

    def patience(self, tests: Sequence[str]) -> int:
        """Return after how many seconds tests that still run do not end."""
        return 10 + int(3 * sum(self.seconds[test] for test in tests))

    def _distance(self, test: str) -> tuple[bool, float, str]:
        return not test.startswith(f"tests/{self.folder}/"), self.seconds[test], test


def _near(tree: Path, folder: str) -> Iterator[str]:
    """Give the test files of the mirrored folder, or of the one above, and those that import from the folder."""
    package = folder.partition("/")[0]
    mirrored = f"tests/{package}/"
    names = [folder.replace("/", "."), *([_DOORS[package]] if package in _DOORS else [])]
    for path in sorted((tree / "tests").rglob("test_*.py")):
        file = str(path.relative_to(tree))
        text = path.read_text(encoding="utf-8")
        # Nearly every test imports the schema; those of `graph` are near it.
        imports = package != "graph" and any(f"from {name}" in text for name in names)
        if (file.startswith(mirrored) or imports) and not file.startswith(_NOT_RUN):
            yield file


def _code(tree: Path) -> dict[str, str]:
    """Return a digest of every file of the code."""
    files = (str(path.relative_to(tree)) for name in _COVERED for path in sorted((tree / name).rglob("*.py")))
    return {file: _digest(tree, [file]) for file in files}


def _is_still_so(path: Path, code: dict[str, str], folder: str) -> bool:
    """Say whether a test file was watched with the folder as it is now."""
    if not path.exists():
        return False
    then: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["code"]
    return all(then.get(file) == now for file, now in code.items() if file.startswith(f"{folder}/"))


def _digest(tree: Path, paths: Sequence[str], start: str = "") -> str:
    digest = sha256(start.encode())
    for one in paths:
        path = tree / one
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file.relative_to(tree)} {file.stat().st_size} ".encode() + file.read_bytes())
    return digest.hexdigest()[:24]


class _Watch:
    """Plugin of pytest that tells coverage which test is run, and measures what it takes."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.coverage.switch_context(item.nodeid)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        before = sum(os.times()[:4])
        result = yield
        # A test that fails raises above, and is not among the tests that count.
        self.seconds[item.nodeid] = sum(os.times()[:4]) - before
        return result


def _options() -> list[str]:
    # The same examples in every run, whatever an earlier run found.
    settings.register_profile("mutants", database=None, deadline=None, derandomize=True)
    # Hypothesis was imported by the parent, which pytest warns of.
    warned = "ignore::pytest.PytestAssertRewriteWarning"
    return ["-q", "-W", warned, "-p", "no:cacheprovider", "-p", "no:cov", "--hypothesis-profile=mutants"]


def run_tests(tree: Path, tests: Sequence[str]) -> int:
    """Run tests in a tree until one fails; return the status of pytest. For a child process."""
    os.chdir(tree)
    return int(pytest.main(["-x", *_options(), *tests]))


def _watch(tree: Path, file: str, result: Path) -> int:
    """Run a test file in a tree and write what was seen. For a child process."""
    os.chdir(tree)
    coverage = Coverage(data_file=None, config_file=False, include=[f"{tree / name}/*" for name in _COVERED])
    coverage.start()
    watch = _Watch(coverage)
    status = pytest.main([*_options(), file], plugins=[watch])
    coverage.stop()
    if status not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED}:
        return int(status)
    data = coverage.get_data()
    fast = {test: seconds for test, seconds in watch.seconds.items() if seconds < SLOW}
    lines = {
        str(Path(name).relative_to(tree)): {
            line: [test for test in tests if not test or test in fast]
            for line, tests in data.contexts_by_lineno(name).items()
        }
        for name in data.measured_files()
    }
    result.write_text(json.dumps({"code": _code(tree), "seconds": fast, "lines": lines}), encoding="utf-8")
    return 0
