# SPDX-License-Identifier: GPL-3.0-or-later
"""Why somebody is suggested as a partner, and what speaks against it.

The contract (docs/methods/partner-search.md#reasons): at most four
reasons, what people understand first before what the network says, none
without the records behind it and none that counts nothing; then the first of
the reasons against that holds, or that none is known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.links import Asked, SameAs
from graph.schema.nodes import Person
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Message, Name, Text
from queries.algorithms.shortest_routes import ShortestRoutes
from queries.measures.contexts import LARGE
from queries.measures.involvement import known_of
from queries.measures.language_and_place import NONE, Traits
from queries.measures.link_age import date_keys, date_text
from queries.measures.network import walk
from queries.measures.parameters import as_of_day
from queries.measures.partner_terms import TERMS, Ground, newest_days
from queries.measures.themes import interests_of, themes_of
from queries.measures.tied import holder_counts
from queries.measures.wording import HIDDEN_HOLDER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

MOST_REASONS = 4
REASON = Text(
    "partner-reason",
    "$1 (counts $2)",
    "$1 a reason, a sentence without full stop; $2 its share of the score, a number below 1",
)
UNCOUNTED = Text(
    "partner-reason-uncounted", "$1", "$1 a reason that adds nothing of its own to the score, without full stop"
)
DIRECT = Text("partner-reason-direct", "A link joins it to $1", "$1 name of who looks for partners, or of a theme")
ROUTE = Text(
    "partner-reason-route",
    "It is {{PLURAL:$3|one step|$3 steps}} from $1, by way of $2",
    "$1 name of who looks for partners, or of a theme; $2 names on the way; $3 number of links",
)
THEMES = Text("partner-reason-themes", "Its themes fit: $1", "$1 up to three themes, rarest first")
ALIKE = Text(
    "partner-reason-alike",
    "The same was asked there in like words: $1",
    "$1 up to three questions; nobody confirmed a theme of theirs yet",
)
GAINS = Text(
    "partner-reason-mutual",
    "It offers $1, which $3 wants, and wants $2, which $3 offers",
    "$1 and $2 themes, $3 name of who looks for partners",
)
OFFERS = Text(
    "partner-reason-offers",
    "It offers $1, which $2 wants; what could be given in return was not said, so this counts half",
    "$1 themes, $2 name of who looks for partners",
)
WANTS = Text(
    "partner-reason-wants",
    "It wants $1, which $2 offers; what it could give in return was not said, so this counts half",
    "$1 themes, $2 name of who looks for partners",
)
BOTH = Text("partner-reason-language-place", "A shared language and place", "Between who looks for partners and it")
LANGUAGE = Text("partner-reason-language", "A shared language", "Between who looks for partners and it")
PLACE = Text("partner-reason-place", "The same country or region", "Of who looks for partners and it")
INTRODUCER = Text(
    "partner-reason-introducer",
    "$1 could introduce $2 to it ({{PLURAL:$3|one step|$3 steps}}, by way of $4)",
    "$1 name of a person; $2 name of who looks for partners; $3 number of links; $4 names on the way",
)
PERSON = Text("partner-reason-person", "About them: $1", "$1 list such as “would like more partners”")
TIED = Text("partner-reason-tied", "You already work together", "Reason of a suggestion that is none")

NO_LANGUAGE = Text("partner-against-language", "No language is shared.")
LONG_AGO = Text("partner-against-old", "Its newest dated link is of $1.", "$1 a year")
ONE_HOLDER = Text("partner-against-one-holder", "Only one person is known to keep the contact.")
OTHER_PLACE = Text("partner-against-place", "It is in another country or region.")
NONE_KNOWN = Text("partner-against-none", "Nothing that is known speaks against it.")
_LONG_AGO = 36 * 30.4375
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its term, what it adds to the score, and the ids of the records behind it."""

    term: str
    contribution: float
    sentence: Message
    records: tuple[str, ...]

    def message(self) -> Message:
        """Return the sentence with its contribution, if that is one; the last parameter holds the records."""
        if round(self.contribution, 2) > 0:
            return REASON(self.sentence, self.contribution, self.records)
        return UNCOUNTED(self.sentence, self.records)


class Explainer:
    """Explains the suggestions of one answer, from what all of them share."""

    def __init__(
        self, snapshot: Snapshot, seeker: int | None, theme: int | None, as_of: str | None, where: Ground
    ) -> None:
        """Take who looks for partners, on which theme, the day, and where everything is."""
        self.snapshot, self.seeker, self.theme, self.where = snapshot, seeker, theme, where
        self.as_of, self.today = as_of, as_of_day(snapshot, as_of)
        self.themes, self.interests = themes_of(snapshot), interests_of(snapshot)
        self.holders, self.named_holders = holder_counts(snapshot, as_of)
        self.routes: ShortestRoutes | None = None

    def look_for(self, targets: "Ints") -> None:
        """Find the shortest routes to those who will be explained."""
        seeds = [seed for seed in (self.theme if self.seeker is None else self.seeker,) if seed is not None]
        graph = walk(self.snapshot, self.as_of).graph
        self.routes = ShortestRoutes(graph, seeds, self.snapshot.opted_out, targets)

    def reasons(self, node: int, contributions: Sequence[float]) -> list[Reason]:
        """Return up to four reasons that count something; `contributions` follow TERMS.

        What people understand first stands first: exchange and themes, then
        who could introduce them, then language and place.
        """
        by_term = dict(zip(TERMS, contributions, strict=True))
        makers = {"exchange": self._exchange, "themes": self._by_theme, "network": self._network, "place": self._place}
        if self.seeker is None:
            # The walk starts from the theme, so that is what the nearness is about.
            makers = {"network": self._by_theme}
        found: list[Reason] = []
        for term, make in makers.items():
            # Shared themes count in the walk, which passes through them, so they need no weight of their own.
            made = make(node) if term == "themes" or round(by_term[term], 2) > 0 else None
            if made and made[1]:
                found.append(Reason(term, by_term[term], *made))
        # What is known of a person is told beside a reason, and makes none alone.
        more = known_of(self.snapshot, node, self.today) if found else []
        found += [Reason("person", 0.0, PERSON(more), (self.snapshot.ids[node],))] if more else []
        return found[:MOST_REASONS]

    def linked(self, node: int) -> Reason:
        """Return what says that the two already work together."""
        route = self.routes.to(node) if self.routes else []
        return Reason("tied", 0.0, TIED(), tuple(self._link_between(*step) for step in pairwise(route)))

    def against(self, node: int) -> Message:
        """Return the first reason against that holds."""
        return next(self._against(node))

    def _against(self, node: int) -> Iterator[Message]:
        seeker, newest = self.seeker, int(newest_days(self.snapshot)[node])
        if seeker is not None and self._both_known(self.where.languages, seeker, node):
            yield NO_LANGUAGE()
        if newest and self.today - newest > _LONG_AGO:
            key = max(int(date_keys(self.snapshot)[number]) for number in self.snapshot.links_at(node).tolist())
            yield LONG_AGO((date_text(key) or "")[:4])
        if self.holders[node] and not self.named_holders[node]:
            yield HIDDEN_HOLDER(self._name(node))
        if self.holders[node] == 1:
            yield ONE_HOLDER()
        if seeker is not None and self._both_known(self.where.places, seeker, node):
            yield OTHER_PLACE()
        yield NONE_KNOWN()

    def _both_known(self, traits: Traits, seeker: int, node: int) -> bool:
        """Say whether both have something recorded, and nothing of it is the same."""
        mine, theirs = traits.get(seeker, NONE), traits.get(node, NONE)
        return bool(mine and theirs) and mine.isdisjoint(theirs)

    def _name(self, node: int) -> Name:
        return Name(self.snapshot.ids[node], self.snapshot.names[node])

    def _names(self, nodes: Sequence[int]) -> list[Name]:
        return [self._name(node) for node in nodes[:_NAMED]]

    def _rarest(self, themes: Sequence[int]) -> list[int]:
        return sorted(themes, key=lambda theme: (int(self.themes.df[theme]), theme))

    def _network(self, node: int) -> tuple[Message, tuple[str, ...]] | None:
        """Say how they are linked; a way through something that more than 25 share says nothing."""
        route = self.routes.to(node) if self.routes else []
        if not route or any(self._is_crowded(step) for step in route[1:-1]):
            return None
        between, start = [self._name(step) for step in route[1:-1]], self._name(route[0])
        records = tuple(self._link_between(*step) for step in pairwise(route))
        if not between:
            return DIRECT(start), records
        if self.snapshot.type_of(route[-2]) is Person:
            return INTRODUCER(between[-1], start, len(route) - 1, between), records
        return ROUTE(start, between, len(route) - 1), records

    def _is_crowded(self, node: int) -> bool:
        return self.snapshot.type_of(node) is not Person and len(self.snapshot.links_at(node)) > LARGE

    def _link_between(self, one: int, other: int) -> str:
        snapshot = self.snapshot
        near = min(one, other, key=lambda node: len(snapshot.links_at(node)))
        far = other if near == one else one
        links = (n for n in snapshot.links_at(near).tolist() if snapshot.other_end(n, near) == far)
        return snapshot.link_id(next(n for n in links if snapshot.link_type_of(n) is not SameAs))

    def _by_theme(self, node: int) -> tuple[Message, tuple[str, ...]] | None:
        mine = set() if self.seeker is None else set(self.interests.of(self.seeker).tolist())
        if self.theme is not None:
            mine.add(self.theme)
        shared = self._rarest([theme for theme in self.interests.of(node).tolist() if theme in mine])
        stated = [theme for theme in shared if theme in self.themes.of(node)]
        links = {n: None for t in stated or shared for end in self._ends(node) for n in self.interests.links(end, t)}
        records = tuple(map(self.snapshot.link_id, links))
        return (THEMES(self._names(stated)) if stated else ALIKE(self._names(self._asked(node, shared)))), records

    def _asked(self, node: int, themes: Sequence[int]) -> list[int]:
        """Return the questions over which somebody comes to some themes."""
        links = (number for theme in themes for number in self.interests.links(node, theme))
        asked = (number for number in links if self.snapshot.link_type_of(number) is Asked)
        return list(dict.fromkeys(int(self.snapshot.link_target[number]) for number in asked))

    def _ends(self, node: int) -> list[int]:
        return [node] if self.seeker is None else [self.seeker, node]

    def _exchange(self, node: int) -> tuple[Message, tuple[str, ...]] | None:
        if self.seeker is None:
            return None
        offers, wants, seeker = self.themes.offers, self.themes.wants, self.seeker
        gives, takes = (
            set(np.intersect1d(*pair).tolist())
            for pair in ((offers.of(node), wants.of(seeker)), (wants.of(node), offers.of(seeker)))
        )
        # What both want and offer is no exchange.
        given, taken = self._rarest(sorted(gives - takes)), self._rarest(sorted(takes - gives))
        links = [n for theme in given for n in (*wants.links(seeker, theme), *offers.links(node, theme))]
        links += [n for theme in taken for n in (*offers.links(seeker, theme), *wants.links(node, theme))]
        if given and taken:
            sentence = GAINS(self._names(given), self._names(taken), self._name(seeker))
        elif given:
            sentence = OFFERS(self._names(given), self._name(seeker))
        else:
            sentence = WANTS(self._names(taken), self._name(seeker))
        return sentence, tuple(map(self.snapshot.link_id, dict.fromkeys(links)))

    def _place(self, node: int) -> tuple[Message, tuple[str, ...]]:
        seeker = node if self.seeker is None else self.seeker
        same_language, same_place = self.where.shares_language(seeker, node), self.where.shares_place(seeker, node)
        text = PLACE if not same_language else BOTH if same_place else LANGUAGE
        return text(), tuple(self.snapshot.ids[end] for end in self._ends(node))
