# SPDX-License-Identifier: GPL-3.0-or-later
"""Which kind a document is, by its ending and by what is in it."""

from pathlib import Path

from graph.schema.source import Problem
from loaders.cells.encodings import read_text
from loaders.documents.document import Document

TEXT_SUFFIXES = (".md", ".markdown", ".txt")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
WIKI_SUFFIXES = (".wiki", ".wikitext", ".mediawiki")
OFFICE_SUFFIXES = (".docx", ".odt", ".pptx")
DOCUMENT_SUFFIXES = (*HTML_SUFFIXES, *OFFICE_SUFFIXES, ".pdf")
SUFFIXES = (*TEXT_SUFFIXES, *HTML_SUFFIXES, *WIKI_SUFFIXES, *OFFICE_SUFFIXES, ".pdf")


def read_document(path: Path) -> tuple[Document, list[Problem]]:
    """Return the lines and tables of a document, whatever its kind, and problems; LoadError if it cannot be read."""
    suffix = path.suffix.lower()
    if suffix in OFFICE_SUFFIXES:
        from loaders.documents.office import read_docx, read_odt, read_pptx  # noqa: PLC0415 - only such files need it

        return {".docx": read_docx, ".odt": read_odt, ".pptx": read_pptx}[suffix](path), []
    if suffix == ".pdf":
        from loaders.documents.pdf import read_pdf  # noqa: PLC0415 - as above

        return read_pdf(path), []
    text, problems = read_text(path)
    return document_of_text(text, path), problems


def document_of_text(text: str, path: Path) -> Document:
    """Return what a text holds: a page of the web or of a wiki, or lines with tables among them."""
    suffix = path.suffix.lower()
    if suffix in HTML_SUFFIXES:
        from loaders.documents.html import read_html  # noqa: PLC0415 - as above

        return read_html(text, path)
    from loaders.documents.wiki import is_wiki, read_wiki  # noqa: PLC0415 - as above

    if suffix in WIKI_SUFFIXES or is_wiki(text):
        return read_wiki(text, path.stem)
    from loaders.documents.markdown import read_markdown  # noqa: PLC0415 - as above

    return read_markdown(text)
