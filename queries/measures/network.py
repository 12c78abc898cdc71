# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole network as a graph for algorithms: what is joined to what, by any link or by collaboration."""

import numpy as np

from graph.schema.links import LINK_CLASSES, SameAs
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from queries.algorithms.adjacency import Adjacency
from queries.algorithms.page_rank import Walk
from queries.measures.contexts import COLLABORATION
from queries.measures.link_age import LinkAges

_OLD = 0.5
"""What the oldest link weighs in a walk, a current one 1 (docs/decisions/0006-partner-search.md)."""
_NEAR = tuple(cls for cls in LINK_CLASSES if cls is not SameAs)


def walk(snapshot: Snapshot, as_of: str | None = None) -> Walk:
    """Return a walker over all nodes and all links but SameAs.

    A link weighs one if it is current or undated, and half of that when it is
    very old; parallel links add up. O(m log m).
    """
    return _walk_today(snapshot) if as_of is None else _walk(snapshot, as_of)


@per_snapshot
def _walk_today(snapshot: Snapshot) -> Walk:
    return _walk(snapshot, None)


def _walk(snapshot: Snapshot, as_of: str | None) -> Walk:
    from scipy.sparse import coo_array  # noqa: PLC0415 - 0.2 s that only walks need

    links = snapshot.links_of(*_NEAR)
    links = links[snapshot.link_source[links] != snapshot.link_target[links]]
    source, target = snapshot.link_source[links], snapshot.link_target[links]
    weights = _OLD + (1 - _OLD) * LinkAges(snapshot, as_of).decay[links]
    ends = np.concatenate([source, target]), np.concatenate([target, source])
    size = (len(snapshot), len(snapshot))
    matrix = coo_array((np.concatenate([weights, weights]), ends), shape=size).tocsr()
    matrix.sum_duplicates()
    return Walk(Adjacency.of_matrix(matrix), np.asarray(matrix.data, dtype=np.float64))


@per_snapshot
def collaboration(snapshot: Snapshot) -> Adjacency:
    """Return which nodes collaboration links join (docs/methods/exploring.md)."""
    links = snapshot.links_of(*COLLABORATION)
    return Adjacency.of_edges(len(snapshot), snapshot.link_source[links], snapshot.link_target[links])
