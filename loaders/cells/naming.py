# SPDX-License-Identifier: GPL-3.0-or-later
"""Names in cells: what belongs to a person's name and what stands around it, and what is no name at all."""

import re
from functools import lru_cache

from graph.schema.folding import fold
from loaders.cells.cell_words import is_nothing, words_of
from loaders.cells.dates import looks_like_date

_TITLES = words_of("titles")
_DEGREES = words_of("degrees")
_NOT_IN_PEOPLE = words_of("not_in_people")
_IN_ORGANISATIONS = words_of("in_organisations")
_PARTICLES = frozenset(
    "de da do du des dos das del della di la le van von der den ter ten bin ben ibn bint binti al el ul ould ait abu "
    "abou umm oum y e d st san santa zu zum af av".split()
)
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\})\s*")
_OPEN_BRACKET = re.compile(r"\s*[(\[{][^)\]}]*$")
_ROLE = re.compile(r"\s+[-–—]+\s+.*$|\s*[:：]\s+.*$|\s+/\s+.*$|\s+@\s+.*$|\s+(?:at|from|chez|von)\s+(?=[A-Z]).*$")
_EDGES = ' \t\u00a0\u200e\u200f"“”„«»‹›,;:!|/\\-–—*_·•'
_MOST_WORDS = 6
_LONGEST_NAME = 60
_LONGEST_OTHER_NAME = 150
_MOST_OTHER_WORDS = 16
_LONGEST_LOOKED_AT = 500
_SENTENCE = re.compile(
    r"[.!?؟]\s+\S.*[a-z]{3}|[!?؟]$|\b(?:we|they|he|she|it|i|us|them|nous|ils|wir|sie|ellos)\b", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://|www\.|@\w+\.\w|\S+\.(?:org|com|net|edu|gov)\b", re.IGNORECASE)


def person_names(text: str) -> list[str]:
    """Return the ways to read a text as the name of a person, the barest last.

    >>> person_names("Prof. Cleo Demo, PhD (Baobab)")[-1]
    'Cleo Demo'
    """
    found = [text]
    if len(text) > _LONGEST_LOOKED_AT:
        return found
    bare = _OPEN_BRACKET.sub("", _BRACKETS.sub(" ", text)).strip(_EDGES)
    bare = _without_degrees(_without_titles(_ROLE.sub("", bare).strip(_EDGES)))
    if bare and bare != text:
        found.append(bare)
    if turned := last_first(bare):
        found.append(turned)
    elif "," in bare and not looks_like_person(bare.partition(",")[2].strip()):
        # What follows is a role, a place or an organisation.
        found.append(bare.partition(",")[0].strip())
    return found


def other_names(text: str) -> list[str]:
    """Return the ways to read a text as the name of an entry, the barest last."""
    if len(text) > _LONGEST_LOOKED_AT:
        return [text]
    bare = text.strip(_EDGES.replace("-", ""))
    without = _OPEN_BRACKET.sub("", _BRACKETS.sub(" ", bare)).strip(_EDGES)
    roleless = re.sub(r"\s+[-–—]+\s+.*$", "", without)
    return list(dict.fromkeys(filter(None, (text, bare, without, roleless))))


def last_first(text: str) -> str | None:
    """Return `Ada Example` for `Example, Ada`, None if it is no such name.

    A suffix or a role behind a comma is none.
    """
    parts = [part.strip() for part in re.split("[,،]", text)]
    if len(parts) != 2 or not all(parts):
        return None
    last, first = parts
    if _is_degree(first) or not (looks_like_person(last) and looks_like_person(first)):
        return None
    proper = [word for word in last.split() if fold(word) not in _PARTICLES]
    if len(proper) > 2 or len(first.split()) > 3:
        return None
    return f"{first} {last}"


def _without_titles(text: str) -> str:
    words = text.split()
    while len(words) > 1 and fold(words[0]) in _TITLES and (words[0].endswith(".") or len(words[0]) > 1):
        if len(words) == 2 and not words[0].endswith(".") and fold(words[0]) in {"chief", "don", "sir", "he"}:
            break
        words = words[1:]
    return " ".join(words)


def _without_degrees(text: str) -> str:
    parts = re.split(r"\s*,\s*", text)
    while len(parts) > 1 and _is_degree(parts[-1]):
        parts.pop()
    text = ", ".join(parts)
    words = text.split()
    while (
        len(words) > 2
        and _is_degree(words[-1])
        and (
            words[-1].isupper()
            or "." in words[-1]
            or words[-1] in {"PhD", "MSc", "BSc", "DPhil", "MPhil", "LLM", "Jr", "Sr", "MEng", "BEng", "EdD"}
        )
    ):
        words.pop()
    return " ".join(words).rstrip(",")


def _is_degree(text: str) -> bool:
    return bool(text) and all(fold(part) in _DEGREES for part in re.split(r"[\s,]+", text) if fold(part))


@lru_cache(maxsize=50_000)
def looks_like_person(text: str) -> bool:
    """Say whether a text can be the name of a person and of nothing else that is known here."""
    words = text.split()
    if not 1 <= len(words) <= _MOST_WORDS or len(text) > _LONGEST_NAME or is_nothing(text):
        return False
    if any(one.isdigit() or one in '?؟!:;<>{}=@#"“”«»|/\\&+*%$€_[]()…' for one in text):
        return False
    folded = fold(text).split()
    if not folded or _is_degree(text) or any(word in _NOT_IN_PEOPLE for word in folded if word not in _PARTICLES):
        return False
    return all(any(one.isalpha() for one in word) for word in words)


@lru_cache(maxsize=50_000)
def looks_like_full_name(text: str) -> bool:
    """Say whether a text is written as a first and a last name."""
    words = [word for index, word in enumerate(text.split()) if not index or fold(word) not in _PARTICLES]
    return len(words) > 1 and looks_like_person(text) and all(_is_proper(word) for word in words)


def _is_proper(word: str) -> bool:
    letters = word.lstrip("'’-.").replace(".", "")
    return bool(letters) and (not letters[0].islower() or bool(re.match(r"(?:d|l|al|el|as|an)['’-]\w", letters)))


@lru_cache(maxsize=50_000)
def looks_like_organisation(text: str) -> bool:
    """Say whether a word of a name belongs to organisations only."""
    return not _IN_ORGANISATIONS.isdisjoint(fold(text).split())


@lru_cache(maxsize=50_000)
def looks_like_name(text: str) -> bool:
    """Say whether a text can be the name of an organisation, project, event, group or theme."""
    if len(text) > _LONGEST_OTHER_NAME or len(text.split()) > _MOST_OTHER_WORDS or is_nothing(text):
        return False
    if not any(one.isalpha() for one in text) or _ADDRESS.search(text) or _SENTENCE.search(text):
        return False
    return not looks_like_date(text)
