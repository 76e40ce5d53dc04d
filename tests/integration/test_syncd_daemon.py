# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""buurtstem-syncd as a daemon: what wakes it, what it costs while it waits, how it recovers and how it ends."""

import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from fault_ledger import struck  # noqa: E402
from syncd_bench import CODE, OUTBOX_TOOL, KIOSK, Bench, wait_until  # noqa: E402


def read_status_of_process(pid):
    fields = {}
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        for line in file:
            name, _, value = line.partition(":")
            fields[name] = value.split()
    return fields


def wakeups(pid):
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/status", encoding="ascii") as file:
            total += sum(int(line.split()[1]) for line in file if line.startswith("voluntary_ctxt"))
    return total


def holds_back(pid, sent):
    """Whether a process blocks a signal, to read it when it wants to."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        blocked = next(line for line in file if line.startswith("SigBlk"))
    return bool(int(blocked.split()[1], 16) >> (sent - 1) & 1)


class Manager:
    """The service manager's end of NOTIFY_SOCKET."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.settimeout(10)
        self.seen = []

    def wait_for(self, word):
        end = time.monotonic() + 10
        while time.monotonic() < end:
            self.seen.append(self.socket.recv(4096).decode())
            if word in self.seen[-1]:
                return self.seen[-1]
        raise AssertionError(f"no {word} in {self.seen}")


class DaemonBench(Bench):
    def start_daemon(self, **how):
        process = self.start(**how)
        # A folder that has a bundle already says nothing of this process: before it listens, a signal just kills it.
        wait_until("the daemon to listen to signals", 20, lambda: holds_back(process.pid, signal.SIGTERM))
        wait_until("the first bundle", 20, lambda: self.status()["bundle_serial"])
        return process

    def wait_arrived(self, count, seconds=20):
        wait_until(f"{count} records to arrive", seconds, lambda: self.status()["acknowledged"] >= count)
        self.assert_everything_arrived()

    def end(self, process, sent=signal.SIGTERM, within=2.0):
        begun = time.monotonic()
        process.send_signal(sent)
        _, errors = process.communicate(timeout=20)
        self.assertLess(time.monotonic() - begun, within * (3 if os.environ.get("BS_SANITIZE") else 1))
        self.assertEqual(process.returncode, 0, errors)
        return errors


class Daemon(DaemonBench):
    def test_a_new_record_wakes_it_and_goes_out(self):
        self.enrol()
        self.append(1)
        self.configure("poll_seconds = 86400\n")
        process = self.start_daemon()
        self.wait_arrived(1)
        for count in range(2, 6):
            self.append(1)
            self.wait_arrived(count, 5)
        self.end(process)

    def test_the_status_tells_whether_it_runs_also_before_the_enrolment(self):
        self.assertIs(self.status()["running"], False)
        process = self.start()
        wait_until("it to be seen", 20, lambda: self.status()["running"])
        self.end(process)
        self.assertIs(self.status()["running"], False)
        self.enrol()
        self.append(1)
        self.once()
        self.append(1)
        status = self.status()
        self.assertEqual((status["running"], status["stored"], status["acknowledged"], status["last_error"]), (False, 2, 1, None))
        process = self.start_daemon()
        self.assertIs(self.status()["running"], True)
        process.kill()
        process.communicate(timeout=20)
        self.assertIs(self.status()["running"], False)

    def test_a_record_is_seen_though_its_commit_ends_after_the_notice(self):
        """A kiosk that keeps its log open writes nothing more after the commit."""
        self.enrol()
        self.configure("poll_seconds = 86400\nbatch_delay_ms = 0\n")
        self.append(1)
        process = self.start_daemon()
        with subprocess.Popen([OUTBOX_TOOL, "keep", self.kiosk_dir, KIOSK, self.state_dir], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, text=True) as kiosk:
            for count in range(2, 13):
                kiosk.stdin.write("1\n")
                kiosk.stdin.flush()
                self.wait_arrived(count, 8)
            kiosk.stdin.close()
        self.end(process)

    # F12
    def test_a_name_that_is_not_found_is_asked_for_again(self):
        self.enrol()
        state = sqlite3.connect(os.path.join(self.state_dir, "sync.db"))
        self.addCleanup(state.close)
        (right,) = state.execute("SELECT server FROM identity").fetchone()
        state.execute("UPDATE identity SET server = 'https://central.invalid'")
        state.commit()
        self.append(1)
        self.configure("log_level = debug\n")
        process = self.start()
        wait_until("the trouble to be shown", 30, lambda: self.status()["trouble"] == "network")
        first = self.status()["last_try_at"]
        wait_until("another try", 30, lambda: self.status()["last_try_at"] > first)
        self.assertNotIn("code=broken", self.end(process))
        state.execute("UPDATE identity SET server = ?", (right,))
        state.commit()
        self.once()
        self.assert_everything_arrived()
        struck("F12", "a name under .invalid", 2)

    def test_sigterm_and_sigint_end_it_cleanly(self):
        self.enrol()
        self.end(self.start_daemon())
        self.end(self.start_daemon(), signal.SIGINT)

    def test_sigterm_ends_it_at_once_in_the_middle_of_a_request(self):
        self.enrol()
        self.append(1)
        self.configure("stall_seconds = 60\n")
        self.server.fault = "never_answers"
        process = self.start()
        wait_until("the request", 10, lambda: any(method == "POST" and "batches" in path
                                                  for method, path in self.server.requests))
        self.end(process)
        self.assertEqual(self.status()["acknowledged"], 0)

    def test_it_recovers_when_the_network_comes_back(self):
        self.enrol()
        process = self.start_daemon()
        self.server.stop()
        self.append(5)
        wait_until("the trouble to be shown", 10, lambda: self.status()["trouble"] == "network")
        self.server.start()
        self.wait_arrived(5)
        wait_until("the trouble to be over", 20, lambda: self.status()["trouble"] == "none")
        errors = self.end(process)
        self.assertEqual(errors.count("sentence="), 1, errors)

    def test_trouble_is_logged_once_and_not_at_every_try(self):
        self.enrol()
        self.server.fault = "status_500"
        self.append(1)
        process = self.start()
        wait_until("many tries", 20, lambda: len(self.server.requests) > 6)
        self.server.fault = "none"
        self.wait_arrived(1)
        self.assertEqual(self.end(process).count("trouble class"), 1)

    def test_sigusr1_makes_a_refused_kiosk_try_at_once(self):
        self.enrol()
        self.append(1)
        self.server.fault = "status_401"
        process = self.start()
        wait_until("the refusal", 10, lambda: self.status()["trouble"] == "authorisation")
        self.server.fault = "none"
        time.sleep(1)
        self.assertEqual(self.status()["acknowledged"], 0)
        process.send_signal(signal.SIGUSR1)
        self.wait_arrived(1)
        self.end(process)

    def test_retry_after_is_obeyed(self):
        self.enrol()
        process = self.start_daemon()
        self.server.fault = "status_503"
        self.append(1)
        wait_until("the answer", 10, lambda: self.status()["trouble"] == "server")
        asked = len(self.server.requests)
        self.append(1)
        process.send_signal(signal.SIGUSR1)
        time.sleep(2)
        self.assertEqual(len(self.server.requests), asked)
        self.end(process)

    def test_a_dead_network_with_many_visits_makes_no_storm(self):
        self.enrol()
        self.server.fault = "close_after_reading"
        process = self.start()
        asked = len(self.server.requests)
        for _ in range(30):
            self.append(3)
        time.sleep(5)
        # Sixty in an "hour" of 36 seconds; libcurl may send each of them twice.
        self.assertLessEqual(len(self.server.requests) - asked, 2 * 60)
        self.end(process)

    def test_kills_at_any_moment_lose_and_double_nothing(self):
        self.enrol()
        chance = random.Random(4)
        for _ in range(12):
            process = self.start()
            self.append(chance.randint(1, 400))
            time.sleep(chance.random() / 2)
            process.kill()
            process.wait()
        self.once()
        self.assert_everything_arrived()

    # F65
    def test_a_second_one_is_refused(self):
        self.enrol()
        process = self.start_daemon()
        refused = 0
        for _ in range(3):
            self.append(2)
            refused += self.once(1).returncode
            second = self.start()
            wait_until("the second daemon to listen", 20, lambda: holds_back(second.pid, signal.SIGTERM))
            time.sleep(0.5)
            self.assertIn("in use by process", self.end(second))
        self.enrol(expected=1)
        self.wait_arrived(6)
        self.end(process)
        struck("F65", "started twice", refused)

    def test_it_waits_for_its_enrolment(self):
        process = self.start()
        time.sleep(0.5)
        self.assertIsNone(process.poll())
        self.assertEqual(os.listdir(self.state_dir), [])
        self.enrol()
        self.append(1)
        process.send_signal(signal.SIGUSR1)
        self.wait_arrived(1)
        self.end(process)

    def test_it_waits_for_the_kiosks_folder(self):
        self.enrol()
        os.rmdir(self.kiosk_dir)
        self.configure("poll_seconds = 5\n")
        process = self.start_daemon()
        os.mkdir(self.kiosk_dir)
        self.append(1)
        self.wait_arrived(1, 30)
        self.end(process)

    def test_a_log_that_was_set_aside_is_let_go(self):
        self.enrol()
        self.append(3)
        process = self.start_daemon()
        self.wait_arrived(3)
        for name in os.listdir(self.kiosk_dir):
            os.rename(os.path.join(self.kiosk_dir, name), os.path.join(self.folder, name + ".aside"))
        self.append(2)
        wait_until("the new log", 20, lambda: len(self.server.log.epochs) == 2 and self.status()["acknowledged"] == 2)
        self.end(process)

    def test_a_log_of_an_older_kiosk_waits_until_the_kiosk_was_upgraded(self):
        self.enrol()
        self.append(1)
        older = sqlite3.connect(os.path.join(self.kiosk_dir, "kiosk.db"))
        self.addCleanup(older.close)
        older.executescript("ALTER TABLE epoch DROP COLUMN ends_at; ALTER TABLE epoch DROP COLUMN erased_to;"
                            "DROP TABLE program; PRAGMA user_version = 1")
        self.assertIn("its writer has to start", self.once(expected=75).stderr)
        manager = Manager(self.folder)
        self.addCleanup(manager.socket.close)
        self.configure("poll_seconds = 5\n")
        process = self.start(environment={"NOTIFY_SOCKET": manager.path})
        manager.wait_for("its writer has to start")
        manager.seen.clear()
        before = wakeups(process.pid)
        wait_until("the bundle", 20, lambda: any(path.endswith("bundle") for _, path in self.server.requests))
        time.sleep(2)
        self.assertIsNone(process.poll())
        self.assertLess(wakeups(process.pid) - before, 60)
        self.append(1)  # the newer kiosk opens its log
        self.wait_arrived(2)
        manager.wait_for("STATUS=running")
        self.assertNotIn("STATUS=running", manager.seen[:-1])
        self.assertTrue(any("its writer has to start" in seen for seen in manager.seen[:-1]), manager.seen)
        self.assertLess(self.end(process).count("its writer has to start"), 10)

    def test_no_token_and_no_code_is_ever_logged(self):
        self.configure("log_level = debug\n")
        self.enrol()
        self.append(2)
        process = self.start_daemon()
        self.wait_arrived(2)
        self.server.fault = "status_401"
        self.append(1)
        wait_until("the refusal", 10, lambda: self.status()["trouble"] == "authorisation")
        with open(os.path.join(self.state_dir, "credential"), encoding="ascii") as file:
            token = file.read().strip()
        with open(f"/proc/{process.pid}/environ", "rb") as file:
            self.assertNotIn(token.encode(), file.read())
        errors = self.end(process)
        self.assertNotIn(token, errors)
        self.assertNotIn(CODE.replace("-", ""), errors.replace("-", ""))
        self.assertNotIn("salt", errors)

    def test_the_service_manager_hears_ready_status_watchdog_and_stopping(self):
        self.enrol()
        self.append(1)
        manager = Manager(self.folder)
        self.addCleanup(manager.socket.close)
        process = self.start(environment={"NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "1000000"})
        manager.wait_for("READY=1")
        manager.wait_for("WATCHDOG=1")
        self.server.fault = "status_500"
        self.append(1)
        manager.wait_for("storing (500)")
        manager.wait_for("WATCHDOG=1")
        process.send_signal(signal.SIGTERM)
        manager.wait_for("STOPPING=1")
        process.communicate(timeout=10)
        self.assertEqual(process.returncode, 0)

    def test_idle_it_wakes_at_most_once_in_five_seconds(self):
        self.enrol()
        self.append(1)
        self.configure("poll_seconds = 300\n")
        process = self.start_daemon()
        self.wait_arrived(1)
        time.sleep(2)
        before = wakeups(process.pid)
        time.sleep(15)
        self.assertLessEqual(wakeups(process.pid) - before, 3)
        self.end(process)

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("unshare") and shutil.which("ip"),
                         "needs root for a network of its own")
    def test_a_network_that_comes_back_is_noticed(self):
        script = 'ip link set lo up && exec "$@"'
        command = [sys.executable, os.path.abspath(__file__), "OwnNetwork.test_new_routes_end_a_long_wait"]
        result = subprocess.run(["unshare", "-n", "sh", "-c", script, "sh", *command], capture_output=True, text=True,
                                check=False, env={**os.environ, "BS_OWN_NETWORK": "1"})
        self.assertEqual(result.returncode, 0, result.stderr)

    @unittest.skipIf(os.environ.get("BS_SANITIZE"), "sanitizers have memory of their own")
    def test_it_stays_within_six_mebibytes(self):
        self.enrol()
        self.configure("poll_seconds = 300\n")
        process = self.start_daemon()
        subprocess.run([OUTBOX_TOOL, "append", self.kiosk_dir, KIOSK, "20000"], check=True)
        self.wait_arrived(20000, 120)
        used = int(read_status_of_process(process.pid)["RssAnon"][0])
        self.assertLessEqual(used, 6 * 1024)
        print(f"RssAnon {used} KiB after 20000 records", file=sys.stderr)
        self.end(process)


MEMBERS = {"kiosk_version", "syncd_version", "sent_ms", "epoch", "stored", "acknowledged", "oldest_unsent_ms",
           "last_receipt_ms", "disk_free", "disk_total", "clock_offset_ms", "bundle_serial", "trouble"}


class Heartbeat(DaemonBench):
    def heard(self, count=1, seconds=20):
        wait_until(f"{count} heartbeats", seconds, lambda: len(self.server.heartbeats) >= count)
        return self.server.heartbeats[-1]

    def asked(self):
        return sum(path.endswith("/heartbeat") for _, path in self.server.requests)

    def test_it_comes_soon_after_the_start_with_exactly_its_members(self):
        self.enrol()
        self.append(3)
        before = time.time() * 1000
        process = self.start_daemon()
        heartbeat = self.heard()
        self.assertEqual(set(heartbeat), MEMBERS)
        self.assertEqual(heartbeat["stored"], 3)
        self.assertEqual(heartbeat["epoch"], next(iter(self.kiosk_lines())))
        self.assertLess(abs(heartbeat["sent_ms"] - before), 60_000)
        self.assertGreater(heartbeat["disk_total"], heartbeat["disk_free"])
        self.assertEqual(heartbeat["kiosk_version"], "")
        self.assertIn(f"version={heartbeat['syncd_version']}", self.end(process))

    def test_it_says_what_arrived_and_comes_again(self):
        self.enrol()
        self.append(3)
        self.configure("heartbeat_seconds = 1\n")
        process = self.start_daemon()
        self.wait_arrived(3)
        heartbeat = self.heard(len(self.server.heartbeats) + 2)
        self.assertEqual((heartbeat["acknowledged"], heartbeat["oldest_unsent_ms"]), (3, 0))
        self.assertEqual((heartbeat["bundle_serial"], heartbeat["trouble"]), (self.server.serial, "none"))
        self.assertGreater(heartbeat["last_receipt_ms"], 0)
        self.end(process)

    def test_without_a_setting_it_comes_once_in_a_while(self):
        self.enrol()
        process = self.start_daemon()
        self.heard()
        before = self.asked()
        time.sleep(3)
        self.assertEqual(self.asked(), before)
        self.end(process)

    def be_unknown(self, fault):
        self.enrol()
        self.append(1)
        self.configure("heartbeat_seconds = 1\n")
        self.server.beat_fault = fault
        process = self.start_daemon()
        self.wait_arrived(1)
        wait_until("the request", 10, lambda: self.asked() >= 1)
        time.sleep(1)  # one that made way for an answer is asked again
        before = self.asked()
        time.sleep(3)
        self.assertEqual(self.asked(), before)
        self.assertEqual(self.status()["trouble"], "none")
        self.assertNotIn("heartbeat", self.end(process))

    def test_an_older_central_that_does_not_know_the_page_is_no_trouble(self):
        self.be_unknown("status_404")

    def test_an_older_central_that_does_not_know_the_method_is_no_trouble(self):
        self.be_unknown("status_405")

    def test_one_that_fails_is_logged_once_and_is_no_trouble(self):
        self.enrol()
        self.server.beat_fault = "status_500"
        process = self.start_daemon()
        wait_until("some tries", 20, lambda: self.asked() >= 3)
        self.append(2)
        self.wait_arrived(2)
        self.assertEqual(self.status()["trouble"], "none")
        self.server.beat_fault = "none"
        self.heard()
        self.assertEqual(self.end(process).count("heartbeat reason="), 1)

    def test_one_that_gets_no_answer_does_not_stop_pushes(self):
        self.enrol()
        self.configure("stall_seconds = 60\n")
        self.server.beat_fault = "never_answers"
        process = self.start_daemon()
        wait_until("the request", 10, lambda: self.asked() >= 1)
        for count in range(1, 4):
            self.append(1)
            self.wait_arrived(count, 5)
        self.end(process)

    def test_one_that_gets_no_answer_does_not_stop_bundles(self):
        self.enrol()
        self.configure("stall_seconds = 60\nretry_base_ms = 1000\n")
        self.server.beat_fault = "never_answers"
        for count in range(1, 7):  # which of the two begins is left to chance
            process = self.start()
            wait_until(f"bundle {count}", 10, lambda wanted=count: sum(
                path.endswith("bundle") for _, path in self.server.requests) >= wanted)
            self.end(process)

    def test_a_network_that_is_cut_and_comes_back_gets_records_first(self):
        self.enrol()
        self.configure("heartbeat_seconds = 1\n")
        process = self.start_daemon()
        self.heard()
        self.server.stop()
        self.append(5)
        wait_until("the trouble to be shown", 10, lambda: self.status()["trouble"] == "network")
        heard = len(self.server.heartbeats)
        self.server.start()
        self.wait_arrived(5)
        heartbeat = self.heard(heard + 2, 40)
        self.assertEqual(heartbeat["acknowledged"], 5)
        self.end(process)

    def test_a_kiosk_that_waits_for_its_first_record_is_heard_too(self):
        self.enrol()
        process = self.start_daemon()
        heartbeat = self.heard()
        self.assertEqual((heartbeat["epoch"], heartbeat["stored"]), ("", 0))
        self.end(process)

    def test_once_sends_none(self):
        self.enrol()
        self.append(1)
        self.once()
        self.assertEqual(self.asked(), 0)

    def test_the_kiosks_version_is_told(self):
        self.enrol()
        self.outbox("version", self.kiosk_dir, "9.8.7")
        process = self.start_daemon()
        self.assertEqual(self.heard()["kiosk_version"], "9.8.7")
        self.end(process)


@unittest.skipUnless(os.environ.get("BS_OWN_NETWORK"), "runs in a network of its own, started by another test")
class OwnNetwork(DaemonBench):
    def test_new_routes_end_a_long_wait(self):
        self.enrol()
        self.append(1)
        self.configure("retry_base_ms = 600000\npoll_seconds = 86400\n")
        process = self.start_daemon()
        self.wait_arrived(1)
        subprocess.run(["ip", "link", "set", "lo", "down"], check=True)
        self.append(1)
        wait_until("the trouble to be shown", 20, lambda: self.status()["trouble"] == "network")
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        self.wait_arrived(2, 15)
        self.end(process)


if __name__ == "__main__":
    unittest.main(verbosity=2)
