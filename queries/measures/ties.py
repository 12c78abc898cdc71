# SPDX-License-Identifier: GPL-3.0-or-later
"""How old every link is and how much it still counts (METHODS 1.2, rules 7 to 9).

A link counts half after every half-life; one without a last day counts as
current, and is counted as undated by whoever uses it.
"""

from typing import TYPE_CHECKING

import numpy as np

from graph.schema.links import Link
from graph.snapshot.snapshot import Snapshot
from queries.measures.parameters import as_of_day

if TYPE_CHECKING:
    from numpy.typing import NDArray

HALF_LIFE = 24.0
"""Months; a choice, not a finding (METHODS 2.2)."""
_DAYS_OF_A_MONTH = 30.4375


class Ties:
    """Columns beside the links of a snapshot.

    `undated`: whether the last day is unknown. `age`: in months, 0 for
    undated links. `decay`: 1 for a current link, one half after each
    half-life. O(m), m = links.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        as_of: str | None = None,
        half_life: float = HALF_LIFE,
        chosen: "NDArray[np.bool_] | None" = None,
    ) -> None:
        """Measure every link from the day that counts as today; look at the chosen ones only."""
        self._snapshot = snapshot
        self._chosen = chosen
        self.today = as_of_day(snapshot, as_of)
        self.undated: NDArray[np.bool_] = snapshot.last_days == 0
        days = np.maximum(self.today - snapshot.last_days.astype(np.int64), 0)
        days[self.undated] = 0
        self.age: NDArray[np.float64] = days / _DAYS_OF_A_MONTH
        self.decay: NDArray[np.float64] = np.exp2(-self.age / half_life)

    def links_of(self, *classes: type[Link]) -> "NDArray[np.intp]":
        """Return the numbers of the links of these classes that are looked at, in order of key."""
        links = self._snapshot.links_of(*classes)
        return links if self._chosen is None else links[self._chosen[links]]
