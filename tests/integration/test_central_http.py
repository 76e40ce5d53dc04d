# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Every route of central over HTTPS: what is answered, with which headers, and what is refused at which limit."""

import base64
import contextlib
import gzip
import hashlib
import json
import os
import re
import socket
import sqlite3
import subprocess
import time
import unittest
import uuid
from unittest import mock

from central_house import BATCH, PASSWORD, PROBLEM, RECEIPT, SOURCE, House, sha
from fault_ledger import struck

OPS_CONNECTIONS = 32  # of the listener for figures, at once
HEADERS = {
    "api-version": r"1\.\d+\.\d+",
    "strict-transport-security": r"max-age=(\d+); includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                               "frame-ancestors 'none'; base-uri 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ".+",
    "cache-control": ".+",
}


def digest(body):
    return "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"


class CentralCase(unittest.TestCase):
    """One server for the class; kiosks are made as they are needed."""

    @classmethod
    def setUpClass(cls):
        cls.house = House()
        cls.count = 0

    @classmethod
    def tearDownClass(cls):
        cls.house.__exit__(None, None, None)

    def kiosk(self):
        type(self).count += 1
        return self.house.enrol(f"kiosk-{type(self).__name__.lower()}-{self.count}")

    def check_headers(self, answer):
        for name, pattern in HEADERS.items():
            self.assertRegex(answer.fields.get(name, "(missing)"), "^" + pattern + "$", name)
        self.assertGreaterEqual(int(re.search(r"\d+", answer.fields["strict-transport-security"]).group()), 31536000)
        self.assertNotIn("server", answer.fields)
        self.assertNotIn("x-powered-by", answer.fields)

    def check_problem(self, answer, status, kind="about:blank"):
        self.assertEqual((answer.status, answer.fields.get("content-type")), (status, PROBLEM), answer.content)
        self.check_headers(answer)
        problem = json.loads(answer.content)
        self.assertEqual(problem["status"], status)
        self.assertTrue(problem["title"])
        kind = kind if kind == "about:blank" else "urn:buurtstem:problem:" + kind
        self.assertEqual(problem["type"], kind)
        return problem


class Batches(CentralCase):
    def test_a_batch_gets_a_receipt(self):
        kiosk = self.kiosk()
        kiosk.fill(3)
        batch = kiosk.batch()
        answer = self.house.send(kiosk, batch)
        self.assertEqual((answer.status, answer.fields["content-type"]), (201, RECEIPT), answer.content)
        self.check_headers(answer)
        self.assertEqual(answer.fields["cache-control"], "no-store")
        receipt = json.loads(answer.content)
        self.assertGreater(receipt.pop("server_time"), 1700000000000)
        self.assertEqual(receipt, {"kiosk": kiosk.id, "epoch": kiosk.epoch, "batch_hash": sha(batch), "complete_to": 3,
                                   "hash_at_complete_to": kiosk.hashes[3], "backup_complete_to": 0, "set_aside": []})

    def test_records_come_out_as_they_went_in(self):
        kiosk = self.kiosk()
        kiosk.fill(2)
        kiosk.add('{"onbekend":"é"}')
        self.assertEqual(self.house.send(kiosk, kiosk.batch()).status, 201)
        stored = self.house.call("records", kiosk.id).stdout.encode()
        self.assertEqual(stored, b"".join(line + b"\n" for line in kiosk.lines))

    def test_the_same_batch_twice_counts_once(self):
        kiosk = self.kiosk()
        kiosk.fill(4)
        before = self.house.metrics()["buurtstem_records_stored_total"]
        first, again = (json.loads(self.house.send(kiosk, kiosk.batch()).content) for _ in range(2))
        first.pop("server_time"), again.pop("server_time")
        self.assertEqual(first, again)
        self.assertEqual(self.house.metrics()["buurtstem_records_stored_total"], before + 4)

    def test_every_coding_is_read(self):
        kiosk = self.kiosk()
        kiosk.fill(3)
        zstd = subprocess.run(["zstd", "-c"], input=kiosk.batch(2, 1), capture_output=True, check=True).stdout
        cases = [(gzip.compress(kiosk.batch(1, 1)), "gzip"), (zstd, "zstd"), (kiosk.batch(3, 1), "identity")]
        for at, (body, coding) in enumerate(cases):
            answer = self.house.send(kiosk, body, Content_Encoding=coding, Content_Digest=digest(body))
            self.assertEqual(answer.status, 201, answer.content)
            self.assertEqual(json.loads(answer.content)["complete_to"], at + 1)

    def test_another_coding_is_415(self):
        kiosk = self.kiosk()
        kiosk.fill(1)
        for coding in ("br", "deflate", "gzip, zstd", ""):
            answer = self.house.send(kiosk, kiosk.batch(), Content_Encoding=coding)
            self.check_problem(answer, 415, "bad-request")
            self.assertIn("zstd", answer.fields["accept-encoding"])

    def test_another_media_type_is_415(self):
        kiosk = self.kiosk()
        kiosk.fill(1)
        for kind in ("application/json", "application/vnd.buurtstem.batchx", None):
            self.check_problem(self.house.send(kiosk, kiosk.batch(), Content_Type=kind), 415, "bad-request")

    def test_a_body_that_is_not_of_its_coding_is_400(self):
        kiosk = self.kiosk()
        kiosk.fill(1)
        whole = gzip.compress(kiosk.batch())
        for body, coding in ((kiosk.batch(), "gzip"), (kiosk.batch(), "zstd"), (whole[:-5], "gzip"), (whole + b"x", "gzip"),
                             (b"", "zstd"), (b"", "gzip")):
            self.check_problem(self.house.send(kiosk, body, Content_Encoding=coding), 400, "bad-request")

    def test_a_small_body_that_becomes_large_is_413(self):
        kiosk = self.kiosk()
        kiosk.fill(1)
        bomb = b"x" * (64 * 1024 * 1024)
        self.check_problem(self.house.send(kiosk, gzip.compress(bomb), Content_Encoding="gzip"), 413, "bad-request")
        zstd = subprocess.run(["zstd", "-c"], input=bomb, capture_output=True, check=True).stdout
        self.check_problem(self.house.send(kiosk, zstd, Content_Encoding="zstd"), 413, "bad-request")

    def test_a_digest_that_does_not_fit_is_400(self):
        kiosk = self.kiosk()
        kiosk.fill(1)
        for wrong in (digest(b"another"), "sha-256=:x:", "md5=:AAAA:"):
            self.check_problem(self.house.send(kiosk, kiosk.batch(), Content_Digest=wrong), 400, "bad-request")
        self.assertEqual(self.house.send(kiosk, kiosk.batch(), Content_Digest=digest(kiosk.batch())).status, 201)

    def test_a_thousand_records_are_accepted_and_one_more_is_not(self):
        kiosk = self.kiosk()
        kiosk.fill(1001)
        self.check_problem(self.house.send(kiosk, kiosk.batch(1, 1001)), 400, "bad-request")
        self.assertEqual(json.loads(self.house.send(kiosk, kiosk.batch(1, 1000)).content)["complete_to"], 1000)

    def test_512_kib_are_accepted_and_one_byte_more_is_not(self):
        for extra, status in ((0, 201), (1, 413)):
            kiosk = self.kiosk()
            for _ in range(32):
                kiosk.add('{"salt":"' + "a" * 16000 + '"}')
            kiosk.add('{"s":""}')
            room = 512 * 1024 - len(kiosk.batch())
            kiosk.lines.pop(), kiosk.hashes.pop()
            kiosk.add('{"s":"' + "b" * (room + extra) + '"}')
            batch = kiosk.batch()
            self.assertEqual(len(batch), 512 * 1024 + extra)
            self.assertEqual(self.house.send(kiosk, batch).status, status)

    def test_a_body_over_the_limit_of_the_route_is_413(self):
        kiosk = self.kiosk()
        self.check_problem(self.house.send(kiosk, b"x" * (512 * 1024 + 1025)), 413)
        self.check_problem(self.house.send(kiosk, b"x" * (2 * 1024 * 1024)), 413)

    def test_who_asks_before_sending_is_told_at_once(self):
        kiosk = self.kiosk()
        for length in (512 * 1024 + 1025, 3 * 1024 * 1024, 1 << 62):
            back = self.house.raw((f"POST /v1/kiosks/{kiosk.id}/batches HTTP/1.1\r\nHost: localhost\r\nContent-Type: {BATCH}\r\n"
                                   f"Authorization: Bearer {kiosk.token}\r\nContent-Length: {length}\r\n"
                                   "Expect: 100-continue\r\n\r\n").encode(), 5)
            self.assertRegex(back.split(b"\r\n", 1)[0], b"^HTTP/1.1 413 ", length)
            self.assertIn(b"Strict-Transport-Security", back)

    def test_what_is_not_a_batch_is_400(self):
        kiosk = self.kiosk()
        kiosk.fill(2)
        good = kiosk.batch()
        cases = [b"", b"\n", b"{}\n", good[:-1], good + b"x", good.replace(b'"good"', b'"bad"', 1),
                 kiosk.batch(count=1, last_hash=kiosk.hashes[2]), kiosk.batch(v="1"), kiosk.batch(epoch="x"),
                 kiosk.batch(first_seq=0), kiosk.batch(first_seq=2), kiosk.batch(more=1), b"\x00" + good]
        for body in cases:
            self.check_problem(self.house.send(kiosk, body), 400, "bad-request")
        self.check_problem(self.house.send(kiosk, kiosk.batch(v=2)), 400, "version")
        self.assertEqual(self.house.call("records", kiosk.id).stdout, "")

    def test_a_batch_of_another_kiosk_is_400(self):
        kiosk, other = self.kiosk(), self.kiosk()
        other.fill(1)
        self.check_problem(self.house.send(kiosk, other.batch()), 400, "bad-request")

    def test_gap_fork_and_bad_chain_are_typed(self):
        kiosk = self.kiosk()
        kiosk.fill(5)
        self.assertEqual(self.house.send(kiosk, kiosk.batch(1, 2)).status, 201)
        self.assertEqual(self.check_problem(self.house.send(kiosk, kiosk.batch(4, 1)), 409, "gap")["complete_to"], 2)
        copy = type(kiosk)(kiosk.id, kiosk.token, None)
        copy.begin_epoch(kiosk.epoch)
        copy.fill(4)
        fork = self.check_problem(self.house.send(copy, copy.batch()), 409, "fork")
        self.assertEqual(fork["seq"], 1)
        self.assertEqual(fork["ours"], kiosk.lines[0].split(b"\t")[7].decode())
        self.assertEqual(fork["theirs"], copy.lines[0].split(b"\t")[7].decode())
        chain = self.check_problem(self.house.send(copy, copy.batch(3, 1)), 409, "bad-chain")
        self.assertEqual(chain["complete_to"], 2)

    def test_what_is_not_understood_is_named_and_kept(self):
        kiosk = self.kiosk()
        kiosk.fill(1)
        kiosk.add("geen json")
        kiosk.add('{"salt":"00"}', kind="something-new")
        receipt = json.loads(self.house.send(kiosk, kiosk.batch()).content)
        self.assertEqual((receipt["complete_to"], receipt["set_aside"]), (3, [2, 3]))


class Access(CentralCase):
    def test_without_a_known_token_it_is_401(self):
        kiosk = self.kiosk()
        for value in (None, "", "Bearer", "Bearer x", "Bearer " + "A" * 43, "Basic " + kiosk.token, kiosk.token):
            headers = {} if value is None else {"Authorization": value}
            for method, path in (("POST", "batches"), ("GET", "bundle"), ("PUT", "heartbeat")):
                answer = self.house.ask(method, f"/v1/kiosks/{kiosk.id}/{path}", None if method == "GET" else b"", headers)
                self.check_problem(answer, 401, "unknown-kiosk")
                self.assertEqual(answer.fields["www-authenticate"], "Bearer")

    # F74
    def test_a_token_opens_no_other_kiosk(self):
        kiosk, other = self.kiosk(), self.kiosk()
        for method, path in (("POST", "batches"), ("GET", "bundle"), ("PUT", "heartbeat")):
            answer = self.house.ask(method, f"/v1/kiosks/{other.id}/{path}", None if method == "GET" else b"",
                                    {"Authorization": f"Bearer {kiosk.token}", "Content-Type": BATCH})
            self.check_problem(answer, 403)
        struck("F74", "requests for a kiosk with the token of another", 3)

    def test_a_token_opens_no_staff_page_and_a_session_no_kiosk(self):
        kiosk = self.kiosk()
        answer = self.house.ask("GET", "/programmas", headers={"Authorization": f"Bearer {kiosk.token}"})
        self.assertEqual((answer.status, answer.fields["location"]), (303, "/aanmelden"))
        self.check_headers(answer)
        self.check_problem(self.house.ask("GET", f"/v1/kiosks/{kiosk.id}/bundle", headers={"Cookie": self.sign_in()}), 401,
                           "unknown-kiosk")

    def sign_in(self):
        answer = self.house.ask("POST", "/aanmelden", "naam=jan&wachtwoord=" + PASSWORD.replace(" ", "+"),
                                {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(answer.status, 303)
        cookie = answer.fields["set-cookie"]
        for part in ("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"):
            self.assertIn(part, cookie)
        self.assertNotIn("Domain", cookie)
        self.assertTrue(cookie.startswith("__Host-session="))
        return cookie.split(";")[0]

    def test_revoked_it_is_403_and_the_batch_is_kept_aside(self):
        kiosk = self.kiosk()
        kiosk.fill(3)
        self.assertEqual(self.house.send(kiosk, kiosk.batch(1, 1)).status, 201)
        self.house.call("kiosk", "revoke", kiosk.id)
        self.check_problem(self.house.send(kiosk, kiosk.batch(2, 2)), 403, "revoked")
        answer = self.house.ask("GET", f"/v1/kiosks/{kiosk.id}/bundle", headers={"Authorization": f"Bearer {kiosk.token}"})
        self.check_problem(answer, 403, "revoked")
        self.assertEqual(len(self.house.call("records", kiosk.id).stdout.splitlines()), 1)

    def test_a_code_works_once_and_the_same_request_again_is_the_same(self):
        code = self.house.invite("kiosk-code")
        body = json.dumps({"code": code, "token_hash": "a" * 64})
        headers = {"Content-Type": "application/json"}
        answers = [self.house.ask("POST", "/v1/enrolments", body, headers) for _ in range(2)]
        for answer in answers:
            self.assertEqual((answer.status, answer.fields["content-type"]), (201, "application/json"), answer.content)
            self.check_headers(answer)
        first, second = (json.loads(answer.content) for answer in answers)
        first.pop("server_time"), second.pop("server_time")
        self.assertEqual(first, second)
        other = json.dumps({"code": code, "token_hash": "b" * 64})
        self.check_problem(self.house.ask("POST", "/v1/enrolments", other, headers), 403, "bad-code")

    def test_a_new_invitation_makes_the_old_token_worthless_once_it_is_used(self):
        kiosk = self.kiosk()
        kiosk.fill(1)
        code = self.house.invite(kiosk.id)
        self.assertEqual(self.house.send(kiosk, kiosk.batch()).status, 201)
        again = self.house.enrol(kiosk.id, code)
        self.check_problem(self.house.send(kiosk, kiosk.batch()), 401, "unknown-kiosk")
        kiosk.token = again.token
        self.assertEqual(self.house.send(kiosk, kiosk.batch()).status, 201)

    def test_what_is_not_an_enrolment_is_400(self):
        for body in ("", "[]", "{}", '{"code":"7K3M9QXT4WZA"}', '{"code":"x","token_hash":"' + "a" * 64 + '"}',
                     '{"code":"7K3M9QXT4WZA","token_hash":"' + "a" * 64 + '","more":1}'):
            answer = self.house.ask("POST", "/v1/enrolments", body, {"Content-Type": "application/json"})
            self.check_problem(answer, 400, "bad-request")
        self.check_problem(self.house.ask("POST", "/v1/enrolments", b"x" * 2049), 413)


class Keys(CentralCase):
    def test_the_keys_of_its_connections_go_into_no_file(self):
        keys = self.house.path("keys")
        self.house.stop()
        with mock.patch.dict(os.environ, {"SSLKEYLOGFILE": keys}):
            self.house.start()
        self.assertEqual(self.house.ask("GET", "/v1").status, 200)
        self.assertFalse(os.path.exists(keys))


class Bundle(CentralCase):
    def fetch(self, kiosk, **headers):
        fields = {"Authorization": f"Bearer {kiosk.token}"}
        fields.update({name.replace("_", "-"): value for name, value in headers.items()})
        return self.house.ask("GET", f"/v1/kiosks/{kiosk.id}/bundle", headers=fields)

    def test_it_holds_place_and_programmes_and_stays_the_same(self):
        kiosk = self.kiosk()
        first, again = self.fetch(kiosk), self.fetch(kiosk)
        self.assertEqual((first.status, first.fields["content-type"]), (200, "application/vnd.buurtstem.bundle+json"))
        self.check_headers(first)
        self.assertEqual(first.content, again.content)
        self.assertEqual(first.fields["etag"], again.fields["etag"])
        self.assertEqual(first.fields["buurtstem-signature"], again.fields["buurtstem-signature"])
        self.assertEqual(len(base64.b64decode(first.fields["buurtstem-signature"], validate=True)), 64)
        bundle = json.loads(first.content)
        self.assertEqual((bundle["v"], bundle["tenant"], bundle["kiosk"]), (1, "GM1916", kiosk.id))
        self.assertEqual(bundle["tenant_name"], "Leidschendam-Voorburg")
        self.assertEqual(bundle["place"]["id"], "prinsenhof")
        self.assertEqual(bundle["languages"], ["nl", "en"])
        self.assertFalse(bundle["in_use"])
        self.assertEqual({entry["programme"]["id"] for entry in bundle["programmes"]},
                         {"afval-kiezen", "versterking-leidschendam-noord"})

    def test_with_its_etag_it_is_304_without_a_body(self):
        kiosk = self.kiosk()
        tag = self.fetch(kiosk).fields["etag"]
        answer = self.fetch(kiosk, If_None_Match=tag)
        self.assertEqual((answer.status, answer.content, answer.fields["etag"]), (304, b"", tag))
        self.check_headers(answer)
        self.assertEqual(self.fetch(kiosk, If_None_Match='"another"').status, 200)

    def test_put_into_use_it_gets_a_higher_serial(self):
        kiosk = self.kiosk()
        before = self.fetch(kiosk)
        self.house.call("kiosk", "use", kiosk.id)
        after = self.fetch(kiosk, If_None_Match=before.fields["etag"])
        self.assertEqual(after.status, 200)
        self.assertGreater(json.loads(after.content)["serial"], json.loads(before.content)["serial"])
        self.assertTrue(json.loads(after.content)["in_use"])


    def test_it_holds_outcomes_the_register_and_the_public_address(self):
        kiosk = self.kiosk()
        before = self.fetch(kiosk)
        entry = next(entry for entry in json.loads(before.content)["register"] if entry["tenant_name"] == "Leidschendam-Voorburg")
        self.assertEqual(set(entry), {"code", "tenant_name", "title", "due", "due_example"})
        self.house.call("publish", "--on", "2026-01-31", f"{SOURCE}/assets/programmes/outcome-afval-kiezen.json")
        after = self.fetch(kiosk, If_None_Match=before.fields["etag"])
        self.assertEqual(after.status, 200)
        bundle = json.loads(after.content)
        self.assertEqual([(entry["programme"], entry["published"]) for entry in bundle["outcomes"]],
                         [("afval-kiezen", "2026-01-31")])
        code = next(entry["programme"]["code"] for entry in bundle["programmes"] if entry["programme"]["id"] == "afval-kiezen")
        entry = next(entry for entry in bundle["register"] if entry["code"] == code)
        outcome = bundle["outcomes"][0]["outcome"]
        self.assertEqual((entry["answered"], entry["heard"], entry["will"], entry["outcome_example"]),
                         ("2026-01-31", outcome["heard"], outcome["will"], outcome["example"]))
        self.assertEqual(bundle["public_url"], f"https://localhost:{self.house.port}")


class Heartbeat(CentralCase):
    GOOD = {"kiosk_version": "0.1.0", "syncd_version": "0.1.0", "sent_ms": 1795316400000, "epoch": "0123456789abcdef",
            "stored": 12, "acknowledged": 10, "oldest_unsent_ms": 1795316300000, "last_receipt_ms": 1795316200000,
            "disk_free": 1000, "disk_total": 2000, "clock_offset_ms": -40, "bundle_serial": 7, "trouble": "network"}

    def put(self, kiosk, body=None, **headers):
        fields = {"Authorization": f"Bearer {kiosk.token}", "Content-Type": "application/json"}
        fields.update({name.replace("_", "-"): value for name, value in headers.items()})
        body = json.dumps(self.GOOD) if body is None else body
        fields = {name: value for name, value in fields.items() if value is not None}
        return self.house.ask("PUT", f"/v1/kiosks/{kiosk.id}/heartbeat", body, fields)

    def test_it_is_kept_and_answered_without_a_body(self):
        kiosk = self.kiosk()
        for _ in range(2):
            answer = self.put(kiosk)
            self.assertEqual((answer.status, answer.content), (204, b""))
            self.check_headers(answer)
        with contextlib.closing(sqlite3.connect(f"file:{self.house.path('data', 'central.db')}?mode=ro", uri=True)) as db:
            rows = db.execute("SELECT stored, acknowledged, trouble, last_seen_ms = received_ms FROM heartbeat "
                              "JOIN kiosk ON id = kiosk WHERE id = ?", (kiosk.id,)).fetchall()
        self.assertEqual(rows, [(12, 10, "network", 1)])

    def test_another_media_type_or_coding_is_415(self):
        kiosk = self.kiosk()
        for kind in ("text/plain", "application/jsonx", "application/vnd.buurtstem.batch", None):
            self.check_problem(self.put(kiosk, Content_Type=kind), 415, "bad-request")
        self.check_problem(self.put(kiosk, Content_Encoding="gzip"), 415, "bad-request")
        self.assertEqual(self.put(kiosk, Content_Type="application/json; charset=utf-8").status, 204)
        self.assertEqual(self.put(kiosk, Content_Encoding="identity").status, 204)

    def test_what_is_not_a_heartbeat_is_400(self):
        kiosk = self.kiosk()
        changes = ({"stored": -1}, {"stored": "12"}, {"acknowledged": 13}, {"disk_free": 2001}, {"epoch": "x"}, {"more": 1},
                   {"trouble": "Te veel <b>"}, {"syncd_version": ""}, {"kiosk_version": "x" * 32}, {"sent_ms": 2 ** 53})
        bodies = [json.dumps({**self.GOOD, **change}) for change in changes]
        for name in self.GOOD:
            bodies.append(json.dumps({key: value for key, value in self.GOOD.items() if key != name}))
        for body in bodies + ["", "[]", "{", "null", json.dumps(self.GOOD) + "x"]:
            self.check_problem(self.put(kiosk, body), 400, "bad-request")

    def test_2048_bytes_are_accepted_and_one_more_is_not(self):
        kiosk = self.kiosk()
        body = json.dumps(self.GOOD)
        self.assertEqual(self.put(kiosk, body + " " * (2048 - len(body))).status, 204)
        self.check_problem(self.put(kiosk, body + " " * (2049 - len(body))), 413)

    def test_revoked_it_is_403_and_nothing_is_kept(self):
        kiosk = self.kiosk()
        self.house.call("kiosk", "revoke", kiosk.id)
        self.check_problem(self.put(kiosk), 403, "revoked")

    # F74
    def test_a_flood_of_them_waits_and_neither_its_answers_nor_others_do(self):
        kiosk, other = self.kiosk(), self.kiosk()
        answers = [self.put(kiosk) for _ in range(260)]
        refused = [answer for answer in answers if answer.status == 429]
        self.assertGreater(len(refused), 0)
        self.check_problem(refused[0], 429)
        self.assertIn(refused[0].fields["retry-after"], ("1", "2"))
        kiosk.fill(1)
        self.assertEqual(self.house.send(kiosk, kiosk.batch()).status, 201)
        self.assertEqual(self.put(other).status, 204)
        struck("F74", "more heartbeats than a kiosk may send", len(refused))

    # F74
    def test_a_flood_of_a_revoked_kiosk_waits(self):
        """Each batch of it has central count what is in quarantine; an honest one tries once an hour."""
        kiosk = self.kiosk()
        kiosk.fill(1)
        self.house.call("kiosk", "revoke", kiosk.id)
        answers = [self.house.send(kiosk, kiosk.batch()).status for _ in range(260)]
        self.assertEqual(set(answers), {403, 429})
        self.assertGreaterEqual(answers.count(403), 200)
        struck("F74", "more batches than a revoked kiosk may send", answers.count(429))

    def test_only_put_is_allowed_and_the_address_is_exact(self):
        kiosk = self.kiosk()
        for method in ("GET", "POST", "DELETE"):
            answer = self.house.ask(method, f"/v1/kiosks/{kiosk.id}/heartbeat", headers={"Authorization": f"Bearer {kiosk.token}"})
            self.check_problem(answer, 405)
            self.assertEqual(answer.fields["allow"], "PUT")
        self.check_problem(self.house.ask("PUT", f"/v1/kiosks/{kiosk.id}/heartbeat/", b"{}"), 404)

    def test_metrics_tell_its_age_and_name_no_kiosk(self):
        kiosk = self.kiosk()
        before = self.house.metrics()
        self.assertEqual(self.put(kiosk).status, 204)
        self.house.call("kiosk", "use", kiosk.id)
        after = self.house.metrics()
        self.assertEqual(float(after["buurtstem_heartbeats_total"]), float(before["buurtstem_heartbeats_total"]) + 1)
        self.assertGreaterEqual(int(after["buurtstem_kiosks_heard"]), 1)
        self.assertTrue(0 <= int(after["buurtstem_heartbeat_newest_age_seconds"]) < 60)
        self.assertTrue(0 <= int(after["buurtstem_heartbeat_oldest_age_seconds"]) < 600)
        self.assertEqual(after["buurtstem_clock_jumped"], 0)
        self.assertFalse(any("kiosk-" in name for name in after))


class Corrections(CentralCase):
    """One visit, one count, over the wire."""

    def body(self, value="good", corrects=None, **changes):
        head = {"salt": "0123456789abcdef0123456789abcdef", "v": 1}
        if corrects is not None:
            head["corrects"] = corrects
        return json.dumps({**head, "programme": "afval-kiezen", "version": 1, "place": "prinsenhof", "channel": "kiosk",
                           "lang": "nl", "trial": False, "partial": False, "seconds": 31,
                           "answers": [{"q": "schoon", "kind": "faces", "values": [value]}], **changes}, separators=(",", ":"))

    def tally(self, value):
        with contextlib.closing(sqlite3.connect(f"file:{self.house.path('data', 'central.db')}?mode=ro", uri=True)) as db:
            return db.execute("SELECT coalesce(sum(count), 0) FROM tally WHERE question = 'schoon' AND value = ?",
                              (value,)).fetchone()[0]

    def visit(self, kiosk):
        first = str(uuid.uuid4())
        kiosk.add(self.body("good"), record_id=first)
        return first

    def test_the_last_correction_counts_and_twice_is_once(self):
        kiosk = self.kiosk()
        first = self.visit(kiosk)
        kiosk.add(self.body("bad", first), kind="correction")
        kiosk.add(self.body("very_bad", first), kind="correction")
        before = [self.tally(value) for value in ("*", "good", "bad", "very_bad")]
        for part in ((1, 2), (1, 3), (3, 1), (1, 3)):
            receipt = json.loads(self.house.send(kiosk, kiosk.batch(*part)).content)
            self.assertEqual(receipt["set_aside"], [])
        after = [self.tally(value) for value in ("*", "good", "bad", "very_bad")]
        self.assertEqual([new - old for new, old in zip(after, before)], [1, 0, 0, 1])
        self.assertEqual(self.house.call("verify").returncode, 0)

    def test_a_kiosk_corrects_nothing_of_another(self):
        kiosk, other = self.kiosk(), self.kiosk()
        first = self.visit(kiosk)
        before = self.tally("good"), self.tally("bad")
        self.assertEqual(self.house.send(kiosk, kiosk.batch()).status, 201)
        other.add(self.body("bad", first), kind="correction")
        receipt = json.loads(self.house.send(other, other.batch()).content)
        self.assertEqual((receipt["complete_to"], receipt["set_aside"]), (1, [1]))
        self.assertEqual((self.tally("good"), self.tally("bad")), (before[0] + 1, before[1]))

    def test_what_is_no_correction_is_set_aside_and_blocks_nothing(self):
        kiosk = self.kiosk()
        first = self.visit(kiosk)
        kiosk.add(self.body("bad", first, partial=True), kind="correction")
        kiosk.add(self.body("bad", "x" * 36), kind="correction")
        kiosk.add(self.body("bad"), kind="correction")
        kiosk.add(self.body("bad", first))
        kiosk.add(self.body("bad", first, version=2), kind="correction")
        kiosk.add(self.body("very_good", first), kind="correction")
        receipt = json.loads(self.house.send(kiosk, kiosk.batch()).content)
        self.assertEqual((receipt["complete_to"], receipt["set_aside"]), (7, [2, 3, 4, 5, 6]))
        self.assertEqual(self.house.call("verify").returncode, 0)


class Versions(CentralCase):
    def test_anybody_is_told_which_batches_are_read(self):
        for headers in ({}, {"Accept": "text/html"}):
            answer = self.house.ask("GET", "/v1", headers=headers)
            self.assertEqual((answer.status, answer.fields["content-type"]), (200, "application/json"))
            self.assertEqual(json.loads(answer.content), {"min_v": 1, "max_v": 1})
            self.check_headers(answer)
        self.check_problem(self.house.ask("POST", "/v1", b"{}"), 405)

    # F44
    def test_a_batch_of_a_version_to_come_is_told_apart_and_nothing_is_kept(self):
        kiosk = self.kiosk()
        kiosk.fill(2)
        for version in (0, 2, 1000000):
            problem = self.check_problem(self.house.send(kiosk, kiosk.batch(v=version)), 400, "version")
            self.assertEqual((problem["min_v"], problem["max_v"]), (1, 1))
        self.assertEqual(self.house.call("records", kiosk.id).stdout, "")
        self.assertEqual(self.house.send(kiosk, kiosk.batch()).status, 201)
        struck("F44", "a batch of a version that central does not read", 3)


class Documents(CentralCase):
    def test_openapi_is_public_and_for_every_origin(self):
        answer = self.house.ask("GET", "/v1/openapi.json")
        self.assertEqual((answer.status, answer.fields["content-type"]), (200, "application/json"))
        self.assertEqual(answer.fields["access-control-allow-origin"], "*")
        self.check_headers(answer)
        document = json.loads(answer.content)
        self.assertEqual(document["info"]["version"], answer.fields["api-version"])
        self.assertEqual(set(document["paths"]), {"/v1", "/openapi.json", "/enrolments", "/kiosks/{kiosk}/batches", "/kiosks/{kiosk}/credential", "/kiosks/{kiosk}/heartbeat",
                                                  "/kiosks/{kiosk}/bundle"})

    def test_openapi_holds_the_rules_of_the_api_standard(self):
        document = json.loads(self.house.ask("GET", "/v1/openapi.json").content)

        def follow(node):
            while "$ref" in node:
                target = document
                for part in node["$ref"][2:].split("/"):
                    target = target[part]
                node = target
            return node

        self.assertTrue(document["openapi"].startswith("3."))
        self.assertTrue(all(server["url"].endswith("/v1") for server in document["servers"]))
        self.assertLessEqual({"name", "email", "url"}, set(document["info"]["contact"]))
        identities = []
        for path, item in document["paths"].items():
            self.assertRegex(path, r"^(/([a-z0-9.-]+|\{[a-z]+\}))+$")
            for method, operation in item.items():
                if method in ("parameters", "servers"):
                    continue
                identities.append(operation["operationId"])
                if method == "post":
                    self.assertIn("400", operation["responses"])
                for status, answer in operation["responses"].items():
                    answer = follow(answer)
                    self.assertIn("API-Version", answer["headers"], (path, status))
                    if status[0] in "45":
                        schema = follow(answer["content"][PROBLEM]["schema"])
                        self.assertLessEqual({"status", "title", "detail"}, set(schema["properties"]))
        self.assertEqual(len(identities), len(set(identities)))

    def test_security_txt_is_of_the_form_of_rfc_9116(self):
        answer = self.house.ask("GET", "/.well-known/security.txt")
        self.assertEqual((answer.status, answer.fields["content-type"]), (200, "text/plain; charset=utf-8"))
        self.check_headers(answer)
        text = answer.content.decode()
        self.assertTrue(text.endswith("\n"))
        fields = [line.split(": ", 1) for line in text.splitlines()]
        names = [name for name, _ in fields]
        self.assertEqual(names.count("Expires"), 1)
        self.assertIn("Contact", names)
        self.assertRegex(dict(fields)["Expires"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertTrue(dict(fields)["Canonical"].endswith("/.well-known/security.txt"))

    def test_figures_are_told_although_many_went_away_in_the_middle_of_their_question(self):
        """An end that comes together with bytes must not go unnoticed: each would keep a place until its time is over."""
        with House() as house:
            for _ in range(3 * OPS_CONNECTIONS):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", house.ops_port), 5) as sock:
                    sock.sendall(b"GET /metrics HT")
            began = time.monotonic()
            self.assertIn("buurtstem_receipts_total", house.metrics())
            house.stop()
            self.assertLess(time.monotonic() - began, 20)

    def test_a_stop_does_not_wait_for_places_that_are_all_taken(self):
        with House() as house, contextlib.ExitStack() as all_of_them:
            for _ in range(OPS_CONNECTIONS):
                sock = all_of_them.enter_context(socket.create_connection(("127.0.0.1", house.ops_port), 5))
                sock.sendall(b"GET /metrics HT")
            time.sleep(0.5)
            began = time.monotonic()
            house.stop()
            self.assertLess(time.monotonic() - began, 20)

    def test_health_and_metrics_are_on_the_other_listener_only(self):
        for path in ("/healthz", "/metrics"):
            self.check_problem(self.house.ask("GET", path), 404)
        metrics = self.house.metrics()
        self.assertIn("buurtstem_receipts_total", metrics)
        self.assertFalse(any("kiosk-" in name for name in metrics))


class Http(CentralCase):
    def test_every_refusal_carries_the_headers(self):
        connection = self.house.connect()
        for method, path, status in (("GET", "/v1/nothing", 404), ("GET", "/v1/openapi.json/", 404), ("GET", "/v1/", 404),
                                     ("DELETE", "/v1/enrolments", 405), ("TRACE", "/v1/openapi.json", 405),
                                     ("OPTIONS", "/v1/openapi.json", 405), ("FOO", "/v1/enrolments", 405),
                                     ("GET", "/v1/kiosks/a%2fb/bundle", 404), ("GET", "/v1/kiosks/..%2f/bundle", 404),
                                     ("GET", "/v1/openapi.json%00", 404), ("GET", "/V1/openapi.json", 404)):
            self.check_problem(self.house.ask(method, path, connection=connection), status)
        connection.close()

    def test_405_says_what_is_allowed(self):
        self.assertEqual(self.house.ask("POST", "/v1/openapi.json", b"").fields["allow"], "GET, HEAD")
        self.assertEqual(self.house.ask("GET", "/v1/enrolments").fields["allow"], "POST")
        self.assertIn("GET", self.house.ask("PUT", "/aanmelden", b"").fields["allow"])

    def test_a_browser_gets_a_page_and_a_program_a_problem(self):
        page = self.house.ask("GET", "/bestaat-niet", headers={"Accept": "text/html,application/xhtml+xml"})
        self.assertEqual((page.status, page.fields["content-type"]), (404, "text/html; charset=utf-8"))
        self.check_headers(page)
        self.check_problem(self.house.ask("GET", "/bestaat-niet", headers={"Accept": "application/json"}), 404)
        self.check_problem(self.house.ask("GET", "/v1/nothing", headers={"Accept": "text/html"}), 404)

    def test_head_is_get_without_a_body(self):
        head, get = self.house.ask("HEAD", "/v1/openapi.json"), self.house.ask("GET", "/v1/openapi.json")
        self.assertEqual((head.status, head.content), (200, b""))
        self.assertEqual(head.fields["content-length"], get.fields["content-length"])
        self.check_headers(head)

    def test_two_lengths_are_400(self):
        for extra in ("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 2\r\nContent-Length: 3\r\n",
                      "Transfer-Encoding: gzip, chunked\r\n", "Content-Length: +2\r\n", "Host: other\r\nContent-Length: 2\r\n"):
            back = self.house.raw(f"POST /v1/enrolments HTTP/1.1\r\nHost: localhost\r\n{extra}\r\n{{}}\r\n0\r\n\r\n".encode(), 2)
            self.assertRegex(back.split(b"\r\n", 1)[0], b"^HTTP/1.1 400 ", extra)

    def test_a_name_with_a_blank_is_400(self):
        back = self.house.raw(b"GET /v1/openapi.json HTTP/1.1\r\nHost: localhost\r\nX-A : 1\r\nConnection: close\r\n\r\n", 2)
        self.assertRegex(back.split(b"\r\n", 1)[0], b"^HTTP/1.1 400 ")

    def test_without_a_host_it_is_400(self):
        back = self.house.raw(b"GET /v1/openapi.json HTTP/1.1\r\nConnection: close\r\n\r\n", 2)
        self.assertRegex(back.split(b"\r\n", 1)[0], b"^HTTP/1.1 400 ")
        self.assertIn(b"Strict-Transport-Security", back)

    def test_too_many_headers_are_431(self):
        fine = {f"X-{i}": "a" for i in range(30)}
        self.assertEqual(self.house.ask("GET", "/v1/openapi.json", headers=fine).status, 200)
        self.check_problem(self.house.ask("GET", "/v1/openapi.json", headers={f"X-{i}": "a" for i in range(50)}), 431)
        self.check_problem(self.house.ask("GET", "/v1/openapi.json", headers={"X": "a" * 17000}), 431)

    def test_a_very_long_address_is_414(self):
        self.check_problem(self.house.ask("GET", "/" + "a" * 600), 414)

    def test_a_chunked_body_is_read_and_bounded(self):
        kiosk = self.kiosk()
        kiosk.fill(2)
        answer = self.house.ask("POST", f"/v1/kiosks/{kiosk.id}/batches", iter([kiosk.batch()[:100], kiosk.batch()[100:]]),
                                {"Authorization": f"Bearer {kiosk.token}", "Content-Type": BATCH})
        self.assertEqual(answer.status, 201, answer.content)
        answer = self.house.ask("POST", "/v1/enrolments", iter([b"x" * 2000, b"x" * 100]))
        self.check_problem(answer, 413)

    def test_a_connection_is_kept_after_a_refusal(self):
        connection = self.house.connect()
        connection.connect()
        sock = connection.sock
        for _ in range(3):
            self.check_problem(self.house.ask("GET", "/v1/nothing", connection=connection), 404)
            self.check_problem(self.house.ask("POST", "/v1/enrolments", b"x" * 5000, connection=connection), 413)
        self.assertIs(connection.sock, sock)
        connection.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
