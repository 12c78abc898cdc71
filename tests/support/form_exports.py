# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers to the survey as form tools export them: the same answers in every shape and language.

An answer is a dict by the code of the question; choices are lists of codes, a
text behind `other:` is what somebody wrote under “Other”.
"""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl import Workbook

from graph.text.message import Message, say
from loaders.tables.form.questions import NO, OTHER, QUESTIONS, YES, Kind, Question

Answer = dict[str, "str | list[str]"]
Rows = list[list[str]]


def ticked(answer: Answer, question: Question) -> list[str]:
    found = answer.get(question.code, [])
    return found if isinstance(found, list) else [found]


def other(answer: Answer, question: Question) -> str:
    return next((code.removeprefix("other:") for code in ticked(answer, question) if code.startswith("other:")), "")


def one_cell(answer: Answer, question: Question, language: str, between: str) -> str:
    """Write an answer into one cell, choices as they are said."""
    if question.kind is Kind.CHOICES:
        words = {choice.code: say(choice.text, language) for choice in question.choices}
        parts = [words[code] for code in ticked(answer, question) if code in words]
        return between.join([*parts, *filter(None, [other(answer, question)])])
    return yes_no(answer, question, language) or str(answer.get(question.code, ""))


def yes_no(answer: Answer, question: Question, language: str) -> str:
    said: dict[object, Message] = {"yes": YES(), "no": NO()}
    given = answer.get(question.code)
    return say(said[given], language) if question.kind is Kind.YES_NO and given in ("yes", "no") else ""


def day(answer: Answer, shape: str) -> str:
    year, month, day_ = str(answer["when"]).split("-")
    return shape.format(y=year, m=month, d=day_, mm=int(month), dd=int(day_))


def google(answers: Sequence[Answer], language: str) -> Rows:
    stamp = {"en": "Timestamp", "fr": "Horodateur", "ar": "طابع زمني"}[language]
    shape = {"en": "{mm}/{dd}/{y} 10:03:22", "fr": "{d}/{m}/{y} 10:03:22", "ar": "{d}/{m}/{y} 10:03:22 ص"}[language]
    rows = [[stamp, *(say(question.text(), language) for question in QUESTIONS)]]
    for answer in answers:
        cells = (one_cell(answer, question, language, ", ") for question in QUESTIONS)
        rows.append([day(answer, shape), *cells])
    return rows


def microsoft(answers: Sequence[Answer], language: str) -> Rows:
    own = {
        "en": ["ID", "Start time", "Completion time", "Email", "Name"],
        "fr": ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"],
        "ar": ["المعرف", "وقت البدء", "وقت الإكمال", "البريد الإلكتروني", "الاسم"],
    }[language]
    rows = [[*own, *(say(question.text(), language) for question in QUESTIONS)]]
    for number, answer in enumerate(answers, start=1):
        stamp = day(answer, "{y}-{m}-{d}T10:03:22")
        cells = [one_cell(answer, question, language, ";") for question in QUESTIONS]
        cells = [
            f"{cell};" if cell and question.kind is Kind.CHOICES else cell
            for cell, question in zip(cells, QUESTIONS, strict=True)
        ]
        rows.append([str(number), stamp, stamp, "anonymous", "", *cells])
    return rows


def lime_survey(answers: Sequence[Answer], language: str) -> Rows:
    sent = {"en": "Date submitted", "fr": "Date de soumission", "ar": "تاريخ الإرسال"}[language]
    headings = ["id", sent, "lastpage", "startlanguage"]
    for question in QUESTIONS:
        text = say(question.text(), language)
        if question.kind is Kind.CHOICES:
            said = [*(choice.text for choice in question.choices), OTHER()]
            headings += [f"{text} [{say(choice, language)}]" for choice in said]
        else:
            headings.append(text)
    rows = [headings]
    for number, answer in enumerate(answers, start=1):
        row = [str(number), day(answer, "{y}-{m}-{d} 10:03:22"), "1", language]
        for question in QUESTIONS:
            if question.kind is Kind.CHOICES:
                codes = ticked(answer, question)
                row += [say((YES if choice.code in codes else NO)(), language) for choice in question.choices]
                row.append(other(answer, question))
            else:
                row.append(one_cell(answer, question, language, ""))
        rows.append(row)
    # Somebody who looked at the questions and went away.
    return [*rows, ["99", "", "1", language, say(YES(), language), "Gone Away", *[""] * (len(headings) - 6)]]


def lime_survey_codes(answers: Sequence[Answer], language: str) -> Rows:
    headings = ["id", "submitdate"]
    for question in QUESTIONS:
        if question.kind is Kind.CHOICES:
            headings += [f"{question.code}[SQ{number:03}]" for number in range(1, len(question.choices) + 1)]
            headings.append(f"{question.code}[other]")
        else:
            headings.append(question.code)
    rows = lime_survey(answers, language)[1:]
    return [
        headings,
        *([*row[:2], *("Y" if cell == say(YES(), language) else cell for cell in row[4:])] for row in rows),
    ]


def survey_monkey(answers: Sequence[Answer], language: str) -> Rows:
    own = {
        "en": ["Respondent ID", "Start Date", "End Date", "IP Address"],
        "fr": ["ID du répondant", "Date de début", "Date de fin", "Adresse IP"],
        "ar": ["معرف المستجيب", "تاريخ البدء", "تاريخ الانتهاء", "عنوان IP"],
    }[language]
    answered = {"en": "Open-Ended Response", "fr": "Réponse ouverte", "ar": "إجابة مفتوحة"}[language]
    specify = {"en": "Other (please specify)", "fr": "Autre (veuillez préciser)", "ar": "أخرى (يرجى التحديد)"}[language]
    first, second = list(own), [""] * len(own)
    for question in QUESTIONS:
        text = say(question.text(), language)
        if question.kind is Kind.CHOICES:
            first += [text, *[""] * len(question.choices)]
            second += [*(say(choice.text, language) for choice in question.choices), specify]
        else:
            first.append(text)
            second.append(answered)
    rows = [first, second]
    for number, answer in enumerate(answers, start=1):
        stamp = day(answer, "{m}/{d}/{y} 10:03:22 AM")
        row = [str(1140000000 + number), stamp, stamp, ""]
        for question in QUESTIONS:
            if question.kind is Kind.CHOICES:
                codes = ticked(answer, question)
                row += [say(choice.text, language) if choice.code in codes else "" for choice in question.choices]
                row.append(other(answer, question))
            else:
                row.append(one_cell(answer, question, language, ""))
        rows.append(row)
    return rows


def kobo(answers: Sequence[Answer], language: str) -> Rows:
    headings = ["start", "end"]
    for question in QUESTIONS:
        headings.append(f"hands/{question.code}")
        if question.kind is Kind.CHOICES:
            headings += [f"hands/{question.code}/{choice.code}" for choice in question.choices]
            headings += [f"hands/{question.code}/other", f"hands/{question.code}_other"]
    rows = [[*headings, "_id", "_uuid", "_submission_time"]]
    for number, answer in enumerate(answers, start=1):
        stamp = day(answer, "{y}-{m}-{d}T10:03:22.000+02:00")
        row = [stamp, stamp]
        for question in QUESTIONS:
            if question.kind is Kind.CHOICES:
                codes = [code for code in ticked(answer, question) if not code.startswith("other:")]
                written = other(answer, question)
                row.append(" ".join([*codes, *(["other"] if written else [])]))
                row += [str(int(choice.code in codes)) for choice in question.choices]
                row += [str(int(bool(written))), written]
            elif question.kind is Kind.YES_NO:
                row.append(str(answer.get(question.code, "")))
            else:
                row.append(one_cell(answer, question, language, ""))
        rows.append([*row, str(number), f"uuid-{number}", stamp])
    return rows


def kobo_labels(answers: Sequence[Answer], language: str) -> Rows:
    """Return an export with labels instead of codes, choices in one cell."""
    rows = [["start", "end", *(say(question.text(), language) for question in QUESTIONS), "_submission_time"]]
    for answer in answers:
        stamp = day(answer, "{y}-{m}-{d}T10:03:22")
        cells = (one_cell(answer, question, language, " ; ") for question in QUESTIONS)
        rows.append([stamp, stamp, *cells, stamp])
    return rows


def by_hand(answers: Sequence[Answer], language: str) -> Rows:
    """Return the empty table of `survey --format csv`, filled in; the date in a column that somebody added."""
    return [[*row[1:], row[0]] for row in [["Date", *google([], language)[0][1:]], *google(answers, language)[1:]]]


SHAPES: dict[str, Callable[[Sequence[Answer], str], Rows]] = {
    shape.__name__: shape
    for shape in (google, microsoft, lime_survey, lime_survey_codes, survey_monkey, kobo, kobo_labels, by_hand)
}


def export(folder: Path, shape: str, answers: Sequence[Answer], language: str) -> Path:
    """Write the answers as a tool exports them: a workbook where it makes one, else CSV."""
    rows = SHAPES[shape](answers, language)
    if shape == "microsoft":
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append(row)
        book.save(folder / "answers.xlsx")
        return folder / "answers.xlsx"
    path = folder / "answers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


EVERY_SHAPE = [(shape, language) for shape in SHAPES for language in ("en", "fr", "ar")]
