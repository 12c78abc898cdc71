# SPDX-License-Identifier: GPL-3.0-or-later
"""What entries there are: the node classes, and the base of every record.

The classes are the single source of field names, types, limits, words,
shapes and colours; tables, stores, forms and documentation derive from them.
Link classes are in `graph/schema/links.py`.
"""

from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter

from graph.schema.dates import PartialDate
from graph.schema.merging import Merging

SCHEMA_VERSION = 2
"""Raise it when a store of the last version can no longer be read as it is."""

COUNTRY_FORM, LANGUAGE_FORM = r"^[A-Z]{2}$", r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
Country = Annotated[str, Field(pattern=COUNTRY_FORM, description="ISO 3166-1 alpha-2 code of the country.")]
Language = Annotated[str, Field(pattern=LANGUAGE_FORM, description="BCP 47 language tag.")]
Wikidata = Annotated[str, Field(pattern=r"^Q[1-9]\d*$", description="Wikidata item, such as Q42.")]


def _check_url(text: str) -> str:
    if not text.lower().startswith(("http://", "https://")):
        message = "expected an address that starts with http:// or https://"
        raise ValueError(message)
    return text


Url = Annotated[str, AfterValidator(_check_url), Field(max_length=2000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A node or a link: what one source says, or what all of them say.

    A loader leaves `sources` empty; in the merged graph it holds the sorted
    ids of the sources behind the record.
    """

    TYPE: ClassVar[str] = ""
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True
    )
    sources: Annotated[tuple[str, ...], Field(description="Sources that say so; filled in by the store.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node(Record):
    """An entry in the network; every node class adds its own fields."""

    LABEL: ClassVar[str] = ""
    PLURAL: ClassVar[str] = ""
    SHAPE: ClassVar[str] = ""
    COLOUR: ClassVar[str] = ""

    id: Annotated[str, Field(min_length=3, max_length=500, description="Id, prefixed with the class.")]
    name: Annotated[str, Field(min_length=1, max_length=2000, description="What it is called.")]
    aliases: Annotated[tuple[str, ...], Merging.UNION, Field(description="Other names of it.")] = ()
    description: Annotated[str | None, Field(description="What it is, in a sentence or two.")] = None
    url: Annotated[Url | None, Field(description="Address of a page about it.")] = None
    wikidata: Annotated[Wikidata | None, Field(description="Wikidata item, such as Q42.")] = None
    merged_ids: Annotated[tuple[str, ...], Field(description="Ids joined with this one; filled in by the store.")] = ()


class GroupKind(StrEnum):
    """What brings the people of a group together."""

    WORKSHOP_TABLE = "workshop table"
    TEAM = "team"
    COMMITTEE = "committee"
    WORKING_GROUP = "working group"
    OTHER = "other"


class AffiliateKind(StrEnum):
    """What a partner within the movement is."""

    CHAPTER = "chapter"
    USER_GROUP = "user group"
    THEMATIC_ORGANISATION = "thematic organisation"
    FOUNDATION = "foundation"
    COMMITTEE = "committee"
    COMMUNITY = "community"


class PartnerKind(StrEnum):
    """What a partner outside the movement is."""

    GALLERY = "gallery"
    LIBRARY = "library"
    ARCHIVE = "archive"
    MUSEUM = "museum"
    SCHOOL = "school"
    UNIVERSITY = "university"
    NGO = "NGO"
    GOVERNMENT = "government"
    PUBLIC_INSTITUTION = "public institution"
    MEDIA = "media"
    COMPANY = "company"
    OTHER = "other"


class ProjectKind(StrEnum):
    """What form the work done together has."""

    PROJECT = "project"
    PROGRAMME = "programme"
    GRANT = "grant"
    CAMPAIGN = "campaign"


class EventKind(StrEnum):
    """What people met for."""

    CONFERENCE = "conference"
    WORKSHOP = "workshop"
    MEET_UP = "meet-up"
    EDIT_A_THON = "edit-a-thon"


class QuestionKind(StrEnum):
    """What a question is for."""

    OPEN = "open question"
    POLL = "poll"


class IdeaKind(StrEnum):
    """What somebody says who asks nothing."""

    RECOMMENDATION = "recommendation"
    ANSWER = "answer"
    BARRIER = "barrier"
    OBSERVATION = "observation"


# Families of colours; at least 3:1 on white and on #101418 (docs/web.md#shapes-and-colours).
_PEOPLE, _ORGANISATIONS, _ACTIVITY, _IDEAS = "#0072B2", "#D55E00", "#009E73", "#CC79A7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Node):
    """A human being."""

    TYPE: ClassVar[str] = "Person"
    LABEL: ClassVar[str] = "person"
    PLURAL: ClassVar[str] = "people"
    SHAPE: ClassVar[str] = "dot"
    COLOUR: ClassVar[str] = _PEOPLE

    username: Annotated[str | None, Field(max_length=255, description="Wikimedia account name.")] = None
    affiliation: Annotated[str | None, Field(description="Free text, where it is no organisation of its own.")] = None
    country: Annotated[Country | None, Field(description="Country, as an ISO 3166-1 alpha-2 code.")] = None
    languages: Annotated[tuple[Language, ...], Merging.UNION, Field(description="Languages, as BCP 47 tags.")] = ()
    involved_since: Annotated[
        PartialDate | None, Merging.EARLIEST, Field(description="Since when part of the movement.")
    ] = None
    until: Annotated[PartialDate | None, Merging.LATEST, Field(description="When they left the movement.")] = None
    open_to_partners: Annotated[bool | None, Field(description="Would like to work with more partners.")] = None
    opted_out: Annotated[bool | None, Merging.ANY, Field(description="Asked not to be named or suggested.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Node):
    """A table at a workshop, a team, a committee or a working group."""

    TYPE: ClassVar[str] = "Group"
    LABEL: ClassVar[str] = "group"
    PLURAL: ClassVar[str] = "groups"
    SHAPE: ClassVar[str] = "hexagon"
    COLOUR: ClassVar[str] = _PEOPLE

    kind: Annotated[GroupKind | None, Field(description="What kind of group.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliate(Node):
    """A partner within the movement."""

    TYPE: ClassVar[str] = "Affiliate"
    LABEL: ClassVar[str] = "affiliate"
    PLURAL: ClassVar[str] = "affiliates"
    SHAPE: ClassVar[str] = "square"
    COLOUR: ClassVar[str] = _ORGANISATIONS

    kind: Annotated[AffiliateKind | None, Field(description="What kind of affiliate.")] = None
    country: Annotated[Country | None, Field(description="Country, as an ISO 3166-1 alpha-2 code.")] = None
    region: Annotated[str | None, Field(description="Region of the world, such as West Africa.")] = None
    languages: Annotated[tuple[Language, ...], Merging.UNION, Field(description="Languages, as BCP 47 tags.")] = ()
    founded: Annotated[PartialDate | None, Merging.EARLIEST, Field(description="When it was founded.")] = None
    status: Annotated[str | None, Field(description="Such as active, dormant, closed.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner(Node):
    """A partner outside the movement."""

    TYPE: ClassVar[str] = "Partner"
    LABEL: ClassVar[str] = "partner"
    PLURAL: ClassVar[str] = "partners"
    SHAPE: ClassVar[str] = "diamond"
    COLOUR: ClassVar[str] = _ORGANISATIONS

    kind: Annotated[PartnerKind | None, Field(description="What kind of organisation.")] = None
    country: Annotated[Country | None, Field(description="Country, as an ISO 3166-1 alpha-2 code.")] = None
    region: Annotated[str | None, Field(description="Region of the world, such as West Africa.")] = None
    languages: Annotated[tuple[Language, ...], Merging.UNION, Field(description="Languages, as BCP 47 tags.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Node):
    """Work done together."""

    TYPE: ClassVar[str] = "Project"
    LABEL: ClassVar[str] = "project"
    PLURAL: ClassVar[str] = "projects"
    SHAPE: ClassVar[str] = "triangle"
    COLOUR: ClassVar[str] = _ACTIVITY

    kind: Annotated[ProjectKind | None, Field(description="What form the work has.")] = None
    start: Annotated[PartialDate | None, Merging.EARLIEST, Field(description="First day.")] = None
    end: Annotated[PartialDate | None, Merging.LATEST, Field(description="Last day.")] = None
    status: Annotated[str | None, Field(description="Such as planned, running, finished.")] = None
    country: Annotated[Country | None, Field(description="Country, as an ISO 3166-1 alpha-2 code.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Node):
    """An occasion at which people met."""

    TYPE: ClassVar[str] = "Event"
    LABEL: ClassVar[str] = "event"
    PLURAL: ClassVar[str] = "events"
    SHAPE: ClassVar[str] = "triangleDown"
    COLOUR: ClassVar[str] = _ACTIVITY

    kind: Annotated[EventKind | None, Field(description="What kind of meeting.")] = None
    start: Annotated[PartialDate | None, Merging.EARLIEST, Field(description="First day.")] = None
    end: Annotated[PartialDate | None, Merging.LATEST, Field(description="Last day.")] = None
    country: Annotated[Country | None, Field(description="Country, as an ISO 3166-1 alpha-2 code.")] = None
    place: Annotated[str | None, Field(description="Town or venue.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Node):
    """Something that people want answered; its text is the name."""

    TYPE: ClassVar[str] = "Question"
    LABEL: ClassVar[str] = "question"
    PLURAL: ClassVar[str] = "questions"
    SHAPE: ClassVar[str] = "star"
    COLOUR: ClassVar[str] = _IDEAS

    kind: Annotated[
        QuestionKind | None, Field(description="An open question, or a poll: everybody in a room raises a hand or not.")
    ] = None
    counted: Annotated[int | None, Field(ge=0, description="How many said yes to a poll; empty if nobody counted.")] = (
        None
    )
    language: Annotated[Language | None, Field(description="Language of the text.")] = None
    original: Annotated[str | None, Field(description="The text as first asked, in another language.")] = None
    original_language: Annotated[Language | None, Field(description="Language of the original.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea(Node):
    """What somebody recommends, answers or remarks; its text is the name."""

    TYPE: ClassVar[str] = "Idea"
    LABEL: ClassVar[str] = "idea"
    PLURAL: ClassVar[str] = "ideas"
    SHAPE: ClassVar[str] = "hexagon"
    COLOUR: ClassVar[str] = _IDEAS

    kind: Annotated[IdeaKind | None, Field(description="A recommendation, answer, barrier or observation.")] = None
    language: Annotated[Language | None, Field(description="Language of the text.")] = None
    original: Annotated[str | None, Field(description="The text as first said, in another language.")] = None
    original_language: Annotated[Language | None, Field(description="Language of the original.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Node):
    """What something is about; it may be part of a broader theme."""

    TYPE: ClassVar[str] = "Theme"
    LABEL: ClassVar[str] = "theme"
    PLURAL: ClassVar[str] = "themes"
    SHAPE: ClassVar[str] = "box"
    COLOUR: ClassVar[str] = _IDEAS

    labels: Annotated[dict[Language, str], Field(description="Name by language.")] = field(default_factory=dict)


NODE_CLASSES: tuple[type[Node], ...] = (Person, Group, Affiliate, Partner, Project, Event, Question, Idea, Theme)
NODE_BY_PREFIX: dict[str, type[Node]] = {cls.TYPE.lower(): cls for cls in NODE_CLASSES}
UNITS: tuple[type[Node], ...] = (Group, Affiliate)
"""Units: what people are members of (docs/methods/README.md#words)."""


WITHOUT_NAME = ("country", "languages", "opted_out", "open_to_partners", "involved_since", "until")
"""Fields of a person that do not tell who they are."""


def unnamed(person: Node, **shown: Any) -> Person:  # noqa: ANN401 - fields of Person
    """Return a person of whom nothing is left but what does not tell who they are, and what is to be shown instead."""
    return Person(**{name: getattr(person, name) for name in WITHOUT_NAME}, **shown)


def prefix_of(cls: type[Node]) -> str:
    """Return the prefix of a class's ids."""
    return cls.TYPE.lower()


def class_of(id_: str) -> type[Node] | None:
    """Return the node class that an id belongs to, None if to none."""
    return NODE_BY_PREFIX.get(id_.partition(":")[0])


@cache
def own_fields(cls: type[Record]) -> tuple[str, ...]:
    """Return the names of the fields that a source may fill in."""
    return tuple(found.name for found in fields(cls) if found.name not in {"sources", "merged_ids"})


@cache
def adapter(cls: type[Record]) -> TypeAdapter[Record]:
    """Return the validator of a class: it coerces and reports all that is wrong."""
    return TypeAdapter(cls)
