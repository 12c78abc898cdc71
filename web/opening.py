# SPDX-License-Identifier: GPL-3.0-or-later
"""The one place where a command opens its store."""

from collections.abc import Generator
from contextlib import closing, contextmanager

from graph.stores.base import Store, open_store
from web.settings import Settings


@contextmanager
def opened(url: str) -> Generator[Store]:
    """Open the store at an address, with the credentials of the environment."""
    settings = Settings.from_environment()
    with closing(open_store(url, user=settings.neo4j_user, password=settings.neo4j_password)) as store:
        yield store
