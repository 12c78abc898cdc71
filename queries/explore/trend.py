# SPDX-License-Identifier: GPL-3.0-or-later
"""How have people and partnerships come and gone over the years?

For each period, the people seen in links that were true on some day of it, and
who is new or gone since the period before. What was held, and the bus factor,
are what the headline would have said on its last day: all links known by then,
ended ones left out, aged. The last period says what the headline says today.

Reading it: a link without a last day belongs to no period, so its people are not
seen by it; what it keeps counts as current. The result says how many. A lower number may mean that less was
written down.

Complexity: for each period that of the bus factor; an interval if it is not
proved in two seconds.  References: How this is worked out, Trend
(docs/methods/trend.md).

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

from graph.schema.nodes import Person
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Text
from queries.algorithms.coverage import Game
from queries.algorithms.critical_set import Budget, smallest
from queries.explore.overview import EXAMPLES
from queries.framework.query import Query
from queries.framework.result import Result, ShownAs
from queries.measures.holdings import Holdings, find_holdings
from queries.measures.link_age import known_days
from queries.measures.parameters import HALF_LIFE, MIN_STRENGTH, AsOf, Assets, HalfLife, MinStrength, as_of_day
from queries.measures.scope import ScopeText, scope_of
from queries.measures.wording import noun

if TYPE_CHECKING:
    from numpy.typing import NDArray

Step = Literal["year", "half-year"]

FOUND = Text(
    "trend-found",
    "From $1 to $2: $3 and then $4 {{PLURAL:$4|person|people}} seen, $5 and then $6 $7 kept.",
    "$1 and $2 first and last period, $3 and $4 people, $5 and $6 kept, $7 what they are (a plural noun)",
)
FIRST_HALF = Text("trend-first-half", "$1 (first half)", "A period inside a sentence; $1 a year")
SECOND_HALF = Text("trend-second-half", "$1 (second half)", "A period inside a sentence; $1 a year")
NO_DATES = Text("trend-no-dates", "No link has a last day up to today, so there is nothing to compare over time.")
UNDATED = Text(
    "trend-undated",
    "{{PLURAL:$1|One link has no last day|$1 links have no last day}}: nobody is seen in a period by "
    "{{PLURAL:$1|it|them}}, and what {{PLURAL:$1|it keeps|they keep}} counts as current.",
    "$1 number of links",
)
LATEST = Text("trend-latest", "Only the latest $1 periods are shown.", "$1 number of periods")
_MOST_PERIODS = 40
_JULY = 7
_BUDGET = Budget(seconds=2.0)


@dataclass(frozen=True, slots=True)
class Row:
    """A year or half-year."""

    period: Annotated[str, ShownAs.PERIOD, Field(description="Year, or year and half.")]
    people: Annotated[int, Field(description="People with a link in this period.")]
    new: Annotated[int | None, Field(description="Of these, not seen in the period before; empty for the first.")]
    gone: Annotated[
        int | None,
        Field(title="Not seen again", description="Seen in the period before and not in this; empty for the first."),
    ]
    held: Annotated[int, Field(title="Relationships kept", description="Relationships that somebody kept.")]
    bus_factor: Annotated[
        int | None, Field(description="Fewest people who kept half of them alone; empty if unproved.")
    ]
    lower: Annotated[int | None, Field(title="At least", description="It took at least so many.")]
    upper: Annotated[int | None, Field(title="At most", description="So many sufficed.")]
    single_contact_share: Annotated[
        float | None,
        ShownAs.SHARE,
        Field(title="Share with one contact", description="Share of the kept ones that one person kept."),
    ]
    records: Annotated[tuple[str, ...], Field(description=f"Ids of the first {EXAMPLES} links of the period.")]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, named as people name it."""

    name: str
    first: int
    last: int


def compute(
    snapshot: Snapshot,
    *,
    step: Annotated[Step, Field(title="Length of a period", description="How long a period is.")] = "year",
    scope: ScopeText = None,
    assets: Assets = "Partner",
    as_of: AsOf = None,
    half_life: HalfLife = HALF_LIFE,
    min_strength: MinStrength = MIN_STRENGTH,
) -> Result[Row]:
    """Return the periods from the first date to today."""
    scope_of(snapshot, scope)  # an unknown scope is an error even without any period
    first, last = _spans(snapshot)
    dated = last > 0
    known = known_days(snapshot)
    today = as_of_day(snapshot, as_of)
    found = list(periods(int(first[dated].min(initial=today + 1)), today, step))
    shown = found[-_MOST_PERIODS:]
    rows: list[Row] = []
    holdings: Holdings | None = None
    before: NDArray[np.int64] | None = None
    for period in shown:
        active = dated & (first <= period.last) & (last >= period.first)
        holdings = find_holdings(
            snapshot,
            scope=scope,
            assets=assets,
            as_of=date.fromordinal(min(period.last, today)).isoformat(),
            half_life=half_life,
            min_strength=min_strength,
            links=None if period.last >= today else known <= period.last,
        )
        people = _people(snapshot, active)
        rows.append(_row(period, holdings, active, people, before))
        before = people
    undated = int((~dated).sum())
    warnings = [UNDATED(undated)] if undated else []
    if len(found) > len(shown):
        warnings.append(LATEST(len(shown)))
    return Result(rows=tuple(rows), summary=(_summary(rows, holdings),), warnings=tuple(warnings))


def periods(first: int, last: int, step: Step) -> Iterator[Period]:
    """Return the periods that cover the days from the first to the last.

    >>> [period.name for period in periods(date(2019, 8, 1).toordinal(), date(2020, 8, 1).toordinal(), "half-year")]
    ['2019-H2', '2020-H1', '2020-H2']
    """
    if last < first:
        return
    start, end = date.fromordinal(first), date.fromordinal(last)
    for year in range(start.year, end.year + 1):
        cuts = [(1, 1, str(year))] if step == "year" else [(1, 1, f"{year}-H1"), (_JULY, 1, f"{year}-H2")]
        days = [date(year, month, day).toordinal() for month, day, _ in cuts]
        ends = [day - 1 for day in days[1:]] + [date(year, 12, 31).toordinal()]
        for (_, _, name), begin, stop in zip(cuts, days, ends, strict=True):
            if stop >= first and begin <= last:
                yield Period(name, begin, stop)


def _spans(snapshot: Snapshot) -> "tuple[NDArray[np.int32], NDArray[np.int32]]":
    """Return first and last day of each link; one without a first day was true on its last."""
    last = snapshot.last_days
    since = snapshot.link_since
    return np.where((since > 0) & (since < last), since, last), last


def _people(snapshot: Snapshot, active: "NDArray[np.bool_]") -> "NDArray[np.int64]":
    ends = np.unique(np.concatenate([snapshot.link_source[active], snapshot.link_target[active]]))
    return np.intersect1d(ends, snapshot.nodes_of(Person)).astype(np.int64)


def _row(
    period: Period,
    holdings: Holdings,
    active: "NDArray[np.bool_]",
    people: "NDArray[np.int64]",
    before: "NDArray[np.int64] | None",
) -> Row:
    game = Game.of(holdings.holders)
    found = smallest(game, 0.5, _BUDGET)
    return Row(
        period=period.name,
        people=len(people),
        new=None if before is None else len(np.setdiff1d(people, before)),
        gone=None if before is None else len(np.setdiff1d(before, people)),
        held=int((holdings.counts > 0).sum()),
        bus_factor=found.upper if found is not None and found.exact else None,
        lower=None if found is None else found.lower,
        upper=None if found is None else found.upper,
        single_contact_share=game.sole_value() / game.total if game.sets else None,
        records=tuple(map(holdings.snapshot.link_id, np.flatnonzero(active)[:EXAMPLES].tolist())),
    )


def _summary(rows: list[Row], holdings: Holdings | None) -> Message:
    if holdings is None:
        return NO_DATES()
    first, last = rows[0], rows[-1]
    return FOUND(
        in_words(first.period),
        in_words(last.period),
        first.people,
        last.people,
        first.held,
        last.held,
        noun(holdings, last.held),
    )


def in_words(period: str) -> str | Message:
    """Return what a period is called in a sentence.

    >>> [str(in_words(period)) for period in ("2019", "2019-H2")]
    ['2019', '2019 (second half)']
    """
    year, _, half = period.partition("-H")
    return {"1": FIRST_HALF, "2": SECOND_HALF}[half](year) if half else year


CYPHER = None
QUERY = Query(name="trend", title=Text("trend-title", "Trend", "Title of the query"), compute=compute, row=Row)
