#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# A build that an analyser looks at, beside the one whose test this is. Usage: build.sh SOURCE PRESET FOLDER TARGET
set -eu
cd "$1"
CMAKE_C_COMPILER_LAUNCHER=${CMAKE_C_COMPILER_LAUNCHER:-ccache}
export CMAKE_C_COMPILER_LAUNCHER
mkdir -p "$3"
cmake --preset "$2" -B "$3" >"$3/configure.log" 2>&1 || { cat "$3/configure.log"; exit 1; }
# One job: ctest runs another test meanwhile.
exec nice -n 5 cmake --build "$3" --target "$4" -j 1 -- --quiet
