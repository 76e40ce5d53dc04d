#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The connector at the kiosk, from the badge to the disk: what waits, what she decides, whom she helps; and what nobody gets to
see who is not her.

Usage: desk.py BUILD SOURCE
"""

import contextlib
import json
import os
import sqlite3
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))

import kiosk_stage
import make_bundle
from kiosk_stage import KioskTest
from no_trace import keys, places
from pin import pin_hash

SALT = "00112233445566778899aabbccddeeff"
PIN, BADGE = "480159", ";7741920385516642=2606?"
TO_THANKS = "tap answer.good\ntap choice.brengstation\nexpect screen thanks\ntap tool.afterwards\nexpect screen afterwards\n"
LEAVE = "tap tool.next\nwait 1s\ntap tool.stop\nwait 2s\nexpect screen attract\n"
# Words that were decided before a start have their ten minutes anew from it.
AFTERWARDS = "expect screen attract\nwait 700s\nexpect screen attract\nwait 60s\nexpect screen attract\n"
WORDS = "bel mevrouw jansen op 0612345678"


class Desk(KioskTest):
    def open_place(self, **changes):
        asked = [{"published": "2026-11-22", "programme": make_bundle.programme(self.source, name)}
                 for name in ("afval-kiezen", "versterking-leidschendam-noord")]
        place = {key: value for key, value in make_bundle.bundle(self.source)["place"].items() if key != "programmes"}
        bundle = {"programmes": asked, "place": place, "connector_salt": SALT, "connectors": [self.samira()]}
        bundle.update(changes)
        return self.stage(**bundle)

    def samira(self, **changes):
        return {"id": "merel-7", "name": "Samira", "pin": pin_hash(PIN, SALT), "badge": pin_hash(BADGE, SALT),
                "languages": ["nl", "ar"], **changes}

    def words(self, text=WORDS, lang=""):
        """A visit that leaves words behind; words that seem to hold personal data are left as they are."""
        kept = "tap tool.anyway\n" if any(sign.isdigit() for sign in text) else ""
        return (f"{lang}{TO_THANKS}tap tool.words\n{self.typed(text)}tap tool.send\n{kept}wait 2s\n"
                f"expect screen left\n{LEAVE}")

    def typed(self, text):
        """Letters on the first layer, figures on theirs."""
        out, is_figures = "", False
        for sign in text:
            if sign.isdigit() != is_figures and sign != " ":
                is_figures = sign.isdigit()
                out += f"tap layer.{4 if is_figures else 0}\n"
            out += self.figure(sign) if is_figures else keys(self.source, "latin", sign)
        return out

    def figure(self, sign):
        return f"tap key.{'space' if sign == ' ' else '1234567890'.index(sign)}\n"

    def to_door(self, stage):
        """Help's last page leads there."""
        return "tap tool.help\nexpect screen help\n" + "tap tool.more\n" * self.help_pages(stage) + "tap tool.staff\n"

    def help_pages(self, stage):
        for pages in range(6):
            scene = stage.scene_of("tap tool.help\n" + "tap tool.more\n" * pages)
            if any(node["id"] == "tool.staff" for node in scene["nodes"]):
                return pages
        raise AssertionError("no way to the desk")

    def sign_in(self, stage):
        return f'{self.to_door(stage)}expect screen desk_door\nbadge "{BADGE}"\nwait 1s\nexpect screen desk_home\n'

    def held(self, stage, question):
        with contextlib.closing(sqlite3.connect(stage.path("kiosk", "held.db"))) as database:
            return database.execute(question).fetchall()

    def bodies(self, stage, kind):
        with stage.log() as database:
            found = database.execute("SELECT head, body FROM record ORDER BY epoch_n, seq").fetchall()
        return [json.loads(body) for head, body in found if head.split("\t")[2] == kind]

    def bytes_of(self, stage):
        """Everything that the kiosk has on disk."""
        out = b""
        for folder, _, names in os.walk(stage.path("kiosk")):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    out += file.read()
        return out

    # --- the door ---

    # K76
    def test_a_badge_lets_her_in_and_a_pin_too(self):
        stage = self.open_place()
        pin = "".join(f"tap pin.{digit}\n" for digit in PIN)
        stage.run(f"{self.sign_in(stage)}tap tool.leave\nexpect screen attract\n"
                  f"{self.to_door(stage)}{pin}tap tool.next\nwait 1s\nexpect screen desk_home\n")

    def test_a_badge_that_is_nobodys_is_turned_away_and_counted(self):
        stage = self.open_place()
        stage.run(f'{self.to_door(stage)}badge 1234567890\nwait 1s\nexpect screen desk_door\n')
        self.assertEqual(self.held(stage, "SELECT wrong_tries FROM door"), [(1,)])

    def test_wrong_tries_are_counted_over_a_restart_and_lock_the_door(self):
        stage = self.open_place()
        wrong = "badge 1234567890\nwait 300s\n" + self.to_door(stage)
        for _ in range(2):
            result = stage.run(f"{self.to_door(stage)}wait 40s\n{4 * wrong}")
        self.assertEqual(self.held(stage, "SELECT wrong_tries FROM door"), [(8,)])
        self.assertIn("desk.locked", result.err)
        stage.run(f'{self.to_door(stage)}badge "{BADGE}"\nwait 2s\nexpect screen desk_door\nwait 80s\nwait 900s\n'
                  f'{self.to_door(stage)}badge "{BADGE}"\nwait 2s\nexpect screen desk_home\n')
        self.assertEqual(self.held(stage, "SELECT wrong_tries FROM door"), [(0,)])

    def test_a_badge_anywhere_else_opens_nothing(self):
        stage = self.open_place()
        stage.run(f'badge "{BADGE}"\nwait 1s\nexpect screen attract\n')

    def test_a_line_that_begins_like_her_badge_is_not_hers(self):
        badge = "b" * 64
        stage = self.open_place(connectors=[self.samira(badge=pin_hash(badge, SALT))])
        stage.run(f'{self.to_door(stage)}badge {badge}b\nwait 1s\nexpect screen desk_door\n'
                  f'badge {badge}{936 * "b"}\nwait 1s\nexpect screen desk_door\nbadge {badge}\nwait 1s\nexpect screen desk_home\n')

    def test_nobody_there_shuts_the_desk_and_wipes_it(self):
        stage = self.open_place()
        stage.run(f"{self.sign_in(stage)}wait 61s\nexpect node tool.stay\nwait 30s\nexpect screen attract\n"
                  f"{self.sign_in(stage)}wait 61s\ntap tool.stay\nwait 50s\nexpect screen desk_home\n")

    def test_the_next_connector_puts_the_first_one_out_and_signs_herself(self):
        wim = self.samira(id="uil-3", name="Wim", pin=pin_hash("480160", SALT), badge=pin_hash("WIM-12345", SALT))
        stage = self.open_place(connectors=[self.samira(), wim])
        stage.run(f"{self.sign_in(stage)}tap desk.note\nexpect screen desk_note\nbadge WIM-12345\nwait 1s\n"
                  f"expect screen desk_home\ntap desk.note\ntap note.context\n{keys(self.source, 'latin', 'feest')}"
                  "tap tool.send\nwait 1s\nexpect screen desk_done\nbadge 9999999\nwait 1s\nexpect screen desk_door\n")
        self.assertEqual([note["by"] for note in self.bodies(stage, "note")], ["uil-3"])
        self.assertEqual(self.held(stage, "SELECT wrong_tries FROM door"), [(1,)])

    # --- aloud ---

    def said(self, stage):
        with open(stage.path("said.jsonl"), encoding="utf-8") as file:
            return [json.loads(line)["text"] for line in file]

    def test_a_loudspeaker_says_where_she_is_and_neither_her_pin_nor_what_a_resident_wrote(self):
        stage = self.open_place()
        stage.run(self.words("te donker hier"))
        pin = "".join(f"tap pin.{digit}\n" for digit in PIN)
        stage.run(f"keypad 0\ntranscript {stage.path('said.jsonl')}\n{self.to_door(stage)}{pin}listen\ntap tool.next\nwait 1s\n"
                  "listen\nexpect screen desk_home\ntap desk.queue\nlisten\ntap row.0\nlisten\nexpect screen desk_words\n"
                  "tap tool.speak\nlisten\n")
        said = self.said(stage)
        self.assertIn("Dat hoort u alleen met een koptelefoon.", said)
        for word in ("donker", "hier"):
            self.assertFalse([text for text in said if word in text.lower().split()], "what a resident wrote was said aloud")
        self.assertFalse([text for text in said if text.strip(" .") in set(PIN)], "a digit of the PIN was said aloud")

    # --- words ---

    def test_what_she_masks_and_releases_reaches_the_log_after_ten_minutes_and_nothing_else_does(self):
        stage = self.open_place()
        stage.run(self.words())
        self.assertEqual([kind for kind, _, _ in stage.kinds()], ["submission"])
        self.assertIn(b"jansen", self.bytes_of(stage))
        result = stage.run(f"{self.sign_in(stage)}tap desk.queue\nexpect screen desk_queue\ntap row.0\n"
                           "expect screen desk_words\ntap tool.release\nwait 1s\nexpect screen desk_queue\n"
                           "expect node undo.0\ntap tool.leave\nexpect screen attract\nwait 300s\n")
        self.assertEqual([kind for kind, _, _ in stage.kinds()], ["submission", "decision"])
        self.assertIn(b"jansen", self.bytes_of(stage), "it can still be taken back")
        later = stage.run(AFTERWARDS)
        self.assertEqual([kind for kind, _, _ in stage.kinds()], ["submission", "decision", "comment"])
        comment, = self.bodies(stage, "comment")
        self.assertEqual(comment["text"], "bel mevrouw \u2588 op \u2588")
        self.assertEqual(comment["by"], "merel-7")
        for secret in (b"jansen", b"0612345678"):
            self.assertNotIn(secret, self.bytes_of(stage))
            self.assertNotIn(secret.decode(), result.err + later.err)

    def test_what_she_took_back_waits_again_and_both_decisions_stay(self):
        stage = self.open_place()
        stage.run(self.words("te donker hier"))
        stage.run(f"{self.sign_in(stage)}tap desk.queue\ntap row.0\ntap tool.hide\ntap reason.insult\nwait 1s\n"
                  "expect screen desk_queue\ntap undo.0\nwait 1s\nexpect node row.0\nwait 20s\ntap tool.leave\nwait 700s\nexpect screen attract\nwait 60s\nexpect screen attract\n")
        self.assertEqual([body["ruling"] for body in self.bodies(stage, "decision")], ["hide", "take_back"])
        self.assertEqual(self.held(stage, "SELECT text FROM comment"), [("te donker hier",)])

    def test_hidden_words_are_gone_after_ten_minutes(self):
        stage = self.open_place()
        stage.run(self.words("te donker hier"))
        stage.run(f"{self.sign_in(stage)}tap desk.queue\ntap row.0\ntap tool.hide\ntap reason.insult\nwait 1s\n"
                  f"tap tool.leave\n{AFTERWARDS}")
        self.assertEqual(self.held(stage, "SELECT text FROM comment"), [])
        self.assertNotIn(b"donker", self.bytes_of(stage))

    def test_words_that_nobody_read_go_by_themselves_after_the_days_of_the_municipality(self):
        stage = self.open_place(words={"policy": "after_days", "days": 2})
        stage.run(self.words() + 30 * "wait 3600s\n")
        self.assertEqual(self.bodies(stage, "comment"), [])
        for day in ("2026-11-24T09:00:00Z", "2026-11-25T09:00:00Z"):
            stage.call(stage.command("--clock", f"virtual={day}", "--seed", "1", "--script",
                                     stage.write("script", AFTERWARDS + AFTERWARDS)), 0)
        comment, = self.bodies(stage, "comment")
        self.assertEqual((comment["text"], comment.get("by", "")), ("bel mevrouw \u2588 op \u2588", ""))
        self.assertNotIn(b"jansen", self.bytes_of(stage))

    # --- whom she helps ---

    def test_one_resident_who_is_helped_is_assisted_and_the_desk_is_shut_behind_it(self):
        stage = self.open_place()
        stage.run(f"{self.sign_in(stage)}tap desk.help\ntap help.one\nexpect screen attract\nwait 100s\n"
                  "tap answer.good\ntap choice.brengstation\nexpect screen thanks\ntap tool.stop\nwait 2s\n"
                  "expect screen attract\nexpect no-node desk.queue\ntap answer.good\ntap choice.brengstation\n"
                  "expect screen thanks\n")
        self.assertEqual([body["channel"] for body in self.bodies(stage, "submission")], ["assisted", "kiosk"])
        self.assertNotIn("merel-7", json.dumps(self.bodies(stage, "submission")))

    def test_a_group_is_asked_about_one_subject_visit_after_visit(self):
        stage = self.open_place()
        visit = "tap answer.good\ntap choice.brengstation\nexpect screen thanks\ntap tool.stop\nwait 1s\nexpect screen desk_between\n"
        stage.run(f"{self.sign_in(stage)}tap desk.help\ntap help.group\ntap programme.afval-kiezen\nexpect screen question\n"
                  f"{visit}wait 3s\nexpect screen question\n{visit}tap tool.enough\nexpect screen attract\n")
        self.assertEqual([(body["channel"], body["programme"]) for body in self.bodies(stage, "submission")],
                         2 * [("assisted", "afval-kiezen")])

    def test_a_group_that_walked_away_leaves_nothing_open(self):
        stage = self.open_place()
        stage.run(f"{self.sign_in(stage)}tap desk.help\ntap help.group\ntap programme.afval-kiezen\nexpect screen question\n"
                  "wait 310s\nexpect screen attract\ntap answer.good\ntap choice.brengstation\nexpect screen thanks\n")
        self.assertEqual([body["channel"] for body in self.bodies(stage, "submission")], ["kiosk"])

    def test_paper_forms_name_their_batch(self):
        stage = self.open_place()
        stage.run(f"{self.sign_in(stage)}tap desk.help\ntap help.paper\nexpect screen desk_write\n"
                  f"{keys(self.source, 'latin', 'markt')}tap tool.send\ntap programme.afval-kiezen\nexpect screen question\n"
                  "tap answer.good\ntap choice.brengstation\nexpect screen thanks\ntap tool.stop\nwait 1s\n"
                  "expect screen desk_between\ntap tool.enough\nexpect screen desk_door\nexpect no-node desk.queue\n")
        body, = self.bodies(stage, "submission")
        self.assertEqual((body["channel"], body["batch"]), ("paper", "markt"))

    def test_the_programme_of_now_is_asked_until_its_time_also_after_a_restart(self):
        stage = self.open_place()
        stage.run(f"{self.sign_in(stage)}tap desk.subject\ntap programme.versterking-leidschendam-noord\ntap until.1\n"
                  "expect screen desk_done\ntap tool.next\ntap tool.leave\nexpect screen attract\nexpect node answer.bad\n"
                  "wait 20s\n")
        scene = stage.scene_of("expect screen attract\n")
        self.assertEqual(scene["programme"] if "programme" in scene else "versterking-leidschendam-noord",
                         "versterking-leidschendam-noord")
        self.assertEqual(self.held(stage, "SELECT programme FROM now"), [("versterking-leidschendam-noord",)])
        stage.run("wait 3600s\nwait 3600s\nwait 3700s\nexpect screen attract\n")
        self.assertEqual(self.held(stage, "SELECT programme FROM now"), [])

    # --- notes ---

    def test_a_note_is_a_record_that_she_signed(self):
        stage = self.open_place()
        stage.run(f"{self.sign_in(stage)}tap desk.note\ntap note.context\n{keys(self.source, 'latin', 'buurtfeest')}"
                  "tap tool.send\nwait 1s\nexpect screen desk_done\n")
        note, = self.bodies(stage, "note")
        self.assertEqual((note["note"], note["by"], note["text"]), ("context", "merel-7", "buurtfeest"))

    def test_a_treasure_without_consent_is_not_written(self):
        stage = self.open_place()
        stage.run(f"{self.sign_in(stage)}tap desk.note\ntap note.treasure\nexpect screen desk_consent\ntap consent.no\n"
                  "expect screen desk_note\n")
        self.assertEqual(self.bodies(stage, "note"), [])

    # --- what is left in memory ---

    def after_reading(self, decide):
        """She types her PIN and reads words that another program kept; gives the place where nothing of it may be."""
        stage = self.open_place()
        stage.run(self.words())
        pin = "".join(f"tap pin.{digit}\n" for digit in PIN)
        typed, after = stage.path("typed"), stage.path("after")
        environment = {"ASAN_OPTIONS": "max_free_fill_size=1073741824:free_fill_byte=0:detect_leaks=0"}
        kiosk = stage.start(stage.scripted(f"{self.to_door(stage)}{pin}tap tool.next\nwait 1s\nexpect screen desk_home\n"
                                           f"tap desk.queue\nwait 1s\ntap row.0\nwait 1s\nexpect screen desk_words\n"
                                           f"scene {typed}\nawait {stage.path('go')}\n{decide}tap tool.leave\nwait 1s\n"
                                           f"expect screen attract\nscene {after}\nawait {stage.path('never')}\n"), environment)
        kiosk_stage.wait_until("the words", lambda: os.path.exists(typed) or kiosk.poll() is not None)
        self.assertIsNone(kiosk.poll(), stage.said())
        self.assertTrue(places(kiosk.pid, "0612345678"), "what is looked for cannot be found while it is there")
        os.remove(typed)
        stage.write("go", "")
        kiosk_stage.wait_until("the end", lambda: os.path.exists(after) or kiosk.poll() is not None)
        self.assertIsNone(kiosk.poll(), stage.said())
        return stage, kiosk

    # K65
    def test_what_she_read_and_typed_is_nowhere_in_memory_when_the_desk_is_shut(self):
        for name, decide in (("read", ""), ("released", "tap tool.release\nwait 1s\n"),
                             ("hidden", "tap tool.hide\ntap reason.insult\nwait 1s\n")):
            with self.subTest(name):
                stage, kiosk = self.after_reading(decide)
                for text in ("mevrouw jansen", "0612345678", PIN):
                    self.assertEqual(places(kiosk.pid, text), [], f"{text} in memory")
                    self.assertNotIn(text, stage.said() + stage.said("out"))

    # --- who is no connector any more ---

    def test_a_bundle_without_her_signs_her_out(self):
        stage = self.open_place()
        gone = stage.path("gone")
        with open(stage.path("script"), "w", encoding="utf-8") as file:
            file.write(f"{self.sign_in(stage)}scene {stage.path('in.json')}\nawait {gone}\nwait 1s\n"
                       "expect screen desk_door\nexpect node door.state label \"U bent hier geen buurtverbinder meer. Vraag het de "
                       "gemeente.\"\nexpect no-node desk.queue\nwait 91s\nexpect screen attract\n")
        program = stage.start(stage.command("--clock", f"virtual={kiosk_stage.START}", "--seed", "1", "--script",
                                            stage.path("script")))
        kiosk_stage.wait_until("her to be in", lambda: os.path.exists(stage.path("in.json")), 60)
        bundle = make_bundle.bundle(self.source, serial=2, connectors=[self.samira(id="other-1", name="Wim",
                                    pin=pin_hash("480160", SALT), badge=pin_hash("abcd", SALT))], connector_salt=SALT)
        stage.put_bytes(json.dumps(bundle, ensure_ascii=False).encode())
        kiosk_stage.wait_until("the bundle", lambda: "serial=2" in stage.said(), 60)
        stage.write("gone", "")
        self.assertEqual(program.wait(60), 0, stage.said())
        self.assertIn("desk.signed-out by=merel-7", stage.said())


if __name__ == "__main__":
    kiosk_stage.main(__doc__)
