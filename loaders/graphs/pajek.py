# SPDX-License-Identifier: GPL-3.0-or-later
"""Pajek networks (`.net`): vertices by number and label, then arcs and edges with a weight."""

import re

from graph.errors import LoadError
from graph.text.message import Text
from loaders.cells.reading import Position
from loaders.graphs.network import Network

NOT_READ = Text(
    "graph-pajek-line",
    "“$1” is neither an entry nor a connection of a Pajek network; the line was left out.",
    "$1 line",
)
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_LISTS = frozenset({"*arcslist", "*edgeslist"})
_PAIRS = frozenset({"*arcs", "*edges"})
_RELATION = re.compile(r'^\*(?:arcs|edges)(?:list)?\s*:?\s*\d*\s*"([^"]+)"', re.IGNORECASE)


def read_pajek(text: str, file: str) -> Network:
    """Return the network of a Pajek file; LoadError if it has no vertices.

    A line that is none of its parts is a problem.
    """
    reader = _Reader(file)
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip().lstrip("\ufeff")
        if line and not line.startswith("%"):
            reader.read(line, Position(file=file, line=number))
    if not reader.network.entries:
        message = f"“{file}” has no *Vertices, so it is no network of Pajek."
        raise LoadError(message, "Save the network as a .net file, or as GraphML.")
    return reader.network


class _Reader:
    """The pass over the lines; a line with a star opens a section."""

    def __init__(self, file: str) -> None:
        self.network = Network(file=file, scope=file)
        self.section = ""
        self.relation: tuple[str, ...] = ()
        self.row = 0

    def read(self, line: str, position: Position) -> None:
        """Read one line that is neither empty nor a comment."""
        if line.startswith("*"):
            self.section = line.split(maxsplit=1)[0].rstrip(":").lower()
            self.relation = (found[1],) if (found := _RELATION.match(line)) else ()
            self.row = 0
            return
        words = [match[1] if match[1] is not None else match[2] for match in _WORD.finditer(line)]
        if self.section == "*vertices" and words[0].isdigit():
            name = words[1] if len(words) > 1 else ""
            self.network.add_entry(words[0], {"label": name, **_more(words[2:])}, position)
        elif self.section in _PAIRS and len(words) > 1:
            values = {"weight": words[2]} if len(words) > 2 and _is_number(words[2]) else {}
            self._connect(words[0], words[1], values | _more(words[3:]), position)
        elif self.section in _LISTS and len(words) > 1:
            for other in words[1:]:
                self._connect(words[0], other, {}, position)
        elif self.section == "*matrix" and all(map(_is_number, words)):
            self.row += 1
            for column, weight in enumerate(words, start=1):
                if float(weight):
                    self._connect(str(self.row), str(column), {"weight": weight}, position)
        elif self.section in {"*vertices", "*matrix", *_PAIRS, *_LISTS}:
            self.network.problems.append(position.problem(NOT_READ(line), found=line))

    def _connect(self, source: str, target: str, values: dict[str, str], position: Position) -> None:
        self.network.add_connection(source, target, values, position, self.relation)


def _more(words: list[str]) -> dict[str, str]:
    """Return what stands behind a vertex or arc: coordinates, a shape, then pairs of a word and its value."""
    while words and _is_number(words[0]):
        words = words[1:]
    if len(words) % 2:
        words = words[1:]  # The shape.
    return {"label" if word == "l" else word: value for word, value in zip(words[::2], words[1::2], strict=True)}


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?", text))
