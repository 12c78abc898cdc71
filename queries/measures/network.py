# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole network as a graph for algorithms: what is joined to what, by any link or by collaboration."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.links import LINK_CLASSES, SameAs
from graph.schema.nodes import Person
from graph.snapshot.derived import per_snapshot, per_snapshot_and_day
from graph.snapshot.snapshot import Snapshot
from queries.algorithms.adjacency import Adjacency
from queries.algorithms.page_rank import Walk
from queries.measures.contexts import COLLABORATION
from queries.measures.link_age import LinkAges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_OLD = 0.5
"""What the oldest link weighs in a walk, a current one 1 (docs/decisions/0006-partner-search.md)."""
_NEAR = tuple(cls for cls in LINK_CLASSES if cls is not SameAs)


@per_snapshot_and_day
def walk(snapshot: Snapshot, as_of: str | None) -> Walk:
    """Return a walker over all nodes and all links but SameAs.

    A link weighs one if it is current or undated, and half of that when it is
    very old; parallel links add up. O(m log m).
    """
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


@dataclass(frozen=True, slots=True, eq=False)
class Trails:
    """Which nodes collaboration links join; vertices are nodes in the order in which a way prefers them.

    People come first, then smaller contexts before larger ones, then ids.
    `node` is the node of each vertex, `vertex` the vertex of each node.
    """

    graph: Adjacency
    node: "Ints"
    vertex: "Ints"


@per_snapshot
def trails(snapshot: Snapshot) -> Trails:
    """Return which nodes collaboration links join (docs/methods/exploring.md#paths)."""
    links = snapshot.links_of(*COLLABORATION)
    ends = snapshot.link_source[links], snapshot.link_target[links]
    size = np.zeros(len(snapshot), dtype=np.int64)
    for one in ends:
        size += np.bincount(one, minlength=len(snapshot))
    size[snapshot.nodes_of(Person)] = 0
    is_context = np.ones(len(snapshot), dtype=np.bool_)
    is_context[snapshot.nodes_of(Person)] = False
    node = np.lexsort((np.arange(len(snapshot)), size, is_context)).astype(np.int64)
    vertex = np.empty_like(node)
    vertex[node] = np.arange(len(node))
    return Trails(Adjacency.of_edges(len(snapshot), vertex[ends[0]], vertex[ends[1]]), node, vertex)
