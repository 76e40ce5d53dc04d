# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A real central in a folder of its own, and a kiosk written from PROTOCOL.md alone, for tests of the server.

Environment: BS_CENTRAL, the program; BS_SOURCE_DIR, the repository.
"""

import base64
import contextlib
import hashlib
import http.client
import json
import os
import pty
import secrets
import select
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import uuid

from fault_ledger import IS_LONG

CENTRAL = os.environ["BS_CENTRAL"]
SOURCE = os.environ["BS_SOURCE_DIR"]
TENANT = "GM1916"
PASSWORD = "een lang wachtwoord"
BATCH = "application/vnd.buurtstem.batch"
RECEIPT = "application/vnd.buurtstem.receipt+json"
PROBLEM = "application/problem+json"


def free_port():
    with contextlib.closing(socket.socket()) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def sha(data):
    return hashlib.sha256(data).hexdigest()


class House:
    """Certificates, configuration, content and a server. A context: the server is stopped and the folder removed."""

    def __init__(self, serve=True, **settings):
        self.folder = tempfile.mkdtemp(prefix="buurtstem-central-")
        self.port, self.ops_port = free_port(), free_port()
        self.process = None
        self.ca = self.path("tls", "ca.pem")
        subprocess.run([f"{SOURCE}/tests/support/make_ca.sh", self.path("tls")], check=True, capture_output=True)
        self.settings = {
            "data_dir": self.path("data"), "address": "127.0.0.1", "port": self.port,
            "certificate": self.path("tls", "good.pem"), "key": self.path("tls", "good.key"),
            "ops_listen": f"127.0.0.1:{self.ops_port}", "public_url": f"https://localhost:{self.port}",
            "security_contact": "mailto:security@example.org"}
        self.settings.update(settings)
        self.configure()
        self.fill()
        if serve:
            self.start()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if self.process is not None:
            self.stop(signal.SIGTERM)
        if kind is not None:
            print(self.log()[-4000:])
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def configure(self, **changes):
        self.settings.update(changes)
        with open(self.path("central.conf"), "w", encoding="utf-8") as file:
            for key, value in self.settings.items():
                if value is not None:
                    file.write(f"{key} = {value}\n")

    def call(self, *arguments, stdin="", check=True, timeout=1200 if IS_LONG else 120):
        result = subprocess.run([CENTRAL, "--config", self.path("central.conf"), *arguments], input=stdin, text=True,
                                capture_output=True, timeout=timeout)
        if check and result.returncode != 0:
            raise AssertionError(f"{arguments}: exit {result.returncode}\n{result.stdout}\n{result.stderr}")
        return result

    def type(self, *arguments, answers):
        """With a terminal: each answer is typed when its question stands there. The exit status, and all that was shown."""
        screen, keys = pty.openpty()
        program = subprocess.Popen([CENTRAL, "--config", self.path("central.conf"), *arguments], stdin=keys, stdout=keys, stderr=keys)
        shown, seen = b"", 0
        try:
            os.close(keys)
            for question, answer in answers:
                while question.encode() not in shown[seen:]:
                    if not select.select([screen], [], [], 20)[0]:
                        raise AssertionError(f"not asked {question!r}: {shown}")
                    shown += os.read(screen, 4096)
                seen = len(shown)
                os.write(screen, answer.encode() + b"\n")
            with contextlib.suppress(OSError):  # that is its end
                while piece := os.read(screen, 4096):
                    shown += piece
            return program.wait(20), shown.decode()
        finally:
            program.kill()
            program.wait()
            os.close(screen)

    def fill(self):
        files = ("demo-publish.json", "afval-kiezen.json", "versterking-leidschendam-noord.json")
        self.call("publish", *(f"{SOURCE}/assets/programmes/{name}" for name in files))
        self.call("staff", "add", "jan", "--tenant", TENANT, stdin=PASSWORD + "\n")

    def start(self):
        with open(self.path("central.log"), "a", encoding="utf-8") as log:
            self.process = subprocess.Popen([CENTRAL, "--config", self.path("central.conf"), "serve"], stdout=log, stderr=log)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError("central ended at start:\n" + self.log())
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise AssertionError("central does not listen")

    def stop(self, how=signal.SIGTERM):
        process, self.process = self.process, None
        process.send_signal(how)
        status = process.wait(30)
        if how == signal.SIGTERM and status != 0:
            raise AssertionError(f"central ended with {status}:\n{self.log()[-4000:]}")

    def log(self):
        with contextlib.suppress(OSError), open(self.path("central.log"), encoding="utf-8", errors="replace") as file:
            return file.read()
        return ""

    # --- requests ---

    def context(self):
        return ssl.create_default_context(cafile=self.ca)

    def connect(self):
        return http.client.HTTPSConnection("localhost", self.port, timeout=30, context=self.context())

    def ask(self, method, path, body=None, headers=None, connection=None):
        """The answer with its body in .content and its headers by lower-case name in .fields."""
        own = connection is None
        connection = connection or self.connect()
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            answer.content = answer.read()
            answer.fields = {}
            for name, value in answer.getheaders():
                answer.fields.setdefault(name.lower(), value)
            return answer
        finally:
            if own:
                connection.close()

    def raw(self, data, seconds=10):
        """Sends bytes as they are; all that comes back until the server closes or says nothing for a while."""
        with self.context().wrap_socket(socket.create_connection(("127.0.0.1", self.port), seconds),
                                        server_hostname="localhost") as sock:
            sock.sendall(data)
            sock.settimeout(seconds)
            back = b""
            with contextlib.suppress(OSError):
                while piece := sock.recv(65536):
                    back += piece
            return back

    def invite(self, kiosk):
        return self.call("kiosk", "invite", kiosk, "--tenant", TENANT, "--place", "prinsenhof", "--languages",
                         "nl,en").stdout.strip().replace("-", "")

    def enrol(self, kiosk, code=None):
        token = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        body = json.dumps({"code": code or self.invite(kiosk), "token_hash": sha(token.encode())})
        answer = self.ask("POST", "/v1/enrolments", body, {"Content-Type": "application/json"})
        if answer.status != 201:
            raise AssertionError(f"enrolment: {answer.status} {answer.content}")
        return Kiosk(kiosk, token, json.loads(answer.content))

    def send(self, kiosk, batch, connection=None, **headers):
        fields = {"Authorization": f"Bearer {kiosk.token}", "Content-Type": BATCH}
        fields.update({name.replace("_", "-"): value for name, value in headers.items()})
        fields = {name: value for name, value in fields.items() if value is not None}
        return self.ask("POST", f"/v1/kiosks/{kiosk.id}/batches", batch, fields, connection)

    def metrics(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.ops_port, timeout=10)
        connection.request("GET", "/metrics")
        lines = connection.getresponse().read().decode().splitlines()
        connection.close()
        return {line.split()[0]: int(line.split()[1]) for line in lines if not line.startswith("#")}


class Kiosk:
    """A log, its chain and batches of it."""

    def __init__(self, name, token, enrolment):
        self.id, self.token, self.enrolment = name, token, enrolment
        self.begin_epoch()

    def begin_epoch(self, epoch=None):
        self.epoch = epoch or secrets.token_hex(8)
        self.lines = []
        self.hashes = [sha(f"buurtstem1 {self.id} {self.epoch}".encode())]

    def add(self, body=None, record_id=None, kind="submission", trial=False):
        if body is None:
            body = json.dumps({
                "salt": secrets.token_hex(16), "v": 1, "programme": "afval-kiezen", "version": 1, "place": "prinsenhof",
                "channel": "kiosk", "lang": "nl", "trial": trial, "partial": False, "seconds": 31,
                "answers": [{"q": "schoon", "kind": "faces", "values": ["good"]},
                            {"q": "keuze", "kind": "tiles", "values": ["brengstation"]}]}, separators=(",", ":"))
        body = body.encode() if isinstance(body, str) else body
        head = "\t".join([str(len(self.lines) + 1), record_id or str(uuid.uuid4()), kind, str(int(time.time() * 1000)), "1000",
                          "5f1d2c3b-0000-4000-8000-000000000001", "1", sha(body)]).encode()
        self.hashes.append(sha(self.hashes[-1].encode() + b"\n" + head))
        self.lines.append(head + b"\t" + body)

    def fill(self, count):
        for _ in range(count):
            self.add()

    def batch(self, first=1, count=None, **changes):
        count = len(self.lines) - first + 1 if count is None else count
        header = {"v": 1, "kiosk": self.id, "epoch": self.epoch, "first_seq": first, "count": count,
                  "prev_hash": self.hashes[first - 1], "last_hash": self.hashes[first - 1 + count]}
        header.update(changes)
        lines = self.lines[first - 1:first - 1 + count]
        return json.dumps(header, separators=(",", ":")).encode() + b"\n" + b"".join(line + b"\n" for line in lines)
