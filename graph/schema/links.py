# SPDX-License-Identifier: GPL-3.0-or-later
"""How entries are linked: the link classes, with words in both directions."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from graph.schema import ids
from graph.schema.dates import PartialDate
from graph.schema.merging import Merging
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
)

if TYPE_CHECKING:
    from collections.abc import Iterable


class End:
    """The classes that may stand at one end of a link."""

    def __init__(self, *classes: type[Node]) -> None:
        """Take the classes in the order in which words name them."""
        self.classes = classes

    def check(self, id_: str) -> str:
        """Return the id if it belongs to one of the classes, else ValueError."""
        if class_of(id_) not in self.classes:
            words = " or ".join(cls.LABEL for cls in self.classes)
            message = f"expected the id of a {words}"
            raise ValueError(message)
        return id_

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's signature
        """Make the check part of validating a record."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))


class Stance(StrEnum):
    """How somebody stands to a theme."""

    INTEREST = "interest"
    OFFERS = "offers"
    WANTS = "wants"


class Decision(StrEnum):
    """What a person decided about two nodes that may be one."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Record):
    """A typed relation between two nodes.

    A link is the same link if type, ends and the fields named in `KEY` are.
    """

    FORWARD: ClassVar[str] = ""
    BACKWARD: ClassVar[str] = ""
    KEY: ClassVar[tuple[str, ...]] = ()
    SYMMETRIC: ClassVar[bool] = False
    ENDS: ClassVar[tuple[End, End]]

    source: Annotated[str, Field(description="Id of the node where the link starts.")]
    target: Annotated[str, Field(description="Id of the node where the link ends.")]
    since: Annotated[PartialDate | None, Merging.EARLIEST, Field(description="First day.")] = None
    until: Annotated[PartialDate | None, Merging.LATEST, Field(description="Last day.")] = None
    strength: Annotated[
        float | None,
        Merging.LARGEST,
        Field(ge=0, allow_inf_nan=False, description="How strong the link is: 1 (weak) to 5 (strong), or how often."),
    ] = None
    note: Annotated[str | None, Field(description="A remark in free text.")] = None

    @property
    def id(self) -> str:
        """The link's key; equal for both directions of a symmetric link."""
        return link_id(self, *oriented(type(self), self.source, self.target))


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberOf(Link):
    """(:Person)-[:MEMBER_OF]->(:Group|Affiliate|Partner)."""

    TYPE: ClassVar[str] = "MEMBER_OF"
    FORWARD: ClassVar[str] = "is a member of"
    BACKWARD: ClassVar[str] = "has member"
    KEY: ClassVar[tuple[str, ...]] = ("role",)
    ENDS: ClassVar[tuple[End, End]] = (End(Person), End(Group, Affiliate, Partner))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]
    role: Annotated[str | None, Field(description="Such as board, staff, volunteer.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactOf(Link):
    """(:Person)-[:CONTACT_OF]->(:Partner|Affiliate): knows them, holds the link."""

    TYPE: ClassVar[str] = "CONTACT_OF"
    FORWARD: ClassVar[str] = "is a contact for"
    BACKWARD: ClassVar[str] = "has as contact"
    ENDS: ClassVar[tuple[End, End]] = (End(Person), End(Partner, Affiliate))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]
    role: Annotated[str | None, Merging.UNION, Field(description="In what role they keep the contact.")] = None
    last_contact: Annotated[PartialDate | None, Merging.LATEST, Field(description="When they were last in touch.")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOn(Link):
    """(:Person|Group|Affiliate|Partner)-[:WORKED_ON]->(:Project)."""

    TYPE: ClassVar[str] = "WORKED_ON"
    FORWARD: ClassVar[str] = "worked on"
    BACKWARD: ClassVar[str] = "was the work of"
    KEY: ClassVar[tuple[str, ...]] = ("role",)
    ENDS: ClassVar[tuple[End, End]] = (End(Person, Group, Affiliate, Partner), End(Project))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]
    role: Annotated[str | None, Field(description="Such as lead, volunteer, mentor.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended(Link):
    """(:Person|Affiliate|Partner)-[:ATTENDED]->(:Event)."""

    TYPE: ClassVar[str] = "ATTENDED"
    FORWARD: ClassVar[str] = "attended"
    BACKWARD: ClassVar[str] = "was attended by"
    KEY: ClassVar[tuple[str, ...]] = ("role",)
    ENDS: ClassVar[tuple[End, End]] = (End(Person, Affiliate, Partner), End(Event))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]
    role: Annotated[str | None, Field(description="Such as speaker, participant, host.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerOf(Link):
    """(:Affiliate|Group|Partner)-[:PARTNER_OF]-(:Affiliate|Partner)."""

    TYPE: ClassVar[str] = "PARTNER_OF"
    FORWARD: ClassVar[str] = "is a partner of"
    BACKWARD: ClassVar[str] = "is a partner of"
    KEY: ClassVar[tuple[str, ...]] = ("kind",)
    SYMMETRIC: ClassVar[bool] = True
    ENDS: ClassVar[tuple[End, End]] = (End(Affiliate, Group, Partner), End(Affiliate, Partner))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]
    kind: Annotated[str | None, Field(description="What kind of partnership.")] = None
    status: Annotated[str | None, Field(description="Such as agreed, running, ended.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funded(Link):
    """(:Partner|Affiliate)-[:FUNDED]->(:Project)."""

    TYPE: ClassVar[str] = "FUNDED"
    FORWARD: ClassVar[str] = "funded"
    BACKWARD: ClassVar[str] = "was funded by"
    ENDS: ClassVar[tuple[End, End]] = (End(Partner, Affiliate), End(Project))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]
    amount: Annotated[float | None, Field(ge=0, allow_inf_nan=False, description="Sum of money.")] = None
    currency: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoughtFundingWith(Link):
    """(:Person|Affiliate)-[:SOUGHT_FUNDING_WITH]->(:Partner|Affiliate)."""

    TYPE: ClassVar[str] = "SOUGHT_FUNDING_WITH"
    FORWARD: ClassVar[str] = "sought funding with"
    BACKWARD: ClassVar[str] = "sought funding together with"
    ENDS: ClassVar[tuple[End, End]] = (End(Person, Affiliate), End(Partner, Affiliate))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]
    outcome: Annotated[str | None, Field(description="Such as granted, refused, open.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedWith(Link):
    """(:Person)-[:WORKED_WITH]-(:Person), (:Person)-[:WORKED_WITH]->(:Affiliate|Partner)."""

    TYPE: ClassVar[str] = "WORKED_WITH"
    FORWARD: ClassVar[str] = "worked with"
    BACKWARD: ClassVar[str] = "worked with"
    SYMMETRIC: ClassVar[bool] = True
    ENDS: ClassVar[tuple[End, End]] = (End(Person), End(Person, Affiliate, Partner))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]
    on: Annotated[str | None, Field(description="What they worked on.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Link):
    """(:Person|Group|Event)-[:ASKED]->(:Question); an event asks everybody who is in the room."""

    TYPE: ClassVar[str] = "ASKED"
    FORWARD: ClassVar[str] = "asked"
    BACKWARD: ClassVar[str] = "was asked by"
    ENDS: ClassVar[tuple[End, End]] = (End(Person, Group, Event), End(Question))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed(Link):
    """(:Person|Group|Event)-[:PROPOSED]->(:Idea); an event where nobody wrote down who."""

    TYPE: ClassVar[str] = "PROPOSED"
    FORWARD: ClassVar[str] = "proposed"
    BACKWARD: ClassVar[str] = "was proposed by"
    ENDS: ClassVar[tuple[End, End]] = (End(Person, Group, Event), End(Idea))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers(Link):
    """(:Idea)-[:ANSWERS]->(:Question)."""

    TYPE: ClassVar[str] = "ANSWERS"
    FORWARD: ClassVar[str] = "answers"
    BACKWARD: ClassVar[str] = "is answered by"
    ENDS: ClassVar[tuple[End, End]] = (End(Idea), End(Question))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]


@dataclass(frozen=True, slots=True, kw_only=True)
class About(Link):
    """(:Question|Idea|Project|Event|Partner|Affiliate|Group)-[:ABOUT]->(:Theme)."""

    TYPE: ClassVar[str] = "ABOUT"
    FORWARD: ClassVar[str] = "is about"
    BACKWARD: ClassVar[str] = "is the theme of"
    ENDS: ClassVar[tuple[End, End]] = (End(Question, Idea, Project, Event, Partner, Affiliate, Group), End(Theme))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]
    confirmed: Annotated[bool | None, Field(description="Somebody checked a suggestion.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestedIn(Link):
    """(:Person|Group|Affiliate|Partner)-[:INTERESTED_IN]->(:Theme)."""

    TYPE: ClassVar[str] = "INTERESTED_IN"
    FORWARD: ClassVar[str] = "is interested in"
    BACKWARD: ClassVar[str] = "interests"
    KEY: ClassVar[tuple[str, ...]] = ("stance",)
    ENDS: ClassVar[tuple[End, End]] = (End(Person, Group, Affiliate, Partner), End(Theme))

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]
    stance: Annotated[Stance, Field(description="Interest, offers or wants.")] = Stance.INTEREST


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOf(Link):
    """Group -> Event, Affiliate, Group; and a project, event, theme or affiliate -> another."""

    TYPE: ClassVar[str] = "PART_OF"
    FORWARD: ClassVar[str] = "is part of"
    BACKWARD: ClassVar[str] = "has part"
    ENDS: ClassVar[tuple[End, End]] = (
        End(Group, Affiliate, Project, Event, Theme),
        End(Event, Affiliate, Group, Project, Theme),
    )
    PAIRS: ClassVar[frozenset[tuple[type[Node], type[Node]]]] = frozenset(
        {(Group, Event), (Group, Affiliate)} | {(cls, cls) for cls in (Group, Affiliate, Project, Event, Theme)}
    )

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs(Link):
    """A person's decision whether two nodes of one class are the same entry."""

    TYPE: ClassVar[str] = "SAME_AS"
    FORWARD: ClassVar[str] = "may be the same as"
    BACKWARD: ClassVar[str] = "may be the same as"
    SYMMETRIC: ClassVar[bool] = True
    ENDS: ClassVar[tuple[End, End]] = (
        End(Person, Group, Affiliate, Partner, Project, Event, Question, Idea, Theme),
        End(Person, Group, Affiliate, Partner, Project, Event, Question, Idea, Theme),
    )

    source: Annotated[str, ENDS[0]]
    target: Annotated[str, ENDS[1]]
    decision: Annotated[Decision, Field(description="Same, different or unsure.")]
    by: Annotated[str | None, Field(description="Who decided.")] = None
    date: Annotated[PartialDate | None, Field(description="When it was decided.")] = None


LINK_CLASSES: tuple[type[Link], ...] = (
    MemberOf,
    ContactOf,
    WorkedOn,
    Attended,
    PartnerOf,
    Funded,
    SoughtFundingWith,
    WorkedWith,
    Asked,
    Proposed,
    Answers,
    About,
    InterestedIn,
    PartOf,
    SameAs,
)
LINK_BY_TYPE: dict[str, type[Link]] = {cls.TYPE: cls for cls in LINK_CLASSES}
NOT_COLLABORATION: tuple[type[Link], ...] = (Asked, Proposed, Answers, About, InterestedIn, SameAs)
"""Link classes that do not say that two entries worked together (docs/methods/exploring.md)."""


def may_link(cls: type[Link], source: type[Node] | None, target: type[Node] | None) -> bool:
    """Say whether a link of this class may run between these two classes."""
    if cls is PartOf:
        return (source, target) in PartOf.PAIRS
    if cls is SameAs:
        return source is target and source is not None
    return source in cls.ENDS[0].classes and target in cls.ENDS[1].classes


def oriented(cls: type[Link], source: str, target: str) -> tuple[str, str]:
    """Return the ends in the one direction in which such a link is kept.

    Where both directions are legal and mean the same, it is from the
    smaller id to the larger; where one is legal, that one.
    """
    if not cls.SYMMETRIC or source <= target:
        if not cls.SYMMETRIC or may_link(cls, class_of(source), class_of(target)):
            return source, target
        return target, source
    return (target, source) if may_link(cls, class_of(target), class_of(source)) else (source, target)


def link_id(link: Link, source: str, target: str) -> str:
    """Return the key that a link has between these (oriented) ends."""
    return ids.link_key(link.TYPE, source, target, tuple(getattr(link, name) for name in link.KEY))


def class_name(link_type: str) -> str:
    """Return the class name of a link type, `MemberOf` for `MEMBER_OF`."""
    return LINK_BY_TYPE[link_type].__name__


def table_name(cls: type[Record]) -> str:
    """Return the name of a class's canonical table, such as `member_of`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()


def link_types(classes: "Iterable[type[Link]]" = LINK_CLASSES) -> tuple[str, ...]:
    """Return the types of link classes, in schema order."""
    return tuple(cls.TYPE for cls in classes)
