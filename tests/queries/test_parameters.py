# SPDX-License-Identifier: GPL-3.0-or-later
"""Every parameter of every question changes something on the sample, and refuses what is of another type."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from graph.errors import BadParameter, PartnershipsError
from graph.schema.nodes import NODE_CLASSES, Partner, Record
from graph.schema.source import Source
from graph.snapshot.snapshot import Snapshot
from graph.stores.memory import MemoryStore
from loaders.read import read
from queries.framework.discovery import get_query, query_names
from queries.framework.query import Parameter, Query
from tests.support.builders import affiliate, interested_in, member_of, offers, person, theme, wants, worked_with
from tests.support.checkout import CHECKOUT
from tests.support.every_query import questions

NEEDED: dict[str, dict[str, Any]] = {
    "partners-for": {"seeker": "Rift Lakes Wikimedians"},
    "introductions": {},
    # Whoever is linked to most worked with each other: nobody stands between to be avoided.
    "paths": {"source": "person:User:ExampleSamirH", "target": "person:User:ExampleCamille"},
    "second-contacts": {"count": 100},
}
"""What a query needs beside what its signature requires."""
NUMBERS = (0.75, 0.95, 1, 2, 3, 5, 50)
TEXTS = ("country:GH", "fr", "en", "GH", "KE", "2010", "2019-01-01", ["MEMBER_OF"], [0, 0, 0, 1])
TRIED = 15


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    store = MemoryStore()
    for part in ("network", "workshop", "identity-review.csv"):
        (reading,) = read([CHECKOUT / "loaders" / "sample" / part])
        store.load(reading.source, reading.records)
    # In the sample nobody has left.
    store.load(*_who_left())
    return store.snapshot()


def _who_left() -> tuple[Source, list[Record]]:
    gone = person("zoe-example", name="Zoe Example", until="2015")
    links = [worked_with("zoe-example", name) for name in ("ada-example", "ben-example")]
    themes = [wants("zoe-example", "example-theme"), offers("ben-example", "example-theme")]
    interests = [interested_in("ada-example", "example-theme")]
    memberships = [member_of(f"{name}-example", "example-affiliate") for name in ("ada", "ben", "zoe")]
    nodes = [gone, person("ada-example"), person("ben-example"), theme("example-theme"), affiliate("example-affiliate")]
    return Source(id="left"), [*nodes, *links, *themes, *interests, *memberships]


def values(snapshot: Snapshot, parameter: Parameter) -> Iterator[Any]:
    """Give values to try, some of which may not fit."""
    if parameter.classes:
        nodes = snapshot.nodes_of(*parameter.classes).tolist()
        linked = sorted(nodes, key=lambda node: (-len(snapshot.links_at(node)), node))[:TRIED]
        ids = [snapshot.ids[node] for node in (*nodes[:TRIED], *linked)]
        tried: list[Any] = list(map(list, pairwise(ids))) if parameter.repeats else ids
    elif parameter.name == "values":
        tried = [f"{snapshot.ids[node]},50" for node in snapshot.nodes_of(Partner).tolist()[:TRIED]]
    elif parameter.choices:
        tried = list(parameter.choices)
    elif parameter.type == "yes or no":
        tried = [not parameter.default]
    else:
        tried = [*(NUMBERS if "number" in parameter.type else TEXTS)]
    yield from ([value] if parameter.repeats and not isinstance(value, list) else value for value in tried)


def answer(snapshot: Snapshot, query: Query, given: dict[str, Any]) -> Any:
    """Return what is shown, or None where the question cannot be asked."""
    try:
        result = query.run(snapshot, **given)
    except PartnershipsError:
        return None
    return result.dicts(), [str(sentence) for sentence in (*result.summary, *result.warnings)]


@pytest.mark.parametrize("name", query_names())
def test_every_parameter_changes_something(name: str, snapshot: Snapshot) -> None:
    query = get_query(name)
    given = next(questions(snapshot, query)) | NEEDED.get(name, {})
    if name == "introductions":
        given["target"] = snapshot.ids[int(snapshot.nodes_of(Partner)[3])]
    plain = answer(snapshot, query, given)
    assert plain is not None
    without_effect: list[str] = []
    for parameter in query.parameters:
        # A theme stands instead of the target.
        base = {
            key: value
            for key, value in given.items()
            if (name, key, parameter.name) != ("introductions", "target", "theme")
        }
        tried = (answer(snapshot, query, {**base, parameter.name: value}) for value in values(snapshot, parameter))
        if all(found is None or found == plain for found in tried):
            without_effect.append(parameter.name)
    assert without_effect == []


TAKES = [
    (name, parameter)
    for name in query_names()
    for parameter in get_query(name).parameters
    if parameter.classes and set(parameter.classes) != set(NODE_CLASSES)
]


@pytest.mark.parametrize(("name", "parameter"), TAKES, ids=lambda value: getattr(value, "name", value))
def test_an_entry_of_another_type_is_told_with_what_is_asked_for(
    name: str, parameter: Parameter, snapshot: Snapshot
) -> None:
    query = get_query(name)
    other = next(cls for cls in NODE_CLASSES if cls not in parameter.classes and len(snapshot.nodes_of(cls)))
    names = [snapshot.names[node] for node in snapshot.nodes_of(other).tolist()]
    called = next(text for text in names if list(snapshot.names).count(text) == 1)
    given: dict[str, Any] = next(questions(snapshot, query))
    given[parameter.name] = [called] if parameter.repeats else called
    with pytest.raises(BadParameter) as raised:
        query.run(snapshot, **given)
    said = str(raised.value)
    assert said.startswith(f"“{called}” is of the type “{other.LABEL}”, and “{parameter.name}” asks for: ")
    assert all(cls.LABEL in said for cls in parameter.classes)
