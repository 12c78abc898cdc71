# SPDX-License-Identifier: GPL-3.0-or-later
"""What would be if some people were the same (docs/methods/bus-factor.md#open-name-matches).

Holders become clusters of people, strengths stay as they are, so a bus
factor can only fall. Nothing is merged: it is a figure beside the headline.
"""

from collections.abc import Iterable, Sequence

Pair = tuple[int, int]


class Clusters:
    """People joined pair by pair, unless that would join two who are said to be different."""

    def __init__(self, pairs: Iterable[Pair], different: Iterable[Pair] = ()) -> None:
        """Join the pairs in the order given. O(pairs + people * different)."""
        self._parent: dict[int, int] = {}
        self._apart: dict[int, set[int]] = {}
        for first, second in different:
            self._apart.setdefault(first, set()).add(second)
            self._apart.setdefault(second, set()).add(first)
        for first, second in pairs:
            self._join(self.of(first), self.of(second))

    def of(self, person: int) -> int:
        """Return the smallest member of a person's cluster, who stands for it."""
        while person in self._parent:
            above = self._parent[person]
            if above in self._parent:
                self._parent[person] = self._parent[above]
            person = above
        return person

    def _join(self, first: int, second: int) -> None:
        if first == second or any(self.of(person) == second for person in self._apart.get(first, ())):
            return
        smaller, larger = sorted((first, second))
        self._parent[larger] = smaller
        # Who is different from one member is different from the whole cluster.
        if larger in self._apart:
            apart = self._apart.pop(larger)
            self._apart.setdefault(smaller, set()).update(apart)

    def holders(self, holders: Iterable[Sequence[int]]) -> list[list[int]]:
        """Return the holders of each asset, clusters in place of people."""
        return [[self.of(person) for person in of] for of in holders]
