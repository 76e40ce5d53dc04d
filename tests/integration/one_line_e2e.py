#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A tap in the buurthuis arrives at central: a real window, clicks in two languages, exactly those answers.

Usage: one_line_e2e.py BUILD SOURCE
"""

import sys

from line import Failed, Hand, Line




def answers_of(record):
    return {a["q"]: a.get("values", "dont_know") for a in record["body"]["answers"]}


def expect(what, found, wanted):
    if found != wanted:
        raise Failed(f"{what}: found {found}, expected {wanted}")


def main():
    with Line(sys.argv[1], sys.argv[2]) as line:
        line.start_everything()
        hand = Hand(line)

        # Dutch: the strengthening programme; a face, then three themes.
        hand.see_screen("attract")
        for tap in ("answer.bad", "choice.werk-geld", "choice.veilig", "choice.buren", "tool.next"):
            hand.tap(tap)
        scene = hand.see_screen("thanks")
        expect("language of the thanks", scene["lang"], "nl")
        hand.tap("tool.done")

        # English: the waste programme; a face, its why-tiles, one of two.
        hand.see_screen("attract")
        hand.tap("lang.en")
        hand.see_language("en")
        hand.tap("tool.all")
        hand.see_screen("programmes")
        hand.tap("programme.afval-kiezen")
        hand.see_screen("question")
        for tap in ("answer.bad", "choice.ratten", "choice.zakken", "tool.next",
                    "choice.brengstation"):
            hand.tap(tap)
        scene = hand.see_screen("thanks")
        expect("language of the thanks", scene["lang"], "en")
        hand.tap("tool.done")
        scene = hand.see_screen("attract")
        expect("language after the wipe", scene["lang"], "nl")

        line.wait_arrived()
        records = line.records()
        expect("kinds", [r["kind"] for r in records], ["submission", "submission"])
        expect("numbers", [r["seq"] for r in records], [1, 2])
        first, second = records
        expect("programme", first["body"]["programme"], "versterking-leidschendam-noord")
        expect("language", first["body"]["lang"], "nl")
        expect("answers", list(answers_of(first).values()), [["bad"], ["werk-geld", "veilig", "buren"]])
        expect("programme", second["body"]["programme"], "afval-kiezen")
        expect("language", second["body"]["lang"], "en")
        expect("answers", answers_of(second), {"schoon": ["bad"], "stoort": ["ratten", "zakken"],
                                               "keuze": ["brengstation"]})
        expect("trial", [r["body"]["trial"] for r in records], [False, False])
        line.call("central", "verify")
        print("one line: two visits in two languages arrived as they were tapped")


if __name__ == "__main__":
    main()
