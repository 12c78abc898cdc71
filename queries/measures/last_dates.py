# SPDX-License-Identifier: GPL-3.0-or-later
"""On which date a link was last true, with the precision in which it is known.

The rule is that of METHODS 1.2, 8. `Snapshot.last_days` has the same days for
arithmetic; a row shows a date, and 2017 is not the same as 2017-07-01.
"""

from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.dates import later, middle_day
from graph.schema.links import LINK_CLASSES, Attended, ContactOf, Funded, Link, SoughtFundingWith, WorkedOn
from graph.schema.nodes import Event, Project
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WHOLE_DAY = len("2017-07-01")
_MIDDLE_OF_YEAR = 7


def date_key(text: str | None) -> int:
    """Return a number that sorts as dates do and from which the text comes back; 0 for none."""
    return middle_day(text) * 2 + (len(text) == _WHOLE_DAY) if text else 0


def date_text(key: int) -> str | None:
    """Return the date of a key, as precise as it was.

    >>> [date_text(date_key(text)) for text in ("2017", "2017-03", "2017-07-01", None)]
    ['2017', '2017-03', '2017-07-01', None]
    """
    if not key:
        return None
    day = date.fromordinal(key // 2)
    if key % 2:
        return day.isoformat()
    return f"{day.year:04}" if (day.month, day.day) == (_MIDDLE_OF_YEAR, 1) else f"{day.year:04}-{day.month:02}"


@per_snapshot
def date_keys(snapshot: Snapshot) -> "NDArray[np.int32]":
    """Return the key of the last date of every link, 0 where it is undated."""
    borrowed: dict[int, str] = {}
    for cls, first, second in ((Event, "end", "start"), (Project, "end", "end")):
        columns = snapshot.values(cls, first), snapshot.values(cls, second)
        for index, end, start in zip(snapshot.nodes_of(cls).tolist(), *columns, strict=True):
            if end or start:
                borrowed[index] = end or start
    keys = np.zeros(snapshot.link_count, dtype=np.int32)
    for cls in LINK_CLASSES:
        texts = _texts(snapshot, cls, borrowed)
        known = {text: date_key(text) for text in set(texts)}
        keys[snapshot.links_of(cls)] = [known[text] for text in texts]
    return keys


def _texts(snapshot: Snapshot, cls: type[Link], borrowed: dict[int, str]) -> list[str | None]:
    until = snapshot.values(cls, "until")
    contact = snapshot.values(cls, "last_contact") if cls is ContactOf else repeat(None)
    own = [later(one, other) for one, other in zip(until, contact, strict=False)]
    if cls in (Attended, WorkedOn, Funded):
        targets = snapshot.link_target[snapshot.links_of(cls)].tolist()
        own = [text or borrowed.get(target) for text, target in zip(own, targets, strict=True)]
    if cls in (Attended, SoughtFundingWith):
        own = [text or since for text, since in zip(own, snapshot.values(cls, "since"), strict=True)]
    return own
