# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What our uploader and server are compared with: the smallest programs that do the same work honestly, if they are at hand
(BUURTSTEM_FLOOR names their folder), else a floor of our own made of curl, zstd and SQLite. Both get the same records."""

import ctypes
import http.server
import os
import shutil
import signal
import sqlite3
import ssl
import subprocess
import threading
import time

from fake_server import ZSTD
from figures import processor_s, tell
from line import free_port

FLAGS = ["-O2", "-D_GNU_SOURCE", "-Wno-format-truncation"]
BATCH = 1000
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"

ZSTD.ZSTD_compress.restype = ctypes.c_size_t
ZSTD.ZSTD_compress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]


def packed(raw):
    room = ctypes.create_string_buffer(len(raw) + 1024)
    size = ZSTD.ZSTD_compress(room, len(room), raw, len(raw), 3)
    return room.raw[:size]


def folder(source):
    for path in (os.environ.get("BUURTSTEM_FLOOR"), os.path.join(source, "..", "shared", "bench", "floor")):
        if path and os.path.exists(os.path.join(path, "drain.c")):
            return os.path.abspath(path)
    return None


class Run:
    """What one drain took."""

    def __init__(self, seconds, client_cpu, server_cpu):
        self.seconds, self.client_cpu, self.server_cpu = seconds, client_cpu, server_cpu


def timed(command, **how):
    """Seconds and processor seconds of a program that has to succeed."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **how)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode != 0:
        raise AssertionError(f"{command[0]}: {out[-500:]}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime


def outbox(path, lines):
    """A local store with one row a record; the id stands at a fixed place, where the sink looks for it."""
    with sqlite3.connect(path) as store:
        store.executescript(PRAGMAS + "CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
                            " body TEXT NOT NULL)")
        rows = []
        for line in lines:
            seq, ident, rest = line.split("\t", 2)
            rows.append((ident, f'{{"id":"{ident}"\t{seq}\t{rest}'))
        store.executemany("INSERT INTO outbox (id, body) VALUES (?, ?)", rows)
    store.close()


class Given:
    """The floor programs that are at hand."""

    name = "the floor's drain and sink, zstd, batches of 1000"

    def __init__(self, path, work, tls):
        self.work, self.tls = work, tls
        for program, libraries in (("drain", ("curl", "sqlite3", "z", "zstd")), ("sink", ("microhttpd", "sqlite3", "z", "zstd"))):
            subprocess.run(["gcc", *FLAGS, os.path.join(path, program + ".c"), *(f"-l{name}" for name in libraries), "-o",
                            os.path.join(work, program)], check=True, capture_output=True)

    def run(self, source, count, wrap=lambda port: port):
        """Sends everything in the outbox `source` into an empty store."""
        far, port = os.path.join(self.work, "far.db"), free_port()
        for end in ("", "-wal", "-shm"):
            if os.path.exists(far + end):
                os.remove(far + end)
        sink = subprocess.Popen([os.path.join(self.work, "sink"), str(port), self.tls, "sqlite", far])
        try:
            wait_listening(port)
            before = processor_s(sink.pid)
            seconds, cpu = timed([os.path.join(self.work, "drain"), "send", source,
                                  f"https://localhost:{wrap(port)}/feedback", os.path.join(self.tls, "ca.pem"), str(BATCH), "zstd"])
            server = processor_s(sink.pid) - before
        finally:
            sink.send_signal(signal.SIGTERM)
            sink.wait()
        must_hold(far, "feedback", count)
        return Run(seconds, cpu, server)


class Own:
    """Rows out of SQLite, zstd, one curl for all batches; at the far end a Python server that inserts a batch a commit."""

    name = "curl, zstd and plain INSERTs, batches of 1000"

    def __init__(self, work, tls):
        self.work, self.tls = work, tls
        if shutil.which("curl") is None:
            raise AssertionError("curl is not there")

    def write_bodies(self, source):
        with sqlite3.connect(source) as store:
            rows = [row[0] for row in store.execute("SELECT body FROM outbox ORDER BY seq")]
        store.close()
        names = []
        for first in range(0, len(rows), BATCH):
            raw = "".join(row + "\n" for row in rows[first:first + BATCH]).encode()
            names.append(os.path.join(self.work, f"body{first}"))
            with open(names[-1], "wb") as file:
                file.write(packed(raw))
        return names

    def run(self, source, count, wrap=lambda port: port):
        far, port = os.path.join(self.work, "far.db"), free_port()
        for end in ("", "-wal", "-shm"):
            if os.path.exists(far + end):
                os.remove(far + end)
        server = http.server.HTTPServer(("127.0.0.1", port), sink_of(far))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(self.tls, "server.pem"), os.path.join(self.tls, "server.key"))
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        begin = time.monotonic()
        config = os.path.join(self.work, "curl.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write("\nnext\n".join(
                f'url = "https://localhost:{wrap(port)}/"\ncacert = "{self.tls}/ca.pem"\nfail\nsilent\nshow-error\n'
                f'header = "Expect:"\ndata-binary = "@{name}"' for name in self.write_bodies(source)))
        _, cpu = timed(["curl", "-q", "--config", config])
        seconds = time.monotonic() - begin
        server.shutdown()
        server.server_close()
        must_hold(far, "feedback", count)
        return Run(seconds, cpu, 0)


def sink_of(path):
    stores = []

    class Sink(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):  # noqa: N802, a name of the library
            if not stores:
                stores.append(sqlite3.connect(path, isolation_level=None, check_same_thread=False))
                stores[0].executescript(PRAGMAS + "CREATE TABLE feedback (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
                                        " body TEXT NOT NULL)")
            body = self.rfile.read(int(self.headers["Content-Length"]))
            room = ctypes.create_string_buffer(4 * 1024 * 1024)
            size = ZSTD.ZSTD_decompress(room, len(room), body, len(body))
            lines = room.raw[:size].decode().splitlines()
            stores[0].execute("BEGIN IMMEDIATE")
            stores[0].executemany("INSERT OR IGNORE INTO feedback (id, body) VALUES (?, ?)",
                                  ((line[7:43], line) for line in lines))
            stores[0].execute("COMMIT")
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format, *args):  # noqa: A002, a name of the library
            pass

    return Sink


def wait_listening(port):
    import socket
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise AssertionError("the floor's sink does not listen")


def must_hold(path, table, count):
    with sqlite3.connect(path) as store:
        held = store.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    store.close()
    if held != count:
        raise AssertionError(f"the floor holds {held} of {count} records")


def find(options, work, tls):
    path = None if options.smoke else folder(options.source)
    if path is None:
        tell("the floor programs are not at hand (BUURTSTEM_FLOOR): compared with curl, zstd and plain INSERTs instead")
        return Own(work, tls)
    tell(f"compared with the floor programs in {path}")
    return Given(path, work, tls)
