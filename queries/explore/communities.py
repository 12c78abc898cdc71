# SPDX-License-Identifier: GPL-3.0-or-later
"""Which parts of the network belong closely together?

A *community* (also: cluster) has many links inside and few to the rest. They
are found by the Leiden method on people, groups, affiliates, projects and
partners and the links of collaboration between them, with modularity as the
measure; a higher resolution gives more and smaller ones. Each is named after
its best connected organisation.

Reading it: a drawing aid, never a class of people. Other runs of such methods
draw other borders, equally good; whoever sits on a border belongs to both.
Entries without any such link are in no community.

Complexity: about O(m) for each of three rounds.  References: How this is worked
out, Exploring (docs/methods/exploring.md#communities); Traag, Waltman, van Eck
2019, From Louvain to Leiden, Scientific Reports 9.

>>> from graph.schema.packed import pack
>>> from graph.schema.links import ContactOf
>>> from graph.schema.nodes import Partner, Person
>>> nodes = Person(id="person:ada", name="Ada"), Partner(id="partner:x", name="Museum")
>>> link = ContactOf(source="person:ada", target="partner:x")
>>> rows = QUERY.run(Snapshot.of(map(pack, (*nodes, link)))).rows
>>> [(row.community, str(row.name), row.size) for row in rows]
[(1, 'around Museum', 2)]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from graph.schema.nodes import NODE_CLASSES, Affiliate, Group, Node, Partner, Person, Project
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.algorithms.leiden import grouped
from queries.framework.query import Query
from queries.framework.result import Result
from queries.measures.contexts import COLLABORATION
from queries.measures.themes import themes_of
from queries.measures.wording import brief

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

AROUND = Text("communities-around", "around $1", "Name of a community; $1 its best connected organisation")
FOUND = Text(
    "communities-found",
    "The network falls into {{PLURAL:$1|one community|$1 communities}}. The largest is $2, with $3 entries.",
    "$1 number, $2 a name such as “around the museum”, $3 number of entries in it",
)
ALONE = Text(
    "communities-alone",
    "{{PLURAL:$1|One entry has|$1 entries have}} no link of collaboration and {{PLURAL:$1|is|are}} in no community.",
    "$1 number of people, groups, affiliates, projects and partners",
)
NOTHING = Text("communities-nothing", "Nobody is linked to anybody here, so there is no community.")
_MEMBERS: tuple[type[Node], ...] = (Person, Group, Affiliate, Project, Partner)
_ORGANISATIONS: tuple[type[Node], ...] = (Affiliate, Partner)
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One community."""

    community: Annotated[int, Field(description="Number, from the largest.")]
    name: Annotated[Message, Field(description="After its best connected organisation.")]
    size: Annotated[int, Field(description="How many entries belong to it.")]
    people: Annotated[int, Field(description="How many of them are people.")]
    organisations: Annotated[int, Field(description="How many are affiliates or partners.")]
    themes: Annotated[tuple[str, ...], Field(description="Ids of its up to three most particular themes.")]
    central: Annotated[tuple[str, ...], Field(description="Ids of its up to three best connected organisations.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of all that belong to it.")]


def compute(
    snapshot: Snapshot,
    *,
    resolution: Annotated[
        float, Field(title="Fineness", gt=0, le=100, description="Higher: more and smaller communities.")
    ] = 1.0,
) -> Result[Row]:
    """Return the communities, largest first."""
    graph = _links(snapshot)
    groups = [graph.nodes[group] for group in _grouped(graph, resolution)]
    groups.sort(key=lambda group: (-len(group), int(group[0])))
    rows = tuple(_row(snapshot, graph, number, group) for number, group in enumerate(groups, start=1))
    alone = len(snapshot.nodes_of(*_MEMBERS)) - len(graph.nodes)
    return Result(rows=rows, summary=tuple(_summary(rows, alone)))


@dataclass(frozen=True, slots=True, eq=False)
class _Links:
    """Nodes with a link, in order, and their links as positions among them; each link once."""

    nodes: "Ints"
    first: "Ints"
    second: "Ints"
    degree: "Ints"


def _links(snapshot: Snapshot) -> _Links:
    numbers = snapshot.links_of(*COLLABORATION)
    ends = np.stack([snapshot.link_source[numbers], snapshot.link_target[numbers]]).astype(np.int64)
    member = np.isin(snapshot.node_types, [NODE_CLASSES.index(cls) for cls in _MEMBERS])
    ends = ends[:, member[ends[0]] & member[ends[1]]]
    ends = np.unique(np.sort(ends, axis=0), axis=1)
    nodes, positions = np.unique(ends, return_inverse=True)
    first, second = positions.reshape(ends.shape)
    return _Links(nodes, first, second, np.bincount(positions.ravel(), minlength=len(nodes)))


def _grouped(graph: _Links, resolution: float) -> list["Ints"]:
    """Return the positions of the members of each community, sorted."""
    return grouped(len(graph.nodes), graph.first, graph.second, resolution=resolution)


def _row(snapshot: Snapshot, graph: _Links, number: int, group: "Ints") -> Row:
    degree = graph.degree[np.searchsorted(graph.nodes, group)]
    best = group[np.lexsort((group, -degree))].tolist()
    organisations = [node for node in best if snapshot.type_of(node) in _ORGANISATIONS]
    # Without an organisation a group or project gives its name, and a person only if nothing else is there.
    unnamed = organisations or [node for node in best if snapshot.type_of(node) is not Person] or best
    named = next((node for node in unnamed if node not in snapshot.opted_out), unnamed[0])
    return Row(
        community=number,
        name=AROUND(brief(Name(snapshot.ids[named], snapshot.names[named]))),
        size=len(group),
        people=sum(snapshot.type_of(node) is Person for node in best),
        organisations=len(organisations),
        themes=tuple(snapshot.ids[theme] for theme in _themes(snapshot, group)),
        central=tuple(snapshot.ids[node] for node in organisations[:_NAMED]),
        records=tuple(snapshot.ids[node] for node in group.tolist()),
    )


def _themes(snapshot: Snapshot, group: "Ints") -> list[int]:
    """Return the themes with the largest sum of tf * idf."""
    found = themes_of(snapshot)
    rows = np.isin(found.node, group)
    themes, position = np.unique(found.theme[rows], return_inverse=True)
    sums = np.round(np.bincount(position, weights=found.weights[rows], minlength=len(themes)), 12)
    return themes[np.lexsort((themes, -sums))][:_NAMED].tolist()


def _summary(rows: tuple[Row, ...], alone: int) -> Iterator[Message]:
    yield FOUND(len(rows), rows[0].name, rows[0].size) if rows else NOTHING()
    if alone and rows:
        yield ALONE(alone)


CYPHER = None
QUERY = Query(
    name="communities", title=Text("communities-title", "Communities", "Title of the query"), compute=compute, row=Row
)
