# SPDX-License-Identifier: GPL-3.0-or-later
"""Which entries are called like this?

A node matches if every word of the folded text begins some word of its name, of
one alias or of one label in any language, or (3 letters or more) lies inside
it. Order: the whole name first, then names that start with the text, then words
that begin with it, then the rest.

Reading it: a match says nothing about importance. The text is folded, so
case, accents and Arabic letter forms make no difference.

Complexity: O(letters of all names + k log k), k = matches; at 100,000 nodes 1
to 10 ms, and 0.1 s where nearly half of them match.  References: How this is
worked out, Themes and languages
(docs/methods/themes-and-languages.md#search-box).

>>> from graph.schema.packed import pack
>>> from graph.schema.nodes import Person
>>> snapshot = Snapshot.of([pack(Person(id="person:z", name="Zoë Müller"))])
>>> [row.name for row in QUERY.run(snapshot, text="zoe").rows]
['Zoë Müller']
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from graph.schema.folding import fold
from graph.schema.nodes import Theme
from graph.snapshot.derived import per_snapshot
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Text
from queries.framework.query import Query
from queries.framework.result import Result
from queries.measures.parameters import TypeName, node_class

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOUND = Text(
    "search-found", "{{PLURAL:$1|One entry is|$1 entries are}} called like “$2”.", "$1 number, $2 the text searched for"
)
NOTHING = Text("search-nothing", "Nothing is called like “$1”. Try a part of the name.", "$1 the text searched for")
_INSIDE_LETTERS = 3
_WHOLE, _START, _WORDS, _INSIDE = range(4)
"""How well a name matches, best first."""


@dataclass(frozen=True, slots=True)
class Row:
    """A node whose name, alias or label matches."""

    id: Annotated[str, Field(description="Id of the node.")]
    name: Annotated[str, Field(description="Its name.")]
    type: Annotated[str, Field(description="What it is.")]
    matched: Annotated[
        str, Field(title="Other name found", description="The alias or label that matched; empty where the name did.")
    ]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the row.")]


class _Keys:
    """All names, aliases and labels as one text, which is searched 50 times faster than one after the other.

    A break and a space come before each key and a tab behind it: every word
    follows a space, and no two matches share a mark. The keys of a node stand
    in their order.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        owned = [(key, node) for node, keys in enumerate(snapshot.keys) for key in sorted(keys)]
        self.keys = tuple(key for key, _ in owned)
        self.nodes: NDArray[np.int64] = np.array([node for _, node in owned], dtype=np.int64)
        self.text = "".join(f"\n {key}\t" for key in self.keys)
        self._starts: NDArray[np.int64] = np.zeros(len(owned), dtype=np.int64)
        np.cumsum([len(key) + 3 for key in self.keys[:-1]], out=self._starts[1:])
        names = [fold(name) for name in snapshot.names]
        self.rank: NDArray[np.int64] = np.empty(len(names), dtype=np.int64)
        self.rank[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
        """Where each node stands in the order of names; ids are sorted, so equals keep theirs."""

    def having(self, part: str) -> "NDArray[np.bool_]":
        """Say of each key whether a text is in it; with a space before, a word begins so."""
        found = np.zeros(len(self.keys), dtype=bool)
        positions = [match.start() for match in re.finditer(re.escape(part), self.text)]
        found[np.searchsorted(self._starts, positions, side="right") - 1] = True
        return found


_keys = per_snapshot(_Keys)


def compute(
    snapshot: Snapshot,
    *,
    text: Annotated[str, Field(max_length=500, description="A name or a part of it.")],
    type: Annotated[TypeName | None, Field(description="Only entries of this type.")] = None,  # noqa: A002 - the parameter's public name
) -> Result[Row]:
    """Return the matching nodes, best first."""
    query = fold(text)
    rows = _rows(snapshot, query, type) if query and len(snapshot) else ()
    return Result(rows=rows, summary=(FOUND(len(rows), text) if rows else NOTHING(text),))


def _rows(snapshot: Snapshot, query: str, only: TypeName | None) -> tuple[Row, ...]:
    keys = _keys(snapshot)
    ranks = _ranks(keys, query)
    numbers = np.flatnonzero(ranks <= _INSIDE)
    if only:
        numbers = numbers[np.isin(keys.nodes[numbers], snapshot.nodes_of(node_class(only)))]
    # The best key of each node, the first of equally good ones.
    numbers = numbers[np.lexsort((numbers, ranks[numbers], keys.nodes[numbers]))]
    numbers = numbers[np.unique(keys.nodes[numbers], return_index=True)[1]]
    numbers = numbers[np.lexsort((keys.rank[keys.nodes[numbers]], ranks[numbers]))]
    nodes = keys.nodes[numbers].tolist()
    return tuple(
        Row(
            snapshot.ids[node],
            snapshot.names[node],
            snapshot.type_of(node).TYPE,
            _other_name(snapshot, node, keys.keys[number]),
            (snapshot.ids[node],),
        )
        for node, number in zip(nodes, numbers.tolist(), strict=True)
    )


def _other_name(snapshot: Snapshot, node: int, key: str) -> str:
    """Return the alias or label whose folded form matched, as it was written; empty for the name itself."""
    if key == fold(snapshot.names[node]):
        return ""
    record = snapshot.node(node)
    others = (*record.aliases, *(record.labels.values() if isinstance(record, Theme) else ()))
    return next(other for other in others if fold(other) == key)


def _ranks(keys: _Keys, query: str) -> "NDArray[np.int8]":
    """Return how well each key matches; more than the worst where it does not."""
    matches = np.ones(len(keys.keys), dtype=bool)
    inside = np.zeros(len(keys.keys), dtype=bool)
    for part in dict.fromkeys(query.split()):
        begins = keys.having(f" {part}")
        within = keys.having(part) & ~begins if len(part) >= _INSIDE_LETTERS else np.zeros_like(begins)
        matches &= begins | within
        inside |= within
    ranks = np.where(matches, np.where(inside, _INSIDE, _WORDS), _INSIDE + 1).astype(np.int8)
    if matches.any():
        ranks[keys.having(f"\n {query}")] = _START
        ranks[keys.having(f"\n {query}\t")] = _WHOLE
    return ranks


CYPHER = None
QUERY = Query(name="search", title=Text("search-title", "Search", "Title of the query"), compute=compute, row=Row)
