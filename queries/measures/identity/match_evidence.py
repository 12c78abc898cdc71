# SPDX-License-Identifier: GPL-3.0-or-later
"""What speaks for and against two nodes being one, beside their names (docs/methods/names.md#policy).

Different ids are no reason: every sheet may have its own. Being named at one
table or meeting speaks against it where one source lists both; where two
sources list one each, it speaks for it.
"""

from enum import StrEnum
from functools import cached_property
from typing import Any

from graph.schema.links import Attended, ContactOf, Link, MemberOf, WorkedOn
from graph.schema.nodes import (
    Affiliate,
    AffiliateKind,
    Event,
    EventKind,
    Group,
    GroupKind,
    Node,
    Partner,
    PartnerKind,
    Person,
    Project,
    ProjectKind,
)
from graph.snapshot.snapshot import Snapshot
from graph.text.choices import choice
from graph.text.message import Country, Language, Message, Name, Text
from queries.measures.language_and_place import NONE, languages_of

_NOTE = "One of several reasons why two records may be one entry; $1 a name"
SHARED: dict[type[Node], Text] = {
    Group: Text("same-group", "same group: $1", _NOTE),
    Affiliate: Text("same-affiliate", "same affiliate: $1", _NOTE),
    Partner: Text("same-partner", "same partner: $1", _NOTE),
    Event: Text("same-event", "same event: $1", _NOTE),
    Project: Text("same-project", "same project: $1", _NOTE),
}
SAME_COUNTRY = Text("same-country", "same country: $1", "One of several reasons; $1 name of a country")
SAME_LANGUAGE = Text(
    "same-language", "same {{PLURAL:$1|language|languages}}: $1", "One of several reasons; $1 list of languages"
)
SAME_KIND = Text("same-kind", "same kind: $1", "One of several reasons; $1 kind of organisation")
LISTED_TWICE = Text("same-listed-twice", "both are listed at $1", "A reason against; $1 a workshop table or an event")
TWO_USERNAMES = Text("same-two-usernames", "two user names: $1 and $2", "A reason against")
TWO_ITEMS = Text("same-two-items", "two Wikidata items: $1 and $2", "A reason against")
GENDERED = Text(
    "same-gendered", "the endings may tell a woman’s name from a man’s", "A reason against, about two names"
)
TWO_COUNTRIES = Text("same-two-countries", "two countries: $1 and $2", "A reason against, about organisations")
TWO_KINDS = Text("same-two-kinds", "two kinds: $1 and $2", "A reason against, about organisations")

_KINDS: dict[type[Node], type[StrEnum]] = {
    Affiliate: AffiliateKind,
    Event: EventKind,
    Group: GroupKind,
    Partner: PartnerKind,
    Project: ProjectKind,
}
_CONTEXT_LINKS: tuple[type[Link], ...] = (MemberOf, Attended, WorkedOn, ContactOf)
_KEYS = (("username", TWO_USERNAMES), ("wikidata", TWO_ITEMS))


class Reasons:
    """Reasons for the nodes of one class; what it looks up is kept."""

    def __init__(self, snapshot: Snapshot, cls: type[Node]) -> None:
        """Look nothing up yet."""
        self.snapshot = snapshot
        self.cls = cls
        self._contexts: dict[int, dict[int, list[int]]] = {}
        self._fields: dict[str, dict[int, Any]] = {}

    def of(self, left: int, right: int, *, gendered: bool) -> tuple[list[Message], list[Message], list[str]]:
        """Return reasons for, reasons against, and the ids of the links behind them."""
        pro: list[Message] = []
        against = self._keys(left, right)
        if gendered and self.cls is Person:
            against.append(GENDERED())
        links: list[int] = []
        mine, theirs = self._contexts_of(left), self._contexts_of(right)
        for context in sorted(mine.keys() & theirs.keys()):
            links += (*mine[context], *theirs[context])
            name = Name(self.snapshot.ids[context], self.snapshot.names[context])
            if self._lists_people(context) and self._in_one_list(mine[context], theirs[context]):
                against.append(LISTED_TWICE(name))
            else:
                pro.append(SHARED[self.snapshot.type_of(context)](name))
        more_for, more_against = self._where(left, right)
        records = [self.snapshot.link_id(number) for number in dict.fromkeys(links)]
        return [*pro, *more_for], [*against, *more_against], records

    def _keys(self, left: int, right: int) -> list[Message]:
        found: list[Message] = []
        for name, text in _KEYS:
            one, other = self._value(name, left), self._value(name, right)
            if one and other and one != other:
                found.append(text(one, other))
        return found

    def _where(self, left: int, right: int) -> tuple[list[Message], list[Message]]:
        """Compare country, language and kind; people move and speak several, organisations hardly do."""
        pro: list[Message] = []
        against: list[Message] = []
        country = self._value("country", left), self._value("country", right)
        if all(country) and country[0] == country[1]:
            pro.append(SAME_COUNTRY(Country(country[0])))
        elif all(country) and self.cls is not Person:
            against.append(TWO_COUNTRIES(*map(Country, country)))
        spoken = sorted(languages_of(self.snapshot).get(left, NONE) & languages_of(self.snapshot).get(right, NONE))
        if spoken:
            pro.append(SAME_LANGUAGE([Language(tag) for tag in spoken]))
        kind = self._value("kind", left), self._value("kind", right)
        if all(kind) and kind[0] == kind[1]:
            pro.append(SAME_KIND(self._kind(kind[0])))
        elif all(kind):
            against.append(TWO_KINDS(*map(self._kind, kind)))
        return pro, against

    def _kind(self, value: str) -> Message:
        """Return a kind of organisation in the language of the reader."""
        return choice(_KINDS[self.cls](value))()

    def _value(self, name: str, node: int) -> Any:  # noqa: ANN401 - whatever the field holds
        if name not in self._fields:
            nodes = self.snapshot.nodes_of(self.cls).tolist()
            self._fields[name] = dict(zip(nodes, self.snapshot.values(self.cls, name), strict=True))
        return self._fields[name][node]

    def _contexts_of(self, node: int) -> dict[int, list[int]]:
        """Return what a node is linked to that others may be linked to as well, with the links."""
        if node not in self._contexts:
            found: dict[int, list[int]] = {}
            for number in self.snapshot.links_at(node).tolist():
                other = self.snapshot.other_end(number, node)
                if self.snapshot.link_type_of(number) in _CONTEXT_LINKS and self.snapshot.type_of(other) in SHARED:
                    found.setdefault(other, []).append(number)
            self._contexts[node] = found
        return self._contexts[node]

    def _lists_people(self, context: int) -> bool:
        return self.snapshot.type_of(context) is Event or context in self._tables

    @cached_property
    def _tables(self) -> frozenset[int]:
        kinds = self.snapshot.values(Group, "kind")
        return frozenset(
            node
            for node, kind in zip(self.snapshot.nodes_of(Group).tolist(), kinds, strict=True)
            if kind == GroupKind.WORKSHOP_TABLE
        )

    def _in_one_list(self, mine: list[int], theirs: list[int]) -> bool:
        one, other = (
            {source for number in links for source in self.snapshot.link(number).sources} for links in (mine, theirs)
        )
        return bool(one & other) or not (one and other)
