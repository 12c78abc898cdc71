# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads figures back out of sentences in any language, as a reader would.

A sentence is matched against the template of its own message. What stands
where the template has a figure is read as a number of that language; where a
plural form says the number in a word ("one person", شخصان), or leaves it out,
the form must be the one that the language has for it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.text.message import Message, template_for
from graph.text.say import plural_form

_PLURAL = re.compile(r"\{\{PLURAL:\$(\d+)\|([^{}]*)\}\}")
_PARAMETER = re.compile(r"\$(\d+)")
_NUMBER = (
    r"[\d٠-٩.,٫٬\u00a0\u202f\u200e\u200f\u061c]*[\d٠-٩](?:[\u00a0\u202f\u200e\u200f\u061c]*[%٪][\u200e\u200f\u061c]*)?"
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")
Figures = Mapping[int, float]
"""What stands at $1, $2 …; a share is between 0 and 1 and written as per cent."""


def number(text: str, language: str) -> float:
    """Return a number as a language writes it.

    >>> [number(text, language) for text, language in (("1,234.50", "en"), ("1 234,50", "fr"), ("٦٤٪", "ar"))]
    [1234.5, 1234.5, 0.64]
    """
    plain = re.sub(r"[\s\u00a0\u202f\u200e\u200f\u061c]", "", text).translate(_DIGITS)
    is_share = plain.endswith(("%", "٪"))
    plain = plain.rstrip("%٪")
    plain = plain.replace(",", ".") if language == "fr" else plain.replace(",", "")
    return float(plain) / (100 if is_share else 1)


@dataclass(frozen=True)
class Sentence:
    """A message, and how a language said it."""

    message: Message
    said: str
    language: str

    def differs(self, figures: Figures) -> str:
        """Return how the sentence differs from what should stand in it, nothing if it does not."""
        used, template = template_for(self.message.text, self.language)
        pattern = _pattern(template, figures, used)
        match = re.fullmatch(pattern, self.said, re.DOTALL)
        if match is None:
            return f"{self.said!r} is not said as {template!r}"
        for group, text in match.groupdict().items():
            if text is not None and group.startswith("n"):
                expected = figures[int(group[1:].partition("_")[0])]
                found = number(text, self.language)
                if abs(found - expected) > _rounding(text):
                    return f"{self.said!r}: {found:g} and not {expected:g}"
        return ""


def _rounding(text: str) -> float:
    if text.rstrip("\u200e\u200f\u061c").endswith(("%", "٪")):
        return 0.005 + 1e-9
    return 0.005 + 1e-9 if re.search(r"[.,٫]\d\d$", text) else 0.0


def _pattern(template: str, figures: Figures, language: str) -> str:
    """Return a regular expression of a template in which each figure is a group."""
    count = 0

    def plain(text: str) -> Iterator[str]:
        nonlocal count
        for part in re.split(r"(\$\d+)", text):
            if match := _PARAMETER.fullmatch(part):
                count += 1
                index = int(match[1])
                yield rf"\u00a0?(?P<n{index}_{count}>{_NUMBER})" if index in figures else r"(?:.*?)"
            else:
                yield re.escape(part)

    found: list[str] = []
    for part in re.split(r"(\{\{PLURAL:[^{}]*\}\})", template):
        match = _PLURAL.fullmatch(part)
        if match is None:
            found.extend(plain(part))
            continue
        all_forms = match[2].split("|")
        plain_forms = list(dict.fromkeys(re.sub(r"^\d+=", "", form) for form in all_forms))
        if int(match[1]) in figures:
            # The form that the language has for the figure, and no other.
            plain_forms = [plural_form(figures[int(match[1])], all_forms, language)]
        options = ["".join(plain(form)) for form in plain_forms]
        found.append(f"(?:{'|'.join(options)})")
    return "".join(found)


def messages_in(value: Any) -> Iterator[Message]:
    """Give every message in a value, also those inside others."""
    if isinstance(value, Message):
        yield value
        yield from messages_in(value.parameters)
    elif isinstance(value, list | tuple):
        for item in value:  # pyright: ignore[reportUnknownVariableType] - any value
            yield from messages_in(item)
