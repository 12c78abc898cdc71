# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of nodes that are linked more among themselves than to others (Leiden, modularity).

The same graph always gives the same groups. References: Traag, Waltman, van Eck
2019, From Louvain to Leiden: guaranteeing well-connected communities,
Scientific Reports 9, 5233.
"""

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

SEED, ROUNDS = 1, 3
_random = Lock()
"""igraph has one random generator for all threads."""


def grouped(
    count: int, first: "Ints", second: "Ints", weights: "Floats | None" = None, *, resolution: float = 1.0
) -> list["Ints"]:
    """Return the positions of the members of each group, sorted; `first` and `second` are the ends of each edge.

    >>> [group.tolist() for group in grouped(4, np.array([0, 2]), np.array([1, 3]))]
    [[0, 1], [2, 3]]
    """
    if not count:
        return []
    from random import Random  # noqa: PLC0415 - with igraph

    import igraph  # noqa: PLC0415 - 0.1 s

    built = igraph.Graph(n=count, edges=np.column_stack([first, second]), directed=False)
    with _random:
        igraph.set_random_number_generator(Random(SEED))  # noqa: S311 - reproducible, nothing secret
        found = built.community_leiden(
            objective_function="modularity",
            resolution=resolution,
            n_iterations=ROUNDS,
            weights=None if weights is None else weights.tolist(),
        )
    labels = np.array(found.membership)
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
