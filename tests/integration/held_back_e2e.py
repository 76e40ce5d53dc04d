#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What no connector has released never crosses the wire: two hundred comments wait, the daemon runs, and everything that it sends is
read behind its TLS. A connector releases some, hides some and passes some on.

Usage: held_back_e2e.py BUILD SOURCE
"""

import http.client
import http.server
import ssl
import subprocess
import sys
import threading
import time

from line import TENANT, Failed, Line, wait_until

PIN = "480159"
COUNT, RELEASED, HIDDEN, PASSED = 200, 3, 2, 1
SETTLED = RELEASED  # what reaches the log once nothing can be taken back


class Listener:
    """Stands between syncd and central with central's own certificate, and keeps what passes."""

    def __init__(self, line):
        self.seen, self.requests, self.lock = [], 0, threading.Lock()
        ahead = ssl.create_default_context(cafile=line.path("tls", "ca.pem"))
        listener = self

        class Relay(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def relay(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                listener.note(f"{self.requestline}\n{self.headers}".encode(), body, self.headers.get("Content-Encoding"))
                central = http.client.HTTPSConnection("localhost", line.port, context=ahead, timeout=60)
                central.request(self.command, self.path, body, dict(self.headers))
                answer = central.getresponse()
                content = answer.read()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                        self.send_header(name, value)
                if answer.status != 304:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                central.close()

            do_GET = do_POST = do_PUT = relay

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Relay)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(line.path("tls", "server.pem"), line.path("tls", "server.key"))
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def note(self, head, body, encoding):
        if encoding == "zstd":
            body = subprocess.run(["zstd", "-dc"], input=body, capture_output=True, check=True).stdout
        elif encoding is not None:
            raise Failed(f"a body in {encoding}, which nobody looks into")
        with self.lock:
            self.requests += 1
            self.seen += [head, body]

    def heard(self):
        with self.lock:
            return b"\0".join(self.seen)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def desk(actions):
    """Signs in at the door, and out again; the way there is help's last page, however many there are."""
    pin = "".join(f"tap pin.{digit}\n" for digit in PIN)
    return (f"expect screen attract\ntap tool.help\n{{more}}tap tool.staff\n{pin}tap tool.next\nwait 1s\n"
            f"expect screen desk_home\ntap desk.queue\n{actions}tap tool.leave\nexpect screen attract\n")


def run_kiosk(line, script):
    """Without a window, by a clock of the test's own."""
    with open(line.path("script"), "w", encoding="utf-8") as file:
        file.write(script)
    now = time.strftime("%Y-%m-%dT11:00:00Z", time.gmtime())  # the place is open
    return line.call("kiosk", "--headless", "--size", "1280x800", "--clock", f"virtual={now}", "--script", line.path("script"),
                     check=False)


def decide(line):
    release = "tap row.{}\nexpect screen desk_words\ntap tool.release\nwait 1s\nexpect screen desk_queue\n"
    hide = "tap row.{}\ntap tool.hide\ntap reason.insult\nwait 1s\nexpect screen desk_queue\n"
    passed = "tap row.{}\ntap tool.pass\ntap pass.contact\nwait 1s\nexpect screen desk_queue\n"
    # Six rows a page: what is decided stands in its row until it is settled.
    actions = "".join(release.format(i) for i in range(RELEASED)) + \
        "".join(hide.format(i) for i in range(RELEASED, RELEASED + HIDDEN)) + passed.format(RELEASED + HIDDEN)
    for pages in range(6):
        done = run_kiosk(line, desk(actions).replace("{more}", "tap tool.more\n" * pages))
        if done.returncode == 0:
            return
        if "tool.staff" not in done.stderr:
            break
    raise Failed(done.stderr)


def main():
    with Line(sys.argv[1], sys.argv[2]) as line:
        line.start_central()
        line.publish()
        line.call("central", "connector", "add", "Samira", "--tenant", TENANT, "--places", "prinsenhof", stdin=PIN + "\n")
        listener = Listener(line)
        try:
            line.enrol_at(listener.port)
            line.start_syncd()
            told = subprocess.run([f"{line.build}/tests/integration/held_tool", line.path("kiosk"), str(COUNT), "afval-kiezen",
                                   "prinsenhof"], capture_output=True, text=True, check=True).stdout.splitlines()
            texts = [text.partition(" ")[2].encode() for text in told]
            decide(line)
            wait_until("the decisions", 60, lambda: [r["kind"] for r in line.records()] ==
                       ["decision"] * (RELEASED + HIDDEN + PASSED))
            found = [text for text in texts if text in listener.heard()]
            if found:
                raise Failed(f"{len(found)} comments crossed the wire before anything was settled")
            done = run_kiosk(line, "expect screen attract\nwait 601s\nexpect screen attract\nwait 61s\nexpect screen attract\n")
            if done.returncode != 0:
                raise Failed(done.stderr)
            wait_until("the released comments", 60, lambda: [r["kind"] for r in line.records()].count("comment") == SETTLED)
            line.wait_arrived()
            heard = listener.heard()
            found = [index for index, text in enumerate(texts) if any(word in heard for word in text.split())]
            if found != list(range(RELEASED)):
                raise Failed(f"expected the {RELEASED} oldest to have crossed the wire, found {found}")
            print(f"{listener.requests} requests, {len(heard)} bytes: {RELEASED} of {COUNT} comments crossed, no other word of any")
        finally:
            listener.close()


if __name__ == "__main__":
    main()
