#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# The real fuzzers, one after the other, with clang: search.sh SOURCE BUILD [NAME…]
# Without names those of all that comes over the wire, from a stick or out of a file: three minutes in all, begun anew each time.
# With names those, or `all`: what a search came to is where the next one goes on, in BUILD/new.
# Seconds for each by BS_FUZZ_SECONDS. What is found stays in BUILD/found. Status 77: there is no clang.
set -eu
source=$1 build=$2
shift 2
kiosk=OFF again=no
if [ $# = 0 ]; then
  again=yes
  set -- answer batch box bundle call carried config credential daemon_config enrolment hand hand_receipts heartbeat import problem \
    publish receipt request review salvage settings versions way
fi
if [ "$1" = all ]; then
  kiosk=ON
  set -- "$source"/tests/fuzz/fuzz_*.c
fi
names=
for name in "$@"; do
  name=$(basename "$name" .c)
  names="$names ${name#fuzz_}"
done
case " $names " in *' keyboard '* | *' personal_data '* | *' session '*) kiosk=ON ;; esac
seconds=${BS_FUZZ_SECONDS:-$((180 / $#))}
command -v clang >/dev/null || { echo "no clang here"; exit 77; }
mkdir -p "$build/found"
cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_COMPILER=clang -DBS_FUZZ=ON -DBS_KIOSK=$kiosk \
  -DBS_SANITIZE=address,undefined,fuzzer-no-link >"$build/configure.log" 2>&1 || { cat "$build/configure.log"; exit 1; }
set --
for name in $names; do set -- "$@" "fuzz_$name"; done
cmake --build "$build" --target "$@" -- -j 1 >"$build/build.log" 2>&1 || { cat "$build/build.log"; exit 1; }

if [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi # a damaged log is a file, and a disk would be what is waited for
failed=0 seeds=$build/tests/fuzz/seeds # those that are no text, made by the build
for name in $names; do
  log=$build/$name.log dictionary=$source/tests/fuzz/dict/$name.dict
  # Into the first folder goes what is new.
  if [ $again = yes ]; then rm -rf "$build/new/$name"; fi
  mkdir -p "$build/new/$name"
  set -- "$build/new/$name" "$source/tests/fuzz/corpus/$name"
  if [ -d "$seeds/$name" ]; then set -- "$@" "$seeds/$name"; fi
  case $name in # as in CMakeLists.txt
    import) set -- "$@" "$source/tests/fuzz/corpus/hand" "$seeds/hand" ;;
    publish) set -- "$@" "$source/assets/programmes" ;;
    keyboard) set -- "$@" "$source/assets/keyboards" ;;
    outcome | programme) set -- "$@" "$source/tests/data/${name}s" ;;
  esac
  if [ -e "$dictionary" ]; then set -- -dict="$dictionary" "$@"; fi
  if "$build/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
    -artifact_prefix="$build/found/$name-" "$@" >"$log" 2>&1; then
    echo "$name: $(sed -n 's/stat::number_of_executed_units: *//p' "$log") inputs," \
      "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1) edges"
  else
    cat "$log"
    failed=1
  fi
done
exit $failed
