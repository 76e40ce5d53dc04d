# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Central under fault: killed in the middle, asked the same thing at once, on a disk that is full, by clients that dawdle.
What a receipt acknowledged is there, once."""

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import threading
import time
import unittest

from central_house import House
from fault_ledger import IS_LONG, struck


class Fault(unittest.TestCase):
    def setUp(self):
        self.house = House()

    def tearDown(self):
        self.house.__exit__(None, None, None)

    # F41
    def test_no_acknowledged_record_is_lost_when_it_is_killed(self):
        kiosk = self.house.enrol("kiosk-crash")
        acknowledged = 0
        for round_ in range(6):
            def kill():
                time.sleep(0.05 + 0.07 * round_)
                self.house.process.kill()

            killer = threading.Thread(target=kill)
            killer.start()
            with contextlib.suppress(OSError):
                connection = self.house.connect()
                while True:
                    kiosk.fill(5)
                    answer = self.house.send(kiosk, kiosk.batch(acknowledged + 1), connection)
                    self.assertEqual(answer.status, 201, answer.content)
                    acknowledged = json.loads(answer.content)["complete_to"]
            killer.join()
            self.house.process.wait()
            self.house.start()
            answer = self.house.send(kiosk, kiosk.batch(acknowledged + 1) if acknowledged < len(kiosk.lines) else kiosk.batch(1))
            receipt = json.loads(answer.content)
            self.assertGreaterEqual(receipt["complete_to"], acknowledged)
            acknowledged = receipt["complete_to"]
        self.assertEqual(acknowledged, len(kiosk.lines))
        self.house.call("verify")
        stored = self.house.call("records", kiosk.id).stdout.encode()
        self.assertEqual(stored, b"".join(line + b"\n" for line in kiosk.lines))
        struck("F41", "kill -9 of central between batches", 6)

    # F41
    def test_fifty_restarts_under_load_lose_nothing_and_double_nothing(self):
        """Four kiosks send without a pause and try again; central is killed at moments that a seed chooses."""
        rounds = 500 if IS_LONG else 50
        dice = random.Random(20261122)
        kiosks = [self.house.enrol(f"kiosk-storm-{i}") for i in range(4)]
        acknowledged = dict.fromkeys(kiosks, 0)
        stop, failures = threading.Event(), []

        def send(kiosk):
            connection = None
            while not stop.is_set() or acknowledged[kiosk] < len(kiosk.lines):
                if not stop.is_set() and len(kiosk.lines) - acknowledged[kiosk] < 200:
                    kiosk.fill(7)
                try:
                    connection = connection or self.house.connect()
                    first = acknowledged[kiosk] + 1
                    answer = self.house.send(kiosk, kiosk.batch(first, min(40, len(kiosk.lines) - first + 1)), connection)
                except (OSError, http.client.HTTPException):
                    if connection is not None:
                        connection.close()
                    connection = None
                    time.sleep(0.02)
                    continue
                if answer.status == 201:
                    receipt = json.loads(answer.content)
                    if receipt["complete_to"] < acknowledged[kiosk]:
                        failures.append(f"{kiosk.id}: from {acknowledged[kiosk]} back to {receipt['complete_to']}")
                    acknowledged[kiosk] = receipt["complete_to"]
                elif answer.status not in (500, 503):
                    failures.append(f"{kiosk.id}: {answer.status} {answer.content}")
                    break
            if connection is not None:
                connection.close()

        threads = [threading.Thread(target=send, args=(kiosk,)) for kiosk in kiosks]
        for thread in threads:
            thread.start()
        for _ in range(rounds):
            time.sleep(dice.uniform(0.01, 0.25))
            self.house.process.kill()
            self.house.process.wait()
            self.house.start()
        stop.set()
        for thread in threads:
            thread.join(60)
        self.assertEqual(failures, [])
        self.house.call("verify")
        for kiosk in kiosks:
            stored = self.house.call("records", kiosk.id).stdout.encode()
            self.assertEqual(stored, b"".join(line + b"\n" for line in kiosk.lines), kiosk.id)
        print(f"{rounds} kills, {sum(len(kiosk.lines) for kiosk in kiosks)} records: lost 0, double 0")
        struck("F41", "kill -9 of central under the load of four kiosks", rounds)

    # F42
    def test_sixty_four_times_the_same_at_once_is_always_a_receipt(self):
        kiosk = self.house.enrol("kiosk-same")
        kiosk.fill(50)
        answers = []

        def send():
            answers.append(self.house.send(kiosk, kiosk.batch()))

        threads = [threading.Thread(target=send) for _ in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([a.status for a in answers], [201] * 64)
        self.assertEqual({json.loads(a.content)["complete_to"] for a in answers}, {50})
        self.house.call("verify")
        self.assertEqual(self.house.metrics()["buurtstem_records_stored_total"], 50)
        struck("F42", "one batch on 64 connections at once", len(answers))

    def test_verbs_work_while_batches_arrive(self):
        kiosk = self.house.enrol("kiosk-busy")
        stop = threading.Event()
        failures = []

        def send():
            with contextlib.closing(self.house.connect()) as connection:
                while not stop.is_set():
                    kiosk.fill(1)
                    if self.house.send(kiosk, kiosk.batch(len(kiosk.lines)), connection).status != 201:
                        failures.append(len(kiosk.lines))

        thread = threading.Thread(target=send)
        thread.start()
        for _ in range(5):
            self.house.call("verify")
            self.house.call("records", kiosk.id)
            self.house.invite("kiosk-other")
        stop.set()
        thread.join()
        self.assertEqual(failures, [])
        self.house.call("verify")

    def test_a_stop_in_the_middle_of_a_request_is_clean(self):
        with self.house.context().wrap_socket(socket.create_connection(("127.0.0.1", self.house.port)),
                                              server_hostname="localhost") as sock:
            sock.sendall(b"POST /v1/enrolments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
            time.sleep(0.2)
            self.house.stop(signal.SIGTERM)
        self.house.start()

    def test_dawdlers_do_not_keep_others_out(self):
        self.house.stop()
        self.house.configure(connections_per_address=20)
        self.house.start()
        slow = []
        for _ in range(40):
            with contextlib.suppress(OSError):
                sock = socket.create_connection(("127.0.0.1", self.house.port), 5)
                sock.sendall(b"\x16\x03\x01")
                slow.append(sock)
        connection = self.house.connect()
        connection.source_address = ("127.0.0.2", 0)
        self.assertEqual(self.house.ask("GET", "/v1/openapi.json", connection=connection).status, 200)
        connection.close()
        for sock in slow:
            sock.close()

    def test_a_database_that_was_moved_away_ends_the_server_instead_of_losing_records(self):
        kiosk = self.house.enrol("kiosk-moved")
        kiosk.fill(2)
        self.assertEqual(self.house.send(kiosk, kiosk.batch(1, 1)).status, 201)
        path = self.house.path("data", "central.db")
        os.rename(path, path + ".away")
        self.assertIn(self.house.send(kiosk, kiosk.batch(2, 1)).status, (500, 503))
        self.assertEqual(self.house.process.wait(30), 1)
        os.rename(path + ".away", path)
        self.house.start()
        self.assertEqual(json.loads(self.house.send(kiosk, kiosk.batch(2, 1)).content)["complete_to"], 2)
        self.house.call("verify")

    # F51
    def test_a_full_disk_is_try_again_later_and_loses_nothing(self):
        """The server may write 1 MiB of files, then every write fails as on a full disk."""
        kiosk = self.house.enrol("kiosk-full")
        self.house.stop()
        size = os.path.getsize(self.house.path("data", "central.db"))
        limit = size + 256 * 1024
        with open(self.house.path("central.log"), "a", encoding="utf-8") as log:
            self.house.process = subprocess.Popen(
                ["prlimit", f"--fsize={limit}", os.environ["BS_CENTRAL"], "--config", self.house.path("central.conf"), "serve"],
                stdout=log, stderr=log)
        time.sleep(2)
        acknowledged = 0
        status = 201
        for _ in range(100):
            kiosk.fill(100)
            answer = self.house.send(kiosk, kiosk.batch(acknowledged + 1, min(1000, len(kiosk.lines) - acknowledged)))
            status = answer.status
            if status != 201:
                break
            acknowledged = json.loads(answer.content)["complete_to"]
        self.assertIn(status, (500, 503))
        struck("F51", "a limit on the size of central's files", 1)
        with contextlib.suppress(AssertionError):
            self.house.stop()
        self.house.process = None
        self.house.start()
        while acknowledged < len(kiosk.lines):
            answer = self.house.send(kiosk, kiosk.batch(acknowledged + 1, min(500, len(kiosk.lines) - acknowledged)))
            self.assertEqual(answer.status, 201, answer.content)
            acknowledged = json.loads(answer.content)["complete_to"]
        self.house.call("verify")
        self.assertEqual(len(self.house.call("records", kiosk.id).stdout.splitlines()), len(kiosk.lines))


if __name__ == "__main__":
    unittest.main(verbosity=2)
