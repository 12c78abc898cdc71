# SPDX-License-Identifier: GPL-3.0-or-later
"""Links of people who asked not to be named: a filter by date takes them as undated, so that it finds no date out."""

from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    from numpy.typing import NDArray


def unnamed_links(snapshot: Snapshot) -> "NDArray[np.bool_]":
    """Return which links have an end that is not to be named."""
    unnamed = list(snapshot.opted_out)
    return np.isin(snapshot.link_source, unnamed) | np.isin(snapshot.link_target, unnamed)
