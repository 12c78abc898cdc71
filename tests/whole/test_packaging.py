# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in the wheel and in the source archive, and that the wheel runs."""

import fnmatch
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.support.checkout import CHECKOUT, tracked

PACKAGES = ("graph", "loaders", "queries", "web")
# Built by `make assets`, ignored by git, and still to be shipped.
VENDOR = "web/static/vendor/codex.0123abcd.css"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both archives from a copy of the tracked files and one vendor file; return the folder."""
    copy, folder = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("dist")
    for path in tracked():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / path, copy / path)
    (copy / VENDOR).parent.mkdir(parents=True, exist_ok=True)
    (copy / VENDOR).write_text("/* a file that npm brought */", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=copy, capture_output=True, check=True
    )
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    """Return the wheel, opened."""
    (file,) = built.glob("*.whl")
    return zipfile.ZipFile(file)


def shipped() -> set[str]:
    """Return the tracked files that belong to the program."""
    return {path for path in tracked() if path.startswith(tuple(f"{name}/" for name in PACKAGES))}


def test_the_wheel_holds_the_four_packages_whole_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    methods = {f"web/{path.removeprefix('docs/')}" for path in tracked() if path.startswith("docs/methods/")}
    assert held == {path for path in shipped() if not path.startswith("web/assets/")} | {VENDOR} | methods


@pytest.mark.parametrize(
    "pattern",
    [
        "graph/text/i18n/*.json",
        "graph/py.typed",
        "loaders/mappings/*.toml",
        "loaders/cells/words.toml",
        "loaders/sample/*",
        "web/templates/*.html",
        "web/static/*.css",
    ],
)
def test_the_wheel_holds_what_is_no_code(wheel: zipfile.ZipFile, pattern: str) -> None:
    assert fnmatch.filter(wheel.namelist(), pattern) != []


def test_the_wheel_installs_the_command_and_its_licence(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "partnerships = web.commands.cli:main" in wheel.read(entry_points).decode()
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())


def test_the_source_archive_holds_all_that_is_tracked(built: Path) -> None:
    (file,) = built.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert set(tracked()) | {VENDOR} <= held


def test_the_wheel_alone_tells_the_demo(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    shutil.unpack_archive(str(wheel.filename), tmp_path / "site", format="zip")
    run = subprocess.run(
        [sys.executable, "-c", "from web.commands.cli import main; main()", "demo", "--no-site"],
        cwd=tmp_path,
        # Before the checkout, which an editable installation puts on the path.
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr.count("Traceback")) == (0, 0), run.stderr
    assert "bus factor" in run.stdout.lower()
