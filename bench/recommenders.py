# SPDX-License-Identifier: GPL-3.0-or-later
"""Known ways to recommend entries from links alone, to compare the partner search with.

Each takes the matrix of links, one row a person and one column an entry, and a
row, and returns a score for every column.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Score = Callable[["Floats", int], "Floats"]
RIDGE = 50.0
"""Of EASE (a choice)."""
BETA = 0.6
"""Of RP3beta: how much popularity is held against an entry."""
DAMPING = 0.005
"""Of Katz: what a step more counts."""
_STEPS = 3


def popularity(links: "Floats", _row: int) -> "Floats":
    """Return how many are linked to each entry."""
    return links.sum(axis=0)


def common_neighbours(links: "Floats", row: int) -> "Floats":
    """Return how many links lead to each entry from those who share something with the person."""
    shared = links @ links[row]
    shared[row] = 0
    return shared @ links


def adamic_adar(links: "Floats", row: int) -> "Floats":
    """Return the same, with what and who is tied to many counting less."""
    by_entry, by_person = (1 / np.log(np.maximum(links.sum(axis=axis), 2)) for axis in (0, 1))
    shared = links @ (links[row] * by_entry)
    shared[row] = 0
    return (shared * by_person) @ links


def ease(links: "Floats", row: int) -> "Floats":
    """Return the scores of EASE (Steck 2019): a linear model from entry to entry."""
    return links[row] @ _kept("ease", links, _ease_model)


def _ease_model(links: "Floats") -> "Floats":
    inverse = np.linalg.inv(links.T @ links + RIDGE * np.eye(links.shape[1]))
    model = inverse / -np.diag(inverse)
    np.fill_diagonal(model, 0)
    return model


def item_knn(links: "Floats", row: int) -> "Floats":
    """Return the sum of the cosines of each entry with those of the person."""
    return links[row] @ _kept("item-kNN", links, _cosines)


def _cosines(links: "Floats") -> "Floats":
    norms = np.sqrt(np.maximum(links.sum(axis=0), 1))
    cosines = (links.T @ links) / norms[:, None] / norms[None, :]
    np.fill_diagonal(cosines, 0)
    return cosines


def rp3beta(links: "Floats", row: int) -> "Floats":
    """Return where a walk of three steps ends, popular entries held back (Paudel et al. 2017)."""
    people, candidates = np.maximum(links.sum(axis=1), 1), np.maximum(links.sum(axis=0), 1)
    back = links @ ((links[row] / people[row]) / candidates)
    return ((back / people) @ links) / candidates**BETA


def katz(links: "Floats", row: int) -> "Floats":
    """Return the number of ways of one, three, five and seven steps, longer ones counting less (Katz 1953)."""
    ways = links[row].copy()
    total = ways.copy()
    for step in range(1, _STEPS + 1):
        ways = (links @ ways) @ links
        total += DAMPING ** (2 * step) * ways
    return total


class _Model:
    """A matrix that may be forgotten with the links that it was made of."""

    def __init__(self, links: "Floats", model: "Floats") -> None:
        self.links, self.model = links, model


_LAST: dict[str, _Model] = {}


def _kept(name: str, links: "Floats", make: Callable[["Floats"], "Floats"]) -> "Floats":
    """Return a model, made once for the rows of one matrix in a row."""
    known = _LAST.get(name)
    if known is None or known.links is not links:
        known = _LAST[name] = _Model(links, make(links))
    return known.model


RECOMMENDERS: dict[str, Score] = {
    "popularity": popularity,
    "common neighbours": common_neighbours,
    "Adamic-Adar": adamic_adar,
    "EASE": ease,
    "item-kNN": item_knn,
    "RP3beta": rp3beta,
    "Katz": katz,
}
