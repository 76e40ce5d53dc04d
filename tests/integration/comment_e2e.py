#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A name and a number that a resident wrote never leave the building: a real window, a connector who masks, central's page; and
then every byte of kiosk, syncd, central, backup and logs is searched for them.

Usage: comment_e2e.py BUILD SOURCE
"""

import os
import re
import sys
import time
import urllib.parse
import urllib.request
import ssl

from line import KIOSK, TENANT, Failed, Hand, Line, wait_until

PIN = "480159"
NAME, PHONE = "zwartveld", "0612345678"
TEXT = f"mevrouw {NAME} belt {PHONE}"
SECRETS = (NAME.encode(), PHONE.encode(), NAME.encode("utf-16-le"), PHONE.encode("utf-16-le"))
PASSWORD = "lange zin met vogels erin"


def layer_keys(source):
    """Of each layer of the Latin keyboard its keys in their order."""
    layers = []
    with open(os.path.join(source, "assets", "keyboards", "latin.keyboard"), encoding="utf-8") as file:
        for line in file.read().splitlines():
            words = line.split()
            if words[:1] == ["layer"]:
                layers.append([])
            elif words[:1] in (["row"], ["foot"]):
                layers[-1] += words[1:]
    return layers


def write(hand, layers, text):
    now = 0
    for sign in text:
        if sign == " ":
            hand.tap("key.space", pause=0.32)
            continue
        wanted = 0 if sign in layers[0] else next(i for i, keys in enumerate(layers) if sign in keys)
        if wanted != now:
            hand.tap(f"layer.{wanted}", pause=0.32)
            now = wanted
        hand.tap(f"key.{layers[wanted].index(sign)}", pause=0.32)


def leave_words(hand, layers):
    hand.see_screen("attract")
    for tap in ("tool.all", "programme.afval-kiezen", "answer.good", "choice.brengstation"):
        hand.tap(tap)
    hand.see_screen("thanks")
    hand.tap("tool.afterwards")
    hand.tap("tool.words")
    write(hand, layers, TEXT)
    hand.tap("tool.send")
    hand.see_screen("personal")  # she is warned, and leaves it so
    hand.tap("tool.anyway")
    hand.see_screen("left")
    hand.tap("tool.next")
    hand.tap("tool.stop")
    hand.see_screen("attract")


def to_desk(hand):
    hand.tap("tool.help")
    hand.see_screen("help")
    while hand.find("tool.staff") is None:
        hand.tap("tool.more")
        time.sleep(0.2)
    hand.tap("tool.staff")
    hand.see_screen("desk_door")
    for digit in PIN:
        hand.tap(f"pin.{digit}")
    hand.tap("tool.next")
    hand.see_screen("desk_home")


def mask_and_release(hand):
    hand.tap("desk.queue")
    hand.tap("row.0")
    scene = hand.see_screen("desk_words")
    words = [node["label"] for node in scene["nodes"] if node["id"].startswith("word.")]
    if words != ["mevrouw", "naam", "belt", "telefoon"]:
        raise Failed(f"expected a name and a number to be proposed, found {words}")
    hand.tap("tool.release")
    hand.see("undo.0")
    hand.tap("tool.leave")
    hand.see_screen("attract")


def staff_page(line, path):
    """As a member of staff sees it."""
    context = ssl.create_default_context(cafile=line.path("tls", "ca.pem"))
    base = f"https://localhost:{line.port}"

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), Stay)
    form = urllib.parse.urlencode({"naam": "jan", "wachtwoord": PASSWORD}).encode()
    try:
        opener.open(f"{base}/aanmelden", form)
        raise Failed("staff was not let in")
    except urllib.error.HTTPError as answer:
        cookie = answer.headers["Set-Cookie"].split(";")[0]
    return opener.open(urllib.request.Request(base + path, headers={"Cookie": cookie})).read().decode()


def search(line, backup):
    """Every file under the folder, the databases too."""
    seen = 0
    for folder, _, names in os.walk(line.folder):
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.isfile(path):
                continue
            with open(path, "rb") as file:
                content = file.read()
            seen += len(content)
            for secret in SECRETS:
                if secret in content.lower():
                    raise Failed(f"{secret} is in {path}")
    with open(backup, "rb") as file:
        if b"belt" not in file.read():
            raise Failed("the backup does not have the comment: nothing is shown by searching it")
    return seen


def main():
    with Line(sys.argv[1], sys.argv[2]) as line:
        line.start_central()
        line.publish()
        line.call("central", "staff", "add", "jan", "--tenant", TENANT, stdin=PASSWORD + "\n")
        line.call("central", "connector", "add", "Samira", "--tenant", TENANT, "--places", "prinsenhof", stdin=PIN + "\n")
        line.enrol()
        line.start_syncd()
        line.start_display()
        line.start_kiosk()
        hand = Hand(line)
        leave_words(hand, layer_keys(line.source))
        line.wait_arrived()
        with open(line.path("kiosk", "held.db"), "rb") as file:
            if NAME.encode() not in file.read():
                raise Failed("the words do not wait in held.db: nothing is shown by what follows")
        to_desk(hand)
        mask_and_release(hand)
        line.wait_arrived()
        if [r["kind"] for r in line.records()] != ["submission", "decision"]:
            raise Failed("released words do not wait for ten minutes")

        # The ten minutes begin anew with the program; a clock of the test's own lets them pass.
        line.stop("kiosk")
        script = line.path("later")
        with open(script, "w", encoding="utf-8") as file:
            file.write("expect screen attract\nwait 601s\nexpect screen attract\nwait 61s\nexpect screen attract\n")
        now = time.strftime("%Y-%m-%dT11:00:00Z", time.gmtime())  # the place is open
        line.call("kiosk", "--headless", "--size", "1280x800", "--clock", f"virtual={now}", "--script", script)
        wait_until("the comment at central", 60, lambda: [r["kind"] for r in line.records()] ==
                   ["submission", "decision", "comment"])
        comment = line.records()[2]["body"]
        if comment["text"] != "mevrouw \u2588 belt \u2588":
            raise Failed(f"not masked as she saw it: {comment['text']}")
        page = staff_page(line, "/programmas/afval-kiezen/reacties")
        if not re.search(r"mevrouw\s*<[^>]*>[^<]*</[^>]*>\s*belt|mevrouw \u2588 belt \u2588", page):
            raise Failed("central's page does not show the masked words")
        line.call("central", "verify")
        backup = line.path("central.backup")
        line.call("central", "backup", backup)
        line.call("central", "records", KIOSK)
        for name in ("syncd", "central"):
            line.stop(name)
        seen = search(line, backup)
        print(f"masked at the kiosk: in {seen} bytes of kiosk, syncd, central, backup and logs there is no trace")


if __name__ == "__main__":
    main()
