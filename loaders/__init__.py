# SPDX-License-Identifier: GPL-3.0-or-later
"""From files to records and problems; one module per kind of input."""
