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
from queries.framework.result import Result
from queries.measures.contact_graph import UNDATED
from queries.measures.holdings import Holdings, holdings
from queries.measures.parameters import HALF_LIFE, MIN_STRENGTH, AsOf, Assets, HalfLife, MinStrength
from queries.measures.scope import ScopeText
from queries.measures.wording import nothing_to_lose, noun, orphaned

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
    held = holdings(snapshot, scope=scope, assets=assets, as_of=as_of, half_life=half_life, min_strength=min_strength)
    warnings = (UNDATED(held.undated_total),) if held.undated_total else ()
    return Result(
        rows=tuple(_row(held, asset) for asset in range(len(held))), summary=_summary(held), warnings=warnings
    )


def _row(held: Holdings, asset: int) -> Row:
    ids = held.snapshot.ids
    rows = held.by_strength(held.held_pairs(asset))
    strongest = int(held.person[rows[0]]) if rows else -1
    stand_in = held.stand_in(asset, strongest)
    return Row(
        asset_id=held.asset_id(asset),
        asset_name=held.asset_name(asset),
        holders=tuple(ids[person] for person in held.holders[asset]),
        count=len(rows),
        caf50=held.caf50(asset),
        inside=tuple(ids[person] for person in held.inside(asset)),
        stand_in_id=None if stand_in is None else ids[int(held.person[stand_in])],
        undated=held.undated(rows),
        records=(*held.asset_records(asset), *held.records(rows if stand_in is None else [*rows, stand_in])),
    )


def _summary(held: Holdings) -> tuple[Message, ...]:
    count = int((held.counts > 0).sum())
    if not count:
        return (nothing_to_lose(held),)
    return (FOUND(len(held.people), count, len(held), noun(held, len(held))), *orphaned(held))


CYPHER = None
QUERY = Query(name="contacts", title=Text("contacts-title", "Contacts", "Title of the query"), compute=compute, row=Row)
