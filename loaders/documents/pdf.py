# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of a PDF; its tables cannot be told from text."""

from pathlib import Path

from graph.errors import LoadError
from loaders.documents.document import Document

_MOST_PAGES = 500
_MOST_BYTES = 1 << 26
_SAVE_SOME = "Save the pages that matter as a file of their own."


def read_pdf(path: Path) -> Document:
    """Return the text of a PDF, or raise LoadError if it is damaged, locked, too large, or pictures of pages."""
    from pypdf import PdfReader  # noqa: PLC0415 - only PDF needs it

    done = Document()
    if path.stat().st_size > _MOST_BYTES:
        message = f"“{path.name}” is too large to be read."
        raise LoadError(message, _SAVE_SOME)
    try:
        reader = PdfReader(path)
        is_locked = reader.is_encrypted and not reader.decrypt("")
        pages = 0 if is_locked else len(reader.pages)
        for page in reader.pages if 0 < pages <= _MOST_PAGES else ():
            for line in page.extract_text().splitlines():
                done.text_line(line)
            done.text_line("")
    # Damaged files make it fail in any way, and none of them is a fault of ours.
    except Exception as error:
        message = f"“{path.name}” is no PDF that can be read ({type(error).__name__})."
        raise LoadError(message, "Open it and save it again, or copy its text into a text file.") from error
    if is_locked:
        message = f"“{path.name}” is locked with a password."
        raise LoadError(message, "Save it without one.")
    if pages > _MOST_PAGES:
        message = f"“{path.name}” has {pages} pages, which is more than can be read."
        raise LoadError(message, _SAVE_SOME)
    if not done.text.strip():
        message = f"“{path.name}” holds pictures of pages and no text."
        raise LoadError(message, "Copy its text into a text file, or scan it with text recognition.")
    return done
