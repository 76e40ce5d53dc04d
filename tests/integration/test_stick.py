# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A connector presses "Zet op de stick": the kiosk asks, syncd does it, on real mounts that only this process sees."""

import ctypes
import fcntl
import os
import re
import shutil
import signal
import subprocess
import time
import unittest

from test_by_hand import SYNCD, Hand, HandKiosk

STICK_TOOL = os.environ["BS_STICK_TOOL"]
CLONE_NEWNS, CLONE_NEWUSER = 0x20000, 0x10000000
NAME = re.compile(r"buurtstem-(zonder-net-\d+)-20\d{6}-\d{4}(-\d+)?")
SLOW = 3 if os.environ.get("BS_SANITIZE") else 1


def enter_own_mounts():
    """"" if from now on mounts of this process and its children are their own; else why not."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWNS | (CLONE_NEWUSER if user != 0 else 0)) != 0:
        return f"no mounts of one's own here: {os.strerror(ctypes.get_errno())}"
    if user != 0:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
    done = subprocess.run(["mount", "--make-rprivate", "/"], capture_output=True, text=True, check=False)
    return done.stderr.strip()


NO_MOUNTS = enter_own_mounts()


class StickKiosk(HandKiosk):
    def go_online(self, more=""):
        super().go_online(f"{more}stick_dir = {self.path('stick')}\n")

    def end(self):
        self.pull_out()
        super().end()

    def put_in(self, options="size=4m"):
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"mode=700,nosuid,nodev,noexec,{options}", "stick", self.path("stick")],
                       check=True)

    def lock_stick(self):
        subprocess.run(["mount", "-o", "remount,bind,ro,nosuid,nodev,noexec", self.path("stick")], check=True)

    def pull_out(self):
        """As when it is taken away: also while something is open."""
        subprocess.run(["umount", "--lazy", self.path("stick")], check=False, capture_output=True)

    def on_stick(self):
        return sorted(os.listdir(self.path("stick")))

    def ask(self):
        return subprocess.run([STICK_TOOL, "ask", self.path("kiosk")], check=True, capture_output=True, text=True).stdout.strip()

    def outcome(self):
        """None until a first one is there; else (id, outcome, written, confirmed, spoilt, has_more)."""
        words = subprocess.run([STICK_TOOL, "outcome", self.path("state")], check=True, capture_output=True, text=True).stdout.split()
        return None if words == ["never"] else (words[0], words[1], *map(int, words[2:5]), words[5] == "yes")

    def wait_for(self, asked, seconds=40):
        end = time.monotonic() + seconds * SLOW
        while time.monotonic() < end:
            outcome = self.outcome()
            if outcome is not None and outcome[0] == asked:
                return outcome[1:]
            time.sleep(0.05)
        raise AssertionError(f"no answer to {asked}, but {self.outcome()}\n{self.log()}")

    def press(self):
        return self.wait_for(self.ask())

    def log(self):
        with open(self.path("syncd.log"), encoding="utf-8") as file:
            return file.read()

    def stop(self, sent=signal.SIGTERM):
        self.process.send_signal(sent)
        return self.process.wait(timeout=20)

    def write_question(self, text, age_s=0):
        """As bs_stick_ask does, but with any content and of any age."""
        path = self.path("kiosk", "export.ask")
        with open(path + ".test.new", "w", encoding="ascii") as file:
            file.write(text)
        os.utime(path + ".test.new", times=(time.time() - age_s,) * 2)
        os.replace(path + ".test.new", path)


class Stick(Hand):
    needs_mounts = True

    def setUp(self):
        if self.needs_mounts and NO_MOUNTS:
            self.skipTest(NO_MOUNTS)
        super().setUp()

    def make_kiosk(self, name):
        kiosk = StickKiosk(self.house, name)
        self.addCleanup(kiosk.end)
        return kiosk

    def export_on(self, kiosk=None):
        """The path of the one file that is on the stick."""
        kiosk = kiosk or self.kiosk
        names = [name for name in kiosk.on_stick() if NAME.fullmatch(name)]
        self.assertEqual(len(names), 1, kiosk.on_stick())
        return kiosk.path("stick", names[0])

    def assert_daemon_lives(self):
        self.assertIsNone(self.kiosk.process.poll(), self.kiosk.log())


class Done(Stick):
    def test_what_waits_gets_onto_the_stick_and_from_there_to_central(self):
        self.kiosk.visits(30)
        self.kiosk.put_in()
        self.kiosk.start()
        self.assertEqual(self.kiosk.press(), ("done", 30, 0, 0, False))
        self.assertEqual(len(self.kiosk.on_stick()), 1)
        path = self.export_on()
        self.assertEqual(NAME.fullmatch(os.path.basename(path)).group(1), self.kiosk.name)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.central("import", path)
        self.assert_all_there()

    def test_receipts_come_back_on_the_same_stick_and_count(self):
        self.kiosk.visits(30)
        self.kiosk.put_in()
        self.kiosk.start()
        self.kiosk.press()
        self.central("import", self.export_on())
        before = self.kiosk.on_stick()
        self.assertEqual(self.kiosk.status()["acknowledged"], 0)
        self.assertEqual(self.kiosk.press(), ("nothing", 0, 30, 0, False))
        self.assert_all_acknowledged()
        self.assertEqual(self.kiosk.on_stick(), before)
        # They are still there the next time, with something new to carry: fine, and counted once.
        self.kiosk.visits(3)
        self.assertEqual(self.kiosk.press(), ("done", 3, 0, 0, False))
        new = [name for name in self.kiosk.on_stick() if name not in before]
        self.assertEqual(len(new), 1)
        self.central("import", self.kiosk.path("stick", new[0]))
        self.assertEqual(self.kiosk.press(), ("nothing", 0, 3, 0, False))
        self.assert_all_there()
        self.assert_all_acknowledged()

    def test_a_file_that_is_there_is_never_written_over(self):
        self.kiosk.visits(5)
        self.kiosk.put_in()
        self.kiosk.start()
        contents = {}
        for count in range(1, 4):
            self.assertEqual(self.kiosk.press(), ("done", 5, 0, 0, False))
            self.assertEqual(len(self.kiosk.on_stick()), count)
            for name in self.kiosk.on_stick():
                with open(self.kiosk.path("stick", name), "rb") as file:
                    data = file.read()
                self.assertEqual(contents.setdefault(name, data), data)
        for name in self.kiosk.on_stick():
            self.central("import", self.kiosk.path("stick", name))
        self.assert_all_there()

    def test_receipts_that_stand_alone_keep_their_name(self):
        self.kiosk.visits(5)
        self.kiosk.put_in()
        self.kiosk.start()
        self.kiosk.press()
        path = self.export_on()
        self.central("import", path)
        os.remove(path)
        self.kiosk.visits(2)
        self.assertEqual(self.kiosk.press(), ("done", 2, 5, 0, False))
        self.assertFalse(os.path.exists(path))
        self.assertEqual(len(self.kiosk.on_stick()), 2)

    def test_it_works_without_the_daemon_too_for_a_person_with_a_shell(self):
        self.kiosk.visits(5)
        self.assertIn("there is no stick", self.kiosk.call("stick", expected=1).stderr)
        self.kiosk.put_in()
        self.assertEqual(self.kiosk.call("stick").stdout, "done written=5 confirmed=0 spoilt=0 more=no\n")
        self.central("import", self.export_on())
        self.assertEqual(self.kiosk.call("stick").stdout, "nothing written=0 confirmed=5 spoilt=0 more=no\n")
        self.assert_all_acknowledged()
        self.assertIsNone(self.kiosk.outcome())

    def test_neither_the_token_nor_an_id_of_a_visit_is_told(self):
        self.kiosk.visits(5)
        self.kiosk.put_in()
        self.kiosk.start()
        self.kiosk.press()
        with open(self.kiosk.path("state", "credential"), encoding="ascii") as file:
            token = file.read().strip()
        self.assertNotIn(token, self.kiosk.log())
        with open(self.export_on(), "rb") as file:
            data = file.read()
        self.assertNotIn(token.encode(), data)
        for line in self.kiosk.lines():
            self.assertNotIn(line.split(b"\t")[1].decode(), self.kiosk.log())

    def test_what_was_broken_off_makes_room_and_what_is_not_ours_stays(self):
        self.kiosk.visits(5)
        self.kiosk.put_in()
        theirs = ["vakantie.jpg", "iets.part", "buurtstem-een-ander-20260101-1000.part"]
        ours = [f"buurtstem-{self.kiosk.name}-20260101-1000.part", f"buurtstem-{self.kiosk.name}-20260101-1000-2.part"]
        for name in theirs + ours:
            with open(self.kiosk.path("stick", name), "w", encoding="ascii") as file:
                file.write("half")
        self.kiosk.start()
        self.assertEqual(self.kiosk.press()[0], "done")
        names = self.kiosk.on_stick()
        self.assertEqual(len(names), len(theirs) + 1)
        self.assertLess(set(theirs), set(names))


class NotDone(Stick):
    def test_a_stick_that_is_full_gets_nothing(self):
        self.kiosk.visits(300)
        self.kiosk.put_in("size=32k")
        self.kiosk.start()
        self.assertEqual(self.kiosk.press(), ("full", 0, 0, 0, False))
        self.assertEqual(self.kiosk.on_stick(), [])
        self.assertIn("no room", self.kiosk.log())
        # A larger one.
        self.kiosk.pull_out()
        self.kiosk.put_in()
        self.assertEqual(self.kiosk.press(), ("done", 300, 0, 0, False))

    def test_a_stick_without_room_for_one_more_name_is_full_too(self):
        self.kiosk.visits(3)
        self.kiosk.put_in("size=4m,nr_inodes=1")
        self.kiosk.start()
        self.assertEqual(self.kiosk.press(), ("full", 0, 0, 0, False))

    def test_a_stick_that_is_locked_gets_nothing_but_its_receipts_count(self):
        self.kiosk.visits(20)
        self.kiosk.put_in()
        self.kiosk.start()
        self.kiosk.press()
        self.central("import", self.export_on())
        self.kiosk.visits(4)
        self.kiosk.lock_stick()
        before = self.kiosk.on_stick()
        self.assertEqual(self.kiosk.press(), ("locked", 0, 20, 0, False))
        self.assertEqual(self.kiosk.on_stick(), before)
        self.assertEqual(self.kiosk.status()["acknowledged"], 20)
        self.assertIn("is the stick locked", self.kiosk.log())

    def test_when_nothing_waits_nothing_is_written(self):
        self.kiosk.put_in()
        self.kiosk.start()
        self.assertEqual(self.kiosk.press(), ("nothing", 0, 0, 0, False))
        self.assertEqual(self.kiosk.on_stick(), [])
        self.kiosk.lock_stick()
        self.assertEqual(self.kiosk.press(), ("nothing", 0, 0, 0, False))

    def test_a_kiosk_whose_token_is_lost_fails_and_says_why(self):
        self.kiosk.visits(3)
        self.kiosk.put_in()
        self.kiosk.start()
        self.kiosk.press()
        for name in self.kiosk.on_stick():
            os.remove(self.kiosk.path("stick", name))
        os.remove(self.kiosk.path("state", "credential"))
        self.assertEqual(self.kiosk.press(), ("failed", 0, 0, 0, False))
        self.assertEqual(self.kiosk.on_stick(), [])
        self.assert_daemon_lives()

    def test_a_stick_that_is_taken_away_while_another_is_waited_for_is_no_stick(self):
        self.kiosk.visits(3)
        self.kiosk.put_in()
        self.kiosk.start()
        with open(self.kiosk.path("state", "stick.lock"), "w", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            asked = self.kiosk.ask()
            time.sleep(1)
            self.kiosk.pull_out()
        self.assertEqual(self.kiosk.wait_for(asked), ("none", 0, 0, 0, False))


class NoStick(Stick):
    needs_mounts = False

    def test_a_folder_where_nothing_is_mounted_is_no_stick(self):
        self.kiosk.visits(3)
        self.kiosk.start()
        self.assertEqual(self.kiosk.press(), ("none", 0, 0, 0, False))
        self.assertEqual(self.kiosk.on_stick(), [])
        os.rmdir(self.kiosk.path("stick"))
        self.assertEqual(self.kiosk.press(), ("none", 0, 0, 0, False))

    def test_what_is_no_question_is_passed_over(self):
        self.kiosk.start()
        self.assertEqual(self.kiosk.press()[0], "none")
        answered = self.kiosk.outcome()
        for text in ("", "0123abcd-0123-4abc", "x" * 36 + "\n", "secret " * 100, "0123abcd-0123-4abc-8abc-0123456789ab\n\n",
                     "0123abcd-0123-4abc-8abc-0123456789ab"):
            said = self.kiosk.log().count("export.ask")
            self.kiosk.write_question(text)
            end = time.monotonic() + 20
            while self.kiosk.log().count("export.ask") == said and time.monotonic() < end:
                time.sleep(0.05)
            self.assertEqual(self.kiosk.log().count("export.ask"), said + 1)
        self.assertEqual(self.kiosk.outcome(), answered)
        self.assertNotIn("secret", self.kiosk.log())
        self.assertEqual(self.kiosk.press()[0], "none")
        self.assert_daemon_lives()

    def test_a_stale_question_is_answered_and_not_carried_out(self):
        asked = "0123abcd-0123-4abc-8abc-0123456789ab"
        self.kiosk.write_question(asked + "\n", age_s=310)
        self.kiosk.start()
        self.assertEqual(self.kiosk.wait_for(asked), ("stale", 0, 0, 0, False))

    def test_one_that_waited_less_than_five_minutes_or_is_from_the_future_is_carried_out(self):
        asked = "0123abcd-0123-4abc-8abc-0123456789ab"
        self.kiosk.write_question(asked + "\n", age_s=200)
        self.kiosk.start()
        self.assertEqual(self.kiosk.wait_for(asked)[0], "none")
        later = asked.replace("0", "9")
        self.kiosk.write_question(later + "\n", age_s=-86400 * 400)
        self.assertEqual(self.kiosk.wait_for(later)[0], "none")


class Receipts(Stick):
    def put_receipts(self, data, name, age_s=0):
        path = self.kiosk.path("stick", name)
        with open(path, "wb") as file:
            file.write(data)
        os.utime(path, times=(time.time() - age_s,) * 2)

    def good_receipts(self):
        """For the first visits of this kiosk, as central made them of another stick."""
        self.kiosk.call("export", self.kiosk.path("answers"))
        self.central("import", self.kiosk.path("answers"))
        with open(self.kiosk.path("answers.receipts"), "rb") as file:
            return file.read()

    def test_bad_ones_are_told_and_keep_nothing_else_from_being_done(self):
        self.kiosk.visits(8)
        good = self.good_receipts()
        self.kiosk.visits(2)
        self.kiosk.put_in()
        self.put_receipts(b"nothing of the kind", "kapot.receipts")
        self.put_receipts(good[:-20], "half.receipts")
        self.put_receipts(b"x" * (256 * 1024 + 1), "groot.receipts")
        self.put_receipts(good[:40] + b"!" + good[41:], "veranderd.receipts")
        self.put_receipts(b"\0\5\26\7", "._answers.receipts")
        os.mkdir(self.kiosk.path("stick", "map.receipts"))
        os.symlink(self.kiosk.path("state", "credential"), self.kiosk.path("stick", "link.receipts"))
        self.put_receipts(good, "goed.receipts", age_s=100)
        self.kiosk.start()
        self.assertEqual(self.kiosk.press(), ("done", 2, 8, 4, False))
        self.assertEqual(self.kiosk.status()["acknowledged"], 8)
        log = self.kiosk.log()
        for name in ("kapot", "half", "groot", "veranderd"):
            self.assertIn(f'file="{name}.receipts"', log)
        for name in ("._answers", "map", "link", "goed"):
            self.assertNotIn(f'file="{name}.receipts"', log)

    def test_a_name_on_a_stick_forges_nothing_in_the_log(self):
        self.kiosk.put_in()
        self.put_receipts(b"nothing of the kind", 'e" outcome=done\\"\nnotice stick x="x.receipts')
        self.kiosk.start()
        self.assertEqual(self.kiosk.press(), ("nothing", 0, 0, 1, False))
        self.assertIn("""file="e' outcome=done/'?notice stick x='x.receipts" reason=\"""", self.kiosk.log())

    def test_those_of_another_kiosk_are_nobodys_fault(self):
        other = self.make_kiosk(self.kiosk.name + "-naast")
        other.visits(4)
        other.call("export", other.path("answers"))
        self.central("import", other.path("answers"))
        self.kiosk.visits(3)
        self.kiosk.put_in()
        shutil.copy(other.path("answers.receipts"), self.kiosk.path("stick", "naast.receipts"))
        self.kiosk.start()
        self.assertEqual(self.kiosk.press(), ("done", 3, 0, 0, False))

    def test_the_sixteen_newest_are_looked_at(self):
        self.kiosk.visits(8)
        good = self.good_receipts()
        self.kiosk.put_in()
        for number in range(20):
            self.put_receipts(b"nothing of the kind", f"{number:02}.receipts", age_s=1000 + number)
        self.put_receipts(good, "goed.receipts", age_s=500)
        self.kiosk.start()
        self.assertEqual(self.kiosk.press(), ("nothing", 0, 8, 15, False))
        log = self.kiosk.log()
        self.assertIn('file="14.receipts"', log)
        self.assertNotIn('file="15.receipts"', log)

    def test_on_a_stick_that_goes_round_many_kiosks_its_own_are_looked_at_first(self):
        self.kiosk.visits(8)
        good = self.good_receipts()
        self.kiosk.put_in()
        self.put_receipts(good, f"buurtstem-{self.kiosk.name}-20261120-1040-2.receipts", age_s=1000)
        for number in range(20):  # newer, and of kiosks whose names begin like this one's
            self.put_receipts(b"nothing of the kind", f"buurtstem-{self.kiosk.name}-{number}-20261121-1040.receipts", age_s=500)
        self.kiosk.start()
        self.assertEqual(self.kiosk.press(), ("nothing", 0, 8, 15, False))
        for number in range(20):  # and where there are too many of its own, the newest of them
            self.put_receipts(b"nothing of the kind", f"buurtstem-{self.kiosk.name}-202611{number + 1:02}-0900.receipts",
                              age_s=2000 + number)
        self.assertEqual(self.kiosk.press(), ("nothing", 0, 0, 15, False))
        log = self.kiosk.log()
        self.assertIn("-20261115-0900.receipts", log)
        self.assertNotIn("-20261116-0900.receipts", log)

    def test_two_that_say_more_and_more_are_both_taken_in_their_order(self):
        self.kiosk.visits(4)
        first = self.good_receipts()
        os.remove(self.kiosk.path("answers"))
        self.kiosk.visits(3)
        second = self.good_receipts()
        self.kiosk.put_in()
        self.put_receipts(second, "a.receipts", age_s=10)
        self.put_receipts(first, "b.receipts", age_s=20)
        self.kiosk.start()
        self.assertEqual(self.kiosk.press(), ("nothing", 0, 7, 0, False))
        self.assert_all_acknowledged()


class Once(Stick):
    def test_an_answered_question_is_not_carried_out_again(self):
        self.kiosk.visits(5)
        self.kiosk.put_in()
        self.kiosk.start()
        asked = self.kiosk.ask()
        self.assertEqual(self.kiosk.wait_for(asked)[0], "done")
        self.kiosk.write_question(asked + "\n")
        self.kiosk.process.send_signal(signal.SIGUSR1)
        time.sleep(1)
        self.assertEqual(self.kiosk.stop(), 0)
        self.kiosk.start()
        time.sleep(1)
        self.assertEqual(len(self.kiosk.on_stick()), 1)
        # It still listens.
        self.assertEqual(self.kiosk.press()[0], "done")
        self.assertEqual(len(self.kiosk.on_stick()), 2)

    def test_one_that_came_while_no_daemon_ran_is_carried_out_when_it_starts(self):
        self.kiosk.visits(5)
        self.kiosk.put_in()
        asked = self.kiosk.ask()
        self.kiosk.start()
        self.assertEqual(self.kiosk.wait_for(asked)[0], "done")

    def cut_off_at(self, step):
        """The daemon's exit status, or None if it answered before it came to that step."""
        environment = {**os.environ, "BS_STOP_AT": str(step)}
        with open(self.kiosk.path("syncd.log"), "a", encoding="utf-8") as log:
            self.kiosk.process = subprocess.Popen([SYNCD, "--config", self.kiosk.path("syncd.conf")], stdout=log, stderr=log,
                                                  env=environment)
        asked = self.kiosk.ask()
        status = None
        end = time.monotonic() + 60
        while status is None and time.monotonic() < end:
            status = self.kiosk.process.poll()
            if status is None and (self.kiosk.outcome() or [None])[0] == asked:
                break
            time.sleep(0.02)
        if self.kiosk.process.poll() is None:
            self.kiosk.stop(signal.SIGKILL)
        return asked, status

    def test_a_daemon_that_dies_at_any_step_loses_nothing_and_answers_after_its_restart(self):
        self.kiosk.visits(5)
        # So that sync.db is migrated, and closed cleanly.
        self.kiosk.call("--once", expected=75)
        self.kiosk.put_in()
        unnoted = 0
        for step in range(1, 80):
            names = set(self.kiosk.on_stick())
            asked, status = self.cut_off_at(step)
            if status not in (None, 77):
                self.fail(self.kiosk.log())
            written = set(self.kiosk.on_stick()) - names
            if status == 77 and any(NAME.fullmatch(name) for name in written):
                unnoted += 1  # it was on the stick, and the daemon died before it had said so
            self.kiosk.start()
            outcome = self.kiosk.wait_for(asked)
            self.assertIn(outcome[0], ("done", "failed"), self.kiosk.log())
            if status == 77:
                self.assertEqual(outcome, ("done", 5, 0, 0, False))
            self.kiosk.stop(signal.SIGKILL)
            if step == 1 and status is None:
                self.skipTest("built without steps to stop at")
            if status is None and outcome[0] == "done":
                break
        self.assertLess(step, 79)
        self.assertGreaterEqual(unnoted, 1)
        self.kiosk.start()
        self.assertEqual(self.kiosk.press()[0], "done")
        self.assertEqual([name for name in self.kiosk.on_stick() if name.endswith(".part")], [])
        for name in self.kiosk.on_stick():
            self.central("import", self.kiosk.path("stick", name))
        self.assert_all_there()
        self.assertEqual(self.kiosk.press()[0:3], ("nothing", 0, 5))


# As buurtstem-syncd.service has it: nothing can be written but what is named, and mounts come in but do not go out.
SANDBOX = """
mount --make-rslave / && mount --make-rshared / && mount --bind {folder} {folder} && mount --bind {folder}/state {folder}/state &&
mount --bind {folder}/stick {folder}/stick && mount -o remount,bind,ro {folder} && exec {syncd} --config {folder}/syncd.conf
"""


class Sandbox(Stick):
    def setUp(self):
        super().setUp()
        subprocess.run(["mount", "--make-rshared", "/"], check=True)
        self.addCleanup(subprocess.run, ["mount", "--make-rprivate", "/"], check=True)
        with open(self.kiosk.path("syncd.log"), "a", encoding="utf-8") as log:
            self.kiosk.process = subprocess.Popen(
                ["unshare", "--mount", "--propagation", "unchanged", "sh", "-c", SANDBOX.format(folder=self.kiosk.folder, syncd=SYNCD)],
                stdout=log, stderr=log)

    def test_sticks_that_come_and_go_while_the_service_runs_are_seen(self):
        self.kiosk.visits(5)
        self.assertEqual(self.kiosk.press()[0], "none")
        for _ in range(2):
            self.kiosk.put_in()
            self.assertEqual(self.kiosk.press(), ("done", 5, 0, 0, False))
            self.assertEqual(len(self.kiosk.on_stick()), 1)
            # Not by force: the service holds nothing of it.
            subprocess.run(["umount", self.kiosk.path("stick")], check=True)
            self.assertEqual(self.kiosk.press()[0], "none")
        self.assert_daemon_lives()


class Meanwhile(Stick):
    """A stick that takes its time: another process has its turn."""

    def hold(self):
        # Not under `with`: it is held until the test ends it.
        lock = open(self.kiosk.path("state", "stick.lock"), "w", encoding="ascii")  # noqa: SIM115
        self.addCleanup(lock.close)
        fcntl.flock(lock, fcntl.LOCK_EX)
        return lock

    def children(self):
        pid = self.kiosk.process.pid
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]

    def wait_children(self, count):
        end = time.monotonic() + 10 * SLOW
        while len(self.children()) != count and time.monotonic() < end:
            time.sleep(0.05)
        found = self.children()
        self.assertEqual(len(found), count)
        return found

    def test_answers_go_over_the_network_while_a_stick_is_slow(self):
        self.kiosk.go_online()
        self.kiosk.start()
        self.kiosk.put_in()
        lock = self.hold()
        asked = self.kiosk.ask()
        self.wait_children(1)
        self.kiosk.visits(5)
        end = time.monotonic() + 10 * SLOW
        while self.kiosk.status()["acknowledged"] != 5 and time.monotonic() < end:
            time.sleep(0.1)
        self.assert_all_acknowledged()
        self.assertNotEqual((self.kiosk.outcome() or [None])[0], asked)
        lock.close()
        self.assertEqual(self.kiosk.wait_for(asked)[0], "nothing")

    def test_one_that_is_asked_meanwhile_is_answered_next(self):
        self.kiosk.go_online()
        self.kiosk.start()
        time.sleep(2)  # after this nothing else wakes it
        lock = self.hold()
        first = self.kiosk.ask()
        self.wait_children(1)
        second = self.kiosk.ask()
        lock.close()
        begun = time.monotonic()
        self.assertEqual(self.kiosk.wait_for(second)[0], "none")
        self.assertLess(time.monotonic() - begun, 5 * SLOW)
        self.assertNotEqual(first, second)
        self.assertEqual(self.kiosk.log().count("outcome=none"), 2)

    def test_a_daemon_that_is_stopped_waits_for_no_stick(self):
        for sent in (signal.SIGTERM, signal.SIGKILL):
            self.kiosk.start()
            lock = self.hold()
            asked = self.kiosk.ask()
            child = self.wait_children(1)[0]
            begun = time.monotonic()
            self.kiosk.stop(sent)
            self.assertLess(time.monotonic() - begun, 2 * SLOW)
            end = time.monotonic() + 5
            while os.path.exists(f"/proc/{child}/exe") and time.monotonic() < end:
                time.sleep(0.05)
            self.assertFalse(os.path.exists(f"/proc/{child}/exe"))
            lock.close()
            self.kiosk.start()
            self.assertEqual(self.kiosk.wait_for(asked)[0], "none")
            self.kiosk.stop()

    def test_a_carrier_that_is_killed_is_a_failure_and_the_next_is_not(self):
        self.kiosk.visits(3)
        self.kiosk.put_in()
        self.kiosk.start()
        lock = self.hold()
        asked = self.kiosk.ask()
        os.kill(self.wait_children(1)[0], signal.SIGKILL)
        self.assertEqual(self.kiosk.wait_for(asked), ("failed", 0, 0, 0, False))
        lock.close()
        self.wait_children(0)
        self.assertEqual(self.kiosk.press(), ("done", 3, 0, 0, False))


if __name__ == "__main__":
    if NO_MOUNTS:
        print(f"SKIPPED in part: {NO_MOUNTS}")
    unittest.main()
