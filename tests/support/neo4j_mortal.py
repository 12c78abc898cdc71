# SPDX-License-Identifier: GPL-3.0-or-later
"""A Neo4j server that a test may stop, kill and start again, beside the one that the run shares."""

from collections.abc import Generator
from contextlib import contextmanager

import pytest

from scripts import neo4j_local


class Mortal:
    """A server of one's own; its address and data survive what is done to it."""

    def __init__(self) -> None:
        """Start it."""
        self._server = neo4j_local.start_throw_away()
        self.url, self.password, self._home = self._server.url, self._server.password, self._server.home

    def kill(self) -> None:
        """End it without letting it write anything any more."""
        self._server.process.kill()
        self._server.process.wait()

    def stop(self) -> None:
        """End it as an administrator would."""
        neo4j_local.stop(self._server)

    def start(self) -> None:
        """Start it again, with what it has stored."""
        self._server = neo4j_local.launch(self._home, neo4j_local.port_of(self._home), self.password)

    def remove(self) -> None:
        """End it for good."""
        neo4j_local.end_throw_away(self._server)


@contextmanager
def mortal_server() -> Generator[Mortal]:
    """Give such a server, or skip with what is missing."""
    try:
        mortal = Mortal()
    except neo4j_local.CannotStart as error:
        pytest.skip(str(error))
    try:
        yield mortal
    finally:
        mortal.remove()
