# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the query modules: every module below `queries/` that has a `QUERY`.

No list of queries is kept anywhere; the name of a query is that of its
module, with hyphens.
"""

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

from graph.errors import UnknownName
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Text
from queries.framework.query import Query
from queries.framework.result import Result

NO_QUERY = Text("unknown-query", "There is no query called “$1”.", "$1 what was looked for")


@cache
def _modules() -> dict[str, str]:
    """Return every module below `queries/` by its last name; imports none of them but the folders."""
    import queries  # noqa: PLC0415 - its path is needed, and the top-level help must not come here

    found = pkgutil.walk_packages(queries.__path__, "queries.")
    return {module.name.rpartition(".")[2]: module.name for module in found if not module.ispkg}


@cache
def query_names() -> tuple[str, ...]:
    """Return the names of all queries, sorted; imports every query module."""
    names = [name.replace("_", "-") for name, module in _modules().items() if hasattr(import_module(module), "QUERY")]
    return tuple(sorted(names))


def get_query(name: str) -> Query:
    """Return a query by name; imports only its module.

    Raises UnknownName with close matches.
    """
    module = _modules().get(name.replace("-", "_"))
    query = getattr(import_module(module), "QUERY", None) if module else None
    if isinstance(query, Query):
        return query
    from rapidfuzz import process  # noqa: PLC0415 - only for a misspelt name

    close = [match for match, _, _ in process.extract(name, query_names(), limit=3, score_cutoff=60)]
    raise UnknownName(NO_QUERY, name, [(match, match) for match in close])


def ask(snapshot: Snapshot, name: str, **parameters: Any) -> Result[Any]:  # noqa: ANN401 - each query checks its own
    """Answer a query by name; parameters are those of `partnerships ask NAME --help`.

    Raises UnknownName for a query or a node that there is not, BadParameter
    for a value that does not fit.
    """
    return get_query(name).run(snapshot, **parameters)
