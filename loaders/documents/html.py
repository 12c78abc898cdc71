# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of the web, saved or exported: Etherpad and HackMD too."""

from pathlib import Path

from graph.errors import LoadError
from loaders.cells.safe_xml import MOST_BYTES, Element, local
from loaders.documents.document import Document

_LEFT_OUT = frozenset({"script", "style", "head", "nav", "footer", "noscript", "template", "svg", "button", "select"})
_BLOCKS = frozenset(
    "p div section article main header body html ul ol dl dd blockquote pre figure figcaption address details summary"
    " form fieldset center aside hr tbody thead".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MOST_CELLS = 200


def read_html(content: str, path: Path) -> Document:
    """Return the text and the tables of a page."""
    from lxml import etree  # noqa: PLC0415 # pyright: ignore - only pages need it; it has no types

    if len(content) > MOST_BYTES:
        message = f"“{path.name}” is too large to be read."
        raise LoadError(message, "Save the part that matters as a page of its own.")
    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(content.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"“{path.name}” is no page that can be read: {error}."
        raise LoadError(message, "Save it again in a browser.") from error
    page = _Page()
    if root is not None:
        page.walk(root)
        page.flush()
    return page.document


class _Page:
    """The walk over a page; text gathers until a block ends."""

    def __init__(self) -> None:
        self.document = Document()
        self.parts: list[str] = []
        self.is_item = False
        self.is_bold = True

    def flush(self) -> None:
        """End a line."""
        text = " ".join("".join(self.parts).split())
        if text and self.is_item:
            self.document.item(text)
        elif text:
            self.document.text_line(text)
        self.parts = []

    def walk(self, element: Element) -> None:
        """Add what an element holds."""
        name = local(element)
        if not name or name in _LEFT_OUT or "hidden" in element.get("class", "").split():
            return
        if name in _HEADINGS:
            self.flush()
            self.document.heading(_HEADINGS[name], _plain(element))
        elif name == "table":
            self.flush()
            self.document.table([_cells(row) for row in _rows(element)])
        elif name == "br":
            self.flush()
        else:
            self._inline_or_block(element, name)

    def _inline_or_block(self, element: Element, name: str) -> None:
        is_block = name in _BLOCKS or name in {"li", "dt", "tr", "td"}
        before = self.is_item
        if is_block:
            self.flush()
        if name == "li":
            self.is_item = True
        elif name in {"p", "div"} and self.document.lines and self.document.lines[-1] and not before:
            # A paragraph of a page stands apart from the one above, as after an empty line.
            self.document.text_line("")
        self.parts.append(element.text or "")
        for child in element:
            self.walk(child)
            self.parts.append(child.tail or "")
        if is_block:
            self.flush()
        self.is_item = before


def _plain(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _rows(table: Element) -> list[Element]:
    """Return the rows of a table, not those of tables inside it."""
    found: list[Element] = []
    for child in table:
        if local(child) == "tr":
            found.append(child)
        elif local(child) in {"thead", "tbody", "tfoot"}:
            found += _rows(child)
    return found


def _cells(row: Element) -> list[str]:
    """Return the cells of a row; one over several columns is the text in each."""
    cells: list[str] = []
    for cell in row:
        if local(cell) in {"td", "th"}:
            span = cell.get("colspan", "1")
            cells += [_lines(cell)] * (min(int(span), _MOST_CELLS) if span.isdigit() and int(span) else 1)
    return cells[:_MOST_CELLS]


def _lines(cell: Element) -> str:
    """Return the text of a cell, a line for each break, paragraph and item."""
    page = _Page()
    page.parts.append(cell.text or "")
    for child in cell:
        page.walk(child)
        page.parts.append(child.tail or "")
    page.flush()
    return "\n".join(line.removeprefix("- ") for line in page.document.lines if line)
