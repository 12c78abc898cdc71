# SPDX-License-Identifier: GPL-3.0-or-later
"""One cell of a table, or one line: what its text means."""
