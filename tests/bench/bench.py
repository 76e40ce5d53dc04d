#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Runs benches and prints one line of JSON a figure; README.md in this folder says what each measures.

Work goes to /var/tmp, which is on a disk, or to the folder that BUURTSTEM_BENCH_DIR names.
"""

import argparse
import os
import sys
import tempfile
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SKIPPED = 77
sys.path.insert(0, os.path.join(SOURCE, "tests", "support"))

from figures import Figures, Skipped  # noqa: E402
from on_disk import bench_accept, bench_counts, bench_save  # noqa: E402
from on_page import bench_results  # noqa: E402
from on_screen import bench_languages, bench_screen, bench_start, bench_tap  # noqa: E402
from on_sync import bench_idle_offline, bench_queued, bench_receipt, bench_replay, bench_sixteen  # noqa: E402
from on_wire import bench_busy, bench_drain, bench_rest  # noqa: E402

BENCHES = {"save": bench_save, "tap": bench_tap, "screen": bench_screen, "start": bench_start,
           "languages": bench_languages, "rest": bench_rest, "drain": bench_drain, "replay": bench_replay, "busy": bench_busy, "receipt": bench_receipt,
           "idle_offline": bench_idle_offline, "queued": bench_queued, "sixteen": bench_sixteen, "accept": bench_accept,
           "results": bench_results, "counts": bench_counts}


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="BENCH", help="all if none is named: " + ", ".join(BENCHES))
    parser.add_argument("--build", default=os.path.join(SOURCE, "build", "release"), help="where the programs are")
    parser.add_argument("--records", type=int, default=100000, help="to drain; to rest upon, 20,000 at most")
    parser.add_argument("--submissions", type=int, nargs="+", default=[1000, 100000, 1000000], help="behind a results page")
    parser.add_argument("--table", metavar="FILE", help="leave all figures there in Markdown too")
    parser.add_argument("--smoke", action="store_true", help="a few of everything, to see that it runs; figures mean nothing")
    options = parser.parse_args()
    options.source = SOURCE
    unknown = [name for name in options.names if name not in BENCHES]
    if unknown:
        parser.error(f"no bench is called {unknown[0]}; there are {', '.join(BENCHES)}")
    return options


def main():
    options = parse()
    tempfile.tempdir = os.environ.get("BUURTSTEM_BENCH_DIR", "/var/tmp")
    figures, skipped, begin = Figures(SOURCE), [], time.monotonic()
    for name in options.names or BENCHES:
        print(f"{name} ({time.monotonic() - begin:.0f} s)", file=sys.stderr, flush=True)
        try:
            BENCHES[name](options, figures)
        except Skipped as why:
            skipped.append(name)
            print(f"{name}: SKIPPED, {why}", file=sys.stderr, flush=True)
    if options.table:
        with open(options.table, "w", encoding="utf-8") as file:
            file.write(figures.table() + "\n")
    print(f"{len(figures.rows)} figures in {time.monotonic() - begin:.0f} s", file=sys.stderr)
    return SKIPPED if skipped and not figures.rows else 0


if __name__ == "__main__":
    sys.exit(main())
