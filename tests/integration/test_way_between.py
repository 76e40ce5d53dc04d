# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The real central and the real daemon: a new token, and a new address, authority and key, told by the signed bundle."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from central_house import TENANT, House, free_port, sha
from fault_ledger import struck

SYNCD = os.environ["BS_SYNCD"]
OUTBOX_TOOL = os.environ["BS_OUTBOX_TOOL"]
KIOSK = "prinsenhof-1"


def pin(path):
    der = subprocess.run(["openssl", "x509", "-in", path, "-noout", "-pubkey"], check=True, capture_output=True).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=der, check=True, capture_output=True).stdout
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


class Between(unittest.TestCase):
    def setUp(self):
        self.house = self.enterContext(House())
        self.folder = tempfile.mkdtemp(prefix="buurtstem-way-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        for part in ("state", "kiosk"):
            os.mkdir(os.path.join(self.folder, part))
        self.config = os.path.join(self.folder, "syncd.conf")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f"state_dir = {self.folder}/state\nkiosk_dir = {self.folder}/kiosk\nca_file = {self.house.ca}\n"
                       "test_faces = yes\nretry_base_ms = 50\nconnect_timeout_seconds = 2\n")
        self.kept = 0
        self.call("enrol", "--server", f"https://localhost:{self.house.port}", stdin=self.house.invite(KIOSK) + "\n")

    def call(self, *arguments, stdin=None, expected=0):
        result = subprocess.run([SYNCD, "--config", self.config, *arguments], input=stdin, capture_output=True, text=True,
                                timeout=120, check=False)
        self.assertEqual(result.returncode, expected, result.stdout + result.stderr)
        return result

    def status(self):
        return json.loads(self.call("--status").stdout)

    def append(self, count):
        subprocess.run([OUTBOX_TOOL, "append", f"{self.folder}/kiosk", KIOSK, str(count)], check=True, capture_output=True)
        self.kept += count

    def assert_all_is_there(self):
        status = self.status()
        self.assertEqual((status["stored"], status["acknowledged"]), (self.kept, self.kept))
        lines = subprocess.run([OUTBOX_TOOL, "lines", f"{self.folder}/kiosk"], check=True, capture_output=True, text=True).stdout
        stored = self.house.call("records", KIOSK).stdout
        self.assertEqual([line.partition(" ")[2] for line in lines.splitlines()],
                         [line for line in stored.splitlines() if "\t" in line])
        self.house.call("verify")

    def token(self, name="credential"):
        with open(f"{self.folder}/state/{name}", encoding="ascii") as file:
            return file.read().splitlines()[0]

    def publish(self, **central):
        path = os.path.join(self.folder, "publish.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "buurtstem-publish/1", "central": [{"tenant": TENANT, **central}]}, file)
        return self.house.call("publish", path, check=False)

    def put(self, token, body, **headers):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
        return self.house.ask("PUT", f"/v1/kiosks/{KIOSK}/credential", body if isinstance(body, str) else json.dumps(body), headers)

    # F69
    def test_a_kiosk_is_asked_for_a_new_token_and_the_old_one_is_worthless_then(self):
        self.append(2)
        self.call("--once")
        old = self.token()
        self.assertIn("new credential", self.house.call("kiosk", "rotate", KIOSK).stdout)
        self.append(2)
        self.call("--once")
        new = self.token()
        self.assertNotEqual(new, old)
        self.append(1)
        self.call("--once")
        self.assert_all_is_there()
        ask = lambda token: self.house.ask("GET", f"/v1/kiosks/{KIOSK}/bundle", headers={"Authorization": f"Bearer {token}"}).status
        self.assertEqual((ask(old), ask(new)), (401, 200))
        for text in (self.house.log(), self.house.call("records", KIOSK).stdout):
            self.assertNotIn(old, text)
            self.assertNotIn(new, text)
        struck("F69", "kiosk rotate between both real ends", 1)

    def test_all_kiosks_of_a_municipality_are_asked_and_nobody_else(self):
        other = self.house.enrol("prinsenhof-2")
        self.house.invite("prinsenhof-3")
        said = self.house.call("kiosk", "rotate", "--all", TENANT).stdout
        self.assertIn(KIOSK, said)
        self.assertIn("prinsenhof-2", said)
        self.assertNotIn("prinsenhof-3", said)
        bundle = json.loads(self.house.ask("GET", f"/v1/kiosks/{other.id}/bundle",
                                           headers={"Authorization": f"Bearer {other.token}"}).content)
        self.assertEqual(bundle["credential"], {"generation": 1})
        self.assertEqual(self.house.call("kiosk", "rotate", "prinsenhof-3", check=False).returncode, 1)
        self.assertEqual(self.house.call("kiosk", "rotate", "--all", "GM0546", check=False).returncode, 1)
        self.assertEqual(self.house.call("kiosk", "rotate", check=False).returncode, 2)

    def test_what_is_no_credential_is_refused_and_changes_nothing(self):
        token, good = self.token(), {"token_hash": sha(b"new"), "generation": 1}
        self.house.call("kiosk", "rotate", KIOSK)
        self.assertEqual(self.put("x" * 43, good).status, 401)
        self.assertEqual(self.put(token, "{").status, 400)
        self.assertEqual(self.put(token, {**good, "more": 1}).status, 400)
        self.assertEqual(self.put(token, {"token_hash": "AB", "generation": 1}).status, 400)
        self.assertEqual(self.put(token, " " * 513).status, 413)
        self.assertEqual(self.put(token, good, **{"Content-Type": "text/plain"}).status, 415)
        answer = self.put(token, {**good, "generation": 2})
        self.assertEqual((answer.status, json.loads(answer.content)["type"]), (403, "urn:buurtstem:problem:bad-code"))
        self.assertEqual(self.put(token, good).status, 204)
        self.assertEqual(self.put(token, good).status, 204)
        self.house.call("kiosk", "revoke", KIOSK)
        answer = self.put(token, good)
        self.assertEqual((answer.status, json.loads(answer.content)["type"]), (403, "urn:buurtstem:problem:revoked"))

    def test_one_that_tries_too_often_has_to_wait(self):
        token = self.token()
        answers = [self.put(token, {"token_hash": sha(b"new"), "generation": 9}) for _ in range(8)]
        self.assertEqual(answers[0].status, 403)
        self.assertEqual(answers[-1].status, 429)
        self.assertGreater(int(answers[-1].fields["retry-after"]), 0)

    # F25 F27 F70
    def test_central_moves_to_another_address_authority_and_key(self):
        tls, port = self.house.path("tls"), free_port()
        self.append(2)
        self.call("--once")
        with open(f"{tls}/next.pem", encoding="ascii") as file:
            said = self.publish(ca=file.read(), pins=[pin(f"{tls}/good.pem"), pin(f"{tls}/moved.pem")])
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertNotIn("advice", said.stderr)
        self.call("--once")
        self.house.stop()
        self.house.configure(certificate=f"{tls}/moved.pem", key=f"{tls}/moved.key")
        self.house.start()
        self.append(2)
        self.call("--once")
        self.assert_all_is_there()
        # And now the address, while it has both.
        old = self.house.port
        with open(f"{tls}/next.pem", encoding="ascii") as file:
            self.publish(server=f"https://localhost:{port}", ca=file.read(), pins=[pin(f"{tls}/good.pem"), pin(f"{tls}/moved.pem")])
        self.call("--once")
        self.assertIn("de kiosk gebruikt de oude", self.status()["last_error"])
        self.house.stop()
        self.house.port = port
        self.house.configure(port=port)
        self.house.start()
        self.append(1)
        self.assertNotEqual(old, port)
        self.call("--once", expected=75)  # the records go by the old way, which is gone
        daemon = subprocess.Popen([SYNCD, "--config", self.config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(600):
                if self.status()["acknowledged"] == self.kept:
                    break
                subprocess.run(["sleep", "0.05"], check=True)
        finally:
            daemon.terminate()
            daemon.wait()
        self.assert_all_is_there()
        self.assertEqual(self.status()["server"], f"https://localhost:{port}")
        for row in ("F25", "F27", "F70"):
            struck(row, "a real central that moves", 1)

    def test_a_way_that_cannot_be_one_is_not_published(self):
        for wrong in ({"server": "http://a.example"}, {"server": "https://a.example/x"}, {"ca": "MIIB"},
                      {"ca": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"}, {"pins": ["abc"]},
                      {"pins": [pin(self.house.path("tls", "good.pem"))] * 5}, {"ended": True, "server": "https://a.example"},
                      {"key": 1}):
            with self.subTest(wrong):
                self.assertEqual(self.publish(**wrong).returncode, 2)

    def test_pins_that_this_central_does_not_serve_are_told(self):
        other, good = pin(self.house.path("tls", "moved.pem")), pin(self.house.path("tls", "good.pem"))
        said = self.publish(pins=[other])
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("one pin", said.stderr)
        self.assertIn(good, said.stderr)
        self.assertNotIn("advice", self.publish(pins=[other, good]).stderr)
        self.assertNotIn("advice", self.publish(ended=True).stderr)


if __name__ == "__main__":
    unittest.main(verbosity=1)
