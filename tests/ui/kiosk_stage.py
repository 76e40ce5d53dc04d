# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A kiosk in a folder of its own, with a bundle as if syncd had brought it, driven by scripts.

Everything real but the server: the program from the build tree, its log on disk, real fonts. Tests of this folder are
called with two arguments, BUILD and SOURCE.
"""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

import make_bundle

# Pixels: millimetres, and from how far it is read: the reference cabinet, and a small terminal at arm's length.
SIZES = {"1920x1080": (476, 268, 600), "1280x800": (331, 207, 500)}
START = "2026-11-22T10:00:00Z"
BOTTOM_MM = 920  # the reference cabinet
MINUTE = 60


class Result:
    """What one run of the kiosk gave."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def hashes(self):
        return {name: value for value, name in (line.split() for line in self.out.splitlines() if len(line.split()) == 2)}


class Stage:
    """Use as a context; everything is stopped and removed at its end."""

    def __init__(self, build, source, size="1920x1080", with_bundle=True, **changes):
        self.build, self.source, self.size = build, source, size
        self.folder = tempfile.mkdtemp(prefix="buurtstem-ui-")
        self.environment = clean_environment(source)
        self.programs = []
        for name in ("kiosk", "sync"):
            os.mkdir(self.path(name))
        self.configure()
        if with_bundle:
            self.put_bundle(**changes)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        for process in self.programs:
            if process.poll() is None:
                process.kill()
                process.wait()
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def read_json(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return json.load(file)

    def screen(self):
        """What the scene file shows now; None before the first frame."""
        with contextlib.suppress(OSError):
            return self.read_json("scene.json")["screen"]
        return None

    def configure(self, name="kiosk.conf", **changes):
        width, height, distance = SIZES[self.size]
        values = {"state_dir": self.path("kiosk"), "sync_dir": self.path("sync"), "assets_dir": f"{self.source}/assets",
                  "messages_dir": f"{self.build}/share/messages", "screen_width_mm": width, "screen_height_mm": height,
                  "screen_bottom_mm": BOTTOM_MM, "viewing_distance_mm": distance, "test_faces": "yes"}
        values.update(changes)
        return self.write(name, "".join(f"{key} = {value}\n" for key, value in values.items()))

    def put_bundle(self, **changes):
        self.put_bytes(json.dumps(make_bundle.bundle(self.source, **changes), ensure_ascii=False).encode())

    def put_bytes(self, content, *serial):
        """With a serial: bytes that nobody has looked at."""
        subprocess.run([f"{self.build}/tests/ui/put_bundle", self.path("sync"), make_bundle.KIOSK, make_bundle.TENANT,
                        *serial], input=content, check=True, env=self.environment)

    # --- the program ---

    def command(self, *arguments, headless=True):
        out = [f"{self.build}/kiosk/buurtstem-kiosk", "--config", self.path("kiosk.conf"), "--size", self.size]
        return out + (["--headless"] if headless else []) + list(arguments)

    def scripted(self, script, headless=True, is_virtual=True):
        clock = ["--clock", f"virtual={START}", "--seed", "1"] if is_virtual else []
        return self.command(*clock, "--script", self.write("script", script), headless=headless)

    def run(self, script, headless=True, is_virtual=True, code=0, environment=None):
        """Runs a script to its end. `code`: the exit status that is expected; None for any."""
        return self.call(self.scripted(script, headless, is_virtual), code, environment)

    def call(self, command, code=None, environment=None):
        done = subprocess.run(command, capture_output=True, text=True, timeout=5 * MINUTE,
                              env=dict(self.environment, **(environment or {})))
        result = Result(done.returncode, done.stdout, done.stderr)
        if code is not None and result.code != code:
            raise AssertionError(f"exit status {result.code}, expected {code}\n{result.out}{result.err}")
        return result

    def start(self, command, environment=None):
        """In the background; what it says goes into the files out and err."""
        with open(self.path("out"), "w", encoding="utf-8") as out, open(self.path("err"), "w", encoding="utf-8") as err:
            process = subprocess.Popen(command, stdout=out, stderr=err, env=dict(self.environment, **(environment or {})))
        self.programs.append(process)
        return process

    def said(self, name="err"):
        with contextlib.suppress(OSError), open(self.path(name), encoding="utf-8", errors="replace") as file:
            return file.read()
        return ""

    def scene_of(self, script, **options):
        """The scene at the end of a script."""
        self.run(f"{script}\nscene {self.path('scene.json')}\n", **options)
        return self.read_json("scene.json")

    # --- what is kept ---

    @contextlib.contextmanager
    def log(self):
        """A copy of the log to read: whoever opens the one of a kiosk that was cut off ends its WAL, and that looks like damage."""
        with tempfile.TemporaryDirectory() as folder:
            for end in ("", "-wal"):
                if os.path.exists(self.path("kiosk", f"kiosk.db{end}")):
                    shutil.copy(self.path("kiosk", f"kiosk.db{end}"), folder)
            with contextlib.closing(sqlite3.connect(os.path.join(folder, "kiosk.db"))) as database:
                yield database

    def rows(self):
        """(seq, id, submission) of every record, in order."""
        path = self.path("kiosk", "kiosk.db")
        if not os.path.exists(path):
            return []
        with self.log() as database:
            found = database.execute("SELECT seq, id, body FROM record ORDER BY epoch_n, seq").fetchall()
        return [(seq, ident, json.loads(body)) for seq, ident, body in found]

    def kinds(self):
        """(kind, id, what it corrects) of every record, in order."""
        with self.log() as database:
            found = database.execute("SELECT head, body FROM record ORDER BY epoch_n, seq").fetchall()
        heads = [(head.split("\t"), json.loads(body)) for head, body in found]  # seq, id, kind, …
        return [(head[2], head[1], body.get("corrects")) for head, body in heads]

    def kept(self):
        """The answers of every submission: [(question, values), …]."""
        return [[(answer["q"], answer.get("values", [])) for answer in body["answers"]] for _, _, body in self.rows()]


def clean_environment(source):
    """Ours, without a display, and with the leaks of foreign libraries named."""
    out = {name: value for name, value in os.environ.items()
           if name not in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "SDL_VIDEODRIVER")}
    out.setdefault("LSAN_OPTIONS", f"suppressions={source}/tests/support/lsan.supp:print_suppressions=0")
    out["LC_ALL"] = "C.UTF-8"
    return out


def wait_until(what, condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(0.01)
    raise AssertionError(f"waited {seconds} s for {what}")


@contextlib.contextmanager
def display(size):
    """A display by Xvfb; gives its name."""
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"],
                              pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            yield ":" + pipe.readline().strip()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def can_mount():
    """Whether a small disk of our own can be mounted here."""
    return subprocess.run([*small_disk_command("/mnt", 4096, []), "true"], capture_output=True).returncode == 0


def small_disk_command(folder, size, command):
    """Runs a command where `folder` is a disk of `size` bytes that only it sees."""
    new = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    return [*new, "sh", "-c", 'mount -t tmpfs -o "size=$1" tmpfs "$2" && shift 2 && exec "$@"', "sh", str(size), folder,
            *command]


class KioskTest(unittest.TestCase):
    """Tests that each make their own stage. BUILD and SOURCE come from the command line."""

    build = source = None
    size = "1280x800"

    def stage(self, *positional, **changes):
        return self.enterContext(Stage(self.build, self.source, *(positional or (self.size,)), **changes))


def main(usage):
    """Runs the tests of the calling file."""
    if len(sys.argv) < 3:
        sys.exit(usage)
    KioskTest.build, KioskTest.source = (os.path.abspath(path) for path in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
