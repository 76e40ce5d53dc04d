# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be published beside programmes: translations, notices, who calls back, house styles; what publish advises. With and
without a server."""

import base64
import json
import os
import subprocess
import unittest

from central_house import CENTRAL, SOURCE, House

PROGRAMMES = f"{SOURCE}/assets/programmes"
LANGUAGES = f"{SOURCE}/assets/languages"
TENANT = "GM1916"


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def public_key(bits=2048):
    """A new RSA key as openssl has it: its public half as a JWK."""
    pem = subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}"],
                         capture_output=True, check=True).stdout
    modulus = subprocess.run(["openssl", "rsa", "-noout", "-modulus"], input=pem, capture_output=True, check=True).stdout
    return {"kty": "RSA", "n": base64url(bytes.fromhex(modulus.decode().strip().removeprefix("Modulus="))), "e": "AQAB"}


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Content:
    """The same with a running server and without."""

    @classmethod
    def setUpClass(cls):
        cls.house = House(serve=cls.serve)
        cls.key = public_key()
        cls.count, cls.version = 0, 100

    @classmethod
    def tearDownClass(cls):
        cls.house.__exit__(None, None, None)

    def check(self, status, *arguments, **options):
        result = self.house.call(*arguments, check=False, **options)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result

    def write(self, name, document):
        path = self.house.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False)
        return path

    def publish_file(self, name="publish.json", **members):
        return self.write(name, {"format": "buurtstem-publish/1", **members})

    def bundle(self):
        """What a new kiosk at the Prinsenhof gets."""
        type(self).count += 1
        kiosk = f"content-{self.count}"
        was_running = self.house.process is not None
        if not was_running:
            self.house.start()
        try:
            token = self.house.enrol(kiosk).token
            answer = self.house.ask("GET", f"/v1/kiosks/{kiosk}/bundle", headers={"Authorization": f"Bearer {token}"})
            self.assertEqual(answer.status, 200)
            return json.loads(answer.content)
        finally:
            if not was_running:
                self.house.stop()

    def programme(self):
        """contact-in-de-buurt in the next version."""
        type(self).version += 1
        changed = {**load(f"{PROGRAMMES}/contact-in-de-buurt.json"), "version": self.version}
        return self.write(f"programme-{self.version}.json", changed)

    def published(self, identity):
        return next(item["programme"] for item in self.bundle()["programmes"] if item["programme"]["id"] == identity)

    # --- translations ---

    def test_a_translation_beside_its_programme_is_published_in_it(self):
        result = self.check(0, "publish", self.programme(), f"{LANGUAGES}/pl/programmes/contact-in-de-buurt.json")
        self.assertNotIn("without", result.stderr)
        programme = self.published("contact-in-de-buurt")
        self.assertEqual(programme["languages"], ["nl", "en", "pl"])
        self.assertEqual(programme["questions"][1]["choices"][0]["label"]["pl"], "Wypić kawę")

    def test_a_folder_of_translations_is_published_in_what_they_are_of(self):
        result = self.check(0, "publish", self.programme(), f"{LANGUAGES}/tr/programmes")
        self.assertIn("advice: passed over", result.stderr)
        self.assertEqual(self.published("contact-in-de-buurt")["languages"], ["nl", "en", "tr"])

    def test_a_publish_file_names_folders_beside_it(self):
        self.write("more/uk/contact.json", load(f"{LANGUAGES}/uk/programmes/contact-in-de-buurt.json"))
        self.write("more/ar.json", load(f"{LANGUAGES}/ar/programmes/contact-in-de-buurt.json"))
        path = self.publish_file("more/publish.json", translations=["uk", "ar.json"],
                                 programmes=[load(self.programme())])
        self.check(0, "publish", path)
        self.assertEqual(sorted(self.published("contact-in-de-buurt")["languages"]), ["ar", "en", "nl", "uk"])
        missing = self.publish_file("more/missing.json", translations=["nowhere"])
        self.assertIn("more/nowhere", self.check(2, "publish", missing).stderr)

    def test_a_language_is_published_as_a_whole_or_not_at_all(self):
        turkish = load(f"{LANGUAGES}/tr/programmes/contact-in-de-buurt.json")
        turkish["texts"]["title"]["nl"] = "Contact in de straat"
        stale = self.write("stale.json", turkish)
        source = self.programme()
        result = self.check(0, "publish", source, stale)
        self.assertIn(f"advice: {stale}: $.texts.title.nl: the Dutch was changed", result.stderr)
        self.assertIn("is published without tr", result.stderr)
        programme = self.published("contact-in-de-buurt")
        self.assertEqual(programme["languages"], ["nl", "en"])
        self.assertNotIn('"tr"', json.dumps(programme))
        result = self.check(2, "programme", "check", source, stale)
        self.assertIn(f"{stale}: $.texts.title.nl: ", result.stderr)

    def test_a_language_that_does_not_fit_the_screen_is_left_out(self):
        polish = load(f"{LANGUAGES}/pl/programmes/contact-in-de-buurt.json")
        polish["texts"]["questions.doen.choices.koffie.label"]["text"] = "Wypić bardzo dobrą kawę z innymi ludźmi"
        long = self.write("long.json", polish)
        result = self.check(0, "publish", self.programme(), long)
        self.assertIn(f"advice: {long}: $.questions[1].choices[0].label.pl", result.stderr)
        self.assertEqual(self.published("contact-in-de-buurt")["languages"], ["nl", "en"])

    def test_a_translation_of_nothing_that_is_published_is_told(self):
        name = f"{LANGUAGES}/pl/programmes/afval-kiezen.json"
        result = self.check(0, "publish", self.programme(), name)
        self.assertIn(f"advice: {name}: afval-kiezen of GM1916 is not among these files", result.stderr)

    def test_a_file_that_is_no_translation_publishes_nothing(self):
        polish = load(f"{LANGUAGES}/pl/programmes/contact-in-de-buurt.json")
        del polish["tenant"]
        broken = self.write("broken.json", polish)
        self.assertIn(f"{broken}: $.tenant", self.check(2, "publish", self.programme(), broken).stderr)

    def test_the_form_of_a_translation_is_filled_in_and_published(self):
        source = self.programme()
        form = json.loads(self.check(0, "programme", "translation", source, "fr").stdout)
        self.assertEqual(form["language"], "fr")
        self.assertTrue(all(entry["text"] == "" for entry in form["texts"].values()))
        empty = self.write("fr.json", form)
        self.assertIn("is not translated yet", self.check(0, "publish", source, empty).stderr)
        for entry in form["texts"].values():
            entry["text"] = entry["en"]
        full = self.write("fr-full.json", form)
        again = json.loads(self.check(0, "programme", "translation", source, "fr", full).stdout)
        self.assertEqual(again, form)
        self.check(0, "publish", self.programme(), full)
        self.assertIn("fr", self.published("contact-in-de-buurt")["languages"])
        self.check(2, "programme", "translation", source, "nl")
        self.check(2, "programme", "translation", source)
        self.check(2, "programme", "translation", source, "tr", full)

    def test_a_form_that_does_not_fit_is_refused_and_not_cut_off(self):
        source = load(self.programme())
        source["facts"] = [{"text": {"nl": "Feit"}}] * 30000
        result = self.check(2, "programme", "translation", self.write("vast.json", source), "fr")
        self.assertEqual(result.stdout, "")
        self.assertIn("the form", result.stderr)

    def test_the_form_of_a_place_is_made_from_its_publish_file(self):
        file = f"{PROGRAMMES}/demo-publish.json"
        form = json.loads(self.check(0, "programme", "translation", file, "tr", "--place", "prinsenhof").stdout)
        self.assertEqual((form["tenant"], form["place"]), (TENANT, "prinsenhof"))
        self.assertIn("contact.text", form["texts"])
        self.assertIn("holds no place nergens", self.check(2, "programme", "translation", file, "tr", "--place",
                                                           "nergens").stderr)
        self.assertIn("with --place", self.check(2, "programme", "translation", file, "tr").stderr)

    # --- advice ---

    def own_programme(self, tenant, identity, code, **members):
        """afval-kiezen as a programme of somebody else."""
        return self.write(f"{identity}.json", {**load(f"{PROGRAMMES}/afval-kiezen.json"), "tenant": tenant, "id": identity,
                                               "code": code, **members})

    def english_programme(self, tenant, identity, code):
        """The same without its Dutch."""
        def without_dutch(value):
            if isinstance(value, dict):
                return {key: without_dutch(item) for key, item in value.items() if key != "nl"}
            return [without_dutch(item) for item in value] if isinstance(value, list) else value
        path = self.own_programme(tenant, identity, code)
        return self.write(f"{identity}.json", {**without_dutch(load(path)), "languages": ["en"]})

    def own_place(self, tenant, without=(), **members):
        """The demo's Prinsenhof as the only place of a municipality."""
        place = {**load(f"{PROGRAMMES}/demo-publish.json")["places"][0], "tenant": tenant,
                 "area": {"code": f"WK{tenant[2:]}01", "year": 2025}, **members}
        for name in ("areas", *without):
            place.pop(name, None)
        return self.publish_file(f"{tenant}.json", tenants=[{"tenant": tenant, "name": "Ergens"}], places=[place])

    def test_a_place_where_nothing_is_asked_is_told_and_the_programme_that_nobody_asks(self):
        programme = self.own_programme("GM0344", "groen-bij-ons", "G2222")
        place = self.own_place("GM0344", programmes=["groen-bi-ons"])
        text = self.check(0, "publish", place, programme).stderr
        self.assertIn(f"advice: {place}: prinsenhof of GM0344 is to ask groen-bi-ons, which nobody published yet", text)
        self.assertIn(f"advice: {place}: nothing is asked at prinsenhof of GM0344: none of its programmes is published\n", text)
        self.assertIn(f"advice: {programme}: groen-bij-ons is asked at no place of GM0344; expected its id in \"programmes\"", text)
        text = self.check(0, "publish", programme).stderr
        self.assertIn("groen-bij-ons is asked at no place of GM0344", text)
        for members in ({"programmes": ["groen-bij-ons"]}, {"without": ("programmes",)}):
            place = self.own_place("GM0344", **members)
            for files in ((place, programme), (programme, place), (programme,), (place,)):
                self.assertEqual(self.check(0, "publish", *files).stderr, "")

    def test_a_municipality_without_a_place_or_without_a_programme_is_told(self):
        programme = self.own_programme("GM0345", "zonder-plek", "G3333")
        self.assertIn(f"advice: {programme}: zonder-plek is asked at no place of GM0345; expected a place of GM0345",
                      self.check(0, "publish", programme).stderr)
        place = self.own_place("GM0346", without=("programmes",))
        self.assertIn(f"advice: {place}: nothing is asked at prinsenhof of GM0346: no programme of GM0346 is published\n",
                      self.check(0, "publish", place).stderr)

    def test_a_place_whose_programmes_have_ended_is_told(self):
        ended = self.own_programme("GM0347", "voorbij", "G4444", ends="2020-12-31")
        place = self.own_place("GM0347", programmes=["voorbij"])
        said = f"advice: {place}: nothing is asked at prinsenhof of GM0347: those of its programmes that are published have ended\n"
        self.assertEqual(self.check(0, "publish", place, ended).stderr, said)
        place = self.own_place("GM0347", without=("programmes",))
        self.assertEqual(self.check(0, "publish", place).stderr, said)
        more = self.own_programme("GM0347", "nog-open", "G5555")
        self.assertEqual(self.check(0, "publish", place, more).stderr, "")

    def test_an_area_of_another_municipality_is_told(self):
        homes = [{"code": "WK034801", "name": "Hier"}, {"code": "BU19160101", "name": "Daar"}]
        path = self.own_place("GM0348", area={"code": "WK191601", "year": 2025}, without=("programmes",))
        document = load(path)
        document["places"][0]["areas"] = homes
        self.write("GM0348.json", document)
        for verb in (("programme", "check"), ("publish",)):
            text = self.check(0, *verb, path).stderr
            for code in ("WK191601", "BU19160101"):
                self.assertEqual(text.count(f"advice: {path}: prinsenhof of GM0348: area {code} is of GM1916; "
                                            "expected one of GM0348\n"), 1)
            self.assertNotIn("WK034801", text)

    def test_publish_gives_the_advice_of_check_and_stores_all_the_same(self):
        changed = {**load(self.programme()), "icon": "dog-leesh"}
        changed["questions"][0]["text"]["nl"] = "Vindt u ook niet dat het stil is?"
        path = self.write("advised.json", changed)
        advice = self.check(0, "programme", "check", path).stderr
        self.assertIn(f"advice: {path}: $.icon: dog-leesh is none of the pictograms", advice)
        self.assertIn(f"advice: {path}: $.questions[0].text.nl: ", advice)
        self.assertEqual(self.check(0, "publish", path).stderr, advice)
        self.assertEqual(self.published("contact-in-de-buurt")["icon"], "dog-leesh")

    def test_a_language_of_a_kiosk_that_a_programme_does_not_have_is_told(self):
        programme = self.own_programme("GM0349", "twee-talen", "G6666")
        elsewhere = self.own_programme("GM0349", "elders", "G7777")
        place = self.own_place("GM0349", programmes=["twee-talen"])
        self.assertNotIn("has no", self.check(0, "publish", place, programme).stderr)
        for kiosk, languages in (("taal-1", "nl,en,tr"), ("taal-2", "ar,nl,tr"), ("taal-3", "nl,pl")):
            self.check(0, "kiosk", "invite", kiosk, "--tenant", "GM0349", "--place", "prinsenhof", "--languages", languages)
        self.check(0, "kiosk", "revoke", "taal-3")
        self.assertEqual(self.check(0, "publish", programme).stderr,
                         f"advice: {programme}: twee-talen has no tr, ar: residents who choose these read it in Dutch\n")
        self.assertNotIn("has no", self.check(0, "publish", elsewhere).stderr)
        english = self.english_programme("GM0349", "alleen-engels", "G9999")
        self.check(0, "publish", self.own_place("GM0349", programmes=["alleen-engels"]), english)
        self.assertIn("alleen-engels has no nl, tr, ar: residents who choose these read it in en\n",
                      self.check(0, "publish", english).stderr)

    def test_a_municipality_without_a_name_is_told_with_its_file(self):
        said = "has no name here yet; expected one under \"tenants\""
        notice = self.publish_file("nameless.json", notices=[{"tenant": "GM0350", "id": "water", "title": {"nl": "Kook het water"},
                                                              "text": {"nl": "Kook kraanwater drie minuten."}}])
        self.assertIn(f"advice: {notice}: GM0350 {said}", self.check(0, "publish", notice).stderr)
        house = self.publish_file("nameless.json", house_styles=[{"tenant": "GM0351", "variables": None}])
        self.assertIn(f"advice: {house}: GM0351 {said}", self.check(0, "publish", house).stderr)
        programme = self.own_programme("GM0352", "naamloos", "G8888")
        self.assertIn(f"advice: {programme}: GM0352 {said}", self.check(0, "publish", programme).stderr)

    # --- notices ---

    def notice(self, **members):
        text = {"title": {"nl": "Kook het water"}, "text": {"nl": "Kook kraanwater drie minuten."}}
        return self.publish_file("notice.json", notices=[{"tenant": TENANT, "id": "water", **text, **members}])

    def test_a_notice_is_in_the_bundle_until_it_is_taken_back(self):
        self.assertIn("takes over", self.check(0, "publish", self.notice()).stdout)
        self.assertEqual([notice["id"] for notice in self.bundle()["notices"]], ["water"])
        ended = self.publish_file("ended.json", notices=[{"tenant": TENANT, "id": "water", "ended": True}])
        self.assertIn("taken back", self.check(0, "publish", ended).stdout)
        self.assertEqual(self.bundle()["notices"], [])
        unknown = self.publish_file("ended.json", notices=[{"tenant": TENANT, "id": "nooit", "ended": True}])
        self.assertIn("no such notice", self.check(1, "publish", unknown).stderr)

    def test_a_notice_may_have_places_and_an_end(self):
        self.check(0, "publish", self.notice(id="elders", places=["de-heuvel"]))
        self.check(0, "publish", self.notice(id="voorbij", until="2026-01-01T00:00:00Z"))
        self.assertEqual(self.bundle()["notices"], [])
        for bad, word in (({"until": "morgen"}, "$.notices[0].until"), ({"places": []}, "$.notices[0].places"),
                          ({"title": {}}, "$.notices[0].title"), ({"colour": "red"}, "$.notices[0].colour"),
                          ({"id": "Water"}, "$.notices[0].id"), ({"tenant": "Leiden"}, "$.notices[0].tenant")):
            self.assertIn(word, self.check(2, "publish", self.notice(**bad)).stderr)

    def test_the_demos_notice_can_be_published_and_taken_back(self):
        self.check(0, "publish", f"{PROGRAMMES}/demo-notice.json")
        self.assertEqual(len(self.bundle()["notices"]), 1)
        self.check(0, "publish", f"{PROGRAMMES}/demo-notice-ended.json")
        self.assertEqual(self.bundle()["notices"], [])

    # --- who calls back ---

    def wishes(self, **members):
        offer = {"who": {"nl": "De gemeente"}, "why": {"nl": "Om u te bellen."}, "keep_days": 30, "key": self.key, **members}
        return self.publish_file("wishes.json", tenants=[{"tenant": TENANT, "name": "Leidschendam-Voorburg",
                                                          "contact_wishes": offer}])

    def test_who_calls_back_is_in_the_bundle_with_the_public_key(self):
        self.check(0, "publish", self.wishes())
        wish = self.bundle()["wish"]
        self.assertEqual(json.loads(wish["key"]), self.key)
        self.assertEqual(wish["keep_days"], 30)
        stays = self.publish_file(tenants=[{"tenant": TENANT, "name": "Leidschendam-Voorburg"}])
        self.check(0, "publish", stays)
        self.assertIn("wish", self.bundle())
        none = self.publish_file(tenants=[{"tenant": TENANT, "name": "Leidschendam-Voorburg", "contact_wishes": None}])
        self.check(0, "publish", none)
        self.assertNotIn("wish", self.bundle())

    def test_a_key_that_cannot_be_used_is_refused(self):
        text = self.check(2, "publish", self.wishes(key={**self.key, "d": "AAAA"})).stderr
        self.assertIn("$.tenants[0].contact_wishes.key: this is a private key", text)
        self.assertIn("2048 to 4096", self.check(2, "publish", self.wishes(key=public_key(1024))).stderr)
        self.assertIn("keep_days", self.check(2, "publish", self.wishes(keep_days=0)).stderr)
        self.assertIn("key", self.check(2, "publish", self.wishes(key=None)).stderr)

    # --- house styles ---

    def test_a_house_style_is_mended_told_and_in_the_bundle(self):
        variables = {"utrechtButtonPrimaryActionBackgroundColor": "#e0559a", "utrechtDocumentColor": "#2b1a2f"}
        self.write("style/variables.json", variables)
        path = self.publish_file("style/publish.json", house_styles=[{"tenant": TENANT, "variables": "variables.json"}])
        text = self.check(0, "publish", path).stdout
        self.assertIn("  ink: #2B1A2F, from utrechtDocumentColor", text)
        self.assertRegex(text, "  canal: #E0559A is too light to be read or seen; made #[0-9A-F]{6}")
        self.assertIn("is too light", self.check(0, "programme", "check", path).stdout)
        house = self.bundle()["house"]
        self.assertEqual(house["ink"], "#2B1A2F")
        self.assertNotEqual(house["canal"], "#E0559A")
        self.check(0, "publish", self.publish_file(house_styles=[{"tenant": TENANT, "variables": None}]))
        self.assertNotIn("house", self.bundle())

    def test_a_house_style_without_a_colour_is_refused(self):
        self.write("style/empty.json", {"utrechtFontFamily": "x"})
        path = self.publish_file("style/publish.json", house_styles=[{"tenant": TENANT, "variables": "empty.json"}])
        self.assertIn("empty.json: no colour in it", self.check(2, "publish", path).stderr)
        path = self.publish_file("style/publish.json", house_styles=[{"tenant": TENANT, "variables": "nowhere.json"}])
        self.assertIn("nowhere.json", self.check(2, "publish", path).stderr)

    def test_a_publish_file_that_names_itself_as_token_file_is_read_all_the_same(self):
        path = self.publish_file("selfish.json", house_styles=[{"tenant": TENANT, "variables": "selfish.json"}])
        for verb in (("programme", "check"), ("publish",)):
            self.assertIn("no colour in it that the kiosk knows", self.check(2, *verb, path).stderr)

    def test_the_demos_house_style_shows_that_a_colour_was_mended(self):
        text = self.check(0, "publish", f"{PROGRAMMES}/demo-publish.json").stdout
        self.assertIn("GM0546: colours of its house style", text)
        self.assertIn("too light", text)


class Running(Content, unittest.TestCase):
    serve = True


class Alone(Content, unittest.TestCase):
    serve = False


if __name__ == "__main__":
    unittest.main(verbosity=2)
