# SPDX-License-Identifier: GPL-3.0-or-later
"""How are these two connected?

The k shortest *simple* paths (none passes a node twice) over links that say
that two entries worked together, in either direction, of at most 6 links.
Among ways of one
length those over people come first, then over smaller entries before larger
ones, then by id: two who sat at one table meet there, not at the congress.

Reading it: each row is one step. A short path says that there is a trail on
the map, not that anybody on it would make an introduction; for that, see
`introductions`.

Complexity: O(k) searches from both ends, each over the links between them.
References: How this is worked out, Exploring (docs/methods/exploring.md#paths);
Yen, Finding the k shortest loopless paths in a network, 1971.

>>> from graph.schema.packed import pack
>>> from graph.schema.links import WorkedOn
>>> from graph.schema.nodes import Person, Project
>>> nodes = Person(id="person:ada", name="Ada"), Person(id="person:ben", name="Ben"), Project(id="project:x", name="X")
>>> links = [WorkedOn(source=node.id, target="project:x") for node in nodes[:2]]
>>> rows = QUERY.run(Snapshot.of(map(pack, (*nodes, *links))), source="Ada", target="Ben").rows
>>> [(row.source_name, row.link, row.forward, row.target_name) for row in rows]
[('Ada', 'WORKED_ON', True, 'X'), ('X', 'WORKED_ON', False, 'Ben')]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Annotated

from pydantic import Field

from graph.errors import BadParameter
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.algorithms.simple_paths import shortest_paths
from queries.framework.parameter_errors import CHOOSE_TWO
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.contexts import COLLABORATION
from queries.measures.network import trails

DIRECT = Text("paths-direct", "$1 and $2 are linked directly.", "$1 and $2 names of entries")
FOUND = Text(
    "paths-found",
    "The shortest way from $1 to $2 has {{PLURAL:$3|one link|$3 links}} and leads through $4.",
    "$1 and $2 names of entries, $3 number of links, $4 list of the entries between",
)
MORE = Text(
    "paths-more",
    "{{PLURAL:$1|One more way is|$1 more ways are}} listed; the longest has $2 links.",
    "$1 number of further paths, $2 number of links",
)
NO_PATH = Text(
    "paths-none",
    "No way of at most $3 links leads from $1 to $2 over anything that is written down.",
    "$1 and $2 names of entries, $3 number of links",
)
SAME = Text("paths-same", "The way starts and ends at the same entry.", "Error: both ends are the same")
AVOIDED = Text("paths-avoided", "A way cannot avoid its own start or end.", "Error: an end is on the list to avoid")
AVOID_LESS = Text("paths-avoid-less", "Take it off the list of entries to avoid.", "Hint after that error")
LONGEST = 6
"""Links of a path at most (docs/methods/exploring.md#paths)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One step of one path."""

    path: Annotated[int, Field(description="Number of the path, the shortest first.")]
    step: Annotated[int, Field(description="Number of the step on its path.")]
    source_id: Annotated[str, Field(description="Id of the entry where the step starts.")]
    source_name: Annotated[str, Field(description="Its name.")]
    link: Annotated[str, Field(description="Type of the link; where several join the two, the first by type and key.")]
    forward: Annotated[
        bool, Field(title="Along the link", description="Whether the link runs in the direction of the step.")
    ]
    target_id: Annotated[str, Field(description="Id of the entry where the step ends.")]
    target_name: Annotated[str, Field(description="Its name.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of all links that join the two.")]


def compute(
    snapshot: Snapshot,
    *,
    source: Annotated[str, Ref(), Field(description="Where to start.")],
    target: Annotated[str, Ref(), Field(description="Where to end.")],
    k: Annotated[int, Field(title="How many", ge=1, le=5, description="How many paths.")] = 3,
    avoid: Annotated[tuple[str, ...], Ref(), Field(description="Entries that no path may pass.")] = (),
) -> Result[Row]:
    """Return the steps of the shortest paths."""
    if source == target:
        raise BadParameter(SAME(), CHOOSE_TWO())
    if source in avoid or target in avoid:
        raise BadParameter(AVOIDED(), AVOID_LESS())
    ends = snapshot.index(source), snapshot.index(target)
    around = trails(snapshot)
    source_, target_, *avoided = (int(around.vertex[node]) for node in (*ends, *map(snapshot.index, avoid)))
    shortest = shortest_paths(around.graph, source_, target_, limit=LONGEST, avoid=avoided)
    paths = [around.node[path].tolist() for path in islice(shortest, k)]
    rows = tuple(row for number, path in enumerate(paths, 1) for row in _steps(snapshot, number, path))
    return Result(rows=rows, summary=tuple(_summary(snapshot, ends, paths)))


def _steps(snapshot: Snapshot, number: int, path: list[int]) -> Iterator[Row]:
    for step, (here, there) in enumerate(pairwise(path), 1):
        links = _links_between(snapshot, here, there)
        yield Row(
            path=number,
            step=step,
            source_id=snapshot.ids[here],
            source_name=snapshot.names[here],
            link=snapshot.link_type_of(links[0]).TYPE,
            forward=int(snapshot.link_source[links[0]]) == here,
            target_id=snapshot.ids[there],
            target_name=snapshot.names[there],
            records=tuple(map(snapshot.link_id, links)),
        )


def _links_between(snapshot: Snapshot, here: int, there: int) -> list[int]:
    """Return the collaboration links between two nodes, by type, then key."""
    # The links of the node with fewer of them: a large event has thousands.
    few, many = sorted((here, there), key=lambda node: len(snapshot.links_at(node)))
    links = [
        number
        for number in snapshot.links_at(few).tolist()
        if snapshot.other_end(number, few) == many and snapshot.link_type_of(number) in COLLABORATION
    ]
    return sorted(links, key=lambda number: (snapshot.link_type_of(number).TYPE, snapshot.link_id(number)))


def _summary(snapshot: Snapshot, ends: tuple[int, int], paths: list[list[int]]) -> Iterator[Message]:
    first, last = (Name(snapshot.ids[node], snapshot.names[node]) for node in ends)
    if not paths:
        yield NO_PATH(first, last, LONGEST)
        return
    between = [Name(snapshot.ids[node], snapshot.names[node]) for node in paths[0][1:-1]]
    yield FOUND(first, last, len(paths[0]) - 1, between) if between else DIRECT(first, last)
    if len(paths) > 1:
        yield MORE(len(paths) - 1, len(paths[-1]) - 1)


# A selector takes no parameter, and a trail may pass a node twice or differ from another in a parallel link only. So
# the 100 shortest trails are looked at, which is enough unless very many parallel links lie on the way.
# The limits tell the planner that there is one start and one end, so that it multiplies nothing.
CYPHER = """
MATCH (a:Entity {id: $source})
WITH a
LIMIT 1
MATCH (b:Entity {id: $target})
WITH a, b
LIMIT 1
MATCH found = SHORTEST 100 (a)
  ((x:Entity)-[:MEMBER_OF|CONTACT_OF|WORKED_ON|ATTENDED|PARTNER_OF|FUNDED|SOUGHT_FUNDING_WITH|WORKED_WITH|PART_OF]-
    (y:Entity) WHERE x.id <> $target AND y.id <> $source AND NOT y.id IN $avoid){1,6}
  (b)
WITH nodes(found) AS stops
WHERE all(stop IN stops WHERE single(other IN stops WHERE other = stop))
WITH DISTINCT stops, [stop IN stops | stop.id] AS ids
ORDER BY size(stops), ids
LIMIT $k
WITH collect(stops) AS paths
UNWIND range(0, size(paths) - 1) AS rank
UNWIND range(0, size(paths[rank]) - 2) AS step
WITH rank + 1 AS path, step + 1 AS step, paths[rank][step] AS here, paths[rank][step + 1] AS there
CALL (here, there) {
  MATCH (here)-[r:MEMBER_OF|CONTACT_OF|WORKED_ON|ATTENDED|PARTNER_OF|FUNDED|SOUGHT_FUNDING_WITH|WORKED_WITH|PART_OF]-
    (there)
  WITH r
  ORDER BY type(r), r.key
  RETURN collect(r) AS links
}
RETURN path AS path, step AS step, here.id AS source_id, here.name AS source_name, type(links[0]) AS link,
  startNode(links[0]) = here AS forward, there.id AS target_id, there.name AS target_name,
  [r IN links | r.key] AS records
ORDER BY path, step, target_id
"""
QUERY = Query(
    name="paths",
    title=Text("paths-title", "Connections", "Title of the query"),
    compute=compute,
    row=Row,
    cypher=CYPHER,
)
