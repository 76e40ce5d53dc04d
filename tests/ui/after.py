#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What is left after the thanks, from the tap to the disk: words wait in held.db, and who took part and who wants to be called
reach the log at closing time, shuffled and without the moment at which they were left.

Usage: after.py BUILD SOURCE
"""

import contextlib
import json
import sqlite3

import kiosk_stage
import make_bundle
from kiosk_stage import KioskTest
from no_trace import keys, public_key

DAY_MS = 86_400_000
TO_THANKS = "tap answer.good\ntap choice.brengstation\nexpect screen thanks\ntap tool.afterwards\nexpect screen afterwards\n"
ABOUT_YOU = "tap tool.about_you\ntap band.2\nwait 1s\nexpect screen area\ntap area.0\nwait 2s\nexpect screen left\n"
LEAVE = "tap tool.next\nwait 1s\ntap tool.stop\nwait 2s\nexpect screen attract\n"


class After(KioskTest):
    def open_place(self):
        place = {key: value for key, value in make_bundle.bundle(self.source)["place"].items() if key != "programmes"}
        place["hours"] = [["09:00", "17:00"]] * 7
        place["areas"] = [{"code": "WK191601", "name": "Prinsenhof"}, {"code": "WK191602", "name": "De Heuvel"}]
        asked = {"published": "2026-11-22", "programme": make_bundle.programme(self.source, "afval-kiezen")}
        return self.stage(place=place, programmes=[asked],
                          wish={"who": {"nl": "De gemeente", "en": "The municipality"},
                                "why": {"nl": "Wij horen u graag.", "en": "We like to hear from you."}, "keep_days": 60,
                                "key": public_key()})

    def wish(self):
        return (f"tap tool.wish\ntap tool.send\n{keys(self.source, 'latin', 'ayse')}tap tool.send\n"
                f"{keys(self.source, 'phone', '0612345678')}tap tool.send\nwait 2s\nexpect screen left\n")

    def held(self, stage, question):
        with contextlib.closing(sqlite3.connect(stage.path("kiosk", "held.db"))) as database:
            return database.execute(question).fetchall()

    def heads(self, stage):
        """(kind, id, wall_ms) of every record in the log."""
        with stage.log() as database:
            heads = [head.split("\t") for head, in database.execute("SELECT head FROM record ORDER BY epoch_n, seq")]
        return [(head[2], head[1], int(head[3])) for head in heads]

    def test_words_wait_beside_the_log_and_name_the_submission(self):
        stage = self.open_place()
        stage.run(f"{TO_THANKS}tap tool.words\n{keys(self.source, 'latin', 'te donker')}tap tool.send\nwait 2s\n"
                  f"expect screen left\n{LEAVE}")
        (kind, ident, _), = self.heads(stage)
        self.assertEqual(kind, "submission")
        self.assertEqual(self.held(stage, "SELECT submission, text, programme FROM comment"), [(ident, "te donker", "afval-kiezen")])

    def test_what_waits_reaches_the_log_at_closing_time_and_not_before(self):
        stage = self.open_place()
        stage.run(f"{TO_THANKS}{ABOUT_YOU}tap tool.next\nwait 1s\n{self.wish()}{LEAVE}" + 5 * "wait 3600s\n")
        self.assertEqual([kind for kind, _, _ in self.heads(stage)], ["submission"])
        self.assertEqual(len(self.held(stage, "SELECT id FROM record")), 2)
        stage = self.open_place()
        stage.run(f"tap lang.en\n{TO_THANKS}{ABOUT_YOU}tap tool.next\nwait 1s\n{self.wish()}{LEAVE}" + 7 * "wait 3600s\n")
        heads = self.heads(stage)
        self.assertEqual([body["lang"] for _, _, body in stage.rows()], ["en", "nl", "nl"],
                         "in a language that few speak it would be known who left it")
        self.assertEqual(sorted(kind for kind, _, _ in heads), ["about-you", "contact-wish", "submission"])
        self.assertEqual(self.held(stage, "SELECT id FROM record"), [])
        for kind, ident, wall_ms in heads[1:]:
            self.assertEqual(int(ident[:8] + ident[9:13], 16) % DAY_MS, 0, f"the id of {kind} tells the moment")
            self.assertGreaterEqual(wall_ms - heads[0][2], 5 * 3_600_000)

    def test_what_a_day_left_reaches_the_log_at_the_next_start(self):
        stage = self.open_place()
        stage.run(f"{TO_THANKS}{ABOUT_YOU}{LEAVE}")
        self.assertEqual(len(self.heads(stage)), 1)
        stage.call(stage.command("--clock", "virtual=2026-11-23T09:00:00Z", "--seed", "1", "--script",
                                 stage.write("script", "wait 2s\nexpect screen attract\n")), 0)
        self.assertEqual([kind for kind, _, _ in self.heads(stage)], ["submission", "about-you"])

    def test_a_wish_says_nothing_of_the_visit(self):
        stage = self.open_place()
        stage.run(f"{TO_THANKS}{self.wish()}{LEAVE}" + 7 * "wait 3600s\n")
        (_, submission, _), (kind, _, _) = self.heads(stage)
        body = stage.rows()[1][2]
        self.assertEqual(kind, "contact-wish")
        self.assertNotIn(submission, json.dumps(body))
        self.assertEqual(body["jwe"].count("."), 4)


if __name__ == "__main__":
    kiosk_stage.main(__doc__)
