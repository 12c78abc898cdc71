# SPDX-License-Identifier: GPL-3.0-or-later
"""Which known heading a heading of somebody else's means.

From the surest to the least sure: the words themselves, each of two
languages, the words without numbers, stars, brackets and small words, singular
for plural, a known heading inside a longer one, and the only close match.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple, TypeVar

from graph.schema.folding import fold
from loaders.cells.cell_words import words_of
from loaders.cells.words import FIELDS

T = TypeVar("T")
_FIRST_WORDS = words_of("heading_first_words")
_LAST_WORDS = words_of("heading_last_words")
_NUMBERING = re.compile(
    r"^\s*(?:q(?:uestion)?\s?\d+[a-z]?|\d+(?:\.\d+)*[a-z]?|[a-z])\s*[.):–-]+\s*|^\s*#\s*"
    r"|[\s_.\-–]*(?:n[o°º]\.?\s*)?#?\d{1,2}$|[\s_-]+[A-Z]$|\.\d+$|\s*\(\s*(?:s|es|en|e|x|n|\d+)\s*\)$|[*:?#†]+\s*$|^\s*\*+",
    re.IGNORECASE,
)
_LETTER = re.compile(r"^(.*\S)[\s_-]+[A-F]$")
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>)\s*")
# Without spaces a slash is a path (`group/name`), or joins two words that mean two things.
_TWO_LANGUAGES = re.compile(r"\s+/\s*|\s*(?:\||\n|\s[-–—]\s|•|·)\s*")
_CLOSE = 86
_MOST_CHARACTERS = 300
"""Of a longer heading the rest says nothing, and looking through it takes minutes."""
_A_QUESTION = 5
_SHORT = 8
_LONGEST = 18
_ASKING = words_of("asks_for_names")
_RATING = words_of("asks_for_no_names")
_SHORTEST_INSIDE = 4


class Match(NamedTuple):
    """A known heading, and how sure it is: `is_guess` is said."""

    word: str
    is_guess: bool = False


def find_heading(
    text: str, known: Mapping[str, T], *, is_link: Callable[[T], bool], may_guess: bool = True
) -> Match | None:
    """Return the known heading that a heading means, None if none or several."""
    text = text[:_MOST_CHARACTERS]
    for word in _forms(text):
        if word in known:
            return Match(word)
    together = fold(text).replace(" ", "")
    for word in known:
        if word.replace(" ", "") == together:
            return Match(word)
    if not may_guess:
        return None
    return _inside(text, known, is_link) or _closest(text, known)


@lru_cache(maxsize=10_000)
def _forms(text: str) -> tuple[str, ...]:
    """Return a heading's folded forms, the surest first."""
    found: dict[str, None] = {}
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text)
    pieces = [text, spaced, _BRACKETS.sub(" ", spaced).strip()]
    if len(text.split()) <= _SHORT:
        pieces += [piece for piece in _TWO_LANGUAGES.split(text) if piece]
        pieces += re.findall(r"\(([^()]+)\)", text)
        if "/" in text:
            pieces.insert(0, text.rpartition("/")[2])
    for piece in pieces:
        bare = without_numbering(_BRACKETS.sub(" ", piece).strip())
        for form in (piece, bare, *([match[1]] if (match := _LETTER.fullmatch(bare)) else [])):
            word = fold(form)
            found |= dict.fromkeys((word, *_singular(word)))
            short = _without_small_words(word)
            found |= dict.fromkeys((short, *_singular(short)))
    found.pop("", None)
    return tuple(found)


def without_numbering(text: str) -> str:
    """Return a heading without numbers, letters, stars and signs around it.

    >>> without_numbering("Q3. Country *")
    'Country'
    """
    while (cut := _NUMBERING.sub("", text).strip()) != text and cut:
        text = cut
    return text


def _without_small_words(word: str) -> str:
    words = word.split()
    while len(words) > 1 and words[0] in _FIRST_WORDS:
        words = words[1:]
    while len(words) > 1 and words[-1] in _LAST_WORDS:
        words.pop()
    return " ".join(words)


def _singular(word: str) -> list[str]:
    """Return a word's other number, where an ending makes the difference."""
    found = [f"{word}s"]
    if word.endswith("ies"):
        found.append(f"{word[:-3]}y")
    if word.endswith("s"):
        found.append(word[:-1])
    if word.endswith(("es", "en")):
        found.append(word[:-2])
    head, _, rest = word.partition(" ")
    if rest and head.endswith("s"):
        found.append(f"{head[:-1]} {rest}")
    return found


def _inside(text: str, known: Mapping[str, T], is_link: Callable[[T], bool]) -> Match | None:
    """Return the longest known heading inside a longer one.

    In a short heading a second known word says something about the first
    (`project status`), which no column of ours holds.
    """
    words = fold(text)
    padded = f" {words} "
    inside = [word for word in known if len(word) >= _SHORTEST_INSIDE and word != words and f" {word} " in padded]
    if not inside:
        return None
    longest = max(inside, key=lambda word: (is_link(known[word]), len(word.split()), len(word)))
    is_question = len(words.split()) >= _A_QUESTION or "?" in text or "؟" in text
    if is_question and not _asks_for_names(words):
        return None
    rest = padded.replace(f" {longest} ", " ")
    others = [word for word in inside if f" {word} " in rest and known[word] != known[longest]]
    others += [word for word in rest.split() if word in _field_words()]
    if is_question:
        if not is_link(known[longest]):
            return None
        return Match(longest, is_guess=True)
    if others or (not is_link(known[longest]) and len(words.split()) > len(longest.split()) + 1):
        return None
    return Match(longest, is_guess=True)


@cache
def _field_words() -> frozenset[str]:
    """Return the words for single fields of anything: behind another word they say something about that."""
    named = {"name", "aliases", "affiliation", "source", "target", "on", "by"}
    return frozenset(fold(word) for field, words in FIELDS.items() if field not in named for word in words.all())


def _asks_for_names(words: str) -> bool:
    """Say whether a question wants names: which, who, with whom; not how many, how often, do you agree."""
    asked = words.split()
    if len(asked) > _LONGEST or not _RATING.isdisjoint(asked):
        return False
    return not _ASKING.isdisjoint((*asked[:4], asked[-1]))


def _closest(text: str, known: Mapping[str, T]) -> Match | None:
    """Return the only known heading that is written nearly so."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only headings that nothing knows need it

    word = fold(text)
    if len(word) <= _SHORTEST_INSIDE:
        return None
    found = process.extract(word, list(known), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=None)
    meanings = {id(known[name]): name for name, _score, _index in reversed(found)}
    if len({repr(known[name]) for name in meanings.values()}) != 1:
        return None
    return Match(found[0][0], is_guess=True)
