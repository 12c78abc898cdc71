# SPDX-License-Identifier: GPL-3.0-or-later
"""Records in one word each, so that a test reads as its data.

An id without its prefix gets that of the class that usually stands there:
`contact_of("ada", "museum")` runs from `person:ada` to `partner:museum`.
"""

from collections.abc import Iterable
from typing import Any

from graph.schema.links import (
    About,
    Answers,
    Asked,
    Attended,
    ContactOf,
    Funded,
    InterestedIn,
    Link,
    MemberOf,
    PartnerOf,
    PartOf,
    Proposed,
    SameAs,
    SoughtFundingWith,
    Stance,
    WorkedOn,
    WorkedWith,
    oriented,
)
from graph.schema.nodes import (
    Affiliate,
    Event,
    Group,
    Idea,
    Node,
    Partner,
    Person,
    Project,
    Question,
    Record,
    Theme,
    class_of,
    prefix_of,
)
from graph.schema.packed import pack
from graph.schema.source import Source
from graph.snapshot.snapshot import Snapshot

_Ends = tuple[type[Node], type[Node]]


class _NodeBuilder:
    def __init__(self, cls: type[Node]) -> None:
        self.cls = cls

    def __call__(self, key: str, **fields: Any) -> Node:
        return self.cls(id=_id(self.cls, key), name=fields.pop("name", key.capitalize()), **fields)


class _LinkBuilder:
    def __init__(self, cls: type[Link], ends: _Ends, **defaults: Any) -> None:
        self.cls, self.ends, self.defaults = cls, ends, defaults

    def __call__(self, source: str, target: str, **fields: Any) -> Link:
        ends = oriented(self.cls, _id(self.ends[0], source), _id(self.ends[1], target))
        return self.cls(source=ends[0], target=ends[1], **{**self.defaults, **fields})


def _id(cls: type[Node], key: str) -> str:
    return key if class_of(key) else f"{prefix_of(cls)}:{key}"


person, group, affiliate = _NodeBuilder(Person), _NodeBuilder(Group), _NodeBuilder(Affiliate)
partner, project, event = _NodeBuilder(Partner), _NodeBuilder(Project), _NodeBuilder(Event)
question, idea, theme = _NodeBuilder(Question), _NodeBuilder(Idea), _NodeBuilder(Theme)

member_of = _LinkBuilder(MemberOf, (Person, Affiliate))
contact_of = _LinkBuilder(ContactOf, (Person, Partner))
worked_on = _LinkBuilder(WorkedOn, (Person, Project))
attended = _LinkBuilder(Attended, (Person, Event))
partner_of = _LinkBuilder(PartnerOf, (Affiliate, Partner))
funded = _LinkBuilder(Funded, (Partner, Project))
sought_funding_with = _LinkBuilder(SoughtFundingWith, (Person, Partner))
worked_with = _LinkBuilder(WorkedWith, (Person, Person))
asked = _LinkBuilder(Asked, (Person, Question))
proposed = _LinkBuilder(Proposed, (Person, Idea))
answers = _LinkBuilder(Answers, (Idea, Question))
about = _LinkBuilder(About, (Question, Theme))
interested_in = _LinkBuilder(InterestedIn, (Person, Theme))
offers = _LinkBuilder(InterestedIn, (Person, Theme), stance=Stance.OFFERS)
wants = _LinkBuilder(InterestedIn, (Person, Theme), stance=Stance.WANTS)
part_of = _LinkBuilder(PartOf, (Group, Event))
same_as = _LinkBuilder(SameAs, (Person, Person))


def snapshot_of(records: Iterable[Record], as_of: str | None = None) -> Snapshot:
    """Return the snapshot of these records; an end that is not among them is made up."""
    given = {pack(record).id: record for record in records}
    for record in list(given.values()):
        if isinstance(record, Link):
            for id_ in (record.source, record.target):
                cls = class_of(id_)
                assert cls is not None
                given.setdefault(id_, _NodeBuilder(cls)(id_, name=id_.partition(":")[2].capitalize()))
    return Snapshot.of(map(pack, given.values()), sources=(Source(id="test", as_of=as_of),), revision="test")
