# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the network and whatever is asked: an answer in words, or an error worded for a user."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from graph.errors import BadParameter, PartnershipsError, UnknownName
from graph.schema.nodes import NODE_CLASSES, Record, prefix_of
from graph.schema.source import Source
from graph.snapshot.snapshot import Snapshot
from graph.stores.memory import MemoryStore
from graph.text.message import say
from queries.framework.discovery import get_query, query_names
from queries.framework.query import Parameter, Query
from queries.framework.result import Result
from tests.support.builders import (
    about,
    affiliate,
    asked,
    attended,
    contact_of,
    event,
    group,
    interested_in,
    member_of,
    offers,
    part_of,
    partner,
    partner_of,
    person,
    project,
    question,
    same_as,
    snapshot_of,
    sought_funding_with,
    theme,
    wants,
    worked_on,
    worked_with,
)
from tests.support.every_query import questions

NETWORKS: dict[str, Callable[[], list[Record]]] = {
    "empty store": list,
    "one person": lambda: [person("ada")],
    "no partners": lambda: [
        *(member_of(name, "north") for name in ("ada", "ben", "cem")),
        worked_on("ada", "show"),
        worked_on("ben", "show"),
        offers("ada", "maps"),
        wants("cem", "maps"),
        asked("ben", "who"),
        about("who", "maps"),
    ],
    "nobody holds anything": lambda: [
        *(partner(key) for key in ("museum", "library")),
        contact_of("ada", "museum", until="1990"),
        member_of("ada", "north"),
        member_of("ben", "north"),
        about("partner:library", "maps"),
    ],
    "links to oneself": lambda: [
        worked_with("ada", "ada"),
        part_of("circle", "group:circle"),
        partner_of("north", "affiliate:north"),
        partner_of("affiliate:south", "museum"),
        contact_of("ada", "museum"),
        same_as("ben", "ben", decision="unsure"),
    ],
    "all isolated": lambda: [
        make(key)
        for make in (person, group, affiliate, partner, project, event, question, theme)
        for key in ("ada", "ben")
    ],
    "five hundred at one event": lambda: [
        *(attended(f"p{number}", "congress") for number in range(500)),
        attended("partner:museum", "congress"),
        contact_of("p0", "museum"),
    ],
}
OUT_OF_RANGE: dict[str, tuple[object, ...]] = {
    "whole number": (-5, 0, 10**9, "many", 1.5),
    "number": (-1, 10**9, "nan", "inf", "much"),
    "yes or no": ("perhaps", 7),
    "text": ("nonsense", "x" * 10_000, "\x00", "؟", -1),
}


@cache
def network(name: str) -> Snapshot:
    return snapshot_of(NETWORKS[name]())


def answer(snapshot: Snapshot, query: Query, given: dict[str, Any]) -> Result[Any] | None:
    """Return the answer, None where the question is refused in words."""
    try:
        return query.run(snapshot, **given)
    except PartnershipsError as error:
        if not error.message:
            raise
        return None


def is_in_words(result: Result[Any]) -> bool:
    """Say whether an answer has sentences, and only values that JSON knows."""
    json.dumps(result.to_json(), allow_nan=False)
    return bool(result.summary) and all(say(message).strip() for message in (*result.summary, *result.warnings))


@pytest.mark.parametrize("name", query_names())
@pytest.mark.parametrize("about_network", NETWORKS)
def test_a_network_with_next_to_nothing(about_network: str, name: str) -> None:
    snapshot, query = network(about_network), get_query(name)
    for given in questions(snapshot, query):
        result = answer(snapshot, query, given)
        assert result is None or is_in_words(result)


@cache
def some_of_each() -> Snapshot:
    """Return an entry of every class called "Museum of ...", with a link or two."""
    nodes = [
        make("museum", name=f"Museum of {make.cls.LABEL}s")
        for make in (person, group, affiliate, partner, project, event, question, theme)
    ]
    return snapshot_of([*nodes, contact_of("museum", "museum"), member_of("museum", "museum"), contact_of("b", "c")])


REFERENCES = [
    (name, parameter) for name in query_names() for parameter in get_query(name).parameters if parameter.classes
]


@pytest.mark.parametrize(("name", "parameter"), REFERENCES, ids=lambda value: getattr(value, "name", value))
def test_a_name_that_nothing_has_is_answered_with_close_ones(name: str, parameter: Parameter) -> None:
    snapshot, query = some_of_each(), get_query(name)
    known = f"{prefix_of(parameter.classes[0])}:museum"
    for wrong in (f"Musuem of {parameter.classes[0].LABEL}s", *(f"{prefix_of(cls)}:musuem" for cls in NODE_CLASSES)):
        given: dict[str, Any] = next(questions(snapshot, query))
        given[parameter.name] = [known, wrong] if parameter.repeats else wrong
        with pytest.raises(UnknownName) as raised:
            query.run(snapshot, **given)
        assert raised.value.close_matches


@pytest.mark.parametrize("name", query_names())
def test_a_value_out_of_range_is_refused_in_words(name: str) -> None:
    snapshot, query = some_of_each(), get_query(name)
    for parameter in query.parameters:
        for value in OUT_OF_RANGE[parameter.type]:
            given = next(questions(snapshot, query)) | {parameter.name: [value] if parameter.repeats else value}
            result = answer(snapshot, query, given)
            if result is not None:
                # What is no number, or none of the choices, is never taken for one.
                assert parameter.type == "text" or not isinstance(value, str)
                assert not parameter.choices
                assert is_in_words(result)
    with pytest.raises(BadParameter):
        query.run(snapshot, no_such_parameter="1")


def with_one_who_opted_out() -> Snapshot:
    """Return a network where somebody with a name like no other is linked to everything and asked not to be named."""
    hidden = "zephyrine"
    store = MemoryStore()
    records: list[Record] = [
        person(
            hidden,
            name="Zephyrine Quagliarella",
            aliases=("Zeph Q",),
            affiliation="Quagliarella's office",
            username="Quagliarella",
            opted_out=True,
        ),
        person("ada"),
        person("ben"),
        *(group("circle"), affiliate("north"), partner("museum"), partner("library"), project("show"), event("fair")),
        *(question("who"), theme("maps")),
        *(
            link
            for name in (hidden, "ada", "ben")
            for link in (
                member_of(name, "north", role="Zephyrine's chair" if name == hidden else None),
                member_of(name, "group:circle"),
                worked_on(name, "show"),
                attended(name, "fair"),
                interested_in(name, "maps"),
                asked(name, "who"),
            )
        ),
        contact_of(hidden, "museum", note="ask Zephyrine"),
        contact_of(hidden, "library"),
        contact_of("ada", "library"),
        sought_funding_with(hidden, "museum"),
        worked_with("ada", hidden),
        about("who", "maps"),
        same_as("ada", hidden, decision="unsure"),
        partner_of("north", "museum"),
    ]
    store.load(Source(id="test", as_of="2026-01-01"), records)
    return store.snapshot()


@pytest.mark.parametrize("name", query_names())
def test_somebody_who_opted_out_is_named_in_no_answer(name: str) -> None:
    snapshot, query = with_one_who_opted_out(), get_query(name)
    assert len(snapshot.opted_out) == 1
    (hidden,) = snapshot.opted_out
    asked_of = [*questions(snapshot, query)]
    for parameter in query.parameters:
        if parameter.classes:
            id_ = snapshot.ids[hidden]
            asked_of.append(asked_of[0] | {parameter.name: [id_] if parameter.repeats else id_})
    answered, refused = 0, 0
    for given in asked_of:
        try:
            told = json.dumps(query.run(snapshot, **given).to_json(), ensure_ascii=False)
            answered += 1
        except PartnershipsError as error:
            told = str(error)
            refused += 1
        assert "zeph" not in told.lower()
        assert "quagliarella" not in told.lower()
    # A query that always asks around somebody is refused where that is who asked not to be named.
    assert answered or refused == len(asked_of)


def test_a_name_close_to_that_of_somebody_who_opted_out_does_not_bring_it_up() -> None:
    with pytest.raises(UnknownName) as raised:
        get_query("neighbours").run(with_one_who_opted_out(), id="Zephirine Quagliarela")
    assert "Zephyrine" not in str(raised.value)
