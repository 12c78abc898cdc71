# SPDX-License-Identifier: GPL-3.0-or-later
"""From the answers to the survey to tables of people, partners and themes, which load like any others.

Only who said yes to the question of consent is read at all. Of several
answers of one person the newest counts, and the newest of all says how old
the knowledge is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.schema.folding import fold
from graph.schema.nodes import Node, Partner, PartnerKind, Person, Theme
from graph.schema.source import Problem
from graph.text.message import Message, Text, say
from graph.text.say import available_languages
from loaders.cells.cell_words import is_nothing, tick_of
from loaders.cells.dates import order_of, to_date
from loaders.cells.understanding import Converter, NotUnderstood
from loaders.cells.values import closest, to_kind
from loaders.tables.csv_rows import Row
from loaders.tables.files import Heading, Table
from loaders.tables.form.columns import Column, Form, choice_of, is_other, without_other
from loaders.tables.form.how_long import since
from loaders.tables.form.questions import (
    BY_CODE,
    CONSENT,
    FOLLOWS,
    HOW_LONG,
    NAME,
    PARTNER_KINDS,
    PARTNERS,
    QUESTIONS,
    THEMES,
    USERNAME,
    Kind,
    Question,
)
from loaders.tables.nodes import name_key
from loaders.tables.splitting import split_always, split_list

NO_CONSENT = Text(
    "problem-form-no-consent",
    "{{PLURAL:$1|One answer without consent was|$1 answers without consent were}} not loaded.",
    "$1 number",
)
NOT_SENT = Text(
    "problem-form-not-sent",
    "{{PLURAL:$1|One answer was begun and never sent; it was|"
    "$1 answers were begun and never sent; they were}} not loaded.",
    "$1 number",
)
OLDER = Text(
    "problem-form-older",
    "{{PLURAL:$1|One older answer of somebody who answered again was|"
    "$1 older answers of people who answered again were}} left out.",
    "$1 number",
)
NOBODY_NAMED = Text(
    "problem-form-nobody-named",
    "{{PLURAL:$1|One answer says|$1 answers say}} yes to “$2” and {{PLURAL:$1|names|name}} nobody.",
    "$1 number, $2 question",
)
NOT_OF_ONE_KIND = Text(
    "problem-form-not-of-one-kind",
    "The partner “$1” may be of several kinds, so none was taken. Write the kind in brackets behind its name.",
    "$1 name",
)
NO_TIME = Text(
    "problem-form-no-time",
    "“$1” says how long, and the row does not say when that was written; it was left out.",
    "$1 cell",
)
_KIND = re.compile(r"^(?P<name>.*\S)\s*\((?P<kind>[^()]+)\)$", re.DOTALL)
_SEPARATOR = re.compile(r"\s*[;\n\r؛،]\s*|,\s+")


@dataclass(slots=True)
class Answer:
    """What one person answered: texts by question, and when (a date, or nothing)."""

    line: int
    time: str = ""
    texts: dict[Question, list[str]] = field(default_factory=dict)

    def first(self, question: Question) -> str:
        """Return the answer to a question of one line."""
        return next(iter(self.texts.get(question, ())), "")

    def says_yes(self, question: Question) -> bool:
        """Say whether a question of yes or no was answered with yes."""
        return tick_of(self.first(question)) is True


@dataclass(slots=True, kw_only=True)
class Answers:
    """The answers of an export: as tables, with the newest date among them, and what was wrong or notable."""

    tables: dict[type[Node], Table]
    as_of: str
    problems: list[Problem]


def read_answers(form: Form, table: Table) -> Answers:
    """Return what was answered with consent."""
    consenting, problems = _consenting(form, table)
    kept, found = _newest(consenting, table)
    problems += found
    for code, follower in FOLLOWS.items():
        asked = BY_CODE[code]
        silent = [one for one in kept if one.says_yes(asked) and not one.texts.get(BY_CODE[follower])]
        if silent:
            problems.append(table.position().problem(NOBODY_NAMED(len(silent), asked.text())))
    columns = [question for question in QUESTIONS if question.column]
    people: list[Row] = []
    for answer in kept:
        since, found = _since(answer, table)
        people.append((answer.line, [since if one is HOW_LONG else _cell(one, answer) for one in columns]))
        problems += found
    partners, found = _partners(kept, table)
    problems += found
    return Answers(
        tables={
            Theme: _made(table, ["name", "labels"], _themes(kept)),
            Partner: _made(table, ["name", "kind"], partners),
            Person: _made(table, [question.column for question in columns], people),
        },
        as_of=max((answer.time for answer in kept), default=""),
        problems=problems,
    )


def _consenting(form: Form, table: Table) -> tuple[list[Answer], list[Problem]]:
    """Return the answers that may be kept; the others are counted."""
    answers: list[Answer] = []
    problems: list[Problem] = []
    rows: list[Row] = []
    for batch in table.batches():
        rows += zip(batch.lines, batch.rows, strict=True)
        problems += table.extra_cells(batch)
    times = Times(form, [row for _, row in rows])
    unsent = without = 0
    for line, row in rows:
        if not any(row[column.index] for column in form.columns):
            continue
        if form.sent is not None and not row[form.sent]:
            unsent += 1
            continue
        answer = Answer(line, times.of(row), _texts(form, row))
        if answer.says_yes(CONSENT):
            answers.append(answer)
        else:
            without += 1
    position = table.position()
    problems += [position.problem(text(count)) for text, count in ((NO_CONSENT, without), (NOT_SENT, unsent)) if count]
    return answers, problems


class Times:
    """When each row was answered."""

    def __init__(self, form: Form, rows: Sequence[Sequence[str]]) -> None:
        """Settle for each column of dates which number is the day."""
        self._columns: list[tuple[int, Converter]] = []
        for index in form.times:
            orders = order_of([row[index] for row in rows if row[index]])
            self._columns.append((index, Converter(lambda text, orders=orders: to_date(text, orders))))

    def of(self, row: Sequence[str]) -> str:
        """Return the date of a row, "" if it has none."""
        return next((date for index, dates in self._columns if (date := dates[row[index]])), "")


def _texts(form: Form, row: Sequence[str]) -> dict[Question, list[str]]:
    """Return the answers of a row: choices by the words that tables have for them, anything else as it is."""
    found: dict[Question, list[str]] = {}
    spread = {column.question for column in form.columns if column.choice}
    for column in form.columns:
        cell = row[column.index]
        if not cell:
            continue
        question = column.question
        if column.choice:
            texts = [column.choice.value] if _is_ticked(column, cell) else []
        elif column.is_other:
            texts = [] if tick_of(cell) is not None else [without_other(cell)]
        elif question.kind is Kind.CHOICES:
            # What KoBoToolbox repeats in one cell stands in the columns behind it.
            texts = [] if question in spread else _choices(question, cell)
        else:
            texts = [cell]
        if texts:
            found.setdefault(question, []).extend(text for text in texts if text not in found.get(question, ()))
    return found


def _is_ticked(column: Column, cell: str) -> bool:
    ticked = tick_of(cell)
    return choice_of(column.question, cell) is column.choice if ticked is None else ticked


def _choices(question: Question, cell: str) -> list[str]:
    """Return what one cell with several choices says."""
    words = cell.split()
    if len(words) > 1 and all(choice_of(question, word) or is_other(word) for word in words):
        parts = words  # Codes, as KoBoToolbox joins them.
    else:
        parts = [cell] if choice_of(question, cell) else _SEPARATOR.split(cell)
    bare = [without_other(part) for part in parts if (part and not is_other(part)) or ":" in part]
    return [choice.value if (choice := choice_of(question, part)) else part for part in bare if part]


def _newest(answers: Sequence[Answer], table: Table) -> tuple[list[Answer], list[Problem]]:
    """Return the newest answer of each person; one without a date is older than all others, and a later line newer."""
    newest: dict[str, Answer] = {}
    for answer in sorted(answers, key=lambda one: (one.time, one.line)):
        account, name = answer.first(USERNAME), answer.first(NAME)
        if account or name:
            newest[f"account {account}" if account else f"name {fold(name)}"] = answer
    gone = len({id(one) for one in answers if one.first(USERNAME) or one.first(NAME)}) - len(newest)
    problems = [table.position().problem(OLDER(gone))] if gone else []
    return sorted(newest.values(), key=lambda one: one.line), problems


def _cell(question: Question, answer: Answer) -> str:
    """Return an answer as a cell of a table of people."""
    if question is PARTNERS:
        return "; ".join(name for name, _kind in _named(answer))
    texts = answer.texts.get(question, ())
    if question.kind is Kind.YES_NO:
        return {True: "yes", False: "no", None: ""}[tick_of(texts[0]) if texts else None]
    return "; ".join(texts) if question.kind is Kind.CHOICES else "\n".join(texts)


def _since(answer: Answer, table: Table) -> tuple[str, list[Problem]]:
    """Return the date since when somebody is there, "" if the answer does not say it."""
    cell = answer.first(HOW_LONG)
    if not cell or (is_nothing(cell) and not fold(cell).isdigit()):
        return "", []
    position = table.position(answer.line)
    try:
        found = since(cell, answer.time)
    except NotUnderstood as error:
        return "", [position.problem(error.message, field=HOW_LONG.column, found=cell, expected=error.expected)]
    return found, [] if found else [position.problem(NO_TIME(cell), field=HOW_LONG.column, found=cell)]


def _named(answer: Answer) -> list[tuple[str, str]]:
    """Return the partners of an answer, each with its kind in brackets if it has one."""
    parts = [part for text in answer.texts.get(PARTNERS, ()) for part in split_always(text)]
    pairs: list[tuple[str, str]] = []
    for part in parts:
        pieces = split_list(part)
        pieces = pieces if len(pieces) > 1 and all(map(_kind_of, pieces)) else [part]
        pairs += [(_KIND.sub(r"\g<name>", piece) if (kind := _kind_of(piece)) else piece, kind) for piece in pieces]
    return pairs


def _kind_of(text: str) -> str:
    """Return the kind in the brackets behind a name, "" if they hold something else."""
    match = _KIND.fullmatch(text)
    if not match:
        return ""
    if choice := choice_of(PARTNER_KINDS, match["kind"]):
        return choice.value
    try:
        return str(to_kind(PartnerKind)(match["kind"]))
    except NotUnderstood:
        return ""


def _partners(answers: Sequence[Answer], table: Table) -> tuple[list[Row], list[Problem]]:
    """Return a row for each partner whose kind somebody says."""
    problems: list[Problem] = []
    kinds: dict[str, set[str]] = {}
    first: dict[str, tuple[int, str]] = {}
    for answer in answers:
        ticked = answer.texts.get(PARTNER_KINDS, [])
        for name, written in _named(answer):
            if is_nothing(name) or (not written and len(split_list(name)) > 1):
                continue
            key = name_key(name)
            first.setdefault(key, (answer.line, name))
            kinds.setdefault(key, set()).update({written} if written else ticked)
    rows: list[Row] = []
    for key, (line, name) in first.items():
        if len(kinds[key]) > 1:
            problems.append(table.position(line).problem(NOT_OF_ONE_KIND(name), field="kind", found=name))
        elif kinds[key]:
            rows.append((line, [name, _known(kinds[key].pop())]))
    return sorted(rows), problems


def _known(kind: str) -> str:
    """Return a kind of the schema; what somebody wrote under “Other” is another one."""
    return kind if kind in list(PartnerKind) or closest(kind, list(PartnerKind)) else PartnerKind.OTHER.value


def _themes(answers: Sequence[Answer]) -> list[Row]:
    """Return a row with the name in every language for each theme of the form that somebody ticked."""
    themes = [question for question in QUESTIONS if question.column in {"offers", "wants"}]
    used: dict[str, int] = {}
    for answer in answers:
        for text in (text for question in themes for text in answer.texts.get(question, ())):
            used.setdefault(text, answer.line)
    return sorted(
        (used[text.english], [text.english, "; ".join(_labels(text()))]) for text in THEMES if text.english in used
    )


def _labels(message: Message) -> Iterator[str]:
    return (f"{language}: {say(message, language)}" for language in sorted(available_languages()))


def _made(table: Table, headings: Sequence[str], rows: list[Row]) -> Table:
    return Table(
        file=table.file,
        sheet=table.sheet,
        headings=tuple(Heading(text=text) for text in headings),
        first_line=1,
        rows=lambda: iter(rows),
        is_part=True,
    )
