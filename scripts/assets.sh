#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fetches the Codex look with npm: `required` says what is missing, `optional` is silent, since the site has its own look.
set -eu
cd "$(dirname "$0")/.."

mode=${1:-required}
if ! command -v npm >/dev/null || [ ! -f web/assets/package-lock.json ]; then
    [ "$mode" = required ] || exit 0
    echo "npm was not found: the site keeps its own look, and everything works." >&2
    exit 1
fi
.venv/bin/python scripts/assets.py || [ "$mode" = optional ]
