# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A name server that answers as it is told: `answer` is an address, "nxdomain", "servfail", "silence" or "dead6" (an IPv6 address
that nobody has, beside the right IPv4 one). Counts questions."""

import socket
import struct
import threading

RIGHT, A, AAAA = "127.0.0.1", 1, 28


class NameServer:
    def __init__(self, address="127.0.0.1", port=53):
        self.answer, self.asked = RIGHT, 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, port))
        threading.Thread(target=self.serve, daemon=True).start()

    def close(self):
        self.socket.close()

    def serve(self):
        while True:
            try:
                question, sender = self.socket.recvfrom(512)
            except OSError:
                return
            self.asked += 1
            if self.answer != "silence":
                self.socket.sendto(self.reply(question), sender)

    def reply(self, question):
        end = question.index(b"\0", 12) + 5
        kind = struct.unpack("!H", question[end - 4:end - 2])[0]
        code = {"nxdomain": 3, "servfail": 2}.get(self.answer, 0)
        data = b""
        if code == 0 and kind == A:
            data = socket.inet_aton(RIGHT if self.answer == "dead6" else self.answer)
        elif code == 0 and kind == AAAA and self.answer == "dead6":
            data = socket.inet_pton(socket.AF_INET6, "fd00:dead::1")
        record = b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 0, len(data)) + data if data else b""
        return question[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, int(bool(record)), 0, 0) + question[12:end] + record
