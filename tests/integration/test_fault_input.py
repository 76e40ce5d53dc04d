# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Proxies that get in the way, configurations that are broken, and text, numbers and codings that somebody made up: said at the
edge, with the same verdict at both ends, and what the kiosk took arrives byte by byte."""

import contextlib
import gzip
import json
import os
import random
import secrets
import socket
import subprocess
import threading
import unittest

from central_house import House
from fault_ledger import IS_LONG, struck
from syncd_bench import OUTBOX_TOOL
from oracle import RealKiosk, Watch, assert_whole, memory_kib, wait_named

BODY_MAX = 16 * 1024


class ConnectProxy:
    """A proxy that answers CONNECT as it is told: a status, or 200 with more headers, and then lets everything through."""

    def __init__(self):
        self.answer, self.asked = b"HTTP/1.1 200 OK\r\n\r\n", 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(near,), daemon=True).start()

    def talk(self, near):
        with contextlib.suppress(OSError, ValueError), near:
            asked = b""
            while b"\r\n\r\n" not in asked:
                piece = near.recv(4096)
                if not piece:
                    return
                asked += piece
            self.asked += 1
            near.sendall(self.answer)
            if b" 200 " not in self.answer:
                return
            host, _, port = asked.split(b" ")[1].decode().rpartition(":")
            with socket.create_connection((host, int(port))) as far:
                back = threading.Thread(target=self.pump, args=(far, near), daemon=True)
                back.start()
                self.pump(near, far)
                back.join()

    @staticmethod
    def pump(source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class OnHouse(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()

    @classmethod
    def tearDownClass(cls):
        cls.house.__exit__(None, None, None)

    def kiosk(self, name, **settings):
        kiosk = RealKiosk(self.house, name, **settings)
        self.addCleanup(kiosk.end)
        return kiosk


class Proxy(OnHouse):
    # F19
    def test_a_proxy_that_refuses_is_named_and_one_that_adds_headers_does_no_harm(self):
        proxy = ConnectProxy()
        self.addCleanup(proxy.close)
        kiosk = self.kiosk("kiosk-proxy", retry_base_ms=50)
        kiosk.configure(proxy=proxy.url)
        kiosk.keep(1)
        for status in ("407 Proxy Authentication Required", "502 Bad Gateway", "503 Service Unavailable"):
            proxy.answer = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()
            kiosk.start()
            kiosk.keep(1)
            with Watch(kiosk, wakeups_a_second=100):
                self.assertEqual(wait_named(kiosk, "network", "proxy")["acknowledged"], 0)
            kiosk.stop()
        refused = proxy.asked
        proxy.answer = b"HTTP/1.1 200 Connection established\r\nVia: 1.1 box\r\nSet-Cookie: a=b\r\n" + b"X-More: y\r\n" * 100 + b"\r\n"
        kiosk.start()
        kiosk.wait_settled()
        kiosk.stop()
        kiosk.lay_down()
        assert_whole(self.house, [kiosk])
        struck("F19", "CONNECT proxy that answers 407, 502, 503 and more headers", refused)


class Configuration(OnHouse):
    def verdict(self, kiosk, text, mode="--check"):
        with open(kiosk.config, "wb") as file:
            file.write(text)
        result = kiosk.call(mode)
        self.assertIn(result.returncode, (0, 1, 2), result.stderr)
        if result.returncode != 0:
            self.assertIn(kiosk.folder, result.stdout + result.stderr)
        return result

    # F66
    def test_a_broken_configuration_is_told_with_its_place_and_changes_nothing(self):
        kiosk = self.kiosk("kiosk-config")
        kiosk.keep(3)
        self.assertEqual(kiosk.call("--once").returncode, 0)
        with open(kiosk.config, "rb") as file:
            good = file.read()
        self.assertEqual(self.verdict(kiosk, good).returncode, 0)
        told = 0
        for at in range(0, len(good), 1 if IS_LONG else 23):  # half written
            told += self.verdict(kiosk, good[:at]).returncode != 0
        lines = good.splitlines(True)
        broken = [b"unknown = 1\n", lines[0], b"log_level = loud\n", b"poll_seconds = 99999999999999999999\n", b"= 1\n", b"a\0b = 1\n",
                  b"\xff\xfe = 1\n", b"poll_seconds\n", b"x" * 100_000 + b"\n"]
        for line in broken:
            result = self.verdict(kiosk, good + line)
            self.assertNotEqual(result.returncode, 0, line[:40])
            self.assertIn(f":{len(lines) + 1}:" if line in broken[2:-1] else ":", result.stdout + result.stderr)
            told += 1
        os.remove(kiosk.config)
        self.assertNotEqual(kiosk.call("--check").returncode, 0)
        self.assertEqual(self.verdict(kiosk, good).returncode, 0)
        credential = os.path.join(kiosk.state_dir, "credential")
        os.chmod(credential, 0o644)
        for mode in ("--check", "--once"):
            result = kiosk.call(mode)
            self.assertNotEqual(result.returncode, 0)
            self.assertIn("0600", result.stdout + result.stderr)
            told += 1
        os.chmod(credential, 0o600)
        kiosk.keep(1)
        self.assertEqual(kiosk.call("--once").returncode, 0)
        kiosk.lay_down()
        assert_whole(self.house, [kiosk])
        struck("F66", "mutated configuration", told)


def quoted(text):
    return json.dumps({"salt": "0" * 32, "v": text}, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def texts():
    yield from (b"a\0b", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xff", b"\xc3", b"a\tb", b"a\nb", b"a\rb", b"\x1b[2J", b"\x7f")
    for text in ("\u202eabc\u202c", "\u2066x\u2069", "\U0001f600\u200d\U0001f525", "e\u0301", "\ufeff", "\u2028", "\ufffe", "\U0010ffff", "\x85",
                 "\ud800", "x" * (BODY_MAX - 48), "x" * (BODY_MAX - 47), "x" * BODY_MAX, "x" * 1_000_000, "''; DROP TABLE record;--",
                 "<script>alert(1)</script>", "\\u0000", "%s%n"):
        yield quoted(text)
    yield b'{"v":"\\u0000"}'
    yield b'{"v":"\\ud800"}'


def numbers():
    yield b"[" * 8000 + b"]" * 8000
    yield b"[" * 100_000
    yield b'{"a":' * 2000 + b"1" + b"}" * 2000
    yield from (b'{"a":1,"a":2}', b'{"a":9007199254740993}', b'{"a":1e400}', b'{"a":-0}', b'{"a":01}', b'{"a":1}{}', b'{"a":NaN}', b"'a'", b"{",
                b'{"a":18446744073709551616}', b"nulll", b'\xef\xbb\xbf{"a":1}', b'{"seconds":1e9999}', b'{"a":1,}')


class Hostile(OnHouse):
    def kiosk_takes(self, kiosk, body):
        result = subprocess.run([OUTBOX_TOOL, "put", kiosk.kiosk_dir, kiosk.name], input=body, capture_output=True, check=False)
        self.assertIn(result.returncode, (0, 1, 2, 3, 65, 75, 77), result.stderr)
        self.assertNotIn(b"Sanitizer", result.stderr)
        return result.returncode == 0

    def central_takes(self, name, body):
        """By a kiosk that sends whatever it likes."""
        stranger = self.house.enrol(name)
        stranger.add(body)
        answer = self.house.send(stranger, stranger.batch())
        self.assertIn(answer.status, (201, 400, 413), answer.content)
        return answer.status == 201

    def sent(self, name, bodies):
        kiosk = self.kiosk(name)
        taken = 0
        for number, body in enumerate(bodies):
            with self.subTest(body=body[:60]):
                here = self.kiosk_takes(kiosk, body)
                self.assertEqual(here, self.central_takes(f"{name}-{number}", body), "the two ends do not agree")
                taken += here
        kiosk.keep(1)
        result = kiosk.call("--once")
        self.assertEqual(result.returncode, 0, result.stderr)
        kiosk.lay_down()
        self.assertEqual(assert_whole(self.house, [kiosk]), taken + 1)
        return taken

    # F71
    def test_hostile_text_is_refused_at_the_kiosk_or_kept_to_the_byte(self):
        bodies = list(texts())
        taken = self.sent("kiosk-text", bodies)
        self.assertGreater(taken, 5)
        self.assertLess(taken, len(bodies) - 5)
        struck("F71", "a corpus through both ends", len(bodies))

    # F72
    def test_hostile_json_gets_the_same_verdict_at_both_ends(self):
        """A body that nobody understands is kept too, and set aside for staff; it never keeps those behind it waiting."""
        bodies = list(numbers())
        self.sent("kiosk-json", bodies)
        struck("F72", "a corpus through both ends", len(bodies))

    # F73
    def test_bombs_and_lies_about_coding_and_length_cost_central_nothing(self):
        kiosk = self.house.enrol("kiosk-bomb")
        kiosk.fill(3)
        batch, chooser = kiosk.batch(), random.Random(73)
        zeros = bytes(256 * 1024 * 1024 if IS_LONG else 32 * 1024 * 1024)
        zstd = lambda data: subprocess.run(["zstd", "-q", "-c", "-19"], input=data, capture_output=True, check=True).stdout  # noqa: E731
        packed, bomb = zstd(batch), zstd(zeros)
        cases = [(bomb, "zstd"), (gzip.compress(zeros), "gzip"), (zstd(bomb), "zstd"), (packed, "gzip"), (gzip.compress(batch), "zstd"),
                 (batch, "zstd"), (batch, "gzip"), (packed, None), (packed + packed, "zstd"), (packed[:-1], "zstd"), (packed, "zstd, zstd"),
                 (packed, "br"), (b"", "zstd"), (secrets.token_bytes(600_000), "zstd"), (zstd(batch + b"\n"), "zstd")]
        for _ in range(300 if IS_LONG else 20):
            at = chooser.randrange(12)
            cases.append((packed[:at] + bytes([packed[at] ^ 1 << chooser.randrange(8)]) + packed[at + 1:], "zstd"))
        before, refused = memory_kib(self.house.process.pid), 0
        for body, coding in cases:
            headers = {"Content_Encoding": coding} if coding else {}
            answer = self.house.send(kiosk, body, **headers)
            if answer.status == 201:  # zstd has bits that mean nothing
                self.assertEqual(json.loads(answer.content)["complete_to"], 3)
                continue
            self.assertIn(answer.status, (400, 413, 415), (coding, answer.content))
            refused += 1
        head = (f"POST /v1/kiosks/{kiosk.id}/batches HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {kiosk.token}\r\n"
                "Content-Type: application/vnd.buurtstem.batch\r\nConnection: close\r\nContent-Length: ")
        for length in (len(batch) - 1, 10**9, 10**30, -1):  # shorter and longer than what comes, and no number
            answer = self.house.raw(f"{head}{length}\r\n\r\n".encode() + batch, 2)
            self.assertNotIn(b" 201 ", answer[:20])
            refused += 1
        grown = memory_kib(self.house.process.pid) - before
        self.assertLess(grown, 64 * 1024 * (4 if os.environ.get("BS_SANITIZE") else 1))
        self.assertEqual(self.house.send(kiosk, batch).status, 201)
        self.assertEqual(self.house.call("records", kiosk.id).stdout.encode(), b"".join(line + b"\n" for line in kiosk.lines))
        self.house.call("verify")
        struck("F73", "bombs and lies, sent to central", refused)


if __name__ == "__main__":
    unittest.main(verbosity=2)
