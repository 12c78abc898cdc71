#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes the lock files: exact versions with hashes for every platform, and the name of no host.
set -eu
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-header --upgrade "$@"
}
compile pyproject.toml --extra serve --group build --output-file requirements.lock
# The same versions, and the tools beside them.
compile pyproject.toml --extra serve --group dev --constraints requirements.lock --output-file requirements-dev.lock
