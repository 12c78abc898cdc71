# SPDX-License-Identifier: GPL-3.0-or-later
"""Who cares about the same things?

A *shared theme* is one that both have, however they come to it: they said so,
asked a question about it, themselves or through their table, or worked on a
project about it; what comes only through a project of both does not count.
Questions alike in words count as one theme, also before anybody confirmed it
(`suggest-themes`); headings of flip charts count as none. Rare themes say more than common
ones: `weight` adds up how rare the shared ones are (their *inverse document
frequency*), `similarity` is 1 where two have the same themes in the same
proportions and 0 where they share none. First come those whose rare themes,
those of at most half of all, are most alike. Pairs who work together already
are hidden unless asked for.

Reading it: a row is a reason to introduce two people. It does not say
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

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import Field

from graph.schema.links import LINK_CLASSES, Asked, WorkedOn
from graph.schema.nodes import Node, Person, Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.collaboration.collaborators import ACTORS, ActorType, collaborating_types
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.contexts import chosen_mask
from queries.measures.identity.candidates import may_be_one
from queries.measures.link_age import LinkAges
from queries.measures.parameters import AsOf
from queries.measures.themes import Themes, interests_of, themes_of
from queries.measures.tied import tied_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

COMMON = 500
"""How many may have a theme before it makes no pair alone (a choice).

See docs/methods/interests-and-offers.md#shared-interests.
"""
MOST_CANDIDATES = 200_000
"""Pairs, with repetition, that a question for all pairs looks at: some ten seconds of work (a choice)."""
FOUND = Text(
    "shared-interests-found",
    "{{PLURAL:$1|One pair shares|$1 pairs share}} an interest. $2 and $3 are most alike: $4.",
    "$1 number of pairs, $2 and $3 names, $4 names of themes, the rarest first",
)
FOUND_OF = Text(
    "shared-interests-found-of",
    "$2 shares an interest with {{PLURAL:$1|one other|$1 others}}, most of all with $3: $4.",
    "$1 number, $2 and $3 names, $4 names of themes, the rarest first",
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
    "{{PLURAL:$1|One of them does|$1 of them do}} not work together yet.",
    "$1 number of pairs that are not linked",
)
BY_WORDS = Text(
    "shared-interests-by-words",
    "{{PLURAL:$1|One of them is a pair|$1 of them are pairs}} whose questions are alike in words; suggest-themes lists "
    "them, so that somebody can confirm a theme.",
    "$1 number of pairs",
)
HIDDEN = Text(
    "shared-interests-hidden",
    "{{PLURAL:$1|One more pair works|$1 more pairs work}} together already and {{PLURAL:$1|is|are}} not shown.",
    "$1 number of pairs",
)
ALL_HIDDEN = Text(
    "shared-interests-all-hidden",
    "{{PLURAL:$1|The one pair that shares|All $1 pairs that share}} an interest {{PLURAL:$1|works|work}} together "
    "already.",
    "$1 number of pairs",
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
    """Two entries with themes in common."""

    first_id: Annotated[str, Field(description="Id of the first; the one asked about, else the smaller id.")]
    first_name: Annotated[str, Field(description="Name of the first.")]
    second_id: Annotated[str, Field(description="Id of the second.")]
    second_name: Annotated[str, Field(description="Name of the second.")]
    themes: Annotated[tuple[str, ...], Field(description="Ids of the themes of both, rarest first.")]
    questions: Annotated[tuple[str, ...], Field(description="Ids of questions about these that either asked.")]
    weight: Annotated[float, Field(description="How rare the shared themes are, added up.")]
    similarity: Annotated[float, Field(description="Likeness of all their themes, 0 to 1.")]
    already_tied: Annotated[
        bool, Field(title="Work together already", description="Whether they are linked already or work together.")
    ]
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
    tied: Annotated[
        Literal["hide", "show", "only"],
        Field(title="Who works together already", description="Hide pairs who work together, show them, or only them."),
    ] = "hide",
    as_of: AsOf = None,
) -> Result[Row]:
    """Return the pairs, those with the most similar rare interests first."""
    start = snapshot.index(id) if id else None
    found = interests_of(snapshot)
    classes = _having_themes(snapshot, found) if start is None and not types else ()
    classes = classes or collaborating_types(snapshot, start, types)
    chosen_rows = np.flatnonzero(chosen_mask(snapshot, classes, start)[found.node])
    makes_pairs, left_out = _themes_that_make_pairs(found, chosen_rows, start)
    first, second = _pairs(found, chosen_rows[makes_pairs[found.theme[chosen_rows]]], start)
    ages = LinkAges(snapshot, as_of)
    wanted = _may_be_introduced(snapshot, first, second) & ~(ages.left[first] | ages.left[second])
    first, second = first[wanted], second[wanted]
    together = tied_pairs(snapshot, ages, first, second)
    everything = _rows(snapshot, found, (first, second, together), min_shared)
    rows = tuple(row for row in everything if tied == "show" or row.already_tied == (tied == "only"))
    warnings = [TOO_COMMON(len(left_out), [_name(snapshot, theme) for theme in left_out[:_NAMED]])] if left_out else []
    hidden = len(everything) - len(rows) if tied == "hide" else 0
    return Result(rows=rows, summary=tuple(_summary(snapshot, start, rows, hidden)), warnings=tuple(warnings))


def _may_be_introduced(snapshot: Snapshot, first: "Ints", second: "Ints") -> "Bools":
    """Say of each pair whether nobody of it opted out, and the two are not one person under two names."""
    hidden = list(snapshot.opted_out)
    wanted = ~(np.isin(first, hidden) | np.isin(second, hidden))
    twins = [may_be_one(snapshot, *pair) for pair in zip(first.tolist(), second.tolist(), strict=True)]
    return wanted & ~np.array(twins, dtype=np.bool_)


def _having_themes(snapshot: Snapshot, found: Themes) -> tuple[type[Node], ...]:
    """Return people if two of them have themes, else whichever classes have any."""
    having = {cls: len(np.unique(found.node[np.isin(found.node, snapshot.nodes_of(cls))])) for cls in ACTORS}
    others = tuple(cls for cls in ACTORS if having[cls] and cls is not Person)
    return (Person,) if having[Person] > 1 or not others else others


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


def _rows(snapshot: Snapshot, found: Themes, pairs: tuple["Ints", "Ints", "Bools"], min_shared: int) -> tuple[Row, ...]:
    """Return the rows in order; a theme's place in a row is that of its rarity."""
    first, second, _ = pairs
    weights = {node: _weights(found, node) for node in np.unique(np.concatenate([first, second])).tolist()}
    idf, df, norms = found.idf.tolist(), found.df.tolist(), found.norms.tolist()
    is_rare = (found.df * 2 <= found.actors).tolist()
    rare = {node: sqrt(fsum(w * w for theme, w in of.items() if is_rare[theme])) for node, of in weights.items()}
    projects = _projects(snapshot)
    shared: list[_Shared] = []
    for one, other, is_tied in zip(*(column.tolist() for column in pairs), strict=True):
        both = _not_through(found, one, other, weights, projects)
        if len(both) < min_shared:
            continue
        rarest = sorted(both, key=lambda theme: (df[theme], theme))
        products = {theme: weights[one][theme] * weights[other][theme] for theme in rarest}
        likeness = fsum(product for theme, product in products.items() if is_rare[theme])
        shared.append(
            _Shared(
                first=one,
                second=other,
                is_tied=is_tied,
                themes=rarest,
                weight=fsum(idf[theme] for theme in rarest),
                similarity=fsum(products.values()) / (norms[one] * norms[other]),
                rare_likeness=likeness / (rare[one] * rare[other]) * _trust(rarest, is_rare) if likeness else 0.0,
            )
        )
    behind = _Behind(snapshot, found)
    return tuple(_row(snapshot, behind, pair) for pair in sorted(shared, key=_Shared.order))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What two share: node numbers, the rarest theme first."""

    first: int
    second: int
    is_tied: bool
    themes: list[int]
    weight: float
    similarity: float
    rare_likeness: float

    def order(self) -> tuple[float, float, int, int]:
        """Return what pairs are sorted by: likeness of rare themes, then how rare, then ids."""
        return -round(self.rare_likeness, 12), -round(self.weight, 12), self.first, self.second


def _trust(themes: Sequence[int], is_rare: Sequence[bool]) -> float:
    """Return how much a likeness says: half of it for one rare theme, three quarters for two, and so on."""
    return 1 - 0.5 ** sum(is_rare[theme] for theme in themes)


def _not_through(
    found: Themes, one: int, other: int, weights: Mapping[int, Mapping[int, float]], projects: Mapping[int, set[int]]
) -> list[int]:
    """Return the themes of both that each has in another way than through a project of both."""
    both = weights[one].keys() & weights[other].keys()
    common = projects.get(one, set[int]()) & projects.get(other, set[int]())
    if not common:
        return list(both)
    return [t for t in both if found.beside(one, t, common) and found.beside(other, t, common)]


def _projects(snapshot: Snapshot) -> dict[int, set[int]]:
    links = snapshot.links_of(WorkedOn)
    found: dict[int, set[int]] = {}
    for node, project in zip(snapshot.link_source[links].tolist(), snapshot.link_target[links].tolist(), strict=True):
        found.setdefault(node, set()).add(project)
    return found


def _row(snapshot: Snapshot, behind: "_Behind", pair: _Shared) -> Row:
    ids, names = snapshot.ids, snapshot.names
    links = {
        number for theme in pair.themes for node in (pair.first, pair.second) for number in behind.links(node, theme)
    }
    return Row(
        ids[pair.first],
        names[pair.first],
        ids[pair.second],
        names[pair.second],
        tuple(ids[theme] for theme in pair.themes if snapshot.type_of(theme) is Theme),
        tuple(ids[question] for question in behind.questions(links)),
        pair.weight,
        pair.similarity,
        pair.is_tied,
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


def _summary(snapshot: Snapshot, start: int | None, rows: tuple[Row, ...], hidden: int) -> Iterator[Message]:
    if rows:
        best = rows[0]
        first, second = Name(best.first_id, best.first_name), Name(best.second_id, best.second_name)
        shared = [snapshot.index(id_) for id_ in best.themes or best.questions]
        yield (FOUND if start is None else FOUND_OF)(
            len(rows), first, second, [_name(snapshot, node) for node in shared[:_NAMED]]
        )
        if best.themes:
            yield rarity(snapshot, shared[0])
        by_words = _by_words(snapshot, rows)
        if by_words:
            yield BY_WORDS(by_words)
        new = sum(not row.already_tied for row in rows)
        if 0 < new < len(rows):
            yield NEW(new)
    elif not hidden:
        yield NOTHING() if start is None else NOTHING_OF(_name(snapshot, start))
    if hidden:
        yield HIDDEN(hidden) if rows else ALL_HIDDEN(hidden)


def _by_words(snapshot: Snapshot, rows: Sequence[Row]) -> int:
    """Return how many pairs share nothing but questions alike in words, of which nobody said what they are about."""
    found, size = themes_of(snapshot), len(snapshot)
    stated = set((found.node * size + found.theme).tolist())

    def is_stated(row: Row) -> bool:
        ends = [snapshot.index(id_) for id_ in (row.first_id, row.second_id)]
        return any(all(end * size + snapshot.index(theme) in stated for end in ends) for theme in row.themes)

    return sum(not is_stated(row) for row in rows)


def rarity(snapshot: Snapshot, theme: int) -> Message:
    """Return how many have a theme, as a sentence."""
    found = interests_of(snapshot)
    df = int(found.df[theme])
    text = RARITY_COMMON if df * 2 > found.actors else RARITY
    return text(_name(snapshot, theme), df, found.actors)


CYPHER = None
QUERY = Query(
    name="shared-interests",
    title=Text("shared-interests-title", "Shared interests", "Title of the query"),
    compute=compute,
    row=Row,
)
