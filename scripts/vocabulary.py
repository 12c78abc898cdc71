# SPDX-License-Identifier: GPL-3.0-or-later
"""One word for one concept: no name in the code is made of a word that docs/glossary.md replaces by another.

Looks at what the code names itself: functions, classes, parameters, variables,
fields, and in texts of SQL and Cypher every name, such as tables, labels and columns.
The sentences that people read are held by tests/graph/test_messages.py.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
# Word -> (the word to use, where the other is right: folders or files by their beginning).
NOT_OURS: dict[str, tuple[str, tuple[str, ...]]] = {
    # Of several equal ones, a tie is broken: that word of the field stays in one module.
    **dict.fromkeys(("tie", "ties"), ("link", ("queries/algorithms/critical_set.py",))),
    **dict.fromkeys(("seat", "seats"), ("participation", ())),
    **dict.fromkeys(("thing", "things"), ("entry, or its class", ())),
    **dict.fromkeys(("aside", "asides"), ("worker", ())),
    **dict.fromkeys(("fault", "faults", "faulty"), ("error, or problem", ())),
    # In a test, words that were printed are no statements of a source; in stores of schema version 1 they are.
    **dict.fromkeys(
        ("said", "unsaid", "told"),
        ("statement, stated, removed", ("tests/", "graph/stores/migrations.py", "graph/stores/neo4j/migrations.py")),
    ),
    "worth": ("value, holding", ()),
    # A country, region or town is a place; a rank, a position in a file and coordinates are not.
    **dict.fromkeys(
        ("place", "places"),
        (
            "rank, position or coordinates",
            (
                "graph/schema/nodes.py",
                "loaders/cells/",
                "queries/measures/feasibility.py",
                "queries/measures/language_and_place.py",
                "queries/measures/partner_",
                "queries/partners/",
                "queries/bus_factor/second_contacts.py",
                "queries/bus_factor/bridge_introductions.py",
                "tests/",
            ),
        ),
    ),
}
# As a verb `held` is ours (what is held has a holder); as the name of a variable it is a noun.
NOUNS = frozenset({"held", "Held"})


STORED = re.compile(
    r"^\s*(ALTER|CREATE|DELETE|DROP|INSERT|MATCH|MERGE|OPTIONAL MATCH|REMOVE|SELECT|UNION|UNWIND|UPDATE|WITH)\b",
    re.MULTILINE,
)
_QUOTED = re.compile(r"'[^'\n]*'|(--|//).*")


def words_of(name: str) -> list[str]:
    """Return the words of an identifier, in lower case."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def stored_names(text: str) -> list[str]:
    """Return the words of a text of SQL or Cypher, outside quotation marks; none of any other text."""
    return re.findall(r"\w+", _QUOTED.sub("", text)) if STORED.search(text) else []


def names_in(tree: ast.AST) -> Iterator[tuple[int, str, bool]]:
    """Yield (line, name, whether it is a variable of a function) of all that some code names itself."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name, False
            case ast.arg(arg=name):
                yield node.lineno, name, True
            case ast.Name(id=name, ctx=ast.Store()):
                yield node.lineno, name, True
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name, False
            case ast.Constant(value=str(text)):
                yield from ((node.lineno, name, False) for name in stored_names(text))
            case ast.JoinedStr(values=parts):
                # Of a text with gaps, each part alone may not look like SQL or Cypher.
                text = "…".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
                yield from ((node.lineno, name, False) for name in stored_names(text))
            case _:
                pass


def wrong_words(path: str, code: str) -> Iterator[str]:
    """Yield a line for each name that is made of another word than the glossary's."""
    tree = ast.parse(code)
    seen: set[tuple[int, str]] = set()
    fields = {
        (part.target.lineno, part.target.id)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    }
    for line, name, is_variable in names_in(tree):
        if name.startswith("test_"):
            continue
        if is_variable and name in NOUNS and (line, name) not in fields and not path.startswith("tests/"):
            yield f"{path}:{line}: {name} (holding, or holdings)"
        for word in words_of(name):
            ours, right_in = NOT_OURS.get(word, ("", ()))
            if ours and not path.startswith(right_in) and (line, name) not in seen:
                seen.add((line, name))
                yield f"{path}:{line}: {name} ({ours})"


def main() -> int:
    """Print what is wrong; return 1 if anything is."""
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    found = [line for path in listed.stdout.split() for line in wrong_words(path, (CHECKOUT / path).read_text("utf-8"))]
    print("\n".join(found) or "One vocabulary.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
