# SPDX-License-Identifier: GPL-3.0-or-later
"""How few people could take half of the partnerships with them?

The *bus factor* of a scope is the fewest people whose leaving loses at least a
share `theta` of what is held there: nobody would be left who knows these
partners (also called *truck factor*, as a set *minimum critical set*). It
belongs to the scope, never to a person.

Reading it: a low number says that a few second contacts would make much
difference. The people named do nothing wrong, and there may be other sets as
small; the core are those who are in each of them. Contacts that nobody wrote
down make the number too low, one person entered twice makes it too high.

Complexity: NP-hard; exact where the bounds meet or the integer program is
solved within ten seconds, else an interval.  References: How this is worked
out, Bus factor (docs/methods/bus-factor.md#headline); Avelino et al., A novel
approach for estimating truck factors, 2016; Piccolo et al. 2026,
arXiv:2603.07845.

>>> from graph.snapshot.snapshot import EMPTY
>>> QUERY.run(EMPTY).rows[0].bus_factor is None
True
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from graph.schema.nodes import Affiliate
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Percent, Text
from queries.algorithms.coverage import Game
from queries.algorithms.critical_set import Budget, CriticalSet, critical_set, smallest
from queries.framework.query import Query
from queries.framework.result import Result, ShownAs
from queries.measures.asset_values import with_values
from queries.measures.contact_graph import UNDATED
from queries.measures.holdings import Holdings, find_holdings
from queries.measures.identity.name_matches import MOST_HOLDERS, OpenMatches, figure, open_matches
from queries.measures.parameters import (
    HALF_LIFE,
    LEAVE_CHANCE,
    MIN_STRENGTH,
    THETA,
    AsOf,
    Assets,
    HalfLife,
    LeaveChance,
    MinStrength,
    Theta,
    Values,
)
from queries.measures.routes import strong_members
from queries.measures.scope import ScopeText
from queries.measures.wording import headline, noun, number, orphaned, people, share

NOT_COMPARED = Text(
    "bus-factor-names-not-compared",
    "Name matches not checked: more than $1 people are too many to compare.",
    "$1 number of people",
)
ONLY = Text(
    "bus-factor-only",
    "{{PLURAL:$1|This is|They are}} $2; no other set is as small. One more contact for what {{PLURAL:$1|this person "
    "keeps|they keep}} would be the greatest relief.",
    "$1 number of people, $2 list of people",
)
EXAMPLE = Text("bus-factor-example", "One set of this size is $1.", "$1 list of people")
CORE = Text(
    "bus-factor-core",
    "Every set as small has $2 in it: one more contact for what {{PLURAL:$1|this person keeps|they keep}} would be the "
    "greatest relief.",
    "$1 number of people, $2 list of people",
)
NO_CORE = Text("bus-factor-no-core", "There are other sets as small, and nobody is in all of them.")
SINGLE = Text(
    "bus-factor-single",
    "$1 of $2 $3 {{PLURAL:$1|has|have}} one person who knows them ($4).",
    "$1 number, $2 all held, $3 what they are (a plural noun), $4 share",
)
EXPECTED = Text(
    "bus-factor-expected",
    "If each person left with a chance of $1, independently of the others, $2 of $3 $4 would be lost on average; if "
    "whole affiliates left together, $5.",
    "$1 chance, $2 decimal number, $3 all held, $4 what they are (a plural noun), $5 decimal number",
)
GROUPS = Text(
    "bus-factor-groups",
    "Colleagues often leave together: counted by affiliate (people without one for themselves), the bus factor is $1.",
    "$1 number, or interval in words",
)

_SIDE = Budget(seconds=3.0)
"""For figures beside the headline: ten seconds are for the whole query."""


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of a scope; empty where there is nothing to lose."""

    bus_factor: Annotated[int | None, Field(description="Fewest people who lose the share; empty for an interval.")]
    lower: Annotated[int | None, Field(title="At least", description="It takes at least so many.")]
    upper: Annotated[int | None, Field(title="At most", description="So many suffice, for instance the example.")]
    exact: Annotated[bool | None, Field(description="Whether the number is proved.")]
    holders: Annotated[int, Field(title="Contacts", description="People who keep at least one of the relationships.")]
    held: Annotated[int, Field(title="Relationships kept", description="Relationships that somebody keeps.")]
    already_orphaned: Annotated[
        int, Field(title="Without a contact already", description="Relationships that nobody on the map keeps.")
    ]
    only_inside: Annotated[
        int,
        Field(
            title="Only its own people on the map",
            description="Relationships with people of the partner's own on the map, and nobody outside as contact.",
        ),
    ]
    single_contact_share: Annotated[
        float | None,
        ShownAs.SHARE,
        Field(title="Share with one contact", description="Share of the held ones that one person keeps."),
    ]
    expected_loss: Annotated[float | None, Field(description="Lost on average if people leave independently.")]
    undated: Annotated[int, Field(description="Links behind this that have no date and count as current.")]
    core: Annotated[
        tuple[str, ...] | None,
        Field(title="In every such set", description="Ids of the people in every smallest set; empty if not decided."),
    ]
    example: Annotated[tuple[str, ...], Field(description="Ids of the people of one smallest set found.")]
    group_version: Annotated[
        int | None,
        Field(
            title="Counted by affiliate", description="The bus factor if whole affiliates leave; empty for an interval."
        ),
    ]
    open_matches: Annotated[
        int | None,
        Field(title="Names to check", description="Pairs of these people who may be one person; empty if not checked."),
    ]
    with_matches: Annotated[
        int | None,
        Field(
            title="If the names match",
            description="The bus factor if all of them are; empty without any or for an interval.",
        ),
    ]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the example.")]


def compute(  # noqa: PLR0913 - each is a parameter of the query
    snapshot: Snapshot,
    *,
    scope: ScopeText = None,
    assets: Assets = "Partner",
    theta: Theta = THETA,
    half_life: HalfLife = HALF_LIFE,
    min_strength: MinStrength = MIN_STRENGTH,
    leave_chance: LeaveChance = LEAVE_CHANCE,
    as_of: AsOf = None,
    values: Values = (),
) -> Result[Row]:
    """Return the one row of a scope."""
    holdings = find_holdings(
        snapshot, scope=scope, assets=assets, as_of=as_of, half_life=half_life, min_strength=min_strength
    )
    holdings = with_values(holdings, values)
    game = Game.of(holdings.holders, holdings.values.tolist())
    found = critical_set(game, theta)
    groups = Game.of(by_affiliate(holdings), holdings.values.tolist())
    group = smallest(groups, theta, _SIDE)
    matches = open_matches(holdings, theta, _SIDE)
    row = _row(holdings, game, Figures(found, group, matches), leave_chance)
    summary = [headline(holdings, found, game.need(theta), game.total)]
    if found is not None and group is not None:
        summary += [figure(found, matches), *_people(holdings, found)]
        summary += _figures(holdings, game, groups, leave_chance)
        summary.append(GROUPS(number(group)))
    warnings = [UNDATED(holdings.undated_total)] if holdings.undated_total else []
    if matches is None:
        warnings.append(NOT_COMPARED(MOST_HOLDERS))
    return Result(rows=(row,), summary=(*summary, *orphaned(holdings)), warnings=tuple(warnings))


@dataclass(frozen=True, slots=True)
class Figures:
    """The bus factor, that of affiliates, and that with open matches joined; None where nothing is held."""

    found: CriticalSet | None
    group: CriticalSet | None
    matches: OpenMatches | None


def by_affiliate(holdings: Holdings) -> list[list[int]]:
    """Return the holders of each asset as affiliates; who has none stands for themself.

    See docs/methods/bus-factor.md#group-version.
    """
    snapshot = holdings.snapshot
    strong = strong_members(snapshot, holdings.ages, holdings.terms.min_strength)
    is_affiliate = np.isin(strong.context, snapshot.nodes_of(Affiliate))
    affiliates: dict[int, list[int]] = {}
    for person, affiliate in zip(
        strong.node[is_affiliate].tolist(), strong.context[is_affiliate].tolist(), strict=True
    ):
        affiliates.setdefault(person, []).append(affiliate)
    return [[node for person in of for node in affiliates.get(person, [person])] for of in holdings.holders]


def _row(holdings: Holdings, game: Game, figures: Figures, leave_chance: float) -> Row:
    ids, found, matches = holdings.snapshot.ids, figures.found, figures.matches
    example = () if found is None else found.example
    return Row(
        bus_factor=exactly(found),
        lower=None if found is None else found.lower,
        upper=None if found is None else found.upper,
        exact=None if found is None else found.exact,
        holders=len(holdings.people),
        held=int((holdings.counts > 0).sum()),
        already_orphaned=len(holdings.orphans),
        only_inside=len(holdings.only_inside),
        single_contact_share=game.sole_value() / game.total if found else None,
        expected_loss=game.expected_loss(leave_chance) if found else None,
        undated=holdings.undated_total,
        core=None if found is None or found.core is None else tuple(ids[person] for person in found.core),
        example=tuple(ids[person] for person in example),
        group_version=exactly(figures.group),
        open_matches=None if matches is None else matches.count,
        with_matches=None if matches is None else exactly(matches.found),
        records=_records(holdings, frozenset(example)),
    )


def exactly(found: CriticalSet | None) -> int | None:
    """Return a bus factor if it is one number, None for an interval or nothing."""
    return found.upper if found is not None and found.exact else None


def _records(holdings: Holdings, leaving: frozenset[int]) -> tuple[str, ...]:
    """Return the relationships that would be lost and the links that their holders have to them."""
    lost = [asset for asset, holders in enumerate(holdings.holders) if holders and leaving.issuperset(holders)]
    rows = [row for asset in lost for row in holdings.held_pairs(asset)]
    return (*dict.fromkeys(id_ for asset in lost for id_ in holdings.asset_records(asset)), *holdings.records(rows))


def _people(holdings: Holdings, found: CriticalSet) -> list[Message]:
    if found.core == found.example:
        return [ONLY(len(found.example), people(holdings, found.example))]
    example = EXAMPLE(people(holdings, found.example))
    if found.core is None:
        return [example]
    return [example, CORE(len(found.core), people(holdings, found.core)) if found.core else NO_CORE()]


def _figures(holdings: Holdings, game: Game, groups: Game, leave_chance: float) -> list[Message]:
    count = int((holdings.counts > 0).sum())
    single = int((holdings.counts == 1).sum())
    part = share(single, count)
    if part is None:
        return []
    words = noun(holdings, count)
    expected = game.expected_loss(leave_chance), groups.expected_loss(leave_chance)
    return [
        SINGLE(single, count, words, part),
        EXPECTED(Percent(leave_chance), expected[0], count, words, expected[1]),
    ]


CYPHER = None
QUERY = Query(
    name="bus-factor", title=Text("bus-factor-title", "Bus factor", "Title of the query"), compute=compute, row=Row
)
