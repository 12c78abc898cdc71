# SPDX-License-Identifier: GPL-3.0-or-later
"""The bus factor if open name matches are the same people (docs/methods/bus-factor.md#open-name-matches)."""

from graph.schema.links import Decision
from graph.snapshot.snapshot import Snapshot
from queries.algorithms.critical_set import Budget, CriticalSet
from queries.bus_factor.bus_factor import QUERY
from queries.measures.holdings import find_holdings
from queries.measures.identity.name_matches import OpenMatches, figure, open_matches
from tests.support.builders import contact_of, person, same_as, snapshot_of

_BUDGET = Budget(nodes=10_000)


def network(*decisions: tuple[str, str, Decision], cem: str = "Cem Kaya") -> Snapshot:
    """Return three people with two partners each, one without any, and what was decided about them."""
    people = ("ada", "ben", "cem")
    return snapshot_of(
        [
            person("ada", name="Mohamed Haddad"),
            person("ben", name="Mohammed Haddad"),
            person("cem", name=cem),
            person("dia", name="Mohamed Hadad"),
            *(contact_of(name, f"{name}{number}") for name in people for number in range(2)),
            *(same_as(first, second, decision=decision) for first, second, decision in decisions),
        ]
    )


def ask(snapshot: Snapshot) -> tuple[int, int | None]:
    """Return the number of open matches and the bus factor with them."""
    found = open_matches(find_holdings(snapshot), 0.5, _BUDGET)
    assert found is not None
    return found.count, None if found.found is None else found.found.upper


def test_holders_who_look_alike_count_as_one() -> None:
    assert ask(network()) == (1, 1)
    assert ask(network(cem="Muhammad Haddad")) == (3, 1)
    assert ask(snapshot_of([contact_of("ada", "museum"), contact_of("ben", "radio")])) == (0, None)


def test_unsure_is_open_and_different_is_closed() -> None:
    assert ask(network(("ben", "cem", Decision.UNSURE))) == (2, 1)
    assert ask(network(("ada", "ben", Decision.DIFFERENT))) == (0, None)


def test_nobody_is_joined_with_somebody_different() -> None:
    decided = ("ada", "ben", Decision.DIFFERENT), ("ben", "cem", Decision.UNSURE), ("ada", "cem", Decision.UNSURE)
    assert ask(network(*decided)) == (2, 1)


def test_too_many_to_compare() -> None:
    snapshot = snapshot_of([contact_of(f"p{number}", "museum") for number in range(5_001)])
    result = QUERY.run(snapshot)
    assert (result.rows[0].open_matches, result.rows[0].with_matches) == (None, None)
    assert str(result.warnings[-1]) == "Name matches not checked: more than 5,000 people are too many to compare."


def test_bracket_of_the_sentence() -> None:
    three, two = (CriticalSet(lower=n, upper=n, lost=1, example=(), is_canonical=True, core=None) for n in (3, 2))
    wide = CriticalSet(lower=5, upper=7, lost=1, example=(), is_canonical=False, core=None)
    narrow = CriticalSet(lower=4, upper=6, lost=1, example=(), is_canonical=False, core=None)
    said = [
        figure(three, OpenMatches(count=0, found=None)),
        figure(three, OpenMatches(count=4, found=two)),
        figure(three, OpenMatches(count=1, found=three)),
        figure(wide, OpenMatches(count=4, found=narrow)),
    ]
    assert list(map(str, said)) == [
        "The bus factor is 3.",
        "The bus factor is 3 (2 if the 4 open name matches are the same people).",
        "The bus factor is 3 (also 3 if the open name match is the same person).",
        "The bus factor is between 5 and 7 (4 to 6 if the 4 open name matches are the same people).",
    ]


def test_query_has_the_bracket() -> None:
    result = QUERY.run(network())
    (row,) = result.rows
    assert (row.bus_factor, row.open_matches, row.with_matches) == (2, 1, 1)
    assert str(result.summary[1]) == "The bus factor is 2 (1 if the open name match is the same person)."
