#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# With REQUIRE_ALL=1 on Debian as root: installs from apt what the tests would otherwise skip for.
# Everywhere else it does nothing, and nothing is installed outside the checkout.
set -eu

[ "${REQUIRE_ALL:-}" = 1 ] || exit 0
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ -f /etc/debian_version ] || exit 0

packages=
command -v chromium >/dev/null || command -v google-chrome >/dev/null || packages="$packages chromium"
command -v mvn >/dev/null || packages="$packages maven"
command -v java >/dev/null || packages="$packages default-jdk-headless"
# Arabic needs a font that has it, or the browser measures boxes.
[ -n "$(find /usr/share/fonts -name '*.ttf' 2>/dev/null | head -1)" ] || packages="$packages fonts-dejavu-core"
# The image is built and run without a Docker engine.
for tool in buildah podman runc mmdebstrap; do
    command -v "$tool" >/dev/null || packages="$packages $tool"
done
command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || packages="$packages nginx-light"
command -v systemd-analyze >/dev/null || packages="$packages systemd"
python3 -c 'import ensurepip' 2>/dev/null || packages="$packages python3-venv"
[ -n "$packages" ] || exit 0

echo "Installing from apt:$packages"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
# $packages is a list of words on purpose.
# shellcheck disable=SC2086
apt-get -qq install --yes --no-install-recommends $packages </dev/null >/dev/null
