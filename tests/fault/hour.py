#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Random faults of every class at once: twenty kiosks, each with a log that residents write and the real daemon, and two
centrals with half of them each. Then all heals, and nothing may be lost or there twice, and every chain is complete.

Usage: hour.py BUILD SOURCE [--minutes N] [--seed N] [--kiosks N] [--without FAULT,FAULT]

The faults, whom they strike and when come from the seed; what is in flight at that moment is the machine's. It runs on any build,
also on what ships; without root there is no full disk, under sanitizers no false clock, and it says so.
"""

import argparse
import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time

FAKETIME = "/usr/lib/{}-linux-gnu/faketime/libfaketime.so.1"
# What another server says in central's place. Those with a long Retry-After would outlast a short run.
STRANGERS = {"login_page_200": "F15", "login_page_201": "F15", "login_page_called_receipt": "F15", "redirect_302": "F16",
             "redirect_307": "F16", "login_page_511": "F18", "empty_204": "F18", "empty_json_201": "F35", "garbage_receipt": "F35",
             "status_500": "F29", "status_429": "F30", "status_401": "F31", "status_403_revoked": "F31", "status_404": "F32",
             "status_413": "F33", "close_after_reading": "F35", "not_http": "F35", "deep_receipt": "F72", "header_flood": "F38"}
CERTIFICATES = {"expired": "F22", "not-yet": "F23", "other-host": "F24", "unknown": "F24", "cut": "F28", "plain": "F24"}
MIDDLEBOX = {"twice": "F21", "swallow": "F09", "cut_answer": "F09", "flip_request": "F75", "unpack_and_flip": "F75",
             "flip_answer": "F75", "add_headers": "F19"}
NAME = "fault/hour.py:main"
GREMLINS = 5


def environment(build, source):
    programs = {"BS_CENTRAL": "syncd/central/buurtstem-central", "BS_SYNCD": "syncd/buurtstem-syncd",
                "BS_OUTBOX_TOOL": "tests/integration/outbox_tool"}
    for name, path in programs.items():
        os.environ.setdefault(name, os.path.join(os.path.abspath(build), path))
    os.environ["BS_SOURCE_DIR"] = os.path.abspath(source)
    sys.path.insert(0, os.path.join(os.path.abspath(source), "tests", "support"))
    if "BS_SANITIZE" not in os.environ:
        with open(os.environ["BS_SYNCD"], "rb") as file:
            os.environ["BS_SANITIZE"] = "address" if b"__asan_init" in file.read() else ""


class Ledger:
    """What struck, by row; and whether the hour goes on."""

    def __init__(self):
        self.hits, self.lock, self.done = {}, threading.Lock(), threading.Event()
        self.errors = []

    def count(self, row, hits=1):
        with self.lock:
            self.hits[row] = self.hits.get(row, 0) + hits


class Place:
    """One central, what misbehaves in its place, and its kiosks."""

    def __init__(self, number, kiosk_count, chooser, ledger):
        from byte_proxy import Middlebox
        from central_house import House
        from fake_server import FakeServer
        self.house, self.ledger, self.number = House(connections_per_address=500), ledger, number
        tls = self.house.path("tls")
        self.stranger = FakeServer(tls)
        self.box = Middlebox(self.house.port, f"{tls}/good.pem", f"{tls}/good.key", self.house.ca)
        self.backup = self.house.path("backup.db")
        self.hand = threading.RLock()  # whoever stops or starts central, or asks it by verbs
        # A page of a kiosk that is destroyed while central goes back to before it came: nothing that was ever built survives that.
        self.memory = threading.Lock()
        self.kiosks, self.mounts = [], []
        for index in range(kiosk_count):
            self.kiosks.append(self.make_kiosk(f"plek-{number}-{index + 1}", index < 2, chooser))

    def make_kiosk(self, name, is_small, chooser):
        from byte_proxy import Wire
        from oracle import RealKiosk
        wire = Wire(self.house.port, seed=chooser.random())
        folder = self.house.path(name)
        if is_small and os.geteuid() == 0:
            os.mkdir(folder)
            if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], check=False).returncode == 0:
                self.mounts.append(folder)
        kiosk = RealKiosk(self.house, name, wire.url, retry_base_ms=20, poll_seconds=20, stall_seconds=1, heartbeat_seconds=10)
        kiosk.wire, kiosk.hand, kiosk.place = wire, threading.RLock(), self
        kiosk.copies, kiosk.is_small = [], folder in self.mounts
        kiosk.room = threading.Lock()  # a damaged log is not saved on a disk that is full
        kiosk.clock = os.path.join(folder, "clock")
        kiosk.set_clock = lambda text: write(kiosk.clock, text)
        kiosk.set_clock("+0")
        library = FAKETIME.format(os.uname().machine)
        if os.path.exists(library) and not os.environ["BS_SANITIZE"]:
            kiosk.environment = {"LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": kiosk.clock, "FAKETIME_NO_CACHE": "1",
                                 "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        return kiosk.start()

    def restart(self, how):
        with self.hand:
            if how == signal.SIGKILL:
                self.house.process.kill()
                self.house.process.wait()
                self.house.process = None
            else:
                self.house.stop()
            time.sleep(0.2)
            self.start()

    def start(self):
        with self.hand:
            if self.house.process is None or self.house.process.poll() is not None:
                self.house.start()

    def close(self):
        for kiosk in self.kiosks:
            number = kiosk.process.pid if kiosk.process is not None else 0
            kiosk.end()
            forget_clock(number)
            kiosk.wire.close()
        self.stranger.stop()
        self.box.close()
        for folder in self.mounts:
            subprocess.run(["umount", "-l", folder], check=False)
        with contextlib.suppress(AssertionError):
            self.house.__exit__(None, None, None)


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


# --- faults: (kiosk, chooser, ledger) ---

def cut(kiosk, chooser, ledger):
    before, way = kiosk.wire.hits, chooser.choice(("up", "down"))
    act = chooser.choice((kiosk.wire.cut_next, kiosk.wire.arm))
    act(**{way: chooser.randint(0, 3000)}, end=chooser.choice(("close", "reset")))
    time.sleep(chooser.uniform(0.1, 2))
    kiosk.wire.disarm()
    ledger.count("F08" if way == "up" else "F09", kiosk.wire.hits - before)


def stall(kiosk, chooser, ledger):
    before = kiosk.wire.hits
    kiosk.wire.arm(up=chooser.randint(0, 1500), end="stall")
    time.sleep(2.5)
    kiosk.wire.disarm()
    ledger.count("F07", kiosk.wire.hits - before)


def slow(kiosk, chooser, ledger):
    wire, before = kiosk.wire, sum(kiosk.wire.bytes.values())
    wire.delay_s, wire.jitter_s = chooser.uniform(0, 0.3), chooser.uniform(0, 0.3)
    wire.rate = chooser.choice((None, 32_000))
    time.sleep(chooser.uniform(0.5, 3))
    row = "F05" if wire.rate else "F06"
    wire.delay_s, wire.jitter_s, wire.rate = 0.0, 0.0, None
    ledger.count(row, int(sum(wire.bytes.values()) > before))


def unplug(kiosk, chooser, ledger):
    for _ in range(chooser.randint(1, 6)):
        kiosk.wire.cut()
        time.sleep(chooser.uniform(0.1, 0.7))
        kiosk.wire.mend()
        ledger.count("F11")
        time.sleep(chooser.uniform(0.05, 0.3))


def detour(kiosk, port, seconds):
    kiosk.wire.target = port
    kiosk.wire.cut()
    kiosk.wire.mend()
    time.sleep(seconds)
    kiosk.wire.target = kiosk.house.port
    kiosk.wire.cut()
    kiosk.wire.mend()


def stranger(kiosk, chooser, ledger):
    server = kiosk.place.stranger
    fault, before = chooser.choice(sorted(STRANGERS)), len(server.requests)
    server.fault = server.bundle_fault = server.beat_fault = fault
    detour(kiosk, server.port, chooser.uniform(0.5, 1.5))
    ledger.count(STRANGERS[fault], len(server.requests) - before)


def certificate(kiosk, chooser, ledger):
    server = kiosk.place.stranger
    mode, before = chooser.choice(sorted(CERTIFICATES)), server.connections
    server.tls = mode  # another may change it meanwhile: both count
    detour(kiosk, server.port, chooser.uniform(0.3, 1))
    ledger.count(CERTIFICATES[mode], server.connections - before)
    server.tls = "good"


def middlebox(kiosk, chooser, ledger):
    box = kiosk.place.box
    act, before = chooser.choice(sorted(MIDDLEBOX)), box.hits
    box.set(act, times=chooser.randint(1, 5), at=chooser.randint(0, 400))
    detour(kiosk, box.port, chooser.uniform(0.5, 2))
    box.set(None)
    ledger.count(MIDDLEBOX[act], box.hits - before)


def forget_clock(number):
    """What libfaketime left in shared memory: the next process of that number would stumble over it."""
    for name in (f"faketime_shm_{number}", f"sem.faketime_sem_{number}"):
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join("/dev/shm", name))


def kill_daemon(kiosk, chooser, ledger):
    with kiosk.hand:
        if kiosk.process is None:  # what ended it could not start it again
            kiosk.start()
        number = kiosk.process.pid
        kiosk.stop(signal.SIGKILL)
        forget_clock(number)
        time.sleep(chooser.uniform(0, 0.5))
        kiosk.start()
    ledger.count("F64")


def kill_kiosk(kiosk, chooser, ledger):
    with kiosk.hand:
        kiosk.lay_down(kill=True)
    ledger.count("F64")


def fill_disk(kiosk, chooser, ledger):
    if not kiosk.is_small or not kiosk.room.acquire(blocking=False):
        return
    ballast, before = os.path.join(kiosk.folder, "ballast"), len(kiosk.refused)
    try:
        with contextlib.suppress(OSError), open(ballast, "wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        time.sleep(chooser.uniform(1, 3))
        with kiosk.hand:
            os.remove(ballast)
            kiosk.lay_down()
    finally:
        kiosk.room.release()
    ledger.count("F50", len(kiosk.refused) - before)


def step_clock(kiosk, chooser, ledger):
    if not kiosk.environment:
        return
    step = chooser.choice(("-1h", "+1h", "-20000d", "+3650d", "-366d"))
    kiosk.set_clock(step)
    time.sleep(chooser.uniform(0.5, 3))
    kiosk.set_clock("+0")
    ledger.count("F47" if step.endswith("h") else "F46")


def revoke(kiosk, chooser, ledger):
    with kiosk.place.hand:
        kiosk.house.call("kiosk", "revoke", kiosk.name)
    time.sleep(chooser.uniform(0.5, 3))
    enrol_again(kiosk)
    ledger.count("F31")


def enrol_again(kiosk):
    with kiosk.hand, kiosk.place.hand:
        kiosk.place.start()
        code = kiosk.house.invite(kiosk.name)
        kiosk.stop()
        target, kiosk.wire.target = kiosk.wire.target, kiosk.house.port
        result = kiosk.call("enrol", "--server", kiosk.wire.url, stdin=code + "\n")
        kiosk.wire.target = target
        kiosk.start()
    return result


def kill_central(kiosk, chooser, ledger):
    kiosk.place.restart(chooser.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM)))
    ledger.count("F41")


def restore_central(kiosk, chooser, ledger):
    place = kiosk.place
    with place.memory:
        go_back(place, chooser)
    ledger.count("F43")


def go_back(place, chooser):
    with place.hand:
        place.start()
        place.house.call("backup", place.backup)
    time.sleep(chooser.uniform(1, 5))
    with place.hand:
        place.house.process.kill()
        place.house.process.wait()
        place.house.process = None
        place.house.call("restore", place.backup)
        place.start()


def damage(kiosk, chooser, ledger):
    """Some pages of the log are not what was written. Only when central has it all: what is nowhere else may be lost by that."""
    path = os.path.join(kiosk.kiosk_dir, "kiosk.db")
    with kiosk.place.memory, kiosk.room, kiosk.hand:
        if not kiosk.has_arrived() or is_missing(kiosk):
            return
        kiosk.lay_down()
        kiosk.keep(0)
        kiosk.lay_down(kill=True)  # after an unclean stop the file is looked at as a whole
        with open(path, "r+b") as file:
            pages = os.path.getsize(path) // 4096
            for page in chooser.sample(range(pages), min(pages, chooser.randint(1, 3))):
                file.seek(page * 4096 + chooser.choice((0, 0, 100)))
                file.write(bytes(chooser.randint(1, 255) for _ in range(chooser.choice((16, 1000)))))
        kiosk.stop()  # a daemon that has the file open would read on in it
        before = kiosk.lives.count("salvaged")
        kiosk.keep(1)
        kiosk.start()
        ledger.count("F57", kiosk.lives.count("salvaged") - before)


def clone(kiosk, chooser, ledger):
    """The card is copied, and both kiosks go on; each at most once, since an epoch ends at most once a day for that."""
    from oracle import Broken
    with kiosk.hand:
        if kiosk.copies:
            return
        kiosk.stop()
        kiosk.lay_down()
        copy = kiosk.copy("copy")
        kiosk.start()
        copy.kept = []
        kiosk.copies.append(copy)
        copy.keep(chooser.randint(1, 4))
    for _ in range(20):
        with contextlib.suppress(Broken):
            copy.call("--once")
            copy.keep(1)  # which ends an epoch that forked
        if len(copy.kept) > 6:
            break
        time.sleep(0.5)
    ledger.count("F67")


FAULTS = [(cut, 8), (stall, 2), (slow, 3), (unplug, 3), (stranger, 5), (certificate, 2), (middlebox, 5), (kill_daemon, 4),
          (kill_kiosk, 3), (fill_disk, 2), (step_clock, 2), (revoke, 1), (kill_central, 2), (restore_central, 1),
          (clone, 1), (damage, 2)]


def gremlin(places, seed, without, ledger):
    """One of several that make faults, one after the other."""
    chooser = random.Random(seed)
    faults = [(fault, weight) for fault, weight in FAULTS if fault.__name__ not in without]
    weights = [weight for _, weight in faults]
    while not ledger.done.is_set():
        fault = chooser.choices(faults, weights)[0][0]
        kiosk = chooser.choice(chooser.choice(places).kiosks)
        try:
            fault(kiosk, chooser, ledger)
        except Exception as error:  # told at the end: whatever goes wrong on the way is a finding
            ledger.errors.append(f"{fault.__name__} at {kiosk.name}: {type(error).__name__} {error}")
        ledger.done.wait(chooser.uniform(0, 0.5))


def residents(kiosks, seed, ledger):
    from oracle import Broken
    chooser = random.Random(seed)
    while not ledger.done.is_set():
        kiosk = chooser.choice(kiosks)
        with kiosk.hand:
            try:
                kiosk.keep(chooser.randint(1, 3))
            except (Broken, BrokenPipeError):
                kiosk.lay_down(kill=True)
            except Exception as error:  # as above: told at the end, and the others go on
                ledger.errors.append(f"residents at {kiosk.name}: {type(error).__name__} {error}")
        ledger.done.wait(chooser.uniform(0, 2.0 / len(kiosks)))


def heal(places, seconds):
    """Everything is as it should be again, and everything arrives."""
    from oracle import Broken
    for place in places:
        place.start()
        place.stranger.fault, place.stranger.tls = "none", "good"
        place.box.set(None)
    kiosks = [kiosk for place in places for kiosk in place.kiosks]
    for kiosk in kiosks:
        kiosk.set_clock("+0")
        kiosk.wire.target, kiosk.wire.rate, kiosk.wire.delay_s, kiosk.wire.jitter_s = kiosk.house.port, None, 0.0, 0.0
        kiosk.wire.disarm()
        kiosk.wire.mend()
        kiosk.lay_down()
        if kiosk.process is None or kiosk.process.poll() is not None:
            raise Broken(f"{kiosk.name}: the daemon ended by itself:\n{kiosk.log_end()}")
        kiosk.keep(1)
    end, waiting = time.monotonic() + seconds, list(kiosks)
    while waiting:
        for kiosk in list(waiting):
            kiosk.process.send_signal(signal.SIGUSR1)
            if not is_missing(kiosk) and kiosk.has_arrived():
                waiting.remove(kiosk)
                continue
            status = kiosk.status()
            if status["trouble"] == "authorisation":  # a central from before the last enrolment does not know the kiosk
                enrol_again(kiosk)
            if time.monotonic() > end:
                raise Broken(f"{kiosk.name}: not everything arrived in {seconds} s: {status}\n{kiosk.log_end()}")
            with kiosk.hand:
                kiosk.keep(1)  # what heals an epoch, and makes a restored central say how far it is
        time.sleep(1)
    for kiosk in kiosks:
        for copy in kiosk.copies:
            heal_copy(copy, end)
        kiosk.stop()
        kiosk.lay_down()


def heal_copy(copy, end):
    from oracle import Broken
    while is_missing(copy):
        copy.keep(1)
        result = copy.call("--once")
        if copy.status()["trouble"] == "authorisation":  # the other of the two was enrolled again meanwhile
            copy.call("enrol", "--server", copy.wire.url, stdin=copy.house.invite(copy.name) + "\n")
        if time.monotonic() > end:
            raise Broken(f"{copy.name}, the copy: not everything arrived: {result.stderr}\n{copy.status()}")
    copy.lay_down()


def is_missing(kiosk):
    """Whether central lacks a record that was kept; by its file, for it is asked often."""
    path = kiosk.house.path("data", "central.db")
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as base:
        held = {ident.hex() for (ident,) in base.execute("SELECT id FROM record")}
    return any(ident.replace("-", "") not in held for ident in kiosk.kept)


def check(places):
    """The whole oracle; returns the number of records."""
    from oracle import assert_chains_complete, assert_ids_there, assert_whole
    total = 0
    for place in places:
        others = [kiosk for kiosk in place.kiosks if kiosk.copies or kiosk.lives]
        total += assert_whole(place.house, [kiosk for kiosk in place.kiosks if kiosk not in others])
        for kiosk in others:  # part of whose log is in a file that was set aside, or in a copy
            total += assert_ids_there(place.house, [kiosk, *kiosk.copies])
            kiosk.outbox("verify", kiosk.kiosk_dir)
        assert_chains_complete(place.house)
    return total


def run(options, ledger, places):
    from oracle import assert_fast
    kiosks = [kiosk for place in places for kiosk in place.kiosks]
    begun = time.monotonic()
    without = options.without.split(",")
    threads = [threading.Thread(target=gremlin, args=(places, options.seed * 100 + number, without, ledger)) for number in range(GREMLINS)]
    threads.append(threading.Thread(target=residents, args=(kiosks, options.seed, ledger)))
    for thread in threads:
        thread.start()
    while time.monotonic() - begun < options.minutes * 60:
        time.sleep(0.5)
    ledger.done.set()
    for thread in threads:
        thread.join()
    heal(places, 120 + options.minutes * 10)
    total = check(places)
    if ledger.errors:
        raise AssertionError("\n".join([f"{len(ledger.errors)} errors on the way", *ledger.errors[:20]]))
    took = [us for kiosk in kiosks for us in kiosk.took_us]
    assert_fast("all kiosks", took)
    return total, sorted(took)


# F05 F06 F07 F08 F09 F11 F15 F16 F18 F19 F21 F22 F23 F24 F28 F29 F30 F31 F32 F33 F35 F38 F41 F43 F46 F47 F50 F57 F64 F67 F72 F75
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build")
    parser.add_argument("source")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--kiosks", type=int, default=20)
    parser.add_argument("--without", default="", help="names of faults, as the functions here are called")
    options = parser.parse_args()
    environment(options.build, options.source)
    from fault_ledger import struck
    ledger, chooser, places, is_good = Ledger(), random.Random(options.seed), [], False
    begun = time.monotonic()
    try:
        for number in (1, 2):
            places.append(Place(number, options.kiosks // 2, chooser, ledger))
        if not places[0].mounts:
            print("no tmpfs here: no disk is filled")
        if not places[0].kiosks[0].environment:
            print("no libfaketime, or sanitizers: no clock is changed")
        total, took = run(options, ledger, places)
        is_good = True
    finally:
        for place in places:
            if not is_good:
                print(place.house.log()[-2000:])
            place.close()
    for row in sorted(ledger.hits):
        if ledger.hits[row] > 0:
            print(f"{row}: {ledger.hits[row]}")
            struck(row, f"{options.kiosks} kiosks, 2 centrals, everything at once", ledger.hits[row], test=NAME)
    print(f"{options.kiosks} kiosks, 2 centrals, {options.minutes:g} minutes of faults (seed {options.seed}, "
          f"{time.monotonic() - begun:.0f} s in all), {total} records: lost 0, double 0, all chains complete over "
          f"{sum(ledger.hits.values())} injected faults; commits p50 {took[len(took) // 2] / 1000:.1f} ms, "
          f"p99 {took[int(len(took) * 0.99)] / 1000:.1f} ms")


if __name__ == "__main__":
    main()
