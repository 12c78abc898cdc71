# SPDX-License-Identifier: GPL-3.0-or-later
"""Something to ask of every query, made from its own list of parameters."""

from collections.abc import Iterator
from typing import Any

from graph.schema.nodes import Person
from graph.snapshot.snapshot import Snapshot
from queries.framework.query import Parameter, Query
from queries.measures.contexts import COLLABORATION

NOBODY = "person:nobody"
"""Stands where a network has nothing of the kind that a parameter names."""


def questions(snapshot: Snapshot, query: Query) -> Iterator[dict[str, Any]]:
    """Give the parameters of several questions: what is required alone, and with each further entry to name."""
    required = {p.name: _value(snapshot, p, position) for position, p in enumerate(query.parameters) if p.required}
    yield required
    for parameter in query.parameters:
        if parameter.classes and not parameter.required:
            yield {**required, parameter.name: _value(snapshot, parameter, len(required))}


def _value(snapshot: Snapshot, parameter: Parameter, position: int) -> Any:
    """Return the entry that is linked to most, or a later one, so that two parameters name two things.

    People come first: an event where a whole workshop was has most links, and nothing to do with others.
    """
    if not parameter.classes:
        return "a"

    def drawn_links(node: int) -> tuple[bool, int, int]:
        is_person = snapshot.type_of(node) is Person
        return is_person, len(snapshot.neighbours(node, COLLABORATION)), len(snapshot.links_at(node))

    nodes = sorted(snapshot.nodes_of(*parameter.classes).tolist(), key=drawn_links, reverse=True)
    ids = [snapshot.ids[node] for node in nodes]
    if parameter.repeats:
        return ids[position : position + 2] or [NOBODY]
    return ids[min(position, len(ids) - 1)] if ids else NOBODY
