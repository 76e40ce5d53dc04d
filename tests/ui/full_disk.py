#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A disk that is really full, or really slow: the screen says so, never thanks, and nothing is lost or kept twice.

Usage: full_disk.py BUILD SOURCE [TEST…]
"""

import os
import shutil
import sys

import kiosk_stage
from kiosk_stage import KioskTest, main, small_disk_command, wait_until
from walk import disk_of, fast, fill_disk, sign_and_wait, slow, slow_disk

MEBIBYTE = 1 << 20
LAST_QUESTION = "tap tool.all\ntap programme.afval-kiezen\ntap answer.good\nexpect node choice.anders\n"
DISK = 8 * MEBIBYTE


class FullDisk(KioskTest):
    """A disk of a few megabytes that only the kiosk sees; filled and emptied while the script waits."""

    def setUp(self):
        if not kiosk_stage.can_mount():
            print("SKIPPED: no small disk can be mounted here", file=sys.stderr)
            self.skipTest("no small disk can be mounted here")
        self.stage_ = self.stage()

    def begin(self, script, size=DISK):
        stage = self.stage_
        command = [*stage.scripted(script), "--scene-file", stage.path("scene.json")]
        self.process = stage.start(small_disk_command(stage.path("kiosk"), size, command))

    def wait_for(self, sign):
        wait_until(sign, lambda: os.path.exists(self.stage_.path(sign)) or self.process.poll() is not None)
        self.assertIsNone(self.process.poll(), self.stage_.said())

    def go_on(self, sign):
        self.stage_.write(sign, "")

    def fill(self):
        fill_disk(self.process, self.stage_.path("kiosk"))

    def make_room(self):
        os.remove(os.path.join(disk_of(self.process, self.stage_.path("kiosk")), "filler"))

    def kept(self):
        """What the disk holds now: its files are copied out, since SQLite does not open through another's root."""
        for name in ("kiosk.db", "kiosk.db-wal"):
            shutil.copy(os.path.join(disk_of(self.process, self.stage_.path("kiosk")), name), self.stage_.path("kiosk", name))
        return [[values for _, values in answers] for answers in self.stage_.kept()]

    def end(self):
        self.assertEqual(self.process.wait(90), 0, self.stage_.said())

    def answer_on_a_full_disk(self, then):
        self.begin(LAST_QUESTION + sign_and_wait(self.stage_, "answered", "full") +
                   "tap choice.anders\nexpect screen not_saved\n" + then)
        self.wait_for("answered")
        self.fill()
        self.go_on("full")

    def test_an_answer_that_cannot_be_saved_is_never_thanked(self):
        self.answer_on_a_full_disk("wait 59s\nexpect screen not_saved\n" + sign_and_wait(self.stage_, "told", "end"))
        self.wait_for("told")
        self.assertEqual(self.kept(), [])
        self.go_on("end")
        self.end()

    def test_trying_again_on_a_full_disk_fails_again(self):
        self.answer_on_a_full_disk("tap tool.retry\nexpect screen not_saved\ntap tool.retry\nexpect screen not_saved\n")
        self.end()

    def test_trying_again_after_room_was_made_saves_once_and_thanks(self):
        self.answer_on_a_full_disk(sign_and_wait(self.stage_, "told", "room") + "tap tool.retry\nexpect screen thanks\n" +
                                   sign_and_wait(self.stage_, "thanked", "end"))
        self.wait_for("told")
        self.make_room()
        self.go_on("room")
        self.wait_for("thanked")
        self.assertEqual(self.kept(), [[["good"], ["anders"]]])
        self.go_on("end")
        self.end()

    def test_nobody_is_asked_while_nothing_can_be_kept(self):
        self.answer_on_a_full_disk("tap tool.stop\nexpect screen out_of_order\nwait 3600s\nexpect screen out_of_order\n")
        self.end()

    def test_who_walks_away_from_a_failed_save_leaves_no_answer_on_the_screen(self):
        self.answer_on_a_full_disk("wait 60s\nexpect screen out_of_order\nexpect no-node tool.retry\n")
        self.end()

    def test_a_partial_answer_that_cannot_be_saved_leads_to_out_of_order(self):
        self.begin("tap answer.good\nexpect screen question\n" + sign_and_wait(self.stage_, "answered", "full") +
                   "wait 75s\nexpect screen out_of_order\n")
        self.wait_for("answered")
        self.fill()
        self.go_on("full")
        self.end()

    def test_it_is_said_before_anybody_answers_on_a_disk_without_room(self):
        self.begin("expect screen out_of_order\n", size=MEBIBYTE)
        self.end()
        self.assertIn("the disk is full", self.stage_.said())

    def test_residents_are_asked_again_when_there_is_room_again(self):
        self.answer_on_a_full_disk("tap tool.stop\nexpect screen out_of_order\n" +
                                   sign_and_wait(self.stage_, "told", "asked") +
                                   "expect screen attract\ntap answer.bad\ntap choice.buren\ntap tool.next\nexpect screen thanks\n" +
                                   sign_and_wait(self.stage_, "thanked", "end"))
        self.wait_for("told")
        self.make_room()
        wait_until("the live question", lambda: self.stage_.screen() == "attract")
        self.go_on("asked")
        self.wait_for("thanked")
        self.assertEqual(self.kept(), [[["bad"], ["buren"]]])
        self.go_on("end")
        self.end()


class SlowDisk(KioskTest):
    def setUp(self):
        self.stage_ = self.stage()

    def run_slow(self, script):
        self.stage_.run(script, environment=slow_disk(self.stage_))

    def screens(self, *names):
        return [self.stage_.read_json(name)["screen"] for name in names]

    def look(self, name):
        return f"scene {self.stage_.path(name)} now\n"

    def test_the_thanks_wait_until_a_slow_disk_has_it(self):
        stage = self.stage_
        self.run_slow(LAST_QUESTION + slow(stage) + "tap choice.anders\nwait 400ms\n" + self.look("saving") + fast(stage) +
                      "expect screen thanks\n")
        self.assertEqual(self.screens("saving"), ["saving"])
        self.assertEqual(stage.kept(), [[("schoon", ["good"]), ("keuze", ["anders"])]])

    def test_a_slow_disk_is_no_reason_to_warn_or_to_end_the_visit(self):
        stage = self.stage_
        self.run_slow(LAST_QUESTION + slow(stage) + "tap choice.anders\nwait 19s\n" + self.look("saving") + fast(stage) +
                      "expect screen thanks\n")
        self.assertEqual(self.screens("saving"), ["saving"])
        self.assertEqual(len(stage.rows()), 1)

    def test_a_disk_that_stays_silent_is_not_thanked_for(self):
        stage = self.stage_
        self.run_slow(LAST_QUESTION + slow(stage) + "tap choice.anders\nwait 21s\n" + self.look("silent") + "wait 80s\n" +
                      self.look("later") + fast(stage))
        self.assertEqual(self.screens("silent", "later"), ["not_saved", "out_of_order"])

    def test_a_silent_disk_that_answers_after_all_is_thanked_for_and_asked_again(self):
        stage = self.stage_
        self.run_slow(LAST_QUESTION + slow(stage) + "tap choice.anders\nwait 21s\n" + self.look("silent") + fast(stage) +
                      "expect screen thanks\ntap tool.done\nexpect screen attract\n")
        self.assertEqual(self.screens("silent"), ["not_saved"])
        self.assertEqual(len(stage.rows()), 1)

    def test_trying_again_on_a_silent_disk_keeps_it_once(self):
        stage = self.stage_
        self.run_slow(LAST_QUESTION + slow(stage) + "tap choice.anders\nwait 21s\npress tool.retry\nrelease tool.retry\n" +
                      fast(stage) + "expect screen thanks\n")
        self.assertEqual(len(stage.rows()), 1)

    def test_the_screen_answers_while_a_slow_disk_keeps_a_partial_visit(self):
        """Who comes next does not wait for the one who walked away."""
        stage = self.stage_
        self.run_slow("tap answer.good\nexpect screen question\n" + slow(stage) + "wait 75s\n" + self.look("after") +
                      "wait 300ms\npress answer.bad\n" + self.look("pressed") + "release answer.bad\nwait 400ms\n" +
                      self.look("next") + fast(stage))
        self.assertEqual(self.screens("after", "pressed", "next"), ["attract", "attract", "question"])
        self.assertEqual(stage.kept(), [[("wonen", ["good"])]])

    def test_the_save_of_who_has_left_does_not_count_for_who_came_next(self):
        stage = self.stage_
        self.run_slow("tap answer.good\nexpect screen question\n" + slow(stage) + "wait 75s\nwait 300ms\n"
                      "press answer.bad\nrelease answer.bad\n" + fast(stage) + "expect screen question\nwait 75s\n"
                      "expect screen attract\n")
        self.assertEqual(stage.kept(), [[("wonen", ["good"])], [("wonen", ["bad"])]])

    def test_the_thanks_wait_for_the_own_save_and_not_for_the_one_before(self):
        stage = self.stage_
        script = ("tap answer.good\nexpect screen question\n" + slow(stage) + "wait 75s\nwait 300ms\n"
                  "press answer.bad\nrelease answer.bad\nwait 700ms\npress choice.buren\nrelease choice.buren\n"
                  f"press tool.next\nrelease tool.next\nwait 400ms\nawait {stage.path('end')}\n")
        process = stage.start([*stage.scripted(script), "--scene-file", stage.path("scene.json")],
                              slow_disk(stage, 2000))
        wait_until("the screen that saves", lambda: stage.screen() == "saving")
        wait_until("the thanks", lambda: stage.screen() != "saving")
        self.assertEqual((stage.screen(), stage.kept()),
                         ("thanks", [[("wonen", ["good"])], [("wonen", ["bad"]), ("themas", ["buren"])]]))
        stage.write("end", "")
        self.assertEqual(process.wait(30), 0, stage.said())


if __name__ == "__main__":
    main(__doc__)
