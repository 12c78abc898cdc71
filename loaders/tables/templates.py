# SPDX-License-Identifier: GPL-3.0-or-later
"""Empty tables to fill in, and a text that explains every column.

Both are made from the schema and from the headings that loaders know, so
they cannot fall behind. A template holds its headings alone and loads back
to nothing, without a problem.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, get_type_hints

from graph.schema.dates import PartialDate
from graph.schema.links import LINK_CLASSES, Link, table_name
from graph.schema.nodes import NODE_CLASSES, Country, Language, Node, Record, Wikidata, own_fields
from loaders.cells.values import field_types
from loaders.cells.words import FIELDS, LINK_WORDS
from loaders.tables.headings import ABOUT_LINKS, LINK_COLUMNS_OF, LinkColumn, known_headings, wide_kinds
from loaders.tables.nodes import words_for
from loaders.tables.review import COLUMNS

_HOW_TO_WRITE: dict[object, str] = {
    PartialDate: "`2017`, `2017-03` or `2017-03-18`",
    Country: "a name or ISO code",
    Language: "a name or BCP 47 tag",
    Wikidata: "an item such as `Q42`, or its address",
    tuple[Language, ...]: "names or BCP 47 tags, separated by `;`",
    tuple[str, ...]: "several, separated by `;`",
    dict[Language, str]: "`en: museums; fr: musées`",
    bool: "yes or no",
    float: "a number",
}


def templates() -> dict[str, str]:
    """Return the empty canonical tables by file name."""
    tables = {f"{table_name(cls)}.csv": ",".join(own_fields(cls)) + "\n" for cls in (*NODE_CLASSES, *LINK_CLASSES)}
    return tables | {"identity-review.csv": ",".join(COLUMNS) + "\n"}


def readme() -> str:
    """Return what every column means, in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Tables to load"
    yield ""
    yield "Fill in the tables that you need, leave the others out, and load the folder:"
    yield ""
    yield "    partnerships load FOLDER"
    yield ""
    yield "Save them as CSV in UTF-8, as XLSX with one sheet for each table, or as JSON lines."
    yield "An `id` may be anything of your own (`7`, `ada`); leave it empty and the name is used. Entries that have a"
    yield "Wikidata item, and people with a Wikimedia account, are the same in all sources. In a link, `source` and"
    yield "`target` are ids or names. Never write e-mail addresses, telephone numbers or bank data: they are left out."
    yield ""
    yield "## Entries"
    for node in NODE_CLASSES:
        yield from _table(node, (node.__doc__ or "").strip().partition("\n")[0])
    yield ""
    yield "## Links"
    for link in LINK_CLASSES:
        source, target = (words_for(end.classes) for end in link.ENDS)
        yield from _table(link, f"{source[:1].upper()}{source[1:]} “{link.FORWARD}” {target}.")
    yield ""
    yield "## Decisions about names"
    yield ""
    yield f"`identity-review.csv`: {', '.join(COLUMNS)}. Only `left_id`, `right_id` and `decision` (same, different or"
    yield "unsure) count; a row without a decision changes nothing."
    yield ""
    yield "## Tables as you have them"
    yield ""
    yield f"A table or sheet called {', '.join(wide_kinds())} has one row an entry. Any field above may be a column,"
    yield "and further columns name other entries, separated by `;` or line breaks. A name that is in no table of the"
    yield "load makes a new entry, and that is said. Case, accents and spaces of a heading do not matter."
    for cls in NODE_CLASSES:
        yield from _wide_table(cls)


def _table(cls: type[Record], about: str) -> Iterator[str]:
    yield ""
    yield f"### {table_name(cls)}.csv"
    yield ""
    yield about
    yield ""
    yield "| column | what | how to write it | also understood |"
    yield "|---|---|---|---|"
    for field in own_fields(cls):
        also = ", ".join(dict.fromkeys(word for word in FIELDS[field].all() if word != field))
        yield f"| {field} | {_description(cls, field)} | {_how_to_write(cls, field)} | {also} |"


def _description(cls: type[Record], field: str) -> str:
    if issubclass(cls, Link) and field in {"source", "target"}:
        return f"{words_for(cls.ENDS[field == 'target'].classes)}."
    hint: Any = get_type_hints(cls, include_extras=True)[field]
    return next(one.description for one in hint.__metadata__ if getattr(one, "description", None))


def _how_to_write(cls: type[Record], field: str) -> str:
    kind = field_types(cls)[field]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return ", ".join(kind)
    if issubclass(cls, Link) and field in {"source", "target"}:
        return "an id or a name"
    return _HOW_TO_WRITE.get(kind, "text")


def _wide_table(cls: type[Node]) -> Iterator[str]:
    yield ""
    yield f"### {cls.PLURAL}"
    yield ""
    yield "| column | what it says | français | العربية |"
    yield "|---|---|---|---|"
    known = set(map(id, known_headings(cls).values()))
    for column in LINK_COLUMNS_OF[cls]:
        words = LINK_WORDS.get(column.words) or FIELDS[column.words]
        yield f"| {words.en[0]} | {_link_column(cls, column)} | {words.fr[0]} | {words.ar[0]} |"
    for about_link in ABOUT_LINKS:
        if id(about_link) in known:
            words = FIELDS[about_link.field]
            links = "”, “".join(
                link.FORWARD for link in about_link.links if any(column.link is link for column in LINK_COLUMNS_OF[cls])
            )
            what = f"{about_link.field.replace('_', ' ')} of the row's first of “{links}”"
            yield f"| {words.en[0]} | {what} | {words.fr[0]} | {words.ar[0]} |"


def _link_column(cls: type[Node], column: LinkColumn) -> str:
    others = words_for(column.others)
    fixed = "".join(f" ({value})" for _, value in column.fixed)
    sentence = (
        f"{others} {column.link.FORWARD} {cls.LABEL}"
        if column.backward
        else f"{cls.LABEL} {column.link.FORWARD} {others}"
    )
    made = f"; an unknown name makes a new {column.made.LABEL}" if column.made else "; an unknown name stays text"
    return f"{sentence}{fixed}{made}"
