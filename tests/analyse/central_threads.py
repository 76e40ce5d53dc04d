#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Central, built with the thread sanitizer, while everybody wants something at once.

Kiosks send, tell how they are and fetch, staff sign in and read also how the kiosks are, an operator gives commands, figures are
read by several at once, strangers dawdle, and the server is told to stop in the midst of it. Every record is counted once, no
answer takes longer than PATIENCE seconds, and the sanitizer, which ends the server with another status than 0, has nothing to say.
With BS_FAULTS_LONG=1 for ten times as long.

Environment: BS_CENTRAL, BS_SOURCE_DIR as for central_house.py; TSAN_OPTIONS.
"""

import contextlib
import http.client
import json
import os
import socket
import ssl
import sys
import threading
import time
import urllib.parse

from central_house import PASSWORD, TENANT, House

LONG = 10 if os.environ.get("BS_FAULTS_LONG") == "1" else 1
KIOSKS, BATCHES, RECORDS, STAFF, STRANGERS, WATCHERS, PATIENCE = 6, 10 * LONG, 5, 2, 2, 3, 20
HEARTBEAT = json.dumps({"kiosk_version": "0.1.0", "syncd_version": "0.1.0", "sent_ms": 1772443500000, "epoch": "0123456789abcdef",
                        "stored": 5, "acknowledged": 4, "oldest_unsent_ms": 1772443411000, "last_receipt_ms": 1772443296000,
                        "disk_free": 8123456789, "disk_total": 15728640000, "clock_offset_ms": 900, "bundle_serial": 7,
                        "trouble": "none"})
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Crowd:
    """Threads that do one thing each; what one of them raises is kept."""

    def __init__(self):
        self.wrong, self.threads, self.done = [], [], threading.Event()
        self.counts, self.longest = {}, (0, "nothing")

    def add(self, work, *words):
        def guarded():
            try:
                work(*words)
            except Exception as error:  # pylint: disable=broad-except
                self.wrong.append(f"{work.__name__}: {type(error).__name__}: {error}")
        self.threads.append(threading.Thread(target=guarded))
        self.threads[-1].start()

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def timed(self, what, house, work, *words, **more):
        """What that gives; the longest that it took is kept, and where the server's threads stood when it was too long."""
        began = time.monotonic()
        try:
            return work(*words, **more)
        finally:
            took = time.monotonic() - began
            self.longest = max(self.longest, (took, what))
            if took > PATIENCE:
                self.wrong.append(f"{what} took {took:.0f} s; the server's threads: {threads_of(house)}")

    def join(self):
        for thread in self.threads:
            thread.join()
        self.threads = []


def expect(answer, *statuses):
    if answer.status not in statuses:
        raise AssertionError(f"{answer.status}, expected {statuses}: {answer.content[:300]}")


def threads_of(house):
    """Where each of them waits: what the kernel tells without a debugger."""
    told = []
    with contextlib.suppress(OSError, AttributeError):
        folder = f"/proc/{house.process.pid}/task"
        for task in sorted(os.listdir(folder)):
            for name in ("wchan", "syscall"):
                with open(f"{folder}/{task}/{name}", encoding="ascii") as file:
                    told.append(file.read().strip()[:60])
    return told


def send(crowd, house, kiosk):
    """Each batch twice, and the bundle between them, on one connection."""
    connection = house.connect()
    bearer = {"Authorization": f"Bearer {kiosk.token}"}
    for number in range(BATCHES):
        kiosk.fill(RECORDS)
        batch = kiosk.batch(number * RECORDS + 1)
        for _ in range(2):
            expect(crowd.timed("a batch", house, house.send, kiosk, batch, connection), 201)
            crowd.count("batches")
        expect(crowd.timed("a bundle", house, house.ask, "GET", f"/v1/kiosks/{kiosk.id}/bundle", headers=bearer,
                           connection=connection), 200)
        expect(crowd.timed("a heartbeat", house, house.ask, "PUT", f"/v1/kiosks/{kiosk.id}/heartbeat", HEARTBEAT,
                           {**bearer, "Content-Type": "application/json"}, connection), 204)
    connection.close()


def read(crowd, house, until):
    """Signs in and reads until the kiosks are done."""
    body = urllib.parse.urlencode({"naam": "jan", "wachtwoord": PASSWORD})
    while True:
        answer = house.ask("POST", "/aanmelden", body, FORM)
        expect(answer, 303, 429)
        cookie = {"Cookie": answer.fields.get("set-cookie", "none").split(";")[0]}
        for path in ("/programmas", "/programmas/afval-kiezen", "/kiosken", "/kiosken/kiosk-0", "/stijl.css", "/aanmelden"):
            expect(crowd.timed(path, house, house.ask, "GET", path, headers=cookie), 200, 303, 404)
            crowd.count("pages")
        if until.is_set():
            return


def command(crowd, house, until):
    number = 0
    while not until.is_set() or number == 0:
        number += 1
        house.invite(f"kiosk-nieuw-{number}")
        house.call("records", "kiosk-0")
        house.call("staff", "add", f"piet-{number}", "--tenant", TENANT, stdin=PASSWORD + "\n")
        crowd.count("commands")


def watch(crowd, house, until):
    while not until.is_set():
        crowd.timed("/metrics", house, house.metrics)
        crowd.count("figures")


def dawdle(crowd, house, until):
    """Half a request, or none at all, and then away."""
    context = ssl.create_default_context(cafile=house.ca)
    while not until.is_set():
        with contextlib.suppress(OSError):
            with socket.create_connection(("127.0.0.1", house.port), 10) as plain:
                if crowd.counts.get("strangers", 0) % 2:
                    with context.wrap_socket(plain, server_hostname="localhost") as sock:
                        sock.sendall(b"POST /v1/enrolments HTTP/1.1\r\nHost: local")
        crowd.count("strangers")
        time.sleep(0.02)


def late(house):
    """A request under way when the server stops may fail, and may not do harm."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        while True:
            house.ask("GET", "/aanmelden")


def main():
    with House(threads=4, connections_per_address=64) as house:
        kiosks = [house.enrol(f"kiosk-{number}") for number in range(KIOSKS)]
        senders, others = Crowd(), Crowd()
        for kiosk in kiosks:
            senders.add(send, senders, house, kiosk)
        for work, many in ((read, STAFF), (command, 1), (watch, WATCHERS), (dawdle, STRANGERS)):
            for _ in range(many):
                others.add(work, others, house, others.done)
        senders.join()
        others.done.set()
        others.join()
        longest = max(senders.longest, others.longest)
        stored = house.metrics()["buurtstem_records_stored_total"]
        for _ in range(STAFF):
            others.add(late, house)
        time.sleep(0.5)
        try:
            house.stop()
        except AssertionError as error:
            senders.wrong.append(str(error))
        others.join()
        if "ThreadSanitizer" in house.log():
            senders.wrong.append(house.log()[-8000:])
    if stored != KIOSKS * BATCHES * RECORDS:
        senders.wrong.append(f"{stored} records stored of {KIOSKS * BATCHES * RECORDS}")
    wrong = senders.wrong + others.wrong
    for line in wrong:
        print(line)
    counts = ", ".join(f"{many} {what}" for what, many in {**senders.counts, **others.counts}.items())
    counts += f"; the longest was {longest[1]}, {longest[0]:.1f} s"
    print(f"central under the thread sanitizer: {counts}; {'see above' if wrong else 'nothing found'}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
