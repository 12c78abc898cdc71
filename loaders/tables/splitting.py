# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells that name several entries: decided for a column as a whole, with what the rest of the load knows.

A semicolon and a line break always separate. A comma, a slash, `&` or `and`
may as well stand inside a name, so evidence is needed: parts that occur alone
elsewhere, or most cells made of parts that look like names.
"""

import re
from collections.abc import Callable, Sequence

from graph.schema.folding import fold
from graph.schema.nodes import Node, Person, Question, Theme
from loaders.cells.cell_words import is_nothing
from loaders.cells.markup import without_list_mark
from loaders.cells.naming import (
    last_first,
    looks_like_full_name,
    looks_like_name,
    looks_like_organisation,
    looks_like_person,
)
from loaders.cells.places import country_code

_ALWAYS = re.compile(
    r"\s*(?:[;\n\r؛•▪‣●]|\s·\s|(?<=\S)\s+(?:\d{1,2}[.)]|[*–—-])\s+(?=[^\W\d_]\S*\s*\S*.*\s(?:\d{1,2}[.)]|[*–—-])\s))\s*"
)
_NUMBERED = re.compile(r"(?:^|\s+)\(?\d{1,2}[.)]\s+")
_STRONG = r"[,،、]|\s*/\s*|\s*\|\s*|\s+\+\s+|\s*\+\s*(?=[A-Z])"
_WEAK = r"\s*&\s*|\s+(?:and|et|und|y|e|ainsi que|sowie|as well as)\s+|\s+و\s+|\s+و(?=\w{3})"
_LIST = re.compile(rf"\s*(?:{_STRONG}|{_WEAK})\s*", re.IGNORECASE)
_STRONG_ONLY = re.compile(rf"\s*(?:{_STRONG})\s*")
_COMMA = re.compile(r"\s*[,،、]\s*")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MOST = 0.5
_PAIR = 2


def split_always(text: str) -> list[str]:
    """Return the parts between semicolons, line breaks, bullets and numbers."""
    if len(_NUMBERED.findall(text)) > 1 and _NUMBERED.match(text):
        text = _NUMBERED.sub("\n", text)
    parts = [without_list_mark(part).strip() for part in _ALWAYS.split(text.strip())]
    return [part for part in parts if part]


def separators_of(text: str) -> set[str]:
    """Return the single signs that may separate the names in a text."""
    return {sign for sign in ",،/|+&" if sign in text}


def split_list(text: str, pattern: re.Pattern[str] = _LIST) -> list[str]:
    """Return the parts between any separators outside brackets."""
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match[0])
        return f"\ue000{len(hidden) - 1}\ue001"

    parts = pattern.split(_BRACKETED.sub(hide, text))
    shown = [re.sub("\ue000(\\d+)\ue001", lambda match: hidden[int(match[1])], part) for part in parts]
    return [part.strip(" -–—*·") for part in shown if part.strip(" ,;-–—*·")]


class Splitter:
    """Splits the cells of one column.

    `is_known` says whether a part alone is a name elsewhere, `is_whole`
    whether a whole cell is the name or the id of a row.
    """

    def __init__(
        self,
        made: type[Node] | None,
        cells: Sequence[str],
        is_known: Callable[[str], bool],
        is_whole: Callable[[str], bool],
    ) -> None:
        """Look at all parts of the column's cells, already cut where it is always cut."""
        self._made = made
        self._is_known = is_known
        self._is_whole = is_whole
        joined = [cell for cell in cells if len(split_list(cell)) > 1]
        plain = [cell for cell in joined if not is_whole(cell)]
        named = [cell for cell in plain if self._looks_like_names(split_list(cell))]
        filled = len([cell for cell in cells if not is_nothing(cell)])
        self._mostly = bool(plain) and len(named) == len(plain) and len(named) > _MOST * filled
        self._turned = [cell for cell in plain if last_first(cell)]
        self._turns = bool(self._turned) and len(self._turned) == len(plain)
        self._several = len(plain) > 1

    def parts(self, cell: str) -> list[str]:
        """Return the names in a cell."""
        if self._made is Question or self._is_whole(cell):
            return [cell]
        parts = split_list(cell)
        if len(parts) < _PAIR:
            return [cell]
        return self._people(cell, parts) if self._made is Person else self._others(cell)

    def _people(self, cell: str, parts: list[str]) -> list[str]:
        people = [part for part in parts if looks_like_person(_bare(part)) or self._is_known(part)]
        if len(people) < len(parts):
            # A role, a degree or an organisation beside one name; with several names it is dropped.
            return people if len(people) > 1 and all(map(_is_full, people)) else [cell]
        turned = last_first(cell)
        if turned and self._is_known(turned):
            return [cell]
        if turned and not any(map(self._is_known, parts)) and not all(map(_is_full, parts)):
            return [cell]
        pairs = _turned_pairs(cell)
        if pairs and all(map(self._is_known, pairs)):
            return pairs
        return parts

    def _others(self, cell: str) -> list[str]:
        for pattern in (_LIST, _STRONG_ONLY):
            tried = split_list(cell, pattern)
            known = [part for part in tried if self._is_known(part)]
            if len(tried) > 1 and known and all(part in known or self._is_name(part, cell) for part in tried):
                return tried
        if self._made is Theme:
            words = split_list(cell, _STRONG_ONLY)
            return words if len(words) > 1 and all(len(word.split()) <= 4 for word in words) else [cell]
        commas = split_list(cell, _STRONG_ONLY)
        if self._mostly and len(commas) > 1 and self._looks_like_names(commas):
            return commas
        several = split_list(cell)
        # `and` and `&` may stand inside a name, so each part has to be an organisation by its own words.
        if self._mostly and all(looks_like_organisation(part) and len(part.split()) > 1 for part in several):
            return several
        return [cell]

    def _is_name(self, part: str, cell: str) -> bool:
        """Say whether a part beside a known one can stand alone; behind `&` one word may be the rest of a name."""
        if country_code(part) or not looks_like_name(part) or (not part[:1].isupper() and part[:1].islower()):
            return False
        weak = re.search(rf"(?:{_WEAK})\s*{re.escape(part)}", cell, re.IGNORECASE)
        return len(part.split()) > 1 or not weak

    def _looks_like_names(self, parts: Sequence[str]) -> bool:
        """Say whether all parts look like names of the column's class."""
        if self._made is Person:
            return all(map(_is_full, parts))
        if any(country_code(part) for part in parts) or not all(map(looks_like_name, parts)):
            return False
        long = sum(len(part.split()) > 1 or looks_like_organisation(part) for part in parts)
        return long == len(parts) and not any(part[:1].islower() for part in parts)


def _bare(part: str) -> str:
    return _BRACKETED.sub("", part).strip()


def _is_full(part: str) -> bool:
    return looks_like_full_name(_bare(part))


def _turned_pairs(cell: str) -> list[str]:
    """Return `Example, Ada, Muster, Ben` as two people."""
    words = [word for word in _COMMA.split(cell) if word]
    if len(words) < 2 * _PAIR or len(words) % _PAIR or any(" " in word for word in words[::2]):
        return []
    return [f"{first} {last}" for last, first in zip(words[::2], words[1::2], strict=True)]


def both_people(text: str) -> list[str]:
    """Return the people whose full names share the cell that names a row, [] if it is one name.

    >>> both_people("Ada Example & Ben Muster")
    ['Ada Example', 'Ben Muster']
    """
    parts = [part for piece in split_always(text) for part in split_list(piece)]
    if len(parts) < _PAIR or fold(text) == fold(parts[0]):
        return []
    if all(map(_is_full, parts)):
        return parts
    # `Ada & Ben Example` are two people of one family name, which is not for us to guess.
    return []
