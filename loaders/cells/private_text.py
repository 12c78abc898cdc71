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
_WHOLE_PHONE = re.compile(r"\(?0\d{1,4}\)?(?:[ ./-]?\d){6,11}")
_EMPTY_BRACKETS = re.compile(r"[<(\[]\s*[>)\]]")


def without_private(text: str) -> str:
    """Return the text without e-mail addresses, telephone and bank numbers.

    >>> without_private("Ada <ada@example.org>, tel. 030 123 456 78")
    'Ada'
    """
    cleaned = _EMAIL.sub("", text)
    cleaned = _PHONE.sub("", _IBAN.sub("", cleaned))
    if _WHOLE_PHONE.fullmatch(cleaned):
        return ""
    if cleaned == text:
        return text
    return " ".join(_EMPTY_BRACKETS.sub("", cleaned).split()).strip(" ,;:|/-")


def cleaned_sentence(value: Any) -> Any:  # noqa: ANN401 - a sentence, or a parameter of one
    """Return a sentence that repeats none of it; where that was all that was said, dots stand for it.

    Loaders clean what they keep. This is for what they only quote: a heading,
    a line that is no JSON, cells beyond the last column.
    """
    match value:
        case Message():
            return value.text(*map(cleaned_sentence, value.parameters))
        case str():
            return without_private(value) or ("…" if value else "")
        case list() | tuple():
            return [cleaned_sentence(item) for item in value]
        case _:
            return value
