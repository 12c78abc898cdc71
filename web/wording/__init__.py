# SPDX-License-Identifier: GPL-3.0-or-later
"""Words, names and values for people, and every shape in which results leave."""
