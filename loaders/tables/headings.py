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
    Asked,
    Attended,
    ContactOf,
    Funded,
    InterestedIn,
    Link,
    MemberOf,
    PartnerOf,
    PartOf,
    SoughtFundingWith,
    Stance,
    WorkedOn,
    WorkedWith,
)
from graph.schema.nodes import (
    Affiliate,
    Event,
    Group,
    Node,
    Partner,
    Person,
    Project,
    Question,
    Record,
    Theme,
    own_fields,
)
from loaders.cells.words import FIELDS, NAME_PARTS, TABLES, TIES


@dataclass(frozen=True, slots=True)
class Tie:
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
class Aside:
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


Meaning = Tie | Aside | FieldColumn

_ORGANISATIONS = (Affiliate, Partner)
_OFFERS = (("stance", Stance.OFFERS.value),)
_WANTS = (("stance", Stance.WANTS.value),)


def _stances(words_of_interest: tuple[str, ...] = ("interested in",)) -> tuple[Tie, ...]:
    interests = tuple(Tie(words, InterestedIn, (Theme,), Theme) for words in words_of_interest)
    return (
        *interests,
        Tie("offers", InterestedIn, (Theme,), Theme, fixed=_OFFERS),
        Tie("wants", InterestedIn, (Theme,), Theme, fixed=_WANTS),
    )


_ABOUT = Tie("themes", About, (Theme,), Theme)
_WORKS_ON = Tie("works on", WorkedOn, (Project,), Project)
_ATTENDED = Tie("attended", Attended, (Event,), Event)
_MEMBERS = Tie("members", MemberOf, (Person,), Person, backward=True)
_CONTACTS = Tie("contacts", ContactOf, (Person,), Person, backward=True)
_PARTNERS = Tie("partners", PartnerOf, _ORGANISATIONS, Partner)
_FUNDS = Tie("funds", Funded, (Project,), Project)
_ORGANISATION = (
    _CONTACTS,
    _MEMBERS,
    _PARTNERS,
    _WORKS_ON,
    _ATTENDED,
    _FUNDS,
    Tie("worked with", WorkedWith, (Person,), Person, backward=True),
    *_stances(),
    _ABOUT,
)

TIES_OF: dict[type[Node], tuple[Tie, ...]] = {
    Person: (
        Tie("affiliate", MemberOf, (Affiliate,), Affiliate),
        Tie("groups", MemberOf, (Group,), Group),
        Tie("member of", MemberOf, (Affiliate, Group, Partner), Affiliate),
        _WORKS_ON,
        Tie("contact for", ContactOf, _ORGANISATIONS, Partner),
        _ATTENDED,
        Tie("asked", Asked, (Question,), Question),
        *_stances(("interested in", "themes")),
        Tie("partners", ContactOf, _ORGANISATIONS, Partner),
        Tie("worked with", WorkedWith, (Person, Affiliate, Partner), Person),
        Tie("sought funding with", SoughtFundingWith, _ORGANISATIONS, Partner),
        Tie("affiliation", MemberOf, (Affiliate, Partner, Group), None),
    ),
    Group: (
        _MEMBERS,
        Tie("part of", PartOf, (Affiliate, Event), Event),
        Tie("affiliate", PartOf, (Affiliate,), Affiliate),
        Tie("attended", PartOf, (Event,), Event),
        _WORKS_ON,
        _PARTNERS,
        Tie("asked", Asked, (Question,), Question),
        *_stances(),
        _ABOUT,
    ),
    Affiliate: (
        *_ORGANISATION,
        Tie("groups", PartOf, (Group,), Group, backward=True),
        Tie("affiliate", PartnerOf, (Affiliate,), Affiliate),
        Tie("sought funding with", SoughtFundingWith, _ORGANISATIONS, Partner),
    ),
    Partner: (
        *_ORGANISATION,
        Tie("affiliate", PartnerOf, (Affiliate,), Affiliate),
        Tie("sought funding with", SoughtFundingWith, (Person, Affiliate), Affiliate, backward=True),
    ),
    Project: (
        Tie("people", WorkedOn, (Person,), Person, backward=True),
        Tie("lead", WorkedOn, (Person,), Person, backward=True, fixed=(("role", "lead"),)),
        Tie("mentors", WorkedOn, (Person,), Person, backward=True, fixed=(("role", "mentor"),)),
        Tie("groups", WorkedOn, (Group,), Group, backward=True),
        Tie("affiliate", WorkedOn, (Affiliate,), Affiliate, backward=True),
        Tie("partners", WorkedOn, _ORGANISATIONS, Partner, backward=True),
        Tie("funded by", Funded, _ORGANISATIONS, Partner, backward=True),
        Tie("part of", PartOf, (Project,), Project),
        _ABOUT,
    ),
    Event: (
        Tie("people", Attended, (Person,), Person, backward=True),
        Tie("speakers", Attended, (Person,), Person, backward=True, fixed=(("role", "speaker"),)),
        Tie("organised by", Attended, (*_ORGANISATIONS, Person), Affiliate, backward=True, fixed=(("role", "host"),)),
        Tie("affiliate", Attended, (Affiliate,), Affiliate, backward=True),
        Tie("partners", Attended, _ORGANISATIONS, Partner, backward=True),
        Tie("groups", PartOf, (Group,), Group, backward=True),
        Tie("part of", PartOf, (Event,), Event),
        _ABOUT,
    ),
    Question: (
        Tie("asked by", Asked, (Person, Group), Person, backward=True),
        Tie("groups", Asked, (Group,), Group, backward=True),
        _ABOUT,
    ),
    Theme: (
        Tie("part of", PartOf, (Theme,), Theme),
        Tie("interested in", InterestedIn, (Person, Affiliate, Partner, Group), Person, backward=True),
        Tie("offers", InterestedIn, (Person, Affiliate, Partner, Group), Person, backward=True, fixed=_OFFERS),
        Tie("wants", InterestedIn, (Person, Affiliate, Partner, Group), Person, backward=True, fixed=_WANTS),
    ),
}  # fmt: skip

ASIDES = (
    Aside("role", (MemberOf, ContactOf, WorkedOn, Attended)),
    Aside("last_contact", (ContactOf,)),
    Aside("since", (MemberOf, ContactOf, PartnerOf, WorkedOn, SoughtFundingWith)),
    Aside("until", (MemberOf, ContactOf, PartnerOf, WorkedOn, SoughtFundingWith)),
    Aside("amount", (Funded,)),
    Aside("currency", (Funded,)),
    Aside("outcome", (SoughtFundingWith,)),
    Aside("status", (PartnerOf,)),
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
    for tie in TIES_OF[cls]:
        for word in (TIES.get(tie.words) or FIELDS[tie.words]).all():
            known.setdefault(fold(word), tie)
    for field in fields:
        for word in FIELDS[field].all():
            known.setdefault(fold(word), FieldColumn(field))
    for word in naming_words(cls):
        known.setdefault(word, FieldColumn("name"))
    if cls is Person:
        for part, words in NAME_PARTS.items():
            known |= {fold(word): FieldColumn("name", part) for word in words.all()}
    links = {tie.link for tie in TIES_OF[cls]}
    for aside in ASIDES:
        if links.intersection(aside.links):
            for word in FIELDS[aside.field].all():
                known.setdefault(fold(word), aside)
    return known


@cache
def _tables() -> dict[str, type[Node]]:
    classes = {cls.TYPE: cls for cls in TIES_OF}
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
    return name_words().union(*(naming_words(cls) for cls in TIES_OF))


@cache
def any_heading() -> frozenset[str]:
    """Return the folded headings that mean something in some table."""
    return frozenset(word for cls in TIES_OF for word in known_headings(cls))
