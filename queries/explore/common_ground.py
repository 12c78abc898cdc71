# SPDX-License-Identifier: GPL-3.0-or-later
"""What do these have in common?

*Common ground* of two or more chosen entries is everything that has a link to
at least two of them: people who know both, projects and events of both,
themes of both. What joins most of them comes first, then rare themes.

Reading it: a row is something to start a conversation with. It says how each
is linked to it, not whether they know of each other there.

Complexity: O(links of the chosen).  References: How this is worked out,
Exploring (docs/methods/exploring.md#common-ground).

>>> from graph.schema.packed import pack
>>> from graph.schema.links import InterestedIn
>>> from graph.schema.nodes import Person, Theme
>>> nodes = Person(id="person:ada", name="Ada"), Person(id="person:ben", name="Ben"), Theme(id="theme:x", name="Maps")
>>> links = [InterestedIn(source=node.id, target="theme:x") for node in nodes[:2]]
>>> rows = QUERY.run(Snapshot.of(map(pack, (*nodes, *links))), ids=["Ada", "Ben"]).rows
>>> [(row.name, row.chosen) for row in rows]
[('Maps', ('person:ada', 'person:ben'))]
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from graph.schema.links import SameAs
from graph.schema.nodes import Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.themes import themes_of

FOUND = Text(
    "common-ground-found",
    "{{PLURAL:$2|One entry joins|$2 entries join}} at least two of $1. Start with $3.",
    "$1 list of names, $2 number of entries they have in common, $3 up to three of these",
)
NOTHING = Text("common-ground-nothing", "Nothing that is loaded joins any two of $1.", "$1 list of names")
ONE = Text("common-ground-one", "Choose at least two different entries; $1 alone has nothing in common.", "$1 a name")
_LEAST = 2
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """Something that at least two of the chosen are linked to."""

    id: Annotated[str, Field(description="Id of what they have in common.")]
    name: Annotated[str, Field(description="Its name.")]
    type: Annotated[str, Field(description="What it is.")]
    chosen: Annotated[tuple[str, ...], Field(description="Ids of those of the chosen that are linked to it.")]
    links: Annotated[tuple[tuple[str, ...], ...], Field(description="For each of these, the types of its links to it.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of these links.")]


def compute(
    snapshot: Snapshot,
    *,
    ids: Annotated[
        tuple[str, ...],
        Field(title="Entries", min_length=2, max_length=50, description="Two or more entries to compare."),
        Ref(),
    ],
) -> Result[Row]:
    """Return what they have in common, what joins most of them first."""
    chosen = sorted(set(map(snapshot.index, ids)))
    names = [Name(snapshot.ids[index], snapshot.names[index]) for index in chosen]
    if len(chosen) < _LEAST:
        return Result(summary=(ONE(names[0]),))
    found: dict[int, dict[int, list[int]]] = {}
    for index in chosen:
        for number in snapshot.links_at(index).tolist():
            if snapshot.link_type_of(number) is not SameAs:
                links_by_chosen = found.setdefault(snapshot.other_end(number, index), {})
                links_by_chosen.setdefault(index, []).append(number)
    shared = {node: links_by_chosen for node, links_by_chosen in found.items() if len(links_by_chosen) >= _LEAST}
    themes = themes_of(snapshot)

    def order(node: int) -> tuple[int, bool, int, int]:
        is_theme = snapshot.type_of(node) is Theme
        # A small df is a large idf, and an integer has no rounding.
        return -len(shared[node]), not is_theme, max(1, int(themes.df[node])) if is_theme else 0, node

    rows = tuple(_row(snapshot, node, shared[node]) for node in sorted(shared, key=order))
    return Result(rows=rows, summary=(_summary(names, rows),))


def _row(snapshot: Snapshot, node: int, links_by_chosen: dict[int, list[int]]) -> Row:
    numbers = sorted({number for links in links_by_chosen.values() for number in links})
    return Row(
        id=snapshot.ids[node],
        name=snapshot.names[node],
        type=snapshot.type_of(node).TYPE,
        chosen=tuple(snapshot.ids[index] for index in links_by_chosen),
        links=tuple(
            tuple(sorted({snapshot.link_type_of(n).TYPE for n in links})) for links in links_by_chosen.values()
        ),
        records=tuple(map(snapshot.link_id, numbers)),
    )


def _summary(names: list[Name], rows: tuple[Row, ...]) -> Message:
    if not rows:
        return NOTHING(names)
    return FOUND(names, len(rows), [Name(row.id, row.name) for row in rows[:_NAMED]])


CYPHER = """
UNWIND $ids AS id
WITH DISTINCT id AS id
ORDER BY id
MATCH (chosen:Entity {id: id})-[r]-(n:Entity)
WHERE type(r) <> 'SAME_AS'
WITH n, id, collect(r) AS links
ORDER BY id
WITH n, id, links,
  COLLECT { UNWIND links AS link RETURN DISTINCT type(link) AS type ORDER BY type } AS types
ORDER BY id
WITH n, collect(id) AS chosen, collect(types) AS types, collect(links) AS links
WHERE size(chosen) >= 2
WITH n, chosen, types,
  COLLECT { UNWIND links AS of_one UNWIND of_one AS link
    RETURN DISTINCT link.key AS key ORDER BY key } AS records,
  CASE WHEN n:Theme THEN COUNT {
    MATCH (x:Person|Group|Affiliate|Partner)
    WHERE EXISTS { (x)-[:INTERESTED_IN|ABOUT]->(n) }
      OR EXISTS { (x)-[:ASKED|PROPOSED]->(:Question|Idea)-[:ABOUT]->(n) }
      OR EXISTS { (x)-[:WORKED_ON]->(:Project)-[:ABOUT]->(n) }
    RETURN x
  } END AS df
WITH n, chosen, types, records, df IS NULL AS is_other, CASE WHEN df < 1 THEN 1 ELSE df END AS df
RETURN n.id AS id, n.name AS name, [label IN labels(n) WHERE label <> 'Entity'][0] AS type, chosen AS chosen,
  types AS links, records AS records
ORDER BY size(chosen) DESC, is_other, df, id
"""
QUERY = Query(
    name="common-ground",
    title=Text("common-ground-title", "Common ground", "Title of the query"),
    compute=compute,
    row=Row,
    cypher=CYPHER,
)
