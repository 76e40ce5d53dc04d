#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What is heard: the transcript of whole visits by keypad, and the sound itself through SDL's disk driver.

Usage: speech.py BUILD SOURCE [TEST…]
"""

import array
import json
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata

import every_kind
import make_bundle
from kiosk_stage import KioskTest, main

RATE = 22050
# The scripts and the two directions; all six with BUURTSTEM_SPEECH_LANGUAGES="nl en tr ar pl uk".
LANGUAGES = tuple(os.environ.get("BUURTSTEM_SPEECH_LANGUAGES", "nl ar uk").split())
SILENCE = 8  # samples as loud as this are not heard


def letters(text):
    """What is left of a text when only letters and figures count: parts in other languages stand in parts of their own."""
    return "".join(sign for sign in unicodedata.normalize("NFC", text) if sign.isalnum() or unicodedata.combining(sign)).casefold()


def controls(scene):
    """The ids of what can be chosen, in the order of the focus: from the question on, and round the end."""
    nodes = [node for node in scene["nodes"] if "inert" not in node["states"]]
    buttons = [i for i, node in enumerate(nodes) if node["role"] == "button"]
    titles = [i for i, node in enumerate(nodes) if node["role"] in ("question", "heading", "dialog") and buttons and i < buttons[-1]]
    begin = titles[0] if titles else 0
    order = [i for i in buttons if i >= begin] + [i for i in buttons if i < begin]
    return [nodes[i]["id"] for i in order]


class Visit:
    """A visit of which each step is known: first by touch, to see the screens, then by the keys alone, on each screen over every
    control and then to the one that is chosen."""

    def __init__(self, stage, steps):
        self.stage = stage
        self.scenes = self.see(steps)
        self.by_keys(steps)
        stage.run("\n".join(self.lines) + "\n")

    def see(self, steps):
        lines = ["expect screen attract", "keypad 2"]
        for number, ident in enumerate(steps):
            lines += [f"scene {self.stage.path(f'scene-{number}')}", f"tap {ident}"]
        self.stage.run("\n".join([*lines, f"scene {self.stage.path(f'scene-{len(steps)}')}", "tap tool.done"]) + "\n")
        return [self.stage.read_json(f"scene-{number}") for number in range(len(steps) + 1)]

    def by_keys(self, steps):
        self.lines = [f"transcript {self.stage.path('said')}", "expect screen attract", "keypad 2"]
        screen = lang = chosen = None
        for scene, ident in zip(self.scenes, steps):
            order = controls(scene)
            stays = scene["screen"] == screen and scene["lang"] == lang
            begin = order.index(chosen) if stays else -1
            screen, lang, chosen = scene["screen"], scene["lang"], ident
            self.lines.append("listen")
            for _ in range(len(order) + order.index(ident) - begin):
                self.lines += ["keypad 2", "listen", "wait 500ms"]
            self.lines += ["keypad 5", "wait 1s"]
        self.lines += ["expect screen thanks", "listen", *["keypad 2", "listen"] * len(controls(self.scenes[-1])),
                       "keypad /", "expect screen attract", "expect silence"]

    def said(self):
        with open(self.stage.path("said"), encoding="utf-8") as file:
            return [json.loads(line) for line in file]


class Transcript(KioskTest):
    @classmethod
    def setUpClass(cls):
        cls.sounds = tempfile.mkdtemp(prefix="buurtstem-sounds-")
        cls.addClassCleanup(shutil.rmtree, cls.sounds)

    def spoken_stage(self, **changes):
        stage = self.stage(**changes)
        stage.configure(speech_cache_dir=self.sounds)
        return stage

    def visit(self, lang):
        """From nobody to the thanks."""
        stage = self.spoken_stage(languages=["en" if lang == "nl" else "nl", lang])
        visit = Visit(stage, [f"lang.{lang}", "answer.good", "choice.veilig", "tool.next"])
        self.assertEqual(visit.scenes[-1]["screen"], "thanks")
        self.assertEqual(visit.scenes[-1]["lang"], lang)
        return visit

    def assert_all_is_said(self, visit):
        said = letters("".join(part["text"] for part in visit.said()))
        for scene in visit.scenes:
            for node in scene["nodes"]:
                with self.subTest(screen=scene["screen"], node=node["id"]):
                    self.assertEqual(bool(node["label"]), bool(node["speech"]))
                    for words in re.split("[0-9]+", letters(node["speech"])):  # figures are said in words, where a language has them
                        self.assertIn(words, said)

    # K40 K54 K55
    def test_a_visit_by_keys_hears_every_text_that_can_be_seen(self):
        for lang in LANGUAGES:
            with self.subTest(lang=lang):
                visit = self.visit(lang)
                self.assert_all_is_said(visit)
                seen, heard = visit.stage.kept()
                self.assertEqual(seen, heard)

    # K52
    def test_every_part_is_said_in_the_language_of_what_it_says(self):
        said = self.visit("ar").said()
        self.assertTrue(any(part["lang"] == "nl" for part in said))
        for part in said:
            if part["lang"] == "ar":
                self.assertIsNone(re.search("[A-Za-z]", part["text"]), part)

    # K48
    def test_the_focus_is_on_what_is_said_and_comes_in_the_order_of_the_scene(self):
        stage = self.spoken_stage()
        begin = ["expect screen attract", "keypad 2", "listen"]
        order = controls(stage.scene_of("\n".join(begin)))
        for number in range(len(order)):
            begin += ["keypad 2", "wait 500ms", f"scene {stage.path(f'at-{number}')}", "listen"]
        stage.run("\n".join(begin) + "\n")
        for number, ident in enumerate(order):
            nodes = stage.read_json(f"at-{number}")["nodes"]
            self.assertEqual([node["id"] for node in nodes if "focused" in node["states"]], [ident])

    def test_the_same_is_said_at_the_same_time_in_every_run(self):
        script = "transcript {}\nexpect screen attract\nkeypad 2\nwait 3s\nkeypad 2\nlisten\nkeypad 2\nkeypad 8\nwait 300s\n"
        runs = []
        for name in ("one", "two"):
            stage = self.spoken_stage()
            stage.run(script.format(stage.path(name)))
            with open(stage.path(name), encoding="utf-8") as file:
                said = [json.loads(line) for line in file]
            runs.append([dict(part, t=part["t"] - said[0]["t"]) for part in said])
        self.assertEqual(*runs)
        self.assertTrue(any(part["interrupted"] for part in runs[0]))

    # K57
    def test_a_mode_that_is_switched_says_what_it_is_now(self):
        stage = self.stage()
        stage.run("expect screen attract\nkeypad 2\nlisten\ntap tool.contrast\nlisten\nexpect node tool.contrast label \"Contrast: aan\"\n"
                  "expect spoken \"Contrast: aan\"\ntap tool.contrast\nlisten\nexpect spoken \"Contrast: uit\"\n")

    # K53
    def test_what_is_missing_is_said(self):
        stage = self.stage()
        stage.run("expect screen attract\nkeypad 2\ntap answer.good\nlisten\ntap tool.next\nlisten\nexpect spoken \"Kies\"\n")


class Habits(KioskTest):
    # K44
    def test_the_screen_is_repeated(self):
        self.stage().run("expect screen attract\nkeypad 2\nlisten\nkeypad 2\nlisten\nkeypad 0\nlisten\nexpect spoken \"Hoe is het wonen in uw buurt?\"\n")

    # K45
    def test_whatever_somebody_does_cuts_speech_off(self):
        for act in ("keypad 2", "keypad .", "press 2 2", "key next"):
            stage = self.stage()
            stage.run(f"transcript {stage.path('said')}\nexpect screen attract\nkeypad 2\nwait 1500ms\n{act}\nlisten\n")
            with open(stage.path("said"), encoding="utf-8") as file:
                first = json.loads(file.readline())
            self.assertTrue(first["interrupted"], act)

    # K50 K65
    def test_the_next_visitor_begins_as_everybody_does(self):
        stage = self.stage()
        stage.run("expect screen attract\nkeypad 2\nlisten\nkeypad +\nkeypad +\nlisten\nexpect spoken \"Geluid 4 van 4\"\nkeypad 2\ntap tool.help\n"
                  "wait 1s\nkeypad /\nwait 1s\nexpect screen attract\nexpect silence\n"
                  f"scene {stage.path('after')}\nkeypad 2\nlisten\nkeypad +\nlisten\nexpect spoken \"Geluid 3 van 4\"\n")
        self.assertEqual(stage.read_json("after")["modes"], [])

    # K61
    def test_the_warning_is_seen_and_heard_in_every_mode(self):
        for lang in LANGUAGES:
            stage = self.stage(languages=[lang] + [other for other in LANGUAGES if other != lang])
            stage.run(f"tap tool.help\nwait 1s\ntranscript {stage.path('said')}\nwait 60s\nexpect screen idle\n"
                      f"scene {stage.path('scene')}\n")
            title = next(node for node in stage.read_json("scene")["nodes"] if node["id"] == "idle.title")
            with open(stage.path("said"), encoding="utf-8") as file:
                said = [json.loads(line) for line in file]
            self.assertEqual(letters(said[0]["text"]), letters(title["speech"]))
            self.assertTrue(all(part["heard"] for part in said))

    # K64
    def test_the_visit_does_not_end_while_something_is_said(self):
        self.stage().run("tap tool.help\nwait 40s\ntap tool.speak\nwait 20s\nexpect screen help\n")

    def test_no_sound_of_what_is_typed_is_kept(self):
        stage = self.stage()
        os.mkdir(stage.path("cache"))
        stage.configure(speech_cache_dir=stage.path("cache"))
        stage.run("expect screen attract\nkeypad 2\nlisten\nkeypad /\nwait 1s\n")
        before = set(os.listdir(stage.path("cache")))
        self.assertTrue(before)
        stage.run("expect screen attract\nkeypad 2\nlisten\ntap tool.code\nlisten\ntap sign.W\nlisten\ntap sign.3\nlisten\nkeypad /\nwait 1s\n")
        self.assertEqual(before, set(os.listdir(stage.path("cache"))))

    def test_no_sound_of_age_and_neighbourhood_is_kept(self):
        """When it was made would tell whose submission they belong to."""
        asked = {"published": "2026-11-22", "programme": make_bundle.programme(self.source, "afval-kiezen")}
        stage = self.stage(place=every_kind.place(self.source), programmes=[asked])
        os.mkdir(stage.path("cache"))
        stage.configure(speech_cache_dir=stage.path("cache"))
        kept = []
        for band, area in ((1, 0), (3, 1)):
            stage.run("expect screen attract\nkeypad 2\ntap answer.good\ntap choice.brengstation\ntap tool.afterwards\ntap tool.about_you\n"
                      f"tap band.{band}\nlisten\ntap area.{area}\nlisten\ntap tool.stop\nwait 1s\nexpect screen attract\n")
            kept.append(set(os.listdir(stage.path("cache"))))
        self.assertTrue(kept[0])
        self.assertEqual(kept[0], kept[1])


class Missing(KioskTest):
    def silent(self, stage, script, *arguments):
        return stage.call(stage.scripted(f"expect screen attract\n{script}") + list(arguments), 0)

    # K54
    def test_without_a_sound_card_the_keys_still_drive_everything(self):
        stage = self.stage()
        self.silent(stage, "keypad 2\nwait 1s\nkeypad 5\nexpect silence\nwait 2s\nexpect no-node answer.good\ntap tool.speak\n"
                    "expect node tool.speak label \"Geen geluid\"\nwait 10s\nexpect node tool.speak label \"Lees voor\"\n",
                    "--audio", "none")

    def test_a_program_that_is_not_there_is_told_and_no_failure(self):
        stage = self.stage()
        stage.configure(espeak="/nonexistent/espeak-ng")
        result = stage.run("tap tool.speak\nlisten\ntap tool.speak\nexpect node tool.speak label \"Geen geluid\"\n"
                           "tap answer.good\nwait 2s\nexpect node choice.veilig\n")
        self.assertIn("voice.none lang=nl", result.err)

    # K52
    def test_every_language_that_is_shipped_has_a_voice(self):
        if shutil.which("espeak-ng") is None:
            self.fail("espeak-ng is not installed")
        folder = os.path.join(self.source, "assets", "languages")
        for lang in sorted(os.listdir(folder)):
            path = os.path.join(folder, lang, "language.conf")
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    values = dict(re.split(r"\s*=\s*", line.strip(), maxsplit=1) for line in file if re.match(r"\w+\s*=", line))
                done = subprocess.run(["espeak-ng", "-v", values["voice"], "--stdin", "--stdout"], input=values["name"].encode(),
                                      capture_output=True)
                self.assertEqual(done.returncode, 0, lang)
                self.assertGreater(len(done.stdout), RATE // 4, lang)


class Sound(KioskTest):
    """In real time: what reaches the loudspeaker."""

    def heard(self, script):
        stage = self.stage()
        stage.call(stage.scripted(script, is_virtual=False) + ["--audio", "disk:" + stage.path("heard")], 0)
        samples = array.array("h")
        with open(stage.path("heard"), "rb") as file:
            samples.frombytes(file.read())
        return samples

    @staticmethod
    def loud(samples):
        """(first, last) second with sound."""
        at = [i for i, sample in enumerate(samples) if abs(sample) > SILENCE]
        return (at[0] / RATE, at[-1] / RATE) if at else (None, None)

    # K44 K45
    def test_a_touch_is_followed_by_silence_at_once(self):
        spoken = self.heard("expect screen attract\nwait 500ms\ntap tool.speak\nwait 2s\n")
        cut = self.heard("expect screen attract\nwait 500ms\ntap tool.speak\nwait 2s\npress 2 2\nwait 2s\n")
        first, last = self.loud(cut)
        self.assertIsNotNone(first)
        self.assertGreater(len(cut) / RATE - last, 1.7)
        self.assertGreater(self.loud(spoken)[1], len(spoken) / RATE - 0.5)

    def test_nothing_is_heard_until_somebody_asks(self):
        self.assertEqual(self.loud(self.heard("expect screen attract\nwait 2s\n")), (None, None))

    # K49
    def test_louder_is_six_decibels_more(self):
        levels = []
        for keys in ("", "keypad +\n", "keypad +\nkeypad +\n", "keypad -\n"):
            samples = self.heard(f"expect screen attract\nkeypad 2\nwait 400ms\n{keys}wait 1s\n")
            levels.append(max(abs(sample) for sample in samples[-RATE // 2:]))
        for number, ratio in enumerate((1, 2, 4, 0.5)):
            self.assertAlmostEqual(levels[number] / levels[0], ratio, delta=0.25 * ratio)


if __name__ == "__main__":
    main(__doc__)
