# SPDX-License-Identifier: GPL-3.0-or-later
"""What each heading means in which table: a field, or a link to other entries.

The one table behind wide tables, templates and their documentation. The
words are in `loaders/cells/words.toml`.
"""

from dataclasses import dataclass
from functools import cache

from graph.schema.folding import fold
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
    SoughtFundingWith,
    Stance,
    WorkedOn,
    WorkedWith,
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
    own_fields,
)
from loaders.cells.words import FIELDS, LINK_WORDS, NAME_PARTS, TABLES


@dataclass(frozen=True, slots=True)
class LinkColumn:
    """A column whose cells name other entries.

    A name is looked up among `others` in this order; `made` is the class of
    the node made where nothing matches (None: the name is no link, and stays
    in the field of the same heading). `backward`: the other entry is the
    link's source. `fixed` are fields that the heading itself settles.
    """

    words: str
    link: type[Link]
    others: tuple[type[Node], ...]
    made: type[Node] | None
    backward: bool = False
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AboutLink:
    """A column that says more about the links of its row.

    The value goes to the row's links of the first of these classes that the
    row has links of.
    """

    field: str
    links: tuple[type[Link], ...]


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A column that fills a field of the row's node; `part` is a language or a part of a name."""

    field: str
    part: str = ""


Meaning = LinkColumn | AboutLink | FieldColumn

_ORGANISATIONS = (Affiliate, Partner)
_OFFERS = (("stance", Stance.OFFERS.value),)
_HOST = (("role", "host"),)
_WANTS = (("stance", Stance.WANTS.value),)


def _stances(words_of_interest: tuple[str, ...] = ("interested in",)) -> tuple[LinkColumn, ...]:
    interests = tuple(LinkColumn(words, InterestedIn, (Theme,), Theme) for words in words_of_interest)
    return (
        *interests,
        LinkColumn("offers", InterestedIn, (Theme,), Theme, fixed=_OFFERS),
        LinkColumn("wants", InterestedIn, (Theme,), Theme, fixed=_WANTS),
    )


_ABOUT = LinkColumn("themes", About, (Theme,), Theme)
_WORKS_ON = LinkColumn("works on", WorkedOn, (Project,), Project)
_ATTENDED = LinkColumn("attended", Attended, (Event,), Event)
_MEMBERS = LinkColumn("members", MemberOf, (Person,), Person, backward=True)
_CONTACTS = LinkColumn("contacts", ContactOf, (Person,), Person, backward=True)
_PARTNERS = LinkColumn("partners", PartnerOf, _ORGANISATIONS, Partner)
_FUNDS = LinkColumn("funds", Funded, (Project,), Project)
_ORGANISATION = (
    _CONTACTS,
    _MEMBERS,
    _PARTNERS,
    _WORKS_ON,
    _ATTENDED,
    _FUNDS,
    LinkColumn("worked with", WorkedWith, (Person,), Person, backward=True),
    *_stances(),
    _ABOUT,
)

LINK_COLUMNS_OF: dict[type[Node], tuple[LinkColumn, ...]] = {
    Person: (
        LinkColumn("affiliate", MemberOf, (Affiliate,), Affiliate),
        LinkColumn("groups", MemberOf, (Group,), Group),
        LinkColumn("member of", MemberOf, (Affiliate, Group, Partner), Affiliate),
        _WORKS_ON,
        LinkColumn("contact for", ContactOf, _ORGANISATIONS, Partner),
        _ATTENDED,
        LinkColumn("asked", Asked, (Question,), Question),
        LinkColumn("proposed", Proposed, (Idea,), Idea),
        *_stances(("interested in", "themes")),
        LinkColumn("partners", ContactOf, _ORGANISATIONS, Partner),
        LinkColumn("worked with", WorkedWith, (Person, Affiliate, Partner), Person),
        LinkColumn("sought funding with", SoughtFundingWith, _ORGANISATIONS, Partner),
        LinkColumn("affiliation", MemberOf, (Affiliate, Partner, Group), None),
    ),
    Group: (
        _MEMBERS,
        LinkColumn("part of", PartOf, (Affiliate, Event, Group), Event),
        LinkColumn("affiliate", PartOf, (Affiliate,), Affiliate),
        LinkColumn("attended", PartOf, (Event,), Event),
        _WORKS_ON,
        _PARTNERS,
        LinkColumn("asked", Asked, (Question,), Question),
        LinkColumn("proposed", Proposed, (Idea,), Idea),
        *_stances(),
        _ABOUT,
    ),
    Affiliate: (
        *_ORGANISATION,
        LinkColumn("groups", PartOf, (Group,), Group, backward=True),
        LinkColumn("affiliate", PartnerOf, (Affiliate,), Affiliate),
        LinkColumn("part of", PartOf, (Affiliate,), Affiliate),
        LinkColumn("sought funding with", SoughtFundingWith, _ORGANISATIONS, Partner),
    ),
    Partner: (
        *_ORGANISATION,
        LinkColumn("affiliate", PartnerOf, (Affiliate,), Affiliate),
        LinkColumn("sought funding with", SoughtFundingWith, (Person, Affiliate), Affiliate, backward=True),
    ),
    Project: (
        LinkColumn("people", WorkedOn, (Person,), Person, backward=True),
        LinkColumn("lead", WorkedOn, (Person,), Person, backward=True, fixed=(("role", "lead"),)),
        LinkColumn("mentors", WorkedOn, (Person,), Person, backward=True, fixed=(("role", "mentor"),)),
        LinkColumn("groups", WorkedOn, (Group,), Group, backward=True),
        LinkColumn("affiliate", WorkedOn, (Affiliate,), Affiliate, backward=True),
        LinkColumn("partners", WorkedOn, _ORGANISATIONS, Partner, backward=True),
        LinkColumn("funded by", Funded, _ORGANISATIONS, Partner, backward=True),
        LinkColumn("part of", PartOf, (Project,), Project),
        _ABOUT,
    ),
    Event: (
        LinkColumn("people", Attended, (Person,), Person, backward=True),
        LinkColumn("speakers", Attended, (Person,), Person, backward=True, fixed=(("role", "speaker"),)),
        LinkColumn("organised by", Attended, (*_ORGANISATIONS, Person), Affiliate, backward=True, fixed=_HOST),
        LinkColumn("affiliate", Attended, (Affiliate,), Affiliate, backward=True),
        LinkColumn("partners", Attended, _ORGANISATIONS, Partner, backward=True),
        LinkColumn("groups", PartOf, (Group,), Group, backward=True),
        LinkColumn("part of", PartOf, (Event,), Event),
        _ABOUT,
    ),
    Question: (
        LinkColumn("asked by", Asked, (Person, Group), Person, backward=True),
        LinkColumn("groups", Asked, (Group,), Group, backward=True),
        _ABOUT,
    ),
    Idea: (
        LinkColumn("proposed by", Proposed, (Person, Group), Person, backward=True),
        LinkColumn("groups", Proposed, (Group,), Group, backward=True),
        LinkColumn("answers", Answers, (Question,), Question),
        _ABOUT,
    ),
    Theme: (
        LinkColumn("part of", PartOf, (Theme,), Theme),
        LinkColumn("interested in", InterestedIn, (Person, Affiliate, Partner, Group), Person, backward=True),
        LinkColumn("offers", InterestedIn, (Person, Affiliate, Partner, Group), Person, backward=True, fixed=_OFFERS),
        LinkColumn("wants", InterestedIn, (Person, Affiliate, Partner, Group), Person, backward=True, fixed=_WANTS),
    ),
}  # fmt: skip

ABOUT_LINKS = (
    AboutLink("role", (MemberOf, ContactOf, WorkedOn, Attended)),
    AboutLink("last_contact", (ContactOf,)),
    AboutLink("since", (MemberOf, ContactOf, PartnerOf, WorkedOn, SoughtFundingWith)),
    AboutLink("until", (MemberOf, ContactOf, PartnerOf, WorkedOn, SoughtFundingWith)),
    AboutLink("amount", (Funded,)),
    AboutLink("currency", (Funded,)),
    AboutLink("outcome", (SoughtFundingWith,)),
    AboutLink("status", (PartnerOf,)),
    AboutLink("strength", (ContactOf, PartnerOf, WorkedWith, SoughtFundingWith, WorkedOn, MemberOf)),
)
"""Columns of a wide table that belong to the links of the row."""


@cache
def known_fields(cls: type[Record]) -> dict[str, str]:
    """Return the field that each folded heading of a canonical table means."""
    fields = own_fields(cls)
    known = {fold(field): field for field in fields}
    for field in fields:
        for word in FIELDS[field].all():
            known.setdefault(fold(word), field)
    return known


@cache
def known_headings(cls: type[Node]) -> dict[str, Meaning]:
    """Return what each folded heading of a wide table means.

    Names of fields come before links, links before other words for fields:
    `contact` is a link of a partner, and never a word for something else.
    """
    fields = [field for field in own_fields(cls) if field != "affiliation"]
    known: dict[str, Meaning] = {fold(field): FieldColumn(field) for field in fields}
    for link_column in LINK_COLUMNS_OF[cls]:
        for word in (LINK_WORDS.get(link_column.words) or FIELDS[link_column.words]).all():
            known.setdefault(fold(word), link_column)
    for field in fields:
        for word in FIELDS[field].all():
            known.setdefault(fold(word), FieldColumn(field))
    for word in naming_words(cls):
        known.setdefault(word, FieldColumn("name"))
    if cls is Person:
        for part, words in NAME_PARTS.items():
            known |= {fold(word): FieldColumn("name", part) for word in words.all()}
    links = {link_column.link for link_column in LINK_COLUMNS_OF[cls]}
    for about_link in ABOUT_LINKS:
        if links.intersection(about_link.links):
            for word in FIELDS[about_link.field].all():
                known.setdefault(fold(word), about_link)
    return known


@cache
def _tables() -> dict[str, type[Node]]:
    classes = {cls.TYPE: cls for cls in LINK_COLUMNS_OF}
    return {fold(word): classes[type_] for type_, words in TABLES.items() for word in words.all()}


def class_of_name(name: str) -> type[Node] | None:
    """Return the class that a file or sheet like `Partners 2024 (final)` is about.

    Words for two classes (`people_per_project`) say nothing.
    """
    text = fold(name)
    tables = _tables()
    if text in tables:
        return tables[text]
    found = {cls for word, cls in tables.items() if f" {word} " in f" {text} "}
    return found.pop() if len(found) == 1 else None


@cache
def wide_kinds() -> tuple[str, ...]:
    """Return the usual names of wide tables."""
    return tuple(words.en[0] for words in TABLES.values())


@cache
def naming_words(cls: type[Node]) -> frozenset[str]:
    """Return the folded headings that name the rows of a class's table and of no other."""
    words = TABLES[cls.TYPE].all()
    naming = {fold(text) for word in words for text in (word, f"{word} name", f"name of {word}")}
    if cls is Person:
        naming |= {fold(word) for words in (*NAME_PARTS.values(), FIELDS["username"]) for word in words.all()}
    return frozenset(naming)


@cache
def name_words() -> frozenset[str]:
    """Return the folded headings of names of anything."""
    return frozenset(fold(word) for word in FIELDS["name"].all())


@cache
def any_naming() -> frozenset[str]:
    """Return the folded headings that name the rows of some table."""
    return name_words().union(*(naming_words(cls) for cls in LINK_COLUMNS_OF))


@cache
def any_heading() -> frozenset[str]:
    """Return the folded headings that mean something in some table."""
    return frozenset(word for cls in LINK_COLUMNS_OF for word in known_headings(cls))
