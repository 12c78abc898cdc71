# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on the paper: reads the PDF files that Chromium writes, as far as the tests need it.

Such a file names each font after its object and writes text as numbers of
glyphs, which a table beside the font turns into letters.
"""

import re
import zlib
from dataclasses import dataclass
from functools import cached_property

_OBJECT = re.compile(rb"^(\d+) 0 obj\b(.*?)^endobj", re.DOTALL | re.MULTILINE)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/F(\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>\s*Tj|\[((?:<[0-9A-Fa-f]*>|[-\d.\s])*)\]\s*TJ")
_SINGLE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>$", re.MULTILINE)
_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")


@dataclass(frozen=True)
class Printed:
    """A PDF file."""

    content: bytes

    @cached_property
    def _objects(self) -> dict[int, bytes]:
        return {int(number): body for number, body in _OBJECT.findall(self.content)}

    def _stream(self, number: int) -> bytes:
        found = _STREAM.search(self._objects[number])
        assert found
        return zlib.decompress(found[1]) if b"/FlateDecode" in self._objects[number] else found[1]

    @cached_property
    def pages(self) -> list[bytes]:
        """What is drawn on every page, in the language of the file."""
        found = (
            re.search(rb"/Contents (\d+) 0 R", body) for body in self._objects.values() if b"/Type /Page\n" in body
        )
        return [self._stream(int(one[1])) for one in found if one]

    @cached_property
    def text(self) -> str:
        """All letters, in the order of drawing."""
        return "".join(map(self._letters, self.pages))

    def _letters(self, page: bytes) -> str:
        letters: list[str] = []
        glyphs: dict[int, str] = {}
        for font, single, several in _SHOWN.findall(page):
            if font:
                glyphs = self._glyphs(int(font))
            digits = single or b"".join(re.findall(rb"<([0-9A-Fa-f]*)>", several))
            letters += (glyphs.get(int(digits[at : at + 4], 16), "") for at in range(0, len(digits), 4))
        return "".join(letters)

    def _glyphs(self, font: int) -> dict[int, str]:
        table = re.search(rb"/ToUnicode (\d+) 0 R", self._objects[font])
        if not table:
            return {}
        text = self._stream(int(table[1]))
        glyphs = {int(glyph, 16): _unicode(letters) for glyph, letters in _SINGLE.findall(text)}
        for first, last, letter in _RANGE.findall(text):
            for glyph in range(int(first, 16), int(last, 16) + 1):
                glyphs[glyph] = chr(int(letter, 16) + glyph - int(first, 16))
        return glyphs

    def painted(self, colour: str) -> int:
        """Say how often a colour, as `#rrggbb`, is used to fill something."""
        used = " ".join(
            f"{int(colour[at : at + 2], 16) / 255:.4f}".strip("0").removesuffix(".") or "0" for at in (1, 3, 5)
        )
        return sum(page.count(f"{used} rg".encode()) for page in self.pages)


def _unicode(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")
