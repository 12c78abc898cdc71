# SPDX-License-Identifier: GPL-3.0-or-later
"""Who works with whom, and through what?

Two entries *share a context* if both are linked to the same project, event,
group or affiliate; a direct link between them (worked with, partner of,
contact of, sought funding with) counts as one more. A context with more than
25 members makes no pair alone, since it says little about any two of them,
but it counts in the pairs that exist.

Reading it: a high number says that the two meet in many places. It does not
say how well they know each other, and it cannot see what nobody wrote down.

Complexity: O(m log m + pairs); for one entry, O(links of its contexts).
References: How this is worked out, Exploring
(docs/methods/exploring.md#collaborators); Newman 2001, Scientific collaboration
networks II, Physical Review E 64, 016132, for dividing by the size of a
context.

>>> from graph.schema.packed import pack
>>> from graph.schema.ids import is_hidden
from graph.schema.links import WorkedOn
>>> from graph.schema.nodes import Person, Project
>>> nodes = Person(id="person:ada", name="Ada"), Person(id="person:ben", name="Ben"), Project(id="project:x", name="X")
>>> links = [WorkedOn(source=node.id, target="project:x") for node in nodes[:2]]
>>> rows = QUERY.run(Snapshot.of(map(pack, (*nodes, *links)))).rows
>>> [(row.first_name, row.second_name, row.through) for row in rows]
[('Ada', 'Ben', ('project:x',))]
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import Field

from graph.schema.ids import is_hidden
from graph.schema.nodes import Affiliate, Group, Node, Partner, Person
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Parameter, Text
from queries.framework.query import Query, Ref
from queries.framework.result import Result, RowsOnDemand, ShownAs
from queries.measures.contexts import (
    LARGE,
    Participations,
    chosen_mask,
    direct_links,
    pairs_in,
    participations,
    participations_around,
)
from queries.measures.link_age import date_keys, date_text
from queries.measures.parameters import node_class

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

ActorType = Literal["Person", "Group", "Affiliate", "Partner"]
ACTORS: tuple[type[Node], ...] = (Person, Group, Affiliate, Partner)
FOUND = Text(
    "collaborators-found",
    "{{PLURAL:$1|One pair works|$1 pairs work}} together. $2 and $3 share most: $4.",
    "$1 number of pairs, $2 and $3 names, $4 what they share, a list of names",
)
FOUND_OF = Text(
    "collaborators-found-of",
    "$2 works with {{PLURAL:$1|one other|$1 others}}, most of all with $3, through $4.",
    "$1 number, $2 and $3 names, $4 what they share, a list of names",
)
NOTHING = Text("collaborators-nothing", "Nothing that is loaded says that any two of these work together.")
NOTHING_OF = Text(
    "collaborators-nothing-of", "Nothing that is loaded says with whom $1 works.", "$1 name of a person or organisation"
)
LARGE_CONTEXTS = Text(
    "collaborators-large",
    "$2 {{PLURAL:$1|has|have}} more than $3 members and {{PLURAL:$1|makes|make}} no pair alone.",
    "$1 number of contexts, $2 up to three of their names, $3 the limit",
)
DIRECTLY = Text("collaborators-directly", "a direct link", "in a list of what two people share")
MORE = Text("collaborators-more", "{{PLURAL:$1|one more|$1 more}}", "at the end of a list of names; $1 number left out")
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """Two entries that work together."""

    first_id: Annotated[str, Field(description="Id of the first; the one asked about, else the smaller id.")]
    first_name: Annotated[str, Field(description="Name of the first.")]
    second_id: Annotated[str, Field(description="Id of the second.")]
    second_name: Annotated[str, Field(description="Name of the second.")]
    shared: Annotated[int, Field(description="How many contexts and direct links they share.")]
    through: Annotated[tuple[str, ...], Field(description="Ids of these contexts and direct links.")]
    last_date: Annotated[
        str | None, ShownAs.DATE, Field(description="Newest date on which both took part, if any is known.")
    ]
    records: Annotated[tuple[str, ...], Field(description="Ids of the links behind the row.")]


def compute(
    snapshot: Snapshot,
    *,
    id: Annotated[str | None, Field(description="Only with whom this one works."), Ref(*ACTORS)] = None,  # noqa: A002 - the parameter's public name
    types: Annotated[
        tuple[ActorType, ...], Field(description="Between which types; default: people, or the type of the one named.")
    ] = (),
) -> Result[Row]:
    """Return the pairs, most shared first."""
    start = snapshot.index(id) if id else None
    classes = collaborating_types(snapshot, start, types)
    chosen = chosen_mask(snapshot, classes, start)
    found = participations(snapshot, chosen) if start is None else participations_around(snapshot, start, chosen)
    direct = direct_links(snapshot, chosen)
    if start is not None:
        direct = direct[(snapshot.link_source[direct] == start) | (snapshot.link_target[direct] == start)]
    rows = _rows(snapshot, _shared(snapshot, found, direct, start), found)
    return Result(
        rows=rows, summary=(_summary(snapshot, start, rows),), warnings=tuple(_large_contexts(snapshot, found))
    )


def collaborating_types(snapshot: Snapshot, start: int | None, types: tuple[ActorType, ...]) -> tuple[type[Node], ...]:
    """Return the classes between which pairs are looked for."""
    if types:
        return tuple(map(node_class, types))
    return (Person,) if start is None else (snapshot.type_of(start),)


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """One row for each (pair, entry shared), sorted by pair.

    `one`, `other`: rows of participations, -1 for a direct link, whose number is
    `link`.
    """

    first: "Ints"
    second: "Ints"
    one: "Ints"
    other: "Ints"
    link: "Ints"


def _shared(snapshot: Snapshot, found: Participations, direct: "Ints", start: int | None) -> _Shared:
    count = max(1, len(snapshot))
    one, other = pairs_in(found.context)
    if start is not None:
        keep = (found.member[one] == start) | (found.member[other] == start)
        one, other = one[keep], other[keep]
    ends = np.sort(np.stack([snapshot.link_source[direct], snapshot.link_target[direct]]).astype(np.int64), axis=0)
    direct_codes = ends[0] * count + ends[1]
    close_codes = found.member[one] * count + found.member[other]
    existing = np.unique(np.concatenate([close_codes, direct_codes]))
    far_one, far_other = _in_large_contexts(found, existing, count)
    far_codes = found.member[far_one] * count + found.member[far_other]
    codes = np.concatenate([close_codes, far_codes, direct_codes])
    none = np.full(len(direct), -1, dtype=np.int64)
    link = np.concatenate([np.full(len(one) + len(far_one), -1, dtype=np.int64), direct])
    one, other = np.concatenate([one, far_one, none]), np.concatenate([other, far_other, none])
    first, second = codes // count, codes % count
    if start is not None:
        second = np.where(first == start, second, first)
        first = np.full(len(first), start, dtype=np.int64)
    order = np.lexsort((link, one, second, first))
    return _Shared(first[order], second[order], one[order], other[order], link[order])


def _in_large_contexts(found: Participations, existing: "Ints", count: int) -> tuple["Ints", "Ints"]:
    """Return the participations that existing pairs have together in large contexts."""
    large = np.flatnonzero(found.sizes > LARGE)
    empty = np.empty(0, dtype=np.int64)
    if not len(large) or not len(existing):
        return empty, empty
    from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s that only large contexts need

    contexts, column = np.unique(found.context[large], return_inverse=True)
    shape = (count, len(contexts))
    taking_part = csr_array((np.ones(len(large), dtype=np.int8), (found.member[large], column)), shape=shape)
    first, second = existing // count, existing % count
    both = taking_part[first].multiply(taking_part[second]).tocoo()
    context = contexts[both.col]
    return found.find(context, first[both.row], count), found.find(context, second[both.row], count)


def _rows(snapshot: Snapshot, shared: _Shared, found: Participations) -> Sequence[Row]:
    """Return the rows in order; a large network has a million of them, so each is made when it is looked at."""
    if not len(shared.first):
        return ()
    is_new = (np.diff(shared.first, prepend=-1) != 0) | (np.diff(shared.second, prepend=-1) != 0)
    starts = np.flatnonzero(is_new)
    counts = np.diff(starts, append=len(shared.first))
    dates = np.maximum.reduceat(_dates(snapshot, shared, found), starts)
    order = np.lexsort((shared.second[starts], shared.first[starts], -counts))
    ids, names, link_id = snapshot.ids, snapshot.names, snapshot.link_id

    def made(rank: int) -> Row:
        row = int(order[rank])
        start = int(starts[row])
        through: list[str] = []
        links: list[int] = []
        for entry in range(start, start + int(counts[row])):
            one, other = int(shared.one[entry]), int(shared.other[entry])
            if one < 0:
                links.append(int(shared.link[entry]))
                through.append(link_id(links[-1]))
            else:
                through.append(ids[int(found.context[one])])
                for participation in (one, other):
                    links += found.links[
                        int(found.starts[participation]) : int(found.starts[participation + 1])
                    ].tolist()
        first, second = int(shared.first[start]), int(shared.second[start])
        # Of who asked not to be named a date alone may tell who it is.
        hides = is_hidden(ids[first]) or is_hidden(ids[second])
        return Row(
            ids[first],
            names[first],
            ids[second],
            names[second],
            int(counts[row]),
            tuple(sorted(through)),
            None if hides else date_text(int(dates[row])),
            tuple(link_id(link) for link in sorted(set(links))),
        )

    return RowsOnDemand(range(len(order)), made)


def _dates(snapshot: Snapshot, shared: _Shared, found: Participations) -> "NDArray[np.int32]":
    """Return the date key of each entry shared: of two participations the older, unless it is undated."""
    if not len(found):
        return date_keys(snapshot)[shared.link]
    one, other = found.dates[shared.one], found.dates[shared.other]
    both = np.where(one == 0, other, np.where(other == 0, one, np.minimum(one, other)))
    return np.where(shared.one < 0, date_keys(snapshot)[shared.link], both)


def _large_contexts(snapshot: Snapshot, found: Participations) -> Iterator[Message]:
    large = np.unique(found.context[found.sizes > LARGE]).tolist()
    if large:
        yield LARGE_CONTEXTS(len(large), [_name(snapshot, index) for index in large[:_NAMED]], LARGE)


def _name(snapshot: Snapshot, index: int) -> Name:
    return Name(snapshot.ids[index], snapshot.names[index])


def _summary(snapshot: Snapshot, start: int | None, rows: Sequence[Row]) -> Message:
    if not rows:
        return NOTHING() if start is None else NOTHING_OF(_name(snapshot, start))
    best = rows[0]
    first, second = Name(best.first_id, best.first_name), Name(best.second_id, best.second_name)
    contexts: list[Parameter] = [_name(snapshot, snapshot.index(id_)) for id_ in best.through if id_ in snapshot]
    if len(contexts) < len(best.through):
        contexts.insert(0, DIRECTLY())
    if len(contexts) > _NAMED:
        contexts[_NAMED:] = [MORE(len(contexts) - _NAMED)]
    text = FOUND if start is None else FOUND_OF
    return text(len(rows), first, second, contexts)


CYPHER = """
CALL () {
  MATCH (a:Entity {id: $id})
  WHERE a:Person|Group|Affiliate|Partner
  RETURN a AS a, CASE WHEN size($types) > 0 THEN $types ELSE labels(a) END AS types
  UNION ALL
  UNWIND CASE WHEN $id IS NULL THEN [1] ELSE [] END AS branch
  MATCH (a:Person|Group|Affiliate|Partner)
  WITH a, CASE WHEN size($types) > 0 THEN $types ELSE ['Person'] END AS types
  WHERE any(label IN labels(a) WHERE label IN types)
  RETURN a AS a, types AS types
}
WITH a, [type IN types WHERE type <> 'Entity'] AS types
CALL (a, types) {
  MATCH (a)-[one:MEMBER_OF|CONTACT_OF|WORKED_ON|ATTENDED|PARTNER_OF|FUNDED|SOUGHT_FUNDING_WITH|WORKED_WITH|PART_OF]-
    (c:Project|Event|Group|Affiliate)
    -[other:MEMBER_OF|CONTACT_OF|WORKED_ON|ATTENDED|PARTNER_OF|FUNDED|SOUGHT_FUNDING_WITH|WORKED_WITH|PART_OF]-
    (b:Person|Group|Affiliate|Partner)
  WHERE b <> a AND any(label IN labels(b) WHERE label IN types) AND ($id IS NOT NULL OR a.id < b.id)
  UNWIND [{side: 1, link: one}, {side: 2, link: other}] AS side_of
  RETURN DISTINCT b AS b, c AS context, c.id AS item, side_of.side AS side, side_of.link AS r
  UNION ALL
  MATCH (a)-[r:WORKED_WITH|PARTNER_OF|CONTACT_OF|SOUGHT_FUNDING_WITH]-(b:Person|Group|Affiliate|Partner)
  WHERE any(label IN labels(b) WHERE label IN types) AND ($id IS NOT NULL OR a.id < b.id)
  RETURN b AS b, NULL AS context, r.key AS item, 1 AS side, r AS r
}
WITH a, types, b, context, item, side, r, endNode(r) AS target,
  CASE size(r.until) WHEN 4 THEN r.until + '-07-01' WHEN 7 THEN r.until + '-15' ELSE r.until END AS until_day,
  CASE size(r.last_contact) WHEN 4 THEN r.last_contact + '-07-01' WHEN 7 THEN r.last_contact + '-15'
    ELSE r.last_contact END AS contact_day
WITH a, types, b, context, item, side, r,
  CASE
    WHEN r.until IS NULL AND r.last_contact IS NULL THEN CASE type(r)
      WHEN 'ATTENDED' THEN coalesce(target.end, target.start, r.since)
      WHEN 'WORKED_ON' THEN target.end
      WHEN 'FUNDED' THEN target.end
      WHEN 'SOUGHT_FUNDING_WITH' THEN r.since
    END
    WHEN r.until IS NULL THEN r.last_contact
    WHEN r.last_contact IS NULL THEN r.until
    WHEN until_day + ' ' + r.until > contact_day + ' ' + r.last_contact THEN r.until
    ELSE r.last_contact
  END AS last
WITH a, types, b, context, item, side, collect(r.key) AS keys,
  max(CASE size(last) WHEN 4 THEN last + '-07-01' WHEN 7 THEN last + '-15' ELSE last END + ' ' + last) AS day
WITH a, types, b, context, item, collect(keys) AS keys, min(day) AS day
WITH a, b, item, day, keys,
  context IS NULL OR COUNT {
    MATCH (context)
      -[:MEMBER_OF|CONTACT_OF|WORKED_ON|ATTENDED|PARTNER_OF|FUNDED|SOUGHT_FUNDING_WITH|WORKED_WITH|PART_OF]-(m:Entity)
    WHERE m = a OR any(label IN labels(m) WHERE label IN types)
    RETURN DISTINCT m
  } <= 25 AS is_close
WITH a, b, collect(item) AS items, collect(keys) AS keys, max(day) AS day, collect(is_close) AS close
WHERE true IN close
WITH a, b, day, size(items) AS shared,
  COLLECT { UNWIND items AS item RETURN item AS item ORDER BY item } AS through,
  COLLECT { UNWIND keys AS of_item UNWIND of_item AS of_side UNWIND of_side AS key
    RETURN DISTINCT key AS key ORDER BY key } AS records
RETURN a.id AS first_id, a.name AS first_name, b.id AS second_id, b.name AS second_name, shared AS shared,
  through AS through,
  CASE WHEN any(id IN [a.id, b.id] WHERE id STARTS WITH 'person:opted-out/') THEN NULL ELSE substring(day, 11) END
    AS last_date,
  records AS records
ORDER BY shared DESC, first_id, second_id
"""
QUERY = Query(
    name="collaborators",
    title=Text("collaborators-title", "Who works with whom", "Title of the query"),
    compute=compute,
    row=Row,
    cypher=CYPHER,
)
