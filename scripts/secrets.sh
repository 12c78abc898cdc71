#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes ./secrets/neo4j_auth (`neo4j/<random password>`, one line), if there is none.
set -eu
cd "$(dirname "$0")/.."

file=secrets/neo4j_auth
[ -s "$file" ] && exit 0
umask 077
mkdir -p secrets
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf 'neo4j/%s\n' "$password" > "$file"
echo "Wrote $file"
