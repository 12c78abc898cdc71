# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions about who works with whom."""
