# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Connectors over the command line: who is in a kiosk's bundle, and that a PIN or a badge is nowhere. With and without a server."""

import json
import os
import re
import unittest

from central_house import SOURCE, TENANT, House
from pin import pin_hash

PLACE = "prinsenhof"
# Long enough to be in no file by chance.
PIN, OTHER_PIN, THIRD_PIN = "482915730164", "719304826551", "305571928840"
BADGE = ";7741920385516642=2606?"


class Connectors:
    """The same with a running server and without. Each test has a house of its own: a place has few connectors."""

    def setUp(self):
        self.house = House(serve=self.serve)

    def tearDown(self):
        self.house.__exit__(None, None, None)

    def check(self, status, *arguments, **options):
        result = self.house.call(*arguments, check=False, **options)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result

    def add(self, name, pin, *more, status=0, places=PLACE):
        return self.check(status, "connector", "add", name, "--tenant", TENANT, "--places", places, *more, stdin=pin + "\n")

    def id_of(self, name, pin, *more, **options):
        return self.add(name, pin, *more, **options).stdout.strip()

    def badge(self, connector, line, status=0):
        return self.check(status, "connector", "badge", connector, "--tenant", TENANT, stdin=line + "\n")

    def listed(self):
        return self.check(0, "connector", "list", "--tenant", TENANT).stdout.splitlines()

    def pull(self, kiosk):
        """What that kiosk gets; it is enrolled first."""
        if not self.serve:
            self.house.start()
        try:
            token = self.house.enrol(kiosk).token
            answer = self.house.ask("GET", f"/v1/kiosks/{kiosk}/bundle", headers={"Authorization": f"Bearer {token}"})
            self.assertEqual(answer.status, 200)
            return json.loads(answer.content)
        finally:
            if not self.serve:
                self.house.stop()

    def test_of_two_of_whom_one_is_revoked_a_kiosk_gets_exactly_the_other(self):
        samira = self.id_of("Samira", PIN, "--languages", "nl,ar")
        wim = self.id_of("Wim Bakker", OTHER_PIN, places=f"de-heuvel,{PLACE}")
        elsewhere = self.id_of("Noor", THIRD_PIN, places="de-heuvel")
        self.badge(samira, BADGE)
        self.assertRegex(samira, r"^c-[a-z0-9]{6}$")
        self.assertEqual(len({samira, wim, elsewhere}), 3)
        self.assertEqual({item["id"] for item in self.pull("k-before")["connectors"]}, {samira, wim})
        self.assertIn("is revoked", self.check(0, "connector", "revoke", wim, "--tenant", TENANT).stdout)
        bundle = self.pull("k-after")
        salt = bundle["connector_salt"]
        self.assertEqual(bundle["connectors"], [{"id": samira, "name": "Samira", "pin": pin_hash(PIN, salt),
                                                 "badge": pin_hash(BADGE, salt), "languages": ["nl", "ar"]}])
        self.assertEqual(sorted(self.listed()), sorted([
            f"{samira}  Samira  at: {PLACE}  reads: nl ar  PIN and badge",
            f"{wim}  Wim Bakker  at: de-heuvel {PLACE}  reads: -  revoked",
            f"{elsewhere}  Noor  at: de-heuvel  reads: -  PIN"]))
        self.check(0, "verify")

    def test_a_bundle_without_connectors_is_as_it_was(self):
        bundle = self.pull("k-nobody")
        self.assertEqual(bundle["connectors"], [])
        self.assertNotIn("connector_salt", bundle)
        self.assertNotIn("words", bundle)

    def test_a_pin_or_badge_is_in_no_file_and_no_answer(self):
        samira = self.id_of("Samira", PIN)
        said = self.add("Noor", PIN, status=1).stderr + self.badge(samira, BADGE).stdout
        said += self.add("Noor", OTHER_PIN + "55555555", status=2).stderr + self.badge(samira, BADGE * 4, status=2).stderr
        self.pull("k-secret")
        self.house.call("backup", self.house.path("backup.db"))
        said += "".join(self.listed()) + self.house.log()
        for secret in (PIN, OTHER_PIN, BADGE):
            self.assertNotIn(secret, said)
        looked_at = 0
        for folder, _, names in os.walk(self.house.folder):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    with open(path, "rb") as file:
                        content = file.read()
                    looked_at += 1
                    for secret in (PIN, OTHER_PIN, BADGE):
                        self.assertNotIn(secret.encode(), content, path)
        self.assertGreater(looked_at, 4)

    def test_a_pin_that_is_easily_guessed_or_taken_is_refused(self):
        for bad in ("48291", "4829154829154", "000000", "123456", "987654321", "abcdef", "48 291", ""):
            self.assertIn("PIN", self.add("Samira", bad, status=2).stderr)
        self.assertEqual(self.listed(), [])
        self.id_of("Samira", PIN)
        self.assertIn("somebody of GM1916 has that PIN", self.add("Noor", PIN, status=1).stderr)
        for bad in ("001", "x" * 65, "", "a\tbcd"):
            self.assertIn("badge", self.badge(self.listed()[0].split()[0], bad, status=2).stderr)

    def test_a_name_places_languages_and_an_id_have_bounds(self):
        self.id_of("é" * 40, PIN, "--id", "veertig")
        self.assertIn("at most 40", self.add("é" * 41, OTHER_PIN, status=2).stderr)
        for more in (("--languages", "nl,nl"), ("--languages", "Nederlands"), ("--id", "Samira"), ("--pin", OTHER_PIN)):
            self.add("Samira", OTHER_PIN, *more, status=2)
        for places in ("nergens", "", f"{PLACE},", ",".join(["prinsenhof"] * 33)):
            self.assertIn("--places", self.add("Samira", OTHER_PIN, places=places, status=2).stderr)
        self.check(2, "connector", "add", "Samira", "--tenant", "GM0001", "--places", PLACE, stdin=OTHER_PIN + "\n")
        self.check(2, "connector", "add", "Samira", "--tenant", TENANT, stdin=OTHER_PIN + "\n")
        self.check(2, "connector", "add", "Samira", OTHER_PIN, "--tenant", TENANT, "--places", PLACE)
        self.assertIn("somebody else's", self.add("Noor", OTHER_PIN, "--id", "veertig", status=1).stderr)
        self.assertEqual(len(self.listed()), 1)

    def test_one_who_is_known_gets_another_pin_and_other_places(self):
        first = self.id_of("Samira", PIN)
        self.assertEqual(self.id_of("Samira", OTHER_PIN, "--id", first, places="de-heuvel"), first)
        self.assertEqual(self.listed(), [f"{first}  Samira  at: de-heuvel  reads: -  PIN"])
        self.check(0, "connector", "revoke", first, "--tenant", TENANT)
        self.assertIn("was revoked", self.add("Samira", PIN, "--id", first, status=1).stderr)
        self.assertIn("no such connector", self.check(1, "connector", "revoke", "nobody", "--tenant", TENANT).stderr)

    def words(self):
        return self.check(0, "words", "--tenant", TENANT).stdout

    def test_a_language_that_nobody_has_heard_of_is_doubted_and_taken(self):
        said = self.add("Samira", PIN, "--languages", "nl,xx")
        self.assertIn("xx: not a language that central has a name for", said.stderr)
        self.assertNotIn("nl: not", said.stderr)
        self.assertIn("expected a list", self.add("Wim", OTHER_PIN, "--languages", "nl,Polish", status=2).stderr)

    def test_what_becomes_of_words_that_nobody_read_is_said_by_the_municipality(self):
        self.assertIn("wait until a connector", self.words())
        self.assertIn("after 14 days", self.check(0, "words", "after_days", "14", "--tenant", TENANT).stdout)
        self.assertIn("after 14 days", self.words())
        self.assertEqual(self.pull("k-days")["words"], {"policy": "after_days", "days": 14})
        self.check(0, "words", "none", "--tenant", TENANT)
        self.assertEqual(self.pull("k-none")["words"], {"policy": "none"})
        self.assertIn("are not asked for", self.words())
        for days in ("0", "91", "seven", "1x", "", "-7"):
            self.assertEqual(self.check(2, "words", "after_days", days, "--tenant", TENANT).stderr,
                             f"after_days: expected 1 to 90, found {days}\n")
        self.assertEqual(self.check(2, "words", "after_days", "--tenant", TENANT).stderr, "after_days: expected 1 to 90, found nothing\n")
        for bad in (("none", "3"), ("publish",)):
            self.assertIn("usage", self.check(2, "words", *bad, "--tenant", TENANT).stderr)
        self.check(2, "words", "hold")
        self.check(2, "words", "hold", "--tenant", "GM0001")
        self.assertEqual(self.pull("k-still")["words"], {"policy": "none"})

    def test_a_pin_that_is_typed_is_asked_for_twice_and_not_shown(self):
        question, again = "PIN, 6 to 12 digits: ", "Once more: "
        add = ("connector", "add", "Samira", "--tenant", TENANT, "--places", PLACE)
        status, shown = self.house.type(*add, answers=((question, PIN), (again, OTHER_PIN)))
        self.assertEqual(status, 2, shown)
        self.assertIn("the two are not the same", shown)
        self.assertEqual(self.listed(), [])
        said = shown
        status, shown = self.house.type(*add, answers=((question, PIN), (again, PIN)))
        self.assertEqual(status, 0, shown)
        self.assertRegex(shown, r"c-[a-z0-9]{6}")
        status, badge = self.house.type("connector", "badge", self.listed()[0].split()[0], "--tenant", TENANT,
                                        answers=(("Badge: ", BADGE),))
        self.assertEqual(status, 0, badge)
        status, nothing = self.house.type(*add, answers=((question, ""),))
        self.assertEqual(status, 2, nothing)
        for secret in (PIN, OTHER_PIN, BADGE):
            self.assertNotIn(secret, said + shown + badge + nothing)

    def test_one_of_the_same_name_at_the_same_place_is_pointed_out(self):
        first = self.id_of("Samira", PIN, places=f"de-heuvel,{PLACE}")
        said = self.add("Samira", OTHER_PIN)
        self.assertIn(f"there is another Samira at {PLACE} ({first}); to change her: --id {first}", said.stderr.splitlines())
        second = said.stdout.strip()
        self.assertNotIn("another", self.add("Samira", OTHER_PIN, "--id", second).stderr)
        self.assertNotIn("another", self.add("Noor", THIRD_PIN).stderr)
        self.check(0, "connector", "revoke", first, "--tenant", TENANT)
        self.check(0, "connector", "revoke", second, "--tenant", TENANT)
        self.assertNotIn("another", self.add("Samira", PIN).stderr)

    def test_the_place_that_is_wrong_is_named(self):
        for places, part in ((f"{PLACE},nergens", "--places: nergens is no place of GM1916 that is published"),
                             (f"nergens,{PLACE}", "--places: nergens is no place"), ("Prinsenhof", "--places: Prinsenhof is no place"),
                             ("x" * 300, "--places: xxx"), (f"{PLACE},de-heuvel,{PLACE}", f"--places: {PLACE} is there twice"),
                             (f"{PLACE},", "--places: expected a list like prinsenhof,de-heuvel")):
            self.assertIn(part, self.add("Samira", PIN, places=places, status=2).stderr)

    def test_of_places_there_are_32_at_most(self):
        with open(f"{SOURCE}/assets/programmes/demo-publish.json", encoding="utf-8") as file:
            place = next(place for place in json.load(file)["places"] if place["id"] == PLACE)
        many = [f"p-{i}" for i in range(33)]
        with open(self.house.path("many.json"), "w", encoding="utf-8") as file:
            json.dump({"format": "buurtstem-publish/1", "places": [{**place, "id": one} for one in many]}, file)
        self.house.call("publish", self.house.path("many.json"))
        said = self.add("Samira", PIN, places=",".join(many), status=2).stderr
        self.assertIn("--places: expected a list like prinsenhof,de-heuvel of at most 32", said)
        self.add("Samira", PIN, places=",".join(many[1:]))

    def test_who_is_not_there_or_was_revoked_is_told_what_to_do(self):
        first = self.id_of("Samira", PIN)
        for verb, options in (("revoke", {}), ("badge", {"stdin": BADGE + "\n"})):
            said = self.check(1, "connector", verb, "Samira", "--tenant", TENANT, **options).stderr
            self.assertIn(f"Samira: no such connector of {TENANT}; give the pseudonym, connector list has it", said)
        self.check(0, "connector", "revoke", first, "--tenant", TENANT)
        self.assertIn(f"{first} was revoked; leave out --id for a new one", self.add("Samira", PIN, "--id", first, status=1).stderr)
        self.assertIn("was revoked; add her again, without --id", self.badge(first, BADGE, status=1).stderr)


class Running(Connectors, unittest.TestCase):
    serve = True


class Alone(Connectors, unittest.TestCase):
    serve = False

    def test_a_restored_central_lets_in_who_was_there_at_the_backup(self):
        samira = self.id_of("Samira", PIN)
        before = self.pull("k-before")
        self.house.call("backup", self.house.path("backup.db"))
        self.check(0, "connector", "revoke", samira, "--tenant", TENANT)
        self.check(0, "restore", self.house.path("backup.db"))
        after = self.pull("k-after")
        self.assertEqual((after["connectors"], after["connector_salt"]), (before["connectors"], before["connector_salt"]))
        self.id_of("Noor", OTHER_PIN)
        self.assertEqual(self.pull("k-later")["connector_salt"], before["connector_salt"])


class Documents(unittest.TestCase):
    def test_the_manual_page_names_each_verb(self):
        with open(f"{SOURCE}/syncd/central/central.8", encoding="utf-8") as file:
            page = re.sub(r"\\-", "-", file.read())
        for verb in ("connector add", "connector badge", "connector revoke", "connector list", "words"):
            self.assertIn(f'"{verb}', page)


if __name__ == "__main__":
    unittest.main(verbosity=2)
