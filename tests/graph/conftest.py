# SPDX-License-Identifier: GPL-3.0-or-later
"""An empty store of each kind, for the tests of the contract."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from graph.stores.sqlite import SQLiteStore


@pytest.fixture(params=["memory", "sqlite", "neo4j"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Give a function that makes an empty store of each kind."""
    made: list[Store] = []

    def make() -> Store:
        if request.param == "memory":
            return MemoryStore()
        if request.param.startswith("neo4j"):
            server = request.getfixturevalue("neo4j_server")
            server.empty()
            if not made:
                from graph.stores.open import open_store  # noqa: PLC0415 - the driver is imported by it

                how: dict[str, Any] = {"one_transaction": 0} if request.param == "neo4j staged" else {}
                made.append(open_store(server.url, user=server.user, password=server.password, **how))
            return made[0]
        return SQLiteStore(tmp_path / f"{len(list(tmp_path.iterdir()))}.db", wait=2)

    yield make
    for store in made:
        store.close()
