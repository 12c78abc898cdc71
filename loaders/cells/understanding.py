# SPDX-License-Identifier: GPL-3.0-or-later
"""What a converter gives back: a meaning by text, or why there is none."""

from collections.abc import Callable
from typing import Any

from graph.text.message import Message


class NotUnderstood(Exception):
    """A cell that does not fit, with what may still be kept of it."""

    def __init__(self, message: Message, expected: str = "", kept: object = None) -> None:
        """Keep the sentence and the part that is understood."""
        super().__init__(str(message))
        self.message = message
        self.expected = expected
        self.kept = kept


class Converter(dict[str, Any]):
    """A text's meaning by text, worked out at first sight.

    `misread` holds the texts that did not fit.
    """

    def __init__(self, convert: Callable[[str], object], blank: object = None) -> None:
        """Take the function, and what an empty cell means."""
        super().__init__({"": blank})
        self._convert = convert
        self.misread: dict[str, NotUnderstood] = {}

    def __missing__(self, text: str) -> Any:  # noqa: ANN401 - whatever the field holds
        """Work out what a text means and remember it."""
        try:
            value = self._convert(text)
        except NotUnderstood as error:
            self.misread[text] = error
            value = error.kept
        self[text] = value
        return value
