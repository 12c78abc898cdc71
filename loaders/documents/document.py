# SPDX-License-Identifier: GPL-3.0-or-later
"""What a document holds: lines as somebody would have typed them, and tables."""

from dataclasses import dataclass, field

_LEAST = 2
"""Fewer rows or columns are a box around a text and no table."""
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cells of a table by line, and the heading or line above it, with its line (0: none)."""

    rows: list[tuple[int, list[str]]]
    title: str = ""
    title_line: int = 0


@dataclass(slots=True)
class Document:
    """Lines and tables in the order of the document; a line counts as one paragraph."""

    lines: list[str] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    _above: str = ""

    @property
    def text(self) -> str:
        """Return the lines as one text."""
        return "\n".join(self.lines)

    @property
    def title(self) -> str:
        """Return the first heading of the highest level, "" if there is none."""
        return next((line[2:] for line in self.lines if line.startswith("# ")), "")

    def heading(self, level: int, text: str) -> None:
        """Add a heading, of level 1 to 6."""
        if words := " ".join(text.split()):
            self.lines += ["", f"{'#' * min(max(level, 1), 6)} {words}"]
            self._above = words

    def item(self, text: str) -> None:
        """Add an item of a list; lines inside it are items as well."""
        self.lines += [f"- {words}" for line in text.splitlines() if (words := " ".join(line.split()))]
        self._above = ""

    def text_line(self, text: str, *, is_bold: bool = False) -> None:
        """Add a paragraph; an empty one is an empty line."""
        lines = [" ".join(line.split()) for line in text.splitlines()] or [""]
        self.lines += [f"**{line}**" if is_bold and line else line for line in lines]
        last = next((line for line in reversed(lines) if line), None)
        if last is not None:
            self._above = last if can_be_title(last) else ""

    def table(self, cells: list[list[str]]) -> None:
        """Add a table; a box of one row or column is text."""
        rows = [row for row in cells if any(row)]
        if len(rows) < _LEAST or max(map(len, rows)) < _LEAST:
            for row in rows:
                for cell in filter(None, row):
                    self.text_line(cell)
            return
        width = max(map(len, rows))
        first = len(self.lines) + 1
        self.lines += [""] * (len(rows) + 1)
        numbered = [(first + index, [*row, *[""] * (width - len(row))]) for index, row in enumerate(rows)]
        above = next((number for number in range(first - 1, 0, -1) if self.lines[number - 1].strip()), 0)
        self.tables.append(Grid(rows=numbered, title=self._above, title_line=above if self._above else 0))
        self._above = ""


def can_be_title(line: str) -> bool:
    """Say whether a line that is no heading may be what stands above a table; a list of names or a sentence is not."""
    return len(line.split()) <= _MOST_WORDS and not set(",;،؛|") & set(line) and not line.endswith((".", "?", "!", "؟"))
