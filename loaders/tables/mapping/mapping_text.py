# SPDX-License-Identifier: GPL-3.0-or-later
"""A mapping file that reads a table as it was read without one, to be edited by hand."""

import json
from collections.abc import Iterator, Sequence

from loaders.cells.asks import About, Ask
from loaders.cells.plan import ColumnPlan, TablePlan
from loaders.tables.subject import Reason

_HEAD = """\
# How these files were read. Change a line and load them with --mapping and the name of this file;
# docs/map-a-table.md explains every word. Totals and section rows are read as records here.
"""

_ANSWERS_HEAD = """\
# What was answered about these files. Load them with --mapping and the name of this file to read them so again;
# docs/map-a-table.md explains every word.
"""


def mapping_text(plans: Sequence[TablePlan], source: str) -> str:
    """Return the text of a mapping with a table for each plan."""
    lines = [_HEAD, f"source = {_quoted(source)}", ""]
    for plan in plans:
        if plan.reason == Reason.SURVEY.value:
            continue  # It is read without a mapping, and no other could read it so.
        lines += [*_table(plan), ""]
    return "\n".join(lines)


def answers_text(answers: Sequence[tuple[Ask, str]], source: str) -> str:
    """Return the text of a mapping that says what somebody answered; a name was answered with yes or no."""
    accepted = [ask.examples[0] for ask, answer in answers if ask.about is About.NAME and answer == "yes"]
    lines = [_ANSWERS_HEAD, f"source = {_quoted(source)}"]
    if accepted:
        lines.append(f"accept = {_value(accepted)}")
    tables: dict[tuple[str, str], list[tuple[Ask, str]]] = {}
    for ask, answer in answers:
        if ask.about is not About.NAME:
            tables.setdefault((ask.file, ask.sheet), []).append((ask, answer))
    for (file, sheet), asked in tables.items():
        lines += ["", "[[reading]]", f"file = {_quoted(file)}"]
        if sheet:
            lines.append(f"sheet = {_quoted(sheet)}")
        lines += [f"rows = {_quoted(answer)}" for ask, answer in asked if ask.about is About.ROWS and answer]
        lines += [f"sections = {_quoted(answer)}" for ask, answer in asked if ask.about is About.SECTIONS and answer]
        columns = {ask.heading: answer for ask, answer in asked if ask.about is About.COLUMN}
        if columns:
            lines.append("[reading.columns]")
            lines += [f"{_quoted(heading)} = {_quoted(answer)}" for heading, answer in columns.items()]
    return "\n".join(lines) + "\n"


def _table(plan: TablePlan) -> Iterator[str]:
    yield "[[table]]"
    yield f"file = {_quoted(plan.file)}"
    if plan.sheet:
        yield f"sheet = {_quoted(plan.sheet)}"
    name = _name(plan.columns)
    used = [column for column in plan.columns if column.kind in {"field", "link", "ticks", "about a link"}]
    ignored = [column.heading for column in plan.columns if column not in used and column.heading]
    if ignored:
        yield f"ignore = [{', '.join(map(_quoted, ignored))}]"
    yield from _record(plan.cls, {"name": name, **_fields(plan.columns)})
    for column in used:
        if column.made:
            yield from _others(plan, column, name)


def _name(columns: Sequence[ColumnPlan]) -> str:
    named = [column for column in columns if column.kind == "field" and column.target == "name"]
    parts = sorted((column for column in named if column.part), key=lambda column: column.part)
    account = [column for column in columns if column.kind == "field" and column.target == "username"]
    return " ".join(f"{{{column.heading}}}" for column in (parts or named[:1] or account[:1]))


def _fields(columns: Sequence[ColumnPlan]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for column in columns:
        if column.kind == "field" and column.target not in {"name", "labels"}:
            fields.setdefault(column.target, f"{{{column.heading}}}")
    return fields


def _others(plan: TablePlan, column: ColumnPlan, name: str) -> Iterator[str]:
    """Yield the entries that a column names, and the links to them."""
    other = column.choice or f"{{{column.heading}}}"
    rest: dict[str, object] = (
        {"when": {column.heading: list(column.ticks)}} if column.choice else {"needs": [column.heading]}
    )
    if not column.choice:
        rest["split"] = {column.heading: "".join(sorted({";", *column.counts.separators}))}
    yield from _record(column.made, {"name": other}, rest)
    ends = {plan.cls: name}, {column.made: other}
    source, target = reversed(ends) if column.is_backward else ends
    about = {one.target: f"{{{one.heading}}}" for one in plan.columns if _is_about(one, column)}
    yield from _record(column.target, {"source": source, "target": target, **dict(column.fixed), **about}, rest)


def _is_about(column: ColumnPlan, link: ColumnPlan) -> bool:
    from loaders.tables.canonical import CLASS_BY_TABLE  # noqa: PLC0415 - the table of classes is needed here alone

    return column.kind == "about a link" and column.target in CLASS_BY_TABLE[link.target].__dataclass_fields__


def _record(type_: str, fields: dict[str, object], rest: dict[str, object] | None = None) -> Iterator[str]:
    yield ""
    yield "[[table.record]]"
    yield f"type = {_quoted(type_)}"
    for key, value in {**fields, **(rest or {})}.items():
        yield f"{key} = {_value(value)}"


def _value(value: object) -> str:
    match value:
        case dict():
            return "{ " + ", ".join(f"{_quoted(str(key))} = {_value(inner)}" for key, inner in value.items()) + " }"
        case list():
            return "[" + ", ".join(map(_value, value)) + "]"
        case _:
            return _quoted(str(value))


def _quoted(text: str) -> str:
    """Return a TOML string; JSON writes the same escapes."""
    return json.dumps(text, ensure_ascii=False)
