# SPDX-License-Identifier: GPL-3.0-or-later
"""Which kinds of input there are: by the ending of a file, by `--kind`, and by the headings of what people fill in."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from graph.schema.nodes import Record
from graph.schema.source import Problem
from loaders.documents.reader import SUFFIXES as NOTES_SUFFIXES
from loaders.tables import canonical, review, suggestions
from loaders.tables.files import SUFFIXES as TABLE_SUFFIXES
from loaders.tables.files import Table
from loaders.tables.headings import wide_kinds

XML_SUFFIXES = (".graphml", ".gexf", ".xml")
PAJEK_SUFFIXES = (".net", ".pajek")
CARD_SUFFIXES = (".vcf", ".vcard")
NOTES = "notes"
SUFFIXES = (*TABLE_SUFFIXES, ".json", *XML_SUFFIXES, *PAJEK_SUFFIXES, *CARD_SUFFIXES, *NOTES_SUFFIXES)
# What a program can save beside a format of its own.
NEWER = {
    **dict.fromkeys((".doc", ".rtf", ".pages", ".fodt", ".gdoc"), ".docx"),
    **dict.fromkeys((".ppt", ".odp", ".key"), ".pptx"),
    **dict.fromkeys((".numbers", ".gsheet"), ".xlsx"),
    **dict.fromkeys((".gephi", ".paj"), ".gexf"),
    ".cys": ".graphml",
}
REVIEW = "identity-review"
SUGGESTIONS = "suggested-themes"


class Answered(NamedTuple):
    """A table that a query writes and a person fills in; its headings tell it apart."""

    words: str
    columns: tuple[str, ...]
    recognises: Callable[[Table], bool]
    read: Callable[[Table], tuple[list[Record], list[Problem]]]


ANSWERED = {
    REVIEW: Answered("a review file", review.COLUMNS, review.is_review, review.read_review),
    SUGGESTIONS: Answered(
        "a table of suggested themes",
        suggestions.COLUMNS,
        suggestions.is_suggestions,
        suggestions.read_suggestions,
    ),
}


@cache
def kinds() -> tuple[str, ...]:
    """Return what `--kind` takes: names of wide and of canonical tables, notes, tables that ask for answers."""
    return (*wide_kinds(), *canonical.CLASS_BY_TABLE, NOTES, *ANSWERED)
