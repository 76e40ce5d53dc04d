# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A log that was damaged, copied with its whole kiosk, or put back alone: with the real kiosk, daemon and central every answer
that can be read ends at central and is counted once, and what is lost is named.

Environment: BS_KIOSK, BS_BUILD, and those of oracle.py.
"""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from central_house import SOURCE, House  # noqa: E402
from fault_ledger import struck  # noqa: E402
from oracle import RealKiosk, assert_chains_complete, assert_counted_once, ids_of  # noqa: E402
from syncd_bench import OUTBOX_TOOL, wait_until  # noqa: E402

KIOSK = os.environ["BS_KIOSK"]
BUILD = os.environ["BS_BUILD"]
PROGRAMME = f"{SOURCE}/assets/programmes/afval-kiezen.json"
PAGE = 4096


class Place:
    """A kiosk with a screen, beside the daemon that belongs to it."""

    def __init__(self, kiosk):
        self.kiosk = kiosk
        self.config, self.log = os.path.join(kiosk.folder, "kiosk.conf"), os.path.join(kiosk.folder, "kiosk.log")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f"state_dir = {kiosk.kiosk_dir}\nsync_dir = {kiosk.state_dir}\nassets_dir = {SOURCE}/assets\n"
                       f"messages_dir = {BUILD}/share/messages\nscreen_width_mm = 476\nscreen_height_mm = 268\n"
                       "viewing_distance_mm = 600\ntest_faces = yes\n")

    def file(self, name="kiosk.db"):
        return os.path.join(self.kiosk.kiosk_dir, name)

    def visits(self, count):
        subprocess.run([OUTBOX_TOOL, "visits", self.kiosk.kiosk_dir, self.kiosk.name, str(count), PROGRAMME, "prinsenhof"],
                       check=True, capture_output=True)

    def once(self):
        """All that can be sent now is sent; what is refused is for the status."""
        return self.kiosk.call("--once")

    def text(self):
        with contextlib.suppress(OSError), open(self.log, encoding="utf-8") as file:
            return file.read()
        return ""

    def runs_until(self, words):
        """The program with the screen starts, and is ended once its log says so."""
        before = self.text().count(words)
        with open(self.log, "a", encoding="utf-8") as log:
            process = subprocess.Popen([KIOSK, "--config", self.config, "--headless"], stdout=log, stderr=log)
        try:
            wait_until(f"\"{words}\" of {self.kiosk.name}", 60, lambda: self.text().count(words) > before or process.poll() is not None)
        except AssertionError as failure:
            raise AssertionError(f"{failure}\n{self.text()[-3000:]}") from None
        finally:
            process.send_signal(signal.SIGTERM)
            status = process.wait(60)
        if self.text().count(words) == before or status != 0:
            raise AssertionError(f"the kiosk ended with {status}:\n{self.text()[-3000:]}")

    def lines(self):
        return self.kiosk.lines()

    def ids(self):
        return set(ids_of(self.lines()))


class Epochs(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.__exit__, None, None, None)

    def place(self, name):
        kiosk = RealKiosk(self.house, name)
        self.addCleanup(kiosk.end)
        self.house.call("kiosk", "use", name)
        return Place(kiosk)

    def ask(self, sql, *values):
        with contextlib.closing(sqlite3.connect(f"file:{self.house.path('data', 'central.db')}?mode=ro", uri=True)) as base:
            return base.execute(sql, values).fetchall()

    def arrived(self, name):
        """The ids that central has, each counted once: the tally says so when everything is understood."""
        stored = self.house.call("records", name).stdout.encode().splitlines()
        visits = {line.split(b"\t")[1].decode() for line in stored if line.split(b"\t")[2] in (b"submission", b"correction")}
        assert_counted_once(self.house)
        assert_chains_complete(self.house)
        return visits

    def assert_tally(self, count):
        sql = "SELECT coalesce(sum(count), 0) FROM tally WHERE question = '' AND value = '*' AND trial = 0"
        wait_until(f"{count} visits in the tally: {self.ask(sql)}", 20, lambda: self.ask(sql)[0][0] == count)

    def carried(self):
        return [json.loads(row[0]) for row in self.ask("SELECT json FROM carried ORDER BY log, seq")]

    # --- a file that is damaged ---

    # F57
    def test_a_log_that_is_damaged_in_its_middle_goes_on_and_what_is_lost_is_named(self):
        place = self.place("damaged-1")
        place.visits(30)
        self.assertEqual(place.once().returncode, 0)
        self.house.call("backup", self.house.path("backup-1"))
        place.visits(30)
        self.assertEqual(place.once().returncode, 0)
        place.visits(30)
        before = ids_of(place.lines())
        self.assertEqual(len(before), 90)
        lost = self.zero_page_of(place, before[44]) | self.zero_page_of(place, before[74])
        place.runs_until("log.set-aside")
        self.assertEqual(place.once().returncode, 0)
        arrived = self.arrived("damaged-1")
        held = set(before[:60])
        self.assertEqual(set(before) - arrived, lost - held)
        self.assertGreater(len(lost - held), 0)
        self.assert_tally(len(arrived))
        (carried,) = self.carried()
        self.assertEqual((carried["why"], carried["from"], carried["tip"]), ("damaged", 31, 90))
        kept = {seq for first, last in carried["ranges"] for seq in range(first, last + 1)}
        self.assertEqual({before[seq - 1] for seq in set(range(31, 91)) - kept}, {ident for ident in lost if ident not in before[:30]})
        place.visits(2)
        self.assertEqual(place.once().returncode, 0)
        self.assert_tally(len(arrived) + 2)
        struck("F57", "pages of zeros under a real kiosk", len(lost))

    def zero_page_of(self, place, ident):
        """Zeroes the page in which that record stands; the ids that are gone with it."""
        with open(place.file(), "r+b") as file:
            data = file.read()
            pages = [at for at in range(0, len(data), PAGE) if data[at] == 13 and ident.encode() in data[at:at + PAGE]]
            self.assertEqual(len(pages), 1)
            page = data[pages[0]:pages[0] + PAGE]
            file.seek(pages[0])
            file.write(bytes(PAGE))
        return {known for known in ids_of(place_lines_of(page))}

    # F58
    def test_a_log_whose_wal_is_gone_after_a_kill_is_not_silently_shorter(self):
        place = self.place("walless-1")
        place.visits(3)
        place.kiosk.keep(4)
        self.assertEqual(place.once().returncode, 0)
        place.kiosk.lay_down(kill=True)
        os.remove(place.file("kiosk.db-wal"))
        place.runs_until("log.set-aside")
        self.assertEqual(place.once().returncode, 0)
        (carried,) = self.carried()
        self.assertEqual((carried["from"], carried["tip"], carried["ranges"]), (1, 7, [[1, 3]]))
        self.assertEqual(len(self.arrived("walless-1")), 7)
        place.visits(2)
        self.assertEqual(place.once().returncode, 0)
        self.assertEqual(len(self.arrived("walless-1")), 9)
        struck("F58", "WAL removed after a kill", 4)

    # --- a card that was copied ---

    # F67
    def test_two_copies_of_a_kiosk_both_end_with_all_answers_at_central(self):
        place = self.place("twice-1")
        place.visits(5)
        self.assertEqual(place.once().returncode, 0)
        other = Place(place.kiosk.copy("b"))
        place.visits(3)
        self.assertEqual(place.once().returncode, 0)
        other.visits(4)
        other.once()
        wanted = place.ids() | other.ids()
        self.assertEqual(len(wanted), 12)
        self.assertGreater(len(wanted - self.arrived("twice-1")), 0)
        other.runs_until("log.goes-on ")
        place.visits(2)
        for each in (other, place):
            self.assertEqual(each.once().returncode, 0, each.kiosk.log_end())
        other.visits(1)
        self.assertEqual(other.once().returncode, 0)
        wanted = {ident for each in (place, other) for ident in each.ids()} - self.ids_of_carried()
        self.assertEqual(self.arrived("twice-1"), wanted)
        self.assertEqual(len(wanted), 15)
        self.assert_tally(15)
        (carried,) = self.carried()
        self.assertEqual((carried["why"], carried["kept"]), ("forked", 4))
        forks = self.ask("SELECT sum(forks) FROM log")[0][0]
        self.assertGreater(forks, 0)
        struck("F67", "kiosk copied, both go on", forks)

    def ids_of_carried(self):
        lines = self.house.call("records", "twice-1").stdout.splitlines()
        return {line.split("\t")[1] for line in lines if line.split("\t")[2] == "carried"}

    # --- a file that was put back ---

    def put_back(self, name, taps_first):
        place = self.place(name)
        place.visits(5)
        self.assertEqual(place.once().returncode, 0)
        shutil.copy(place.file(), place.file("older"))
        place.visits(4)
        self.assertEqual(place.once().returncode, 0)
        wanted = place.ids()
        shutil.copy(place.file("older"), place.file())
        if taps_first:
            place.visits(6)
            wanted |= place.ids()
        place.once()
        place.runs_until("log.goes-on ")
        place.visits(3)
        wanted |= place.ids()
        self.assertEqual(place.once().returncode, 0, place.kiosk.log_end())
        lines = self.house.call("records", name).stdout.splitlines()
        wanted -= {line.split("\t")[1] for line in lines if line.split("\t")[2] == "carried"}
        self.assertEqual(self.arrived(name), wanted)
        return len(wanted)

    # F67
    def test_a_log_that_is_put_back_alone_loses_nothing_new(self):
        total = self.put_back("older-1", taps_first=False)
        self.assertEqual(total, 12)
        self.assert_tally(total)
        struck("F67", "kiosk.db alone put back", 1)

    # F67
    def test_a_log_that_is_put_back_and_answered_on_loses_nothing_new(self):
        total = self.put_back("older-2", taps_first=True)
        self.assertEqual(total, 18)
        self.assert_tally(total)
        struck("F67", "kiosk.db put back and taps before the daemon", 1)


def place_lines_of(page):
    """What looks like record lines in a raw page: enough of each to know its id."""
    out = []
    for at in range(len(page) - 60):
        piece = page[at:at + 60]
        fields = piece.split(b"\t")
        if len(fields) > 2 and fields[0].isdigit() and len(fields[1]) == 36 and fields[1][14:15] == b"7":  # not a boot's
            out.append(piece)
    return out


if __name__ == "__main__":
    unittest.main(verbosity=2)
