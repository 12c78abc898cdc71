# SPDX-License-Identifier: GPL-3.0-or-later
"""Which themes a person or organisation has, how often, and how we know (METHODS 4.2).

A theme counts once for each statement of interest or subject, once for each
question about it that was asked, once for each project about it that was
worked on. Broader themes are not added.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.links import About, Asked, InterestedIn, WorkedOn
from graph.schema import Project, Question
from graph.snapshot import Snapshot
from queries.derived import per_snapshot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Themes:
    """Columns, one row a node and one of its themes, sorted by both; `count` is tf."""

    node: "Ints"
    theme: "Ints"
    count: "Ints"

    def of(self, node: int) -> "Ints":
        """Return the themes of a node, in order of id."""
        start, stop = np.searchsorted(self.node, [node, node + 1])
        return self.theme[start:stop]


@per_snapshot
def themes_of(snapshot: Snapshot) -> Themes:
    """Return the themes of everything in a snapshot. O(m log m)."""
    stated = snapshot.links_of(InterestedIn, About)
    size = max(1, len(snapshot))
    parts = [snapshot.link_source[stated].astype(np.int64) * size + snapshot.link_target[stated]]
    parts += [_through(snapshot, link, size) for link in (Asked, WorkedOn)]
    keys, counts = np.unique(np.concatenate(parts), return_counts=True)
    return Themes(keys // size, keys % size, counts)


def _through(snapshot: Snapshot, cls: type[Asked | WorkedOn], size: int) -> "Ints":
    """Return node * size + theme for each question or project between them, whatever the number of roles."""
    about = snapshot.links_of(About)
    order = np.argsort(snapshot.link_source[about], kind="stable")
    subjects, themes = snapshot.link_source[about][order], snapshot.link_target[about][order].astype(np.int64)
    links = snapshot.links_of(cls)
    seats = np.unique(snapshot.link_target[links].astype(np.int64) * size + snapshot.link_source[links])
    low, high = (np.searchsorted(subjects, seats // size, side) for side in ("left", "right"))
    rows = np.repeat(np.arange(len(seats)), high - low)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(high - low) - (high - low), high - low)
    return (seats[rows] % size) * size + themes[np.repeat(low, high - low) + within]


def theme_links(snapshot: Snapshot, node: int, theme: int) -> tuple[int, ...]:
    """Return the numbers of the links that give a theme to a node, statements first."""
    stated: list[int] = []
    through: list[int] = []
    about = _subjects(snapshot, theme)
    for number in snapshot.links_at(node).tolist():
        cls, other = snapshot.link_type_of(number), snapshot.other_end(number, node)
        if cls in (InterestedIn, About) and other == theme:
            stated.append(number)
        elif cls in (Asked, WorkedOn) and other in about and snapshot.type_of(other) in (Question, Project):
            through += [number, about[other]]
    return tuple(dict.fromkeys(stated + through))


def _subjects(snapshot: Snapshot, theme: int) -> dict[int, int]:
    """Return the link by which each thing is about a theme."""
    links = snapshot.links_at(theme)
    chosen = [number for number in links.tolist() if snapshot.link_type_of(number) is About]
    return {int(snapshot.link_source[number]): number for number in chosen}
