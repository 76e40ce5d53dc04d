#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A stranger and bad luck at central's door: nonsense on the wire, flipped bits, one code for many, a database that is
damaged or taken away while it is open. Environment as of support/central_house.py; arguments are not looked at."""

import contextlib
import json
import os
import random
import re
import secrets
import signal
import sqlite3
import subprocess
import sys
import threading
import unittest
import uuid

from central_house import House, sha

HOST = b"Host: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
POST = b"POST /aanmelden HTTP/1.1\r\n" + HOST + FORM
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"

# None of these may be carried out, or be taken for two requests.
NONSENSE = [
    b"\x16\x03\x01" * 500, b"GET /\r\n\r\n", b"GET / HTTP/9.9\r\n" + HOST + b"\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET  HTTP/1.1\r\n" + HOST + b"\r\n", b"GET /aanmelden HTTP/1.1\r\n\r\n", b"GET /aanmelden HTTP/1.1\r\n" + HOST * 2 + b"\r\n",
    b"GET /aanmelden HTTP/1.1\r\n" + HOST + b"no colon\r\n\r\n", b"GET /aanmelden HTTP/1.1\r\n" + HOST + b"X\0Y: a\r\n\r\n",
    b"GET /aanmelden HTTP/1.1\r\n " + HOST + b"\r\n",
    *[POST + b"Content-Length: " + length + b"\r\n\r\nabcde" for length in
      (b"-1", b"+5", b"5,5", b"5, 5", b"0x5", b"5 5", b"1e3", b"", b"18446744073709551615", b"18446744073709551616", b"9" * 40)],
    POST + b"Content-Length : 5\r\n\r\nabcde", POST + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde",
    POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /static/style.css HTTP/1.1\r\n" + HOST + b"\r\n",
    *[POST + b"Transfer-Encoding: " + coding + b"\r\n\r\n0\r\n\r\n" for coding in
      (b"gzip", b"identity", b"chunked, identity", b"gzip, chunked", b"xchunked", b"chunked\t", b"")],
    *[CHUNKED + body for body in
      (b"-5\r\nabcde\r\n0\r\n\r\n", b"0x5\r\nabcde\r\n0\r\n\r\n", b"zz\r\n\r\n", b"5\r\nabcdeXX0\r\n\r\n",
       b"10000000000000005\r\nabcde\r\n0\r\n\r\n", b"1\r\na\r\n" * 6000 + b"0\r\n\r\n", b"5;" + b"x" * 70000)],
    b"GET / HTTP/1.1\r\n" + HOST + b"".join(b"X%d: y\r\n" % i for i in range(3000)) + b"\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 200000 + b"\r\n\r\n", b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /programmas?" + b"&".join(b"a%d=b" % i for i in range(100)) + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    *[b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n" for path in
      (b"//aanmelden", b"/./aanmelden", b"/x/../aanmelden", b"/%61anmelden", b"/aanmelden%00", b"/static/..%2f..%2fetc/passwd",
       b"/v1/kiosks/%2e%2e/bundle", b"*", b"/\xff\xfe", b"/aanmelden?a=%zz", b"/aanmelden?a=%c0%af")],
    *[method + b" /aanmelden HTTP/1.1\r\n" + HOST + b"\r\n" for method in (b"TRACE", b"CONNECT", b"DELETE", b"get", b"G" * 5000)],
]


# No number and no word that a heartbeat may hold.
FORGED = ["NaN", "Infinity", "-Infinity", "1e400", "1e3", "1.5", "9007199254740992", "18446744073709551616", "null", "true", "[]", "{}",
          '"\\u0000"', '"a\\u0000b"', '"\\ud800"', '"\\u202e"', '"<b>"', '"' + "9" * 32 + '"']


def answer(value, corrects=None, **changes):
    """The body of a submission, or of a correction."""
    head = {"salt": secrets.token_hex(16), "v": 1, **({} if corrects is None else {"corrects": corrects})}
    return json.dumps({**head, "programme": "afval-kiezen", "version": 1, "place": "prinsenhof", "channel": "kiosk", "lang": "nl",
                       "trial": False, "partial": False, "seconds": 31,
                       "answers": [{"q": "schoon", "kind": "faces", "values": [value]}], **changes}, separators=(",", ":"))


class Attack(unittest.TestCase):
    def setUp(self):
        self.house = self.enterContext(House())

    def assert_serves(self):
        self.assertIsNone(self.house.process.poll(), self.house.log())
        self.assertEqual(self.house.ask("GET", "/v1/openapi.json").status, 200)

    def together(self, count, act):
        """What `act` gives, of `count` threads at once."""
        found = []
        threads = [threading.Thread(target=lambda i=i: found.append(act(i))) for i in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    def test_nonsense_is_refused_and_never_read_as_two_requests(self):
        for first in range(0, len(NONSENSE), 16):
            some = NONSENSE[first:first + 16]
            for index, back in self.together(len(some), lambda i, some=some: (i, self.house.raw(some[i], 2))):
                statuses = set(re.findall(rb"HTTP/1\.1 (\d)", back))
                self.assertLessEqual(statuses, {b"4", b"5"}, (some[index][:200], back[:500]))
        self.assert_serves()

    def test_a_flipped_bit_is_never_taken_for_the_batch(self):
        chance, kiosk = random.Random(7), self.house.enrol("k1")
        kiosk.fill(3)
        good = kiosk.batch()
        packed = subprocess.run(["zstd", "-q", "-c"], input=good, capture_output=True, check=True).stdout
        connection = self.house.connect()
        for i in range(300):
            raw = bytearray(packed if i % 3 == 0 else good)
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
            answer = self.house.send(kiosk, bytes(raw), connection, Content_Encoding="zstd" if i % 3 == 0 else None)
            if answer.status == 201:  # zstd has bits that mean nothing
                self.assertEqual(json.loads(answer.content)["batch_hash"], sha(good))
            else:
                self.assertIn(answer.status, (400, 409, 413), answer.content)
        connection.close()
        self.assertEqual(self.house.send(kiosk, good).status, 201)
        self.assertEqual(self.house.call("records", "k1").stdout.encode().split(b"\n")[:-1], kiosk.lines)
        self.house.call("verify")

    def test_one_code_for_many_at_once_enrols_one(self):
        code = self.house.invite("k1")

        def enrol(_):
            body = json.dumps({"code": code, "token_hash": sha(secrets.token_bytes(32))})
            return self.house.ask("POST", "/v1/enrolments", body, {"Content-Type": "application/json"}).status

        self.assertEqual(self.together(8, enrol).count(201), 1)

    def test_a_forged_heartbeat_is_refused_whatever_is_forged(self):
        kiosk, connection = self.house.enrol("k1"), self.house.connect()
        good = {"kiosk_version": "1.0.0", "syncd_version": "1.0.0", "sent_ms": 1, "epoch": "0123456789abcdef", "stored": 12,
                "acknowledged": 10, "oldest_unsent_ms": 5, "last_receipt_ms": 4, "disk_free": 1000, "disk_total": 2000,
                "clock_offset_ms": -7, "bundle_serial": 3, "trouble": "network"}
        fields = {"Authorization": f"Bearer {kiosk.token}", "Content-Type": "application/json"}
        path = f"/v1/kiosks/{kiosk.id}/heartbeat"
        self.assertEqual(self.house.ask("PUT", path, json.dumps(good), fields, connection).status, 204)
        for number, (name, value) in enumerate(good.items()):
            kiosk = self.house.enrol(f"k1-{number}")  # a kiosk of its own: one may say so much in a while, and no more
            fields["Authorization"], path = f"Bearer {kiosk.token}", f"/v1/kiosks/{kiosk.id}/heartbeat"
            for forged in FORGED:
                body = json.dumps(good).replace(json.dumps({name: value})[1:-1], f'"{name}": {forged}')
                self.assertEqual(self.house.ask("PUT", path, body, fields, connection).status, 400, (name, forged))
        body = json.dumps(good)[:-1] + ', "stored": 1}'
        self.assertEqual(self.house.ask("PUT", path, body, fields, connection).status, 400)
        connection.close()

    def busy(self):
        """Seconds of processor time that the server has used."""
        with open(f"/proc/{self.house.process.pid}/stat", encoding="ascii") as file:
            return sum(int(ticks) for ticks in file.read().rsplit(")", 1)[1].split()[11:13]) / os.sysconf("SC_CLK_TCK")

    def test_a_flood_of_waiting_corrections_stops_nobody(self):
        flood, kiosk, connection, first = 4000, self.house.enrol("k1"), self.house.connect(), str(uuid.uuid4())
        for number in range(flood):
            kiosk.add(answer("bad" if number % 2 else "good", first), kind="correction")
        kiosk.add(answer("good"), record_id=first)
        begun = self.busy()
        for seq in range(1, flood, 500):
            self.assertEqual(self.house.send(kiosk, kiosk.batch(seq, 500), connection).status, 201)
        stored = self.busy()
        self.assertEqual(self.house.send(kiosk, kiosk.batch(flood + 1), connection).status, 201)
        self.assertLess(self.busy() - stored, 6 * (stored - begun))
        connection.close()
        self.house.call("verify")

    def test_corrections_in_a_circle_correct_nothing(self):
        kiosk, other = self.house.enrol("k1"), self.house.enrol("k2")
        for used in (kiosk, other):  # of one that never was, every visit is a trial
            self.house.call("kiosk", "use", used.id)
        ids = [str(uuid.uuid4()) for _ in range(6)]
        for record, named in ((0, 0), (1, 2), (2, 1)):  # itself, and each other
            kiosk.add(answer("very_bad", ids[named]), record_id=ids[record], kind="correction")
        kiosk.add(answer("good"), record_id=ids[3])
        kiosk.add(answer("bad", ids[3], place="elders", channel="paper", trial=True), record_id=ids[4], kind="correction")
        kiosk.add(answer("very_bad", ids[4]), kind="correction")
        kiosk.add(answer("very_bad", ids[3].upper()), kind="correction")
        self.assertEqual(json.loads(self.house.send(kiosk, kiosk.batch()).content)["set_aside"], [1, 2, 3, 6, 7])
        other.add(answer("very_good"), record_id=ids[3])  # takes the id of what it wants to correct
        other.add(answer("very_good", ids[3]), kind="correction")
        self.assertEqual(json.loads(self.house.send(other, other.batch()).content)["set_aside"], [1, 2])
        with contextlib.closing(sqlite3.connect(f"file:{self.house.path('data', 'central.db')}?mode=ro", uri=True)) as database:
            self.assertEqual(database.execute("SELECT value, place, channel, trial, count FROM tally WHERE question = 'schoon' "
                                              "ORDER BY value").fetchall(),
                             [("*", "prinsenhof", "kiosk", 0, 1), ("bad", "prinsenhof", "kiosk", 0, 1)])
        self.house.call("verify")

    def test_a_record_that_is_gone_stops_no_other_kiosk(self):
        mine, other = self.house.enrol("k1"), self.house.enrol("k2")
        mine.fill(5)
        other.fill(2)
        self.assertEqual(self.house.send(mine, mine.batch()).status, 201)
        self.house.stop()
        with contextlib.closing(sqlite3.connect(self.house.path("data", "central.db"))) as database:
            database.execute("DELETE FROM record WHERE seq = 3")
            database.commit()
        self.house.start()
        mine.fill(1)
        self.assertEqual(self.house.send(mine, mine.batch(4)).status, 500)
        self.assertEqual(self.house.send(other, other.batch()).status, 201)
        self.assertEqual(self.house.send(mine, mine.batch(6)).status, 201)
        self.assert_serves()

    def test_a_database_that_was_taken_away_gives_no_receipt(self):
        for name in ("central.db", "central.db-wal"):
            with self.subTest(name):
                kiosk = self.house.enrol("k" + name[-1])
                kiosk.fill(2)
                self.assertEqual(self.house.send(kiosk, kiosk.batch(1, 1)).status, 201)
                path = self.house.path("data", name)
                os.rename(path, path + ".away")
                for _ in range(2):
                    self.assertIn(self.house.send(kiosk, kiosk.batch(2)).status, (500, 503))
                self.house.stop(signal.SIGKILL)
                os.rename(path + ".away", path)
                self.house.start()
                answer = self.house.send(kiosk, kiosk.batch())
                self.assertEqual((answer.status, json.loads(answer.content)["complete_to"]), (201, 2))
                self.house.call("verify")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=2)
