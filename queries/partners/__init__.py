# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions about who could be a partner, and who can introduce us."""
