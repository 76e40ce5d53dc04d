#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The whole line runs; then everything that a neighbour on the machine could look at is searched for what he must not find:
logs, arguments, environments, databases, core files, and who may open which file.

Usage: attack_secrets.py BUILD SOURCE
"""

import http.client
import json
import os
import re
import ssl
import stat
import sys
import urllib.parse

from line import KIOSK, TENANT, Failed, Line, wait_until

PASSWORD = "zeer geheim wachtwoord 8812"
OWN = {"credential": 0o600, "admin.sock": 0o600, "central.db.lock": 0o600}  # the rest: 0640 at most, in folders of 0700


def sign_in(line):
    """The session's cookie."""
    context = ssl.create_default_context(cafile=line.path("tls", "ca.pem"))
    connection = http.client.HTTPSConnection("localhost", line.port, context=context, timeout=30)
    connection.request("POST", "/aanmelden", urllib.parse.urlencode({"naam": "jan", "wachtwoord": PASSWORD}),
                       {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.getheader("Set-Cookie").split(";")[0].split("=", 1)[1]


def forbid(where, content, secrets):
    for name, secret in secrets.items():
        if secret.encode() in content:
            raise Failed(f"{where}: the {name} can be read there")


def search_processes(line, secrets):
    for name in ("central", "syncd", "kiosk"):
        for file in ("cmdline", "environ"):
            with open(f"/proc/{line.running[name].pid}/{file}", "rb") as content:
                forbid(f"{file} of {name}", content.read(), secrets)
        with open(f"/proc/{line.running[name].pid}/limits", encoding="ascii") as limits:
            if not re.search(r"^Max core file size +0 +0 ", limits.read(), re.MULTILINE):
                raise Failed(f"{name}: what it holds in memory would go into a core file")


def search_files(line, secrets):
    for folder in ("central", "sync", "kiosk"):
        for name in os.listdir(line.path(folder)):
            path = line.path(folder, name)
            mode = stat.S_IMODE(os.lstat(path).st_mode)
            if mode & ~OWN.get(name, 0o640):
                raise Failed(f"{path}: mode {mode:o}")
            if name != "credential" and stat.S_ISREG(os.lstat(path).st_mode):
                with open(path, "rb") as file:
                    forbid(path, file.read(), secrets)


def visit(line):
    """A headless kiosk that answers once and then stays."""
    with open(line.path("script"), "w", encoding="utf-8") as file:
        file.write("tap answer.bad\ntap choice.werk-geld\ntap choice.veilig\ntap choice.buren\ntap tool.next\n"
                   f"expect screen thanks\nscene {line.path('thanks')}\nawait {line.path('never')}\n")
    line.start("kiosk", "--headless", "--script", line.path("script"))
    wait_until("the thanks", 60, lambda: os.path.exists(line.path("thanks")) or line.running["kiosk"].poll() is not None)


def main():
    with Line(sys.argv[1], sys.argv[2], size=(1280, 800)) as line:
        line.start_central()
        line.publish()
        line.call("central", "staff", "add", "jan", "--tenant", TENANT, stdin=PASSWORD + "\n")
        code = line.call("central", "kiosk", "invite", KIOSK, "--tenant", TENANT, "--place", "prinsenhof").stdout.strip()
        line.call("syncd", "enrol", "--server", f"https://localhost:{line.wire.port}", "--ca",
                  line.path("tls", "ca.pem"), stdin=code)
        line.start_syncd()
        wait_until("the bundle", 30, lambda: "bundle" in line.log("syncd"))
        visit(line)
        line.wait_arrived()
        secrets = {"password": PASSWORD, "code": code, "bare code": code.replace("-", ""), "cookie": sign_in(line)}
        with open(line.path("sync", "credential"), encoding="utf-8") as file:
            secrets["token"] = file.read().strip()
        search_processes(line, secrets)
        search_files(line, secrets)
        line.stop("syncd")
        line.stop("central")
        said = {"answer": "werk-geld", "programme": "versterking", "salt": json.loads(
            line.call("central", "records", KIOSK).stdout.split("\t")[8])["salt"]}
        for name in ("central", "syncd", "kiosk"):
            forbid(f"log of {name}", line.log(name).encode(), {**secrets, **said})
        search_files(line, secrets)
        os.close(os.open(line.path("never"), os.O_CREAT))
        print("no secret and no answer where it does not belong")


if __name__ == "__main__":
    main()
