# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON export of a whole state, back into one reading for each source.

Everything is checked anew: somebody may have changed the file by hand. A
record that does not fit is a problem; a source that does not is an error.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeGuard

from graph.errors import LoadError, SchemaError
from graph.schema.dates import check_partial_date
from graph.schema.links import LINK_BY_TYPE, Link
from graph.schema.nodes import NODE_BY_PREFIX, Record, class_of
from graph.schema.source import Problem, Source
from graph.stores.base import check_version
from graph.text.message import Text
from loaders.cells.reading import Position, Reading, make_record

NO_TYPE = Text(
    "problem-state-no-type", "There is no type of record “$1”; this record was left out.", "$1 what stands there"
)
WRONG_ID = Text(
    "problem-state-wrong-id",
    "“$1” is no id of a $2; this record was left out.",
    "$1 what stands there, $2 the kind of entry, such as person",
)
_SOURCE_ID = re.compile(r"[^\s/:\x00-\x1f\x7f-\x9f]{1,300}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_TEXTS = ("title", "file", "sha256")
_FROM_THE_STORE = frozenset({"type", "sources", "merged_ids"})
_EXPORT_AGAIN = "Export it again, or load the original files."
_MOST_SHOWN = 200


def is_state(content: object) -> TypeGuard[dict[str, Any]]:
    """Say whether a JSON document is an export of ours."""
    return isinstance(content, dict) and "schema_version" in content


def read_state(path: Path, content: dict[str, Any]) -> tuple[Reading, ...]:
    """Return the sources of an export; LoadError if it is damaged."""
    try:
        check_version(content)
    except SchemaError as error:
        message = f"“{path.name}” cannot be loaded. {error.message}"
        raise LoadError(message, error.hint) from error
    given = content.get("sources")
    if not isinstance(given, list):
        raise _damaged(path, "it has no list of sources")
    readings: list[Reading] = []
    seen: set[str] = set()
    for one in given:
        reading = _read_source(path, one)
        if reading.source.id in seen:
            raise _damaged(path, f"it has the source {reading.source.id!r} twice")
        seen.add(reading.source.id)
        readings.append(reading)
    return tuple(readings)


def _read_source(path: Path, given: Any) -> Reading:  # noqa: ANN401 - any JSON
    if not isinstance(given, dict) or not isinstance(given.get("records"), list):
        raise _damaged(path, "one of its sources has no list of records")
    id_, as_of = given.get("id"), given.get("as_of")
    if not isinstance(id_, str) or not _SOURCE_ID.fullmatch(id_):
        raise _damaged(path, f"{_shown(id_)} is no id of a source")
    if not all(isinstance(given.get(name, ""), str) for name in _TEXTS):
        raise _damaged(path, f"the source {id_!r} has a title, file or sha256 that is no text")
    try:
        as_of = None if as_of is None else check_partial_date(as_of)
    except (ValueError, TypeError) as error:
        raise _damaged(path, f"the source {id_!r} is as of {_shown(as_of)}, which is no date") from error
    position = Position(file=path.name, sheet=id_)
    records, problems = _read_records(given["records"], position)
    texts = {name: given.get(name, "") for name in _TEXTS}
    about = Source(id=id_, as_of=as_of, first_problems=tuple(problems), **texts)
    return Reading(source=about, records=tuple(records), gave={path.name: len(records)})


def _read_records(given: Iterable[Any], position: Position) -> tuple[list[Record], list[Problem]]:
    records: list[Record] = []
    problems: list[Problem] = []
    for one in given:
        record, found = _read_record(one, position)
        problems += found
        records += [record] if record else []
    return records, problems


def _read_record(given: Any, position: Position) -> tuple[Record | None, list[Problem]]:  # noqa: ANN401 - any JSON
    kind = given.get("type") if isinstance(given, dict) else given
    cls = (LINK_BY_TYPE.get(kind) or NODE_BY_PREFIX.get(kind.lower())) if isinstance(kind, str) else None
    if cls is None or kind != cls.TYPE:
        return None, [position.problem(NO_TYPE(_shown(kind)), field="type", found=kind)]
    fields = {name: value for name, value in given.items() if name not in _FROM_THE_STORE}
    ends = ("source", "target") if issubclass(cls, Link) else ("id",)
    for name in ends:
        id_ = fields.get(name)
        own = class_of(id_) if isinstance(id_, str) and not _CONTROLS.search(id_) else None
        if own is None or (name == "id" and own is not cls):
            words = cls.LABEL if name == "id" else name  # pyright: ignore[reportAttributeAccessIssue] - nodes have one
            return None, [position.problem(WRONG_ID(_shown(id_), words), field=name, found=id_)]
    if issubclass(cls, Link):
        fields.pop("id", None)
    return make_record(cls, fields, position)


def _shown(value: object) -> str:
    return _CONTROLS.sub("?", str(value))[:_MOST_SHOWN]


def _damaged(path: Path, what: str) -> LoadError:
    return LoadError(f"“{path.name}” is damaged: {what}.", f"Nothing was loaded. {_EXPORT_AGAIN}")
