#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What can only be seen in the pixels: faces without colour, the focus, what is pressed and what is chosen.

Usage: pixel_rules.py BUILD SOURCE [TEST…]
"""

import itertools
import subprocess

from kiosk_stage import SIZES, KioskTest, main

FACES = ("very_bad", "bad", "neutral", "good", "very_good")
INK = 96                # darker than this is a line of a face, in every theme that ships
LEAST_CONTRAST = 3.0    # WCAG 2.2, 1.4.11 and 2.4.13
REFERENCE_PIXEL_MM = 600 / 2688  # WCAG2ICT: a CSS pixel at the viewing distance of 600 mm


def luminance(pixel):
    parts = [value / 255 for value in pixel]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


class Picture:
    """A part of a screenshot."""

    def __init__(self, path, rect):
        x, y, self.width, self.height = rect
        self.rgb = subprocess.run(["convert", path, "-crop", f"{self.width}x{self.height}+{x}+{y}", "+repage", "-depth", "8",
                                   "rgb:-"], check=True, capture_output=True).stdout
        self.count = self.width * self.height

    def pixel(self, index):
        return self.rgb[3 * index:3 * index + 3]

    def ink(self):
        """The places (x, y) of the dark lines of the round face, without any colour, from the corner of its box."""
        found = [(index % self.width, index // self.width) for index in range(self.count)
                 for r, g, b in [self.pixel(index)] if 0.299 * r + 0.587 * g + 0.114 * b < INK]
        left, top = min(x for x, _ in found), min(y for _, y in found)
        wide = max(x for x, _ in found) - left + 1
        return {(x - left, y - top) for x, y in found if y - top < wide}

    def clear_changes(self, other):
        """How many pixels differ from another picture by a contrast that can be seen."""
        known, found = {}, 0
        for index in range(self.count):
            pair = self.pixel(index), other.pixel(index)
            if pair[0] != pair[1]:
                if pair not in known:
                    known[pair] = contrast(*pair) >= LEAST_CONTRAST
                found += known[pair]
        return found


class PixelRules(KioskTest):
    size = "1920x1080"

    def setUp(self):
        self.stage_ = self.stage()

    def look(self, name, script):
        """Script lines for a picture and a scene."""
        return f"{script}screenshot {self.stage_.path(name)}.png now\nscene {self.stage_.path(name)} now\n"

    def nodes(self, name):
        return {node["id"]: node for node in self.stage_.read_json(name)["nodes"]}

    def picture(self, name, rect):
        return Picture(self.stage_.path(name) + ".png", rect)

    def test_the_five_faces_differ_without_any_colour(self):
        self.stage_.run(self.look("a", "expect screen attract\n"))
        inks = {}
        for face in FACES:
            x, y, w, h = self.nodes("a")[f"answer.{face}"]["rect"]
            inks[face] = self.picture("a", [x, y, w, h * 6 // 10]).ink()  # above the word
        for one, other in itertools.combinations(FACES, 2):
            wide = max(x for x, _ in inks[one]) + 1
            self.assertGreater(len(inks[one] ^ inks[other]), 0.02 * wide * wide, f"{one} and {other} are alike")

    def around(self, rect):
        """A rectangle with room for a ring about it."""
        x, y, w, h = rect
        room = 16
        left, top = max(x - room, 0), max(y - room, 0)
        return [left, top, min(x + w + room, 1920) - left, min(y + h + room, 1080) - top]

    def test_the_focus_can_be_seen_on_every_button(self):
        stage = self.stage_
        script = "expect screen attract\n" + self.look("plain", "")
        count = len([n for n in stage.scene_of("expect screen attract")["nodes"] if n["role"] == "button"])
        for number in range(count):
            script += self.look(f"focus{number}", "wait 1s\nkey next\n")
        stage.run(script)
        px_per_mm = 1920 / SIZES[self.size][0]
        for number in range(count):
            [node] = [n for n in self.nodes(f"focus{number}").values() if "focused" in n["states"]]
            area = self.around(node["rect"])
            changed = self.picture("plain", area).clear_changes(self.picture(f"focus{number}", area))
            _, _, w, h = node["rect"]
            needed = 2 * (w + h) * 2 * REFERENCE_PIXEL_MM * px_per_mm
            self.assertGreaterEqual(changed, needed, f"the focus on {node['id']}")

    def assert_seen(self, ident, before, after, share):
        """The button's border region changes by at least a share of its perimeter."""
        self.stage_.run(self.look("before", before) + self.look("after", after))
        area = self.around(self.nodes("before")[ident]["rect"])
        changed = self.picture("before", area).clear_changes(self.picture("after", area))
        _, _, w, h = self.nodes("before")[ident]["rect"]
        self.assertGreaterEqual(changed, share * 2 * (w + h))

    def test_a_pressed_answer_can_be_seen(self):
        self.assert_seen("answer.good", "expect screen attract\n", "press answer.good\n", 1)

    def test_a_chosen_face_can_be_seen(self):
        self.assert_seen("answer.good", "expect screen attract\n", "tap answer.good\n", 1)

    def test_a_chosen_tile_can_be_seen(self):
        self.assert_seen("choice.buren", "tap answer.good\nexpect node choice.buren\n", "tap choice.buren\n", 1)

    def test_behind_a_warning_nothing_looks_as_if_it_could_be_pressed(self):
        self.stage_.run(self.look("plain", "tap answer.good\nexpect screen question\n") + self.look("warned", "wait 50s\n"))
        rect = self.nodes("plain")["tool.help"]["rect"]
        plain, warned = self.picture("plain", rect), self.picture("warned", rect)
        self.assertGreater(sum(plain.pixel(i) != warned.pixel(i) for i in range(plain.count)), plain.count * 9 // 10)


if __name__ == "__main__":
    main(__doc__)
