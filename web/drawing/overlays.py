# SPDX-License-Identifier: GPL-3.0-or-later
"""What each answer is as a picture: the nodes and links that its rows name, with their roles.

Every row of a table is in its picture, and nothing else: what is not in a row
or a parameter is not drawn. A query without a line here has no picture.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from graph.snapshot.snapshot import Snapshot
from queries.framework.result import Result
from web.drawing.ego import MOST
from web.drawing.map_drawing import CHOSEN, Overlay, Role

RISK, NEW, WEAK, WAY, GONE, PLAIN = "risk", "new-dashed", "weak", "way", "left", "plain"
"""A single thread, a proposal, what gets weaker, a way, who leaves; and what is just named."""
_CHANGES = {"orphaned": RISK, "weakened": WEAK}
_SINCE = {"new": "new", "ended": "gone", "quiet": "quiet"}
_BEST = 10
"""Candidates that carry their rank."""
_Picture = Callable[[Snapshot, Sequence[Any], dict[str, Any]], Overlay]


class _Drawn:
    """Gathers nodes and links by their ids; what is not in the network any more is left out."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.nodes: dict[int, str] = {}
        self.links: dict[tuple[int, int, str], Role] = {}
        self.marks: dict[int, str] = {}

    def node(self, id_: str | None, role: str = PLAIN) -> int | None:
        """Add a node; a role that says more than an earlier one replaces it."""
        if id_ is None or id_ not in self.snapshot:
            return None
        number = self.snapshot.index(id_)
        if self.nodes.get(number, PLAIN) == PLAIN:
            self.nodes[number] = role
        return number

    def link(self, first: str | None, second: str | None, role: str, words: str = "") -> None:
        """Add a link and its ends."""
        one, other = self.node(first), self.node(second)
        if one is not None and other is not None and one != other:
            self.links.setdefault((one, other, role), Role(one, other, role, words))

    def done(self, left: Iterable[int] = (), right: Iterable[int] = ()) -> Overlay:
        """Return the picture; with `left` and `right` it has two columns."""
        return Overlay(
            nodes=self.nodes,
            links=tuple(self.links.values()),
            marks=self.marks,
            columns=(tuple(dict.fromkeys(left)), tuple(dict.fromkeys(right))),
        )


def has_picture(query: str) -> bool:
    """Say whether a query's rows can be drawn over the map."""
    return query in _PICTURES


def overlay_of(snapshot: Snapshot, *results: Result[Any]) -> Overlay | None:
    """Return the picture of some results together; None where none of them has one, or nothing is in it."""
    found = [
        picture(snapshot, result.rows, dict(result.parameters))
        for result in results
        if (picture := _PICTURES.get(result.query)) is not None
    ]
    nodes: dict[int, str] = {}
    for one in found:
        for number, role in one.nodes.items():
            nodes[number] = role if nodes.get(number, PLAIN) == PLAIN else nodes[number]
    if not nodes:
        return None
    columns = tuple(tuple(dict.fromkeys(n for one in found for n in one.columns[side])) for side in (0, 1))
    links = {(link.first, link.second, link.role): link for one in found for link in one.links}
    # Ranks of one answer only: two candidates with the same number would be none.
    marks = next((one.marks for one in found if one.marks), {})
    right = tuple(number for number in columns[1] if number not in columns[0])
    return Overlay(nodes=nodes, links=tuple(links.values()), marks=marks, columns=(columns[0], right))


def around(snapshot: Snapshot, centres: Sequence[int]) -> Overlay:
    """Return some nodes with what they are linked with, as far as a drawing can hold it."""
    drawn = _Drawn(snapshot)
    for centre in centres:
        drawn.nodes[centre] = CHOSEN
    for centre in centres:
        for other in snapshot.neighbours(centre)[:MOST]:
            drawn.link(snapshot.ids[centre], snapshot.ids[other], PLAIN)
    return drawn.done()


def _numbers(snapshot: Snapshot, ids: Iterable[str | None]) -> list[int]:
    return [snapshot.index(id_) for id_ in ids if id_ is not None and id_ in snapshot]


def _single_contacts(snapshot: Snapshot, rows: Sequence[Any], _: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    for row in rows:
        drawn.link(row.holder_id, row.asset_id, RISK)
    sides = ((row.holder_id for row in rows), (row.asset_id for row in rows))
    return drawn.done(*(_numbers(snapshot, side) for side in sides))


def _second_contacts(snapshot: Snapshot, rows: Sequence[Any], _: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    for row in rows:
        drawn.link(row.person_id, row.asset_id, NEW)
    sides = ((row.person_id for row in rows), (row.asset_id for row in rows))
    return drawn.done(*(_numbers(snapshot, side) for side in sides))


def _contacts(snapshot: Snapshot, rows: Sequence[Any], _: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    for row in rows:
        drawn.node(row.asset_id)
        for holder in row.holders:
            drawn.link(holder, row.asset_id, RISK if len(row.holders) == 1 else WAY)
    left = [holder for row in rows for holder in row.holders]
    return drawn.done(_numbers(snapshot, left), _numbers(snapshot, (row.asset_id for row in rows)))


def _partners(snapshot: Snapshot, rows: Sequence[Any], parameters: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    drawn.node(parameters.get("seeker"), CHOSEN)
    drawn.node(parameters.get("theme"), CHOSEN)
    for row in rows:
        is_best = row.rank is not None and row.rank <= _BEST
        number = drawn.node(row.id, WAY if is_best else PLAIN)
        if number is not None and is_best:
            drawn.marks[number] = str(row.rank)
    return drawn.done()


def _introductions(snapshot: Snapshot, rows: Sequence[Any], parameters: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    drawn.node(parameters.get("seeker"), CHOSEN)
    for row in rows:
        number = drawn.node(row.target_id, WAY)
        if number is not None:
            drawn.marks.setdefault(number, str(row.rank))
        start = [parameters["seeker"]] if parameters.get("seeker") else []
        for first, second in pairwise([*start, *row.brokers, row.target_id]):
            drawn.link(first, second, WAY)
    return drawn.done()


def _paths(snapshot: Snapshot, rows: Sequence[Any], parameters: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    for name in ("source", "target"):
        drawn.node(parameters.get(name), CHOSEN)
    for row in rows:
        drawn.link(row.source_id, row.target_id, WAY if row.path == 1 else PLAIN)
    return drawn.done()


def _common_ground(snapshot: Snapshot, rows: Sequence[Any], parameters: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    for id_ in parameters.get("ids") or ():
        drawn.node(id_, CHOSEN)
    for row in rows:
        for one in row.chosen:
            drawn.link(one, row.id, WAY)
    return drawn.done()


def _pairs(snapshot: Snapshot, rows: Sequence[Any], _: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    for row in rows:
        drawn.link(row.first_id, row.second_id, WAY)
    return drawn.done()


def _changes(snapshot: Snapshot, rows: Sequence[Any], _: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    for row in rows:
        drawn.link(row.first_id, row.second_id, _SINCE[row.change])
    return drawn.done()


def _matches(snapshot: Snapshot, rows: Sequence[Any], _: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    for row in rows:
        theme = snapshot.names[snapshot.index(row.theme)] if row.theme in snapshot else ""
        drawn.link(row.wanter_id, row.offerer_id, WAY if row.stated else PLAIN, theme)
    sides = ((row.wanter_id for row in rows), (row.offerer_id for row in rows))
    return drawn.done(*(_numbers(snapshot, side) for side in sides))


def _what_if(snapshot: Snapshot, rows: Sequence[Any], parameters: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    gone = [id_ for id_ in parameters.get("leave") or () if id_ in snapshot]
    for id_ in gone:
        drawn.node(id_, GONE)
    for row in rows:
        drawn.node(row.id, _CHANGES.get(row.change, PLAIN))
        number = snapshot.index(row.id) if row.id in snapshot else None
        for one in gone:
            if number is not None and number in snapshot.neighbours(snapshot.index(one)):
                drawn.link(one, row.id, _CHANGES.get(row.change, PLAIN))
    return drawn.done()


def _people(role: str, field: str = "person_id") -> _Picture:
    def picture(snapshot: Snapshot, rows: Sequence[Any], _: dict[str, Any]) -> Overlay:
        drawn = _Drawn(snapshot)
        for row in rows:
            drawn.node(getattr(row, field), role)
        return drawn.done()

    return picture


def _bridges(snapshot: Snapshot, rows: Sequence[Any], _: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    for row in rows:
        drawn.link(row.person_id, row.endpoint_id, NEW)
    return drawn.done()


def _duplicates(snapshot: Snapshot, rows: Sequence[Any], _: dict[str, Any]) -> Overlay:
    drawn = _Drawn(snapshot)
    for row in rows:
        drawn.link(row.left_id, row.right_id, WEAK)
    return drawn.done()


_PICTURES: dict[str, _Picture] = {
    "single-contacts": _single_contacts,
    "second-contacts": _second_contacts,
    "contacts": _contacts,
    "partners-for": _partners,
    "introductions": _introductions,
    "paths": _paths,
    "common-ground": _common_ground,
    "collaborators": _pairs,
    "shared-interests": _pairs,
    "changes": _changes,
    "matches": _matches,
    "what-if": _what_if,
    "gaps": _people(RISK, "id"),
    "bridge-people": _people(RISK),
    "dependence": _people(PLAIN),
    "brokerage": _people(PLAIN),
    "bridge-introductions": _bridges,
    "duplicates": _duplicates,
    "neighbours": _people(PLAIN, "id"),
    "search": _people(PLAIN, "id"),
    "questions": _people(PLAIN, "question_id"),
}
