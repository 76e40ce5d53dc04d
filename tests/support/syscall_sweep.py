# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Runs a program once to count its system calls, then again and again, with each of them in turn the last one it makes, or one
that fails: `strace -e inject`, on builds without sanitizers. What must hold afterwards is the caller's.

strace cannot let a call do half of its work: it can only say so, which is a lie and not a short write. Those are in
tests/fault/test_disk_faults.c.
"""

import atexit
import collections
import os
import re
import shutil
import subprocess
import tempfile

from fault_ledger import IS_LONG

KILL, EIO, ENOSPC, ENOMEM = "signal=SIGKILL", "error=EIO", "error=ENOSPC", "error=ENOMEM"
CHANGES = ("pwrite64", "ftruncate", "fdatasync", "fsync", "unlink", "rename", "renameat2", "flock")
WIRE = ("connect", "sendto", "recvfrom", "write", "read")
# What may be made to fail in which way, of what a program calls.
FAILING = {KILL: CHANGES + WIRE, EIO: ("pwrite64", "ftruncate", "fdatasync", "fsync", "unlink"),
           ENOSPC: ("pwrite64", "ftruncate"),
           ENOMEM: ("brk", "mmap")}

Case = collections.namedtuple("Case", "what call number")
STRACE = shutil.which("strace")
# Coverage builds write their counts elsewhere: what runs and is killed here is not what they measure.
COUNTS = tempfile.mkdtemp(prefix="buurtstem-gcov-")
atexit.register(shutil.rmtree, COUNTS, ignore_errors=True)
os.environ["GCOV_PREFIX"] = COUNTS


def counts_in(path):
    """How often each call was made by the thread that made it most often."""
    by_thread = collections.Counter()
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            match = re.match(r"(\d+) +(\w+)\(", line)
            if match:
                by_thread[match.group(1), match.group(2)] += 1
    counts = collections.Counter()
    for (_, call), count in by_thread.items():
        counts[call] = max(counts[call], count)
    return counts


def count(arguments, stdin=""):
    with tempfile.NamedTemporaryFile(prefix="buurtstem-strace-") as trace:
        calls = ",".join(sorted({call for some in FAILING.values() for call in some}))
        subprocess.run([STRACE, "-f", "-qq", "-o", trace.name, "-e", f"trace={calls}", *arguments], input=stdin, text=True,
                       capture_output=True, timeout=120, check=True)
        return counts_in(trace.name)


def strace(case, trace):
    """The beginning of a command line; calls are counted by thread, and from 1."""
    return [STRACE, "-f", "-qq", "-o", trace, "-e", f"trace={case.call}", "-e", f"inject={case.call}:{case.what}:when={case.number}"]


def has_struck(trace):
    with open(trace, encoding="utf-8", errors="replace") as file:
        return re.search(r"\(INJECTED\)|killed by SIGKILL", file.read()) is not None


def run(case, arguments, stdin=""):
    """The finished process, and whether the fault struck."""
    with tempfile.NamedTemporaryFile(prefix="buurtstem-strace-") as trace:
        done = subprocess.run([*strace(case, trace.name), *arguments], input=stdin, text=True, capture_output=True, timeout=120,
                              check=False)
        return done, has_struck(trace.name)


def cases(counts, most, whats=(KILL, EIO, ENOSPC), before=None):
    """Every call in every way; of more than `most` every k-th, the same ones each time, unless BS_FAULTS_LONG."""
    before = before or {}
    found = [Case(what, call, number) for what in whats for call in FAILING[what]
             for number in range(before.get(call, 0) + 1, counts.get(call, 0) + 1)]
    step = 1 if IS_LONG else -(-len(found) // most) or 1
    return found[step // 2::step]
