# SPDX-License-Identifier: GPL-3.0-or-later
"""What is missing in the network?

Themes that nobody offers or is interested in; questions none of whose themes
anybody has worked on; kinds of partner and countries of affiliates without
any partner; offers that nobody wants and wants that nobody offers; affiliates
without a partner.

Reading it: a gap is something that nobody wrote down. It may exist all the
same: a partner without a country leaves its country empty here.

Complexity: O(n + m).  References: How this is worked out, Exploring
(docs/methods/exploring.md#gaps).

>>> from graph.schema.packed import pack
>>> from graph.schema.nodes import Theme
>>> rows = QUERY.run(Snapshot.of([pack(Theme(id="theme:x", name="Maps"))]), kind="theme").rows
>>> [(row.name, str(row.missing)) for row in rows]
[('Maps', 'Nobody offers it or is interested in it.')]
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from graph.schema.links import LINK_CLASSES, About, InterestedIn, Link, PartnerOf, Stance, WorkedOn
from graph.schema.nodes import Affiliate, Partner, PartnerKind, Question, Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.choices import choice, country
from graph.text.message import Message, Name, Text
from queries.framework.result import Query, Result
from queries.measures.themes import Statements, themes_of

Kind = Literal["theme", "question", "partner-kind", "country", "offer", "want", "affiliate"]
FOUND = Text(
    "gaps-found", "{{PLURAL:$1|One gap was|$1 gaps were}} found: $2.", "$1 number of gaps, $2 list of counts by kind"
)
NOTHING = Text("gaps-nothing", "No gap was found.")
EMPTY = Text("gaps-empty", "Nothing is loaded yet, so nothing can be said to be missing.")
COUNTED: dict[str, Text] = {
    "theme": Text("gaps-count-theme", "{{PLURAL:$1|one theme|$1 themes}} that nobody takes up", "$1 number"),
    "question": Text(
        "gaps-count-question", "{{PLURAL:$1|one question|$1 questions}} that no work is about", "$1 number"
    ),
    "partner-kind": Text(
        "gaps-count-partner-kind", "{{PLURAL:$1|one kind|$1 kinds}} of partner not there yet", "$1 number"
    ),
    "country": Text("gaps-count-country", "{{PLURAL:$1|one country|$1 countries}} without a partner", "$1 number"),
    "offer": Text("gaps-count-offer", "{{PLURAL:$1|one offer|$1 offers}} that nobody wants", "$1 number"),
    "want": Text("gaps-count-want", "{{PLURAL:$1|one wish|$1 wishes}} that nobody can meet", "$1 number"),
    "affiliate": Text(
        "gaps-count-affiliate", "{{PLURAL:$1|one affiliate|$1 affiliates}} without a partner", "$1 number"
    ),
}
NO_INTEREST = Text("gaps-theme", "Nobody offers it or is interested in it.", "It is a theme")
NO_WORK = Text("gaps-question", "Nobody has worked on $1.", "$1 list of themes that a question is about")
NO_KIND = Text("gaps-partner-kind", "There is no partner of this kind.")
NO_COUNTRY = Text(
    "gaps-country",
    "There is no partner in this country, though $1 {{PLURAL:$2|is|are}} there.",
    "$1 up to three affiliates, $2 number of affiliates there",
)
NOT_WANTED = Text(
    "gaps-offer", "$1 {{PLURAL:$2|offers|offer}} it, nobody asks for it.", "$1 up to three names, $2 their number"
)
NOT_OFFERED = Text(
    "gaps-want", "$1 {{PLURAL:$2|wants|want}} it, nobody offers it.", "$1 up to three names, $2 their number"
)
NO_PARTNER = Text("gaps-affiliate", "It has no partner outside the movement.", "It is an affiliate")
MISSING: dict[Kind, Text] = {
    "theme": NO_INTEREST,
    "question": NO_WORK,
    "partner-kind": NO_KIND,
    "country": NO_COUNTRY,
    "offer": NOT_WANTED,
    "want": NOT_OFFERED,
    "affiliate": NO_PARTNER,
}
_WORDED: dict[Kind, Callable[[str], Message]] = {
    "partner-kind": lambda value: choice(PartnerKind(value))(),
    "country": country,
}
"""What is named in the reader's language, by what stands for its id."""
_NAMED = 3
"""How many names a sentence lists."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is missing."""

    kind: Annotated[Kind, Field(description="What kind of gap.")]
    id: Annotated[str, Field(description="Id of the node; the kind of partner, or the code of the country.")]
    name: Annotated[str | Message, Field(description="Its name.")]
    missing: Annotated[Message, Field(description="What is missing.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the row.")]


def compute(
    snapshot: Snapshot,
    *,
    kind: Annotated[Kind | None, Field(description="Only gaps of this kind.")] = None,
) -> Result[Row]:
    """Return the gaps by kind, then by id."""
    rows = tuple(row for name, find in _FINDERS.items() if kind in (None, name) for row in find(snapshot))
    if not len(snapshot):
        return Result(summary=(EMPTY(),))
    counts = [text(count) for name, text in COUNTED.items() if (count := sum(row.kind == name for row in rows))]
    return Result(rows=rows, summary=(FOUND(len(rows), counts) if rows else NOTHING(),))


def _themes(snapshot: Snapshot) -> Iterator[Row]:
    stances = snapshot.values(InterestedIn, "stance")
    targets = snapshot.link_target[snapshot.links_of(InterestedIn)].tolist()
    taken = {target for target, stance in zip(targets, stances, strict=True) if stance != Stance.WANTS}
    taken |= themes_of(snapshot).offers.by_theme.keys()
    for index in snapshot.nodes_of(Theme).tolist():
        if index not in taken:
            yield _row(snapshot, "theme", index, [], [snapshot.ids[index]])


def _questions(snapshot: Snapshot) -> Iterator[Row]:
    worked_on = set(snapshot.link_target[snapshot.links_of(WorkedOn)].tolist())
    about = snapshot.links_of(About)
    ends = list(zip(snapshot.link_source[about].tolist(), snapshot.link_target[about].tolist(), strict=True))
    covered = {theme for subject, theme in ends if subject in worked_on}
    for index in snapshot.nodes_of(Question).tolist():
        links = [number for number in snapshot.links_at(index).tolist() if snapshot.link_types[number] == _code(About)]
        themes = [int(snapshot.link_target[number]) for number in links]
        if themes and covered.isdisjoint(themes):
            records = [snapshot.ids[index], *map(snapshot.link_id, links)]
            yield _row(snapshot, "question", index, sorted(themes), records)


def _partner_kinds(snapshot: Snapshot) -> Iterator[Row]:
    there = set(snapshot.values(Partner, "kind"))
    for name in sorted(PartnerKind):
        if name not in there and name is not PartnerKind.OTHER and len(snapshot):
            yield Row("partner-kind", name.value, _WORDED["partner-kind"](name), _missing("partner-kind", [], 0), ())


def _countries(snapshot: Snapshot) -> Iterator[Row]:
    there = set(snapshot.values(Partner, "country"))
    affiliates: dict[str, list[int]] = {}
    for index, code in zip(snapshot.nodes_of(Affiliate).tolist(), snapshot.values(Affiliate, "country"), strict=True):
        if code and code not in there:
            affiliates.setdefault(code, []).append(index)
    for code, nodes in sorted(affiliates.items()):
        missing = _missing("country", _names(snapshot, nodes), len(nodes))
        yield Row("country", code, _WORDED["country"](code), missing, tuple(snapshot.ids[node] for node in nodes))


def _offers(snapshot: Snapshot) -> Iterator[Row]:
    found = themes_of(snapshot)
    yield from _one_sided(snapshot, "offer", found.offers, found.wants)


def _wants(snapshot: Snapshot) -> Iterator[Row]:
    found = themes_of(snapshot)
    yield from _one_sided(snapshot, "want", found.wants, found.offers)


def _one_sided(snapshot: Snapshot, kind: Kind, said: Statements, other: Statements) -> Iterator[Row]:
    for theme in sorted(said.by_theme.keys() - other.by_theme.keys()):
        nodes = said.by_theme[theme]
        links = sorted({number for node in nodes for number in said.links(node, theme)})
        yield _row(snapshot, kind, theme, nodes, list(map(snapshot.link_id, links)))


def _affiliates(snapshot: Snapshot) -> Iterator[Row]:
    links = snapshot.links_of(PartnerOf)
    partners = set(snapshot.nodes_of(Partner).tolist())
    ends = zip(snapshot.link_source[links].tolist(), snapshot.link_target[links].tolist(), strict=True)
    tied = {end for pair in ends if not partners.isdisjoint(pair) for end in pair}
    for index in snapshot.nodes_of(Affiliate).tolist():
        if index not in tied:
            yield _row(snapshot, "affiliate", index, [], [snapshot.ids[index]])


def _code(cls: type[Link]) -> int:
    return LINK_CLASSES.index(cls)


def _row(snapshot: Snapshot, kind: Kind, index: int, named: list[int], records: Sequence[str]) -> Row:
    missing = _missing(kind, _names(snapshot, named), len(named))
    return Row(kind, snapshot.ids[index], snapshot.names[index], missing, tuple(records))


def _names(snapshot: Snapshot, nodes: list[int]) -> list[tuple[str, str]]:
    return [(snapshot.ids[node], snapshot.names[node]) for node in nodes[:_NAMED]]


def _missing(kind: Kind, named: Sequence[Sequence[str]], number: int) -> Message:
    return MISSING[kind]([Name(id_, name) for id_, name in named], number)


def read_row(kind: Kind, id: str, name: str, missing: Mapping[str, Any], records: Sequence[str]) -> Row:  # noqa: A002 - a column
    """Return the row of what the twin found: a database gives names and numbers, the sentence is made here."""
    sentence = _missing(kind, missing["named"], missing["number"])
    return Row(kind, id, _WORDED[kind](id) if kind in _WORDED else name, sentence, tuple(records))


_FINDERS: dict[Kind, Callable[[Snapshot], Iterator[Row]]] = {
    "theme": _themes,
    "question": _questions,
    "partner-kind": _partner_kinds,
    "country": _countries,
    "offer": _offers,
    "want": _wants,
    "affiliate": _affiliates,
}
CYPHER = """
CALL () {
  MATCH (t:Theme)
  WHERE NOT EXISTS { MATCH (:Entity)-[r:INTERESTED_IN]->(t) WHERE r.stance <> 'wants' }
    AND NOT EXISTS { (:Entity)-[:WORKED_ON]->(:Project)-[:ABOUT]->(t) }
  RETURN 1 AS place, 'theme' AS kind, t.id AS id, t.name AS name, [] AS named, 0 AS number, [t.id] AS records
  UNION ALL
  MATCH (q:Question)-[r:ABOUT]->(t:Theme)
  WITH q, r, t ORDER BY r.key
  WITH q, collect(t) AS themes, collect(r.key) AS keys
  WHERE none(t IN themes WHERE EXISTS { (:Entity)-[:WORKED_ON]->(:Project)-[:ABOUT]->(t) })
  WITH q, keys, COLLECT { UNWIND themes AS t RETURN [t.id, t.name] AS one ORDER BY t.id } AS named
  RETURN 2 AS place, 'question' AS kind, q.id AS id, q.name AS name, named AS named, size(named) AS number,
    [q.id] + keys AS records
  UNION ALL
  UNWIND ['NGO', 'archive', 'company', 'gallery', 'government', 'library', 'media', 'museum',
    'public institution', 'school', 'university'] AS name
  WITH name
  WHERE EXISTS { (:Entity) } AND NOT EXISTS { (:Partner {kind: name}) }
  RETURN 3 AS place, 'partner-kind' AS kind, name AS id, name AS name, [] AS named, 0 AS number, [] AS records
  UNION ALL
  MATCH (a:Affiliate)
  WHERE a.country IS NOT NULL AND NOT EXISTS { MATCH (p:Partner) WHERE p.country = a.country }
  WITH a ORDER BY a.id
  WITH a.country AS code, collect([a.id, a.name]) AS named, collect(a.id) AS records
  RETURN 4 AS place, 'country' AS kind, code AS id, code AS name, named AS named, size(named) AS number,
    records AS records
  UNION ALL
  CALL () {
    MATCH (x:Entity)-[r:INTERESTED_IN {stance: 'offers'}]->(t:Theme)
    RETURN x AS x, t AS t, [r.key] AS keys
    UNION ALL
    MATCH (x:Entity)-[r:WORKED_ON]->(:Project)-[s:ABOUT]->(t:Theme)
    RETURN x AS x, t AS t, [r.key, s.key] AS keys
  }
  WITH x, t, keys ORDER BY x.id
  WITH t, collect(DISTINCT [x.id, x.name]) AS named, collect(keys) AS keys
  WHERE NOT EXISTS { (:Entity)-[:INTERESTED_IN {stance: 'wants'}]->(t) }
    AND NOT EXISTS { (:Entity)-[:ASKED]->(:Question)-[:ABOUT]->(t) }
  RETURN 5 AS place, 'offer' AS kind, t.id AS id, t.name AS name, named AS named, size(named) AS number,
    COLLECT { UNWIND keys AS way UNWIND way AS key RETURN DISTINCT key AS key ORDER BY key } AS records
  UNION ALL
  CALL () {
    MATCH (x:Entity)-[r:INTERESTED_IN {stance: 'wants'}]->(t:Theme)
    RETURN x AS x, t AS t, [r.key] AS keys
    UNION ALL
    MATCH (x:Entity)-[r:ASKED]->(:Question)-[s:ABOUT]->(t:Theme)
    RETURN x AS x, t AS t, [r.key, s.key] AS keys
  }
  WITH x, t, keys ORDER BY x.id
  WITH t, collect(DISTINCT [x.id, x.name]) AS named, collect(keys) AS keys
  WHERE NOT EXISTS { (:Entity)-[:INTERESTED_IN {stance: 'offers'}]->(t) }
    AND NOT EXISTS { (:Entity)-[:WORKED_ON]->(:Project)-[:ABOUT]->(t) }
  RETURN 6 AS place, 'want' AS kind, t.id AS id, t.name AS name, named AS named, size(named) AS number,
    COLLECT { UNWIND keys AS way UNWIND way AS key RETURN DISTINCT key AS key ORDER BY key } AS records
  UNION ALL
  MATCH (a:Affiliate)
  WHERE NOT EXISTS { (a)-[:PARTNER_OF]-(:Partner) }
  RETURN 7 AS place, 'affiliate' AS kind, a.id AS id, a.name AS name, [] AS named, 0 AS number, [a.id] AS records
}
WITH *
WHERE $kind IS NULL OR kind = $kind
RETURN kind AS kind, id AS id, name AS name, {named: named[..3], number: number} AS missing, records AS records
ORDER BY place, id
"""
QUERY = Query(
    name="gaps",
    title=Text("gaps-title", "Gaps", "Title of the query"),
    compute=compute,
    row=Row,
    cypher=CYPHER,
    read_row=read_row,
)
