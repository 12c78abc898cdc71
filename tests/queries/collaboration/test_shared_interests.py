# SPDX-License-Identifier: GPL-3.0-or-later
"""Who cares about the same things: weight, similarity, and whether they are tied already."""

from itertools import combinations
from math import log, sqrt
from typing import Any

import pytest

from graph.errors import UnknownName
from graph.schema.nodes import Record
from graph.snapshot.snapshot import EMPTY, Snapshot
from queries.collaboration.shared_interests import QUERY, Row
from queries.measures.themes import themes_of
from tests.support.builders import (
    about,
    asked,
    interested_in,
    member_of,
    person,
    snapshot_of,
    worked_on,
    worked_with,
)
from tests.support.random_network import random_network

# Four people with themes. Everybody has data; maps belong to ada and ben, law to ada and cem.
#
#     data: ada ben cem dia     maps: ada (asked) ben     law: ada cem
RECORDS = [
    *(interested_in(name, "data") for name in ("ada", "ben", "cem", "dia")),
    asked("ada", "q"),
    about("q", "maps"),
    interested_in("ben", "maps"),
    interested_in("ada", "law"),
    interested_in("cem", "law"),
    worked_with("ada", "cem"),
    *(worked_on(name, "atlas") for name in ("cem", "dia")),
]
COMMON, RARE = log(2), log(3)


def rows_of(snapshot: Snapshot, **parameters: Any) -> tuple[Row, ...]:
    return QUERY.run(snapshot, **parameters).rows


def test_rare_themes_weigh_more() -> None:
    rows = rows_of(snapshot_of(RECORDS))
    assert [(r.first_name, r.second_name, r.themes, r.weight, r.already_tied) for r in rows] == [
        ("Ada", "Ben", ("theme:maps", "theme:data"), pytest.approx(COMMON + RARE), False),
        ("Ada", "Cem", ("theme:law", "theme:data"), pytest.approx(COMMON + RARE), True),
        ("Ada", "Dia", ("theme:data",), pytest.approx(COMMON), False),
        ("Ben", "Cem", ("theme:data",), pytest.approx(COMMON), False),
        ("Ben", "Dia", ("theme:data",), pytest.approx(COMMON), False),
        ("Cem", "Dia", ("theme:data",), pytest.approx(COMMON), True),
    ]
    expected = (COMMON**2 + RARE**2) / sqrt((COMMON**2 + 2 * RARE**2) * (COMMON**2 + RARE**2))
    assert rows[0].similarity == pytest.approx(expected)
    assert rows[0].questions == ("question:q",)


def test_records_are_what_each_side_said() -> None:
    snapshot = snapshot_of(RECORDS)
    links = [snapshot.link(key) for key in rows_of(snapshot)[0].records]
    assert {(link.TYPE, link.source.partition(":")[2]) for link in links} == {
        ("INTERESTED_IN", "ada"),
        ("INTERESTED_IN", "ben"),
        ("ASKED", "ada"),
        ("ABOUT", "q"),
    }


def test_of_one_and_at_least_two() -> None:
    rows = rows_of(snapshot_of(RECORDS), id="Cem", min_shared=2)
    assert [(row.first_name, row.second_name) for row in rows] == [("Cem", "Ada")]


def test_summary_says_how_rare() -> None:
    summary = [str(text) for text in QUERY.run(snapshot_of(RECORDS)).summary]
    assert summary == [
        "6 pairs share an interest. Ada and Ben share the rarest: Maps and Data.",
        "Maps is the theme of 2 of the 4 that have any.",
        "4 of these pairs do not work together yet.",
    ]
    assert "Data is common: it is the theme of 4 of the 4 that have any." in [
        str(text) for text in QUERY.run(snapshot_of(RECORDS), id="dia").summary
    ]


def test_a_very_common_theme_makes_no_pair_alone() -> None:
    crowd = [interested_in(f"p{number:03}", "data") for number in range(501)]
    rare = [interested_in(f"p{number:03}", "maps") for number in (7, 8)]
    result = QUERY.run(snapshot_of([*crowd, *rare]))
    assert [(row.first_id, row.second_id, row.themes) for row in result.rows] == [
        ("person:p007", "person:p008", ("theme:maps", "theme:data"))
    ]
    assert str(result.warnings[0]) == "Data is a theme of so many that it makes no pair alone."


@pytest.mark.parametrize("records", [[], [person("ada")], [member_of("ada", "north")], [interested_in("ada", "maps")]])
def test_without_pairs_there_is_a_sentence(records: list[Record]) -> None:
    result = QUERY.run(snapshot_of(records) if records else EMPTY)
    assert not result.rows
    assert str(result.summary[0]) == "No two of these have a theme in common, as far as it was written down."


def test_unknown_name() -> None:
    with pytest.raises(UnknownName):
        QUERY.run(snapshot_of(RECORDS), id="nobody at all")


@pytest.mark.parametrize("seed", range(20))
def test_equals_brute_force(seed: int) -> None:
    snapshot = random_network(seed)
    found = themes_of(snapshot)
    actors = {n for n in found.node.tolist() if snapshot.type_of(n).TYPE in {"Person", "Affiliate"}}
    everybody = {
        n for n in found.node.tolist() if snapshot.type_of(n).TYPE in {"Person", "Group", "Affiliate", "Partner"}
    }
    expected = []
    for one, other in combinations(sorted(actors), 2):
        both = set(found.of(one).tolist()) & set(found.of(other).tolist())
        if both:
            df = {t: sum(t in found.of(n) for n in everybody) for t in both}
            weight = sum(log(1 + len(everybody) / df[t]) for t in both)
            ordered = sorted(both, key=lambda t: (df[t], t))
            expected.append(
                (-round(weight, 12), snapshot.ids[one], snapshot.ids[other], [snapshot.ids[t] for t in ordered])
            )
    rows = rows_of(snapshot, types=["Person", "Affiliate"])
    assert [(-round(r.weight, 12), r.first_id, r.second_id, list(r.themes)) for r in rows] == sorted(expected)
