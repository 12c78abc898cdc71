# SPDX-License-Identifier: GPL-3.0-or-later
"""From a snapshot to a result; one module per question that a user has.

From Python, `queries.ask(snapshot, "bus-factor", theta=0.5)` gives a result
with `rows`, `summary` and `to_frame()`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
