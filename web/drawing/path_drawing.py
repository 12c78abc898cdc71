# SPDX-License-Identifier: GPL-3.0-or-later
"""The drawing of ways between two entries: it is read from its start to its end, as the sentence about them is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any

from graph.snapshot.snapshot import Snapshot
from queries.framework.result import Result
from web.drawing.drawing import Drawing, draw
from web.drawing.ego import among
from web.drawing.ego_layout import along


def ways_drawing(snapshot: Snapshot, result: Result[Any], language: str) -> Drawing | None:
    """Draw the steps of all ways and nothing else, their ends marked; None where nothing lies between the ends."""
    ends = tuple(snapshot.index(result.parameters[name]) for name in ("source", "target"))
    ways = [way for way in _ways(snapshot, result.rows) if (way[0], way[-1]) == ends]
    nodes = tuple(dict.fromkeys([*ends, *(node for way in ways for node in way)]))
    if len(nodes) == len(ends):
        return None
    shown = among(snapshot, nodes, ends)
    steps = {frozenset(step) for way in ways for step in pairwise(way)}
    drawn_links = tuple(drawn for drawn in shown.drawn_links if frozenset((drawn.first, drawn.second)) in steps)
    return draw(snapshot, replace(shown, drawn_links=drawn_links), language, along(ways))


def _ways(snapshot: Snapshot, rows: Sequence[Any]) -> Iterator[list[int]]:
    """Yield the nodes of each way; the last one may lack its end where the rows were cut."""
    for _, steps in groupby(rows, key=lambda row: row.path):
        ids = [(row.source_id, row.target_id) for row in steps]
        yield [snapshot.index(id_) for id_ in (ids[0][0], *(target for _, target in ids))]
