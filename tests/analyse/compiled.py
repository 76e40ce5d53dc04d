# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What the analysers share: which files of ours were compiled and how, planted examples, and what a test prints."""

import json
import os
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# The parts of the tree that an analyser can be asked for; what stands below a more particular one belongs to that one.
PARTS = {"kiosk": ("kiosk",), "syncd": ("syncd",), "central": ("syncd/central",)}
# An analyser must not take the processor from a test that measures time beside it.
NICENESS = 5


class Source:
    """A file that was compiled: its path, and the compiler's options without sanitizers, input and output."""

    def __init__(self, entry):
        self.folder = entry["directory"]
        self.path = os.path.normpath(os.path.join(self.folder, entry["file"]))
        words = shlex.split(entry["command"])[1:]
        self.options = []
        while words:
            word = words.pop(0)
            if word in ("-o", "-c"):
                words.pop(0)
            elif not word.startswith(("-fsanitize", "-fno-sanitize", "--coverage")):
                self.options.append(word)

    def entry(self):
        return {"directory": self.folder, "file": self.path,
                "command": shlex.join(["cc", *self.options, "-o", "x.o", "-c", self.path])}


def part_of(relative):
    fits = [(len(folder), part) for part, folders in PARTS.items() for folder in folders if relative.startswith(folder + "/")]
    return max(fits)[1] if fits else None


def sources(root, build, parts=tuple(PARTS)):
    """The sources of the programs (not of the tests) in these parts, each once."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        found = {source.path: source for source in map(Source, json.load(file))}
    return [source for path, source in sorted(found.items()) if part_of(os.path.relpath(path, root)) in parts]


def write_commands(folder, chosen):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as file:
        json.dump([source.entry() for source in chosen], file)


def run(*words, **more):
    """The exit status, and everything that was printed."""
    result = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                            preexec_fn=lambda: os.nice(NICENESS), **more)
    return result.returncode, result.stdout


def report(name, status, output, checked):
    """Prints what was found and what was looked at; ends the test."""
    if status != 0 and output:
        print(output.rstrip())
    print(f"{name}: {checked}, {'nothing found' if status == 0 else 'see above'}")
    sys.exit(0 if status == 0 else 1)


def planted(name, look, cases):
    """Each case is (what, sound source, faulty source, what has to be said). look(folder, path) -> (status, output)."""
    for what, sound, faulty, says in cases:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "planted.c")
            results = []
            for text in (sound, faulty):
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
                results.append(look(folder, path))
        if results[0][0] != 0:
            sys.exit(f"{name}: the sound source is refused ({what}):\n{results[0][1]}")
        if results[1][0] == 0 or says not in results[1][1]:
            sys.exit(f"{name}: {what} was not found ({says}):\n{results[1][1]}")
        print(f"{name}: found as expected: {what}")
