# SPDX-License-Identifier: GPL-3.0-or-later
"""The store on a Neo4j server, which several people share."""
