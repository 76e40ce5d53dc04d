# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The command line of central: with and without a running server, and what bad input gets."""

import contextlib
import datetime
import fcntl
import json
import os
import pwd
import re
import shutil
import socket
import sqlite3
import stat
import subprocess
import tempfile
import threading
import time
import unittest

from central_house import CENTRAL, PASSWORD, SOURCE, TENANT, House


def demo_places():
    """The demo's publish file without what stands beside it."""
    with open(f"{SOURCE}/assets/programmes/demo-publish.json", encoding="utf-8") as file:
        document = json.load(file)
    del document["translations"], document["house_styles"]
    return document


class Verbs:
    """The same questions to a running server and to none."""

    @classmethod
    def setUpClass(cls):
        cls.house = House(serve=cls.serve)

    @classmethod
    def tearDownClass(cls):
        cls.house.__exit__(None, None, None)

    def check(self, status, *arguments, **options):
        result = self.house.call(*arguments, check=False, **options)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result

    def use(self, kiosk, code):
        """That kiosk with a credential by that code; a server is there for as long as it takes."""
        if not self.serve:
            self.house.start()
        try:
            return self.house.enrol(kiosk, code.strip().replace("-", ""))
        finally:
            if not self.serve:
                self.house.stop()

    def test_publish_again_is_no_error_and_a_changed_version_is_refused(self):
        name = f"{SOURCE}/assets/programmes/afval-kiezen.json"
        self.check(0, "publish", f"{SOURCE}/assets/programmes/demo-publish.json", name)
        with open(name, encoding="utf-8") as file:
            programme = json.load(file)
        programme["owner"] = "Iemand anders"
        changed = self.house.path("changed.json")
        with open(changed, "w", encoding="utf-8") as file:
            json.dump(programme, file)
        self.assertIn("raise its version", self.check(1, "publish", changed).stderr)
        programme["version"] = 2
        with open(changed, "w", encoding="utf-8") as file:
            json.dump(programme, file)
        self.check(0, "publish", changed)

    def test_publish_tells_every_complaint_with_file_and_path(self):
        with open(f"{SOURCE}/assets/programmes/afval-kiezen.json", encoding="utf-8") as file:
            programme = json.load(file)
        del programme["promise"]["answer_due"]
        programme["sources"] = []
        programme["questions"][0]["text"].pop("en")
        programme["version"] = "two"
        bad = self.house.path("bad.json")
        with open(bad, "w", encoding="utf-8") as file:
            json.dump(programme, file)
        broken = self.house.path("broken.json")
        with open(broken, "w", encoding="utf-8") as file:
            file.write('{"format": ')
        for verb in (("publish",), ("programme", "check")):
            text = self.check(2, *verb, bad, broken).stderr
            self.assertIn(broken + ": ", text)
            for part in ("$.version", "$.promise", "$.questions[0]"):
                self.assertRegex(text, f"{bad}: .*{part.replace('$', '[$]').replace('[0]', '.0.')}")
        self.assertEqual(self.check(2, "publish", self.house.path("not-there.json")).stdout, "")

    def test_publish_is_all_or_nothing(self):
        good, bad = self.house.path("good-place.json"), self.house.path("bad-place.json")
        document = demo_places()
        document["places"][0]["id"] = "alleen-goed"
        with open(good, "w", encoding="utf-8") as file:
            json.dump(document, file)
        document["places"][0]["hours"] = []
        with open(bad, "w", encoding="utf-8") as file:
            json.dump(document, file)
        self.check(2, "publish", good, bad)
        self.check(2, "kiosk", "invite", "k-all", "--tenant", TENANT, "--place", "alleen-goed")
        self.check(0, "publish", good)
        self.check(0, "kiosk", "invite", "k-all", "--tenant", TENANT, "--place", "alleen-goed")

    def outcome(self, name, **changes):
        with open(f"{SOURCE}/assets/programmes/outcome-afval-kiezen.json", encoding="utf-8") as file:
            outcome = json.load(file)
        outcome.update(changes)
        path = self.house.path(name)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(outcome, file)
        return path

    def test_an_outcome_is_published_beside_its_programme(self):
        name = self.outcome("outcome.json", version=7)
        self.assertIn("the outcome of afval-kiezen version 7", self.check(0, "publish", name).stdout)
        self.check(0, "publish", name)
        self.assertIn("raise its version", self.check(1, "publish", self.outcome("outcome-7.json", version=7, example=False)).stderr)
        self.check(1, "publish", self.outcome("outcome-none.json", programme="nooit-gepubliceerd"))
        self.assertEqual(self.check(0, "programme", "check", name).returncode, 0)

    def test_outcomes_may_stand_in_a_publish_file(self):
        with open(self.outcome("outcome-9.json", version=9), encoding="utf-8") as file:
            outcome = json.load(file)
        whole = self.house.path("outcomes.json")
        with open(whole, "w", encoding="utf-8") as file:
            json.dump({"format": "buurtstem-publish/1", "outcomes": [outcome]}, file)
        self.assertIn("version 9", self.check(0, "publish", whole).stdout)
        self.check(0, "publish", self.outcome("outcome-9.json", version=9))

    def test_an_outcome_without_the_fewer_is_refused_with_its_path(self):
        bad = self.outcome("outcome-bad.json", version=8, fewer={})
        for verb in (("publish",), ("programme", "check")):
            self.assertIn("$.fewer", self.check(2, *verb, bad).stderr)

    def test_the_day_of_publication_may_be_told(self):
        today = datetime.datetime.now(datetime.timezone.utc).date()
        name = self.outcome("outcome-on.json", version=20)
        for day in ("gisteren", "2026-13-01", "2026-02-30", "26-01-01", str(today + datetime.timedelta(days=2))):
            self.check(2, "publish", "--on", day, name)
        self.check(2, "publish", name, "--on")
        self.check(2, "publish", "--on", "2026-01-01")
        self.check(2, "publish", "--when", "2026-01-01", name)
        self.assertEqual(self.rows("SELECT * FROM outcome WHERE version = 20"), [])
        self.check(0, "publish", "--on", "2026-01-31", name)
        self.assertEqual(self.rows("SELECT published FROM outcome WHERE version = 20"), [("2026-01-31",)])
        self.check(0, "publish", self.outcome("outcome-now.json", version=21), "--on", str(today - datetime.timedelta(days=1)))

    def test_a_code_belongs_to_one_programme_for_ever(self):
        with open(f"{SOURCE}/assets/programmes/afval-kiezen.json", encoding="utf-8") as file:
            programme = json.load(file)
        path = self.house.path("code.json")
        for changes, part in (({"id": "iets-anders"}, "belongs to another programme"),
                              ({"tenant": "GM0546", "id": "iets-anders"}, "belongs to another programme"),
                              ({"version": 90, "code": "ZZZZZ"}, "stays so")):
            with open(path, "w", encoding="utf-8") as file:
                json.dump({**programme, **changes}, file)
            self.assertIn(part, self.check(1, "publish", path).stderr)

    def test_check_advises_on_a_drawing_that_no_kiosk_has(self):
        path = self.house.path("no-such-drawing.json")
        for name, was, wrong, where, called in (("afval-kiezen", '"icon": "rat"', '"icon": "dog-leesh"', "ratten", "pictograms"),
                                                ("tweede-groene-ring", '"picture": "small-park"', '"picture": "small-prak"', "[a-z-]+",
                                                 "pictures")):
            with open(f"{SOURCE}/assets/programmes/{name}.json", encoding="utf-8") as file:
                text = file.read()
            self.assertIn(was, text)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text.replace(was, wrong))
            result = self.check(0, "programme", "check", path)
            said = wrong.split('"')[3]
            self.assertRegex(result.stderr, rf"(?m)^advice: {re.escape(path)}: {where}: {said} is none of the {called}")
            self.assertEqual(result.stderr.count("advice:"), 1)

    def test_publish_advises_on_a_programme_that_a_place_asks_and_nobody_published(self):
        path = self.house.path("place-of-nothing.json")
        document = demo_places()
        document["places"] = [dict(document["places"][0], id="leeg", programmes=["afval-kiezen", "hond-in-het-bos"])]
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file)
        self.check(0, "publish", *(f"{SOURCE}/assets/programmes/{name}.json" for name in ("demo-publish", "afval-kiezen")))
        stderr = self.check(0, "publish", path).stderr
        self.assertIn(f"advice: {path}: leeg of {TENANT} is to ask hond-in-het-bos, which nobody published yet", stderr)
        self.assertNotIn("afval-kiezen", stderr)

    def test_check_gives_advice_and_still_says_good(self):
        with open(f"{SOURCE}/assets/programmes/afval-kiezen.json", encoding="utf-8") as file:
            programme = json.load(file)
        programme["questions"][0]["text"]["nl"] = "Vindt u ook niet dat het vies is?"
        path = self.house.path("leading.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(programme, file)
        result = self.check(0, "programme", "check", path)
        self.assertRegex(result.stderr, rf"(?m)^advice: {re.escape(path)}: [$].questions.0..text.nl: ")
        self.assertIn("good", result.stdout)
        self.assertNotIn("advice", self.check(0, "programme", "check", f"{SOURCE}/assets/programmes/afval-kiezen.json").stderr)

    def test_invite_prints_the_code_alone(self):
        result = self.check(0, "kiosk", "invite", "k-code", "--tenant", TENANT, "--place", "prinsenhof")
        self.assertRegex(result.stdout, r"^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\n$")

    def test_invite_says_of_the_trial_only_what_is_true(self):
        invite = ("kiosk", "invite", "k-trial", "--tenant", TENANT, "--place", "prinsenhof")
        self.assertIn('on trial until "kiosk use k-trial"', self.check(0, *invite).stderr)
        self.check(0, "kiosk", "use", "k-trial")
        self.assertNotIn("on trial", self.check(0, *invite).stderr)
        self.check(0, "kiosk", "revoke", "k-trial")
        self.assertIn('on trial until "kiosk use k-trial"', self.check(0, *invite).stderr)

    def test_invite_says_what_becomes_of_the_code_before_and_of_who_is_enrolled(self):
        invite = ("kiosk", "invite", "k-again", "--tenant", TENANT, "--place", "prinsenhof")
        void, enrolled = "The code given before is void.", "k-again is enrolled: whoever uses this code takes its place."
        first = self.check(0, *invite)
        self.assertNotIn(void, first.stderr)
        self.assertNotIn(enrolled, first.stderr)
        second = self.check(0, *invite)
        self.assertIn(void, second.stderr)
        self.assertNotIn(enrolled, second.stderr)
        self.use("k-again", second.stdout)
        third = self.check(0, *invite)
        self.assertNotIn(void, third.stderr)
        self.assertIn(enrolled, third.stderr)
        self.assertIn("For another kiosk take another name. To change languages alone, throw the code away.", third.stderr)
        self.assertIn(void, self.check(0, *invite).stderr)
        self.check(0, "kiosk", "revoke", "k-again")
        last = self.check(0, *invite)
        self.assertNotIn(void, last.stderr, "it was void from the moment of revoking")
        self.assertNotIn(enrolled, last.stderr)

    def test_invite_says_which_languages_a_kiosk_has_no_words_in(self):
        with open(f"{SOURCE}/syncd/central/dashboard/dutch.c", encoding="utf-8") as file:
            named = re.findall(r'\{"([A-Za-z-]+)", "', file.read().split("} languages[] = {")[1].split("};")[0])
        folders = {entry.name for entry in os.scandir(f"{SOURCE}/assets/languages") if entry.is_dir()}
        self.assertEqual(len(set(named)), len(named))
        self.assertLess(folders, set(named))
        asked = [*named, "xx"]
        for part in (asked[i:i + 6] for i in range(0, len(asked), 6)):
            said = self.check(0, "kiosk", "invite", "k-words", "--tenant", TENANT, "--place", "prinsenhof", "--languages",
                              ",".join(part)).stderr.splitlines()
            for language in part:
                doubt = (f"{language}: the kiosk's own words are not translated into it; they stay Dutch unless "
                         f"assets/languages/{language} is there")
                self.assertEqual(said.count(doubt), int(language in named and language not in folders), language)
        self.assertIn("xx: not a language that central has a name for; is it meant?", said)

    def test_a_missing_tenant_is_named(self):
        for verb in (("kiosk", "invite", "k", "--place", "prinsenhof"), ("staff", "add", "els"), ("connector", "add", "Els", "--places", "a"),
                     ("connector", "badge", "els"), ("connector", "revoke", "els"), ("connector", "list"), ("words",), ("words", "hold")):
            said = self.check(2, *verb).stderr.splitlines()
            self.assertEqual(said[0], "--tenant is missing", verb)
            self.assertRegex(said[1], "^usage: ")
            self.assertEqual(len(said), 2)
        self.assertIn("--place is missing", self.check(2, "kiosk", "invite", "k", "--tenant", TENANT).stderr)
        self.assertIn("--places is missing", self.check(2, "connector", "add", "Els", "--tenant", TENANT).stderr)

    def test_kiosks_are_listed_with_their_state(self):
        listed = lambda *more: [line for line in self.check(0, "kiosk", "list", *more).stdout.splitlines() if line.startswith("k-list")]
        self.assertEqual(listed(), [])
        code = self.house.invite("k-list-1")
        self.check(0, "kiosk", "invite", "k-list-2", "--tenant", TENANT, "--place", "de-heuvel")
        one, two = f"k-list-1  {TENANT}  at: prinsenhof", f"k-list-2  {TENANT}  at: de-heuvel"
        self.assertEqual(listed(), [f"{one}  on trial  languages: nl en  not enrolled, a code is out",
                                    f"{two}  on trial  languages: nl  not enrolled, a code is out"])
        self.use("k-list-1", code)
        self.check(0, "kiosk", "use", "k-list-1")
        self.check(0, "kiosk", "revoke", "k-list-2")
        now = [f"{one}  in use  languages: nl en  enrolled", f"{two}  revoked  languages: nl  not enrolled"]
        self.assertEqual(listed(), now)
        self.assertEqual(listed("--tenant", TENANT), now)
        self.house.invite("k-list-1")
        self.assertEqual(listed()[0], f"{one}  in use  languages: nl en  enrolled, a code is out")
        self.assertIn("not a municipality", self.check(2, "kiosk", "list", "--tenant", "GM0001").stderr)
        self.check(2, "kiosk", "list", "k-list-1")

    def test_staff_are_listed_and_removed(self):
        listed = lambda *more: self.check(0, "staff", "list", *more).stdout.splitlines()
        before = listed()
        self.assertIn(f"jan  {TENANT}", before)
        self.check(0, "staff", "add", "zita", "--tenant", TENANT, stdin=PASSWORD)
        self.assertEqual(listed(), [*before, f"zita  {TENANT}"])
        self.assertEqual(listed("--tenant", TENANT), listed())
        self.assertEqual(self.check(0, "staff", "remove", "zita").stdout,
                         "zita has no account any more; what she did stays under that name\n")
        self.assertEqual(listed(), before)
        self.assertIn("zita: no such account; staff list has them", self.check(1, "staff", "remove", "zita").stderr)
        for wrong in (("staff", "remove"), ("staff", "remove", "a", "b"), ("staff", "list", "jan"),
                      ("staff", "list", "--tenant", "GM0001")):
            self.check(2, *wrong)

    def test_wrong_arguments_are_2(self):
        for arguments in (("kiosk",), ("kiosk", "invite"), ("kiosk", "invite", "k", "--tenant", TENANT), ("kiosk", "fly", "k"),
                          ("kiosk", "invite", "K!", "--tenant", TENANT, "--place", "prinsenhof"),
                          ("kiosk", "invite", "k", "--tenant", "GM9999", "--place", "prinsenhof"),
                          ("kiosk", "invite", "k", "--tenant", TENANT, "--place", "nergens"),
                          ("kiosk", "invite", "k", "--tenant", TENANT, "--place", "prinsenhof", "--languages", "nl,nl"),
                          ("kiosk", "invite", "k", "--tenant", TENANT, "--place", "prinsenhof", "--languages", "Dutch"),
                          ("staff", "add", "jan"), ("staff", "add", "Jan", "--tenant", TENANT), ("records",), ("verify", "x"),
                          ("demo-data",), ("demo-data", "0"), ("demo-data", "many"), ("publish",), ("nonsense",), ()):
            self.check(2, *arguments)

    def test_what_is_not_there_is_1(self):
        for arguments in (("records", "niemand"), ("kiosk", "use", "niemand"), ("kiosk", "revoke", "niemand"),
                          ("demo-data", "5", "--tenant", "GM0546")):
            self.check(1, *arguments)

    def test_a_revoked_kiosk_is_put_into_use_by_a_new_invitation_only(self):
        self.check(0, "kiosk", "invite", "k-revoked", "--tenant", TENANT, "--place", "prinsenhof")
        self.check(0, "kiosk", "revoke", "k-revoked")
        self.check(1, "kiosk", "use", "k-revoked")
        self.check(0, "kiosk", "invite", "k-revoked", "--tenant", TENANT, "--place", "prinsenhof")
        self.check(0, "kiosk", "use", "k-revoked")

    def test_passwords_have_bounds(self):
        self.check(2, "staff", "add", "piet", "--tenant", TENANT, stdin="zeven77\n")
        self.check(0, "staff", "add", "piet", "--tenant", TENANT, stdin="achttien\n")
        self.check(0, "staff", "add", "piet", "--tenant", TENANT, stdin="x" * 256)
        self.check(2, "staff", "add", "piet", "--tenant", TENANT, stdin="x" * 257)
        self.check(2, "staff", "add", "achttien", "--tenant", TENANT, stdin="achttien\n")

    def test_a_password_that_is_typed_is_asked_for_twice_ends_with_its_line_and_is_not_shown(self):
        question, again = "Password, at least 8 characters: ", "Once more: "
        add = ("staff", "add", "marie", "--tenant", TENANT)
        status, shown = self.house.type(*add, answers=((question, "achttien tekens"), (again, "achttien tekens")))
        self.assertEqual(status, 0, shown)
        self.assertIn("marie may sign in", shown)
        self.assertNotIn("achttien", shown)
        status, shown = self.house.type(*add, answers=((question, "achttien tekens"), (again, "achtien tekens")))
        self.assertEqual(status, 2, shown)
        self.assertIn("the two are not the same", shown)
        self.assertNotIn("may sign in", shown)
        self.assertNotIn("tekens", shown)

    def rows(self, sql, *values):
        with contextlib.closing(sqlite3.connect(f"file:{self.house.path('data', 'central.db')}?mode=ro", uri=True)) as db:
            return db.execute(sql, values).fetchall()

    def test_demo_data_is_counted_and_verified(self):
        count = "SELECT coalesce(sum(count), 0) FROM tally WHERE question = '' AND value = '*' AND trial = ?"
        before = [self.rows(count, trial)[0][0] for trial in (0, 1)]
        self.check(0, "demo-data", "300")
        self.check(0, "verify")
        counted, tried = (self.rows(count, trial)[0][0] - before[trial] for trial in (0, 1))
        self.assertEqual(counted, 300)
        self.assertTrue(1 <= tried <= 12, tried)

    def test_demo_data_has_something_for_every_page(self):
        self.check(0, "demo-data", "2000")
        self.assertEqual({row[0] for row in self.rows("SELECT DISTINCT channel FROM tally")}, {"kiosk", "assisted", "paper"})
        self.assertGreaterEqual(self.rows("SELECT count(DISTINCT day) FROM tally WHERE trial = 0")[0][0], 40)
        self.assertGreater(self.rows("SELECT count(*) FROM record WHERE corrects IS NOT NULL AND state = 0")[0][0], 20)
        self.assertGreater(self.rows("SELECT sum(count) FROM tally WHERE value = '~'")[0][0], 20)
        self.assertEqual(self.rows("SELECT count(*) FROM record WHERE state = 1")[0][0], 0)
        now = time.time() * 1000
        silent = [now - row[0] > 70 * 3600000 for row in self.rows("SELECT received_ms FROM heartbeat")]
        self.assertGreaterEqual(len(silent), 5)
        self.assertEqual(silent.count(True), 1)
        self.assertEqual(len(self.rows("SELECT * FROM heartbeat WHERE disk_free < disk_total / 20")), 1)
        self.assertEqual(len(self.rows("SELECT * FROM heartbeat WHERE abs(received_ms - sent_ms) > 600000")), 1)
        self.assertEqual(len(self.rows("SELECT * FROM kiosk JOIN heartbeat ON kiosk = id WHERE state = 0")), 1)

    def test_migrate_says_that_all_is_well(self):
        self.check(0, "migrate")

    def test_check_may_be_asked_at_any_time(self):
        self.check(0, "check")

    def test_no_secret_is_in_the_database(self):
        code = self.house.invite("k-secret")
        path = self.house.path("data", "central.db")
        text = b""
        for name in (path, path + "-wal"):
            with contextlib.suppress(OSError), open(name, "rb") as file:
                text += file.read()
        self.assertNotIn(PASSWORD.encode(), text)
        self.assertNotIn(code.encode(), text)
        self.assertIn(b"$argon2id$", text)


class WithServer(Verbs, unittest.TestCase):
    serve = True

    def test_one_is_said_as_one(self):
        kiosk = self.house.enrol("k-one")
        kiosk.fill(3)
        self.check(0, "kiosk", "revoke", "k-one")
        self.assertEqual(self.house.send(kiosk, kiosk.batch(1, 1)).status, 403)
        self.assertEqual(self.house.send(kiosk, kiosk.batch(3, 1)).status, 403)
        self.assertEqual(self.check(0, "kiosk", "accept", "k-one").stdout,
                         "k-one: 1 record taken into its log, 1 stays in quarantine\n")
        self.assertIn("1 line of k-one is in quarantine, not 2;", self.check(1, "kiosk", "drop", "k-one", "2").stderr)
        self.assertEqual(self.check(0, "kiosk", "drop", "k-one", "1").stdout, "k-one: 1 line in quarantine was deleted\n")
        self.assertRegex(self.check(0, "demo-data", "1").stdout, "^1 made-up visit in 2 programmes at [0-9]+ kiosks of ")

    def test_the_socket_is_for_its_owner_alone(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.house.path("data", "admin.sock")).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(self.house.path("data")).st_mode), 0o700)

    def test_nonsense_on_the_socket_is_let_go(self):
        for words in (b"", b"hello\n", b"buurtstem-admin 2 0 0\n", b"buurtstem-admin 1 99999999999 0\n",
                      b"buurtstem-admin 1 1 0\n999999\n", b"buurtstem-admin 1 0 0\n", b"x" * 1000,
                      b"buurtstem-admin 1 1 1\n6\nverify9999999999 1\n", b"buurtstem-admin 1 1 0\n5\nserve"):
            with socket.socket(socket.AF_UNIX) as sock:
                sock.connect(self.house.path("data", "admin.sock"))
                sock.sendall(words)
                sock.shutdown(socket.SHUT_WR)
                sock.settimeout(10)
                with contextlib.suppress(ConnectionResetError):
                    while sock.recv(4096):
                        pass
        self.check(0, "verify")

    def test_a_second_server_is_refused(self):
        result = self.check(1, "serve")
        self.assertIn(str(self.house.process.pid), result.stderr)

    def test_arguments_of_a_running_server_hold_no_secret(self):
        with open(f"/proc/{self.house.process.pid}/cmdline", "rb") as file:
            self.assertEqual(file.read().split(b"\0")[1:-1],
                             [b"--config", self.house.path("central.conf").encode(), b"serve"])


class WithoutServer(Verbs, unittest.TestCase):
    serve = False

    def test_a_newer_database_is_refused_and_left_alone(self):
        copy = self.house.path("data", "central.db")
        database = sqlite3.connect(copy)
        before = database.execute("PRAGMA user_version").fetchone()[0]
        database.execute(f"PRAGMA user_version = {before + 1}")
        database.commit()
        try:
            for verb in ("verify", "serve", "migrate"):
                self.assertIn("newer", self.check(1, verb).stderr)
            self.assertIn("newer", self.check(2, "check").stderr)
        finally:
            database.execute(f"PRAGMA user_version = {before}")
            database.commit()
            database.close()
        self.check(0, "verify")

    def test_verify_finds_what_was_changed_behind_its_back(self):
        self.house.call("demo-data", "20")
        path = self.house.path("data", "central.db")
        for change, back in (
                ("UPDATE record SET line = CAST(replace(CAST(line AS TEXT), '\"v\":1', '\"v\":2') AS BLOB) WHERE n = 3",
                 "UPDATE record SET line = CAST(replace(CAST(line AS TEXT), '\"v\":2', '\"v\":1') AS BLOB) WHERE n = 3"),
                ("CREATE TABLE kept AS SELECT * FROM record WHERE n = 5; DELETE FROM record WHERE n = 5",
                 "INSERT INTO record SELECT * FROM kept; DROP TABLE kept"),
                ("UPDATE record SET seq = -1 WHERE n = 7; UPDATE record SET seq = seq - 1 WHERE n = 8;"
                 "UPDATE record SET seq = (SELECT seq + 1 FROM record WHERE n = 8) WHERE n = 7",
                 "UPDATE record SET seq = -1 WHERE n = 8; UPDATE record SET seq = seq - 1 WHERE n = 7;"
                 "UPDATE record SET seq = (SELECT seq + 1 FROM record WHERE n = 7) WHERE n = 8")):
            with contextlib.closing(sqlite3.connect(path)) as database:
                database.executescript(change)
            result = self.house.call("verify", check=False)
            self.assertEqual(result.returncode, 1, change + result.stdout)
            self.assertIn("record", result.stdout)
            with contextlib.closing(sqlite3.connect(path)) as database:
                database.executescript(back)
            self.check(0, "verify")

    @unittest.skipIf(os.geteuid() != 0, "only root can give a folder away")
    def test_root_hears_that_no_server_runs_and_how_to_do_it_without_one(self):
        folder, lock = self.house.path("data"), self.house.path("data", "central.db.lock")
        owner = pwd.getpwuid(65534).pw_name
        os.chown(folder, 65534, -1)
        try:
            for verb in (("verify",), ("kiosk", "use", "niemand")):
                self.assertEqual(self.check(2, *verb).stderr, "buurtstem-central: no server runs here (systemctl status "
                                 f"buurtstem-central); to do it without one: runuser -u {owner} -- …\n")
            for verb in (("restore", folder), ("serve",)):
                self.assertIn(f"belongs to another user; do this as that one: runuser -u {owner} -- …", self.check(2, *verb).stderr)
            with open(lock, "rb") as held:
                fcntl.flock(held, fcntl.LOCK_EX)
                self.assertEqual(self.check(1, "verify").stderr, f"buurtstem-central: {lock}: a server is starting or stopping; try "
                                 "again in a moment\n")
                threading.Timer(0.5, fcntl.flock, (held, fcntl.LOCK_UN)).start()
                self.assertIn("no server runs here", self.check(2, "verify").stderr)
        finally:
            os.chown(folder, 0, -1)
        self.check(0, "verify")

    def test_a_stopped_server_leaves_no_socket(self):
        self.house.start()
        self.house.stop()
        self.assertFalse(os.path.exists(self.house.path("data", "admin.sock")))
        self.check(0, "verify")


class Settings(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="buurtstem-settings-")
        self.tls = os.path.join(self.folder, "tls")
        subprocess.run([f"{SOURCE}/tests/support/make_ca.sh", self.tls], check=True, capture_output=True)

    def tearDown(self):
        shutil.rmtree(self.folder)

    def check(self, text, verb="check"):
        path = os.path.join(self.folder, "c.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return subprocess.run([CENTRAL, "--config", path, verb], capture_output=True, text=True, timeout=60)

    def good(self, certificate="good", key="good"):
        return (f"data_dir = {self.folder}/data\ncertificate = {self.tls}/{certificate}.pem\n"
                f"key = {self.tls}/{key}.key\n")

    def test_a_good_configuration_is_0(self):
        result = self.check(self.good())
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_everything_wrong_is_told_at_once_with_file_line_and_key(self):
        result = self.check("data_dir = /tmp/x\nport = 99999\nkey = /k\nunknown = 1\nport = 8\nnonsense\n")
        self.assertEqual(result.returncode, 2)
        for part in (":2: port", ":4: unknown", ":5: port", ":6", "certificate"):
            self.assertIn(part, result.stderr)

    def sign(self, name, alternatives):
        """A certificate for those names, on the good one's key."""
        subprocess.run(["openssl", "req", "-x509", "-new", "-key", f"{self.tls}/good.key", "-days", "30", "-subj", f"/CN={name}",
                        "-addext", f"subjectAltName={alternatives}", "-out", f"{self.tls}/{name}.pem"], check=True, capture_output=True)
        return self.good(name)

    def test_a_certificate_is_for_the_host_of_the_public_address(self):
        self.sign("wild", "DNS:*.example.org")
        self.sign("numbers", "IP:192.0.2.7")
        for certificate, host, is_for in (("good", "localhost", True), ("good", "LOCALHOST", True), ("good", "127.0.0.1", True),
                                          ("good", "stem.example.org", False), ("good", "127.0.0.2", False),
                                          ("other-host", "localhost", False), ("self-signed", "localhost", True),
                                          ("wild", "stem.example.org", True), ("wild", "example.org", False),
                                          ("wild", "a.stem.example.org", False), ("wild", "192.0.2.7", False),
                                          ("numbers", "192.0.2.7", True), ("numbers", "192.0.2.70", False)):
            key = certificate if certificate in ("other-host", "self-signed") else "good"
            for port in ("", ":8443"):
                result = self.check(self.good(certificate, key) + f"public_url = https://{host}{port}\n")
                self.assertEqual(result.returncode, 0 if is_for else 2, (certificate, host, result.stderr))
                self.assertEqual(result.stderr, "" if is_for else f"{self.tls}/{certificate}.pem: this certificate is not for {host}, "
                                 "the host of public_url\n")

    def test_that_of_an_authority_goes_by_its_names_too(self):
        result = self.check(self.good("ca", "ca") + "public_url = https://localhost\n")
        self.assertEqual((result.returncode, result.stderr), (2, f"{self.tls}/ca.pem: this certificate is not for localhost, "
                                                                 "the host of public_url\n"))

    def test_what_systemd_did_not_put_there_yet_is_said_to_be_so(self):
        result = self.check(self.good().replace(f"{self.tls}/good.pem", "/run/credentials/buurtstem-nowhere.service/certificate"))
        self.assertEqual(result.returncode, 2)
        self.assertRegex(result.stderr, "^/run/credentials/buurtstem-nowhere.service/certificate: .*; systemd puts it there while the "
                                        "unit runs\n$")
        self.assertNotIn("systemd", self.check(self.good("nothing", "nothing")).stderr)

    def test_a_public_address_is_one_that_kiosks_take(self):
        good = self.sign("many", "DNS:stem.example.nl,DNS:localhost,IP:127.0.0.1,DNS:" + "a" * 192)
        for url in ("https://stem.example.nl", "https://localhost:8443", "https://127.0.0.1:65535", "https://" + "a" * 192):
            self.assertEqual(self.check(good + f"public_url = {url}\n").stderr, "", url)
        for url in ("http://stem.example.nl", "https://", "https://stem.example.nl/", "https://stem.example.nl/x", "https://[::1]",
                    "https://a b", "https://a:0", "https://a:65536", "https://a:", "https://.a", "https://-a", "https://a@b",
                    "https://" + "a" * 193):
            result = self.check(self.good() + f"public_url = {url}\n")
            self.assertEqual(result.returncode, 2, url)
            self.assertTrue(result.stderr.startswith(f"{self.folder}/c.conf:4: public_url: expected https://host[:port], nothing "
                                                     f"behind it, found \"{url[:100]}"), result.stderr)

    def test_what_is_not_of_its_form_is_shown_with_its_line(self):
        for key, value, expected in (("ops_listen", "9464", "ADDRESS:PORT or off"),
                                     ("security_contact", "me@example.org", "mailto:… or https://…")):
            result = self.check(f"\n{key} = {value}\n" + self.good())
            self.assertEqual((result.returncode, result.stderr),
                             (2, f"{self.folder}/c.conf:2: {key}: expected {expected}, found \"{value}\"\n"))

    def test_bad_certificates_are_told(self):
        for certificate, key, part in (("expired", "expired", "expired on"), ("not-yet", "not-yet", "not valid before"),
                                       ("good", "expired", "not the key"), ("nothing", "good", "nothing.pem"),
                                       ("good", "nothing", "nothing.key")):
            for verb in ("check", "serve"):
                result = self.check(self.good(certificate, key), verb)
                self.assertEqual(result.returncode, 2, (certificate, verb, result.stderr))
                self.assertIn(part, result.stderr)

    def test_a_key_that_others_can_read_is_told(self):
        os.chmod(f"{self.tls}/good.key", 0o644)
        result = self.check(self.good())
        self.assertEqual(result.returncode, 2)
        self.assertIn("chmod", result.stderr)

    def test_a_data_folder_that_others_can_enter_is_told(self):
        os.mkdir(f"{self.folder}/data", 0o755)
        self.assertEqual(self.check(self.good()).returncode, 2)
        self.assertEqual(self.check(self.good(), "verify").returncode, 1)

    def test_a_taken_port_is_1(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            result = self.check(self.good() + f"address = 127.0.0.1\nport = {taken.getsockname()[1]}\nops_listen = off\n", "serve")
        self.assertEqual(result.returncode, 1)
        self.assertIn("in use", result.stderr)

    def test_help_is_no_error_and_wrong_words_are_named(self):
        run = lambda *words: subprocess.run([CENTRAL, *words], capture_output=True, text=True, timeout=60)
        self.assertEqual(run("--help").returncode, 0)
        self.assertTrue(run("--help").stdout.startswith("usage: "))
        self.assertIn("--config FILE is missing", run("verify").stderr)
        self.assertEqual(run("kiosk", "fly").stderr,
                         "buurtstem-central: kiosk fly: not understood here\nbuurtstem-central --help tells all\n")
        self.assertEqual(len(run("verify").stderr.splitlines()), 2)

    def test_a_file_without_programmes_is_called_good(self):
        path = os.path.join(self.folder, "places.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(demo_places(), file)
        result = subprocess.run([CENTRAL, "programme", "check", path], capture_output=True, text=True, timeout=60)
        self.assertEqual(result.returncode, 0)
        self.assertIn("good", result.stdout)

    def test_without_a_configuration_only_version_and_programme_check_work(self):
        run = lambda *words: subprocess.run([CENTRAL, *words], capture_output=True, text=True, timeout=60).returncode
        self.assertEqual(run("--version"), 0)
        self.assertEqual(run("programme", "check", f"{SOURCE}/assets/programmes/afval-kiezen.json"), 0)
        self.assertEqual(run("verify"), 2)
        self.assertEqual(run("serve"), 2)
        self.assertEqual(run(), 2)
        self.assertEqual(run("--config", "/nicht/da", "verify"), 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
