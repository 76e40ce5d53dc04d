#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The end, or a failing disk, at each system call of saving, sending, fetching, erasing, migrating and of central's intake; then
again without it: nothing lost, nothing double, the bytes as they were, and both ends prove themselves.

Environment: BS_SWEEP_BUILD, a build without sanitizers; BS_SOURCE_DIR.
"""

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

BUILD = os.environ["BS_SWEEP_BUILD"]
os.environ.setdefault("BS_CENTRAL", f"{BUILD}/syncd/central/buurtstem-central")
os.environ.setdefault("BS_SYNCD", f"{BUILD}/syncd/buurtstem-syncd")
os.environ.setdefault("BS_OUTBOX_TOOL", f"{BUILD}/tests/integration/outbox_tool")

import syscall_sweep as sweep  # noqa: E402
from central_house import CENTRAL, House  # noqa: E402
from fault_ledger import struck  # noqa: E402
from oracle import RealKiosk, assert_whole, ids_of  # noqa: E402
from syncd_bench import OUTBOX_TOOL, SYNCD  # noqa: E402

ROWS = {sweep.KILL: "F64", sweep.EIO: "F52", sweep.ENOSPC: "F50"}
EVERY = {**ROWS, sweep.ENOMEM: "F63"}
BEFORE, SAFE = 12, 8
# A central that has just started has counted nothing: no kiosk asks it for its bundle as often in an hour as this test in minutes,
# and it would hold it up.
LOOKS = 100


class Count:
    """What struck, by what it was."""

    def __init__(self):
        self.hits = {}

    def note(self, case, has_struck):
        self.hits[case.what] = self.hits.get(case.what, 0) + has_struck

    def tell(self, name, rows=None):
        for what, row in (rows or ROWS).items():
            struck(row, f"strace {what.partition('=')[2]} at each call of {name}", self.hits.get(what, 0))


def tool(*arguments):
    return subprocess.run([OUTBOX_TOOL, *arguments], capture_output=True, check=True).stdout


def lines_of(folder):
    return [line.partition(b" ")[2] for line in tool("lines", folder).splitlines()]


class OneFolder(unittest.TestCase):
    """Of kiosk.db alone."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="buurtstem-sweep-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.base, self.work = os.path.join(self.folder, "base"), os.path.join(self.folder, "work")
        os.mkdir(self.base)
        tool("append", self.base, "plek-1", str(BEFORE))
        self.lines = lines_of(self.base)

    def each(self, most, *verb):
        """Yields with a fresh folder in which the verb has met its fault."""
        shutil.copytree(self.base, self.work)
        counts = sweep.count([OUTBOX_TOOL, verb[0], self.work, *verb[1:]])
        for case in sweep.cases(counts, most):
            shutil.rmtree(self.work)
            shutil.copytree(self.base, self.work)
            done, has_struck = sweep.run(case, [OUTBOX_TOOL, verb[0], self.work, *verb[1:]])
            with self.subTest(case=case, says=done.stderr):
                yield case, has_struck

    # F50 F52 F64
    def test_erasing_ends_or_fails_at_any_call(self):
        count = Count()
        for case, has_struck in self.each(24, "prune", str(SAFE)):
            count.note(case, has_struck)
            tool("prune", self.work, str(SAFE))
            tool("verify", self.work)
            heads = [line.rpartition(b"\t")[0] for line in self.lines[:SAFE]]
            self.assertEqual([head + b"\t" for head in heads] + self.lines[SAFE:], lines_of(self.work))
        count.tell("prune")

    # F50 F52 F64 F68
    def test_migrating_ends_or_fails_at_any_call(self):
        with contextlib.closing(sqlite3.connect(os.path.join(self.base, "kiosk.db"))) as older:
            older.executescript("ALTER TABLE epoch DROP COLUMN ends_at; ALTER TABLE epoch DROP COLUMN erased_to;"
                                "DROP TABLE program; PRAGMA user_version = 1; PRAGMA wal_checkpoint(TRUNCATE)")
        count = Count()
        for case, has_struck in self.each(24, "append", "plek-1", "1"):
            count.note(case, has_struck)
            tool("append", self.work, "plek-1", "1")
            tool("verify", self.work)
            self.assertEqual(self.lines, lines_of(self.work)[:BEFORE])
            self.assertIn(len(lines_of(self.work)), (BEFORE + 1, BEFORE + 2))
        count.tell("migrate")
        struck("F68", "strace at each call of migrate", sum(count.hits.values()))


class BothEnds(unittest.TestCase):
    """With a central, and a kiosk that goes on and on."""

    @classmethod
    def setUpClass(cls):
        cls.house = House()
        cls.kiosks = []

    @classmethod
    def tearDownClass(cls):
        for kiosk in cls.kiosks:
            kiosk.end()
        cls.house.__exit__(None, None, None)

    def kiosk(self, name):
        kiosk = RealKiosk(self.house, name)
        self.kiosks.append(kiosk)
        kiosk.keep(2)
        kiosk.lay_down()
        return kiosk

    def once(self, kiosk):
        done = kiosk.call("--once")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertTrue(kiosk.has_arrived(), kiosk.status())

    # F50 F52 F63 F64
    def test_saving_ends_or_fails_at_any_call(self):
        kiosk, count = self.kiosk("plek-saving"), Count()
        command = [OUTBOX_TOOL, "keep", kiosk.kiosk_dir, kiosk.name, kiosk.state_dir]
        for case in sweep.cases(sweep.count(command, "2\n"), 36, EVERY):
            before = kiosk.lines()
            done, has_struck = sweep.run(case, command, "2\n")
            count.note(case, has_struck)
            with self.subTest(case=case, says=done.stderr):
                kiosk.kept += [line.split()[0] for line in done.stdout.splitlines()
                               if line[:1] not in ("!", ".") and line.split()[0] not in ("carried", "salvaged")]
                kiosk.keep(1)
                kiosk.lay_down()
                after = ids_of(kiosk.lines())
                self.assertEqual([], [ident for ident in kiosk.kept if ident not in after], "lost")
                self.assertEqual(before, kiosk.lines()[:len(before)], "what was there is another")
                self.assertNotIn("salvaged", kiosk.lives + done.stdout.split(), "a sound log was set aside")
        self.once(kiosk)
        assert_whole(self.house, [kiosk])
        count.tell("append", EVERY)

    # F50 F52 F63 F64
    def test_sending_and_fetching_end_or_fail_at_any_call(self):
        kiosk, count = self.kiosk("plek-sending"), Count()
        command = [SYNCD, "--config", kiosk.config, "--once"]
        for number, case in enumerate(sweep.cases(sweep.count(command), 44, EVERY)):
            if number % LOOKS == LOOKS - 1:
                self.house.stop()
                self.house.start()
            kiosk.keep(2)
            kiosk.lay_down()
            with contextlib.closing(sqlite3.connect(os.path.join(kiosk.state_dir, "sync.db"))) as state:
                state.execute("DELETE FROM bundle")  # so that there is one to be fetched
                state.commit()
            done, has_struck = sweep.run(case, command)
            count.note(case, has_struck)
            with self.subTest(case=case, says=done.stderr):
                self.once(kiosk)
        assert_whole(self.house, [kiosk])
        count.tell("syncd --once", EVERY)

    def start_central(self, strace):
        house = self.house
        with open(house.path("central.log"), "a", encoding="utf-8") as log:
            house.process = subprocess.Popen([*strace[:1], "-D", *strace[1:], CENTRAL, "--config", house.path("central.conf"), "serve"],
                                             stdout=log, stderr=log)
        while house.process.poll() is None:  # it may meet the fault before it listens
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", house.port), 1):
                return
            time.sleep(0.02)

    def end_central(self, how):
        process, self.house.process = self.house.process, None
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(how)
        process.wait(60)

    # F41 F51 F52
    def test_central_ends_or_fails_at_any_call_of_its_intake(self):
        kiosk, count = self.kiosk("plek-intake"), Count()
        self.once(kiosk)
        self.house.stop()
        self.addCleanup(lambda: self.house.process or self.house.start())
        trace = self.house.path("trace")
        calls = ("pwrite64", "ftruncate", "fdatasync", "fsync")
        self.start_central([sweep.STRACE, "-f", "-qq", "-o", trace, "-e", "trace=" + ",".join(calls)])
        time.sleep(0.5)
        before = sweep.counts_in(trace)
        kiosk.keep(2)
        kiosk.lay_down()
        self.once(kiosk)
        time.sleep(0.5)
        after = sweep.counts_in(trace)
        self.end_central(signal.SIGTERM)
        lowest = {call: min(before[call], after[call] - 1) for call in calls}
        for case in sweep.cases({call: after[call] for call in calls}, 6, before=lowest):
            self.start_central(sweep.strace(case, trace))
            kiosk.keep(2)
            kiosk.lay_down()
            first = kiosk.call("--once")
            self.end_central(signal.SIGKILL)
            time.sleep(0.1)
            count.note(case, sweep.has_struck(trace) and (case.what != sweep.KILL or first.returncode != 0))
            with self.subTest(case=case, says=first.stderr):
                self.house.start()
                self.once(kiosk)
                self.house.stop()
        self.house.start()
        assert_whole(self.house, [kiosk])
        count.tell("central's intake", {sweep.KILL: "F41", sweep.EIO: "F52", sweep.ENOSPC: "F51"})


if __name__ == "__main__":
    if sweep.STRACE is None or subprocess.run([sweep.STRACE, "-qq", "-o", os.devnull, "true"], check=False).returncode != 0:
        print("skipped: strace does not run here")
        sys.exit(77)
    unittest.main(verbosity=2)
