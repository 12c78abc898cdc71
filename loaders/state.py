# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON export of a whole state, back into one reading for each source.

Every record is validated anew: somebody may have changed the file by hand.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any, TypeGuard

from graph.errors import LoadError, SchemaError
from graph.schema.nodes import Record, own_fields
from graph.schema.source import Problem
from graph.stores.base import sources_of
from loaders.cells.reading import Place, Reading, make_record


def is_state(content: object) -> TypeGuard[dict[str, Any]]:
    """Say whether a JSON document is an export of ours."""
    return isinstance(content, dict) and "schema_version" in content


def read_state(path: Path, content: dict[str, Any]) -> tuple[Reading, ...]:
    """Return the sources of an export; LoadError if it is damaged."""
    try:
        pairs = sources_of(content)
    except SchemaError as error:
        message = f"“{path.name}” cannot be loaded. {error.message}"
        raise LoadError(message, error.hint) from error
    readings: list[Reading] = []
    for source, given in pairs:
        records: list[Record] = []
        problems: list[Problem] = []
        place = Place(file=path.name, sheet=source.id)
        for one in given:
            fields = {name: getattr(one, name) for name in own_fields(type(one))}
            record, found = make_record(type(one), fields, place)
            problems += found
            records += [record] if record else []
        about = replace(source, first_problems=tuple(problems))
        readings.append(Reading(source=about, records=tuple(records), gave={path.name: len(records)}))
    return tuple(readings)
