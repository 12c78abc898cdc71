# SPDX-License-Identifier: GPL-3.0-or-later
"""What a query, its parameters and its result are."""
