# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""How long a visit takes to be on the disk, and instructions counted: the one figure that another machine repeats."""

import os
import re
import shutil
import subprocess
import tempfile

from figures import Skipped, tell
from on_screen import own_program, stage

PROGRAMME = ("assets", "programmes", "afval-kiezen.json")
VALGRIND = ["valgrind", "-q", "--tool=callgrind", "--toggle-collect=measured_*"]


def programme(options):
    return os.path.join(options.source, *PROGRAMME)


def columns(command, environment=None):
    out = subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment)
    if out.returncode != 0:
        raise AssertionError(f"{command[0]}: {out.stderr[-2000:]}")
    return list(zip(*([float(part) for part in line.split()] for line in out.stdout.splitlines())))


def bench_save(options, figures):
    count = 20 if options.smoke else 3000
    with tempfile.TemporaryDirectory(prefix="buurtstem-save-") as folder:
        save, plain, disk = columns([own_program(options, "bench_save"), folder, str(count), programme(options)])
    figures.say("save", "a visit encoded, numbered, chained and durable", "µs", save,
                ("one INSERT of the same bytes into plain SQLite, same pragmas", plain), ("ratio_p99", "<=", 2),
                "WAL, synchronous=FULL, one commit each, in turn")
    figures.say("save", "one INSERT into plain SQLite", "µs", plain, ("4 KiB appended and fdatasync", disk))


# --- counts ---

def counted(command, names, environment=None):
    """Instructions within each of the named functions and all that they call."""
    with tempfile.TemporaryDirectory(prefix="buurtstem-count-") as folder:
        out = os.path.join(folder, "out")
        done = subprocess.run([*VALGRIND, f"--callgrind-out-file={out}", *command], capture_output=True, text=True,
                              timeout=600, env=environment)
        if done.returncode != 0:
            raise AssertionError(f"{command[0]} under valgrind: {done.stderr[-2000:]}")
        text = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", "--show-percs=no", out],
                              capture_output=True, text=True, check=True).stdout
    found = []
    for name in names:
        match = re.search(rf"^\s*([\d,]+)\s+\S*:{name}\b", text, re.MULTILINE)
        if match is None:
            raise AssertionError(f"{name} is not in what callgrind counted")
        found.append(int(match.group(1).replace(",", "")))
    return found


def count_save(options, figures):
    count = 3 if options.smoke else 50
    with tempfile.TemporaryDirectory(prefix="buurtstem-save-") as folder:
        ours, plain = counted([own_program(options, "bench_save"), folder, str(count), programme(options)],
                              ("measured_save", "measured_plain"))
    figures.say("counts", "instructions to encode and append one visit", "thousand", ours / count / 1e3,
                ("one INSERT into plain SQLite", plain / count / 1e3), note="callgrind; the kernel's are not counted")


def count_screen(options, figures):
    count = 2 if options.smoke else 5
    with stage(options) as the_stage:
        paint, draw, fill = counted([own_program(options, "bench_screen"), str(count), *the_stage.command()[1:]],
                                    ("measured_paint", "measured_draw", "measured_fill"), the_stage.environment)
    frames = 2 * count  # two screens
    note = "callgrind; mean of the attract screen and a question, 1920x1080"
    figures.say("counts", "instructions to turn a scene into drawing commands", "thousand", paint / frames / 1e3, note=note)
    figures.say("counts", "instructions to draw them, a whole frame", "million", draw / frames / 1e6,
                ("filling the frame with one colour", fill / frames / 1e6), note=note)


def central_with_a_kiosk(options, folder):
    """A database of central's with programmes and a kiosk in use; its path."""
    from line import KIOSK, Line
    with Line(options.build, options.source) as line:
        line.start_central()
        line.publish()
        line.enrol()
        line.stop("central")
        shutil.copytree(line.path("central"), os.path.join(folder, "central"))
    name = next(name for name in sorted(os.listdir(os.path.join(folder, "central"))) if name.endswith(".db"))
    return os.path.join(folder, "central", name), KIOSK


def count_batch(options, figures):
    size, count = (20, 1) if options.smoke else (500, 4)
    with tempfile.TemporaryDirectory(prefix="buurtstem-batch-") as folder:
        database, kiosk = central_with_a_kiosk(options, folder)
        ours, plain = counted([own_program(options, "bench_batch"), database, folder, str(count), str(size), kiosk,
                               programme(options)], ("measured_accept", "measured_insert"))
    figures.say("counts", f"instructions to decode, prove, store and count a batch of {size}", "million", ours / count / 1e6,
                (f"{size} INSERTs of the same lines into plain SQLite", plain / count / 1e6),
                note="callgrind; central without HTTPS")


def bench_counts(options, figures):
    if shutil.which("valgrind") is None:
        raise Skipped("valgrind is not there")
    if os.environ.get("BS_SANITIZE"):
        raise Skipped("valgrind does not run programs with sanitizers in them")
    tell("under valgrind, some fifty times slower")
    count_save(options, figures)
    count_screen(options, figures)
    count_batch(options, figures)


def bench_accept(options, figures):
    size, count = (20, 2) if options.smoke else (500, 60)
    with tempfile.TemporaryDirectory(prefix="buurtstem-batch-") as folder:
        database, kiosk = central_with_a_kiosk(options, folder)
        ours, plain = columns([own_program(options, "bench_batch"), database, folder, str(count), str(size), kiosk,
                               programme(options)])
    figures.say("accept", f"records a second decoded, proven, stored and counted by central, batches of {size}", "/s",
                [size * 1e6 / us for us in ours], ("INSERTs of the same lines into plain SQLite, one transaction a batch",
                                                   [size * 1e6 / us for us in plain]), note="without HTTPS, one connection")
