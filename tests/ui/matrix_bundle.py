#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A bundle with all there is to look at: the shipped programmes of one place in every language, an answer, one that is late, a
directory, neighbourhoods, a register. For the tests that build every screen.

Usage: matrix_bundle.py SOURCE OUT
"""

import glob
import json
import os
import sys

import house
import make_bundle

SIX = ("nl", "en", "tr", "ar", "pl", "uk")
# And every other that has a folder, as in tests/unit/screens/CMakeLists.txt.
LANGUAGES = SIX + tuple(sorted({path.split(os.sep)[-2] for path in glob.glob(os.path.join(
    os.path.dirname(__file__), "..", "..", "assets", "languages", "*", "language.conf"))}.difference(SIX)))
PROGRAMMES = ("afval-kiezen", "versterking-leidschendam-noord", "contact-in-de-buurt", "plek-voor-jongeren", "ruimte-op-straat",
              "sociale-dienst-leiden", "tweede-groene-ring", "veilig-op-straat", "betaalbaar-wonen", "samen-in-de-regio",
              "begroting-in-balans")
LATE = "plek-voor-jongeren"
HERE = (("Vandaag", "Today", "Samen eten om 17.30 uur. Koffie is er altijd.", "Eating together at 17.30. There is always coffee."),
        ("Wie kan helpen?", "Who can help?", "Samira, op dinsdag en donderdag van 10 tot 12 uur.", "Samira, on Tuesday and Thursday, 10 to 12."),
        ("Hulp met formulieren", "Help with forms", "Woensdag van 9 tot 11 uur in de bibliotheek.", "Wednesday 9 to 11 in the library."),
        ("Elkaar ontmoeten", "Meeting people", "De buurttuin achter de kerk, op zaterdag.", "The garden behind the church, on Saturday."),
        ("Bewegen", "Exercise", "Wandelen: elke vrijdag om 10 uur vanaf hier.", "Walking: every Friday at 10 from here."),
        ("Jongeren", "Young people", "Sporthal De Fluit, elke avond tot 22 uur.", "Sports hall De Fluit, every evening until 22.00."))


# A public key that nobody has the private part of.
WISH_KEY = {"kty": "RSA", "e": "AQAB",
            "n": "svOYCO79y06x2GNnmebFAjElfBsAtTU472DxTSB-eMHNcJhBsA5n0b3MVTBXooIBik-YK9CkgovMtCbv7C38Xyw9yheLWfGGxL6-0IpapoY5tHAkxJ"
                 "PPFAYLEDO2eNGXADbQV3cK0pnnZixu4IogUjlJRnMcdWl4DpM7UCyPbT8OShtefmJT75iaVydyPwfvya7fH7ZPH-Sq9lb8Sy8JciHuuyAP_W2qROXZ"
                 "Ht_Aui_OTDrMb2xKhQ24K73Lc542rJgq90ZcNtueEzBF4H_Am_S5jBiF0XfJt5KSTLAOpEL9iddlehba03ieNnXb7EymcP3WkCpMotNoP6wcErTjRw"}
WISH = {"who": house.text("De gemeente Leidschendam-Voorburg", "The municipality of Leidschendam-Voorburg"),
        "why": house.text("We horen graag meer over uw buurt.", "We would like to hear more about your neighbourhood."),
        "keep_days": 60, "key": json.dumps(WISH_KEY)}


def find(node, path):
    """Lists are entered by number, by a question's id or by a choice's value."""
    for key in path:
        if isinstance(node, list):
            node = node[int(key)] if key.isdigit() else next(item for item in node if key in (item.get("id"), item.get("value")))
        else:
            node = node[key]
    return node


def translate(source, kind, name, node):
    """Lays the translations of a file beside its own languages."""
    for lang in LANGUAGES[2:]:
        path = os.path.join(source, "assets", "languages", lang, "programmes", (kind and kind + "-") + name + ".json")
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as file:
            texts = json.load(file)["texts"]
        for key, told in texts.items():
            try:
                found = find(node, key.split("."))
            except (KeyError, IndexError, StopIteration):
                continue
            if isinstance(found, dict) and told.get("text"):
                found[lang] = {"text": told["text"], "speech": told["speech"]} if told.get("speech") else told["text"]
    return node


def programme(source, name):
    out = translate(source, "", name, make_bundle.programme(source, name))
    out["languages"] = list(LANGUAGES)
    out["tenant"] = make_bundle.TENANT
    return out


def complete(node):
    """Every text has every language, in Dutch where nobody translated it yet."""
    if isinstance(node, dict):
        if "nl" in node and "en" in node:
            for lang in LANGUAGES:
                node.setdefault(lang, node["nl"])
        for value in node.values():
            complete(value)
    elif isinstance(node, list):
        for value in node:
            complete(value)
    return node


def bundle(source):
    place = translate(source, "place", "prinsenhof", dict(make_bundle.bundle(source)["place"]))
    place.pop("programmes", None)
    place["here"] = [{"title": house.text(title, english), "text": house.text(line, line_english)}
                     for title, english, line, line_english in HERE]
    place["here_example"] = True
    place["areas"] = [{"code": f"WK1916{i:02d}", "name": name} for i, name in enumerate(
        ("Prinsenhof", "De Heuvel", "Amstelwijk", "Bovenveen", "Duivenvoorde", "Damsigt"), 1)]
    entries = []
    for name in PROGRAMMES:
        entry = {"published": "2026-09-11" if name == LATE else "2026-11-22", "programme": programme(source, name)}
        entries.append(entry)
    first = entries[0]["programme"]["questions"][0]
    values = list(first["labels"])
    entries[0]["so_far"] = {"question": first["id"], "total": 34, "counted": "2026-11-21",
                            "choices": dict(zip(values, (2, 5, 9, 12, 6)))}
    facts = entries[0]["programme"]["facts"]
    facts[0] = dict(facts[0], until="2020-12-31")
    answer = translate(source, "outcome", "afval-kiezen", make_bundle.programme(source, "outcome-afval-kiezen"))
    answer["languages"] = list(LANGUAGES)
    answer["programme"] = PROGRAMMES[1]
    out = make_bundle.bundle(source, languages=list(LANGUAGES), place=place, programmes=entries,
                             outcomes=[{"programme": PROGRAMMES[1], "published": "2026-11-02", "outcome": answer}],
                             register=house.register(), public_url=house.PUBLIC_URL, wish=WISH)
    return complete(out)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[2], "w", encoding="utf-8") as target:
        json.dump(bundle(sys.argv[1]), target, ensure_ascii=False)
