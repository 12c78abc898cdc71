# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of single relationships, where a user says that they differ."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from graph.errors import BadParameter, UnknownName, typed
from graph.text.message import Text
from queries.measures.holdings import Holdings

NO_VALUE = Text(
    "values-none",
    "“$1” gives no value: expected “id,value”, and a number above 0.",
    "Error; $1 what was given as the value of a relationship",
)
FOR_EXAMPLE = Text("values-example", "For example partner:x,3.", "Hint after that error; the example is typed so")
NOT_HERE = Text("unknown-asset", "There is no relationship in this scope called “$1”.", "$1 what was looked for")


def with_values(holdings: Holdings, values: Sequence[str]) -> Holdings:
    """Return the same holdings, some assets of another value than 1.

    `values`: each as `id,value`. Raises BadParameter for what is no positive
    number, UnknownName for what is no asset of the scope.
    """
    asset_of = {holdings.asset_id(asset): asset for asset in range(len(holdings))} if values else {}
    result = holdings.values.copy()
    for text in values:
        id_, _, number = (part.strip() for part in text.rpartition(","))
        try:
            value = float(number)
        except ValueError:
            value = 0.0
        if not (isfinite(value) and value > 0):
            raise BadParameter(NO_VALUE(typed(text, 200)), FOR_EXAMPLE())
        if id_ not in asset_of:
            raise UnknownName(NOT_HERE, id_)
        result[asset_of[id_]] = value
    return replace(holdings, values=result)
