# SPDX-License-Identifier: GPL-3.0-or-later
"""The bus factor if open name matches are the same people (METHODS 2.10)."""

from graph.links import Decision
from graph.snapshot import Snapshot
from queries.bus_factor import QUERY
from queries.critical_set import Budget, CriticalSet
from queries.holders import holdings
from queries.joined import Pair
from queries.name_matches import OpenMatches, figure, open_matches
from tests.builders import contact_of, person, same_as, snapshot_of

_BUDGET = Budget(nodes=10_000)


def network(*decisions: tuple[str, str, Decision]) -> Snapshot:
    """Return three people with two partners each, and what was decided about them."""
    people = ("ada", "ben", "cem")
    return snapshot_of(
        [
            *(contact_of(name, f"{name}{number}") for name in people for number in range(2)),
            *(same_as(first, second, decision=decision) for first, second, decision in decisions),
            person("dia"),
        ]
    )


def ask(snapshot: Snapshot, *alike: tuple[str, str]) -> tuple[int, int | None]:
    """Return the number of open matches and the bus factor with them."""
    pairs: list[Pair] = [(snapshot.index(f"person:{a}"), snapshot.index(f"person:{b}")) for a, b in alike]
    found = open_matches(holdings(snapshot), pairs, 0.5, _BUDGET)
    return found.count, None if found.found is None else found.found.upper


def test_people_who_look_alike_count_as_one() -> None:
    assert ask(network()) == (0, None)
    assert ask(network(), ("ada", "ben")) == (1, 1)
    assert ask(network(), ("ben", "ada"), ("ada", "ben")) == (1, 1)


def test_unsure_is_open_and_different_is_closed() -> None:
    assert ask(network(("ada", "ben", Decision.UNSURE))) == (1, 1)
    assert ask(network(("ada", "ben", Decision.UNSURE)), ("ada", "ben")) == (1, 1)
    assert ask(network(("ada", "ben", Decision.DIFFERENT)), ("ada", "ben")) == (0, None)


def test_nobody_is_joined_with_somebody_different() -> None:
    assert ask(network(("ada", "cem", Decision.DIFFERENT)), ("ada", "ben"), ("ben", "cem")) == (2, 1)


def test_only_holders_count() -> None:
    assert ask(network(("ada", "dia", Decision.UNSURE)), ("ben", "dia")) == (0, None)


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
        "The bus factor is between 5 and 7 (between 4 and 6 if the 4 open name matches are the same people).",
    ]


def test_query_has_the_bracket() -> None:
    result = QUERY.run(network(("ada", "ben", Decision.UNSURE)))
    (row,) = result.rows
    assert (row.bus_factor, row.open_matches, row.with_matches) == (2, 1, 1)
    assert str(result.summary[1]) == "The bus factor is 2 (1 if the open name match is the same person)."
