# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of any shape to records."""
