# SPDX-License-Identifier: GPL-3.0-or-later
"""What falls apart when somebody leaves: separated pairs, pieces, betweenness (docs/methods/contact-graph.md)."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from graph.schema.links import WorkedWith
from graph.schema.nodes import Partner, Person
from graph.snapshot.snapshot import EMPTY, Snapshot
from queries.algorithms.plain_graph import PlainGraph
from queries.framework.discovery import get_query
from queries.measures.contact_graph import ContactGraph, contact_graph, graph_of_links
from queries.measures.holdings import find_holdings
from queries.measures.parameters import AssetKind
from tests.support.builders import contact_of, group, member_of, partner, partner_of, person, snapshot_of, worked_with
from tests.support.known_graphs import AnyGraph, known, plain, random_graph, separated
from tests.support.small_example import small_example


def of(snapshot: Snapshot, *names: str) -> list[int]:
    return [snapshot.find(name, [Person]) for name in names]


def named(graph: PlainGraph, values: object) -> dict[str, int]:
    return {id_: int(value) for id_, value in zip(graph.ids, np.asarray(values), strict=True) if value}


@pytest.fixture(scope="module")
def example() -> ContactGraph:
    return contact_graph(find_holdings(small_example()))


def test_small_example_has_the_published_contact_graph(example: ContactGraph) -> None:
    graph = example.graph
    assert (len(graph), graph.edge_count, graph.endpoint_count, example.pairs()) == (12, 14, 7, 15)
    assert [name.name for name in example.unreached()] == ["Radio"]


def test_small_example_hangs_on_ana_and_dia(example: ContactGraph) -> None:
    names = example.snapshot.names
    assert {names[node]: pairs for node, pairs in example.separated_pairs().items()} == {"Dia": 8, "Ana": 5}


def test_small_example_falls_into_named_pieces_without_ana_and_ben(example: ContactGraph) -> None:
    gone = of(example.snapshot, "ana", "ben")
    pieces = [[[name.name for name in piece] for piece in pieces] for pieces in example.pieces_without(gone)]
    assert pieces == [[["South", "Ministry", "School"], ["North"], ["Library"], ["Museum"]]]
    assert example.separated_by(gone) == 12


def test_nobody_leaving_separates_nothing(example: ContactGraph) -> None:
    assert (example.pieces_without([]), example.separated_by([])) == ([], 0)


def test_records_behind_a_person_are_their_memberships_and_routes(example: ContactGraph) -> None:
    snapshot = example.snapshot
    (ben,) = of(snapshot, "ben")
    links = [snapshot.link(key) for key in example.records([ben])[1:]]
    assert {(link.TYPE, link.source, link.target) for link in links} == {
        ("MEMBER_OF", "person:ben", "affiliate:north"),
        ("CONTACT_OF", "person:ben", "partner:museum"),
        ("WORKED_ON", "person:ben", "project:exhibition"),
        ("WORKED_ON", "partner:school", "project:exhibition"),
    }


def test_an_old_membership_is_no_edge() -> None:
    snapshot = snapshot_of([member_of("ada", "wikis", until="2000"), contact_of("ada", "x")], as_of="2026-01-01")
    assert contact_graph(find_holdings(snapshot)).graph.edge_count == 1


def test_an_affiliate_that_is_an_asset_is_joined_by_either_rule() -> None:
    snapshot = snapshot_of([member_of("ada", "wikis"), contact_of("ben", "affiliate:wikis")])
    graph = contact_graph(find_holdings(snapshot, assets="Affiliate")).graph
    assert (len(graph), graph.edge_count) == (3, 2)


def test_an_asset_that_is_a_pair_has_a_vertex_of_its_own() -> None:
    snapshot = snapshot_of([member_of("ada", "wikis"), contact_of("ada", "x"), partner_of("wikis", "x")])
    found = contact_graph(find_holdings(snapshot, assets="partner-affiliate"))
    assert found.graph.ids == ("affiliate:wikis", "partner:x|affiliate:wikis", "person:ada")
    assert list(found.separated_pairs().values()) == [1]


def test_endpoints_may_be_chosen() -> None:
    found = contact_graph(find_holdings(small_example()), [Partner])
    assert (found.graph.endpoint_count, found.pairs()) == (5, 6)


@pytest.mark.parametrize(
    "kind", ["Partner", "Affiliate", "Group", "Event", "Theme", "partner-affiliate", "theme-affiliate"]
)
def test_an_empty_network_has_an_empty_graph(kind: AssetKind) -> None:
    found = contact_graph(find_holdings(EMPTY, assets=kind))
    assert (found.pairs(), found.separated_pairs(), found.pieces_without([]), found.notes()) == (0, {}, [], ())


def test_all_isolated_are_said_to_be_in_no_pair() -> None:
    found = contact_graph(find_holdings(snapshot_of([person("ada"), partner("x"), partner("y"), group("z")])))
    assert (found.pairs(), found.separated_pairs()) == (0, {})
    assert [str(note) for note in found.notes()] == [
        "Nobody on the map knows Z, X and Y or is a member there, so they are in no pair."
    ]


def test_graph_of_links_has_the_ends_of_the_links_and_all_endpoints() -> None:
    snapshot = snapshot_of([worked_with("ada", "ben"), contact_of("cem", "x")])
    assert graph_of_links(snapshot, (WorkedWith,)).graph.ids == ("partner:x", "person:ada", "person:ben")
    assert graph_of_links(snapshot, (WorkedWith,), [Person]).graph.ids == ("person:ada", "person:ben", "person:cem")


@pytest.mark.parametrize("seed", range(20))
def test_separated_pairs_equal_brute_force(seed: int) -> None:
    graph = random_graph(seed)
    everybody = np.ones(len(graph), dtype=np.bool_)
    for endpoints in (everybody, np.random.default_rng(seed).random(len(graph)) < 0.6):
        found = plain(graph, endpoints)
        expected = [separated(graph, {node}, endpoints) for node in sorted(graph)]
        assert found.separated_pairs().tolist() == expected
        assert [found.separated_by([node]) for node in sorted(graph)] == expected
        assert found.separation.left.tolist() == [found.pairs([node]) for node in sorted(graph)]
        bridges = [node for node in sorted(graph) if expected[node]]
        counts = [sum(map(len, found.pieces_without([node]))) for node in bridges]
        assert [int(found.separation.piece_count[node]) for node in bridges] == counts


@pytest.mark.parametrize("seed", range(20))
def test_pairs_left_equal_brute_force_when_others_are_gone(seed: int) -> None:
    graph = random_graph(seed + 1000)
    found = plain(graph)
    gone = [node for node in graph if node % 3 == 1]
    left = found.pairs_left(gone).tolist()
    assert left == [-1 if node in gone else found.pairs([*gone, node]) for node in sorted(graph)]


@pytest.mark.parametrize("seed", range(20))
def test_gain_of_an_edge_is_the_drop_in_all_separated_pairs(seed: int) -> None:
    graph = random_graph(seed + 2000)
    random = np.random.default_rng(seed)
    endpoints, may_leave = random.random(len(graph)) < 0.7, random.random(len(graph)) < 0.7
    found = plain(graph, endpoints)
    for one, other in combinations(sorted(graph), 2):
        if nx.has_path(graph, one, other):
            wider = graph.copy()
            wider.add_edge(one, other)
            drop = (found.separated_pairs() - plain(wider, endpoints).separated_pairs())[may_leave].sum()
            assert found.separation.gain(one, other, may_leave) == found.separation.gain(other, one, may_leave) == drop


def test_a_long_chain_needs_no_recursion() -> None:
    found = plain(nx.path_graph(5000))
    assert found.separated_pairs()[[0, 1, 2500]].tolist() == [0, 4998, 2500 * 2499]


def test_known_graphs_have_their_published_cut_nodes() -> None:
    florentine, karate, kite = (plain(known(name)) for name in ("florentine", "karate", "kite"))
    assert named(florentine, florentine.separated_pairs()) == {
        "Medici": 35, "Albizzi": 13, "Guadagni": 13, "Salviati": 13
    }  # fmt: skip
    assert named(karate, karate.separated_pairs()) == {"00": 167}
    assert named(kite, kite.separated_pairs()).keys() == {"07", "08"}
    novel = plain(known("les miserables"))
    pairs = named(novel, novel.separated_pairs())
    assert {name: pairs.pop(name) for name in ("Valjean", "Myriel", "Gavroche")} == {
        "Valjean": 975, "Myriel": 504, "Gavroche": 292
    }  # fmt: skip
    assert sorted(pairs.values()) == [75] * 5


def test_known_graphs_have_their_published_betweenness() -> None:
    def shares(name: str) -> dict[str, float]:
        graph = plain(known(name))
        return {id_: round(value, 4) for id_, value in zip(graph.ids, graph.betweenness().values.tolist(), strict=True)}

    florentine, karate, kite = shares("florentine"), shares("karate"), shares("kite")
    assert [florentine[name] for name in ("Medici", "Guadagni")] == [0.522, round(23.166667 / 91, 4)]
    assert [florentine[name] for name in ("Albizzi", "Salviati")] == [round(19.333333 / 91, 4), round(13 / 91, 4)]
    assert [karate[name] for name in ("00", "33")] == [0.4376, 0.3041]
    assert [kite[name] for name in ("07", "05", "06", "08")] == [0.3889, 0.2315, 0.2315, 0.2222]


def test_two_mode_betweenness_of_davis_is_the_published_one() -> None:
    davis = nx.davis_southern_women_graph()
    found = plain(davis)
    n, women, events = len(found), 18, 14
    raw = dict(zip(found.ids, (found.betweenness().values * (n - 1) * (n - 2) / 2).tolist(), strict=True))

    def most(own: int, other: int) -> float:
        # The largest possible value in a two-mode graph (Borgatti and Everett 1997).
        s, t = divmod(own - 1, other)
        return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2

    assert {name: round(raw[name] / most(events, women), 4) for name in ("E8", "E9", "E7")} == {
        "E8": 0.2438, "E9": 0.2255, "E7": 0.1295
    }  # fmt: skip
    mine = {name: round(raw[name] / most(women, events), 4) for name in ("Nora Fayette", "Evelyn Jefferson")}
    assert mine == {"Nora Fayette": 0.1135, "Evelyn Jefferson": 0.0966}
    assert not named(found, found.separated_pairs())


def test_a_large_graph_is_estimated_from_pivots() -> None:
    found = plain(nx.random_labeled_tree(1200, seed=4))
    exact = found.betweenness()
    assert exact.exact
    estimated = found.betweenness(most_work=1)
    assert not estimated.exact
    assert np.abs(exact.values - estimated.values).max() < 0.02


@pytest.mark.parametrize(
    ("graph", "robustness"),
    [
        (nx.complete_graph(10), 0.45),
        (nx.star_graph(9), 0.09),
        (known("florentine"), 0.16444),
        (known("kite"), 0.31),
        (nx.relabel_nodes(nx.karate_club_graph(), {node: str(node) for node in range(34)}), 0.13149),
    ],
    ids=["complete", "star", "florentine", "kite", "karate"],
)
def test_robustness_index_is_the_published_one(graph: AnyGraph, robustness: float) -> None:
    """Remove always the node of largest degree, ties by id as text; average the largest component."""
    found, gone, largest = plain(graph), list[int](), list[float]()
    while len(gone) < len(found):
        left, matrix = found.staying(gone)
        gone.append(int(left[int(np.argmax(np.diff(matrix.indptr)))]))
        labels = found.components(gone)
        largest.append(max(np.bincount(labels[labels >= 0]), default=0) / len(found))
    assert sum(largest) / len(found) == pytest.approx(robustness, abs=5e-6)


def test_one_contact_of_two_affiliates_joins_them() -> None:
    north, south = member_of("ada", "affiliate:north"), member_of("ben", "affiliate:south")
    records = [north, contact_of("ada", "affiliate:south"), south]
    (row,) = get_query("bridge-people").run(snapshot_of(records, as_of="2026-01-01")).rows
    assert (row.name, row.separated_pairs) == ("Ada", 1)
    assert any(id_.startswith("contact_of:") for id_ in row.records)
    over = [north, contact_of("ada", "affiliate:south", until="2020"), south]
    assert get_query("bridge-people").run(snapshot_of(over, as_of="2026-01-01")).rows == ()
