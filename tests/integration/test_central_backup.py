# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Central is destroyed and comes back from a backup: kiosks send again what is missing, all of it is there, and counts once."""

import contextlib
import json
import os
import pwd
import re
import shutil
import sqlite3
import stat
import subprocess
import tempfile
import threading
import time
import unittest

from central_house import SOURCE, House
from fault_ledger import IS_LONG, struck

SYNCD, OUTBOX_TOOL = os.environ["BS_SYNCD"], os.environ["BS_OUTBOX_TOOL"]
PROGRAMME = f"{SOURCE}/assets/programmes/afval-kiezen.json"


class RealKiosk:
    """A kiosk's log and buurtstem-syncd, enrolled at a house."""

    def __init__(self, house, name):
        self.folder, self.name = tempfile.mkdtemp(prefix="buurtstem-kiosk-"), name
        self.kiosk_dir, self.state_dir = f"{self.folder}/kiosk", f"{self.folder}/state"
        for folder in (self.kiosk_dir, self.state_dir):
            os.mkdir(folder, 0o750)
        with open(f"{self.folder}/syncd.conf", "w", encoding="utf-8") as file:
            file.write(f"state_dir = {self.state_dir}\nkiosk_dir = {self.kiosk_dir}\nca_file = {house.ca}\n"
                       "test_faces = yes\nretry_base_ms = 20\nbatch_delay_ms = 0\n")
        self.call("enrol", "--server", f"https://localhost:{house.port}", stdin=house.invite(name) + "\n")

    def call(self, *arguments, stdin=None, check=True):
        result = subprocess.run([SYNCD, "--config", f"{self.folder}/syncd.conf", *arguments], input=stdin, text=True,
                                capture_output=True, timeout=120)
        if check and result.returncode != 0:
            raise AssertionError(f"syncd {arguments}: {result.returncode}\n{result.stdout}{result.stderr}")
        return result

    @contextlib.contextmanager
    def daemon(self):
        """As it runs for ever, but in haste."""
        with open(f"{self.folder}/syncd.conf", "a", encoding="utf-8") as file:
            file.write("heartbeat_seconds = 1\npoll_seconds = 5\n")
        with open(f"{self.folder}/syncd.log", "a", encoding="utf-8") as log:
            process = subprocess.Popen([SYNCD, "--config", f"{self.folder}/syncd.conf"], stdout=log, stderr=log)
        try:
            yield
        finally:
            process.kill()
            process.wait()

    def visit(self, count):
        subprocess.run([OUTBOX_TOOL, "visits", self.kiosk_dir, self.name, str(count), PROGRAMME, "prinsenhof"], check=True)

    def lines(self):
        answer = subprocess.run([OUTBOX_TOOL, "lines", self.kiosk_dir], check=True, capture_output=True)
        return [line.split(b" ", 1)[1] for line in answer.stdout.splitlines()]

    def status(self):
        return json.loads(self.call("--status", check=False).stdout)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Backup(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.file = self.house.path("backup.db")

    def tearDown(self):
        self.house.__exit__(None, None, None)

    def stored(self, kiosk):
        return self.house.call("records", kiosk).stdout.encode().splitlines()

    def counted(self):
        """How many submissions results tell of, whoever sent them: verify has counted every line anew."""
        return self.house.call("verify").stdout

    def destroy(self):
        self.house.process.kill()
        self.house.process.wait()
        self.house.process = None
        shutil.rmtree(self.house.path("data"))

    def restore(self, file=None):
        result = self.house.call("restore", file or self.file)
        self.house.start()
        return result

    # F43
    def test_a_kiosk_sends_again_by_itself_what_a_restored_central_does_not_have(self):
        kiosk = RealKiosk(self.house, "kiosk-back")
        self.addCleanup(kiosk.remove)
        kiosk.visit(40)
        kiosk.call("--once")
        self.house.call("backup", self.file)
        kiosk.visit(25)
        kiosk.call("--once")
        self.assertEqual(len(self.stored(kiosk.name)), 65)
        first = kiosk.status()
        self.destroy()
        self.assertIn("1-40", self.restore().stdout)
        self.assertEqual(len(self.stored(kiosk.name)), 40)
        kiosk.visit(1)
        kiosk.call("--once", check=False)
        kiosk.call("--once")
        self.assertEqual(self.stored(kiosk.name), kiosk.lines())
        self.assertIn("fits", self.counted())
        after = kiosk.status()
        self.assertEqual(after["acknowledged"], 66)
        self.assertGreater(after["bundle_serial"], first["bundle_serial"] - 1)
        self.assertNotIn("serial", str(after.get("last_error", "")))
        struck("F43", "central destroyed and restored from a backup", 1)

    # F43 F69
    def test_a_kiosk_that_no_backup_knows_goes_on_with_its_log_after_a_new_enrolment(self):
        """It got two new tokens since, so central knows neither the one in use nor the one before."""
        kiosk = RealKiosk(self.house, "kiosk-twice")
        self.addCleanup(kiosk.remove)
        kiosk.visit(4)
        kiosk.call("--once")
        self.house.call("backup", self.file)
        for _ in range(2):
            self.house.call("kiosk", "rotate", kiosk.name)
            kiosk.visit(3)
            kiosk.call("--once")  # makes it
            kiosk.call("--once")  # uses it
        self.destroy()
        self.restore()
        kiosk.visit(2)
        kiosk.call("--once", check=False)
        status = kiosk.status()
        self.assertEqual((status["trouble"], status["stored"]), ("authorisation", 12))
        self.assertIn("nieuwe code", status["last_error"])
        self.assertIn("alle antwoorden blijven", status["last_error"])
        epochs = {line.split()[1] for line in self.house.call("backup", self.file + "-2").stdout.splitlines() if "epoch" in line}
        kiosk.call("enrol", "--server", f"https://localhost:{self.house.port}", stdin=self.house.invite(kiosk.name) + "\n")
        kiosk.call("--once")
        kiosk.visit(1)
        kiosk.call("--once")
        self.assertEqual(self.stored(kiosk.name), kiosk.lines())
        self.assertEqual(kiosk.status()["acknowledged"], 13)
        said = self.house.call("backup", self.file + "-3").stdout
        self.assertEqual({line.split()[1] for line in said.splitlines() if "epoch" in line}, epochs)
        self.assertRegex(said, r"kiosk-twice epoch [0-9a-f]{16}: 1-13")
        self.assertIn("fits", self.counted())
        struck("F69", "two new tokens since the backup", 1)

    def change(self, text):
        """In the database of a central that stands still."""
        with contextlib.closing(sqlite3.connect(self.house.path("data", "central.db"))) as database, database:
            database.execute(text)

    def test_a_kiosk_with_a_bundle_from_a_clock_that_was_ahead_is_not_locked_out(self):
        """Nothing that is left knows of that bundle but the kiosk, which refuses every lower number, and says so."""
        kiosk = RealKiosk(self.house, "kiosk-2065")
        self.addCleanup(kiosk.remove)
        kiosk.call("--once")
        self.house.call("backup", self.file)
        self.house.stop()
        self.change("UPDATE kiosk SET bundle_serial = 3000000000000, bundle_key = '', bundle_hash = ''")
        self.house.start()
        kiosk.call("--once")
        self.assertEqual(kiosk.status()["bundle_serial"], 3000000000001)
        self.destroy()
        self.restore()
        self.house.call("kiosk", "use", kiosk.name)
        kiosk.call("--once", check=False)
        self.assertEqual(kiosk.status()["bundle_serial"], 3000000000001)
        with kiosk.daemon():
            for _ in range(600):
                if kiosk.status()["bundle_serial"] == 3000000000002:
                    break
                time.sleep(0.1)
        self.assertEqual(kiosk.status()["bundle_serial"], 3000000000002)

    def test_a_clock_that_jumped_is_told_until_a_person_says_that_it_is_right(self):
        self.house.stop()
        self.change("INSERT OR REPLACE INTO setting (name, value) VALUES ('clock-ms', CAST('1000000000000' AS BLOB))")
        self.house.start()
        kiosk = self.house.enrol("kiosk-clock")
        bundle = lambda: json.loads(self.house.ask("GET", f"/v1/kiosks/{kiosk.id}/bundle",
                                                   headers={"Authorization": f"Bearer {kiosk.token}"}).content)
        self.assertEqual(self.house.metrics()["buurtstem_clock_jumped"], 1)
        self.assertEqual(bundle()["serial"], 1)
        self.assertIn("clock-jumped", self.house.log())
        self.assertIn("taken as the time", self.house.call("clock", "accept").stdout)
        self.assertEqual(self.house.metrics()["buurtstem_clock_jumped"], 0)
        self.house.call("kiosk", "use", kiosk.id)
        self.assertGreater(bundle()["serial"], time.time() - 600)

    def test_a_kiosk_that_erased_what_was_in_a_backup_still_proves_all_of_it(self):
        """The newest backup is lost too, and the one before is put back."""
        kiosk = self.house.enrol("kiosk-erased")
        kiosk.fill(10)
        self.house.send(kiosk, kiosk.batch())
        self.house.call("backup", self.file)
        kiosk.fill(10)
        self.house.send(kiosk, kiosk.batch(11))
        self.house.call("backup", self.house.path("newest.db"))
        kiosk.fill(5)
        receipt = json.loads(self.house.send(kiosk, kiosk.batch(21)).content)
        self.assertEqual(receipt["backup_complete_to"], 20)
        self.destroy()
        self.restore()
        kiosk.lines = [line if i >= 20 else line[:line.index(b"{")] for i, line in enumerate(kiosk.lines)]
        answer = self.house.send(kiosk, kiosk.batch(11))
        self.assertEqual(answer.status, 201, answer.content)
        self.assertEqual(json.loads(answer.content)["complete_to"], 25)
        self.assertEqual(len(self.stored(kiosk.id)), 25)
        self.house.call("verify")

    # F43
    def test_what_the_real_kiosk_erased_is_sent_again_without_its_words(self):
        kiosk = RealKiosk(self.house, "kiosk-pruned")
        self.addCleanup(kiosk.remove)
        self.house.call("backup", self.file)
        kiosk.visit(10)
        kiosk.call("--once")
        before = kiosk.lines()
        subprocess.run([OUTBOX_TOOL, "prune", kiosk.kiosk_dir, "6"], check=True)
        self.destroy()
        self.restore()
        kiosk.visit(1)
        kiosk.call("--once", check=False)
        kiosk.call("--once")
        lines = kiosk.lines()
        self.assertEqual([line.endswith(b"\t") for line in lines], [True] * 6 + [False] * 5)
        self.assertEqual([line.rpartition(b"\t")[0] for line in before[:6]] + before[6:],
                         [line[:-1] for line in lines[:6]] + lines[6:10])
        self.assertEqual(self.stored(kiosk.name), lines)
        self.assertIn("fits", self.counted())
        struck("F43", "an older backup than the kiosk pruned by", 6)

    def test_a_backup_is_made_by_the_running_server_beside_the_folder_of_who_asks(self):
        kiosk = self.house.enrol("kiosk-folder")
        kiosk.fill(3)
        self.house.send(kiosk, kiosk.batch())
        result = subprocess.run([os.environ["BS_CENTRAL"], "--config", self.house.path("central.conf"), "backup", "here.db"],
                                cwd=self.house.folder, capture_output=True, text=True, timeout=60)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stdout, rf"kiosk-folder epoch {kiosk.epoch}: 1-3\n")
        self.assertRegex(result.stdout, r"here.db: 3 records of 1 log, \d+ bytes, read back and verified")
        self.assertEqual(stat.S_IMODE(os.stat(self.house.path("here.db")).st_mode), 0o600)
        self.assertGreaterEqual(self.house.metrics()["buurtstem_backup_age_seconds"], 0)

    def test_where_nothing_may_be_written_it_is_said_for_whom(self):
        denied = "/sys/buurtstem-backup.db"  # not even by root
        said = self.house.call("backup", denied, check=False)
        self.assertNotEqual(said.returncode, 0)
        self.assertRegex(said.stderr, rf"^buurtstem-central: {denied}.part: cannot be made: .+, for "
                                      rf"{pwd.getpwuid(os.geteuid()).pw_name}, who writes it\n$")

    def test_a_restore_while_a_server_runs_is_refused_and_a_rehearsal_is_not(self):
        self.house.call("backup", self.file)
        self.assertIn("stop", self.house.call("restore", self.file, check=False).stderr)
        self.assertIn("nothing was changed", self.house.call("restore", "--rehearse", self.file).stdout)
        self.assertEqual(self.house.call("restore", self.house.path("central.conf"), check=False).returncode, 1)

    def test_what_was_there_before_a_restore_is_kept_beside_it(self):
        self.house.call("backup", self.file)
        self.house.stop()
        result = self.house.call("restore", self.file)
        aside = re.search(r"kept as (\S+)", result.stdout)[1]
        self.assertTrue(os.path.exists(aside))
        self.house.start()

    def test_after_a_restore_it_is_said_that_whoever_was_revoked_since_is_let_in_again(self):
        kiosk = self.house.enrol("kiosk-stolen")
        self.house.call("backup", self.file)
        self.house.call("kiosk", "revoke", kiosk.id)
        kiosk.fill(2)
        self.assertEqual(self.house.send(kiosk, kiosk.batch(1, 1)).status, 403)
        self.house.stop()
        said = self.restore().stderr
        self.assertEqual(self.house.send(kiosk, kiosk.batch(1, 1)).status, 201)
        for words in ("Revoke again the kiosks and connectors that were revoked since", "remove again the staff who were removed", "put in use those that were", "let in"):
            self.assertIn(words, said)

    def test_batches_go_on_being_answered_while_a_backup_is_made(self):
        kiosk = self.house.enrol("kiosk-load")
        total = 100_000 if IS_LONG else 4000
        with contextlib.closing(self.house.connect()) as connection:
            for first in range(1, total, 1000):
                kiosk.fill(1000)
                self.assertEqual(self.house.send(kiosk, kiosk.batch(first), connection).status, 201)
        quiet, busy = [], []

        def send(times, seconds, until):
            end = time.monotonic() + seconds
            with contextlib.closing(self.house.connect()) as connection:
                while time.monotonic() < end and not until():
                    kiosk.fill(1)
                    begun = time.monotonic()
                    answer = self.house.send(kiosk, kiosk.batch(len(kiosk.lines)), connection)
                    times.append(time.monotonic() - begun)
                    self.assertEqual(answer.status, 201, answer.content)
                    time.sleep(0.005)  # more than that for minutes is held up by central, rightly

        send(quiet, 1, lambda: False)
        done = threading.Event()

        def back_up():
            try:
                self.house.call("backup", self.file)
            finally:
                done.set()

        worker = threading.Thread(target=back_up)
        begun = time.monotonic()
        worker.start()
        send(busy, 120, done.is_set)
        worker.join()
        took = time.monotonic() - begun
        for times in (quiet, busy):
            times.sort()
        p99 = [times[int(len(times) * 0.99)] * 1000 for times in (quiet, busy)]
        print(f"{total} records: backup and rehearsal {took:.2f} s; p99 of a batch {p99[0]:.1f} ms before, "
              f"{p99[1]:.1f} ms meanwhile, longest {busy[-1] * 1000:.0f} ms, of {len(quiet)} and {len(busy)}")
        self.assertLess(busy[-1], 2)
        self.house.call("restore", "--rehearse", self.file)

    def test_what_a_revoked_kiosk_sent_can_be_read_and_taken_in(self):
        kiosk = self.house.enrol("kiosk-revoked")
        kiosk.fill(4)
        self.house.send(kiosk, kiosk.batch(1, 2))
        self.house.call("kiosk", "revoke", kiosk.id)
        self.assertEqual(self.house.send(kiosk, kiosk.batch(3, 2)).status, 403)
        lines = self.house.call("records", "--quarantine", kiosk.id).stdout.encode().splitlines()
        self.assertEqual(lines, kiosk.lines[2:])
        self.assertEqual(self.house.metrics()['buurtstem_kiosks_alarm{what="quarantined"}'], 1)
        self.assertIn("2 records taken into its log, 0 stay", self.house.call("kiosk", "accept", kiosk.id).stdout)
        self.assertEqual(self.stored(kiosk.id), kiosk.lines)
        self.assertEqual(self.house.metrics()['buurtstem_kiosks_alarm{what="quarantined"}'], 0)
        self.assertIn("fits", self.counted())

    def test_what_a_revoked_kiosk_sent_can_be_deleted_by_who_counted_it(self):
        kiosk = self.house.enrol("kiosk-dropped")
        kiosk.fill(4)
        self.house.call("kiosk", "revoke", kiosk.id)
        self.assertEqual(self.house.send(kiosk, kiosk.batch(3, 2)).status, 403)
        self.assertIn("0 records taken into its log, 2 stay", self.house.call("kiosk", "accept", kiosk.id).stdout)
        for count in ("1", "3", "", "-2", "2x", "9" * 19):
            self.assertNotEqual(self.house.call("kiosk", "drop", kiosk.id, count, check=False).returncode, 0, count)
            self.assertEqual(self.house.metrics()['buurtstem_kiosks_alarm{what="quarantined"}'], 1)
        self.house.call("kiosk", "drop", kiosk.id, "2")
        self.assertEqual(self.house.call("records", "--quarantine", kiosk.id).stdout, "")
        self.assertEqual(self.house.metrics()['buurtstem_kiosks_alarm{what="quarantined"}'], 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
