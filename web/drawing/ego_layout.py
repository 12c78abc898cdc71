# SPDX-License-Identifier: GPL-3.0-or-later
"""Where nodes stand around a centre or along ways; the map of everything is in `web/drawing/map_layout.py`.

igraph draws its random numbers from one generator for the whole process, so
a lock is held while it is seeded and used: same data, same positions.
"""

import math
import random
import threading
from collections import deque
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SPREAD = 68.0
"""Room of a node: the farthest coordinate is this times the root of their number (docs/web.md#ego-layout)."""
_ROUNDS = 300
_APART = 56.0
"""How close the middles of two nodes may come, about the width of the largest ones."""
_PUSHES = 30
_STEP, _LANE = 230.0, 110.0
"""From one node of a way to the next, and from one way to the next beside it: room for names on both sides of each."""
_WIDE = 2.0
"""Ways are so much wider than high at least: pages have more room sideways, and a high drawing has small letters."""
_lock = threading.Lock()


@contextmanager
def seeded(seed: int) -> Generator[None]:
    """Let igraph draw the numbers that belong to this seed, and nobody else meanwhile."""
    import igraph  # noqa: PLC0415 - 0.1 s, and no part of a page without a drawing

    with _lock:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - positions, no secret
        yield


def seed_of(text: str) -> int:
    """Return a seed that depends on nothing but a text."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).digest())


def around(count: int, edges: Sequence[tuple[int, int]], centre: int | None, seed: int) -> "NDArray[np.float64]":
    """Return positions of nodes 0 … count-1, the centre at (0, 0); 13 ms for 150 nodes."""
    if count <= 1:
        return np.zeros((count, 2))
    import igraph  # noqa: PLC0415 - see seeded

    graph = igraph.Graph(n=count, edges=edges)
    start = np.random.default_rng(seed).random((count, 2))
    with seeded(seed):
        layout = graph.layout_fruchterman_reingold(niter=_ROUNDS, seed=start.tolist())
    positions = np.array(layout.coords, dtype=np.float64)
    positions -= positions[centre] if centre is not None else positions.mean(axis=0)
    positions = evened(positions, 0.5)
    farthest = float(np.abs(positions).max())
    scale = _SPREAD * math.sqrt(count) / farthest if farthest else 1.0
    positions = apart(drawn_out(positions * scale), _APART)
    if centre is not None:
        positions -= positions[centre]
    return np.round(positions, 2) + 0.0


def drawn_out(positions: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Draw a flat drawing out in height, or a narrow one in width, up to twice: labels need the room that is there."""
    sides = np.ptp(positions, axis=0)
    if not sides.all():
        return positions
    factors = np.clip(0.7 * sides[::-1] / sides, 1.0, 2.0)
    return positions * factors


def apart(positions: "NDArray[np.float64]", least: float) -> "NDArray[np.float64]":
    """Push nodes that lie on each other away from each other, a little at a time; 3 ms for 150.

    >>> (apart(np.array([[0.0, 0.0], [2.0, 0.0], [50.0, 0.0]]), 10.0).round() + 0.0).tolist()
    [[-4.0, 0.0], [6.0, 0.0], [50.0, 0.0]]
    """
    from scipy.spatial import KDTree  # noqa: PLC0415 - 0.2 s, and no part of a page without a drawing

    # Two at the very same place part in a direction that depends on nothing but their numbers.
    angles = np.arange(len(positions)) * 2.4
    positions = positions + 1e-6 * np.column_stack([np.cos(angles), np.sin(angles)])
    for _ in range(_PUSHES):
        first, second = KDTree(positions).query_pairs(0.98 * least, output_type="ndarray").T
        if not len(first):
            break
        away = positions[first] - positions[second]
        distance = np.hypot(away[:, 0], away[:, 1])
        push = away * ((least - distance) / 2 / distance)[:, None]
        np.add.at(positions, first, push)
        np.add.at(positions, second, -push)
    return positions


def evened(positions: "NDArray[np.float64]", share: float) -> "NDArray[np.float64]":
    """Spread a crowded middle: distances from (0, 0) move towards those of an even disc, directions are kept."""
    distance = np.linalg.norm(positions, axis=1)
    farthest = float(distance.max(initial=0.0))
    if not farthest:
        return positions
    rank = np.empty(len(positions))
    rank[np.lexsort((np.arange(len(positions)), distance))] = np.arange(len(positions))
    even = farthest * np.sqrt(rank / max(1, len(positions) - 1))
    wanted = (1 - share) * distance + share * even
    direction = np.divide(positions, distance[:, None], out=np.zeros_like(positions), where=distance[:, None] > 0)
    return direction * wanted[:, None]


def along(ways: Sequence[Sequence[int]]) -> dict[int, tuple[float, float]]:
    """Return places of the nodes on ways between the same two ends, the first way straight from left to right.

    How far right a node stands is how far it is from the start, as a share of
    its way to both ends. What a further way has for itself stands in a lane
    above or below, the nearest to what it shares with ways before it.

    >>> along([(1, 2, 9), (1, 3, 4, 9)])
    {1: (-345.0, 0.0), 2: (0.0, 0.0), 9: (345.0, 0.0), 3: (-115.0, -110.0), 4: (115.0, -110.0)}
    """
    neighbours: dict[int, dict[int, None]] = {}
    for way in ways:
        for here, there in pairwise(way):
            neighbours.setdefault(here, {})[there] = None
            neighbours.setdefault(there, {})[here] = None
    from_start, from_end = _steps(neighbours, ways[0][0]), _steps(neighbours, ways[0][-1])
    width = _STEP * max(len(way) - 1 for way in ways)
    right = {node: (from_start[node] / (from_start[node] + from_end[node]) - 0.5) * width for node in neighbours}
    # The lane of the first way is its alone, even where it has no node between the ends.
    lanes = dict.fromkeys(ways[0], 0)
    for way in ways[1:]:
        own = [node for node in way if node not in lanes]
        right.update(zip(own, _in_order([right[node] for node in own]), strict=True))
        shared = [lanes[node] for node in way[1:-1] if node in lanes]
        middle = sum(shared) / max(1, len(shared))
        nearest = sorted(
            (lane for lane in range(-len(ways), len(ways) + 1) if lane),
            key=lambda lane: (abs(lane - middle), abs(lane), lane),
        )
        lane = next(lane for lane in nearest if _is_free([right[node] for node in own], lane, lanes, right))
        lanes.update(dict.fromkeys(own, lane))
    height = _LANE * (max(lanes.values()) - min(lanes.values()))
    stretch = max(1.0, _WIDE * height / width)
    return {node: (round(right[node] * stretch, 2), _LANE * lane) for node, lane in lanes.items()}


def _in_order(xs: Sequence[float]) -> Sequence[float]:
    """Return places side by side where a way winds, so that several of its nodes are equally far from both ends."""
    if all(after - before >= _STEP / 2 for before, after in pairwise(xs)):
        return xs
    middle = sum(xs) / len(xs) - _STEP / 4 * (len(xs) - 1)
    return [middle + _STEP / 2 * index for index in range(len(xs))]


def _is_free(xs: Sequence[float], lane: int, lanes: Mapping[int, int], right: Mapping[int, float]) -> bool:
    """Say whether nodes would stand a step to the left or right of all that is in a lane."""
    taken = [right[node] for node, other in lanes.items() if other == lane]
    return not xs or not taken or min(xs) - max(taken) >= _STEP or min(taken) - max(xs) >= _STEP


def _steps(neighbours: Mapping[int, Mapping[int, None]], start: int) -> dict[int, int]:
    """Return how many steps each node is away."""
    steps = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there in neighbours[here]:
            if there not in steps:
                steps[there] = steps[here] + 1
                waiting.append(there)
    return steps
