# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of what is kept rests on each person's shoulders?

The *dependence share* splits the value of each relationship equally among its
holders and adds up each person's parts; all shares add up to 1 (the *Shapley
value* of the game of losing). *Separated pairs* counts organisations that would
lose every route to each other.

Reading it: a working view for coordinators of where a second person would be
a relief. It is no ranking of people by worth and must not be forwarded as
one; links that nobody wrote down are missing.

Complexity: O((m + r) log m), m = links, r = routes from people to partners.
References: How this is worked out, Bus factor
(docs/methods/bus-factor.md#shares); Shapley, A value for n-person games, 1953.

>>> from graph.snapshot.snapshot import EMPTY
>>> QUERY.run(EMPTY).rows
()
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from graph.snapshot.snapshot import Snapshot
from graph.text.message import Text
from queries.algorithms.coverage import Game
from queries.framework.query import Query
from queries.framework.result import Result, ShownAs
from queries.measures.contact_graph import UNDATED, WORKING_VIEW, ContactGraph, contact_graph
from queries.measures.holdings import find_holdings
from queries.measures.parameters import HALF_LIFE, MIN_STRENGTH, AsOf, Assets, HalfLife, MinStrength
from queries.measures.scope import ScopeText
from queries.measures.wording import nothing_to_lose, noun, orphaned

FOUND = Text(
    "dependence-found",
    "$1 {{PLURAL:$1|person keeps|people keep}} $2 $3; of these, $4 {{PLURAL:$4|rests|rest}} on one person each.",
    "$1 people, $2 held, $3 what they are (a plural noun), $4 number with one holder",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A person who keeps at least one relationship."""

    person_id: Annotated[str, Field(description="Id of the person.")]
    name: Annotated[str, Field(description="Their name.")]
    held: Annotated[
        int, Field(title="Relationships kept", description="Relationships that they keep, alone or with others.")
    ]
    sole: Annotated[int, Field(title="With no one else", description="Relationships that they keep alone.")]
    share: Annotated[
        float, ShownAs.SHARE, Field(description="Their part of all that is kept, 0 to 1; all parts add up to 1.")
    ]
    separated_pairs: Annotated[int, Field(description="Pairs of organisations without any route once they leave.")]
    is_bridge: Annotated[bool, Field(title="Is a bridge", description="Whether there is such a pair.")]
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
    """Return the people, largest share first."""
    holdings = find_holdings(
        snapshot, scope=scope, assets=assets, as_of=as_of, half_life=half_life, min_strength=min_strength
    )
    game = Game.of(holdings.holders)
    if not game.sets:
        return Result(summary=(nothing_to_lose(holdings),))
    graph = contact_graph(holdings)
    rows = sorted(_rows(game, graph), key=lambda row: (-round(row.share, 12), row.person_id))
    count = int((holdings.counts > 0).sum())
    found = FOUND(len(rows), count, noun(holdings, count), int((holdings.counts == 1).sum()))
    undated = holdings.undated_total
    return Result(
        rows=tuple(rows),
        summary=(found, *orphaned(holdings), WORKING_VIEW()),
        warnings=(UNDATED(undated),) if undated else (),
    )


def _rows(game: Game, graph: ContactGraph) -> list[Row]:
    holdings, snapshot = graph.holdings, graph.snapshot
    assert holdings is not None
    kept = np.bincount(holdings.person[holdings.held], minlength=len(snapshot))
    alone = np.bincount(
        holdings.person[holdings.held & (holdings.counts[holdings.asset] == 1)], minlength=len(snapshot)
    )
    pairs = graph.separated_pairs()
    return [
        Row(
            person_id=snapshot.ids[person],
            name=snapshot.names[person],
            held=int(kept[person]),
            sole=int(alone[person]),
            share=share / game.total,
            separated_pairs=pairs.get(person, 0),
            is_bridge=person in pairs,
            records=(snapshot.ids[person], *holdings.records(graph.holdings_of(person))),
        )
        for person, share in zip(game.people, game.shares, strict=True)
    ]


CYPHER = None
QUERY = Query(
    name="dependence", title=Text("dependence-title", "Dependence", "Title of the query"), compute=compute, row=Row
)
