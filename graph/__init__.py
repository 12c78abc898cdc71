# SPDX-License-Identifier: GPL-3.0-or-later
"""What the network is and where it is kept: schema, ids, stores, snapshot."""
