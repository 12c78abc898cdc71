# SPDX-License-Identifier: GPL-3.0-or-later
"""Text and tables of `.docx`, `.odt` and `.pptx`.

Read from the XML itself: inserted text of tracked changes, content controls
and text boxes count, deleted text and comments do not.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath

from loaders.cells.naming import looks_like_person
from loaders.cells.safe_xml import Element, local
from loaders.documents.document import Document
from loaders.documents.packed import Packed

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_HEADING = re.compile(r"heading (\d)|(title)", re.IGNORECASE)
_NOT_TEXT = frozenset(
    {"del", "delText", "moveFrom", "instrText", "tracked-changes", "annotation", "note-citation", "Fallback"}
)
_TITLES = frozenset({"title", "ctrTitle"})
_SIDE = frozenset({"dt", "ftr", "sldNum", "hdr"})
_MOST_REPEATED = 100


def read_docx(path: Path) -> Document:
    """Return what a document of Word holds."""
    with closing(Packed(path)) as packed:
        styles = packed.part("word/styles.xml")
        _Docx(_levels(styles) if styles is not None else {}).read(
            packed.needed("word/document.xml"), done := Document()
        )
    return done


def read_odt(path: Path) -> Document:
    """Return what a document of LibreOffice holds."""
    with closing(Packed(path)) as packed:
        _odt(packed.needed("content.xml"), done := Document())
    return done


def read_pptx(path: Path) -> Document:
    """Return the slides of a presentation in order: titles are headings, bullets items."""
    done = Document()
    with closing(Packed(path)) as packed:
        packed.needed("ppt/presentation.xml")
        for number, name in enumerate(_slides(packed)):
            _slide(packed.needed(name), done, level=2 if number else 1)
    return done


def _inside(element: Element, *names: str) -> Iterator[Element]:
    """Yield the outermost elements of these names below an element, deleted text left out."""
    for child in element:
        name = local(child)
        if name in names:
            yield child
        elif name not in _NOT_TEXT:
            yield from _inside(child, *names)


def _text(element: Element, *, blocks: tuple[str, ...] = ("p",)) -> str:
    """Return the text of a paragraph or cell; breaks and paragraphs are line ends."""
    parts: list[str] = []

    def walk(one: Element) -> None:
        name = local(one)
        if name in _NOT_TEXT:
            return
        match name:
            case "br" | "cr" | "line-break":
                parts.append("\n")
            case "tab" | "s":
                parts.append(" ")
            case "t":
                parts.append(one.text or "")
            case _:
                if one.tag.__class__ is str and str(one.tag).startswith(_TEXT) and one.text:
                    parts.append(one.text)
                for child in one:
                    walk(child)
                    if str(one.tag).startswith(_TEXT) and child.tail:
                        parts.append(child.tail)
        if name in blocks:
            parts.append("\n")

    walk(element)
    return "".join(parts).strip()


def _levels(styles: Element) -> dict[str, int]:
    """Return the level of heading of each style that is one, whatever it is called in its language."""
    own: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in _inside(styles, "style"):
        id_ = style.get(f"{_WORD}styleId", "")
        for part in style.iter():
            value = part.get(f"{_WORD}val", "")
            match local(part):
                case "name" if found := _HEADING.fullmatch(value):
                    own[id_] = int(found[1] or 1)
                case "outlineLvl" if value.isdigit() and int(value) < 9:
                    own.setdefault(id_, int(value) + 1)
                case "basedOn":
                    based[id_] = value
                case _:
                    pass
    for id_ in based:
        above, seen = id_, set[str]()
        while above not in own and above in based and above not in seen:
            seen.add(above)
            above = based[above]
        if above in own:
            own.setdefault(id_, own[above])
    return own


class _Docx:
    def __init__(self, levels: dict[str, int]) -> None:
        self.levels = levels

    def read(self, element: Element, done: Document) -> None:
        for block in _inside(element, "p", "tbl"):
            if local(block) == "p":
                self._paragraph(block, done)
            else:
                rows = [[_text(cell) for cell in _inside(row, "tc")] for row in _inside(block, "tr")]
                done.table(rows)

    def _paragraph(self, block: Element, done: Document) -> None:
        text = _text(block)
        style, is_item, level = "", False, 0
        for properties in (child for child in block if local(child) == "pPr"):
            for part in properties:
                value = part.get(f"{_WORD}val", "")
                match local(part):
                    case "pStyle":
                        style = value
                    case "numPr":
                        is_item = True
                    case "outlineLvl" if value.isdigit() and int(value) < 9:
                        level = int(value) + 1
                    case _:
                        pass
        level = level or self.levels.get(style, 0)
        if level:
            done.heading(level, text)
        elif is_item or style.lower().startswith(("listbullet", "listnumber")):
            done.item(text)
        else:
            done.text_line(text, is_bold=bool(text) and self._is_bold(block))

    def _is_bold(self, block: Element) -> bool:
        runs = [run for run in _inside(block, "r") if _text(run)]
        return bool(runs) and all(
            any(local(part) == "b" and part.get(f"{_WORD}val", "1") not in {"0", "false"} for part in run.iter())
            for run in runs
        )


def _odt(element: Element, done: Document) -> None:
    for block in _inside(element, "h", "p", "list", "table"):
        match local(block):
            case "h":
                level = block.get(f"{_TEXT}outline-level", "1")
                done.heading(int(level) if level.isdigit() else 1, _text(block))
            case "p":
                done.text_line(_text(block))
            case "list":
                for item in _inside(block, "p", "h"):
                    done.item(_text(item))
            case _:
                done.table([_odt_row(row) for row in _inside(block, "table-row")])


def _odt_row(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if local(cell) in {"table-cell", "covered-table-cell"}:
            times = cell.get(f"{_TABLE}number-columns-repeated", "1")
            cells += [_text(cell)] * (min(int(times), _MOST_REPEATED) if times.isdigit() else 1)
    return cells


def _slides(packed: Packed) -> list[str]:
    """Return the parts of the slides in the order of the presentation."""
    relations = packed.part("ppt/_rels/presentation.xml.rels")
    targets = {one.get("Id", ""): one.get("Target", "") for one in relations} if relations is not None else {}
    ids = [one.get(f"{_DRAWING}id", "") for one in _inside(packed.needed("ppt/presentation.xml"), "sldId")]
    names = [str(PurePosixPath("ppt") / targets[id_]) if id_ in targets else "" for id_ in ids]
    names = [name.removeprefix("ppt//") if name.startswith("ppt//") else name for name in names]
    return [name for name in names if name in packed.names()]


def _slide(root: Element, done: Document, *, level: int) -> None:
    """Add a slide; what stands in its title comes first, wherever it stands."""
    shapes = list(_inside(root, "sp", "tbl"))
    shapes.sort(key=lambda shape: _placeholder(shape) not in _TITLES)
    done.lines.append("")
    for shape in shapes:
        kind = _placeholder(shape)
        if local(shape) == "tbl":
            done.table([[_text(cell) for cell in _inside(row, "tc")] for row in _inside(shape, "tr")])
        elif kind in _TITLES:
            done.heading(level, _text(shape))
        elif kind not in _SIDE:
            for paragraph in _inside(shape, "p"):
                text = _text(paragraph)
                # What is no placeholder is a box of text; placeholders have bullets unless they say otherwise.
                is_plain = kind in {None, "subTitle"} or any(local(part) == "buNone" for part in paragraph.iter())
                (done.text_line if is_plain or _lists_people(text) else done.item)(text)


def _lists_people(text: str) -> bool:
    """Say whether a line of a slide is a list of names, which has a bullet for want of another way to write it."""
    parts = re.split(r"\s*[,،;]\s*", text)
    return len(parts) > 1 and all(map(looks_like_person, parts))


def _placeholder(shape: Element) -> str | None:
    """Return what a shape is a placeholder for, None if it is none."""
    for part in shape.iter():
        if local(part) == "ph":
            return part.get("type", "body")
        if local(part) == "txBody":
            break
    return None
