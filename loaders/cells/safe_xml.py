# SPDX-License-Identifier: GPL-3.0-or-later
"""XML of strangers: read without entities, without any other file, and only up to a size and depth."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from graph.errors import LoadError

MOST_BYTES = 1 << 28


class Element(Protocol):
    """What is used of an element of lxml, which has no types of its own."""

    @property
    def tag(self) -> object: ...  # noqa: D102 - its name, or a function for a comment
    @property
    def text(self) -> str | None: ...  # noqa: D102 - what stands before the first child
    @property
    def tail(self) -> str | None: ...  # noqa: D102 - what stands behind the element
    @property
    def sourceline(self) -> int | None: ...  # noqa: D102 - its line in the file
    def get(self, key: str, default: str) -> str: ...  # noqa: D102 - an attribute
    def iter(self) -> Iterator["Element"]: ...  # noqa: D102 - itself and all below
    def itertext(self) -> Iterator[str]: ...  # noqa: D102 - all text below
    def __iter__(self) -> Iterator["Element"]: ...  # noqa: D105 - its children


def read_xml(content: bytes, name: str) -> Element:
    """Return the root of a document, or raise LoadError.

    A document that defines entities of its own is refused: a few lines of
    them can stand for gigabytes.
    """
    from lxml import etree  # noqa: PLC0415 # pyright: ignore - only files of XML need it; it has no types

    if len(content) > MOST_BYTES:
        message = f"“{name}” holds {len(content) >> 20} MB of XML, which is more than can be read."
        raise LoadError(message, "Export a part of it, or tables as CSV.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"“{name}” is no valid XML: {error}."
        raise LoadError(message, "Export it again, or open it in the program that made it and save it.") from error
    document = root.getroottree().docinfo.internalDTD
    if document is not None and any(True for _ in document.iterentities()):
        message = f"“{name}” defines entities of its own, which no program needs to write a network."
        raise LoadError(message, "Export it again from the program that made it.")
    return root


def read_xml_file(path: Path) -> Element:
    """Return the root of a file, or raise LoadError."""
    if path.stat().st_size > MOST_BYTES:
        message = f"“{path.name}” holds {path.stat().st_size >> 20} MB of XML, which is more than can be read."
        raise LoadError(message, "Export a part of it, or tables as CSV.")
    return read_xml(path.read_bytes(), path.name)


def local(element: Element) -> str:
    """Return the name of an element without its namespace, "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
