# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that a person touches: pages, JSON and CSV, command line."""
