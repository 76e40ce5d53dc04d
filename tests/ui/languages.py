#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The words that are shipped: whole in every language, plain in Dutch, and fit to stand from right to left.

Usage: languages.py BUILD SOURCE
"""

import glob
import json
import os
import re
import subprocess
import sys
import unittest

SOURCE = sys.argv[-1]
FOLDER = os.path.join(SOURCE, "assets", "languages")
RIGHT_TO_LEFT = ("ar",)
SENTENCE_WORDS = 12
PLURALS = {"en": 2, "tr": 2, "ar": 6, "pl": 3, "uk": 3}
# Words of offices and of screens; each has a plain one beside it.
HARD = ("teneinde indien derhalve middels aangaande betreffende conform reeds thans dient dienen participatie participeren feedback "
        "input evalueren evaluatie implementatie faciliteren optimaliseren monitoren beleid kader traject stakeholder doelgroep inzake "
        "klik klikken swipe swipen scrollen scherm-toets account applicatie gebruiker interface menu optie selecteer selecteren "
        "bevestig bevestigen annuleer annuleren sessie time-out verzenden retourneren gegevensverwerking privacyverklaring").split()
PASSIVE = re.compile(r"\b(?:wordt|worden|werd|werden)\b[^.?!]*\bge\w{3,}(?:d|t|en)\b", re.I)
SET_APART = re.compile("\u2066.*?\u2069|\u2067.*?\u2069|\u2068.*?\u2069", re.S)


def entries(path):
    """(flags, msgid, msgid_plural, [msgstr …]) of a catalogue, without its header and what is obsolete."""
    plain = subprocess.run(["msgcat", "--no-wrap", "--no-location", path], capture_output=True,
                           text=True, check=True).stdout
    for block in re.split(r"\n\s*\n", plain):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        flags = " ".join(line for line in lines if line.startswith("#,"))
        found, key = {}, None
        for line in lines:
            match = re.match(r'(msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$', line)
            if match:
                key = match.group(1)
                found[key] = json.loads(match.group(2))
            elif line.startswith('"') and key:
                found[key] += json.loads(line)
        if found.get("msgid"):
            yield flags, found["msgid"], found.get("msgid_plural"), [text for name, text in found.items() if name.startswith("msgstr")]


def sentences(text):
    return [part for part in re.split(r"[.?!:]+(?:\s|$)", text.replace("\u00ad", "")) if part.strip()]


def names(text):
    return sorted(set(re.findall(r"\{\w+\}", text)))


def load(*parts):
    with open(os.path.join(*parts), encoding="utf-8") as file:
        return json.load(file)


def languages():
    return sorted(name for name in os.listdir(FOLDER) if os.path.isdir(os.path.join(FOLDER, name)))


def translated():
    return [lang for lang in languages() if lang != "nl"]


def texts_of(node, path=""):
    """(path, Dutch) of every text of a document."""
    if isinstance(node, dict):
        if "nl" in node:
            words = node["nl"]
            yield path, words["text"] if isinstance(words, dict) else words
            return
        for key, value in node.items():
            yield from texts_of(value, f"{path}.{key}" if path else key)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            name = value.get("id", value.get("value", index)) if isinstance(value, dict) else index
            yield from texts_of(value, f"{path}.{name}" if path else str(name))


def told(lang, name):
    """The texts of a translation, by path; None if nobody translated it."""
    path = os.path.join(FOLDER, lang, "programmes", name)
    return load(path)["texts"] if os.path.exists(path) else None


def shipped():
    """(name of the translation's file, document) of every programme and outcome."""
    for path in sorted(glob.glob(os.path.join(SOURCE, "assets", "programmes", "*.json"))):
        document = load(path)
        if document["format"] in ("buurtstem-programme/1", "buurtstem-outcome/1"):
            yield os.path.basename(path), document


class Whole(unittest.TestCase):
    maxDiff = None

    def none(self, found):
        found = list(found)
        self.assertFalse(found, "\n" + "\n".join(found))

    def test_there_are_six_languages(self):
        self.assertLessEqual({"nl", "en", "tr", "ar", "pl", "uk"}, set(languages()))

    # K34
    def test_every_language_is_called_in_itself(self):
        expected = {"nl": "Nederlands", "en": "English", "tr": "Türkçe", "ar": "العربية", "pl": "Polski", "uk": "Українська"}
        for lang, name in expected.items():
            with open(os.path.join(FOLDER, lang, "language.conf"), encoding="utf-8") as file:
                self.assertIn(f"name = {name}\n", file.read())

    def test_every_sentence_of_the_interface_is_translated_and_none_is_uncertain(self):
        wanted = {msgid for _, msgid, _, _ in entries(os.path.join(FOLDER, "kiosk.pot"))}
        self.assertGreater(len(wanted), 100)
        self.none(f"{lang}: {what}: {msgid}" for lang in translated()
                  for known in [{msgid: (flags, texts) for flags, msgid, _, texts in entries(os.path.join(FOLDER, lang, "kiosk.po"))}]
                  for msgid in sorted(wanted)
                  for what in ["missing" if msgid not in known else "fuzzy" if "fuzzy" in known[msgid][0] else
                               "" if all(known[msgid][1]) else "empty"] if what)

    def test_every_plural_has_as_many_forms_as_the_language(self):
        self.none(f"{lang}: {len(texts)} forms: {msgid}" for lang in translated() if lang in PLURALS
                  for _, msgid, plural, texts in entries(os.path.join(FOLDER, lang, "kiosk.po"))
                  if plural and len(texts) != PLURALS[lang])

    # K87
    def test_every_inserted_value_has_its_name_in_every_translation_and_no_other_form(self):
        """Values come in by name, and the kiosk sets each apart from its line's direction."""
        self.none(f"{lang}: {text}" for lang in translated() for _, msgid, plural, texts in entries(os.path.join(FOLDER, lang, "kiosk.po"))
                  for text in texts if text and (re.search(r"%[sd0-9]", text) or
                                                 not set(names(text)) <= set(names(msgid) + names(plural or ""))
                                                 or (not plural and names(text) != names(msgid))))

    # K87
    def test_figures_that_belong_together_are_set_apart_from_right_to_left(self):
        self.none(f"{lang}: {name}: {path}: {words['text']}" for lang in RIGHT_TO_LEFT for name, _ in shipped()
                  for path, words in (told(lang, name) or {}).items()
                  if re.search(r"[0-9]\s*[-/]\s*[0-9]|[0-9] [0-9]", SET_APART.sub("", words["text"])))

    def test_every_programme_is_translated_from_the_dutch_that_is_shipped(self):
        self.none(f"{lang}: {name}: {what}" for lang in translated() if lang != "en" for name, document in shipped()
                  for what in self.wrong(dict(texts_of(document)), told(lang, name)))

    @staticmethod
    def wrong(dutch, texts):
        if texts is None:
            yield "not translated"
            return
        for path in sorted({*dutch, *texts}):
            if path not in texts or path not in dutch:
                yield f"{path}: missing" if path in dutch else f"{path}: no longer asked"
            elif texts[path]["nl"] != dutch[path]:
                yield f"{path}: from other Dutch"
            elif not texts[path]["text"].strip():
                yield f"{path}: empty"


FONTS = "/usr/share/fonts/truetype/noto"
FACES = ("NotoSans", "NotoSansArabic")  # as in kiosk/text/font_cache.c
NOT_DRAWN = {0xAD, 0x200B, *range(0x2066, 0x206A)}


def charset(face, weight):
    told = subprocess.run(["fc-query", "--format", "%{charset}", os.path.join(FONTS, f"{face}-{weight}.ttf")], capture_output=True,
                          text=True, check=True).stdout
    out = set()
    for part in told.split():
        first, _, last = part.partition("-")
        out.update(range(int(first, 16), int(last or first, 16) + 1))
    return out


class Drawn(unittest.TestCase):
    def every_text(self):
        for lang in translated():
            for _, _, _, texts in entries(os.path.join(FOLDER, lang, "kiosk.po")):
                yield from ((lang, text) for text in texts)
            for path in glob.glob(os.path.join(FOLDER, lang, "programmes", "*.json")):
                yield from ((lang, words["text"]) for words in load(path)["texts"].values())
            with open(os.path.join(FOLDER, lang, "language.conf"), encoding="utf-8") as file:
                yield lang, re.search("^name = (.*)$", file.read(), re.M).group(1)
        for _, document in shipped():
            yield from (("nl", text) for _, text in texts_of(document))
        for path in glob.glob(os.path.join(SOURCE, "assets", "keyboards", "*.keyboard")):
            with open(path, encoding="utf-8") as file:
                yield os.path.basename(path), "".join(line for line in file.read().splitlines() if not line.startswith("#"))

    # K33
    def test_every_letter_is_in_a_font_of_each_weight(self):
        for weight in ("Regular", "Bold"):
            drawn = NOT_DRAWN.union(*(charset(face, weight) for face in FACES))
            missing = {(lang, sign) for lang, text in self.every_text() for sign in text if ord(sign) not in drawn}
            self.assertFalse(missing, weight)


class Plain(unittest.TestCase):
    """The interface in Dutch; programmes are held by `programme check`."""

    @classmethod
    def setUpClass(cls):
        cls.texts = [text for pot in ("kiosk.pot", "desk.pot") for _, msgid, plural, _ in entries(os.path.join(FOLDER, pot))
                     for text in (msgid, plural) if text]

    # K80 K82
    def test_no_sentence_has_more_than_twelve_words(self):
        self.assertEqual([part for text in self.texts for part in sentences(text) if len(part.split()) > SENTENCE_WORDS], [])

    # K80 K83
    def test_no_hard_word_is_used(self):
        self.assertEqual([(word, text) for text in self.texts for word in HARD if re.search(rf"\b{word}\b", text, re.I)], [])

    # K80
    def test_who_does_something_is_named(self):
        self.assertEqual([text for text in self.texts if PASSIVE.search(text)], [])

    def test_people_are_called_u(self):
        self.assertEqual([text for text in self.texts if re.search(r"\b(?:je|jij|jou|jouw|jullie)\b", text, re.I)], [])

    # K85
    def test_a_scale_is_the_same_throughout_a_programme(self):
        for name, document in shipped():
            scales = {question.get("faces") for question in document.get("questions", []) if question["kind"] == "faces"}
            self.assertLessEqual(len(scales), 1, name)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    unittest.main(argv=[sys.argv[0]], verbosity=2)
