# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts for people: sentences as key and parameters, put into words last, in the reader's language."""
