# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What sync promises beside the drain: sent again, one visit at once, no network, a million waiting, sixteen kiosks."""

import base64
import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import ssl
import subprocess
import tempfile
import threading
import time
import urllib.request

import floor
from figures import Standing, memory_mib, processor_s, tell
from line import TENANT, KIOSK, Line, Wire, wait_until
from on_disk import central_with_a_kiosk, columns, programme
from on_screen import own_program
from on_wire import Counting, Route, fill_log


# --- sent again ---

def bench_replay(options, figures):
    """Everything once more to a central that holds it, from a kiosk that has forgotten what was sent."""
    count, rounds = (200, 1) if options.smoke else (options.records, 3)
    first, again = [], []
    with Route(options, count) as route:
        route.prepare()
        for _ in range(rounds):
            first.append(route.drain(route.port))
            shutil.copytree(route.path("central"), route.path("central.full"))
            route.put_back(route.port)
            shutil.rmtree(route.path("central"))
            os.rename(route.path("central.full"), route.path("central"))
            again.append(route.send_all())
    note = "sync.db as it was after enrolment, central's file as the first time left it"
    for what, attribute in (("wall", "seconds"), ("processor time of central", "server_cpu")):
        figures.say("replay", f"{count:,} records sent again to a central that holds them: {what}", "s",
                    [getattr(run, attribute) for run in again],
                    ("the first time", [getattr(run, attribute) for run in first]), ("ratio", "<=", 1), note)


# --- one visit ---

def configure(line, before, after):
    """Another line in syncd's configuration."""
    with open(line.path("syncd.conf"), encoding="utf-8") as file:
        text = file.read()
    with open(line.path("syncd.conf"), "w", encoding="utf-8") as file:
        file.write(text.replace(before, after))


def bench_receipt(options, figures):
    count = 5 if options.smoke else 500
    with Line(options.build, options.source) as line:
        configure(line, "batch_delay_ms = 50", "batch_delay_ms = 0")
        line.start_central()
        line.publish()
        line.wire.close()
        line.wire = Wire(line.port)
        line.enrol_at(line.port)
        line.start_syncd()
        commit, receipt = columns([own_program(options, "bench_receipt"), line.path("kiosk"), line.path("sync"), KIOSK,
                                   str(count), programme(options)], line.environment)
    figures.say("receipt", "commit to receipt, online, without the pause that makes batches", "ms",
                [us / 1000 for us in receipt], ("the commit alone", [us / 1000 for us in commit]), ("p50", "<=", 5),
                "both ends durable: commit, sent, central's commit, answer, position; looked for every 50 µs")


# --- no network ---

def bench_idle_offline(options, figures):
    count, settle, seconds = (50, 0.5, 1) if options.smoke else (20000, 120, 60)
    with Route(options, count) as route:
        route.prepare()
        configure(route, "retry_base_ms = 100\n", "")  # as it is shipped
        route.start("syncd")
        tell(f"watching for {settle + seconds:g} s")
        time.sleep(settle)  # the first tries come close together
        standing = Standing("syncd", route.running["syncd"].pid)
        time.sleep(seconds)
        standing.end()
        route.stop("syncd")
    name = f"syncd without a network, {count:,} records waiting"
    note = f"connection refused; {seconds} s, {settle:g} s after its start"
    figures.say("idle_offline", f"{name}: wake-ups", "/s", standing.rate, bar=("value", "<=", 0.2), note=note)
    figures.say("idle_offline", f"{name}: processor", "ms/s", standing.load * 10, bar=("value", "<=", 0.1), note=note)
    figures.say("idle_offline", f"{name}: anonymous memory", "MiB", standing.memory[1], bar=("value", "<=", 6), note=note)


# --- a million ---

class Noting(Counting):
    """A relay that knows when it was first called."""

    first = None

    def pump(self, source, sink):
        if self.first is None:
            self.first = time.monotonic()
        super().pump(source, sink)


def arrived(route):
    try:
        with sqlite3.connect(f"file:{route.path('sync', 'sync.db')}?mode=ro", uri=True) as store:
            return store.execute("SELECT coalesce(max(complete_to), 0) FROM position").fetchone()[0]
    except sqlite3.Error:
        return 0


def start_of(options, count):
    """Seconds from exec to the first call, from there to the first receipt, and MiB then and later."""
    with Route(options, count) as route:
        route.prepare()
        route.wire.close()
        route.wire = Noting(route.port)
        route.put_back(route.wire.port)
        route.start_central()
        begin = time.monotonic()
        route.start("syncd")
        while arrived(route) == 0 and time.monotonic() - begin < 60:
            time.sleep(0.0005)
        receipt = time.monotonic()
        early = memory_mib(route.running["syncd"].pid)[1]
        wait_until("half of the records to arrive", 300, lambda: arrived(route) >= count // 2)
        late = memory_mib(route.running["syncd"].pid)[1]
        route.stop("syncd")
        return route.wire.first - begin, receipt - route.wire.first, early, late


def bench_queued(options, figures):
    few, many = (100, 300) if options.smoke else (1000, 1000000)
    small, large = start_of(options, few), start_of(options, many)
    name, other = f"{many:,} records waiting", f"{few:,} waiting"
    figures.say("queued", f"{name}: exec of syncd to its first call", "s", large[0], (other, small[0]), ("value", "<=", 1))
    figures.say("queued", f"{name}: first call to first receipt", "ms", large[1] * 1000, (other, small[1] * 1000),
                ("value", "<=", 100), "TLS handshake and a batch of up to 512 KiB, durable at both ends")
    figures.say("queued", f"{name}: anonymous memory of syncd half way", "MiB", large[3], (other, small[2]), ("value", "<=", 6))


# --- sixteen kiosks ---

def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Kiosk:
    """One that was enrolled by hand, with batches that are ready to be sent."""

    def __init__(self, line, number):
        self.id, self.token = f"gm1916-bench-{number}", secrets.token_urlsafe(32)
        self.epoch, self.names = secrets.token_hex(8), []
        code = line.call("central", "kiosk", "invite", self.id, "--tenant", TENANT, "--place", "prinsenhof", "--languages",
                         "nl").stdout
        body = json.dumps({"code": code.strip().splitlines()[-1].replace("-", ""), "token_hash": digest(self.token)}).encode()
        context = ssl.create_default_context(cafile=line.path("tls", "ca.pem"))
        urllib.request.urlopen(urllib.request.Request(f"https://localhost:{line.port}/v1/enrolments", body,
                                                      {"Content-Type": "application/json"}), context=context).close()
        line.call("central", "kiosk", "use", self.id)

    def write(self, folder, lines, size):
        """Batches of so many of these records under numbers and ids of our own, packed as syncd packs them."""
        chain = digest(f"buurtstem1 {self.id} {self.epoch}")
        for first in range(0, len(lines), size):
            before, out = chain, []
            for number, line in enumerate(lines[first:first + size], first + 1):
                _, ident, rest = line.split("\t", 2)
                head, body = rest.rsplit("\t", 1)
                head = f"{number}\t{ident[:24]}{secrets.token_hex(6)}\t{head}"
                chain = digest(f"{chain}\n{head}")
                out.append(f"{head}\t{body}\n")
            header = {"v": 1, "kiosk": self.id, "epoch": self.epoch, "first_seq": first + 1, "count": len(out),
                      "prev_hash": before, "last_hash": chain}
            raw = (json.dumps(header, separators=(",", ":")) + "\n" + "".join(out)).encode()
            self.names.append(os.path.join(folder, f"{self.id}-{first}"))
            with open(self.names[-1], "wb") as file:
                file.write(floor.packed(raw))

    def config(self, line):
        parts = []
        for name in self.names:
            with open(name, "rb") as file:
                whole = base64.b64encode(hashlib.sha256(file.read()).digest()).decode()
            parts.append(f'url = "https://localhost:{line.port}/v1/kiosks/{self.id}/batches"\ncacert = "{line.path("tls", "ca.pem")}"\n'
                         f'fail\nsilent\nshow-error\noutput = "/dev/null"\nheader = "Expect:"\n'
                         f'header = "Authorization: Bearer {self.token}"\nheader = "Content-Encoding: zstd"\n'
                         f'header = "Content-Type: application/vnd.buurtstem.batch"\n'
                         f'header = "Content-Digest: sha-256=:{whole}:"\ndata-binary = "@{name}"')
        path = self.names[0] + ".conf"
        with open(path, "w", encoding="utf-8") as file:
            file.write("\nnext\n".join(parts))
        return path


def send_together(configs):
    """Seconds until the last of them has its last receipt."""
    failed = []

    def send(path):
        done = subprocess.run(["curl", "-q", "--config", path], capture_output=True, text=True)
        if done.returncode != 0:
            failed.append(done.stderr)

    threads = [threading.Thread(target=send, args=(path,)) for path in configs]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise AssertionError(f"a batch was not taken: {failed[0][-500:]}")
    return time.monotonic() - begin


def bench_sixteen(options, figures):
    kiosks, each, size, rounds = (2, 20, 10, 1) if options.smoke else (16, 5000, 500, 3)
    rates, costs = [], []
    with tempfile.TemporaryDirectory(prefix="buurtstem-sixteen-") as work:
        lines = fill_log(options, os.path.join(work, "log"), each)
        for _ in range(rounds):
            with Line(options.build, options.source) as line:
                line.start_central()
                line.publish()
                route = [Kiosk(line, number) for number in range(kiosks)]
                for kiosk in route:
                    kiosk.write(work, lines, size)
                pid = line.running["central"].pid
                before = processor_s(pid)
                seconds = send_together([kiosk.config(line) for kiosk in route])
                costs.append((processor_s(pid) - before) * 1e6 / (kiosks * each))
                rates.append(kiosks * each / seconds)
                for kiosk in route:
                    stored = line.call("central", "records", kiosk.id).stdout.count("\n")
                    if stored != each:
                        raise AssertionError(f"{kiosk.id}: {stored} of {each} records are held")
        database, kiosk = central_with_a_kiosk(options, work)
        _, plain = columns([own_program(options, "bench_batch"), database, work, "5" if options.smoke else "100", str(size), kiosk,
                            programme(options)])
    what = f"{kiosks} kiosks at once over TLS, batches of {size}"
    figures.say("sixteen", f"{what}: records durable, by clients on the same processors", "records/s", rates,
                ("INSERTs of such lines into plain SQLite, one transaction a batch, alone", [size * 1e6 / us for us in plain]),
                ("p50", ">=", 50000), "16 processes of curl; or, the bar says, half of plain SQLite")
    figures.say("sixteen", f"{what}: processor time of central a record", "µs", costs)
