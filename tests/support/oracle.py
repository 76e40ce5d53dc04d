# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Real kiosks (a log and a daemon, no screen), a real central, and what must hold between them whatever happened.

Environment: BS_SYNCD, BS_OUTBOX_TOOL, and those of central_house.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import time

from syncd_bench import OUTBOX_TOOL, SYNCD, wait_until

SANITIZED = bool(os.environ.get("BS_SANITIZE"))
WAKEUPS_A_SECOND = 20 * (5 if SANITIZED else 1)  # a thread for each name that is looked up costs more there
GROWTH_KIB = 16 * 1024 * (8 if SANITIZED else 1)  # sanitizers keep what was freed, as much of it as this says
KEPT_WHEN_FREED = "quarantine_size_mb=32"
COMMIT_MS = 50 * (10 if SANITIZED else 1)  # tests with sanitizers run beside others on few processors


class Broken(AssertionError):
    """What was promised and is not so."""


def wakeups(pid):
    """How often the threads of a process were woken."""
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{thread}/status", encoding="ascii") as file:
            total += sum(int(line.split()[1]) for line in file if line.startswith("voluntary_ctxt"))
    return total


def listens(pid):
    """Whether a daemon blocks SIGTERM, to read it when it wants to: before, a signal just kills it."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        blocked = next(line for line in file if line.startswith("SigBlk"))
    return bool(int(blocked.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


def memory_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("RssAnon"))


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def sanitizer():
    """Without a bound the memory of each try that failed is still there at the next ones, and looks like growth."""
    return {"ASAN_OPTIONS": f"{os.environ.get('ASAN_OPTIONS', '')}:{KEPT_WHEN_FREED}".lstrip(":")} if SANITIZED else {}


class RealKiosk:
    """Folders, a configuration, an enrolment at `url`, and the daemon when it is started."""

    def __init__(self, house, name, url=None, ca=None, prefix=(), **settings):
        self.house, self.name = house, name
        self.folder = house.path(name)
        self.state_dir, self.kiosk_dir = os.path.join(self.folder, "state"), os.path.join(self.folder, "kiosk")
        os.makedirs(self.state_dir)
        os.mkdir(self.kiosk_dir)
        self.config = os.path.join(self.folder, "syncd.conf")
        self.log = os.path.join(self.folder, "syncd.log")
        self.settings = {
            "state_dir": self.state_dir, "kiosk_dir": self.kiosk_dir, "ca_file": ca or house.ca, "test_faces": "yes",
            "retry_base_ms": "10", "batch_delay_ms": "0", "stall_seconds": "2", "connect_timeout_seconds": "2",
            "poll_seconds": "86400", "heartbeat_seconds": "86400"}
        self.configure(**settings)
        self.process, self.keeper, self.environment, self.prefix = None, None, {}, prefix
        self.kept, self.took_us, self.refused = [], [], []  # ids that are safe, what each took, why others are not
        self.lives = []  # each time the log was carried over or salvaged
        result = self.call("enrol", "--server", url or f"https://localhost:{house.port}", stdin=house.invite(name) + "\n")
        if result.returncode != 0:
            raise Broken(f"{name}: enrolment: {result.stderr}")

    def configure(self, **settings):
        self.settings.update({key: str(value) for key, value in settings.items()})
        with open(self.config, "w", encoding="utf-8") as file:
            file.writelines(f"{key} = {value}\n" for key, value in self.settings.items())

    # --- the kiosk ---

    def keep(self, count=1):
        """Appends, as residents do who tap; returns the ids that are safe."""
        if self.keeper is None:
            self.keeper = subprocess.Popen([OUTBOX_TOOL, "keep", self.kiosk_dir, self.name, self.state_dir], text=True,
                                           stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.keeper.stdin.write(f"{count}\n")
        self.keeper.stdin.flush()
        fresh = []
        for line in self.keeper.stdout:
            words = line.split()
            if words == ["."]:
                self.kept.extend(fresh)
                return fresh
            if words[0] == "!":
                self.refused.append(line[2:].strip())
            elif words[0] in ("carried", "salvaged"):
                self.lives.append(words[0])
            else:
                fresh.append(words[0])
                self.took_us.append(int(words[1]))
        self.kept.extend(fresh)
        raise Broken(f"{self.name}: the kiosk's log ended")

    def lay_down(self, kill=False):
        """The kiosk's program ends; the next keep() starts another."""
        if self.keeper is not None:
            if kill:
                self.keeper.kill()
            keeper, self.keeper = self.keeper, None
            with contextlib.suppress(OSError):  # what it was told last and did not read
                keeper.stdin.close()
            keeper.stdout.close()
            keeper.wait()

    def outbox(self, *arguments):
        result = subprocess.run([OUTBOX_TOOL, *arguments], capture_output=True, check=False)
        if result.returncode != 0:
            raise Broken(f"{self.name}: outbox_tool {arguments[0]}: {result.stderr.decode()}")
        return result.stdout

    def lines(self):
        """The exact lines of the log, epoch after epoch."""
        return [line.partition(b" ")[2] for line in self.outbox("lines", self.kiosk_dir).splitlines()]

    # --- the daemon ---

    def call(self, *arguments, stdin=None, timeout=120):
        return subprocess.run([*self.prefix, SYNCD, "--config", self.config, *arguments], input=stdin, capture_output=True, text=True,
                              timeout=timeout, check=False)

    def start(self):
        with open(self.log, "a", encoding="utf-8") as log:
            self.process = subprocess.Popen([*self.prefix, SYNCD, "--config", self.config], stdout=log, stderr=log,
                                            env={**os.environ, **sanitizer(), **self.environment})
        return self

    def copy(self, name):
        """Another kiosk with the same card: log, state and token. Stop the daemon and lay the kiosk down first."""
        other = RealKiosk.__new__(RealKiosk)
        other.__dict__.update(self.__dict__)
        other.folder = f"{self.folder}-{name}"
        os.mkdir(other.folder)
        for folder in ("state", "kiosk"):
            shutil.copytree(os.path.join(self.folder, folder), os.path.join(other.folder, folder))
        other.state_dir, other.kiosk_dir = os.path.join(other.folder, "state"), os.path.join(other.folder, "kiosk")
        other.config, other.log = os.path.join(other.folder, "syncd.conf"), os.path.join(other.folder, "syncd.log")
        other.settings = dict(self.settings)
        other.kept, other.took_us, other.refused, other.lives = list(self.kept), [], [], []
        other.configure(state_dir=other.state_dir, kiosk_dir=other.kiosk_dir)
        return other

    def stop(self, how=signal.SIGTERM, within=2.0):
        process, self.process = self.process, None
        if process is None:
            return
        if how == signal.SIGTERM:
            wait_until(f"{self.name}: the daemon to listen to signals", 10, lambda: process.poll() is not None or listens(process.pid))
        begun = time.monotonic()
        process.send_signal(how)
        status = process.wait(60)
        took = time.monotonic() - begun
        if how == signal.SIGTERM and status != 0:
            raise Broken(f"{self.name}: the daemon ended with {status}:\n{self.log_end()}")
        if how == signal.SIGTERM and took > within * (3 if SANITIZED else 1):
            raise Broken(f"{self.name}: the daemon took {took:.1f} s to end")

    def end(self):
        """At the end of a test, whatever became of it."""
        with contextlib.suppress(OSError):
            self.lay_down(kill=True)
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def log_end(self, count=3000):
        with contextlib.suppress(OSError), open(self.log, encoding="utf-8") as file:
            return file.read()[-count:]
        return ""

    def status(self):
        result = self.call("--status")
        if result.returncode != 0:
            raise Broken(f"{self.name}: --status: {result.stderr}")
        return json.loads(result.stdout)

    def settled(self):
        """How many records the daemon has receipts for, by its own file: cheaper than asking it."""
        with contextlib.closing(sqlite3.connect(f"file:{self.state_dir}/sync.db?mode=ro", uri=True, timeout=10)) as base:
            return base.execute("SELECT coalesce(sum(complete_to), 0) FROM position").fetchone()[0]

    def wait_settled(self, count=None, seconds=30):
        wanted = len(self.kept) if count is None else count
        end = time.monotonic() + seconds
        while self.settled() < wanted:
            if time.monotonic() > end:
                raise Broken(f"{self.name}: {self.settled()} of {wanted} settled after {seconds} s: {self.status()}\n{self.log_end()}")
            time.sleep(0.005)

    def has_arrived(self):
        status = self.status()
        return status["stored"] > 0 and status["stored"] == status["acknowledged"] and status["oldest_unsent_at"] is None

    def wait_arrived(self, seconds=60):
        wait_until(f"{self.name}: everything to arrive: {self.status()}\n{self.log_end()}", seconds, self.has_arrived)


class Watch:
    """What a daemon does while a fault lasts: with Watch(kiosk): … fails when it ended, span or grew."""

    def __init__(self, kiosk, wakeups_a_second=WAKEUPS_A_SECOND):
        self.kiosk, self.limit = kiosk, wakeups_a_second

    def __enter__(self):
        self.pid = self.kiosk.process.pid
        self.begun, self.woken, self.memory = time.monotonic(), wakeups(self.pid), memory_kib(self.pid)
        self.took = len(self.kiosk.took_us)
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            return
        if self.kiosk.process is None or self.kiosk.process.poll() is not None:
            raise Broken(f"{self.kiosk.name}: the daemon ended during the fault:\n{self.kiosk.log_end()}")
        seconds = max(time.monotonic() - self.begun, 1.0)
        woken = (wakeups(self.pid) - self.woken) / seconds
        grown = memory_kib(self.pid) - self.memory
        if self.limit is not None and woken > self.limit:
            raise Broken(f"{self.kiosk.name}: {woken:.1f} wake-ups a second during the fault")
        if grown > GROWTH_KIB:
            raise Broken(f"{self.kiosk.name}: grew by {grown} KiB during the fault")
        during = self.kiosk.took_us[self.took:]
        if during:
            assert_fast(self.kiosk.name, during)


def assert_fast(name, took_us):
    """The kiosk commits in no more than COMMIT_MS. With few samples and a machine that others use too, the median stands for it."""
    part = 0.99 if len(took_us) >= 500 and not SANITIZED else 0.5
    slow = percentile(took_us, part) / 1000
    if slow > COMMIT_MS:
        raise Broken(f"{name}: the kiosk took {slow:.1f} ms to save (of {len(took_us)}, the {part:.0%})")


def assert_named(kiosk, trouble, words):
    """The status tells the class of the trouble, and a sentence of it."""
    status = kiosk.status()
    if status["trouble"] != trouble or words not in (status["last_error"] or ""):
        raise Broken(f"{kiosk.name}: expected {trouble} and \"{words}\", the status says {status['trouble']}: {status['last_error']}")
    return status


def wait_named(kiosk, trouble, words, seconds=30):
    def is_named():
        with contextlib.suppress(Broken):
            return assert_named(kiosk, trouble, words)
    try:
        return wait_until(f"trouble {trouble}", seconds, is_named)
    except AssertionError:
        return assert_named(kiosk, trouble, words)


def wait_logged(kiosk, words, seconds=30):
    """For trouble that is over before anybody can ask for it."""
    wait_until(f"{kiosk.name}: \"{words}\" in {kiosk.log_end()}", seconds, lambda: requests_of(kiosk.log, words))


def ids_of(lines):
    return [line.split(b"\t")[1].decode() for line in lines]


def assert_whole(house, kiosks):
    """Nothing lost, nothing double, bytes equal, every chain complete, at both ends. Returns how many records there are."""
    total = 0
    for kiosk in kiosks:
        stored = house.call("records", kiosk.name).stdout.encode().splitlines()
        held, ids = kiosk.lines(), set(ids_of(stored))
        lost = [ident for ident in kiosk.kept if ident not in ids]
        if lost:
            raise Broken(f"{kiosk.name}: lost {len(lost)} of {len(kiosk.kept)}: {lost[:5]}")
        if sorted(stored) != sorted(held):
            missing, more = set(held) - set(stored), set(stored) - set(held)
            raise Broken(f"{kiosk.name}: {len(held)} lines here, {len(stored)} there; not there {list(missing)[:2]}, "
                         f"only there {list(more)[:2]}, double {len(stored) - len(set(stored))}")
        kiosk.outbox("verify", kiosk.kiosk_dir)
        total += len(stored)
    assert_counted_once(house)
    if "every record, position and count fits" not in house.call("verify").stdout:
        raise Broken("verify finds something")
    return total


def assert_counted_once(house):
    """No id is counted twice: the unique index says so; this asks the file itself."""
    with contextlib.closing(sqlite3.connect(f"file:{house.path('data', 'central.db')}?mode=ro", uri=True)) as base:
        twice = base.execute("SELECT count(*) FROM (SELECT 1 FROM record WHERE same_as IS NULL "
                             "GROUP BY tenant, id HAVING count(*) > 1)").fetchone()[0]
    if twice:
        raise Broken(f"{twice} records are counted twice")


def assert_ids_there(house, kiosks):
    """For kiosks that were copied: whatever any of them kept is there. Returns how many records there are."""
    stored = house.call("records", kiosks[0].name).stdout.encode().splitlines()
    ids = set(ids_of(stored))
    for kiosk in kiosks:
        lost = [ident for ident in kiosk.kept if ident not in ids]
        if lost:
            raise Broken(f"{kiosk.name}: lost {len(lost)} of {len(kiosk.kept)}: {lost[:5]}")
    return len(ids)


def assert_chains_complete(house):
    """Each log is held from 1 to its highest number without a gap."""
    with contextlib.closing(sqlite3.connect(f"file:{house.path('data', 'central.db')}?mode=ro", uri=True)) as base:
        gaps = base.execute("SELECT log.kiosk, log.epoch, log.complete_to, count(*), max(seq) FROM log JOIN record ON record.log = log.n "
                            "GROUP BY log.n HAVING log.complete_to != max(seq) OR count(*) != max(seq)").fetchall()
    if gaps:
        raise Broken(f"gaps: {gaps}")


def requests_of(log, pattern):
    with open(log, encoding="utf-8") as file:
        return len(re.findall(pattern, file.read()))


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)
