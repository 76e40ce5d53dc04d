#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Bad input gets a sentence that names file, line or path, the promised exit status, and loses nothing.

Usage: bad_input_e2e.py BUILD SOURCE
"""

import json
import os
import sqlite3
import sys

from line import KIOSK, TENANT, Failed, Line

PROGRAMS = ["central", "syncd", "kiosk"]
CHECK = {"central": ["check"], "syncd": ["--check"], "kiosk": ["--headless", "--check"]}
DATABASES = {"central": ("central", "central.db"), "syncd": ("sync", "sync.db"), "kiosk": ("kiosk", "kiosk.db")}


def expect(what, result, status, *says):
    text = result.stdout + result.stderr
    if result.returncode != status:
        raise Failed(f"{what}: exit {result.returncode}, expected {status}\n{text}")
    for word in says:
        if word not in text:
            raise Failed(f"{what}: does not say {word!r}\n{text}")
    if "Sanitizer" in text:
        raise Failed(f"{what}: {text}")
    print(f"as promised: {what}")


def replaced(path, text):
    with open(path, encoding="utf-8") as file:
        before = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return before


def bad_configurations(line):
    for name in PROGRAMS:
        path = line.path(name + ".conf")
        before = replaced(path, "nonsense = 1\n\nlog_level = loud\n")
        expect(f"{name}: unknown key and bad value at once", line.call(name, *CHECK[name], check=False), 2,
               f"{path}:1: nonsense", f"{path}:3: log_level")
        replaced(path, "no equals sign\n")
        expect(f"{name}: a line that is no setting", line.call(name, *CHECK[name], check=False), 2, f"{path}:1")
        replaced(path, before)
        os.rename(path, path + ".away")
        expect(f"{name}: no configuration", line.call(name, *CHECK[name], check=False), 2, path)
        os.mkdir(path)
        expect(f"{name}: configuration cannot be read", line.call(name, *CHECK[name], check=False), 2, path)
        os.rmdir(path)
        os.rename(path + ".away", path)


def bad_arguments(line):
    for name in PROGRAMS:
        expect(f"{name}: an unknown argument", line.call(name, "--colour", "red", check=False), 2, "--colour")


def bad_programmes(line):
    with open(f"{line.source}/assets/programmes/afval-kiezen.json", encoding="utf-8") as file:
        programme = json.load(file)
    del programme["promise"]["answer_due"]
    del programme["sources"]
    del programme["questions"][1]["text"]["en"]
    programme["questions"][0]["labels"]["bad"]["nl"] = "Dit is veel te lang voor een gezicht"
    path = line.path("wrong.json")
    replaced_new(path, json.dumps(programme))
    result = line.call("central", "programme", "check", path, check=False)
    expect("programme check: every complaint at once, with its path", result, 2, path, "$.promise.answer_due", "$.sources",
           "$.questions[1].text.en", "$.questions[0].labels.bad.nl")
    expect("publish: the same complaints, and nothing is published", line.call("central", "publish", path, check=False), 2,
           "$.promise.answer_due")
    replaced_new(path, '{"format": "buurtstem-programme/1",\n "id": }')
    expect("programme check: not JSON, with its line", line.call("central", "programme", "check", path, check=False), 2,
           path, "line 2")
    for name in ("versterking-leidschendam-noord.json", "afval-kiezen.json"):
        expect(f"programme check: {name} is sound",
               line.call("central", "programme", "check", f"{line.source}/assets/programmes/{name}"), 0)


def replaced_new(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def immutable_version(line):
    line.publish()
    with open(f"{line.source}/assets/programmes/afval-kiezen.json", encoding="utf-8") as file:
        text = file.read()
    path = line.path("changed.json")
    replaced_new(path, text.replace("Hoe schoon is uw straat?", "Hoe vies is uw straat?"))
    expect("publish: a published version never changes", line.call("central", "publish", path, check=False), 1,
           "afval-kiezen")


def newer_databases(line):
    for name in PROGRAMS:
        folder, file = DATABASES[name]
        path = line.path(folder, file)
        database = sqlite3.connect(path)
        version = database.execute("PRAGMA user_version").fetchone()[0]
        database.execute("CREATE TABLE later (one)")
        database.execute(f"PRAGMA user_version = {version + 7}")
        database.commit()
        database.close()
        verb = {"central": ["verify"], "syncd": ["--once"], "kiosk": ["--headless", "--script", "/dev/null"]}[name]
        expect(f"{name}: a database of a newer version", line.call(name, *verb, check=False), 1, file, str(version + 7))
        database = sqlite3.connect(path)
        database.execute("DROP TABLE later")
        database.execute(f"PRAGMA user_version = {version}")
        database.commit()
        database.close()


def one_process_each(line):
    line.start_display()
    line.start_kiosk()
    line.start_syncd()
    from line import wait_until
    wait_until("the kiosk's first frame", 20, lambda: os.path.exists(line.path("scene.json")))
    pid = str(line.running["kiosk"].pid)
    expect("a second kiosk on the same data", line.call("kiosk", "--headless", check=False), 1, pid)
    expect("a second syncd on the same data", line.call("syncd", "--once", check=False), 1, str(line.running["syncd"].pid))
    expect("a second central on the same data", line.call("central", "serve", check=False), 1)
    line.stop("kiosk")
    line.stop("syncd")


def wrong_codes(line):
    line.call("central", "kiosk", "invite", "other-1", "--tenant", TENANT, "--place", "prinsenhof")
    expect("a wrong enrolment code",
           line.call("syncd", "enrol", "--server", f"https://localhost:{line.wire.port}", "--ca",
                     line.path("tls", "ca.pem"), stdin="AAAA-BBBB-CCCC\n", check=False), 1)
    expect("an enrolment code that is none",
           line.call("syncd", "enrol", "--server", f"https://localhost:{line.wire.port}", "--ca",
                     line.path("tls", "ca.pem"), stdin="hello\n", check=False), 2)


def revoked(line):
    line.call("central", "kiosk", "revoke", KIOSK)
    result = line.call("syncd", "--once", check=False)
    expect("a revoked kiosk is told so", result, 1)
    if line.status()["trouble"] not in ("authorisation", {"class": "authorisation"}):
        print("status:", line.status())


def main():
    with Line(sys.argv[1], sys.argv[2]) as line:
        bad_configurations(line)
        bad_arguments(line)
        bad_programmes(line)
        line.start_central()
        immutable_version(line)
        wrong_codes(line)
        line.enrol()
        line.call("syncd", "--once")
        one_process_each(line)
        revoked(line)
        line.stop("central")
        newer_databases(line)


if __name__ == "__main__":
    main()
