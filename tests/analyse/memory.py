#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""The unit tests under valgrind: values that were never set, and memory that is not ours, in the libraries too.

Usage: memory.py BUILD AREA…      AREA is a folder of tests/unit
       memory.py --planted

Leaks are left to the address sanitizer's leak check, which sees the same programs: here a child that a test ends with
_exit, as a power cut would, seems to leak all that it had. Prints how many programs ran, and which did not and why; exit
status 1 if valgrind or a test complained.
"""

import os
import subprocess
import sys
import tempfile

from compiled import HERE, planted, report, run
from programs import programs

VALGRIND = ["valgrind", "--quiet", "--leak-check=no", "--error-exitcode=99", "--exit-on-first-error=no",
            f"--suppressions={HERE}/valgrind.supp"]
# Twenty times slower is too slow for these, or they are about something else.
LEFT_OUT = {
    "unit.test_outbox_processes": "many processes at once for seconds; the log that they use is read in test_outbox",
    "unit.test_central_auth": "hashes passwords: hundreds of megabytes of libsodium's arithmetic, a minute and a half",
    "unit.test_correction_orders": "corrections in every order; test_correction passes the same lines",
    "unit.test_display": "starts Xvfb and measures its own processor time",
    "unit.test_personal_data": "a hundred thousand generated texts; fuzz.personal_data reads the same code",
    "unit.test_session_random": "hundreds of thousands of intents; test_session and its neighbours pass the same lines",
    "unit.test_held": "thousands of records, each brought to the disk; test_stop_held passes the same lines",
    "unit.test_seal": "makes an RSA key: OpenSSL's arithmetic, not ours",
    "unit.test_voice": "is about seconds: how soon a voice is cut off or given up",
    "unit.test_voice_keeps": "as test_voice",
    "unit.test_voice_talk": "as test_voice",
    "unit.test_audio": "is about milliseconds of sound",
    "unit.test_app_speech": "as test_voice, for the whole program",
    "unit.test_extras": "makes RSA keys, and waits for the disk; test_effects passes the same memory",
}

# Six seconds of a processor and more each; ./tests/run analyse looks at them too.
SLOW = {f"unit.test_{name}" for name in (
    "frame", "house_style", "outbox_full_disk", "text_entry", "utf8", "storage_verify", "storage_accept", "storage_rows",
    "storage_left", "bundle_content", "bundle_extras", "correction", "patience", "results_kinds", "demo_visit", "worker",
    "worker_retry", "worker_news", "app", "effects", "pictures", "batch", "date", "house_colours", "storage_outcomes",
    "storage_stop", "storage_plans", "push_stop", "sched")}


def check(build, areas):
    chosen = programs(build, [os.path.join("unit", area) for area in areas])
    wrong, said, ran = 0, [], 0
    with tempfile.TemporaryDirectory() as counters:
        for program in chosen:
            if program.name in LEFT_OUT:
                print(f"not {program.name}: {LEFT_OUT[program.name]}")
                continue
            if program.name in SLOW and not os.environ.get("BUURTSTEM_VALGRIND_ALL"):
                print(f"not {program.name}: too slow for the suite; ./tests/run analyse does it")
                continue
            # Lines that are passed here do not count for the coverage.
            environment = {**os.environ, **program.environment, "GCOV_PREFIX": counters}
            status, output = run(*VALGRIND, *program.words, cwd=program.folder, env=environment)
            ran += 1
            if status != 0 or "\n==" in output:
                wrong = 1
                said.append(f"--- {program.name}: exit status {status}\n{output}")
    if ran == 0:
        sys.exit(f"valgrind: no programs for {areas} in {build}")
    report("valgrind", wrong, "".join(said), f"{ran} programs")


START = "#include <stdio.h>\n#include <stdlib.h>\nint main(int argc, char **argv)\n{\n    (void)argv;\n"
UNSET = START + "    volatile int a[4]%s;\n    a[argc] = 1;\n    if (a[0] > 7) {\n        puts(\"large\");\n    }\n    return 0;\n}\n"
BEYOND = START + "    volatile char *a = malloc(8);\n    a[7 + argc %s] = 1;\n    free((void *)a);\n    return 0;\n}\n"
CASES = [("a value that was never set", UNSET % " = {0}", UNSET % "", "uninitialised value"),
         ("a write past the end", BEYOND % "- 1", BEYOND % "", "Invalid write")]


def look(folder, path):
    program = os.path.join(folder, "planted")
    subprocess.run(["cc", "-O0", "-g", "-w", "-o", program, path], check=True)
    return run(*VALGRIND, program)


def main():
    if sys.argv[1:] == ["--planted"]:
        planted("valgrind", look, CASES)
    elif len(sys.argv) > 2:
        check(os.path.abspath(sys.argv[1]), sys.argv[2:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
