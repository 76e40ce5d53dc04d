#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The display and the touch panel go away and come back in the middle of a visit.

Usage: unplugged.py BUILD SOURCE
"""

import os
import re
import shutil
import subprocess
import sys
import time
import unittest

import kiosk_stage
import touch_display

BUILD, SOURCE = sys.argv[-2], sys.argv[-1]
SIZE = "1280x800"
DEAD = 0.35  # a screen is deaf for 300 ms after it changed
DONE = 0     # the exit status; the shipped unit starts the kiosk again after any but 2
PANEL = "panel"
NEEDED = ("xinput", "xwininfo", "xdotool", "import")


class Unplugged(unittest.TestCase):
    def setUp(self):
        self.stage = self.enterContext(kiosk_stage.Stage(BUILD, SOURCE, SIZE))
        self.display, self.connect, self.server = self.enterContext(touch_display.touch_display(SIZE))
        self.process = self.start()
        self.panel = self.connect()
        time.sleep(DEAD)

    def start(self):
        process = self.stage.start(self.stage.command("--scene-file", self.stage.path("scene.json"), "--seed", "1", headless=False),
                                   {"DISPLAY": self.display})
        self.see("attract")
        return process

    def see(self, screen):
        kiosk_stage.wait_until(screen, lambda: self.stage.screen() == screen)

    def middle(self, ident):
        x, y, w, h = next(node["rect"] for node in self.stage.read_json("scene.json")["nodes"] if node["id"] == ident)
        return x + w / 2, y + h / 2

    def tap(self, ident):
        self.panel.tap(*self.middle(ident))

    def on_display(self, *command):
        done = subprocess.run(command, env=dict(os.environ, DISPLAY=self.display), capture_output=True, check=True)
        return done.stdout

    def picture(self):
        return self.on_display("import", "-window", "root", "rgb:-")

    def kill_the_display(self):
        self.server.kill()
        self.assertEqual(self.process.wait(10), DONE, self.stage.said())
        self.assertIn("display.gone", self.stage.said())

    def test_a_display_that_goes_away_ends_the_program_and_keeps_what_was_answered(self):
        self.tap("answer.good")
        self.see("question")
        self.kill_the_display()
        self.assertEqual(self.stage.kept(), [[("wonen", ["good"])]])
        self.assertEqual([body["partial"] for _, _, body in self.stage.rows()], [True])
        self.stage.run("expect screen attract\n")

    def test_a_display_that_goes_away_while_nobody_is_there_keeps_nothing(self):
        self.kill_the_display()
        self.assertEqual(self.stage.rows(), [])

    def test_a_panel_that_was_unplugged_is_heard_again(self):
        self.tap("answer.good")
        self.see("question")
        time.sleep(DEAD)
        self.on_display("xinput", "disable", PANEL)
        time.sleep(DEAD)
        self.assertIsNone(self.process.poll(), self.stage.said())
        self.on_display("xinput", "enable", PANEL)
        self.panel = self.connect()
        time.sleep(DEAD)
        self.tap("tool.stop")
        self.see("attract")
        self.assertEqual(self.stage.rows(), [])

    def test_a_window_that_was_away_is_shown_as_it_was(self):
        self.tap("answer.good")
        self.see("question")
        time.sleep(DEAD)
        before = self.picture()
        window = re.search(r"(0x[0-9a-f]+) \"Buurtstem", self.on_display("xwininfo", "-root", "-tree").decode()).group(1)
        self.on_display("xdotool", "windowunmap", window)
        self.assertNotEqual(self.picture(), before)
        self.on_display("xdotool", "windowmap", window)
        kiosk_stage.wait_until("the same picture", lambda: self.picture() == before, 10)
        self.tap("tool.stop")
        self.see("attract")


if __name__ == "__main__":
    if not touch_display.is_possible() or not all(shutil.which(name) for name in NEEDED):
        print("skipped: no Xorg with its inputtest driver and dummy screen here, or one of " + ", ".join(NEEDED) + " is missing")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0]], verbosity=2)
