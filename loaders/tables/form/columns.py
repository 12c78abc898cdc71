# SPDX-License-Identifier: GPL-3.0-or-later
"""Which question of the survey each column of an export answers.

Tools write the question or its code, put choices into one cell or spread
them over columns, and add columns of their own:

    Google Forms, Microsoft Forms   the question; choices in one cell
    LimeSurvey                      `question [choice]`, or `code[SQ001]`
    SurveyMonkey                    the question, and in a second row the choice
    KoBoToolbox                     `group/code/choice`, or the labels of both
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph.schema.folding import fold
from graph.text.message import Message, say
from graph.text.say import available_languages
from loaders.tables.files import Heading, Table
from loaders.tables.form.questions import CONSENT, NAME, OTHER, QUESTIONS, USERNAME, Choice, Question
from loaders.tables.heading_words import without_numbering

_SAME = 92
"""From this likeness on (of 100) a heading is a question whose wording was touched up."""
_ELSEWHERE = frozenset({"consent", "name", "username", "affiliate", "country", "languages"})
"""Questions that a list of members asks as well."""
_BRACKET = re.compile(r"^(.*\S)\s*\[([^\[\]]+)\]\s*$", re.DOTALL)
_SUB_QUESTION = re.compile(r"sq0*(\d+)")
_CODE_AND_TEXT = re.compile(r"^(\w+)[.:]\s+\S")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that answers a question: all of it, one choice of it, or its choice “Other”."""

    index: int
    question: Question
    choice: Choice | None = None
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The columns of an export: the answers, and when each was given (the surest column first)."""

    columns: tuple[Column, ...]
    times: tuple[int, ...]
    sent: int | None
    """The column in which LimeSurvey says when an answer was sent; empty where it never was."""


def form_of(table: Table) -> Form | None:
    """Return how a table answers the survey, None if it is something else.

    It must ask for consent, for a name or an account, and for something that
    only the survey asks.
    """
    columns = tuple(column for index, heading in enumerate(table.headings) for column in _column(index, heading))
    asked = {column.question for column in columns}
    if CONSENT not in asked or asked.isdisjoint({NAME, USERNAME}) or {one.code for one in asked} <= _ELSEWHERE:
        return None
    answers = {column.index for column in columns}
    texts = {index: fold(heading.text) for index, heading in enumerate(table.headings) if index not in answers}
    times = [index for word in words_of("time") for index, text in texts.items() if text == word]
    sent = [index for index, text in texts.items() if text in words_of("sent")]
    return Form(columns, tuple(times), sent[0] if sent else None)


def choice_of(question: Question, text: str) -> Choice | None:
    """Return the choice that a text means, in any language or by its code or number."""
    word = fold(text)
    if number := _SUB_QUESTION.fullmatch(word):
        position = int(number[1]) - 1
        return question.choices[position] if 0 <= position < len(question.choices) else None
    return _choices(question).get(word)


def is_other(text: str) -> bool:
    """Say whether a text is the choice “Other” of a tool, in any language."""
    return fold(re.sub(r"\s*[(:：].*$", "", text, flags=re.DOTALL)) in _others()


def without_other(text: str) -> str:
    """Return what stands behind `Other:`.

    >>> without_other("Autre : musique"), without_other("Music: other")
    ('musique', 'Music: other')
    """
    head, colon, rest = re.sub("：", ":", text).partition(":")
    return rest.strip() if colon and is_other(head) else text


def _column(index: int, heading: Heading) -> Iterator[Column]:
    """Yield what a column answers, if anything."""
    for asked, chosen in _readings(heading):
        question = _question(asked)
        if question is None:
            continue
        if not chosen or fold(chosen) in words_of("answer"):
            yield Column(index, question)
        elif is_other(chosen):
            yield Column(index, question, is_other=True)
        elif choice := choice_of(question, chosen):
            yield Column(index, question, choice)
        else:
            continue
        return


def _readings(heading: Heading) -> Iterator[tuple[str, str]]:
    """Yield the ways to read a heading as a question and a choice of it."""
    if heading.part:
        yield heading.text, heading.part
    text = heading.text.strip()
    if match := _BRACKET.fullmatch(text):
        yield match[1], match[2]
    yield text, ""
    parts = [part.strip() for part in text.split("/")]
    if len(parts) > 1:
        yield parts[-2], parts[-1]
        yield parts[-1], ""
    if text.endswith("_other"):
        yield parts[-1].removesuffix("_other"), OTHER.english


def _question(text: str) -> Question | None:
    known = _questions()
    bare = without_numbering(text)
    code = match[1] if (match := _CODE_AND_TEXT.match(text)) else ""
    for form in (text, bare, code):
        if found := known.get(fold(form)):
            return found
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only headings that nothing knows need it

    near = process.extractOne(fold(bare), list(known), scorer=fuzz.ratio, score_cutoff=_SAME)
    return known[near[0]] if near and len(near[0]) > len(NAME.text.english) else None


def _in_all_languages(message: Message) -> Iterator[str]:
    return (fold(say(message, language)) for language in available_languages())


@cache
def words_of(kind: str) -> tuple[str, ...]:
    """Return the folded words of tools for one kind of column or answer, the surest first."""
    content: dict[str, list[str]] = tomllib.loads(
        (files("loaders.tables.form") / "words.toml").read_text(encoding="utf-8")
    )
    return tuple(map(fold, content[kind]))


@cache
def _questions() -> dict[str, Question]:
    codes = {fold(question.code): question for question in QUESTIONS}
    return codes | {word: question for question in QUESTIONS for word in _in_all_languages(question.text())}


@cache
def _choices(question: Question) -> dict[str, Choice]:
    found = {word: choice for choice in question.choices for word in _in_all_languages(choice.text)}
    return found | {fold(word): choice for choice in question.choices for word in (choice.code, choice.value)}


@cache
def _others() -> frozenset[str]:
    return frozenset({*words_of("other"), *_in_all_languages(OTHER())})
