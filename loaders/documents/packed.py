# SPDX-License-Identifier: GPL-3.0-or-later
"""The XML inside office documents, which are ZIP files: never more of it than can be read."""

import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from graph.errors import LoadError
from loaders.cells.safe_xml import MOST_BYTES, Element, read_xml


class Packed:
    """An office document; parts are read one by one."""

    def __init__(self, path: Path) -> None:
        """Open it, or raise LoadError."""
        self._name = path.name
        try:
            self._file = ZipFile(path)
        except (BadZipFile, OSError) as error:
            raise self._damaged() from error
        if (
            size := sum(part.file_size for part in self._file.infolist() if part.filename.endswith(".xml"))
        ) > MOST_BYTES:
            message = f"“{path.name}” holds {size >> 20} MB of text once unpacked, which is more than can be read."
            raise LoadError(message, "Save the part that matters as a document of its own.")

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return self._file.namelist()

    def part(self, name: str) -> Element | None:
        """Return the root of a part, None if there is none; LoadError if it is damaged."""
        try:
            with self._file.open(name) as part:
                # The size that a file tells of a part need not be true.
                content = part.read(MOST_BYTES + 1)
        except KeyError:
            return None
        except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
            raise self._damaged() from error
        return read_xml(content, self._name)

    def needed(self, name: str) -> Element:
        """Return the root of a part without which it is no such document."""
        root = self.part(name)
        if root is None:
            raise self._damaged()
        return root

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _damaged(self) -> LoadError:
        message = f"“{self._name}” is no document that can be read."
        return LoadError(message, "Open it in an office program and save it again, or as text.")
