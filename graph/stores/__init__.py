# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the network is kept: memory, SQLite, Neo4j."""
