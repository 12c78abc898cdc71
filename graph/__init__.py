# SPDX-License-Identifier: GPL-3.0-or-later
"""What the network is and where it is kept: schema, ids, stores, snapshot.

From Python, open a store and take a snapshot:

>>> import graph
>>> store = graph.open_store("memory:")
>>> len(store.snapshot())
0

What may be imported from here is listed in `__init__.pyi`, and is imported
when it is first asked for, so that the command line starts at once.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
