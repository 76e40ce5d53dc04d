#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Looks for bugs in the programs' sources without running them.

Usage: static.py TOOL ROOT BUILD [PART…]    TOOL is gcc, cppcheck or tidy; PART is kiosk, syncd or central, else all
       static.py --planted TOOL ROOT

gcc       gcc -fanalyzer, at the optimisation that the tests are built with: memory, files and nulls along each path
cppcheck  warning, performance and portability; what is left out stands with its reason in cppcheck.supp
tidy      clang-tidy; its checks, and why others are left out, stand in .clang-tidy

BUILD is a folder with compile_commands.json and the generated headers. Prints every finding and how many files were looked
at; exit status 1 if there is any finding.
"""

import os
import sys

from compiled import HERE, Source, planted, report, run, sources, write_commands


def gcc(root, folder, chosen):
    del root, folder
    worst, said = 0, []
    for source in chosen:
        status, output = run("gcc", *source.options, "-O1", "-fanalyzer", "-S", "-o", "/dev/null", source.path,
                             cwd=source.folder)
        if status != 0 or "warning:" in output:
            worst = 1
            said.append(output)
    return worst, "".join(said)


def cppcheck(root, folder, chosen):
    del root
    write_commands(folder, chosen)
    return run("cppcheck", f"--project={folder}/compile_commands.json", "--enable=warning,performance,portability",
               "--inline-suppr", f"--suppressions-list={HERE}/cppcheck.supp", "--error-exitcode=1", "--quiet",
               "--template=gcc")


def tidy(root, folder, chosen):
    write_commands(folder, chosen)
    worst, said = 0, []
    # One process a file: given several, clang 14 mistakes what va_start() made in all but the first for nothing at all.
    for source in chosen:
        # The .clang-tidy nearest to the file counts; a planted one lies in no folder of ours.
        is_ours = source.path.startswith(root + os.sep)
        nearest = [] if is_ours else [f"--config-file={root}/.clang-tidy", "--checks=clang-analyzer-*,-clang-analyzer-security.insecureAPI.*"]
        status, output = run("clang-tidy", *nearest, "--quiet", "-p", folder, source.path)
        if status != 0:
            worst = 1
            said.append(output)
    return worst, "".join(said)


TOOLS = {"gcc": gcc, "cppcheck": cppcheck, "tidy": tidy}
HEAD = "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
LEAK = (HEAD + "int f(int n);\nint f(int n)\n{\n    char *p = malloc(8);\n    if (p == NULL || n < 0) {\n%s"
        "        return 0;\n    }\n    p[0] = (char)n;\n    n = p[0];\n    free(p);\n    return n;\n}\n")
TWICE = (HEAD + "void f(char *p, int n);\nvoid f(char *p, int n)\n{\n    if (n > 3) {\n        free(p);\n%s    }\n"
         "    free(p);\n}\n")
UNSET = HEAD + "int f(int n);\nint f(int n)\n{\n    int x%s;\n    if (n > 2) {\n        x = n;\n    }\n    return x;\n}\n"
BEYOND = HEAD + "void f(void);\nvoid f(void)\n{\n    char a[4];\n    for (int i = 0; i < %s; i++) {\n        a[i] = 0;\n    }\n    puts(a);\n}\n"
CLOSED = HEAD + "void f(void);\nvoid f(void)\n{\n    FILE *file = fopen(\"x\", \"r\");\n    if (file != NULL) {\n%s    }\n}\n"
SIZE = HEAD + "void *f(const int *p);\nvoid *f(const int *p)\n{\n    void *q = malloc(%s);\n    if (q != NULL) {\n        memcpy(q, p, sizeof *p);\n    }\n    return q;\n}\n"
PLANTED = {
    "gcc": [("memory lost on the way out", LEAK % "        free(p);\n", LEAK % "", "Wanalyzer-malloc-leak"),
            ("memory freed twice", TWICE % "        return;\n", TWICE % "", "Wanalyzer-double-free")],
    "cppcheck": [("a value that was never set", UNSET % " = 0", UNSET % "", "uninitvar"),
                 ("a write past the end", BEYOND % "4", BEYOND % "5", "arrayIndexOutOfBounds"),
                 ("a file left open", CLOSED % "        fclose(file);\n", CLOSED % "", "resourceLeak")],
    "tidy": [("memory freed twice", TWICE % "        return;\n", TWICE % "", "clang-analyzer-unix.Malloc"),
             ("a value that was never set", UNSET % " = 0", UNSET % "", "clang-analyzer-core"),
             ("a size taken of the wrong text", SIZE % "sizeof *p", SIZE % "strlen((const char *)p + 1)",
              "bugprone-misplaced-operator-in-strlen-in-alloc")],
}


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "--planted" and sys.argv[2] in TOOLS:
        tool, root = sys.argv[2], sys.argv[3]

        def look(folder, path):
            source = Source({"directory": folder, "file": path, "command": f"cc -std=c17 -Wall -c {path}"})
            return TOOLS[tool](root, folder, [source])

        planted(tool, look, PLANTED[tool])
        return
    if len(sys.argv) < 4 or sys.argv[1] not in TOOLS:
        sys.exit(__doc__)
    tool, root, build, parts = sys.argv[1], os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3]), sys.argv[4:]
    chosen = sources(root, build, parts or ("kiosk", "syncd", "central"))
    if not chosen:
        sys.exit(f"{tool}: no sources in {build}/compile_commands.json")
    folder = os.path.join(build, "analyse", "-".join([tool, *parts]))
    status, output = TOOLS[tool](root, folder, chosen)
    report(tool, status, output, f"{len(chosen)} files")


if __name__ == "__main__":
    main()
