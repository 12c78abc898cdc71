# SPDX-License-Identifier: GPL-3.0-or-later
"""Which introductions would take most weight off single shoulders?

Chosen one by one: always the person and partner whose introduction rescues most
of the value that is lost on average when people leave independently. How well
the two fit counts (language, themes, somebody near who knows the partner,
place), popularity does not. Where all fit equally well nobody is named.

Reading it: a proposal with its reasons; who is introduced to whom is decided
by people. The fit is no probability until accepted and declined introductions
were counted, and nobody here was asked yet.

Complexity: O(candidates * count). The order is at least half as good as the
best possible one.  References: How this is worked out, Introductions
(docs/methods/introductions.md#second-contacts); Fisher, Nemhauser and Wolsey,
An analysis of approximations for maximizing submodular set functions II, 1978.

>>> from graph.snapshot.snapshot import EMPTY
>>> QUERY.run(EMPTY).rows
()
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from graph.schema.nodes import Person
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.algorithms.coverage import Game
from queries.algorithms.critical_set import Budget, critical_set
from queries.framework.query import Query
from queries.framework.result import Result
from queries.measures.contact_graph import UNDATED
from queries.measures.feasibility import Feasibility
from queries.measures.holdings import Holdings, find_holdings
from queries.measures.involvement import HowLong, Involved, OpenToPartners, chosen, open_people
from queries.measures.parameters import (
    HALF_LIFE,
    LEAVE_CHANCE,
    MIN_STRENGTH,
    AsOf,
    Assets,
    HalfLife,
    LeaveChance,
    MinStrength,
)
from queries.measures.scope import ScopeText
from queries.measures.wording import MORE, nothing_to_lose, noun, number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

FOUND = Text(
    "second-contacts-found",
    "{{PLURAL:$1|One introduction is|$1 introductions are}} proposed. If {{PLURAL:$1|it succeeds|all succeed}}, $2 "
    "instead of $3 $4 hang on one person, and the bus factor is $5 instead of $6.",
    "$1 number of introductions, $2 and $3 numbers, $4 what they are (a plural noun), $5 and $6 number or interval",
)
NONE = Text(
    "second-contacts-none",
    "No introduction to propose: nobody who does not know them yet fits any of the $1 $2.",
    "$1 number of held relationships, $2 what they are (a plural noun)",
)
ALIKE = Text(
    "second-contacts-alike",
    "Nothing that is recorded tells the $1 people apart who could get to know $2 $3, so nobody is named. Their themes, "
    "languages, places and common work would tell.",
    "$1 number of people, $2 number of relationships, $3 what they are (a plural noun)",
)
FRESH_START = Text(
    "second-contacts-fresh-start",
    "Nobody on the map knows $1, so nobody can introduce anybody: {{PLURAL:$2|it needs|they need}} a fresh start.",
    "$1 list of names, $2 their number",
)
LIMITED = Text(
    "second-contacts-limited",
    "There are more than $1 people, so only those who work closely with somebody who knows a partner were looked at, "
    "at most $2 for each partner.",
    "$1 and $2 numbers",
)
SUGGESTION = Text(
    "second-contacts-suggestion",
    "These are suggestions from what is recorded; nobody was asked yet, and how well two fit is no probability.",
)
COORDINATOR = Text("second-contacts-coordinator", "ask a coordinator", "Where nobody can be named as introducer")
_EVERYBODY_UP_TO = 2_000
_PER_ASSET = 200
_NAMED = 10
_SIDE = Budget(seconds=3.0, tie_break_seconds=0.0)
"""For figures beside the list."""


@dataclass(frozen=True, slots=True)
class Row:
    """An introduction of a person to a partner."""

    rank: Annotated[int, Field(description="Rank in the list; the most relief first.")]
    person_id: Annotated[str, Field(description="Id of who would get to know the partner.")]
    person_name: Annotated[str, Field(description="Their name.")]
    asset_id: Annotated[str, Field(title="Relationship id", description="Id of the partner.")]
    asset_name: Annotated[str, Field(title="Relationship", description="Its name.")]
    introduced_by_id: Annotated[str | None, Field(description="Id of who knows the partner and could introduce them.")]
    introduced_by_name: Annotated[str | Message, Field(description="Their name.")]
    feasibility: Annotated[
        float, Field(title="How feasible", description="How well the two fit, 0 to 1; no probability.")
    ]
    gain: Annotated[float, Field(description="Relationships saved on average, after those above in the list.")]
    loss_before: Annotated[float, Field(description="Relationships lost on average before this introduction.")]
    loss_after: Annotated[float, Field(description="The same after it.")]
    why: Annotated[tuple[Message, ...], Field(description="Reasons for and against.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the row.")]


@dataclass(frozen=True, slots=True)
class Introduction:
    """A person (row) to be introduced to an asset, how well they fit, and what it saves."""

    row: int
    asset: int
    feasibility: float
    gain: float


def compute(  # noqa: PLR0913 - each is a parameter of the query
    snapshot: Snapshot,
    *,
    scope: ScopeText = None,
    assets: Assets = "Partner",
    count: Annotated[int, Field(title="How many", ge=1, le=100, description="How many introductions at most.")] = 10,
    cap: Annotated[
        int, Field(title="Most for one person", ge=1, le=100, description="How many for one person at most.")
    ] = 2,
    leave_chance: LeaveChance = LEAVE_CHANCE,
    shared_language: Annotated[
        bool, Field(description="Leave out people who share no language with the partner.")
    ] = True,
    open_to_partners: OpenToPartners = False,
    involved: HowLong = None,
    as_of: AsOf = None,
    half_life: HalfLife = HALF_LIFE,
    min_strength: MinStrength = MIN_STRENGTH,
) -> Result[Row]:
    """Return the introductions, the most relief first."""
    holdings = find_holdings(
        snapshot, scope=scope, assets=assets, as_of=as_of, half_life=half_life, min_strength=min_strength
    )
    game = Game.of(holdings.holders)
    warnings = tuple(_warnings(holdings))
    if not game.sets:
        return Result(summary=(nothing_to_lose(holdings),), warnings=warnings)
    feasible = Feasibility(holdings, needs_language=shared_language)
    found = _who(feasible, *candidates(feasible), is_open=open_to_partners, how_long=involved)
    alike = _alike(holdings, *found)
    if alike:
        return Result(summary=(alike,), warnings=warnings)
    best = best_introductions(
        *found, holdings.counts, count=count, cap=cap, leave_chance=leave_chance, feasible=feasible
    )
    if not best:
        known = int((holdings.counts > 0).sum())
        return Result(summary=(NONE(known, noun(holdings, known)),), warnings=warnings)
    rows = tuple(_rows(feasible, best, game.expected_loss(leave_chance)))
    return Result(rows=rows, summary=(_summary(feasible, best, game), SUGGESTION()), warnings=warnings)


def _who(
    feasible: Feasibility, rows: "Ints", assets: "Ints", values: "Floats", *, is_open: bool, how_long: Involved | None
) -> "tuple[Ints, Ints, Floats]":
    """Return the pairs of the people who are asked for, those who would like more partners first."""
    snapshot, people = feasible.holdings.snapshot, feasible.people[rows]
    wanted = chosen(snapshot, np.unique(people), feasible.holdings.ages.today, is_open=is_open, how_long=how_long)
    keep = np.flatnonzero(np.isin(people, wanted))
    order = keep[np.lexsort((assets[keep], rows[keep], ~np.isin(people[keep], sorted(open_people(snapshot)))))]
    return rows[order], assets[order], values[order]


def _alike(holdings: Holdings, rows: "Ints", assets: "Ints", values: "Floats") -> Message | None:
    """Say so where all candidates fit equally well: whom to name would be up to the order of their ids."""
    people, wanted = len(np.unique(rows)), len(np.unique(assets))
    if people < 2 or np.ptp(np.round(values, 12)) > 0:
        return None
    return ALIKE(people, wanted, noun(holdings, wanted))


def candidates(feasible: Feasibility) -> "tuple[Ints, Ints, Floats]":
    """Return people (rows), assets and f of all pairs that may be introduced, by person, then asset."""
    people, holdings = len(feasible.people), feasible.holdings
    if people > _EVERYBODY_UP_TO:
        rows, assets = _nearest(feasible)
        parts = [(rows, assets, feasible.of_pairs(rows, assets).value)]
    else:
        # Asset by asset, since all pairs at once would fill the memory.
        everybody = np.arange(people)
        parts = [
            (everybody, assets, feasible.of_pairs(everybody, assets).value)
            for assets in (np.full(people, asset) for asset in np.flatnonzero(holdings.counts > 0).tolist())
        ]
    rows, assets, values = (np.concatenate(column) for column in zip(*parts, strict=True))
    keep = np.flatnonzero(values > 0)
    order = keep[np.lexsort((assets[keep], rows[keep]))]
    return rows[order], assets[order], values[order]


def _nearest(feasible: Feasibility) -> "tuple[Ints, Ints]":
    rows, assets = feasible.near_pairs()
    shared = feasible.shared_themes(rows, assets)
    order = np.lexsort((rows, -shared, assets))
    starts = np.searchsorted(assets[order], assets[order], "left")
    order = order[np.arange(len(order)) - starts < _PER_ASSET]
    return rows[order], assets[order]


def best_introductions(
    rows: "Ints",
    assets: "Ints",
    values: "Floats",
    holders: "Ints",
    *,
    count: int,
    cap: int,
    leave_chance: float,
    feasible: Feasibility | None = None,
) -> list[Introduction]:
    """Choose one by one the introduction that saves most; of equals the first.

    The columns stand in the order in which equals are chosen; `holders` is how many people
    hold each asset. `feasible` knows who may be a holder already, under
    another name. O(candidates * count).
    """
    missed = leave_chance ** holders.astype(np.float64)
    open_ = np.ones(len(rows), dtype=np.bool_)
    used: Counter[int] = Counter()
    chosen: list[Introduction] = []
    while len(chosen) < count and open_.any():
        gains = np.round(missed[assets] * values * (1 - leave_chance), 12) * open_
        best = int(np.argmax(gains))
        if gains[best] <= 0:
            break
        row, asset, value = int(rows[best]), int(assets[best]), float(values[best])
        if feasible is not None and feasible.may_be_a_holder(int(feasible.people[row]), asset):
            open_[best] = False
            continue
        gain = float(missed[asset]) * value * (1 - leave_chance)
        chosen.append(Introduction(row, asset, value, gain))
        missed[asset] *= 1 - value * (1 - leave_chance)
        open_[best] = False
        used[row] += 1
        if used[row] == cap:
            open_ &= rows != row
    return chosen


def _rows(feasible: Feasibility, chosen: Sequence[Introduction], loss: float) -> Iterator[Row]:
    holdings, snapshot = feasible.holdings, feasible.holdings.snapshot
    used: Counter[int] = Counter()
    for rank, item in enumerate(chosen, 1):
        person = int(feasible.people[item.row])
        pair = introducer(feasible, person, item.asset, used)
        by = None if pair is None else int(holdings.person[pair])
        used.update([] if by is None else [by])
        why, records = feasible.why(person, item.asset)
        behind = () if pair is None else (snapshot.ids[int(holdings.person[pair])], *holdings.records([pair]))
        yield Row(
            rank=rank,
            person_id=snapshot.ids[person],
            person_name=snapshot.names[person],
            asset_id=holdings.asset_id(item.asset),
            asset_name=holdings.asset_name(item.asset),
            introduced_by_id=None if by is None else snapshot.ids[by],
            introduced_by_name=COORDINATOR() if by is None else snapshot.names[by],
            feasibility=item.feasibility,
            gain=item.gain,
            loss_before=loss,
            loss_after=loss - item.gain,
            why=why,
            records=tuple(dict.fromkeys((*holdings.asset_records(item.asset), *records, *behind))),
        )
        loss -= item.gain


def introducer(feasible: Feasibility, person: int, asset: int, used: Counter[int]) -> int | None:
    """Return the pair of the holder who introduces somebody; None if all opted out.

    One who works closely with the person if there is one; then whoever is
    least used, then the strongest, then the smallest id.
    """
    holdings = feasible.holdings
    near = set(feasible.near_holders(person, asset))
    rows = [row for row in holdings.held_pairs(asset) if int(holdings.person[row]) not in holdings.snapshot.opted_out]
    return min(
        rows,
        key=lambda row: (
            int(holdings.person[row]) not in near,
            used[int(holdings.person[row])],
            -round(float(holdings.strength[row]), 12),
            int(holdings.person[row]),
        ),
        default=None,
    )


def _summary(feasible: Feasibility, chosen: Sequence[Introduction], game: Game) -> Message:
    holdings = feasible.holdings
    holders = [list(of) for of in holdings.holders]
    for item in chosen:
        holders[item.asset].append(int(feasible.people[item.row]))
    after = Game.of(holders)
    before_set, after_set = critical_set(game, budget=_SIDE), critical_set(after, budget=_SIDE)
    assert before_set is not None
    assert after_set is not None
    single = sum(len(of) == 1 for of in holders), int((holdings.counts == 1).sum())
    return FOUND(len(chosen), *single, noun(holdings, single[1]), number(after_set), number(before_set))


def _warnings(holdings: Holdings) -> Iterator[Message]:
    orphaned = holdings.orphans
    if orphaned:
        named: list[Name | Message] = [
            Name(holdings.asset_id(asset), holdings.asset_name(asset)) for asset in orphaned[:_NAMED]
        ]
        more = [MORE(len(orphaned) - _NAMED)] if len(orphaned) > _NAMED else []
        yield FRESH_START([*named, *more], len(orphaned))
    if len(holdings.snapshot.nodes_of(Person)) > _EVERYBODY_UP_TO:
        yield LIMITED(_EVERYBODY_UP_TO, _PER_ASSET)
    if holdings.undated_total:
        yield UNDATED(holdings.undated_total)


CYPHER = None
QUERY = Query(
    name="second-contacts",
    title=Text("second-contacts-title", "Second contacts", "Title of the query"),
    compute=compute,
    row=Row,
)
