# SPDX-License-Identifier: GPL-3.0-or-later
"""What is true in a small network, worked out from its records by brute force.

Written from docs/methods alone: plain sets and sums, every set of people tried,
nothing shared with the code that is checked (`queries/`).
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, product
from math import ceil, fsum
from typing import Any

import networkx as nx

from graph.schema.links import Link
from graph.schema.nodes import Node
from graph.schema.packed import unpack
from graph.snapshot.snapshot import Snapshot

HALF_LIFE, LEAST, MONTH = 24, 0.1, 30.4375
MAY_END = ("CONTACT_OF", "MEMBER_OF", "PARTNER_OF")
NO_WORK = ("ASKED", "ABOUT", "INTERESTED_IN", "SAME_AS")
Holders = dict[str, frozenset[str]]
"""The people who hold each partner, nobody included."""


def middle(text: str) -> date:
    """Return the day that a date counts as."""
    return date.fromisoformat(text + {4: "-07-01", 7: "-15"}.get(len(text), ""))


def is_over(text: str | None, today: date) -> bool:
    """Say whether every day that a date may mean is before today."""
    if not text:
        return False
    year, month = int(text[:4]), int(text[5:7] or 12)
    return date(year, month, int(text[8:] or monthrange(year, month)[1])) < today


def kind(id_: str) -> str:
    """Return the class of a node, as its id begins."""
    return id_.partition(":")[0]


@dataclass(frozen=True)
class Facts:
    """A network on a day; `known` says which links are looked at."""

    snapshot: Snapshot
    today: date
    known: Callable[[Link], bool] = lambda _: True

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """All nodes by id."""
        # As merged, for the same reason as links below: who is not named may have left, which no record shows.
        data = self.snapshot._node_data  # noqa: SLF001 - a test  # pyright: ignore[reportPrivateUsage] - a test
        read = (unpack(id_, "", "", data[number]) for number, id_ in enumerate(self.snapshot.ids))
        return {record.id: record for record in read if isinstance(record, Node)}

    @cached_property
    def everything(self) -> list[Link]:
        """All links."""
        # As the sources state them: figures count the links of who is not named, whose days no record shows.
        of, data = self.snapshot, self.snapshot._link_data  # noqa: SLF001 - a test  # pyright: ignore[reportPrivateUsage] - a test
        ends = zip(of.link_source.tolist(), of.link_target.tolist(), strict=True)
        read = (unpack(of.link_id(n), of.ids[a], of.ids[b], data[n]) for n, (a, b) in enumerate(ends))
        return [record for record in read if isinstance(record, Link)]

    def of(self, *kinds: str) -> list[str]:
        """Return the ids of some classes."""
        return sorted(id_ for id_ in self.nodes if kind(id_) in kinds)

    def links(self, *types: str) -> list[Link]:
        """Return the links of some types that are looked at and have not ended."""
        found = [link for link in self.everything if link.TYPE in types and self.known(link)]
        return [link for link in found if not self.has_ended(link)]

    # Time

    def has_left(self, id_: str) -> bool:
        """Say whether a person has left."""
        return is_over(getattr(self.nodes[id_], "until", None), self.today)

    def has_ended(self, link: Link) -> bool:
        """Say whether a contact, membership or partnership is over."""
        if link.TYPE not in MAY_END:
            return False
        return is_over(link.until, self.today) or (link.TYPE != "PARTNER_OF" and self.has_left(link.source))

    def last_day(self, link: Link) -> date | None:
        """Return the last day of a link, None where it is undated."""
        own = [text for text in (link.until, getattr(link, "last_contact", None)) if text]
        if own:
            return max(map(middle, own))
        target: Any = self.nodes[link.target]
        text = None
        if link.TYPE == "ATTENDED":
            text = target.end or target.start
        elif link.TYPE in {"WORKED_ON", "FUNDED"}:
            text = target.end
        if not text and link.TYPE in {"ATTENDED", "SOUGHT_FUNDING_WITH"}:
            text = link.since
        return middle(text) if text else None

    def decay(self, link: Link) -> float:
        """Return how much a link still counts."""
        last = self.last_day(link)
        return 1.0 if last is None else 2 ** (-max(0, (self.today - last).days) / MONTH / HALF_LIFE)

    # Who holds what

    def freshest(self, *types: str) -> dict[tuple[str, str], Link]:
        """Return the link that counts most of each pair of ends; of equal ones that with the smallest id."""
        found: dict[tuple[str, str], Link] = {}
        for link in sorted(self.links(*types), key=lambda one: (-self.decay(one), one.id)):
            found.setdefault((link.source, link.target), link)
        return found

    @cached_property
    def routes(self) -> dict[tuple[str, str], list[tuple[float, tuple[Link, ...]]]]:
        """Strength and links of every route from a person to an organisation."""
        found: dict[tuple[str, str], list[tuple[float, tuple[Link, ...]]]] = defaultdict(list)

        def add(person: str, asset: str, base: float, links: tuple[Link, ...], sharing: int = 1) -> None:
            if kind(asset) in {"partner", "affiliate"} and not self.has_left(person):
                value = base * min(map(self.decay, links)) / max(1, sharing - 1)
                found[person, asset].append((value, links))

        for type_, base in (("CONTACT_OF", 1.0), ("WORKED_WITH", 1.0), ("SOUGHT_FUNDING_WITH", 0.7)):
            for ends, link in self.freshest(type_).items():
                for person, asset in {ends, ends[::-1]}:
                    if kind(person) == "person":
                        add(person, asset, base, (link,))
        self._through(add, 0.8, self.freshest("WORKED_ON"), self.freshest("WORKED_ON", "FUNDED"))
        self._through(add, 0.2, self.freshest("ATTENDED"), self.freshest("ATTENDED"))
        either_way = self.freshest("PARTNER_OF").items()
        partners = {(a, u): link for (one, other), link in either_way for a, u in ((one, other), (other, one))}
        units = {ends: link for ends, link in self.freshest("MEMBER_OF").items() if kind(ends[1]) != "partner"}
        self._through(add, 0.5, units, partners)
        return found

    def _through(
        self,
        add: Callable[[str, str, float, tuple[Link, ...], int], None],
        base: float,
        people: dict[tuple[str, str], Link],
        assets: dict[tuple[str, str], Link],
    ) -> None:
        """Add the routes through one context: every person and every organisation in it."""
        here: dict[str, list[str]] = defaultdict(list)
        for person, context in people:
            if kind(person) == "person":
                here[context].append(person)
        for (asset, context), link in assets.items():
            for person in here[context]:
                links = people[person, context], link
                add(person, asset, base, links, len(here[context]))

    def held_pairs(self, *kinds: str) -> set[tuple[str, str]]:
        """Return (person, organisation) of everybody who holds one of these classes."""
        return {
            pair
            for pair, routes in self.routes.items()
            if kind(pair[1]) in kinds and round(fsum(value for value, _ in routes), 12) >= LEAST
        }

    @cached_property
    def holders(self) -> Holders:
        """Who holds each partner."""
        pairs = self.held_pairs("partner")
        return {asset: frozenset(p for p, a in pairs if a == asset) for asset in self.of("partner")}

    @cached_property
    def held(self) -> Holders:
        """Who holds each partner that anybody holds."""
        return {asset: people for asset, people in self.holders.items() if people}

    def members(self, unit: str) -> set[str]:
        """Return who has a membership that has not ended, however old."""
        return {link.source for link in self.links("MEMBER_OF") if link.target == unit}

    def strong_members(self, unit: str) -> set[str]:
        """Return the members whose link has not decayed below the least strength."""
        pairs = self.freshest("MEMBER_OF")
        return {p for (p, u), link in pairs.items() if u == unit and round(self.decay(link), 12) >= LEAST}

    @cached_property
    def inside(self) -> list[str]:
        """Partners that nobody holds and that have members on the map."""
        return [asset for asset, people in self.holders.items() if not people and self.members(asset)]

    @cached_property
    def orphans(self) -> list[str]:
        """Partners that nobody holds and that have no member on the map."""
        return [asset for asset, people in self.holders.items() if not people and not self.members(asset)]

    @cached_property
    def undated(self) -> int:
        """How many distinct undated links the routes of the holders have."""
        pairs = self.held_pairs("partner")
        links = {link.id: link for pair in pairs for _, links in self.routes[pair] for link in links}
        return sum(self.last_day(link) is None for link in links.values())

    # The contact graph

    @cached_property
    def contacts(self) -> "nx.Graph[str]":
        """People, units and partners; a person joined to what they are a member or contact of, or hold."""
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(self.of("person", "group", "affiliate", "partner"))
        for unit in self.of("group", "affiliate"):
            graph.add_edges_from((person, unit) for person in self.strong_members(unit))
        for (person, unit), link in self.freshest("CONTACT_OF").items():
            if kind(unit) == "affiliate" and round(self.decay(link), 12) >= LEAST:
                graph.add_edge(person, unit)
        graph.add_edges_from(self.held_pairs("partner"))
        return graph

    @cached_property
    def endpoints(self) -> list[str]:
        """What counts in pairs."""
        return [id_ for id_ in self.contacts if kind(id_) != "person"]

    def pairs_without(self, gone: Collection[str] = ()) -> int:
        """Return how many pairs of endpoints have a route once some people are gone."""
        graph = self.contacts.subgraph(id_ for id_ in self.contacts if id_ not in gone)
        sizes = [sum(kind(id_) != "person" for id_ in part) for part in nx.connected_components(graph)]
        return sum(size * (size - 1) // 2 for size in sizes)

    def separated(self, gone: Collection[str]) -> int:
        """Return how many pairs lose every route."""
        return self.pairs_without() - self.pairs_without(gone)

    def most_separated(self, count: int) -> int:
        """Return the most pairs that so many people separate together."""
        return max((self.separated(some) for some in combinations(self.of("person"), count)), default=0)


def fewest(holders: Iterable[Collection[Any]], share: float = 0.5) -> int | None:
    """Return how few people lose a share of what is held, by trying every set; None where nothing is."""
    held = [frozenset(people) for people in holders if people]
    everybody = sorted(set[Any]().union(*held))
    need = needed(len(held), share)
    for size in range(1, len(everybody) + 1):
        if any(sum(people <= set(some) for people in held) >= need for some in combinations(everybody, size)):
            return size
    return None


def smallest_sets(holders: Holders) -> list[frozenset[str]]:
    """Return every smallest set of people who lose half of what is held."""
    held = list(holders.values())
    size, everybody = fewest(held) or 0, sorted(frozenset[str]().union(*held))
    need = needed(len(held), 0.5)
    sets = map(frozenset, combinations(everybody, size))
    return [some for some in sets if sum(people <= some for people in held) >= need]


def needed(count: int, share: float) -> int:
    """Return how many are at least a share of a number."""
    return ceil(count * share)


def expected_loss(holders: Iterable[Collection[Any]], chance: float = 0.2) -> float:
    """Return how many are lost on average, by going through who stays and who leaves."""
    held = [frozenset(people) for people in holders if people]
    everybody = sorted(set[Any]().union(*held))
    total = 0.0
    for stays in product((False, True), repeat=len(everybody)):
        gone = {person for person, here in zip(everybody, stays, strict=True) if not here}
        weight = chance ** len(gone) * (1 - chance) ** (len(everybody) - len(gone))
        total += weight * sum(people <= gone for people in held)
    return total
