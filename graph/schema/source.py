# SPDX-License-Identifier: GPL-3.0-or-later
"""Where records come from, what was wrong with them, and what a load did."""

from dataclasses import dataclass, field
from enum import StrEnum

from graph.text.message import Message, Text, say

JOINED = "~joined-by-name"
"""The source of what a rule joined (graph/merge/by_name.py), and one of the sources of each entry that it joined.

It sorts behind every other id of a source, so that what a person decided goes first.
"""


class ProblemCode(StrEnum):
    """What a problem is to the program; sentences are for people only."""

    NOTICED = "noticed"
    """Nothing depends on it."""
    NOT_READ = "not-read"
    """A file or table of which nothing could be read."""
    STOPPED = "stopped"
    """A file, or the rest of one, that was left unread: what it stated before is not known to be gone."""
    MADE = "made"
    """A node of a name that is in no table; the paragraph about the table counts them."""
    ODD = "odd"
    """A name that looks like none; nothing was made of it."""
    WAITING = "waiting"
    CONFLICT = "conflict"
    CONTRADICTION = "contradiction"
    SELF_LINK = "self-link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong or notable in the input: data, not an exception.

    `line` counts from 1 and includes heading rows; `found` is cut to 200
    characters by the loader.
    """

    text: Message
    file: str = ""
    sheet: str = ""
    line: int | None = None
    field: str = ""
    found: str = ""
    expected: str = ""
    code: ProblemCode = ProblemCode.NOTICED

    @property
    def position(self) -> str:
        """Where it is, in the order in which a person looks for it."""
        line = str(self.line) if self.line is not None else ""
        return ":".join(part for part in (self.file, self.sheet, line) if part)

    def to_json(self, language: str = "en") -> dict[str, object]:
        """Return the shape of docs/formats.md#json."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "line": self.line,
            "field": self.field,
            "found": self.found,
            "expected": self.expected,
            "message": say(self.text, language),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One loaded file or folder.

    `file` is the bare name, never a path; `as_of` (a partial date) says how
    old its knowledge is; `loaded_at`, `records` and `problems` (their number)
    are filled in by the store. `first_problems` are all that reading found on
    the way into a store; what comes out are the first of them and of what the
    store found. None of these four is part of the state.
    """

    id: str
    title: str = ""
    file: str = ""
    sha256: str = ""
    as_of: str | None = None
    loaded_at: str = ""
    records: int = 0
    problems: int = 0
    first_problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What a load changed in the graph, counted by class name.

    `problems` are those that the store found; what reading found stands in
    the source.
    """

    source: str
    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    retired: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    revision: str = ""


WAITING = Text(
    "problem-waiting-link",
    "The link “$1 $2 $3” waits: nothing loaded so far has the id $4. It joins the graph as soon as something does.",
    "$1 source id, $2 the words of the link, $3 target id, $4 the missing id or ids",
)
CONFLICT = Text(
    "problem-conflict-within-source",
    "This source gives two values for “$1” of $2: “$3” and “$4”. The first in alphabetical order is kept.",
    "$1 field, $2 id, $3 and $4 values",
)
CONTRADICTION = Text(
    "problem-identity-contradiction",
    "$1 and $2 are said to be different, but these decisions join them: $3. Nothing of this chain is joined; change "
    "one of the decisions.",
    "$1 and $2 ids, $3 chain of ids",
)
SELF_LINK = Text(
    "problem-self-link",
    "The link “$1 $2 $3” would link an entry to itself. It is kept with its source and stays out of the graph.",
    "$1 source id, $2 the words of the link, $3 target id",
)
