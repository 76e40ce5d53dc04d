#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# The shipped units: nothing that systemd does not know, no more exposure than promised, and what a visit needs.
# Usage: units.sh FOLDER
set -eu
folder=$1
if ! command -v systemd-analyze >/dev/null; then
  echo "SKIPPED: systemd-analyze is not installed"
  exit 77
fi
status=0
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
check() { # NAME THRESHOLD (score times ten)
  unit=$folder/buurtstem-$1.service
  if [ ! -e "$unit" ]; then
    echo "$unit: is not there"
    status=1
    return
  fi
  if ! out=$(systemd-analyze security --offline=true --threshold="$2" "$unit" 2>&1); then
    echo "$unit: more exposed than $2 tenths"
    echo "$out" | tail -3
    status=1
  fi
  # Programs and manuals need not be installed where this runs.
  case $1 in
    *@) instance=$fresh/buurtstem-${1}sda1.service ;;
    *) instance=$fresh/buurtstem-$1.service ;;
  esac
  sed -E 's,^Exec(Start|Stop)=.*,Exec\1=/bin/true,; /^Documentation=/d' "$unit" >"$instance"
  if ! out=$(systemd-analyze verify --man=no "$instance" 2>&1) || [ -n "$out" ]; then
    echo "$out"
    status=1
  fi
}
needs() { # NAME LINE
  if ! grep -Eq "^$2\$" "$folder/buurtstem-$1.service"; then
    echo "$folder/buurtstem-$1.service: no line $2"
    status=1
  fi
}
forbids() { # NAME LINE
  if grep -En "^$2\$" "$folder/buurtstem-$1.service"; then
    echo "$folder/buurtstem-$1.service: no such line is wanted"
    status=1
  fi
}
for device in drm input alsa; do
  needs kiosk "DeviceAllow=char-$device rw"
done
for group in video input audio; do
  needs kiosk "SupplementaryGroups=(.* )?$group( .*)?"
done
needs kiosk "CacheDirectory=buurtstem/kiosk"
needs kiosk "MemorySwapMax=0"
# A stick that is mounted while syncd runs is seen and written by it, and syncd outlives the stick.
needs syncd "ReadWritePaths=-/media/buurtstem"
forbids syncd "(MountFlags|RequiresMountsFor|PropagatesStopTo|BindsTo)=.*"
needs stick@ "BindsTo=dev-%i.device"
# All that gives a unit a mount namespace, in which a mount would be seen by nobody else.
forbids stick@ "(Protect|Private|Read(Only|Write)|Inaccessible|Bind(ReadOnly)?Path|(No)?ExecPath|TemporaryFile|Root|Dynamic|Mount|Proc).*"
for line in "d /media/buurtstem " "buurtstem-stick@%k.service"; do
  if ! grep -q "$line" "$folder/buurtstem.tmpfiles" "$folder/90-buurtstem-stick.rules"; then
    echo "$folder: nothing says $line"
    status=1
  fi
done
# What a unit makes at its first start is there before it, for enrolling and for --check.
sed -n 's|^StateDirectory=|/var/lib/|p; s|^CacheDirectory=|/var/cache/|p' "$folder"/*.service >"$fresh/folders"
while read -r made; do
  if ! grep -q "^d $made " "$folder/buurtstem.tmpfiles"; then
    echo "$folder/buurtstem.tmpfiles: does not make $made"
    status=1
  fi
done <"$fresh/folders"
check kiosk 15
check syncd 15
check central 15
check central-backup 15
check stick@ 45
exit $status
