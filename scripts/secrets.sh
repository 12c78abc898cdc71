#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes ./secrets/neo4j_auth (`neo4j/<random password>`, one line), if there is none.
set -eu
cd "$(dirname "$0")/.."

file=secrets/neo4j_auth
mkdir -p secrets
# The folder keeps other users of this machine out. The file itself has to be readable: Docker mounts it as it is,
# and the site runs there under a number that owns nothing here.
chmod 700 secrets
if [ -s "$file" ]; then
    chmod 644 "$file"
    exit 0
fi
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf 'neo4j/%s\n' "$password" > "$file"
chmod 644 "$file"
echo "Wrote $file"
