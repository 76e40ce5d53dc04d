#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# Mounts a USB stick for the user of syncd, and takes it away again. For buurtstem-stick@.service.
#   stick-mount put-in DEVICE     mounts /dev/DEVICE at /media/buurtstem
#   stick-mount pull-out DEVICE   unmounts it there, also when it is gone already
set -eu
place=/media/buurtstem
user=buurtstem-syncd
name=$2
device=/dev/$name

leave() {
  printf '%s: %s\n' "$device" "$1" >&2
  exit 1
}

put_in() {
  # This machine may run from a USB disk itself: what is in use is not touched.
  disk=$(lsblk --nodeps --noheadings --output PKNAME -- "$device")
  used=$(lsblk --noheadings --raw --output MOUNTPOINTS -- "/dev/${disk:-$name}")
  [ -z "$(printf '%s' "$used" | tr -d '[:space:]')" ] || leave "this disk is in use"
  if mountpoint --quiet "$place"; then
    leave "there is another stick at $place"
  fi
  type=$(blkid --probe --output value --match-tag TYPE -- "$device") || leave "there is no file system on it"
  options=nosuid,nodev,noexec,noatime
  case $type in
    # These know no users: all of it belongs to syncd's, and to nobody else.
    vfat | exfat) options=$options,uid=$(id -u "$user"),gid=$(id -g "$user"),umask=077 ;;
    # A stick says itself what the kernel does about an error on it, and that may be to panic. Not here.
    ext4) options=$options,errors=remount-ro ;;
    *) leave "no sticks with $type" ;;
  esac
  mount -t "$type" -o "$options" -- "$device" "$place"
}

# Lazily, since what was pulled out cannot be waited for. Nobody else's mount is touched.
pull_out() {
  if [ "$(findmnt --noheadings --output SOURCE --mountpoint "$place")" = "$device" ]; then
    umount --lazy -- "$place"
  fi
}

case $1 in
  put-in) put_in ;;
  pull-out) pull_out ;;
  *) leave "put-in or pull-out" ;;
esac
