# SPDX-License-Identifier: GPL-3.0-or-later
"""What headings mean, in English, French and Arabic."""

from functools import cache

from graph.schema import Record, own_fields
from graph.text import fold

FIELD_WORDS: dict[str, str] = {
    "name": "full name|title|text|nom|nom complet|titre|texte|intitulé|الاسم|الاسم الكامل|اسم|العنوان|النص",
}


@cache
def known_fields(cls: type[Record]) -> dict[str, str]:
    """Return the field that each folded heading of a class's table means."""
    known: dict[str, str] = {}
    for field in own_fields(cls):
        known[fold(field)] = field
    for field in own_fields(cls):
        for word in FIELD_WORDS.get(field, "").split("|"):
            if word:
                known.setdefault(fold(word), field)
    return known


def field_of(cls: type[Record], heading: str) -> str | None:
    """Return the field that a heading means."""
    known = known_fields(cls)
    word = fold(heading)
    return known.get(word) or known.get(word.replace(" ", ""))
