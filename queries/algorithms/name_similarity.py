# SPDX-License-Identifier: GPL-3.0-or-later
"""How alike two names are, whatever their spelling, order or script (METHODS 6).

A name becomes words of Latin letters, a word a *skeleton* of the consonants
that one hears: Mohamed, Muhammad and محمد are all `mmd`. A score says that
somebody should look at two names, never that they are one person.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from graph.schema.folding import LETTERS

_ARABIC = str.maketrans(
    {
        "ا": "a", "أ": "a", "آ": "a", "ٱ": "a", "ع": "a", "ى": "a", "ة": "a", "إ": "i", "ب": "b", "ت": "t", "ث": "th",
        "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s",
        "ض": "d", "ط": "t", "ظ": "z", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ک": "k", "ل": "l", "م": "m", "ن": "n",
        "ه": "h", "و": "w", "ؤ": "w", "ي": "y", "ئ": "y", "ی": "y", "ء": "",
        "ـ": "",  # tatweel only stretches a word
    }
)  # fmt: skip
_UMLAUTS = str.maketrans({"ü": "ue", "ö": "oe", "ä": "ae"})
_TITLES = frozenset("dr mr mrs ms prof pr mme eng".split())
_PARTICLES = frozenset("al el ben bin abd abu ould ait o".split())
_ARTICLE = re.compile(r"^[ae]l(?=.{4})")
_DOUBLED = re.compile(r"(.)\1+")
_SOUNDS = tuple(pair.split() for pair in "kh x|gh g|sh s|ch s|th t|dh d|ph f|ck k|ss s|ou w".split("|"))
_LIKE_LETTERS = str.maketrans("qczvpj", "kksfbg")
_VOWELS = str.maketrans("", "", "aeiouwyh")
_FIRST = str.maketrans("yiaeouw", "YYAAAAA")

WORDS_COMPARED = 5
"""Names of more words are compared as one long word (METHODS 6, recipe 5)."""
_MISSING_WORD = 0.06
_GENDER = 0.12


class Likeness(NamedTuple):
    """A score from 0 to 1; whether a best match has an ending that may tell women from men."""

    score: float
    gendered: bool


@lru_cache(maxsize=100_000)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in Latin letters, particles joined to what follows.

    >>> words_of("Okeke, Chinwe"), words_of("Dr. Abd el-Kader Müller"), words_of("محمد الحداد")
    (('chinwe', 'okeke'), ('abdelkader', 'mueller'), ('mhmd', 'alhdad'))
    """
    text = unicodedata.normalize("NFKC", name).translate(_ARABIC).casefold().translate(_UMLAUTS)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    family, comma, given = text.translate(LETTERS).replace("،", ",").partition(",")
    text = f"{given} {family}" if comma else family
    # A format character (a direction mark, a joiner) stands inside a word and says nothing.
    kept = (c if unicodedata.category(c)[0] in "LNM" else " " for c in text if unicodedata.category(c) != "Cf")
    words = "".join(kept).split()
    while len(words) > 1 and words[0] in _TITLES:
        del words[0]
    return tuple(_glued(words))


def _glued(words: Sequence[str]) -> list[str]:
    glued: list[str] = []
    before = ""
    for word in words:
        before += word
        # "ul" is an article only after a particle, as in Abd ul-Rahman.
        if word in _PARTICLES or (word == "ul" and before != word):
            continue
        glued.append(before)
        before = ""
    return [*glued, before] if before else glued


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


def name_score(left: str, right: str) -> float:
    """Return how alike two names are, from 0 to 1.

    >>> round(name_score("Samir Haddad", "Samira Haddad"), 3), name_score("Okeke, Chinwe", "Chinwe Okeke")
    (0.873, 1.0)
    """
    return likeness(words_of(left), words_of(right)).score
