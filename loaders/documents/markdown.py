# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables inside Markdown and other notes: taken out, so that the rest keeps its lines."""

import re

from loaders.documents.document import Document, Grid, can_be_title

_RULE = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)+\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_HEADING = re.compile(r"#{1,6}\s*|[*_=]+")


def read_markdown(text: str) -> Document:
    """Return the lines of a text without its tables, and the tables.

    A table is a row with bars, a row of dashes below it, and all rows with
    bars that follow. O(length of the text).
    """
    done = Document(lines=text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    lines = done.lines
    number = above = 0
    while number < len(lines):
        is_table = number + 1 < len(lines) and "|" in lines[number] and _RULE.fullmatch(lines[number + 1])
        if not is_table:
            above = number + 1 if lines[number].strip() else above
            number += 1
            continue
        rows = [(number + 1, _cells(lines[number]))]
        end = number + 2
        while end < len(lines) and "|" in lines[end] and lines[end].strip():
            rows.append((end + 1, _cells(lines[end])))
            end += 1
        width = len(rows[0][1])
        rows = [(line, [*cells[:width], *[""] * (width - len(cells))]) for line, cells in rows]
        title = lines[above - 1].strip() if above else ""
        if not (title.startswith("#") or can_be_title(title)):
            title, above = "", 0
        done.tables.append(Grid(rows=rows, title=_HEADING.sub("", title).strip(" :"), title_line=above))
        lines[number:end] = [""] * (end - number)
        number = end
    return done


def _cells(line: str) -> list[str]:
    """Return the cells of a row; a bar with a stroke in front is text, and so is one in a link of a wiki."""
    body = line.strip().removeprefix("|")
    if body.endswith("|") and not body.endswith("\\|"):
        body = body[:-1]
    body = re.sub(r"\[\[([^\]|]*)\|", r"[[\1\\|", body)
    return [cell.strip().replace("\\|", "|") for cell in _BAR.split(body)]
