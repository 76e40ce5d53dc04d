# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The whole line for integration tests: central, syncd, kiosk, a cuttable network between them, and a resident's hand.

Everything real: programs from the build tree, TLS with a local authority, a window under Xvfb, clicks by xdotool.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

KIOSK = "gm1916-prinsenhof-1"
TENANT = "GM1916"


class Failed(Exception):
    """What a test expected and did not see."""


def free_port():
    with contextlib.closing(socket.socket()) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_until(what, seconds, condition):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(0.05)
    raise Failed(f"waited {seconds} s for {what}")


class Wire:
    """A TCP relay between syncd and central that can be cut like a cable."""

    def __init__(self, target):
        self.target = target
        self.is_up = True
        self.pairs = set()
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            if not self.is_up:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                near.close()
                continue
            with self.lock:
                self.pairs.add((near, far))
            for a, b in ((near, far), (far, near)):
                threading.Thread(target=self.pump, args=(a, b), daemon=True).start()

    @staticmethod
    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self):
        self.is_up = False
        with self.lock:
            for pair in self.pairs:
                for end in pair:
                    with contextlib.suppress(OSError):
                        end.shutdown(socket.SHUT_RDWR)
            self.pairs.clear()

    def mend(self):
        self.is_up = True

    def close(self):
        self.cut()
        self.listener.close()


class Line:
    """A folder with central, syncd and kiosk configured in it. Use as a context; everything is stopped at its end."""

    def __init__(self, build, source, languages="nl,en", size=(1920, 1080)):
        self.build, self.source, self.languages, self.size = build, source, languages, size
        self.folder = tempfile.mkdtemp(prefix="buurtstem-line-")
        self.running = {}
        self.port = free_port()
        self.wire = Wire(self.port)
        self.display = None
        suppressions = f"suppressions={source}/tests/support/lsan.supp:print_suppressions=0"
        self.environment = dict(os.environ, LC_ALL="C.UTF-8", LSAN_OPTIONS=suppressions)

    def __enter__(self):
        self.make_certificates()
        self.write_configuration()
        return self

    def __exit__(self, kind, value, trace):
        for name in list(self.running):
            self.stop(name)
        self.wire.close()
        if kind is not None:
            for name in ("central", "syncd", "kiosk"):
                print(f"--- {name}.log (end)\n{self.log(name)[-3000:]}")
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def log(self, name):
        with contextlib.suppress(OSError), open(self.path(name + ".log"), encoding="utf-8", errors="replace") as file:
            return file.read()
        return ""

    # --- set-up ---

    def make_certificates(self):
        os.mkdir(self.path("tls"))
        commands = [
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out",
             "ca.pem", "-days", "30", "-subj", "/CN=test authority", "-addext", "basicConstraints=critical,CA:TRUE"],
            ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "server.key",
             "-out", "server.csr", "-subj", "/CN=localhost"],
            ["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
             "-extfile", "server.ext", "-out", "server.pem"],
        ]
        with open(self.path("tls", "server.ext"), "w", encoding="utf-8") as file:
            file.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        for command in commands:
            subprocess.run(["openssl", *command], cwd=self.path("tls"), check=True, capture_output=True)
        os.chmod(self.path("tls", "server.key"), 0o600)

    def write_configuration(self):
        for name in ("central", "kiosk", "sync"):
            os.mkdir(self.path(name), 0o700)
        width, height = self.size
        texts = {
            "central.conf": f"""data_dir = {self.path('central')}
port = {self.port}
certificate = {self.path('tls', 'server.pem')}
key = {self.path('tls', 'server.key')}
public_url = https://localhost:{self.port}
security_contact = mailto:test@example.org
ops_listen = off
""",
            "syncd.conf": f"""state_dir = {self.path('sync')}
kiosk_dir = {self.path('kiosk')}
ca_file = {self.path('tls', 'ca.pem')}
test_faces = yes
retry_base_ms = 100
batch_delay_ms = 50
""",
            "kiosk.conf": f"""state_dir = {self.path('kiosk')}
sync_dir = {self.path('sync')}
assets_dir = {self.source}/assets
messages_dir = {self.build}/share/messages
screen_width_mm = {476 if width == 1920 else 331}
screen_height_mm = {268 if width == 1920 else 207}
viewing_distance_mm = {600 if width == 1920 else 500}
test_faces = yes
""",
        }
        for name, text in texts.items():
            with open(self.path(name), "w", encoding="utf-8") as file:
                file.write(text)

    # --- programs ---

    def program(self, name):
        return {"central": f"{self.build}/syncd/central/buurtstem-central", "syncd": f"{self.build}/syncd/buurtstem-syncd",
                "kiosk": f"{self.build}/kiosk/buurtstem-kiosk"}[name]

    def call(self, name, *arguments, stdin=None, check=True, environment=None):
        result = subprocess.run([self.program(name), "--config", self.path(name + ".conf"), *arguments], input=stdin,
                                capture_output=True, text=True, timeout=120, env=environment or self.environment)
        if check and result.returncode != 0:
            raise Failed(f"{name} {' '.join(arguments)}: exit {result.returncode}\n{result.stdout}\n{result.stderr}")
        return result

    def start(self, name, *arguments):
        log = open(self.path(name + ".log"), "a", encoding="utf-8")
        self.running[name] = subprocess.Popen([self.program(name), "--config", self.path(name + ".conf"), *arguments],
                                              stdout=log, stderr=log, env=self.environment)
        log.close()

    def stop(self, name, how=signal.SIGTERM):
        process = self.running.pop(name)
        if process.poll() is None:
            process.send_signal(how)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise Failed(f"{name} did not end within 30 s of {how.name}") from None
        return process.returncode

    def start_central(self):
        self.start("central", "serve")

        def answers():
            if self.running["central"].poll() is not None:
                raise Failed("central ended at start")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return True
            return False

        wait_until("central to listen", 20, answers)

    def publish(self, *files):
        files = files or ("demo-publish.json", "versterking-leidschendam-noord.json", "afval-kiezen.json")
        self.call("central", "publish", *(f"{self.source}/assets/programmes/{name}" for name in files))

    def enrol(self):
        self.enrol_at(self.wire.port)

    def enrol_at(self, port):
        """Past the wire, too: with central's own port."""
        code = self.call("central", "kiosk", "invite", KIOSK, "--tenant", TENANT, "--place", "prinsenhof", "--languages",
                         self.languages).stdout
        self.call("syncd", "enrol", "--server", f"https://localhost:{port}", "--ca",
                  self.path("tls", "ca.pem"), stdin=code)
        self.call("central", "kiosk", "use", KIOSK)

    def start_syncd(self):
        self.start("syncd")

    def start_kiosk(self, *arguments):
        with contextlib.suppress(OSError):
            os.remove(self.path("scene.json"))
        self.start("kiosk", "--size", f"{self.size[0]}x{self.size[1]}", "--scene-file", self.path("scene.json"), *arguments)

    def start_display(self):
        read, write = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{self.size[0]}x{self.size[1]}x24",
                                   "-nolisten", "tcp", "-noreset"], pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        self.running["display"] = server
        self.display = f":{number}"
        self.environment["DISPLAY"] = self.display

    def start_everything(self):
        """From nothing to a kiosk that shows the demo's programmes in a window."""
        self.start_central()
        self.publish()
        self.enrol()
        self.start_syncd()
        self.start_display()
        self.start_kiosk()

    # --- what is at central ---

    def records(self):
        """The stored lines as dictionaries, in order."""
        out = []
        for line in self.call("central", "records", KIOSK).stdout.splitlines():
            fields = line.split("\t")
            out.append({"seq": int(fields[0]), "id": fields[1], "kind": fields[2], "line": line,
                        "body": json.loads(fields[8]) if fields[8] else None})
        return out

    def status(self):
        return json.loads(self.call("syncd", "--status").stdout)

    def wait_arrived(self, seconds=60):
        def arrived():
            status = self.status()
            return status["stored"] == status["acknowledged"] and status["oldest_unsent_at"] is None and status
        return wait_until("everything to arrive", seconds, arrived)


class Hand:
    """A resident: finds targets in the scene file and clicks them with xdotool."""

    def __init__(self, line):
        self.line = line

    def scene(self):
        with contextlib.suppress(OSError, ValueError), open(self.line.path("scene.json"), encoding="utf-8") as file:
            return json.load(file)
        return {"screen": None, "nodes": [], "frame": -1}

    def find(self, ident):
        for node in self.scene()["nodes"]:
            if node["id"] == ident and "inert" not in node["states"]:
                return node
        return None

    def see(self, ident, seconds=15):
        return wait_until(f"{ident} (screen {self.scene()['screen']})", seconds, lambda: self.find(ident))

    def see_screen(self, name, seconds=15):
        return wait_until(f"screen {name} (now {self.scene()['screen']})", seconds,
                          lambda: self.scene()["screen"] == name and self.scene())

    def see_language(self, lang, seconds=15):
        return wait_until(f"language {lang}", seconds, lambda: self.scene().get("lang") == lang)

    def click(self, x, y):
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "mousedown", "1", "sleep", "0.03", "mouseup", "1"],
                       env=self.line.environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def tap(self, ident, pause=0.4, seconds=15):
        """Waits until the target is there, lets the dead time after a change of screen pass, and clicks its middle."""
        self.see(ident, seconds)
        time.sleep(pause)
        node = self.see(ident, seconds)
        x, y, w, h = node["rect"]
        self.click(x + w // 2, y + h // 2)
        return node


def random_visits(count, faces, themes, seed):
    """Visits that can be told apart by their answers: a face, and three themes in an order."""
    chooser = random.Random(seed)
    seen = set()
    while len(seen) < count:
        seen.add((chooser.choice(faces), tuple(chooser.sample(themes, 3))))
    visits = list(seen)
    chooser.shuffle(visits)
    return visits
