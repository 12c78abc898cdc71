# SPDX-License-Identifier: GPL-3.0-or-later
"""British spelling, by codespell.

Codespell only knows how to turn British into American, so its list is read backwards
here. Code says `color` and `normalize` because libraries do: what is quoted, called or
assigned is left alone, and so are stylesheets and scripts.
"""

import subprocess
import sys
from pathlib import Path

import codespell_lib

CHECKOUT = Path(__file__).resolve().parents[1]
BUILT = CHECKOUT / ".build" / "american.txt"
TO_AMERICAN = Path(codespell_lib.__file__).parent / "data" / "dictionary_en-GB_to_en-US.txt"

# Words that British English has too, in another meaning than the list's (a computer program), and words of tools.
BRITISH_TOO = {
    "analog",
    "artifacts",
    "biased",
    "dialog",
    "focused",
    "focuses",
    "focusing",
    "license",
    "math",
    "meter",
    "meters",
    "practice",
    "practices",
    "program",
    "routing",
    "specialties",
    "specialty",
    "stories",
    "story",
}
# A word in quotes or backquotes; an attribute; what is called or assigned; the address of a page.
CODE = r"""[`"'][\w./:-]*[`"']|\.\w+|\b\w+(?=[(=:])|\w+://\S+"""
# Spelt so in the title of a work that we cite, or in data of others.
CITED = ("connexion", "maximizing", "organizational")
# A particle of names, words of other languages, part of a name in a script, and mistakes that a test makes on purpose.
NO_MISTAKE = (
    "abd",
    "abou",
    "exampel",
    "te",
    "nd",
    "projet",
    "projets",
    "mouvement",
    "istall",
    "intersted",
    "retrun",
    "oder",
)
# Other people's words, other languages, generated files.
LEFT_OUT_ENDS = ("LICENSE", ".lock", ".svg", ".png", "package-lock.json", "/fr.json", "/ar.json")
LEFT_OUT_STARTS = (
    "loaders/sample/",
    "loaders/mappings/",
    "tests/data/",
    "tests/golden/",
    # What loaders know words by is in six languages, and American too; so is what tests tell them.
    "loaders/cells/",
    "loaders/documents/",
    "loaders/graphs/",
    "loaders/notes/minutes_words.",
    "loaders/notes/remark_words.",
    "loaders/notes/names.",
    "loaders/notes/words.",
    "loaders/tables/",
    "queries/algorithms/common_words.",
    "queries/algorithms/short_names.",
    "tests/loaders/",
    "tests/support/form_exports.py",
    "tests/support/read_notes.py",
)
NOT_PROSE = (".css", ".js", ".html")


def american() -> Path:
    """Write codespell's list the other way round and return where."""
    pairs = [line.split("->") for line in TO_AMERICAN.read_text(encoding="utf-8").splitlines() if "->" in line]
    lines = [f"{us}->{british}" for british, us in pairs if us not in BRITISH_TOO]
    BUILT.parent.mkdir(exist_ok=True)
    BUILT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return BUILT


def files() -> list[str]:
    """Return the files of the repository that are ours to spell."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return [
        file
        for file in listed.stdout.splitlines()
        if not file.endswith(LEFT_OUT_ENDS) and not file.startswith(LEFT_OUT_STARTS) and (CHECKOUT / file).is_file()
    ]


def main() -> int:
    """Check spelling everywhere, and British spelling in prose and Python."""
    everywhere = files()
    prose = [file for file in everywhere if not file.endswith(NOT_PROSE)]
    codespell = [
        sys.executable,
        "-m",
        "codespell_lib",
        "--ignore-regex",
        CODE,
        "--ignore-words-list",
        ",".join(CITED + NO_MISTAKE),
    ]
    status = subprocess.run([*codespell, *everywhere], cwd=CHECKOUT, check=False).returncode
    british = subprocess.run([*codespell, "-D", str(american()), *prose], cwd=CHECKOUT, check=False).returncode
    return status or british


if __name__ == "__main__":
    sys.exit(main())
