# SPDX-License-Identifier: GPL-3.0-or-later
"""How old every link is, how much it still counts, and its last date as people read it.

A link counts half after every half-life; one without a last day counts as
current, and is counted as undated by whoever uses it (docs/methods/README.md#dates-and-age to
9). On which day a link was last true is known to `Snapshot.last_days`; a row
shows a date, and 2017 is not the same as 2017-07-01.
"""

from calendar import monthrange
from datetime import date
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.dates import middle_day
from graph.schema.links import LINK_CLASSES, ContactOf, Link, MemberOf, PartnerOf
from graph.schema.nodes import Event, Person, Project
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from queries.measures.parameters import HALF_LIFE, as_of_day

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DAYS_OF_A_MONTH, _MONTHS_OF_A_YEAR = 30.4375, 12
_WHOLE_DAY = len("2017-07-01")
LASTING: tuple[type[Link], ...] = (ContactOf, MemberOf, PartnerOf)
"""What lasts until it ends, and then is history; what happened once goes on ageing from its last day."""
_MIDDLE_OF_YEAR, _DECEMBER = 7, 12


class LinkAges:
    """Columns beside the links of a snapshot.

    `undated`: whether the last day is unknown. `age`: in months, 0 for
    undated links. `decay`: 1 for a current link, one half after each
    half-life. `ended`: whether a contact, membership or partnership is over;
    `left`: by node, whether a person has left. O(m), m = links.
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
        closing, leaving = _closing_days(snapshot)
        self.left: NDArray[np.bool_] = (leaving > 0) & (leaving < self.today)
        people = np.isin(snapshot.link_types, [LINK_CLASSES.index(cls) for cls in (ContactOf, MemberOf)])
        self.ended: NDArray[np.bool_] = (closing > 0) & (closing < self.today)
        self.ended |= people & self.left[snapshot.link_source]
        self.undated: NDArray[np.bool_] = snapshot.last_days == 0
        days = np.maximum(self.today - snapshot.last_days.astype(np.int64), 0)
        days[self.undated] = 0
        self.age: NDArray[np.float64] = days / _DAYS_OF_A_MONTH
        self.decay: NDArray[np.float64] = np.exp2(-self.age / half_life)

    def links_of(self, *classes: type[Link]) -> "NDArray[np.intp]":
        """Return the numbers of the links of these classes that are looked at and have not ended, in order of key."""
        links = self._looked_at(*classes)
        return links[~self.ended[links]]

    def ended_links_of(self, *classes: type[Link]) -> "NDArray[np.intp]":
        """Return the numbers of those that are over though their person is still there: history."""
        links = self._looked_at(*classes)
        return links[self.ended[links] & ~self.left[self._snapshot.link_source[links]]]

    def _looked_at(self, *classes: type[Link]) -> "NDArray[np.intp]":
        links = self._snapshot.links_of(*classes)
        return links if self._chosen is None else links[self._chosen[links]]


@per_snapshot
def _newest_day(snapshot: Snapshot) -> int:
    of_sources = (middle_day(source.as_of) for source in snapshot.sources if source.as_of)
    of_links = (int(days.max(initial=0)) for days in (snapshot.last_days, snapshot.link_since))
    return max((*of_sources, *of_links))


def newest_if_old(snapshot: Snapshot, as_of: str | None) -> str | None:
    """Return the newest date of links and sources if it is more than a year before the day that counts as today."""
    newest = _newest_day(snapshot)
    is_old = newest and (as_of_day(snapshot, as_of) - newest) / _DAYS_OF_A_MONTH > _MONTHS_OF_A_YEAR
    return date.fromordinal(newest).isoformat() if is_old else None


@per_snapshot
def unnamed_links(snapshot: Snapshot) -> "NDArray[np.bool_]":
    """Return which links have an end that is not to be named: whatever asks for dates finds none of theirs out."""
    unnamed = list(snapshot.opted_out)
    return np.isin(snapshot.link_source, unnamed) | np.isin(snapshot.link_target, unnamed)


def known_days(snapshot: Snapshot) -> "NDArray[np.int32]":
    """Return from which day on each link counts: its first day, else its last; 0, always, where it has neither."""
    last, since = snapshot.last_days, snapshot.link_since
    return np.where((since > 0) & ((last == 0) | (since < last)), since, last)


@per_snapshot
def _closing_days(snapshot: Snapshot) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Return on which day each link that lasts was over by its own `until`, and each person left; 0: not said."""
    links = np.zeros(snapshot.link_count, dtype=np.int64)
    for cls in LASTING:
        links[snapshot.links_of(cls)] = [closing_day(text) for text in snapshot.values(cls, "until")]
    nodes = np.zeros(len(snapshot), dtype=np.int64)
    nodes[snapshot.nodes_of(Person)] = [closing_day(text) for text in snapshot.values(Person, "until")]
    return links, nodes


@lru_cache(maxsize=10_000)
def closing_day(text: str | None) -> int:
    """Return the last day that a partial date may mean, 0 for none: what lasted until 2023 is over in 2024.

    >>> [date.fromordinal(closing_day(text)).isoformat() for text in ("2023", "2024-02", "2024-03-05")]
    ['2023-12-31', '2024-02-29', '2024-03-05']
    """
    if not text:
        return 0
    year, month, day = int(text[:4]), int(text[5:7] or _DECEMBER), int(text[8:] or 0)
    return date(year, month, day or monthrange(year, month)[1]).toordinal()


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
    """Return the key of the last date of every link, 0 where it is undated.

    The day is that of the snapshot; which of the dates around a link it came
    from says only how precise it is.
    """
    borrowed: list[tuple[str | None, str | None]] = [(None, None)] * len(snapshot)
    for cls in (Event, Project):
        ends, starts = (snapshot.values(cls, name) for name in ("end", "start"))
        for index, *dates in zip(snapshot.nodes_of(cls).tolist(), ends, starts, strict=True):
            borrowed[index] = (dates[0], dates[1])
    keys = snapshot.last_days * 2
    for cls in LINK_CLASSES:
        numbers = snapshot.links_of(cls)
        days = snapshot.last_days[numbers].tolist()
        around = [borrowed[target] for target in snapshot.link_target[numbers].tolist()]
        until, since = snapshot.values(cls, "until"), snapshot.values(cls, "since")
        contact = snapshot.values(cls, "last_contact") if cls is ContactOf else repeat(None)
        columns = zip(days, until, contact, around, since, strict=False)
        keys[numbers] += np.array([_is_whole(day, *texts) for day, *texts in columns], dtype=np.int32)
    return keys


@lru_cache(maxsize=100_000)
def _is_whole(
    day: int,
    until: str | None,
    contact: str | None,
    around: tuple[str | None, str | None],
    since: str | None,
) -> bool:
    """Say whether the date that gave a link its last day names that very day."""
    # Of two dates of a link for one day the more precise one counts.
    own = sorted(filter(None, (until, contact)), key=len, reverse=True)
    found = (text for text in (*own, *around, since) if text and middle_day(text) == day)
    return len(next(found, "")) == _WHOLE_DAY
