# SPDX-License-Identifier: GPL-3.0-or-later
"""The map of a whole network: communities packed as discs, small pieces in a tray.

General algorithms draw a hairball at 5,000 nodes, and one isolated node
shrinks the rest to a dot. So: find communities, pack them, lay out inside
each disc (docs/web.md#map-layout). Same graph and seed, same positions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from web.drawing.ego_layout import seeded

if TYPE_CHECKING:
    import igraph
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]

_GRID_FROM = 1200
"""From this size on igraph's grid variant is used; it is quicker and draws the same."""
_SPLIT_FROM, _DEEPEST = 150, 3
_ONE_PIECE = 0.9
_GAP = 1.1
_CLOSE = 0.001


@dataclass(frozen=True, slots=True)
class Map:
    """Position and community of every node, in their order."""

    positions: "Floats"
    communities: "Whole"


def map_layout(count: int, edges: Sequence[tuple[int, int]], seed: int = 1) -> Map:
    """Return the map of a simple undirected graph of nodes 0 … count-1.

    About 0.4 s for 5,000 nodes, 1.5 s for 20,000.
    """
    if count == 0:
        return Map(np.zeros((0, 2)), np.zeros(0, dtype=np.intp))
    import igraph  # noqa: PLC0415 - 0.1 s, in the background only

    graph = igraph.Graph(n=count, edges=sorted(edges))
    rng = np.random.default_rng(seed)
    with seeded(seed):
        communities = np.array(_leiden(graph).membership, dtype=np.intp)
        pieces = sorted(
            (np.array(p, dtype=np.intp) for p in graph.connected_components()), key=lambda p: (-len(p), p[0])
        )
        positions = np.zeros((count, 2))
        giant = pieces[0]
        positions[giant] = _giant(graph, giant, communities, rng)
        _fill_tray(graph, pieces[1:], positions, giant, rng)
    return Map(np.round(positions, 2) + 0.0, communities)


def _leiden(graph: "igraph.Graph") -> "igraph.VertexClustering":
    return graph.community_leiden(objective_function="modularity", n_iterations=3)


def _spring(
    graph: "igraph.Graph", rng: np.random.Generator, rounds: int, weights: Sequence[float] | None = None
) -> "Floats":
    count = graph.vcount()
    grid = "grid" if count >= _GRID_FROM else "nogrid"
    start = rng.random((count, 2)).tolist()
    layout = graph.layout_fruchterman_reingold(niter=rounds, seed=start, grid=grid, weights=weights)
    return np.array(layout.coords, dtype=np.float64).reshape(count, 2)


def _groups(membership: "Whole") -> list["Whole"]:
    """Return the members of each community, in order of the communities."""
    return [np.flatnonzero(membership == label) for label in np.unique(membership)]


def _giant(graph: "igraph.Graph", nodes: "Whole", communities: "Whole", rng: np.random.Generator) -> "Floats":
    part = graph.induced_subgraph(nodes.tolist())
    members = _groups(communities[nodes])
    radii = 1.5 * np.sqrt([len(group) for group in members])
    centres = _arrange(part, members, radii, rng, rounds=1000, spread=0.9)
    centres = _pack(centres, radii, _weights(part, members), rounds=300, gap=_GAP)
    positions = np.zeros((len(nodes), 2))
    for group, centre, radius in zip(members, centres, radii, strict=True):
        inside = part.induced_subgraph(group.tolist())
        positions[group] = centre + _disc(inside, 0.95 * radius, rng, depth=1)
    return positions


def _weights(graph: "igraph.Graph", members: Sequence["Whole"]) -> "Floats":
    """Return the number of links between every two groups."""
    label = np.zeros(graph.vcount(), dtype=np.intp)
    for number, group in enumerate(members):
        label[group] = number
    weights = np.zeros((len(members), len(members)))
    if graph.ecount():
        ends = label[np.array(graph.get_edgelist())]
        np.add.at(weights, (ends[:, 0], ends[:, 1]), 1.0)
    weights += weights.T
    np.fill_diagonal(weights, 0.0)
    return weights


def _arrange(
    graph: "igraph.Graph",
    members: Sequence["Whole"],
    radii: "Floats",
    rng: np.random.Generator,
    *,
    rounds: int,
    spread: float,
) -> "Floats":
    """Return first centres of discs, from the graph of the groups."""
    import igraph  # noqa: PLC0415 - see map_layout

    weights = _weights(graph, members)
    pairs = np.argwhere(np.triu(weights) > 0)
    quotient = igraph.Graph(n=len(members), edges=pairs.tolist())
    strengths = weights[pairs[:, 0], pairs[:, 1]].tolist()
    centres = _spring(quotient, rng, rounds, strengths)
    centres -= centres.mean(axis=0)
    mean = float(np.linalg.norm(centres, axis=1).mean())
    wanted = spread * math.sqrt(float((radii**2).sum()))
    return centres * (wanted / mean) if mean else centres


def _pack(centres: "Floats", radii: "Floats", weights: "Floats", *, rounds: int, gap: float) -> "Floats":
    """Draw linked discs together and push apart those that overlap; all pairs at once."""
    centres = centres.copy()
    totals = weights.sum(axis=1, keepdims=True)
    reach = gap * (radii[:, None] + radii[None, :])
    np.fill_diagonal(reach, 0.0)
    for step in range(rounds):
        calm = 1 - step / rounds
        pulled = np.divide(weights @ centres, totals, out=centres.copy(), where=totals > 0)
        centres += 0.06 * calm * (pulled - centres) - 0.01 * calm * centres
        for _ in range(3):
            if push(centres, reach) < _CLOSE:
                break
    for _ in range(200):
        if push(centres, reach) < _CLOSE:
            break
    return centres


def push(centres: "Floats", reach: "Floats") -> float:
    """Move overlapping discs apart in place; return the largest overlap there was."""
    difference = centres[:, None, :] - centres[None, :, :]
    distance = np.linalg.norm(difference, axis=2)
    overlap = np.maximum(0.0, reach - distance)
    largest = float(overlap.max(initial=0.0))
    if largest >= _CLOSE:
        apart = np.divide(
            difference, distance[:, :, None], out=np.zeros_like(difference), where=distance[:, :, None] > 0
        )
        same = (distance == 0) & (overlap > 0)
        # Two discs in one place have no line between them: they leave along the x axis, by their order.
        apart[:, :, 0] += np.where(
            same, np.sign(np.arange(len(centres))[:, None] - np.arange(len(centres))[None, :]), 0
        )
        centres += 0.3 * (overlap[:, :, None] * apart).sum(axis=1)
    return largest


def _disc(graph: "igraph.Graph", radius: float, rng: np.random.Generator, depth: int) -> "Floats":
    """Return positions inside a disc around (0, 0)."""
    count = graph.vcount()
    if count == 1:
        return np.zeros((1, 2))
    if count == 2:
        return np.array([[-radius / 2, 0.0], [radius / 2, 0.0]])
    if count > _SPLIT_FROM and depth < _DEEPEST:
        members = _groups(np.array(_leiden(graph).membership, dtype=np.intp))
        if len(members) > 1 and max(map(len, members)) < _ONE_PIECE * count:
            return _split_disc(graph, members, radius, rng, depth)
    return _even(_spring(graph, rng, 250), radius)


def _split_disc(
    graph: "igraph.Graph", members: Sequence["Whole"], radius: float, rng: np.random.Generator, depth: int
) -> "Floats":
    radii = np.sqrt([float(len(group)) for group in members])
    centres = _arrange(graph, members, radii, rng, rounds=100, spread=0.6)
    centres = _pack(centres, radii, _weights(graph, members), rounds=120, gap=1.0)
    positions = np.zeros((graph.vcount(), 2))
    for group, centre, own in zip(members, centres, radii, strict=True):
        positions[group] = centre + _disc(graph.induced_subgraph(group.tolist()), 0.95 * own, rng, depth + 1)
    positions -= positions.mean(axis=0)
    farthest = float(np.quantile(np.linalg.norm(positions, axis=1), 0.99))
    return positions * (radius / farthest) if farthest else positions


def _even(positions: "Floats", radius: float) -> "Floats":
    """Spread positions evenly over a disc, directions kept."""
    positions = positions - np.median(positions, axis=0)
    distance = np.linalg.norm(positions, axis=1)
    rank = np.empty(len(positions))
    rank[np.lexsort((np.arange(len(positions)), distance))] = np.arange(len(positions))
    usual = float(np.quantile(distance, 0.97)) or 1.0
    wanted = np.minimum(
        radius, 0.45 * radius * distance / usual + 0.55 * radius * np.sqrt((rank + 0.5) / len(positions))
    )
    direction = np.divide(positions, distance[:, None], out=np.zeros_like(positions), where=distance[:, None] > 0)
    return direction * wanted[:, None]


def _fill_tray(
    graph: "igraph.Graph", pieces: Sequence["Whole"], positions: "Floats", giant: "Whole", rng: np.random.Generator
) -> None:
    """Put the small components in rows under the map, largest first; y grows downwards."""
    left, right = float(positions[giant, 0].min()), float(positions[giant, 0].max())
    width = max(right - left, 10.0)
    x, top, height = left, float(positions[giant, 1].max()) + 4, 0.0
    for piece in pieces:
        radius = 1.1 * math.sqrt(len(piece)) + 0.4
        if x > left and x + 2 * radius > left + width:
            x, top, height = left, top + height + 1, 0.0
        inside = _disc(graph.induced_subgraph(piece.tolist()), 0.8 * radius, rng, depth=1)
        positions[piece] = inside + np.array([x + radius, top + radius])
        x += 2 * radius + 1
        height = max(height, 2 * radius)
