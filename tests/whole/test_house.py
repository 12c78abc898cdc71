# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of the house that no linter knows."""

import ast
import importlib.util
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import grimp
import networkx as nx
import pytest
from importlinter.cli import lint_imports

from tests.support.checkout import CHECKOUT, text_of, tracked

CODE = (".py", ".sh", ".css", ".js", ".html")
WITH_LICENCE = (".py", ".sh", ".css", ".js", ".toml", "Makefile", "Dockerfile", ".yml", ".yaml")
ABSOLUTE = re.compile(r"(?<![\w.}/-])/(?:work|root|home|Users|private/var)/\w+")
# A registry by its kind: a lock or a script that names one stops working behind a mirror.
REGISTRY = re.compile(r"://[\w.-]*(?:pypi|pythonhosted|npmjs|repo\.maven|repo1\.|registry)[\w.-]*")
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
BARE_IGNORE = re.compile(r"#\s*(?:noqa(?:: [A-Z0-9, ]+)?|(?:type|pyright): ignore(?:\[[^\]]*\])?)\s*$", re.MULTILINE)


def lines_with(pattern: re.Pattern[str], paths: list[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_of_code_is_longer_than_400_lines() -> None:
    lengths = {path: len(text_of(path).splitlines()) for path in tracked() if path.endswith(CODE)}
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_each_file_says_its_licence_at_the_top() -> None:
    without = [
        path
        for path in tracked()
        if path.endswith(WITH_LICENCE)
        and not any("SPDX-License-Identifier: GPL-3.0-or-later" in line for line in text_of(path).splitlines()[:2])
    ]
    assert without == []


def test_no_modules_import_each_other_in_a_circle_not_even_late() -> None:
    imports = grimp.build_graph("graph", "loaders", "queries", "web", cache_dir=None)
    network = nx.DiGraph(
        (module, imported)
        for module in imports.modules
        for imported in imports.find_modules_directly_imported_by(module)
    )
    assert [sorted(circle) for circle in nx.strongly_connected_components(network) if len(circle) > 1] == []


def test_no_folder_of_code_holds_more_than_20_modules() -> None:
    folders = Counter(
        path.rpartition("/")[0] for path in tracked() if re.match(r"(graph|loaders|queries|web)/.*\.py$", path)
    )
    assert {folder: count for folder, count in folders.items() if count > 21} == {}, "20 and __init__.py"


def test_packages_import_downwards_only(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


MOST_BY_POSITION = 5
"""More arguments than that are given by name, or as a record."""


def functions_of(text: str) -> list[tuple[ast.FunctionDef | ast.AsyncFunctionDef, list[ast.arg]]]:
    """Return the functions of a module, each with what is given by position, without `self` and `cls` of a method."""
    tree = ast.parse(text)
    methods = {id(node) for cls in ast.walk(tree) if isinstance(cls, ast.ClassDef) for node in cls.body}
    found: list[tuple[ast.FunctionDef | ast.AsyncFunctionDef, list[ast.arg]]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            is_bound = id(node) in methods and not any(
                ast.unparse(one) == "staticmethod" for one in node.decorator_list
            )
            found.append((node, [*node.args.posonlyargs, *node.args.args][is_bound:]))
    return found


def with_many_positions(text: str) -> list[str]:
    """Return the functions that take more than a reader keeps apart; click gives the arguments of a command by name."""
    return [
        function.name
        for function, taken in functions_of(text)
        if len(taken) > MOST_BY_POSITION
        and not any(re.search(r"\.command\(", ast.unparse(one)) for one in function.decorator_list)
    ]


def that_fill_a_list_of_problems(text: str) -> list[str]:
    """Return the functions that put problems into a list of their caller, who would have to know that they do."""
    found: list[str] = []
    for function, taken in functions_of(text):
        lists = {
            one.arg
            for one in (*taken, *function.args.kwonlyargs)
            if one.arg == "problems" or (one.annotation and "list[Problem]" in ast.unparse(one.annotation))
        }
        for node in ast.walk(function):
            match node:
                case ast.Attribute(ast.Name(name), "append" | "extend" | "insert"):
                    pass
                case ast.AugAssign(ast.Name(name)) | ast.Subscript(ast.Name(name), ctx=ast.Store() | ast.Del()):
                    pass
                case _:
                    continue
            if name in lists:
                found.append(function.name)
    return found


def modules() -> list[str]:
    return [path for path in tracked() if re.match(r"(graph|loaders|queries|web)/.*\.py$", path)]


def test_no_function_takes_more_than_five_arguments_by_position() -> None:
    assert {path: many for path in modules() if (many := with_many_positions(text_of(path)))} == {}


def test_problems_are_returned_and_not_put_into_a_list_of_the_caller() -> None:
    assert {path: fill for path in modules() if (fill := that_fill_a_list_of_problems(text_of(path)))} == {}


@pytest.mark.parametrize(
    ("text", "many", "fill"),
    [
        ("def f(a, b, c, d, e): ...", [], []),
        ("def f(cls, a, b, c, d, e): ...", ["f"], []),
        ("def f(a, /, b, c, d, e, *, f=1, problems=()): print(problems)", [], []),
        ("class A:\n def f(self, a, b, c, d, e): ...\n @staticmethod\n def g(a, b, c, d, e, f): ...", ["g"], []),
        ("@group.command()\ndef f(a, b, c, d, e, f): ...", [], []),
        ("def f(problems): problems.append(1)", [], ["f"]),
        ("def f(*, found: list[Problem] | None): found += [1]", [], ["f"]),
        ("def f(problems):\n def g(): problems.extend([1])", [], ["f"]),
        ("def f(problems): problems[1:] = []", [], ["f"]),
        ("def f():\n problems = []\n problems.append(1)\n return problems", [], []),
    ],
)
def test_such_a_function_is_found(text: str, many: list[str], fill: list[str]) -> None:
    assert (with_many_positions(text), that_fill_a_list_of_problems(text)) == (many, fill)


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert lines_with(ABSOLUTE, tracked()) == []


def test_no_file_names_a_package_registry() -> None:
    assert lines_with(REGISTRY, tracked()) == []


def test_locks_name_no_host_and_no_option() -> None:
    assert lines_with(re.compile(r"://|^-"), ["requirements.lock", "requirements-dev.lock"]) == []


def test_sample_data_hold_no_e_mail_address() -> None:
    assert lines_with(E_MAIL, [path for path in tracked() if path.startswith("loaders/sample/")]) == []


def test_an_ignored_rule_says_why() -> None:
    assert lines_with(BARE_IGNORE, [path for path in tracked() if path.endswith(".py")]) == []


def skips_without_reason(text: str) -> list[int]:
    """Return the lines of a test file where something is skipped without a reason in words."""
    marks, tree = {"pytest.mark.skip", "pytest.mark.skipif"}, ast.parse(text)
    with_reason = {
        id(call.func)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and (call.args or call.keywords)
        # `skipif` has its condition first, so only the word itself counts.
        and (ast.unparse(call.func) not in marks or any(keyword.arg == "reason" for keyword in call.keywords))
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in marks | {"pytest.skip"}
        and id(node) not in with_reason
    ]


def test_every_skip_says_why() -> None:
    found = {path: skips_without_reason(text_of(path)) for path in tracked() if re.match(r"tests/.*\.py$", path)}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("@pytest.mark.skip\ndef test(): ...", [1]),
        ("pytest.skip()", [1]),
        ("@pytest.mark.skipif(True)\ndef test(): ...", [1]),
        ("pytest.skip('no browser')", []),
        ("@pytest.mark.skipif(True, reason='no browser')\ndef test(): ...", []),
    ],
)
def test_a_skip_without_reason_is_found(text: str, lines: list[int]) -> None:
    assert skips_without_reason(text) == lines


SKIPPING = """
import pytest

def test_alone():
    pytest.skip("there is no browser")

@pytest.mark.skipif(True, reason="there is no server")
def test_marked(): ...

@pytest.mark.xfail(reason="known")
def test_known():
    raise AssertionError
"""
WHOLE_FILE = "import pytest\npytest.skip('there are no data', allow_module_level=True)\n"


@pytest.mark.parametrize(
    ("require_all", "outcome"),
    [("1", "1 failed, 1 xfailed, 2 errors"), ("", "3 skipped, 1 xfailed")],
    ids=["all", "some"],
)
def test_require_all_turns_every_skip_into_a_failure(tmp_path: Path, require_all: str, outcome: str) -> None:
    (tmp_path / "conftest.py").write_text(text_of("tests/conftest.py"), encoding="utf-8")
    (tmp_path / "test_alone.py").write_text(SKIPPING, encoding="utf-8")
    (tmp_path / "test_whole.py").write_text(WHOLE_FILE, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rs", "--continue-on-collection-errors", tmp_path],
        cwd=tmp_path,
        env=os.environ | {"REQUIRE_ALL": require_all},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in run.stdout
    for reason in ("there is no browser", "there is no server", "there are no data"):
        assert reason in run.stdout


@pytest.mark.parametrize("host", ["example.org", "10.0.0.1", "2001:db8::1"])
def test_no_test_reaches_the_network(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_URL", raising=False)
    with pytest.raises(OSError, match="tests do not use the network"):
        socket.create_connection((host, 80), timeout=1)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))
    asked = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["serve"]]
    asked_for_tests = [entry for entry in project["dependency-groups"]["dev"] if isinstance(entry, str)]
    for lock, requirements in {
        "requirements.lock": asked,
        "requirements-dev.lock": [*asked, *asked_for_tests],
    }.items():
        locked = set(re.findall(r"^([\w.-]+)==", text_of(lock), re.MULTILINE))
        names = {re.split(r"[<>=!~ \[]", requirement)[0].lower() for requirement in requirements}
        assert names - locked == set(), lock


def test_both_locks_agree() -> None:
    version = re.compile(r"^([\w.-]+==\S+)", re.MULTILINE)
    run, dev = (set(version.findall(text_of(lock))) for lock in ("requirements.lock", "requirements-dev.lock"))
    assert run - dev == set()


def test_the_driver_packs_rows_with_its_compiled_codec() -> None:
    assert importlib.util.find_spec("neo4j._rust") is not None
