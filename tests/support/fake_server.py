#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A central that can be asked to misbehave: speaks the real protocol over TLS, keeps what it is sent in memory, and
answers by the fault of the moment. Used by tests in their own process, or by hand:

    fake_server.py CERTIFICATES [PORT [FAULT]]        CERTIFICATES is a folder made by make_ca.sh
"""

import base64
import ctypes
import hashlib
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import warnings

RECEIPT = "application/vnd.buurtstem.receipt+json"
BUNDLE = "application/vnd.buurtstem.bundle+json"
BATCH = "application/vnd.buurtstem.batch"
PROBLEM = "application/problem+json"
LOGIN_PAGE = b"<!DOCTYPE html><html><head><title>Gratis wifi</title></head><body>Log in</body></html>"
REASONS = {200: "OK", 201: "Created", 204: "No Content", 302: "Found", 304: "Not Modified", 307: "Temporary Redirect"}


ZSTD = ctypes.CDLL("libzstd.so.1")
ZSTD.ZSTD_decompress.restype = ctypes.c_size_t
ZSTD.ZSTD_decompress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Fork(Exception):
    pass


class Gap(Exception):
    pass


class BadBatch(Exception):
    pass


class Log:
    """One kiosk's stored lines by epoch, as central keeps them."""

    def __init__(self, kiosk):
        self.kiosk = kiosk
        self.epochs = {}
        self.batches = 0

    def copy(self):
        log = Log(self.kiosk)
        log.epochs = {epoch: list(lines) for epoch, lines in self.epochs.items()}
        return log

    def hash_at(self, epoch, seq):
        digest = sha256(f"buurtstem1 {self.kiosk} {epoch}".encode())
        for line in self.epochs.get(epoch, [])[:seq]:
            digest = sha256(digest.encode() + b"\n" + line.rsplit(b"\t", 1)[0])
        return digest

    def accept(self, raw):
        """Stores a batch, whole or not at all; returns the receipt's members."""
        head, _, rest = raw.partition(b"\n")
        header = json.loads(head)
        lines = rest.split(b"\n")
        if set(header) != {"v", "kiosk", "epoch", "first_seq", "count", "prev_hash", "last_hash"} or lines.pop() != b"":
            raise BadBatch("header or last line")
        epoch, first = header["epoch"], header["first_seq"]
        if header["v"] != 1 or header["kiosk"] != self.kiosk or len(lines) != header["count"] or len(raw) > 512 * 1024:
            raise BadBatch("version, kiosk, count or size")
        held = self.epochs.setdefault(epoch, [])
        if first > len(held) + 1:
            raise Gap(len(held))
        if self.hash_at(epoch, first - 1) != header["prev_hash"]:
            raise Fork(first - 1)
        for seq, line in enumerate(lines, first):
            fields = line.split(b"\t")
            if len(fields) != 9 or fields[0] != str(seq).encode() or (fields[8] and sha256(fields[8]).encode() != fields[7]):
                raise BadBatch(f"line {seq}")
            if seq <= len(held) and held[seq - 1] != line:
                raise Fork(seq)
        held.extend(lines[len(held) + 1 - first:])
        if self.hash_at(epoch, first + len(lines) - 1) != header["last_hash"]:
            raise BadBatch("last_hash")
        self.batches += 1
        return {"kiosk": self.kiosk, "epoch": epoch, "batch_hash": sha256(raw), "complete_to": len(held),
                "hash_at_complete_to": self.hash_at(epoch, len(held)), "backup_complete_to": 0, "set_aside": [],
                "server_time": int(time.time() * 1000)}


class Signer:
    """Ed25519 by the openssl program."""

    def __init__(self):
        self.kept = tempfile.TemporaryDirectory(prefix="buurtstem-signer-")  # goes when the signer does
        self.folder = self.kept.name
        self.key = os.path.join(self.folder, "key.pem")
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.key], check=True,
                       capture_output=True)
        der = subprocess.run(["openssl", "pkey", "-in", self.key, "-pubout", "-outform", "DER"], check=True,
                             capture_output=True).stdout
        self.public = der[-32:]

    def sign(self, data):
        path = os.path.join(self.folder, "data")
        with open(path, "wb") as file:
            file.write(data)
        return subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.key, "-in", path], check=True,
                              capture_output=True).stdout


def make_bundle(tenant, kiosk, serial, more=None):
    return json.dumps({**(more or {}),
        "v": 1, "tenant": tenant, "tenant_name": "Voorbeeldgemeente", "kiosk": kiosk, "serial": serial,
        "issued": "2026-03-02T09:00:00Z", "in_use": True,
        "place": {"id": "prinsenhof", "name": "Buurthuis Prinsenhof", "neighbourhood": "Noord",
                  "area": {"code": "WK191601", "year": 2025}, "hours": [None] * 7, "example": True},
        "languages": ["nl"], "outcomes": [], "connectors": [], "notices": [], "programmes": []}).encode()


class Request:
    def __init__(self, method, path, headers, body, number):
        self.method, self.path, self.headers, self.body = method, path, headers, body
        self.number = number  # on its connection, from 1


    @property
    def batch(self):
        """The body without its content coding."""
        coding = self.headers.get("content-encoding")
        if coding is None:
            return self.body
        room = ctypes.create_string_buffer(512 * 1024)
        size = ZSTD.ZSTD_decompress(room, len(room), self.body, len(self.body)) if coding == "zstd" else len(room) + 1
        if size > len(room):
            raise BadBatch("content coding")
        return room.raw[:size]


def read_request(stream, number):
    """The next request on a connection, or None at its end."""
    line = stream.readline(8192)
    if not line:
        return None
    method, path, _ = line.decode("latin-1").split(" ", 2)
    headers = {}
    for raw in iter(lambda: stream.readline(8192), b"\r\n"):
        if not raw:
            return None
        name, _, value = raw.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    length = int(headers.get("content-length", "0"))
    body = stream.read(length)
    return Request(method, path, headers, body, number) if len(body) == length else None


def response(status, media_type=None, body=b"", extra=(), length=True):
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Answer')}"]
    if media_type:
        lines.append(f"Content-Type: {media_type}")
    if length and status != 304:
        lines.append(f"Content-Length: {len(body)}")
    lines.extend(f"{name}: {value}" for name, value in extra)
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def problem(status, kind, **members):
    body = {"type": f"urn:buurtstem:problem:{kind}", "status": status, "title": kind}
    body.update(members)
    return response(status, PROBLEM, json.dumps(body).encode())


class FakeServer:
    """Set `fault` (what an answer is), `bundle_fault` and `beat_fault` (for those alone), `tls` (how the connection is made); see FAULTS and TLS_MODES."""

    TLS_MODES = {"good": "good", "expired": "expired", "not-yet": "not-yet", "other-host": "other-host",
                 "unknown": "unknown", "tls12": "good", "plain": None, "cut": None}
    MORE_TLS_MODES = {"self-signed": "self-signed", "moved": "moved", "weak": "weak", "tls11": "good"}

    def __init__(self, certificates, port=0, kiosk="prinsenhof-1", tenant="GM1916"):
        self.kiosk, self.tenant = kiosk, tenant
        self.fault, self.bundle_fault, self.beat_fault, self.tls = "none", "none", "none", "good"
        self.credential_fault = "none"
        self.log = Log(kiosk)
        self.signer = Signer()
        self.serial = 5
        self.bundle_more = {}  # members that the bundle has besides; take another serial with them
        self.generation, self.next_token = 0, None  # asked for, and handed in but not used yet
        self.token_generation = self.next_generation = 0  # in use, and of the one that was handed in
        self.tokens = set()  # hashes that took the place of one from an enrolment
        self.signed = {}
        self.codes = {"ABCDEFGHJKMN": None}  # one-time code -> hash of the token that used it
        self.on_enrolment = lambda request: None
        self.enrolment_status = 201
        self.requests = []  # (method, path)
        self.expecting = []  # paths of requests with an Expect header
        self.heartbeats = []  # as they came, each a dict
        self.codings = []  # of each batch, None for none
        self.connections = 0
        self.open = set()
        self.lock = threading.Lock()
        self.contexts = {}
        for mode, name in {**self.TLS_MODES, **self.MORE_TLS_MODES}.items():
            if name:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                if mode in ("weak", "tls11"):
                    context.set_ciphers("DEFAULT:@SECLEVEL=0")
                context.load_cert_chain(f"{certificates}/{name}.pem", f"{certificates}/{name}.key")
                if mode == "tls12":
                    context.maximum_version = ssl.TLSVersion.TLSv1_2
                if mode == "tls11":
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore", DeprecationWarning)
                        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
                self.contexts[mode] = context
        self.listener = None
        self.port = port
        self.is_stopping = threading.Event()
        self.start()

    @property
    def url(self):
        return f"https://localhost:{self.port}"

    def start(self):
        self.is_stopping.clear()
        self.listener = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, args=(self.listener,), daemon=True).start()

    def stop(self):
        """Nobody takes connections any more and those there are end; start() takes up the same port again."""
        if self.is_stopping.is_set():
            return
        self.is_stopping.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in list(self.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def serve(self, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        try:
            connection.settimeout(60)
            if self.tls in ("cut", "plain"):
                connection.recv(16)
                if self.tls == "plain":
                    connection.sendall(response(400, "text/plain", b"this port speaks HTTP"))
                return
            connection = self.contexts[self.tls].wrap_socket(connection, server_side=True)
            self.open.add(connection)
            with connection.makefile("rb") as stream:
                number = 1
                request = read_request(stream, number)
                while request is not None and self.answer(connection, request):
                    number += 1
                    request = read_request(stream, number)
        except (OSError, ValueError):
            pass
        finally:
            self.open.discard(connection)
            try:
                connection.close()
            except OSError:
                pass

    def answer(self, connection, request):
        """True if the connection goes on."""
        self.requests.append((request.method, request.path))
        base = f"/v1/kiosks/{self.kiosk}"
        fault = {f"{base}/bundle": self.bundle_fault, f"{base}/heartbeat": self.beat_fault,
                 f"{base}/credential": self.credential_fault}.get(request.path, self.fault)
        send = connection.sendall
        if fault in FAULTS:
            return FAULTS[fault](self, send, request)
        if request.path == "/v1/enrolments" and request.method == "POST":
            send(self.enrol(request))
        elif not self.is_authorised(request):
            send(problem(401, "unknown-kiosk"))
        elif request.path == f"{base}/batches" and request.method == "POST":
            self.codings.append(request.headers.get("content-encoding"))
            send(self.take_batch(request))
        elif request.path == f"{base}/bundle" and request.method == "GET":
            send(self.give_bundle(request))
        elif request.path == f"{base}/heartbeat" and request.method == "PUT":
            send(self.take_heartbeat(request))
        elif request.path == f"{base}/credential" and request.method == "PUT":
            send(self.take_credential(request))
        else:
            send(problem(404, "other"))
        return True

    def is_authorised(self, request):
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        digest = sha256(token.encode())
        if scheme == "Bearer" and digest == self.next_token:
            self.codes, self.tokens, self.next_token = {code: None for code in self.codes}, {digest}, None
            self.token_generation = self.next_generation
        return scheme == "Bearer" and (digest in self.codes.values() or digest in self.tokens)

    def take_credential(self, request):
        ask = json.loads(request.body)
        if set(ask) != {"token_hash", "generation"} or request.headers.get("content-type") != "application/json":
            return problem(400, "bad-request")
        if ask["generation"] != self.generation or ask["generation"] <= self.token_generation:
            return problem(403, "bad-code")
        self.next_token, self.next_generation = ask["token_hash"], ask["generation"]
        return response(204, length=False)

    def ask_new_token(self):
        self.generation += 1
        self.serial += 1
        self.bundle_more["credential"] = {"generation": self.generation}

    def enrol(self, request):
        ask = json.loads(request.body)
        self.on_enrolment(ask)
        code, token_hash = ask["code"], ask["token_hash"]
        if code not in self.codes or self.codes[code] not in (None, token_hash):
            return problem(403, "bad-code")
        self.codes[code], self.token_generation = token_hash, 0
        return response(self.enrolment_status, "application/json", json.dumps({
            "kiosk": self.kiosk, "tenant": self.tenant, "bundle_key": self.signer.public.hex(),
            "server_time": int(time.time() * 1000)}).encode())

    def receipt(self, request):
        with self.lock:
            return self.log.accept(request.batch)

    def take_batch(self, request, change=lambda receipt: None, status=201, media_type=RECEIPT):
        digest = "sha-256=:" + base64.b64encode(hashlib.sha256(request.body).digest()).decode() + ":"
        if request.headers.get("content-type") != BATCH or request.headers.get("content-digest") != digest:
            return problem(400, "bad-request")
        try:
            receipt = self.receipt(request)
        except Gap as gap:
            return problem(409, "gap", complete_to=gap.args[0])
        except Fork as fork:
            return problem(409, "fork", seq=fork.args[0], ours="0" * 64, theirs="1" * 64)
        except BadBatch as bad:
            return problem(400, "bad-request", detail=str(bad))
        change(receipt)
        return response(status, media_type, json.dumps(receipt).encode())

    def take_heartbeat(self, request):
        if request.headers.get("content-type") != "application/json":
            return problem(400, "bad-request")
        self.heartbeats.append(json.loads(request.body))
        return response(204, length=False)

    def give_bundle(self, request, serial=None, sign=None):
        serial = serial or self.serial
        etag = f'"serial-{serial}"'
        if request.headers.get("if-none-match") == etag:
            return response(304, extra=[("ETag", etag)])
        body = make_bundle(self.tenant, self.kiosk, serial, self.bundle_more)
        if serial not in self.signed:
            self.signed[serial] = base64.b64encode(self.signer.sign(body)).decode()
        signature = sign(self.signed[serial]) if sign else self.signed[serial]
        extra = [("ETag", etag)] + ([("Buurtstem-Signature", signature)] if signature else [])
        return response(200, BUNDLE, body, extra)


# --- faults: (server, send, request) -> whether the connection goes on ---

def plainly(answer):
    """An answer that does not depend on the request; nothing is stored."""
    def fault(server, send, request):
        del server, request
        send(answer)
        return True
    return fault


def changed(**members):
    """A receipt that is right but for some members; the batch is NOT stored, as a liar would do it."""
    def fault(server, send, request):
        log = server.log.copy()
        receipt = log.accept(request.batch)
        receipt.update({name: value(receipt) for name, value in members.items()})
        send(response(201, RECEIPT, json.dumps(receipt).encode()))
        return True
    return fault


def honest_receipt(server, request):
    return json.dumps(server.log.copy().accept(request.batch)).encode()


def cut_body(server, send, request):
    body = honest_receipt(server, request)
    send(response(201, RECEIPT, body)[:-20])
    return False


def cut_at_close(server, send, request):
    body = honest_receipt(server, request)
    send(response(201, RECEIPT, body[:-20], [("Connection", "close")], length=False))
    return False


def cut_chunk(server, send, request):
    body = honest_receipt(server, request)
    send(response(201, RECEIPT, f"{len(body):x}\r\n".encode() + body[:-20], [("Transfer-Encoding", "chunked")],
                  length=False))
    return False


def close_after_reading(server, send, request):
    return False


def stored_but_silent(server, send, request):
    server.take_batch(request)
    return False


def stored_but_silent_when_reused(server, send, request):
    """Closes without an answer, once, on a connection that was used before: libcurl sends the batch again by itself."""
    if request.method == "POST" and request.number > 1:
        server.fault = "none"
        server.take_batch(request)
        return False
    send(server.take_batch(request) if request.method == "POST" else server.give_bundle(request))
    return True


def wrong_media_type(server, send, request):
    send(response(201, "application/json", honest_receipt(server, request)))
    return True


def right_receipt_status_200(server, send, request):
    send(response(200, RECEIPT, honest_receipt(server, request)))
    return True


def trailing_bytes(server, send, request):
    send(response(201, RECEIPT, honest_receipt(server, request) + b"{}"))
    return True


def duplicate_key(server, send, request):
    body = honest_receipt(server, request)
    send(response(201, RECEIPT, b'{"complete_to":1,' + body[1:]))
    return True


def knows_no_coding(server, send, request):
    """A central from before content codings: the batch as it is, or nothing."""
    if request.method == "POST":
        server.codings.append(request.headers.get("content-encoding"))
    if "content-encoding" in request.headers:
        send(response(415, "text/plain", b"what is this"))
    else:
        send(server.take_batch(request) if request.method == "POST" else server.give_bundle(request))
    return True


def as_usual(server, request):
    return server.take_batch(request) if request.method == "POST" else server.give_bundle(request)


def waits_for_continue(server, send, request):
    """Takes what comes, but who asks whether to continue is never told."""
    if "expect" in request.headers:
        server.expecting.append(request.path)
        server.is_stopping.wait(30)
        return False
    send(as_usual(server, request))
    return True


def one_request_a_connection(server, send, request):
    """HTTP/1.1's way of going away: the answer, and then the end, announced or not."""
    answer = as_usual(server, request)
    send(answer.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) if server.connections % 2 else answer)
    return False


def slow_drip(server, send, request):
    for byte in response(201, RECEIPT, honest_receipt(server, request)):
        if server.is_stopping.wait(0.3):
            break
        send(bytes([byte]))
    return False


def never_answers(server, send, request):
    server.is_stopping.wait(30)
    return False


def endless_body(server, send, request):
    send(response(201, RECEIPT, b"", length=False))
    while not server.is_stopping.is_set():
        send(b" " * 65536)
    return False


def header_flood(server, send, request):
    send(b"HTTP/1.1 201 Created\r\n")
    while not server.is_stopping.is_set():
        send(b"X-More: " + b"x" * 1000 + b"\r\n")
    return False


def bundle_change(**how):
    def fault(server, send, request):
        send(server.give_bundle(request, **how))
        return True
    return fault


def bundle_endless(server, send, request):
    send(response(200, BUNDLE, b"", [("Buurtstem-Signature", "x")], length=False))
    while not server.is_stopping.is_set():
        send(b" " * 65536)
    return False


def bundle_byte_changed(server, send, request):
    answer = server.give_bundle(request)
    send(answer.replace(b"Noord", b"Woord"))
    return True


FAULTS = {
    "login_page_200": plainly(response(200, "text/html; charset=utf-8", LOGIN_PAGE)),
    "login_page_201": plainly(response(201, "text/html", LOGIN_PAGE)),
    "login_page_called_receipt": plainly(response(201, RECEIPT, LOGIN_PAGE)),
    "login_page_511": plainly(response(511, "text/html", LOGIN_PAGE)),
    "redirect_302": plainly(response(302, extra=[("Location", "/elsewhere")])),
    "redirect_307": plainly(response(307, extra=[("Location", "https://localhost/elsewhere")])),
    "redirect_to_http": plainly(response(302, extra=[("Location", "http://127.0.0.1/elsewhere")])),
    "empty_204": plainly(response(204)),
    "empty_json_200": plainly(response(200, "application/json", b"{}")),
    "empty_json_201": plainly(response(201, RECEIPT, b"{}")),
    "garbage_receipt": plainly(response(201, RECEIPT, bytes(range(256)))),
    "deep_receipt": plainly(response(201, RECEIPT, b"[" * 4000)),
    "not_http": plainly(b"SSH-2.0-OpenSSH_9.2\r\n" * 10),
    # SETTINGS, then GOAWAY with ENHANCE_YOUR_CALM: what one that speaks HTTP/2 unasked would send.
    "speaks_http2": plainly(bytes.fromhex("000000040000000000" "000008070000000000" "000000000000000b")),
    "status_502": plainly(response(502, "text/html", b"<h1>Bad Gateway</h1>")),
    "status_504": plainly(response(504, "text/html", b"<h1>Gateway Time-out</h1>")),
    "status_410": plainly(problem(410, "other")),
    "waits_for_continue": waits_for_continue,
    "one_request_a_connection": one_request_a_connection,
    "status_500": plainly(response(500, "text/plain", b"oops")),
    "status_503": plainly(response(503, extra=[("Retry-After", "120")])),
    "status_429": plainly(response(429, extra=[("Retry-After", "1")])),
    "status_401": plainly(problem(401, "unknown-kiosk")),
    "status_403_revoked": plainly(problem(403, "revoked")),
    "status_404": plainly(problem(404, "other")),
    "status_405": plainly(response(405, extra=[("Allow", "GET")])),
    "status_413": plainly(response(413)),
    "gap_to_nowhere": plainly(problem(409, "gap", complete_to=9999)),
    "gap_without_end": plainly(problem(409, "gap", complete_to=0)),
    "fork": plainly(problem(409, "fork", seq=1, ours="0" * 64, theirs="1" * 64)),
    "bad_chain": plainly(problem(409, "bad-chain", complete_to=0)),
    "wrong_batch_hash": changed(batch_hash=lambda receipt: "0" * 64),
    "wrong_chain_hash": changed(hash_at_complete_to=lambda receipt: "0" * 64),
    "other_kiosk": changed(kiosk=lambda receipt: "elders-2"),
    "other_epoch": changed(epoch=lambda receipt: "0" * 16),
    "more_than_sent": changed(complete_to=lambda receipt: receipt["complete_to"] + 1),
    "complete_to_as_text": changed(complete_to=lambda receipt: str(receipt["complete_to"])),
    "unknown_member": changed(extra=lambda receipt: 1),
    "wrong_media_type": wrong_media_type,
    "right_receipt_status_200": right_receipt_status_200,
    "trailing_bytes": trailing_bytes,
    "duplicate_key": duplicate_key,
    "cut_body": cut_body,
    "cut_at_close": cut_at_close,
    "cut_chunk": cut_chunk,
    "close_after_reading": close_after_reading,
    "stored_but_silent": stored_but_silent,
    "stored_but_silent_when_reused": stored_but_silent_when_reused,
    "knows_no_coding": knows_no_coding,
    "slow_drip": slow_drip,
    "never_answers": never_answers,
    "endless_body": endless_body,
    "header_flood": header_flood,
    "bundle_bad_signature": bundle_change(sign=lambda good: base64.b64encode(bytes(64)).decode()),
    "bundle_no_signature": bundle_change(sign=lambda good: ""),
    "bundle_short_signature": bundle_change(sign=lambda good: good[:20]),
    "bundle_old_serial": bundle_change(serial=1),
    "bundle_byte_changed": bundle_byte_changed,
    "bundle_endless": bundle_endless,
}


def main():
    server = FakeServer(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    server.fault = sys.argv[3] if len(sys.argv) > 3 else "none"
    print(f"{server.url} code {' '.join(server.codes)}", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
