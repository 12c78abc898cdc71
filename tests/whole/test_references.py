# SPDX-License-Identifier: GPL-3.0-or-later
"""What the repository says of itself: links lead somewhere, settings and addresses are all documented."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pytest

from tests.support.checkout import CHECKOUT, text_of, tracked
from web.settings import Settings
from web.site.app import create_app

CODE = re.compile(r"(?:```.*?^ *```|^(?: {4}|\t).*?$|`[^`\n]*`)", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!\w+:)([^)\s]+)\)")
REFERENCE = re.compile(r"(?<![\w./-])(docs/[\w./-]+\.md(?:#[\w-]+)?)")
PATH = re.compile(r"`((?:graph|loaders|queries|web|tests|docs|scripts|bench)/[\w./-]*)`")
# The papers of before, which the repository never had. A number may stand in the next line.
PAPER = re.compile(r"\b(?:METHODS|DESIGN|FRONTEND|NEO4J)\s+[0-9]|\b(?:METHODS|DESIGN|FRONTEND|NEO4J|STYLE|TREE)\.md")
VARIABLE = re.compile(r"\b(?:PARTNERSHIPS|NEO4J)_[A-Za-z0-9_]*[A-Za-z0-9]")
ADDRESS = re.compile(r"`(/[^`\s?]*)`")
GENERATED = ("docs/commands.md", "docs/queries.md", "docs/schema.md")


def anchor(heading: str) -> str:
    """Return what a heading is called in an address, as GitHub does it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@cache
def anchors(path: str) -> frozenset[str]:
    without_code = re.sub(r"^```.*?^```$", "", text_of(path), flags=re.DOTALL | re.MULTILINE)
    found = [anchor(heading) for heading in re.findall(r"^#+ (.+)$", without_code, re.MULTILINE)]
    counts: Counter[str] = Counter()
    named: list[str] = []
    for name in found:
        named.append(f"{name}-{counts[name]}" if counts[name] else name)
        counts[name] += 1
    return frozenset(named)


def leads_somewhere(target: str) -> bool:
    path, _, name = target.partition("#")
    return (CHECKOUT / path).exists() and (not name or name in anchors(path))


def pages() -> list[str]:
    return [path for path in tracked() if path.endswith(".md")]


def links(path: str) -> Iterator[str]:
    for target in LINK.findall(CODE.sub("", text_of(path))):
        base = path if target.startswith("#") else str(PurePosixPath(path).parent)
        yield base + target if target.startswith("#") else normpath(f"{base}/{target}")


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("How it is computed", "how-it-is-computed"),
        ("Print, right to left, dark", "print-right-to-left-dark"),
        ("`load` and 2 more", "load-and-2-more"),
    ],
)
def test_a_heading_has_the_name_that_github_gives_it(heading: str, name: str) -> None:
    assert anchor(heading) == name


def test_every_link_of_a_page_leads_to_a_file_and_a_heading() -> None:
    found = [(path, target) for path in pages() for target in links(path)]
    assert len(found) > 50
    assert [(path, target) for path, target in found if not leads_somewhere(target)] == []


def test_every_reference_to_a_page_leads_to_a_file_and_a_heading() -> None:
    found = [
        (path, target)
        for path in tracked()
        if not path.startswith("tests/whole/test_references")
        for target in REFERENCE.findall(text_of(path))
    ]
    assert len(found) > 50
    assert [(path, target) for path, target in found if not leads_somewhere(target)] == []


def test_every_page_of_methods_is_in_their_index() -> None:
    index = set(links("docs/methods/README.md"))
    methods = {path for path in pages() if path.startswith("docs/methods/")}
    assert {path for path in methods if not any(target.startswith(path) for target in index)} == {
        "docs/methods/README.md"
    }


def test_nothing_refers_to_a_paper_that_the_repository_does_not_have() -> None:
    found = {path: PAPER.findall(text_of(path)) for path in tracked()}
    assert {path: papers for path, papers in found.items() if papers} == {}


def test_a_page_names_files_and_folders_that_exist() -> None:
    named = {(path, name) for path in pages() if path not in GENERATED for name in PATH.findall(text_of(path))}
    # What is made by a command and not kept, and modules named without their ending.
    made = {"web/static/vendor/"}
    missing = [
        (path, name)
        for path, name in sorted(named)
        if name not in made and not (CHECKOUT / name).exists() and not (CHECKOUT / f"{name}.py").exists()
    ]
    assert missing == []


class Recorder(dict[str, str]):
    """An environment that remembers what was asked for."""

    def __init__(self) -> None:
        """Hold nothing."""
        super().__init__()
        self.asked: set[str] = set()

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override] - only this form is used
        """Remember the name."""
        self.asked.add(key)
        return default


def variables_of_the_code() -> set[str]:
    environment = Recorder()
    read: Mapping[str, str] = environment
    Settings.from_environment(read)
    asked = {name for name in environment.asked if VARIABLE.fullmatch(name)}
    # The names in the settings themselves are put together there; `Recorder` has them.
    apart = ("web/settings.py", "tests/web/test_settings.py")
    files = [path for path in tracked() if not path.endswith((".md", ".json")) and path not in apart]
    return asked | {name for path in files for name in VARIABLE.findall(text_of(path))}


def test_every_setting_is_documented_and_no_other() -> None:
    documented = set(VARIABLE.findall(text_of("docs/settings.md")))
    assert documented == variables_of_the_code()


def test_every_address_of_the_site_is_documented_and_no_other(tmp_path: Path) -> None:
    app = create_app(Settings(store="memory:", cache=tmp_path))
    rules = {re.sub(r"<path:(\w+?)_?>", r"<\1>", rule.rule) for rule in app.url_map.iter_rules()}
    served = {rule.replace("<name>", "<query>") if rule.startswith("/ask/") else rule for rule in rules}
    section = text_of("docs/web.md").partition("## Addresses")[2].partition("\n## ")[0]
    table = "\n".join(line for line in section.splitlines() if line.startswith("|"))
    assert set(ADDRESS.findall(table)) == {rule for rule in served if "<any(" not in rule}


def test_a_release_has_one_number_and_one_day_everywhere() -> None:
    number, day = re.findall(r"^## (\d\S*) \((\d{4}-\d\d-\d\d)\)$", text_of("CHANGELOG.md"), re.MULTILINE)[0]
    cited = re.findall(r'^(?:version|date-released): "(.+)"$', text_of("CITATION.cff"), re.MULTILINE)
    built = re.findall(r'^version = "(.+)"$', text_of("pyproject.toml"), re.MULTILINE)
    assert (cited, built) == ([number, day], [number])
