# SPDX-License-Identifier: GPL-3.0-or-later
"""Where nodes stand: same data, same places; nothing overlaps; degenerate graphs are no trouble."""

import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.support.builders import contact_of, member_of, partner_of, snapshot_of
from web.drawing.ego_layout import around
from web.drawing.label_fit import Box, kept, label_box, shortened, text_width
from web.drawing.map_layout import map_layout
from web.drawing.overview import overview

TWO_CLIQUES = [*combinations(range(6), 2), *combinations(range(6, 12), 2), (0, 6)]


@pytest.mark.parametrize(
    ("count", "edges"),
    [
        (0, []),
        (1, []),
        (2, []),
        (2, [(0, 1)]),
        (7, []),
        (5, list(pairwise(range(5)))),
        (8, list(combinations(range(8), 2))),
        (12, TWO_CLIQUES),
        (400, [(0, other) for other in range(1, 400)]),
    ],
)
def test_degenerate_graphs_have_finite_and_different_places(count: int, edges: list[tuple[int, int]]) -> None:
    layout = map_layout(count, edges)
    assert layout.positions.shape == (count, 2)
    assert np.isfinite(layout.positions).all()
    assert len({tuple(place) for place in layout.positions.tolist()}) == count


def test_two_cliques_are_two_communities_that_stand_apart() -> None:
    layout = map_layout(12, TWO_CLIQUES)
    first, second = layout.communities[:6], layout.communities[6:]
    assert set(first.tolist()).isdisjoint(second.tolist())
    middles = layout.positions[:6].mean(axis=0), layout.positions[6:].mean(axis=0)
    spread = max(
        np.linalg.norm(layout.positions[part] - middle, axis=1).max()
        for part, middle in zip((slice(6), slice(6, 12)), middles, strict=True)
    )
    assert np.linalg.norm(middles[0] - middles[1]) > spread


def test_small_pieces_lie_in_the_tray_below_the_largest() -> None:
    layout = map_layout(10, [(0, 1), (1, 2), (2, 0), (5, 6)])
    lowest = layout.positions[:3, 1].max()
    assert (layout.positions[3:, 1] > lowest).all()


PROGRAM = """
from web.drawing.ego_layout import around
from web.drawing.map_layout import map_layout
edges = [(i, (i * 7 + 3) % 90) for i in range(90) if i != (i * 7 + 3) % 90] + [(i, i + 1) for i in range(89)]
print((map_layout(90, edges).positions.tobytes() + around(90, edges, 0, 5).tobytes()).hex())
"""


def test_same_data_same_bytes_whatever_the_hash_seed() -> None:
    def run(seed: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    assert run("0") == run("1")


def test_an_ego_stands_in_the_middle_and_fills_its_room() -> None:
    places = around(30, [(0, other) for other in range(1, 30)], 0, 7)
    assert places[0].tolist() == [0, 0]
    assert np.abs(places).max() == pytest.approx(68 * 30**0.5, abs=0.01)


def test_labels_meet_neither_nodes_nor_each_other() -> None:
    frame = Box(100, 100, 100, 100)
    nodes = [Box(50, 50, 10, 10), Box(60, 70, 10, 10), Box(150, 150, 10, 10)]
    labels = [
        (Box(50, 68, 30, 8), Box(50, 32, 30, 8)),
        (Box(60, 88, 30, 8),),
        (Box(195, 168, 30, 8),),
        (Box(60, 90, 30, 8),),
    ]
    found = kept(nodes, labels, frame)
    # The first moves above its node, the third would leave the frame, the fourth would lie on the second.
    assert found == [(0, Box(50, 32, 30, 8)), (1, Box(60, 88, 30, 8))]


def test_the_width_of_a_text_knows_marks_and_wide_letters() -> None:
    assert text_width("ab", 10) == pytest.approx(11)
    assert text_width("é", 10) == pytest.approx(text_width("e\u0301", 10))
    assert text_width("維基", 10) == pytest.approx(20)
    assert text_width("Zm", 10) == pytest.approx(15.5)
    assert label_box(0, 0, "ab", 10).half_width == pytest.approx(7.5)


def test_long_names_end_in_an_ellipsis_and_turn_no_line_round() -> None:
    assert shortened("word " * 20) == "word word word word word word word word…"
    assert shortened("\u202eevil") == "evil"


def test_clusters_are_named_after_their_best_connected_organisation(tmp_path: Path) -> None:
    """Two affiliates with their people and partners, and one person between them."""
    records = [
        *(member_of(f"a{number}", "north") for number in range(5)),
        *(member_of(f"b{number}", "south") for number in range(4)),
        *(contact_of(f"a{number}", "museum") for number in range(2)),
        partner_of("north", "museum"),
        partner_of("south", "library"),
        member_of("a0", "south"),
    ]
    snapshot = snapshot_of(records)
    found = overview(snapshot, cache=tmp_path)
    assert [(snapshot.ids[cluster.central], cluster.people) for cluster in found.clusters] == [
        ("affiliate:north", 5),
        ("affiliate:south", 4),
    ]
    assert found.drawn_links == ((0, 1, 1),)
    assert (found.other_clusters, found.outside) == (0, 0)
