# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lines say that are no group, no question of theirs and no list of themes.

The reader leaves them in `Outline.unread` with where they stand. Here they
become polls, ideas, definitions, kinds of partner and earlier meetings; the
others stay unread, each with the reason why.
"""

from graph.schema.folding import fold
from graph.schema.nodes import IdeaKind
from loaders.notes import remarks
from loaders.notes.lines import PLAIN, Kind, Line
from loaders.notes.outline import Idea, Outline, Reason, Standing, Table, asks
from loaders.notes.words import is_for_the_room, theme_name

_LONGEST = 1000
"""Longer lines are prose; the patterns for single lines may take the square of a length."""


def read_rest(outline: Outline) -> None:
    """Take what can be understood out of the unread lines. O(length of the text)."""
    if outline.is_empty:
        return
    themes = _themes(outline)
    outline.unread = [line for line in outline.unread if not _understood(line, outline, themes)]


def _understood(line: Line, outline: Outline, themes: dict[str, str]) -> bool:
    standing = outline.standing.get(line, Standing())
    if line.kind is Kind.HEADING or not line.text.strip() or len(line.text) > _LONGEST:
        return False
    if standing.question is not None:
        outline.ideas.append(Idea(line, IdeaKind.ANSWER, standing.table, question=standing.question))
        return True
    heading = standing.heading.text if standing.heading else ""
    if standing.table is None and (
        question := _poll(line, heading, is_item=standing.heading is not None and line.kind is Kind.ITEM)
    ):
        outline.polls.append((question, line))
        return True
    below = remarks.ideas_below(heading)
    if below is not None and _is_idea(line):
        kind, theme = remarks.labelled(line.text)
        outline.ideas.append(Idea(line, kind or below, _proposer(standing), theme=theme))
        return True
    return _known(line, outline, themes)


def _known(line: Line, outline: Outline, themes: dict[str, str]) -> bool:
    """Read a line that says by its own words what it is."""
    term = remarks.defined(line.text)
    if term and (theme := _theme_of(term, themes)) and theme not in outline.definitions:
        outline.definitions[theme] = line
        return True
    if kinds := remarks.partner_kinds(line.text):
        outline.kinds.append((kinds, line))
        return True
    if series := remarks.series(line.text):
        outline.series.append((series, line))
        return True
    return False


def _poll(line: Line, heading: str, *, is_item: bool) -> str | None:
    if is_item and remarks.calls_for_hands(heading) and asks(remarks.counted(line.text)[0]):
        return line.text
    return remarks.warm_up(line.text) if line.kind is Kind.TEXT else None


def _is_idea(line: Line) -> bool:
    return len(line.text.split()) > 1 and not asks(line.text)


def _proposer(standing: Standing) -> Table | None:
    """Return the group whose ideas these are: one in whose notes the heading stands, not one above all."""
    table, heading = standing.table, standing.heading
    if table is None or heading is None:
        return None
    own = table.line.level if table.line.kind is Kind.HEADING else PLAIN
    level = heading.level if heading.kind is Kind.HEADING else PLAIN
    return table if level > own or level == own == PLAIN else None


def _themes(outline: Outline) -> dict[str, str]:
    """Return the names of all themes in the notes, folded, in order."""
    tables = [table.topic for table in outline.tables if table.topic]
    blocks = [*outline.blocks, *(block for table in outline.tables for block in table.blocks)]
    headings = [theme_name(block.heading.text) for block in blocks if block.heading]
    listed = [name for found in outline.theme_lists for name, _line in found.themes]
    return {fold(name): name for name in (*tables, *headings, *listed)}


def _theme_of(term: str, themes: dict[str, str]) -> str | None:
    """Return the theme that is called so, else the only one with that word in its name."""
    folded = fold(term)
    if folded in themes:
        return themes[folded]
    holding = [name for known, name in themes.items() if f" {folded} " in f" {known} "]
    return holding[0] if len(holding) == 1 else None


def reason_of(section: list[Line], outline: Outline) -> Reason:
    """Say why a section of unread lines is none of all that."""
    if all(line.kind is Kind.HEADING or line.text.endswith((":", "：")) for line in section):
        return Reason.HEADING
    heading = outline.standing.get(section[-1], Standing()).heading
    leads = [line for line in [*section, *([heading] if heading else [])] if line.kind is not Kind.ITEM]
    is_for_all = any(is_for_the_room(line.text.rstrip(":： ")) for line in leads)
    return Reason.ROOM if is_for_all else Reason.STATEMENT
