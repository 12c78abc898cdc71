# SPDX-License-Identifier: GPL-3.0-or-later
"""From the address of a store to the store."""

from pathlib import Path
from typing import Any

from graph.errors import PartnershipsError, typed
from graph.stores import file_access
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from graph.text.message import Text

NO_KIND = Text("store-no-kind", "“$1” is no kind of store.", "Error; $1 the beginning of the address of a database")
KINDS = Text(
    "store-kinds",
    "Use sqlite:///FILE, neo4j://HOST, neo4j+s://HOST or bolt://HOST.",
    "Hint after that error; the addresses are typed so",
)


def is_there(url: str) -> bool:
    """Say whether there is a store at an address, or a server that may have one."""
    path = url.removeprefix("sqlite:///")
    return path == url or Path(path).exists()


def is_read_only(url: str) -> bool:
    """Say whether the store at an address is a file that may be read here and not written."""
    scheme, _, rest = url.partition(":")
    return scheme == "sqlite" and rest.startswith("///") and file_access.is_read_only(Path(rest.removeprefix("///")))


def open_store(url: str, *, create: bool = True, **options: Any) -> Store:  # noqa: ANN401 - credentials, for the server stores only
    """Return the store at an address: `sqlite:///file`, `memory:`, `neo4j://…`, `bolt://…`.

    A file that is not there is made, unless `create` is False. Raises
    PartnershipsError for an address of no known kind, StoreUnavailable if
    nothing answers there.
    """
    scheme, separator, rest = url.partition(":")
    if scheme == "memory" and separator:
        return MemoryStore()
    if scheme == "sqlite" and rest.startswith("///"):
        from graph.stores.sqlite import SQLiteStore  # noqa: PLC0415 - one kind of store at a time

        return SQLiteStore(rest.removeprefix("///"), create=create)
    if scheme.removesuffix("+s").removesuffix("+ssc") in {"neo4j", "bolt"} and rest.startswith("//"):
        from graph.stores.neo4j.store import Neo4jStore  # noqa: PLC0415 - the driver takes over a second

        return Neo4jStore(url, **options)
    raise PartnershipsError(NO_KIND(typed(f"{scheme}:")), KINDS())
