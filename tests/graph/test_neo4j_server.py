# SPDX-License-Identifier: GPL-3.0-or-later
"""The server that other tests stand on: it is real, and nobody else's is emptied."""

from typing import LiteralString

import pytest

from tests.support.neo4j_server import DATABASE, MARK, Neo4jServer, claimed

NAMES = "MATCH (n) RETURN collect(n.id) AS ids"


def run(server: Neo4jServer, text: LiteralString) -> list[dict[str, object]]:
    """Return the rows of one statement as dicts."""
    return [record.data() for record in server.driver.execute_query(text, database_=DATABASE).records]


def test_it_is_neo4j_community(neo4j_server: Neo4jServer) -> None:
    (row,) = run(neo4j_server, "CALL dbms.components() YIELD name, edition RETURN name, edition")
    assert row == {"name": "Neo4j Kernel", "edition": "community"}


def test_empty_leaves_only_the_mark_of_the_tests(neo4j_server: Neo4jServer) -> None:
    run(neo4j_server, "UNWIND range(1, 12000) AS n CREATE (:Entry {id: toString(n)})-[:KNOWS]->(:Entry {id: 'x'})")
    neo4j_server.empty()
    assert run(neo4j_server, NAMES) == [{"ids": ["test"]}]


def test_a_database_with_somebodys_work_is_refused_and_kept(neo4j_server: Neo4jServer) -> None:
    neo4j_server.empty()
    run(neo4j_server, "MATCH (mark:Meta {id: 'test'}) SET mark:Person, mark.id = 'person:ada' REMOVE mark:Meta")
    try:
        with (
            pytest.raises(pytest.fail.Exception, match="holds data that are not ours"),
            claimed(neo4j_server.url, neo4j_server.user, neo4j_server.password),
        ):
            pytest.fail("the server was taken")
        assert run(neo4j_server, NAMES) == [{"ids": ["person:ada"]}]
    finally:
        run(neo4j_server, MARK)
        neo4j_server.empty()
