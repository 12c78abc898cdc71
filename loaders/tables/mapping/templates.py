# SPDX-License-Identifier: GPL-3.0-or-later
"""The templates of a mapping: text with columns in braces, each perhaps with functions behind it.

    {given} {family}            columns in a text
    {nick|lower}                lower, upper, title
    {handle|strip:@}            without these characters at both ends
    {full name|or:nick}         the first of several columns that is filled
    {state|unless:none,tbd}     nothing where the cell is one of these
    {who|before: (}             what stands before a text, or after it
    {when|date:%d %b %Y}        a date in a form of its own, as precise as the form
    {team|replace:&,and}        one text instead of another

A bar in front of anything else belongs to the heading.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from graph.schema.folding import fold

_BRACES = re.compile(r"\{([^{}]*)\}")
_DATE_PARTS = (("%d", 10), ("%j", 10), ("%m", 7), ("%b", 7), ("%B", 7))


def _date(text: str, form: str) -> str:
    """Return a date as ISO 8601, no more precise than its form; what does not fit stays for others to read."""
    if not text:
        return ""
    try:
        # Only the parts that the form has are kept, and none of them is an hour.
        found = datetime.strptime(text.strip(), form)  # noqa: DTZ007 - see above
    except ValueError:
        return text
    length = next((length for part, length in _DATE_PARTS if part in form), 4)
    return found.date().isoformat()[:length]


def _unless(text: str, words: str) -> str:
    return "" if fold(text) in set(map(fold, words.split(","))) else text


def _replace(text: str, pair: str) -> str:
    old, _comma, new = pair.partition(",")
    return text.replace(old, new) if old else text


_FUNCTIONS: dict[str, Callable[[str, str], str]] = {
    "lower": lambda text, _: text.lower(),
    "upper": lambda text, _: text.upper(),
    "title": lambda text, _: text.title(),
    "strip": lambda text, characters: text.strip(characters or None).strip(),
    "before": lambda text, mark: text.partition(mark)[0].strip() if mark else text,
    "after": lambda text, mark: text.partition(mark)[2].strip() if mark and mark in text else text,
    "unless": _unless,
    "replace": _replace,
    "date": _date,
}


@cache
def _parsed(inside: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the columns that fill a brace, the first filled counts, and the functions that follow."""
    pieces = inside.split("|")
    columns, functions = [pieces[0]], list[tuple[str, str]]()
    for piece in pieces[1:]:
        name, _colon, value = piece.partition(":")
        if name == "or":
            columns.append(value)
        elif name in _FUNCTIONS:
            functions.append((name, value))
        else:
            return (inside,), ()
    return tuple(columns), tuple(functions)


def columns_of(template: str) -> list[str]:
    """Return the columns that a template speaks of.

    >>> columns_of("{name|or:nick|lower} of {team}")
    ['name', 'nick', 'team']
    """
    return [column for inside in _BRACES.findall(template) for column in _parsed(inside)[0]]


def fill(template: str, cells: Mapping[str, str]) -> str:
    """Fill in the columns; a template whose columns are all empty is empty.

    >>> fill("{name|or:nick|lower} of {team}", {"name": "", "nick": "ADA", "team": "Baobab"})
    'ada of Baobab'
    """
    filled: list[str] = []

    def value(match: re.Match[str]) -> str:
        columns, functions = _parsed(match[1])
        text = next((cells[column] for column in columns if cells[column]), "")
        for name, argument in functions:
            text = _FUNCTIONS[name](text, argument)
        filled.append(text)
        return text

    text = _BRACES.sub(value, template)
    return "" if filled and not any(filled) else " ".join(text.split())
