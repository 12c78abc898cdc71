# SPDX-License-Identifier: GPL-3.0-or-later
"""How alike two names are, whatever their spelling and order (docs/methods/names.md#recipe).

A name is words of Latin letters, a word has a *skeleton* of the consonants
that one hears: mohamed, muhammad and mhmd are all `mmd`. A score says that
somebody should look at two names, never that they are one person.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from queries.algorithms.short_names import is_short_for

_ARTICLE = re.compile(r"^[ae]l(?=.{4})")
_DOUBLED = re.compile(r"(.)\1+")
_SOUNDS = tuple(pair.split() for pair in "kh x|gh g|sh s|ch s|th t|dh d|ph f|ck k|ss s|ou w".split("|"))
_LIKE_LETTERS = str.maketrans("qczvpj", "kksfbg")
_VOWELS = str.maketrans("", "", "aeiouwyh")
_FIRST = str.maketrans("yiaeouw", "YYAAAAA")

SIGNS = "+#"
"""Behind a word they keep names apart: C++, C# and C are three."""
WORDS_COMPARED = 5
"""Names of more words are compared as one long word (docs/methods/names.md#recipe)."""
SHORT_FORM = 0.96
"""How alike a first name and its short form are: Rob is Robert, but others are called Rob too (a choice)."""
_MISSING_WORD = 0.06
_GENDER = 0.12


class Likeness(NamedTuple):
    """A score from 0 to 1; whether a best match has an ending that may tell women from men."""

    score: float
    gendered: bool


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """Return the consonants that one hears in a word.

    >>> [skeleton(word) for word in ("mohamed", "muhammad", "mhmd", "yousef", "iussuf", "alhaddad")]
    ['mmd', 'mmd', 'mmd', 'Ysf', 'Ysf', 'hd']
    """
    sound = _DOUBLED.sub(r"\1", _ARTICLE.sub("", word))
    for letters, one in _SOUNDS:
        sound = sound.replace(letters, one)
    sound = sound.translate(_LIKE_LETTERS)
    return sound[:1].translate(_FIRST) + _DOUBLED.sub(r"\1", sound[1:].translate(_VOWELS))


def is_initial(word: str) -> bool:
    """Say whether a word is a single letter."""
    return len(word) == 1 and word.isalpha()


def is_exact(word: str) -> bool:
    """Say whether a word must agree letter by letter: an acronym, kept in capitals, or with a digit or sign."""
    return any(letter.isdigit() or letter.isupper() or letter in SIGNS for letter in word)


def is_gendered(left: str, right: str) -> bool:
    """Say whether two words differ only in an ending of a and e, as Samir and Samira do."""
    return left != right and left.rstrip("ae") == right.rstrip("ae")


@lru_cache(maxsize=500_000)
def word_score(left: str, right: str) -> float:
    """Return how alike two words are.

    >>> round(word_score("mohamed", "mohammed"), 3), round(word_score("samir", "samira"), 3)
    (0.995, 0.873)
    """
    if left == right:
        return 1.0
    if is_exact(left) or is_exact(right):
        return 1.0 if left.casefold() == right.casefold() else 0.0
    if is_short_for(left, right):
        return SHORT_FORM
    if is_initial(left) or is_initial(right):
        return 0.85 if left[:1] == right[:1] else 0.0
    likeness = JaroWinkler.similarity(left, right)
    score = 0.8 + 0.2 * likeness if skeleton(left) == skeleton(right) else 0.93 * likeness
    return max(0.0, score - _GENDER) if is_gendered(left, right) else score


def likeness(left: Sequence[str], right: Sequence[str]) -> Likeness:
    """Return how alike two names are, given as their words; order does not matter."""
    shorter, longer = sorted((left, right), key=len)
    if not shorter:
        return Likeness(0.0, gendered=False)
    if len(longer) > WORDS_COMPARED:
        whole = "".join(sorted(left)), "".join(sorted(right))
        return Likeness(word_score(*whole), is_gendered(*whole))
    best, plain = max(
        (
            min(map(word_score, shorter, chosen)),
            not any(map(is_gendered, shorter, chosen)),
        )
        for chosen in permutations(longer, len(shorter))
    )
    return Likeness(best * (1 - _MISSING_WORD * (len(longer) - len(shorter))), not plain)
