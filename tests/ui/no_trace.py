#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody wrote is gone when the visit is over: from the process's memory, from the data folder and from what the
program said. Only words that were sent stand in held.db, and name and number nowhere.

Usage: no_trace.py BUILD SOURCE
"""

import array
import base64
import contextlib
import json
import os
import subprocess

import kiosk_stage
import make_bundle
from kiosk_stage import KioskTest, wait_until

WORDS, NAME, PHONE = "sneeuwvlok in de zandbak", "kwibusje", "0687654329"
TO_THANKS = """
tap answer.good
tap choice.brengstation
expect screen thanks
tap tool.afterwards
"""


def keys(source, name, text):
    """Taps on the keys of the first layer that write a text."""
    with open(os.path.join(source, "assets", "keyboards", f"{name}.keyboard"), encoding="utf-8") as file:
        lines = [line.split() for line in file.read().split("\n")]
    first = []
    for line in lines[next(i for i, line in enumerate(lines) if line[:1] == ["layer"]) + 1:]:
        if line[:1] == ["layer"]:
            break
        if line[:1] in (["row"], ["foot"]):
            first += line[1:]
    return "".join(f"tap key.{'space' if sign == ' ' else first.index(sign)}\n" for sign in text)


def public_key():
    """An RSA key whose private part is thrown away."""
    private = subprocess.run(["openssl", "genrsa", "2048"], capture_output=True, check=True).stdout
    modulus = subprocess.run(["openssl", "rsa", "-noout", "-modulus"], input=private, capture_output=True, check=True).stdout
    number = bytes.fromhex(modulus.decode().strip().split("=")[1])
    text = base64.urlsafe_b64encode(number).rstrip(b"=").decode()
    return json.dumps({"kty": "RSA", "e": "AQAB", "n": text})


PAGE = os.sysconf("SC_PAGE_SIZE")
PRESENT = 1 << 63 | 1 << 62  # in memory, or swapped out
AT_ONCE = 1 << 20  # pages


def written_spans(pid, first, last):
    """The parts of a span that were ever written to: a sanitizer maps far more than it uses."""
    with open(f"/proc/{pid}/pagemap", "rb") as pagemap:
        for start in range(first // PAGE, last // PAGE, AT_ONCE):
            pagemap.seek(start * 8)
            entries = array.array("Q", pagemap.read(min(AT_ONCE, last // PAGE - start) * 8))
            begun = None
            for index, entry in enumerate([*entries, 0]):
                if entry & PRESENT and begun is None:
                    begun = index
                elif not entry & PRESENT and begun is not None:
                    yield (start + begun) * PAGE, (start + index) * PAGE
                    begun = None


def writable_memory(pid):
    """All of a process that is its own: heap, stacks, variables."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights, *_ = line.split()
            first, last = (int(end, 16) for end in span.split("-"))
            if rights.startswith("rw") and last - first < 1 << 32:
                for begin, end in written_spans(pid, first, last):
                    with contextlib.suppress(OSError):
                        memory.seek(begin)
                        yield line.strip(), memory.read(end - begin)


def holds(piece, text):
    """Whether a part of a text stands in bytes: one, two or four bytes a letter (UTF-8, UTF-16, UTF-32), in either order."""
    part = text[:8].encode("ascii")
    return any(part in piece[offset::step] for step in (1, 2, 4) for offset in range(step))


def places(pid, text):
    return [where for where, piece in writable_memory(pid) if holds(piece, text)]


class Trace(KioskTest):
    def visit(self, script, typed):
        """Runs a script up to where something is written, and then to the attract screen; gives the running program."""
        place = {key: value for key, value in make_bundle.bundle(self.source)["place"].items() if key != "programmes"}
        asked = {"published": "2026-11-22", "programme": make_bundle.programme(self.source, "afval-kiezen")}
        stage = self.stage(place=place, programmes=[asked],
                           wish={"who": {"nl": "De gemeente", "en": "The municipality"},
                                 "why": {"nl": "Wij horen u graag.", "en": "We like to hear from you."}, "keep_days": 60,
                                 "key": public_key()})
        # A sanitizer keeps what is freed for a while: then it has to overwrite it.
        environment = {"ASAN_OPTIONS": "max_free_fill_size=1073741824:free_fill_byte=0:detect_leaks=0"}
        typed_at, after = stage.path("typed"), stage.path("after")
        kiosk = stage.start(stage.scripted(TO_THANKS + script.replace("@typed", f"scene {typed_at}\nawait {stage.path('go')}") +
                                           f"\nexpect screen attract\nscene {after}\nawait {stage.path('never')}\n"), environment)
        wait_until("the writing", lambda: os.path.exists(typed_at) or kiosk.poll() is not None)
        self.assertIsNone(kiosk.poll(), stage.said())
        self.assertTrue(places(kiosk.pid, typed), "what is looked for cannot be found while it is there")
        os.remove(typed_at)
        stage.write("go", "")
        wait_until("the end of the visit", lambda: os.path.exists(after) or kiosk.poll() is not None)
        self.assertIsNone(kiosk.poll(), stage.said())
        return stage, kiosk

    def assert_nowhere(self, stage, kiosk, text):
        self.assertEqual(places(kiosk.pid, text), [], f"{text} in memory")
        self.assertEqual(self.files_with(stage, text), [], f"{text} on disk")
        self.assertNotIn(text, stage.said() + stage.said("out"))

    def files_with(self, stage, text):
        found = []
        for folder, _, names in os.walk(stage.folder):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    content = file.read()
                if holds(content, text):
                    found.append(name)
        return sorted(found)

    # K65
    def test_words_that_were_sent_stand_in_held_db_and_nowhere_else(self):
        stage, kiosk = self.visit(f"tap tool.words\n{keys(self.source, 'latin', WORDS)}@typed\ntap tool.send\nwait 2s\n"
                                  "expect screen left\ntap tool.next\nwait 1s\ntap tool.stop\nwait 2s\n", WORDS)
        self.assertEqual(places(kiosk.pid, WORDS), [])
        self.assertEqual(self.files_with(stage, WORDS), ["held.db"])
        self.assertEqual(oct(os.stat(stage.path("kiosk", "held.db")).st_mode & 0o777), "0o600")

    # K65
    def test_words_that_nobody_sent_are_nowhere(self):
        for name, end in (("stopped", "tap tool.stop\nwait 2s\n"), ("time ran out", "wait 80s\n"),
                          ("in another language", "tap lang.en\nwait 1s\ntap tool.stop\nwait 2s\n")):
            with self.subTest(name):
                stage, kiosk = self.visit(f"tap tool.words\n{keys(self.source, 'latin', WORDS)}@typed\n{end}", WORDS)
                self.assert_nowhere(stage, kiosk, WORDS)

    # K65
    def test_a_name_and_a_number_that_were_sent_are_nowhere(self):
        stage, kiosk = self.visit(f"tap tool.wish\ntap tool.send\n{keys(self.source, 'latin', NAME)}@typed\ntap tool.send\n"
                                  f"{keys(self.source, 'phone', PHONE)}tap tool.send\nwait 2s\nexpect screen left\n"
                                  "tap tool.next\nwait 1s\ntap tool.stop\nwait 2s\n", NAME)
        self.assert_nowhere(stage, kiosk, NAME)
        self.assert_nowhere(stage, kiosk, PHONE)
        with open(stage.path("kiosk", "held.db"), "rb") as file:
            self.assertIn(b"contact-wish", file.read())

    # K65
    def test_a_name_and_a_number_that_nobody_sent_are_nowhere(self):
        stage, kiosk = self.visit(f"tap tool.wish\ntap tool.send\n{keys(self.source, 'latin', NAME)}tap tool.send\n"
                                  f"{keys(self.source, 'phone', PHONE)}@typed\nwait 80s\n", PHONE)
        self.assert_nowhere(stage, kiosk, NAME)
        self.assert_nowhere(stage, kiosk, PHONE)


if __name__ == "__main__":
    kiosk_stage.main(__doc__)
