# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of rows, without markup, list marks, titles, degrees and remarks in brackets."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from graph.schema.folding import fold
from graph.schema.nodes import Affiliate, Node, Partner, Person
from loaders.cells.cell_words import is_nothing, tick_of
from loaders.cells.markup import plain, without_list_mark
from loaders.cells.naming import looks_like_person, person_names
from loaders.cells.private_text import without_private

_NAMED = (Person, Partner, Affiliate)


class RowNames:
    """Cleans the names of the rows of one table."""

    def __init__(self, cls: type[Node], cells: Sequence[str]) -> None:
        """Look at the cells of the name column first: what stands in brackets may tell two people apart."""
        self._cls = cls
        bracketed = {cell for cell in cells if "(" in cell or "[" in cell} if cls is Person else set()
        bare = Counter(fold(person_names(plain(cell).text)[-1]) for cell in bracketed)
        self._shared = frozenset(name for name, count in bare.items() if count > 1)

    def clean(self, values: dict[str, Any], length: int) -> None:
        """Take markup, list marks, titles and the like off the names of the rows."""
        if "name" not in values:
            return
        usernames: list[str | None] = list(values.get("username", [None] * length))
        names: list[str | None] = []
        for row, name in enumerate(values["name"]):
            shown, username = self._clean_name(name) if name else (None, "")
            names.append(shown)
            usernames[row] = usernames[row] or username or None
        values["name"] = names
        if any(usernames):
            values["username"] = usernames

    def _clean_name(self, name: str) -> tuple[str | None, str]:
        shown = plain(without_list_mark(name) if self._cls is Person else name)
        text = without_private(shown.text, digits=True)
        if self._cls in _NAMED and is_nothing(text) and (tick_of(text) is None or not fold(text)):
            return None, shown.username if self._cls is Person else ""
        if self._cls is not Person:
            return text, ""
        bare = person_names(text)[-1]
        if bare != text and looks_like_person(bare) and fold(bare) not in self._shared:
            text = bare
        return text, shown.username
