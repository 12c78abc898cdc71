# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions about what is there and how it hangs together."""
