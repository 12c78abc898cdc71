# SPDX-License-Identifier: GPL-3.0-or-later
"""Records as bytes and as JSON, there and back; problems and where they are."""

from dataclasses import replace
from datetime import date

import pytest

from graph.schema.links import ContactOf, Decision, Funded, InterestedIn, MemberOf, SameAs, Stance, WorkedWith
from graph.schema.nodes import Affiliate, AffiliateKind, Event, Group, Person, Record, Theme, own_fields, unnamed
from graph.schema.packed import (
    Packed,
    decides_identity,
    digest,
    encode_sources,
    from_json,
    pack,
    record_class,
    to_json,
    unpack,
    unpacked,
    with_sources,
)
from graph.schema.source import LoadReport, Problem, Source
from graph.text.message import Text

RECORDS: list[Record] = [
    Person(id="person:a", name="Ada", aliases=("A", "B"), languages=("en",), opted_out=False, sources=("s",)),
    Person(id="person:a", name="\ud800 يد 😀", merged_ids=("person:b",), open_to_partners=True),
    Affiliate(id="affiliate:a", name="A", kind=AffiliateKind.USER_GROUP, founded="2010-05"),
    Theme(id="theme:t", name="T", labels={"fr": "thème", "ar": "موضوع"}),
    MemberOf(source="person:a", target="group:b", role="board", since="2019", until="2020-02"),
    ContactOf(source="person:a", target="partner:b", until="2019", last_contact="2021-03-04"),
    Funded(source="partner:a", target="project:b", amount=0.0, currency="EUR"),
    InterestedIn(source="person:a", target="theme:b", stance=Stance.WANTS, sources=("s", "t")),
    SameAs(source="person:a", target="person:b", decision=Decision.UNSURE, by="me", date="2024"),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.TYPE)
def test_there_and_back(record: Record) -> None:
    assert unpacked(pack(record)) == record
    packed = pack(record)
    assert unpack(packed.id, packed.a, packed.b, packed.data) == record
    shown = to_json(record)
    assert from_json(shown) == record
    assert shown["type"] == record.TYPE


def test_what_a_record_looks_like_in_columns() -> None:
    assert pack(Person(id="person:a", name="Ada", country="GH", opted_out=False)) == Packed(
        "person:a", "", "", "Ada", 0, 0, b'{"name":"Ada","country":"GH","opted_out":false}'
    )
    link = MemberOf(source="person:a", target="group:b", since="2019", until="2020-02", note="n")
    since, last = date(2019, 7, 1).toordinal(), date(2020, 2, 15).toordinal()
    data = b'{"since":"2019","until":"2020-02","note":"n"}'
    assert pack(link) == Packed(link.id, "person:a", "group:b", "", since, last, data)
    assert pack(MemberOf(source="person:a", target="group:b"))[4:] == (0, 0, b"{}")


def test_the_last_day_of_a_contact_is_when_they_were_in_touch() -> None:
    def last(until: str | None, last_contact: str) -> date:
        link = ContactOf(source="person:a", target="partner:b", until=until, last_contact=last_contact)
        return date.fromordinal(pack(link).last)

    assert last("2019", "2021-03-04") == date(2021, 3, 4)
    assert last("2022", "2021-03-04") == date(2022, 7, 1)
    assert last(None, "2021") == date(2021, 7, 1)


def test_labels_stand_in_one_order_and_a_symmetric_link_in_one_direction() -> None:
    one, other = (Theme(id="theme:t", name="T", labels=dict(order)) for order in ([("b", "x"), ("a", "y")],) * 2)
    assert pack(one) == pack(replace(other, labels={"a": "y", "b": "x"}))
    assert pack(WorkedWith(source="person:b", target="person:a"))[1:3] == ("person:a", "person:b")


def test_equal_records_have_equal_digests_and_ids_count() -> None:
    ada = Person(id="person:a", name="Ada")
    assert len(digest(pack(ada))) == 16
    assert digest(pack(ada)) == digest(pack(replace(ada)))
    assert len({digest(pack(one)) for one in (ada, replace(ada, id="person:b"), replace(ada, name="Adah"))}) == 3


def test_sources_join_a_record_that_has_fields_or_none() -> None:
    link = MemberOf(source="person:a", target="group:b")
    said = encode_sources(("s", "t"))
    for record in (link, replace(link, note="n")):
        assert unpacked(with_sources(pack(record), said)) == replace(record, sources=("s", "t"))
    assert with_sources(pack(link), said).data == b'{"sources":["s","t"]}'


def test_json_shows_what_has_a_value() -> None:
    assert to_json(Person(id="person:a", name="Ada", aliases=("A",), opted_out=False)) == {
        "type": "Person",
        "id": "person:a",
        "name": "Ada",
        "aliases": ["A"],
        "opted_out": False,
    }
    link = Funded(source="partner:a", target="project:b", amount=0.0)
    assert to_json(link) == {
        "type": "FUNDED",
        "id": link.id,
        "source": "partner:a",
        "target": "project:b",
        "amount": 0.0,
    }


def test_json_of_an_unknown_type_or_field_is_refused() -> None:
    with pytest.raises(KeyError):
        from_json({"type": "Ghost", "id": "ghost:a"})
    with pytest.raises(TypeError):
        from_json({"type": "Person", "id": "person:a", "name": "Ada", "age": 3})


def test_the_class_stands_in_the_id() -> None:
    assert record_class("event:x:y") is Event
    assert record_class("member_of:12") is MemberOf
    with pytest.raises(KeyError):
        record_class("ghost:1")


def test_which_statements_decide_who_is_who() -> None:
    records: dict[Record, bool] = {
        SameAs(source="group:a", target="group:b", decision=Decision.UNSURE): True,
        Person(id="person:a", name="Ada", opted_out=True): True,
        Person(id="person:a", name="Ada", opted_out=False): True,
        Person(id="person:a", name="Ada"): False,
        Group(id="group:a", name='"opted_out":'): False,
        MemberOf(source="person:a", target="group:b", note="same_as:"): False,
    }
    assert {record: decides_identity(pack(record).id, pack(record).data) for record in records} == records
    assert not decides_identity("group:a", b'{"opted_out":true}')


def test_what_is_left_of_a_person_who_is_not_named() -> None:
    told = {
        "aliases": ("A",),
        "description": "d",
        "url": "https://x",
        "wikidata": "Q1",
        "username": "A",
        "affiliation": "x",
    }
    ada = Person(id="person:a", name="Ada", **told, open_to_partners=True)  # pyright: ignore[reportArgumentType] - fields by name
    hidden = unnamed(ada, id="person:x", name="somebody")
    assert (hidden.id, hidden.name) == ("person:x", "somebody")
    assert [getattr(hidden, name) for name in told] == [(), None, None, None, None, None]
    assert set(told) <= set(own_fields(Person))


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"file": "a.xlsx", "sheet": "S", "line": 3}, "a.xlsx:S:3"),
        ({"file": "a.csv", "line": 0}, "a.csv:0"),
        ({"file": "a.csv"}, "a.csv"),
        ({}, ""),
    ],
)
def test_where_a_problem_is(fields: dict[str, object], place: str) -> None:
    assert Problem(text=Text("t", "x")(), **fields).position == place  # pyright: ignore[reportArgumentType] - fields by name


def test_a_problem_in_json() -> None:
    problem = Problem(text=Text("t", "no $1")("w"), file="f", sheet="s", line=2, field="c", found="x", expected="y")
    assert problem.to_json() == {
        "file": "f",
        "sheet": "s",
        "line": 2,
        "field": "c",
        "found": "x",
        "expected": "y",
        "message": "no w",
    }
    assert problem.to_json("qqx")["message"] == "⧼t⧽"


def test_a_source_and_a_report_start_empty() -> None:
    assert (Source(id="s").records, Source(id="s").problems, Source(id="s").first_problems) == (0, 0, ())
    report = LoadReport(source="s")
    assert (report.created, report.updated, report.unchanged, report.retired, report.problems) == ({}, {}, {}, {}, ())
