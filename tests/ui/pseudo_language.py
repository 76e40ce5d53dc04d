#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Adding a language is adding one folder of files: a made-up one, longer by four tenths and full of accents, goes through the
program as the others do. Nothing else is changed, and nothing is cut off.

Usage: pseudo_language.py BUILD SOURCE
"""

import json
import os
import re
import shutil
import subprocess
import tempfile

import every_kind
import languages
import make_bundle
from kiosk_stage import KioskTest, Stage, main

LANG = "qps"
ACCENTS = str.maketrans("aeiouyncszAEIOUYNCSZ", "àéïôûýñçšžÀÉÏÔÛÝÑÇŠŽ")
LONGER = 0.4
ASKED = "afval-kiezen"
PLURAL = "nplurals=2; plural=(n != 1);"

WALK = """
tap lang.qps
{mode}
look attract
tap tool.help
look help
tap tool.about
look about
tap tool.stop
tap lang.qps
{mode}
tap tool.code
look code
tap tool.stop
tap lang.qps
{mode}
{enter}tap answer.bad
look why
tap tool.back
look faces
wait 50s
look idle
tap tool.stop
tap lang.qps
{mode}
{enter}tap tool.dont_know
look second
"""


def pseudo(words, most=None):
    """Accents, and each word longer until the whole is; names in braces stay."""
    parts = re.split(r"(\{\w+\})", words)
    spent = 0
    out = []
    for part in parts:
        if part.startswith("{"):
            out.append(part)
            continue
        for piece in re.split(r"( )", part):
            more = 0 if most is not None and most <= len(words) or not piece.strip() else round(len(piece) * (1 + LONGER) - len(piece))
            if most is not None and len(words) + spent + more > most:
                more = 0
            spent += more
            out.append(piece.translate(ACCENTS) + "é" * more if more and piece[-1].isalpha() else piece.translate(ACCENTS))
    return "".join(out)


def catalogue(source):
    lines = ['msgid ""', 'msgstr ""', '"Content-Type: text/plain; charset=UTF-8\\n"', f'"Plural-Forms: {PLURAL}\\n"']
    for _, msgid, plural, _ in languages.entries(os.path.join(source, "assets", "languages", "kiosk.pot")):
        lines += ["", f"msgid {json.dumps(msgid, ensure_ascii=False)}"]
        if plural:
            lines += [f"msgid_plural {json.dumps(plural, ensure_ascii=False)}", f"msgstr[0] {json.dumps(pseudo(msgid), ensure_ascii=False)}",
                      f"msgstr[1] {json.dumps(pseudo(plural), ensure_ascii=False)}"]
        else:
            lines.append(f"msgstr {json.dumps(pseudo(msgid), ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def with_language(node, key=""):
    """What publishing with the folder's translations does: every text has the language too."""
    if isinstance(node, dict):
        if "nl" in node:
            dutch = node["nl"]["text"] if isinstance(node["nl"], dict) else node["nl"]
            return dict(node, **{LANG: pseudo(dutch, len(dutch))})
        return {name: with_language(value, name) for name, value in node.items()}
    if isinstance(node, list):
        if key == "languages":
            return [*node, LANG]
        return [with_language(value, key) for value in node]
    return node


class Pseudo(KioskTest):
    size = "1920x1080"

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory(prefix="buurtstem-qps-"))
        self.assets, self.messages = os.path.join(self.folder, "assets"), os.path.join(self.folder, "messages")
        shutil.copytree(os.path.join(self.source, "assets"), self.assets)
        shutil.copytree(os.path.join(self.build, "share", "messages"), self.messages)

    def add_folder(self):
        own = os.path.join(self.assets, "languages", LANG)
        os.mkdir(own)
        with open(os.path.join(own, "language.conf"), "w", encoding="utf-8") as file:
            file.write("name = Pšéûdô\nvoice = nl\nkeyboard = latin\n")
        with open(os.path.join(own, "kiosk.po"), "w", encoding="utf-8") as file:
            file.write(catalogue(self.source))
        # What the build does with every folder.
        target = os.path.join(self.messages, "all", "LC_MESSAGES", f"kiosk-{LANG}.mo")
        subprocess.run(["msgfmt", "--check-format", "-o", target, os.path.join(own, "kiosk.po")], check=True)

    def kiosk(self):
        asked = make_bundle.programme(self.source, ASKED)
        members = with_language(make_bundle.bundle(self.source, place=every_kind.place(self.source),
                                                   programmes=[{"published": "2026-11-22", "programme": asked}]))
        members["languages"] = ["nl", LANG, "ar"]
        stage = self.enterContext(Stage(self.build, self.source, self.size, with_bundle=False))
        stage.configure(assets_dir=self.assets, messages_dir=self.messages)
        stage.put_bytes(json.dumps(members, ensure_ascii=False).encode())
        return stage

    def walk(self, mode):
        self.add_folder()
        stage = self.kiosk()
        first = stage.scene_of(f"tap lang.{LANG}\n{mode}")
        is_there = any(node["id"] == "answer.bad" for node in first["nodes"])  # else the panel takes all the room
        script = WALK.replace("{mode}", mode).replace("{enter}", "" if is_there else f"tap programme.{ASKED}\n")
        looks = re.findall(r"look (\S+)", script)
        stage.run(re.sub(r"look (\S+)", lambda match: "scene " + stage.path(match.group(1)), script))
        return {look: stage.read_json(look) for look in looks}

    def hold(self, scenes):
        cut = [f"{look}: {node['id']} \"{node['label']}\"" for look, scene in scenes.items() for node in scene["nodes"]
               if "cut" in node["states"]]
        self.assertFalse(cut, "\n" + "\n".join(cut))
        for look, scene in scenes.items():
            self.assertEqual(scene["lang"], LANG, look)
            dutch = [node["id"] for node in scene["nodes"] if node["lang"] != LANG and not node["id"].startswith("lang.")]
            self.assertEqual(dutch, [], look)

    # K32
    def test_a_language_is_one_folder_and_longer_words_fit(self):
        self.hold(self.walk(""))

    # K32
    def test_longer_words_fit_in_large_text_too(self):
        scenes = self.walk("tap tool.larger")
        self.assertIn("large", scenes["faces"]["modes"])
        self.hold(scenes)

    def test_its_words_are_those_of_its_folder(self):
        stop = next(node for node in self.walk("")["faces"]["nodes"] if node["id"] == "tool.dont_know")
        self.assertEqual(stop["label"], pseudo("Weet ik niet"))

    def test_the_language_is_offered_by_its_own_name(self):
        self.add_folder()
        scene = self.kiosk().scene_of("expect screen attract")
        self.assertEqual([node["label"] for node in scene["nodes"] if node["id"] == f"lang.{LANG}"], ["Pšéûdô"])


if __name__ == "__main__":
    main(__doc__)
