# SPDX-License-Identifier: GPL-3.0-or-later
"""Which links may run where, in which direction they are kept, and what a class accepts."""

import pytest
from pydantic import ValidationError

from graph.schema.links import (
    LINK_CLASSES,
    Attended,
    ContactOf,
    Decision,
    Funded,
    InterestedIn,
    Link,
    MemberOf,
    PartnerOf,
    PartOf,
    SameAs,
    Stance,
    WorkedOn,
    WorkedWith,
    class_name,
    link_types,
    may_link,
    oriented,
    table_name,
)
from graph.schema.nodes import (
    NODE_CLASSES,
    Affiliate,
    Event,
    Group,
    Node,
    Partner,
    Person,
    Project,
    Record,
    Theme,
    adapter,
    class_of,
    own_fields,
    prefix_of,
)


@pytest.mark.parametrize(
    ("cls", "source", "target", "expected"),
    [
        (MemberOf, Person, Group, True),
        (MemberOf, Group, Person, False),
        (MemberOf, Person, Project, False),
        (MemberOf, None, Group, False),
        (MemberOf, Person, None, False),
        (WorkedWith, Person, Partner, True),
        (WorkedWith, Partner, Person, False),
        (PartOf, Group, Event, True),
        (PartOf, Group, Project, False),
        (PartOf, Theme, Theme, True),
        (PartOf, Event, Group, False),
        (SameAs, Person, Person, True),
        (SameAs, Person, Group, False),
        (SameAs, None, None, False),
    ],
)
def test_which_classes_a_link_may_join(
    cls: type[Link], source: type[Node] | None, target: type[Node] | None, *, expected: bool
) -> None:
    assert may_link(cls, source, target) is expected


@pytest.mark.parametrize(
    ("cls", "ends", "kept"),
    [
        (MemberOf, ("person:z", "group:a"), ("person:z", "group:a")),
        (WorkedWith, ("person:b", "person:a"), ("person:a", "person:b")),
        (WorkedWith, ("person:a", "person:b"), ("person:a", "person:b")),
        # One direction is legal only, whichever id is smaller.
        (WorkedWith, ("person:z", "affiliate:a"), ("person:z", "affiliate:a")),
        (WorkedWith, ("affiliate:a", "person:z"), ("person:z", "affiliate:a")),
        (PartnerOf, ("partner:a", "group:a"), ("group:a", "partner:a")),
        (PartnerOf, ("group:a", "partner:a"), ("group:a", "partner:a")),
        (PartnerOf, ("partner:b", "affiliate:c"), ("affiliate:c", "partner:b")),
        (SameAs, ("theme:b", "theme:a"), ("theme:a", "theme:b")),
        # Neither direction is legal: nothing is turned that could be reported.
        (WorkedWith, ("theme:b", "group:a"), ("theme:b", "group:a")),
    ],
)
def test_the_one_direction_in_which_a_link_is_kept(
    cls: type[Link], ends: tuple[str, str], kept: tuple[str, str]
) -> None:
    assert oriented(cls, *ends) == kept


def test_a_symmetric_link_is_one_link_in_both_directions() -> None:
    there, back = WorkedWith(source="person:a", target="person:b"), WorkedWith(source="person:b", target="person:a")
    assert there.id == back.id
    one, other = (MemberOf(source="person:a", target="group:b", role=role) for role in ("board", None))
    assert one.id != other.id
    assert one.id == MemberOf(source="person:a", target="group:b", role="board", note="x", since="2020").id


def test_what_a_link_is_told_by() -> None:
    keys = {cls.TYPE: cls.KEY for cls in LINK_CLASSES if cls.KEY}
    role = ("role",)
    assert keys == {
        "MEMBER_OF": role,
        "WORKED_ON": role,
        "ATTENDED": role,
        "PARTNER_OF": ("kind",),
        "INTERESTED_IN": ("stance",),
    }
    assert {cls.TYPE for cls in LINK_CLASSES if cls.SYMMETRIC} == {"PARTNER_OF", "WORKED_WITH", "SAME_AS"}


@pytest.mark.parametrize(
    ("cls", "fields", "expected"),
    [
        (MemberOf, {"source": "person:a", "target": "project:b"}, "expected the id of a group or affiliate or partner"),
        (MemberOf, {"source": "group:a", "target": "group:b"}, "expected the id of a person"),
        (MemberOf, {"source": "a", "target": "group:b"}, "expected the id of a person"),
        (Funded, {"source": "partner:a", "target": "project:b", "amount": -0.01}, "greater than or equal to 0"),
        (Funded, {"source": "partner:a", "target": "project:b", "amount": float("inf")}, "finite"),
        (Funded, {"source": "partner:a", "target": "project:b", "currency": "eur"}, "pattern"),
        (InterestedIn, {"source": "person:a", "target": "theme:b", "stance": "loves"}, "'interest', 'offers'"),
        (ContactOf, {"source": "person:a", "target": "partner:b", "last_contact": "soon"}, "expected a date"),
        (SameAs, {"source": "person:a", "target": "person:b"}, "required"),
        (Attended, {"source": "person:a", "target": "event:b", "colour": "red"}, "nexpected"),
        (Person, {"id": "person:a", "name": ""}, "at least 1"),
        (Person, {"id": "ab", "name": "a"}, "at least 3"),
        (Person, {"id": "person:a", "name": "a", "country": "gh"}, "pattern"),
        (Person, {"id": "person:a", "name": "a", "languages": ["english"]}, "pattern"),
        (Person, {"id": "person:a", "name": "a", "url": "ftp://x"}, "starts with http:// or https://"),
        (Person, {"id": "person:a", "name": "a", "wikidata": "Q0"}, "pattern"),
        (Person, {"id": "person:a", "name": "a" * 2001}, "at most 2000"),
        (Person, {"id": "person:a", "name": "a", "username": "a" * 256}, "at most 255"),
    ],
)
def test_what_does_not_fit_is_refused(cls: type[Record], fields: dict[str, object], expected: str) -> None:
    with pytest.raises(ValidationError, match=expected):
        adapter(cls).validate_python(fields)


def test_what_fits_is_taken_and_trimmed() -> None:
    given = {"id": "person:a", "name": " Ada ", "url": "HTTPS://x", "wikidata": "Q10", "languages": ["pt-BR", "ary"]}
    ada = adapter(Person).validate_python(given)
    assert ada == Person(id="person:a", name="Ada", url="HTTPS://x", wikidata="Q10", languages=("pt-BR", "ary"))
    assert adapter(Project).validate_python({"id": "project:a", "name": 2024}) == Project(id="project:a", name="2024")
    longest = adapter(Person).validate_python({"id": "p:a", "name": "a" * 2000, "username": "a" * 255})
    assert isinstance(longest, Person)
    free = {"source": "partner:a", "target": "project:b", "amount": 0, "currency": "EUR"}
    assert adapter(Funded).validate_python(free) == Funded(**free)  # pyright: ignore[reportArgumentType] - by name
    stance = adapter(InterestedIn).validate_python({"source": "person:a", "target": "theme:b", "stance": "offers"})
    assert stance == InterestedIn(source="person:a", target="theme:b", stance=Stance.OFFERS)


def test_names_of_classes_types_and_tables() -> None:
    assert (class_name("SOUGHT_FUNDING_WITH"), table_name(WorkedOn)) == ("SoughtFundingWith", "worked_on")
    assert table_name(Person) == "person"
    assert link_types((WorkedOn, PartOf)) == ("WORKED_ON", "PART_OF")
    assert len(set(link_types())) == len(LINK_CLASSES) == 15
    assert [prefix_of(cls) for cls in NODE_CLASSES] == [cls.__name__.lower() for cls in NODE_CLASSES]
    assert (class_of("partner:x:y"), class_of("Partner:x"), class_of("x")) == (Partner, None, None)
    assert class_of("affiliate:") is Affiliate


def test_a_source_fills_in_all_fields_but_those_of_the_store() -> None:
    assert own_fields(PartOf) == ("source", "target", "since", "until", "strength", "note")
    names = own_fields(Theme)
    assert set(names) == {"id", "name", "aliases", "description", "url", "wikidata", "labels"}


def test_decisions_and_stances_have_their_values() -> None:
    assert (list(map(str, Decision)), list(map(str, Stance))) == (
        ["same", "different", "unsure"],
        ["interest", "offers", "wants"],
    )
