# SPDX-License-Identifier: GPL-3.0-or-later
from .site.notebook import Picture as Picture
from .site.notebook import draw as draw

__all__ = [
    "Picture",
    "draw",
]
