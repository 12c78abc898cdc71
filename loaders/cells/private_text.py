# SPDX-License-Identifier: GPL-3.0-or-later
"""What is never stored: e-mail addresses, telephone numbers, bank data.

They are cut out of the text that a loader keeps, and no problem repeats what
was cut out. Whole columns are in `loaders/cells/private_columns.py`.
"""

import re
from typing import Any

from graph.text.message import Message

_EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]++(?:@|\s?\(at\)\s?|\s?\[at\]\s?)[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b")
# A number is a telephone number if it says so: by a plus or double zero in front, or by a word before it.
_PHONE = re.compile(
    r"(?<![\w./:-])(?:\+|00)[1-9](?:[ .()/-]{0,2}\d){6,14}(?!\w)"
    r"|(?i:\b(?:tel|phone|telephone|téléphone|mobile|whatsapp|cell|gsm|fax|هاتف|جوال|موبايل|واتساب)\b)"
    r"[ .:]*\+?(?:[ .()/-]{0,2}\d){6,15}(?!\w)"
)
# A number of 7 to 15 digits, whatever stands between them.
_DIGITS = r"\d(?:[ \u00a0\u2009\u202f().\-‐‑–/·]{0,3}\d){6,14}(?!\w)"
_MANY_DIGITS = re.compile(rf"[(\[]\s*[+＋]?{_DIGITS}\s*[)\]]|(?<![\w.])[+＋]?\(?{_DIGITS}")
_DATE = re.compile(
    r"(?:1[89]|20)\d\d(?:[-/.–](?:1[89]|20)\d\d)?|(?:1[89]|20)\d\d[-/. ]?\d{1,2}[-/. ]?\d{1,2}"
    r"|\d{1,2}([-/. ])\d{1,2}\1(?:1[89]|20)?\d\d"
    r"|(?:(?:1[89]|20)\d\d-\d\d-\d\d)[-/–](?:(?:1[89]|20)\d\d-\d\d-\d\d)"
)
_HIDDEN_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]++(?:\s*+(?:@|[(\[{<]\s*at\s*[)\]}>])|\s++at\s)\s*+[\w-]++"
    r"(?:\s*(?:[(\[{<]\s*(?:dot|punkt|point|punto)\s*[)\]}>]|\s+(?:dot|point|punkt|punto)\s+)\s*[\w-]+)+",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\d{1,2}")
_SPACE_BEFORE = re.compile(r"\s+([,;])")
_LAST_WORD = re.compile(
    r"(?<![\s,;:|/(\[-])[\s,;:|/(\[-]++(?:tel|telephone|téléphone|phone|mobile|mob|cell|call|fax|whatsapp|gsm|handy|e-?mail|mail|ph|tlf|telefon)"
    r"\.?[\s:]*$",
    re.IGNORECASE,
)
_REMAINS = " ,;:|/-–—([{<"
_WHOLE_PHONE = re.compile(r"\(?0\d{1,4}\)?(?:[ ./-]?\d){6,11}")
_EMPTY_BRACKETS = re.compile(r"[<(\[]\s*[>)\]]")


def without_private(text: str, *, digits: bool = False) -> str:
    """Return the text without e-mail addresses, telephone and bank numbers.

    With `digits`, any 7 to 15 digits that are no date are a telephone number:
    so in names and in notes, where nothing else has so many.

    >>> without_private("Ada <ada@example.org>, tel. 030 123 456 78")
    'Ada'
    >>> without_private("Ben Muster 0244000012, since 2019-03-18", digits=True)
    'Ben Muster, since 2019-03-18'
    """
    cleaned = _HIDDEN_EMAIL.sub("", _EMAIL.sub("", text))
    cleaned = _PHONE.sub("", _IBAN.sub("", cleaned))
    if _WHOLE_PHONE.fullmatch(cleaned) and not _DATE.fullmatch(cleaned):
        return ""
    if digits:
        cleaned = _MANY_DIGITS.sub(_unless_date, cleaned)
    if cleaned == text:
        return text
    cleaned = _SPACE_BEFORE.sub(r"\1", " ".join(_EMPTY_BRACKETS.sub("", cleaned).split()))
    return _LAST_WORD.sub("", cleaned.strip(_REMAINS)).strip(_REMAINS)


def _unless_date(match: re.Match[str]) -> str:
    """Return nothing for a telephone number, and a date or a row of dates and years as it is."""
    text = match[0].strip(" ()[]")
    pieces = text.split()
    if len(pieces) > 1 and _DATE.fullmatch(pieces[0]) and _HOUR.fullmatch(pieces[-1]):
        pieces.pop()
    if all(_DATE.fullmatch(piece) for piece in pieces) or _DATE.fullmatch(text):
        return match[0]
    return ""


def cleaned_sentence(value: Any) -> Any:  # noqa: ANN401 - a sentence, or a parameter of one
    """Return a sentence that repeats none of it; where that was all that was said, dots stand for it.

    Loaders clean what they keep. This is for what they only quote: a heading,
    a line that is no JSON, cells beyond the last column.
    """
    match value:
        case Message():
            return value.text(*map(cleaned_sentence, value.parameters))
        case str():
            return without_private(value, digits=True) or ("…" if value else "")
        case list() | tuple():
            return [cleaned_sentence(item) for item in value]
        case _:
            return value
