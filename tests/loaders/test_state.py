# SPDX-License-Identifier: GPL-3.0-or-later
"""An exported state that somebody changed by hand: what does not fit is a problem or an error, never loaded."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.errors import LoadError
from loaders.read import read

GOOD: dict[str, Any] = {"type": "Person", "id": "person:ok", "name": "Fine"}
SOURCE: dict[str, Any] = {"id": "s", "title": "", "file": "", "sha256": "", "as_of": None}


def reading(folder: Path, *records: object, **source: object) -> tuple[list[str], list[str]]:
    """Return the ids that are read, and the keys of the problems."""
    return readings(folder, SOURCE | {"records": [*records, GOOD]} | source)


def readings(folder: Path, *sources: object) -> tuple[list[str], list[str]]:
    """Return the ids that are read of these sources, and the keys of the problems."""
    file = folder / "state.json"
    file.write_text(json.dumps({"schema_version": 1, "sources": sources}))
    found = read([file])
    ids = [getattr(record, "id") for one in found for record in one.records]  # noqa: B009 - of any class
    return ids, [problem.text.text.key for one in found for problem in one.problems]


@pytest.mark.parametrize(
    ("record", "key"),
    [
        ({"type": "Person", "id": "group:x", "name": "Y"}, "problem-state-wrong-id"),
        ({"type": "Person", "id": "PERXON:x", "name": "Y"}, "problem-state-wrong-id"),
        ({"type": "Person", "id": 7, "name": "Y"}, "problem-state-wrong-id"),
        ({"type": "Person", "name": "Y"}, "problem-state-wrong-id"),
        ({"type": "Person", "id": "person:\u001b[31m", "name": "Y"}, "problem-state-wrong-id"),
        ({"type": "MEMBER_OF", "source": "person:ok", "target": 3}, "problem-state-wrong-id"),
        ({"type": "MEMBER_OF", "source": "person:ok"}, "problem-state-wrong-id"),
        ({"type": "MEMBER_OF", "source": "group:g", "target": "group:g"}, "problem-invalid-value"),
        ({"type": "Planet", "id": "person:x", "name": "Y"}, "problem-state-no-type"),
        ({"type": ["Person"], "id": "person:x"}, "problem-state-no-type"),
        ("Ada", "problem-state-no-type"),
    ],
)
def test_a_record_that_does_not_fit_is_a_problem(tmp_path: Path, record: object, key: str) -> None:
    ids, problems = reading(tmp_path, record)
    assert (ids, problems[:1]) == (["person:ok"], [key])


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ({"as_of": "2020-99"}, "2020-99, which is no date"),
        ({"as_of": 2020}, "no date"),
        ({"id": "s/../x y"}, "no id of a source"),
        ({"id": "s\u001b"}, "no id of a source"),
        ({"id": "s" * 100_000}, "no id of a source"),
        ({"id": 5}, "no id of a source"),
        ({"title": 5}, "no text"),
        ({"records": {}}, "no list of records"),
    ],
)
def test_a_source_that_does_not_fit_is_an_error(tmp_path: Path, source: dict[str, object], told: str) -> None:
    with pytest.raises(LoadError) as error:
        reading(tmp_path, **source)
    assert told in str(error.value)
    assert len(str(error.value)) < 500
    assert "\x1b" not in str(error.value)


def test_a_source_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="twice"):
        readings(tmp_path, SOURCE | {"records": [GOOD]}, SOURCE | {"records": []})


def test_control_characters_in_names_are_taken_out(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    odd = {"type": "Person", "id": "person:x", "name": "A\u0000d\u001b[1ma", "aliases": ["B\u0007"]}
    file.write_text(json.dumps({"schema_version": 1, "sources": [SOURCE | {"records": [odd]}]}))
    (person,) = read([file])[0].records
    assert (getattr(person, "name"), getattr(person, "aliases")) == ("Ad[1ma", ("B",))  # noqa: B009 - of any class
