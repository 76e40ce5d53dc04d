# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A full log sent to central over HTTPS, in turn with the floor; and the three programs at rest afterwards."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time

import floor
from figures import Standing, memory_mib, middle, processor_s, tell
from line import KIOSK, Line, Wire
from on_screen import SIZE, on, own_program, running, wait_for
from xhand import display

PLACE = "prinsenhof"
PROGRAMME = ("assets", "programmes", "afval-kiezen.json")


class Counting(Wire):
    """A relay that counts what passes in both directions: TLS and all, without TCP's own headers."""

    def __init__(self, target):
        self.bytes = 0
        super().__init__(target)

    def pump(self, source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self.bytes += len(data)
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def tool(options, *arguments):
    return subprocess.run([os.path.join(options.build, "tests", "integration", "outbox_tool"), *arguments], check=True,
                          capture_output=True, text=True, timeout=600).stdout


def fill_log(options, target, count):
    """A kiosk.db of so many visits, made where syncing costs nothing; its lines."""
    quick = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="buurtstem-log-", dir=quick) as folder:
        tool(options, "visits", folder, KIOSK, str(count), os.path.join(options.source, *PROGRAMME), PLACE)
        lines = [line.split(" ", 1)[1] for line in tool(options, "lines", folder).splitlines()]
        shutil.copytree(folder, target, dirs_exist_ok=True)
    return lines


class Route(Line):
    """A line whose kiosk is enrolled, and that can be put back to before the first record was sent."""

    def __init__(self, options, count):
        super().__init__(options.build, options.source)
        self.options, self.count = options, count
        self.at = None
        self.lines = []

    def prepare(self):
        self.start_central()
        self.publish()
        self.wire.close()
        self.wire = Counting(self.port)
        self.enrol()
        self.stop("central")
        self.lines = fill_log(self.options, self.path("kiosk"), self.count)
        for name in ("central", "sync"):
            shutil.copytree(self.path(name), self.path(name + ".kept"))

    def put_back(self, port):
        """Empty, enrolled, and syncd told that central is at this port."""
        for name in ("central", "sync"):
            shutil.rmtree(self.path(name))
            shutil.copytree(self.path(name + ".kept"), self.path(name))
        for end in ("-wal", "-shm"):
            with contextlib.suppress(OSError):
                os.remove(self.path("sync", "sync.db" + end))
        import sqlite3
        with sqlite3.connect(self.path("sync", "sync.db")) as store:
            table, column = next((table, column) for (table,) in
                                 store.execute("SELECT name FROM sqlite_schema WHERE type='table'").fetchall()
                                 for column in [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
                                 if column == "server")
            store.execute(f"UPDATE {table} SET {column} = ?", (f"https://localhost:{port}",))
        store.close()

    def drain(self, port):
        self.put_back(port)
        return self.send_all()

    def send_all(self):
        self.start_central()
        pid = self.running["central"].pid
        before = processor_s(pid)
        seconds, cpu = floor.timed([self.program("syncd"), "--config", self.path("syncd.conf"), "--once"], env=self.environment)
        server = processor_s(pid) - before
        status = self.status()
        self.stop("central")
        if status["acknowledged"] != self.count:
            raise AssertionError(f"{status['acknowledged']} of {self.count} records were acknowledged")
        return floor.Run(seconds, cpu, server)


def say_drain(figures, ours, theirs, count, name):
    figures.say("drain", f"{count:,} records to central over HTTPS", "records/s", [count / run.seconds for run in ours],
                (name, [count / run.seconds for run in theirs]), ("ratio", ">=", 1 / 1.5),
                "from exec of syncd --once to its end, TLS handshake and bundle included; durable at both ends")
    for who, attribute, most in (("syncd", "client_cpu", 1.5), ("central", "server_cpu", 2)):
        other = [getattr(run, attribute) * 1e6 / count for run in theirs]
        figures.say("drain", f"processor time of {who} a record", "µs", [getattr(run, attribute) * 1e6 / count for run in ours],
                    (name, other) if middle(other) > 0 else None, ("ratio", "<=", most))


def bench_drain(options, figures):
    count, rounds = (200, 1) if options.smoke else (options.records, 5)
    with Route(options, count) as route, tempfile.TemporaryDirectory(prefix="buurtstem-floor-") as work:
        route.prepare()
        bottom = floor.find(options, work, route.path("tls"))
        source = os.path.join(work, "outbox.db")
        floor.outbox(source, route.lines)
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(route.drain(route.port))
            theirs.append(bottom.run(source, count))
        say_drain(figures, ours, theirs, count, bottom.name)
        route.wire.bytes = 0
        route.drain(route.wire.port)
        relays = []

        def wrap(port):
            relays.append(relays[0] if relays else Counting(port))
            return relays[0].port

        bottom.run(source, count, wrap)
        relays[0].close()
        raw = sum(len(line.encode()) + 1 for line in route.lines) / count
        figures.say("drain", "bytes a record on the wire, both ways", "bytes", route.wire.bytes / count,
                    (bottom.name, relays[0].bytes / count), ("ratio", "<=", 1.05),
                    f"counted by a relay, TLS included, TCP/IP headers not; {raw:.0f} bytes a record in the log")


def bench_busy(options, figures):
    """A resident's wait while everything is being sent from the same disk to a server on the same machine."""
    count, visits = (200, 20) if options.smoke else (min(options.records, 20000), 3000)
    with Route(options, count) as route, tempfile.TemporaryDirectory(prefix="buurtstem-save-") as folder:
        route.prepare()
        command = [own_program(options, "bench_save"), folder, str(visits), os.path.join(options.source, *PROGRAMME)]
        with tempfile.TemporaryFile("w+") as out:
            saving = subprocess.Popen(command, stdout=out)
            while saving.poll() is None:
                route.drain(route.port)
            out.seek(0)
            rows = [[float(part) for part in line.split()] for line in out]
        if saving.returncode != 0 or len(rows) != visits:
            raise AssertionError("bench_save ended early")
    save, plain, _ = zip(*rows)
    figures.say("busy", "a visit made durable while syncd and central drain the log", "µs", save,
                ("one INSERT into plain SQLite, as busy", plain), ("p99", "<=", 10000))


# --- at rest ---

LIMITS = {  # load %, wake-ups/s, resident MiB, anonymous MiB
    "kiosk": (0.1, None, 64, None), "syncd": (0.1, 0.2, None, 6), "central": (0.1, None, None, None)}


def say_rest(figures, standing, bare, seconds, count):
    other = "a bare SDL window that waits"
    for one in standing:
        load, rate, resident, anonymous = LIMITS[one.name]
        name = one.name if one.name == "kiosk" else f"{one.name}, {count:,} records later"
        for figure, unit, value, limit, reference in (
                (f"processor, {seconds} s at rest", "%", one.load, load, bare.load),
                (f"wake-ups, {seconds} s at rest", "/s", one.rate, rate, bare.rate),
                ("resident memory", "MiB", one.memory[0], resident, bare.memory[0]),
                ("anonymous memory", "MiB", one.memory[1], anonymous, bare.memory[1])):
            figures.say("rest", f"{name}: {figure}", unit, value, (other, reference) if one.name == "kiosk" else None,
                        ("value", "<=", limit) if limit is not None else None)


def bench_rest(options, figures):
    count, seconds = (50, 1) if options.smoke else (min(options.records, 20000), 30)
    width, height = SIZE.split("x")
    with Route(options, count) as route, display(SIZE) as left, display(SIZE) as right:
        route.prepare()
        route.start_central()
        time.sleep(0.5)
        for value, what in zip(memory_mib(route.running["central"].pid), ("resident", "anonymous")):
            figures.say("rest", f"central, before the first record: {what} memory", "MiB", value)
        ready = route.path("ready")
        route.environment = on(left, route.environment)
        route.start_syncd()
        route.start_kiosk()
        with running([own_program(options, "bench_window"), width, height, ready], on(right, route.environment)) as window:
            route.wait_arrived(120)
            wait_for(lambda: os.path.exists(ready) and os.path.exists(route.path("scene.json")), window)
            time.sleep(0.2 if options.smoke else 65)  # until the kiosk has let its sound card go
            tell(f"watching for {seconds} s")
            standing = [Standing(name, route.running[name].pid) for name in ("kiosk", "syncd", "central")]
            bare = Standing("window", window.pid)
            time.sleep(seconds)
            for one in (*standing, bare):
                one.end()
        say_rest(figures, standing, bare, seconds, count)
