# SPDX-License-Identifier: GPL-3.0-or-later
from .cells.reading import Reading as Reading
from .read import read as read

__all__ = [
    "Reading",
    "read",
]
