# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person could decide about a reading, as data: the command line asks it, and the site can too.

Nothing waits for an answer: where nobody is asked, the suggestion of a column
is taken and said, and what looks odd is not made.
"""

from dataclasses import dataclass
from enum import StrEnum

from graph.text.message import Message, Text

ASK_ROWS = Text("ask-rows", "What are the rows of $1? Its headings are $2.", "$1 table, $2 list of headings")
ASK_COLUMN = Text(
    "ask-column", "What stands in the column “$1” of $2, such as $3?", "$1 heading, $2 table, $3 list of cells"
)
ASK_SECTIONS = Text(
    "ask-sections", "The rows of $1 stand in sections: $2. What are these of the rows?", "$1 table, $2 list of names"
)
ASK_NAME = Text(
    "ask-name",
    "Is “$1” in the column “$2” of $3 the name of a $4?",
    "$1 cell, $2 heading, $3 table, $4 word for a class",
)


class About(StrEnum):
    """What is asked about."""

    ROWS = "rows"
    COLUMN = "column"
    SECTIONS = "sections"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question: about what, what is suggested, and what may be answered (of a name: yes or no)."""

    about: About
    file: str
    sheet: str = ""
    heading: str = ""
    examples: tuple[str, ...] = ()
    suggestion: str = ""
    choices: tuple[str, ...] = ()
    word: str = ""

    @property
    def sentence(self) -> Message:
        """The question in words."""
        table = f"{self.file} ({self.sheet})" if self.sheet else self.file
        examples = list(self.examples)
        match self.about:
            case About.ROWS:
                return ASK_ROWS(table, examples)
            case About.COLUMN:
                return ASK_COLUMN(self.heading, table, examples)
            case About.SECTIONS:
                return ASK_SECTIONS(table, examples)
            case About.NAME:
                return ASK_NAME(examples[0], self.heading, table, self.word)
