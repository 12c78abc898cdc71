# SPDX-License-Identifier: GPL-3.0-or-later
"""Which things are called like this?

A node matches if every word of the folded text begins some word of its name,
of one alias or of one label in any language, or (3 letters or more) lies
inside it. Order: the whole name first, then names that start with the text,
then words that begin with it, then the rest (METHODS 5).

Reading it: a match says nothing about importance. The text is folded, so
case, accents and Arabic letter forms make no difference.

Complexity: O(n words), n = nodes.  References: METHODS 5.

>>> from graph.codec import pack
>>> from graph.schema import Person
>>> snapshot = Snapshot.of([pack(Person(id="person:z", name="Zoë Müller"))])
>>> [row.name for row in QUERY.run(snapshot, text="zoe").rows]
['Zoë Müller']
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from graph.messages import Text
from graph.schema import NODE_CLASSES
from graph.snapshot import Snapshot
from graph.text import fold
from queries.parameters import TypeName, node_class
from queries.result import Query, Result

FOUND = Text("search-found", "{{PLURAL:$1|One thing is|$1 things are}} called like “$2”.", "$1 number, $2 the text searched for")
NOTHING = Text("search-nothing", "Nothing is called like “$1”. Try a part of the name.", "$1 the text searched for")
_INSIDE_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A node whose name, alias or label matches."""

    id: Annotated[str, Field(description="Id of the node.")]
    name: Annotated[str, Field(description="Its name.")]
    type: Annotated[str, Field(description="What it is.")]
    matched: Annotated[str, Field(description="The folded name, alias or label that matched.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the row.")]


def compute(
    snapshot: Snapshot,
    *,
    text: Annotated[str, Field(max_length=500, description="A name or a part of it.")],
    type: Annotated[TypeName | None, Field(description="Only things of this type.")] = None,  # noqa: A002 - the parameter's public name
) -> Result[Row]:
    """Return the matching nodes, best first."""
    query = fold(text)
    classes = (node_class(type),) if type else NODE_CLASSES
    matches: list[tuple[int, str, str, int, str]] = []
    for index in snapshot.nodes_of(*classes).tolist() if query else ():
        best = min(((rank, key) for key in snapshot.keys[index] if (rank := _rank(query, key)) is not None), default=None)
        if best:
            matches.append((best[0], fold(snapshot.names[index]), snapshot.ids[index], index, best[1]))
    rows = tuple(
        Row(id_, snapshot.names[index], snapshot.type_of(index).TYPE, key, (id_,))
        for _, _, id_, index, key in sorted(matches)
    )
    return Result(rows=rows, summary=(FOUND(len(rows), text) if rows else NOTHING(text),))


def _rank(query: str, key: str) -> int | None:
    if key == query:
        return 0
    if key.startswith(query):
        return 1
    words = key.split()
    inside = False
    for part in query.split():
        if any(word.startswith(part) for word in words):
            continue
        if len(part) < _INSIDE_LETTERS or part not in key:
            return None
        inside = True
    return 3 if inside else 2


CYPHER = None
QUERY = Query(name="search", title=Text("search-title", "Search", "Title of the query"), compute=compute, row=Row)
