# SPDX-License-Identifier: GPL-3.0-or-later
"""The survey that `partnerships survey` prints: its questions, and its answers as any form tool exports them."""
