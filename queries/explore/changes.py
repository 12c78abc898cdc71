# SPDX-License-Identifier: GPL-3.0-or-later
"""What has changed since a day: which links are new, which have ended, which have gone quiet?

A link is *new* if it counts today and its first day, or its last where it has
no first, lies after that day. It has *ended* if it was over by neither what it
states nor a leaving on that day, and is over today. It has *gone quiet* if
neither, and it still counted at least half on that day and counts less today:
nobody wrote down a newer day for longer than the half-life.

Reading it: dates tell when something was, not when it was written down. A link
without a day is in no list; the result says how many there are. Links of people
who prefer not to be named are left out, since a day would say something of them.

Complexity: O(m), m = links.  References: How this is worked out, Trend
(docs/methods/trend.md#changes).

>>> from graph.snapshot.snapshot import EMPTY
>>> QUERY.run(EMPTY).rows
()
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import Field

from graph.errors import BadParameter
from graph.schema.dates import PartialDate
from graph.schema.links import LINK_CLASSES, NOT_COLLABORATION, Link
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Day, Message, Name, Text
from queries.framework.query import Query, Ref
from queries.framework.result import Result, RowsOnDemand, ShownAs
from queries.measures.link_age import LinkAges, date_keys, date_text, known_days, unnamed_links
from queries.measures.parameters import HALF_LIFE, AsOf, HalfLife, LinkType, as_of_day, link_classes

if TYPE_CHECKING:
    from numpy.typing import NDArray

Change = Literal["new", "ended", "quiet"]

FOUND = Text(
    "changes-found",
    "Since $1: $2 new {{PLURAL:$2|link|links}}, $3 that ended, $4 that went quiet.",
    "$1 a date, $2 to $4 numbers of links",
)
FOUND_OF = Text(
    "changes-found-of",
    "Since $1, of $5: $2 new {{PLURAL:$2|link|links}}, $3 that ended, $4 that went quiet.",
    "$1 a date, $2 to $4 numbers of links, $5 name of an entry",
)
NOTHING = Text("changes-nothing", "Nothing with a date has changed since $1.", "$1 a date")
UNDATED = Text(
    "changes-undated",
    "{{PLURAL:$1|One link has no date|$1 links have no date}}, so nobody can say whether "
    "{{PLURAL:$1|it is|they are}} new.",
    "$1 number of links",
)
LATER = Text("changes-later", "$1 is not before $2, so nothing can have changed in between.", "$1 and $2 dates")
EARLIER = Text("changes-earlier", "Give an earlier day for “since”, or a later one for the date taken for today.")
_KINDS: tuple[Change, ...] = ("new", "ended", "quiet")
_DEFAULT = tuple(cls for cls in LINK_CLASSES if cls not in NOT_COLLABORATION)
_DAYS_OF_A_YEAR = 365
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """A link that is new, has ended or has gone quiet."""

    change: Annotated[Change, Field(description="New, ended, or quiet for longer than the half-life.")]
    link: Annotated[str, Field(description="Type of the link.")]
    first_id: Annotated[str, Field(description="Id of the end that it starts from.")]
    first_name: Annotated[str, Field(description="Name of the end that it starts from.")]
    second_id: Annotated[str, Field(description="Id of the end that it leads to.")]
    second_name: Annotated[str, Field(description="Name of the end that it leads to.")]
    since: Annotated[str | None, ShownAs.DATE, Field(description="First day that is stated of it.")]
    last_date: Annotated[str | None, ShownAs.DATE, Field(description="The last day that is known of it.")]
    records: Annotated[tuple[str, ...], Field(description="Id of the link.")]


def compute(
    snapshot: Snapshot,
    *,
    since: Annotated[
        PartialDate | None,
        ShownAs.DATE,
        Field(title="Since", description="The day to compare with; default: a year before today."),
    ] = None,
    id: Annotated[str | None, Field(description="Only links of this entry."), Ref()] = None,  # noqa: A002 - the parameter's public name
    links: Annotated[tuple[LinkType, ...], Field(description="Only links of these types.")] = (),
    as_of: AsOf = None,
    half_life: HalfLife = HALF_LIFE,
) -> Result[Row]:
    """Return what is new, has ended and has gone quiet, the latest first."""
    today = as_of_day(snapshot, as_of)
    start = _first_day(since) if since else max(today - _DAYS_OF_A_YEAR, 0)
    day = Day(since or _iso(start))
    if start >= today and len(snapshot):
        raise BadParameter(LATER(day, Day(_iso(today))), EARLIER())
    looked_at = _looked_at(snapshot, id, link_classes(links, _DEFAULT))
    kinds, dated = _changes(snapshot, start, today, half_life)
    found = [np.flatnonzero(looked_at & mask) for mask in kinds]
    counts = [len(numbers) for numbers in found]
    rows = _rows(snapshot, found)
    undated = int((looked_at & ~dated).sum())
    return Result(
        rows=rows,
        summary=tuple(_summary(snapshot, id, day, counts)),
        warnings=(UNDATED(undated),) if undated else (),
    )


def _looked_at(snapshot: Snapshot, id_: str | None, classes: tuple[type[Link], ...]) -> "NDArray[np.bool_]":
    chosen = np.zeros(snapshot.link_count, dtype=bool)
    chosen[snapshot.links_of(*classes)] = True
    if id_ is not None:
        own = np.zeros(snapshot.link_count, dtype=bool)
        own[snapshot.links_at(snapshot.index(id_))] = True
        chosen &= own
    return chosen & ~unnamed_links(snapshot)


def _changes(
    snapshot: Snapshot, start: int, today: int, half_life: float
) -> "tuple[tuple[NDArray[np.bool_], ...], NDArray[np.bool_]]":
    """Return which links are new, ended and quiet, and which have any day."""
    known = known_days(snapshot)
    then, now = (LinkAges(snapshot, _iso(day), half_life) for day in (start, today))
    ended = now.ended & ~then.ended
    new = (known > start) & (known <= today) & ~now.ended
    quiet = ~new & ~now.ended & (then.decay >= _HALF) & (now.decay < _HALF)
    return (new, ended, quiet), (known > 0) | now.ended


def _first_day(text: str) -> int:
    """Return the day on which a partial date begins."""
    return date(int(text[:4]), int(text[5:7] or 1), int(text[8:] or 1)).toordinal()


def _iso(day: int) -> str:
    return date.fromordinal(max(day, 1)).isoformat()


def _rows(snapshot: Snapshot, found: "list[NDArray[np.intp]]") -> RowsOnDemand[Row]:
    keys = date_keys(snapshot)
    ordered = [numbers[np.lexsort((numbers, -keys[numbers]))] for numbers in found]
    numbers = np.concatenate(ordered)
    kinds = np.repeat(np.arange(len(_KINDS)), [len(one) for one in ordered])

    def row(position: int) -> Row:
        number = int(numbers[position])
        ends = int(snapshot.link_source[number]), int(snapshot.link_target[number])
        return Row(
            change=_KINDS[kinds[position]],
            link=snapshot.link_type_of(number).TYPE,
            first_id=snapshot.ids[ends[0]],
            first_name=snapshot.names[ends[0]],
            second_id=snapshot.ids[ends[1]],
            second_name=snapshot.names[ends[1]],
            since=snapshot.link(number).since,
            last_date=date_text(int(keys[number])),
            records=(snapshot.link_id(number),),
        )

    return RowsOnDemand(range(len(numbers)), row)


def _summary(snapshot: Snapshot, id_: str | None, day: Day, counts: list[int]) -> Iterator[Message]:
    if not any(counts):
        yield NOTHING(day)
    elif id_ is None:
        yield FOUND(day, *counts)
    else:
        index = snapshot.index(id_)
        yield FOUND_OF(day, *counts, Name(id_, snapshot.names[index]))


CYPHER = None
QUERY = Query(name="changes", title=Text("changes-title", "Changes", "Title of the query"), compute=compute, row=Row)
