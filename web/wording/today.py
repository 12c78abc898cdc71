# SPDX-License-Identifier: GPL-3.0-or-later
"""Which day counts as today on the command line and the site: today, unless a setting says otherwise.

Queries themselves know no clock: from Python, the newest date of the sources
is their default. PARTNERSHIPS_AS_OF gives a date, or says `data` for that
default, so that an answer can be had again later.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from graph.errors import BadParameter
from graph.schema.dates import check_partial_date
from graph.snapshot.snapshot import Snapshot
from graph.text.message import Day, Message, Text
from queries.framework.query import Query
from queries.framework.result import Result
from queries.measures.link_age import newest_if_old

AGED = Text(
    "assets-aged",
    "The newest date in the data is $1, more than a year ago: what was recorded since is not on the map.",
    "$1 a date",
)
VARIABLE = "PARTNERSHIPS_AS_OF"
OF_THE_DATA = "data"
_PARAMETER = "as_of"


def today(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the day that counts as today, None for that of the data; raises BadParameter for what is no date."""
    given = environment.get(VARIABLE, "")
    if given == OF_THE_DATA:
        return None
    try:
        return check_partial_date(given) if given else datetime.now(UTC).astimezone().date().isoformat()
    except ValueError as error:
        message = f"{VARIABLE} is “{given[:20]}”."
        raise BadParameter(message, f"Give a date such as 2026-11-27, or {OF_THE_DATA}.") from error


def as_of_today(query: Query, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was given for a query, and the day that counts as today where it asks for one and none was given."""
    names = {name.replace("-", "_") for name, value in given.items() if value not in ("", None, (), [])}
    asks = any(parameter.name == _PARAMETER for parameter in query.parameters)
    return {**given, _PARAMETER: today()} if asks and _PARAMETER not in names else dict(given)


def aged(snapshot: Snapshot, parameters: Mapping[str, Any] | None = None) -> tuple[Message, ...]:
    """Say that the data are old, where they are so on the day that was asked for, else today."""
    newest = newest_if_old(snapshot, (parameters or {}).get(_PARAMETER) or today())
    return (AGED(Day(newest)),) if newest else ()


def with_age(snapshot: Snapshot, result: Result[Any]) -> Result[Any]:
    """Return a result that says first that the data are old, where they are."""
    return replace(result, summary=(*aged(snapshot, result.parameters), *result.summary))
