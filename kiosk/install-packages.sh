#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# Installs what is missing of the Debian packages in the lists given, and nothing when all are there.
# Usage: install-packages.sh LIST…
set -eu
missing=
wanted=$(cat "$@" | grep -v '^#')
# What an installed package provides is there too: some builds of nodejs bring npm along, and conflict with its package.
installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${binary:Package}, ${Provides}\n' | sed -n 's/^ii *//p' |
  tr ',' '\n' | sed 's/^ *//; s/[: ].*//')
for package in $wanted; do
  printf '%s\n' "$installed" | grep -qxF "$package" || missing="$missing $package"
done
if [ -z "$missing" ]; then
  exit 0
fi
echo "Installing Debian packages (a few minutes the first time):$missing"
as_root=
if [ "$(id -u)" -ne 0 ]; then
  as_root=sudo
  if ! command -v sudo >/dev/null; then
    echo "Run this as root once, or install these packages by hand:$missing" >&2
    exit 1
  fi
fi
$as_root apt-get update -q=2
# The list is words on purpose.
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q=2 -y --no-install-recommends $missing >/dev/null
