# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole network as a graph for algorithms: what is joined to what, by any link or by collaboration."""

from graph.schema.links import LINK_CLASSES, SameAs
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from queries.algorithms.adjacency import Adjacency
from queries.algorithms.page_rank import Walk
from queries.measures.contexts import COLLABORATION

_NEAR = tuple(cls for cls in LINK_CLASSES if cls is not SameAs)


@per_snapshot
def walk(snapshot: Snapshot) -> Walk:
    """Return a walker over all nodes and all links but SameAs.

    See docs/methods/interests-and-offers.md#themes-of-an-entry.
    """
    links = snapshot.links_of(*_NEAR)
    return Walk(Adjacency.of_edges(len(snapshot), snapshot.link_source[links], snapshot.link_target[links]))


@per_snapshot
def collaboration(snapshot: Snapshot) -> Adjacency:
    """Return which nodes collaboration links join (docs/methods/exploring.md)."""
    links = snapshot.links_of(*COLLABORATION)
    return Adjacency.of_edges(len(snapshot), snapshot.link_source[links], snapshot.link_target[links])
