# SPDX-License-Identifier: GPL-3.0-or-later
"""Algorithms on plain numbers and graphs, which know nothing of partnerships."""
