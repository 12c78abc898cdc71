# SPDX-License-Identifier: GPL-3.0-or-later
"""What some pages show beyond sentences and a table: the people to tick off, and charts."""

from typing import Any

from graph.text.message import say
from queries.framework.discovery import get_query
from queries.framework.result import Result
from web.drawing.chart import Series, chart
from web.pages.base import Visit, has_query
from web.pages.result_cache import PATIENCE, StillWorking
from web.wording.formats import period_in_words
from web.wording.render import value_markup

_CANDIDATES = ("single-contacts", "bridge-people")
_MOST_CANDIDATES = 30
_MOST_TICKED = 5
_CHARTED = ("people", "held", "bus_factor", "single_contact_share")


def core(visit: Visit, result: Result[Any] | None) -> dict[str, Any]:
    """Return the people in every smallest set, for the link to what would happen without them."""
    ids = [id_ for row in result.rows for id_ in (row.core or ())] if result else []
    return {"core": [id_ for id_ in ids if id_ in visit.snapshot][:_MOST_TICKED]}


def leaving(visit: Visit, result: Result[Any] | None) -> dict[str, Any]:
    """Return the people who can be ticked off: those who are, then those on whom most hangs."""
    snapshot = visit.snapshot
    gone = [str(id_) for id_ in (result.parameters.get("leave") or ())] if result else []
    scope = {"scope": visit.first("scope")} if visit.first("scope") else {}
    offered: dict[str, None] = dict.fromkeys(gone)
    for name in filter(has_query, _CANDIDATES):
        try:
            rows = visit.answers.run(get_query(name), snapshot, scope, PATIENCE).rows
        except StillWorking:
            continue
        for row in rows:
            offered[getattr(row, "holder_id", None) or row.person_id] = None
    silent = {snapshot.ids[number] for number in snapshot.opted_out}
    ids = [id_ for id_ in offered if id_ in snapshot and (id_ in gone or id_ not in silent)][
        : max(_MOST_CANDIDATES, len(gone))
    ]
    people = [(id_, snapshot.names[snapshot.index(id_)], id_ in gone) for id_ in ids]
    return {"people": people, "gone": [person for person in people if person[2]]}


def charts(visit: Visit, result: Result[Any] | None) -> dict[str, Any]:
    """Return the figures of the trend as small charts."""
    if result is None:
        return {"charts": []}
    shown = {column.name: column.shown_as for column in result.columns}
    headings = {column.name: say(column.heading(), visit.language) for column in result.columns}
    series = [
        Series(
            headings[name],
            [getattr(row, name) for row in result.rows],
            [str(value_markup(name, getattr(row, name), visit.language, shown_as=shown[name])) for row in result.rows],
        )
        for name in _CHARTED
        if name in headings
    ]
    periods = [period_in_words(row.period, visit.language) for row in result.rows]
    return {"charts": chart(periods, series) if len(result.rows) > 1 else []}
