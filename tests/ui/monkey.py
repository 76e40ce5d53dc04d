#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A million random touches, keys and happenings; what must hold after each of them is in monkey_rules.c.

Usage: monkey.py [--program] BUILD SOURCE [EVENTS [SEED]]
With --program through the whole program, with its fonts and its disk, else on visit and screens alone.
A failure names seed and event; the same seed leads there again. BUURTSTEM_MONKEY_EVENTS asks for another number of events.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time

import every_kind
import house
import make_bundle
from kiosk_stage import clean_environment
from walk import ended

EVENTS = {False: 1000000, True: 1000}
SEED = 20261122


def bundles(source):
    yield every_kind.kinds(source)
    yield {"languages": every_kind.LANGUAGES}
    yield every_kind.urgent(source)
    yield house.full(source)
    yield house.overfull(source)
    yield house.eight(source)
    yield {"programmes": ended(source)}
    yield {"in_use": False, "languages": ["ar", "nl"], "idle": {"warn_s": 20, "wipe_s": 20}}


def main():
    words = [word for word in sys.argv[1:] if word != "--program"]
    is_program = len(words) < len(sys.argv) - 1
    if len(words) < 2:
        sys.exit(__doc__)
    build, source = words[:2]
    events = words[2] if len(words) > 2 else os.environ.get("BUURTSTEM_MONKEY_EVENTS", EVENTS[is_program])
    seed = words[3] if len(words) > 3 else SEED
    with tempfile.TemporaryDirectory(prefix="buurtstem-monkey-") as folder:
        paths = []
        for index, members in enumerate(bundles(source)):
            paths.append(os.path.join(folder, f"bundle-{index}.json"))
            with open(paths[-1], "w", encoding="utf-8") as file:
                json.dump(make_bundle.bundle(source, serial=index + 1, **members), file, ensure_ascii=False)
        themes = [os.path.join(source, "assets", "themes", name + ".theme") for name in ("default", "contrast")]
        command = [os.path.join(build, "tests", "ui", "monkey"), str(seed), str(events), *themes, os.path.join(source, "assets", "keyboards"), *paths]
        if is_program:
            command = [os.path.join(build, "tests", "ui", "monkey_program"), str(seed), str(events), folder, *paths]
        begun = time.monotonic()
        code = subprocess.run(command, env=clean_environment(source), check=False).returncode
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{time.monotonic() - begun:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of a processor, seed {seed}", flush=True)
    sys.exit(0 if code == 0 else 1)


if __name__ == "__main__":
    main()
