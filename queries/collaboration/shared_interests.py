# SPDX-License-Identifier: GPL-3.0-or-later
"""Who cares about the same things?

A *shared theme* is one that both have, however they come to it: they said so,
asked a question about it, or worked on a project about it. Rare themes say
more than common ones: `weight` adds up how rare the shared ones are (their
*inverse document frequency*), `similarity` is 1 where two have the same
themes in the same proportions and 0 where they share none.

Reading it: a high weight is a reason to introduce two people. It does not say
that they would get on, and interests that nobody wrote down are missing. A
theme that more than 500 have makes no pair alone, but counts in the weight.

Complexity: O(pairs that share a theme).  References: How this is worked out,
Interests, offers and wants
(docs/methods/interests-and-offers.md#shared-interests); Sparck Jones 1972, A
statistical interpretation of term specificity, Journal of Documentation 28(1).

>>> from graph.schema.packed import pack
>>> from graph.schema.links import InterestedIn
>>> from graph.schema.nodes import Person, Theme
>>> nodes = Person(id="person:ada", name="Ada"), Person(id="person:ben", name="Ben"), Theme(id="theme:x", name="Maps")
>>> links = [InterestedIn(source=node.id, target="theme:x") for node in nodes[:2]]
>>> rows = QUERY.run(Snapshot.of(map(pack, (*nodes, *links)))).rows
>>> [(row.first_name, row.second_name, row.themes) for row in rows]
[('Ada', 'Ben', ('theme:x',))]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from graph.schema.links import LINK_CLASSES, Asked
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.collaboration.collaborators import ACTORS, ActorType, collaborating_types
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.contexts import COLLABORATION, LARGE, Seats, chosen_mask, seats, seats_around
from queries.measures.themes import Themes, themes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

COMMON = 500
"""How many may have a theme before it makes no pair alone (a choice).

See docs/methods/interests-and-offers.md#shared-interests.
"""
MOST_CANDIDATES = 200_000
"""Pairs, with repetition, that a question for all pairs looks at: some ten seconds of work (a choice)."""
FOUND = Text(
    "shared-interests-found",
    "{{PLURAL:$1|One pair shares|$1 pairs share}} an interest. $2 and $3 share the rarest: $4.",
    "$1 number of pairs, $2 and $3 names, $4 names of themes",
)
FOUND_OF = Text(
    "shared-interests-found-of",
    "$2 shares an interest with {{PLURAL:$1|one other|$1 others}}, the rarest with $3: $4.",
    "$1 number, $2 and $3 names, $4 names of themes",
)
RARITY = Text(
    "shared-interests-rarity",
    "$1 is the theme of $2 of the $3 that have any.",
    "$1 theme, $2 how many people, units and partners have it, $3 how many have any theme",
)
RARITY_COMMON = Text(
    "shared-interests-rarity-common",
    "$1 is common: it is the theme of $2 of the $3 that have any.",
    "$1 theme, $2 how many people, units and partners have it, $3 how many have any theme",
)
NEW = Text(
    "shared-interests-new",
    "$1 of these pairs {{PLURAL:$1|does|do}} not work together yet.",
    "$1 number of pairs that are not tied",
)
NOTHING = Text("shared-interests-nothing", "No two of these have a theme in common, as far as it was written down.")
NOTHING_OF = Text(
    "shared-interests-nothing-of", "Nobody is known to share a theme with $1.", "$1 name of a person or organisation"
)
TOO_COMMON = Text(
    "shared-interests-too-common",
    "$2 {{PLURAL:$1|is a theme|are themes}} of so many that {{PLURAL:$1|it makes|they make}} no pair alone.",
    "$1 number of themes, $2 up to three of them",
)
_NAMED = 3
_ASKED = LINK_CLASSES.index(Asked)


@dataclass(frozen=True, slots=True)
class Row:
    """Two things with themes in common."""

    first_id: Annotated[str, Field(description="Id of the first; the one asked about, else the smaller id.")]
    first_name: Annotated[str, Field(description="Name of the first.")]
    second_id: Annotated[str, Field(description="Id of the second.")]
    second_name: Annotated[str, Field(description="Name of the second.")]
    themes: Annotated[tuple[str, ...], Field(description="Ids of the themes of both, rarest first.")]
    questions: Annotated[tuple[str, ...], Field(description="Ids of questions about these that either asked.")]
    weight: Annotated[float, Field(description="How rare the shared themes are, added up.")]
    similarity: Annotated[float, Field(description="Likeness of all their themes, 0 to 1.")]
    already_tied: Annotated[bool, Field(description="Whether they are tied already or work together.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the links behind the row.")]


def compute(
    snapshot: Snapshot,
    *,
    id: Annotated[str | None, Field(description="Only who shares something with this one."), Ref(*ACTORS)] = None,  # noqa: A002 - the parameter's public name
    types: Annotated[
        tuple[ActorType, ...], Field(description="Between which types; default: people, or the type of the one named.")
    ] = (),
    min_shared: Annotated[
        int, Field(title="Least in common", ge=1, le=1000, description="How many themes they share at least.")
    ] = 1,
) -> Result[Row]:
    """Return the pairs, rarest interests first."""
    start = snapshot.index(id) if id else None
    classes = collaborating_types(snapshot, start, types)
    chosen = chosen_mask(snapshot, classes, start)
    found = themes_of(snapshot)
    chosen_rows = np.flatnonzero(chosen[found.node])
    makes_pairs, left_out = _themes_that_make_pairs(found, chosen_rows, start)
    first, second = _pairs(found, chosen_rows[makes_pairs[found.theme[chosen_rows]]], start)
    around = seats(snapshot, chosen) if start is None else seats_around(snapshot, start, chosen)
    tied = _tied(snapshot, around, first, second)
    rows = tuple(_rows(snapshot, found, first, second, tied, min_shared))
    warnings = [TOO_COMMON(len(left_out), [_name(snapshot, theme) for theme in left_out[:_NAMED]])] if left_out else []
    return Result(rows=rows, summary=tuple(_summary(snapshot, start, rows)), warnings=tuple(warnings))


def _themes_that_make_pairs(found: Themes, rows: "Ints", start: int | None) -> tuple["NDArray[np.bool_]", list[int]]:
    """Say which themes make pairs alone, and which were left out for being too common."""
    makes = found.df <= COMMON
    theme = found.theme[rows]
    if start is None:
        sizes = np.bincount(theme, minlength=len(makes))
        rarest = np.lexsort((np.arange(len(sizes)), found.df))
        total = np.cumsum((sizes * (sizes - 1) // 2)[rarest])
        makes[rarest[total > MOST_CANDIDATES]] = False
    relevant = theme if start is None else found.of(start)
    return makes, np.unique(relevant[~makes[relevant]]).tolist()


def _pairs(found: Themes, rows: "Ints", start: int | None) -> tuple["Ints", "Ints"]:
    """Return the pairs with a theme in common among these rows, each once and sorted."""
    empty = np.empty(0, dtype=np.int64)
    node, theme = found.node[rows], found.theme[rows]
    if start is not None:
        others = np.unique(node[np.isin(theme, theme[node == start])])
        others = others[others != start]
        return np.full(len(others), start, dtype=np.int64), others
    if not len(rows):
        return empty, empty
    from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s that only a question for all pairs needs

    members, row = np.unique(node, return_inverse=True)
    having = csr_array((np.ones(len(rows), dtype=np.int32), (row, theme)), shape=(len(members), len(found.df)))
    both = (having @ having.T).tocoo()
    upper = both.row < both.col
    first, second = both.row[upper].astype(np.int64), both.col[upper].astype(np.int64)
    order = np.lexsort((second, first))
    return members[first[order]], members[second[order]]


def _tied(snapshot: Snapshot, around: Seats, first: "Ints", second: "Ints") -> "NDArray[np.bool_]":
    """Say of each pair whether a link joins them, or a context of at most 25 members."""
    count = max(1, len(snapshot))
    numbers = snapshot.links_of(*COLLABORATION)
    source, target = snapshot.link_source[numbers].astype(np.int64), snapshot.link_target[numbers].astype(np.int64)
    codes = np.minimum(first, second) * count + np.maximum(first, second)
    tied = np.isin(codes, np.minimum(source, target) * count + np.maximum(source, target))
    small = around.sizes <= LARGE
    if not len(first) or not small.any():
        return tied
    from scipy.sparse import csr_array  # noqa: PLC0415 - see _pairs

    ones = np.ones(int(small.sum()), dtype=np.int32)
    taking_part = csr_array((ones, (around.member[small], around.context[small])), shape=(count, count))
    return tied | (taking_part[first].multiply(taking_part[second]).sum(axis=1) > 0)


def _rows(
    snapshot: Snapshot, found: Themes, first: "Ints", second: "Ints", tied: "NDArray[np.bool_]", min_shared: int
) -> Iterator[Row]:
    """Return the rows in order; a theme's place in a row is that of its rarity."""
    weights = {node: _weights(found, node) for node in np.unique(np.concatenate([first, second])).tolist()}
    idf, df, norms = found.idf.tolist(), found.df.tolist(), found.norms.tolist()
    shared: list[tuple[float, int, int, bool, list[int]]] = []
    for one, other, is_tied in zip(first.tolist(), second.tolist(), tied.tolist(), strict=True):
        both = weights[one].keys() & weights[other].keys()
        if len(both) >= min_shared:
            rarest = sorted(both, key=lambda theme: (df[theme], theme))
            shared.append((fsum(idf[theme] for theme in rarest), one, other, is_tied, rarest))
    shared.sort(key=lambda pair: (-round(pair[0], 12), pair[1], pair[2]))
    ids, names = snapshot.ids, snapshot.names
    behind = _Behind(snapshot, found)
    for weight, one, other, is_tied, both in shared:
        links = {number for theme in both for node in (one, other) for number in behind.links(node, theme)}
        yield Row(
            ids[one],
            names[one],
            ids[other],
            names[other],
            tuple(ids[theme] for theme in both),
            tuple(ids[question] for question in behind.questions(links)),
            weight,
            fsum(weights[one][theme] * weights[other][theme] for theme in both) / (norms[one] * norms[other]),
            is_tied,
            tuple(snapshot.link_id(number) for number in sorted(links)),
        )


def _weights(found: Themes, node: int) -> dict[int, float]:
    rows = found.rows_of(node)
    return dict(zip(found.theme[rows].tolist(), found.weights[rows].tolist(), strict=True))


class _Behind:
    """The links behind the themes of nodes, each looked up once."""

    def __init__(self, snapshot: Snapshot, found: Themes) -> None:
        self.snapshot, self.found = snapshot, found
        self.kept: dict[tuple[int, int], tuple[int, ...]] = {}

    def links(self, node: int, theme: int) -> tuple[int, ...]:
        if (node, theme) not in self.kept:
            self.kept[node, theme] = self.found.links(node, theme)
        return self.kept[node, theme]

    def questions(self, links: set[int]) -> list[int]:
        asked = (number for number in links if self.snapshot.link_types[number] == _ASKED)
        return sorted({int(self.snapshot.link_target[number]) for number in asked})


def _name(snapshot: Snapshot, index: int) -> Name:
    return Name(snapshot.ids[index], snapshot.names[index])


def _summary(snapshot: Snapshot, start: int | None, rows: tuple[Row, ...]) -> Iterator[Message]:
    if not rows:
        yield NOTHING() if start is None else NOTHING_OF(_name(snapshot, start))
        return
    best = rows[0]
    first, second = Name(best.first_id, best.first_name), Name(best.second_id, best.second_name)
    themes = [snapshot.index(id_) for id_ in best.themes]
    yield (FOUND if start is None else FOUND_OF)(
        len(rows), first, second, [_name(snapshot, theme) for theme in themes[:_NAMED]]
    )
    yield rarity(snapshot, themes[0])
    yield NEW(sum(not row.already_tied for row in rows))


def rarity(snapshot: Snapshot, theme: int) -> Message:
    """Return how many have a theme, as a sentence."""
    found = themes_of(snapshot)
    df = int(found.df[theme])
    text = RARITY_COMMON if df * 2 > found.actors else RARITY
    return text(_name(snapshot, theme), df, found.actors)


CYPHER = """
CALL () {
  MATCH (x:Person|Group|Affiliate|Partner)
  WHERE EXISTS { (x)-[:INTERESTED_IN|ABOUT]->(:Theme) }
    OR EXISTS { (x)-[:ASKED]->(:Question)-[:ABOUT]->(:Theme) }
    OR EXISTS { (x)-[:WORKED_ON]->(:Project)-[:ABOUT]->(:Theme) }
  RETURN count(x) AS actors
}
CALL (actors) {
  MATCH (x:Person|Group|Affiliate|Partner)-[r:INTERESTED_IN|ABOUT]->(t:Theme)
  RETURN x AS x, t AS t, r.key AS reason, [r.key] AS keys, NULL AS question
  UNION ALL
  MATCH (x:Person|Group|Affiliate|Partner)-[r:ASKED]->(q:Question)-[s:ABOUT]->(t:Theme)
  RETURN x AS x, t AS t, q.id AS reason, [r.key, s.key] AS keys, q.id AS question
  UNION ALL
  MATCH (x:Person|Group|Affiliate|Partner)-[r:WORKED_ON]->(p:Project)-[s:ABOUT]->(t:Theme)
  RETURN x AS x, t AS t, p.id AS reason, [r.key, s.key] AS keys, NULL AS question
}
WITH actors, x, t, count(DISTINCT reason) AS tf, collect(keys) AS keys, collect(DISTINCT question) AS questions
WITH actors, t, count(x) AS df, collect({x: x, tf: tf, keys: keys, questions: questions}) AS having
WITH t, df, log(1 + toFloat(actors) / df) AS idf, having
UNWIND having AS one
WITH t, df, idf, one, one.x AS x, one.tf * idf AS w
WITH x, sqrt(sum(w * w)) AS norm, collect({t: t, df: df, idf: idf, w: w, one: one}) AS vector
UNWIND vector AS entry
WITH entry.t AS t, entry.df AS df, entry.idf AS idf,
  collect({x: x, norm: norm, w: entry.w, keys: entry.one.keys, questions: entry.one.questions}) AS having
UNWIND having AS one
UNWIND having AS other
WITH t, df, idf, one, other, one.x AS a, other.x AS b
WHERE a <> b AND (a.id = $id OR ($id IS NULL AND a.id < b.id))
WITH t, df, idf, one, other, a, b,
  CASE WHEN size($types) > 0 THEN $types WHEN $id IS NULL THEN ['Person']
    ELSE [label IN labels(a) WHERE label <> 'Entity'] END AS types
WHERE any(label IN labels(b) WHERE label IN types)
  AND ($id IS NOT NULL OR any(label IN labels(a) WHERE label IN types))
WITH t, df, idf, one, other, a, b, types
ORDER BY df, t.id
WITH a, b, types, one.norm * other.norm AS length, collect(t.id) AS themes, sum(idf) AS weight,
  sum(one.w * other.w) AS product, collect(one.keys + other.keys) AS keys,
  collect(one.questions + other.questions) AS questions, min(df) AS rarest
WHERE rarest <= 500 AND size(themes) >= $min_shared
WITH a, b, themes, weight, product / length AS similarity,
  COLLECT { UNWIND questions AS of_theme UNWIND of_theme AS question
    RETURN DISTINCT question AS question ORDER BY question } AS questions,
  COLLECT { UNWIND keys AS of_theme UNWIND of_theme AS of_reason UNWIND of_reason AS key
    RETURN DISTINCT key AS key ORDER BY key } AS records,
  EXISTS {
    (a)-[:MEMBER_OF|CONTACT_OF|WORKED_ON|ATTENDED|PARTNER_OF|FUNDED|SOUGHT_FUNDING_WITH|WORKED_WITH|PART_OF]-(b)
  } OR EXISTS {
    MATCH (a)-[:MEMBER_OF|CONTACT_OF|WORKED_ON|ATTENDED|PARTNER_OF|FUNDED|SOUGHT_FUNDING_WITH|WORKED_WITH|PART_OF]-
      (c:Project|Event|Group|Affiliate)
      -[:MEMBER_OF|CONTACT_OF|WORKED_ON|ATTENDED|PARTNER_OF|FUNDED|SOUGHT_FUNDING_WITH|WORKED_WITH|PART_OF]-(b)
    WHERE COUNT {
      MATCH (c)-[:MEMBER_OF|CONTACT_OF|WORKED_ON|ATTENDED|PARTNER_OF|FUNDED|SOUGHT_FUNDING_WITH|WORKED_WITH|PART_OF]-
        (m:Entity)
      WHERE m = a AND $id IS NOT NULL OR any(label IN labels(m) WHERE label IN types)
      RETURN DISTINCT m
    } <= 25
  } AS already_tied
RETURN a.id AS first_id, a.name AS first_name, b.id AS second_id, b.name AS second_name, themes AS themes,
  questions AS questions, weight AS weight, similarity AS similarity, already_tied AS already_tied, records AS records
ORDER BY round(weight, 12) DESC, first_id, second_id
"""
QUERY = Query(
    name="shared-interests",
    title=Text("shared-interests-title", "Shared interests", "Title of the query"),
    compute=compute,
    row=Row,
    cypher=CYPHER,
)
