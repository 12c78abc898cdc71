# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents as lines of notes and as tables: office files, pages of the web and of wikis, Markdown, PDF."""
