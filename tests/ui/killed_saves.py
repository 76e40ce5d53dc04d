#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The kiosk is killed again and again at random moments of saving: every visit that was thanked is in kiosk.db exactly
once, no visit is there twice, and the numbers have no gap.

Usage: killed_saves.py BUILD SOURCE [KILLS [SEED]]
"""

import itertools
import os
import random
import subprocess
import sys

from kiosk_stage import Stage, wait_until
from walk import slow_disk

FACES = ("very_bad", "bad", "neutral", "good", "very_good")
THEMES = ("school-jeugdhulp", "werk-geld", "schone-straten", "buren", "sport-cultuur", "veilig")
VISITS_A_RUN = 12
DISK_MS = 10  # for each write and sync, so that most of the time goes by in saving


def all_visits(chooser):
    """Visits that can be told apart by their answers."""
    visits = [(face, themes) for face in FACES for themes in itertools.permutations(THEMES, 3)]
    chooser.shuffle(visits)
    return visits


def script_of(stage, visits):
    """
    What visit N sees as soon as its last answer was in sight long enough goes into the file `seen.N`. Expecting a screen
    waits for the disk; `thanked.N` therefore comes late, and is for those who first saw that it is being saved.
    """
    lines = ["expect screen attract"]
    for number, (face, themes) in visits:
        lines += [f"tap answer.{face}", *(f"tap choice.{theme}" for theme in themes), "tap tool.next", "wait 400ms",
                  f"scene {stage.path(f'seen.{number}')} now", "expect screen thanks",
                  f"scene {stage.path(f'thanked.{number}')}", "tap tool.done"]
    return "\n".join(lines) + "\n"


def kill_once(stage, chooser, visits):
    """Makes visits until killed. Gives how many of them have begun at most, and False if the kill came too late."""
    stage.write("slow", "")
    environment = dict(slow_disk(stage, DISK_MS), SLOW_DISK_WRITE_MS=str(DISK_MS))
    process = stage.start(stage.scripted(script_of(stage, visits)), environment)
    first, moment = visits[0][0], chooser.uniform(0, 1.5)
    wait_until("the first thanks", lambda: os.path.exists(stage.path(f"thanked.{first}")) or process.poll() is not None)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    if process.returncode != 0:
        raise AssertionError(stage.said())
    return False


def was_thanked(stage, number):
    if os.path.exists(stage.path(f"thanked.{number}")):
        return True
    name = f"seen.{number}"
    return os.path.exists(stage.path(name)) and stage.read_json(name)["screen"] == "thanks"


def judge(stage, visits, given):
    rows = stage.rows()
    kept = [(answers[0][1][0], tuple(answers[1][1])) for answers in stage.kept()]
    thanked = [number for number in range(given) if was_thanked(stage, number)]
    lost = [number for number in thanked if kept.count(visits[number]) != 1]
    double = {visit for visit in kept if kept.count(visit) > 1}
    strange = set(kept) - set(visits[:given])
    gap = [seq for seq, _, _ in rows] != list(range(1, len(rows) + 1))
    ids = len({ident for _, ident, _ in rows}) != len(rows)
    print(f"{len(thanked)} visits thanked, {len(rows)} kept; thanked but not kept once: {len(lost)}, twice: {len(double)}, "
          f"never made: {len(strange)}, {'a gap' if gap else 'no gap'}")
    return thanked and not (lost or double or strange or gap or ids)


def main(build, source, kills=30, seed=None):
    seed = int(seed) if seed is not None else random.randrange(1 << 32)
    chooser = random.Random(seed)
    visits = all_visits(chooser)
    with Stage(build, source, "1280x800") as stage:
        given = done = 0
        while done < int(kills):
            if given + VISITS_A_RUN > len(visits):
                raise AssertionError(f"only {done} kills; there are no more visits that differ")
            done += kill_once(stage, chooser, list(enumerate(visits))[given:given + VISITS_A_RUN])
            given += VISITS_A_RUN
        stage.run("expect screen attract\n")
        print(f"{done} kills (seed {seed})")
        return judge(stage, visits, given)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(0 if main(*(os.path.abspath(path) for path in sys.argv[1:3]), *sys.argv[3:]) else 1)
