# SPDX-License-Identifier: GPL-3.0-or-later
"""How a table was read, as data: what its rows are and why, and what each column is.

The command line says it in sentences, and the site can show the same.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan:
    """A column: its heading, what it is, and what its cells gave.

    `kind` is a value of `loaders.tables.layout.Kind`; `target` the field or
    the words of the tie; `made` the word for the class of what it names.
    """

    heading: str
    kind: str
    target: str = ""
    made: str = ""
    choice: str = ""
    guessed: bool = False
    separators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """A table: where it is, what its rows are, and what was left out of it."""

    file: str
    sheet: str = ""
    rows: int = 0
    cls: str = ""
    reason: str = ""
    columns: tuple[ColumnPlan, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)
