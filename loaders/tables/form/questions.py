# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions of the survey, as data: what is asked, how it is answered, and what an answer becomes.

The command `survey` prints them and `loaders/tables/form/columns.py` finds them
again above the columns of an export, in any language.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from graph.schema.nodes import PartnerKind
from graph.text.choices import choice
from graph.text.message import Language, Message, Text

TITLE = Text("survey-title", "Working together: a survey for the map of our network", "Title of a form")
INTRODUCTION = Text(
    "survey-introduction",
    "Your answers help people to find each other. Leave out whatever you would rather not say. "
    "Please write no e-mail addresses and no telephone numbers.",
    "Above the questions of a form",
)
YES = Text("survey-yes", "Yes", "Answer in a form")
NO = Text("survey-no", "No", "Answer in a form")
OTHER = Text("survey-other", "Other", "Last choice of a question in a form")
ONE_A_LINE = Text("survey-one-a-line", "Write one on each line.", "Under a question of a form")
ONLY_WITH_YES = Text(
    "survey-only-with-yes", "Without a yes nothing of your answers is kept.", "Under a question of a form"
)
KIND_IN_BRACKETS = Text(
    "survey-kind-in-brackets",
    "Write one on each line. If they are of several kinds, write the kind in brackets: City Library (library).",
    "Under a question of a form",
)
LANGUAGE = Text("survey-language", "$1", "$1 name of a language")


class Kind(Enum):
    """How a question is answered."""

    LINE = "one line"
    LINES = "several lines"
    YES_NO = "yes or no"
    CHOICES = "several choices"


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be ticked: how it is said, and the word for it in a table."""

    code: str
    text: Message
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question; `column` is the heading of a table of people under which its answers stand."""

    code: str
    text: Text
    kind: Kind = Kind.LINE
    column: str = ""
    help: Text | None = None
    choices: tuple[Choice, ...] = ()
    needed: bool = False


def _ask(code: str, english: str, **more: Any) -> Question:  # noqa: ANN401 - the other fields of a question
    text = Text(f"survey-{code.replace('_', '-')}", english, "Question of a form")
    return Question(code=code, text=text, **more)


def _theme(code: str, english: str) -> Text:
    return Text(f"survey-theme-{code}", english, "A theme that can be ticked in a form")


THEMES = (
    _theme("education", "Education"),
    _theme("heritage", "Culture and heritage"),
    _theme("photography", "Photography"),
    _theme("languages", "Languages and translation"),
    _theme("gender", "Gender and diversity"),
    _theme("technology", "Technology"),
    _theme("funding", "Fundraising"),
    _theme("law", "Law and advocacy"),
    _theme("community", "Community building"),
)
_THEME_CHOICES = tuple(Choice(text.key.rpartition("-")[2], text(), text.english) for text in THEMES)
_LANGUAGES = tuple(
    Choice(tag, LANGUAGE(Language(tag)), tag) for tag in ("ar", "en", "fr", "ha", "ig", "pt", "sw", "yo")
)
_KINDS = tuple(
    Choice(kind.value.lower().replace(" ", "_"), choice(kind)(), kind.value)
    for kind in PartnerKind
    if kind is not PartnerKind.OTHER
)

CONSENT = _ask(
    "consent",
    "May your answers be kept and shown on the map of the network?",
    kind=Kind.YES_NO,
    help=ONLY_WITH_YES,
    needed=True,
)
NAME = _ask("name", "What is your name?", column="name", needed=True)
USERNAME = _ask("username", "What is your Wikimedia user name?", column="username")
HOW_LONG = _ask(
    "how_long",
    "For how many years have you been part of the movement?",
    column="involved since",
)
PARTNERS = _ask(
    "which_partners",
    "Which partners outside the movement did you work with?",
    kind=Kind.LINES,
    column="contact for",
    help=KIND_IN_BRACKETS,
)
PARTNER_KINDS = _ask(
    "partner_kinds",
    "Of what kind are these partners?",
    kind=Kind.CHOICES,
    choices=_KINDS,
)
EXPAND = _ask(
    "expand",
    "Would you like to work with more partners?",
    kind=Kind.YES_NO,
    column="open to partners",
)

QUESTIONS = (
    CONSENT,
    NAME,
    USERNAME,
    _ask(
        "affiliate",
        "Which affiliate are you a member of?",
        column="affiliate",
    ),
    _ask("country", "In which country do you live?", column="country"),
    _ask(
        "languages",
        "In which languages do you work?",
        kind=Kind.CHOICES,
        column="languages",
        choices=_LANGUAGES,
    ),
    HOW_LONG,
    _ask(
        "worked_affiliates",
        "Have you worked on a project with other affiliates?",
        kind=Kind.YES_NO,
    ),
    _ask(
        "which_affiliates",
        "Which other affiliates did you work with?",
        kind=Kind.LINES,
        column="worked with affiliates",
        help=ONE_A_LINE,
    ),
    _ask(
        "which_projects",
        "On which projects did you work together?",
        kind=Kind.LINES,
        column="works on",
        help=ONE_A_LINE,
    ),
    _ask(
        "worked_partners",
        "Have you worked with partners outside the movement?",
        kind=Kind.YES_NO,
    ),
    PARTNERS,
    PARTNER_KINDS,
    _ask(
        "sought_funding",
        "Have you looked for funding together with somebody?",
        kind=Kind.YES_NO,
    ),
    _ask(
        "funding_with",
        "With which affiliates or partners did you look for funding?",
        kind=Kind.LINES,
        column="sought funding with",
        help=ONE_A_LINE,
    ),
    EXPAND,
    _ask(
        "themes_offered",
        "On which themes can you help others?",
        kind=Kind.CHOICES,
        column="offers",
        choices=_THEME_CHOICES,
    ),
    _ask(
        "themes_wanted",
        "On which themes would you like help?",
        kind=Kind.CHOICES,
        column="wants",
        choices=_THEME_CHOICES,
    ),
)
FOLLOWS = {
    "worked_affiliates": "which_affiliates",
    "worked_partners": "which_partners",
    "sought_funding": "funding_with",
}
"""Which question asks for names where another was answered with yes."""
TEXTS = tuple(question.text for question in QUESTIONS)
"""What is asked, for translators."""
BY_CODE = {question.code: question for question in QUESTIONS}
