#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""How many lines of each folder its unit tests, and those that make the disk fail, pass through.

Usage: coverage.py ROOT BUILD     BUILD was made with --coverage
       coverage.py --planted

Runs those tests, prints each folder of FOLDERS with its share, and the lines that none passed. Exit status 1 if a test
fails or a folder has less than LEAST per cent. A line counts as it stands: nothing is excluded. That a child which ends
itself as a power cut would writes no counts makes the shares a little smaller than they are.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

from compiled import run
from programs import programs

LEAST = 90.0
FOLDERS = ["syncd/base", "syncd/model", "syncd/store", "syncd/wire", "kiosk/ui", "kiosk/survey"]
AREAS = ["unit/base", "unit/model", "unit/store", "unit/wire", "unit/ui", "unit/survey", "fault"]
# Take long; what they count, others count, or children that end themselves without writing it down.
SKIP = {"fault.power_cut", "fault.power_loss"}


def forget(build):
    for folder, _, names in os.walk(build):
        for name in names:
            if name.endswith(".gcda"):
                os.remove(os.path.join(folder, name))


def run_tests(build):
    names = [program.name for program in programs(build, AREAS) if program.name not in SKIP]
    pattern = "^(" + "|".join(map(re.escape, names)) + ")$"
    status, output = run("ctest", "--test-dir", build, "--output-on-failure", "--no-label-summary", "-R", pattern)
    if not names or status != 0:
        sys.exit(f"coverage: the tests have to pass first\n{output[-6000:]}")
    return len(names)


def measure(root, build, folders):
    """The folders' lines, passed lines and, by file, the missing ones."""
    filters = [word for folder in folders for word in ("--filter", f"{root}/{folder}/")]
    status, output = run("gcovr", "--root", root, "--object-directory", build, *filters, "--json", "-", build)
    start = output.find("{")
    if status != 0 or start < 0:
        sys.exit(f"coverage: gcovr\n{output}")
    seen = {folder: [0, 0, []] for folder in folders}
    for file in json.loads(output[start:])["files"]:
        total = seen[next(folder for folder in folders if file["file"].startswith(folder + "/"))]
        lines = [line for line in file["lines"] if not line.get("gcovr/noncode")]
        missing = [str(line["line_number"]) for line in lines if line["count"] == 0]
        total[0] += len(lines)
        total[1] += len(lines) - len(missing)
        if missing:
            total[2].append(f"{file['file']}: {' '.join(missing)}")
    return seen


def judge(seen):
    wrong = False
    for folder, (lines, passed, missing) in seen.items():
        share = 100.0 * passed / lines if lines else 0.0
        wrong = wrong or share < LEAST
        print(f"{folder}: {share:.1f} % of {lines} lines{'' if share >= LEAST else f', at least {LEAST:.0f} %'}")
        for line in missing:
            print(f"    not passed: {line}")
    return wrong


def look(folder, source):
    """A folder with one file, half of whose lines are passed or not."""
    os.makedirs(os.path.join(folder, "half"))
    with open(os.path.join(folder, "half", "half.c"), "w", encoding="utf-8") as file:
        file.write(source)
    words = {"cwd": folder, "check": True, "capture_output": True}
    subprocess.run(["cc", "-O0", "--coverage", "-o", "half.out", "half/half.c"], **words)
    subprocess.run(["./half.out"], **words)
    return judge(measure(folder, folder, ["half"]))


def planted():
    body = "int main(int argc, char **argv)\n{\n    (void)argv;\n    if (argc %s 1) {\n" + "        argc++;\n" * 9 + \
           "    }\n    return 0;\n}\n"
    for sign, is_wrong in (("==", False), ("!=", True)):
        with tempfile.TemporaryDirectory() as folder:
            if look(os.path.realpath(folder), body % sign) != is_wrong:
                sys.exit(f"coverage: argc {sign} 1 was judged wrongly")
    print("coverage: found as expected: a folder whose lines nobody passes")


def main():
    if sys.argv[1:] == ["--planted"]:
        planted()
        return
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    root, build = map(os.path.realpath, sys.argv[1:])
    forget(build)
    count = run_tests(build)
    wrong = judge(measure(root, build, FOLDERS))
    print(f"coverage: {count} tests, {len(FOLDERS)} folders")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
