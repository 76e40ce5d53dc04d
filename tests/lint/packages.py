#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What a build asks of pkg-config has to come with the packages that are listed. Usage: packages.py ROOT | packages.py --planted ROOT

Each module that a CMakeLists.txt or a .cmake file names, and each that it asks for in turn, belongs to a Debian package of
kiosk/packages (below tests/: or of tests/packages), or to one that those depend on. A machine on which more is installed
builds without; a bare one does not.
Prints a line for each that is missing; exit status 1 if there is any. --planted leaves one out and has to find it.
"""

import functools
import os
import re
import subprocess
import sys

NAMES = re.compile(r"pkg_check_modules\([A-Z0-9_]+ REQUIRED IMPORTED_TARGET ([^)]+)\)")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def build_files(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(("build", ".", "demo-data")))
        for name in sorted(names):
            if name == "CMakeLists.txt" or name.endswith(".cmake"):
                yield os.path.relpath(os.path.join(folder, name), root)


def asked(root, is_tests):
    """(module, file) of every module that is named below tests/, or elsewhere."""
    for name in build_files(root):
        if name.startswith("tests/") == is_tests:
            with open(os.path.join(root, name), encoding="utf-8") as file:
                for module in " ".join(NAMES.findall(file.read())).split():
                    yield re.split("[<>=]", module)[0], name


@functools.cache
def requires(module):
    return [line.split()[0] for line in run("pkg-config", "--print-requires", "--print-requires-private", module).splitlines()]


def with_what_it_asks(module, seen):
    if module not in seen:
        seen.add(module)
        for part in requires(module):
            with_what_it_asks(part, seen)
    return seen


def dependencies():
    """For each installed package what it depends on, and for each provided name who provides it."""
    out = {}
    for line in run("dpkg-query", "-W", "-f", "${Package}\t${Pre-Depends}, ${Depends}\t${Provides}\n").splitlines():
        package, depends, provides = line.split("\t")
        names = re.findall(r"(?:^|[,|]) *([a-z0-9][a-z0-9+.-]*)", depends)
        out.setdefault(package, set()).update(names)
        for name in re.findall(r"(?:^|,) *([a-z0-9][a-z0-9+.-]*)", provides):
            out.setdefault(name, set()).add(package)
    return out


def closure(wanted, depends):
    reached, left = set(), list(wanted)
    while left:
        package = left.pop()
        if package not in reached:
            reached.add(package)
            left += depends.get(package, ())
    return reached


def listed(root, *names):
    for name in names:
        with open(os.path.join(root, name), encoding="utf-8") as file:
            yield from (line for line in file.read().split("\n") if line and not line.startswith("#"))


def owners(modules):
    """The Debian package of each module."""
    places = {os.path.join(run("pkg-config", "--variable=pcfiledir", module).strip(), module + ".pc"): module for module in modules}
    lines = [line.rsplit(": ", 1) for line in run("dpkg", "-S", *places).splitlines()]
    return {places[path]: package.split(":")[0] for package, path in lines}


def complaints(root, without=()):
    depends = dependencies()
    for lists, is_tests in ((("kiosk/packages",), False), (("kiosk/packages", "tests/packages"), True)):
        brought = closure(set(listed(root, *lists)) - set(without), depends)
        parts = {}
        for module, file in asked(root, is_tests):
            for part in with_what_it_asks(module, set()):
                parts.setdefault(part, (module, file))
        for part, owner in sorted(owners(parts).items()):
            if owner not in brought:
                module, file = parts[part]
                yield f"{file}: {module} asks for {part} of {owner}, which {lists[-1]} does not bring"


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "--planted":
        found = list(complaints(sys.argv[2], without=["libssl-dev"]))
        if not any("of libssl-dev, which" in line for line in found):
            sys.exit(f"packages: libssl-dev was left out and is not missed: {found}")
        print("packages: found as expected:", found[0])
        return
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = list(complaints(os.path.abspath(sys.argv[1])))
    print("\n".join(found) if found else "packages: good")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
