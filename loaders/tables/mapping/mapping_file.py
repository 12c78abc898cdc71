# SPDX-License-Identifier: GPL-3.0-or-later
"""A mapping file: what may stand in it, and that all of it makes sense.

A mapping is TOML; `loaders/mappings/` holds those that are shipped, and
docs/map-a-table.md explains the language:

    ignore = ["talks.csv"]            # files left out on purpose
    [[table]]
    file = "people.csv"               # may hold * and ?
    ignore = ["lat", "lon"]           # columns left out on purpose
    [table.values.role]               # other words for the cells of a column
    "PI" = "lead"
    [[table.record]]
    type = "worked_on"                # a class, as in the name of its canonical table
    source = { person = "{person}" }  # an end: class, then id or name
    target = { project = "{title}" }
    role = "{role}"                   # a template; text without braces is constant
    split = { person = ";" }          # one record for each part of the cell
    when = { status = ["done"] }      # only rows with one of these cells
    needs = ["title"]                 # only rows in which these cells are filled
    exact = true                      # names of these nodes are the same if only case and spaces differ

Templates are in `loaders/tables/mapping/templates.py`, values inside values
in `loaders/tables/mapping/nested.py`.
"""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from graph.errors import LoadError
from graph.schema.links import Link
from graph.schema.nodes import NODE_BY_PREFIX, own_fields
from loaders.cells.values import closest
from loaders.tables.canonical import CLASS_BY_TABLE
from loaders.tables.headings import wide_kinds


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RecordRule(BaseModel):
    """One `[[table.record]]`: a class, its templates, and for which rows."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str
    split: dict[str, str] = {}
    pair: dict[str, str] = {}
    when: dict[str, list[str]] = {}
    needs: list[str] = []
    exact: bool = False


class TableRule(_Strict):
    """One `[[table]]`: which files, and the records that their rows make."""

    file: str
    sheet: str = "*"
    rows: str = ""
    ignore: list[str] = []
    values: dict[str, dict[str, str]] = {}
    record: Annotated[list[RecordRule], Field(min_length=1)]


class ReadingRule(_Strict):
    """One `[[reading]]`: what somebody said of a table that is otherwise read by itself.

    `columns` gives a heading another one that is known; an empty one leaves
    the column out. `sections` is the heading under which the names of sections
    belong.
    """

    file: str
    sheet: str = "*"
    rows: str = ""
    sections: str = ""
    columns: dict[str, str] = {}


class MappingFile(_Strict):
    """What a mapping file says: tables that it explains, or answers about tables that are read by themselves.

    `accept` lists names that look odd and are right.
    """

    title: str = ""
    source: str = ""
    ignore: list[str] = []
    accept: list[str] = []
    reading: list[ReadingRule] = []
    table: list[TableRule] = []

    @model_validator(mode="after")
    def _says_something(self) -> "MappingFile":
        if not (self.table or self.reading or self.accept):
            message = "it has neither a [[table]] nor a [[reading]] nor a list “accept”"
            raise ValueError(message)
        return self


def shipped_mappings() -> tuple[str, ...]:
    """Return the names of the mappings that come with the program."""
    folder = files("loaders") / "mappings"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


def open_mapping(name: str) -> MappingFile:
    """Return a shipped mapping, or the one in a file; LoadError if it is none."""
    if name in shipped_mappings():
        text = (files("loaders") / "mappings" / f"{name}.toml").read_text(encoding="utf-8")
    elif Path(name).is_file():
        text = Path(name).read_text(encoding="utf-8", errors="replace")
    else:
        message = f"There is no mapping “{Path(name).name}”."
        raise LoadError(
            message, f"Shipped mappings are {', '.join(shipped_mappings())}; or give the path of a TOML file."
        )
    title = f"The mapping “{Path(name).name}”"
    try:
        mapping = MappingFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        message = f"{title} is no valid TOML: {error}."
        raise LoadError(message, "Correct that line.") from error
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        where = ".".join(map(str, detail["loc"]))
        message = f"{title} does not fit at {where}: {detail['msg']}."
        raise LoadError(message, "docs/map-a-table.md shows every part of a mapping.") from error
    for reading in mapping.reading:
        if reading.rows and reading.rows not in wide_kinds():
            message = f"{title} calls the rows of {reading.file} “{reading.rows}”, which no table has."
            raise LoadError(message, f"Rows are {', '.join(wide_kinds())}.")
    for table in mapping.table:
        for rule in table.record:
            _check_rule(rule, title)
    return mapping


def _check_rule(rule: RecordRule, title: str) -> None:
    cls = CLASS_BY_TABLE.get(rule.type)
    if cls is None:
        near = closest(rule.type, CLASS_BY_TABLE)
        message = f"{title} makes records of an unknown type “{rule.type}”."
        raise LoadError(message, f"Did you mean “{near}”?" if near else f"Types are {', '.join(CLASS_BY_TABLE)}.")
    if len(rule.split) > 1:
        message = f"{title} splits two columns for one {rule.type}."
        raise LoadError(message, "Write two records, each with one column to split.")
    for field, value in templates_of(rule).items():
        nested = isinstance(value, dict)
        end = issubclass(cls, Link) and field in {"source", "target"}
        if field not in own_fields(cls):
            near = closest(field, own_fields(cls))
            message = f"{title} fills an unknown field “{field}” of {rule.type}."
            raise LoadError(message, f"Did you mean “{near}”?" if near else f"Fields are {', '.join(own_fields(cls))}.")
        if end and not (nested and value and set(value) <= set(NODE_BY_PREFIX)):
            message = f"{title} must say what the {field} of {rule.type} is."
            raise LoadError(message, f'Write {field} = {{ person = "{{column}}" }}, with the class of that end.')
        if nested and not end and field != "labels":
            message = f"{title} gives the field “{field}” of {rule.type} more than one value."
            raise LoadError(message, "Only labels and the ends of links are written with braces of their own.")


def templates_of(rule: RecordRule) -> dict[str, str | dict[str, str]]:
    """Return the templates of a rule by field; ends and labels have several."""
    return {name: value if isinstance(value, dict) else str(value) for name, value in (rule.model_extra or {}).items()}
