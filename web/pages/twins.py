# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries that the database itself can answer: the rows are its own, the sentences ours.

Only a Neo4j store can. Where it cannot answer right now, or holds another
state than the snapshot does, the rows that were computed stand.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, LiteralString

from graph.errors import StoreUnavailable
from graph.snapshot.snapshot import Snapshot
from queries.framework.result import Query, Result, plain

Run = Callable[[LiteralString, Mapping[str, Any], str], list[dict[str, Any]] | None]
"""Runs a text with parameters at a revision; None where the store cannot. See `Neo4jStore.run`."""


def no_twin(text: LiteralString, parameters: Mapping[str, Any], revision: str) -> None:
    """Answer for a store that runs no Cypher."""
    del text, parameters, revision


def runner(store: object) -> Run:
    """Return what runs the texts of twins in a store."""
    return getattr(store, "run", no_twin)


def answer(run: Run, query: Query, snapshot: Snapshot, checked: Mapping[str, Any]) -> Result[Any]:
    """Return the result of a query, with its twin's rows where the store can run it."""
    result = query.compute(snapshot, **checked)
    rows = twin_rows(run, query, snapshot.revision, checked)
    return result if rows is None else replace(result, rows=rows)


def twin_rows(run: Run, query: Query, revision: str, checked: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Return the rows of a query's twin; None where there is none, or no answer."""
    if query.cypher is None:
        return None
    try:
        rows = run(query.cypher, {name: plain(value) for name, value in checked.items()}, revision)
    except StoreUnavailable:
        return None
    read_row = query.read_row or query.row
    return None if rows is None else tuple(read_row(**{name: _frozen(row[name]) for name in row}) for row in rows)


def _frozen(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    return tuple(map(_frozen, value)) if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType] - any value of a row
