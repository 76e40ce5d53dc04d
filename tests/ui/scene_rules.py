#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every screen, in every language and size: sizes, distances, heights, words, order.

Usage: scene_rules.py BUILD SOURCE
"""

import concurrent.futures
import itertools
import json
import math
import os
import tempfile

import walk
from kiosk_stage import BOTTOM_MM, SIZES, KioskTest, Stage, main

TARGET_MM, GAP_MM = 20, 5
LOWEST_MM, HIGHEST_MM = 900, 1200
CAPITAL = 0.72                                   # of the em size, in Noto Sans
LEAVING = ("words", "age", "area", "wish_name", "wish_phone")  # asked after the thanks
WITH_STOP = ("question", "help", "about", "idle", "not_saved", "programmes", "code", "answer")
# As many as a kiosk may offer: there is room for fewer, and what is shown keeps to the rules.
MANY_LANGUAGES = ("nl", "en", "tr", "ar", "pl", "uk", "de", "fr", "es", "fa", "ro", "bg")
MANY_LANGUAGES_WALK = """
look many-attract
tap answer.good
look many-list
tap tool.help
look many-help
tap tool.stop
tap outcome.versterking-leidschendam-noord
look many-answer
tap programme.versterking-leidschendam-noord
look faces-many
"""
# The other combinations, with every mode, are in unit.test_screen_matrix.
WALKS = (("nl", "1920x1080"), ("nl", "1280x800"), (walk.RIGHT_TO_LEFT, "1280x800"))
FIRST_SIGHT = ("attract", "list", "faces", "why", "tiles")


class Scene:
    """One screen as it was told, with its measures."""

    def __init__(self, name, lang, size, json_scene):
        self.name = f"{name}-{lang}-{size}"
        self.look, self.lang, self.size, self.nodes = name, lang, size, json_scene["nodes"]
        self.screen = json_scene["screen"]
        self.direction = json_scene["dir"]
        self.width, self.height = (int(word) for word in size.split("x"))
        width_mm, height_mm, distance_mm = SIZES[size]
        self.least_mm = math.pi * distance_mm * 0.7 / 180  # a capital seen at 0.7 degrees
        self.px_per_mm = min(self.width / width_mm, self.height / height_mm)

    def targets(self):
        return [node for node in self.nodes if node["role"] == "button" and "inert" not in node["states"]]

    def find(self, ident):
        return next((node for node in self.nodes if node["id"] == ident), None)

    def mm(self, pixels):
        return pixels / self.px_per_mm

    def above_floor(self, y):
        return BOTTOM_MM + self.mm(self.height - y)


def between(a, b):
    """Pixels between two rectangles; negative where they overlap."""
    ax, ay, aw, ah = a["rect"]
    bx, by, bw, bh = b["rect"]
    across = max(bx - ax - aw, ax - bx - bw)
    down = max(by - ay - ah, ay - by - bh)
    return math.hypot(max(across, 0), max(down, 0)) if max(across, down) >= 0 else max(across, down)


class SceneRules(KioskTest):
    """Every test looks at all scenes and names every place where its rule does not hold."""

    scenes = []

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            def look(name, lang, size, now):
                return [f"scene {os.path.join(folder, f'{name}+{lang}+{size}')}{now}"]

            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                list(pool.map(lambda pair: cls.walk(look, *pair), WALKS))
            for size in SIZES:
                def look_here(name, now, size=size):
                    return look(name, "nl", size, now)

                with Stage(cls.build, cls.source, size, languages=list(MANY_LANGUAGES)) as stage:
                    stage.run(walk.script_for(MANY_LANGUAGES_WALK, "nl", look_here))
            for name in sorted(os.listdir(folder)):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    cls.scenes.append(Scene(*name.split("+"), json.load(file)))

    @classmethod
    def walk(cls, look, lang, size):
        walk.Walk(cls.build, cls.source, lang, size, lambda name, now: look(name, lang, size, now)).everything()

    def hold(self, violations):
        found = list(violations)
        self.assertGreater(len(self.scenes), 100)
        self.assertFalse(found, "\n" + "\n".join(found))

    def with_screen(self, *screens):
        found = [scene for scene in self.scenes if scene.screen in screens]
        self.assertTrue(found)
        return found

    def asking(self, *screens):
        """Without cards, which only tell."""
        return [scene for scene in self.with_screen(*screens) if not scene.look.startswith("kind-card")]

    # K01 K02 K03
    def test_every_button_is_at_least_20_mm_both_ways(self):
        self.hold(f"{scene.name}: {node['id']} is {scene.mm(node['rect'][2]):.1f} by {scene.mm(node['rect'][3]):.1f} mm"
                  for scene in self.scenes for node in scene.targets()
                  if scene.mm(min(node["rect"][2:])) < TARGET_MM)

    # K04
    def test_targets_are_at_least_5_mm_apart(self):
        self.hold(f"{scene.name}: {a['id']} and {b['id']} are {scene.mm(between(a, b)):.1f} mm apart"
                  for scene in self.scenes for a, b in itertools.combinations(scene.targets(), 2)
                  if scene.mm(between(a, b)) < GAP_MM)

    # K32
    def test_nothing_is_cut_off(self):
        self.hold(f"{scene.name}: {node['id']} \"{node['label']}\" in {node['rect']}"
                  for scene in self.scenes for node in scene.nodes if "cut" in node["states"])

    # K26
    def test_everything_is_on_the_screen(self):
        self.hold(f"{scene.name}: {node['id']} {node['rect']}" for scene in self.scenes for node in scene.nodes
                  if node["rect"][0] < 0 or node["rect"][1] < 0 or node["rect"][0] + node["rect"][2] > scene.width or
                  node["rect"][1] + node["rect"][3] > scene.height or min(node["rect"][2:]) <= 0)

    # K67
    def test_a_question_screen_asks_exactly_one_question(self):
        self.hold(f"{scene.name}: {count} questions" for scene in self.scenes
                  for count in [sum(node["role"] == "question" for node in scene.nodes)]
                  if scene.screen != "idle" and count != (scene.screen in ("question", "attract"))
                  and not (scene.screen in LEAVING and count == 1))

    # K66
    def test_stop_is_on_every_screen_of_a_visit(self):
        self.hold(scene.name for scene in self.with_screen(*WITH_STOP)
                  if not any(node["id"] == "tool.stop" for node in scene.targets()))

    def test_done_is_on_the_thanks(self):
        self.hold(scene.name for scene in self.with_screen("thanks")
                  if not any(node["id"] == "tool.done" for node in scene.targets()))

    # K68
    def test_i_do_not_know_is_on_every_question(self):
        self.hold(scene.name for scene in self.asking("question", "attract") if scene.find("tool.dont_know") is None)

    def test_help_is_wherever_residents_choose_or_read(self):
        self.hold(scene.name for scene in self.with_screen("question", "attract", "programmes", "code", "answer") if scene.find("tool.help") is None)

    # K75
    def test_help_is_in_the_same_place_on_every_screen(self):
        places = {}
        for scene in self.scenes:
            node = scene.find("tool.help")
            if node is not None:
                places.setdefault((scene.size, scene.direction, "many" in scene.look), {}).setdefault(tuple(node["rect"]), []).append(scene.name)
        self.assertTrue(places)
        self.hold(f"{key}: {dict(found)}" for key, found in places.items() if len(found) > 1)

    # K70
    def test_back_is_on_every_question_but_the_first(self):
        self.hold(scene.name for scene in self.with_screen("question")
                  if (scene.find("tool.back") is None) != scene.look.startswith(("faces", "eight", "kind-card")))

    def test_back_is_wherever_residents_only_look(self):
        self.hold(scene.name for scene in self.with_screen("programmes", "code", "answer") if scene.find("tool.back") is None)

    def test_every_sign_of_a_code_is_a_key_in_the_same_column_in_every_language(self):
        scenes = self.with_screen("code")
        keys = [node["id"] for node in scenes[0].nodes if node["id"].startswith("sign.")]
        self.assertEqual(len(keys), 31)
        places = {}
        for scene in scenes:
            for key in keys:
                places.setdefault((scene.size, key), set()).add(scene.find(key)["rect"][0])
        self.hold(f"{key}: {found}" for key, found in places.items() if len(found) > 1)

    def test_a_code_is_never_read_from_right_to_left(self):
        self.hold(scene.name for scene in self.scenes if scene.look == "code-two"
                  if scene.find("typed.1")["rect"][0] > scene.find("typed.2")["rect"][0])

    def test_nothing_of_a_code_is_on_a_screen_behind_it(self):
        self.hold(scene.name for scene in self.scenes if scene.screen not in ("code", "idle")
                  if any(node["id"].startswith("typed.") for node in scene.nodes))

    def test_an_example_is_called_so_wherever_it_is_told(self):
        told = ("card.heard", "answer.heard", "answer.will", "action.1")
        self.hold(scene.name for scene in self.scenes if any(scene.find(ident) for ident in told) and
                  not any(word in node["label"].lower() for node in scene.nodes for word in ("voorbeeld", "example", "مثال")))

    def test_answers_that_have_no_room_beside_the_panel_are_one_button_away(self):
        scenes = [scene for scene in self.scenes if scene.look == "eight-attract"]
        self.assertTrue(scenes)
        self.hold(scene.name for scene in scenes
                  if (scene.find("programme.afval") is None) == (scene.find("choice.v0") is None))

    def test_a_late_answer_says_how_many_days(self):
        self.hold(scene.name for scene in self.scenes if scene.look in ("card-late", "answer-late", "overfull-late")
                  if not any("12" in node["label"] for node in scene.nodes
                             if node["id"] in ("card.late", "owed.late") or node["id"].startswith("outcome.")))

    def test_a_qr_code_is_at_least_25_mm(self):
        scenes = [scene for scene in self.scenes if scene.find("code.qr")]
        self.assertTrue(scenes)
        self.hold(f"{scene.name}: {scene.mm(min(scene.find('code.qr')['rect'][2:])):.1f} mm" for scene in scenes
                  if scene.mm(min(scene.find("code.qr")["rect"][2:])) < 25)

    # K69
    def test_nothing_is_chosen_on_first_sight(self):
        self.hold(f"{scene.name}: {node['id']}" for scene in self.scenes if scene.look in FIRST_SIGHT
                  for node in scene.nodes if "chosen" in node["states"] and not node["id"].startswith("lang."))

    def test_what_was_chosen_is_shown_as_chosen(self):
        self.hold(scene.name for scene in self.scenes
                  if scene.look in ("attract-chosen", "faces-answered", "faces-dont-know", "list-two", "tiles-chosen")
                  and not any("chosen" in node["states"] and not node["id"].startswith("lang.") for node in scene.nodes))

    # K47 K52 K55
    def test_every_node_has_id_label_speech_and_language(self):
        self.hold(f"{scene.name}: {node}" for scene in self.scenes for node in scene.nodes
                  if not all(node[key].strip() for key in ("id", "label", "speech", "lang")))

    def test_every_id_stands_once_on_a_screen(self):
        self.hold(f"{scene.name}: {ident}" for scene in self.scenes
                  for ident, group in itertools.groupby(sorted(node["id"] for node in scene.nodes)) if len(list(group)) > 1)

    # K34 K52
    def test_only_names_of_languages_are_in_another_language_than_the_screen(self):
        self.hold(f"{scene.name}: {node['id']} is in {node['lang']}" for scene in self.scenes
                  if scene.lang != walk.RIGHT_TO_LEFT for node in scene.nodes
                  if node["lang"] != (node["id"][len("lang."):] if node["id"].startswith("lang.") else scene.lang))

    # K20 K21
    def test_capitals_are_seen_at_no_less_than_0_7_degrees(self):
        self.hold(f"{scene.name}: {node['id']} has capitals of {scene.mm(node['px'] * CAPITAL):.2f} mm"
                  for scene in self.scenes for node in scene.nodes
                  if "px" in node and scene.mm(node["px"] * CAPITAL) < scene.least_mm)

    def test_every_text_tells_its_size(self):
        self.hold(f"{scene.name}: {node['id']}" for scene in self.scenes for node in scene.nodes
                  if node["role"] != "image" and "px" not in node)

    # K05
    def test_targets_are_between_900_and_1200_mm_above_the_floor(self):
        self.hold(f"{scene.name}: {node['id']} from {scene.above_floor(y + h):.0f} to {scene.above_floor(y):.0f} mm"
                  for scene in self.scenes for node in scene.targets() for _, y, _, h in [node["rect"]]
                  if scene.above_floor(y + h) < LOWEST_MM or scene.above_floor(y) > HIGHEST_MM)

    # K71
    def test_a_question_tells_its_step(self):
        self.hold(scene.name for scene in self.asking("question")
                  if scene.find("step") is None or not any(digit.isdigit() for digit in scene.find("step")["label"]))

    # K74
    def test_the_thanks_name_a_date(self):
        self.hold(scene.name for scene in self.with_screen("thanks")
                  if not any("2027" in node["label"] for node in scene.nodes))

    # K63
    def test_help_says_how_long_a_pause_may_last(self):
        self.hold(scene.name for scene in self.with_screen("help")
                  if not any("45" in node["label"] for node in scene.nodes))

    # K61
    def test_a_warning_says_in_figures_how_much_time_is_left(self):
        self.hold(scene.name for scene in self.with_screen("idle")
                  if not any(("1" if scene.look == "idle-last-second" else "25") in node["label"]
                             for node in scene.nodes if node["id"] == "idle.seconds"))

    # K12
    def test_nothing_can_be_only_dragged(self):
        roles = {node["role"] for scene in self.scenes for node in scene.nodes}
        self.assertLessEqual(roles, {"text", "heading", "question", "button", "image", "status", "dialog"})

    # K86
    def test_an_arabic_screen_runs_from_right_to_left(self):
        self.hold(scene.name for scene in self.scenes
                  if scene.direction != ("rtl" if scene.lang == walk.RIGHT_TO_LEFT else "ltr"))


if __name__ == "__main__":
    main(__doc__)
