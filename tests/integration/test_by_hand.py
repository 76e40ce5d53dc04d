# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A kiosk without a network: a file goes to central by hand, receipts come back, and nothing is lost or counted twice."""

import atexit
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest

from central_house import SOURCE, House

SYNCD = os.environ["BS_SYNCD"]
OUTBOX_TOOL = os.environ["BS_OUTBOX_TOOL"]
PROGRAMME = f"{SOURCE}/assets/programmes/afval-kiezen.json"


class HandKiosk:
    """A kiosk's two folders and its daemon, enrolled at a central."""

    def __init__(self, house, name):
        self.house, self.name = house, name
        self.folder = tempfile.mkdtemp(prefix="buurtstem-hand-")
        for part in ("state", "kiosk", "stick"):
            os.mkdir(self.path(part))
        self.go_online()
        self.process = None
        code = house.invite(name)
        self.call("enrol", "--server", f"https://localhost:{house.port}", stdin=code + "\n")

    def go_online(self, more=""):
        with open(self.path("syncd.conf"), "w", encoding="utf-8") as file:
            file.write(f"state_dir = {self.path('state')}\nkiosk_dir = {self.path('kiosk')}\nca_file = {self.house.ca}\n"
                       f"test_faces = yes\nretry_base_ms = 50\nbatch_delay_ms = 20\nconnect_timeout_seconds = 2\n{more}")

    def go_offline(self):
        """Nothing listens where it has to go by."""
        self.go_online("proxy = http://127.0.0.1:9\n")

    def end(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def call(self, *arguments, stdin=None, expected=0):
        result = subprocess.run([SYNCD, "--config", self.path("syncd.conf"), *arguments], input=stdin, capture_output=True,
                                text=True, timeout=120, check=False)
        if result.returncode != expected:
            raise AssertionError(f"{arguments}: exit {result.returncode}\n{result.stdout}\n{result.stderr}")
        return result

    def cut_off(self, step, *arguments):
        """The exit status when the power goes at that step; 77 if it went."""
        return subprocess.run([SYNCD, "--config", self.path("syncd.conf"), *arguments], capture_output=True, timeout=120,
                              check=False, env={**os.environ, "BS_STOP_AT": str(step)}).returncode

    def start(self):
        with open(self.path("syncd.log"), "a", encoding="utf-8") as log:
            self.process = subprocess.Popen([SYNCD, "--config", self.path("syncd.conf")], stdout=log, stderr=log)

    def visits(self, count):
        subprocess.run([OUTBOX_TOOL, "visits", self.path("kiosk"), self.name, str(count), PROGRAMME, "prinsenhof"],
                       check=True, capture_output=True)

    def lines(self):
        out = subprocess.run([OUTBOX_TOOL, "lines", self.path("kiosk")], check=True, capture_output=True).stdout
        return [line.partition(b" ")[2] for line in out.splitlines()]

    def status(self):
        return json.loads(self.call("--status").stdout)


class Hand(unittest.TestCase):
    """Each test gets a kiosk of its own that is enrolled and then goes without a network; one central is there for all."""

    house = None
    count = 0

    @classmethod
    def setUpClass(cls):
        if Hand.house is None:
            Hand.house = House()
            atexit.register(Hand.house.__exit__, None, None, None)

    def setUp(self):
        Hand.count += 1
        self.kiosk = self.make_kiosk(f"zonder-net-{Hand.count}")
        self.kiosk.go_offline()
        self.stick = self.kiosk.path("stick", "antwoorden")

    def make_kiosk(self, name):
        kiosk = HandKiosk(self.house, name)
        self.addCleanup(kiosk.end)
        return kiosk

    def central(self, *arguments, expected=0):
        result = self.house.call(*arguments, check=False)
        self.assertEqual(result.returncode, expected, result.stdout + result.stderr)
        return result

    def stored(self, kiosk=None):
        return self.central("records", (kiosk or self.kiosk).name).stdout.encode().splitlines()

    def assert_all_there(self):
        self.assertEqual(self.stored(), self.kiosk.lines())
        self.central("verify")

    def assert_all_acknowledged(self):
        status = self.kiosk.status()
        self.assertEqual(status["acknowledged"], status["stored"])
        self.assertIsNone(status["oldest_unsent_at"])
        self.assertIsNotNone(status["last_receipt_at"])
        return status


class AllTheWay(Hand):
    def test_a_year_without_network_goes_there_and_back_by_hand(self):
        self.kiosk.visits(2500)
        said = self.kiosk.call("export", self.stick).stdout
        self.assertIn("2500 records of", said)
        self.assertEqual(os.stat(self.stick).st_mode & 0o777, 0o600)
        self.assertEqual(os.listdir(self.kiosk.path("stick")), ["antwoorden"])
        result = self.central("import", self.stick)
        self.assertIn("2500 records in 3 batches", result.stderr)
        self.assertIn("1-2500 complete", result.stderr)
        self.assertIn(self.stick + ".receipts", result.stdout)
        self.assert_all_there()
        self.assertEqual(self.kiosk.status()["acknowledged"], 0)
        self.kiosk.call("import", self.stick + ".receipts")
        self.assertEqual(self.assert_all_acknowledged()["stored"], 2500)

        # Nothing waits any more; and when there is a network again, only what is new goes over it.
        nothing = self.kiosk.path("stick", "niets")
        self.assertIn("nothing to export", self.kiosk.call("export", nothing).stdout)
        self.assertFalse(os.path.exists(nothing))
        self.kiosk.visits(3)
        self.kiosk.go_online()
        before = self.house.metrics()
        self.kiosk.call("--once")
        after = self.house.metrics()
        self.assertEqual(after["buurtstem_records_stored_total"] - before["buurtstem_records_stored_total"], 3)
        self.assertEqual(after["buurtstem_records_repeated_total"], before["buurtstem_records_repeated_total"])
        self.assert_all_there()
        self.assert_all_acknowledged()

    def test_a_running_daemon_is_no_hindrance(self):
        self.kiosk.visits(30)
        self.kiosk.start()
        self.kiosk.call("export", self.stick)
        self.central("import", self.stick)
        self.kiosk.call("import", self.stick + ".receipts")
        self.assert_all_acknowledged()
        self.assertEqual(self.stored(), self.kiosk.lines())
        self.assertFalse(os.path.exists(self.kiosk.path("state", "by-hand.receipts")))
        self.assertIsNone(self.kiosk.process.poll())

    def test_receipts_that_never_came_back_do_no_harm_when_the_network_does(self):
        self.kiosk.visits(1500)
        self.kiosk.call("export", self.stick)
        self.central("import", self.stick)
        self.kiosk.go_online()
        self.kiosk.call("--once")
        self.assert_all_there()
        self.assert_all_acknowledged()

    def test_one_is_said_as_one(self):
        self.kiosk.visits(1)
        self.assertIn(": 1 record of", self.kiosk.call("export", self.stick).stdout)
        self.assertIn("1 record in 1 batch\n", self.central("import", self.stick).stderr)
        self.assertIn(": receipts for 1 epoch were taken", self.kiosk.call("import", self.stick + ".receipts").stdout)
        self.assertIn("of 1 record none waits", self.kiosk.call("export", self.stick + "-2").stdout)

    def test_all_is_exported_again_when_a_person_asks_for_it(self):
        self.kiosk.visits(5)
        self.kiosk.call("export", self.stick)
        self.central("import", self.stick)
        self.kiosk.call("import", self.stick + ".receipts")
        self.assertIn("5 records", self.kiosk.call("export", "--all", self.stick + "-2").stdout)
        self.central("import", self.stick + "-2")
        self.assert_all_there()


class PowerCuts(Hand):
    def setUp(self):
        super().setUp()
        self.kiosk.visits(4)

    def test_a_file_is_whole_or_not_there_at_whatever_step_the_power_goes(self):
        for step in range(1, 100):
            status = self.kiosk.cut_off(step, "export", self.stick)
            if status != 77:
                break
            if os.path.exists(self.stick):
                self.central("import", self.stick)
                os.remove(self.stick)
        if step == 1:
            self.skipTest("built without steps to stop at")
        self.assertEqual(status, 0)
        self.assertGreater(step, 3)
        self.assertEqual(os.path.exists(self.stick + ".part"), False)
        self.central("import", self.stick)
        self.assert_all_there()

    def test_receipts_can_be_taken_again_at_whatever_step_the_power_goes(self):
        self.kiosk.call("export", self.stick)
        self.central("import", self.stick)
        for step in range(1, 100):
            status = self.kiosk.cut_off(step, "import", self.stick + ".receipts")
            if status != 77:
                break
            self.assertIn(self.kiosk.status()["acknowledged"], (0, 4))
        if step == 1:
            self.skipTest("built without steps to stop at")
        self.assertEqual(status, 0)
        self.assert_all_acknowledged()


class TwoSticks(Hand):
    def setUp(self):
        super().setUp()
        self.kiosk.visits(4)
        self.first, self.second = self.stick + "-1", self.stick + "-2"
        self.kiosk.call("export", self.first)
        self.kiosk.visits(3)
        self.kiosk.call("export", self.second)

    def test_in_the_wrong_order_they_bring_everything_once(self):
        self.central("import", self.second)
        self.central("import", self.first)
        self.assert_all_there()
        self.kiosk.call("import", self.second + ".receipts")
        self.assert_all_acknowledged()

    def test_older_receipts_change_nothing(self):
        self.central("import", self.first)
        time.sleep(0.01)
        self.central("import", self.second)
        self.kiosk.call("import", self.second + ".receipts")
        before = self.assert_all_acknowledged()
        again = self.kiosk.call("import", self.first + ".receipts", expected=1)
        self.assertIn("older", again.stderr)
        self.assertEqual(self.kiosk.status(), before)
        # The same once more is fine.
        self.kiosk.call("import", self.second + ".receipts")
        self.assert_all_acknowledged()

    def test_a_central_that_was_put_back_says_what_is_missing_and_gets_it(self):
        self.house.stop()
        self.addCleanup(self.house.start)
        before = self.kiosk.path("before")
        shutil.copytree(self.house.path("data"), before)
        self.central("import", self.first)
        self.kiosk.call("import", self.first + ".receipts")
        shutil.rmtree(self.house.path("data"))
        shutil.copytree(before, self.house.path("data"))
        third = self.stick + "-3"
        self.kiosk.call("export", third)
        result = self.central("import", third, expected=1)
        self.assertIn("held to 0, but the file begins at 5", result.stderr)
        self.assertIn("export --all", result.stderr)
        self.assertEqual(self.stored(), [])
        self.kiosk.call("export", "--all", self.stick)
        self.central("import", self.stick)
        self.assert_all_there()
        self.kiosk.call("import", self.stick + ".receipts")
        self.assert_all_acknowledged()


class Refused(Hand):
    def setUp(self):
        super().setUp()
        self.kiosk.visits(6)
        self.kiosk.call("export", self.stick)
        with open(self.stick, "rb") as file:
            self.bytes = file.read()

    def write(self, data):
        name = self.stick + "-changed"
        with open(name, "wb") as file:
            file.write(data)
        return name

    def test_a_file_that_was_changed_or_cut_leaves_nothing_behind(self):
        for at in (0, 20, 110, 124, 130, len(self.bytes) // 2, len(self.bytes) - 1):
            with self.subTest(at=at):
                changed = bytearray(self.bytes)
                changed[at] ^= 4
                name = self.write(changed)
                self.assertIn(name, self.central("import", name, expected=2).stderr)
                self.central("import", self.write(self.bytes[:at]), expected=2)
                self.assertFalse(os.path.exists(name + ".receipts"))
        self.assertEqual(self.stored(), [])
        self.central("import", self.stick)
        self.assert_all_there()

    def test_receipts_that_were_changed_leave_everything_as_it_was(self):
        self.central("import", self.stick)
        with open(self.stick + ".receipts", "rb") as file:
            receipts = file.read()
        before = self.kiosk.status()
        for at in (0, 30, len(receipts) - 10, len(receipts) - 1):
            changed = bytearray(receipts)
            changed[at] ^= 1
            self.kiosk.call("import", self.write(changed), expected=2)
        self.assertEqual(self.kiosk.status(), before)

    def test_receipts_of_another_kiosk_are_refused(self):
        other = self.make_kiosk(self.kiosk.name + "-naast")
        self.central("import", self.stick)
        result = other.call("import", self.stick + ".receipts", expected=1)
        self.assertIn(f"for the kiosk {self.kiosk.name}", result.stderr)

    def test_what_a_revoked_kiosk_brings_is_kept_aside(self):
        self.central("kiosk", "revoke", self.kiosk.name)
        result = self.central("import", self.stick, expected=1)
        self.assertIn("kept aside", result.stderr)
        self.assertEqual(self.stored(), [])
        self.assertFalse(os.path.exists(self.stick + ".receipts"))
        self.assertEqual(len(self.central("records", "--quarantine", self.kiosk.name).stdout.splitlines()), 6)

    def enrol_anew(self):
        self.kiosk.go_online()
        self.kiosk.call("enrol", "--server", f"https://localhost:{self.house.port}",
                        stdin=self.house.invite(self.kiosk.name) + "\n")

    def test_what_was_exported_before_the_kiosk_was_enrolled_anew_comes_in(self):
        self.enrol_anew()
        result = self.central("import", self.stick)
        self.assertIn("enrolled anew", result.stderr)
        self.assert_all_there()
        self.kiosk.call("import", self.stick + ".receipts")
        self.assert_all_acknowledged()

    def test_what_was_exported_before_the_kiosk_was_revoked_is_kept_aside_also_after_a_new_enrolment(self):
        self.central("kiosk", "revoke", self.kiosk.name)
        self.enrol_anew()
        self.central("import", self.stick, expected=1)
        self.assertEqual(self.stored(), [])
        self.kiosk.call("export", self.stick + "-2")
        self.central("import", self.stick + "-2")
        self.assert_all_there()

    def test_nothing_that_is_there_is_overwritten(self):
        result = self.kiosk.call("export", self.stick, expected=1)
        self.assertIn("is there already", result.stderr)
        with open(self.stick, "rb") as file:
            self.assertEqual(file.read(), self.bytes)

    def test_the_token_is_not_to_be_seen_in_the_file(self):
        with open(self.kiosk.path("state", "credential"), "rb") as file:
            token = file.read().strip()
        self.assertNotIn(token, self.bytes)
        self.assertNotIn(self.kiosk.name.encode(), self.bytes)

    def test_receipts_go_where_they_are_wanted(self):
        place = self.kiosk.path("bewijs")
        self.central("import", self.stick, "--receipts", place)
        self.assertFalse(os.path.exists(self.stick + ".receipts"))
        self.kiosk.call("import", place)
        self.assert_all_acknowledged()

    def test_a_place_where_no_receipts_can_be_is_told_after_all_was_stored(self):
        result = self.central("import", self.stick, "--receipts", self.kiosk.path("no", "such", "folder"), expected=1)
        self.assertIn("is stored", result.stderr)
        self.assert_all_there()

    def test_what_is_no_export_is_no_import(self):
        self.central("import", expected=2)
        self.central("import", self.kiosk.path("stick"), expected=2)
        self.central("import", self.kiosk.path("nothing"), expected=2)
        self.assertRegex(self.central("import", PROGRAMME, expected=2).stderr, re.escape("not a file of buurtstem-syncd"))
        self.assertEqual(self.kiosk.call("import", PROGRAMME, expected=2).stderr,
                         f"buurtstem-syncd: {PROGRAMME}: this is not a whole file of receipts\n")
        self.kiosk.call("import", self.kiosk.path("nothing"), expected=1)

    def test_each_of_the_two_files_in_place_of_the_other_is_named(self):
        self.kiosk.visits(2000)  # so that it is larger than receipts may be
        large = self.stick + "-large"
        self.kiosk.call("export", large)
        self.assertGreater(os.path.getsize(large), 256 * 1024)
        self.central("import", self.stick)
        for export in (self.stick, large):
            for start in (lambda: None, self.kiosk.start):
                start()
                self.assertEqual(self.kiosk.call("import", export, expected=2).stderr, f"buurtstem-syncd: {export}: this is the export "
                                 f"itself; the receipts are in {os.path.basename(export)}.receipts\n")
            self.kiosk.process.kill()
            self.kiosk.process.wait()
        receipts = self.stick + ".receipts"
        self.assertEqual(self.central("import", receipts, expected=2).stderr, f"buurtstem-central: {receipts}: these are receipts, for "
                         "buurtstem-syncd import on the kiosk; the export is the file of that name without .receipts\n")
        self.assertFalse(os.path.exists(receipts + ".receipts"))


if __name__ == "__main__":
    unittest.main()
