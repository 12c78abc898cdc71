# SPDX-License-Identifier: GPL-3.0-or-later
"""Characters that no text for people holds: a terminal would obey them, and XML cannot hold them."""

import re

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """Return a text without control characters and halves of characters; line ends and tabs stay."""
    return _CONTROLS.sub("", text)
