#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The sheet for a meeting, printed by a browser: how many sides, and what stands on them.

Usage: print_paper.py RENDER_PAGES [unittest arguments]. Environment as for tests/support/central_house.py.

BS_PICTURES is a folder: each sheet is left there as PNG, to be looked at. Exit status 77 after a line "SKIPPED: …" where a browser or
poppler is missing.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

from central_house import PASSWORD, SOURCE, House

SKIP = 77
RENDER = sys.argv.pop(1)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LIVING = "/programmas/versterking-leidschendam-noord"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# Of the page around the sheet: none of it is on paper.
AROUND = ("Afmelden", "Aangemeld", "Kiosken", "Zet op het blad", "Naar de antwoorden", "Blad voor een bijeenkomst", "Ctrl")


def text_of(pdf):
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout


def sides_of(pdf):
    info = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    assert "(A4)" in info, info
    return int(re.search(r"^Pages:\s+(\d+)$", info, re.MULTILINE).group(1))


class Printer(unittest.TestCase):
    """Prints pages as files: their style sheets stand beside them."""

    folder = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="buurtstem-paper-")
        subprocess.run([RENDER, cls.folder], check=True, stderr=subprocess.DEVNULL)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    def print(self, name, page):
        """The number of sides, and the text."""
        self.assertNotIn("<script", page)
        html, pdf = (os.path.join(self.folder, f"printed-{name}.{kind}") for kind in ("html", "pdf"))
        with open(html, "w", encoding="utf-8") as file:
            file.write(re.sub(r'"/static/([a-z.]+)(?:\?v=[0-9a-f]+)?"', r'"\1"', page))
        result = subprocess.run(
            [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu",
             f"--user-data-dir={self.folder}/browser", "--no-pdf-header-footer", f"--print-to-pdf={pdf}", f"file://{html}"],
            capture_output=True, text=True, timeout=120)
        self.assertTrue(os.path.exists(pdf), result.stderr)
        if "BS_PICTURES" in os.environ:
            subprocess.run(["pdftoppm", "-r", "110", "-png", pdf, os.path.join(os.environ["BS_PICTURES"], f"a4-{name}")], check=True)
        text = text_of(pdf)
        for words in AROUND:
            self.assertNotIn(words, text)
        return sides_of(pdf), text

    def print_state(self, state):
        with open(os.path.join(self.folder, f"{state}.html"), encoding="utf-8") as file:
            return self.print(state, file.read())


class States(Printer):
    def test_an_ordinary_programme_fits_on_one_side(self):
        for state in ("meeting", "meeting-plain", "meeting-late", "meeting-answered", "meeting-ar", "meeting-small", "meeting-empty"):
            sides, text = self.print_state(state)
            self.assertEqual(sides, 1, state)
            for words in ("keer ingevuld", "Wat is beloofd", "Wat nog ontbreekt", "Zo is geteld", "Afgedrukt op 21 nov 2026"):
                self.assertIn(words, text.replace("\u00a0", " "), state)

    def test_six_questions_fit_on_one_side(self):
        sides, text = self.print_state("meeting-kinds")
        self.assertEqual(sides, 1)
        self.assertEqual(text.count("weet ik niet”"), 6)

    def test_words_are_quoted_in_their_own_letters_and_what_is_masked_is_named(self):
        _, text = self.print_state("meeting")
        for words in ("[naam]", "[e-mailadres]", "[telefoonnummer]", "The bins are always full"):
            self.assertIn(words, text)
        self.assertTrue(any("\u0600" <= letter <= "\u06ff" or "\ufe70" <= letter <= "\ufefc" for letter in text))

    def test_what_does_not_fit_goes_on_behind(self):
        sides, text = self.print_state("meeting-full")
        self.assertEqual(sides, 2)
        first, second = text.split("\f")[:2]
        self.assertIn("Welke plek is het fijnst?", first)
        self.assertIn("Wat is beloofd en geantwoord", second)
        self.assertIn("Zo is geteld", second)

    def test_a_foot_is_never_alone_on_a_side(self):
        _, text = self.print_state("meeting-long-words")
        self.assertIn("Wat nog ontbreekt", text.split("\f")[-2])


class Demo(Printer):
    """What somebody prints who looks at the made-up data."""

    def setUp(self):
        self.house = House()
        self.sign_in("jan")

    def sign_in(self, name):
        body = urllib.parse.urlencode({"naam": name, "wachtwoord": PASSWORD})
        self.cookie = self.house.ask("POST", "/aanmelden", body, FORM).fields["set-cookie"].split(";")[0]

    def tearDown(self):
        self.house.__exit__(None, None, None)

    def page(self, path):
        answer = self.house.ask("GET", path, headers={"Cookie": self.cookie})
        self.assertEqual(answer.status, 200)
        return answer.content.decode()

    def test_the_demo_programme_fits_on_one_side_with_three_quotes_and_with_nothing(self):
        sides, text = self.print("demo-nothing", self.page(f"{LIVING}/a4"))
        self.assertEqual(sides, 1)
        self.assertIn("Nog geen antwoorden", text)
        self.house.call("demo-data", "2500")
        boxes = re.findall(r'name="citaat" value="([0-9a-f-]+)">\s*<span lang="(\w+)"', self.page(f"{LIVING}/a4?plek=prinsenhof"))
        self.assertEqual(len(boxes), 10)
        first = {lang: one for one, lang in reversed(boxes)}
        chosen = "&".join(f"citaat={first[lang]}" for lang in ("nl", "ar", "en"))
        for name, query in (("demo", "?" + chosen), ("demo-place", "?plek=prinsenhof&" + chosen)):
            page = self.page(f"{LIVING}/a4{query}")
            sides, text = self.print(name, page)
            self.assertEqual(sides, 1, name)
            self.assertEqual(page.count("<figure "), 3)
            for words in ("Wat mensen schreven", "Goed om te weten", "Leven in Leidschendam-Noord", "zelf op de kiosk",
                          "samen ingevuld", "op papier", "Wat nog ontbreekt", "Uiterlijk"):
                self.assertIn(words, text, name)

    def test_every_shipped_programme_that_is_asked_fits_on_one_side(self):
        held = ("demo-", "outcome-", "afval-kiezen", "versterking")  # what the house has already, and what is no programme
        names = sorted(name for name in os.listdir(f"{SOURCE}/assets/programmes") if not name.startswith(held))
        self.house.call("publish", *(f"{SOURCE}/assets/programmes/{name}" for name in names + [
            "outcome-afval-kiezen.json", "outcome-roomburgerpark.json"]))
        for tenant, staff in (("GM1916", "jan"), ("GM0546", "els")):
            self.house.call("staff", "add", staff, "--tenant", tenant, stdin=PASSWORD + "\n")
            self.house.call("demo-data", "1500", "--tenant", tenant)
            self.sign_in(staff)
            paths = set(re.findall(r'href="(/programmas/[a-z0-9-]+)"', self.page("/programmas")))
            self.assertGreater(len(paths), 4)
            for path in sorted(paths):
                ids = re.findall(r'name="citaat" value="([0-9a-f-]+)"', self.page(f"{path}/a4"))
                page = self.page(f"{path}/a4?" + "&".join(f"citaat={one}" for one in ids[:3]))
                self.assertEqual(self.print("shipped" + path.replace("/", "-"), page)[0], 1, path)


if __name__ == "__main__":
    for tool in ("pdfinfo", "pdftotext", "pdftoppm"):
        if shutil.which(tool) is None:
            print(f"SKIPPED: no {tool} (apt install poppler-utils)")
            sys.exit(SKIP)
    if CHROMIUM is None:
        print("SKIPPED: no chromium (apt install chromium)")
        sys.exit(SKIP)
    unittest.main(verbosity=2)
