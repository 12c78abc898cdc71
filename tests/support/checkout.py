# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of this repository, for tests that look at the repository itself."""

import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def tracked() -> list[str]:
    """Return the paths that git keeps, or skip where this is no clone."""
    git = shutil.which("git")
    if not git or not (CHECKOUT / ".git").exists():
        pytest.skip("this is no git clone, or git is missing")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=True).stdout.decode()
    return [path for path in listed.split("\0") if path and (CHECKOUT / path).is_file()]


def text_of(path: str) -> str:
    """Return the text of a file, or nothing if it is none."""
    try:
        return (CHECKOUT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
