# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""shell_kiosk.sh, a kiosk that was written from PROTOCOL.md alone, at a real central: what it sends is held to the byte and
counted once, and it believes no receipt that is not one."""

import contextlib
import http.server
import json
import os
import shutil
import sqlite3
import ssl
import subprocess
import threading
import unittest

from central_house import RECEIPT, SOURCE, TENANT, House

ANSWERS = '[{"q":"schoon","kind":"faces","values":["good"]},{"q":"keuze","kind":"tiles","dont_know":true}]'
CURL = """#!/bin/sh
printf '%s\\n' "$@" >>"$CURL_SAW"
exec "$CURL_REAL" "$@"
"""


class ShellKiosk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()
        os.mkdir(cls.house.path("bin"))
        with open(cls.house.path("bin", "curl"), "w", encoding="utf-8") as file:
            file.write(CURL)
        os.chmod(cls.house.path("bin", "curl"), 0o755)

    @classmethod
    def tearDownClass(cls):
        cls.house.__exit__(None, None, None)

    def invite(self, name):
        """The code as staff see it, of a kiosk that is in use."""
        code = self.house.call("kiosk", "invite", name, "--tenant", TENANT, "--place", "prinsenhof").stdout
        self.house.call("kiosk", "use", name)
        return code.lower()

    def file(self, name, part):
        return self.house.path("shell-" + name, part)

    def bytes(self, name, part):
        with open(self.file(name, part), "rb") as file:
            return file.read()

    def run_script(self, name, code="", port=None, ca=None):
        environment = {**os.environ, "CURL_CA_BUNDLE": ca or self.house.ca, "CURL_REAL": shutil.which("curl"),
                       "CURL_SAW": self.house.path("curl-saw"), "PATH": self.house.path("bin") + ":" + os.environ["PATH"]}
        return subprocess.run([f"{SOURCE}/tests/integration/shell_kiosk.sh", self.house.path("shell-" + name),
                               f"https://localhost:{port or self.house.port}", "afval-kiezen", "1", "prinsenhof", ANSWERS],
                              input=code, text=True, capture_output=True, timeout=60, env=environment)

    def delivers(self, name, code=""):
        result = self.run_script(name, code)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "3\n", ""))

    def fails(self, name, words, code="", **where):
        result = self.run_script(name, code, **where)
        self.assertNotEqual(result.returncode, 0)
        self.assertEqual(result.stdout, "")
        self.assertIn(words, result.stderr)

    def records(self, name):
        return self.house.call("records", name).stdout.encode()

    def counted(self):
        """Visits, who chose that face, and who did not know."""
        wanted = (("", "*"), ("schoon", "good"), ("keuze", "?"))
        with contextlib.closing(sqlite3.connect(f"file:{self.house.path('data', 'central.db')}?mode=ro", uri=True)) as db:
            return [db.execute("SELECT coalesce(sum(count), 0) FROM tally WHERE programme = 'afval-kiezen' AND trial = 0 "
                               "AND question = ? AND value = ?", row).fetchone()[0] for row in wanted]

    def change(self, name, field):
        """Another last byte but one in that field of the second record; nothing else."""
        lines = self.bytes(name, "log").split(b"\n")
        fields = lines[1].split(b"\t")
        fields[field] = fields[field][:-3] + (b"6" if fields[field][-3:-2] == b"5" else b"5") + fields[field][-2:]
        lines[1] = b"\t".join(fields)
        with open(self.file(name, "log"), "wb") as file:
            file.write(b"\n".join(lines))

    def test_three_visits_arrive_and_count_once(self):
        before = self.counted()
        self.delivers("schelp", self.invite("schelp"))
        log, sent = self.bytes("schelp", "log"), self.bytes("schelp", "sent")
        self.assertEqual(log.count(b"\n"), 3)
        self.assertEqual(self.records("schelp"), log)
        after = [number + 3 for number in before]
        self.assertEqual(self.counted(), after)
        self.delivers("schelp")
        self.assertEqual(self.bytes("schelp", "sent"), sent)
        self.assertEqual((self.records("schelp"), self.counted()), (log, after))
        self.house.call("verify")
        with open(self.house.path("curl-saw"), encoding="utf-8") as file:
            self.assertNotIn(self.bytes("schelp", "token").decode(), file.read())

    def test_a_changed_byte_of_a_body_changes_nothing(self):
        self.delivers("oester", self.invite("oester"))
        log, counted = self.bytes("oester", "log"), self.counted()
        self.change("oester", 8)
        self.fails("oester", "urn:buurtstem:problem:bad-request")
        self.assertEqual((self.records("oester"), self.counted()), (log, counted))
        self.house.call("verify")

    def test_a_changed_byte_of_a_head_changes_nothing(self):
        self.delivers("mossel", self.invite("mossel"))
        log, counted = self.bytes("mossel", "log"), self.counted()
        self.change("mossel", 3)
        self.fails("mossel", "urn:buurtstem:problem:fork")
        self.assertEqual((self.records("mossel"), self.counted()), (log, counted))
        self.house.call("verify")

    def test_a_changed_byte_at_the_first_sending_keeps_nothing(self):
        self.delivers("kokkel", self.invite("kokkel"))
        counted = self.counted()
        os.mkdir(self.house.path("shell-alikruik"))
        shutil.copy(self.file("kokkel", "log"), self.file("alikruik", "log"))
        self.change("alikruik", 8)
        self.fails("alikruik", "urn:buurtstem:problem:bad-request", self.invite("alikruik"))
        self.assertEqual((self.records("alikruik"), self.counted()), (b"", counted))
        # Put right, they are the other's records by their ids: held, and not counted again.
        shutil.copy(self.file("kokkel", "log"), self.file("alikruik", "log"))
        self.delivers("alikruik")
        self.assertEqual((self.records("alikruik"), self.counted()), (self.bytes("kokkel", "log"), counted))

    def test_what_is_no_receipt_is_not_believed(self):
        self.delivers("wulk", self.invite("wulk"))
        good = self.bytes("wulk", "receipt").decode()
        told = json.loads(good)
        changes = [{"kiosk": "schelp"}, {"epoch": "0" * 16}, {"batch_hash": "0" * 64}, {"complete_to": 4}, {"complete_to": 2},
                   {"hash_at_complete_to": "0" * 64}, {"backup_complete_to": 4}, {"set_aside": [4]}, {"server_time": -1},
                   {"status": "ok"}, {"complete_to": "3"}]
        bodies = [json.dumps({**told, **change}) for change in changes]
        bodies += [good[:-1], good + "{}", good[:-1] + ',"complete_to":3}', "<!DOCTYPE html>", good + " " * 4096]
        answers = [(201, RECEIPT, len(body), body) for body in bodies]
        answers += [(200, RECEIPT, len(good), good), (307, RECEIPT, len(good), good), (201, RECEIPT + "; charset=utf-8", len(good), good),
                    (201, "application/json", len(good), good), (201, RECEIPT, len(good) + 1, good)]
        with liar(self.house) as server:
            server.answer = (201, RECEIPT, len(json.dumps(told)), json.dumps(told))
            self.assertEqual(self.run_script("wulk", port=server.server_port).stdout, "3\n")
            for server.answer in answers:
                with self.subTest(answer=server.answer):
                    self.fails("wulk", "", port=server.server_port)
        self.fails("wulk", "certificate", ca=self.house.path("tls", "self-signed.pem"))


@contextlib.contextmanager
def liar(house):
    """A server with a good certificate that gives the answer it was told, whatever it is asked."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802
            self.rfile.read(int(self.headers["Content-Length"]))
            status, kind, length, body = self.server.answer
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(length))
            self.send_header("Location", f"https://localhost:{house.port}{self.path}")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *arguments):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(house.path("tls", "good.pem"), house.path("tls", "good.key"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


if __name__ == "__main__":
    unittest.main()
