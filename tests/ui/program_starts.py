#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""How the kiosk program starts, refuses to start, and ends: sentences and exit statuses.

Usage: program_starts.py BUILD SOURCE [TEST…]
"""

import contextlib
import os
import re
import shutil
import signal
import sqlite3

from kiosk_stage import KioskTest, display, main, wait_until
from walk import slow, slow_disk

DONE, CANNOT, BAD = 0, 1, 2


class Refuses(KioskTest):
    def setUp(self):
        self.stage_ = self.stage()

    def assert_refused(self, code, *words, command=None, environment=None):
        """Ends by itself with that status and one sentence that has the words; leaves no trace of a crash."""
        result = self.stage_.call(command or self.stage_.command(), code, environment)
        lines = [line for line in result.err.splitlines() if line.startswith("buurtstem-kiosk: ")]
        self.assertTrue(lines, result.err)
        for word in words:
            self.assertIn(word, "\n".join(lines))
        return lines

    def configured(self, **changes):
        self.stage_.configure(**changes)
        return self.stage_.command("--check")

    # --- display ---

    def test_without_a_display_it_ends_and_says_so(self):
        self.assert_refused(CANNOT, "no display", command=self.stage_.command(headless=False))

    def test_with_a_display_that_is_not_there_it_ends_and_says_so(self):
        self.assert_refused(CANNOT, "no display", command=self.stage_.command(headless=False),
                            environment={"DISPLAY": ":4711"})

    def test_a_driver_that_shows_nothing_is_not_a_display(self):
        for driver in ("offscreen", "dummy"):
            self.assert_refused(CANNOT, "no display", command=self.stage_.command(headless=False),
                                environment={"SDL_VIDEODRIVER": driver})

    # --- data ---

    def test_a_second_kiosk_on_the_same_data_names_the_first(self):
        first = self.stage_.start(self.stage_.command())
        wait_until("the first", lambda: os.path.exists(self.stage_.path("kiosk", "kiosk.db")))
        self.assert_refused(CANNOT, f"process {first.pid}", "kiosk.lock")
        self.assertIsNone(first.poll())

    def test_a_kiosk_that_was_killed_does_not_keep_the_next_one_out(self):
        first = self.stage_.start(self.stage_.command())
        wait_until("the first", lambda: os.path.exists(self.stage_.path("kiosk", "kiosk.db")))
        first.kill()
        first.wait()
        self.stage_.run("expect screen attract\n")

    def test_a_log_of_a_newer_version_is_left_alone(self):
        self.stage_.run("tap answer.good\ntap choice.buren\ntap tool.next\nexpect screen thanks\n")
        path = self.stage_.path("kiosk", "kiosk.db")
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute("CREATE TABLE later (one)")
            database.execute("PRAGMA user_version = 99")
            database.commit()
        self.assert_refused(CANNOT, "kiosk.db", "newer")
        self.assertEqual(len(self.stage_.rows()), 1)

    def test_without_its_data_folder_it_says_on_the_screen_that_it_is_out_of_order(self):
        shutil.rmtree(self.stage_.path("kiosk"))
        result = self.stage_.run("expect screen out_of_order\nwait 600s\nexpect screen out_of_order\n")
        self.assertIn("store.broken", result.err)

    # --- configuration ---

    def test_every_complaint_about_a_configuration_is_told_at_once(self):
        path = self.stage_.write("kiosk.conf", "# a kiosk\nstate_dir = /tmp\ncolour = blue\nscreen_width_mm = wide\n"
                                               "test_faces = perhaps\nstate_dir = /tmp\nviewing_distance_mm = 299\n")
        lines = self.assert_refused(BAD, f"{path}:3: colour", f"{path}:4: screen_width_mm", f"{path}:5: test_faces",
                                    f"{path}:6: state_dir", f"{path}:7: viewing_distance_mm", "sync_dir")
        self.assertEqual(len(lines), 6)

    def test_check_tells_the_same_complaints(self):
        path = self.stage_.write("kiosk.conf", "colour = blue\nstate_dir = /tmp\n")
        self.assert_refused(BAD, f"{path}:1: colour", "sync_dir", command=self.stage_.command("--check"))

    def test_a_configuration_that_is_not_there_is_named(self):
        os.remove(self.stage_.path("kiosk.conf"))
        self.assert_refused(BAD, "kiosk.conf")

    def test_a_configuration_that_cannot_be_read_is_named(self):
        os.remove(self.stage_.path("kiosk.conf"))
        os.mkdir(self.stage_.path("kiosk.conf"))
        self.assert_refused(BAD, "kiosk.conf")

    def test_without_a_configuration_it_says_what_is_expected(self):
        self.assert_refused(BAD, "--config", command=self.stage_.command()[:1])

    def test_the_faces_for_tests_are_refused_to_a_kiosk_in_use(self):
        self.stage_.configure(test_faces="no")
        for face in (["--script", self.stage_.write("script", "")], ["--scene-file", self.stage_.path("scene")],
                     ["--clock", "virtual"]):
            self.assert_refused(BAD, "test_faces", command=self.stage_.command(*face))
        self.assertFalse(os.path.exists(self.stage_.path("scene")))

    def test_the_faces_for_tests_are_refused_by_default(self):
        with open(self.stage_.path("kiosk.conf"), encoding="utf-8") as file:
            lines = [line for line in file if "test_faces" not in line]
        self.stage_.write("kiosk.conf", "".join(lines))
        self.assert_refused(BAD, "test_faces", command=self.stage_.command("--scene-file", self.stage_.path("scene")))

    def test_an_argument_that_is_not_known_is_named(self):
        self.assert_refused(BAD, "--colour", command=self.stage_.command("--colour", "blue"))

    def test_arguments_with_bad_values_are_named(self):
        for name, value in (("--size", "320"), ("--size", "319x240"), ("--clock", "virtual=yesterday"), ("--seed", "x")):
            self.assert_refused(BAD, name, command=self.stage_.command(name, value))

    def test_an_argument_without_its_value_is_named(self):
        self.assert_refused(BAD, "--scene-file", command=self.stage_.command("--scene-file"))

    # --- what it needs ---

    def test_missing_fonts_are_named(self):
        self.assert_refused(BAD, self.stage_.path("nowhere"), command=self.configured(font_dir=self.stage_.path("nowhere")))

    def test_missing_icons_are_named(self):
        self.assert_refused(BAD, self.stage_.path("nowhere"), command=self.configured(assets_dir=self.stage_.path("nowhere")))

    def test_missing_messages_are_named(self):
        self.assert_refused(BAD, self.stage_.path("nowhere"),
                            command=self.configured(messages_dir=self.stage_.path("nowhere")))

    def test_a_theme_that_is_not_there_is_named(self):
        self.assert_refused(BAD, self.stage_.path("none.theme"), command=self.configured(theme=self.stage_.path("none.theme")))

    def test_a_mistake_in_a_theme_is_named_with_its_line(self):
        path = self.stage_.write("bad.theme", "# mine\nink = #000000\ncolour = blue\n")
        self.assert_refused(BAD, f"{path}:3:", command=self.configured(theme=path))

    def test_a_theme_that_is_hard_to_read_is_refused(self):
        with open(f"{self.source}/assets/themes/default.theme", encoding="utf-8") as file:
            text = re.sub("^ink = .*$", "ink = #909090", file.read(), flags=re.M)
        self.assert_refused(BAD, "ink", command=self.configured(theme=self.stage_.write("pale.theme", text)))

    def without(self, *names):
        """A configuration whose assets lack one file or folder."""
        assets = self.stage_.path("assets-without-" + "-".join(names))
        shutil.copytree(f"{self.source}/assets", assets)
        path = os.path.join(assets, *names)
        if os.path.isdir(path):
            shutil.rmtree(path)
        else:
            os.remove(path)
        return self.configured(assets_dir=assets)

    def test_whatever_is_missing_of_the_assets_is_named(self):
        for names in (("icons",), ("themes", "default.theme"), ("themes", "contrast.theme"), ("languages",), ("keyboards",),
                      ("keyboards", "latin.keyboard"), ("languages", "ar", "language.conf"), ("pictures",)):
            with self.subTest(missing="/".join(names)):
                command = self.without(*names)
                self.assert_refused(BAD, names[-1].split(".")[0], command=command)

    def test_a_font_that_is_missing_is_named(self):
        fonts = self.stage_.path("fonts")
        for name in ("NotoSans-Bold.ttf", "NotoSansArabic-Regular.ttf"):
            shutil.copytree("/usr/share/fonts/truetype/noto", fonts, ignore=shutil.ignore_patterns(name, "*Serif*", "*Naskh*"))
            self.assert_refused(BAD, name, command=self.configured(font_dir=fonts))
            shutil.rmtree(fonts)

    # --- scripts ---

    def test_an_expectation_that_fails_is_told_with_its_line(self):
        command = self.stage_.scripted("# a comment\n\nexpect screen attract\nexpect screen question\n")
        self.assert_refused(CANNOT, "script:4:", "attract", "question", command=command)

    def test_a_command_that_is_not_known_is_told_with_its_line(self):
        self.assert_refused(CANNOT, "script:2:", "dance", command=self.stage_.scripted("expect screen attract\ndance\n"))

    def test_a_target_that_is_not_there_is_told_with_its_line(self):
        self.assert_refused(CANNOT, "script:1:", "answer.none", command=self.stage_.scripted("tap answer.none\n"))

    def test_a_script_that_is_not_there_is_named(self):
        self.assert_refused(CANNOT, self.stage_.path("none"), command=self.stage_.command("--script", self.stage_.path("none")))


class StartsAndEnds(KioskTest):
    def setUp(self):
        self.stage_ = self.stage()

    def shown(self):
        wait_until("a frame", lambda: os.path.exists(self.stage_.path("scene.json")))

    def test_version_is_one_line(self):
        result = self.stage_.call([*self.stage_.command()[:1], "--version"], DONE)
        self.assertRegex(result.out, r"^buurtstem-kiosk \d+\.\d+\.\d+\n$")

    def test_check_says_that_all_is_well(self):
        result = self.stage_.call(self.stage_.command("--check"), DONE)
        self.assertEqual(result.out, self.stage_.path("kiosk.conf") + ": all is well\n")

    def test_check_names_a_folder_that_is_not_there(self):
        os.rename(self.stage_.path("kiosk"), self.stage_.path("away"))
        result = self.stage_.call(self.stage_.command("--check"), BAD)
        self.assertIn("state_dir: " + self.stage_.path("kiosk"), result.err)

    def test_check_needs_no_display_and_leaves_no_trace(self):
        self.stage_.call(self.stage_.command("--check", headless=False), DONE)
        self.assertEqual(os.listdir(self.stage_.path("kiosk")), [])

    def test_check_works_beside_a_kiosk_that_runs(self):
        self.stage_.start(self.stage_.command())
        wait_until("the kiosk", lambda: os.path.exists(self.stage_.path("kiosk", "kiosk.db")))
        self.stage_.call(self.stage_.command("--check"), DONE)

    def assert_ends_by(self, how, command, environment=None):
        process = self.stage_.start([*command, "--scene-file", self.stage_.path("scene.json")], environment)
        self.shown()
        process.send_signal(how)
        self.assertEqual(process.wait(30), DONE, self.stage_.said())

    def test_sigterm_ends_it_cleanly(self):
        self.assert_ends_by(signal.SIGTERM, self.stage_.command())

    def test_sigint_ends_it_cleanly(self):
        self.assert_ends_by(signal.SIGINT, self.stage_.command())

    def test_sigterm_ends_it_cleanly_in_a_window(self):
        with display("1280x800") as name:
            self.assert_ends_by(signal.SIGTERM, self.stage_.command(headless=False), {"DISPLAY": name})

    def test_without_a_size_it_fills_the_display(self):
        self.stage_.configure()
        with display("1280x800") as name:
            command = [word for word in self.stage_.command(headless=False) if word not in ("--size", "1280x800")]
            self.stage_.start([*command, "--scene-file", self.stage_.path("scene.json")], {"DISPLAY": name})
            # The first frames may have the size that the window was asked for: the display tells its own a moment later.
            wait_until("a scene as high as the display", lambda: self.lowest() > 650)

    def lowest(self):
        if not os.path.exists(self.stage_.path("scene.json")):
            return 0
        return max(node["rect"][1] for node in self.stage_.read_json("scene.json")["nodes"])

    def test_sigterm_lets_a_save_under_way_finish(self):
        stage = self.stage_
        script = stage.write("script", "tap tool.all\ntap programme.afval-kiezen\ntap answer.good\nexpect node choice.anders\n"
                                       + slow(stage) + "tap choice.anders\nwait 60s\n")
        process = stage.start(stage.command("--script", script), slow_disk(stage, 2000))
        wait_until("the last tap", lambda: os.path.exists(stage.path("slow")))
        wait_until("the save to begin", lambda: "anders" in wal_of(stage))
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(30), DONE, stage.said())
        self.assertEqual(stage.kept(), [[("schoon", ["good"]), ("keuze", ["anders"])]])


def wal_of(stage):
    with contextlib.suppress(OSError), open(stage.path("kiosk", "kiosk.db-wal"), "rb") as file:
        return file.read().decode("latin-1")
    return ""


if __name__ == "__main__":
    main(__doc__)
