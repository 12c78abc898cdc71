# SPDX-License-Identifier: GPL-3.0-or-later
"""A name in any script as words of Latin letters, for comparing (docs/methods/names.md#policy)."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from graph.schema.folding import LETTERS
from queries.algorithms.name_similarity import SIGNS

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
_PARTICLES = frozenset("al el ben abd abu ould ait o".split())
_ONE_PARTICLE = {
    **dict.fromkeys("bin bn ibn ebn abn".split(), "ben"),
    **dict.fromkeys("abou abo aboo abw".split(), "abu"),
    **dict.fromkeys("wld weld wuld".split(), "ould"),
}
"""What particles are written as, also without the vowels of their Arabic spelling: بن, ابن, أبو, ولد."""
_LONGEST_ACRONYM = 5


@lru_cache(maxsize=100_000)
def organisation_words(name: str) -> tuple[str, ...]:
    """Return the words of an organisation's name, acronyms in capitals.

    A name in capitals throughout says of none of its words that it is one.

    >>> organisation_words("Wikimedia DC"), organisation_words("MUSEUM OF ART"), organisation_words("DCW")
    (('wikimedia', 'DC'), ('museum', 'of', 'art'), ('DCW',))
    """
    tokens = ["".join(filter(str.isalnum, token)) for token in name.split()]
    shouted = len(tokens) > 1 and name.isupper()
    acronyms = {
        token.casefold() for token in tokens if not shouted and token.isupper() and 1 < len(token) <= _LONGEST_ACRONYM
    }
    return tuple(word.upper() if word in acronyms else word for word in words_of(name))


@lru_cache(maxsize=100_000)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in Latin letters, particles joined to what follows.

    >>> words_of("Okeke, Chinwe"), words_of("Dr. Abd el-Kader Müller"), words_of("محمد الحداد"), words_of("C++ Club")
    (('chinwe', 'okeke'), ('abdelkader', 'mueller'), ('mhmd', 'alhdad'), ('c++', 'club'))
    """
    text = unicodedata.normalize("NFKC", name).translate(_ARABIC).casefold().translate(_UMLAUTS)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    family, comma, given = text.translate(LETTERS).replace("،", ",").partition(",")
    text = f"{given} {family}" if comma else family
    # A format character (a direction mark, a joiner) stands inside a word and says nothing.
    kept = (
        c if unicodedata.category(c)[0] in "LNM" or c in SIGNS else " " for c in text if unicodedata.category(c) != "Cf"
    )
    # A sign behind a word keeps names apart; alone it says nothing.
    words = [word.lstrip(SIGNS) for word in "".join(kept).split() if word.strip(SIGNS)]
    while len(words) > 1 and words[0] in _TITLES:
        del words[0]
    return tuple(_glued(words))


def _glued(words: Sequence[str]) -> list[str]:
    glued: list[str] = []
    before = ""
    # A particle alone is a name like any other.
    for word in words if len(words) == 1 else (_ONE_PARTICLE.get(word, word) for word in words):
        before += word
        # "ul" is an article only after a particle, as in Abd ul-Rahman.
        if word in _PARTICLES or (word == "ul" and before != word):
            continue
        glued.append(before)
        before = ""
    return [*glued, before] if before else glued
