# SPDX-License-Identifier: GPL-3.0-or-later
"""Known ways to recommend things from ties alone, to compare the partner search with.

Each takes the matrix of ties, one row a person and one column a thing, and a
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
"""Of EASE; 10 and 200 do not change the order of methods."""
BETA = 0.6
"""Of RP3beta: how much popularity is held against a thing."""
DAMPING = 0.005
"""Of Katz: what a step more counts."""
_STEPS = 3


def popularity(ties: "Floats", _row: int) -> "Floats":
    """Return how many are tied to each thing."""
    return ties.sum(axis=0)


def common_neighbours(ties: "Floats", row: int) -> "Floats":
    """Return how many ties lead to each thing from those who share something with the person."""
    shared = ties @ ties[row]
    shared[row] = 0
    return shared @ ties


def adamic_adar(ties: "Floats", row: int) -> "Floats":
    """Return the same, with what and who is tied to many counting less."""
    by_thing, by_person = (1 / np.log(np.maximum(ties.sum(axis=axis), 2)) for axis in (0, 1))
    shared = ties @ (ties[row] * by_thing)
    shared[row] = 0
    return (shared * by_person) @ ties


def ease(ties: "Floats", row: int) -> "Floats":
    """Return the scores of EASE (Steck 2019): a linear model from thing to thing."""
    return ties[row] @ _kept("ease", ties, _ease_model)


def _ease_model(ties: "Floats") -> "Floats":
    inverse = np.linalg.inv(ties.T @ ties + RIDGE * np.eye(ties.shape[1]))
    model = inverse / -np.diag(inverse)
    np.fill_diagonal(model, 0)
    return model


def item_knn(ties: "Floats", row: int) -> "Floats":
    """Return the sum of the cosines of each thing with those of the person."""
    return ties[row] @ _kept("item-kNN", ties, _cosines)


def _cosines(ties: "Floats") -> "Floats":
    norms = np.sqrt(np.maximum(ties.sum(axis=0), 1))
    cosines = (ties.T @ ties) / norms[:, None] / norms[None, :]
    np.fill_diagonal(cosines, 0)
    return cosines


def rp3beta(ties: "Floats", row: int) -> "Floats":
    """Return where a walk of three steps ends, popular things held back (Paudel et al. 2017)."""
    people, things = np.maximum(ties.sum(axis=1), 1), np.maximum(ties.sum(axis=0), 1)
    back = ties @ ((ties[row] / people[row]) / things)
    return ((back / people) @ ties) / things**BETA


def katz(ties: "Floats", row: int) -> "Floats":
    """Return the number of ways of one, three, five and seven steps, longer ones counting less (Katz 1953)."""
    ways = ties[row].copy()
    total = ways.copy()
    for step in range(1, _STEPS + 1):
        ways = (ties @ ways) @ ties
        total += DAMPING ** (2 * step) * ways
    return total


class _Model:
    """A matrix that may be forgotten with the ties that it was made of."""

    def __init__(self, ties: "Floats", model: "Floats") -> None:
        self.ties, self.model = ties, model


_LAST: dict[str, _Model] = {}


def _kept(name: str, ties: "Floats", make: Callable[["Floats"], "Floats"]) -> "Floats":
    """Return a model, made once for the rows of one matrix in a row."""
    known = _LAST.get(name)
    if known is None or known.ties is not ties:
        known = _LAST[name] = _Model(ties, make(ties))
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
