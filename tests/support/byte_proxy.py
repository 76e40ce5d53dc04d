# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A wire with a will of its own between the daemon and central. Two kinds:

    Wire(target_port)               forwards TCP, byte for byte: cuts after any of them, either way, delays, slows, stalls, flaps
    Middlebox(target_port, house)   ends the TLS with a certificate that the kiosk trusts, so it sees HTTP: sends a POST twice,
                                    swallows the answer or cuts it at any byte, changes bytes of request or answer, adds headers

Both count how often they struck, in `hits`. What they do is set while they run, and holds for what comes after.
"""

import contextlib
import http.client
import random
import socket
import ssl
import struct
import threading
import time

from fake_server import read_request

ENDS = ("close", "reset", "stall")  # what becomes of a line that is cut


class Budget:
    """How many bytes may pass, upwards and downwards, and what comes then. None: all."""

    def __init__(self, up=None, down=None, end="close"):
        self.left = {"up": up, "down": down}
        self.end = end
        self.is_spent = False

    def take(self, way, data):
        """What of `data` may pass; notes when that is not all. A budget of N is spent by the byte after the N-th, or by the N-th
        itself, so that what waits for an answer to N bytes is not left waiting."""
        if self.left[way] is None:
            return data
        passes = data[:self.left[way]]
        self.left[way] -= len(passes)
        self.is_spent = self.is_spent or self.left[way] == 0
        return passes


class Wire:
    """A relay. `budget` is for the next connection, or with `arm` for what passes from now on; it strikes once."""

    def __init__(self, target, seed=1):
        self.target = target
        self.is_up = True
        self.delay_s, self.jitter_s, self.rate = 0.0, 0.0, None  # of each piece, either way; bytes a second, for all together
        self.budget = None
        self.hits, self.connections, self.refused = 0, 0, 0
        self.bytes = {"up": 0, "down": 0}
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.pairs = set()
        self.is_stopping = threading.Event()
        self.port = 0
        self.listen()
        self.url = f"https://localhost:{self.port}"

    def listen(self):
        """At the same port as before, when it was closed."""
        self.is_up = True
        self.is_stopping.clear()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    # --- what can be asked of it ---

    def cut_next(self, up=None, down=None, end="close"):
        """The next connection ends after so many bytes; idle ones end now, so that there is a next one."""
        with self.lock:
            self.budget = Budget(up, down, end)
            idle = list(self.pairs)
        for pair in idle:
            self.drop(pair)

    def arm(self, up=None, down=None, end="close"):
        """Whatever connection there is ends after so many bytes more."""
        with self.lock:
            self.budget = Budget(up, down, end)
            for pair in self.pairs:
                pair.budget = self.budget

    def disarm(self):
        with self.lock:
            self.budget = None
            for pair in self.pairs:
                pair.budget = None

    def cut(self):
        """As if the cable were pulled: nothing new, and what is there ends."""
        self.is_up = False
        for pair in list(self.pairs):
            self.drop(pair)

    def mend(self):
        self.is_up = True

    def close(self):
        self.is_stopping.set()
        self.cut()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    # --- how it does so ---

    class Pair:
        def __init__(self, near, far, budget):
            self.near, self.far, self.budget = near, far, budget
            self.pumps = 2

    def accept(self, listener):
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            if not self.is_up:
                self.refused += 1
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target), 10)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.lock:
                pair = self.Pair(near, far, self.budget)
                self.connections += 1
                self.pairs.add(pair)
            for way, source, sink in (("up", near, far), ("down", far, near)):
                threading.Thread(target=self.pump, args=(pair, way, source, sink), daemon=True).start()

    def pump(self, pair, way, source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65536 if self.rate is None else 1024):
                self.wait_for(len(data))
                with self.lock:
                    budget = pair.budget
                    passes = budget.take(way, data) if budget else data
                    spent = bool(budget and budget.is_spent)
                sink.sendall(passes)
                self.bytes[way] += len(passes)
                if spent:
                    self.strike(pair, budget)
                    break
        self.drop(pair)
        with self.lock:
            pair.pumps -= 1
            is_last = pair.pumps == 0
        if is_last:
            pair.near.close()
            pair.far.close()

    def wait_for(self, count):
        seconds = self.delay_s + (self.random.random() * self.jitter_s if self.jitter_s else 0)
        if self.rate is not None:
            seconds += count / self.rate
        if seconds > 0:
            self.is_stopping.wait(seconds)

    def strike(self, pair, budget):
        with self.lock:
            if self.budget is budget:
                self.budget = None
                self.hits += 1
        if budget.end == "stall":
            self.is_stopping.wait(600)
        if budget.end == "reset":
            with contextlib.suppress(OSError):
                pair.near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.drop(pair, budget.end == "reset")

    def drop(self, pair, hard=False):
        with self.lock:
            self.pairs.discard(pair)
        for end in (pair.near, pair.far):
            with contextlib.suppress(OSError):
                if hard and end is pair.near:
                    end.shutdown(socket.SHUT_RD)  # tells the other thread, and nobody on the line
                    end.close()
                else:
                    end.shutdown(socket.SHUT_RDWR)


class Middlebox:
    """One that inspects: the kiosk's company or its antivirus, with a certificate that the kiosk was told to trust. `act` is the
    name of one of its deeds; each strikes batches alone (`only`), `times` times, or for ever with None."""

    def __init__(self, target, certificate, key, ca):
        self.act, self.times, self.only, self.at = None, None, "/batches", 0
        self.hits, self.seen = 0, []
        self.lock = threading.Lock()
        self.target = target
        self.near_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.near_context.load_cert_chain(certificate, key)
        self.far_context = ssl.create_default_context(cafile=ca)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"https://localhost:{self.port}"
        threading.Thread(target=self.accept, daemon=True).start()

    def set(self, act, times=1, at=0):
        with self.lock:
            self.act, self.times, self.at = act, times, at

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
        far = http.client.HTTPSConnection("localhost", self.target, timeout=60, context=self.far_context)
        with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
            near.settimeout(60)
            near = self.near_context.wrap_socket(near, server_side=True)
            near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with near.makefile("rb") as stream:
                number = 1
                while (request := read_request(stream, number)) is not None and self.serve(near, far, request):
                    number += 1
        far.close()
        with contextlib.suppress(OSError):
            near.close()

    def take_act(self, request):
        with self.lock:
            if self.act is None or not request.path.endswith(self.only) or self.times == 0:
                return None
            if self.times is not None:
                self.times -= 1
            self.hits += 1
            return self.act

    def serve(self, near, far, request):
        """True if the connection goes on."""
        act = self.take_act(request)
        if act in BEFORE:
            BEFORE[act](self, request)
        answer = self.forward(far, request)
        if act == "twice":
            answer = self.forward(far, request)
        self.seen.append((request.path, answer[0]))
        data = as_bytes(answer)
        if act == "swallow":
            return False
        if act == "cut_answer":
            near.sendall(data[:self.at])
            return False
        if act in AFTER:
            data = AFTER[act](self, data)
        near.sendall(data)
        return True

    @staticmethod
    def forward(far, request):
        """(status, headers, body)"""
        headers = {name: value for name, value in request.headers.items() if name != "host"}
        far.request(request.method, request.path, request.body or None, headers)
        answer = far.getresponse()
        return answer.status, answer.getheaders(), answer.read()


def as_bytes(answer):
    status, headers, body = answer
    lines = [f"HTTP/1.1 {status} {http.client.responses.get(status, 'Answer')}"]
    lines.extend(f"{name}: {value}" for name, value in headers if name.lower() not in ("connection", "transfer-encoding"))
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def flipped(data, at):
    at %= len(data)
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def flip_request(box, request):
    """A byte of the body as it was sent, the length kept."""
    request.body = flipped(request.body, box.at)


def unpack_and_flip(box, request):
    """One that unpacks, changes a byte and makes a digest of its own: only the chain can tell."""
    import base64
    import hashlib
    request.body = flipped(request.batch, box.at)
    request.headers.pop("content-encoding", None)
    request.headers["content-digest"] = "sha-256=:" + base64.b64encode(hashlib.sha256(request.body).digest()).decode() + ":"


def add_headers(box, request):
    request.headers.update({"via": "1.1 middlebox", "x-forwarded-for": "10.0.0.1", "x-more": "x" * 500})


def flip_answer(box, data):
    """A byte of the answer's body."""
    head, _, body = data.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n" + flipped(body, box.at)


def add_answer_headers(box, data):
    return data.replace(b"\r\n", b"\r\nVia: 1.1 middlebox\r\nX-Cache: MISS\r\nAge: 0\r\n", 1)


BEFORE = {"flip_request": flip_request, "unpack_and_flip": unpack_and_flip, "add_headers": add_headers}
AFTER = {"flip_answer": flip_answer, "add_headers": add_answer_headers}


class Flapping(threading.Thread):
    """A wire that comes and goes; each cut counts."""

    def __init__(self, wire, shortest, longest, seed=1):
        super().__init__(daemon=True)
        self.wire, self.shortest, self.longest = wire, shortest, longest
        self.random = random.Random(seed)
        self.cuts, self.done = 0, threading.Event()

    def run(self):
        while not self.done.wait(self.random.uniform(self.shortest, self.longest)):
            self.wire.cut()
            self.cuts += 1
            time.sleep(self.random.uniform(self.shortest, self.longest))
            self.wire.mend()

    def finish(self):
        self.done.set()
        self.join()
        self.wire.mend()
