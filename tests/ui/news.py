#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""News from syncd: when the screen takes it, and what it does with news that is damaged.

Usage: news.py BUILD SOURCE [TEST…]
"""

import contextlib
import json
import os

import make_bundle
from kiosk_stage import KioskTest, main, wait_until
from walk import ended, sign_and_wait

LIVE, OTHER = "Hoe is het wonen in uw buurt?", "Hoe schoon is uw straat?"


class News(KioskTest):
    def setUp(self):
        self.stage_ = self.stage()

    def begin(self, script, *arguments):
        stage = self.stage_
        self.process = stage.start([*stage.scripted(script), "--scene-file", stage.path("scene.json"), *arguments])

    def wait_for(self, sign):
        wait_until(sign, lambda: os.path.exists(self.stage_.path(sign)) or self.process.poll() is not None)
        self.assertIsNone(self.process.poll(), self.stage_.said())

    def wait_said(self, words):
        wait_until(words, lambda: words in self.stage_.said())

    def go_on(self, sign):
        self.stage_.write(sign, "")

    def end(self):
        self.assertEqual(self.process.wait(90), 0, self.stage_.said())

    def only_other(self, serial=2, **changes):
        """Another bundle: only the second programme."""
        programmes = make_bundle.bundle(self.source)["programmes"][1:]
        self.stage_.put_bundle(serial=serial, programmes=programmes, **changes)
        self.wait_said(f"bundle.new serial={serial}")

    def question(self):
        with contextlib.suppress(OSError):
            nodes = self.stage_.read_json("scene.json")["nodes"]
            return next((node["label"] for node in nodes if node["id"] == "question"), None)
        return None

    def test_news_is_shown_while_nobody_is_there(self):
        self.begin(f"expect node question label \"{LIVE}\"\n" + sign_and_wait(self.stage_, "here", "end"))
        self.wait_for("here")
        self.only_other()
        wait_until("the other question", lambda: self.question() == OTHER)
        self.go_on("end")
        self.end()

    def test_news_during_a_visit_is_taken_after_it(self):
        self.begin("tap answer.good\nexpect node choice.buren\n" + sign_and_wait(self.stage_, "visiting", "sent") +
                   "expect node choice.buren\ntap choice.buren\ntap tool.next\nexpect screen thanks\ntap tool.done\n"
                   f"expect node question label \"{OTHER}\"\n")
        self.wait_for("visiting")
        self.only_other()
        self.go_on("sent")
        self.end()
        self.assertEqual(self.stage_.kept(), [[("wonen", ["good"]), ("themas", ["buren"])]])

    def test_news_is_taken_after_a_visit_that_ran_out_of_time(self):
        self.begin("tap answer.good\nexpect screen question\n" + sign_and_wait(self.stage_, "visiting", "sent") +
                   f"wait 74s\nexpect screen idle\nwait 1s\nexpect node question label \"{OTHER}\"\n")
        self.wait_for("visiting")
        self.only_other()
        self.go_on("sent")
        self.end()

    def test_the_version_that_was_asked_is_the_one_that_is_kept(self):
        programmes = make_bundle.bundle(self.source)["programmes"]
        programmes[0]["programme"]["version"] = 2
        self.begin("tap answer.good\nexpect node choice.buren\n" + sign_and_wait(self.stage_, "visiting", "sent") +
                   "tap choice.buren\ntap tool.next\nexpect screen thanks\ntap tool.done\n"
                   "tap answer.good\ntap choice.buren\ntap tool.next\nexpect screen thanks\n")
        self.wait_for("visiting")
        self.stage_.put_bundle(serial=2, programmes=programmes)
        self.wait_said("bundle.new serial=2")
        self.go_on("sent")
        self.end()
        self.assertEqual([body["version"] for _, _, body in self.stage_.rows()], [1, 2])

    def test_only_the_newest_of_much_news_is_taken(self):
        self.begin("tap answer.good\nexpect screen question\n" + sign_and_wait(self.stage_, "visiting", "sent") +
                   f"tap tool.stop\nexpect node question label \"{OTHER}\"\n")
        self.wait_for("visiting")
        for serial in range(2, 6):
            self.only_other(serial)
        self.go_on("sent")
        self.end()

    def test_a_kiosk_that_is_put_into_use_counts_from_the_next_visit_on(self):
        self.stage_.put_bundle(in_use=False)
        self.begin("tap answer.good\nexpect screen question\n" + sign_and_wait(self.stage_, "visiting", "sent") +
                   "tap choice.buren\ntap tool.next\nexpect screen thanks\ntap tool.done\n"
                   "tap answer.good\ntap choice.buren\ntap tool.next\nexpect screen thanks\n")
        self.wait_for("visiting")
        self.stage_.put_bundle(serial=2)
        self.wait_said("bundle.new serial=2")
        self.go_on("sent")
        self.end()
        self.assertEqual([body["trial"] for _, _, body in self.stage_.rows()], [True, False])

    def test_a_new_kiosk_begins_to_ask_when_its_first_news_comes(self):
        self.stage_ = self.stage(self.size, False)
        self.begin("expect screen setting_up\n" + sign_and_wait(self.stage_, "here", "end") +
                   "tap answer.good\ntap choice.buren\ntap tool.next\nexpect screen thanks\n")
        self.wait_for("here")
        self.stage_.put_bundle()
        wait_until("the live question", lambda: self.stage_.screen() == "attract")
        self.go_on("end")
        self.end()
        self.assertEqual(len(self.stage_.rows()), 1)

    def test_without_an_open_programme_nobody_is_asked(self):
        self.stage_.put_bundle(programmes=ended(self.source))
        self.stage_.run("expect screen setting_up\nwait 600s\nexpect screen setting_up\n")

    def test_a_programme_that_ends_tonight_is_not_asked_tomorrow(self):
        programmes = make_bundle.bundle(self.source)["programmes"]
        programmes[0]["programme"]["ends"] = "2026-11-22"
        self.stage_.put_bundle(serial=2, programmes=programmes)
        self.stage_.run(f"expect node question label \"{LIVE}\"\nwait 46700s\nexpect node question label \"{LIVE}\"\nwait 200s\n"
                        f"expect node question label \"{OTHER}\"\n")

    def damaged(self, content):
        self.begin(f"expect node question label \"{LIVE}\"\n" + sign_and_wait(self.stage_, "here", "damaged") +
                   f"expect node question label \"{LIVE}\"\ntap answer.good\ntap choice.buren\ntap tool.next\n"
                   "expect screen thanks\n")
        self.wait_for("here")
        self.stage_.put_bytes(content, "2")
        self.wait_said("bundle.unusable serial=2")
        self.go_on("damaged")
        self.end()
        self.assertEqual(len(self.stage_.rows()), 1)

    def test_news_that_is_no_bundle_leaves_the_old_one(self):
        self.damaged(b"<!doctype html><title>Log in</title>")

    def test_news_that_is_cut_off_leaves_the_old_one(self):
        content = json.dumps(make_bundle.bundle(self.source)).encode()
        self.damaged(content[:len(content) // 2])

    def test_news_without_bytes_leaves_the_old_one(self):
        self.damaged(b"")

    def test_good_news_after_damaged_news_is_taken(self):
        self.begin("expect screen attract\n" + sign_and_wait(self.stage_, "here", "end"))
        self.wait_for("here")
        self.stage_.put_bytes(b"{}", "2")
        self.wait_said("bundle.unusable serial=2")
        self.only_other(serial=3)
        wait_until("the other question", lambda: self.question() == OTHER)
        self.go_on("end")
        self.end()

    def test_a_file_that_is_no_database_leaves_the_old_bundle(self):
        self.begin(f"expect node question label \"{LIVE}\"\n" + sign_and_wait(self.stage_, "here", "damaged") +
                   f"expect node question label \"{LIVE}\"\n")
        self.wait_for("here")
        with open(self.stage_.path("sync", "new"), "wb") as file:
            file.write(b"not a database" * 1000)
        os.replace(self.stage_.path("sync", "new"), self.stage_.path("sync", "sync.db"))
        self.wait_said("news.unreadable")
        self.go_on("damaged")
        self.end()

    def test_the_kiosk_never_writes_into_the_folder_of_syncd(self):
        def contents():
            with open(self.stage_.path("sync", "sync.db"), "rb") as file:
                return file.read()

        before = contents()
        self.stage_.run("tap answer.good\ntap choice.buren\ntap tool.next\nexpect screen thanks\n")
        self.assertEqual(before, contents())


if __name__ == "__main__":
    main(__doc__)
