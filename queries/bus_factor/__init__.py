# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions about what hangs on few people, and which introduction helps most."""
