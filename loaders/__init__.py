# SPDX-License-Identifier: GPL-3.0-or-later
"""From files to records and problems; one module per kind of input.

From Python, `loaders.read(paths)` gives a reading for each source, ready for
`store.load(reading.source, reading.records)`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
