# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of minutes, from `minutes_words.toml`."""

import tomllib
from functools import cache
from importlib.resources import files

from graph.schema.folding import fold


@cache
def words_of(kind: str) -> frozenset[str]:
    """Return the folded words of one kind."""
    content: dict[str, list[str]] = tomllib.loads(
        (files("loaders.notes") / "minutes_words.toml").read_text(encoding="utf-8")
    )
    return frozenset(map(fold, content[kind]))
