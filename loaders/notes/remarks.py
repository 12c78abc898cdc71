# SPDX-License-Identifier: GPL-3.0-or-later
"""What a single line of notes says that names no group and asks no question.

Polls, ideas, definitions, kinds of partner and earlier meetings, by the words
of `remark_words.toml`; where a line stands is the business of `notes_rest`.
"""

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from graph.schema.folding import fold
from graph.schema.nodes import AffiliateKind, EventKind, IdeaKind, PartnerKind
from loaders.cells.words import KINDS
from loaders.notes.words import event_kind, is_meeting, is_question, speaks_of_questions, theme_name

_PART = re.compile(r"(?:[^,;،؛(]|\([^()]*\)|\()+")
"""A part of a list; a comma in brackets does not end it."""
_BRACKET = re.compile(r"(?P<name>[^()]+?)\s*\((?P<inside>[^()]+)\)")
_TIMES = re.compile(r"(?P<count>\d{1,2})\s?[x×*]\s?(?P<town>\S.*)", re.IGNORECASE)
_COUNTED = re.compile(r"(?P<question>.*[?؟])\s*[-–—:=]*\s*\(?(?P<count>\d{1,4})\)?(?:\s+\w+)?")
_MOST_MEETINGS = 12
_LONGEST_LABEL = 4
_LONGEST_KIND = 4


class Kinds(NamedTuple):
    """A line that lists kinds of partner: under which name, which, and what on it is none."""

    label: str
    kinds: tuple[str, ...]
    others: tuple[str, ...]


class Meeting(NamedTuple):
    """A meeting of a series."""

    name: str
    kind: EventKind | None = None
    town: str | None = None
    within: str = ""


class Series(NamedTuple):
    """Meetings that one line lists, the word that they share, and what on the line is neither."""

    name: str
    meetings: tuple[Meeting, ...]
    others: tuple[str, ...]


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads((files("loaders.notes") / "remark_words.toml").read_text(encoding="utf-8"))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(map(fold, _content()[kind]))


@cache
def _idea_words() -> dict[str, IdeaKind]:
    return {fold(word): IdeaKind(kind) for kind, words in _content()["idea"].items() for word in words}


@cache
def _definitions() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in _content()["definition"]["patterns"])


def calls_for_hands(text: str) -> bool:
    """Say whether a heading announces a show of hands."""
    folded = f" {fold(text[:150])} "
    return any(f" {words} " in folded for words in _words("hands"))


def warm_up(text: str) -> str | None:
    """Return the question of "First question: …", put to everybody in the room."""
    label, colon, rest = text.partition(":")
    if colon and len(label.split()) <= _LONGEST_LABEL and speaks_of_questions(label) and is_question(rest):
        return rest.strip()
    return None


def counted(text: str) -> tuple[str, int | None]:
    """Return a poll, and how many hands were counted if that stands behind it.

    >>> counted("Who has a garden? (12)"), counted("Who has a boat?")
    (('Who has a garden?', 12), ('Who has a boat?', None))
    """
    match = _COUNTED.fullmatch(text)
    return (match["question"].strip(), int(match["count"])) if match else (text, None)


def ideas_below(heading: str) -> IdeaKind | None:
    """Return what the ideas below a heading are, None if it announces none; what is more definite wins.

    >>> [str(ideas_below(text)) for text in ("Further thoughts and recommendations", "Freins", "Parking lot")]
    ['recommendation', 'barrier', 'None']
    """
    if is_question(heading) or len(heading) > 150:
        return None
    found = {kind for word in fold(heading).split() if (kind := _idea_words().get(word))}
    return next((kind for kind in IdeaKind if kind in found), None)


def labelled(text: str) -> tuple[IdeaKind | None, str]:
    """Return what the label in front of an idea says: its kind, or its theme.

    >>> labelled("Barriers: time"), labelled("Trust: open days"), labelled("Open days")
    ((<IdeaKind.BARRIER: 'barrier'>, ''), (None, 'Trust'), (None, ''))
    """
    label, colon, rest = text.replace("：", ":").partition(":")
    if not colon or not rest.strip() or rest.startswith("//") or not 0 < len(label.split()) <= _LONGEST_LABEL:
        return None, ""
    kind = ideas_below(label)
    return (kind, "") if kind else (None, theme_name(label))


def defined(text: str) -> str | None:
    """Return the word that a sentence explains.

    >>> defined("By trust we mean that a promise is kept."), defined("Trust is good.")
    ('trust', None)
    """
    if is_question(text):
        return None
    for pattern in _definitions():
        if match := pattern.fullmatch(text):
            term = match["term"].strip(" «»“”\"'")
            return term if len(term.split()) <= _LONGEST_LABEL else None
    return None


def partner_kinds(text: str) -> Kinds | None:
    """Read "External partners: museums, schools"; a list of names gives None.

    >>> partner_kinds("Partners outside: museums, radio stations, ABC")
    Kinds(label='Partners outside', kinds=('museums', 'radio stations'), others=('ABC',))
    >>> partner_kinds("Partners: Museum of Drums, Sun Radio")
    """
    label, colon, rest = text.replace("：", ":").partition(":")
    words = fold(label).split()
    if not colon or len(words) > _LONGEST_LABEL or _words("partners").isdisjoint(words) or is_question(text):
        return None
    parts = [part for found in _parts(rest) if (part := _without_vague(found))]
    kinds = tuple(dict.fromkeys(part for part in parts if _is_kind(part)))
    others = tuple(part for part in parts if part not in kinds)
    return Kinds(theme_name(label), kinds, others) if len(kinds) > max(1, len(others)) else None


def _parts(text: str) -> list[str]:
    return [part for found in _PART.findall(text.strip(" .")) if (part := found.strip())]


def _without_vague(text: str) -> str:
    words = text.split()
    while len(words) > 1 and fold(words[0]) in _words("vague"):
        words.pop(0)
    return " ".join(words)


def _is_kind(text: str) -> bool:
    if len(text.split()) > _LONGEST_KIND:
        return False
    # In a script with two cases a name begins with a capital letter; in others only known kinds count.
    return text[:1].islower() or not _kind_words().isdisjoint(_forms(text))


@cache
def _kind_words() -> frozenset[str]:
    known = {word for kind in (*PartnerKind, *AffiliateKind) for word in (kind, *KINDS.get(kind, ()))}
    return frozenset(map(fold, known)) | _words("partner_kinds")


def _forms(text: str) -> set[str]:
    folded = fold(text)
    return {folded, folded.removesuffix("s"), folded.removeprefix("ال")}


def series(text: str) -> Series | None:
    """Read a list of meetings that share a word: "Lantern track (HillConference), Lantern workshop (2 x Riverton)".

    >>> found = series("Lantern track (HillConference), Lantern workshop (2 x Riverton), Lantern team")
    >>> found.name, [(one.name, one.town, one.within) for one in found.meetings]
    ('Lantern', [('HillConference', None, ''), ('Lantern track', None, 'HillConference'), \
('Lantern workshop Riverton 1', 'Riverton', ''), ('Lantern workshop Riverton 2', 'Riverton', '')])
    >>> series("After workshops, conferences and camps we rest")
    """
    parts = _parts(text)
    if len(parts) < 2 or is_question(text):
        return None
    spelt = [{_stem(word): word for word in reversed(part.partition("(")[0].split())} for part in parts]
    shares = Counter(stem for words in spelt for stem in words if len(stem) > 3 and not _is_plain(words[stem]))
    stem, number = max(shares.items(), key=lambda share: (share[1], share[0]), default=("", 0))
    sharing = [part for part, words in zip(parts, spelt, strict=True) if stem in words and _says_meeting(part)]
    meetings = [meeting for part in sharing for meeting in _meetings(part)]
    if number * 2 <= len(parts) or len(sharing) < 2:
        return None
    name = next(words[stem] for words in spelt if stem in words)
    return Series(name, tuple(dict.fromkeys(meetings)), tuple(part for part in parts if part not in sharing))


def belongs_to(name: str, found: Series) -> bool:
    """Say whether the name of a meeting holds the word that a series shares."""
    return _stem(found.name) in map(_stem, name.split())


def _stem(word: str) -> str:
    return fold(word).replace(" ", "").removeprefix("ال").removesuffix("s")


def _is_plain(word: str) -> bool:
    return _says_meeting(word) or fold(word) in _words("group")


def _says_meeting(text: str) -> bool:
    return is_meeting(text) or not _words("meeting").isdisjoint(fold(text).split())


def _meetings(part: str) -> list[Meeting]:
    match = _BRACKET.fullmatch(part)
    name, inside = (match["name"], match["inside"].strip()) if match else (part.strip(), "")
    kind = event_kind(name) if is_meeting(name) else None
    if times := _TIMES.fullmatch(inside):
        town, count = times["town"], min(int(times["count"]), _MOST_MEETINGS)
        return [Meeting(f"{name} {town} {number}", kind=kind, town=town) for number in range(1, count + 1)]
    if inside and is_meeting(inside, inside_words=True):
        return [Meeting(inside, kind=event_kind(inside, inside_words=True)), Meeting(name, kind=kind, within=inside)]
    return [Meeting(name, kind=kind, town=inside or None)]
