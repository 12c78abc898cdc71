# SPDX-License-Identifier: GPL-3.0-or-later
"""What does the network hold, and where does it come from?

Nodes and links are counted by type, records by source. Three notes say what
the figures elsewhere rest on: links without a last day (*undated*, they count
as current), links that wait for an end which no source has, and identity
decisions that are still open (*unsure*).

Reading it: a count says how much was written down, not how much there is.
Names that look alike and that nobody decided on are found by the query
`duplicates`; comparing all names takes too long for a first page.

Complexity: O(n + m).  References: How this is worked out, Exploring
(docs/methods/exploring.md#overview).

>>> from graph.schema.packed import pack
>>> from graph.schema.nodes import Person
>>> rows = QUERY.run(Snapshot.of([pack(Person(id="person:ada", name="Ada"))])).rows
>>> [(row.kind, row.name, row.count) for row in rows][:1]
[('node', 'Person', 1)]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from graph.schema.links import LINK_CLASSES, Decision, SameAs
from graph.schema.nodes import NODE_CLASSES
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Text
from queries.framework.query import Query
from queries.framework.result import Result

HOLDS = Text(
    "overview-holds",
    "The network holds {{PLURAL:$1|one entry|$1 entries}} and {{PLURAL:$2|one link|$2 links}} "
    "from {{PLURAL:$3|one source|$3 sources}}.",
    "$1 number of nodes, $2 number of links, $3 number of sources",
)
EMPTY = Text("overview-empty", "Nothing is loaded yet. Load a file to begin.")
UNDATED = Text(
    "overview-undated",
    "{{PLURAL:$1|One link has|$1 links have}} no last date and {{PLURAL:$1|counts|count}} as current.",
    "$1 number of links",
)
WAITING = Text(
    "overview-waiting",
    "{{PLURAL:$1|One link waits|$1 links wait}} for an entry that no source names yet.",
    "$1 number of links",
)
UNSURE = Text(
    "overview-unsure",
    "Whether two entries are one is undecided in {{PLURAL:$1|one case|$1 cases}}.",
    "$1 number of SameAs decisions that say unsure",
)
EXAMPLES = 20
"""How many ids stand behind a count; all of them would be the whole network (a choice)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One count."""

    kind: Annotated[Literal["node", "link", "source", "note"], Field(description="What is counted.")]
    name: Annotated[str, Field(description="Type of node or link, id of the source, or what the note says.")]
    count: Annotated[int, Field(description="How many.")]
    records: Annotated[
        tuple[str, ...],
        Field(description=f"Ids of the first {EXAMPLES} records counted; none for sources and waiting links."),
    ]


def compute(snapshot: Snapshot) -> Result[Row]:
    """Return all counts: nodes, links, sources, notes."""
    rows = [*_by_type(snapshot), *_by_source(snapshot), *_notes(snapshot)]
    return Result(rows=tuple(rows), summary=tuple(_summary(snapshot, {row.name: row.count for row in rows})))


def _by_type(snapshot: Snapshot) -> Iterator[Row]:
    for node_type in sorted(NODE_CLASSES, key=lambda found: found.TYPE):
        nodes = snapshot.nodes_of(node_type).tolist()
        if nodes:
            yield Row("node", node_type.TYPE, len(nodes), tuple(snapshot.ids[index] for index in nodes[:EXAMPLES]))
    for link_type in sorted(LINK_CLASSES, key=lambda found: found.TYPE):
        numbers = snapshot.links_of(link_type).tolist()
        if numbers:
            yield Row("link", link_type.TYPE, len(numbers), tuple(map(snapshot.link_id, numbers[:EXAMPLES])))


def _by_source(snapshot: Snapshot) -> Iterator[Row]:
    for source in snapshot.sources:
        yield Row("source", source.id, source.records, ())


def _notes(snapshot: Snapshot) -> Iterator[Row]:
    undated = np.flatnonzero(snapshot.last_days == 0).tolist()
    decisions = zip(snapshot.links_of(SameAs).tolist(), snapshot.values(SameAs, "decision"), strict=True)
    unsure = [number for number, decision in decisions if decision == Decision.UNSURE]
    yield Row("note", "undated links", len(undated), tuple(map(snapshot.link_id, undated[:EXAMPLES])))
    yield Row("note", "unsure identities", len(unsure), tuple(map(snapshot.link_id, unsure[:EXAMPLES])))
    yield Row("note", "waiting links", len(snapshot.waiting), ())


def _summary(snapshot: Snapshot, counts: dict[str, int]) -> Iterator[Message]:
    if not len(snapshot):
        yield EMPTY()
        return
    yield HOLDS(len(snapshot), snapshot.link_count, len(snapshot.sources))
    for text, name in ((UNDATED, "undated links"), (WAITING, "waiting links"), (UNSURE, "unsure identities")):
        if counts[name]:
            yield text(counts[name])


# Waiting links are inside the compressed records of their source, where Cypher cannot count them: the store keeps
# their number on its schema node.
CYPHER = """
CALL () {
  MATCH (n:Entity)
  WITH n ORDER BY n.id
  WITH [label IN labels(n) WHERE label <> 'Entity'][0] AS name, count(*) AS count, collect(n.id)[..20] AS records
  RETURN 1 AS rank, 'node' AS kind, name AS name, count AS count, records AS records
  UNION ALL
  MATCH (:Entity)-[r]->(:Entity)
  WITH r ORDER BY r.key
  WITH type(r) AS name, count(*) AS count, collect(r.key)[..20] AS records
  RETURN 2 AS rank, 'link' AS kind, name AS name, count AS count, records AS records
  UNION ALL
  MATCH (s:Source)
  RETURN 3 AS rank, 'source' AS kind, s.id AS name, s.records AS count, [] AS records
  UNION ALL
  OPTIONAL MATCH (:Entity)-[r]->(b:Entity)
  WHERE r.until IS NULL AND r.last_contact IS NULL
    AND CASE type(r)
      WHEN 'ATTENDED' THEN coalesce(b.end, b.start, r.since)
      WHEN 'WORKED_ON' THEN b.end
      WHEN 'FUNDED' THEN b.end
      WHEN 'SOUGHT_FUNDING_WITH' THEN r.since
    END IS NULL
  WITH r ORDER BY r.key
  WITH count(r) AS count, collect(r.key)[..20] AS records
  RETURN 4 AS rank, 'note' AS kind, 'undated links' AS name, count AS count, records AS records
  UNION ALL
  OPTIONAL MATCH (:Entity)-[r:SAME_AS {decision: 'unsure'}]->(:Entity)
  WITH r ORDER BY r.key
  WITH count(r) AS count, collect(r.key)[..20] AS records
  RETURN 5 AS rank, 'note' AS kind, 'unsure identities' AS name, count AS count, records AS records
  UNION ALL
  OPTIONAL MATCH (m:Meta {id: 'schema'})
  RETURN 6 AS rank, 'note' AS kind, 'waiting links' AS name, coalesce(m.waiting, 0) AS count, [] AS records
}
RETURN kind AS kind, name AS name, count AS count, records AS records
ORDER BY rank, name
"""
QUERY = Query(
    name="overview",
    title=Text("overview-title", "Overview", "Title of the query"),
    compute=compute,
    row=Row,
    cypher=CYPHER,
)
