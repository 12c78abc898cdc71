# SPDX-License-Identifier: GPL-3.0-or-later
"""Holders and what follows from them, beside the definition taken literally.

See docs/methods/strength-and-holders.md#strength, docs/methods/bus-factor.md#shares.
"""

from collections import defaultdict
from datetime import date
from math import fsum
from random import Random

import pytest

from graph.schema.links import (
    Attended,
    ContactOf,
    Funded,
    Link,
    MemberOf,
    PartnerOf,
    SoughtFundingWith,
    WorkedOn,
    WorkedWith,
)
from graph.schema.nodes import Person
from graph.snapshot.snapshot import Snapshot
from queries.framework.discovery import get_query
from queries.measures.holdings import find_holdings
from tests.support.builders import (
    attended,
    contact_of,
    funded,
    member_of,
    partner,
    partner_of,
    person,
    snapshot_of,
    sought_funding_with,
    worked_on,
    worked_with,
)
from tests.support.random_network import all_links, day, last_date

_DIRECT = ((ContactOf, 1.0), (WorkedWith, 1.0), (SoughtFundingWith, 0.7))
_SHARED = ((WorkedOn, (WorkedOn, Funded), 0.8), (MemberOf, (PartnerOf,), 0.5), (Attended, (Attended,), 0.2))
_TODAY = "2025-01-01"


def network_of_holders(seed: int) -> Snapshot:
    """Return five people and four partners with links of every kind that makes a holder, some old, some doubled."""
    random = Random(seed)
    people, keys = [f"p{number}" for number in range(5)], [f"k{number}" for number in range(4)]

    def one() -> str:
        return random.choice(people)

    def key(prefix: str = "") -> str:
        return f"{prefix}{random.choice(keys[:3])}"

    def old() -> dict[str, str | None]:
        return {"until": random.choice((None, None, "2010", "2018-06", "2022", "2024-05-15"))}

    makers = (
        lambda: contact_of(one(), key(), last_contact=random.choice((None, "2016", "2023-01")), **old()),
        lambda: worked_with(one(), key("partner:"), **old()),
        lambda: sought_funding_with(one(), key(), since=random.choice((None, "2019-03"))),
        lambda: worked_on(one(), key(), role=random.choice((None, "lead")), **old()),
        lambda: worked_on(key("partner:"), key(), **old()),
        lambda: funded(key(), key(), **old()),
        lambda: member_of(one(), key(random.choice(("affiliate:", "group:"))), **old()),
        lambda: member_of(one(), key("partner:"), **old()),
        lambda: partner_of(key(random.choice(("affiliate:", "group:"))), key(), **old()),
        lambda: attended(one(), key(), **old()),
        lambda: attended(key("partner:"), key(), **old()),
    )
    links = [random.choice(makers)() for _ in range(random.randint(0, 40))]
    who = [person(name, until=random.choice((None,) * 6 + ("2020", "2024-12", "2025-06"))) for name in people]
    return snapshot_of([*who, *map(partner, keys), *links], as_of=_TODAY)


def strengths_by_hand(snapshot: Snapshot) -> dict[tuple[str, str], float]:
    """Return w(p, a) of every person with a route to a partner."""
    between: dict[frozenset[str], list[tuple[type[Link], float]]] = defaultdict(list)
    left = {node.id for node in map(snapshot.node, snapshot.ids) if isinstance(node, Person) and is_over(node.until)}
    for link in all_links(snapshot):
        lasts = isinstance(link, (ContactOf, MemberOf, PartnerOf))
        ended = lasts and (is_over(link.until) or link.source in left)
        if not ended or isinstance(link, ContactOf):
            value = 0.0 if ended else decay(snapshot, link)
            between[frozenset((link.source, link.target))].append((type(link), value))

    def joining(one: str, other: str, *classes: type[Link]) -> list[float]:
        return [value for cls, value in between.get(frozenset((one, other)), ()) if cls in classes]

    people, partners = ([id_ for id_ in snapshot.ids if id_.startswith(kind)] for kind in ("person:", "partner:"))
    found: dict[tuple[str, str], float] = {}
    for one in set(people) - left:
        for asset in partners:
            routes = [base * max(direct) for cls, base in _DIRECT if (direct := joining(one, asset, cls))]
            for context in snapshot.ids:
                for mine, theirs, base in _SHARED:
                    near, far = joining(one, context, mine), joining(asset, context, *theirs)
                    if near and far and context != asset:
                        sharing = sum(bool(joining(other, context, mine)) for other in people)
                        routes.append(base * min(max(near), max(far)) / max(1, sharing - 1))
            if routes:
                found[one, asset] = fsum(routes)
    return found


def is_over(until: str | None) -> bool:
    """Say whether every day that a date may mean is before today."""
    return until is not None and until + "-99-99" < _TODAY


def decay(snapshot: Snapshot, link: Link) -> float:
    said = last_date(snapshot, link)
    if said is None:
        return 1.0
    days = (date.fromisoformat(_TODAY) - date.fromisoformat(day(said)[0])).days
    return 2 ** (-max(0, days) / 30.4375 / 24)


def holders_by_hand(snapshot: Snapshot) -> dict[str, set[str]]:
    holders: dict[str, set[str]] = {id_: set() for id_ in snapshot.ids if id_.startswith("partner:")}
    for (one, asset), strength in strengths_by_hand(snapshot).items():
        if round(strength, 12) >= 0.1:
            holders[asset].add(one)
    return holders


@pytest.mark.parametrize("seed", range(20))
def test_strengths_equal_the_definition(seed: int) -> None:
    snapshot = network_of_holders(seed)
    held = find_holdings(snapshot)
    rows = zip(held.person.tolist(), held.asset.tolist(), held.strength.tolist(), strict=True)
    found = {(snapshot.ids[one], held.asset_id(asset)): strength for one, asset, strength in rows}
    assert found == pytest.approx(strengths_by_hand(snapshot), abs=1e-12)
    holders = {held.asset_id(asset): {snapshot.ids[one] for one in of} for asset, of in enumerate(held.holders)}
    assert holders == holders_by_hand(snapshot)


@pytest.mark.parametrize("seed", range(20))
def test_who_is_alone_and_what_is_left_follow_from_the_holders(seed: int) -> None:
    snapshot = network_of_holders(seed)
    holders = holders_by_hand(snapshot)
    single = {row.asset_id: row.holder_id for row in get_query("single-contacts").run(snapshot).rows}
    assert single == {asset: next(iter(of)) for asset, of in holders.items() if len(of) == 1}
    mine = {row.person_id: (row.held, row.sole) for row in get_query("dependence").run(snapshot).rows}
    for id_, figures in mine.items():
        of_mine = [of for of in holders.values() if id_ in of]
        assert figures == (len(of_mine), sum(len(of) == 1 for of in of_mine))
    assert set.union(set(), *holders.values()) <= mine.keys()
    leaving = Random(seed).sample([snapshot.ids[number] for number in snapshot.nodes_of(Person)], 2)
    rows = get_query("what-if").run(snapshot, leave=leaving).rows
    orphaned = {row.id for row in rows if row.change == "orphaned"}
    assert orphaned == {asset for asset, of in holders.items() if of and of <= set(leaving)}
