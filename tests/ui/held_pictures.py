#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""screens.py bites: planted changes fail, and the picture of the difference shows them where they are.

Usage: held_pictures.py BUILD SOURCE [TEST…]
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import tempfile

import make_bundle
import references
import screens
from kiosk_stage import KioskTest, Stage, main

SIZE = "1280x800"
SCRIPT = """
screenshot {folder}/attract.png
hash attract
tap tool.help
screenshot {folder}/help.png
hash help
tap tool.back
scene {folder}/scene.json
"""
SHRUNK = references.WIDE / int(SIZE.split("x")[0])
PANEL = references.WIDE + 16  # of the three, with the air around it
AIR = 8
MARGIN = 8  # marks are a little larger than what they mark


def draw(stage, folder):
    os.mkdir(folder)
    return stage.run(SCRIPT.format(folder=folder)).hashes()


class HeldPictures(KioskTest):
    """A house of two pictures, held; each test changes something in it."""

    size = SIZE

    @classmethod
    def setUpClass(cls):
        cls.first = cls.enterClassContext(Stage(cls.build, cls.source, SIZE))
        cls.pictures, cls.small = cls.first.path("pictures"), cls.first.path("small")
        cls.hashes = draw(cls.first, cls.pictures)
        os.mkdir(cls.small)
        references.shrink([references.file_of(cls.pictures, name) for name in cls.hashes], cls.small, cls.hashes)

    def setUp(self):
        self.house = self.enterContext(tempfile.TemporaryDirectory())
        self.kept = os.path.join(self.house, references.FOLDER)
        references.replace(self.kept, self.small)
        self.drawn, self.found, self.golden = self.pictures, dict(self.hashes), dict(self.hashes)

    def judge(self):
        """(whether all is well, what is said), with what the house holds and what was drawn."""
        def copy(_build, _source, folder, names):
            os.makedirs(folder, exist_ok=True)
            for name in names:
                shutil.copy(references.file_of(self.drawn, name), folder)

        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            good = screens.check_references(self.house, self.golden)
            good = screens.compare(self.house, self.house, self.found, self.golden, copy) and good
        return good, said.getvalue()

    def shown(self, name):
        return os.path.join(self.house, "ui", f"difference-{name}.png")

    def change_a_word(self):
        programmes = make_bundle.bundle(self.source)["programmes"]
        programmes[0]["programme"]["questions"][0]["labels"]["good"]["nl"] = "Mooi"
        other = self.stage(programmes=programmes)
        self.drawn = other.path("pictures")
        self.found = draw(other, self.drawn)
        with open(f"{self.drawn}/scene.json", encoding="utf-8") as file:
            nodes = json.load(file)["nodes"]
        return next(node["rect"] for node in nodes if node["id"] == "answer.good")

    def test_the_same_pictures_are_good(self):
        self.assertEqual(self.judge(), (True, ""))

    def test_a_changed_word_fails_and_is_marked_where_it_stands(self):
        rect = self.change_a_word()
        good, said = self.judge()
        self.assertFalse(good)
        self.assertIn("changed: attract", said)
        self.assertIn(f"look at {self.shown('attract')}\n", said)
        self.assertNotIn("help", said.split("Drawn with")[0])
        left, top, right, bottom = marks(self.shown("attract"))
        x, y, width, height = (value * SHRUNK for value in rect)
        self.assertGreaterEqual(left, x - MARGIN)
        self.assertGreaterEqual(top, y - MARGIN)
        self.assertLessEqual(right, x + width + MARGIN)
        self.assertLessEqual(bottom, y + height + MARGIN)

    def test_a_picture_without_a_hash_fails_and_is_shown(self):
        del self.golden["help"]
        good, said = self.judge()
        self.assertFalse(good)
        self.assertIn("no reference: help", said)
        self.assertIn(f"{references.FOLDER}/help.png is a reference of nothing", said)
        self.assertTrue(os.path.exists(self.shown("help")))

    def test_a_hash_without_a_picture_fails_and_is_shown(self):
        del self.found["help"]
        good, said = self.judge()
        self.assertFalse(good)
        self.assertIn("not drawn any more: help", said)
        self.assertTrue(os.path.exists(self.shown("help")))

    def test_a_missing_reference_fails(self):
        os.remove(references.file_of(self.kept, "help"))
        self.assertEqual(self.judge(), (False, f"no picture of the reference help in {references.FOLDER}\n"))

    def test_a_superfluous_reference_fails(self):
        shutil.copy(references.file_of(self.kept, "help"), references.file_of(self.kept, "gone"))
        self.assertEqual(self.judge(), (False, f"{references.FOLDER}/gone.png is a reference of nothing\n"))

    def test_a_reference_of_another_picture_fails(self):
        shutil.copy(references.file_of(self.kept, "help"), references.file_of(self.kept, "attract"))
        self.assertEqual(self.judge(),
                         (False, f"{references.FOLDER}/attract.png is of another picture than the hash\n"))

    def test_of_very_many_differences_the_first_are_shown(self):
        self.golden = {f"gone-{number:03}": "0" for number in range(screens.SHOWN_MOST + 5)} | self.golden
        good, said = self.judge()
        self.assertFalse(good)
        self.assertEqual(said.count("look at"), screens.SHOWN_MOST)
        self.assertEqual(said.count("not drawn any more"), screens.SHOWN_MOST + 5)

    def test_too_large_references_are_refused(self):
        large = os.path.join(self.house, "large")
        os.mkdir(large)
        with open(f"{large}/large.png", "wb") as file:
            file.truncate(references.ALL_MOST + 1)
        with self.assertRaises(SystemExit):
            references.replace(self.kept, large)
        self.assertEqual(references.names_in(self.kept), set(self.golden))


def marks(path):
    """The box of what is red in the third of the three pictures, in its pixels."""
    width, height = (int(value) for value in subprocess.run(["identify", "-format", "%w %h", path], check=True,
                                                            capture_output=True, text=True).stdout.split())
    rgb = subprocess.run(["convert", path, "-depth", "8", "rgb:-"], check=True, capture_output=True).stdout
    red = [(index % width - 2 * PANEL - AIR, index // width - AIR) for index in range(width * height)
           if index % width > 2 * PANEL and rgb[3 * index] > 150 and rgb[3 * index + 1] < 120]
    xs, ys = zip(*red)
    return min(xs), min(ys), max(xs), max(ys)


if __name__ == "__main__":
    main(__doc__)
