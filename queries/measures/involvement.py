# SPDX-License-Identifier: GPL-3.0-or-later
"""Who would like more partners, who is new and who has been here for long (docs/methods/partner-search.md#people).

A person is a newcomer for two years and an old hand from five years on. Neither
counts in a score: it is said, it can be asked for, and among equals who would
like more partners comes first.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import Field

from graph.schema.dates import middle_day
from graph.schema.nodes import Person
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Day, Message, Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

Involved = Literal["newcomer", "old-hand"]
OpenToPartners = Annotated[
    bool, Field(title="Only who would like more partners", description="Only people who would like more partners.")
]
HowLong = Annotated[
    Involved | None,
    Field(
        title="Newcomers or old hands", description="Only people involved for up to two years, or for five and more."
    ),
]
OPEN = Text("involvement-open", "would like more partners", "Said of a person")
NEWCOMER = Text("involvement-newcomer", "a newcomer, involved since $1", "Said of a person; $1 a date")
OLD_HAND = Text("involvement-old-hand", "an old hand, involved since $1", "Said of a person; $1 a date")
WITH = Text("involvement-with", "$1; $2", "$1 why a person is named, $2 list of more about them")
_YEAR = 365.25
_NEW, _LONG = 2 * _YEAR, 5 * _YEAR


@per_snapshot
def open_people(snapshot: Snapshot) -> frozenset[int]:
    """Return the people who would like more partners."""
    stated = np.array([value is True for value in snapshot.values(Person, "open_to_partners")], dtype=np.bool_)
    return frozenset(snapshot.nodes_of(Person)[stated].tolist())


@per_snapshot
def _since(snapshot: Snapshot) -> dict[int, str]:
    dates = zip(snapshot.nodes_of(Person).tolist(), snapshot.values(Person, "involved_since"), strict=True)
    return {node: date for node, date in dates if date}


def involved(snapshot: Snapshot, node: int, today: int) -> Involved | None:
    """Say whether somebody is a newcomer or an old hand on a day, as far as that was said."""
    date = _since(snapshot).get(node)
    days = today - middle_day(date) if date and today else None
    if days is None or days < 0 or _NEW < days < _LONG:
        return None
    return "newcomer" if days <= _NEW else "old-hand"


def chosen(
    snapshot: Snapshot, nodes: "Ints", today: int, *, is_open: bool = False, how_long: Involved | None = None
) -> "Ints":
    """Return the nodes that are such people."""
    if is_open:
        nodes = np.intersect1d(nodes, sorted(open_people(snapshot))).astype(np.int64)
    if how_long is None:
        return nodes
    return np.array([n for n in nodes.tolist() if involved(snapshot, n, today) == how_long], dtype=np.int64)


def known_of(snapshot: Snapshot, node: int, today: int) -> list[Message]:
    """Return what is known of a person here, for a list of reasons."""
    found = [OPEN()] if node in open_people(snapshot) else []
    how_long = involved(snapshot, node, today)
    if how_long:
        found.append((NEWCOMER if how_long == "newcomer" else OLD_HAND)(Day(_since(snapshot)[node])))
    return found


def beside(reason: Message, more: Iterable[Message]) -> Message:
    """Return a reason with what else is known of the person."""
    more = list(more)
    return WITH(reason, more) if more else reason
