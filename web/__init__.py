# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that a person touches: pages, JSON and CSV, command line.

From Python, `web.draw(snapshot, "person:ada")` gives a picture for a notebook.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
