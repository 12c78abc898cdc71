# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that a mapping file explains: how it is read, and how one is written from a reading."""
