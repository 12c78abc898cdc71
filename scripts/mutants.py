# SPDX-License-Identifier: GPL-3.0-or-later
"""Breaks single places of the code and looks whether the tests notice: `make mutants`.

A sample of places in each folder, chosen by a seed, is broken one by one in
a copy of the checkout: a comparison turned, a condition negated, a number
raised, a statement left out. For each only the tests that pass the broken
line are run. What survives and cannot be noticed stands with its reason in
`tests/survivors.toml`.

    python scripts/mutants.py [--seed N] [--sample N] [FOLDER ...]
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from coverage import CoverageData

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
MOST_TESTS = 40
"""Tests a mutant is tried on at most: those of the mirrored folder first, one case of each."""
PATIENCE = 120
"""Seconds after which a mutant that never ends counts as noticed."""
_NOT_RUN = ("tests/web/browser", "tests/graph/test_neo4j", "tests/queries/test_twins", "tests/whole/test_packaging")

_TURNED: dict[type[ast.AST], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
_OTHER: dict[type[ast.AST], str] = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "*"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A place in a file and what stands there instead."""

    file: str
    line: int
    start: int
    stop: int
    before: str
    after: str

    def __str__(self) -> str:
        """Say place and change in one line."""
        before, after = (" ".join(text.split()) for text in (self.before, self.after))
        return f"{self.file}:{self.line}: {before} -> {after}"


def mutants(file: str, text: str) -> list[Mutant]:
    """Return every way to break a file, in the order of its lines."""
    found: list[Mutant] = []
    lines = text.encode().split(b"\n")
    begins = [0]
    for line in lines:
        begins.append(begins[-1] + len(line) + 1)

    def offset(line: int, column: int) -> int:
        return begins[line - 1] + column

    def add(node: ast.expr | ast.stmt, after: str) -> None:
        start = offset(node.lineno, node.col_offset)
        stop = offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        found.append(Mutant(file, node.lineno, start, stop, text.encode()[start:stop].decode(), after))

    for node in _behaviour(ast.parse(text)):
        for target, after in _broken(node):
            add(target, after)
    return sorted(found, key=lambda mutant: (mutant.start, mutant.stop, mutant.after))


def _behaviour(node: ast.AST) -> Iterator[ast.AST]:
    """Give the nodes that do something: no annotations, docstrings, texts and imports for type checkers."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_only_said(child):
                yield from _behaviour(child)


def _is_only_said(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Text", "Field", "cast"}:
        return True
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    # Inside an f-string older versions of Python do not say where a part stands.
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _broken(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Give what is replaced and by what: in a condition, in a calculation, or as a whole statement."""
    if isinstance(node, ast.Compare):
        operands = [f"({ast.unparse(operand)})" for operand in (node.left, *node.comparators)]
        for number, operator in enumerate(node.ops):
            signs = [_sign(each) for each in node.ops]
            signs[number] = _TURNED[type(operator)]
            rest = "".join(f" {sign} {operand}" for sign, operand in zip(signs, operands[1:], strict=True))
            yield node, f"({operands[0]}{rest})"
    elif isinstance(node, ast.BoolOp):
        word = " and " if isinstance(node.op, ast.Or) else " or "
        yield node, "(" + word.join(f"({ast.unparse(value)})" for value in node.values) + ")"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, f"bool({ast.unparse(node.operand)})"
    elif isinstance(node, ast.BinOp) and type(node.op) in _OTHER and not _joins_texts(node):
        yield node, f"(({ast.unparse(node.left)}) {_OTHER[type(node.op)]} ({ast.unparse(node.right)}))"
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield node, str(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield node, repr(node.value + 1)
    else:
        yield from _broken_statement(node)


def _broken_statement(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield node.test, f"(not ({ast.unparse(node.test)}))"
    elif isinstance(node, ast.comprehension):
        for test in node.ifs:
            yield test, f"(not ({ast.unparse(test)}))"
    elif isinstance(node, ast.AugAssign) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield node, "pass"
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield node, "return None"


def _joins_texts(node: ast.BinOp) -> bool:
    ends = (node.left, node.right)
    return any(
        isinstance(end, ast.JoinedStr) or (isinstance(end, ast.Constant) and isinstance(end.value, str)) for end in ends
    )


def _sign(operator: ast.cmpop) -> str:
    return ast.unparse(ast.Compare(ast.Name("a"), [operator], [ast.Name("b")]))[2:-2]


def sample(folder: str, seed: int, count: int) -> list[Mutant]:
    """Return some of the mutants of a folder; the same for the same seed and code."""
    everything: list[Mutant] = []
    for path in sorted((CHECKOUT / folder).glob("*.py")):
        everything += mutants(str(path.relative_to(CHECKOUT)), path.read_text(encoding="utf-8"))
    chosen = random.Random(f"{seed} {folder}").sample(everything, min(count, len(everything)))
    return sorted(chosen, key=lambda mutant: (mutant.file, mutant.start))


def passing_tests() -> CoverageData:
    """Return which test passes which line, from one run of the tests without browser and server."""
    data = BUILT / "coverage"
    left_out = [f"--ignore-glob={start}*" for start in _NOT_RUN]
    packages = [f"--cov={name}" for name in ("graph", "loaders", "queries", "web")]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--cov-context=test", "--cov-report="]
    subprocess.run(
        [*command, *packages, *left_out, "tests"],
        cwd=CHECKOUT,
        env=_environment(COVERAGE_FILE=str(data)),
        check=True,
    )
    found = CoverageData(str(data))
    found.read()
    return found


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", **more}


def tests_of(mutant: Mutant, coverage: CoverageData) -> list[str]:
    """Return the tests that pass a mutant's line: those of the mirrored folder first, one case of each function."""
    contexts = coverage.contexts_by_lineno(str(CHECKOUT / mutant.file)).get(mutant.line, [])
    cases: dict[str, str] = {}
    for context in sorted(contexts):
        test = context.partition("|")[0]
        if test:
            cases.setdefault(test.partition("[")[0], test)
    folder = mutant.file.rpartition("/")[0]
    nearest = sorted(cases, key=lambda name: (not name.startswith(f"tests/{folder}"), "whole/" in name, name))
    return [cases[name] for name in nearest[:MOST_TESTS]]


def survives(mutant: Mutant, tests: Sequence[str], tree: Path) -> bool:
    """Say whether the tests pass in a tree with this one place broken; the tree is whole again afterwards."""
    if not tests:
        return True
    file = tree / mutant.file
    whole = file.read_bytes()
    file.write_bytes(whole[: mutant.start] + mutant.after.encode() + whole[mutant.stop :])
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:cov", *tests]
    try:
        done = subprocess.run(command, cwd=tree, env=_environment(), timeout=PATIENCE, capture_output=True, check=False)
    except subprocess.TimeoutExpired:
        return False
    finally:
        file.write_bytes(whole)
    return done.returncode == 0


def copy_of_checkout(number: int) -> Path:
    """Return a fresh copy of what git tracks, for one worker."""
    tree = BUILT / f"tree-{number}"
    shutil.rmtree(tree, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (CHECKOUT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CHECKOUT / name, tree / name)
    return tree


def accepted() -> dict[str, str]:
    """Return the reason of each survivor that tests cannot or need not notice, by file and change."""
    rows = tomllib.loads((CHECKOUT / "tests" / "survivors.toml").read_text(encoding="utf-8"))["survivor"]
    return {_key(row["file"], row["before"], row["after"]): row["reason"] for row in rows}


def _key(file: str, before: str, after: str) -> str:
    return " ".join(f"{file} {before} -> {after}".split())


def main() -> int:
    """Break, test, print the score of each folder; 1 if one is below what is wanted."""
    parser = argparse.ArgumentParser(description="Break single places of the code and look whether the tests notice.")
    parser.add_argument("folders", nargs="*", default=FOLDERS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=40, help="mutants of each folder")
    options = parser.parse_args()
    BUILT.mkdir(parents=True, exist_ok=True)
    coverage = passing_tests()
    trees: Queue[Path] = Queue()
    for number in range(WORKERS):
        trees.put(copy_of_checkout(number))

    def try_on(mutant: Mutant) -> bool:
        tree = trees.get()
        try:
            return survives(mutant, tests_of(mutant, coverage), tree)
        finally:
            trees.put(tree)

    reasons, worst = accepted(), 1.0
    with ThreadPoolExecutor(WORKERS) as pool:
        for folder in options.folders:
            chosen = sample(folder, options.seed, options.sample)
            alive = [mutant for mutant, survived in zip(chosen, pool.map(try_on, chosen), strict=True) if survived]
            excused = [m for m in alive if _key(m.file, m.before, m.after) in reasons]
            share = 1 - (len(alive) - len(excused)) / (len(chosen) or 1)
            worst = min(worst, share)
            killed = len(chosen) - len(alive)
            print(f"{folder}: {killed} of {len(chosen)} noticed, {len(excused)} excused, {share:.0%}", flush=True)
            for mutant in alive:
                reason = reasons.get(_key(mutant.file, mutant.before, mutant.after))
                print(f"    {mutant}" + (f"  ({reason})" if reason else ""), flush=True)
    return int(worst < WANTED)


if __name__ == "__main__":
    sys.exit(main())
