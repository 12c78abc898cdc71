# SPDX-License-Identifier: GPL-3.0-or-later
"""What would we lose if these people left together?

*Orphaned*: nobody would be left who knows the partner. *Weakened*: others would
be left, but those who leave have at least half of the strength. *Separated*: an
organisation that would lose every route through people to some other one; the
*pieces* are what would still hang together.

Reading it: for planning a handover before somebody leaves, or parental leave.
Nobody is said to be leaving. Without anybody chosen, nothing is lost.

Complexity: O((m + r) log m), m = links, r = routes, and two bus factors.
References: How this is worked out, What if, and curves
(docs/methods/what-if-and-curves.md#what-if-these-people-leave); Borgatti,
Identifying sets of key players, 2006.

>>> from graph.snapshot.snapshot import EMPTY
>>> QUERY.run(EMPTY).rows
()
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Annotated, Literal

from pydantic import Field

from graph.schema.nodes import Person, class_of
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Percent, Text
from queries.algorithms.coverage import Game
from queries.algorithms.critical_set import Budget, smallest
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.contact_graph import UNDATED, ContactGraph, contact_graph
from queries.measures.holdings import Holdings, find_holdings
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
from queries.measures.wording import (
    FEWEST_FOR_A_SHARE,
    SEVERAL,
    brief,
    cut,
    nothing_to_lose,
    noun,
    number,
    orphaned,
    people,
)

Change = Literal["orphaned", "weakened", "separated"]
_ORDER: tuple[Change, ...] = ("orphaned", "weakened", "separated")

LEAVING = Text(
    "what-if-leaving",
    "If $2 left, $3 of $4 $5 would have nobody who knows them, and $6 would be weakened.",
    "$1 number of people, $2 list of people, $3 orphaned, $4 all held, $5 what they are (a plural noun), $6 weakened",
)
NOBODY = Text(
    "what-if-nobody",
    "Nobody is chosen, so nothing is lost. These are today's figures for $1 $2.",
    "$1 number held, $2 what they are (a plural noun)",
)
PIECES = Text(
    "what-if-pieces",
    "{{PLURAL:$1|One pair|$1 pairs}} of organisations would lose every route to each other. The parts that would be "
    "left: $2.",
    "$1 number of pairs, $2 list of parts: one organisation, or several that hang together",
)
PIECE = Text("what-if-piece", "$1 (together)", "One part of the network: a list of organisations that hang together")
NO_PIECES = Text("what-if-no-pieces", "No two organisations would lose every route to each other.")
BUS_FACTOR = Text(
    "what-if-bus-factor",
    "The bus factor of what is left would be $2 (today $1).",
    "$1 and $2 number, interval in words, or the word for none",
)
NO_FIGURE = Text("what-if-no-figure", "not defined", "Instead of a bus factor where nothing is kept")
SINGLE = Text(
    "what-if-single",
    "$2 of $4 $6 would have one person who knows them (today $1 of $3$5).",
    "$1 and $2 number before and after, $3 and $4 all before and after, $5 shares in brackets or nothing, $6 noun",
)
SHARES = Text("what-if-shares", "; $2 instead of $1", "$1 and $2 share before and after, after a number")
EXPECTED = Text(
    "what-if-expected",
    "If each person left with a chance of $1, $3 $4 of what is left would be lost on average (today $2).",
    "$1 chance, $2 and $3 decimal numbers, $4 what they are (a plural noun)",
)
STEP_IN = Text("what-if-step-in", "Who could step in: $1.", "$1 list of people, each with what they could take over")
STEP_IN_FOR = Text("what-if-step-in-for", "$1 for $2", "$1 person, $2 partner")
_PIECES, _OF_A_PIECE = 8, 3
"""How many parts are named, and how many organisations of each."""
_BUDGET = Budget(seconds=4.0)
"""For each of the two figures; ten seconds are for the whole query."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something that would change."""

    id: Annotated[str, Field(description="Id of the partner, group or affiliate.")]
    name: Annotated[str, Field(description="Its name.")]
    type: Annotated[str, Field(description="What it is.")]
    change: Annotated[Change, Field(description="The worst that would happen to it.")]
    before: Annotated[
        int, Field(description="People who know it today; of what is separated, organisations it has a route to.")
    ]
    after: Annotated[int, Field(description="The same once they left.")]
    piece: Annotated[
        int | None,
        Field(description="Number of the piece it would be in, the largest first; empty if nothing comes off."),
    ]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the row.")]


def compute(
    snapshot: Snapshot,
    *,
    leave: Annotated[
        tuple[str, ...],
        Ref(Person, may_hide=True),
        Field(title="Who leaves", description="The people who would leave, by id or name."),
    ] = (),
    scope: ScopeText = None,
    assets: Assets = "Partner",
    leave_chance: LeaveChance = LEAVE_CHANCE,
    as_of: AsOf = None,
    half_life: HalfLife = HALF_LIFE,
    min_strength: MinStrength = MIN_STRENGTH,
) -> Result[Row]:
    """Return what would change, the worst first."""
    holdings = find_holdings(
        snapshot, scope=scope, assets=assets, as_of=as_of, half_life=half_life, min_strength=min_strength
    )
    leaving = frozenset(map(snapshot.index, leave))
    graph = contact_graph(holdings)
    pieces = graph.pieces_without(leaving)
    rows = tuple(sorted(_rows(holdings, leaving, pieces), key=lambda row: (_ORDER.index(row.change), row.id)))
    warnings = (UNDATED(holdings.undated_total),) if holdings.undated_total else ()
    return Result(rows=rows, summary=tuple(_summary(graph, leaving, rows, leave_chance)), warnings=warnings)


def _rows(holdings: Holdings, leaving: frozenset[int], pieces: Sequence[Sequence[Sequence[Name]]]) -> Iterator[Row]:
    piece_of: dict[str, int] = {}
    separated: dict[str, tuple[str, int, int]] = {}
    numbers = iter(range(1, 1 + sum(map(len, pieces))))
    for component in pieces:
        size = sum(map(len, component))
        for piece, number_ in zip(component, numbers, strict=False):
            for name in piece:
                piece_of[name.id] = number_
                separated[name.id] = (name.name, size - 1, len(piece) - 1)
    for asset, change in lost(holdings, leaving):
        id_ = holdings.asset_id(asset)
        separated.pop(id_, None)
        rows = holdings.held_pairs(asset)
        count = len(rows)
        yield Row(
            id=id_,
            name=holdings.asset_name(asset),
            type=holdings.kind,
            change=change,
            before=count,
            after=count - sum(int(holdings.person[row]) in leaving for row in rows),
            piece=piece_of.get(id_),
            records=(*holdings.asset_records(asset), *holdings.records(rows)),
        )
    people_ = tuple(sorted(holdings.snapshot.ids[person] for person in leaving))
    for id_, (name, before, after) in separated.items():
        cls = class_of(id_)
        kind = holdings.kind if "|" in id_ or cls is None else cls.TYPE
        yield Row(id_, name, kind, "separated", before, after, piece_of[id_], (*id_.split("|"), *people_))


def lost(holdings: Holdings, leaving: frozenset[int]) -> list[tuple[int, Change]]:
    """Return the assets that would be orphaned or weakened."""
    changed: list[tuple[int, Change]] = []
    for asset, holders in enumerate(holdings.holders):
        gone = leaving.intersection(holders)
        if not gone:
            continue
        if len(gone) == len(holders):
            changed.append((asset, "orphaned"))
            continue
        rows = holdings.held_pairs(asset)
        whole = fsum(float(holdings.strength[row]) for row in rows)
        part = fsum(float(holdings.strength[row]) for row in rows if int(holdings.person[row]) in gone)
        if round(part, 12) >= round(whole / 2, 12):
            changed.append((asset, "weakened"))
    return changed


def _summary(
    graph: ContactGraph, leaving: frozenset[int], rows: Sequence[Row], leave_chance: float
) -> Iterator[Message]:
    holdings = graph.holdings
    assert holdings is not None
    count = int((holdings.counts > 0).sum())
    if not count:
        yield nothing_to_lose(holdings)
        return
    if not leaving:
        yield NOBODY(count, noun(holdings, count))
    else:
        orphaned_, weakened = (sum(row.change == change for row in rows) for change in _ORDER[:2])
        who = people(holdings, tuple(sorted(leaving)))
        yield LEAVING(len(leaving), who, orphaned_, count, noun(holdings, count), weakened)
        parts = [piece for component in graph.pieces_without(leaving) for piece in component]
        named = [list(map(brief, piece)) for piece in parts]
        pieces = [PIECE(cut(piece, _OF_A_PIECE)) if len(piece) > 1 else piece[0] for piece in named]
        pairs = graph.separated_by(leaving)
        yield PIECES(pairs, cut(pieces, _PIECES)) if pairs else NO_PIECES()
    yield from _figures(holdings, leaving, leave_chance)
    yield from _step_in(holdings, leaving)
    yield from orphaned(holdings)


def _figures(holdings: Holdings, leaving: frozenset[int], leave_chance: float) -> Iterator[Message]:
    before = Game.of(holdings.holders)
    after = Game.of([[person for person in of if person not in leaving] for of in holdings.holders])
    found = [smallest(game, 0.5, _BUDGET) for game in (before, after)]
    yield BUS_FACTOR(*(NO_FIGURE() if one is None else number(one) for one in found))
    single = [int(game.sole_value()) for game in (before, after)]
    whole = [int(game.total) for game in (before, after)]
    shares: Message | str = ""
    if min(whole) >= FEWEST_FOR_A_SHARE:
        shares = SHARES(*(Percent(part / of) for part, of in zip(single, whole, strict=True)))
    yield SINGLE(*single, *whole, shares, noun(holdings, whole[1]))
    expected = [game.expected_loss(leave_chance) for game in (before, after)]
    yield EXPECTED(Percent(leave_chance), *expected, noun(holdings, SEVERAL))


def _step_in(holdings: Holdings, leaving: frozenset[int]) -> Iterator[Message]:
    snapshot = holdings.snapshot
    found: list[Message] = []
    for asset, _ in lost(holdings, leaving):
        row = holdings.stand_in(asset, -1, leaving)
        if row is not None:
            person = int(holdings.person[row])
            name = brief(Name(holdings.asset_id(asset), holdings.asset_name(asset)))
            found.append(STEP_IN_FOR(Name(snapshot.ids[person], snapshot.names[person]), name))
    if found:
        yield STEP_IN(cut(found))


CYPHER = None
QUERY = Query(
    name="what-if",
    title=Text("what-if-title", "What if these people left", "Title of the query"),
    compute=compute,
    row=Row,
)
