#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The network is cut, visits are made, both kiosk programs are killed at random moments, the network comes back:
every visit that was thanked is at central exactly once, and the chain is complete.

Usage: network_cut_e2e.py BUILD SOURCE [VISITS [SEED]]
"""

import random
import signal
import sys
import threading
import time

from line import Failed, Hand, Line, random_visits

FACES = ["very_bad", "bad", "neutral", "good", "very_good"]


class Killer(threading.Thread):
    """Kills kiosk and syncd with SIGKILL at random moments and starts them again."""

    def __init__(self, line, chooser):
        super().__init__(daemon=True)
        self.line, self.chooser, self.kills, self.done = line, chooser, 0, threading.Event()
        self.lock = threading.Lock()

    def run(self):
        while not self.done.wait(self.chooser.uniform(4.0, 14.0)):
            with self.lock:
                self.line.stop("kiosk", signal.SIGKILL)
                if self.chooser.random() < 0.5:
                    self.line.stop("syncd", signal.SIGKILL)
                    self.line.start_syncd()
                self.line.start_kiosk()
                self.kills += 1

    def finish(self):
        self.done.set()
        self.join()


def start_afresh(hand):
    """Back to attract, wherever a kill has left the visit before."""
    for tool in ("tool.done", "tool.stop"):
        if hand.find(tool):
            hand.tap(tool, 0.35, 1)
            break
    hand.see_screen("attract", 4)


def visit(hand, face, themes):
    """True if the thanks were seen. A kill on the way shows as an attract screen or a target that never comes."""
    try:
        start_afresh(hand)
        hand.tap(f"answer.{face}", 0.35, 2)
        for theme in themes:
            hand.see(f"choice.{theme}", 2)
            hand.tap(f"choice.{theme}", 0.32 if theme == themes[0] else 0.02, 2)
        hand.tap("tool.next", 0.05, 2)
        hand.see_screen("thanks", 3)
    except Failed as failed:
        print(f"not thanked: {failed}")
        return False
    return True


def themes_of(hand):
    hand.tap("answer.good")
    hand.see("tool.next")
    themes = [n["id"].split(".", 1)[1] for n in hand.scene()["nodes"] if n["id"].startswith("choice.")]
    hand.tap("tool.stop")
    return themes


def key_of(record):
    answers = record["body"]["answers"]
    return (answers[0]["values"][0], tuple(answers[1]["values"])) if len(answers) == 2 else None


def check(line, thanked):
    records = line.records()
    whole = [key_of(r) for r in records if not r["body"]["partial"]]
    lost = [v for v in thanked if whole.count(v) == 0]
    double = [v for v in set(whole) if whole.count(v) > 1]
    if lost or double:
        raise Failed(f"lost {lost}, double {double}")
    if len({r["id"] for r in records}) != len(records):
        raise Failed("an id is there twice")
    line.call("central", "verify")
    print(f"{len(thanked)} visits thanked, {len(records)} records at central, 0 lost, 0 double, chain complete")


def main():
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else int(time.time())
    print(f"seed {seed}")
    chooser = random.Random(seed)
    with Line(sys.argv[1], sys.argv[2], size=(1280, 800)) as line:
        line.start_everything()
        hand = Hand(line)
        hand.see_screen("attract")
        themes = themes_of(hand)
        line.wire.cut()
        killer = Killer(line, chooser)
        killer.start()
        thanked = []
        for face, chosen in random_visits(count * 6, FACES, themes, seed):
            if visit(hand, face, chosen):
                thanked.append((face, chosen))
            if len(thanked) == count:
                break
        killer.finish()
        if len(thanked) < count or killer.kills < 5:
            raise Failed(f"only {len(thanked)} visits and {killer.kills} kills; the test proves too little")
        print(f"{killer.kills} kills; the network comes back")
        if line.records():
            raise Failed("records arrived over a cut network")
        line.wire.mend()
        line.wait_arrived(120)
        check(line, thanked)


if __name__ == "__main__":
    main()
