# SPDX-License-Identifier: GPL-3.0-or-later
"""Who could introduce us to somebody, step by step?

A *warm path* leads from the seeker over people who know each other to the
target; everybody strictly between is a *broker*, at most three of them. The
strength of a step grows with what two people share and falls with its age and
with how many share it. Alternatives begin with another broker.

Reading it: "likely", "possible" and "long shot" say of which kind the steps
are. *Close* are work done together, a project, group or affiliate of at most
25, and a direct contact, all of the last four years. Over one person and close
steps a way is likely, over more people or with one other step possible.
`likelihood`, the product of the strengths, is no calibrated probability.
Nobody on the way was asked, and who does not want to be asked is left out.

Complexity: O(brokers * links between people) for each way.  References: How this
is worked out, Introductions (docs/methods/introductions.md#warm-paths);
Dijkstra, A note on two problems in connexion with graphs, 1959.

>>> from graph.schema.packed import pack
>>> from graph.schema.links import ContactOf, WorkedWith
>>> from graph.schema.nodes import Partner, Person
>>> nodes = Person(id="person:ada", name="Ada"), Person(id="person:ben", name="Ben"), Partner(id="partner:x", name="X")
>>> links = WorkedWith(source="person:ada", target="person:ben"), ContactOf(source="person:ben", target="partner:x")
>>> rows = QUERY.run(Snapshot.of(map(pack, (*nodes, *links))), seeker="Ada", target="X").rows
>>> [(row.brokers, str(row.likelihood_words)) for row in rows]
[(('person:ben',), 'likely')]
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from typing import Annotated

from pydantic import Field

from graph.errors import BadParameter
from graph.schema.nodes import UNITS, Affiliate, Group, Node, Partner, Person, Project, Theme
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Day, Message, Name, Text
from queries.framework.parameter_errors import CHOOSE_TWO
from queries.framework.query import Query, Ref
from queries.framework.result import Result
from queries.measures.holdings import Holdings, find_holdings
from queries.measures.identity.candidates import open_twins
from queries.measures.link_age import LinkAges
from queries.measures.parameters import MIN_STRENGTH, AsOf, AssetKind
from queries.measures.people_graph import WarmPath, people_graph, shared_by, warm_path
from queries.measures.routes import strong_members
from queries.measures.wording import EIGHT, HIDDEN_HOLDER, cut
from queries.partners import partners_for

WARMEST = Text(
    "introductions-warmest",
    "The warmest way from $1 to $2 is through $3 ($4).",
    "$1 and $2 names, $3 list of people, $4 how likely, in words",
)
OTHERS = Text(
    "introductions-others",
    "{{PLURAL:$1|One other way begins|$1 other ways begin}} with somebody else.",
    "$1 number of ways",
)
KNOWN = Text("introductions-known", "$1 already knows $2, so no introduction is needed.", "$1 and $2 names")
KNOWN_INSIDE = Text(
    "introductions-known-inside",
    "$1 of $2 already knows $3, so no introduction from outside is needed.",
    "$1 person, $2 the group or affiliate that asks, $3 name",
)
MEMBER = Text("introductions-member", "$1 is a member of $2 already.", "$1 person, $2 group or affiliate")
NO_WAY = Text(
    "introductions-no-way",
    "No way with at most three people in between leads from $1 to $2 on this map.",
    "$1 and $2 names",
)
NO_HOLDER = Text(
    "introductions-no-holder",
    "Nobody on the map knows $1 well enough to introduce anybody, so it needs a fresh start.",
    "$1 name of an organisation",
)
FORMER_HOLDER = Text(
    "introductions-former-holder",
    "Nobody on the map knows $1 any more. $2 knew them until $3.",
    "$1 name of an organisation, $2 name of a person, $3 date",
)
LEFT = Text(
    "introductions-left", "$1 has left ($2), so no way is looked for.", "$1 name of a person, $2 date of their last day"
)
ONLY_INSIDE = Text(
    "introductions-only-inside",
    "{{PLURAL:$1|One of the people of $2 is|$1 of the people of $2 are}} on the map ($3); nobody outside keeps the "
    "contact.",
    "$1 number of people, $2 name of an organisation, $3 their names",
)
TWIN_HOLDER = Text(
    "introductions-twin-holder",
    "$1 knows $2, and may be the same person as $3: decide that first (query duplicates).",
    "$1 person, $2 name of an organisation, $3 person who looks for a way; duplicates is typed so",
)
NO_MEMBERS = Text(
    "introductions-no-members",
    "$1 has no members on the map from whom a way could start.",
    "$1 name of a group or affiliate",
)
NOT_ASKED = Text("introductions-not-asked", "This person asked not to be suggested, so no way is looked for.")
CAUTION = Text(
    "introductions-caution",
    "How likely a way is comes from recorded links alone and is no probability. Nobody on the way was asked yet.",
)
STEP = Text(
    "introductions-step", "$1 knows $2 through $3.", "$1 and $2 names, $3 list of projects, groups, events or words"
)
WORK = Text("introductions-work", "work done together", "In a list of what two people share")
CONTACT = Text("introductions-contact", "a direct contact", "How a person knows an organisation")
LIKELY = Text("introductions-likely", "likely", "How likely an introduction is")
POSSIBLE = Text("introductions-possible", "possible", "How likely an introduction is")
LONG_SHOT = Text("introductions-long-shot", "long shot", "How likely an introduction is")
NEEDS_ONE = Text(
    "introductions-needs-one",
    "The query introductions needs a target or a theme.",
    "Error; “introductions” is the query's name in addresses",
)
GIVE_ONE = Text("introductions-give-one", "Give one of the two.", "Hint after that error: not both, not none")
SAME = Text("introductions-same", "Seeker and target are the same.", "Error: who asks and whom they look for")
_CLOSE: tuple[type[Node], ...] = (Project, *UNITS)
"""Contexts in which people know each other; an event or a question alone makes no close step."""
_FRESH = 0.25
"""What is left of a link after four years; an older one makes no close step (a choice)."""
_SHOWN = 3
_BEST = 3
"""Partners that a theme stands for (docs/methods/partner-search.md#candidates)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One way to one target."""

    rank: Annotated[int, Field(description="Number of the way, the warmest first.")]
    target_id: Annotated[str, Field(description="Id of whom the way leads to.")]
    target_name: Annotated[str, Field(description="Their name.")]
    brokers: Annotated[tuple[str, ...], Field(description="Ids of the people between, in order.")]
    likelihood: Annotated[float, Field(description="Product of the strengths of the steps; no probability.")]
    likelihood_words: Annotated[
        Message, Field(title="Likelihood in words", description="Likely, possible, or long shot.")
    ]
    steps: Annotated[tuple[Message, ...], Field(description="Who knows whom through what.")]
    records: Annotated[tuple[str, ...], Field(description="Ids of the links behind the steps.")]


def compute(
    snapshot: Snapshot,
    *,
    seeker: Annotated[
        str,
        Ref(Person, Group, Affiliate),
        Field(title="Who is looking", description="Who would like to be introduced."),
    ],
    target: Annotated[
        str | None, Ref(Partner, Affiliate, Group, Person), Field(description="To whom; or give a theme.")
    ] = None,
    theme: Annotated[
        str | None, Ref(Theme), Field(description="To the three partners that fit best on this theme.")
    ] = None,
    k: Annotated[int, Field(title="How many", ge=1, le=3, description="How many ways to each.")] = 3,
    as_of: AsOf = None,
) -> Result[Row]:
    """Return the warmest ways, each alternative beginning with another broker."""
    if (target is None) == (theme is None):
        raise BadParameter(NEEDS_ONE(), GIVE_ONE())
    if target == seeker:
        raise BadParameter(SAME(), CHOOSE_TWO())
    if target is not None:
        return to_targets(snapshot, snapshot.index(seeker), [snapshot.index(target)], k, as_of)
    partners = partners_for.compute(snapshot, seeker=seeker, theme=theme, as_of=as_of)
    best = [row.id for row in partners.rows if row.rank is not None][:_BEST]
    if not best:
        return Result(summary=partners.summary)
    return to_targets(snapshot, snapshot.index(seeker), [snapshot.index(id_) for id_ in best], k, as_of)


def to_targets(snapshot: Snapshot, seeker: int, targets: list[int], k: int, as_of: str | None = None) -> Result[Row]:
    """Return the ways to several targets; one who is asked often already is spared."""
    asked: Counter[int] = Counter()
    rows: list[Row] = []
    summary: list[Message] = []
    for target in targets:
        search = _Search(snapshot, seeker, target, as_of)
        sentence = search.reason()
        ways = [] if sentence else list(search.ways(k, asked))
        rows += [search.row(len(rows) + 1 + number, way) for number, way in enumerate(ways)]
        summary += [sentence] if sentence else search.sentences(ways)
    return Result(
        rows=tuple(rows), summary=(*summary, CAUTION()) if any(row.brokers for row in rows) else tuple(summary)
    )


class _Search:
    """The search for ways from one seeker to one target."""

    def __init__(self, snapshot: Snapshot, seeker: int, target: int, as_of: str | None) -> None:
        self.snapshot, self.seeker, self.target, self.as_of = snapshot, seeker, target, as_of
        self.graph = people_graph(snapshot, as_of)
        self.ages = LinkAges(snapshot, as_of)
        self.holdings: Holdings | None = None
        self.rows: dict[int, int] = {}
        self.inside: list[int] = []
        self.is_unit = snapshot.type_of(seeker) is not Person
        self.starts = self._members(seeker) if self.is_unit else [seeker]
        self.closed = set(snapshot.opted_out) - set(self.starts)
        if snapshot.type_of(target) is Person:
            self.last = self.graph.of(target)
            self.closed.add(target)
        else:
            self.last = self._holders()
        # Nobody introduces a person who may be they themselves under another name.
        self.closed |= open_twins(snapshot, target) | open_twins(snapshot, seeker)
        self.hidden = any(person in snapshot.opted_out for person in self.last)
        self.last = {
            person: strength for person, strength in self.last.items() if person not in self.closed and strength > 0
        }

    def _holders(self) -> dict[int, float]:
        kind: AssetKind = self.snapshot.type_of(self.target).TYPE  # pyright: ignore[reportAssignmentType] - a node type
        self.holdings = find_holdings(self.snapshot, assets=kind, as_of=self.as_of)
        asset = self.holdings.left.tolist().index(self.target)
        self.rows = {int(self.holdings.person[row]): row for row in self.holdings.held_pairs(asset)}
        self.inside = self.holdings.inside(asset)
        return {person: 1 - exp(-float(self.holdings.strength[row])) for person, row in self.rows.items()}

    def reason(self) -> Message | None:
        """Say why no way is looked for, if that is so."""
        if self.target in self.snapshot.opted_out:
            return NOT_ASKED()
        left = next((node for node in (self.seeker, self.target) if self.ages.left[node]), None)
        if left is not None:
            return LEFT(self._name(left), Day(str(self._until(left))))
        if self.target in self.starts:
            return MEMBER(self._name(self.target), self._name(self.seeker))
        if not self.starts:
            return NO_MEMBERS(self._name(self.seeker))
        if self.holdings is not None and not self.last:
            return self._nobody_outside()
        return None

    def _nobody_outside(self) -> Message:
        if self.hidden:
            return HIDDEN_HOLDER(self._name(self.target))
        if self.rows:
            # Every other holder is left out since they may be who asks.
            return TWIN_HOLDER(self._name(min(self.rows)), self._name(self.target), self._name(self.seeker))
        former = self._former()
        if former:
            return former
        if self.inside:
            names = cut([self._name(person) for person in self.inside], EIGHT)
            return ONLY_INSIDE(len(self.inside), self._name(self.target), names)
        return NO_HOLDER(self._name(self.target))

    def _until(self, person: int) -> str | None:
        record = self.snapshot.node(person)
        return record.until if isinstance(record, Person) else None

    def _former(self) -> Message | None:
        """Say who was the contact last, if nobody is any more."""
        holdings = self.holdings
        assert holdings is not None
        rows = holdings.pairs(holdings.left.tolist().index(self.target))
        until = [(holdings.former_until(row), -int(holdings.person[row])) for row in rows]
        dated = [(date, person) for date, person in until if date and -person not in self.closed]
        if not dated:
            return None
        date, person = max(dated)
        return FORMER_HOLDER(self._name(self.target), self._name(-person), Day(date))

    def ways(self, k: int, asked: Counter[int]) -> Iterator[WarmPath]:
        """Give up to k ways; after each its first broker is left out."""
        closed = set(self.closed)
        for _ in range(k):
            last = {person: strength for person, strength in self.last.items() if person not in closed}
            way = warm_path(self.graph, self.starts, last, closed=closed, load=asked)
            if way is None:
                return
            yield way
            if not way.brokers:
                return
            asked.update(way.brokers)
            closed.add(way.brokers[0])

    def row(self, rank: int, way: WarmPath) -> Row:
        """Return a way with its evidence."""
        steps: list[Message] = []
        links: list[int] = []
        for one, other in pairwise((*way.people, self.target)):
            through, behind = self._evidence(one, other)
            steps.append(STEP(self._name(one), self._name(other), through[:_SHOWN]))
            links += behind
        return Row(
            rank=rank,
            target_id=self.snapshot.ids[self.target],
            target_name=self.snapshot.names[self.target],
            brokers=tuple(self.snapshot.ids[person] for person in way.brokers),
            likelihood=way.likelihood,
            likelihood_words=self.in_words(way),
            steps=tuple(steps),
            records=tuple(dict.fromkeys(map(self.snapshot.link_id, links))),
        )

    def _evidence(self, one: int, other: int) -> tuple[list[Name | Message], list[int]]:
        """Return through what somebody knows the next one, and the links that say so."""
        if other == self.target and self.holdings is not None:
            row = self.rows[one]
            context = self.holdings.context(row)
            return [CONTACT() if context is None else self._name(context)], list(self.holdings.links(row))
        shared = shared_by(self.snapshot, self.ages, one, other)
        through = [WORK() if context is None else self._name(context) for _, context, _ in shared]
        return through, [number for _, _, numbers in shared for number in numbers]

    def in_words(self, way: WarmPath) -> Message:
        """Return how likely a way is: the kind of its steps decides."""
        loose = sum(not self._is_close(*step) for step in pairwise((*way.people, self.target)))
        if not loose and len(way.brokers) <= 1:
            return LIKELY()
        return POSSIBLE() if loose + max(0, len(way.brokers) - 1) <= 1 else LONG_SHOT()

    def _is_close(self, one: int, other: int) -> bool:
        """Say whether two know each other from work, a small group or a direct contact, not long ago."""
        decay = self.ages.decay
        if other == self.target and self.holdings is not None:
            row = self.rows[one]
            found = [(self.holdings.context(row), self.holdings.links(row))]
        else:
            found = [(context, links) for _, context, links in shared_by(self.snapshot, self.ages, one, other)]
        return any(
            (context is None or self.snapshot.type_of(context) in _CLOSE)
            and min((float(decay[link]) for link in links), default=1.0) >= _FRESH
            for context, links in found
        )

    def sentences(self, ways: list[WarmPath]) -> list[Message]:
        """Say what was found."""
        seeker, target = self._name(self.seeker), self._name(self.target)
        if not ways:
            return [NO_WAY(seeker, target)]
        best = ways[0]
        if not best.brokers:
            start = self._name(best.people[0])
            return [KNOWN_INSIDE(start, seeker, target) if self.is_unit else KNOWN(seeker, target)]
        found = WARMEST(seeker, target, [self._name(person) for person in best.brokers], self.in_words(best))
        return [found, OTHERS(len(ways) - 1)] if len(ways) > 1 else [found]

    def _name(self, node: int) -> Name:
        return Name(self.snapshot.ids[node], self.snapshot.names[node])

    def _members(self, unit: int) -> list[int]:
        """Return the members of a unit who may be asked."""
        members = strong_members(self.snapshot, self.ages, MIN_STRENGTH)
        return [node for node in members.node[members.context == unit].tolist() if node not in self.snapshot.opted_out]


CYPHER = None
QUERY = Query(
    name="introductions",
    title=Text("introductions-title", "Introductions", "Title of the query"),
    compute=compute,
    row=Row,
)
