# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed, measured as ratios in one run: `make bench`; no test asserts a time."""
