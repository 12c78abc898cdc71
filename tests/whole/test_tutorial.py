# SPDX-License-Identifier: GPL-3.0-or-later
"""The tutorial is run as it is written: its files, its commands, what it says they print."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.checkout import CHECKOUT

TUTORIAL = CHECKOUT / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_command_does_what_the_tutorial_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERSHIPS_STORE", f"sqlite:///{tmp_path}/mine.db")
    commands = 0
    for kind, name, content in BLOCK.findall(TUTORIAL.read_text(encoding="utf-8")):
        if name:
            (tmp_path / name).write_text(content, encoding="utf-8")
        if kind != "console":
            continue
        for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            commands += 1
            said = run(command, tmp_path)
            for line in printed.splitlines():
                assert " ".join(line.split()) in said, f"{command}: {line} not in {said}"
    assert commands >= 10
    assert "Ada Example" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Ada Example" not in (tmp_path / "report.txt").read_text(encoding="utf-8")


def run(command: str, folder: Path) -> str:
    """Return all that a command prints, in one line; an `--output` file counts as printed."""
    words = shlex.split(command)
    assert words[0] == "partnerships"
    code = "from web.commands.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *words[1:]], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    written = (folder / words[words.index("--output") + 1]).read_text("utf-8") if "--output" in words else ""
    return " ".join(f"{done.stdout} {written}".split())
