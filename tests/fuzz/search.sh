#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# The real fuzzers of all that comes over the wire, from a stick or out of a file, a few seconds each, with clang: search.sh SOURCE BUILD
# Seconds for each by BS_FUZZ_SECONDS, default 3. What is found stays in BUILD/found. Status 77: there is no clang.
set -eu
source=$1 build=$2 seconds=${BS_FUZZ_SECONDS:-3}
names="batch receipt bundle enrolment credential heartbeat hand hand_receipts box carried config salvage"
command -v clang >/dev/null || { echo "no clang here"; exit 77; }
mkdir -p "$build/found"
cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_COMPILER=clang -DBS_FUZZ=ON -DBS_KIOSK=OFF \
  -DBS_CENTRAL=OFF -DBS_SYNCD=OFF -DBS_SANITIZE=address,undefined,fuzzer-no-link >"$build/configure.log" 2>&1 ||
  { cat "$build/configure.log"; exit 1; }
set --
for name in $names; do set -- "$@" "fuzz_$name"; done
cmake --build "$build" --target "$@" -- -j 2 >"$build/build.log" 2>&1 || { cat "$build/build.log"; exit 1; }

if [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi # a damaged log is a file, and a disk would be what is waited for
search() {
  log=$build/$1.log
  # Into the first folder goes what is new. Nothing of it is kept, so every run begins with the corpus alone.
  rm -rf "$build/new/$1"
  mkdir -p "$build/new/$1"
  if "$build/tests/fuzz/fuzz_$1" -dict="$source/tests/fuzz/dict/$1.dict" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 \
    -verbosity=0 -print_final_stats=1 -artifact_prefix="$build/found/$1-" "$build/new/$1" "$source/tests/fuzz/corpus/$1" >"$log" 2>&1; then
    echo "$1: $(sed -n 's/stat::number_of_executed_units: *//p' "$log") inputs"
  else
    cat "$log"
    echo "$1" >>"$build/failed"
  fi
}

rm -f "$build/failed"
for name in $names; do
  search "$name" &
  [ "${before:-}" = "" ] || wait "$before"
  before=$!
done
wait
[ ! -e "$build/failed" ]
