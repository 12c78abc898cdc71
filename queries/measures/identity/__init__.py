# SPDX-License-Identifier: GPL-3.0-or-later
"""Which nodes may be one and the same, with the evidence for and against, and what follows for a figure."""
