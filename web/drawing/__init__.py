# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures: the map, drawings around a centre, ways, charts, labels."""
