# SPDX-License-Identifier: GPL-3.0-or-later
"""What is missing in the network?

Themes that nobody offers or is interested in; questions none of whose themes
anybody has worked on; kinds of partner and countries of affiliates without
any partner; offers that nobody wants and wants that nobody offers; affiliates
without a partner.

Reading it: a gap is something that nobody wrote down. It may exist all the
same: a partner without a country leaves its country empty here.

Complexity: O(n + m).  References: METHODS 4.7.

>>> from graph.codec import pack
>>> from graph.schema import Theme
>>> rows = QUERY.run(Snapshot.of([pack(Theme(id="theme:x", name="Maps"))]), kind="theme").rows
>>> [(row.name, str(row.missing)) for row in rows]
[('Maps', 'Nobody offers it or is interested in it.')]
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from graph.links import LINK_CLASSES, About, InterestedIn, Link, PartnerOf, Stance, WorkedOn
from graph.messages import Message, Name, Text
from graph.schema import Affiliate, Partner, PartnerKind, Question, Theme
from graph.snapshot import Snapshot
from queries.result import Query, Result
from queries.themes import Statements, themes_of

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
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is missing."""

    kind: Annotated[Kind, Field(description="What kind of gap.")]
    id: Annotated[str, Field(description="Id of the node; the kind of partner, or the code of the country.")]
    name: Annotated[str, Field(description="Its name.")]
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
            yield Row("theme", snapshot.ids[index], snapshot.names[index], NO_INTEREST(), (snapshot.ids[index],))


def _questions(snapshot: Snapshot) -> Iterator[Row]:
    worked_on = set(snapshot.link_target[snapshot.links_of(WorkedOn)].tolist())
    about = snapshot.links_of(About)
    ends = list(zip(snapshot.link_source[about].tolist(), snapshot.link_target[about].tolist(), strict=True))
    covered = {theme for subject, theme in ends if subject in worked_on}
    for index in snapshot.nodes_of(Question).tolist():
        links = [number for number in snapshot.links_at(index).tolist() if snapshot.link_types[number] == _code(About)]
        themes = [int(snapshot.link_target[number]) for number in links]
        if themes and covered.isdisjoint(themes):
            missing = NO_WORK(_names(snapshot, sorted(themes)))
            records = (snapshot.ids[index], *map(snapshot.link_id, links))
            yield Row("question", snapshot.ids[index], snapshot.names[index], missing, records)


def _partner_kinds(snapshot: Snapshot) -> Iterator[Row]:
    there = set(snapshot.values(Partner, "kind"))
    for name in sorted(PartnerKind):
        if name not in there and name is not PartnerKind.OTHER and len(snapshot):
            yield Row("partner-kind", name.value, name.value, NO_KIND(), ())


def _countries(snapshot: Snapshot) -> Iterator[Row]:
    there = set(snapshot.values(Partner, "country"))
    affiliates: dict[str, list[int]] = {}
    for index, code in zip(snapshot.nodes_of(Affiliate).tolist(), snapshot.values(Affiliate, "country"), strict=True):
        if code and code not in there:
            affiliates.setdefault(code, []).append(index)
    for code, nodes in sorted(affiliates.items()):
        missing = NO_COUNTRY(_names(snapshot, nodes), len(nodes))
        yield Row("country", code, _country_name(code), missing, tuple(snapshot.ids[node] for node in nodes))


def _country_name(code: str) -> str:
    from babel import Locale  # noqa: PLC0415 - 0.1 s that only countries need

    return Locale("en").territories.get(code, code)


def _offers(snapshot: Snapshot) -> Iterator[Row]:
    found = themes_of(snapshot)
    yield from _one_sided(snapshot, "offer", NOT_WANTED, found.offers, found.wants)


def _wants(snapshot: Snapshot) -> Iterator[Row]:
    found = themes_of(snapshot)
    yield from _one_sided(snapshot, "want", NOT_OFFERED, found.wants, found.offers)


def _one_sided(snapshot: Snapshot, kind: Kind, text: Text, said: Statements, other: Statements) -> Iterator[Row]:
    for theme in sorted(said.by_theme.keys() - other.by_theme.keys()):
        nodes = said.by_theme[theme]
        links = sorted({number for node in nodes for number in said.links(node, theme)})
        missing = text(_names(snapshot, nodes), len(nodes))
        yield Row(kind, snapshot.ids[theme], snapshot.names[theme], missing, tuple(map(snapshot.link_id, links)))


def _affiliates(snapshot: Snapshot) -> Iterator[Row]:
    links = snapshot.links_of(PartnerOf)
    partners = set(snapshot.nodes_of(Partner).tolist())
    ends = zip(snapshot.link_source[links].tolist(), snapshot.link_target[links].tolist(), strict=True)
    tied = {end for pair in ends if not partners.isdisjoint(pair) for end in pair}
    for index in snapshot.nodes_of(Affiliate).tolist():
        if index not in tied:
            yield Row("affiliate", snapshot.ids[index], snapshot.names[index], NO_PARTNER(), (snapshot.ids[index],))


def _code(cls: type[Link]) -> int:
    return LINK_CLASSES.index(cls)


def _names(snapshot: Snapshot, nodes: list[int]) -> list[Name]:
    return [Name(snapshot.ids[node], snapshot.names[node]) for node in nodes[:_NAMED]]


_FINDERS: dict[Kind, Callable[[Snapshot], Iterator[Row]]] = {
    "theme": _themes,
    "question": _questions,
    "partner-kind": _partner_kinds,
    "country": _countries,
    "offer": _offers,
    "want": _wants,
    "affiliate": _affiliates,
}
CYPHER = None
QUERY = Query(name="gaps", title=Text("gaps-title", "Gaps", "Title of the query"), compute=compute, row=Row)
