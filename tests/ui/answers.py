#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What happened with what people said, and answers that are changed: from finger to kiosk.db, and to a phone's camera.

Usage: answers.py BUILD SOURCE [TEST…]
"""

import os
import signal
import subprocess

import house
from kiosk_stage import SIZES, KioskTest, main, wait_until
from walk import fast, sign_and_wait, slow, slow_disk

VISIT = "tap answer.good\ntap choice.anders\nexpect screen thanks\n"
CHANGE = "tap tool.change\ntap answer.bad\ntap choice.ratten\ntap tool.next\n"  # and one more "Verder"
FIRST = [("schoon", ["good"]), ("keuze", ["anders"])]
CHANGED = [("schoon", ["bad"]), ("stoort", ["ratten"]), ("keuze", ["anders"])]


class House(KioskTest):
    def setUp(self):
        self.stage_ = self.stage(**house.full(self.source))

    def scene_after(self, script):
        return self.stage_.scene_of(script)

    def labels(self, scene):
        return {node["id"]: node["label"] for node in scene["nodes"]}


class Corrections(House):
    def test_a_correction_stands_behind_the_submission_and_names_it(self):
        stage = self.stage_
        stage.run(VISIT + CHANGE + "tap tool.next\nexpect node saved label \"Uw antwoord is veranderd.\"\n")
        [(kind, first, corrects), (second_kind, second, second_corrects)] = stage.kinds()
        self.assertEqual((kind, corrects, second_kind, second_corrects), ("submission", None, "correction", first))
        self.assertNotEqual(first, second)
        answers = stage.kept()
        self.assertEqual(answers[0], FIRST)
        self.assertEqual([values for _, values in answers[1]], [values for _, values in CHANGED])

    def test_every_correction_names_the_first_submission(self):
        stage = self.stage_
        stage.run(VISIT + CHANGE + "tap tool.next\nexpect screen thanks\n"
                  "tap tool.change\ntap answer.very_good\ntap tool.next\nexpect screen thanks\n")
        first = stage.kinds()[0][1]
        self.assertEqual([corrects for _, _, corrects in stage.kinds()], [None, first, first])

    def test_a_correction_is_never_partial(self):
        self.stage_.run(VISIT + CHANGE + "tap tool.next\nexpect screen thanks\n")
        self.assertEqual([body["partial"] for _, _, body in self.stage_.rows()], [False, False])

    def only_the_first(self, script):
        self.stage_.run(VISIT + script)
        self.assertEqual(self.stage_.kept(), [FIRST])

    def test_stop_leaves_the_answer_as_it_was(self):
        self.only_the_first(CHANGE + "tap tool.stop\nexpect node saved label \"Uw antwoord blijft zoals het was.\"\n")

    def test_time_that_runs_out_leaves_the_answer_as_it_was(self):
        self.only_the_first(CHANGE + "wait 50s\nexpect node idle.saved\nwait 25s\nexpect screen attract\n")

    def test_back_leaves_the_answer_as_it_was(self):
        self.only_the_first("tap tool.change\ntap tool.back\nexpect node saved label \"Uw antwoord blijft zoals het was.\"\n")

    def test_an_answer_that_is_kept_at_every_question_is_not_kept_twice(self):
        self.only_the_first("tap tool.change\ntap tool.next\ntap tool.next\nexpect screen thanks\n")

    def test_the_next_resident_corrects_nothing_of_the_one_before(self):
        self.stage_.run(VISIT + "tap tool.another\n" + VISIT)
        self.assertEqual([kind for kind, _, _ in self.stage_.kinds()], ["submission", "submission"])

    def cut_off(self, moment):
        """The power goes while the disk is slow: `moment` is the last tap, and the file `slow` is made before it."""
        stage = self.stage_
        script = VISIT + "tap tool.change\ntap answer.bad\ntap choice.ratten\ntap tool.next\nexpect node choice.anders\n" + moment
        process = stage.start(stage.scripted(script), slow_disk(stage))
        wait_until("the last tap", lambda: os.path.exists(stage.path("cut")) or process.poll() is not None)
        process.kill()
        process.wait()
        return [kind for kind, _, _ in stage.kinds()]

    def test_power_that_goes_before_the_last_tap_leaves_the_submission(self):
        stage = self.stage_
        self.assertEqual(self.cut_off(sign_and_wait(stage, "cut", "never")), ["submission"])

    def test_power_that_goes_while_the_correction_is_saved_leaves_one_or_both(self):
        stage = self.stage_
        kinds = self.cut_off(slow(stage) + "tap tool.next\nwait 400ms\n" + f"scene {stage.path('cut')} now\nawait never\n")
        self.assertIn(kinds, (["submission"], ["submission", "correction"]))
        self.assertEqual(stage.read_json("cut")["screen"], "saving")
        stage.run("expect screen attract\n" + VISIT)
        self.assertEqual([seq for seq, _, _ in stage.rows()], list(range(1, len(kinds) + 2)))

    def test_a_correction_is_thanked_only_after_it_is_on_disk(self):
        stage = self.stage_
        script = VISIT + CHANGE + slow(stage) + f"tap tool.next\nwait 5s\nscene {stage.path('waiting')} now\n" + fast(stage) + \
            f"expect node saved label \"Uw antwoord is veranderd.\"\nscene {stage.path('thanked')}\n"
        stage.run(script, environment=slow_disk(stage))
        self.assertEqual(stage.read_json("waiting")["screen"], "saving")
        self.assertEqual(len(stage.rows()), 2)


class Cards(House):
    def test_turning_draws_one_frame_every_20_seconds(self):
        stage = self.stage_
        stage.run(f"scene {stage.path('before')}\nwait 19600ms\nscene {stage.path('still')}\n"
                  f"wait 400ms\nscene {stage.path('turned')}\nwait 180s\nscene {stage.path('after')}\n")
        before, still, turned, after = (stage.read_json(name)["frame"] for name in ("before", "still", "turned", "after"))
        self.assertEqual([still - before, turned - before, after - before], [0, 1, 10])

    def test_a_card_always_has_room_for_sixty_characters_of_what_is_done(self):
        members = house.full(self.source)
        members["outcomes"][0]["outcome"]["will"] = house.text(*(
            house.long(words, 60) for words in ("We planten dit jaar 40 nieuwe bomen.", "We plant forty trees.")))
        will = members["outcomes"][0]["outcome"]["will"]["nl"]
        will = will["text"] if isinstance(will, dict) else will
        for size in SIZES:
            scene = self.stage(size, **members).scene_of("expect screen attract\nwait 20s")
            self.assertTrue([node for node in scene["nodes"] if will in node["label"]], size)

    def test_nothing_turns_while_somebody_is_there(self):
        stage = self.stage_
        stage.run(f"tap lang.nl\nscene {stage.path('before')}\nwait 40s\nscene {stage.path('after')}\n")
        self.assertEqual(stage.read_json("before"), stage.read_json("after"))

    def test_what_can_be_tapped_stays_where_it_is(self):
        stage, places = self.stage_, []
        stage.run("".join(f"scene {stage.path(str(i))}\nwait 20s\n" for i in range(4)))
        for i in range(4):
            places.append({node["id"]: node["rect"] for node in stage.read_json(str(i))["nodes"] if node["role"] == "button"
                           and not node["id"].startswith(("outcome.", "late."))})
        self.assertEqual(places, [places[0]] * 4)


class Facts(KioskTest):
    def test_no_fact_vanishes_however_small_the_display(self):
        stage, seen = self.stage("1280x800", **house.eight(self.source)), []
        stage.run("tap tool.help\ntap tool.about\n" + "tap tool.more\n".join(f"scene {stage.path(f'page{i}')}\n" for i in range(6)) +
                  "expect no-node tool.more\n")
        for i in range(6):
            ids = [node["id"] for node in stage.read_json(f"page{i}")["nodes"]]
            self.assertTrue(any(ident.startswith("source.") for ident in ids), ids)
            seen += [ident for ident in ids if ident.startswith("fact.")]
        self.assertEqual(seen, [f"fact.{number}" for number in range(1, 7)])


class Looking(House):
    def test_where_residents_only_look_nothing_is_kept(self):
        for way in ("tap tool.all", "tap tool.code\ntap sign.K", "tap outcome.afval"):
            self.stage_.run(f"{way}\nwait 50s\nexpect screen idle\nwait 25s\nexpect screen attract\n")
        self.assertEqual(self.stage_.rows(), [])

    def test_after_looking_around_the_screen_is_fresh(self):
        hashes = self.stage_.run("hash fresh\ntap lang.en\ntap tool.all\ntap tool.more\ntap tool.stop\nhash all\ntap tool.code\n"
                                 "tap sign.K\ntap sign.7\ntap tool.stop\nhash code\ntap tool.code\nexpect no-node typed.1\n"
                                 "tap tool.stop\ntap outcome.afval\nwait 75s\nhash answer\n").hashes()
        self.assertEqual(len(set(hashes.values())), 1, hashes)

    def test_no_sign_of_a_code_stands_in_the_log_output(self):
        self.stage_.configure(log_level="debug")
        result = self.stage_.run("tap tool.code\n" + "".join(f"tap sign.{sign}\n" for sign in "K7M4PX") + "expect screen answer\n")
        for word in ("K7M", "sign", "4PX"):
            self.assertNotIn(word, result.err)

    def test_keys_type_a_code_too(self):
        self.stage_.run("tap tool.code\n" + "wait 1s\nkey next\n" * 3 + "wait 1s\nkey choose\nexpect node typed.1\n")


class Ending(House):
    def test_sigterm_in_the_middle_of_a_visit_keeps_what_was_answered(self):
        stage = self.stage_
        script = stage.write("script", "tap answer.good\nexpect node choice.anders\n" + f"scene {stage.path('here')}\nwait 60s\n")
        process = stage.start(stage.command("--script", script))
        wait_until("the first answer", lambda: os.path.exists(stage.path("here")))
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(30), 0, stage.said())
        self.assertEqual(stage.kept(), [[("schoon", ["good"])]])
        self.assertEqual([body["partial"] for _, _, body in stage.rows()], [True])

    def test_sigterm_while_nobody_is_there_keeps_nothing(self):
        stage = self.stage_
        script = stage.write("script", f"expect screen attract\nscene {stage.path('here')}\nwait 60s\n")
        process = stage.start(stage.command("--script", script))
        wait_until("the screen", lambda: os.path.exists(stage.path("here")))
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(30), 0, stage.said())
        self.assertEqual(stage.rows(), [])


class Scan(KioskTest):
    def read(self, size):
        stage = self.stage(size, **house.full(self.source))
        picture = stage.path("thanks.png")
        stage.run(VISIT + f"screenshot {picture}\nscene {stage.path('thanks.json')}\n")
        done = subprocess.run(["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True, check=True)
        code = next(node["label"] for node in stage.read_json("thanks.json")["nodes"] if node["id"] == "code")
        return done.stdout.strip(), code.replace(" ", "")

    def test_a_phone_reads_the_page_of_the_code_from_the_thanks(self):
        for size in SIZES:
            address, code = self.read(size)
            self.assertEqual(len(code), 6)
            self.assertEqual(address, f"{house.PUBLIC_URL}/c/{code}")


if __name__ == "__main__":
    main(__doc__)
