# SPDX-License-Identifier: GPL-3.0-or-later
"""Who passes things on, within and between affiliates or countries?

For each open two-path a -> v -> c (a and c not linked themselves) the middle v
*brokers*, and the classes of the three name the role (Gould and Fernandez):
*coordinator* if all three are of one class, *itinerant* if v mediates inside
another class, *representative* if v stands with a, *gatekeeper* if v stands
with c, *liaison* if all three classes differ. Links have no direction here, so
each path counts both ways, and representative and gatekeeper are equal.

Reading it: a high number says that somebody stands between others who do not
know each other on this map; introducing these to each other relieves them.
It says nothing about whether anything was passed on. People without a class
are left out, and contexts with more than 25 people make no links.

Complexity: O(triangles + m) in the graph of people.  References: How this is
worked out, Contact graph (docs/methods/contact-graph.md#brokerage-roles); Gould
and Fernandez, Structures of mediation, 1989.

>>> from graph.snapshot.snapshot import EMPTY
>>> QUERY.run(EMPTY).rows
()
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from pydantic import Field

from graph.schema.links import MemberOf
from graph.schema.nodes import Affiliate, Person
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Name, Text
from queries.framework.query import Query
from queries.framework.result import Result
from queries.measures.contact_graph import WORKING_VIEW
from queries.measures.link_age import LinkAges
from queries.measures.parameters import AsOf
from queries.measures.people_graph import PeopleGraph, work_graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

FOUND = Text(
    "brokerage-found",
    "{{PLURAL:$1|One person stands|$1 people stand}} between others who are not linked themselves, most often $2. "
    "Introducing these to each other would be a relief.",
    "$1 number of people, $2 name",
)
NOBODY = Text("brokerage-none", "Nobody on the map stands between two people who are not linked themselves.")
LEFT_OUT_AFFILIATE = Text(
    "brokerage-left-out-affiliate",
    "{{PLURAL:$1|One person is|$1 people are}} a member of no affiliate and left out.",
    "$1 number of people",
)
LEFT_OUT_COUNTRY = Text(
    "brokerage-left-out-country",
    "No country is recorded for {{PLURAL:$1|one person, who is|$1 people, who are}} left out.",
    "$1 number of people",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A person and how often they stand between others, by role."""

    person_id: Annotated[str, Field(description="Id of the person.")]
    name: Annotated[str, Field(description="Their name.")]
    coordinator: Annotated[int, Field(description="Between two of their own class.")]
    itinerant: Annotated[int, Field(description="Between two of one other class.")]
    representative: Annotated[int, Field(description="From their own class to another.")]
    gatekeeper: Annotated[int, Field(description="From another class to their own.")]
    liaison: Annotated[int, Field(description="Between two other classes.")]
    total: Annotated[int, Field(description="All of these.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the person and of the record of their class.")]


def compute(
    snapshot: Snapshot,
    *,
    by: Annotated[
        Literal["affiliate", "country"], Field(title="Classes", description="What the classes are.")
    ] = "affiliate",
    as_of: AsOf = None,
) -> Result[Row]:
    """Return who stands between others, most often first."""
    ages = LinkAges(snapshot, as_of)
    people = snapshot.nodes_of(Person).astype(np.int64)
    people = people[~ages.left[people]]
    classes, records = _affiliates(snapshot, ages, people) if by == "affiliate" else _countries(snapshot, people)
    has_class = classes >= 0
    left_out = int((~has_class).sum())
    texts = {"affiliate": LEFT_OUT_AFFILIATE, "country": LEFT_OUT_COUNTRY}
    warnings = (texts[by](left_out),) if left_out else ()
    people, classes = people[has_class], classes[has_class]
    roles = roles_of(_matrix(work_graph(snapshot, as_of), people), classes)
    totals = roles.sum(axis=1)
    rows = tuple(
        Row(
            snapshot.ids[int(people[index])],
            snapshot.names[int(people[index])],
            *roles[index].tolist(),
            total=int(totals[index]),
            records=(snapshot.ids[int(people[index])], *records.get(int(people[index]), ())),
        )
        for index in np.lexsort((people, -totals)).tolist()
        if totals[index]
    )
    if not rows:
        return Result(summary=(NOBODY(),), warnings=warnings)
    first = Name(rows[0].person_id, rows[0].name)
    return Result(rows=rows, summary=(FOUND(len(rows), first), WORKING_VIEW()), warnings=warnings)


def _matrix(graph: PeopleGraph, people: "Ints") -> Any:  # noqa: ANN401 - scipy is untyped
    return graph.adjacency.matrix.astype(np.int64)[people][:, people]


def roles_of(links: Any, classes: "Ints") -> "Ints":  # noqa: ANN401 - scipy is untyped
    """Return how often each vertex has each role: coordinator, itinerant, representative, gatekeeper, liaison.

    `links[a, v]` is 1 where a is linked to v, without a diagonal; direction counts.
    All two-paths by class, less those that a link a -> c closes.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s

    count = len(classes)
    if not count:
        return np.zeros((0, 5), dtype=np.int64)
    table = links.tocoo()
    is_same = classes[table.row] == classes[table.col]

    def part(chosen: "NDArray[np.bool_]") -> Any:  # noqa: ANN401 - scipy is untyped
        data = np.ones(int(chosen.sum()), dtype=np.int64)
        return csr_array((data, (table.row[chosen], table.col[chosen])), shape=(count, count))

    same, differ = part(is_same), part(~is_same)
    comes_same, goes_same = same.sum(axis=0), same.sum(axis=1)
    comes_differ, goes_differ = differ.sum(axis=0), differ.sum(axis=1)
    # Paths a -> v -> a lead nowhere; they are among the products below.
    returns_same, returns_differ = same.multiply(same.T).sum(axis=1), differ.multiply(differ.T).sum(axis=1)
    across = _by_class(differ.T, classes).multiply(_by_class(differ, classes)).sum(axis=1)
    paths = (
        comes_same * goes_same - returns_same,
        across - returns_differ,
        comes_same * goes_differ,
        comes_differ * goes_same,
        comes_differ * goes_differ - across,
    )
    closed = (
        _closed(same, same, same),
        _closed(differ, differ, same),
        _closed(same, differ, differ),
        _closed(differ, same, differ),
        _closed(differ, differ, differ),
    )
    return np.stack([open_ - shut for open_, shut in zip(paths, closed, strict=True)], axis=1).astype(np.int64)


def _by_class(links: Any, classes: "Ints") -> Any:  # noqa: ANN401 - scipy is untyped
    """Return how many neighbours of each class every row has."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s

    count = len(classes)
    _, numbers = np.unique(classes, return_inverse=True)
    ones = np.ones(count, dtype=np.int64)
    return links @ csr_array((ones, (np.arange(count), numbers)), shape=(count, int(numbers.max()) + 1))


def _closed(first: Any, second: Any, across: Any) -> "Ints":  # noqa: ANN401 - scipy is untyped
    """Return for each v the paths a -> v -> c, first and second step of given kinds, with a link a -> c."""
    return np.asarray((first.T @ across).multiply(second).sum(axis=1))


def _affiliates(snapshot: Snapshot, ages: LinkAges, people: "Ints") -> "tuple[Ints, dict[int, tuple[str, ...]]]":
    """Return the affiliate of everybody's newest membership (ties: id), -1 without one, and its link.

    A membership that has ended makes no class; one without a last day is newer than any with one.
    """
    links = ages.links_of(MemberOf)
    links = links[np.isin(snapshot.link_target[links], snapshot.nodes_of(Affiliate))]
    last = snapshot.last_days[links].astype(np.int64)
    last[last == 0] = np.iinfo(np.int64).max
    order = np.lexsort(
        (links, snapshot.link_target[links], -snapshot.link_since[links], -last, snapshot.link_source[links])
    )
    links = links[order]
    first = links[np.flatnonzero(np.diff(snapshot.link_source[links], prepend=-1))]
    classes = np.full(len(snapshot), -1, dtype=np.int64)
    classes[snapshot.link_source[first]] = snapshot.link_target[first]
    records = {int(snapshot.link_source[link]): (snapshot.link_id(link),) for link in first.tolist()}
    return classes[people], records


def _countries(snapshot: Snapshot, people: "Ints") -> "tuple[Ints, dict[int, tuple[str, ...]]]":
    known = dict(zip(snapshot.nodes_of(Person).tolist(), snapshot.values(Person, "country"), strict=True))
    countries = [known[person] for person in people.tolist()]
    numbers = {country: number for number, country in enumerate(sorted({value for value in countries if value}))}
    return np.array([numbers.get(country, -1) for country in countries], dtype=np.int64).reshape(len(people)), {}


CYPHER = None
QUERY = Query(
    name="brokerage", title=Text("brokerage-title", "Brokerage", "Title of the query"), compute=compute, row=Row
)
