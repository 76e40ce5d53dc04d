# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Bundles of a house where much is asked: made of one shipped programme, so that the pictures do not change with content.

`full` is what a busy place looks like; in `overfull` every text is as long as `publish` lets it be.
"""

import copy

import make_bundle

SUBJECTS = (("afval", "Afval op straat", "Rubbish outside", "bin-bag"), ("wonen", "Wonen", "Housing", "house"),
            ("groen", "Groen in de wijk", "Green spaces", "tree"), ("jeugd", "Jongeren", "Young people", "youth"),
            ("veilig", "Veiligheid", "Safety", "shield"), ("sport", "Sport en bewegen", "Sport", "sport"),
            ("school", "School", "School", "school"), ("werk", "Werk en geld", "Work and money", "work"),
            ("buren", "Buren", "Neighbours", "neighbours"), ("verkeer", "Verkeer", "Traffic", "car"))
CODES = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
ANSWERED, LATE = "groen", "veilig"
PUBLIC_URL = "https://buurtstem.example"
LEIDEN = "K7M4P"  # a code of another municipality, without its check character


def text(dutch, english):
    return {"nl": dutch, "en": english}


def long(words, most):
    """As many whole sentences as a text may have characters, filled up to the last one."""
    out = words
    while len(out) < most:
        out += " " + words
    return out[:most - 1].rstrip() + "."


def programme(source, index, **changes):
    ident, dutch, english, icon = SUBJECTS[index % len(SUBJECTS)]
    out = copy.deepcopy(make_bundle.programme(source, "afval-kiezen"))
    out.update(id=ident if index < len(SUBJECTS) else f"{ident}-{index}", icon=icon, code="W3R8" + CODES[index],
               tile=text(dutch, english), title=text(dutch, english))
    out.update(changes)
    return out


def outcome(ident, is_long=False, actions=3):
    words = {"heard": ("Veel bewoners vroegen om meer bomen in hun straat.", "Many residents asked for more trees in their street."),
             "will": ("We planten dit jaar 40 bomen in vier wijken.", "This year we plant 40 trees in four neighbourhoods."),
             "most": ("De meeste mensen willen bomen en bankjes.", "Most people want trees and benches."),
             "fewer": ("Minder mensen willen juist meer plaats voor auto's.", "Fewer people want more room for cars."),
             "weighed": ("Bomen geven schaduw op warme dagen. Daar is geld voor.", "Trees give shade on hot days. There is money for it."),
             "wont": ("We halen geen parkeerplaatsen weg. Die zijn vaak vol.", "We remove no parking places. They are often full.")}
    most = {"heard": 110, "will": 110}
    steps = (("We kiezen de straten samen met bewoners.", "We choose the streets with residents.", "done", "2026-10"),
             ("We planten de eerste bomen.", "We plant the first trees.", "busy", "2026-12"),
             ("We zetten bankjes bij de speelplek.", "We put benches at the playground.", "planned", "2027-03"),
             ("We maken een weg smaller.", "We make a road narrower.", "dropped", "2027-05"))
    out = {"format": "buurtstem-outcome/1", "tenant": make_bundle.TENANT, "programme": ident, "version": 1, "example": True,
           "languages": ["nl", "en"], "actions": []}
    for key, pair in words.items():
        out[key] = text(*(long(word, most.get(key, 240)) if is_long else word for word in pair))
    for i in range(actions):
        dutch, english, state, month = steps[i % len(steps)]
        out["actions"].append({"what": text(*(long(word, 120) if is_long else word for word in (dutch, english))),
                               "owner": long("Gemeente Leidschendam-Voorburg", 80) if is_long else "Gemeente Leidschendam-Voorburg",
                               "month": month, "state": state})
    return {"programme": ident, "published": "2026-11-02", "outcome": out}


def register():
    return [{"code": LEIDEN, "tenant_name": "Leiden", "title": text("Tweede groene ring", "Second green ring"),
             "due": "2027-01-21", "due_example": True},
            {"code": "K7M4Q", "tenant_name": "Leiderdorp", "title": text("Huizen isoleren", "Insulating homes"),
             "due": "2026-10-01", "answered": "2026-10-20", "outcome_example": True,
             "heard": text("Veel bewoners willen hulp bij het aanvragen.", "Many residents want help with applying."),
             "will": text("We zetten een spreekuur in elke wijk op.", "We start a weekly desk in every neighbourhood.")},
            {"code": "K7M4R", "tenant_name": "Leiden", "title": text("Lampen in het park", "Lights in the park"),
             "due": "2026-11-10", "due_example": True}]


def full(source, count=9):
    """Members of a bundle that differ from the plain one."""
    entries = []
    for i in range(count):
        entry = {"published": "2026-11-22", "programme": programme(source, i)}
        if entry["programme"]["id"] == LATE:
            entry["published"] = "2026-09-11"  # 60 days later: 10 November
        entries.append(entry)
    facts = entries[0]["programme"]["facts"]
    facts[0] = dict(facts[0], until="2020-12-31")  # it was said for a time that is over
    place = dict(make_bundle.bundle(source)["place"])
    place["contact"] = {"text": text("Loop gerust binnen bij Samira, dinsdag van 10 tot 12.", "Do drop in on Samira, Tuesdays from 10 to 12."),
                        "example": True}
    return {"programmes": entries, "outcomes": [outcome(ANSWERED)], "register": register(), "public_url": PUBLIC_URL,
            "place": place}


def overfull(source):
    out = full(source, 24)
    for entry in out["programmes"]:
        of = entry["programme"]
        of["title"] = text(long("Alles over de buurt waar u woont", 50), long("Everything about the neighbourhood", 50))
        of["tile"] = text("Leidschendamse straten & pleinen", "Leidschendammer streets & square")
        promise = of["promise"]
        promise["open"] = text(long("Wat er eerst gebeurt is nog open.", 100), long("What happens first is still open.", 100))
        promise["decides"] = text(long("De gemeenteraad beslist hierover.", 40), long("The council decides on this.", 40))
        promise["contact"]["text"] = text(long("Samira is hier op dinsdag.", 160), long("Samira is here on Tuesday.", 160))
    out["outcomes"] = [outcome(ANSWERED, True, 6)]
    return out


def eight(source):
    """The live question has as many answers as a list may have, as long as they may be; and as much is known of it."""
    out = full(source)
    asked = out["programmes"][0]["programme"]
    words = (("Schoonmaken", "Maintenance"), ("Straatlicht", "Streetlamps"), ("Speeltuinen", "Playgrounds"), ("Zebrapaden", "Pedestrians"),
             ("Vuilnisbak", "Cobblestone"), ("Plantenbak", "Landscaping"), ("Fietspaden", "Containers"), ("Iets anders", "Something"))
    question = next(question for question in reversed(asked["questions"]) if "choices" in question)
    asked["questions"] = [dict(question, kind="list", most=3, choices=[
        dict(question["choices"][0], value=f"v{i}", label=text(dutch, english))
        for i, (dutch, english) in enumerate(words)])]
    asked["facts"] = [dict(fact, text=text(long("In deze wijk wonen veel mensen.", 240), long("Many people live here.", 240)))
                      for fact in [asked["facts"][-1]] * 6]
    return out
