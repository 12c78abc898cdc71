# SPDX-License-Identifier: GPL-3.0-or-later
"""The frozen, columnar read copy of the whole graph."""
