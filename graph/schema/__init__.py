# SPDX-License-Identifier: GPL-3.0-or-later
"""What the network consists of: classes of nodes and links, ids, dates, packed records, sources."""
