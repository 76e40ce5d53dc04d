# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A house where every kind of question is asked and everything may be left behind: members of a bundle."""

import json
import os

import house
import make_bundle

LANGUAGES = ["nl", "en", "tr", "ar", "pl", "uk"]
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def text(dutch, english):
    return {"nl": dutch, "en": english}


def cases(source):
    """The valid programmes of tests/data, each with an id and a code of its own."""
    folder = os.path.join(source, "tests", "data", "programmes", "valid")
    for index, name in enumerate(sorted(os.listdir(folder))):
        with open(os.path.join(folder, name, "input.json"), encoding="utf-8-sig") as file:
            programme = json.load(file)
        programme.pop("$schema", None)
        programme.update(id=f"case-{index}", code="W3R" + SIGNS[index % 31] + SIGNS[index // 31], tenant=make_bundle.TENANT,
                         stage="now", starts="2026-01-01", ends="2099-12-31")
        yield programme


def place(source, **changes):
    out = dict(make_bundle.bundle(source)["place"])
    out.update(areas=[{"code": "WK191601", "name": "Prinsenhof"}, {"code": "WK191602", "name": "De Heuvel"},
                      {"code": "WK191603", "name": "Damsigt"}],
               here=[{"title": text("Koffie", "Coffee"), "text": text("Elke dag van 10 tot 12 uur.", "Every day from 10 to 12.")},
                     {"title": text("Hulp met papieren", "Help with letters"),
                      "text": text("Op woensdag, bij Yusuf.", "On Wednesdays, with Yusuf.")}],
               here_example=True, contact={"text": text("Vraag Samira.", "Ask Samira."), "example": True})
    out.update(changes)
    return out


def wish(key=None):
    return {"who": text("De buurtverbinder van de gemeente.", "The municipality's connector."),
            "why": text("Om samen iets te organiseren.", "To organise something together."), "keep_days": 28,
            "key": json.dumps(key or {"kty": "RSA", "n": "z" * 342, "e": "AQAB"})}


def notice():
    return [{"id": "water", "title": text("Geen water", "No water"), "text": text("Haal water bij de balie.", "Get water at the desk."),
             "until": "2026-11-22T16:00:00Z", "example": True}]


def so_far(programme):
    """Counts of its first question, if one is chosen there."""
    first = programme["questions"][0]
    values = list(first.get("labels", {})) or [choice["value"] for choice in first.get("choices", [])]
    if first["kind"] not in ("faces", "tiles", "yes_no", "picture", "agree"):
        return {}
    return {"so_far": {"question": first["id"], "total": 10 * len(values), "counted": "2026-11-21",
                       "choices": {value: 10 for value in values}}}


def entries(programmes):
    return [{"published": "2026-11-01", "programme": programme, **so_far(programme)} for programme in programmes]


def kinds(source):
    """Every kind of question, the richest first; results so far, wishes, neighbourhoods."""
    every = sorted(cases(source), key=lambda programme: -len({question["kind"] for question in programme["questions"]}))
    return {"programmes": entries(every[:24]), "place": place(source), "wish": wish(), "languages": LANGUAGES,
            "register": house.register(), "public_url": house.PUBLIC_URL}


def urgent(source):
    return dict(kinds(source), notices=notice(), place=place(source, hours=[["09:00", "17:00"]] * 5 + [None, ["13:00", "17:00"]]))
