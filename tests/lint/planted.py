#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Shows that each rule of lint.py can fail: plants one violation in a small tree and expects exactly that complaint.

Usage: planted.py RULE
"""

import os
import subprocess
import sys
import tempfile

LINT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lint.py")
TAG = "SPDX-" "License-Identifier: EUPL-1.2"  # in two pieces, so that it is not taken for this file's own
SPDX = f"/* The Buurtstem authors */\n/* {TAG} */\n"

# rule: (files of a sound tree, files that are planted, what the complaint has to say)
CASES = {
    "layers": [
        ({"syncd/base/a.c": "#include <buurtstem/err.h>\n"}, {"syncd/base/a.c": "#include <buurtstem/outbox.h>\n"},
         "syncd/base/a.c:3: syncd/base may not include <buurtstem/outbox.h>"),
        ({"kiosk/ui/u.c": "\n", "kiosk/platform/platform.h": "\n"}, {"kiosk/ui/u.c": '#include "platform.h"\n'},
         "kiosk/ui may not include platform.h of kiosk/platform"),
        ({"syncd/push.h": "\n", "syncd/central/api/b.c": "\n"}, {"syncd/central/api/b.c": '#include "push.h"\n'},
         "syncd/central/api may not include push.h of syncd"),
        ({"include/buurtstem/err.h": "\n"}, {"include/buurtstem/err.h": "#include <buurtstem/db.h>\n"},
         "a header of base includes db.h of the higher layer store"),
    ],
    "thirdparty": [
        ({"kiosk/screens/s.c": "\n"}, {"kiosk/screens/s.c": "#include <SDL2/SDL.h>\n"}, "<SDL2/SDL.h> belongs in"),
        ({"syncd/push.c": "\n"}, {"syncd/push.c": "#include <curl/curl.h>\n"}, "<curl/curl.h> belongs in"),
        ({"syncd/wire/w.c": "\n"}, {"syncd/wire/w.c": "#include <jansson.h>\n"}, "<jansson.h> belongs in"),
    ],
    "parents": [({"kiosk/ui/u.c": "\n"}, {"kiosk/ui/u.c": '#include "../app.h"\n'}, "include goes up: ../app.h")],
    "toplevel": [
        ({"kiosk/a.c": "\n"}, {"src/a.c": "\n"}, "src/: not one of the agreed folders"),
        ({"README.md": "\n"}, {"notes.txt": "\n"}, "notes.txt: not one of the agreed root files"),
    ],
    "sizes": [
        ({"kiosk/a.c": "int a(void)\n{\n" + "    ;\n" * 97 + "}\n"},
         {"kiosk/a.c": "int a(void)\n{\n" + "    ;\n" * 98 + "}\n"}, "a has 101 lines, at most 100"),
        ({"kiosk/a.c": "\n" * 598}, {"kiosk/a.c": "\n" * 599}, "601 lines, at most 600"),
    ],
    "names": [
        ({"kiosk/a.c": "\n"}, {"kiosk/util.c": "\n"}, "a name that says nothing"),
        ({"kiosk/a.c": "\n"}, {"syncd/a.c": "\n"}, "the name stands already at kiosk/a.c"),
    ],
    "format": [({"kiosk/a.c": "int a;\n"}, {"kiosk/a.c": "int   a ;\n"}, "kiosk/a.c:3:")],
    "headers": [({"kiosk/a.c": "\n"}, {"kiosk/b.sh": None}, "kiosk/b.sh:1: no SPDX licence line")],
    "binaries": [({"tests/ui/references/a.png": "\0", "tests/fuzz/corpus/a/b.hex": "00\n"}, {"tests/fuzz/corpus/a/c": "\0"},
                  "tests/fuzz/corpus/a/c:1: no text")],
    "exceptions": [
        ({"kiosk/a.c": "/* NOLINTNEXTLINE(misc-x): it is meant. */\nint a;\n"},
         {"kiosk/a.c": "/* NOLINTNEXTLINE(misc-x) */\nint a;\n"}, "kiosk/a.c:3: NOLINT without its reason"),
        ({"kiosk/a.c": "/* cppcheck-suppress uninitvar ; it is set elsewhere */\nint a;\n"},
         {"kiosk/a.c": "/* cppcheck-suppress uninitvar */\nint a;\n"}, "kiosk/a.c:3: cppcheck-suppress without its reason"),
        ({"kiosk/a.c": "/* It lies. */\n#pragma GCC diagnostic ignored \"-Wx\"\n"},
         {"kiosk/a.c": "int a;\n#pragma GCC diagnostic ignored \"-Wx\"\n"}, "kiosk/a.c:4: silenced without its reason"),
        ({"tests/a.supp": "# Not ours.\nleak:libx\n"}, {"tests/a.supp": "leak:libx\n"},
         "tests/a.supp:1: suppressed without its reason"),
    ],
    "shell": [({"tests/a.sh": f"#!/bin/sh\n# {TAG}\necho a\n"},
               {"tests/a.sh": f"#!/bin/sh\n# {TAG}\nrm -r $1/x\n"}, "SC2086")],
}


def write(root, files):
    for name, text in files.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write("echo no licence\n" if text is None else
                       SPDX + text if name.endswith((".c", ".h")) else text)


def run(rule, root, *more):
    return subprocess.run([sys.executable, LINT, rule, root, *more], capture_output=True, text=True)


def compile_library(root, name, text):
    source = os.path.join(root, name + ".c")
    with open(source, "w", encoding="utf-8") as file:
        file.write(text)
    subprocess.run(["cc", "-c", "-o", source + ".o", source], check=True)
    subprocess.run(["ar", "rc", os.path.join(root, name + ".a"), source + ".o"], check=True)
    return os.path.join(root, name + ".a")


def planted_purity(root):
    pure = compile_library(root, "pure", "#include <string.h>\nsize_t f(const char *a) { return strlen(a); }\n")
    impure = compile_library(root, "impure", "#include <stdio.h>\nvoid *f(const char *a) { return fopen(a, a); }\n")
    return [(run("purity", root, pure), run("purity", root, impure), "impure: fopen")]


def planted(rule, root):
    if rule == "purity":
        return planted_purity(root)
    results = []
    for index, (sound, plant, says) in enumerate(CASES[rule]):
        tree = os.path.join(root, str(index))
        write(tree, sound)
        if rule == "format":
            write(tree, {".clang-format": "BasedOnStyle: LLVM\n"})
        before = run(rule, tree)
        write(tree, plant)
        results.append((before, run(rule, tree), says))
    return results


def main():
    rule = sys.argv[1]
    with tempfile.TemporaryDirectory() as root:
        for before, after, says in planted(rule, root):
            if before.returncode != 0:
                sys.exit(f"{rule}: the sound tree is refused:\n{before.stdout}{before.stderr}")
            if after.returncode != 1 or says not in after.stdout:
                sys.exit(f"{rule}: the planted violation was not found ({says}):\n{after.stdout}{after.stderr}")
            print(f"{rule}: found as expected: {says}")


if __name__ == "__main__":
    main()
