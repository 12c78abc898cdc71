# SPDX-License-Identifier: GPL-3.0-or-later
"""Which relationships does one single person keep?

A partner is *held* by everyone who knows it well enough, directly or through
work, membership or meetings. With one holder it is also called a *single point
of contact*. The *stand-in* is whoever comes closest to being a second one.

Reading it: each row is a reason to introduce a second person, which relieves
the first. It does not say that the holder is about to leave or does anything
wrong, and it cannot see contacts that nobody wrote down.

Complexity: O((m + r) log m), m = links, r = routes from people to partners.
References: How this is worked out, Strength and holders
(docs/methods/strength-and-holders.md).

>>> from graph.snapshot.snapshot import EMPTY
>>> QUERY.run(EMPTY).rows
()
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from graph.snapshot.snapshot import Snapshot
from graph.text.message import Day, Message, Name, Text
from queries.framework.query import Query
from queries.framework.result import Result, ShownAs
from queries.measures.contact_graph import UNDATED
from queries.measures.holdings import Holdings, find_holdings
from queries.measures.involvement import beside, known_of
from queries.measures.parameters import HALF_LIFE, MIN_STRENGTH, AsOf, Assets, HalfLife, MinStrength
from queries.measures.scope import ScopeText
from queries.measures.wording import hidden_holders, nothing_to_lose, noun, orphaned, share

FOUND = Text(
    "single-contacts-found",
    "$1 of $2 $3 {{PLURAL:$1|has|have}} one person who knows them ($4). A second contact for each would be a relief.",
    "$1 number, $2 all held, $3 what they are (a plural noun), $4 share",
)
FOUND_FEW = Text(
    "single-contacts-found-few",
    "$1 of $2 $3 {{PLURAL:$1|has|have}} one person who knows them. A second contact for each would be a relief.",
    "$1 number, $2 all held, $3 what they are (a plural noun)",
)
NONE = Text(
    "single-contacts-none",
    "{{PLURAL:$1|The only $2 has|All $1 $2 have}} at least two people who know {{PLURAL:$1|it|them}}.",
    "$1 number, $2 what they are (a plural noun)",
)
FORMER = Text("single-contacts-former", "knew them until $1", "Why a person could become the second contact; $1 date")
ALMOST_DIRECT = Text(
    "single-contacts-almost-direct",
    "has a direct link, too old or too weak to count",
    "Why a person could become the second contact",
)
ALMOST_THROUGH = Text(
    "single-contacts-almost-through",
    "is linked to them through $1, too loosely to count",
    "Why a person could become the second contact; $1 project, group or event",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A relationship and the only person who keeps it."""

    asset_id: Annotated[str, Field(title="Relationship id", description="Id of the partner, or of what else is kept.")]
    asset_name: Annotated[str, Field(title="Relationship", description="Its name.")]
    holder_id: Annotated[str, Field(title="Contact id", description="Id of the one person who knows them.")]
    holder_name: Annotated[str, Field(title="Contact", description="Their name.")]
    strength: Annotated[float, Field(description="How strong the link is; a current contact is 1.")]
    last_date: Annotated[str | None, ShownAs.DATE, Field(description="Newest date of the link, if any is known.")]
    stand_in_id: Annotated[
        str | None, Field(title="Stand-in id", description="Id of who comes closest to being a second contact.")
    ]
    stand_in_name: Annotated[str | None, Field(title="Stand-in", description="Their name.")]
    stand_in_why: Annotated[
        Message | None, Field(title="Why this stand-in", description="What links them already, and what else is known.")
    ]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the row.")]


def compute(
    snapshot: Snapshot,
    *,
    scope: ScopeText = None,
    assets: Assets = "Partner",
    as_of: AsOf = None,
    half_life: HalfLife = HALF_LIFE,
    min_strength: MinStrength = MIN_STRENGTH,
) -> Result[Row]:
    """Return what one person keeps, in order of its id."""
    holdings = find_holdings(
        snapshot, scope=scope, assets=assets, as_of=as_of, half_life=half_life, min_strength=min_strength
    )
    rows = tuple(_row(holdings, asset) for asset in np.flatnonzero(holdings.counts == 1).tolist())
    undated = holdings.undated(
        [row for asset in np.flatnonzero(holdings.counts == 1).tolist() for row in holdings.held_pairs(asset)]
    )
    warnings = (*hidden_holders(holdings), *((UNDATED(undated),) if undated else ()))
    return Result(rows=rows, summary=_summary(holdings, len(rows)), warnings=warnings)


def _row(holdings: Holdings, asset: int) -> Row:
    snapshot = holdings.snapshot
    (row,) = holdings.held_pairs(asset)
    holder = int(holdings.person[row])
    second = holdings.stand_in(asset, holder)
    stand_in = None if second is None else int(holdings.person[second])
    return Row(
        asset_id=holdings.asset_id(asset),
        asset_name=holdings.asset_name(asset),
        holder_id=snapshot.ids[holder],
        holder_name=snapshot.names[holder],
        strength=float(holdings.strength[row]),
        # Of who asked not to be named a date alone may tell who it is.
        last_date=None if holder in snapshot.opted_out else holdings.last_date(row),
        stand_in_id=None if stand_in is None else snapshot.ids[stand_in],
        stand_in_name=None if stand_in is None else snapshot.names[stand_in],
        stand_in_why=None if second is None else _why(holdings, second, int(holdings.person[second])),
        records=(
            *holdings.asset_records(asset),
            snapshot.ids[holder],
            *holdings.records([row] if second is None else [row, second]),
        ),
    )


def _why(holdings: Holdings, row: int, person: int) -> Message:
    """Say what links somebody to a relationship already, and whether they would like more partners."""
    return beside(_link(holdings, row), known_of(holdings.snapshot, person, holdings.ages.today))


def _link(holdings: Holdings, row: int) -> Message:
    until = holdings.former_until(row)
    if until:
        return FORMER(Day(until))
    context = holdings.context(row)
    if context is None:
        return ALMOST_DIRECT()
    return ALMOST_THROUGH(Name(holdings.snapshot.ids[context], holdings.snapshot.names[context]))


def _summary(holdings: Holdings, single: int) -> tuple[Message, ...]:
    count = int((holdings.counts > 0).sum())
    if not count:
        return (nothing_to_lose(holdings),)
    part = share(single, count)
    if not single:
        first = NONE(count, noun(holdings, count))
    elif part is None:
        first = FOUND_FEW(single, count, noun(holdings, count))
    else:
        first = FOUND(single, count, noun(holdings, count), part)
    return (first, *orphaned(holdings))


CYPHER = None
QUERY = Query(
    name="single-contacts",
    title=Text("single-contacts-title", "Single contacts", "Title of the query"),
    compute=compute,
    row=Row,
)
