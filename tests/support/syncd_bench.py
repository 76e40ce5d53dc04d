# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A kiosk's folder, the real buurtstem-syncd, and a fake central, for the integration tests of the daemon."""

import atexit
import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest

from fake_server import FakeServer

HERE = os.path.dirname(os.path.abspath(__file__))
SYNCD = os.environ["BS_SYNCD"]
OUTBOX_TOOL = os.environ["BS_OUTBOX_TOOL"]
KIOSK = "prinsenhof-1"
CODE = "ABCD-EFGH-JKMN"


def make_certificates():
    folder = tempfile.mkdtemp(prefix="buurtstem-ca-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run([os.path.join(HERE, "make_ca.sh"), folder], check=True, capture_output=True)
    return folder


def wait_until(what, seconds, condition):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {what}")


class Bench(unittest.TestCase):
    """Each test gets an empty kiosk and a well-behaved central; `enrol` makes them known to each other."""

    certificates = None
    settings = ""

    @classmethod
    def setUpClass(cls):
        Bench.certificates = Bench.certificates or make_certificates()

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="buurtstem-syncd-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.state_dir, self.kiosk_dir = os.path.join(self.folder, "state"), os.path.join(self.folder, "kiosk")
        os.mkdir(self.state_dir)
        os.mkdir(self.kiosk_dir)
        self.config = os.path.join(self.folder, "syncd.conf")
        self.server = FakeServer(self.certificates)
        self.addCleanup(self.server.stop)
        self.running = []
        self.addCleanup(self.end_all)
        self.configure(self.settings)

    def configure(self, more=""):
        settings = {"state_dir": self.state_dir, "kiosk_dir": self.kiosk_dir, "ca_file": f"{self.certificates}/ca.pem",
                    "test_faces": "yes", "retry_base_ms": "50", "batch_delay_ms": "20", "stall_seconds": "2",
                    "connect_timeout_seconds": "2"}
        settings.update(line.split(" = ", 1) for line in more.splitlines())
        with open(self.config, "w", encoding="utf-8") as file:
            file.writelines(f"{key} = {value}\n" for key, value in settings.items())

    def end_all(self):
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.wait()
            for stream in (process.stdout, process.stderr):
                if stream:
                    stream.close()

    # --- programs ---

    def call(self, *arguments, stdin=None, environment=None, timeout=60):
        return subprocess.run([SYNCD, "--config", self.config, *arguments], input=stdin, capture_output=True, text=True,
                              timeout=timeout, check=False, env={**os.environ, **(environment or {})})

    def once(self, expected=0, **how):
        result = self.call("--once", **how)
        self.assertEqual(result.returncode, expected, result.stderr)
        return result

    def status(self):
        result = self.call("--status")
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def start(self, *arguments, environment=None):
        process = subprocess.Popen([SYNCD, "--config", self.config, *arguments], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})})
        self.running.append(process)
        return process

    def enrol(self, code=CODE, expected=0, server=None):
        result = self.call("enrol", "--server", server or self.server.url, stdin=code + "\n")
        self.assertEqual(result.returncode, expected, result.stderr)
        return result

    # --- the kiosk ---

    def outbox(self, *arguments):
        result = subprocess.run([OUTBOX_TOOL, *arguments], capture_output=True, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def append(self, count):
        self.outbox("append", self.kiosk_dir, KIOSK, str(count))

    def kiosk_lines(self):
        """By epoch, the exact lines of the kiosk's log."""
        epochs = {}
        for line in self.outbox("lines", self.kiosk_dir).splitlines():
            epoch, _, record = line.partition(b" ")
            epochs.setdefault(epoch.decode(), []).append(record)
        return epochs

    # --- what must hold ---

    def position(self):
        return [(epoch["epoch"], epoch["server_complete_to"]) for epoch in self.status()["epochs"]]

    def assert_everything_arrived(self):
        status = self.status()
        self.assertEqual(status["acknowledged"], status["stored"])
        self.assertIsNone(status["oldest_unsent_at"])
        self.assertEqual(self.server.log.epochs, self.kiosk_lines())
