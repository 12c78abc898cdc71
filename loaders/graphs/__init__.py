# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks from other programs: entries, and what connects them, in files and in pairs of tables."""
