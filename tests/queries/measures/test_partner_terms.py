# SPDX-License-Identifier: GPL-3.0-or-later
"""The terms that speak for a partnership: between 0 and 1 each, and their weighted sum."""

from math import log

import networkx as nx
import numpy as np
import pytest

from bench.evaluate_partners import mean_reciprocal_rank
from graph.snapshot.snapshot import Snapshot
from queries.measures.partner_terms import WEIGHTS, contributions, nearness, rank, terms
from tests.support.builders import attended, interested_in, snapshot_of, theme


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], []), ([0.2], [1]), ([0.0], [0]), ([0.3, 0.1, 0.1, 0.0], [1, 0.5, 0.5, 0]), ([1e-13, 1.0], [0, 1])],
)
def test_rank(values: list[float], expected: list[float]) -> None:
    assert rank(np.array(values)) == pytest.approx(expected)


def test_likeness_of_themes_with_a_theme_counts_it_once_more() -> None:
    snapshot = snapshot_of([interested_in("ada", "maps"), interested_in("partner:museum", "law"), theme("law")])
    found = terms(snapshot, snapshot.index("person:ada"), snapshot.index("theme:law"))
    weight = log(1 + 2 / 1)
    assert found.themes[snapshot.index("partner:museum")] == pytest.approx(weight / (2 * weight**2) ** 0.5)


def davis() -> Snapshot:
    """Davis, Gardner and Gardner 1941: 18 women and the 14 events that they came to."""
    return snapshot_of(
        attended(woman.replace(" ", "-").lower(), occasion) for woman, occasion in nx.davis_southern_women_graph().edges
    )


def test_nearness_beats_popularity_on_davis() -> None:
    ours, popularity = (mean_reciprocal_rank(davis(), method, seeds=range(1, 11)) for method in ("ppr", "popularity"))
    assert ours > popularity + 0.05
    assert ours == pytest.approx(0.58, abs=0.06)


def test_the_score_is_the_weighted_mean_of_the_terms() -> None:
    compared = np.array([[1.0, 0], [0, 1], [0, 1], [0, 1]])
    assert contributions(compared).sum(axis=0) == pytest.approx([WEIGHTS[0], sum(WEIGHTS[1:4])])
    assert contributions(compared, (2, 0, 0, 2)).sum(axis=0) == pytest.approx([0.5, 0.5])


def test_nearness_counts_by_powers_of_ten() -> None:
    assert nearness(np.array([0.2, 0.02, 2e-9, 0.0])) == pytest.approx([1, 0.8, 0, 0])
    assert nearness(np.array([])).tolist() == []
    assert nearness(np.zeros(2)).tolist() == [0, 0]
