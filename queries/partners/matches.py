# SPDX-License-Identifier: GPL-3.0-or-later
"""Who offers what somebody else wants?

Somebody *wants* a theme if they said so or asked a question about it, and
*offers* it if they said so or worked on a project about it; what both sides
said stands before what only their questions and projects suggest. `score` is
high where both gain: the harmonic mean of what each gets from the other, rare
themes counting more. A theme that both want and both offer is no exchange.
Where one side says nothing about what it wants or offers, half of the other
side's gain is taken and `mutual` is left empty. Rows of one theme stand
together, the theme of the best row first.

Reading it: a row is a reason to introduce two, not a promise that either has
time. What was wanted three years ago may be settled.

Complexity: O(pairs of wanter and offerer).  References: How this is worked out,
Interests, offers and wants
(docs/methods/interests-and-offers.md#offers-and-wants); Pizzato et al. 2010,
RECON: a reciprocal recommender for online dating, RecSys, 207-214.

>>> from graph.schema.packed import pack
>>> from graph.schema.links import InterestedIn, Stance
>>> from graph.schema.nodes import Person, Theme
>>> nodes = Person(id="person:ada", name="Ada"), Person(id="person:ben", name="Ben"), Theme(id="theme:x", name="Maps")
>>> wants = InterestedIn(source="person:ada", target="theme:x", stance=Stance.WANTS)
>>> offers = InterestedIn(source="person:ben", target="theme:x", stance=Stance.OFFERS)
>>> rows = QUERY.run(Snapshot.of(map(pack, (*nodes, wants, offers)))).rows
>>> [(row.wanter_name, row.offerer_name, row.theme, row.mutual) for row in rows]
[('Ada', 'Ben', 'theme:x', None)]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import fsum
from typing import Annotated

import numpy as np
from pydantic import Field

from graph.schema.nodes import Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.link_age import LinkAges
from queries.measures.parameters import AsOf
from queries.measures.themes import ACTORS, Themes, themes_of

MOST_PAIRS = 100_000
"""Rows that a question about everything makes; the rarest themes come first (a choice)."""
FOUND = Text(
    "matches-found",
    "{{PLURAL:$1|One wish meets|$1 wishes meet}} an offer. Begin with $2 ($3) and $4 ($5): $6.",
    "$1 number of wishes: somebody and a theme; $2 who wants and $3 how we know, $4 who offers and $5 how we know, "
    "$6 the theme",
)
PAIRS = Text(
    "matches-pairs",
    "They make {{PLURAL:$1|one pair|$1 pairs}} of somebody who wants a theme and somebody who offers it.",
    "$1 number of rows",
)
STATED = Text(
    "matches-stated", "In {{PLURAL:$1|one pair|$1 pairs}} both sides said so themselves.", "$1 number of rows"
)
NONE_STATED = Text(
    "matches-none-stated",
    "In none of these did both sides say so themselves: wishes come from questions asked, offers from work done.",
)
MUTUAL = Text("matches-mutual", "In {{PLURAL:$1|one pair|$1 pairs}} both sides gain.", "$1 number of rows")
ONE_SIDED = Text(
    "matches-one-sided",
    "In {{PLURAL:$1|one pair|$1 pairs}} one side did not say what it wants or offers, so its gain counts half.",
    "$1 number of rows",
)
SAYS_WANTS = Text("matches-says-wants", "wants it", "How we know that somebody wants a theme: they said so")
ASKED_ABOUT = Text("matches-asked", "asked about it", "How we know that somebody may want a theme")
SAYS_OFFERS = Text("matches-says-offers", "offers it", "How we know that somebody offers a theme: they said so")
WORKED_ON_IT = Text("matches-worked-on", "worked on it", "How we know that somebody may offer a theme")
NOTHING = Text("matches-nothing", "No wish meets an offer here.")
UNMET = Text(
    "matches-unmet",
    "{{PLURAL:$1|One theme is|$1 themes are}} wanted and offered by nobody, among them $2.",
    "$1 number, $2 up to three themes",
)
TOO_MANY = Text(
    "matches-too-many",
    "Not looked at, since so many want and offer {{PLURAL:$1|it|them}}: $2. Choose a theme or a person to see these.",
    "$1 number of themes, $2 up to three of them",
)
Pair = tuple[int, int, int]
"""Who wants, who offers, and the theme."""
_NAMED = 3
_NOT_JUDGED = 0.5
"""What the one known side of an exchange counts (docs/methods/partner-search.md#exchange, a choice)."""


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody who wants a theme, and somebody who offers it."""

    wanter_id: Annotated[str, Field(title="Who wants id", description="Id of who wants it.")]
    wanter_name: Annotated[str, Field(title="Who wants", description="Name of who wants it.")]
    wanter_how: Annotated[
        Message,
        Field(title="How the wish is known", description="Whether they said that they want it, or asked about it."),
    ]
    offerer_id: Annotated[str, Field(title="Who offers id", description="Id of who offers it.")]
    offerer_name: Annotated[str, Field(title="Who offers", description="Name of who offers it.")]
    offerer_how: Annotated[
        Message,
        Field(title="How the offer is known", description="Whether they said that they offer it, or worked on it."),
    ]
    theme: Annotated[str, Field(description="Id of the theme.")]
    stated: Annotated[bool, Field(title="Both said so", description="Whether both said so themselves.")]
    mutual: Annotated[bool | None, Field(description="Whether both gain; empty where one side is not known.")]
    score: Annotated[float, Field(description="How much both gain; rare themes count more.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the links that say so.")]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What two may gain from each other; `mutual` is None where one side is not known."""

    score: float
    mutual: bool | None


def compute(
    snapshot: Snapshot,
    *,
    id: Annotated[str | None, Field(description="Only wishes and offers of this one."), Ref(*ACTORS)] = None,  # noqa: A002 - the parameter's public name
    theme: Annotated[str | None, Field(description="Only this theme."), Ref(Theme)] = None,
    stated: Annotated[
        bool, Field(title="Only what both said", description="Only what both sides said themselves.")
    ] = False,
    as_of: AsOf = None,
) -> Result[Row]:
    """Return pairs of wanter and offerer by theme, stated ones first, then those from which both gain."""
    found = themes_of(snapshot)
    only = snapshot.index(theme) if theme else None
    wanted = found.wants.by_theme if only is None else {only: found.wants.by_theme.get(only, [])}
    left = frozenset(np.flatnonzero(LinkAges(snapshot, as_of).left).tolist())
    pairs, left_out = _pairs(found, wanted, snapshot.index(id) if id else None, snapshot.opted_out | left)
    rows = tuple(row for row in _rows(snapshot, found, pairs) if row.stated or not stated)
    unmet = [
        t for t, nodes in wanted.items() if left.issuperset(found.offers.by_theme.get(t, ())) and set(nodes) - left
    ]
    warnings = [TOO_MANY(len(left_out), _names(snapshot, left_out))] if left_out else []
    return Result(rows=rows, summary=tuple(_summary(snapshot, rows, unmet)), warnings=tuple(warnings))


def _pairs(
    found: Themes, wanted: dict[int, list[int]], start: int | None, absent: frozenset[int]
) -> tuple[list[Pair], list[int]]:
    """Return (wanter, offerer, theme) without who opted out or left, and the themes that were too much to look at."""
    pairs: list[Pair] = []
    left_out: list[int] = []
    for theme in sorted(wanted, key=lambda t: (int(found.df[t]), t)):
        wanters = [node for node in wanted[theme] if node not in absent]
        offerers = [node for node in found.offers.by_theme.get(theme, []) if node not in absent]
        if start is not None:
            here = [(start, node) for node in offerers if start in wanters]
            here += [(node, start) for node in wanters if start in offerers and node != start]
        elif len(pairs) + len(wanters) * len(offerers) > MOST_PAIRS and len(wanted) > 1:
            left_out.append(theme)
            continue
        else:
            here = [(wanter, offerer) for wanter in wanters for offerer in offerers]
        pairs += [
            (wanter, offerer, theme)
            for wanter, offerer in here
            if wanter != offerer and not (found.offers.has(wanter, theme) and found.wants.has(offerer, theme))
        ]
    return pairs, sorted(left_out)


def exchange(found: Themes, one: int, other: int) -> Exchange:
    """Return what two would gain from each other, symmetric (docs/methods/partner-search.md#exchange)."""
    gain, back = _gain(found, one, other), _gain(found, other, one)
    if gain is None or back is None:
        return Exchange(_NOT_JUDGED * (gain or back or 0.0), None)
    return Exchange(2 * gain * back / (gain + back) if gain and back else 0.0, bool(gain and back))


def _gain(found: Themes, wanter: int, offerer: int) -> float | None:
    """Return how rare that is which one wants and the other offers; None if one of them states nothing."""
    if not (found.wants.stated[wanter] and found.offers.stated[offerer]):
        return None
    gained, given = (
        set(found.wants.of(one).tolist()) & set(found.offers.of(other).tolist())
        for one, other in ((wanter, offerer), (offerer, wanter))
    )
    return fsum(float(found.idf[theme]) for theme in sorted(gained - given))


def _rows(snapshot: Snapshot, found: Themes, pairs: list[Pair]) -> list[Row]:
    """Return a row for each pair; rows of one theme together, in order of the best row of each."""
    judged = lru_cache(maxsize=None)(lambda one, other: exchange(found, one, other))
    gain = lru_cache(maxsize=None)(lambda wanter, offerer: _gain(found, wanter, offerer) or 0.0)

    def order(pair: Pair) -> tuple[bool, float, float, int, int, int]:
        wanter, offerer, theme = pair
        score = judged(min(wanter, offerer), max(wanter, offerer)).score
        stated = found.stated_wants.has(wanter, theme) and found.stated_offers.has(offerer, theme)
        return not stated, -round(score, 12), -round(gain(wanter, offerer), 12), wanter, offerer, theme

    by_theme: dict[int, list[Pair]] = {}
    for pair in sorted(pairs, key=order):
        by_theme.setdefault(pair[2], []).append(pair)
    return [
        _row(snapshot, found, pair, judged(min(pair[:2]), max(pair[:2]))) for of in by_theme.values() for pair in of
    ]


def _row(snapshot: Snapshot, found: Themes, pair: Pair, both: Exchange) -> Row:
    wanter, offerer, theme = pair
    wants, offers = found.stated_wants.has(wanter, theme), found.stated_offers.has(offerer, theme)
    links = sorted({*found.wants.links(wanter, theme), *found.offers.links(offerer, theme)})
    return Row(
        wanter_id=snapshot.ids[wanter],
        wanter_name=snapshot.names[wanter],
        wanter_how=(SAYS_WANTS if wants else ASKED_ABOUT)(),
        offerer_id=snapshot.ids[offerer],
        offerer_name=snapshot.names[offerer],
        offerer_how=(SAYS_OFFERS if offers else WORKED_ON_IT)(),
        theme=snapshot.ids[theme],
        stated=wants and offers,
        mutual=both.mutual,
        score=both.score,
        records=tuple(map(snapshot.link_id, links)),
    )


def _names(snapshot: Snapshot, nodes: list[int]) -> list[Name]:
    return [Name(snapshot.ids[node], snapshot.names[node]) for node in nodes[:_NAMED]]


def _summary(snapshot: Snapshot, rows: tuple[Row, ...], unmet: list[int]) -> Iterator[Message]:
    if rows:
        best = rows[0]
        wanter, offerer = Name(best.wanter_id, best.wanter_name), Name(best.offerer_id, best.offerer_name)
        wishes = len({(row.wanter_id, row.theme) for row in rows})
        theme = Name(best.theme, snapshot.names[snapshot.index(best.theme)])
        yield FOUND(wishes, wanter, best.wanter_how, offerer, best.offerer_how, theme)
        if len(rows) > wishes:
            yield PAIRS(len(rows))
        stated = sum(row.stated for row in rows)
        if stated < len(rows):
            yield STATED(stated) if stated else NONE_STATED()
        for text, value in ((MUTUAL, True), (ONE_SIDED, None)):
            count = sum(row.mutual is value for row in rows)
            if count:
                yield text(count)
    else:
        yield NOTHING()
    if unmet:
        yield UNMET(len(unmet), _names(snapshot, sorted(unmet)))


CYPHER = None
QUERY = Query(
    name="matches", title=Text("matches-title", "Offers and wants", "Title of the query"), compute=compute, row=Row
)
