# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks of any size from a seed, shaped like the real ones.

Communities, a heavy tail of contacts per partner (1 + a Pareto tail, mean
about 2), dates over four years with mixed precision, a tenth undated.
"""

import random
from collections.abc import Sequence
from functools import cache

from graph.schema.links import (
    About,
    Asked,
    Attended,
    ContactOf,
    Funded,
    InterestedIn,
    Link,
    MemberOf,
    PartnerOf,
    Stance,
    WorkedOn,
    WorkedWith,
)
from graph.schema.nodes import Affiliate, Event, Group, Node, Partner, Person, Project, Question, Record, Theme
from graph.schema.packed import pack
from graph.schema.source import Source
from graph.snapshot.snapshot import Snapshot

SHARES: dict[type[Node], float] = {
    Person: 0.45, Group: 0.04, Affiliate: 0.02, Partner: 0.15, Project: 0.14, Event: 0.03, Question: 0.14, Theme: 0.03
}  # fmt: skip
COUNTRIES = ("GH", "NG", "FR", "TN", "BR", "IN", "DE", "AR", "KE", "EG")
LANGUAGES = ("en", "fr", "ar", "pt", "de")
COMMUNITY = 120
"""People in a community; most links stay inside one."""
INSIDE = 0.85


class _Network:
    def __init__(self, nodes: int, links: int, seed: int, shares: dict[type[Node], float]) -> None:
        self.random = random.Random(seed)
        self.wanted = links
        self.ids: dict[type[Node], list[str]] = {
            cls: [f"{cls.TYPE.lower()}:bench/{number}" for number in range(max(2, int(nodes * share)))]
            for cls, share in shares.items()
        }
        self.communities = max(1, len(self.ids[Person]) // COMMUNITY)
        self.links: dict[str, Link] = {}

    def nodes(self) -> list[Node]:
        choose = self.random.choice
        made: list[Node] = []
        for cls, ids in self.ids.items():
            for number, id_ in enumerate(ids):
                fields: dict[str, object] = {"id": id_, "name": f"{cls.LABEL.capitalize()} {number}"}
                if cls in (Person, Affiliate, Partner):
                    fields |= {"country": choose(COUNTRIES), "languages": (choose(LANGUAGES), choose(LANGUAGES))}
                if cls in (Project, Event):
                    fields["end"] = self.date()
                made.append(cls(**fields))  # pyright: ignore[reportArgumentType] - fields by name
        return made

    def date(self) -> str | None:
        year = self.random.choice(("2022", "2023", "2024", "2025"))
        month = f"{year}-{self.random.randint(1, 12):02}"
        return self.random.choice((year, month, f"{month}-{self.random.randint(1, 28):02}", f"{month}-01", None))

    def of(self, cls: type[Node], community: int) -> str:
        """Return a node, most often of the community."""
        ids = self.ids[cls]
        if self.random.random() < INSIDE:
            return ids[(community + self.communities * self.random.randrange(len(ids))) % len(ids)]
        return self.random.choice(ids)

    def add(self, cls: type[Link], source: str, target: str, **fields: object) -> None:
        if source != target:
            link = cls(source=source, target=target, **fields)  # pyright: ignore[reportCallIssue, reportArgumentType] - by name
            self.links.setdefault(link.id, link)

    def make_links(self) -> list[Link]:
        for partner in self.ids[Partner]:
            community = self.random.randrange(self.communities)
            for _ in range(min(12, int(self.random.paretovariate(2)))):
                person = self.of(Person, community)
                self.add(ContactOf, person, partner, last_contact=self.date())
        while len(self.links) < self.wanted:
            self._one_more(self.random.randrange(self.communities))
        return list(self.links.values())

    def _one_more(self, community: int) -> None:
        person = self.of(Person, community)
        match self.random.randrange(20):
            case 0 | 1 | 2 | 3:
                self.add(MemberOf, person, self.of(Group, community), until=self.date())
            case 4 | 5 | 6:
                self.add(MemberOf, person, self.of(Affiliate, community), role=self.random.choice(("board", None)))
            case 7 | 8 | 9 | 10:
                self.add(WorkedOn, person, self.of(Project, community), until=self.date())
            case 11 | 12:
                self.add(Attended, person, self.of(Event, community))
            case 13:
                self.add(PartnerOf, self.of(Affiliate, community), self.of(Partner, community), since=self.date())
            case 14:
                self.add(WorkedOn, self.of(Partner, community), self.of(Project, community))
                self.add(Funded, self.of(Partner, community), self.of(Project, community), amount=1000.0)
            case 15:
                self.add(WorkedWith, *sorted((person, self.of(Person, community))))
            case 16:
                self.add(Asked, person, self.of(Question, community))
            case 17:
                self.add(
                    About,
                    self.of(self.random.choice((Question, Project, Partner)), community),
                    self.of(Theme, community),
                )
            case _:
                stance = self.random.choice(tuple(Stance))
                self.add(InterestedIn, person, self.of(Theme, community), stance=stance)


def records(nodes: int, links: int, seed: int = 1, shares: dict[type[Node], float] = SHARES) -> Sequence[Record]:
    """Return a network of about so many nodes and just about so many links."""
    network = _Network(nodes, links, seed, shares)
    return [*network.nodes(), *network.make_links()]


@cache
def snapshot(nodes: int, links: int, seed: int = 1) -> Snapshot:
    """Return the snapshot of such a network, without a store."""
    source = Source(id="bench", as_of="2026-01-01")
    return Snapshot.of(map(pack, records(nodes, links, seed)), sources=(source,), revision=f"bench-{nodes}-{seed}")
