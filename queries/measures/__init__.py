# SPDX-License-Identifier: GPL-3.0-or-later
"""What several questions measure: holdings, scopes, the contact graph, themes."""
