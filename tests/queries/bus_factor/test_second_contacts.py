# SPDX-License-Identifier: GPL-3.0-or-later
"""Which introductions help most, and how well two fit (docs/methods/introductions.md)."""

from itertools import combinations
from math import fsum, prod
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from graph.errors import BadParameter
from graph.schema.nodes import Record
from graph.snapshot.snapshot import EMPTY, Snapshot
from queries.algorithms.coverage import Game
from queries.bus_factor.bridge_introductions import QUERY as BRIDGE_INTRODUCTIONS
from queries.bus_factor.bridge_introductions import fewest_new_edges, fewest_new_links
from queries.bus_factor.second_contacts import QUERY, best_introductions
from queries.measures.contact_graph import contact_graph
from queries.measures.feasibility import Factors, Feasibility
from queries.measures.holdings import find_holdings
from tests.support.builders import (
    affiliate,
    attended,
    contact_of,
    interested_in,
    member_of,
    partner,
    person,
    snapshot_of,
    worked_on,
    worked_with,
)
from tests.support.known_graphs import known
from tests.support.random_network import random_network
from tests.support.small_example import small_example


def fit(snapshot: Snapshot, name: str, key: str, *, needs_language: bool = True) -> Factors:
    held = find_holdings(snapshot)
    feasible = Feasibility(held, needs_language=needs_language)
    row = feasible.people.tolist().index(snapshot.index(f"person:{name}"))
    asset = held.left.tolist().index(snapshot.index(f"partner:{key}"))
    return feasible.of_pairs(np.array([row]), np.array([asset]))


def factors(*records: Record, name: str = "ada", key: str = "x") -> tuple[float, ...]:
    """Return language, themes, near, place and f of Ada and X, whom Ben knows."""
    found = fit(snapshot_of([person("ada"), contact_of("ben", "x"), *records]), name, key)
    columns = (found.language, found.themes, found.near, found.place, found.value)
    return tuple(round(float(column[0]), 6) for column in columns)


def test_with_nothing_recorded_little_is_left() -> None:
    assert factors() == (1, 0.15, 0.4, 1, 0.06)


def test_languages_count_by_their_first_part() -> None:
    canadian, french, arabic = ({"languages": (tag,)} for tag in ("fr-CA", "fr", "ar"))
    assert factors(person("ada", **canadian), partner("x", **french))[0] == 1
    assert factors(person("ada", **canadian), partner("x", **arabic))[::4] == (0, 0)
    assert factors(person("ada", **canadian), partner("x"))[0] == 1


def test_the_language_gate_may_be_switched_off() -> None:
    records = [person("ada", languages=("fr",)), partner("x", languages=("ar",)), contact_of("ben", "x")]
    assert fit(snapshot_of(records), "ada", "x", needs_language=False).value[0] == pytest.approx(0.06)
    assert [row.person_id for row in QUERY.run(snapshot_of(records)).rows] == []
    assert [row.person_id for row in QUERY.run(snapshot_of(records), shared_language=False).rows] == ["person:ada"]


def test_shared_themes_count_up_to_a_third_of_all() -> None:
    both = [interested_in("ada", "t"), interested_in("partner:x", "t")]
    assert factors(*both)[1] == 1
    others = [interested_in("ada", f"o{number}") for number in range(5)]
    assert factors(*both, *others)[1] == pytest.approx(0.15 + 0.85 * 3 / 6)
    assert factors(interested_in("ada", "t"), interested_in("partner:x", "u"))[1] == 0.15


@pytest.mark.parametrize(
    ("links", "near"),
    [
        ([worked_with("ada", "ben")], 1),
        ([worked_on("ada", "p"), worked_on("ben", "p")], 1),
        ([member_of("ada", "a"), member_of("ben", "a")], 1),
        ([attended("ada", "e"), attended("ben", "e")], 0.4),
        ([member_of(name, "a") for name in ("ada", "ben", *map(str, range(23)))], 1),
        ([member_of(name, "a") for name in ("ada", "ben", *map(str, range(24)))], 0.4),
    ],
    ids=["worked together", "project", "affiliate", "event", "25 members", "26 members"],
)
def test_near_is_who_works_closely_with_a_holder(links: list[Record], near: float) -> None:
    assert factors(*links)[2] == near


def test_two_who_keep_the_same_partner_are_near() -> None:
    """Ada and Ben keep Y; Ben alone knows X. Among 26 who keep it nobody is near another by that."""
    keeps = [contact_of(name, "y") for name in ("ada", "ben")]
    assert factors(*keeps)[2] == 1
    assert factors(*keeps, *(contact_of(str(number), "y") for number in range(24)))[2] == 0.4
    (row,) = QUERY.run(snapshot_of([contact_of("ben", "x"), *keeps])).rows
    assert (row.person_name, row.asset_name, str(row.why[0])) == (
        "Ada",
        "X",
        "keeps the relationship with Y together with Ben, who knows them",
    )


def test_where_nothing_tells_candidates_apart_nobody_is_named() -> None:
    people = [person(name) for name in ("ada", "cem", "dia")]
    result = QUERY.run(snapshot_of([*people, contact_of("ben", "x")]))
    assert result.rows == ()
    (said,) = map(str, result.summary)
    assert said == (
        "Nothing that is recorded tells the 3 people apart who could get to know 1 partnership, so nobody is named. "
        "Their themes, languages, places and common work would tell."
    )
    # One of them alone, or one fact about one of them, is enough to name somebody.
    assert [row.person_name for row in QUERY.run(snapshot_of([people[0], contact_of("ben", "x")])).rows] == ["Ada"]
    result = QUERY.run(snapshot_of([*people, contact_of("ben", "x"), worked_with("dia", "ben")]))
    assert result.rows[0].person_name == "Dia"


def test_of_equals_who_would_like_more_partners_comes_first() -> None:
    people = [person("ada"), person("dia", open_to_partners=True, involved_since="2010"), person("eva")]
    records = [*people, contact_of("ben", "x"), *(worked_with(name, "ben") for name in ("ada", "dia"))]
    rows = QUERY.run(snapshot_of(records, as_of="2026")).rows
    assert [row.person_name for row in rows] == ["Dia", "Ada", "Eva"]
    assert [str(why) for why in rows[0].why][-2:] == ["would like more partners", "an old hand, involved since 2010"]
    asked_for: list[dict[str, Any]] = [{"open_to_partners": True}, {"involved": "old-hand"}]
    for given in asked_for:
        assert [row.person_name for row in QUERY.run(snapshot_of(records, as_of="2026"), **given).rows] == ["Dia"]


def test_people_are_also_where_their_affiliates_are() -> None:
    ghana, france = {"country": "GH"}, {"country": "FR"}
    assert factors(person("ada", **ghana), partner("x", **france))[3] == 0.7
    at_home = [affiliate("wikis", **france), member_of("ada", "wikis")]
    assert factors(person("ada", **ghana), partner("x", **france), *at_home)[3] == 1
    by_region = [affiliate("wikis", region="West Africa"), member_of("ada", "wikis")]
    assert factors(partner("x", country="SN", region="west africa"), *by_region)[3] == 1


def test_holders_and_who_opted_out_are_never_introduced() -> None:
    assert factors(name="ben")[4] == 0
    assert factors(person("ada", opted_out=True))[4] == 0


def test_small_example_introduces_ben_to_the_library_first() -> None:
    result = QUERY.run(small_example())
    row = result.rows[0]
    found = (row.person_name, row.asset_name, row.introduced_by_name, row.feasibility)
    assert found == ("Ben", "Library", "Ana", pytest.approx(0.15))
    assert (row.gain, row.loss_before, row.loss_after) == pytest.approx((0.024, 0.256, 0.232))
    assert [str(reason) for reason in row.why] == ["works closely with Ana, who knows them", "language not recorded"]
    assert str(result.summary[0]) == (
        "9 introductions are proposed. If all succeed, 0 instead of 1 partnership hang on one person, and the bus "
        "factor is 5 instead of 2."
    )
    assert [str(warning) for warning in result.warnings] == [
        "Nobody on the map knows Radio, so nobody can introduce anybody: it needs a fresh start.",
        "9 links behind this have no date and count as current.",
    ]
    assert all(a.loss_after == pytest.approx(b.loss_before) for a, b in zip(result.rows, result.rows[1:], strict=False))


def test_count_and_cap_hold() -> None:
    rows = QUERY.run(small_example(), count=3, cap=1).rows
    assert len(rows) == 3
    assert len({row.person_id for row in rows}) == 3


def test_the_introducer_is_the_least_used_then_the_strongest() -> None:
    links = [contact_of(name, key) for name in ("ben", "cem") for key in ("x", "y")]
    rows = QUERY.run(snapshot_of([person("ada"), *links])).rows
    assert [(row.asset_name, row.introduced_by_name) for row in rows] == [("X", "Ben"), ("Y", "Cem")]


def test_where_everybody_opted_out_a_coordinator_is_asked() -> None:
    rows = QUERY.run(snapshot_of([person("ada"), person("ben", opted_out=True), contact_of("ben", "x")])).rows
    assert [(row.introduced_by_id, str(row.introduced_by_name)) for row in rows] == [(None, "ask a coordinator")]


def test_with_certain_introductions_the_gain_is_the_drop_of_expected_loss() -> None:
    # Ben introduced to the library saves .16 = .256 - .096 (docs/methods/test-values.md#small-example).
    one = np.array([1])
    (chosen,) = best_introductions(one, np.array([0]), np.ones(1), np.array([1]), count=10, cap=2, leave_chance=0.2)
    assert chosen.gain == pytest.approx(0.16)


def random_case(seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    random = np.random.default_rng(seed)
    pairs = [(row, asset) for row in range(4) for asset in range(3) if random.random() < 0.6]
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1], random.random(len(pairs)), random.integers(1, 4, 3)


def rescued(chosen: list[tuple[int, float]], holders: NDArray[np.int64], q: float) -> float:
    """Return g(X) of docs/methods/introductions.md#second-contacts for pairs of (asset, f)."""
    return fsum(
        q ** int(count) * (1 - prod(1 - f * (1 - q) for of, f in chosen if of == asset))
        for asset, count in enumerate(holders)
    )


@pytest.mark.parametrize("seed", range(20))
def test_one_by_one_saves_what_it_says_and_at_least_half_of_the_best(seed: int) -> None:
    rows, assets, values, holders = random_case(seed)
    count, cap, q = 3, 1 + seed % 2, 0.2
    chosen = best_introductions(rows, assets, values, holders, count=count, cap=cap, leave_chance=q)
    saved = fsum(item.gain for item in chosen)
    assert saved == pytest.approx(rescued([(item.asset, item.feasibility) for item in chosen], holders, q))
    best = 0.0
    for size in range(1, count + 1):
        for places in combinations(range(len(rows)), size):
            used = rows[list(places)].tolist()
            if max(map(used.count, used)) <= cap:
                best = max(best, rescued([(int(assets[p]), float(values[p])) for p in places], holders, q))
    assert saved >= best / 2 - 1e-12


@pytest.mark.parametrize("seed", range(20))
def test_certain_introductions_drop_the_expected_loss_by_what_they_save(seed: int) -> None:
    rows, assets, values, counts = random_case(seed)
    chosen = best_introductions(rows, assets, np.ones(len(values)), counts, count=5, cap=2, leave_chance=0.2)
    # The holders are others than the people introduced.
    holders = [list(range(100 + 10 * asset, 100 + 10 * asset + count)) for asset, count in enumerate(counts)]
    before = Game.of(holders).expected_loss(0.2)
    for item in chosen:
        holders[item.asset].append(item.row)
    assert fsum(item.gain for item in chosen) == pytest.approx(before - Game.of(holders).expected_loss(0.2))


@pytest.mark.parametrize(
    "records",
    [[], [person("ada")], [person("ada"), partner("x")], [contact_of("ada", "x")]],
    ids=["nothing", "one person", "nobody holds", "nobody else"],
)
def test_nothing_to_propose_is_said_in_words(records: list[Record]) -> None:
    for query in (QUERY, BRIDGE_INTRODUCTIONS):
        result = query.run(snapshot_of(records))
        assert result.rows == ()
        assert all(map(str, result.summary))
    assert QUERY.run(EMPTY).rows == ()
    with pytest.raises(BadParameter):
        QUERY.run(EMPTY, leave_chance=1.0)


def test_a_large_network_looks_at_near_people_only() -> None:
    crowd = [person(f"p{number}") for number in range(2001)]
    result = QUERY.run(snapshot_of([*crowd, contact_of("p1", "x"), worked_with("p1", "p2")]))
    assert [(row.person_id, row.introduced_by_id) for row in result.rows] == [("person:p2", "person:p1")]
    assert "more than 2,000 people" in str(result.warnings[0])


def test_small_example_has_the_published_bridge_introductions() -> None:
    result = BRIDGE_INTRODUCTIONS.run(small_example(), count=100)
    gains = {(row.person_name, row.endpoint_name): row.gain for row in result.rows}
    wanted = {("Cem", "Library"): 13, ("Eva", "Library"): 13, ("Cem", "Museum"): 8, ("Ben", "Library"): 5}
    assert wanted.items() <= gains.items()
    assert [(row.person_name, row.endpoint_name) for row in result.rows[:2]] == [("Cem", "Library"), ("Eva", "Library")]
    assert str(result.summary[1]).startswith("At least one new link")


def test_good_fits_on_one_side_do_not_crowd_out_those_across() -> None:
    # Six people in a ring around six partners, all close to each other; only Ada reaches Z.
    ring = [contact_of(f"p{i}", f"k{key % 6}") for i in range(6) for key in (i, i + 1)]
    close = [worked_on(f"p{number}", "together") for number in range(6)]
    rows = BRIDGE_INTRODUCTIONS.run(snapshot_of([*ring, *close, contact_of("ada", "k0"), contact_of("ada", "z")])).rows
    assert {(row.endpoint_name, row.gain) for row in rows} == {("Z", 6)}


@pytest.mark.parametrize("seed", range(20))
def test_gain_of_a_bridge_introduction_is_the_drop_in_all_separated_pairs(seed: int) -> None:
    snapshot = random_network(seed, people=9, others=5)
    before = contact_graph(find_holdings(snapshot))
    links = [snapshot.link(number) for number in range(snapshot.link_count)]
    for row in BRIDGE_INTRODUCTIONS.run(snapshot, count=5).rows:
        nodes = [snapshot.node(id_) for id_ in snapshot.ids]
        wider = snapshot_of([*nodes, *links, contact_of(row.person_id, row.endpoint_id)], as_of="2025-01-01")
        after = contact_graph(find_holdings(wider))
        drop = sum(before.separated_pairs().values()) - sum(after.separated_pairs().values())
        assert row.gain == drop > 0
        assert row.introduced_by_id != row.person_id


@pytest.mark.parametrize(
    ("name", "count"), [("karate", 2), ("florentine", 2), ("kite", 1), ("les miserables", 9), (None, 2)]
)
def test_fewest_new_edges_are_the_published_ones(name: str | None, count: int) -> None:
    triangles = nx.disjoint_union(nx.complete_graph(3), nx.complete_graph(3))
    graph = known(name) if name else triangles
    assert fewest_new_edges(igraph.Graph.from_networkx(graph)) == count


def test_a_network_without_bridge_people_needs_no_new_tie() -> None:
    links = [contact_of(name, key) for name in ("ada", "ben") for key in ("x", "y")]
    assert fewest_new_links(contact_graph(find_holdings(snapshot_of(links))).graph) == 0
