# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors that a user may see, each with a hint at what to do next."""

from collections.abc import Sequence


class PartnershipsError(Exception):
    """Base of every error that is worded for a user.

    `message` says what happened and where, `hint` what to do next.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the two sentences apart, so that pages can set them apart."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return both sentences, for logs and plain text."""
        return f"{self.message} {self.hint}".strip()


class SchemaError(PartnershipsError):
    """A store or file was written under another schema version."""


class LoadError(PartnershipsError):
    """Nothing of the input could be loaded."""


class StoreUnavailable(PartnershipsError):
    """The store cannot be reached, is busy, or refuses us."""

    def __init__(self, message: str, hint: str = "", *, status: int = 503) -> None:
        """Carry the HTTP status too: 503, or 504 for a question too large."""
        super().__init__(message, hint)
        self.status = status


class BadParameter(PartnershipsError):
    """A parameter of a query or command is out of range or unknown."""


class UnknownName(PartnershipsError):
    """A name or id that nothing in the network has.

    `close_matches` holds (id, name) pairs, best first.
    """

    def __init__(self, kind: str, name: str, close_matches: Sequence[tuple[str, str]] = ()) -> None:
        """Word the message; the matches become the hint."""
        offers = "; ".join(f"{label} ({id_})" if id_ != label else id_ for id_, label in close_matches)
        hint = f"Did you mean: {offers}?" if offers else "Search for a part of the name to see what there is."
        super().__init__(f"There is no {kind} called “{name[:200]}”.", hint)
        self.kind = kind
        self.name = name
        self.close_matches = tuple(close_matches)
