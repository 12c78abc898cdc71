# SPDX-License-Identifier: GPL-3.0-or-later
"""How several statements about one entry become one, in every store."""

import json
from collections.abc import Callable
from dataclasses import replace

from graph.schema.ids import hidden_id
from graph.schema.links import ContactOf, Decision
from graph.schema.nodes import Person
from graph.schema.source import Source
from graph.stores.base import Store, state
from graph.stores.memory import MemoryStore
from tests.support.builders import partner, person, same_as


def test_only_the_secret_of_the_store_tells_who_is_behind_a_hidden_id(new_store: Callable[[], Store]) -> None:
    store = new_store()
    store.load(Source(id="a"), [person("ada", opted_out=True)])
    (shown,) = store.snapshot().ids
    assert shown not in {hidden_id("person", "person:ada", ""), hidden_id("person", "person:ada", "person:ada")}
    assert shown == hidden_id("person", "person:ada", store.secret())
    assert store.secret() not in json.dumps(state(store))
    assert MemoryStore().secret() != MemoryStore().secret()


def test_each_field_merges_as_the_schema_says(new_store: Callable[[], Store]) -> None:
    first = ContactOf(source="person:ada", target="partner:x", role="lead", since="2010", last_contact="2018")
    second = replace(first, role="mentor", since="2008-05", last_contact="2024", until="2023")
    expected = replace(first, role="lead; mentor", since="2008-05", last_contact="2024", until="2023")
    people = [person("ada", languages=("fr",), opted_out=False), person("ada", languages=("en",), until="2020")]
    store = new_store()
    report = store.load(Source(id="one"), [*people, partner("x"), first, second])
    assert report.problems == ()
    assert store.snapshot().link(0) == replace(expected, sources=("one",))
    apart = new_store()
    apart.load(Source(id="b", as_of="2020"), [people[0], partner("x"), second])
    apart.load(Source(id="a"), [people[1], first])
    snapshot = apart.snapshot()
    assert snapshot.link(0) == replace(expected, sources=("a", "b"))
    ada = snapshot.node("person:ada")
    assert isinstance(ada, Person)
    assert (ada.languages, ada.until, ada.opted_out) == (("en", "fr"), "2020", False)


def test_one_wish_not_to_be_named_is_enough(new_store: Callable[[], Store]) -> None:
    store = new_store()
    store.load(Source(id="new", as_of="2025"), [person("ada", opted_out=False)])
    store.load(Source(id="old", as_of="2020"), [person("adah", opted_out=True)])
    store.load(Source(id="review"), [same_as("ada", "adah", decision=Decision.SAME)])
    snapshot = store.snapshot()
    assert (snapshot.names, snapshot.opted_out) == (("a person",), frozenset({0}))
