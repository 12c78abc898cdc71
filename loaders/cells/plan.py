# SPDX-License-Identifier: GPL-3.0-or-later
"""How a table was read, as data: what its rows are and why, and what each column is.

The command line says it in sentences, and the site can show the same.
"""

from dataclasses import dataclass, field

from graph.text.message import Message, Text

ASKED = Text(
    "reading-asked",
    "$1: rows are $2, as was asked for; there {{PLURAL:$3|is one|are $3}}.",
    "$1 table, $2 plural of a class, $3 number",
)
NAMED = Text(
    "reading-named",
    "$1: rows are $2, since the table is called so; there {{PLURAL:$3|is one|are $3}}.",
    "$1 table, $2 plural of a class, $3 number",
)
PEOPLE = Text(
    "reading-people",
    "$1: rows are people, since “$2” holds names of people; there {{PLURAL:$3|is one|are $3}}.",
    "$1 table, $2 heading, $3 number",
)
HEADING = Text(
    "reading-heading",
    "$1: rows are $2, since “$4” names them; there {{PLURAL:$3|is one|are $3}}.",
    "$1 table, $2 plural of a class, $3 number, $4 heading",
)
ONLY_FIT = Text(
    "reading-only-fit",
    "$1: rows are $2, since all headings fit these alone; there {{PLURAL:$3|is one|are $3}}.",
    "$1 table, $2 plural of a class, $3 number",
)
SURVEY = Text(
    "reading-survey",
    "$1: answers to the survey that “partnerships survey” prints; rows are $2, and "
    "{{PLURAL:$3|one gave|$3 gave}} consent.",
    "$1 table, $2 plural of a class, $3 number",
)
FIELDS = Text("reading-fields", "Fields of theirs: $1.", "$1 list of headings")
LINK = Text(
    "reading-link",
    "“$1” names $2: {{PLURAL:$3|one mention|$3 mentions}}, "
    "of which {{PLURAL:$4|one made a new entry|$4 made new entries}}.",
    "$1 heading, $2 plural of a class, $3 and $4 numbers",
)
TICKS = Text("reading-ticks", "Ticks name $1: $2.", "$1 plural of a class, $2 list of headings")
LEFT_OUT = Text("reading-left-out", "Left out: $1.", "$1 list of headings")
NO_RECORDS = Text(
    "reading-no-records",
    "{{PLURAL:$1|One row is|$1 rows are}} no records but headings, totals, remarks or sections.",
    "$1 number",
)
NOTHING = Text(
    "reading-nothing", "{{PLURAL:$1|One cell says|$1 cells say}} that nothing is known, such as “TBD”.", "$1 number"
)


@dataclass(slots=True, kw_only=True)
class Counts:
    """What the cells of a column gave: names, new nodes, and cells that name nothing."""

    named: int = 0
    new: int = 0
    nothing: int = 0
    separators: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan:
    """A column: its heading, what it is, and what its cells gave.

    `kind` is a value of `Kind` in `loaders/tables/layout.py`; `target` a field or the
    table of a link; `made` and `plural` are the class that its cells name.
    """

    heading: str
    kind: str
    target: str = ""
    part: str = ""
    made: str = ""
    plural: str = ""
    is_backward: bool = False
    fixed: tuple[tuple[str, str], ...] = ()
    choice: str = ""
    ticks: tuple[str, ...] = ()
    counts: Counts = field(default_factory=Counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """A table: where it is, what its rows are, and what was left out of it."""

    file: str
    sheet: str = ""
    rows: int = 0
    cls: str = ""
    plural: str = ""
    reason: str = ""
    because: str = ""
    columns: tuple[ColumnPlan, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)


_REASONS = {
    "asked": ASKED,
    "name of the table": NAMED,
    "names of people": PEOPLE,
    "heading that names the rows": HEADING,
    "only class that fits": ONLY_FIT,
    "answers to the survey": SURVEY,
}


def sentences(plan: TablePlan) -> list[Message]:
    """Return the paragraph that says how a table was read."""
    table = f"{plan.file} ({plan.sheet})" if plan.sheet else plan.file
    reason = _REASONS[plan.reason]
    second = plan.because if reason is PEOPLE else plan.plural
    found = [reason(table, second, plan.rows, *([plan.because] if reason is HEADING else []))]
    fields = [column.heading for column in plan.columns if column.kind in {"field", "about a link"} and column.heading]
    if fields:
        found.append(FIELDS(fields))
    found += [
        LINK(column.heading, column.plural, column.counts.named, column.counts.new)
        for column in plan.columns
        if column.kind == "link" and column.plural
    ]
    ticked = [column for column in plan.columns if column.kind == "ticks"]
    for plural in dict.fromkeys(column.plural for column in ticked):
        found.append(TICKS(plural, [column.choice for column in ticked if column.plural == plural]))
    left_out = [column.heading for column in plan.columns if column.kind in {"left out", "unknown", "private"}]
    if left_out:
        found.append(LEFT_OUT(left_out))
    if rows := sum(plan.left_out.values()):
        found.append(NO_RECORDS(rows))
    if nothing := sum(column.counts.nothing for column in plan.columns):
        found.append(NOTHING(nothing))
    return found


NETWORK = Text(
    "reading-network",
    "$1: a network; its entries are read as $2, its links as $3.",
    "$1 file, $2 numbers with words for classes, $3 words of links with numbers",
)
NETWORK_ENTRIES = Text(
    "reading-network-entries", "$1: entries of a network, read as $2.", "$1 file, $2 numbers with words for classes"
)
NETWORK_LINKS = Text(
    "reading-network-links", "$1: links of a network, read as $2.", "$1 file, $2 words of links with numbers"
)
BY_ENDS = Text(
    "reading-network-by-ends",
    "{{PLURAL:$1|One link says no kind of its own; what it connects says it"
    "|$1 links say no kind of their own; what they connect says it}}.",
    "$1 number",
)


@dataclass(slots=True, kw_only=True)
class NetworkPlan:
    """A network: its file, and how many entries and links of which words it was read as; `by_ends` by their ends."""

    file: str
    entries: dict[str, int] = field(default_factory=dict)
    links: dict[str, int] = field(default_factory=dict)
    by_ends: int = 0


def network_sentences(plan: NetworkPlan) -> list[Message]:
    """Return the paragraph that says how a network was read; none if nothing was."""
    entries = [f"{number} {words}" for words, number in plan.entries.items()]
    links = [f"“{words}” ({number})" for words, number in plan.links.items()]
    if entries and links:
        found = [NETWORK(plan.file, entries, links)]
    else:
        found = [NETWORK_ENTRIES(plan.file, entries)] if entries else [NETWORK_LINKS(plan.file, links)] if links else []
    return [*found, BY_ENDS(plan.by_ends)] if plan.by_ends else found
