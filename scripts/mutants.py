# SPDX-License-Identifier: GPL-3.0-or-later
"""Breaks single places of the code and looks whether the tests notice: `make mutants`.

A sample of places in each folder, chosen by a seed, is broken one by one in
a copy of the checkout (`scripts/mutations.py`). For each only the tests that
pass the broken line are run (`scripts/passing_tests.py`). What survives and
cannot be noticed stands with its reason in `tests/survivors.toml`.

    python -m scripts.mutants [--seed N] [--sample N] [FOLDER | FILE ...]
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.in_child import Child, preload, wait_for_one
from scripts.mutations import Mutant, mutants
from scripts.passing_tests import Passing, run_tests

CHECKOUT = Path(__file__).resolve().parents[1]
BUILT = CHECKOUT / ".build" / "mutants"
FOLDERS = (
    "graph/merge",
    "graph/schema",
    "loaders/cells",
    "loaders/tables",
    "queries/measures",
    "queries/algorithms",
    "queries/partners",
    "web/wording",
)
WANTED = 0.85
"""Share of mutants that the tests of each folder must notice; a choice."""
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a mutant: whether it lives on, and how many tests passed its line."""

    mutant: Mutant
    survived: bool
    tests: int


def sample(checkout: Path, folder: str, seed: int, count: int) -> list[Mutant]:
    """Return some of the mutants of a folder or file; the same for the same seed and code."""
    everything: list[Mutant] = []
    for path in [checkout / folder] if folder.endswith(".py") else sorted((checkout / folder).glob("*.py")):
        everything += mutants(str(path.relative_to(checkout)), path.read_text(encoding="utf-8"))
    chosen = random.Random(f"{seed} {folder}").sample(everything, min(count, len(everything)))
    return sorted(chosen, key=lambda mutant: (mutant.file, mutant.start))


def copy_of_checkout(checkout: Path, tree: Path) -> Path:
    """Return a copy of what git knows, new files too."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (checkout / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(checkout / name, tree / name)
    return tree


def try_all(chosen: Sequence[Mutant], passing: Passing, trees: Iterable[Path]) -> list[Tried]:
    """Run the tests of each mutant in one of the trees, which are whole again afterwards."""
    free, waiting = list(trees), list(enumerate(chosen))[::-1]
    running: dict[Child, tuple[int, Path, bytes]] = {}
    tried: dict[int, Tried] = {}
    while waiting or running:
        while free and waiting:
            number, mutant = waiting.pop()
            tests = passing.tests_of(mutant)
            if not tests:
                tried[number] = Tried(mutant, survived=True, tests=0)
                continue
            tree = free.pop()
            whole = (tree / mutant.file).read_bytes()
            (tree / mutant.file).write_bytes(mutant.applied_to(whole))
            seconds = passing.patience(tests)
            running[Child.of(run_tests, tree, tests, seconds=seconds)] = number, tree, whole
        if running:
            child = wait_for_one(running)
            number, tree, whole = running.pop(child)
            mutant = chosen[number]
            (tree / mutant.file).write_bytes(whole)
            free.append(tree)
            tried[number] = Tried(mutant, survived=child.succeeded, tests=len(passing.tests_of(mutant)))
    return [tried[number] for number in range(len(chosen))]


def accepted(checkout: Path) -> dict[str, str]:
    """Return the reason of each survivor that tests cannot or need not notice, by file, line and change."""
    rows = tomllib.loads((checkout / "tests" / "survivors.toml").read_text(encoding="utf-8"))["survivor"]
    return {_key(**{name: row[name] for name in row if name != "reason"}): row["reason"] for row in rows}


def _key(*, file: str, code: str, before: str, after: str) -> str:
    return " ".join(f"{file} {code} {before} -> {after}".split())


def _key_of(mutant: Mutant) -> str:
    return _key(file=mutant.file, code=mutant.code, before=mutant.before, after=mutant.after)


def report(folder: str, tried: Sequence[Tried], reasons: dict[str, str]) -> float:
    """Print score and survivors; return the score, in which the excused count as noticed."""
    alive = [each for each in tried if each.survived]
    excused = {each.mutant: reasons.get(_key_of(each.mutant)) for each in alive}
    excuses = sum(reason is not None for reason in excused.values())
    share = 1 - (len(alive) - excuses) / (len(tried) or 1)
    print(f"{folder}: {len(tried) - len(alive)} of {len(tried)} noticed, {excuses} excused, {share:.0%}", flush=True)
    for each in alive:
        print(f"    {each.mutant}  ({excused[each.mutant] or f'{each.tests} tests pass it'})", flush=True)
    return share


def main(arguments: Sequence[str] | None = None, checkout: Path = CHECKOUT) -> int:
    """Break, test, print the score of each folder; 1 if one is below what is wanted."""
    parser = argparse.ArgumentParser(description="Break single places of the code and look whether the tests notice.")
    parser.add_argument("folders", nargs="*", default=FOLDERS, metavar="FOLDER | FILE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=40, help="mutants of each folder")
    options = parser.parse_args(arguments)
    preload()
    built = checkout / BUILT.relative_to(CHECKOUT)
    built.mkdir(parents=True, exist_ok=True)
    reasons, worst = accepted(checkout), 1.0
    with TemporaryDirectory(dir=built) as copies:
        trees = [copy_of_checkout(checkout, Path(copies, str(number))) for number in range(WORKERS)]
        for folder in options.folders:
            passing = Passing.of(trees, built / "passing", folder)
            chosen = sample(checkout, folder, options.seed, options.sample)
            worst = min(worst, report(folder, try_all(chosen, passing, trees), reasons))
    return int(worst < WANTED)


if __name__ == "__main__":
    # Sets come in the same order in every run.
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(  # noqa: S606 - this very program
            sys.executable,
            [sys.executable, "-m", "scripts.mutants", *sys.argv[1:]],
            {**os.environ, "PYTHONHASHSEED": "0"},
        )
    sys.exit(main())
