# SPDX-License-Identifier: GPL-3.0-or-later
"""Search: what matches, in which order, and that it is what the definition says."""

import random
from typing import Any

import pytest

from graph.schema.folding import fold
from graph.schema.packed import pack
from graph.snapshot.snapshot import Snapshot
from queries.explore.search import QUERY
from tests.support.builders import partner, person, theme

PEOPLE = [
    person("a", name="Ama Mensah"),
    person("b", name="Mensah"),
    person("c", name="Mensah Ama"),
    person("d", name="Kwame Clemensah"),
    person("e", name="Zoë Müller", aliases=("Zo", "Mensa")),
    partner("f", name="Mensahs & Sons"),
    theme("g", name="Heritage", labels={"fr": "Patrimoine", "ar": "تراث"}),
    person("h", name="…"),
]


def found(text: str, **more: Any) -> list[str]:
    snapshot = Snapshot.of(map(pack, PEOPLE))
    return [row.id.partition(":")[2] for row in QUERY.run(snapshot, text=text, **more).rows]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        # The whole name, then names that start so, then words that do, then the rest; equals by name.
        ("mensah", ["b", "c", "f", "a", "d"]),
        ("MENSÁH", ["b", "c", "f", "a", "d"]),
        ("mensa", ["e", "b", "c", "f", "a", "d"]),
        ("ama men", ["a", "c"]),
        ("zoe mul", ["e"]),
        ("patri", ["g"]),
        ("تراث", ["g"]),
        # Two letters inside a word are no match, three are.
        ("ns", []),
        ("nsa", ["a", "d", "b", "c", "f", "e"]),
        ("sah kwa", ["d"]),
        ("nobody", []),
        ("…", []),
        ("a(b", []),
    ],
)
def test_what_is_found_and_in_which_order(text: str, ids: list[str]) -> None:
    assert found(text) == ids


@pytest.mark.parametrize(
    ("text", "matched"), [("mensa", ["Mensa", "", "", "", "", ""]), ("PATRI", ["Patrimoine"]), ("heritage", [""])]
)
def test_another_name_that_matched_is_told_as_it_was_written(text: str, matched: list[str]) -> None:
    rows = QUERY.run(Snapshot.of(map(pack, PEOPLE)), text=text).rows
    assert [row.matched for row in rows] == matched


def test_only_things_of_a_type() -> None:
    assert found("mensah", type="Partner") == ["f"]


def test_nothing_is_found_where_nothing_has_a_name() -> None:
    assert QUERY.run(Snapshot.of(()), text="a").rows == ()
    assert QUERY.run(Snapshot.of([pack(person("h", name="…"))]), text="a").rows == ()


def rank(query: str, key: str) -> int | None:
    """Return how well a key matches, as the definition says it, one key after the other."""
    if key == query or key.startswith(query):
        return 0 if key == query else 1
    begins = [any(word.startswith(part) for word in key.split()) for part in query.split()]
    within = [len(part) >= 3 and part in key for part in query.split()]
    if not all(a or b for a, b in zip(begins, within, strict=True)):
        return None
    return 2 if all(begins) else 3


def test_the_quick_way_finds_what_the_definition_does() -> None:
    chance = random.Random(7)

    def name() -> str:
        return " ".join("".join(chance.choices("abc", k=chance.randint(1, 4))) for _ in range(chance.randint(1, 3)))

    people = [person(f"p{n}", name=name(), aliases=(name(), name())) for n in range(300)]
    snapshot = Snapshot.of(map(pack, people))
    for query in [fold(name()) for _ in range(200)]:
        expected = []
        for node, keys in enumerate(snapshot.keys):
            ranked = [(found, key) for key in keys if (found := rank(query, key)) is not None]
            if ranked:
                best, key = min(ranked)
                other = "" if key == fold(snapshot.names[node]) else key
                expected.append((best, fold(snapshot.names[node]), snapshot.ids[node], other))
        rows = QUERY.run(snapshot, text=query).rows
        assert [(row.id, row.matched) for row in rows] == [(id_, key) for _, _, id_, key in sorted(expected)]
