#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What a visit does, from finger to kiosk.db: touch, time, wipe, and what is kept.

Usage: visits.py BUILD SOURCE [TEST…]
"""

import json

import make_bundle
from kiosk_stage import KioskTest, main

LIVE, OTHER = "wonen", "afval-kiezen"  # the live question; the other programme
WHOLE_VISIT = "tap answer.good\ntap choice.buren\ntap choice.veilig\ntap tool.next\nexpect screen thanks\n"
# Every resident changes all that a resident can change.
ENGLISH_VISIT = "tap lang.en\ntap tool.all\ntap programme.afval-kiezen\ntap answer.very_bad\nkey next\ntap choice.ratten\n"


def without_frame(path):
    with open(path, "rb") as file:
        scene = json.load(file)
    del scene["frame"]
    return json.dumps(scene, sort_keys=True)


class Touch(KioskTest):
    """What is raw waits for nothing, so every script waits for the first screen to be heard first."""

    def setUp(self):
        self.stage_ = self.stage()

    def run_script(self, script):
        return self.stage_.run("expect screen attract\n" + script)

    def middle_of(self, ident):
        x, y, w, h = next(node["rect"] for node in self.stage_.scene_of("expect screen attract")["nodes"] if node["id"] == ident)
        return x + w // 2, y + h // 2

    def chosen_at_the_end(self, script):
        scene = self.stage_.scene_of("expect screen attract\n" + script)
        return [node["id"] for node in scene["nodes"] if "chosen" in node["states"] and not node["id"].startswith("lang.")]

    # K13
    def test_a_finger_acts_when_it_is_lifted(self):
        self.run_script("press answer.good\nwait 2s\nexpect screen attract\nrelease answer.good\nexpect screen question\n")

    def test_a_finger_that_is_down_shows_the_button_pressed_and_nothing_chosen(self):
        self.run_script(f"press answer.good\nscene {self.stage_.path('pressed')} now\n")
        good = next(node for node in self.stage_.read_json("pressed")["nodes"] if node["id"] == "answer.good")
        self.assertEqual(good["states"], ["pressed"])

    # K13
    def test_a_finger_that_slides_off_does_nothing(self):
        stage = self.stage_
        stage.run(f"scene {stage.path('before')}\npress answer.good\nmove 2 2\nrelease 2 2\nwait 2s\nscene {stage.path('after')}\n")
        self.assertEqual(without_frame(stage.path("before")), without_frame(stage.path("after")))

    # K13
    def test_a_finger_that_slides_to_another_answer_chooses_neither(self):
        self.run_script("press answer.good\nmove answer.bad\nrelease answer.bad\nwait 2s\nexpect screen attract\n")

    def test_a_finger_that_comes_back_to_its_button_acts(self):
        self.run_script("press answer.good\nmove answer.bad\nmove answer.good\nrelease answer.good\nexpect screen question\n")

    # K12
    def test_a_drag_across_the_answers_does_nothing(self):
        self.run_script("press 5 300\n" + "".join(f"move {x} 400\n" for x in range(5, 1280, 75)) +
                        "release 5 300\nwait 2s\nexpect screen attract\n")

    # K15
    def test_two_fingers_give_one_answer(self):
        stage = self.stage_
        self.run_script("press answer.good 1\npress answer.bad 2\nrelease answer.bad 2\nrelease answer.good 1\n"
                  "tap choice.buren\ntap tool.next\nexpect screen thanks\n")
        self.assertEqual(stage.kept(), [[("wonen", ["good"]), ("themas", ["buren"])]])

    def test_a_second_finger_cannot_finish_what_the_first_began(self):
        self.run_script("press answer.good 1\nrelease answer.good 2\nwait 2s\nexpect screen attract\n")

    # K11
    def test_a_touch_may_be_as_short_as_60_ms_and_as_long_as_3_s(self):
        for duration in ("60ms", "3s"):
            self.run_script(f"press answer.good\nwait {duration}\nrelease answer.good\nexpect screen question\n")

    # K14
    def test_a_double_tap_100_ms_apart_gives_one_answer(self):
        double = "touch {0} {1}\nwait 100ms\ntouch {0} {1}\nexpect screen question".format(*self.middle_of("answer.good"))
        self.assertEqual(self.chosen_at_the_end(double), [])

    def test_a_double_tap_on_a_tile_does_not_take_it_away_again(self):
        twice = "press choice.buren\nrelease choice.buren\nwait 100ms\npress choice.buren\nrelease choice.buren"
        self.assertEqual(self.chosen_at_the_end("tap answer.good\nexpect node choice.buren\n" + twice), ["choice.buren"])

    def chosen_after(self, pause):
        """What a touch has chosen that comes so long after the next question has appeared."""
        return self.chosen_at_the_end(f"tap answer.good\nwait 400ms\nwait {pause}\npress choice.buren\nrelease choice.buren")

    # K14
    def test_a_touch_within_300_ms_of_a_new_question_is_not_heard(self):
        self.assertEqual(self.chosen_after("299ms"), [])

    # K14
    def test_a_touch_within_300_ms_of_the_next_pair_is_not_heard(self):
        stage = self.stage(programmes=[{"published": "2026-11-22", "programme": make_bundle.programme(self.source, "ruimte-op-straat")}])
        first = "expect screen attract\ntap answer.good\nexpect node left label \"Ronde 1 van 3\"\n"
        card = next(node for node in stage.scene_of(first)["nodes"] if node["id"].startswith("choice."))
        at = "touch {} {}\n".format(*(card["rect"][i] + card["rect"][i + 2] // 2 for i in (0, 1)))
        for pause, heard in (("299ms", 2), ("300ms", 3)):
            stage.run(f"{first}{at}wait 400ms\nwait {pause}\n{at}wait 1s\nexpect node left label \"Ronde {heard} van 3\"\n")

    def test_a_touch_300_ms_after_a_new_question_is_heard(self):
        self.assertEqual(self.chosen_after("300ms"), ["choice.buren"])

    def test_keys_reach_and_choose_an_answer(self):
        self.run_script("key next\nwait 1s\nkey choose\nexpect screen question\nkey stop\nexpect screen attract\n")

    # K54
    def test_the_focus_goes_round_all_buttons(self):
        stage, seen = self.stage_, []
        self.run_script("".join(f"wait 1s\nkey next\nscene {stage.path(str(i))}\n" for i in range(20)))
        for i in range(20):
            seen += [node["id"] for node in stage.read_json(str(i))["nodes"] if "focused" in node["states"]]
        targets = {node["id"] for node in stage.read_json("0")["nodes"] if node["role"] == "button"}
        self.assertEqual((set(seen), len(seen), seen[0]), (targets, 20, seen[len(targets)]))


class Wipe(KioskTest):
    """After a visit nothing tells that anybody was here."""

    def assert_wiped(self, script):
        stage = self.stage()
        stage.run(f"scene {stage.path('fresh')}\nhash fresh\n{script}\nscene {stage.path('after')}\nhash after\n")
        self.assertEqual(without_frame(stage.path("fresh")), without_frame(stage.path("after")))
        hashes = stage.run(f"hash fresh\n{script}\nhash after\n").hashes()
        self.assertEqual(hashes["fresh"], hashes["after"])

    # K65 K66
    def test_stop_leaves_a_fresh_screen(self):
        self.assert_wiped(ENGLISH_VISIT + "tap tool.stop\n")

    # K65
    def test_time_that_runs_out_leaves_a_fresh_screen(self):
        self.assert_wiped(ENGLISH_VISIT + "wait 45s\nwait 30s\n")

    def test_time_that_runs_out_in_help_leaves_a_fresh_screen(self):
        self.assert_wiped(ENGLISH_VISIT + "tap tool.help\nwait 75s\n")

    def test_done_leaves_a_fresh_screen(self):
        self.assert_wiped(ENGLISH_VISIT + "tap tool.next\ntap choice.anders\nexpect screen thanks\ntap tool.done\n")

    def test_thanks_that_nobody_answers_leave_a_fresh_screen(self):
        self.assert_wiped(ENGLISH_VISIT + "tap tool.next\ntap choice.anders\nexpect screen thanks\nwait 15s\n")

    def test_a_language_that_was_only_tapped_is_forgotten(self):
        self.assert_wiped("tap lang.en\nexpect node tool.help label \"Help\"\nwait 75s\nexpect node tool.help label \"Hulp\"\n")

    def test_stop_in_the_warning_leaves_a_fresh_screen(self):
        self.assert_wiped(ENGLISH_VISIT + "wait 50s\nexpect screen idle\ntap tool.stop\n")

    def test_the_next_resident_finds_nothing_chosen(self):
        stage = self.stage()
        scene = stage.scene_of("tap answer.good\ntap choice.buren\ntap tool.stop\ntap answer.bad\nexpect screen question")
        self.assertFalse([node["id"] for node in scene["nodes"] if "chosen" in node["states"]])

    def test_another_subject_begins_empty_in_the_same_language(self):
        stage = self.stage()
        stage.run("tap lang.en\ntap answer.good\ntap choice.buren\ntap tool.next\nexpect screen thanks\ntap tool.another\n"
                  "expect screen attract\nexpect node tool.help label \"Help\"\ntap tool.all\ntap programme.afval-kiezen\ntap answer.good\n"
                  "tap choice.anders\nexpect screen thanks\n")
        self.assertEqual(stage.kept(), [[("wonen", ["good"]), ("themas", ["buren"])],
                                        [("schoon", ["good"]), ("keuze", ["anders"])]])


class Time(KioskTest):
    def setUp(self):
        self.stage_ = self.stage()

    # K60 K64
    def test_the_warning_comes_after_45_seconds(self):
        self.stage_.run("tap answer.good\nwait 44900ms\nexpect screen question\nwait 100ms\nexpect screen idle\n")

    # K60
    def test_there_are_30_seconds_to_answer_the_warning(self):
        stage = self.stage_
        stage.run(f"tap answer.good\nwait 45s\nscene {stage.path('first')} now\nwait 29900ms\n"
                  f"scene {stage.path('last')} now\nwait 100ms\nexpect screen attract\n")
        self.assertEqual([stage.read_json(name)["screen"] for name in ("first", "last")], ["idle", "idle"])

    def test_the_attract_screen_does_not_wait_for_anybody(self):
        self.stage_.run("wait 3600s\nexpect screen attract\n")

    def test_keys_that_move_the_focus_are_a_sign_of_somebody(self):
        self.stage_.run("tap answer.good\n" + "wait 40s\nkey next\nexpect screen question\n" * 3)

    def test_touches_beside_the_buttons_are_a_sign_of_somebody(self):
        self.stage_.run("tap answer.good\n" + "wait 40s\ntouch 2 2\nexpect screen question\n" * 3)

    # K60
    def test_a_visit_can_be_extended_more_than_ten_times(self):
        self.stage_.run("tap answer.good\ntap choice.buren\n" +
                        "wait 74s\nexpect screen idle\ntap tool.stay\nexpect screen question\n" * 11 +
                        "tap tool.next\nexpect screen thanks\n")

    # K62
    def test_staying_gives_back_exactly_the_same_screen(self):
        stage = self.stage_
        stage.run(f"tap answer.good\ntap choice.buren\nscene {stage.path('before')}\nwait 60s\nexpect screen idle\n"
                  f"tap tool.stay\nscene {stage.path('after')}\n")
        self.assertEqual(without_frame(stage.path("before")), without_frame(stage.path("after")))

    def test_a_touch_anywhere_but_on_stop_means_that_somebody_is_there(self):
        self.stage_.run("tap answer.good\nwait 50s\nexpect screen idle\ntouch 3 3\nexpect screen question\n")

    def test_a_touch_beside_the_buttons_is_not_an_answer_behind_the_warning(self):
        scene = self.stage_.scene_of("tap answer.good\nexpect node choice.buren\nwait 50s\nexpect screen idle\n"
                                     "touch 300 480")
        self.assertFalse([node["id"] for node in scene["nodes"] if "chosen" in node["states"]])

    def test_the_seconds_count_down_in_figures(self):
        stage = self.stage_
        stage.run("tap answer.good\nwait 45s\nexpect node idle.seconds label \"Over 30 seconden begint het scherm opnieuw.\"\n"
                  "wait 10s\nexpect node idle.seconds label \"Over 20 seconden begint het scherm opnieuw.\"\n"
                  "wait 19s\nexpect node idle.seconds label \"Over 1 seconde begint het scherm opnieuw.\"\n")

    def test_the_times_of_the_bundle_count(self):
        stage = self.stage(idle={"warn_s": 60, "wipe_s": 20})
        stage.run("tap answer.good\nwait 59s\nexpect screen question\nwait 1s\nexpect screen idle\nwait 19s\n"
                  "expect screen idle\nwait 1s\nexpect screen attract\n")

    # K28 K29
    def test_nothing_is_drawn_while_nobody_is_there(self):
        stage = self.stage_
        stage.run(f"scene {stage.path('before')}\nwait 300s\nscene {stage.path('after')}\n")
        self.assertEqual(stage.read_json("before"), stage.read_json("after"))


    # K28 K30
    def test_between_two_questions_there_is_no_animation(self):
        stage = self.stage_
        stage.run(f"scene {stage.path('before')}\ntap answer.good\nscene {stage.path('after')}\n")
        frames = stage.read_json("after")["frame"] - stage.read_json("before")["frame"]
        self.assertLessEqual(frames, 3)  # pressed, chosen, the next question


class Kept(KioskTest):
    """What stands in kiosk.db afterwards."""

    # K84
    def test_a_whole_visit_keeps_exactly_its_answers(self):
        stage = self.stage()
        stage.run("wait 1s\n" + WHOLE_VISIT)
        [(seq, _, body)] = stage.rows()
        self.assertEqual(seq, 1)
        self.assertEqual([(a["q"], a["values"]) for a in body["answers"]],
                         [("wonen", ["good"]), ("themas", ["buren", "veilig"])])
        self.assertEqual({key: body[key] for key in ("programme", "version", "place", "lang", "channel", "partial", "trial")},
                         {"programme": "versterking-leidschendam-noord", "version": 1, "place": "prinsenhof", "lang": "nl",
                          "channel": "kiosk", "partial": False, "trial": False})

    def test_the_language_of_the_visit_is_kept(self):
        stage = self.stage()
        stage.run("tap lang.en\n" + WHOLE_VISIT)
        self.assertEqual([body["lang"] for _, _, body in stage.rows()], ["en"])

    def test_a_kiosk_on_trial_marks_what_it_keeps(self):
        stage = self.stage(in_use=False)
        stage.run(WHOLE_VISIT)
        self.assertEqual([body["trial"] for _, _, body in stage.rows()], [True])

    def test_stop_keeps_nothing(self):
        stage = self.stage()
        stage.run("tap answer.good\ntap choice.buren\ntap tool.stop\nexpect screen attract\n")
        self.assertEqual(stage.rows(), [])

    def test_stop_in_the_warning_keeps_nothing(self):
        stage = self.stage()
        stage.run("tap answer.good\ntap choice.buren\nwait 50s\nexpect screen idle\ntap tool.stop\nexpect screen attract\n")
        self.assertEqual(stage.rows(), [])

    def test_time_that_runs_out_keeps_what_was_answered_as_partial(self):
        stage = self.stage()
        stage.run("tap answer.good\nwait 75s\nexpect screen attract\n")
        self.assertEqual(stage.kept(), [[("wonen", ["good"])]])
        self.assertEqual([body["partial"] for _, _, body in stage.rows()], [True])

    def test_time_that_runs_out_in_help_keeps_what_was_answered_as_partial(self):
        stage = self.stage()
        stage.run("tap answer.good\ntap tool.help\nwait 75s\nexpect screen attract\n")
        self.assertEqual([body["partial"] for _, _, body in stage.rows()], [True])

    def test_time_that_runs_out_before_any_answer_keeps_nothing(self):
        stage = self.stage()
        stage.run("tap tool.all\ntap programme.afval-kiezen\nwait 75s\nexpect screen attract\n")
        self.assertEqual(stage.rows(), [])

    def test_a_visit_that_was_thanked_is_not_kept_again_when_time_runs_out(self):
        stage = self.stage()
        stage.run(WHOLE_VISIT + "wait 90s\nexpect screen attract\n")
        self.assertEqual(len(stage.rows()), 1)

    def test_i_do_not_know_is_kept_as_such(self):
        stage = self.stage()
        stage.run("tap tool.all\ntap programme.afval-kiezen\ntap tool.dont_know\ntap tool.dont_know\nexpect screen thanks\n")
        [(_, _, body)] = stage.rows()
        self.assertEqual([(a["q"], a.get("values", []), a.get("dont_know")) for a in body["answers"]],
                         [("schoon", [], True), ("keuze", [], True)])

    # K70
    def test_an_answer_that_was_changed_counts_as_changed(self):
        stage = self.stage()
        stage.run("tap answer.good\ntap tool.back\ntap answer.very_bad\ntap choice.buren\ntap tool.next\nexpect screen thanks\n")
        self.assertEqual(stage.kept(), [[("wonen", ["very_bad"]), ("themas", ["buren"])]])

    def test_what_no_longer_follows_from_a_changed_answer_is_not_kept(self):
        stage = self.stage()
        stage.run("tap tool.all\ntap programme.afval-kiezen\ntap answer.bad\ntap choice.ratten\ntap tool.next\ntap tool.back\ntap tool.back\n"
                  "tap answer.good\ntap choice.anders\nexpect screen thanks\n")
        self.assertEqual(stage.kept(), [[("schoon", ["good"]), ("keuze", ["anders"])]])

    def test_visits_after_each_other_are_numbered_without_a_gap(self):
        stage = self.stage()
        stage.run((WHOLE_VISIT + "tap tool.done\n") * 3)
        stage.run(WHOLE_VISIT)
        self.assertEqual([seq for seq, _, _ in stage.rows()], [1, 2, 3, 4])

    def test_a_list_takes_no_more_than_it_allows(self):
        stage = self.stage()
        stage.run("tap answer.good\ntap choice.buren\ntap choice.veilig\ntap choice.werk-geld\ntap choice.sport-cultuur\n"
                  "tap tool.next\nexpect screen thanks\n")
        self.assertEqual(stage.kept(), [[("wonen", ["good"]), ("themas", ["buren", "veilig", "werk-geld"])]])

    def test_nothing_that_was_tapped_stands_in_the_log_output(self):
        stage = self.stage()
        stage.configure(log_level="debug")
        result = stage.run("tap lang.en\ntap tool.all\ntap programme.afval-kiezen\ntap answer.very_bad\ntap choice.ratten\ntap tool.next\n"
                           "tap choice.brengstation\nexpect screen thanks\ntap tool.done\ntap answer.good\ntap choice.buren\n"
                           "wait 80s\n")
        self.assertEqual(len(stage.rows()), 2)
        for word in ("very_bad", "Very dirty", "ratten", "Rats", "brengstation", "Drop-off", "good", "buren", "schoon", "wonen"):
            self.assertNotIn(word, result.err)


class Repeatable(KioskTest):
    def test_the_same_script_gives_the_same_frames(self):
        stage = self.stage()
        script = ("hash a\ntap lang.en\nhash b\ntap answer.good\nhash c now\nhash d\ntap choice.buren\nhash e\nwait 50s\nhash f\n"
                  f"scene {stage.path('scene')}\n")
        again = self.stage()
        first = stage.run(script).out
        second = again.run(script.replace(stage.path("scene"), again.path("scene"))).out
        self.assertEqual(first, second)
        self.assertEqual(len(set(line.split()[0] for line in first.splitlines())), 6)
        # How many frames there were before the first news was read is the disk's affair.
        self.assertEqual(without_frame(stage.path("scene")), without_frame(again.path("scene")))

    def test_every_frame_replaces_the_scene_file(self):
        stage = self.stage()
        stage.call([*stage.scripted("tap answer.good\nexpect screen question\n"), "--scene-file", stage.path("all.json")], 0)
        self.assertEqual(stage.read_json("all.json")["screen"], "question")
        self.assertGreater(stage.read_json("all.json")["frame"], 2)


if __name__ == "__main__":
    main(__doc__)
