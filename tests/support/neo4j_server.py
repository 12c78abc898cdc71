# SPDX-License-Identifier: GPL-3.0-or-later
"""The one real Neo4j of a test run, and the promise to empty nobody else's.

A database counts as ours if it was empty when the run began, or carries the mark of
an earlier run that was broken off.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import neo4j
import pytest
from neo4j.exceptions import AuthError, ServiceUnavailable

from scripts import neo4j_local

DATABASE = "neo4j"
MARK = "MERGE (:Meta {id: 'test'})"
UNMARK = "MATCH (mark:Meta {id: 'test'}) DELETE mark"
IS_OURS = "RETURN NOT EXISTS { MATCH () } OR EXISTS { MATCH (:Meta {id: 'test'}) } AS ours"
# By batches, because one transaction for everything needs more heap than the server has.
EMPTY = """
MATCH (n) WHERE NOT (n:Meta AND n.id = 'test')
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS
"""


@dataclass(frozen=True, slots=True)
class Neo4jServer:
    """Where the server listens and whom it lets in; `driver` is open for the whole run.

    `local` is the process behind it when the run started one, for tests that end and restart servers.
    """

    url: str
    user: str
    password: str
    driver: neo4j.Driver
    local: neo4j_local.Server | None = None

    def empty(self) -> None:
        """Delete every node and link; constraints and indexes stay."""
        with self.driver.session(database=DATABASE) as session:
            session.run(EMPTY).consume()


@contextmanager
def claimed(url: str, user: str, password: str, local: neo4j_local.Server | None = None) -> Generator[Neo4jServer]:
    """Take a server for this run and leave it empty; fail rather than touch somebody's work."""
    auth = (user, password) if password else None
    with neo4j.GraphDatabase.driver(url, auth=auth, connection_timeout=5, telemetry_disabled=True) as driver:
        (record,) = driver.execute_query(IS_OURS, database_=DATABASE).records
        if not record["ours"]:
            pytest.fail(f"{url} holds data that are not ours: point NEO4J_URL at an empty database", pytrace=False)
        driver.execute_query(MARK, database_=DATABASE)
        server = Neo4jServer(url, user, password, driver, local)
        server.empty()
        yield server
        server.empty()
        driver.execute_query(UNMARK, database_=DATABASE)


@contextmanager
def neo4j_for_tests() -> Generator[Neo4jServer]:
    """Give the server that NEO4J_URL names, else one of our own, else skip with what is missing."""
    url = os.environ.get("NEO4J_URL")
    if url:
        user, password = os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD", "")
        try:
            with neo4j.GraphDatabase.driver(
                url, auth=(user, password) if password else None, max_transaction_retry_time=0, telemetry_disabled=True
            ) as driver:
                driver.verify_connectivity()
        except (AuthError, ServiceUnavailable) as error:
            # Whoever named a server wants to know, instead of being tested on another one.
            pytest.fail(f"NEO4J_URL is set and that server does not let us in: {error}", pytrace=False)
        with claimed(url, user, password) as server:
            yield server
        return
    try:
        local = neo4j_local.start_throw_away()
    except neo4j_local.CannotStart as error:
        pytest.skip(f"no NEO4J_URL; {error}")
    try:
        with claimed(local.url, local.user, local.password, local) as server:
            yield server
    finally:
        neo4j_local.end_throw_away(local)
