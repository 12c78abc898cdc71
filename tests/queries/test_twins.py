# SPDX-License-Identifier: GPL-3.0-or-later
"""Every query that the database can answer itself, beside the same computed from the snapshot."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import astuple
from itertools import pairwise
from typing import Any

import pytest

from graph.errors import PartnershipsError
from graph.schema.nodes import Record
from graph.schema.source import Source
from graph.snapshot.snapshot import Snapshot
from graph.stores.neo4j.store import Neo4jStore
from loaders.read import read
from queries.framework.discovery import get_query, query_names
from queries.framework.query import Query
from queries.framework.result import plain
from tests.support.checkout import CHECKOUT
from tests.support.neo4j_server import Neo4jServer
from tests.support.random_network import random_network
from tests.support.real_data import REAL_DATA

TWINS = [name for name in query_names() if get_query(name).cypher]
RANDOM_SEEDS = range(6)
# A database may break ties between equally short ways as it likes, so only the lengths of ways are compared.
LENGTHS_ONLY = {"paths"}


@pytest.fixture(scope="module")
def store(neo4j_server: Neo4jServer) -> Generator[Neo4jStore]:
    """Give an empty store."""
    neo4j_server.empty()
    store = Neo4jStore(neo4j_server.url, user=neo4j_server.user, password=neo4j_server.password, patience=60)
    yield store
    store.close()


@pytest.fixture(scope="module", params=["sample", "open seeds", *RANDOM_SEEDS])
def network(request: pytest.FixtureRequest, store: Neo4jStore, neo4j_server: Neo4jServer) -> Snapshot:
    """Load one network and return it."""
    neo4j_server.empty()
    if request.param == "sample":
        sample = CHECKOUT / "loaders" / "sample"
        readings = [read([sample / part])[0] for part in ("network", "workshop", "identity-review.csv")]
        store.restore([(reading.source, reading.records) for reading in readings])
    elif request.param == "open seeds":
        folder = REAL_DATA / "open_seeds"
        if not folder.is_dir():
            pytest.skip("the real data are not on this machine")
        readings = read([folder], mapping="open_seeds")
        store.restore([(reading.source, reading.records) for reading in readings])
    else:
        store.load(Source(id="random", as_of="2025-01-01"), records_of(random_network(request.param, people=8)))
    return store.snapshot()


def records_of(snapshot: Snapshot) -> list[Record]:
    """Return what a snapshot was made of."""
    return [*map(snapshot.node, snapshot.ids), *map(snapshot.link, range(snapshot.link_count))]


def spread(ids: list[str], count: int) -> list[str]:
    """Return some of the ids, from all over the list."""
    return ids[:: max(1, len(ids) // count)][:count]


def ids_of(snapshot: Snapshot, *types: str) -> list[str]:
    """Return the ids of some classes."""
    return [id_ for id_ in snapshot.ids if id_.partition(":")[0] in types]


def overview(_snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    yield {}


def neighbours(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for id_ in spread(list(snapshot.ids), 4):
        yield from ({"id": id_, "depth": depth} for depth in (1, 2, 3, 4))
        yield {"id": id_, "depth": 2, "types": ["Person", "Theme"]}
        yield {"id": id_, "depth": 2, "links": ["MEMBER_OF", "WORKED_ON"]}


def collaborators(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    yield from ({}, {"types": ["Affiliate", "Partner"]})
    for id_ in spread(ids_of(snapshot, "person", "affiliate", "partner", "group"), 4):
        yield {"id": id_}
        yield {"id": id_, "types": ["Person"]}


def common_ground(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    ids = list(snapshot.ids)
    for start in range(min(3, len(ids) - 5)):
        yield from ({"ids": spread(ids[start:], count)} for count in (2, 3, 5))


def paths(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    some = spread(list(snapshot.ids), 5)
    for source, target in pairwise(some):
        yield from ({"source": source, "target": target, "k": k} for k in (1, 3))
        others = [id_ for id_ in some if id_ not in {source, target}]
        yield {"source": source, "target": target, "avoid": others[:1]}


CASES: dict[str, Callable[[Snapshot], Iterator[dict[str, Any]]]] = {
    "overview": overview,
    "neighbours": neighbours,
    "collaborators": collaborators,
    "common-ground": common_ground,
    "paths": paths,
}


def comparable(name: str, rows: Sequence[Any]) -> list[Any]:
    """Return rows that are equal where they mean the same: numbers with a fraction to nine digits."""
    if name in LENGTHS_ONLY:
        return [row.step for row in rows]
    return [
        tuple(round(value, 9) if isinstance(value, float) else plain(value) for value in astuple(row)) for row in rows
    ]


def asked_of_the_server(query: Query, server: Neo4jServer, checked: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what the server answers to the text that a page shows, as rows of the query."""
    parameters = {name: plain(value) for name, value in checked.items()}
    records, _, _ = server.driver.execute_query(
        query.cypher or "",
        parameters,
        database_="neo4j",  # pyright: ignore[reportArgumentType] - text of a query
    )
    return tuple(query.row(**{name: frozen(value) for name, value in record.items()}) for record in records)


def frozen(value: Any) -> Any:
    """Return a value of the database as a row holds it: lists as tuples."""
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def test_every_twin_has_cases() -> None:
    assert set(CASES) == set(TWINS)


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_gives_the_rows_that_are_computed(name: str, network: Snapshot, neo4j_server: Neo4jServer) -> None:
    query = get_query(name)
    for given in CASES[name](network):
        try:
            checked = query.checked(network, given)
            computed = query.compute(network, **checked)
        except PartnershipsError:
            continue
        rows = asked_of_the_server(query, neo4j_server, checked)
        assert comparable(name, rows) == comparable(name, computed.rows), given


def operators(plan: dict[str, Any]) -> Iterator[str]:
    """Return the names of all operators of a plan."""
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


@pytest.mark.parametrize("name", TWINS)
def test_a_plan_has_no_warning_no_cartesian_product_and_no_full_scan(name: str, neo4j_server: Neo4jServer) -> None:
    query = get_query(name)
    parameters = {parameter.name: [] if parameter.repeats else parameter.default for parameter in query.parameters}
    _, summary, _ = neo4j_server.driver.execute_query(
        "EXPLAIN " + (query.cypher or ""),
        parameters,
        database_="neo4j",  # pyright: ignore[reportArgumentType] - text of a query
    )
    assert summary.plan
    assert not set(operators(summary.plan)) & {"CartesianProduct", "AllNodesScan"}
    assert [status.gql_status for status in summary.gql_status_objects if status.is_notification] == []
