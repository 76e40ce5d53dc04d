#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Real touch: fingers on a panel of Xorg's inputtest driver, through XInput 2 and SDL, to what is kept on disk."""

import ctypes
import os
import random
import sys
import time
import unittest

import kiosk_stage
import touch_display

BUILD, SOURCE = sys.argv[-2], sys.argv[-1]
SIZE = "1920x1080"
DEAD = 0.35  # a screen is deaf for 300 ms after it changed
MOVED_TO_DIR = 0x80
BUDGET_MS = 50 * (3 if os.environ.get("BS_SANITIZE") else 1)


class Watch:
    """Wakes when the scene file is replaced, which is after the frame was presented."""

    def __init__(self, folder):
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.fd = self.libc.inotify_init1(os.O_NONBLOCK)
        self.libc.inotify_add_watch(self.fd, folder.encode(), MOVED_TO_DIR)

    def drain(self):
        try:
            while os.read(self.fd, 65536):
                pass
        except BlockingIOError:
            pass

    def wait(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                os.read(self.fd, 65536)
                return time.monotonic()
            except BlockingIOError:
                time.sleep(0.0005)
        raise AssertionError("nothing changed on the screen")

    def close(self):
        os.close(self.fd)


class Touch(unittest.TestCase):
    def setUp(self):
        self.stage = self.enterContext(kiosk_stage.Stage(BUILD, SOURCE, SIZE))
        name, connect, _ = self.enterContext(touch_display.touch_display(SIZE))
        self.process = self.stage.start(self.stage.command("--scene-file", self.stage.path("scene.json"), "--seed", "1",
                                                           headless=False), {"DISPLAY": name})
        kiosk_stage.wait_until("attract", lambda: self.stage.screen() == "attract")
        self.panel = connect()
        time.sleep(DEAD)

    def tearDown(self):
        self.assertIsNone(self.process.poll(), self.stage.said())

    def nodes(self):
        return {node["id"]: node for node in self.stage.read_json("scene.json")["nodes"] if node["role"] == "button"}

    def at(self, ident):
        x, y, w, h = self.nodes()[ident]["rect"]
        return x + w / 2, y + h / 2

    def tap(self, ident, hold=0.03):
        self.panel.tap(*self.at(ident), hold=hold)
        time.sleep(DEAD)

    def wait_screen(self, *names):
        return kiosk_stage.wait_until(" or ".join(names), lambda: self.stage.screen() in names and self.stage.screen())

    def an_answer(self):
        answers = [ident for ident in self.nodes() if ident.startswith(("answer.", "choice."))]
        return answers[0] if answers else None

    def walk_to_the_thanks(self):
        """Gives the values tapped, a list for each question."""
        tapped = []
        for _ in range(12):
            if self.stage.screen() == "thanks":
                return tapped
            ident = self.an_answer()
            if ident is not None:
                tapped.append(ident.split(".", 1)[1])
                self.tap(ident)
            if "tool.next" in self.nodes():
                self.tap("tool.next")
            time.sleep(0.5)  # the answer stays in sight for 400 ms
            self.wait_screen("question", "thanks")
        raise AssertionError("never thanked")

    # K11 K14
    def test_whole_visits_by_finger_are_kept_as_tapped(self):
        for visit in range(3):
            tapped = self.walk_to_the_thanks()
            kept = kiosk_stage.wait_until("the submission", lambda: len(self.stage.kept()) == visit + 1 and self.stage.kept())[-1]
            self.assertEqual([value for _, values in kept for value in values], tapped)
            self.tap("tool.done")
            self.wait_screen("attract")
            time.sleep(DEAD)

    # K14
    def test_one_tap_is_one_answer(self):
        """A touch makes a mouse click too: neither that nor a second quick tap may answer the next question."""
        x, y = self.at("answer.very_bad")
        self.panel.tap(x, y)
        time.sleep(0.1)
        self.panel.tap(x, y)
        time.sleep(1.2)
        scene = self.stage.read_json("scene.json")
        self.assertEqual(scene["screen"], "question")
        self.assertFalse([node["id"] for node in scene["nodes"] if "chosen" in node.get("states", [])])

    # K13
    def test_a_finger_that_slides_off_answers_nothing(self):
        x, y = self.at("answer.very_bad")
        other_x, other_y = self.at("answer.good")
        self.panel.down(x, y)
        for step in range(10):
            self.panel.move(x + (other_x - x) * step / 9, y + (other_y - y) * step / 9)
        self.panel.up(other_x, other_y)
        time.sleep(0.6)
        self.assertEqual(self.stage.screen(), "attract")

    # K15
    def test_a_second_finger_and_a_palm_count_for_nothing(self):
        x, y = self.at("answer.very_bad")
        self.panel.down(x, y, finger=1)
        self.panel.down(*self.at("answer.good"), finger=2)
        self.panel.down(*self.at("answer.bad"), finger=3)
        self.panel.up(*self.at("answer.good"), finger=2)
        self.panel.up(*self.at("answer.bad"), finger=3)
        time.sleep(0.2)
        self.assertEqual(self.stage.screen(), "attract")
        self.panel.up(x, y, finger=1)
        self.wait_screen("question")

    # K11
    def test_a_finger_may_stay_for_three_seconds(self):
        self.tap("answer.good", hold=3.2)
        time.sleep(0.5)
        self.wait_screen("question")

    # K12
    def test_dragging_alone_changes_nothing(self):
        before = self.stage.read_json("scene.json")["nodes"]
        dice = random.Random(1)
        self.panel.down(5, 5)
        for _ in range(200):
            self.panel.move(dice.uniform(5, 1900), dice.uniform(5, 1070))
        self.panel.up(5, 5)
        time.sleep(0.5)
        after = self.stage.read_json("scene.json")["nodes"]
        self.assertEqual([node["id"] for node in before], [node["id"] for node in after])
        self.assertEqual(self.stage.screen(), "attract")

    # K79
    def test_from_finger_to_frame_takes_at_most_fifty_milliseconds(self):
        """Upper bound: until the scene file of the presented frame was replaced. Down on a card shows it pressed.

        What else runs on the machine can only add time, so the best of three rounds is the kiosk's own."""
        watch = Watch(self.stage.folder)
        self.addCleanup(watch.close)
        rounds = []
        while len(rounds) < 3 and min(rounds, default=BUDGET_MS + 1) > BUDGET_MS:
            took = sorted(self.finger_to_frame(watch) for _ in range(40))
            p50, p95 = took[len(took) // 2], took[int(len(took) * 0.95)]
            print(f"finger to frame: p50 {p50:.1f} ms, p95 {p95:.1f} ms, most {took[-1]:.1f} ms; budget {BUDGET_MS} ms; "
                  f"load {os.getloadavg()[0]:.1f}")
            rounds.append(p95)
        self.assertLessEqual(min(rounds), BUDGET_MS)

    def finger_to_frame(self, watch):
        x, y = self.at("answer.neutral")
        time.sleep(0.06)
        watch.drain()
        begun = time.monotonic()
        self.panel.down(x, y)
        took = watch.wait(2) - begun
        self.panel.move(5, 5)
        self.panel.up(5, 5)
        return took * 1000


if __name__ == "__main__":
    if not touch_display.is_possible():
        print("skipped: no Xorg with its inputtest driver and dummy screen here")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0]], verbosity=2)
