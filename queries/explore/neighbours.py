# SPDX-License-Identifier: GPL-3.0-or-later
"""What is linked to this entry, directly or over a few steps?

A *neighbour at distance d* is reached over d links and no fewer, whatever
their direction. `via` names the types of the links of the last step,
`strength` counts those links: how many links lead to it from one step nearer.

Reading it: a high strength says that several records link the two, not that
the link is close or recent. Nodes that nothing written down links are missing.

Complexity: O(m) for the links within reach.  References: How this is worked
out, Exploring (docs/methods/exploring.md#neighbours).

>>> from graph.schema.packed import pack
>>> from graph.schema.links import WorkedWith
>>> from graph.schema.nodes import Person
>>> ada, ben = Person(id="person:ada", name="Ada"), Person(id="person:ben", name="Ben")
>>> link = WorkedWith(source=ada.id, target=ben.id)
>>> rows = QUERY.run(Snapshot.of(map(pack, (ada, ben, link))), id="person:ada").rows
>>> [(row.name, row.via, row.distance) for row in rows]
[('Ben', ('WORKED_WITH',), 1)]
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from graph.schema.links import LINK_CLASSES, Link, SameAs
from graph.schema.nodes import NODE_CLASSES
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.parameters import LinkType, TypeName, link_classes, node_classes

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOUND = Text(
    "neighbours-found",
    "{{PLURAL:$2|One entry is|$2 entries are}} linked to $1 within {{PLURAL:$3|one step|$3 steps}}. "
    "Most links lead to $4.",
    "$1 name of an entry, $2 number of its neighbours, $3 number of steps, $4 up to three names",
)
NOTHING = Text("neighbours-nothing", "Nothing that you asked for is linked to $1.", "$1 name of an entry")
_DEFAULT: tuple[type[Link], ...] = tuple(cls for cls in LINK_CLASSES if cls is not SameAs)
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A node within reach, and the links of the last step to it."""

    id: Annotated[str, Field(description="Id of the neighbour.")]
    name: Annotated[str, Field(description="Its name.")]
    type: Annotated[str, Field(description="What it is.")]
    via: Annotated[tuple[str, ...], Field(title="Through", description="Types of the links of the last step.")]
    distance: Annotated[int, Field(description="Fewest links between the two.")]
    strength: Annotated[int, Field(description="Number of links of the last step.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the links of the last step.")]


def compute(
    snapshot: Snapshot,
    *,
    id: Annotated[str, Field(description="The entry to start from."), Ref()],  # noqa: A002 - the parameter's public name
    depth: Annotated[int, Field(title="Number of steps", ge=1, le=4, description="How many steps to go.")] = 1,
    types: Annotated[tuple[TypeName, ...], Field(description="Show only entries of these types.")] = (),
    links: Annotated[tuple[LinkType, ...], Field(description="Go only over links of these types.")] = (),
) -> Result[Row]:
    """Return the neighbours, nearest first."""
    start = snapshot.index(id)
    nodes, last_links, distances = _reached(snapshot, start, depth, link_classes(links, _DEFAULT))
    codes = [NODE_CLASSES.index(cls) for cls in node_classes(types)]
    keep = np.isin(snapshot.node_types[nodes], codes)
    nodes, last_links, distances = nodes[keep], last_links[keep], distances[keep]
    firsts = np.flatnonzero(np.diff(nodes, prepend=-1))
    counts = np.diff(firsts, append=len(nodes))
    order = np.lexsort((nodes[firsts], -counts, distances[firsts]))
    rows = tuple(
        _row(snapshot, int(nodes[first]), int(distances[first]), last_links[first : first + count].tolist())
        for first, count in zip(firsts[order].tolist(), counts[order].tolist(), strict=True)
    )
    return Result(rows=rows, summary=(_summary(snapshot, start, depth, rows),))


def _reached(
    snapshot: Snapshot, start: int, depth: int, classes: tuple[type[Link], ...]
) -> tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.int64]"]:
    """Return (node, link, distance) for each link of a last step, sorted by node and link."""
    allowed = np.zeros(len(LINK_CLASSES), dtype=bool)
    allowed[[LINK_CLASSES.index(cls) for cls in classes]] = True
    seen = np.zeros(len(snapshot), dtype=bool)
    seen[start] = True
    frontier = np.array([start], dtype=np.int64)
    found: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = []
    for distance in range(1, depth + 1):
        steps = [snapshot.links_at(index) for index in frontier.tolist()]
        if not steps:
            break
        numbers = np.unique(np.concatenate(steps)).astype(np.int64)
        numbers = numbers[allowed[snapshot.link_types[numbers]]]
        ends = np.concatenate([snapshot.link_source[numbers], snapshot.link_target[numbers]]).astype(np.int64)
        new = ~seen[ends]
        ends, last = ends[new], np.concatenate([numbers, numbers])[new]
        order = np.lexsort((last, ends))
        found.append((ends[order], last[order], np.full(len(ends), distance, dtype=np.int64)))
        frontier = np.unique(ends)
        seen[frontier] = True
    if not found:
        empty = np.empty(0, dtype=np.int64)
        return empty, empty, empty
    nodes, last, distances = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return nodes, last, distances


def _row(snapshot: Snapshot, node: int, distance: int, last_links: list[int]) -> Row:
    return Row(
        id=snapshot.ids[node],
        name=snapshot.names[node],
        type=snapshot.type_of(node).TYPE,
        via=tuple(sorted({snapshot.link_type_of(number).TYPE for number in last_links})),
        distance=distance,
        strength=len(last_links),
        records=tuple(map(snapshot.link_id, last_links)),
    )


def _summary(snapshot: Snapshot, start: int, depth: int, rows: tuple[Row, ...]) -> Message:
    name = Name(snapshot.ids[start], snapshot.names[start])
    if not rows:
        return NOTHING(name)
    return FOUND(name, len(rows), depth, [Name(row.id, row.name) for row in rows[:_NAMED]])


# One branch for each depth, since the bound of a pattern cannot be a parameter and a filter afterwards would search
# four steps for an answer of one.
CYPHER = """
MATCH (start:Entity {id: $id})
CALL (start) {
  UNWIND CASE WHEN $depth = 1 THEN [1] ELSE [] END AS branch
  MATCH path = ALL SHORTEST
    (start)(()-[r WHERE type(r) IN $links OR (size($links) = 0 AND type(r) <> 'SAME_AS')]-()){1,1}(n:Entity)
  RETURN n AS n, path AS path
  UNION ALL
  UNWIND CASE WHEN $depth = 2 THEN [1] ELSE [] END AS branch
  MATCH path = ALL SHORTEST
    (start)(()-[r WHERE type(r) IN $links OR (size($links) = 0 AND type(r) <> 'SAME_AS')]-()){1,2}(n:Entity)
  RETURN n AS n, path AS path
  UNION ALL
  UNWIND CASE WHEN $depth = 3 THEN [1] ELSE [] END AS branch
  MATCH path = ALL SHORTEST
    (start)(()-[r WHERE type(r) IN $links OR (size($links) = 0 AND type(r) <> 'SAME_AS')]-()){1,3}(n:Entity)
  RETURN n AS n, path AS path
  UNION ALL
  UNWIND CASE WHEN $depth = 4 THEN [1] ELSE [] END AS branch
  MATCH path = ALL SHORTEST
    (start)(()-[r WHERE type(r) IN $links OR (size($links) = 0 AND type(r) <> 'SAME_AS')]-()){1,4}(n:Entity)
  RETURN n AS n, path AS path
}
WITH start, n, path
WHERE n <> start AND (size($types) = 0 OR any(label IN labels(n) WHERE label IN $types))
WITH n, length(path) AS distance, collect(DISTINCT last(relationships(path))) AS links
WITH n, distance, size(links) AS strength,
  COLLECT { UNWIND links AS link RETURN DISTINCT type(link) AS via ORDER BY via } AS via,
  COLLECT { UNWIND links AS link RETURN link.key AS key ORDER BY key } AS records
RETURN n.id AS id, n.name AS name, [label IN labels(n) WHERE label <> 'Entity'][0] AS type, via AS via,
  distance AS distance, strength AS strength, records AS records
ORDER BY distance, strength DESC, id
"""
QUERY = Query(
    name="neighbours",
    title=Text("neighbours-title", "Neighbours", "Title of the query"),
    compute=compute,
    row=Row,
    cypher=CYPHER,
)
