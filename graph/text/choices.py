# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for values of the schema, for sentences and rows; `web/wording/schema_words.py` has all others."""

from enum import Enum
from functools import lru_cache

from graph.text.message import Country, Message, Text


def slug(name: str) -> str:
    """Return the part of a text's key that stands for a name in the code."""
    return name.lower().replace("_", "-").replace(" ", "-")


@lru_cache(maxsize=None, typed=True)
def choice(value: Enum) -> Text:
    """Return the word for one value of an enumeration; "other" of one is not that of another."""
    return Text(f"choice-{slug(type(value).__name__)}-{slug(str(value))}", str(value), "One of several choices")


COUNTRY = Text("country-name", "$1", "The name of a country by itself")


def country(code: str) -> Message:
    """Return the name of a country, by its ISO 3166-1 alpha-2 code."""
    return COUNTRY(Country(code))
