# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The way through every screen of the kiosk, in each language and size: what screens.py and scene_rules.py look at."""

import copy
import json
import os
import threading

import house
import make_bundle
import matrix_bundle
from kiosk_stage import SIZES, Result, Stage, can_mount, small_disk_command, wait_until

LANGUAGES = ("nl", "en")
RIGHT_TO_LEFT = "ar"
MEBIBYTE = 1 << 20
# Programmes that hold every kind of question together.
EVERY_KIND = ("afval-kiezen", "contact-in-de-buurt", "plek-voor-jongeren", "tweede-groene-ring", "ruimte-op-straat",
              "samen-in-de-regio", "begroting-in-balans")

# "look NAME" is a picture and a scene; with "now" before anything that ends by itself has ended. "start" begins a visit in
# the language of the walk.
VISITS = """
start
look attract
key next
look attract-focus
press answer.good
look attract-pressed now
move 1 1
release 1 1
tap answer.good
look attract-chosen now
look list
tap tool.next
look list-hint
tap choice.buren
tap choice.veilig
look list-two
tap choice.werk-geld
look list-full
tap choice.sport-cultuur
look list-too-many
tap tool.help
look help
tap tool.about
look about
tap tool.back
expect screen help
tap tool.back
tap tool.back
look faces-answered
tap tool.dont_know
look faces-dont-know now
tap tool.stop

start
topic afval-kiezen
look faces
tap answer.bad
look faces-chosen now
look why
tap choice.ratten
look why-one
tap choice.zakken
look why-full
tap tool.next
look tiles
tap choice.anders
look tiles-chosen now
look thanks
tap tool.done

tap lang.LANG
wait 50s
look idle-attract
tap tool.stop
start
topic afval-kiezen
wait 50s
look idle-question
tap tool.stay
tap tool.help
wait 50s
look idle-help
wait 24s
look idle-last-second
tap tool.stop
"""
# What there is in a house where much is asked. "type CODE" taps its signs.
HOUSE = """
start
look house-attract
tap tool.all
look programmes
tap tool.more
look programmes-last
tap tool.help
look programmes-help
tap tool.back
tap tool.stop

start
tap tool.code
look code
type W3
look code-two
type R823
look code-wrong
tap tool.erase
look code-five
tap tool.stop
start
tap tool.code
type ZZZZZP
look code-unknown
tap tool.stop
start
tap tool.code
type K7M4PX
look answer-elsewhere
tap tool.stop
start
tap tool.code
type K7M4QR
look answer-short
tap tool.stop
start
tap tool.code
type K7M4RJ
look answer-short-late
tap tool.stop

start
tap outcome.afval
look answer-owed
tap tool.stop
wait 20s
look card-answer now
press outcome.groen
look card-pressed now
move 1 1
release 1 1
tap lang.LANG
tap outcome.groen
look answer
tap tool.more
look answer-actions
wait 50s
look idle-answer
tap tool.stop
wait 40s
look card-late now
tap lang.LANG
tap outcome.veilig
look answer-late
tap tool.stop

start
tap answer.good
tap choice.anders
look house-thanks
tap tool.change
look change
tap answer.bad
look change-why
tap choice.ratten
tap tool.next
look change-last
wait 50s
look idle-change
tap tool.stay
tap tool.next
look thanks-changed
tap tool.change
tap tool.back
look thanks-as-before
tap tool.done
start
tap tool.help
look house-help
tap tool.about
look about-past
tap tool.stop
"""
OVERFULL = """
start
look overfull-attract
tap tool.all
look overfull-programmes
tap tool.stop
wait 20s
look overfull-card now
tap lang.LANG
tap outcome.groen
look overfull-answer
tap tool.more
look overfull-answer-2
tap tool.more
look overfull-answer-3
tap tool.more
look overfull-actions
tap tool.stop
start
tap tool.code
type W3R86M
look overfull-late
tap tool.stop
start
tap answer.good
tap choice.anders
look overfull-thanks
tap tool.done
"""
EIGHT = """
start
look eight-attract
topic afval
look eight-list
tap tool.stop
start
tap tool.help
tap tool.about
look eight-about
tap tool.more
look eight-about-2
tap tool.back
expect node fact.1
tap tool.back
expect screen help
tap tool.stop
"""
# Each kind of question, as nobody answered it and as full as it gets.
KINDS = """
start
tap tool.all
look kinds-programmes
tap programme.contact-in-de-buurt
tap answer.good
look kind-list
tap choice.koffie
tap choice.lopen
look kind-list-two
tap tool.stop
start
tap tool.all
tap programme.plek-voor-jongeren
tap answer.good
look kind-yes-no
tap tool.stop
start
tap tool.all
tap programme.tweede-groene-ring
tap answer.good
look kind-picture
tap tool.stop
start
tap tool.all
tap programme.ruimte-op-straat
tap answer.good
look kind-pair
tap tool.stop
start
tap tool.all
tap programme.samen-in-de-regio
tap answer.good
look kind-agree
tap tool.dont_know
look kind-agree-dont-know now
tap tool.stop
start
tap tool.all
tap programme.begroting-in-balans
look kind-card
tap tool.next
look kind-points
tap choice.groen
tap choice.groen
tap choice.straten
look kind-points-three
tap tool.stop
"""
AFTERWARDS = """
start
tap answer.good
tap choice.brengstation
expect screen thanks
tap tool.so_far
look so-far
tap tool.back
tap tool.afterwards
look afterwards
tap tool.words
look words
tap key.2
tap key.10
tap key.space
tap key.4
look words-written
tap tool.send
look words-left
tap tool.next
tap tool.about_you
look age
tap band.2
wait 1s
look area
tap area.0
look about-you-left
tap tool.next
tap tool.wish
look wish
tap tool.send
look wish-name
tap key.1
tap key.2
tap tool.send
look wish-phone
wait 50s
look idle-wish
tap tool.stop
start
tap tool.here
look here
tap tool.stop
"""
# The thanks and the questions in the other ways of seeing.
MODES = """
start
tap tool.larger
look large-attract
tap answer.good
look large-tiles
tap tool.stop
start
tap tool.contrast
look contrast-attract
tap answer.bad
tap choice.ratten
look contrast-why
tap tool.stop
start
tap tool.speak
look speech-attract
"""
LAST_ANSWER = """
start
topic afval-kiezen
tap answer.good
expect node choice.anders
"""


def script_for(text, lang, look, size=""):
    """`look(name, suffix)` gives the script lines for a look."""
    lines = []
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["look"]:
            lines += look(words[1], " now" if words[2:] == ["now"] else "")
        elif words[:1] == ["type"]:
            lines += [f"tap sign.{sign}" for sign in words[1]]
        elif words[:1] == ["topic"]:  # behind a list where the words of the language leave no room for it
            is_there = lang == RIGHT_TO_LEFT and size != "1280x800"
            lines += ([] if is_there else ["tap tool.all"]) + [f"tap programme.{words[1]}"]
        elif words == ["start"]:
            lines += [] if lang == LANGUAGES[0] else [f"tap lang.{lang}"]
        else:
            lines.append(line.replace("LANG", lang))
    return "\n".join(lines) + "\n"


def ended(source):
    """The shipped programmes, all of them over."""
    out = copy.deepcopy(make_bundle.bundle(source)["programmes"])
    for entry in out:
        entry["programme"]["ends"] = "2020-12-31"
    return out


class Walk:
    """One language in one size. `look` as in script_for; it gets names without language and size."""

    def __init__(self, build, source, lang, size, look):
        self.build, self.source, self.lang, self.size, self.look = build, source, lang, size, look
        self.out = []

    def stage(self, **changes):
        languages = [self.lang] + [lang for lang in LANGUAGES if lang != self.lang]
        return Stage(self.build, self.source, self.size, **{"languages": languages, **changes})

    def in_order(self):
        """A stage where Dutch is the place's language, whatever the walk's is."""
        return self.stage(languages=list(LANGUAGES) + [self.lang] * (self.lang not in LANGUAGES))

    def script(self, text):
        return script_for(text, self.lang, self.look, self.size)

    def run(self, stage, text, **options):
        self.out.append(stage.run(self.script(text), **options))

    def houses(self):
        """Much is asked; every text is as long as may be; and there are as many answers and facts as may be."""
        for text, members in ((HOUSE, house.full(self.source)), (OVERFULL, house.overfull(self.source)), (EIGHT, house.eight(self.source))):
            with self.stage(**members) as stage:
                self.run(stage, text)

    def every_kind(self):
        """Each kind of question, what is left after the thanks, and the other ways of seeing."""
        members = matrix_bundle.bundle(self.source)
        members["programmes"] = [entry for entry in members["programmes"] if entry["programme"]["id"] in EVERY_KIND]
        with self.stage(with_bundle=False) as stage:
            stage.put_bytes(json.dumps(dict(members, outcomes=[]), ensure_ascii=False).encode())
            for text in (KINDS, AFTERWARDS, MODES):
                self.run(stage, text)

    def everything(self, headless=True, environment=None):
        with self.in_order() as stage:
            self.run(stage, VISITS, headless=headless, environment=environment)
        with self.stage(in_use=False) as stage:
            self.run(stage, "look trial\n")
        with self.stage(programmes=ended(self.source)) as stage:
            self.run(stage, "look setting-up\n")
        self.houses()
        self.every_kind()
        self.saving()
        if can_mount():
            self.out_of_order()
            self.not_saved()
            self.not_changed()

    def saving(self):
        with self.in_order() as stage:
            text = LAST_ANSWER + slow(stage) + "tap choice.anders\nwait 400ms\nlook saving now\n" + fast(stage)
            self.run(stage, text + "expect screen thanks\n", environment=slow_disk(stage))

    def out_of_order(self):
        with self.stage() as stage:
            command = stage.scripted(self.script("expect screen out_of_order\nlook out-of-order\n"))
            self.out.append(stage.call(small_disk_command(stage.path("kiosk"), MEBIBYTE, command), 0))

    def not_saved(self):
        self.on_a_full_disk(LAST_ANSWER, "tap choice.anders\nexpect screen not_saved\nlook not-saved\n")

    def not_changed(self):
        change = "tap choice.anders\nexpect screen thanks\ntap tool.change\ntap answer.bad\ntap choice.ratten\ntap tool.next\n" \
            "expect node choice.anders\n"
        self.on_a_full_disk(LAST_ANSWER + change, "tap tool.next\nexpect screen not_saved\nlook not-changed\n")

    def on_a_full_disk(self, before, after):
        with self.in_order() as stage:
            text = before + sign_and_wait(stage, "answered", "full") + after
            process = stage.start(small_disk_command(stage.path("kiosk"), 8 * MEBIBYTE, stage.scripted(self.script(text))))
            wait_until("the last question", lambda: os.path.exists(stage.path("answered")) or process.poll() is not None)
            fill_disk(process, stage.path("kiosk"))
            stage.write("full", "")
            if process.wait(60) != 0:
                raise AssertionError(stage.said())
            self.out.append(Result(0, stage.said("out"), stage.said()))


def slow_disk(stage, milliseconds=60000):
    """A disk that takes so long for each sync from the moment on that the file `slow` is there, or until the file `fast` is."""
    return {"LD_PRELOAD": f"{stage.build}/tests/ui/libslow_disk.so", "SLOW_DISK_SIGN": stage.path("slow"),
            "SLOW_DISK_END": stage.path("fast"), "SLOW_DISK_MS": str(milliseconds),
            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}


def slow(stage):
    return f"scene {stage.path('slow')} now\n"


def fast(stage):
    return f"scene {stage.path('fast')} now\n"


def sign_and_wait(stage, sign, answer):
    """Script lines: tell by a file that one is here, and go on when another file is there."""
    return f"scene {stage.path(sign)}\nawait {stage.path(answer)}\n"


def disk_of(process, folder):
    """A folder as the process sees it."""
    return f"/proc/{process.pid}/root{folder}"


def fill_disk(process, folder):
    with open(os.path.join(disk_of(process, folder), "filler"), "wb", buffering=0) as file:
        piece = b"\0" * 65536
        while piece:
            try:
                file.write(piece)
            except OSError:
                piece = piece[:len(piece) // 2]


def each(build, source, look, use, languages=LANGUAGES, headless=True, environment=None):
    """Walks every language and size, two at a time; use(lang, size, results)."""
    failures = []

    def one(lang, size):
        try:
            walk = Walk(build, source, lang, size, lambda name, now: look(name, lang, size, now))
            walk.everything(headless, environment)
            use(lang, size, walk.out)
        except Exception as failure:  # pylint: disable=broad-except
            failures.append(f"{lang} {size}: {failure}")

    for lang in languages:
        threads = [threading.Thread(target=one, args=(lang, size)) for size in SIZES]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if failures:
        raise AssertionError("\n".join(failures))
