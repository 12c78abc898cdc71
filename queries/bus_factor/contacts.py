# SPDX-License-Identifier: GPL-3.0-or-later
"""Who knows each partner, and how much of it lies with a few?

All *holders* of each relationship of a scope. The *contributor absence factor*
(CAF50) says how few of them have half of the strength; the *stand-in* is who
would be next if the strongest left; *inside* are members of the partner itself,
who are on the other side of the link.

Reading it: a partner with several holders can still lean on one of them. An
empty list of holders means that nobody on the map knows the partner any more.

Complexity: O((m + r) log m), m = links, r = routes from people to partners.
References: How this is worked out, Strength and holders
(docs/methods/strength-and-holders.md); CHAOSS, Contributor Absence Factor.

>>> from graph.snapshot.snapshot import EMPTY
>>> QUERY.run(EMPTY).rows
()
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Text
from queries.framework.query import Query
from queries.framework.result import Result, RowsOnDemand
from queries.measures.contact_graph import UNDATED
from queries.measures.holdings import Holdings, find_holdings
from queries.measures.parameters import HALF_LIFE, MIN_STRENGTH, AsOf, Assets, HalfLife, MinStrength
from queries.measures.scope import ScopeText
from queries.measures.wording import hidden_holders, nothing_to_lose, noun, orphaned

FOUND = Text(
    "contacts-found",
    "$1 {{PLURAL:$1|person keeps|people keep}} $2 of $3 $4.",
    "$1 people, $2 held, $3 all, $4 what they are (a plural noun)",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A relationship and everybody who keeps it."""

    asset_id: Annotated[str, Field(title="Relationship id", description="Id of the partner, or of what else is kept.")]
    asset_name: Annotated[str, Field(title="Relationship", description="Its name.")]
    holders: Annotated[tuple[str, ...], Field(title="Contacts", description="Ids of the people who know it.")]
    count: Annotated[int, Field(description="How many they are; all would have to leave for it to be lost.")]
    caf50: Annotated[int | None, Field(title="CAF50", description="How few of them have half of the strength.")]
    inside: Annotated[tuple[str, ...], Field(description="Ids of the members of the partner itself.")]
    stand_in_id: Annotated[
        str | None, Field(title="Stand-in id", description="Id of who would be next if the strongest holder left.")
    ]
    undated: Annotated[int, Field(description="Links behind this that have no date and count as current.")]
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
    """Return what is kept, in order of its id."""
    holdings = find_holdings(
        snapshot, scope=scope, assets=assets, as_of=as_of, half_life=half_life, min_strength=min_strength
    )
    warnings = (*hidden_holders(holdings), *((UNDATED(holdings.undated_total),) if holdings.undated_total else ()))
    rows = RowsOnDemand(range(len(holdings)), lambda asset: _row(holdings, asset))
    return Result(rows=rows, summary=_summary(holdings), warnings=warnings)


def _row(holdings: Holdings, asset: int) -> Row:
    ids = holdings.snapshot.ids
    rows = holdings.by_strength(holdings.held_pairs(asset))
    strongest = int(holdings.person[rows[0]]) if rows else -1
    stand_in = holdings.stand_in(asset, strongest)
    return Row(
        asset_id=holdings.asset_id(asset),
        asset_name=holdings.asset_name(asset),
        holders=tuple(ids[person] for person in holdings.holders[asset]),
        count=len(rows),
        caf50=holdings.caf50(asset),
        inside=tuple(ids[person] for person in holdings.inside(asset)),
        stand_in_id=None if stand_in is None else ids[int(holdings.person[stand_in])],
        undated=holdings.undated(rows),
        records=(*holdings.asset_records(asset), *holdings.records(rows if stand_in is None else [*rows, stand_in])),
    )


def _summary(holdings: Holdings) -> tuple[Message, ...]:
    count = int((holdings.counts > 0).sum())
    if not count:
        return (nothing_to_lose(holdings),)
    return (FOUND(len(holdings.people), count, len(holdings), noun(holdings, len(holdings))), *orphaned(holdings))


CYPHER = None
QUERY = Query(name="contacts", title=Text("contacts-title", "Contacts", "Title of the query"), compute=compute, row=Row)
