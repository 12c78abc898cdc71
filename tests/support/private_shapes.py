# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hundred telephone numbers and addresses, all different and none anybody's, in the shapes that people write."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

_PREFIXES = ("0", "+233 ", "00233", "+233 (0)", "(+233) ", "(0) ")
_CUTS = ((3, 3, 3), (2, 3, 4), (9,), (2, 2, 2, 3), (3, 2, 2, 2))
_BETWEEN = (" ", "-", ".", "/", "\u00a0", "–")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_WORDS = ("", "tel. ", "Tél : ", "phone: ", "WhatsApp ", "call ", "GSM ", "هاتف ", "mob ")
_ADDRESSES = """\
{0}@example.org
{0}.muster@example.co.uk
{0}+list@example.org
<{0}@example.org>
mailto:{0}@example.org
{0} [at] example.org
{0} (at) example.org
{0}(at)example.org
{0} at example dot org
{0}@exämple.org
{0} [at] example [dot] org
{0}@mail.example.museum
{0} @ example dot org
{0}_x@example.info
{0}@EXAMPLE.ORG
{0} at example point org
{0} {{at}} example {{dot}} org
{0}'s@example.org
{0}@example-online.net
{0}%x@example.org
""".splitlines()


class Shape(NamedTuple):
    """A text that must not be kept, and the part of it to look for."""

    text: str
    needle: str


def numbers() -> Iterator[Shape]:
    """Yield telephone numbers; the needle of one is its last digits."""
    ways = list(product(_PREFIXES, _CUTS, _BETWEEN))
    for count, (prefix, cuts, between) in enumerate(ways):
        digits = f"24{7_310_523 + 11_117 * count}"
        parts, rest = [], digits
        for cut in cuts:
            parts.append(rest[:cut])
            rest = rest[cut:]
        number = prefix + between.join(parts)
        if count % 11 == 3:
            number = number.translate(_ARABIC)
        if count % 23 == 5:
            number = number.translate(_WIDE)
        yield Shape(_WORDS[count % len(_WORDS)] + number, digits[-7:])


def addresses() -> Iterator[Shape]:
    """Yield e-mail addresses; the needle of one is what stands in front."""
    for count in range(60):
        local = f"zqx{count}w{'abcdefghij'[count % 10]}"
        yield Shape(_ADDRESSES[count % len(_ADDRESSES)].format(local), local)


SHAPES = (*list(numbers())[:140], *addresses())
