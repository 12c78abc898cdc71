# SPDX-License-Identifier: GPL-3.0-or-later
"""Address books (vCard): names and organisations, and nothing else of them.

Whatever else a card holds is counted and never kept; addresses and numbers
are not even read.
"""

import quopri
import re
from collections.abc import Iterator

from graph.errors import LoadError
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.reading import Position
from loaders.tables.files import Heading, Table

LEFT_OUT = Text(
    "vcard-left-out",
    "Only names, organisations and roles are read from an address book; "
    "{{PLURAL:$1|one other line was|$1 other lines were}} left out.",
    "$1 number of lines",
)
NO_NAME = Text("vcard-no-name", "A card has no name and was left out.")
_LINE = re.compile(
    r"(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<parameters>(?:;[^;:\"]*+(?:\"[^\"]*+\"[^;:\"]*+)*+)*+):(?P<value>.*)", re.DOTALL
)
_FRAME = frozenset(
    {"BEGIN", "END", "VERSION", "PRODID", "REV", "UID", "KIND", "X-ABSHOWAS", "N", "FN", "ORG", "TITLE", "ROLE"}
)
_PEOPLE = ("full name", "organisation", "role")
_ORGANISATIONS = ("partner",)


def read_vcard(text: str, file: str) -> tuple[list[Table], list[Problem]]:
    """Return the people and the organisations of an address book as tables; LoadError if there is no card."""
    people: list[tuple[int, list[str]]] = []
    organisations: list[tuple[int, list[str]]] = []
    problems: list[Problem] = []
    others = 0
    for line, card in _cards(text):
        others += sum(name not in _FRAME for name, _value in card)
        first = dict(reversed(card))
        organisation = _parts(first.get("ORG", ""))[0]
        name = _plain(first.get("FN", "")) or _name_of(first.get("N", ""))
        is_organisation = first.get("KIND", "").lower() in {"org", "organization"} or (
            "X-ABSHOWAS" in first or (organisation and name in ("", organisation))
        )
        if is_organisation and (organisation or name):
            organisations.append((line, [organisation or name]))
        elif name:
            role = _plain(first.get("TITLE", "") or first.get("ROLE", ""))
            people.append((line, [name, organisation, role]))
        else:
            problems.append(Position(file=file, line=line).problem(NO_NAME()))
    if not (people or organisations or problems):
        message = f"“{file}” holds no card."
        raise LoadError(message, "Export the address book as vCard again.")
    if others:
        problems.append(Position(file=file).problem(LEFT_OUT(others)))
    pairs = ((_PEOPLE, people, "people"), (_ORGANISATIONS, organisations, "partners"))
    return [_table(file, sheet, words, rows) for words, rows, sheet in pairs if rows], problems


def _table(file: str, sheet: str, words: tuple[str, ...], rows: list[tuple[int, list[str]]]) -> Table:
    return Table(
        file=file,
        sheet=sheet,
        headings=tuple(Heading(text=word) for word in words),
        first_line=1,
        rows=lambda: iter(rows),
    )


def _cards(text: str) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Yield the line of each card and its properties in order."""
    card: list[tuple[str, str]] = []
    begins = 0
    for number, line in _unfolded(text):
        match = _LINE.fullmatch(line)
        if not match:
            continue
        name, value = match["name"].upper(), match["value"]
        if "QUOTED-PRINTABLE" in match["parameters"].upper():
            value = quopri.decodestring(value.encode("utf-8", "replace")).decode("utf-8", "replace")
        if name == "BEGIN":
            card, begins = [], number
        elif name == "END" and begins:
            yield begins, card
            begins = 0
        elif begins:
            card.append((name, value))


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines with those that continue them: a blank in front, or `=` at the end of the one above."""
    gathered: list[str] = []
    begins = 0
    for number, line in enumerate(text.splitlines(), start=1):
        is_quoted = bool(gathered) and gathered[-1].endswith("=") and "QUOTED-PRINTABLE" in gathered[0].upper()
        if gathered and (line[:1] in (" ", "\t") or is_quoted):
            if is_quoted:
                gathered[-1] = gathered[-1][:-1]
            gathered.append(line if is_quoted else line[1:])
            continue
        if gathered:
            yield begins, "".join(gathered)
        gathered, begins = [line], number
    if gathered:
        yield begins, "".join(gathered)


def _parts(value: str) -> list[str]:
    """Return the parts of a value, which semicolons without a stroke in front separate."""
    return [_plain(part) for part in re.split(r"(?<!\\);", value)]


def _plain(value: str) -> str:
    return re.sub(r"\\([,;\\nN])", lambda match: " " if match[1] in "nN" else match[1], value).strip()


def _name_of(value: str) -> str:
    """Return `Ada Example` for `Example;Ada;;;`."""
    last, first = [*_parts(value), ""][:2] if value else ("", "")
    return " ".join(filter(None, (first, last)))
