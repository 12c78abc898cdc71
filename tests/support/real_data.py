# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the real data lie; nobody else says it."""

from pathlib import Path

import pytest

REAL_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

needs_real_data = pytest.mark.skipif(
    not REAL_DATA.is_dir(), reason=f"the real data are not on this machine ({REAL_DATA.name} beside the checkout)"
)
