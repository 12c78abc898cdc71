# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that people write above columns, in six languages.

They are data, in `loaders/cells/words.toml`; what a heading means in which table
is said in `loaders/tables/headings.py`.
"""

import tomllib
from importlib.resources import files
from typing import Any, NamedTuple


class Words(NamedTuple):
    """Ways to write one heading, by language; the first of each is shown."""

    en: tuple[str, ...]
    fr: tuple[str, ...]
    ar: tuple[str, ...]
    de: tuple[str, ...] = ()
    es: tuple[str, ...] = ()
    pt: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Return every way to write it."""
        return tuple(word for words in self for word in words)


def _words(section: dict[str, dict[str, list[str]]]) -> dict[str, Words]:
    return {key: Words(**{language: tuple(words) for language, words in by.items()}) for key, by in section.items()}


_content: dict[str, Any] = tomllib.loads((files("loaders.cells") / "words.toml").read_text(encoding="utf-8"))

FIELDS = _words(_content["field"])
LINK_WORDS = _words(_content["link"])
TABLES = _words(_content["table"])
NAME_PARTS = _words(_content["name"])
PRIVATE = _words(_content["private"])["headings"]
STRENGTHS: dict[str, list[str]] = _content["strength"]
KINDS: dict[str, list[str]] = _content["kind"]
