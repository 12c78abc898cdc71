# SPDX-License-Identifier: GPL-3.0-or-later
"""Why somebody is suggested as a partner, and what speaks against it.

The contract (docs/methods/partner-search.md#reasons): at most four reasons, the largest contribution
first, none without the records behind it; then the first of the reasons
against that holds, or that none is known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from graph.schema.links import SameAs
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Day, Message, Name, Text
from queries.algorithms.shortest_routes import ShortestRoutes
from queries.measures.link_age import date_keys, date_text
from queries.measures.partner_terms import TERMS, holders_of, newest_days, places, shares_language, shares_place
from queries.measures.themes import themes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]

MOST_REASONS = 4
REASON = Text(
    "partner-reason",
    "$1 (counts $2)",
    "$1 a reason, a sentence without full stop; $2 its share of the score, a number below 1",
)
DIRECT = Text("partner-reason-direct", "A tie joins it to $1", "$1 name of who looks for partners, or of a theme")
ROUTE = Text(
    "partner-reason-route",
    "It is {{PLURAL:$3|one step|$3 steps}} from $1, by way of $2",
    "$1 name of who looks for partners, or of a theme; $2 names on the way; $3 number of links",
)
THEMES = Text("partner-reason-themes", "Its themes fit: $1", "$1 up to three themes, rarest first")
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
ACTIVE = Text("partner-reason-active", "Its newest dated tie is of $1", "$1 a date such as 2024 or 2024-05-01")
TIED = Text("partner-reason-tied", "You already work together", "Reason of a suggestion that is none")

NO_LANGUAGE = Text("partner-against-language", "No language is shared.")
LONG_AGO = Text("partner-against-old", "Its newest dated tie is of $1.", "$1 a year")
ONE_HOLDER = Text("partner-against-one-holder", "Only one person is known to keep the contact.")
NOTHING_STATED = Text("partner-against-nothing-stated", "What it offers or wants was not said.")
NO_PLACE = Text("partner-against-place", "It is not known to be in the same country or region.")
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

    def said(self) -> Message:
        """Return the sentence with its contribution; its third parameter holds the records."""
        return REASON(self.sentence, self.contribution, self.records)


class Explainer:
    """Explains the suggestions of one answer, from what all of them share."""

    def __init__(
        self, snapshot: Snapshot, seeker: int | None, theme: int | None, today: int, routes: ShortestRoutes
    ) -> None:
        """Take who looks for partners, on which theme, the day, and the routes from both."""
        self.snapshot, self.seeker, self.theme, self.today, self.routes = snapshot, seeker, theme, today, routes
        self.themes = themes_of(snapshot)
        self.places = places(snapshot)
        nothing = np.zeros(len(snapshot), dtype=bool)
        self.same_language: Bools = nothing if seeker is None else shares_language(self.places, seeker)
        self.same_place: Bools = nothing if seeker is None else shares_place(self.places, seeker)

    def reasons(self, node: int, contributions: Sequence[float]) -> list[Reason]:
        """Return up to four reasons, the largest contribution first; `contributions` follow TERMS."""
        makers = (self._network, self._by_theme, self._exchange, self._place, self._recency)
        found: list[Reason] = []
        for term, contribution, make in zip(TERMS, contributions, makers, strict=True):
            made = make(node) if round(contribution, 12) > 0 else None
            if made and made[1]:
                found.append(Reason(term, contribution, *made))
        # The sort is stable: equal contributions stay in the order of the terms.
        return sorted(found, key=lambda reason: -round(reason.contribution, 12))[:MOST_REASONS]

    def tie(self, node: int) -> Reason:
        """Return what says that the two already work together."""
        made = self._network(node)
        return Reason("tied", 0.0, TIED(), made[1] if made else ())

    def against(self, node: int) -> Message:
        """Return the first reason against that holds."""
        return next(self._against(node))

    def _against(self, node: int) -> Iterator[Message]:
        seeker, newest = self.seeker, int(newest_days(self.snapshot)[node])
        if seeker is not None and self.places.speaks[[seeker, node]].all() and not self.same_language[node]:
            yield NO_LANGUAGE()
        if newest and self.today - newest > _LONG_AGO:
            key = max(int(date_keys(self.snapshot)[number]) for number in self.snapshot.links_at(node).tolist())
            yield LONG_AGO((date_text(key) or "")[:4])
        if holders_of(self.snapshot, node) == 1:
            yield ONE_HOLDER()
        if not (self.themes.offers.stated[node] or self.themes.wants.stated[node]):
            yield NOTHING_STATED()
        if seeker is not None and not self.same_place[node]:
            yield NO_PLACE()
        yield NONE_KNOWN()

    def _name(self, node: int) -> Name:
        return Name(self.snapshot.ids[node], self.snapshot.names[node])

    def _names(self, nodes: Sequence[int]) -> list[Name]:
        return [self._name(node) for node in nodes[:_NAMED]]

    def _rarest(self, themes: Sequence[int]) -> list[int]:
        return sorted(themes, key=lambda theme: (int(self.themes.df[theme]), theme))

    def _network(self, node: int) -> tuple[Message, tuple[str, ...]] | None:
        route = self.routes.to(node)
        if not route:
            return None
        between = [self._name(step) for step in route[1:-1]]
        start = self._name(route[0])
        sentence = ROUTE(start, between, len(route) - 1) if between else DIRECT(start)
        return sentence, tuple(self._link_between(*step) for step in pairwise(route))

    def _link_between(self, one: int, other: int) -> str:
        snapshot = self.snapshot
        near = min(one, other, key=lambda node: len(snapshot.links_at(node)))
        far = other if near == one else one
        links = (n for n in snapshot.links_at(near).tolist() if snapshot.other_end(n, near) == far)
        return snapshot.link_id(next(n for n in links if snapshot.link_type_of(n) is not SameAs))

    def _by_theme(self, node: int) -> tuple[Message, tuple[str, ...]] | None:
        mine = set() if self.seeker is None else set(self.themes.of(self.seeker).tolist())
        if self.theme is not None:
            mine.add(self.theme)
        shared = self._rarest([theme for theme in self.themes.of(node).tolist() if theme in mine])
        links = {n: None for theme in shared for end in self._ends(node) for n in self.themes.links(end, theme)}
        return THEMES(self._names(shared)), tuple(map(self.snapshot.link_id, links))

    def _ends(self, node: int) -> list[int]:
        return [node] if self.seeker is None else [self.seeker, node]

    def _exchange(self, node: int) -> tuple[Message, tuple[str, ...]] | None:
        if self.seeker is None:
            return None
        offers, wants, seeker = self.themes.offers, self.themes.wants, self.seeker
        given = self._rarest(np.intersect1d(offers.of(node), wants.of(seeker)).tolist())
        taken = self._rarest(np.intersect1d(wants.of(node), offers.of(seeker)).tolist())
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
        text = PLACE if not self.same_language[node] else BOTH if self.same_place[node] else LANGUAGE
        return text(), tuple(self.snapshot.ids[end] for end in self._ends(node))

    def _recency(self, node: int) -> tuple[Message, tuple[str, ...]]:
        links = self.snapshot.links_at(node)
        newest = int(links[np.argmax(date_keys(self.snapshot)[links])])
        day = Day(date_text(int(date_keys(self.snapshot)[newest])) or "")
        return ACTIVE(day), (self.snapshot.link_id(newest),)
