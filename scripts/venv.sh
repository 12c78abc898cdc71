#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes .venv in the checkout from a lock file, or does nothing if it is as it should be.
#   scripts/venv.sh run    what the program needs
#   scripts/venv.sh dev    that, and what tests and checks need
set -eu
cd "$(dirname "$0")/.."

level=${1:-run}
case $level in
    run) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) echo "scripts/venv.sh: say run or dev" >&2; exit 2 ;;
esac
venv=.venv

# What the environment was made of: a checkout that was moved or got another lock is installed anew.
wanted=$({ pwd; cat "$lock" pyproject.toml scripts/venv.sh; } | cksum)
if [ "$(cat "$venv/installed-$level" 2>/dev/null)" = "$wanted" ] && "$venv/bin/python" -c '' 2>/dev/null; then
    exit 0
fi

python=
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null || echo "no python3")
    echo "Python 3.11 or newer is needed; found: $found. Name one with: make PYTHON=/path/to/python3 ..." >&2
    exit 1
fi

# Scripts in an environment carry its absolute path, so one that was moved here, or broke, is made again.
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1 || [ "$(cat "$venv/made-in" 2>/dev/null)" != "$(pwd)" ]; then
    echo "Making a virtual environment in $venv with $("$python" --version)"
    if ! "$python" -m venv --clear "$venv"; then
        echo "This Python cannot make virtual environments (on Debian and Ubuntu: apt install python3-venv)." >&2
        exit 1
    fi
    pwd > "$venv/made-in"
fi

echo "Installing what $lock lists (the first time takes a minute)"
# A setting that sends installations elsewhere would get past the environment.
unset PIP_USER PIP_TARGET PIP_PREFIX PYTHONPATH PYTHONHOME || true
pip="$venv/bin/python -m pip --quiet --disable-pip-version-check --no-input"
$pip install --require-hashes --requirement "$lock"
$pip install --no-deps --no-build-isolation --editable .
echo "$wanted" > "$venv/installed-$level"
