# SPDX-License-Identifier: GPL-3.0-or-later
"""How few people keep two organisations in touch, and who are they?

The smallest *person cut* of two endpoints of the contact graph: the fewest
people whose leaving leaves no route between them. By Menger's theorem it is
also the number of routes that have no person in common.

Reading it: 0 means that there is no route today, 1 that a second person would
help. Where several sets of people are equally small, the rows are the one
nearest to the first organisation, whatever order the data came in.

Complexity: O(k m), k = size of the cut.  References: How this is worked out,
Contact graph (docs/methods/contact-graph.md#person-cut); Menger, Zur
allgemeinen Kurventheorie, 1927; Ford and Fulkerson, Maximal flow through a
network, 1956.

>>> QUERY.parameters[0].required
True
"""

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from graph.errors import BadParameter
from graph.schema.nodes import Affiliate, Group, Partner
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Text
from queries.algorithms.plain_graph import PlainGraph
from queries.framework.parameter_errors import CHOOSE_TWO
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.contact_graph import ContactGraph, contact_graph
from queries.measures.holdings import find_holdings
from queries.measures.parameters import HALF_LIFE, MIN_STRENGTH, AsOf, HalfLife, MinStrength

CUT = Text(
    "person-cut-found",
    "{{PLURAL:$1|Only one person keeps $2 and $3 in touch; a second one would be a relief.|$1 people would have to "
    "leave before $2 and $3 lose touch, and as many routes share no person:}}",
    "$1 size of the cut, $2 and $3 the organisations; the routes follow in sentences of their own",
)
ROUTE = Text("person-cut-route", "From $1 by way of $2 to $3.", "$1 and $3 organisations, $2 list of who is between")
NO_ROUTE = Text(
    "person-cut-no-route",
    "No route through people leads from $1 to $2 today, so nobody has to leave for them to be apart.",
    "$1 and $2 organisations",
)
SAME = Text("person-cut-same", "Both ends are the same organisation.", "Error: both ends are the same")
_ENDS = Ref(Group, Affiliate, Partner)


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody who keeps the two in touch."""

    person_id: Annotated[str, Field(description="Id of the person.")]
    name: Annotated[str, Field(description="Their name.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the row.")]


def compute(
    snapshot: Snapshot,
    *,
    source: Annotated[str, _ENDS, Field(description="A group, affiliate or partner.")],
    target: Annotated[str, _ENDS, Field(description="Another one.")],
    as_of: AsOf = None,
    half_life: HalfLife = HALF_LIFE,
    min_strength: MinStrength = MIN_STRENGTH,
) -> Result[Row]:
    """Return the people of the smallest cut nearest to the source, in order of id."""
    if source == target:
        raise BadParameter(SAME(), CHOOSE_TWO())
    holdings = find_holdings(snapshot, as_of=as_of, half_life=half_life, min_strength=min_strength)
    found = contact_graph(holdings)
    ends = [int(found.vertex[snapshot.index(id_)]) for id_ in (source, target)]
    cut, routes = person_cut(found.graph, *ends)
    names = [found.name(end) for end in ends]
    if not cut:
        return Result(summary=(NO_ROUTE(*names),), warnings=found.notes())
    rows = tuple(
        Row(found.graph.ids[vertex], found.graph.names[vertex], found.records([int(found.node[vertex])]))
        for vertex in cut
    )
    summary = (CUT(len(cut), *names), *_sentences(found, routes))
    return Result(rows=rows, summary=summary, warnings=found.notes())


def _sentences(found: ContactGraph, routes: list[list[int]]) -> list[Message]:
    return [
        ROUTE(found.name(route[0]), [found.name(vertex) for vertex in route[1:-1]], found.name(route[-1]))
        for route in routes
    ]


def person_cut(graph: PlainGraph, source: int, target: int) -> tuple[list[int], list[list[int]]]:
    """Return the smallest cut nearest to the source, and as many routes without a common person.

    Maximum flow in which everybody who may leave passes on one unit only.
    The two ends must not be neighbours.
    """
    from scipy.sparse import csgraph, csr_array  # noqa: PLC0415 - 0.2 s

    n = len(graph)
    capacities = _split(graph)
    flow = csgraph.maximum_flow(capacities, source, target).flow
    # Only what has an edge can have flow; the difference is the residual graph.
    residual = csr_array(capacities - flow)
    residual.eliminate_zeros()
    reached = np.zeros(2 * n, dtype=np.bool_)
    reached[csgraph.breadth_first_order(residual, source, return_predecessors=False)] = True
    cut = np.flatnonzero(graph.may_leave & reached[:n] & ~reached[n:]).tolist()
    return cut, _routes(flow, source, target, n)


def _split(graph: PlainGraph) -> Any:  # noqa: ANN401 - scipy is untyped
    """Return capacities: whoever may leave has an entry (their vertex) and an exit (n more), with 1 between."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s

    n = len(graph)
    rows = np.repeat(np.arange(n), graph.degrees)
    people = np.flatnonzero(graph.may_leave)
    exits = np.where(graph.may_leave[rows], rows + n, rows)
    data = np.concatenate([np.full(len(rows), n, dtype=np.int32), np.ones(len(people), dtype=np.int32)])
    ends = (np.concatenate([exits, people]), np.concatenate([graph.matrix.indices, people + n]))
    return csr_array((data, ends), shape=(2 * n, 2 * n), dtype=np.int32)


def _routes(flow: Any, source: int, target: int, n: int) -> list[list[int]]:  # noqa: ANN401 - scipy is untyped
    """Take the flow apart into routes, shortest first."""
    table = flow.tocoo()
    onward: dict[int, list[int]] = {}
    for row, column, units in zip(table.row.tolist(), table.col.tolist(), table.data.tolist(), strict=True):
        onward.setdefault(row, []).extend([column] * units)
    for column in onward.values():
        column.sort(reverse=True)
    routes: list[list[int]] = []
    while onward.get(source):
        route, here = [source], source
        while here != target:
            here = onward[here].pop()
            vertex = here % n
            # A flow may turn in a circle; the route does not.
            del route[route.index(vertex) if vertex in route else len(route) :]
            route.append(vertex)
        routes.append(route)
    return sorted(routes, key=lambda route: (len(route), route))


CYPHER = None
QUERY = Query(
    name="person-cut",
    title=Text("person-cut-title", "Who keeps two in touch", "Title of the query"),
    compute=compute,
    row=Row,
)
