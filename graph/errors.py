# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors that a user may see, each with a hint at what to do next.

What a visitor of the site may meet is a `Message`, so that it can be said in
their language; what only commands say is plain English.
"""

from collections.abc import Sequence

from graph.text.message import Message, Name, Text

DID_YOU_MEAN = Text("error-did-you-mean", "Did you mean: $1?", "Hint of an error; $1 one or several names and ids")
NO_SOURCE = Text("unknown-source", "There is no source called “$1”.", "$1 what was looked for; every store says it")
SEARCH_PART = Text("error-search-part", "Search for a part of the name to see what there is.", "Hint of an error")


class PartnershipsError(Exception):
    """Base of every error that is worded for a user.

    `message` says what happened and where, `hint` what to do next.
    """

    def __init__(self, message: Message | str, hint: Message | str = "") -> None:
        """Keep the two sentences apart, so that pages can set them apart."""
        super().__init__(str(message))
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return both sentences in English, for logs and plain text."""
        return f"{self.message} {self.hint}".strip()


class SchemaError(PartnershipsError):
    """A store or file was written under another schema version."""


class LoadError(PartnershipsError):
    """Nothing of the input could be loaded."""


class StoreUnavailable(PartnershipsError):
    """The store cannot be reached, is busy, or refuses us."""

    def __init__(self, message: Message | str, hint: Message | str = "", *, status: int = 503) -> None:
        """Carry the HTTP status too: 503, or 504 for a question too large."""
        super().__init__(message, hint)
        self.status = status


class BadParameter(PartnershipsError):
    """A parameter of a query or command is out of range or unknown."""


class UnknownName(PartnershipsError):
    """A name or id that nothing in the network has.

    `close_matches` holds (id, name) pairs, best first.
    """

    def __init__(self, sentence: Text, name: str, close_matches: Sequence[tuple[str, str]] = ()) -> None:
        """Put the name into the sentence, which says what there is none of; the matches become the hint."""
        offers = "; ".join(f"{label} ({id_})" if id_ != label else id_ for id_, label in close_matches)
        super().__init__(sentence(typed(name, 200)), DID_YOU_MEAN(typed(offers)) if offers else SEARCH_PART())
        self.name = name
        self.close_matches = tuple(close_matches)


def typed(text: str, most: int | None = None) -> Name:
    """Return the beginning of what somebody typed or may type; a page sets it apart like a name."""
    return Name("", text[:most])
