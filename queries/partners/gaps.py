# SPDX-License-Identifier: GPL-3.0-or-later
"""What is missing in the network?

Themes that nobody offers, wants or is interested in; questions none of whose
themes anybody has worked on; kinds of partner that are not there; countries,
regions and languages of affiliates without any partner; offers that nobody
wants and wishes that nobody can meet; affiliates without a partner. An offer
is here what somebody said: whoever worked on a project offers nothing yet.

With a place or a language, only what is missing to who is there or speaks it.
What is absent as a whole is said once, in a sentence: where no partner is
loaded, not every affiliate is listed for having none.

Reading it: a gap is something that nobody wrote down. It may exist all the
same: a partner without a country leaves its country empty here.

Complexity: O(n + m).  References: How this is worked out, Exploring
(docs/methods/exploring.md#gaps).

>>> from graph.schema.packed import pack
>>> from graph.schema.nodes import Theme
>>> rows = QUERY.run(Snapshot.of([pack(Theme(id="theme:x", name="Maps"))]), kind="theme").rows
>>> [(row.name, str(row.missing)) for row in rows]
[('Maps', 'Nobody offers or wants it, or is interested in it.')]
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from graph.schema.links import LINK_CLASSES, About, InterestedIn, PartnerOf, WorkedOn
from graph.schema.nodes import Affiliate, Partner, PartnerKind, Question, Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.choices import choice, country
from graph.text.message import Language, Message, Name, Text
from queries.framework.query import Query
from queries.framework.result import Result
from queries.measures.language_and_place import (
    NONE,
    Traits,
    having,
    is_country,
    language_key,
    languages_of,
    own_places,
    places_of,
    region_key,
    region_name,
)
from queries.measures.link_age import LinkAges
from queries.measures.parameters import MIN_STRENGTH, AsOf
from queries.measures.routes import strong_members
from queries.measures.theme_text import open_questions
from queries.measures.themes import Statements, themes_of
from queries.measures.wording import cut

Kind = Literal["theme", "question", "partner-kind", "country", "region", "language", "offer", "want", "affiliate"]
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
    "region": Text("gaps-count-region", "{{PLURAL:$1|one region|$1 regions}} without a partner", "$1 number"),
    "language": Text(
        "gaps-count-language", "{{PLURAL:$1|one language|$1 languages}} that no partner is known to speak", "$1 number"
    ),
    "offer": Text("gaps-count-offer", "{{PLURAL:$1|one offer|$1 offers}} that nobody wants", "$1 number"),
    "want": Text("gaps-count-want", "{{PLURAL:$1|one wish|$1 wishes}} that nobody can meet", "$1 number"),
    "affiliate": Text(
        "gaps-count-affiliate", "{{PLURAL:$1|one affiliate|$1 affiliates}} without a partner", "$1 number"
    ),
}
NO_INTEREST = Text("gaps-theme", "Nobody offers or wants it, or is interested in it.", "It is a theme")
NO_WORK = Text("gaps-question", "Nobody has worked on $1.", "$1 list of themes that a question is about")
NO_KIND = Text("gaps-partner-kind", "There is no partner of this kind.")
NO_COUNTRY = Text(
    "gaps-country",
    "There is no partner in this country, though $1 {{PLURAL:$2|is|are}} there.",
    "$1 up to three affiliates, $2 number of affiliates there",
)
NO_REGION = Text(
    "gaps-region",
    "There is no partner in this region, though $1 {{PLURAL:$2|is|are}} there.",
    "$1 up to three affiliates, $2 number of affiliates there",
)
NO_SPEAKER = Text(
    "gaps-language",
    "No partner is known to speak it, though $1 {{PLURAL:$2|does|do}}.",
    "$1 up to three affiliates, $2 number of affiliates that speak the language",
)
NOT_WANTED = Text(
    "gaps-offer",
    "$1 {{PLURAL:$2|offers|offer}} it, nobody asks for it.",
    "$1 up to three names and how many more, $2 their number",
)
NOT_OFFERED = Text(
    "gaps-want",
    "$1 {{PLURAL:$2|wants|want}} it, nobody offers it.",
    "$1 up to three names and how many more, $2 their number",
)
ASKED_NOT_OFFERED = Text(
    "gaps-asked",
    "$1 {{PLURAL:$2|wants it or asked|want it or asked}} about it, nobody offers it.",
    "$1 up to three names and how many more, $2 their number",
)
NO_PARTNER = Text("gaps-affiliate", "It has no partner outside the movement.", "It is an affiliate")
NO_PARTNERS = Text(
    "gaps-no-partners",
    "No partner is loaded, so no affiliate, kind, country, region or language is listed for having none.",
)
NO_PARTNER_COUNTRY = Text(
    "gaps-no-countries", "No partner has a country, so none is listed as being without a partner."
)
NO_PARTNER_REGION = Text("gaps-no-regions", "No partner has a region, so none is listed as being without a partner.")
NO_PARTNER_LANGUAGE = Text(
    "gaps-no-languages", "No partner has a language, so none is listed as being without a partner."
)
NO_PARTNER_KIND = Text("gaps-no-kinds", "No partner has a kind, so none is listed as missing.")
NO_WORK_AT_ALL = Text(
    "gaps-no-work", "Nobody is known to have worked on a project about a theme, so no question is listed for that."
)
NO_WANTS = Text("gaps-no-wants", "Nobody said what they want or asked about a theme, so every offer is without a wish.")
NO_OFFERS = Text(
    "gaps-no-offers", "Nobody said what they offer or worked on a theme, so every wish is without an offer."
)
_WORDED: dict[Kind, Callable[[str], Message]] = {
    "partner-kind": lambda value: choice(PartnerKind(value))(),
    "country": country,
    "language": lambda tag: LANGUAGE_NAME(Language(tag)),
}
"""What is named in the reader's language, by what stands for its id."""
LANGUAGE_NAME = Text("gaps-language-name", "$1", "The name of a language by itself")
_Worded = Callable[[int, int], Text]
_NAMED = 3
"""How many names a sentence lists."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is missing."""

    kind: Annotated[Kind, Field(description="What kind of gap.")]
    id: Annotated[
        str, Field(description="Id of the node; the kind of partner, the region, or the code of a country or language.")
    ]
    name: Annotated[str | Message, Field(description="Its name.")]
    missing: Annotated[Message, Field(description="What is missing.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the records behind the row.")]


def compute(
    snapshot: Snapshot,
    *,
    kind: Annotated[Kind | None, Field(description="Only gaps of this kind.")] = None,
    place: Annotated[
        str | None,
        Field(
            title="Country or region",
            max_length=100,
            description="Only gaps of who is in this country or region, as GH or West Africa.",
        ),
    ] = None,
    language: Annotated[str | None, Field(max_length=35, description="Only gaps of who speaks this, as fr.")] = None,
    as_of: AsOf = None,
) -> Result[Row]:
    """Return the gaps by kind, then by id."""
    if not len(snapshot):
        return Result(summary=(EMPTY(),))
    ages = LinkAges(snapshot, as_of)
    left = set(np.flatnonzero(ages.left).tolist())
    finders: dict[Kind, Callable[[Snapshot], Iterator[Row]]] = {
        "theme": partial(_themes, left=left),
        **_FINDERS,
        "offer": partial(_offers, left=left),
        "want": partial(_wants, left=left),
        "affiliate": partial(_affiliates, ages=ages),
    }
    wanted: list[Kind] = [name for name in finders if kind in (None, name)]
    absent: dict[Kind, Text] = {name: text for name in wanted if (text := _absent(snapshot, name))}
    rows = tuple(row for name in wanted if name not in absent for row in finders[name](snapshot))
    rows = _of(snapshot, rows, place, language, ages)
    counts = [text(count) for name, text in COUNTED.items() if (count := sum(row.kind == name for row in rows))]
    once = {text.key: text() for text in absent.values()}
    found = () if not rows and once else (FOUND(len(rows), counts),) if rows else (NOTHING(),)
    return Result(rows=rows, summary=(*found, *once.values()))


def _of(
    snapshot: Snapshot, rows: tuple[Row, ...], place: str | None, language: str | None, ages: LinkAges
) -> tuple[Row, ...]:
    """Return the rows behind which somebody stands who is in a place and speaks a language, as far as recorded."""
    wanted: list[tuple[Traits, str]] = []
    if place:
        code, places = place.strip().upper(), places_of(snapshot, strong_members(snapshot, ages, MIN_STRENGTH))
        wanted.append((places, code if is_country(code) else region_key(place)))
    if language:
        wanted.append((_spoken(snapshot), language_key(language)))
    if not wanted:
        return rows
    those = set.intersection(*(set(having(of, [trait])) for of, trait in wanted))
    return tuple(row for row in rows if not those.isdisjoint(_behind(snapshot, row)))


def _spoken(snapshot: Snapshot) -> Traits:
    """Return who speaks what; a question is also in its languages."""
    found = {node: set(of) for node, of in languages_of(snapshot).items()}
    for name in ("language", "original_language"):
        for node, tag in zip(snapshot.nodes_of(Question).tolist(), snapshot.values(Question, name), strict=True):
            if tag:
                found.setdefault(node, set()).add(language_key(tag))
    return {node: frozenset(of) for node, of in found.items()}


def _behind(snapshot: Snapshot, row: Row) -> Iterator[int]:
    """Return the entries of a row, the ends of its links, and who asked its question."""
    for id_ in row.records:
        if id_ in snapshot:
            node = snapshot.index(id_)
            yield node
            if snapshot.type_of(node) is Question:
                yield from (snapshot.other_end(number, node) for number in snapshot.links_at(node).tolist())
        else:
            number = snapshot.link_number(id_)
            yield int(snapshot.link_source[number])


def _absent(snapshot: Snapshot, kind: Kind) -> Text | None:
    """Return the sentence that stands for all rows of a kind, where what they miss is nowhere at all."""
    found = themes_of(snapshot)
    if kind in ("offer", "want"):
        here, there = (found.stated_offers, found.wants) if kind == "offer" else (found.wants, found.offers)
        text = NO_WANTS if kind == "offer" else NO_OFFERS
        return text if len(here.theme) and not len(there.theme) else None
    if kind == "question":
        return NO_WORK_AT_ALL if len(open_questions(snapshot)) and not _worked_themes(snapshot) else None
    if kind == "theme":
        return None
    if not len(snapshot.nodes_of(Partner)):
        return NO_PARTNERS if len(snapshot.nodes_of(Affiliate)) else NO_PARTNER_KIND
    if kind == "affiliate" or any(snapshot.values(Partner, _FIELDS[kind])):
        return None
    return _NOWHERE[kind]


_THERE: Mapping[Kind, Text] = {"country": NO_COUNTRY, "region": NO_REGION, "language": NO_SPEAKER}
_FIELDS: Mapping[Kind, str] = {
    "partner-kind": "kind",
    "country": "country",
    "region": "region",
    "language": "languages",
}
_NOWHERE: Mapping[Kind, Text] = {
    "partner-kind": NO_PARTNER_KIND,
    "country": NO_PARTNER_COUNTRY,
    "region": NO_PARTNER_REGION,
    "language": NO_PARTNER_LANGUAGE,
}


def _themes(snapshot: Snapshot, left: set[int]) -> Iterator[Row]:
    found = themes_of(snapshot)
    links = snapshot.links_of(InterestedIn)
    ends = zip(snapshot.link_source[links].tolist(), snapshot.link_target[links].tolist(), strict=True)
    taken = {theme for node, theme in ends if node not in left}
    taken |= {theme for side in (found.offers, found.wants) for theme in side.without(left)}
    for index in snapshot.nodes_of(Theme).tolist():
        if index not in taken:
            yield _row(snapshot, "theme", index, NO_INTEREST(), [snapshot.ids[index]])


def _questions(snapshot: Snapshot) -> Iterator[Row]:
    covered = _worked_themes(snapshot)
    for index in open_questions(snapshot).tolist():
        links = [
            number
            for number in snapshot.links_at(index).tolist()
            if snapshot.link_types[number] == LINK_CLASSES.index(About)
        ]
        themes = [int(snapshot.link_target[number]) for number in links]
        if themes and covered.isdisjoint(themes):
            records = [snapshot.ids[index], *map(snapshot.link_id, links)]
            yield _row(snapshot, "question", index, NO_WORK(_names(snapshot, sorted(themes))), records)


def _worked_themes(snapshot: Snapshot) -> set[int]:
    """Return the themes of projects that anybody worked on."""
    worked_on = set(snapshot.link_target[snapshot.links_of(WorkedOn)].tolist())
    about = snapshot.links_of(About)
    ends = zip(snapshot.link_source[about].tolist(), snapshot.link_target[about].tolist(), strict=True)
    return {theme for subject, theme in ends if subject in worked_on}


def _partner_kinds(snapshot: Snapshot) -> Iterator[Row]:
    there = set(snapshot.values(Partner, "kind"))
    for name in sorted(PartnerKind):
        if name not in there and name is not PartnerKind.OTHER and len(snapshot):
            yield Row("partner-kind", name.value, _WORDED["partner-kind"](name), NO_KIND(), ())


def _countries(snapshot: Snapshot) -> Iterator[Row]:
    yield from _without_partner(snapshot, "country", own_places(snapshot), is_country)


def _regions(snapshot: Snapshot) -> Iterator[Row]:
    yield from _without_partner(snapshot, "region", own_places(snapshot), lambda place: not is_country(place))


def _languages(snapshot: Snapshot) -> Iterator[Row]:
    yield from _without_partner(snapshot, "language", languages_of(snapshot), lambda _: True)


def _without_partner(snapshot: Snapshot, kind: Kind, traits: Traits, fits: Callable[[str], bool]) -> Iterator[Row]:
    """Yield what affiliates have and no partner has."""
    there = {trait for node in snapshot.nodes_of(Partner).tolist() for trait in traits.get(node, NONE)}
    affiliates: dict[str, list[int]] = {}
    for node in snapshot.nodes_of(Affiliate).tolist():
        for trait in traits.get(node, NONE) - there:
            affiliates.setdefault(trait, []).append(node)
    for trait, nodes in sorted(affiliates.items()):
        if fits(trait):
            name = _WORDED[kind](trait) if kind in _WORDED else region_name(snapshot, trait)
            missing = _THERE[kind](_names(snapshot, nodes), len(nodes))
            yield Row(kind, trait, name, missing, tuple(snapshot.ids[node] for node in nodes))


def _offers(snapshot: Snapshot, left: set[int]) -> Iterator[Row]:
    found = themes_of(snapshot)
    yield from _one_sided(snapshot, "offer", (found.stated_offers, found.wants), left, lambda _node, _theme: NOT_WANTED)


def _wants(snapshot: Snapshot, left: set[int]) -> Iterator[Row]:
    found = themes_of(snapshot)
    stated = found.stated_wants
    yield from _one_sided(
        snapshot,
        "want",
        (found.wants, found.offers),
        left,
        lambda node, theme: NOT_OFFERED if stated.has(node, theme) else ASKED_NOT_OFFERED,
    )


def _one_sided(
    snapshot: Snapshot, kind: Kind, sides: tuple[Statements, Statements], left: set[int], text: _Worded
) -> Iterator[Row]:
    """Yield what is on the first of two sides only; a theme that not all of them stated is worded so."""
    there, other = (side.without(left) for side in sides)
    for theme in sorted(there.keys() - other.keys()):
        nodes = there[theme]
        links = sorted({number for node in nodes for number in sides[0].links(node, theme)})
        texts = {of.key: of for of in (text(node, theme) for node in nodes)}
        missing = texts[min(texts)](_names(snapshot, nodes), len(nodes))
        yield _row(snapshot, kind, theme, missing, list(map(snapshot.link_id, links)))


def _affiliates(snapshot: Snapshot, ages: LinkAges) -> Iterator[Row]:
    links = ages.links_of(PartnerOf)
    partners = set(snapshot.nodes_of(Partner).tolist())
    ends = zip(snapshot.link_source[links].tolist(), snapshot.link_target[links].tolist(), strict=True)
    tied = {end for pair in ends if not partners.isdisjoint(pair) for end in pair}
    for index in snapshot.nodes_of(Affiliate).tolist():
        if index not in tied:
            yield _row(snapshot, "affiliate", index, NO_PARTNER(), [snapshot.ids[index]])


def _row(snapshot: Snapshot, kind: Kind, index: int, missing: Message, records: Sequence[str]) -> Row:
    return Row(kind, snapshot.ids[index], snapshot.names[index], missing, tuple(records))


def _names(snapshot: Snapshot, nodes: list[int]) -> list[Name | Message]:
    return cut([Name(snapshot.ids[node], snapshot.names[node]) for node in nodes], _NAMED)


_FINDERS: dict[Kind, Callable[[Snapshot], Iterator[Row]]] = {
    "question": _questions,
    "partner-kind": _partner_kinds,
    "country": _countries,
    "region": _regions,
    "language": _languages,
}
CYPHER = None
QUERY = Query(
    name="gaps",
    title=Text("gaps-title", "Gaps", "Title of the query"),
    compute=compute,
    row=Row,
)
