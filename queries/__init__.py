# SPDX-License-Identifier: GPL-3.0-or-later
"""From a snapshot to a result; one module per question that a user has."""
