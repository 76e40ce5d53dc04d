# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""buurtstem-syncd: enrolment against a fake central, and the command line's own answers."""

import hashlib
import json
import os
import stat
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from syncd_bench import CODE, KIOSK, SYNCD, Bench  # noqa: E402


class Enrolment(Bench):
    def credential(self):
        with open(os.path.join(self.state_dir, "credential"), encoding="ascii") as file:
            return file.read().strip()

    def test_a_code_makes_the_kiosk_known(self):
        result = self.enrol()
        self.assertEqual(result.stdout, f"enrolled as {KIOSK}\n")
        status = self.status()
        self.assertTrue(status["enrolled"])
        self.assertEqual((status["kiosk"], status["tenant"], status["server"]), (KIOSK, "GM1916", self.server.url))
        self.assertEqual(status["trouble"], "none")

    def test_the_token_is_on_the_disk_before_its_hash_leaves(self):
        seen = []

        def look(ask):
            path = os.path.join(self.state_dir, "credential")
            mode = stat.S_IMODE(os.stat(path).st_mode)
            seen.append((mode, hashlib.sha256(self.credential().encode()).hexdigest() == ask["token_hash"]))
        self.server.on_enrolment = look
        self.enrol()
        self.assertEqual(seen, [(0o600, True)])

    def test_only_the_hash_of_the_token_leaves(self):
        asked = []
        self.server.on_enrolment = asked.append
        self.enrol()
        self.assertEqual(set(asked[0]), {"code", "token_hash"})
        self.assertNotIn(self.credential(), json.dumps(asked))

    def test_the_keys_of_its_connections_go_into_no_file(self):
        keys = os.path.join(self.folder, "keys")
        self.enrol()
        self.append(1)
        self.once(environment={"SSLKEYLOGFILE": keys})
        self.assert_everything_arrived()
        self.assertFalse(os.path.exists(keys))

    def test_after_a_lost_answer_the_same_code_works_again(self):
        self.server.fault = "close_after_reading"
        self.enrol(expected=75)
        first = self.credential()
        self.server.fault = "none"
        self.server.on_enrolment = self.lose_one_answer
        self.enrol(expected=75)
        self.enrol()
        self.assertEqual(self.credential(), first)
        self.append(1)
        self.once()
        self.assert_everything_arrived()

    def lose_one_answer(self, ask):
        self.server.codes[ask["code"]] = ask["token_hash"]
        self.server.on_enrolment = lambda again: None
        raise OSError("lost")

    def test_a_wrong_code_is_refused_in_words(self):
        result = self.enrol("ZZZZ-ZZZZ-ZZZZ", expected=1)
        self.assertIn("onjuist", result.stderr)
        self.assertIn("of er is een nieuwere code", result.stderr)
        self.assertFalse(self.status()["enrolled"])

    def test_what_is_no_code_is_an_error_of_the_caller(self):
        self.enrol("hello", expected=2)
        self.assertEqual(os.listdir(self.state_dir), [])

    def test_an_address_that_is_not_https_is_an_error_of_the_caller(self):
        for address in ("http://localhost", "localhost", "https://localhost/path", "https://me:pw@localhost"):
            self.enrol(server=address, expected=2)
        self.assertEqual(self.server.connections, 0)

    def test_a_central_with_a_wrong_certificate_gets_no_code(self):
        self.server.tls = "unknown"
        result = self.enrol(expected=1)
        self.assertIn("niet vertrouwd", result.stderr)
        self.assertEqual(self.server.requests, [])

    def test_a_login_page_enrols_nobody(self):
        self.server.fault = "login_page_200"
        result = self.enrol(expected=75)
        self.assertIn("inlogpagina", result.stderr)
        self.assertFalse(self.status()["enrolled"])

    def test_only_status_201_enrols(self):
        self.server.enrolment_status = 200
        self.enrol(expected=1)
        self.assertFalse(self.status()["enrolled"])
        self.server.enrolment_status = 201
        self.enrol()
        self.assertTrue(self.status()["enrolled"])

    def test_the_given_authority_is_kept_and_used_from_then_on(self):
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f"state_dir = {self.state_dir}\nkiosk_dir = {self.kiosk_dir}\n")
        result = self.call("enrol", "--server", self.server.url, "--ca", f"{self.certificates}/ca.pem", stdin=CODE)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.append(1)
        self.once()
        self.assert_everything_arrived()

    def test_enrolling_again_replaces_the_token_of_the_same_kiosk(self):
        self.enrol()
        first = self.credential()
        self.server.codes["BBBBBBBBBBBB"] = None
        self.enrol("BBBB-BBBB-BBBB")
        self.assertNotEqual(self.credential(), first)
        self.assertEqual(sorted(os.listdir(self.state_dir)).count("credential.new"), 0)
        self.append(1)
        self.once()
        self.assert_everything_arrived()

    def test_enrolling_again_after_a_lost_answer_keeps_the_old_token_until_then(self):
        self.enrol()
        first = self.credential()
        self.server.codes["BBBBBBBBBBBB"] = None
        self.server.on_enrolment = self.lose_one_answer
        self.enrol("BBBB-BBBB-BBBB", expected=75)
        self.assertEqual(self.credential(), first)
        self.enrol("BBBB-BBBB-BBBB")
        self.assertNotEqual(self.credential(), first)
        self.once()

    def test_a_folder_of_one_kiosk_does_not_become_another(self):
        self.enrol()
        self.server.codes["BBBBBBBBBBBB"] = None
        self.server.kiosk = "elders-2"
        result = self.enrol("BBBB-BBBB-BBBB", expected=1)
        self.assertIn(KIOSK, result.stderr)
        self.assertEqual(self.status()["kiosk"], KIOSK)

    def stop_at(self, step, code):
        return subprocess.run([SYNCD, "--config", self.config, "enrol", "--server", self.server.url], input=code,
                              capture_output=True, text=True, check=False, env={**os.environ, "BS_STOP_AT": str(step)})

    def forget_everything(self):
        for name in os.listdir(self.state_dir):
            os.remove(os.path.join(self.state_dir, name))
        self.server.codes = {"ABCDEFGHJKMN": None}

    @unittest.skipUnless(os.environ.get("BS_STOP") == "ON", "needs a build with BS_STOP")
    def test_stopped_at_every_step_the_same_code_finishes_it(self):
        for step in range(1, 200):
            result = self.stop_at(step, CODE)
            if result.returncode == 0:
                break
            self.assertEqual(result.returncode, 77, result.stderr)
            self.enrol()
            self.once()
            self.forget_everything()
        self.assertGreater(step, 5)

    @unittest.skipUnless(os.environ.get("BS_STOP") == "ON", "needs a build with BS_STOP")
    def test_enrolling_again_stopped_at_every_step_is_finished_by_the_same_code(self):
        for step in range(1, 200):
            self.enrol()
            self.server.codes["BBBBBBBBBBBB"] = None
            result = self.stop_at(step, "BBBB-BBBB-BBBB")
            if result.returncode == 0:
                break
            self.assertEqual(result.returncode, 77, result.stderr)
            self.enrol("BBBB-BBBB-BBBB")
            self.server.codes.pop("ABCDEFGHJKMN")  # as central does: the token before it stops working
            self.once()
            self.assertNotIn("credential.new", os.listdir(self.state_dir))
            self.forget_everything()
        self.assertGreater(step, 5)


class CommandLine(Bench):
    def test_check_of_a_sound_configuration(self):
        result = self.call("--check")
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_check_says_every_complaint_at_once_with_file_line_and_key(self):
        with open(self.config, "w", encoding="utf-8") as file:
            file.write("state_dir = /does/not/exist\n\nkiosk_dir = /nor/this\nca_file = /nor/that.pem\n")
        result = self.call("--check")
        self.assertEqual(result.returncode, 2)
        lines = result.stderr.splitlines()
        self.assertEqual([line.split(": ")[:2] for line in lines],
                         [[f"{self.config}:1", "state_dir"], [f"{self.config}:3", "kiosk_dir"],
                          [f"{self.config}:4", "ca_file"]])

    def test_bad_keys_stop_every_mode_with_status_2(self):
        self.configure("poll_seconds = 4\nwhatever = 1\n")
        for mode in (["--check"], ["--once"], ["--status"], [], ["enrol", "--server", "https://x"]):
            result = self.call(*mode, stdin=CODE)
            self.assertEqual(result.returncode, 2)
            self.assertIn("poll_seconds", result.stderr)
            self.assertIn("whatever", result.stderr)

    def test_the_shipped_unit_refuses_test_faces(self):
        result = self.call("--check", environment={"BUURTSTEM_NO_TEST_FACES": "1"})
        self.assertEqual(result.returncode, 2)
        self.assertIn("test_faces", result.stderr)

    def test_status_works_before_anything_is_there(self):
        status = self.status()
        for key in ("stored", "acknowledged", "oldest_unsent_at", "last_receipt_at", "last_error", "server_complete_to",
                    "trouble", "epochs"):
            self.assertIn(key, status)
        self.assertEqual(os.listdir(self.state_dir), [])

    def test_wrong_arguments_are_status_2(self):
        for arguments in (["--what"], ["--once", "--check"], ["enrol"], ["--server", "https://x"], ["--once", "--ca", "x"],
                          ["extra"], ["export"], ["import", "FILE", "FILE"]):
            self.assertEqual(self.call(*arguments).returncode, 2, arguments)
        self.assertEqual(subprocess.run([SYNCD, "--once"], capture_output=True, check=False).returncode, 2)
        self.assertEqual(subprocess.run([SYNCD, "--config"], capture_output=True, check=False).returncode, 2)

    def test_version_needs_no_configuration(self):
        result = subprocess.run([SYNCD, "--version"], capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout, r"^buurtstem-syncd \d+\.\d+\.\d+\n$")

    def test_a_missing_configuration_is_named(self):
        result = subprocess.run([SYNCD, "--config", "/does/not/exist", "--check"], capture_output=True, text=True,
                                check=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("/does/not/exist", result.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
