#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What the READMEs name has to be there. Usage: readme.py ROOT | readme.py --planted

In each document of DOCUMENTS, outside fenced blocks:
  `folder/file.c`, `file.c`, `folder/`   exists below ROOT, beside the document, or (a bare name) anywhere; words in
                                         capitals such as NAME or LANG stand for anything
  `function()`                           is defined or declared in a .c or .h file
  <buurtstem/file.h>                     is a header of include/buurtstem
  links and pictures                     lead to a file
And README.md names every Debian package of kiosk/packages and tests/packages, and every folder that FOLDERS matches;
include/README.md lists every header there; and
each manual of MANUALS names every configuration key, option, script command, kind of control and kind of question that there is.
Prints "document:line: what" for each; exit status 1 if there is any. --planted shows each of these failing.
"""

import fnmatch
import os
import re
import subprocess
import sys
import tempfile

DOCUMENTS = ["README.md", "SECURITY.md", "assets/README.md", "assets/keyboards/README.md", "assets/languages/README.md",
             "assets/systemd/README.md", "include/README.md", "kiosk/README.md", "syncd/README.md", "syncd/central/README.md",
             "tests/README.md"]
PACKAGES = ["kiosk/packages", "tests/packages"]
# Folders that README.md names one by one.
FOLDERS = ["assets/*", "include/*", "kiosk/*", "syncd/*", "syncd/central/*", "tests/*"]
# A manual, and where its program's words stand in its sources.
KEYS = r'(?:^ +\{?\{\.key = "|^ +(?:TEXT|NUMBER|MILLIMETRES)\()([a-z_]+)[",]'
MANUALS = {"kiosk/kiosk.1": [("kiosk/kiosk_config.c", KEYS), ("kiosk/kiosk_config.c", r'"(--[a-z-]+)"'),
                             ("kiosk/script.c", r'\{"([a-z]+)", do_'),
                             ("kiosk/screens/screens.c", r'(?:^ +\{|after\(id, )"([a-z_]+)\b')],
           "syncd/syncd.8": [("syncd/daemon_config.c", KEYS), ("syncd/main.c", r'"(--(?!help)[a-z]+)"')],
           "assets/schema/programme.schema.json": [("syncd/model/programme_kind.c", r'"([a-z_]+)"')],
           "syncd/central/central.8": [("syncd/central/settings.c", KEYS), ("syncd/central/verb.c", r'\{\{"([a-z-]+)",')]}
# Made by a build, by the demo or on an installed machine.
MADE = ("/", "~", "build/", "demo-data/", "speech/", "http:", "https:", "mailto:")
ENDINGS = (".c .h .md .json .py .sh .txt .po .pot .theme .service .svg .png .cmake .conf .css .yml .dict .script .1 .8"
           " .supp .mjs").split()
PLACEHOLDER = re.compile(r"(?<![A-Za-z.])(NAME|LANG|WHAT|FILE|AREA|KIND|CASE|PART)(?![A-Za-z_])")
CAPITAL_FILES = {"README.md", "SECURITY.md", "PROTOCOL.md", "CMakeLists.txt", "CMakePresets.json", "LICENSES/"}


def tracked(root):
    out = subprocess.run(["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard"],
                         capture_output=True, text=True)
    if out.returncode == 0 and out.stdout:
        return [name for name in out.stdout.split("\n") if name and os.path.exists(os.path.join(root, name))]
    return [os.path.relpath(os.path.join(folder, name), root) for folder, _, names in os.walk(root) for name in names]


class Tree:
    """The files of the project, and what its C files define."""

    def __init__(self, root):
        self.root, self.files = root, tracked(root)
        self.folders = set()
        for name in self.files:
            while name := os.path.dirname(name):
                self.folders.add(name)
        self.names = self.files + sorted(self.folders)
        self.functions = set()
        for name in self.files:
            if name.endswith((".c", ".h")):
                with open(os.path.join(root, name), encoding="utf-8") as file:
                    self.functions.update(re.findall(r"^(?:[A-Za-z_][^;={}#(\n]*?\b)?([a-z_][a-z0-9_]*)\(", file.read(), re.M))

    def has(self, path, beside):
        wanted = path.removeprefix("./").rstrip("/")
        if wanted not in CAPITAL_FILES:
            wanted = PLACEHOLDER.sub("*", wanted)
        places = [wanted, os.path.normpath(os.path.join(beside, wanted))]
        if "/" not in wanted:
            places.append("*/" + wanted)
        return any(fnmatch.fnmatchcase(name, place) for place in places for name in self.names)


def spans(text):
    """(line, text, is_link): what stands in backticks outside fenced blocks, and where links and pictures lead."""
    fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            for span in re.findall(r"`([^`]+)`", line):
                yield number, span, False
            for target in re.findall(r"\]\(([^)#\s]+)", re.sub(r"`[^`]*`", "", line)):
                yield number, target, True


def is_path(span):
    if " " in span or span.startswith("--") or "=" in span or "<" in span or span.startswith(MADE):
        return False
    return "/" in span or (span.endswith(tuple(ENDINGS)) and span not in ENDINGS)


def wrong_span(tree, beside, span):
    function = re.fullmatch(r"([a-z_][a-z0-9_]*)\(\)", span)
    header = re.fullmatch(r"<(buurtstem/[a-z0-9_]+\.h)>", span)
    if function:
        return None if function.group(1) in tree.functions else "no such function"
    if header:
        return None if "include/" + header.group(1) in tree.files else "no such header"
    words = span.split()
    if words and words[0].startswith("./"):
        span = words[0]
    if is_path(span) and not tree.has(span, beside):
        return "no such file or folder"
    return None


def check_document(tree, document):
    with open(os.path.join(tree.root, document), encoding="utf-8") as file:
        text = file.read()
    beside = os.path.dirname(document)
    for number, span, is_link in spans(text):
        if is_link:
            leads = span.startswith(MADE) or os.path.exists(os.path.join(tree.root, beside, span))
            if not leads:
                yield f"{document}:{number}: {span}: the link leads nowhere"
        elif wrong := wrong_span(tree, beside, span):
            yield f"{document}:{number}: {span}: {wrong}"


def check_readme_is_whole(tree):
    with open(os.path.join(tree.root, "README.md"), encoding="utf-8") as file:
        named = {span.rstrip("/") for _, span, is_link in spans(file.read()) if not is_link}
    for path in PACKAGES:
        with open(os.path.join(tree.root, path), encoding="utf-8") as file:
            for package in file.read().split("\n"):
                if package and not package.startswith("#") and package not in named:
                    yield f"{path}: README.md gives no reason for {package}"
    for folder in sorted(tree.folders):
        if any(fnmatch.fnmatchcase(folder, pattern) and folder.count("/") == pattern.count("/") for pattern in FOLDERS):
            if folder not in named:
                yield f"README.md: does not say what {folder}/ is"
    with open(os.path.join(tree.root, "include/README.md"), encoding="utf-8") as file:
        listed = re.findall(r"`<(buurtstem/[a-z0-9_]+\.h)>`", file.read())
    for name in tree.files:
        if name.startswith("include/") and name.endswith(".h") and name.removeprefix("include/") not in listed:
            yield f"include/README.md: does not list {name}"


def check_manuals(tree):
    for manual, places in MANUALS.items():
        if manual not in tree.files:
            continue
        with open(os.path.join(tree.root, manual), encoding="utf-8") as file:
            text = re.sub(r"\\f[A-Z]", "", file.read()).replace("\\-", "-")
        for source, pattern in places:
            with open(os.path.join(tree.root, source), encoding="utf-8") as file:
                for word in sorted(set(re.findall(pattern, file.read(), re.M))):
                    if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text):
                        yield f"{manual}: does not name {word} of {source}"


def complaints(root):
    tree = Tree(root)
    yield from check_manuals(tree)
    for document in DOCUMENTS:
        if document not in tree.files:
            yield f"{document}: is not there"
        else:
            yield from check_document(tree, document)
    if "README.md" in tree.files:
        yield from check_readme_is_whole(tree)


SOUND = {"README.md": "`kiosk/ui/` draws with `scene_find()` of `scene.c`; `cmake` builds. [more](kiosk/README.md)\n"
                      "`syncd/central/` serves `assets/keyboards/`, `assets/languages/` and `assets/systemd/` of `kiosk/screens/`.\n",
         **dict.fromkeys(DOCUMENTS[1:], "\n"), "tests/README.md": "`kiosk/ui/NAME.c`\n",
         "kiosk/README.md": "`ui/scene.c`\n```\n`no/such.c`\n```\n", "kiosk/ui/scene.c": "int scene_find(void)\n{\n}\n",
         "kiosk/kiosk.1": ".B --config\n.B theme\n.B tap\n",
         "kiosk/kiosk_config.c": '    {.key = "theme"},\n"--config"\n', "kiosk/script.c": '{"tap", do_tap}\n',
         "kiosk/screens/screens.c": '    {"theme", 0},\n',
         "kiosk/packages": "# what it takes\ncmake\n", "tests/packages": "cmake\n"}
PLANTED = [({"README.md": SOUND["README.md"] + "`kiosk/gone.c`\n"}, "README.md:3: kiosk/gone.c: no such file or folder"),
           ({"README.md": SOUND["README.md"] + "`gone.c`\n"}, "README.md:3: gone.c: no such file or folder"),
           ({"kiosk/README.md": "`scene_lose()`\n"}, "kiosk/README.md:1: scene_lose(): no such function"),
           ({"include/README.md": "`<buurtstem/gone.h>`\n"}, "include/README.md:1: <buurtstem/gone.h>: no such header"),
           ({"tests/README.md": "[x](../gone.md)\n"}, "tests/README.md:1: ../gone.md: the link leads nowhere"),
           ({"tests/packages": "cmake\ncurl\n"}, "tests/packages: README.md gives no reason for curl"),
           ({"kiosk/kiosk_config.c": '    {.key = "theme"},\n    {.key = "size"},\n"--config"\n'},
            "kiosk/kiosk.1: does not name size of kiosk/kiosk_config.c"),
           ({"kiosk/screens/screens.c": '    {"theme", 0},\n    if ((rest = after(id, "sign.")) != NULL) {\n'},
            "kiosk/kiosk.1: does not name sign of kiosk/screens/screens.c"),
           ({"README.md": SOUND["README.md"] + "`include/buurtstem/`\n", "include/buurtstem/new.h": "\n"},
            "include/README.md: does not list include/buurtstem/new.h"),
           ({"kiosk/text/a.c": "\n"}, "README.md: does not say what kiosk/text/ is")]


def planted():
    for plant, says in PLANTED:
        with tempfile.TemporaryDirectory() as root:
            for files in (SOUND, plant):
                before = list(complaints(root)) if files is plant else []
                if before:
                    sys.exit(f"readme: the sound tree is refused: {before}")
                for name, text in files.items():
                    os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
                    with open(os.path.join(root, name), "w", encoding="utf-8") as file:
                        file.write(text)
            found = list(complaints(root))
            if found != [says]:
                sys.exit(f"readme: expected {says}, found {found}")
            print(f"readme: found as expected: {says}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--planted":
        planted()
        return
    found = list(complaints(os.path.abspath(sys.argv[1])))
    for line in found:
        print(line)
    print(f"readme: {len(found)} violation{'' if len(found) == 1 else 's'}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
