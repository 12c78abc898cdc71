# SPDX-License-Identifier: GPL-3.0-or-later
"""The one folding of text, for search, headings, ids and theme matching.

`fold` follows docs/methods/themes-and-languages.md#folding. It is not for comparing names of people: that
needs transliteration as well and lives with the query `duplicates`.
"""

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
        "ŋ": "n", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d", "ƙ": "k",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه",
    }
)  # fmt: skip
_SIGNS = re.compile(r"(?<=\w)[+#]+")
_SIGN_WORDS = {"+": " plus", "#": " sharp"}
_ASCII_WORDS = re.compile(r"[a-z0-9]+")
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0591-\u05c7\u0640]")


def _fold_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character if category[0] in "LNM" else " "


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Reduce a text to what two spellings of it have in common.

    Case, accents, Arabic vowel marks and letter forms, joiners and
    punctuation vanish; digits of any script become 0-9. O(n).

    >>> fold("Zoë MÜLLER-Straße"), fold("l’université")
    ('zoe muller strasse', 'l universite')
    """
    if text.isascii():
        return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = _MARKS.sub("", folded).translate(LETTERS)
    return " ".join("".join(map(_fold_character, folded)).split())


def with_signs(text: str) -> str:
    """Return a text in which signs behind a word are words, since they keep names apart.

    >>> with_signs("C++ Club"), with_signs("C# Club"), with_signs("1 + 1 #")
    ('C plus plus Club', 'C sharp Club', '1 + 1 #')
    """
    return _SIGNS.sub(lambda match: "".join(map(_SIGN_WORDS.__getitem__, match[0])), text)


def slug(text: str) -> str:
    """Return the folded words of a text joined by hyphens, in any script."""
    if text.isascii():  # Half the time of folding first, and most ids are so.
        return "-".join(_ASCII_WORDS.findall(text.lower()))
    return fold(text).replace(" ", "-")
