#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A hundred bugs of one line each, and the test that turns red at each of them.

A mutant is a patch in this folder. Above its diff stand two lines:
  Bug:  what somebody might do wrong, as a sentence
  Test: a regular expression for ctest, the tests that have to notice

  mutants.py try SOURCE BUILD [NAME…]   builds each mutant in a copy of the tree and shows the test that turns red; about
                                        a quarter of an hour on two cores. Ends with 1 if one survives.
  mutants.py check SOURCE               every patch still fits the tree and names a test; seconds, part of the suite
  mutants.py make SOURCE NAME "BUG" "TEST"
                                        the uncommitted change of the tree becomes a mutant and is taken back
  mutants.py follow SOURCE              each patch that still fits is written anew, with the lines that are around it now
"""

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LEAST = 100
SECONDS = 300  # for the tests of one mutant


class Mutant:
    def __init__(self, name):
        self.name = name
        self.path = os.path.join(HERE, name + ".patch")
        with open(self.path, encoding="utf-8") as file:
            self.text = file.read()
        self.bug = self.field("Bug")
        self.test = self.field("Test")

    def field(self, name):
        found = re.search(rf"^{name}: +(\S.*)$", self.text, re.M)
        return found.group(1) if found else ""

    def changed_lines(self):
        body = [line for line in self.text.splitlines() if not line.startswith(("+++", "---"))]
        return max(sum(line.startswith(sign) for line in body) for sign in "+-")


def mutants(names=()):
    found = sorted(entry[:-6] for entry in os.listdir(HERE) if entry.endswith(".patch"))
    for name in names:
        if name not in found:
            sys.exit(f"{name}: no such mutant; there are: {' '.join(found)}")
    return [Mutant(name) for name in found if not names or name in names]


def git(tree, *arguments, **more):
    return subprocess.run(["git", "-C", tree, *arguments], text=True, capture_output=True, **more)


def apply(tree, mutant, *how):
    """With fuzz: a mutant has to survive that the lines around it change."""
    return subprocess.run(["patch", "-p1", "--batch", "--forward", "--fuzz=2", "--no-backup-if-mismatch", "-r", "-", "-d", tree,
                           "-i", mutant.path, *how], text=True, capture_output=True)


def fits(tree, mutant):
    """The complaints about one mutant."""
    if not mutant.bug:
        yield "no line 'Bug: …' above the diff"
    if not mutant.test:
        yield "no line 'Test: …' above the diff"
    if mutant.changed_lines() != 1:
        yield f"changes {mutant.changed_lines()} lines; a mutant is a bug of one line"
    done = apply(tree, mutant, "--dry-run")
    if done.returncode != 0:
        yield "does not fit the tree any more: " + " ".join(done.stdout.split())


def check(source):
    all_of_them = mutants()
    bad = 0
    for mutant in all_of_them:
        for complaint in fits(source, mutant):
            print(f"{mutant.name}: {complaint}")
            bad += 1
    if len(all_of_them) < LEAST:
        print(f"{len(all_of_them)} mutants, at least {LEAST} are wanted")
        bad += 1
    print(f"{len(all_of_them)} mutants looked at, {bad} complaints")
    return 1 if bad else 0


def copy_tree(source, tree):
    """The files that git knows, as they are now, in a repository of their own so that patches can be taken back."""
    if not os.path.isdir(os.path.join(tree, ".git")):
        os.makedirs(tree, exist_ok=True)
        git(tree, "init", "-q", check=True)
    git(tree, "checkout", "-q", "-f")  # what a run that was broken off left behind
    names = [name for name in git(source, "ls-files", "-z", check=True).stdout.split("\0")
             if os.path.isfile(os.path.join(source, name))]
    for name in set(git(tree, "ls-files", "-z", check=True).stdout.split("\0")) - set(names) - {""}:
        os.remove(os.path.join(tree, name))
    for name in names:
        there, here = os.path.join(tree, name), os.path.join(source, name)
        if not (os.path.exists(there) and filecmp.cmp(here, there, shallow=False)):
            os.makedirs(os.path.dirname(there), exist_ok=True)
            shutil.copy2(here, there)
    git(tree, "add", "-A", check=True)
    git(tree, "-c", "user.name=mutants", "-c", "user.email=mutants@localhost", "commit", "-q", "--allow-empty", "-m", "as it is",
        check=True)


def build(tree, folder, log, *programs):
    """Those programs, or everything."""
    configure = ["cmake", "-S", tree, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", "-DBS_STOP=ON"]
    if shutil.which("ccache"):
        configure.append("-DCMAKE_C_COMPILER_LAUNCHER=ccache")
    with open(log, "w", encoding="utf-8") as file:
        for command in ([] if os.path.exists(os.path.join(folder, "build.ninja")) else [configure]) + \
                [["ninja", "-C", folder, "--quiet", *programs]]:
            if subprocess.run(command, stdout=file, stderr=file).returncode != 0:
                return False
    return True


def unit_tests(folder, pattern):
    """The unit tests among those of the pattern, and the programs that they are."""
    listed = subprocess.run(["ctest", "--test-dir", folder, "--show-only=json-v1", "-R", pattern], capture_output=True, text=True)
    programs = {test["name"]: os.path.relpath(test["command"][0], folder) for test in json.loads(listed.stdout)["tests"]
                if test["name"].startswith("unit.test_")}
    return "|".join(f"^{name}$" for name in programs), programs.values()


def red_tests(folder, pattern):
    """The tests of the pattern that fail (stopping at the first), and how many ran."""
    try:
        done = subprocess.run(["ctest", "--test-dir", folder, "--stop-on-failure", "--timeout", str(SECONDS), "-R", pattern],
                              capture_output=True, text=True, timeout=4 * SECONDS)
    except subprocess.TimeoutExpired:
        return ["(did not end)"], 1
    ended = re.findall(r"Test +#\d+: (\S+) \.+ *(\S.*?)  ", done.stdout)
    ran = [(name, how) for name, how in ended if "Skipped" not in how]
    return [name for name, how in ran if not how.startswith("Passed")], len(ran)


def attempt(mutant, tree, folder, log):
    """(verdict, what showed it) of one mutant."""
    done = apply(tree, mutant)
    if done.returncode != 0:
        git(tree, "checkout", "-q", "-f")
        return "does not fit", " ".join(done.stdout.split())
    try:
        quick, programs = unit_tests(folder, mutant.test)
        for pattern, what in ([(quick, programs)] if quick else []) + [(mutant.test, ())]:
            if not build(tree, folder, log, *what):
                return "does not compile", log
            red, ran = red_tests(folder, pattern)
            if red:
                return "found", red[0]
        return ("SURVIVES" if ran else "no test ran"), mutant.test
    finally:
        git(tree, "checkout", "-q", "-f")


def attempt_all(source, work, names):
    wanted = mutants(names)
    tree, folder, log = (os.path.join(work, part) for part in ("tree", "build", "log"))
    print(f"Building the tree as it is (in {work}); then {len(wanted)} mutants", flush=True)
    copy_tree(source, tree)
    if not build(tree, folder, log):
        sys.exit(f"the tree itself does not build: {log}")
    pattern = "|".join(sorted({mutant.test for mutant in wanted}))
    red, ran = red_tests(folder, pattern)
    if red or ran == 0:
        sys.exit(f"without any mutant: {ran} tests ran, red: {' '.join(red) or 'none'}")
    bad = 0
    for mutant in wanted:
        begun = time.monotonic()
        verdict, by = attempt(mutant, tree, folder, log)
        bad += verdict != "found"
        print(f"{verdict:12} {mutant.name:34} {by:34} {time.monotonic() - begun:4.0f} s  {mutant.bug}", flush=True)
    print(f"{len(wanted) - bad} passed, {bad} failed")
    return 1 if bad else 0


def make(source, name, bug, test):
    diff = git(source, "diff", "-U3", "--no-color", check=True).stdout
    if not diff:
        sys.exit("nothing is changed in the tree")
    with open(os.path.join(HERE, name + ".patch"), "w", encoding="utf-8") as file:
        file.write(f"Bug:  {bug}\nTest: {test}\n\n{diff}")
    changed = git(source, "diff", "--name-only", check=True).stdout.split()
    return git(source, "checkout", "-q", "--", *changed).returncode


def follow_one(source, mutant):
    """The patch against the file as it is now, or None if it does not fit."""
    name = re.search(r"^--- a/(.+)$", mutant.text, re.M).group(1)
    with tempfile.TemporaryDirectory() as tree:
        for side in ("a", "b"):
            copy = os.path.join(tree, side, name)
            os.makedirs(os.path.dirname(copy))
            shutil.copyfile(os.path.join(source, name), copy)
        if apply(os.path.join(tree, "b"), mutant).returncode != 0:
            return None
        # Git's diff, since it is git's that `make` writes.
        diff = subprocess.run(["git", "diff", "--no-index", "-U3", "--no-color", f"a/{name}", f"b/{name}"], cwd=tree, text=True,
                              capture_output=True).stdout
    return diff.replace("a/a/", "a/").replace("b/b/", "b/")


def without_index(patch):
    """Without the names that git gives to the two files as a whole: they change with every other line of the file."""
    return re.sub(r"^index .*\n", "", patch, flags=re.M)


def follow(source):
    changed, bad = 0, 0
    for mutant in mutants():
        diff = follow_one(source, mutant)
        if diff is None:
            print(f"{mutant.name}: does not fit the tree any more; make it again")
            bad += 1
            continue
        text = f"Bug:  {mutant.bug}\nTest: {mutant.test}\n\n{diff}"
        if without_index(text) != without_index(mutant.text):
            with open(mutant.path, "w", encoding="utf-8") as file:
                file.write(text)
            changed += 1
    print(f"{changed} patches written anew, {bad} do not fit")
    return 1 if bad else 0


def main(arguments):
    if len(arguments) >= 3 and arguments[0] == "try":
        return attempt_all(os.path.abspath(arguments[1]), os.path.abspath(arguments[2]), arguments[3:])
    if len(arguments) == 2 and arguments[0] in ("check", "follow"):
        return {"check": check, "follow": follow}[arguments[0]](os.path.abspath(arguments[1]))
    if len(arguments) == 5 and arguments[0] == "make":
        return make(*arguments[1:])
    sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
